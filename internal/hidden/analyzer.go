// This file is the analyzer leaves, which both rules' analyzers require. Under go vet it
// exports a fact for each function of each package; the command line asks on demand
// (FactsOnDemand), so that a dependency is analysed only once somebody calls it.

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/solve"
	"github.com/tetherlint/tether/internal/suppress"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// NewAnalyzer returns the analyzer that knows what functions leave behind: those of
// dependencies as facts, and of the main module which of its calls do. obligations is
// the instance whose engine it asks.
func NewAnalyzer(opts unit.Options, obligations *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "leaves",
		Doc:        "find out which goroutines functions of dependencies leave behind",
		Requires:   []*analysis.Analyzer{obligations},
		ResultType: reflect.TypeFor[*Package](),
		FactTypes:  []analysis.Fact{new(Leaves)},
		Run: func(pass *analysis.Pass) (any, error) {
			p := ofPass(pass, pass.ResultOf[obligations].(*obligation.Engine))
			p.dependency = opts.IsDependency(pass)
			if !opts.FactsOnDemand {
				p.ExportFacts(nil)
			}
			return p, nil
		},
	}
}

// A Package answers what is left behind in one package. It is not safe for concurrent use, as
// the engine that it asks is not: callers go through engine.Exclusive.
type Package struct {
	pass       *analysis.Pass
	fset       *token.FileSet
	pkg        *types.Package
	info       *types.Info
	engine     *obligation.Engine
	launches   *launch.Package
	dependency bool // of a main module

	root  inspector.Cursor
	tests []*ast.File

	funcs  map[*syntax.Func]*function
	list   []*function               // in source order, outer ones first
	inside map[*function][]*function // by the declared one around, itself first

	elements map[*types.Var][]inspector.Cursor // of struct literals without keys
	atomics  map[*types.Var][]*ast.CallExpr    // see atomicSets
	callers  map[*function][]caller

	lives solve.Solver[*function, life]
	lefts solve.Solver[*function, []*left]

	facts      map[*types.Func]*Leaves
	owning     map[*types.Func]bool // see mayOwn
	directives map[*ast.File]*suppress.File
}

// ofPass is a Package that has not looked at anything yet: most packages are never asked.
func ofPass(pass *analysis.Pass, engine *obligation.Engine) *Package {
	return &Package{
		pass: pass, fset: pass.Fset, pkg: pass.Pkg, info: pass.TypesInfo, engine: engine, launches: engine.Launches(),
		facts: make(map[*types.Func]*Leaves), owning: make(map[*types.Func]bool), directives: make(map[*ast.File]*suppress.File),
	}
}

// index gathers what all questions need, when the first is asked.
func (p *Package) index() {
	if p.funcs != nil {
		return
	}
	p.root = p.engine.Index().Root()
	// What tests do to a channel is nothing that the package does.
	for _, f := range p.pass.Files {
		if strings.HasSuffix(p.fset.File(f.FileStart).Name(), "_test.go") {
			p.tests = append(p.tests, f)
		}
	}
	p.funcs = make(map[*syntax.Func]*function)
	// Functions that call each other are solved together; each starts as if it ended by itself
	// and left nothing.
	p.lives = solve.Solver[*function, life]{Answer: p.findLife, Start: func(*function) life { return freely }, Equal: sameLife}
	p.lefts = solve.Solver[*function, []*left]{Answer: p.findLeft, Start: func(*function) []*left { return nil }, Equal: sameLefts}
	p.indexFunctions()
	p.inside = make(map[*function][]*function)
	for _, f := range p.list {
		p.inside[f.root()] = append(p.inside[f.root()], f)
	}
}

// graph is the control-flow graph of a function, without edges behind calls that never return.
func (p *Package) graph(n ast.Node) *cfg.CFG { return p.engine.Graph(n) }

// mayReturn reports whether a call may come back: it is not os.Exit, panic or a function that
// always ends in one.
func (p *Package) mayReturn(call *ast.CallExpr) bool { return p.engine.MayReturn(call) }

// imported is what a function of another package leaves behind; nil where that is nothing, and
// for functions of the standard library, of which Go's documentation says enough (serves). The
// first question about a function of a package can cost that package's analysis.
func (p *Package) imported(fn *types.Func) *Leaves {
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == p.pkg || typesx.IsInterfaceMethod(fn) || !fn.Exported() || unit.IsStd(fn.Pkg()) {
		return nil
	}
	fn = fn.Origin()
	l, ok := p.facts[fn]
	if !ok {
		if fact := new(Leaves); p.pass.ImportObjectFact(fn, fact) {
			l = fact
		}
		p.facts[fn] = l
	}
	return l
}

