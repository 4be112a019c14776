package launch

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/finding"
)

// A world is packages that are type-checked from source, each after those that
// it imports. Errors of the type checker are let pass: analysis must not panic.
type world struct {
	t     *testing.T
	fset  *token.FileSet
	std   types.Importer
	pkgs  map[string]*types.Package
	units map[string]*Package
}

func newWorld(t *testing.T) *world {
	fset := token.NewFileSet()
	return &world{
		t: t, fset: fset, std: importer.ForCompiler(fset, "source", nil),
		pkgs: make(map[string]*types.Package), units: make(map[string]*Package),
	}
}

func (w *world) Import(path string) (*types.Package, error) {
	if p := w.pkgs[path]; p != nil {
		return p, nil
	}
	return w.std.Import(path)
}

// load adds a package; what other packages know of it goes through gob.
func (w *world) load(path, source string) *Package {
	w.t.Helper()
	f, err := parser.ParseFile(w.fset, path+".go", source, parser.SkipObjectResolution)
	require.NoError(w.t, err)
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object),
		Selections: make(map[*ast.SelectorExpr]*types.Selection), Instances: make(map[*ast.Ident]types.Instance),
	}
	conf := types.Config{Importer: w, Error: func(error) {}}
	pkg, _ := conf.Check(path, w.fset, []*ast.File{f}, info)
	w.pkgs[path] = pkg
	w.units[path] = New(behaviour.Config{Fset: w.fset, Files: []*ast.File{f}, Pkg: pkg, Info: info}, otherPackages{w, info})
	return w.units[path]
}

// otherPackages knows those of a world, and nothing of paths: no local variable is waited
// for, and only what never returns by its name does not.
type otherPackages struct {
	*world
	info *types.Info
}

func (otherPackages) Awaited(ast.Node, Signal) Waiting { return Waiting{} }

func (otherPackages) Fills(*types.Func, int) bool { return false }

func (o otherPackages) Behaviour(fn *types.Func) *behaviour.Behaviour {
	unit := o.units[fn.Pkg().Path()]
	if unit == nil {
		return nil
	}
	b := unit.Summarise(fn)
	if b == nil {
		return nil
	}
	return roundTrip(o.t, b)
}

func (o otherPackages) MayReturn(call *ast.CallExpr) bool {
	switch fn := typeutil.Callee(o.info, call).(type) {
	case *types.Builtin:
		return fn.Name() != "panic"
	case *types.Func:
		return !catalog.NoReturn(fn.Origin())
	}
	return true
}

func roundTrip(t *testing.T, b *behaviour.Behaviour) *behaviour.Behaviour {
	type fact struct{ Launch *behaviour.Behaviour }
	var buf bytes.Buffer
	require.NoError(t, gob.NewEncoder(&buf).Encode(fact{b}))
	var out fact
	require.NoError(t, gob.NewDecoder(&buf).Decode(&out))
	require.NotNil(t, out.Launch, "an empty behaviour must not become none")
	return out.Launch
}

// classes returns the class of each raw launch, in source order.
func classes(p *Package) []finding.Class {
	var list []finding.Class
	for _, l := range p.Launches() {
		p.Classify(l)
		list = append(list, l.Class)
	}
	return list
}

