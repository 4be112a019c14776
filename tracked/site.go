package tracked

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
)

// site is a place in the code.
type site struct {
	fn, file string
	line     int
	name     string // what a task launched here is called by default
}

// sites remembers what was looked up. There are as many as the program has
// places that launch, so it does not grow with the tasks.
var sites sync.Map // uintptr to *site

func siteOf(pc uintptr) *site {
	if s, ok := sites.Load(pc); ok {
		return s.(*site)
	}
	frame, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	s := &site{fn: frame.Function, file: frame.File, line: frame.Line}
	if s.fn == "" {
		s.fn, s.file = "unknown", "unknown"
	}
	// The import path says little beside the file: main.serve:12 is enough.
	base := s.fn[strings.LastIndexByte(s.fn, '/')+1:]
	s.name = fmt.Sprintf("%s:%d", base, s.line)
	sites.Store(pc, s)
	return s
}
