// This file is about what the code says, although the machine does not work it out: an element
// of a map that the run has filled, what another name of a variable has been given, the result
// of a function that only looks at what it is given.
//
//	modes := map[string]bool{"wait": true}
//	...
//	if modes["wait"] { // is true, and not free to be false
//		<-done
//	}
//
// A run that asks is given up, as for what code that is not followed has changed (disturb.go).

package stuck

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// madeHere is a symbol for something whose elements the run has put there.
func (m *machine) madeHere() *symbol {
	s := m.fresh()
	s.nonNil, s.made = true, true
	return s
}

// isMade reports whether the elements of a value are what the run has put there.
func isMade(v value) bool {
	switch v := v.(type) {
	case list:
		return true
	case *symbol:
		return v.made
	}
	return false
}

// isSettled reports whether an element, or what an assertion says of a value, follows from what
// the run has done.
func (m *machine) isSettled(f *frame, x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		return isMade(m.eval(f, x.X)) && len(depsOf(m.eval(f, x.Index))) == 0
	case *ast.TypeAssertExpr:
		_, isFree := m.eval(f, x.X).(*symbol)
		return !isFree
	}
	return false
}

// settles marks symbols as ones that are not free to be anything, where what they are of is
// settled.
func (m *machine) settles(f *frame, x ast.Expr, of ...*symbol) {
	if m.isSettled(f, x) {
		for _, s := range of {
			m.heat(x, s.id)
		}
	}
}

// hasOtherName reports whether the address of a variable is kept, so that what it has may be
// set under another name:
//
//	p := &opts
//	p.async = true
//
// Where a call is given the address, what it stores there is free.
func hasOtherName(addr inspector.Cursor) bool {
	switch kind, _ := addr.ParentEdge(); kind {
	case edge.CallExpr_Args, edge.SelectorExpr_X, edge.UnaryExpr_X, edge.StarExpr_X:
		return false
	case edge.ParenExpr_X:
		return hasOtherName(addr.Parent())
	}
	return true
}

// isConstantVar reports whether a variable of the package has the constant that it is declared
// with, or its zero value, for ever.
func (p *program) isConstantVar(v *types.Var) bool {
	if !typesx.IsPackageVar(v) || v.Pkg() != p.Pkg || v.Exported() || p.set[v] || p.lent[v] {
		return false
	}
	if _, isBasic := v.Type().Underlying().(*types.Basic); !isBasic {
		return false
	}
	for _, cur := range p.Index.Names(v) {
		spec, ok := cur.Parent().Node().(*ast.ValueSpec)
		if !ok || p.Info.Defs[cur.Node().(*ast.Ident)] != types.Object(v) {
			continue
		}
		if len(spec.Values) == 0 {
			return true
		}
		x := definition(cur, cur.Node().(*ast.Ident))
		return x != nil && p.Info.Types[x].Value != nil
	}
	return false
}

// worksOut reports whether what a call yields follows from what the run has set: a function of
// the package that only looks at what it is given, and is given nothing unknown. Constants in the
// source do not count, as in asksOfKnown.
func (m *machine) worksOut(f *frame, call *ast.CallExpr) bool {
	fn, _ := typeutil.Callee(m.prog.Info, call).(*types.Func)
	if fn == nil || !m.prog.looksOnly(fn.Origin()) {
		return false
	}
	given := call.Args
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && fn.Signature().Recv() != nil {
		given = append([]ast.Expr{sel.X}, given...)
	}
	set := false
	for _, x := range given {
		if len(depsOf(m.eval(f, x))) > 0 {
			return false
		}
		set = set || m.prog.Info.Types[x].Value == nil
	}
	return set
}

// looksOnly reports whether a function of the package calls nothing, but what makes an error,
// waits for nothing, and asks nothing but its parameters and constants.
func (p *program) looksOnly(fn *types.Func) bool {
	if is, known := p.looking[fn]; known {
		return is
	}
	decl := p.sight.decls[fn]
	is := decl != nil && decl.Body != nil && !syntax.Any(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			return !p.Info.Types[n.Fun].IsType() && !p.Info.Types[n.Fun].IsBuiltin() && !makesError(typeutil.StaticCallee(p.Info, n))
		case *ast.GoStmt, *ast.DeferStmt, *ast.SendStmt, *ast.SelectStmt:
			return true
		case *ast.UnaryExpr:
			return n.Op == token.ARROW
		case *ast.Ident:
			v, ok := p.Info.Uses[n].(*types.Var)
			return ok && !v.IsField() && typesx.IsPackageVar(v) && !p.isConstantVar(v)
		}
		return false
	})
	p.looking[fn] = is
	return is
}

// makesError reports whether a function makes an error.
func makesError(fn *types.Func) bool {
	if fn == nil {
		return false
	}
	name := fn.FullName()
	return name == "errors.New" || name == "fmt.Errorf"
}

// asserted is the assertion by which a type switch asks.
func asserted(ts *ast.TypeSwitchStmt) ast.Expr {
	switch a := ts.Assign.(type) {
	case *ast.AssignStmt:
		return a.Rhs[0]
	case *ast.ExprStmt:
		return a.X
	}
	return nil
}