func TestSummarise(t *testing.T) {
	w := newWorld(t)
	p := w.load("lib", `package lib
		import ("context"; "sync")
		type T struct { C chan int; quit chan int; ctx context.Context }
		var Stop, stop chan int
		func Observes(n int, ctx context.Context) { <-ctx.Done() }
		func Ignores(ctx context.Context) {}
		func Plain(n int) { for { } }
		func (t *T) Exported() { for range t.C { } }
		func (t *T) Hidden() { for range t.quit { } }
		func (t *T) Field() { <-t.ctx.Done() }
		func Finishes(wg *sync.WaitGroup, c, d chan int) { defer wg.Done(); defer close(c); d <- 1 }
		func Calls(f func()) { f() }
		func Gate(c chan int) { <-c }
		func Later(c chan int) { <-c; Plain(1) }
		func Asks(c chan int) bool { select { case <-c: return true; default: return false } }
		func Global(c chan int) { for range Stop { } }
		func hidden(c chan int) { for range stop { } }
		type W struct { wg sync.WaitGroup; once sync.Once }
		func (w *W) Done() { if w == nil { return }; w.wg.Done() }
		func (w *W) Wait() { w.once.Do(func() { w.wg.Wait() }) }
		func (w *W) Stop() { println(); w.Wait() }
		func (w *W) Maybe(b bool) { if b { return }; w.wg.Wait() }
		func Asm(ctx context.Context)
		func Deep(ctx context.Context) { Observes(1, ctx) }
	`)
	scope := p.Pkg.Scope()
	get := func(name string) *behaviour.Behaviour {
		if typ, method, ok := strings.Cut(name, "."); ok {
			obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(scope.Lookup(typ).Type()), false, p.Pkg, method)
			return p.Summarise(obj.(*types.Func))
		}
		return p.Summarise(scope.Lookup(name).(*types.Func))
	}
	for name, want := range map[string]*behaviour.Behaviour{
		"Observes":   {Contexts: []int{1}},
		"Ignores":    {},
		"Plain":      nil,
		"T.Exported": {Ends: []behaviour.End{{Param: 0}}},
		"T.Hidden":   nil,
		"T.Field":    {Contexts: []int{0}},
		"Finishes":   {Signals: []behaviour.Ended{{Param: 0, Join: "sync.WaitGroup", Path: ""}, {Param: 1, Join: "close", Path: ""}, {Param: 2, Join: "send", Path: ""}}},
		"Calls":      {Calls: []int{0}, Signals: []behaviour.Ended{{Param: 0, Join: "call", Path: ""}}},
		"W.Done":     {Signals: []behaviour.Ended{{Param: 0, Join: "sync.WaitGroup", Path: ".wg", Guarded: true}}},
		"W.Stop":     {Waits: []behaviour.Await{{Param: 0, Path: ".wg", Form: behaviour.GroupWait, Always: true}}},
		"W.Maybe":    nil,
		"Gate":       {Ends: []behaviour.End{{Param: 0, Strength: behaviour.Weak, Runs: ""}}, Waits: []behaviour.Await{{Param: 0, Path: "", Form: behaviour.Single, Always: false}}},
		"Later":      {Received: []int{0}, Waits: []behaviour.Await{{Param: 0, Path: "", Form: behaviour.Single, Always: false}}},
		"Asks":       {Ends: []behaviour.End{{Param: 0, Strength: behaviour.Hint, Runs: ""}}},
		"Global":     {Ends: []behaviour.End{{Param: behaviour.Global}}},
		"hidden":     nil,
		"Asm":        nil,
		"Deep":       {Contexts: []int{0}},
	} {
		assert.Equal(t, want, get(name), name)
	}
	assert.Nil(t, p.Summarise(nil))
}

func TestImported(t *testing.T) {
	w := newWorld(t)
	w.load("lib", `package lib
		import ("context"; "sync")
		type T struct { C chan int; quit chan int; ctx context.Context }
		func Observes(ctx context.Context) { <-ctx.Done() }
		func Ignores(ctx context.Context) {}
		func Unknown(ctx context.Context)
		func Drains(c <-chan int) { for range c { } }
		func Gate(c <-chan int) { <-c }
		func (t *T) Exported() { for range t.C { } }
		func (t *T) Hidden() { for range t.quit { } }
		func (t *T) Field() { <-t.ctx.Done() }
		func Finishes(wg *sync.WaitGroup) { defer wg.Done() }
		func Safely(f func()) { defer func() { recover() }(); f() }
		func Stopped(c chan int) bool { select { case <-c: return true; default: return false } }
	`)
	p := w.load("app", `package app
		import ("context"; "lib"; "sync")
		type S struct { wg sync.WaitGroup; quit chan int }
		func (s *S) stop() { s.wg.Wait() }
		func (s *S) start(ctx context.Context, c chan int, x *lib.T, do func()) {
			go lib.Observes(ctx)
			go lib.Observes(context.Background())
			go lib.Ignores(ctx)
			go lib.Unknown(ctx)
			go lib.Drains(c)
			go func() { lib.Gate(c); do() }()
			go x.Exported()
			go x.Hidden()
			go x.Field()
			go lib.Finishes(&s.wg)
			go lib.Safely(func() { lib.Drains(c) })
			go lib.Safely(func() { do() })
			go func() { for !lib.Stopped(s.quit) { do() } }()
			go func() { lib.Ignores(ctx) }()
		}`)
	assert.Equal(t, []finding.Class{
		finding.Bound, finding.Detached, finding.Detached, finding.Bound, finding.Bound, finding.Detached,
		finding.Bound, finding.Detached, finding.Bound, finding.Joined, finding.Bound, finding.Detached,
		finding.Bound, finding.Detached,
	}, classes(p))
}

