package live

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/profile"
	"github.com/tetherlint/tether/internal/stack"
)

const app = "example.com/app"

// goStatement is a launch at a line of a file of module app, which is in /src/app.
func goStatement(pkg, file, function string, line int, class finding.Class, e finding.Entry) finding.Launch {
	return finding.Launch{
		Span:  finding.Span{File: "/src/app/" + file, Line: line, EndLine: line, Offset: line * 100, EndOffset: line*100 + 2},
		Class: class, Package: pkg, Function: function, Callee: "func literal", Entry: e,
	}
}

func helperCall(l finding.Launch, helper string) finding.Launch {
	l.EndOffset, l.Helper, l.Class = l.Offset+10, helper, finding.Tracked
	return l
}

func literal(file string, first, last int) finding.Entry {
	return finding.Entry{File: "/src/app/" + file, First: first, Last: last}
}

func declared(symbol, file string, first int) finding.Entry {
	return finding.Entry{Func: symbol, File: "/src/app/" + file, First: first}
}

// theInventory is of two programs and a package. Both programs have a main.go.
func theInventory() *Inventory {
	inv := &Inventory{
		Launches: []finding.Launch{
			goStatement(app+"/cmd/one", "cmd/one/main.go", "main", 10, finding.Detached, literal("cmd/one/main.go", 10, 14)),
			goStatement(app+"/cmd/two", "cmd/two/main.go", "run", 10, finding.Bound, literal("cmd/two/main.go", 10, 14)),
			goStatement(app+"/srv", "srv/srv.go", "(*Server).Start", 20, finding.Detached, declared(app+"/srv.(*Server).loop", "srv/srv.go", 50)),
			goStatement(app+"/srv", "srv/srv.go", "(*Server).Again", 30, finding.Joined, declared(app+"/srv.(*Server).loop", "srv/srv.go", 50)),
			helperCall(goStatement(app+"/srv", "srv/srv.go", "(*Server).Group", 40, "", literal("srv/srv.go", 40, 44)), "(*golang.org/x/sync/errgroup.Group).Go"),
			helperCall(goStatement(app+"/srv", "srv/srv.go", "(*Server).Own", 60, "", literal("srv/srv.go", 60, 64)), "(*"+app+"/srv.Server).launch"),
			goStatement(app+"/srv", "srv/srv.go", "nested", 70, finding.Detached, literal("srv/srv.go", 70, 80)),
			goStatement(app+"/srv", "srv/srv.go", "nested", 72, finding.Bound, literal("srv/srv.go", 72, 75)),
			goStatement(app+"/srv", "srv/one_test.go", "TestOne", 5, finding.Detached, literal("srv/one_test.go", 5, 7)),
		},
		Requires: map[string]string{"golang.org/x/sync": "v0.24.0", "golang.org/x/sync/more": "v1.0.0", "github.com/Upper/case": "v2.0.0+incompatible"},
	}
	for path, files := range map[string][]string{
		app + "/cmd/one": {"/src/app/cmd/one/main.go"}, app + "/cmd/two": {"/src/app/cmd/two/main.go"},
		app + "/srv": {"/src/app/srv/srv.go", "/src/app/srv/gen.go"},
	} {
		inv.Packages = append(inv.Packages, Package{Path: path, ModuleDir: "/src/app", Files: files})
	}
	inv.Generated = func(file string) bool { return file == "/src/app/srv/gen.go" }
	return inv
}

func dumped(creator, file string, line int, frames ...stack.Frame) stack.Goroutine {
	return stack.Goroutine{Count: 1, Creator: &stack.Frame{Func: creator, File: file, Line: line}, Stack: frames}
}

func counted(frames ...stack.Frame) stack.Goroutine { return stack.Goroutine{Count: 1, Stack: frames} }

func joinOne(t *testing.T, g stack.Goroutine) *Row {
	r := Join(theInventory(), &profile.Profile{Kind: profile.Dump, Goroutines: []stack.Goroutine{g}})
	require.Len(t, r.Rows, 1)
	assert.Equal(t, Count{Live: 1}, r.Rows[0].Now)
	return r.Rows[0]
}

