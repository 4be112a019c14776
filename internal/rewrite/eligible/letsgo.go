// This file finds launches that somebody else needs to happen, though nothing in them looks like
// a signal: what lets go of something, and what takes what others send.
//
//	go conn.Close()                 // a read of conn ends by it
//	go func() { <-done; cmd.Kill() }() // cmd.Wait does
//	go s.evict(entry)               // a callback in a field: nobody knows
//	go s.sorter.Sort(ctx)           // nor what a dependency does with what it was given
//	go func() { for x := range queue { ... } }() // a send waits for it
//	go io.Copy(io.Discard, stdout) // a write does
//	go serve(conn)                 // the other end of conn does
//
// A helper that refuses them after a shutdown would leave a connection open, or a sender
// behind: so they keep their go statement.

package eligible

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// letsGo reports whether a launch itself calls what lets go of something that was there
// before, or a function that is kept in a field.
func (r *Checker) letsGo(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok {
		given := source.LaunchedLiteral(stmt.Call) // go once.Do(func() { ... })
		return r.letsGoBy(stmt.Call, nil) || given != nil && syntax.AnyOwn(given.Body, func(call *ast.CallExpr) bool { return r.letsGoBy(call, nil) })
	}
	return syntax.AnyOwn(lit.Body, func(call *ast.CallExpr) bool { return r.letsGoBy(call, lit) })
}

// letsGoBy is letsGo for a call, in a literal or launched itself.
func (r *Checker) letsGoBy(call *ast.CallExpr, in *ast.FuncLit) bool {
	switch callee := typeutil.Callee(r.Pass.TypesInfo, call).(type) {
	case *types.Var:
		return in == nil && callee.IsField()
	case *types.Func:
		if !rows.Is(callee.Name(), rows.Awaited) {
			// What a method of a dependency does for others is not known.
			return in == nil && callee.Signature().Recv() != nil && callee.Pkg() != nil && callee.Pkg() != r.Pass.Pkg && !unit.IsStd(callee.Pkg())
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		return ok && !(in != nil && r.isMadeIn(sel.X, in))
	}
	return false
}

// isMadeIn reports whether an expression starts with a variable of a literal, or with a call.
func (r *Checker) isMadeIn(x ast.Expr, lit *ast.FuncLit) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := r.Pass.TypesInfo.Uses[x].(*types.Var)
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

// consumes reports whether what is launched takes what others wait to get rid of: it receives a
// value, reads what somebody writes, or serves a connection.
func (r *Checker) consumes(stmt *ast.GoStmt) bool {
	if slices.ContainsFunc(stmt.Call.Args, r.isConnection) || r.reads(stmt.Call) || r.passesReceiver(stmt.Call) {
		return true
	}
	body := r.LaunchedBody(stmt)
	return body != nil && syntax.AnyOwn(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			return r.takesFrom(n.X)
		case *ast.UnaryExpr:
			return n.Op == token.ARROW && r.takesFrom(n.X)
		case *ast.CallExpr:
			return r.reads(n) || r.passesReceiver(n)
		}
		return false
	})
}

// takesFrom reports whether values come from a channel, and not only its end, or the time. A
// struct{} that is sent is one.
func (r *Checker) takesFrom(x ast.Expr) bool {
	ch, ok := r.TypeOf(x).Underlying().(*types.Chan)
	if !ok {
		return false
	}
	if s, isStruct := ch.Elem().Underlying().(*types.Struct); isStruct && s.NumFields() == 0 {
		p, isPlace := r.PathOf(ast.Unparen(x))
		return isPlace && slices.ContainsFunc(r.Index.Uses(p[len(p)-1]), func(use inspector.Cursor) bool {
			if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
				use = use.Parent()
			}
			return syntax.Outermost(use).ParentEdgeKind() == edge.SendStmt_Chan
		})
	}
	return !slices.Contains([]string{"time.Time", "os.Signal"}, ch.Elem().String())
}

// reads reports whether a call reads from something to its end, or the next of it.
func (r *Checker) reads(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return ok && catalog.Reads(fn)
}

// passesReceiver reports whether a call gives a function of another package a channel from
// which it may take values.
func (r *Checker) passesReceiver(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg() != r.Pass.Pkg && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		ch, ok := r.TypeOf(arg).Underlying().(*types.Chan)
		return ok && ch.Dir() != types.SendOnly && r.takesFrom(arg)
	})
}

// isConnection reports whether an operand is a connection, which somebody waits at the other
// end of.
func (r *Checker) isConnection(x ast.Expr) bool { return typesx.IsNamed(r.TypeOf(x), "net", "Conn") }
