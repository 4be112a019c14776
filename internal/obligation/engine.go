// This file is the front of the engine: what it holds for a package, how a panic in it is
// contained, and how it asks for facts. Its memos are all per package and are never
// invalidated; each is of a question whose answer depends on the code alone.

package obligation

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"io"
	"maps"
	"runtime/debug"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/solve"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// An Engine answers the rules' questions about one package. It is built once
// for a package and shared by the analyzers, which hosts may run side by side:
// each takes the engine for itself while it asks, see [Engine.Exclusive].
type Engine struct {
	mu   sync.Mutex
	pass *analysis.Pass
	info *types.Info

	decls      map[*types.Func]*ast.FuncDecl
	funcs      map[ast.Node]*Func
	captured   map[*ast.FuncLit][]*types.Var
	effects    solve.Solver[effectKey, Effect]
	noReturn   solve.Solver[*types.Func, bool]
	nilFuncs   solve.Solver[*types.Func, uint64] // see NilBesideError
	fresh      solve.Solver[opener, freshness]
	says       solve.Solver[judgement, Says]
	carried    map[*Spec]*Spec  // see asParam
	carriedAs  map[string]*Spec // the same by value
	sites      map[*Func][]*Site
	imported   map[*types.Func]*Summary
	asked      map[*types.Func]bool   // see summaryFor
	fluents    map[*types.Func]bool   // see returnsReceiver
	lettingGo  map[*ast.FuncDecl]bool // see mayLetGo
	callees    map[*types.Func]*catalog.Callee
	around     map[ast.Node]*Func               // see enclosing
	awaits     map[Place]map[ast.Node]bool      // launches known to be awaited, by owner, of functions with many
	waiting    map[*ast.CallExpr]bool           // launches by helpers that are being asked about, see waitedInHelper
	many       map[*Func]bool                   // see launchesMany
	sent       map[Place]*senders               // see awaitsSenders
	together   map[*types.Var]*together         // see Unwaited
	cleanups   map[*ast.CallExpr]*ast.DeferStmt // see Cleanup
	callers    map[*ast.FuncLit][]*ast.CallExpr // see callsOf
	settled    map[*types.Var]map[ast.Node]bool // launches that are known not to be unwaited, by owner
	ending     map[*ast.FuncLit]bool            // see walk.mayEndPath
	written    map[*ast.FuncLit][]*types.Var    // see writes
	notNil     map[*types.Func]int              // see neverNilOf
	filled     map[*types.Var]bool              // see fillsOut
	forwarders map[*types.Func]bool             // see forwards
	assigning  map[*types.Func][]assignment     // see assignsTo
	reachable  map[*types.TypeName]bool         // see CallableOutside
	endless    map[*types.Var]bool              // see isEndless
	dynamic    map[string]bool                  // see isDynamic
	named      []*types.TypeName                // see namedTypes

	implemented map[*types.Func][]*types.Func // see implementations

	launches *launch.Package

	index *syntax.Index

	// resources are what acquires; the config is read when that is first asked.
	resources func() *catalog.Resources
	broken    []string
	taken     int                            // steps of all walks, and of who says so
	traceTo   func(token.Position) io.Writer // see traceOf; nil: nobody asks
	traced    map[string]bool
	spent     []token.Pos // bodies of functions whose budget was spent, or on which the analysis failed
}

