// This file has what functions do with what they are given: release it, keep it, wrap it, call it at
// once, never return.

package catalog

import (
	"go/types"
	"strings"
)

// An Arg says what a function does with an argument.
type Arg uint8

// What a function can do with an argument.
const (
	Unsaid  Arg = iota // the catalogue does not say
	Borrows            // uses it during the call
	Wraps              // its result refers to it
	Takes              // releases it, now or later, or keeps it where somebody will
	Holds              // stores it in its receiver
)

// takes lists arguments that the callee releases or keeps, although their type
// does not say so. Parameters count from 1.
var takes = map[string]int{
	"net/http.Post":                            3, // the client closes the body
	"(*net/http.Client).Post":                  3,
	"(*net/http.Client).Do":                    1, // and so that of the request
	"(*net/http.Transport).RoundTrip":          1,
	"(net/http.RoundTripper).RoundTrip":        1,
	"log.SetOutput":                            1,
	"runtime/pprof.StartCPUProfile":            1, // written to until the profile is stopped, see StoppedBy
	"runtime/trace.Start":                      1,
	"runtime/debug.SetCrashOutput":             1,
	"(*sync.Map).Store":                        2,
	"(*sync.Map).LoadOrStore":                  2,
	"(*sync.Map).Swap":                         2,
	"(*sync.Map).CompareAndSwap":               3,
	"(*sync.Pool).Put":                         1,
	"(*sync/atomic.Value).Store":               1,
	"(*sync/atomic.Value).Swap":                1,
	"(*sync/atomic.Pointer[T]).Store":          1,
	"(*sync/atomic.Pointer[T]).Swap":           1,
	"(*sync/atomic.Value).CompareAndSwap":      2, // where it fails, its caller has what it was given
	"(*sync/atomic.Pointer[T]).CompareAndSwap": 2,
	"runtime/cgo.NewHandle":                    1,
	"maps.Copy":                                2,
	"maps.Insert":                              2,
	"expvar.Publish":                           2,
	"flag.Var":                                 1,
	"(*flag.FlagSet).Var":                      1,
	"(*container/list.List).PushBack":          1,
	"(*container/list.List).PushFront":         1,
	"container/heap.Push":                      2,
	"runtime.SetFinalizer":                     1,
	"runtime.AddCleanup":                       1,
	"log/slog.SetDefault":                      1,
	"(*net/smtp.Client).Quit":                  0,
	"net/http.Serve":                           1,
	"net/http.ServeTLS":                        1,
	"net/http/fcgi.Serve":                      1,
	"net/rpc.ServeConn":                        1,
	"net/rpc.ServeCodec":                       1,
	"net/rpc/jsonrpc.ServeConn":                1,
	"(*net/rpc.Server).ServeConn":              1,
	"(*net/rpc.Server).ServeCodec":             1,
	"(*net/http.Server).Serve":                 1,
	"(*net/http.Server).ServeTLS":              1,
}

// stoppedBy lists for functions that keep an argument the one after which they have
// it no more, without having released it.
var stoppedBy = map[string]string{
	"runtime/pprof.StartCPUProfile": "runtime/pprof.StopCPUProfile",
	"runtime/trace.Start":           "runtime/trace.Stop",
}

// StoppedBy is the function that makes this one let go of the argument that it takes,
// which it has not released then; "" for none.
func (c *Callee) StoppedBy() string { return stoppedBy[c.name] }

// borrows lists arguments whose type has the release, and which the callee does
// not release all the same.
var borrows = map[string]int{
	"net.FileConn":                   1, // copies the descriptor
	"net.FileListener":               1,
	"net.FilePacketConn":             1,
	"net/http/httputil.DumpResponse": 1,
	"(*net/http.Response).Write":     0,
	"(*os.Process).Signal":           0,
	"os.SameFile":                    1,
	"io/fs.ReadAll":                  1,
	"golang.org/x/term.IsTerminal":   1,
	"golang.org/x/sys/unix.Flock":    1,
	"context.AfterFunc":              1,
	"net/http.ServeContent":          5,
}

// wraps lists functions of the standard library, other than those called New
// something, whose result refers to their arguments.
var wraps = map[string]bool{
	"io.TeeReader": true, "io.LimitReader": true, "io.MultiReader": true, "io.MultiWriter": true,
	"io.NopCloser": true, "crypto/tls.Client": true, "crypto/tls.Server": true,
	"net/http.MaxBytesReader": true, "encoding/hex.Dumper": true, "bufio.ScanLines": true,
	"net/http.AllowQuerySemicolons": true, "context.WithValue": true, "reflect.ValueOf": true, "io/fs.Sub": true,
	"net/mail.ReadMessage": true, "net/http.ReadRequest": true, "net/http.ReadResponse": true,
	"net/http.FS": true, "net/http.FileServer": true, "net/http.FileServerFS": true,
	"net/http.StripPrefix": true, "net/http.TimeoutHandler": true, "net/http.MaxBytesHandler": true,
	"text/template.Must": true, "html/template.Must": true, "cmp.Or": true, "sort.Reverse": true,
	"sync.OnceFunc": true, "sync.OnceValue": true, "sync.OnceValues": true, "iter.Pull": true, "iter.Pull2": true,
	"database/sql.OpenDB": true, "log/slog.With": true, "reflect.Append": true, "reflect.Indirect": true,
	"(*log/slog.Logger).With": true, "log/slog.Any": true, "log/slog.AnyValue": true, "log/slog.Group": true,
	"(*net/http.Request).WithContext": true, "(*net/http.Request).Clone": true,
	"(*text/template.Template).Funcs": true, "(*html/template.Template).Funcs": true,
	"(*text/tabwriter.Writer).Init": true, "(*text/scanner.Scanner).Init": true,
	"(*crypto/tls.Config).Clone": true, "net/http/httptrace.WithClientTrace": true,
}

