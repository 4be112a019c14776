// This file finds what runs a literal: launches, and calls. It answers nothing for one that may be
// run by something else as well, as by who is given it.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// launchesOf returns the go statements, and the calls of helpers, that run a literal,
// itself or by the one variable that it is bound to. Those in itself do not count.
// It returns nil where something else may run it.
//
//	work := func() { ... }
//	go work()                 // a launch
//	g.Go(work)                // and another
//	list = append(list, work) // then nothing is known
func (e *Engine) launchesOf(lit *ast.FuncLit) []ast.Node {
	outer := e.enclosing(lit)
	if outer == nil {
		return nil
	}
	if outer.launched == nil {
		outer.launched = e.launchesIn(outer)
	}
	if r := outer.launched[lit]; r != nil && !r.otherwise {
		return r.launches
	}
	return nil
}

// litRuns are the launches that run a literal; otherwise says that something else may.
type litRuns struct {
	launches  []ast.Node
	otherwise bool
}

// launchesIn finds what runs the literals of a function, in one walk over it.
func (e *Engine) launchesIn(outer *Func) map[*ast.FuncLit]*litRuns {
	bound := map[*types.Var][]*ast.FuncLit{}
	all := map[*ast.FuncLit]*litRuns{}
	for _, lit := range outer.literals() {
		all[lit] = new(litRuns)
		if v := e.boundTo(outer, lit); v != nil {
			bound[v] = append(bound[v], lit)
		}
	}
	// Every mention of a literal's variable that is no launch, and no call in itself, may run
	// it otherwise.
	f := &litFinder{info: e.info, bound: bound, all: all, known: map[litName]bool{}}
	for n := range syntax.All[ast.Node](outer.Body) {
		switch n := n.(type) {
		case *ast.GoStmt:
			f.launched(n, n.Call.Fun)
		case *ast.CallExpr:
			fun := ast.Unparen(n.Fun)
			for _, lit := range f.denoted(fun) {
				if syntax.Encloses(lit, n.Pos()) {
					f.known[litName{lit, fun}] = true // a call of its own
				}
			}
			for _, arg := range n.Args {
				f.launched(n, arg)
			}
		case *ast.AssignStmt:
			for i, r := range n.Rhs {
				if lit, ok := ast.Unparen(r).(*ast.FuncLit); ok && i < len(n.Lhs) {
					f.known[litName{lit, n.Lhs[i]}] = true
				}
			}
		case *ast.Ident:
			for _, lit := range f.denoted(n) {
				all[lit].otherwise = all[lit].otherwise || !f.known[litName{lit, n}]
			}
		}
	}
	return all
}

// A litFinder finds what runs the literals of a function.
type litFinder struct {
	info  *types.Info
	bound map[*types.Var][]*ast.FuncLit // by the variables that they are
	all   map[*ast.FuncLit]*litRuns
	known map[litName]bool // expressions of which it is known what they do with the literal
}

// A litName is an expression that stands for a literal.
type litName struct {
	lit *ast.FuncLit
	x   ast.Expr
}

// denoted returns the literals that an expression may stand for.
func (f *litFinder) denoted(x ast.Expr) []*ast.FuncLit {
	switch x := x.(type) {
	case *ast.FuncLit:
		if f.all[x] != nil {
			return []*ast.FuncLit{x}
		}
	case *ast.Ident:
		if v, ok := f.info.Uses[x].(*types.Var); ok {
			return f.bound[v]
		}
	}
	return nil
}

// launched notes that what an expression stands for is launched by a node, or handed to it.
func (f *litFinder) launched(n ast.Node, x ast.Expr) {
	x = ast.Unparen(x)
	for _, lit := range f.denoted(x) {
		f.known[litName{lit, x}] = true
		if !syntax.Encloses(lit, n.Pos()) {
			f.all[lit].launches = append(f.all[lit].launches, n)
		}
	}
}

// callsOf returns the calls of a literal: of itself, at once, or of the one
// variable that it is bound to. It returns nil where there may be others.
func (e *Engine) callsOf(lit *ast.FuncLit) []*ast.CallExpr {
	calls, known := e.callers[lit]
	if !known {
		if outer := e.enclosing(lit); outer != nil {
			calls = e.callsIn(outer, lit)
		}
		e.callers[lit] = calls
	}
	return calls
}

