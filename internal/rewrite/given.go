// This file answers which launches end when somebody else likes:
//
//	go func() { io.Copy(w, req.Stdin); w.Close() }() // until whoever gave the reader ends it
//	go func() { ...; done <- err }(); return done    // until the caller receives, or never
//	go rootCmd.RunE(rootCmd, args)                   // whatever the field holds
//
// A task is awaited at the end of the process, which these may keep from ending. The same holds
// of a launch that is given up after some time, which the analysis says (see GivenUp).

package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// readsGiven reports whether what is launched reads from an io.Reader that the function around
// was given, which it cannot end then, and does not wait for it.
func (r *Rewriter) readsGiven(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	return ok && !r.Joined[stmt] && syntax.AnyOwn(lit.Body, func(call *ast.CallExpr) bool {
		if sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr); isSel && r.reads(call) && r.isGivenReader(sel.X) {
			return true
		}
		// What these are given they read, or make something to read it with.
		fn, isFunc := typeutil.Callee(r.pass.TypesInfo, call).(*types.Func)
		return isFunc && fn.Pkg() != nil && (fn.Pkg().Path() == "io" || fn.Pkg().Path() == "bufio") && slices.ContainsFunc(call.Args, r.isGivenReader)
	})
}

// isGivenReader reports whether an expression is a parameter of the function around, or a field
// of one, that is an interface to read from and nothing of which ends a read: no connection,
// which has deadlines, nor a body, which ends with its request.
func (r *Rewriter) isGivenReader(x ast.Expr) bool {
	iface, ok := r.typeOf(x).Underlying().(*types.Interface)
	p, isPath := r.pathOf(ast.Unparen(x))
	if !ok || !isPath {
		return false
	}
	methods := types.NewMethodSet(iface)
	if methods.Lookup(nil, "Read") == nil || methods.Lookup(nil, "SetReadDeadline") != nil {
		return false
	}
	root, last := p[0], p[len(p)-1]
	if last.IsField() && last.Pkg() != nil && last.Pkg().Path() == "net/http" || !r.isParamVar(root) {
		return false
	}
	return !slices.ContainsFunc(r.index.Uses(last), func(use inspector.Cursor) bool {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		sel, isSel := syntax.Outermost(use).Parent().Node().(*ast.SelectorExpr)
		return isSel && sel.Sel.Name == "Close"
	})
}

// runsField reports whether what is launched is what a field of another package's struct holds:
// whatever that is, it is not made to be a task.
func (r *Rewriter) runsField(stmt *ast.GoStmt) bool {
	sel, ok := ast.Unparen(stmt.Call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	selection := r.pass.TypesInfo.Selections[sel]
	return selection != nil && selection.Kind() == types.FieldVal && selection.Obj().Pkg() != r.pass.Pkg
}

// sendsToCaller reports whether the last thing that is launched does is to send on a channel that
// has no room, of which the function around gives the other end to its caller and to nobody else.
func (r *Rewriter) sendsToCaller(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || r.Joined[stmt] || len(lit.Body.List) == 0 {
		return false
	}
	send, ok := lit.Body.List[len(lit.Body.List)-1].(*ast.SendStmt)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(send.Chan).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := r.pass.TypesInfo.Uses[id].(*types.Var)
	if !isVar {
		return false
	}
	def, ok := r.index.Definition(v)
	if !ok {
		return false
	}
	if values := valuesAt(def.Parent()); len(values) != 1 || !r.makesNoRoom(values[0]) {
		return false
	}
	return !slices.ContainsFunc(r.index.Uses(v), func(use inspector.Cursor) bool {
		within := lit.Pos() <= use.Node().Pos() && use.Node().Pos() < lit.End()
		return !within && syntax.Outermost(use).ParentEdgeKind() != edge.ReturnStmt_Results
	})
}

// makesNoRoom reports whether an expression makes a channel without a buffer.
func (r *Rewriter) makesNoRoom(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	return ok && len(call.Args) == 1 && r.isBuiltin(call, "make")
}
