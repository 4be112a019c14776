// This file finds launches that somebody else needs to happen, though nothing in them looks like
// a signal: what lets go of something, and what takes what others send.
//
//	go conn.Close()                 // a read of conn ends by it
//	go func() { <-done; cmd.Kill() }() // cmd.Wait does
//	go s.evict(entry)               // a callback in a field: nobody knows
//	go s.sorter.Sort(ctx)           // nor what a dependency does with what it was given
//	go func() { for x := range queue { ... } }() // a send waits for it
//
// A helper that refuses them after a shutdown would leave a connection open, or a sender
// behind: so they keep their go statement.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// lettingGo are the names of what ends something that others may wait for the end of.
var lettingGo = []string{
	"Close", "CloseWithError", "CloseRead", "CloseWrite", "CloseSend", "Release", "Discard", "Cancel", "Kill", "Signal", "Broadcast",
	"Stop", "Shutdown", "GracefulStop", "Rollback", "Abort",
}

// letsGo reports whether a launch itself calls what lets go of something that was there
// before, or a function that is kept in a field.
func (r *Rewriter) letsGo(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok {
		return r.letsGoBy(stmt.Call, nil)
	}
	return syntax.AnyOwn(lit.Body, func(call *ast.CallExpr) bool { return r.letsGoBy(call, lit) })
}

// letsGoBy is letsGo for a call, in a literal or launched itself.
func (r *Rewriter) letsGoBy(call *ast.CallExpr, in *ast.FuncLit) bool {
	switch callee := typeutil.Callee(r.pass.TypesInfo, call).(type) {
	case *types.Var:
		return in == nil && callee.IsField()
	case *types.Func:
		if !slices.Contains(lettingGo, callee.Name()) {
			// What a method of a dependency does for others is not known.
			return in == nil && callee.Signature().Recv() != nil && callee.Pkg() != nil && callee.Pkg() != r.pass.Pkg && !unit.IsStd(callee.Pkg())
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		return ok && !(in != nil && r.isMadeIn(sel.X, in))
	}
	return false
}

// isMadeIn reports whether an expression starts with a variable of a literal, or with a call.
func (r *Rewriter) isMadeIn(x ast.Expr, lit *ast.FuncLit) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := r.pass.TypesInfo.Uses[x].(*types.Var)
		return ok && lit.Body.Pos() <= v.Pos() && v.Pos() < lit.End()
	case *ast.SelectorExpr:
		return r.isMadeIn(x.X, lit)
	case *ast.StarExpr:
		return r.isMadeIn(x.X, lit)
	case *ast.IndexExpr:
		return r.isMadeIn(x.X, lit)
	case *ast.CallExpr:
		return true
	}
	return false
}

// consumes reports whether what is launched receives what others may send, and then wait for
// it: a value, not the end of something, nor the time.
func (r *Rewriter) consumes(stmt *ast.GoStmt) bool {
	body := r.launchedBody(stmt)
	if body == nil {
		return false
	}
	takes := func(x ast.Expr) bool {
		ch, ok := r.typeOf(x).Underlying().(*types.Chan)
		if !ok {
			return false
		}
		if s, isStruct := ch.Elem().Underlying().(*types.Struct); isStruct && s.NumFields() == 0 {
			return false
		}
		return !slices.Contains([]string{"time.Time", "os.Signal"}, ch.Elem().String())
	}
	return syntax.AnyOwn(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			return takes(n.X)
		case *ast.UnaryExpr:
			return n.Op == token.ARROW && takes(n.X)
		}
		return false
	})
}
