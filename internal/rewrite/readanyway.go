// This file asks whether a launch may read a field that others set as well. It may where one of both
// sides of the launch reads the field anyway, whatever happens, and before anything that could
// order it behind what sets the field:
//
//	task := tracked.Start(h.ctx, "Handler.forget")
//	go func() {
//		defer task.Done()
//		timer := time.NewTimer(d)
//		select {
//		case <-h.ctx.Done():
//		case <-timer.C:
//		}
//	}()
//
// What sets h.ctx meanwhile is in a race with the goroutine, so that it is in none with the launch
// alone.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// orderless are packages whose functions wait for nobody.
var orderless = map[string]bool{
	"context": true, "errors": true, "fmt": true, "log": true, "log/slog": true, "strconv": true, "strings": true, "time": true,
}

// readAnyway reports whether the launched body reads a field first of all, or the launcher does so
// next. sel is a read in the body, name what it is for the launcher, who does not set it any more.
func (r *Rewriter) readAnyway(src *source.File, stmt *ast.GoStmt, sel *ast.SelectorExpr, name string) bool {
	field := r.Pass.TypesInfo.Uses[sel.Sel].(*types.Var)
	if slices.ContainsFunc(r.ChangesOf(src, stmt, field), func(c *vars.Change) bool {
		return c.Hidden || c.Elsewhere(stmt.Pos()) || c.At.Node().Pos() > stmt.Pos()
	}) {
		return false
	}
	body := r.LaunchedBody(stmt)
	// A nil before the field panics in the goroutine as well, unless that recovers.
	if r.readsFirst(body, body.Pos(), sel) && (r.isOfReceiver(stmt, sel) || !r.recovers(body)) {
		return true
	}
	at, ok := r.Index.Find(stmt)
	if !ok {
		return false
	}
	around := at.Parent().Node()
	for next := range syntax.Own[*ast.SelectorExpr](around) {
		id, isIdent := ast.Unparen(next.X).(*ast.Ident)
		if next.Pos() > stmt.End() && isIdent && r.Pass.TypesInfo.Uses[next.Sel] == field && source.Text(next) == name &&
			r.Pass.TypesInfo.Uses[id] == r.Lookup(id.Name, stmt.Pos()) {
			return r.readsFirst(around, stmt.End(), next)
		}
	}
	return false
}

// isOfReceiver reports whether a field is one of what a method is called on, which is not nil as far
// as anybody cares.
func (r *Rewriter) isOfReceiver(stmt *ast.GoStmt, sel *ast.SelectorExpr) bool {
	recv, base := r.launchedReceiver(stmt)
	return r.NotNil(sel.X) || base != nil && r.isThereAt(stmt, base) && recv == r.Pass.TypesInfo.Uses[typesx.Ident(sel.X)]
}

// surelyPanics reports whether a node of a body is reached whenever that runs, and nothing stops a panic
// there.
func (r *Rewriter) surelyPanics(body *ast.BlockStmt, n ast.Node) bool {
	return r.surely(body, n) && !r.recovers(body) && !syntax.AnyOwn(body, func(d *ast.DeferStmt) bool {
		return d.Pos() < n.Pos() && r.mayRecover(d.Call)
	})
}

