// This file answers which launches only somebody else's leisure ends:
//
//	func (f *fs) Notify(wake <-chan time.Duration) { go func() { for range wake { ... } }() } // the caller's
//	go func() { for { f(); time.Sleep(interval) } }()  // for as long as the caller has said
//	go func() { for { conn.Read(b) } }()               // the other end of a connection that nobody closes
//	for _, x := range list { jobs <- x }               // workers that may all have failed
//
// A task is awaited at the end of the process, which would wait for these, too.

package eligible

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"time"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// idles says what a launch may have to wait for, that nobody of this process ends; "" for any other.
func (r *Checker) idles(stmt *ast.GoStmt) string {
	if ch := r.onlyGivenEnd(stmt); ch != nil {
		return "it ends when whoever has given " + source.Text(ch) + " closes that"
	}
	if d := r.sleepsLong(stmt); d != nil {
		return "nothing wakes it while it sleeps for " + source.Text(d) + ": wait for its end beside a timer first"
	}
	if conn := r.readsAlone(stmt); conn != nil {
		return "it reads from " + source.Text(conn) + ", which nobody else closes, until the other end does"
	}
	if ch := r.outlasts(stmt); ch != nil {
		return "it sends on " + source.Text(ch) + ", whose receivers may all have returned: let it end then first"
	}
	return ""
}

// onlyGivenEnd returns the channel that alone ends the loop of a launch, where that is a parameter of
// the function around: so its caller ends the loop, and nobody here learns when.
func (r *Checker) onlyGivenEnd(stmt *ast.GoStmt) ast.Expr {
	body := r.LaunchedBody(stmt)
	if body == nil || r.Told[stmt].Joined || r.tellsOfEnd(body) {
		return nil
	}
	for _, s := range body.List {
		var end ast.Expr
		switch loop := s.(type) {
		case *ast.RangeStmt:
			if !leavesLoop(loop.Body) {
				end = loop.X
			}
		case *ast.ForStmt:
			if loop.Cond == nil && len(loop.Body.List) == 1 {
				end = onlyCaseOut(loop.Body.List[0])
			}
		}
		if end != nil && r.isGivenChannel(stmt, end) {
			return end
		}
	}
	return nil
}

// tellsOfEnd reports whether a body itself sends on a channel, closes one or calls a Done, so that
// somebody may care.
func (r *Checker) tellsOfEnd(body *ast.BlockStmt) bool {
	return syntax.AnyOwn(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			return true
		case *ast.CallExpr:
			sel, isSel := ast.Unparen(n.Fun).(*ast.SelectorExpr)
			return r.IsBuiltin(n, "close") || isSel && sel.Sel.Name == "Done" && typesx.IsNamed(r.TypeOf(sel.X), "sync", "WaitGroup")
		}
		return false
	})
}

// onlyCaseOut returns the channel of the only case of a select that leads out of the loop that it
// is all of; nil where there are others, or none.
func onlyCaseOut(s ast.Stmt) (ch ast.Expr) {
	sel, ok := s.(*ast.SelectStmt)
	if !ok {
		return nil
	}
	for _, c := range sel.Body.List {
		clause := c.(*ast.CommClause)
		if !slices.ContainsFunc(clause.Body, func(s ast.Stmt) bool { return leavesLoop(s) }) {
			continue
		}
		recv := behaviour.Received(clause.Comm)
		if recv == nil || ch != nil {
			return nil
		}
		ch = recv.X
	}
	return ch
}

// leavesLoop reports whether something in a loop's body may lead out of it. A break may be that of
// another statement, which is no harm: it is doubt.
func leavesLoop(n ast.Node) bool {
	return syntax.AnyOwn(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.BranchStmt:
			return n.Tok != token.CONTINUE && n.Tok != token.FALLTHROUGH
		}
		return false
	})
}

// isGivenChannel reports whether a channel of what is launched is a parameter of the function
// around, which always has the caller's value.
func (r *Checker) isGivenChannel(stmt *ast.GoStmt, x ast.Expr) bool {
	given := func(x ast.Expr) (*types.Var, bool) {
		id, ok := ast.Unparen(x).(*ast.Ident)
		if !ok {
			return nil, false
		}
		v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
		return v, isVar && r.IsParam(v) && !r.IsAssigned(v)
	}
	// What the function may do more with than to receive it may close itself.
	ch, isChan := r.TypeOf(x).Underlying().(*types.Chan)
	v, ok := given(x)
	if !ok || !isChan || ch.Dir() != types.RecvOnly {
		return false
	}
	i := r.paramIndex(stmt, v)
	if i < 0 {
		return !syntax.Encloses(stmt, v.Pos())
	}
	if i >= len(stmt.Call.Args) {
		return false
	}
	_, ok = given(stmt.Call.Args[i])
	return ok && types.Identical(r.TypeOf(stmt.Call.Args[i]), r.TypeOf(x))
}

