// This file looks at the launcher for the context of a task: the one for which it stops waiting for
// the task, and what it gives to the task, or has looked into before.
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
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
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
		receive := received(clause.(*ast.CommClause).Comm)
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

// launchedLiteral returns the literal that is launched, also one that a variable is declared with
// and keeps, where the launch gets a handle.
func (r *Rewriter) launchedLiteral(stmt *ast.GoStmt, handle bool) *ast.FuncLit {
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		return lit
	}
	v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(stmt.Call.Fun)].(*types.Var)
	if !ok || !handle || v.Parent() == r.Pass.Pkg.Scope() || r.IsAssigned(v) {
		return nil
	}
	return r.LiteralOf(v)
}

// argumentFor returns the variable of the launcher that is a parameter of what is launched: neither
// gets another value, and a pointer is not nil; "" for none.
func (r *Rewriter) argumentFor(stmt *ast.GoStmt, launched ast.Node, param types.Object) string {
	fn := r.Index.Func(launched)
	v, isVar := param.(*types.Var)
	if fn == nil || !isVar || stmt.Call.Ellipsis.IsValid() || r.IsAssigned(v) {
		return ""
	}
	params := fn.Params
	if fn.Recv {
		params = params[1:]
	}
	at := slices.Index(params, v)
	if at < 0 || len(params) != len(stmt.Call.Args) {
		return "" // several results of a call, or a method expression
	}
	id := typesx.Ident(stmt.Call.Args[at])
	given, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !types.Identical(given.Type(), v.Type()) || !r.Fixed(id) {
		return ""
	}
	if source.IsPointer(v.Type()) && !r.NotNil(id) && !r.isFollowed(stmt, id) && !r.HasValue(id) {
		return ""
	}
	return id.Name
}

// isFollowedBy reports whether a statement that has certainly run before a launch follows the
// pointer that a getter is called on, so that it is not nil.
func (r *Rewriter) isFollowedBy(stmt *ast.GoStmt, getter ast.Expr) bool {
	sel, ok := ast.Unparen(ast.Unparen(getter).(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	return ok && r.isFollowed(stmt, id)
}

// isFollowed reports the same of a variable that is a pointer.
func (r *Rewriter) isFollowed(stmt *ast.GoStmt, id *ast.Ident) bool {
	at, ok := r.Index.Find(stmt)
	if !ok {
		return false
	}
	fn := syntax.Function(at)
	around := make(map[ast.Node]bool)
	for outer := range at.Enclosing() {
		around[outer.Node()] = true
	}
	return slices.ContainsFunc(r.Index.Uses(r.Pass.TypesInfo.Uses[id]), func(use inspector.Cursor) bool {
		sel, isSel := use.Parent().Node().(*ast.SelectorExpr)
		return isSel && use.Node().Pos() < stmt.Pos() && syntax.Function(use) == fn && r.followsBase(sel, use.Parent()) && vars.IsOnTheWay(use, around)
	})
}

// followsBase reports whether a selector is of a field behind the pointer at its left, or of a method
// which is called and reads such a field whatever happens.
func (r *Rewriter) followsBase(sel *ast.SelectorExpr, at inspector.Cursor) bool {
	selection := r.Pass.TypesInfo.Selections[sel]
	if selection == nil {
		return false
	}
	if selection.Kind() == types.FieldVal {
		return true
	}
	call, isCall := at.Parent().Node().(*ast.CallExpr)
	if !isCall || at.ParentEdgeKind() != edge.CallExpr_Fun || len(selection.Index()) != 1 {
		return false
	}
	switch at.Parent().Parent().Node().(type) {
	case *ast.DeferStmt, *ast.GoStmt:
		return false
	}
	fn, _ := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if fn == nil {
		return false
	}
	called := r.Index.Declared(fn.Origin())
	if called == nil || !called.Recv || called.Body == nil || called.Params[0] == nil || r.IsAssigned(called.Params[0]) {
		return false
	}
	return syntax.AnyOwn(called.Body, func(field *ast.SelectorExpr) bool {
		selected := r.Pass.TypesInfo.Selections[field]
		return selected != nil && selected.Kind() == types.FieldVal &&
			r.Pass.TypesInfo.Uses[typesx.Ident(field.X)] == called.Params[0] && r.surely(called.Body, field)
	})
}