// TestJoin: a goroutine, and the line of its launch.
func TestJoin(t *testing.T) {
	at := func(fn, file string, line, start int) stack.Frame {
		return stack.Frame{Func: fn, File: file, Line: line, Start: start}
	}
	group := at("golang.org/x/sync/errgroup.(*Group).Go.func1", "/mod/golang.org/x/sync@v0.24.0/errgroup/errgroup.go", 93, 92)
	for name, c := range map[string]struct {
		g    stack.Goroutine
		file string
		line int
	}{
		"this machine":          {dumped(app+"/srv.(*Server).Start", "/src/app/srv/srv.go", 20, at(app+"/srv.(*Server).loop", "/src/app/srv/srv.go", 51, 0)), "srv/srv.go", 20},
		"another root":          {dumped(app+"/srv.(*Server).Start", "/build/x/srv/srv.go", 20, at(app+"/srv.(*Server).loop", "/build/x/srv/srv.go", 51, 0)), "srv/srv.go", 20},
		"Windows":               {dumped(app+"/srv.(*Server).Start", `C:\build\srv\srv.go`, 20, at(app+"/srv.(*Server).loop", `C:\build\srv\srv.go`, 51, 0)), "srv/srv.go", 20},
		"trimpath":              {dumped(app+"/srv.(*Server).Start", app+"/srv/srv.go", 20), "srv/srv.go", 20},
		"module cache":          {dumped(app+"/srv.(*Server).Start", "/go/pkg/mod/example.com/app@v1.2.3/srv/srv.go", 20, at("x", "y", 1, 0)), "srv/srv.go", 20},
		"vendored elsewhere":    {dumped(app+"/srv.(*Server).Start", "/other/vendor/example.com/app/srv/srv.go", 20, at("x", "y", 1, 0)), "srv/srv.go", 20},
		"trimpath and version":  {dumped("main.main", "example.com/app@v1.2.3/cmd/one/main.go", 10, at("main.main.func1", "z", 1, 0)), "cmd/one/main.go", 10},
		"main, another root":    {dumped("main.main", "/build/cmd/one/main.go", 10, at("main.main.func1", "z", 1, 0)), "cmd/one/main.go", 10},
		"another main":          {dumped("main.run", "/build/cmd/two/main.go", 10, at("main.run.func1", "z", 1, 0)), "cmd/two/main.go", 10},
		"a test":                {dumped(app+"/srv_test.TestOne", "/build/srv/one_test.go", 5, at("x", "z", 1, 0)), "srv/one_test.go", 5},
		"literal, protobuf":     {counted(at("main.main.func1", "/build/cmd/one/main.go", 12, 10)), "cmd/one/main.go", 10},
		"literal, by its lines": {counted(at("main.main.func1", "/build/cmd/one/main.go", 12, 0)), "cmd/one/main.go", 10},
		"literal, inlined":      {counted(at("main.caller.main.func1", "/build/cmd/one/main.go", 12, 10)), "cmd/one/main.go", 10},
		"the innermost literal": {counted(at(app+"/srv.nested.func1.1", "/build/srv/srv.go", 73, 0)), "srv/srv.go", 72},
		"the outer literal":     {counted(at(app+"/srv.nested.func1", "/build/srv/srv.go", 78, 0)), "srv/srv.go", 70},
		"a helper, dump":        {dumped("golang.org/x/sync/errgroup.(*Group).Go", group.File, 78, at(app+"/srv.(*Server).Group.func1", "/b/srv/srv.go", 42, 0), group), "srv/srv.go", 40},
		"a helper, protobuf":    {counted(at(app+"/srv.(*Server).Group.func1", "/b/srv/srv.go", 42, 40), group), "srv/srv.go", 40},
		"a helper of the program": {dumped(app+"/srv.(*Server).launch", "/b/srv/srv.go", 99, at(app+"/srv.(*Server).Own.func1", "/b/srv/srv.go", 61, 0),
			at(app+"/srv.(*Server).launch.func1", "/b/srv/srv.go", 100, 0)), "srv/srv.go", 60},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "trimpath" {
				c.g.Stack = []stack.Frame{at("x", "y", 1, 0)}
			}
			row := joinOne(t, c.g)
			if assert.Equal(t, Listed, row.Origin, "%+v", row) {
				assert.Equal(t, "/src/app/"+c.file, row.Launch.File)
				assert.Equal(t, c.line, row.Launch.Line)
				assert.Empty(t, row.Others)
			}
		})
	}
}

// TestSeveral: a function that two launches run may be of either; of the classes the
// best counts, since nobody is to be blamed for what is not known.
func TestSeveral(t *testing.T) {
	row := joinOne(t, counted(stack.Frame{Func: app + "/srv.(*Server).loop", File: "/b/srv/srv.go", Line: 51, Start: 50}))
	require.Len(t, row.Others, 1)
	assert.Equal(t, finding.Joined, row.Class)
	assert.Equal(t, []int{30, 20}, []int{row.Launch.Line, row.Others[0].Line})
}

