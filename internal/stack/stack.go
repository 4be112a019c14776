// Package stack reads goroutines from text: what the runtime prints at a panic, at
// SIGQUIT and for runtime.Stack, and the profiles "goroutine" and "goroutineleak" with
// debug=1 and debug=2, as Go 1.24 to 1.27 write them, even in the middle of a log.
//
// Two formats have to be told apart. A *dump* (debug=2, a crash) has a block for each
// goroutine, with its state, and the go statement that created it:
//
//	goroutine 18 [chan receive, 3 minutes (leaked)] {task: poller}:
//	main.poll(...)
//		/app/main.go:68
//	created by main.launch in goroutine 1
//		/app/main.go:53 +0x67
//
// A *count* (debug=1) has a block for each stack, how many goroutines have it, and
// nothing of who created them:
//
//	goroutine profile: total 14
//	3 @ 0x4755ee 0x453957 0x663edf
//	# labels: {"task":"poller"}
//	#	0x663ede	main.poll+0x5e	/app/main.go:72
//
// Lines that are neither are passed over: a reader of logs cannot do otherwise.
package stack

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// A Frame is a function on a stack, and where in it the goroutine is.
type Frame struct {
	Func  string // as the linker names it; see Symbol
	File  string
	Line  int
	Start int // the line at which the function begins; 0 where that is not said
}

func (f Frame) String() string { return fmt.Sprintf("%s at %s:%d", f.Func, f.File, f.Line) }

// A Goroutine is one, or several of which the same is known.
type Goroutine struct {
	Count   int
	ID      int           // 0 where that is not said
	Parent  int           // the goroutine that created it; 0 where that is not said
	State   string        // as "chan receive"; "" where that is not said
	Wait    time.Duration // how long it has been blocked; 0 where that is not said, or less than a minute
	Age     time.Duration // how long it has lived; 0 where that is not said
	Leaked  bool          // the runtime has shown that nothing can wake it
	Labels  map[string]string
	Stack   []Frame // innermost first
	Creator *Frame  // the function that launched it, and the line of the launch; nil where that is not said
}

// Symbol is a function's name without type arguments, and with the escapes of its
// import path undone: "gopkg.in/tomb%2ev2.(*Tomb).Go" is "gopkg.in/tomb.v2.(*Tomb).Go".
func Symbol(name string) string {
	path, rest := Package(name)
	if path == "" {
		return rest
	}
	return path + "." + rest
}

// Package splits a function's name into the import path of its package and the rest,
// as Symbol has them. The linker escapes the dots of a path's last element, so that
// the first one behind its last slash ends it.
func Package(name string) (path, rest string) {
	name = withoutTypeArguments(name)
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot <= 0 {
		return "", name
	}
	path, rest = name[:slash+dot], name[slash+dot+1:]
	if plain, err := url.PathUnescape(path); err == nil {
		path = plain
	}
	return path, rest
}

func withoutTypeArguments(name string) string {
	if !strings.Contains(name, "[") {
		return name
	}
	var b strings.Builder
	depth := 0
	for i := range len(name) {
		switch c := name[i]; {
		case c == '[':
			depth++
		case c == ']':
			depth = max(depth-1, 0)
		case depth == 0:
			b.WriteByte(c)
		}
	}
	return b.String()
}