// newEngine makes an engine that has answered nothing yet. The solvers are given their
// questions; see internal/solve for what they do with functions that call each other.
func newEngine(pass *analysis.Pass, helpers *catalog.Helpers) *Engine {
	e := &Engine{
		pass:       pass,
		index:      syntax.New(pass.Files, pass.TypesInfo),
		info:       pass.TypesInfo,
		funcs:      map[ast.Node]*Func{},
		captured:   map[*ast.FuncLit][]*types.Var{},
		endless:    map[*types.Var]bool{},
		carried:    map[*Spec]*Spec{},
		carriedAs:  map[string]*Spec{},
		sites:      map[*Func][]*Site{},
		imported:   map[*types.Func]*Summary{},
		asked:      map[*types.Func]bool{},
		fluents:    map[*types.Func]bool{},
		lettingGo:  map[*ast.FuncDecl]bool{},
		callees:    map[*types.Func]*catalog.Callee{},
		awaits:     map[Place]map[ast.Node]bool{},
		waiting:    map[*ast.CallExpr]bool{},
		many:       map[*Func]bool{},
		sent:       map[Place]*senders{},
		together:   map[*types.Var]*together{},
		cleanups:   map[*ast.CallExpr]*ast.DeferStmt{},
		callers:    map[*ast.FuncLit][]*ast.CallExpr{},
		settled:    map[*types.Var]map[ast.Node]bool{},
		traced:     map[string]bool{},
		ending:     map[*ast.FuncLit]bool{},
		written:    map[*ast.FuncLit][]*types.Var{},
		notNil:     map[*types.Func]int{},
		filled:     map[*types.Var]bool{},
		forwarders: map[*types.Func]bool{},
		assigning:  map[*types.Func][]assignment{},

		implemented: map[*types.Func][]*types.Func{},
	}
	// Questions about functions that call each other, which are answered for all of these
	// together.
	e.effects = solve.Solver[effectKey, Effect]{Answer: e.findEffect, Start: e.noEffect, Guess: always, Settle: settledEffect, Equal: equal[Effect]}
	e.nilFuncs = solve.Solver[*types.Func, uint64]{Answer: e.findNilFuncs, Start: func(*types.Func) uint64 { return 0 }, Equal: equal[uint64]}
	e.noReturn = solve.Solver[*types.Func, bool]{Answer: e.findNoReturn, Start: startNoReturn, Settle: settledNoReturn, Equal: equal[bool]}
	e.fresh = solve.Solver[opener, freshness]{Answer: e.findFreshness, Start: startFresh, Settle: settledFresh, Equal: freshness.equal}
	e.says = solve.Solver[judgement, Says]{Answer: e.findSays, Start: e.startSays, Settle: settledSays, Equal: equal[Says]}
	e.launches = launch.New(behaviour.Config{
		Fset:    pass.Fset,
		Files:   pass.Files,
		Pkg:     pass.Pkg,
		Info:    pass.TypesInfo,
		Helpers: helpers,
		Index:   e.index,
	}, beyond{e})
	return e
}

// Index is the syntax of the package, for all who ask about it.
func (e *Engine) Index() *syntax.Index { return e.index }

// Exclusive runs ask while nobody else uses the engine.
func (e *Engine) Exclusive(ask func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	ask()
}

// Launches answers questions about the launches of the package.
func (e *Engine) Launches() *launch.Package { return e.launches }

// Functions calls visit for every function body of the package, literals
// included, in source order.
func (e *Engine) Functions(visit func(*Func)) {
	for _, file := range e.pass.Files {
		for _, d := range file.Decls {
			decl, _ := d.(*ast.FuncDecl)
			if decl != nil {
				if decl.Body == nil {
					continue
				}
				f := e.function(decl)
				e.Guard(f.Body.Pos(), func() { visit(f) })
			}
			for lit := range syntax.All[*ast.FuncLit](d) {
				f := e.literal(lit)
				f.Decl = decl
				e.Guard(f.Body.Pos(), func() { visit(f) })
			}
		}
	}
}

// Guard analyses something at a place and recovers a panic: it is noted, and all
// else is still analysed.
func (e *Engine) Guard(pos token.Pos, analyse func()) {
	defer func() {
		if v := recover(); v != nil {
			e.GiveUp(pos)
			at := e.pass.Fset.Position(pos)
			e.broken = append(e.broken, fmt.Sprintf("the analysis of the function at %s panicked: %v; please report this with the function\n%s", at, v, debug.Stack()))
		}
	}()
	analyse()
}

// GiveUp notes that the function at pos could not be followed to its end.
func (e *Engine) GiveUp(pos token.Pos) { e.spent = append(e.spent, pos) }

// GaveUp reports whether any function between two positions could not be followed
// to its end: then what was not found there may be there all the same.
func (e *Engine) GaveUp(pos, end token.Pos) bool {
	return slices.ContainsFunc(e.spent, func(p token.Pos) bool { return pos <= p && p < end })
}

// Spent notes steps that somebody has taken who works for the rules.
func (e *Engine) Spent(steps int) { e.taken += steps }

// Steps counts the steps that the analysis of the package has taken so far, wherever
// that is: unlike time, it is the same on all machines.
func (e *Engine) Steps() int { return e.taken + e.launches.Steps() }

// Failures returns the functions on which the analysis failed.
func (e *Engine) Failures() []string { return e.broken }

// function is what is known of a declaration with a body, once.
func (e *Engine) function(decl *ast.FuncDecl) *Func {
	f := e.funcs[decl]
	if f == nil {
		f = &Func{Decl: decl, Body: decl.Body, Type: decl.Type, eng: e}
		e.funcs[decl] = f
	}
	return f
}