// A summary must not depend on which function of a cycle was asked for first.
func TestCycleOrder(t *testing.T) {
	const source = `package p
		import "context"
		func A(ctx context.Context, n int) { B(ctx, n) }
		func B(ctx context.Context, n int) { C(ctx, n); A(ctx, n) }
		func C(ctx context.Context, n int) { A(ctx, n); D(ctx) }
		func D(ctx context.Context) { <-ctx.Done() }`
	for _, order := range []string{"ABCD", "DCBA", "BCAD", "CABD"} {
		p := newWorld(t).load("p", source)
		for _, name := range strings.Split(order, "") {
			b := p.Summarise(p.Pkg.Scope().Lookup(name).(*types.Func))
			require.NotNil(t, b)
			assert.Equal(t, []int{0}, b.Contexts, "%s in %s", name, order)
		}
	}
}

// What does not compile is not analysed by the hosts; if it is, it must not panic.
func TestIllTyped(t *testing.T) {
	p := newWorld(t).load("p", `package p
		import "context"
		func f(ctx context.Context, c chan int) {
			go undefined()
			go undefined.method(ctx)
			go f()
			go f(1, 2, 3, 4)
			go func() { <-nothing; for range missing { }; close(); wg.Done(); select { case x := <-c.d: } }()
			go func(a, b int) { defer a.Done() }(ctx)
			go (x)()
			var x = x
			go x()
			x.y.z <- 1
			goto nowhere
			go func() { break; continue; for { fallthrough }; return 1, 2 }()
			go T{}.m()
			go new(T).U.m()
			go int(3)
			go context.WithCancel()
			go f[int](ctx)
		}
		type T struct { *T; U }
		type U = V
		func (w W) m() {}
		func (t *T) m() { t.m(); <-t.ctx.Done() }
		var v = func() { go v() }
		`)
	assert.NotPanics(t, func() {
		assert.NotEmpty(t, classes(p))
		for _, name := range p.Pkg.Scope().Names() {
			if fn, ok := p.Pkg.Scope().Lookup(name).(*types.Func); ok {
				p.Summarise(fn)
			}
		}
	})
}

// What is big must be finished, within the steps that a query has.
func TestBig(t *testing.T) {
	repeat := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, strings.ReplaceAll(format, "#", "%[1]d"), i)
			b.WriteByte('\n')
		}
		return b.String()
	}
	const n = 10000
	sources := map[string]string{
		"launches": `func f(c chan int, s chan int) {` + repeat(n, `s <- #; go func() { work(#); <-c }()`) + `}`,
		"body":     `func f(c chan int) { go func() {` + repeat(2*n, `if v := <-c; v == # { work(v) }`) + `}() }`,
		"select":   `func f(c chan int) { go func() { for { select {` + repeat(1000, `case v := <-c: work(v + #)`) + `case <-c: return } } }() }`,
		"nested":   `func f(c chan int) { go func() {` + strings.Repeat("for { if <-c > 0 {", 500) + strings.Repeat("}; work(1) }", 500) + `}() }`,
		"calls": `func f(c chan int) { go f0(c) }
` + repeat(2000, `
func f#(c chan int) { work(#); g#(c) }
func g#(c chan int) { f#(c); h(c) }`) + `
func h(c chan int) { for range c { } }`,
		"cycle":  `func start(c chan int) {` + repeat(1000, `go f#(c)`) + "}\n" + repeat(1000, `func f#(c chan int) { f0(c); h(c) }`) + "func h(c chan int) { for range c { }\n" + repeat(1000, `f#(c)`) + `}`,
		"switch": `func f(c chan int) { go func() { for { switch v := <-c; v {` + repeat(1000, `case #: work(v)`) + `case -1: return } } }() }`,
		"defers": `func f(c chan int) { go func() {` + repeat(2000, `defer func() { work(#); c <- 1 }()`) + `}() }`,
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			p := newWorld(t).load("p", "package p\nfunc work(int) {}\n"+source)
			launches := p.Launches()
			assert.NotEmpty(t, launches)
			for _, l := range launches {
				p.Classify(l)
				assert.False(t, l.Spent, "line %d takes more steps than there are", p.Fset.Position(l.Call.Pos()).Line)
			}
		})
	}
}
