package tracked

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// confirmed holds return addresses that callerPC guessed, and for which
// runtime.Callers said the same. Only those are believed: a guess is wrong where
// the compiler has put a wrapper between the launch and its caller, as it does
// for a method value.
var confirmed [512]atomic.Uintptr

// locate stores the launch site, given the guess of callerPC. The function that
// was called from there must have called the one that calls locate.
func (t *Task) locate(guess uintptr) {
	known := &confirmed[(guess^guess>>9)%uintptr(len(confirmed))]
	if guess != 0 && known.Load() == guess {
		t.pc = guess
		return
	}
	t.pc = callers(4)
	if t.pc == guess {
		known.Store(guess)
	}
}

//go:noinline
func callers(skip int) uintptr {
	var pc [1]uintptr
	runtime.Callers(skip+1, pc[:])
	return pc[0]
}

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