// literal is the same for a literal; whose function it stands in Functions notes.
func (e *Engine) literal(lit *ast.FuncLit) *Func {
	f := e.funcs[lit]
	if f == nil {
		f = &Func{Lit: lit, Body: lit.Body, Type: lit.Type, eng: e}
		e.funcs[lit] = f
	}
	return f
}

// captures returns the local variables of enclosing functions that a literal uses.
func (e *Engine) captures(lit *ast.FuncLit) []*types.Var {
	if vars, ok := e.captured[lit]; ok {
		return vars
	}
	var vars []*types.Var
	seen := map[*types.Var]bool{}
	for id := range syntax.All[*ast.Ident](lit.Body) {
		v, ok := e.info.Uses[id].(*types.Var)
		if ok && !v.IsField() && !seen[v] && !typesx.IsPackageVar(v) && !syntax.Encloses(lit, v.Pos()) {
			seen[v] = true
			vars = append(vars, v)
		}
	}
	e.captured[lit] = vars
	return vars
}

// declarations indexes the functions with bodies. It is made when first needed:
// under go vet the engine of most dependencies is never asked anything.
func (e *Engine) declarations() map[*types.Func]*ast.FuncDecl {
	if e.decls != nil {
		return e.decls
	}
	e.decls = map[*types.Func]*ast.FuncDecl{}
	for _, file := range e.pass.Files {
		for _, d := range file.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Body != nil {
				if fn, ok := e.info.Defs[d.Name].(*types.Func); ok {
					e.decls[fn] = d
				}
			}
		}
	}
	return e.decls
}

// declared are the declared functions, in the order of the source: where budgets
// are shared it matters who comes first.
func (e *Engine) declared() []*types.Func {
	return slices.SortedFunc(maps.Keys(e.declarations()), func(f, g *types.Func) int { return cmp.Compare(f.Pos(), g.Pos()) })
}

// callee returns what the catalogue knows of a function, which may be nil.
func (e *Engine) callee(fn *types.Func) *catalog.Callee {
	c := e.callees[fn]
	if c == nil {
		c = catalog.CalleeOf(fn)
		e.callees[fn] = c
	}
	return c
}

// declOf returns the declaration of a function of this package, or nil.
func (e *Engine) declOf(fn *types.Func) *ast.FuncDecl {
	if fn == nil || fn.Pkg() != e.pass.Pkg {
		return nil
	}
	return e.declarations()[fn.Origin()]
}

// DeclOf returns the declaration of a function of this package that has a body, or nil.
func (e *Engine) DeclOf(fn *types.Func) *ast.FuncDecl { return e.declOf(fn) }

// funcIn returns the function that a local variable has and keeps, or nil:
//
//	fatal := log.Fatal
func (e *Engine) funcIn(v *types.Var) *types.Func {
	if e.launches == nil || v.IsField() || typesx.IsPackageVar(v) {
		return nil
	}
	var id *ast.Ident
	switch x := e.launches.Only(v).(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	}
	fn, _ := e.info.Uses[id].(*types.Func)
	return fn
}

// equal compares answers of two rounds.
func equal[T comparable](a, b T) bool { return a == b }

// summaryOf returns the fact of a function of another package, or nil. It is asked for only
// where the signature says that it could matter: the question may cost the analysis of the
// package.
func (e *Engine) summaryOf(fn *types.Func) *Summary {
	if fn.Pkg() == e.pass.Pkg || typesx.IsInterfaceMethod(fn) {
		return nil
	}
	fn = fn.Origin()
	s, ok := e.imported[fn]
	if !ok {
		if matters(fn) {
			s = e.fact(fn)
		}
		e.imported[fn] = s
	}
	return s
}

// summaryFor returns the fact of a function of another package for what it does to
// parameter i, which is asked only where the resource comes to it.
func (e *Engine) summaryFor(fn *types.Func, i int) *Summary {
	s := e.summaryOf(fn)
	if s != nil || fn.Pkg() == nil || fn.Pkg() == e.pass.Pkg || typesx.IsInterfaceMethod(fn) || e.callee(fn).Std {
		return s
	}
	fn = fn.Origin()
	// There is no fact, or none was exported: that has been found out before.
	if e.asked[fn] || matters(fn) {
		return nil
	}
	if t := paramType(fn.Signature(), i); t == nil || i > 0 && !canCarry(t) {
		return nil
	}
	s = e.fact(fn)
	e.asked[fn], e.imported[fn] = true, s
	return s
}

// fact asks for the fact of a function of another package, which may cost the
// analysis of that package.
func (e *Engine) fact(fn *types.Func) *Summary {
	if fact := new(Summary); e.pass.ImportObjectFact(fn, fact) {
		return fact
	}
	return nil
}
