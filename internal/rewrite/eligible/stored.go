// This file finds what a launch stores for others, who may look for it until it is there:
//
//	go t.Reset(0) // <-t.C
//	go func() {
//		load()
//		ready.Store(true) // for !ready.Load() { time.Sleep(step) }
//	}()
//
// A helper that recovers is not asked for it: most of these are figures that nobody waits for, and a
// panic would leave them as they are.

package eligible

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// isStored reports whether a node is a call that stores something for others than the body, or the
// call, that it stands in.
func (s *signals) isStored(n, within ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(s.r.Pass.TypesInfo, call).(*types.Func)
	if !ok || !catalog.Stores(fn) {
		return false
	}
	at := call.Fun
	if sel, isSel := ast.Unparen(at).(*ast.SelectorExpr); isSel && fn.Signature().Recv() != nil {
		at = sel.X
	} else if len(call.Args) > 0 {
		at = call.Args[0] // atomic.AddInt64(&n, 1)
	}
	return !s.r.isOwn(at, within)
}

// isOwn reports whether an expression, or what it is the address of, is a variable of a body that has
// what it holds for itself.
func (r *Checker) isOwn(x ast.Expr, within ast.Node) bool {
	x = ast.Unparen(x)
	if and, ok := x.(*ast.UnaryExpr); ok && and.Op == token.AND {
		x = ast.Unparen(and.X)
	}
	id, ok := x.(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !syntax.Encloses(within, v.Pos()) {
		return false
	}
	if !source.IsPointer(v.Type()) {
		return true
	}
	def, ok := r.Index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs || r.IsAssigned(v) {
		return false
	}
	assign := def.Parent().Node().(*ast.AssignStmt)
	if len(assign.Lhs) != len(assign.Rhs) {
		return false
	}
	made, ok := ast.Unparen(assign.Rhs[def.ParentEdgeIndex()]).(*ast.CallExpr)
	return ok && (r.Calls(made, "time.NewTimer") || r.Calls(made, "time.NewTicker") || r.IsBuiltin(made, "new"))
}
