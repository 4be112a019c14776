// This file looks at the launcher for the context of a task: the one for which it stops waiting for
// the task.
//
//	go func() { errs <- conn.Handshake() }()
//	select {
//	case err := <-errs:
//		return err
//	case <-ctx.Done():
//		conn.Close()
//		return ctx.Err()
//	}
//
//	task := tracked.Start(ctx, "conn.Handshake")

package rewrite

import (
	"go/ast"
	"slices"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// fewBehind is how many statements behind a launch are looked at: what it is waited for stands near.
const fewBehind = 8

// launcherWaits returns the context of the select statement behind a launch that also waits for what
// the launched literal sends or closes; "" for none, or where something else is waited for before.
func (r *Rewriter) launcherWaits(src *source.File, stmt *ast.GoStmt) string {
	lit, isLit := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	at, ok := r.Index.Find(stmt)
	if !isLit || !ok || r.waitsForSeveral(stmt) {
		return ""
	}
	if at.ParentEdgeIndex() < 0 {
		return "" // with a label
	}
	behind := syntax.Statements(at.Parent().Node())[at.ParentEdgeIndex()+1:]
	for i, s := range behind[:min(len(behind), fewBehind)] {
		if loop, isLoop := s.(*ast.ForStmt); isLoop {
			first := slices.IndexFunc(loop.Body.List, func(s ast.Stmt) bool { _, ok := s.(*ast.SelectStmt); return ok })
			if first < 0 || r.waitsIn(loop.Body.List[:first]...) {
				return ""
			}
			s = loop.Body.List[first]
		}
		if wait, isWait := s.(*ast.SelectStmt); isWait {
			return r.waitedBeside(src, stmt, lit, wait, i == 0)
		}
		if r.waitsIn(s) {
			return ""
		}
	}
	return ""
}

// waitsIn reports whether statements receive something themselves.
func (r *Rewriter) waitsIn(list ...ast.Stmt) bool {
	return slices.ContainsFunc(list, func(s ast.Stmt) bool {
		return syntax.AnyOwn(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.UnaryExpr, *ast.RangeStmt:
				return r.MayWait(n)
			case *ast.SelectStmt:
				return true
			}
			return false
		})
	})
}

// waitedBeside returns the only context that a select statement waits for beside a channel of a
// literal. next says that nothing runs between the launch and that.
func (r *Rewriter) waitedBeside(src *source.File, stmt *ast.GoStmt, lit *ast.FuncLit, wait *ast.SelectStmt, next bool) string {
	beside, contexts := false, make(map[string]bool)
	for _, clause := range wait.Body.List {
		receive := behaviour.Received(clause.(*ast.CommClause).Comm)
		if receive == nil {
			continue
		}
		of := doneOf(receive)
		if of == nil || !typesx.IsContextValue(r.TypeOf(of)) {
			beside = beside || r.tells(lit, receive.X)
			continue
		}
		name := r.contextOf(src, stmt, of)
		// A variable is the one that it is at the launch; what a getter is of is followed there.
		if _, isCall := ast.Unparen(of).(*ast.CallExpr); isCall && !next || !isCall && !r.Fixed(of) {
			name = ""
		}
		contexts[name] = true
	}
	for name := range contexts {
		if beside && len(contexts) == 1 {
			return name
		}
	}
	return ""
}

// tells reports whether a literal sends to a channel, or closes it.
func (r *Rewriter) tells(lit *ast.FuncLit, ch ast.Expr) bool {
	v := r.Pass.TypesInfo.Uses[typesx.Ident(ch)]
	is := func(x ast.Expr) bool { return v != nil && r.Pass.TypesInfo.Uses[typesx.Ident(x)] == v }
	return syntax.Any(lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			return is(n.Chan)
		case *ast.CallExpr:
			return r.IsBuiltin(n, "close") && len(n.Args) == 1 && is(n.Args[0])
		}
		return false
	})
}