// ExportFacts exports a fact for each exported function that leaves something behind. Of the
// main module the fact says only which results own a goroutine: its launches are reported where
// they are. asks, if not nil, limits this to functions of the names for which it is true.
func (p *Package) ExportFacts(asks func(name string) bool) {
	// Nobody imports main, and the standard library has no facts.
	if p.pkg.Name() == "main" || len(p.pass.Files) == 0 || unit.IsStd(p.pkg) {
		return
	}
	p.engine.Exclusive(func() {
		p.engine.Guard(p.pass.Files[0].Package, p.index)
		for _, f := range p.list {
			// What others cannot call is judged in terms of those that do, in this package.
			if f.Obj == nil || !p.engine.CallableOutside(f.Obj) || asks != nil && !asks(f.Obj.Name()) || p.inTest(f.Node.Pos()) {
				continue
			}
			p.engine.Guard(f.Node.Pos(), func() {
				if fact := p.fact(f); fact != nil {
					p.pass.ExportObjectFact(f.Obj, fact)
				}
			})
		}
	})
}

// fact says of a function what its callers in other packages need to know; nil where that is
// nothing.
func (p *Package) fact(f *function) *Leaves {
	fact := new(Leaves)
	// Asked first, for most functions have no result that could own anything.
	if p.mayOwn(f.Obj) {
		fact.Owned = p.owned(f)
		for i := range fact.Owned {
			fact.Owned[i].Dependency = p.dependency
		}
	}
	if !p.dependency {
		if len(fact.Owned) == 0 {
			return nil
		}
		return fact
	}
	for _, l := range p.lefts.Ask(f) {
		// Anybody may call what ends it: nothing can be claimed of who does not. Nor of who is not
		// known to start it.
		if l.loose || l.unsure {
			continue
		}
		fact.List = append(fact.List, Left{Where: l.where, By: holds(l.by), When: l.when, Per: l.per})
	}
	// The function itself may never return: then who launches it has no end either.
	if l := p.lives.Ask(f); !l.free {
		if by, ok := p.stayers(f, l); ok {
			fact.List = append(fact.List, Left{Stays: true, Where: p.where(f, f.Node), By: holds(by)})
		}
	}
	if len(fact.List)+len(fact.Owned) == 0 {
		return nil
	}
	return fact
}

// stayers are those who can make a call of a function return; ok is false where that cannot be
// known.
func (p *Package) stayers(f *function, l life) ([]held, bool) {
	// A call returns once one of the gates opens, so that who opens any of them counts.
	var by []held
	for _, g := range l.gates {
		more, ok := p.holders(judged{f: f, g: f, at: f.Body, self: f}, g)
		if !ok {
			return nil, false
		}
		by = append(by, more...)
	}
	return by, true
}

// holds says who can end it in terms that another package can name: a parameter, a result, and
// methods of it. A value that is reached only by fields, without a method that opens it, is no
// use to anybody else and is left out.
func holds(list []held) []Hold {
	var all []Hold
	for _, h := range list {
		x := Hold{Param: h.param, Result: h.result, Methods: h.methods, Maker: h.maker, Given: h.given}
		if h.maker == "" && len(h.path) > 0 && len(h.methods) == 0 {
			continue
		}
		if h.maker != "" {
			x.Methods = nil
		}
		all = append(all, x)
	}
	return all
}

// allowed reports whether a directive at a launch says that it is no hidden launch. The
// directives of a dependency count: its author knows.
func (p *Package) allowed(pos token.Pos) bool {
	for _, f := range p.pass.Files {
		if f.FileStart > pos || pos >= f.FileEnd {
			continue
		}
		file := p.directives[f]
		if file == nil {
			line := func(pos token.Pos) (int, int) {
				at := p.fset.PositionFor(pos, false)
				return at.Line, at.Column
			}
			source := func() []byte {
				text, _ := os.ReadFile(p.fset.PositionFor(f.Package, false).Filename)
				return text
			}
			file = suppress.New(f, line, source)
			p.directives[f] = file
		}
		return len(file.Allows(finding.HiddenLaunch, pos)) > 0
	}
	return false
}
