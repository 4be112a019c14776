// This file has what holds of all functions of a package of the standard library.

package catalog

import (
	"go/types"
	"strings"
)

// A trait is what holds of what a package of the standard library has.
type trait uint16

const (
	ends     trait = 1 << iota // its functions end without waiting for anybody
	computes                   // they do nothing but to compute
	talks                      // they make texts and messages of what they are given, or ask no more than what there is
	releases                   // what it opens is released without running anybody else's code, or waiting for it
	direct                     // functions that they are given they call before they return, and do not keep
	aside                      // what they do is beside the work: they count, wait, log, compute or complain
	says                       // its functions say something
	looks                      // they only look at what they are given
	same                       // functions yield the same for the same arguments, and do nothing else
)

// traits are those of the packages of which something holds. What such a function is given
// may have methods that do otherwise: who asks must look at the arguments, too.
var traits = map[string]trait{
	"archive/zip":     releases,
	"bytes":           ends | computes | direct | aside,
	"cmp":             ends,
	"compress/gzip":   releases,
	"compress/zlib":   releases,
	"context":         releases | aside,
	"database/sql":    releases,
	"encoding/base64": computes,
	"encoding/hex":    computes,
	"errors":          ends | computes | talks | aside | says,
	"fmt":             talks | direct | aside | says | looks,
	"hash":            computes,
	"io":              releases | direct,
	"log":             talks | aside | says | looks,
	"log/slog":        talks | aside | says,
	"maps":            ends | direct | aside,
	"math":            ends | computes | aside,
	"math/bits":       ends | computes,
	"math/rand":       aside,
	"net":             releases,
	"net/http":        releases,
	"net/textproto":   releases,
	"os":              releases | aside,
	"os/signal":       aside,
	"path":            ends | computes | talks | aside | same,
	"path/filepath":   talks | aside,
	"reflect":         aside | looks,
	"runtime":         aside,
	"runtime/debug":   aside,
	"slices":          ends | direct | aside,
	"sort":            ends | direct | aside,
	"strconv":         ends | computes | talks | aside,
	"strings":         ends | computes | talks | direct | aside | same,
	"sync":            aside,
	"sync/atomic":     ends | aside,
	"testing":         direct | aside,
	"time":            releases | aside,
	"unicode":         ends | computes | aside | same,
	"unicode/utf8":    ends | computes | same,
}

// ending are functions that end without waiting for anybody, in packages of which not all do.
var ending = map[string]bool{
	"time.Now": true, "time.Since": true, "time.Until": true, "time.NewTicker": true, "time.NewTimer": true, "time.After": true,
	"(*time.Ticker).Stop": true, "(*time.Timer).Stop": true, "(*time.Ticker).Reset": true, "(*time.Timer).Reset": true,
	"(time.Time).Sub": true, "(time.Time).Add": true, "(time.Time).Before": true, "(time.Time).After": true, "(time.Duration).Seconds": true,

	"runtime.KeepAlive": true, "runtime.UnlockOSThread": true,
	"(*sync.WaitGroup).Add": true, "(*sync.WaitGroup).Done": true,
	"(*sync.Mutex).Unlock": true, "(*sync.RWMutex).Unlock": true, "(*sync.RWMutex).RUnlock": true,
}

// directly are functions that use what they are given at once, in packages of which not all do.
var directly = map[string]bool{
	"(*sync.Once).Do": true, "path/filepath.Walk": true, "path/filepath.WalkDir": true, "io/fs.WalkDir": true, "net/http.Get": true,
}

// repeating are functions of path/filepath that yield the same for the same arguments.
var repeating = map[string]bool{"Base": true, "Clean": true, "Dir": true, "Ext": true, "IsAbs": true}

// askingError are functions that ask what an error is, and the result, counted from 0, that says
// so: where it is true, there is one.
var askingError = map[string]int{
	"errors.Is": 0, "errors.As": 0, "errors.AsType": 1,
	"os.IsExist": 0, "os.IsNotExist": 0, "os.IsPermission": 0, "os.IsTimeout": 0,
}

// notifying are functions that send on a channel that they are given, or no longer do.
var notifying = map[string]bool{"os/signal.Notify": true, "os/signal.Stop": true, "os/signal.Reset": true}

// parting are functions that take back what the process has asked for, as one does on the way out:
// nobody waits for that.
var parting = map[string]bool{
	"os.Remove": true, "os.RemoveAll": true, "os.Unsetenv": true,
	"os/signal.Stop": true, "os/signal.Reset": true,
	"runtime/debug.FreeOSMemory": true, "runtime/pprof.StopCPUProfile": true, "runtime/trace.Stop": true,
}

