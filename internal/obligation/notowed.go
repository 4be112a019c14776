// This file is about calls of the standard library that oblige nobody for what they are
// given: a transaction whose context ends, a context whose parent ends, a response of which
// nothing is open. See descriptor.go for another.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// owesNothing reports whether what a call opens needs no release here.
func (e *Engine) owesNothing(f *Func, fn *types.Func, call *ast.CallExpr) bool {
	switch fn.FullName() {
	case "(*database/sql.DB).BeginTx", "(*database/sql.Conn).BeginTx":
		return len(call.Args) > 0 && e.endsByDefer(f, call.Args[0], call, call.Pos(), maxDepth)
	case "net/http.ReadResponse":
		return len(call.Args) > 0 && !e.readsOwn(f, call.Args[0], maxDepth)
	case "os.NewFile":
		return len(call.Args) > 0 && !e.ownsDescriptor(f, call)
	}
	return false
}

// endsByDefer reports whether a function has deferred the end of a context before a call:
// database/sql rolls back what was begun with it and has not been committed.
//
//	ctx, cancel := context.WithTimeout(ctx, d)
//	defer cancel()
//	tx, err := db.BeginTx(ctx, nil)
//
// The defer stands before limit.
func (e *Engine) endsByDefer(f *Func, ctx ast.Expr, before ast.Node, limit token.Pos, depth int) bool {
	v := e.varOf(ctx)
	if v == nil || depth == 0 {
		return false
	}
	// The call is given what the context was assigned last, in the order of the source.
	var last *ast.AssignStmt
	for _, n := range e.madeAt(f, v) {
		if assign, ok := n.(*ast.AssignStmt); ok && assign.End() <= before.Pos() && (last == nil || last.Pos() < assign.Pos()) {
			last = assign
		}
	}
	if last == nil || len(last.Rhs) != 1 {
		return false
	}
	call, ok := ast.Unparen(last.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	if len(last.Lhs) == 1 || isBlank(last.Lhs[1]) { // made of another one
		derived, _ := typeutil.Callee(e.info, call).(*types.Func)
		return derived != nil && derived.Pkg() != nil && derived.Pkg().Path() == "context" && len(call.Args) > 0 &&
			e.endsByDefer(f, call.Args[0], last, limit, depth-1)
	}
	cancel := e.varOf(last.Lhs[1])
	if cancel == nil || !isCancel(cancel.Type()) {
		return false
	}
	return slices.ContainsFunc(enclosingStatements(f.Body, before), func(s ast.Stmt) bool {
		d, ok := s.(*ast.DeferStmt)
		return ok && d.Pos() > last.Pos() && d.Pos() < limit && e.calls(d.Call, cancel)
	})
}

// leftToParent reports whether the cancel function of a context is dropped on purpose: the
// function ends the context that this one is made of by defer, and this one with it.
//
//	ctx, cancel := context.WithCancelCause(ctx)
//	ctx, _ = context.WithTimeoutCause(ctx, d, errLate)
//	defer func() { cancel(errDone) }()
//
// In a loop each of them stays until the function returns.
func (e *Engine) leftToParent(s *Site) bool {
	assign, ok := s.Stmt.(*ast.AssignStmt)
	if !ok || !s.Spec.Cancels || len(s.Loops) > 0 || len(assign.Lhs) != 2 || !isBlank(assign.Lhs[1]) || len(s.Call.Args) == 0 {
		return false
	}
	limit := assign.End()
	if i := slices.Index(s.Block, ast.Stmt(assign)); i >= 0 && i+1 < len(s.Block) {
		limit = s.Block[i+1].End() // nothing leaves the function between the two
	}
	return e.endsByDefer(s.Func, s.Call.Args[0], assign, limit, maxDepth)
}

// isBlank reports whether an expression is the place of what is dropped.
func isBlank(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "_"
}

// isCancel reports whether a type is one of the functions that end a context.
func isCancel(t types.Type) bool {
	return typesx.IsNamed(t, "context", "CancelFunc") || typesx.IsNamed(t, "context", "CancelCauseFunc")
}

// calls reports whether a deferred call is one of a function in a variable, or of a literal
// that does nothing but call it.
func (e *Engine) calls(call *ast.CallExpr, v *types.Var) bool {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return slices.ContainsFunc(lit.Body.List, func(s ast.Stmt) bool {
			x, ok := s.(*ast.ExprStmt)
			if !ok {
				return false
			}
			inner, ok := ast.Unparen(x.X).(*ast.CallExpr)
			return ok && e.varOf(inner.Fun) == v
		})
	}
	return e.varOf(call.Fun) == v
}

// enclosingStatements are those of the blocks and clauses around a node of a function.
func enclosingStatements(body *ast.BlockStmt, n ast.Node) (all []ast.Stmt) {
	for block := range syntax.Own[ast.Node](body) {
		if syntax.Encloses(block, n.Pos()) {
			all = append(all, syntax.Statements(block)...)
		}
	}
	return all
}

// readsOwn reports whether a reader reads something that the function has opened itself,
// as far as that is seen: the body of a response that is read from another's connection, or
// from memory, keeps nothing open.
//
//	resp, err := http.ReadResponse(bufio.NewReader(conn), req) // conn is what is open
func (e *Engine) readsOwn(f *Func, x ast.Expr, depth int) bool {
	if t := e.info.TypeOf(x); typesx.IsNamed(t, "bytes", "Buffer") || typesx.IsNamed(t, "bytes", "Reader") || typesx.IsNamed(t, "strings", "Reader") {
		return false
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := e.info.ObjectOf(x).(*types.Var)
		if !ok || depth == 0 || !f.contains(v) || f.isParam(v) {
			return false
		}
		return slices.ContainsFunc(e.madeAt(f, v), func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				return slices.ContainsFunc(n.Rhs, func(x ast.Expr) bool { return e.readsOwn(f, x, depth-1) })
			case *ast.ValueSpec:
				return slices.ContainsFunc(n.Values, func(x ast.Expr) bool { return e.readsOwn(f, x, depth-1) })
			}
			return false
		})
	case *ast.CallExpr:
		if fn, ok := typeutil.Callee(e.info, x).(*types.Func); ok && fn.Pkg() != nil && fn.Pkg().Path() == "bufio" && len(x.Args) > 0 {
			return e.readsOwn(f, x.Args[0], depth)
		}
		return true // what a call gives may be its own
	}
	return false
}
