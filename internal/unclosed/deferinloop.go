// This file is the rule defer-in-loop. A defer runs when the function ends and not when the
// iteration does, so that all that a loop opens stays open:
//
//	for _, name := range names {
//		f, err := os.Open(name)
//		if err != nil {
//			return err
//		}
//		defer f.Close() // reported
//	}

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// deferInLoop reports a deferred release of what the same loop acquires again. The defer and
// the call must be in one loop, and control must get from the one back to the other: a loop
// that is left behind the defer opens one thing only.
func deferInLoop(a *acquisition) *unit.Issue {
	for _, o := range a.outcomes {
		if o.Kind != obligation.Deferred || !o.Again || !a.InLoopWith(o.Defer) || a.isGathered() || a.outlivesTurn() {
			continue
		}
		if a.Func.Reaches(o.Defer.Pos(), a.Call.Pos()) {
			w := a.words()
			late := "all stay open until " + a.function() + " returns"
			// Of files the harm is that they are all open at once; a span or a timer is only late.
			if w.done != "closed" {
				late = "none is " + w.done + " before " + a.function() + " returns"
			}
			is := a.issue("%s in a loop is %s by defer, so %s: %s in each iteration, or move the body of the loop into a function",
				a.opened(), w.done, late, w.imperative)
			is.Pos, is.End = o.Defer.Defer, o.Defer.Defer+token.Pos(len("defer"))
			is.Fix, is.NoFix = a.literalFix(o.Defer)
			return is
		}
	}
	return nil
}

// isGathered reports whether the loop gathers what it opens for later: it must stay open then.
//
//	for _, name := range names {
//		f, err := os.Open(name)
//		...
//		defer f.Close()
//		files = append(files, f)
//	}
//	merge(files)
//
// A slice or map of the iteration itself gathers nothing, nor does one that is only counted.
func (a *acquisition) isGathered() bool {
	id, ok := a.place().(*ast.Ident)
	if !ok || len(a.Loops) == 0 {
		return false
	}
	v, loop := a.unit.Pass.TypesInfo.ObjectOf(id), a.Loops[0]
	return v != nil && syntax.AnyOwn(loop, func(assign *ast.AssignStmt) bool {
		for i, to := range assign.Lhs {
			if i >= len(assign.Rhs) {
				return false
			}
			index, isEntry := ast.Unparen(to).(*ast.IndexExpr)
			if isEntry {
				to = index.X
			}
			root := a.unit.Pass.TypesInfo.ObjectOf(rootOf(to))
			outside := root != nil && (root.Pos() < loop.Pos() || loop.End() <= root.Pos())
			if outside && a.isReadAfter(root, loop) && a.gathers(assign.Lhs[i], assign.Rhs[i], v, isEntry) {
				return true
			}
		}
		return false
	})
}

// outlivesTurn reports whether the loop launches something with what it opens, or with the context
// that it cancels, and does not wait for that before the next turn: what is open at the turn's end
// is meant to be. That somebody waits in the loop is taken to be for it.
//
//	for _, addr := range addrs {
//		conn, err := net.Dial("udp", addr)
//		...
//		defer conn.Close()
//		go read(conn)
//	}
//	return serve()
func (a *acquisition) outlivesTurn() bool {
	place := a.place()
	if assign, ok := a.Stmt.(*ast.AssignStmt); ok && a.Spec.Cancels {
		place = assign.Lhs[0]
	}
	id, ok := place.(*ast.Ident)
	if !ok || len(a.Loops) == 0 || !a.layout().launches || a.unit.Pass.TypesInfo.ObjectOf(id) == nil {
		return false
	}
	loop := a.Loops[len(a.Loops)-1]
	r := a.newReach()
	r.closing, r.until = true, loop.End() // what it escapes by does not end the search
	r.about(a.unit.Pass.TypesInfo.ObjectOf(id))
	r.solve(a.Call.Pos())
	return syntax.AnyOwn(loop, func(n ast.Node) bool {
		call, isCall := n.(*ast.CallExpr)
		_, isGo := n.(*ast.GoStmt)
		return (isGo || isCall && a.launchesByHelper(call)) && r.mentions(n) && !a.isAwaitedIn(loop, n.End())
	})
}

// isAwaitedIn reports whether a loop waits behind a place, on its way to the next turn: in its own
// list, and not in a branch.
func (a *acquisition) isAwaitedIn(loop ast.Stmt, from token.Pos) bool {
	body := bodyOf(loop)
	return body != nil && slices.ContainsFunc(body.List, func(s ast.Stmt) bool {
		if _, isDefer := s.(*ast.DeferStmt); isDefer || s.Pos() < from {
			return false
		}
		switch s.(type) {
		case *ast.ExprStmt, *ast.AssignStmt, *ast.SelectStmt, *ast.IfStmt:
		default:
			return false
		}
		return syntax.AnyOwn(s, func(x ast.Expr) bool {
			switch x := x.(type) {
			case *ast.UnaryExpr:
				return x.Op == token.ARROW
			case *ast.CallExpr:
				return methodOf(x) == "Wait"
			}
			return false
		})
	})
}

// isReadAfter reports whether what a variable has is looked at behind a loop, and not only its
// length; what is not a variable of the function may be:
//
//	log.Print(len(files)) // only counts them
func (a *acquisition) isReadAfter(v types.Object, loop ast.Stmt) bool {
	if v.Pos() < a.Func.Body.Pos() || a.Func.Body.End() <= v.Pos() {
		return true
	}
	return slices.ContainsFunc(a.engine.Index().Uses(v), func(c inspector.Cursor) bool {
		if c.Node().Pos() < loop.End() {
			return false
		}
		call, ok := c.Parent().Node().(*ast.CallExpr)
		return !ok || !typesx.IsBuiltin(a.unit.Pass.TypesInfo, call, "len") && !typesx.IsBuiltin(a.unit.Pass.TypesInfo, call, "cap")
	})
}

// gathers reports whether a value that is assigned has a variable in it: appended to what it is
// assigned to, or, where that is an entry of something, as it is or in a literal.
func (a *acquisition) gathers(to, x ast.Expr, v types.Object, whole bool) bool {
	info := a.unit.Pass.TypesInfo
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return whole && info.Uses[x] == v
	case *ast.UnaryExpr:
		return x.Op == token.AND && a.gathers(to, x.X, v, whole)
	case *ast.KeyValueExpr:
		return a.gathers(to, x.Value, v, whole)
	case *ast.CompositeLit:
		return slices.ContainsFunc(x.Elts, func(elt ast.Expr) bool { return a.gathers(to, elt, v, whole) })
	case *ast.CallExpr:
		return typesx.IsBuiltin(info, x, "append") && len(x.Args) > 1 && types.ExprString(x.Args[0]) == types.ExprString(to) &&
			slices.ContainsFunc(x.Args[1:], func(arg ast.Expr) bool { return a.gathers(to, arg, v, true) })
	}
	return false
}
