package behaviour

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// load makes the package of a source that needs the standard library alone.
func load(t *testing.T, source string) *Package {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, parser.SkipObjectResolution)
	require.NoError(t, err)
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object),
		Selections: make(map[*ast.SelectorExpr]*types.Selection), Instances: make(map[*ast.Ident]types.Instance),
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := conf.Check("p", fset, []*ast.File{f}, info)
	require.NoError(t, err)
	return New(Config{Fset: fset, Files: []*ast.File{f}, Pkg: pkg, Info: info}, nothing{})
}

// nothing is known of other packages.
type nothing struct{}

func (nothing) MayReturn(*ast.CallExpr) bool     { return true }
func (nothing) Behaviour(*types.Func) *Behaviour { return nil }

// TestSummarise has what other packages are told of a function, a case for each thing that there
// is to tell, and for what looks like it and is not.
func TestSummarise(t *testing.T) {
	p := load(t, `package p

import ("context"; "sync"; "log")

func Observes(ctx context.Context) { <-ctx.Done() }
func Ignores(ctx context.Context)  {}
func EndsBy(quit chan struct{}) { work(); <-quit; log.Println("bye") }
func GoesOnAfter(quit chan struct{}) { <-quit; work() }
func Loops(quit chan struct{}) { for { select { case <-quit: return; default: work() } } }
func Tells(wg *sync.WaitGroup) { defer wg.Done(); work() }
func TellsSometimes(wg *sync.WaitGroup, ok bool) { if ok { wg.Done() } }
func TellsIfGiven(wg *sync.WaitGroup) { switch { case wg != nil: defer wg.Done() }; work() }
func TellsByTag(wg *sync.WaitGroup, ok bool) { switch ok { case wg != nil: defer wg.Done() }; work() }
func Sends(done chan int) { work(); done <- 1 }
func Calls(f func()) { f() }
func Hands(ctx context.Context, f func(context.Context)) { f(ctx) }
func Waits(wg *sync.WaitGroup) { wg.Wait() }
func TellsByLiteral(done chan struct{}) { defer func() { close(done) }(); work() }
func Both(ctx context.Context, quit chan struct{}) { select { case <-ctx.Done(): case <-quit: } }

func work() { println() }
`)
	want := map[string]Behaviour{
		"Observes":       {Contexts: []int{0}},
		"Ignores":        {},
		"EndsBy":         {Ends: []End{{Param: 0, Strength: Weak}}, Waits: []Await{{Param: 0, Form: Single}}},
		"GoesOnAfter":    {Received: []int{0}, Waits: []Await{{Param: 0, Form: Single}}},
		"Tells":          {Signals: []Ended{{Param: 0, Join: "sync.WaitGroup"}}},
		"TellsIfGiven":   {Signals: []Ended{{Param: 0, Join: "sync.WaitGroup", Guarded: true}}},
		"Sends":          {Signals: []Ended{{Param: 0, Join: "send"}}},
		"Loops":          {Ends: []End{{Param: 0, Strength: Strong}}},
		"Calls":          {Calls: []int{0}, Signals: []Ended{{Param: 0, Join: "call"}}},
		"Hands":          {Calls: []int{1}, Signals: []Ended{{Param: 1, Join: "call"}}, Handed: []Handed{{Func: 1, Arg: 0, Ctx: 0}}},
		"Waits":          {Waits: []Await{{Param: 0, Form: GroupWait}}},
		"TellsByLiteral": {Signals: []Ended{{Param: 0, Join: "close"}}},
		"Both":           {Contexts: []int{0}, Ends: []End{{Param: 1, Strength: Weak}}, Waits: []Await{{Param: 1, Form: Single}}},
	}
	for _, f := range p.Index.Funcs() {
		if f.Obj == nil {
			continue
		}
		name := f.Obj.Name()
		if w, ok := want[name]; ok {
			b := p.Summarise(f.Obj)
			if assert.NotNil(t, b, name) {
				assert.Equal(t, w, *b, name)
			}
		} else {
			assert.Nil(t, p.Summarise(f.Obj), name)
		}
	}
}

// What is kept of a function does not depend on who asks for it first: a query
// that has spent its budget does not leave half an answer to others.
func TestKeptEffectsAreWhole(t *testing.T) {
	const source = `package p
type S struct{ quit chan struct{} }
func (s *S) a(n int) { if n > 0 { s.b(n) }; <-s.quit }
func (s *S) b(n int) { s.a(n - 1) }
func (s *S) Run() { go s.b(1) }
`
	for _, left := range []int{-1, 0, 3, maxSteps} {
		p := load(t, source)
		for _, f := range p.Index.Funcs() {
			if f.Obj.Name() != "Run" {
				p.steps = left
				assert.NotEmpty(t, p.EffectsOf(f).Ends, "%s with %d steps left", f.Obj.Name(), left)
				assert.Equal(t, left, p.steps)
			}
		}
	}
}