// coders are the import paths of modules that encode to what NewEncoder is given and
// decode what NewDecoder is, which stays their caller's. How they write is out of sight, a
// function in a field, so that nothing else would show it.
var coders = map[string]bool{
	"gopkg.in/yaml.v2": true, "gopkg.in/yaml.v3": true, "go.yaml.in/yaml/v2": true, "go.yaml.in/yaml/v3": true,
	"github.com/goccy/go-yaml": true, "github.com/BurntSushi/toml": true, "github.com/pelletier/go-toml": true,
	"github.com/pelletier/go-toml/v2": true,
}

// coder says what a function of such a module does with an argument.
func coder(fn *types.Func, i int) Arg {
	recv := fn.Signature().Recv()
	switch name := fn.Name(); {
	case recv == nil && i == 1 && (name == "NewEncoder" || name == "NewDecoder"):
		return Wraps
	case recv != nil && i == 0 && (name == "Encode" || name == "Decode" || name == "Close"):
		return Borrows
	}
	return Unsaid
}

// holds lists methods that store an argument in their receiver.
var holds = map[string]int{
	"(*log.Logger).SetOutput": 1, "(*flag.FlagSet).SetOutput": 1, "(*bufio.Writer).Reset": 1, "(*bufio.Reader).Reset": 1,
	"(*compress/gzip.Writer).Reset": 1, "(*compress/gzip.Reader).Reset": 1, "(*compress/zlib.Writer).Reset": 1,
	"(*compress/flate.Writer).Reset": 1, "(compress/flate.Resetter).Reset": 1, "(compress/zlib.Resetter).Reset": 1,
	"(*text/tabwriter.Writer).Init": 1, "(*text/scanner.Scanner).Init": 1,
	"(reflect.Value).Set": 1, "(reflect.Value).SetMapIndex": 2, "(reflect.Value).Send": 1, "(reflect.Value).TrySend": 1,
}

// views lists methods whose result refers to their receiver, and needs it to stay
// open.
var views = map[string]bool{
	"(context.Context).Value": true, "(*os.Root).FS": true, "(*os.File).SyscallConn": true, "(*crypto/tls.Conn).NetConn": true,
	"(*net.TCPConn).SyscallConn": true, "(*net.UDPConn).SyscallConn": true, "(*net.UnixConn).SyscallConn": true,
	"(*net.TCPListener).SyscallConn": true, "(*net.UnixListener).SyscallConn": true,
	"(reflect.Value).Elem": true, "(reflect.Value).Addr": true, "(reflect.Value).Field": true, "(reflect.Value).FieldByName": true,
	"(reflect.Value).Index": true, "(reflect.Value).Convert": true, "(reflect.Value).Interface": true,
}

// chaining lists functions whose result carries the errors that they are given.
var chaining = map[string]bool{"fmt.Errorf": true, "errors.Join": true}

// Chains reports whether a function makes an error that carries those that it is given.
func (c *Callee) Chains() bool { return chaining[c.name] }

// describing are the names of methods whose result describes the receiver and can outlive it.
var describing = map[string]bool{
	"Stat": true, "Lstat": true, "ReadDir": true, "Readdir": true, "Addr": true, "LocalAddr": true, "RemoteAddr": true,
	"Columns": true, "ColumnTypes": true, "ConnectionState": true, "Name": true, "Context": true, "Err": true, "String": true,
	"Statistics": true, "Stats": true, "Next": true, "Token": true,
}

// Describes reports whether the result of a method, by its name, does not need the receiver to
// stay open.
func Describes(name string) bool { return describing[name] }

// owning lists wrappers of the standard library whose own release releases what
// they wrap.
var owning = map[string]bool{
	"crypto/tls.Client": true, "crypto/tls.Server": true, "crypto/tls.NewListener": true,
	"net/http.MaxBytesReader": true, "net/rpc.NewClient": true, "net/rpc/jsonrpc.NewClient": true,
	"net/textproto.NewConn": true, "bufio.NewReadWriter": true, "net/smtp.NewClient": true,
	"net/http.NewRequest": true, "net/http.NewRequestWithContext": true,
	"context.WithValue": true, "(context.Context).Value": true, // what is taken out is what was put there
}