// mayRecover reports whether a deferred call may stop a panic: what is declared says so itself, and that of
// the standard library does not. A literal has been looked at.
func (r *Rewriter) mayRecover(call *ast.CallExpr) bool {
	if _, isLit := ast.Unparen(call.Fun).(*ast.FuncLit); isLit || r.Pass.TypesInfo.Types[call.Fun].IsBuiltin() {
		return false
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !ok || typesx.IsInterfaceMethod(fn) {
		return true
	}
	if decl := r.DeclOf(fn.Origin()); decl != nil && decl.Body != nil {
		return r.recovers(decl.Body)
	}
	return fn.Pkg() == nil || !unit.IsStd(fn.Pkg())
}

// recovers reports whether something stops a panic.
func (r *Rewriter) recovers(body *ast.BlockStmt) bool {
	return syntax.Any(body, func(call *ast.CallExpr) bool { return r.IsBuiltin(call, "recover") })
}

// readsFirst reports whether a field is read whenever a part of a function runs from a position on,
// and before anything there that waits for others.
func (r *Rewriter) readsFirst(within ast.Node, from token.Pos, sel *ast.SelectorExpr) bool {
	at, ok := r.Index.Find(sel)
	if !ok || !r.surelyFrom(within, from, sel) {
		return false
	}
	end := evaluatedWith(at).End()
	wait := waitWith(at)
	passed := make(map[ast.Node]bool)
	if wait != nil {
		for _, s := range wait.Body.List {
			if comm := s.(*ast.CommClause).Comm; comm != nil {
				passed[comm], passed[behaviour.Received(comm)] = true, true
			}
		}
	}
	return !syntax.AnyExcept(within, otherTime(wait), func(n ast.Node) bool {
		if n.Pos() < from || n.Pos() >= end || n.Pos() <= sel.Pos() && sel.End() <= n.End() {
			return false
		}
		switch n := n.(type) {
		case *ast.DeferStmt: // what it evaluates is below
			passed[n.Call] = true
		case *ast.GoStmt:
			passed[n.Call] = true
		case *ast.UnaryExpr:
			return n.Op == token.ARROW && !passed[n]
		case *ast.SendStmt:
			return !passed[n]
		case *ast.SelectStmt:
			return true
		case *ast.RangeStmt:
			return r.MayWait(n)
		case *ast.CallExpr:
			return !passed[n] && !r.isOrderless(n)
		}
		return false
	})
}

// isOrderless reports whether a call waits for nobody.
func (r *Rewriter) isOrderless(call *ast.CallExpr) bool {
	if tv := r.Pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return true
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return ok && fn.Pkg() != nil && orderless[fn.Pkg().Path()] && fn.Name() != "Sleep" && !typesx.IsInterfaceMethod(fn)
}

// evaluatedWith returns the statement, or the part of one with a body, that evaluates a node.
func evaluatedWith(at inspector.Cursor) ast.Node {
	for {
		switch at.Parent().Node().(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause, *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt:
			return at.Node()
		}
		at = at.Parent()
	}
}

// waitWith returns the select statement that evaluates a node as it begins to wait; nil for none.
func waitWith(at inspector.Cursor) *ast.SelectStmt {
	for outer := range at.Enclosing((*ast.CommClause)(nil), (*ast.BlockStmt)(nil)) {
		clause, ok := outer.Node().(*ast.CommClause)
		if !ok || clause.Comm == nil || !syntax.Encloses(clause.Comm, at.Node().Pos()) {
			return nil
		}
		wait, _ := outer.Parent().Parent().Node().(*ast.SelectStmt)
		return wait
	}
	return nil
}

// otherTime reports what does not run before a select statement waits: literals, and what its cases do.
func otherTime(wait *ast.SelectStmt) func(ast.Node) bool {
	behind := make(map[ast.Node]bool)
	if wait != nil {
		for _, clause := range wait.Body.List {
			for _, s := range clause.(*ast.CommClause).Body {
				behind[s] = true
			}
		}
	}
	return func(n ast.Node) bool {
		_, isLit := n.(*ast.FuncLit)
		return isLit || behind[n]
	}
}

// surely reports whether a node of a body is reached whenever that runs: no condition stands
// around it, and no way out before it.
func (r *Rewriter) surely(body *ast.BlockStmt, n ast.Node) bool {
	return r.surelyFrom(body, body.Pos(), n)
}

// surelyFrom is surely for a part of a function from a position on.
func (r *Rewriter) surelyFrom(within ast.Node, from token.Pos, n ast.Node) bool {
	at, ok := r.Index.Find(n)
	if !ok || leavesBefore(within, from, at) {
		return false
	}
	for ; at.Node() != within; at = at.Parent() {
		switch outer := at.Parent().Node().(type) {
		case *ast.IfStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.RangeStmt:
			switch at.ParentEdgeKind() {
			case edge.IfStmt_Init, edge.IfStmt_Cond, edge.SwitchStmt_Init, edge.SwitchStmt_Tag, edge.TypeSwitchStmt_Init, edge.TypeSwitchStmt_Assign, edge.RangeStmt_X:
			default:
				return false
			}
		case *ast.FuncLit, *ast.LabeledStmt:
			return false
		case *ast.ForStmt:
			if kind := at.ParentEdgeKind(); kind == edge.ForStmt_Post || kind == edge.ForStmt_Body && outer.Cond != nil {
				return false
			}
		case *ast.BinaryExpr:
			if outer.Op == token.LAND || outer.Op == token.LOR {
				return false
			}
		case *ast.CommClause: // what it receives from is evaluated in any case
			if at.Node() != outer.Comm || behaviour.Received(outer.Comm) != nil && !syntax.Encloses(behaviour.Received(outer.Comm), n.Pos()) {
				return false
			}
		}
	}
	return true
}

// leavesBefore reports whether a part of a function may be left, or a loop around a node there,
// before the node is reached.
func leavesBefore(within ast.Node, from token.Pos, at inspector.Cursor) bool {
	n := at.Node()
	return syntax.AnyExcept(within, otherTime(waitWith(at)), func(out ast.Node) bool {
		if out.Pos() < from || out.End() > n.Pos() {
			return false
		}
		branch, ok := out.(*ast.BranchStmt)
		if !ok {
			_, ok = out.(*ast.ReturnStmt)
			return ok
		}
		if branch.Label != nil {
			return true
		}
		for loop := range at.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
			return syntax.Body(loop.Node()) == nil && syntax.Encloses(loop.Node(), branch.Pos())
		}
		return false
	})
}
