// Package rows is the catalogue of resources as data: which functions acquire
// what, how it is released, and what looks like a resource but is none. It knows
// nothing of types and of the config; package catalog looks functions up in it.
//
// The standard library is in std.go, modules are in a file for each domain. A new
// resource is a new row in one of these, and nothing else; the test module in
// e2e/catalog holds each row against the real package.
package rows

import (
	"slices"
	"strings"
)

// A Resource is one way to acquire something that must be released. Functions are
// named as in the config: "pkg.Func", "(*pkg.T).Method", "(pkg.T).Method", without
// type arguments.
type Resource struct {
	Open    string   // the function that acquires
	Results []int    // the results that are the resource; nil means the first
	Carry   []int    // the results that lead to it, as a context leads to its span
	Field   string   // the resource is this field of the result
	Release []string // any of which releases: methods, functions that take it, or "()" where it is itself called
	Ends    []string // methods whose false result says that it has ended by itself
	EndedBy string   // a receive from this field, or from what this method returns, says so too
	Cancels bool     // it ends the context that is the first result, and is of no use when that has ended
	Fatal   []string // methods whose error says that it has ended
	Maker   []string // methods of the receiver of Open that end it too
	Drained int      // 1 + the result that is a function whose false result says that it has ended
	Flush   bool     // only buffers: data is lost unless it is released
	Signals bool     // the release is a message, as the end of a pipe is to its reader
	Process bool     // often made for the life of the process: no acquisition in main.main
	Until   string   // needs a release only where the module's Go version is below this
	Once    bool     // must not be released twice
	NilSafe bool     // may be released before the error is looked at
	Reads   bool     // is only read: nobody else notices how long it is open
	Writes  bool     // is there to be written to
	Flags   int      // 1 + the argument that says so, as that of os.OpenFile
	Empty   bool     // there is nothing in it, as in the body of the answer to a HEAD request
	Timed   bool     // it ends a context that ends at its time, too
}

// Single reports whether each call must give a resource of its own, by what it is: it is read
// to its end, written, or given back by who has asked for it. What is only closed, as a file or a
// connection, may be one that was there before.
func (r *Resource) Single() bool {
	return len(r.Ends) > 0 || r.Field != "" || r.Flush || !slices.Contains(r.Release, "Close")
}

// Called is the release of a resource that is a function.
const Called = "()"

// Releases that many rows share. A deferred release is written with the first one,
// unless there is a Rollback.
var (
	closes   = []string{"Close"}
	flushes  = []string{"Flush"}
	called   = []string{Called}
	endsTx   = []string{"Commit", "Rollback"}
	ends     = []string{"End"}
	stops    = []string{"Stop"}
	releases = []string{"Release"}
	shutdown = []string{"Shutdown"}
)

// All is the whole catalogue, without what only counts where the config names it.
// It is made anew by each call, since go vet starts the tool once for each
// package, and most do not need it.
func All() []Resource {
	return group(
		standard(),
		database(),
		embedded(),
		messaging(),
		network(),
		cloud(),
		compressors(),
		containers(),
	)
}

// OptIn are resources that count only where the config names them: to leave them
// to the end of the process, or to another function, is common and harmless.
func OptIn() []Resource {
	return group(
		openers([]string{"os.RemoveAll", "os.Remove"}, "os.MkdirTemp"),
		openers([]string{"os/signal.Stop", "os/signal.Reset"}, "os/signal.Notify"),
		openers([]string{"runtime/pprof.StopCPUProfile"}, "runtime/pprof.StartCPUProfile"),
		openers([]string{"runtime/trace.Stop"}, "runtime/trace.Start"),
		openers(closes, "log/syslog.New", "log/syslog.Dial"),
		// A stream ends with its context, or when it is read to its end; of that
		// only the reading can be seen.
		in("google.golang.org/grpc", openers([]string{"CloseSend", "RecvMsg"},
			"(*ClientConn).NewStream", "(ClientConnInterface).NewStream")),
	)
}

// Known reports whether the catalogue knows how to release what a function acquires,
// so that the config need not say it.
func Known(open string) bool {
	for _, list := range [][]Resource{OptIn(), All()} {
		for i := range list {
			if list[i].Open == open {
				return true
			}
		}
	}
	return false
}

// in completes the names of rows, which leave out the package.
func in(pkg string, lists ...[]Resource) []Resource {
	list := group(lists...)
	for i := range list {
		list[i].Open = qualified(pkg, list[i].Open)
	}
	return list
}

// qualified is the full name of a function that is named without its package.
func qualified(pkg, name string) string {
	switch {
	case strings.HasPrefix(name, "(*"):
		return "(*" + pkg + "." + name[2:]
	case strings.HasPrefix(name, "("):
		return "(" + pkg + "." + name[1:]
	}
	return pkg + "." + name
}

func openers(release []string, names ...string) []Resource {
	list := make([]Resource, len(names))
	for i, name := range names {
		list[i] = Resource{Open: name, Release: release}
	}
	return list
}

// rows are read until Next says false, after which they have ended.
func rows(names ...string) []Resource {
	return with(openers(closes, names...), func(r *Resource) { r.Ends = []string{"Next"} })
}

// bodies are the Body of what the function returns.
func bodies(names ...string) []Resource {
	return with(openers(closes, names...), func(r *Resource) { r.Field = "Body" })
}

// second rows acquire their second result.
func second(release []string, names ...string) []Resource {
	return with(openers(release, names...), func(r *Resource) { r.Results = []int{1} })
}

// buffers only hold data back that somebody else owns the destination of.
func buffers(release []string, names ...string) []Resource {
	return with(openers(release, names...), func(r *Resource) { r.Flush = true })
}

// both results are resources.
func both(r Resource) []Resource {
	r.Results = []int{0, 1}
	return one(r)
}

// endedBy: methods of the receiver end the resource too.
func endedBy(methods []string, list []Resource) []Resource {
	return with(list, func(r *Resource) { r.Maker = methods })
}

// fatal: a method that fails ends the resource.
func fatal(methods []string, list []Resource) []Resource {
	return with(list, func(r *Resource) { r.Fatal = methods })
}

// clients are often made for the life of the process.
func clients(list []Resource) []Resource {
	return with(list, func(r *Resource) { r.Process = true })
}

// nilSafe resources may be released before the error is looked at.
func nilSafe(list []Resource) []Resource {
	return with(list, func(r *Resource) { r.NilSafe = true })
}

// onlyRead: nobody else notices how long it is open, and it can be opened again meanwhile.
func onlyRead(list []Resource) []Resource {
	return with(list, func(r *Resource) { r.Reads = true })
}

// written: they are there to be written to.
func written(list []Resource) []Resource {
	return with(list, func(r *Resource) { r.Writes = true })
}

// once: a second release fails in a way that matters, a panic or worse.
func once(list []Resource) []Resource {
	return with(list, func(r *Resource) { r.Once = true })
}

func with(list []Resource, change func(*Resource)) []Resource {
	for i := range list {
		change(&list[i])
	}
	return list
}

func one(r Resource) []Resource { return []Resource{r} }

func group(lists ...[]Resource) []Resource {
	var all []Resource
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
