// This file says of which leaks nothing is held: a context that is made of one that never ends,
// before anything has been given it or what has it.
//
//	ctx := context.Background()
//	pool := safe.NewPool(ctx) // a context, its cancel, and a WaitGroup
//	if err := load(); err != nil {
//		return err // nothing runs in the pool yet
//	}
//	pool.Go(run)

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation"
)

// isIdle reports whether what a path loses holds nothing there: none of the variables that the
// acquisition sets is used on the way.
func (a *acquisition) isIdle(o obligation.Outcome) bool {
	if o.Kind != obligation.Leaked || o.Launch.IsValid() || o.Given.IsValid() || !a.isEndless(a.parent()) {
		return false
	}
	assign, ok := a.Stmt.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || len(a.Loops) > 0 {
		return false
	}
	for _, lhs := range assign.Lhs {
		id, ok := lhs.(*ast.Ident)
		if !ok {
			return false
		}
		v := a.unit.Pass.TypesInfo.ObjectOf(id)
		if v == nil || isErrorType(v.Type()) { // the error says whether there is one
			continue
		}
		if slices.ContainsFunc(a.layout().idents[v], func(use *ast.Ident) bool { return use != id && a.comesBefore(use, o) }) {
			return false
		}
	}
	return true
}

// isUnnamed reports whether nothing holds what the constructor gives, so that nothing can ever run
// in it.
func (a *acquisition) isUnnamed() bool { return a.dropped() && a.isEndless(a.parent()) }

// comesBefore reports whether a use is on a way to where a path ends.
func (a *acquisition) comesBefore(use *ast.Ident, o obligation.Outcome) bool {
	if use.Pos() < a.Call.Pos() {
		return true // it may be another's, and is not looked at
	}
	return o.Return == nil || o.Return.Pos() <= use.Pos() && use.End() <= o.Return.End() || a.Func.Reaches(use.Pos(), o.Pos)
}

// parent is what the context is made of; nil where it is more than a context.
func (a *acquisition) parent() ast.Expr {
	i := a.Spec.Idle - 1
	switch {
	case a.Spec.Idle < 0:
		return a.Call // of which the constructor has made it
	case a.Spec.Name == "context.WithCancel" && a.Spec.Cancels:
		i = 0
	}
	if i < 0 || i >= len(a.Call.Args) {
		return nil
	}
	return a.Call.Args[i]
}

// isEndless reports whether an expression is a context that nothing ends, or a variable of the
// function that is set once, to such a one.
func (a *acquisition) isEndless(x ast.Expr) bool {
	if x == nil {
		return false
	}
	info := a.unit.Pass.TypesInfo
	if a.Spec.Idle < 0 || obligation.IsEndless(info, x) {
		return true
	}
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := info.Uses[id].(*types.Var)
	changes := a.layout().changes[v]
	if !isVar || len(changes) != 1 {
		return false
	}
	assign, ok := changes[0].(*ast.AssignStmt)
	return ok && assign.Tok == token.DEFINE && len(assign.Lhs) == len(assign.Rhs) &&
		slices.ContainsFunc(assign.Lhs, func(lhs ast.Expr) bool {
			return a.isOf(lhs, v) && obligation.IsEndless(info, assign.Rhs[slices.Index(assign.Lhs, lhs)])
		})
}
