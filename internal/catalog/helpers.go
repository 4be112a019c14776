// This file has the approved ways to launch that need no config, and looks them up.

package catalog

import (
	"go/types"
	"slices"
	"strings"
)

// A Helper is an approved way to launch. Functions are named as in the config:
// "pkg.Func", "(*pkg.T).Method", "(pkg.T).Method", without type arguments.
type Helper struct {
	Launch string // the function that launches; of the handle form the one that starts the handle

	// Waits are what waits for, or ends, the launched: methods of the launching
	// method's receiver or, of a package function, functions of its package.
	// Without any the helper's result or the library itself is the owner.
	Waits []string

	Fn      int    // index of the function parameter, or one of the constants below
	Serves  bool   // Waits do not wait but run what was launched, so that without them nothing is left behind
	Refuses bool   // a result says that the function may not run
	Done    string // handle form: the method of the handle that ends it

	Denied   bool                   // the config forbids it
	Approved func(file string) bool // where the config approves of it; nil: everywhere
}

// What stands for the index of a function parameter.
const (
	NoFn   = -1 // there is none
	OnlyFn = -2 // the only parameter that is a function
)

// IsApproved reports whether the helper may be used in a file, given by its
// absolute name.
func (h *Helper) IsApproved(file string) bool {
	return !h.Denied && (h.Approved == nil || h.Approved(file))
}

// builtin is every helper that needs no config. A pool whose worker count is
// bounded runs the function on a goroutine that it owns; that is a launch too.
//
// Not here, on purpose: conc's iter package, which returns when all is done, and
// ants' PoolWithFunc.Invoke, which hands over an argument and no function.
var builtin = []Helper{
	{Launch: "(*sync.WaitGroup).Go", Waits: []string{"Wait"}},

	{Launch: "(*golang.org/x/sync/errgroup.Group).Go", Waits: []string{"Wait"}},
	{Launch: "(*golang.org/x/sync/errgroup.Group).TryGo", Waits: []string{"Wait"}, Refuses: true},

	{Launch: "github.com/tetherlint/tether/tracked.Go", Waits: trackedWaits, Fn: 2},
	{Launch: "github.com/tetherlint/tether/tracked.Start", Waits: trackedWaits, Fn: NoFn, Done: "Done"},
	{Launch: "(*github.com/tetherlint/tether/tracked.Group).Go", Waits: trackedWaits, Fn: 2},
	{Launch: "(*github.com/tetherlint/tether/tracked.Group).GoWith", Waits: trackedWaits, Fn: 3},
	{Launch: "(*github.com/tetherlint/tether/tracked.Group).TryGo", Waits: trackedWaits, Fn: 2, Refuses: true},
	{Launch: "(*github.com/tetherlint/tether/tracked.Group).Start", Waits: trackedWaits, Fn: NoFn, Done: "Done"},
	{Launch: "(*github.com/tetherlint/tether/tracked.Group).StartWith", Waits: trackedWaits, Fn: NoFn, Done: "Done"},

	{Launch: "(*github.com/sourcegraph/conc.WaitGroup).Go", Waits: []string{"Wait", "WaitAndRecover"}},
	{Launch: "(*github.com/sourcegraph/conc/pool.Pool).Go", Waits: []string{"Wait"}},
	{Launch: "(*github.com/sourcegraph/conc/pool.ErrorPool).Go", Waits: []string{"Wait"}},
	{Launch: "(*github.com/sourcegraph/conc/pool.ContextPool).Go", Waits: []string{"Wait"}},
	{Launch: "(*github.com/sourcegraph/conc/pool.ResultPool).Go", Waits: []string{"Wait"}},
	{Launch: "(*github.com/sourcegraph/conc/pool.ResultErrorPool).Go", Waits: []string{"Wait"}},
	{Launch: "(*github.com/sourcegraph/conc/pool.ResultContextPool).Go", Waits: []string{"Wait"}},
	{Launch: "(*github.com/sourcegraph/conc/stream.Stream).Go", Waits: []string{"Wait"}},

	{Launch: "(*gopkg.in/tomb.v2.Tomb).Go", Waits: []string{"Wait", "Dead"}},

	// The functions run when Run does, which returns when all have.
	{Launch: "(*github.com/oklog/run.Group).Add", Waits: []string{"Run"}, Serves: true},

	// The services run while the supervisor serves.
	{Launch: "(*github.com/thejerf/suture/v4.Supervisor).Add", Waits: []string{"Serve", "ServeBackground"}, Fn: NoFn, Serves: true},

	{Launch: "github.com/panjf2000/ants/v2.Submit", Refuses: true},
	{Launch: "(*github.com/panjf2000/ants/v2.Pool).Submit", Waits: antsWaits, Refuses: true},
	{Launch: "(*github.com/panjf2000/ants/v2.MultiPool).Submit", Waits: antsWaits, Refuses: true},

	{Launch: "(github.com/alitto/pond/v2.Pool).Go", Waits: pondWaits, Refuses: true},
	{Launch: "(github.com/alitto/pond/v2.Pool).Submit", Waits: pondWaits},
	{Launch: "(github.com/alitto/pond/v2.Pool).SubmitErr", Waits: pondWaits},
	{Launch: "(github.com/alitto/pond/v2.Pool).TrySubmit", Waits: pondWaits, Refuses: true},
	{Launch: "(github.com/alitto/pond/v2.Pool).TrySubmitErr", Waits: pondWaits, Refuses: true},
	{Launch: "(github.com/alitto/pond/v2.ResultPool).Submit", Waits: pondWaits},
	{Launch: "(github.com/alitto/pond/v2.ResultPool).SubmitErr", Waits: pondWaits},
	{Launch: "(github.com/alitto/pond/v2.ResultPool).TrySubmit", Waits: pondWaits, Refuses: true},
	{Launch: "(github.com/alitto/pond/v2.ResultPool).TrySubmitErr", Waits: pondWaits, Refuses: true},
	{Launch: "(github.com/alitto/pond/v2.TaskGroup).Submit", Waits: groupWaits},
	{Launch: "(github.com/alitto/pond/v2.TaskGroup).SubmitErr", Waits: groupWaits},
	{Launch: "(github.com/alitto/pond/v2.ResultTaskGroup).Submit", Waits: groupWaits},
	{Launch: "(github.com/alitto/pond/v2.ResultTaskGroup).SubmitErr", Waits: groupWaits},
	{Launch: "github.com/alitto/pond/v2.Submit"},
	{Launch: "github.com/alitto/pond/v2.SubmitErr"},
}