// callsIn answers callsOf for a literal of the function outer.
func (e *Engine) callsIn(outer *Func, lit *ast.FuncLit) []*ast.CallExpr {
	use := e.useOf(outer, lit)
	switch {
	case use.call != nil:
		return []*ast.CallExpr{use.call}
	case use.bound != nil:
		return e.callsOfVar(outer, use.bound)
	}
	return nil
}

// boundTo is the variable that a literal is assigned to, or nil.
func (e *Engine) boundTo(outer *Func, lit *ast.FuncLit) *types.Var {
	return e.useOf(outer, lit).bound
}

// A litUse is where a literal stands: it is called, but not by a go statement, it is
// given to a function that does nothing else with it, or it is the value of a variable.
type litUse struct {
	call  *ast.CallExpr
	bound *types.Var
}

// useOf returns where a literal of a function stands in it.
func (e *Engine) useOf(f *Func, lit *ast.FuncLit) litUse {
	if f.uses == nil {
		f.uses = map[*ast.FuncLit]litUse{}
		launched := map[*ast.CallExpr]bool{}
		for n := range syntax.Own[ast.Node](f.Body) {
			switch n := n.(type) {
			case *ast.GoStmt:
				launched[n.Call] = true
			case *ast.CallExpr:
				if lit, ok := ast.Unparen(n.Fun).(*ast.FuncLit); ok && !launched[n] {
					f.uses[lit] = litUse{call: n}
				}
				for i, arg := range n.Args {
					if lit, ok := arg.(*ast.FuncLit); ok && !launched[n] && e.onlyCalls(typeutil.StaticCallee(e.info, n), i+1) {
						f.uses[lit] = litUse{call: n}
					}
				}
			case *ast.AssignStmt:
				for i, r := range n.Rhs[:min(len(n.Rhs), len(n.Lhs))] {
					e.noteBound(f, n.Lhs[i], r)
				}
			case *ast.ValueSpec:
				for i, r := range n.Values[:min(len(n.Values), len(n.Names))] {
					e.noteBound(f, n.Names[i], r)
				}
			}
		}
	}
	return f.uses[lit]
}

// noteBound notes that a variable gets a literal.
func (e *Engine) noteBound(f *Func, name, value ast.Expr) {
	id, isIdent := name.(*ast.Ident)
	lit, ok := ast.Unparen(value).(*ast.FuncLit)
	if ok && isIdent {
		v, _ := e.info.ObjectOf(id).(*types.Var)
		f.uses[lit] = litUse{bound: v}
	}
}

// callsOfVar returns the calls of a function variable, or nil where it is used in
// any other way, or by a go statement. It may be set once after it was declared:
//
//	var f func()
//	f = func() { ... f() ... }
func (e *Engine) callsOfVar(f *Func, v *types.Var) (calls []*ast.CallExpr) {
	set := false
	// Any use but a call, and one assignment of the literal, could run it at another time.
	for _, use := range e.index.Uses(v) {
		if !syntax.Encloses(f.Body, use.Node().Pos()) {
			continue
		}
		use = syntax.Outermost(use)
		switch parent := use.Parent(); n := parent.Node().(type) {
		case *ast.AssignStmt:
			if set || use.ParentEdgeKind() != edge.AssignStmt_Lhs || n.Tok != token.ASSIGN || len(n.Lhs) != 1 || !isLiteral(n.Rhs[0]) {
				return nil
			}
			set = true
		case *ast.CallExpr:
			if use.ParentEdgeKind() != edge.CallExpr_Fun || parent.ParentEdgeKind() == edge.GoStmt_Call {
				return nil
			}
			calls = append(calls, n)
		default:
			return nil
		}
	}
	return calls
}

// isLiteral reports whether an expression is a function literal.
func isLiteral(x ast.Expr) bool {
	_, ok := ast.Unparen(x).(*ast.FuncLit)
	return ok
}