// sleepsLong returns for how long a launch sleeps, where nothing wakes it, and that is a minute or
// more, or whatever the caller of a function around has said.
func (r *Checker) sleepsLong(stmt *ast.GoStmt) (d ast.Expr) {
	body := r.LaunchedBody(stmt)
	if body == nil || r.Told[stmt].Joined {
		return nil
	}
	woken := make(map[ast.Stmt]bool) // a case of a select, beside another
	for choice := range syntax.Own[*ast.SelectStmt](body) {
		for _, c := range choice.Body.List {
			woken[c.(*ast.CommClause).Comm] = len(choice.Body.List) > 1
		}
	}
	for s := range syntax.Own[*ast.ExprStmt](body) {
		if x := r.sleptFor(s); x != nil && !woken[s] && r.isLong(stmt, x) {
			return x
		}
	}
	return nil
}

// isLong reports whether a duration is a constant of a minute or more, or a parameter of a function
// that is not launched.
func (r *Checker) isLong(stmt *ast.GoStmt, d ast.Expr) bool {
	if value := r.Pass.TypesInfo.Types[d].Value; value != nil {
		n, exact := constant.Int64Val(constant.ToInt(value))
		return exact && n >= int64(time.Minute)
	}
	id, ok := ast.Unparen(d).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	return isVar && r.IsParam(v) && !r.IsAssigned(v) && r.paramIndex(stmt, v) < 0
}

// readsAlone returns the connection from which a launched literal reads, where it is a variable of
// the function around that nobody else uses, and the literal neither closes it nor says how long it
// would wait: so only the other end does.
func (r *Checker) readsAlone(stmt *ast.GoStmt) ast.Expr {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || r.Told[stmt].Joined {
		return nil
	}
	for loop := range syntax.Own[*ast.ForStmt](lit.Body) {
		for call := range syntax.Own[*ast.CallExpr](loop.Body) {
			operands := call.Args
			if sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr); isSel && r.reads(call) {
				operands = append([]ast.Expr{sel.X}, operands...)
			}
			if i := slices.IndexFunc(operands, func(x ast.Expr) bool { return r.isLoneConnection(lit, x) }); i >= 0 {
				return operands[i]
			}
		}
	}
	return nil
}

// isLoneConnection reports whether an expression is a connection that only a literal uses, and
// does not end.
func (r *Checker) isLoneConnection(lit *ast.FuncLit, x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok || !typesx.HasMethod(r.TypeOf(x), nil, "SetReadDeadline") || !typesx.HasMethod(r.TypeOf(x), nil, "Close") {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	def, defined := r.Index.Definition(v)
	if !isVar || !defined || def.ParentEdgeKind() != edge.AssignStmt_Lhs || r.IsAssigned(v) || syntax.Encloses(lit, v.Pos()) {
		return false
	}
	return !slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		if !syntax.Encloses(lit, use.Node().Pos()) {
			return true
		}
		sel, isSel := use.Parent().Node().(*ast.SelectorExpr)
		return isSel && sel.Sel.Name != "Read" && sel.Sel.Name != "Write"
	})
}

// outlasts returns the channel on which a launched literal sends in a loop, whose receivers are
// loops that all may be left before it is closed.
func (r *Checker) outlasts(stmt *ast.GoStmt) ast.Expr {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || r.Told[stmt].Joined {
		return nil
	}
	for loop := range syntax.Own[ast.Stmt](lit.Body) {
		body := syntax.LoopBody(loop)
		if body == nil {
			continue
		}
		// A send that is one of several cases has another way on.
		for _, s := range body.List {
			if send, isSend := s.(*ast.SendStmt); isSend && r.receiversLeave(lit, send.Chan) {
				return send.Chan
			}
		}
	}
	return nil
}

// receiversLeave reports whether a channel is a variable beside a literal that others only range
// over, in literals, each of which may return from that.
func (r *Checker) receiversLeave(lit *ast.FuncLit, ch ast.Expr) bool {
	id, ok := ast.Unparen(ch).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	def, defined := r.Index.Definition(v)
	if !isVar || !defined || def.ParentEdgeKind() != edge.AssignStmt_Lhs || r.IsAssigned(v) || syntax.Encloses(lit, v.Pos()) {
		return false
	}
	leave := false
	return !slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		if syntax.Encloses(lit, use.Node().Pos()) {
			return false
		}
		loop, isRange := use.Parent().Node().(*ast.RangeStmt)
		leaves := isRange && syntax.AnyOwn(loop.Body, func(*ast.ReturnStmt) bool { return true })
		leave = leave || leaves
		return !leaves
	}) && leave
}
