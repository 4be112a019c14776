// This file has what holds of all functions of a package of the standard library.

package catalog

import (
	"go/types"
	"strings"
)

// A trait is what holds of what a package of the standard library has.
type trait uint8

const (
	ends     trait = 1 << iota // its functions end without waiting for anybody
	computes                   // they do nothing but to compute
	talks                      // they make texts and messages of what they are given, or ask no more than what there is
	releases                   // what it opens is released without running anybody else's code, or waiting for it
	direct                     // functions that they are given they call before they return, and do not keep
	aside                      // what they do is beside the work: they count, wait, log, compute or complain
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
	"errors":          ends | computes | talks | aside,
	"fmt":             talks | direct | aside,
	"hash":            computes,
	"io":              releases | direct,
	"log":             talks | aside,
	"log/slog":        talks | aside,
	"maps":            ends | direct | aside,
	"math":            ends | computes | aside,
	"math/bits":       ends | computes,
	"math/rand":       aside,
	"net":             releases,
	"net/http":        releases,
	"net/textproto":   releases,
	"os":              releases | aside,
	"os/signal":       aside,
	"path":            ends | computes | talks | aside,
	"path/filepath":   talks | aside,
	"reflect":         aside,
	"runtime":         aside,
	"runtime/debug":   aside,
	"slices":          ends | direct | aside,
	"sort":            ends | direct | aside,
	"strconv":         ends | computes | talks | aside,
	"strings":         ends | computes | talks | direct | aside,
	"sync":            aside,
	"sync/atomic":     ends | aside,
	"testing":         direct | aside,
	"time":            releases | aside,
	"unicode":         ends | computes | aside,
	"unicode/utf8":    ends | computes,
}

// ending are functions that end without waiting for anybody, in packages of which not all do.
var ending = map[string]bool{
	"time.Now": true, "time.Since": true, "time.Until": true, "time.NewTicker": true, "time.NewTimer": true, "time.After": true,
	"(*time.Ticker).Stop": true, "(*time.Timer).Stop": true, "(*time.Ticker).Reset": true, "(*time.Timer).Reset": true,
	"(time.Time).Sub": true, "(time.Time).Add": true, "(time.Time).Before": true, "(time.Time).After": true, "(time.Duration).Seconds": true,

	"(*sync.WaitGroup).Add": true, "(*sync.WaitGroup).Done": true,
	"(*sync.Mutex).Unlock": true, "(*sync.RWMutex).Unlock": true, "(*sync.RWMutex).RUnlock": true,
}

// directly are functions that use what they are given at once, in packages of which not all do.
var directly = map[string]bool{
	"(*sync.Once).Do": true, "path/filepath.Walk": true, "path/filepath.WalkDir": true, "io/fs.WalkDir": true, "net/http.Get": true,
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

// AsksCaller reports whether the answer of a function is who has called it.
func AsksCaller(fn *types.Func) bool { return askingCaller[fn.FullName()] }

// PrintsStack reports whether a function gives or prints the calls that lead to it.
func PrintsStack(fn *types.Func) bool { return printingStack[fn.FullName()] }