// lasting are functions that take until something else is done.
var lasting = map[string]bool{
	"time.Sleep": true, "(*os/exec.Cmd).Run": true, "(*os/exec.Cmd).Output": true, "(*os/exec.Cmd).CombinedOutput": true,
}

// Functions whose answer depends on who has called them.
var (
	askingCaller  = map[string]bool{"runtime.Caller": true, "runtime.Callers": true}
	printingStack = map[string]bool{"runtime.Stack": true, "runtime/debug.Stack": true, "runtime/debug.PrintStack": true}
)

func has(fn *types.Func, t trait) bool {
	return fn != nil && fn.Pkg() != nil && traits[fn.Pkg().Path()]&t != 0
}

// formats reports whether a function only makes a text, of fmt.
func formats(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "fmt" && (strings.HasPrefix(fn.Name(), "Sprint") || fn.Name() == "Errorf")
}

// Ends reports whether a function of the standard library ends without waiting for anybody,
// unless it is given something with methods that wait.
func Ends(fn *types.Func) bool {
	return has(fn, ends) || formats(fn) || fn != nil && ending[fn.FullName()]
}

// Computes reports whether a function of the standard library does nothing but to compute,
// unless it is given something with methods that do more.
func Computes(fn *types.Func) bool {
	return has(fn, computes) || formats(fn) || fn != nil && fn.Pkg() != nil && strings.HasPrefix(fn.Pkg().Path(), "crypto/")
}

// Talks reports whether a function of the standard library makes texts and messages of what
// it is given, or asks no more than what there is.
func Talks(fn *types.Func) bool { return has(fn, talks) }

// ReleasesQuietly reports whether what a function of the standard library opens is released
// without running anybody else's code, or waiting for it.
func ReleasesQuietly(fn *types.Func) bool { return has(fn, releases) }

// ChangesNames reports whether a function removes, moves or links files.
func ChangesNames(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "os" || fn.Signature().Recv() != nil {
		return false
	}
	switch fn.Name() { // it is asked about many calls, so no name is put together
	case "Remove", "RemoveAll", "Rename", "Link":
		return true
	}
	return false
}

// Directly reports whether a function uses what it is given at once, and keeps nothing.
func Directly(fn *types.Func) bool { return directly[fn.FullName()] }

// CallsDirectly reports whether a function of the standard library calls the functions that it
// is given before it returns, as those of its package do.
func CallsDirectly(fn *types.Func) bool { return has(fn, direct) }

// Aside reports whether what a function of the standard library does is beside the work of
// those who call it.
func Aside(fn *types.Func) bool { return has(fn, aside) }

// Says reports whether a function of the standard library says something. The scanning
// functions of fmt wait for input.
func Says(fn *types.Func) bool {
	return has(fn, says) && !(fn.Pkg().Path() == "fmt" && strings.Contains(fn.Name(), "can"))
}

// Looks reports whether a function of the standard library does nothing to what it is given
// but to look at it. What is stored by sync/atomic somebody may load, and end.
func Looks(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync/atomic" {
		return has(fn, looks)
	}
	return !strings.HasPrefix(fn.Name(), "Store") && !strings.HasPrefix(fn.Name(), "Swap") && !strings.HasPrefix(fn.Name(), "CompareAndSwap")
}

// Repeats reports whether a function of the standard library yields the same for the same
// arguments, and does nothing else. What makes something, as strings.NewReader, is not compared.
func Repeats(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || fn.Signature().Recv() != nil {
		return false
	}
	return has(fn, same) || fn.Pkg().Path() == "path/filepath" && repeating[fn.Name()]
}

// AsksOfError returns which result of a function, counted from 0, says what its first argument,
// an error, is: where that is true, there is one.
func AsksOfError(fn *types.Func) (result int, ok bool) {
	result, ok = askingError[fn.FullName()]
	return result, ok
}

// Notifies reports whether a function sends on a channel that it is given, which it does not
// close, or no longer does.
func Notifies(fn *types.Func) bool { return fn != nil && notifying[fn.FullName()] }

// Parts reports whether a function takes back what the process has asked for.
func Parts(fn *types.Func) bool { return fn != nil && parting[fn.FullName()] }

// Lasts reports whether a function takes until something else is done: Wait and Serve of
// anybody, a sleep, a command that is run. By its name; a Wait that does not wait is rare.
func Lasts(fn *types.Func) bool {
	switch fn.Name() {
	case "Wait", "Serve", "ServeTLS", "ListenAndServe", "ListenAndServeTLS":
		return true
	}
	return lasting[fn.FullName()]
}

// AsksCaller reports whether the answer of a function is who has called it.
func AsksCaller(fn *types.Func) bool { return askingCaller[fn.FullName()] }

// PrintsStack reports whether a function gives or prints the calls that lead to it.
func PrintsStack(fn *types.Func) bool { return printingStack[fn.FullName()] }