// TestElsewhere: what is not in the inventory is listed as what it is.
func TestElsewhere(t *testing.T) {
	for name, c := range map[string]struct {
		g               stack.Goroutine
		origin          Origin
		module, version string
		untracked       bool
	}{
		"another line":            {g: dumped(app+"/srv.(*Server).Start", "/b/srv/srv.go", 21), origin: Unlisted, untracked: true},
		"another program's main":  {g: dumped("main.main", "/b/cmd/three/main.go", 10), origin: Dependency, module: "main"},
		"another function's line": {g: dumped("main.other", "/b/cmd/one/main.go", 10), origin: Unlisted, untracked: true},
		"a test's line":           {g: dumped(app+"/srv.TestTwo", "/b/srv/two_test.go", 5), origin: Unlisted},
		"a generated file's line": {g: dumped(app+"/srv.gen", "/b/srv/gen.go", 5), origin: Unlisted},
		"the function around":     {g: counted(stack.Frame{Func: app + "/srv.(*Server).Group", File: "/b/srv/srv.go", Line: 40}), origin: Unlisted},
		"a root that nobody runs": {g: counted(stack.Frame{Func: app + "/srv.unknown", File: "/b/srv/srv.go", Line: 7, Start: 6}), origin: Unlisted},
		"a module":                {g: dumped("golang.org/x/sync/semaphore.f", "/m/golang.org/x/sync@v0.9.0/semaphore/s.go", 3), origin: Dependency, module: "golang.org/x/sync", version: "v0.9.0"},
		"capital letters":         {g: dumped("github.com/Upper/case/x.f", "/go/pkg/mod/github.com/!upper/case@v2.0.0+incompatible/x/s.go", 3), origin: Dependency, module: "github.com/Upper/case", version: "v2.0.0+incompatible"},
		"vendor":                  {g: dumped("golang.org/x/sync/more/z.f", "/src/app/vendor/golang.org/x/sync/more/z/s.go", 3), origin: Dependency, module: "golang.org/x/sync/more", version: "v1.0.0"},
		"not required":            {g: dumped("github.com/a/b/c.f", "/x/c/s.go", 3), origin: Dependency, module: "github.com/a/b"},
		"the standard library":    {g: dumped("net/http.(*Server).Serve", "/go/src/net/http/server.go", 3), origin: Standard},
		"its vendored modules":    {g: dumped("vendor/golang.org/x/net/http2.f", "/go/src/vendor/golang.org/x/net/http2/s.go", 3), origin: Standard},
		"main":                    {g: counted(stack.Frame{Func: "main.main", File: "/b/cmd/one/main.go", Line: 7}), origin: Program},
		"the runtime":             {g: dumped("runtime.gcenable", "/go/src/runtime/mgc.go", 214), origin: Program},
		"nothing":                 {g: counted(), origin: Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			row := joinOne(t, c.g)
			assert.Equal(t, c.origin, row.Origin)
			assert.Equal(t, [2]string{c.module, c.version}, [2]string{row.Module, row.Version})
			assert.Equal(t, c.untracked, row.Untracked())
		})
	}
}

// TestNothingIsDropped: the rows add up, whatever there is.
func TestNothingIsDropped(t *testing.T) {
	p := &profile.Profile{Kind: profile.Dump}
	for line := range 100 {
		g := dumped(app+"/srv.nested", "/b/srv/srv.go", line, stack.Frame{Func: app + "/srv.f", File: "/b/srv/srv.go", Line: line})
		g.Count, g.Leaked, g.Wait = line+1, line%2 == 0, time.Duration(line)*time.Minute
		p.Goroutines = append(p.Goroutines, g)
	}
	r := Join(theInventory(), p)
	var sum Count
	for _, row := range r.Rows {
		sum.Live, sum.Leaked = sum.Live+row.Now.Live, sum.Leaked+row.Now.Leaked
	}
	assert.Equal(t, Count{5050, 2500}, sum)
	assert.Equal(t, r.Now, sum)
}

// A text that marks nothing as leaked may be of a program in which nobody has looked: where
// its name tells that it is, it is refused, and where it does not tell there is a doubt.
func TestGateWithoutMarks(t *testing.T) {
	gate := &Gate{Leaked: true}
	for name, want := range map[string][2]bool{
		"http://h/debug/pprof/goroutine?debug=2":     {false, true},
		"http://h/debug/pprof/goroutineleak?debug=2": {false, false},
		"dump.txt": {true, false},
	} {
		doubt, err := gate.Check(&profile.Profile{Name: name, Kind: profile.Dump})
		assert.Equal(t, want, [2]bool{doubt != "", err != nil}, name)
	}
}
