// This file answers whether room for a channel would be noticed by way of a group: its tasks end
// sooner then, and who waits for them goes on before the receive.

package stuck

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// toldByGroup says why a send that ends a task of a group would be noticed: who waits for the group
// beside the receiver does more than to close the channel, and with room that happens before the
// receive; or the group has an error sooner, by which it cancels its context.
//
//	wg.Go(func() { ch <- f() })
//	go func() { wg.Wait(); close(done) }()
//	select {
//	case v := <-ch: // was received for certain
//	case <-done:
//	}
//
// A group that is given to others, or has another name, may be waited for under that. One that
// the function itself is given is its caller's: to have ended a task sooner is nothing to that.
func (p *program) toldByGroup(launch, send inspector.Cursor, v *types.Var) string {
	const told = "who waits for the group would no longer wait for the receive"
	call, ok := launch.Node().(*ast.CallExpr)
	if !ok {
		return ""
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	method := p.Info.Selections[sel]
	if method == nil { // a function of another package
		return ""
	}
	group := p.variable(sel.X)
	if group == nil || len(method.Index()) > 1 || group.Exported() && (group.IsField() || group.Parent() == p.Pkg.Scope()) || !p.hasOneName(group) {
		return told
	}
	for _, use := range p.Index.Uses(group) {
		if !p.waitsInTurn(use, v) {
			return told
		}
	}
	if body := syntax.Body(enclosing(send).Node()); syntax.AnyOwn(body, func(ret *ast.ReturnStmt) bool {
		return ret.Pos() > send.Node().Pos() && !p.returnsNil(ret)
	}) {
		return "the group would have its error before the receive"
	}
	return ""
}

// hasOneName reports whether nothing else in the function leads to a group: it is no pointer, or
// one that is made there, or given by the caller.
func (p *program) hasOneName(group *types.Var) bool {
	if _, isPointer := group.Type().Underlying().(*types.Pointer); !isPointer {
		return true
	}
	def, ok := p.Index.Definition(group)
	if !ok || group.IsField() {
		return false
	}
	switch def.ParentEdgeKind() {
	case edge.Field_Names:
		return true
	case edge.AssignStmt_Lhs:
		assign := def.Parent().Node().(*ast.AssignStmt)
		switch x := ast.Unparen(assign.Rhs[min(def.ParentEdgeIndex(), len(assign.Rhs)-1)]).(type) {
		case *ast.UnaryExpr:
			_, isNew := ast.Unparen(x.X).(*ast.CompositeLit)
			return isNew
		case *ast.CallExpr:
			fn := typeutil.StaticCallee(p.Info, x)
			return p.isBuiltin(x, "new") || fn != nil && fn.Pkg() != p.Pkg && fn.Signature().Recv() == nil
		}
	}
	return false
}

// waitsInTurn reports whether one use of a group is no wait that learns of a receive: it is made,
// launches or counts, or who waits receives, too.
func (p *program) waitsInTurn(use inspector.Cursor, v *types.Var) bool {
	if use.ParentEdgeKind() == edge.SelectorExpr_Sel { // of a field
		use = use.Parent()
	}
	switch use.ParentEdgeKind() {
	case edge.AssignStmt_Lhs, edge.KeyValueExpr_Key:
		return true
	case edge.SelectorExpr_X:
	default:
		return false
	}
	method := use.Parent()
	if method.ParentEdgeKind() != edge.CallExpr_Fun {
		return false
	}
	switch method.Node().(*ast.SelectorExpr).Sel.Name {
	case "Go", "TryGo", "Add", "Done", "SetLimit":
		return true
	}
	return p.closesNext(method.Parent(), v) || p.receivesThere(enclosing(use), v)
}

// returnsNil reports whether a return has no result but nil.
func (p *program) returnsNil(ret *ast.ReturnStmt) bool {
	return !slices.ContainsFunc(ret.Results, func(x ast.Expr) bool { return !p.Info.Types[x].IsNil() })
}

// closesNext reports whether all that follows a call in its function is that a channel is closed.
func (p *program) closesNext(wait inspector.Cursor, v *types.Var) bool {
	s := wait.Parent()
	if s.ParentEdgeKind() != edge.BlockStmt_List || s.Parent().ParentEdgeKind() != edge.FuncLit_Body {
		return false
	}
	rest := s.Parent().Node().(*ast.BlockStmt).List[s.ParentEdgeIndex()+1:]
	if len(rest) != 1 {
		return false
	}
	x, ok := rest[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := x.X.(*ast.CallExpr)
	return ok && p.isBuiltin(call, "close") && p.variable(call.Args[0]) == v
}

// receivesThere reports whether a function receives from a channel itself, and so in turn with
// what else it does.
func (p *program) receivesThere(fn inspector.Cursor, v *types.Var) bool {
	for _, use := range p.uses[v] {
		switch use.ParentEdgeKind() {
		case edge.UnaryExpr_X, edge.RangeStmt_X:
			if enclosing(use).Node() == fn.Node() {
				return true
			}
		}
	}
	return false
}
