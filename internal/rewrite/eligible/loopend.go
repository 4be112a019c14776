// This file proves that a loop ends when its owner is closed, for ownergroup.go, which then
// lets Close wait for it.

package eligible

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/rewrite/vars"
)

// loopEnding is the question whether a loop ends when a channel is closed.
type loopEnding struct {
	r    *Checker
	e    *Ending
	done *types.Var
}

// method reports whether a method ends when its receiver's channel is closed: it has one
// loop, each turn of which asks for that, and nothing in it waits for anything else.
//
//	for {
//		select {
//		case <-s.done:
//			return
//		case <-ticker.C:
//			...
//		}
//	}
func (l *loopEnding) method(fd *ast.FuncDecl) bool {
	if fd.Body == nil || fd.Recv == nil || len(fd.Recv.List[0].Names) == 0 {
		return false
	}
	recv := l.r.Pass.TypesInfo.Defs[fd.Recv.List[0].Names[0]]
	loops := 0
	for _, s := range fd.Body.List {
		loop, ok := s.(*ast.ForStmt)
		if !ok {
			if !l.e.All(s) {
				return false
			}
			continue
		}
		if loop.Init != nil || loop.Cond != nil || loop.Post != nil || !l.turn(loop.Body.List, recv) {
			return false
		}
		loops++
	}
	return loops == 1
}

// turn reports whether a turn of the loop ends, and the loop with it once the channel is
// closed.
func (l *loopEnding) turn(list []ast.Stmt, recv types.Object) bool {
	asks := false
	for _, s := range list {
		sel, ok := s.(*ast.SelectStmt)
		if !ok {
			if !l.e.All(s) {
				return false
			}
			continue
		}
		ends, ok := l.selects(sel, recv)
		if !ok {
			return false
		}
		asks = asks || ends
	}
	return asks
}

// selects reports whether a select has a case that ends the loop, and whether none of its
// cases does more than to compute.
func (l *loopEnding) selects(s *ast.SelectStmt, recv types.Object) (ends, ok bool) {
	for _, c := range s.Body.List {
		clause := c.(*ast.CommClause)
		for _, inner := range clause.Body {
			if !l.e.All(inner) {
				return false, false
			}
		}
		ch, computes := l.channel(clause.Comm)
		if !computes {
			return false, false
		}
		if ch != nil && vars.FieldOf(l.r.Pass.TypesInfo, ch, recv) == l.done && len(clause.Body) > 0 {
			_, returns := clause.Body[len(clause.Body)-1].(*ast.ReturnStmt)
			ends = ends || returns
		}
	}
	return ends, true
}

// channel is what a case receives from, and whether its operands only compute.
func (l *loopEnding) channel(comm ast.Stmt) (ch ast.Expr, ok bool) {
	var x ast.Expr
	switch s := comm.(type) {
	case nil:
		return nil, true
	case *ast.SendStmt:
		return nil, l.e.All(s.Chan) && l.e.All(s.Value)
	case *ast.ExprStmt:
		x = s.X
	case *ast.AssignStmt:
		x = s.Rhs[0]
	}
	recv, ok := ast.Unparen(x).(*ast.UnaryExpr)
	if !ok || recv.Op != token.ARROW {
		return nil, false
	}
	return recv.X, l.e.All(recv.X)
}

// EndsWhenClosed reports whether a method ends when a channel in a field of its receiver is closed,
// and never comes to the method that does that, and then would wait for itself.
func (r *Checker) EndsWhenClosed(method *ast.FuncDecl, done *types.Var, stop *types.Func) bool {
	l := &loopEnding{r: r, e: r.Ending(), done: done}
	return l.method(method) && !l.e.bodies.looked(stop)
}
