// This file answers whether a value is made where it is assigned, so that nobody else has it.

package behaviour

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
)

// Makes reports whether an expression makes a value that nobody else has: a literal, new, a
// call of a function that is named like a maker (NewGroup, pool.New().WithErrors()), or one of
// this package that only hands out what it makes. nil is fresh as well: it is assigned before.
//
// A name is weak evidence, but most makers are in other packages, and a value that they hand out
// to two callers would be odd. What is not named so is taken to be somebody else's, which asks
// nothing of the function at hand.
func (p *Package) Makes(e ast.Expr, index, depth int) bool {
	if depth > MaxDepth || e == nil {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return p.Makes(e.X, index, depth+1)
	case *ast.Ident:
		return p.Info.Uses[e] == types.Universe.Lookup("nil")
	case *ast.CallExpr:
		if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok && p.Info.Uses[id] == types.Universe.Lookup("new") {
			return true
		}
		fn := p.Callee(e)
		if fn == nil || index >= fn.Signature().Results().Len() {
			return false
		}
		if value, _ := p.Returned(fn); value != nil {
			return p.Makes(value, index, depth+1)
		}
		// A method that is named after setting something up gives back its receiver, as a rule.
		if recv := fn.Signature().Recv(); recv != nil { // pool.New().WithErrors()
			sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
			return ok && p.Makes(sel.X, 0, depth+1)
		}
		return isMakerName(fn.Name()) || p.handsOut(fn, index, depth+1)
	}
	return false
}

// handsOut reports whether a function of this package makes what it returns, in a variable of its
// own that it does nothing else with than to fill it in. A constructor that also registers what
// it makes has shared it:
//
//	p := &pool{}
//	all = append(all, p) // somebody else waits for p, perhaps
//	return p
func (p *Package) handsOut(callee *types.Func, index, depth int) bool {
	f := p.Index.Declared(callee)
	if f == nil || f.Body == nil {
		return false
	}
	out := make(map[*types.Var]bool)
	for ret := range syntax.Own[*ast.ReturnStmt](f.Body) {
		if index >= len(ret.Results) {
			return false
		}
		id, ok := ast.Unparen(ret.Results[index]).(*ast.Ident)
		v, isVar := p.Info.Uses[id].(*types.Var)
		if !ok || !isVar {
			if !p.Makes(ret.Results[index], 0, depth) {
				return false
			}
			continue
		}
		if !f.Declares(v) || f.ParamIndex(v) >= 0 || !p.freshAt(v, depth) {
			return false
		}
		out[v] = true
	}
	return len(out) > 0 && p.onlyFilledIn(f, out)
}

// isMakerName reports whether a function's name says that it makes what it returns.
func isMakerName(name string) bool {
	for _, prefix := range []string{"New", "With", "Make", "Create", "Command", "new", "make", "create"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// Fresh reports whether every value of a local variable is made where it is
// assigned.
func (p *Package) Fresh(v *types.Var) bool { return p.freshAt(v, 0) }

// freshAt is Fresh at a depth of functions that hand out what they make.
func (p *Package) freshAt(v *types.Var, depth int) bool {
	for i, d := range p.Gathered().Defs[v] {
		if d.Each || i > MaxPlaces || !p.Makes(d.Value, d.Index, depth) {
			return false
		}
	}
	return true
}

// onlyFilledIn reports whether a function does nothing with its variables but to set
// and use what they point to, and to return them.
func (p *Package) onlyFilledIn(f *syntax.Func, vars map[*types.Var]bool) bool {
	// What stands around a name is met before the name itself.
	allowed := make(map[*ast.Ident]bool)
	note := func(x ast.Expr) {
		if id, ok := ast.Unparen(x).(*ast.Ident); ok {
			allowed[id] = true
		}
	}
	for n := range syntax.All[ast.Node](f.Body) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			note(n.X)
		case *ast.ReturnStmt:
			for _, x := range n.Results {
				note(x)
			}
		case *ast.BinaryExpr:
			note(n.X)
			note(n.Y)
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				note(x)
			}
		case *ast.Ident:
			if v, ok := p.Info.Uses[n].(*types.Var); ok && vars[v] && !allowed[n] {
				return false
			}
		}
	}
	return true
}