// fatal lists functions that release what they are given where they fail.
var fatal = map[string]bool{"net/smtp.NewClient": true}

// makes lists functions that return a struct which nothing else refers to: what is
// stored in a field of it has found no owner yet.
var makes = map[string]bool{
	"os/exec.Command": true, "os/exec.CommandContext": true,
}

// synchronous are the packages whose functions call what they are given before
// they return, and only then.
var synchronous = map[string]bool{
	"sort": true, "slices": true, "maps": true, "strings": true, "bytes": true, "path/filepath": true, "io/fs": true,
}

// calling are other functions that do the same.
var calling = map[string]bool{
	"(*sync.Map).Range": true, "(*sync.Once).Do": true, "runtime/pprof.Do": true, "runtime/trace.WithRegion": true,
	"go/ast.Inspect": true, "go/ast.Walk": true, "(*go/token.FileSet).Iterate": true, "(log/slog.Record).Attrs": true,
	"flag.Visit": true, "flag.VisitAll": true, "(*flag.FlagSet).Visit": true, "(*flag.FlagSet).VisitAll": true,
	"expvar.Do": true, "(*expvar.Map).Do": true, "(*container/ring.Ring).Do": true, "testing.AllocsPerRun": true,
	"(*database/sql.Conn).Raw": true, "crypto/subtle.WithDataIndependentTiming": true, "testing.Benchmark": true,
}

// A Callee is what the catalogue knows of a function. Finding it costs a look-up
// by name, so whoever asks often should keep it.
type Callee struct {
	Std      bool // of the standard library
	NoReturn bool // never returns to its caller
	// Owns: a result that wraps an argument releases it with its own release. Of
	// the standard library few do.
	Owns bool
	// Calls: the same, also of functions that need not call them at all, or once only.
	Calls bool
	// Fatal: where it fails it has released what it was given.
	Fatal bool
	// Makes: the result is a struct that nothing else refers to.
	Makes bool
	// Synchronous: the functions that it is given are called before it returns,
	// and only then.
	Synchronous bool

	fn   *types.Func
	name string
}

// CalleeOf returns what is known of a function; of a nil one nothing is.
func CalleeOf(fn *types.Func) *Callee {
	if fn == nil || fn.Pkg() == nil {
		return new(Callee)
	}
	name, path := fn.FullName(), fn.Pkg().Path()
	return &Callee{
		Std:         StdPath(path),
		NoReturn:    noReturn[name],
		Owns:        owning[name] || path == "slices" || path == "maps", // the elements are the same
		Makes:       makes[name],
		Fatal:       fatal[name],
		Synchronous: synchronous[path],
		Calls:       synchronous[path] || calling[name],
		fn:          fn,
		name:        name,
	}
}

// Argument says what the function does with argument i, the receiver being 0. It
// is silent about what a type says: who gets a Closer may close it.
func (c *Callee) Argument(i int) Arg {
	if c.fn == nil {
		return Unsaid
	}
	fn, name := c.fn, c.name
	if j, ok := takes[name]; ok && i == j {
		return Takes
	}
	if j, ok := borrows[name]; ok && i == j {
		return Borrows
	}
	if i == 0 && views[name] {
		return Wraps
	}
	if j, ok := holds[name]; ok && i == j {
		return Holds
	}
	path := fn.Pkg().Path()
	if coders[path] {
		return coder(fn, i)
	}
	if i > 0 && (wraps[name] || c.Std && strings.HasPrefix(fn.Name(), "New")) {
		return Wraps
	}
	if i > 0 && (path == "slices" || path == "maps") {
		return Wraps
	}
	return Unsaid
}

// noReturn are functions that never return to their caller.
var noReturn = map[string]bool{
	"os.Exit": true, "syscall.Exit": true, "runtime.Goexit": true,
	"log.Fatal": true, "log.Fatalf": true, "log.Fatalln": true,
	"log.Panic": true, "log.Panicf": true, "log.Panicln": true,
	"(*log.Logger).Fatal": true, "(*log.Logger).Fatalf": true, "(*log.Logger).Fatalln": true,
	"(*log.Logger).Panic": true, "(*log.Logger).Panicf": true, "(*log.Logger).Panicln": true,
	"(*testing.common).Fatal": true, "(*testing.common).Fatalf": true, "(*testing.common).FailNow": true,
	"(*testing.common).Skip": true, "(*testing.common).Skipf": true, "(*testing.common).SkipNow": true,
	"(testing.TB).Fatal": true, "(testing.TB).Fatalf": true, "(testing.TB).FailNow": true,
	"(testing.TB).Skip": true, "(testing.TB).Skipf": true, "(testing.TB).SkipNow": true,
}

// NoReturn reports whether fn is known to never return.
func NoReturn(fn *types.Func) bool {
	return fn.Pkg() != nil && noReturn[fn.FullName()]
}