var (
	trackedWaits = []string{"Wait", "WaitContext", "Shutdown"}
	antsWaits    = []string{"Release", "ReleaseTimeout", "ReleaseContext"}
	pondWaits    = []string{"StopAndWait", "Stop"}
	groupWaits   = []string{"Wait", "Done", "Stop"}
)

// Helpers is a set of helpers to look functions up in.
type Helpers struct {
	byName    map[string]*Helper
	short     map[string]bool // the last part of each name: most functions are refused by it
	byDone    map[string][]*Helper
	waits     map[string]bool      // the methods that wait
	groups    map[string][]*Helper // by the name of the type that is launched into, its package left out
	launchers map[string]int       // by name the result that is the handle
}

// NewHelpers is the set of the given helpers; of two for the same function the
// later one counts.
func NewHelpers(list []Helper) *Helpers {
	h := &Helpers{
		byName: make(map[string]*Helper, len(list)), short: make(map[string]bool),
		byDone: make(map[string][]*Helper), launchers: make(map[string]int),
		groups: make(map[string][]*Helper),
	}
	for i := range list {
		h.byName[list[i].Launch] = &list[i]
		h.short[lastPart(list[i].Launch)] = true
		if t := receiver(list[i].Launch); t != "" && len(list[i].Waits) > 0 && !list[i].Serves {
			h.groups[lastPart(t)] = append(h.groups[lastPart(t)], &list[i])
		}
	}
	for i := range list {
		if done := list[i].Done; done != "" && h.byName[list[i].Launch] == &list[i] {
			h.byDone[done] = append(h.byDone[done], &list[i])
		}
	}
	return h
}

// Lookup returns the helper that fn is, or nil. Whether it is approved depends on
// the file.
func (h *Helpers) Lookup(fn *types.Func) *Helper {
	if h == nil || fn == nil || !h.short[fn.Name()] {
		return nil
	}
	return h.byName[FuncName(fn)]
}

// GroupWaits returns the methods that wait for what was launched into a value of
// the type; none where no helper launches into such.
func (h *Helpers) GroupWaits(t *types.TypeName) []string {
	if h == nil || t == nil || t.Pkg() == nil {
		return nil
	}
	for _, helper := range slices.Backward(h.groups[t.Name()]) {
		if receiver(helper.Launch) == t.Pkg().Path()+"."+t.Name() {
			return helper.Waits
		}
	}
	return nil
}

// WaitsFor reports whether a method of the type waits for what some helper launched
// into a value of it.
func (h *Helpers) WaitsFor(t *types.TypeName, method string) bool {
	if h == nil || t == nil || t.Pkg() == nil {
		return false
	}
	return slices.ContainsFunc(h.groups[t.Name()], func(helper *Helper) bool {
		return slices.Contains(helper.Waits, method) && receiver(helper.Launch) == t.Pkg().Path()+"."+t.Name()
	})
}

// receiver is the type that a method is of, without what points to it; "" for a
// function.
func receiver(name string) string {
	if !strings.HasPrefix(name, "(") {
		return ""
	}
	t, _, _ := strings.Cut(name[1:], ")")
	return strings.TrimPrefix(t, "*")
}

// EndedBy returns the helpers of the handle form whose handle has a method of
// that name to end it.
func (h *Helpers) EndedBy(method string) []*Helper { return h.byDone[method] }

// LauncherHandle reports whether fn is a launcher that the config names, and which
// of its results is the handle.
func (h *Helpers) LauncherHandle(fn *types.Func) (result int, ok bool) {
	if fn == nil || !h.short[fn.Name()] || len(h.launchers) == 0 {
		return 0, false
	}
	result, ok = h.launchers[FuncName(fn)]
	return result, ok
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// FuncName is the name of a function as the config and the tables of this
// package have it: "pkg.Func", "(*pkg.T).Method", without type arguments.
func FuncName(fn *types.Func) string {
	name := unvendored(fn.Origin().FullName())
	open := strings.IndexByte(name, '[')
	if open < 0 {
		return name
	}
	// Only a receiver can have brackets; its type parameters have none of their own.
	end := strings.IndexByte(name, ']')
	if end < open {
		return name
	}
	return name[:open] + name[end+1:]
}

// unvendored is the full name of a function by the path under which its package is
// imported. Without modules the path of a vendored package has that of the folder, too.
func unvendored(name string) string {
	const folder = "/vendor/"
	i := strings.LastIndex(name, folder)
	if i < 0 {
		return name
	}
	path := strings.TrimLeft(name, "(*")
	return name[:len(name)-len(path)] + name[i+len(folder):]
}
