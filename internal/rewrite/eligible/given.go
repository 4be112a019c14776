// This file answers which launches end when somebody else likes:
//
//	go func() { io.Copy(w, req.Stdin); w.Close() }() // until whoever gave the reader ends it
//	go func() { ...; done <- err }(); return done    // until the caller receives, or never
//	go rootCmd.RunE(rootCmd, args)                   // whatever the field holds
//
// A task is awaited at the end of the process, which these may keep from ending. The same holds
// of a launch that is given up after some time, which the analysis says (see Told).

package eligible

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// readsGiven reports whether what is launched reads from an io.Reader that the function around
// was given, which it cannot end then, and does not wait for it.
func (r *Checker) readsGiven(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	return ok && !r.Told[stmt].Joined && syntax.AnyOwn(lit.Body, func(call *ast.CallExpr) bool {
		if sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr); isSel && r.reads(call) && r.isGivenReader(sel.X) {
			return true
		}
		// What these are given they read, or make something to read it with.
		fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
		return isFunc && catalog.ReadsGiven(fn) && slices.ContainsFunc(call.Args, r.isGivenReader)
	})
}

// isGivenReader reports whether an expression is a parameter of the function around, or a field
// of one, that is an interface to read from and nothing of which ends a read: no connection,
// which has deadlines, nor a body, which ends with its request.
func (r *Checker) isGivenReader(x ast.Expr) bool {
	iface, ok := r.TypeOf(x).Underlying().(*types.Interface)
	p, isPath := r.PathOf(ast.Unparen(x))
	if !ok || !isPath {
		return false
	}
	methods := types.NewMethodSet(iface)
	if methods.Lookup(nil, "Read") == nil || methods.Lookup(nil, "SetReadDeadline") != nil {
		return false
	}
	root, last := p[0], p[len(p)-1]
	if last.IsField() && last.Pkg() != nil && last.Pkg().Path() == "net/http" || !r.IsParam(root) {
		return false
	}
	return !slices.ContainsFunc(r.Index.Uses(last), func(use inspector.Cursor) bool {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		sel, isSel := syntax.Outermost(use).Parent().Node().(*ast.SelectorExpr)
		return isSel && sel.Sel.Name == "Close"
	})
}

// isGivenUp reports whether somebody waits for a launch for some time only, and has not taken care
// then that it ends: each context that it names is the caller's, and it uses nothing that the
// function around could close.
func (r *Checker) isGivenUp(stmt *ast.GoStmt) bool {
	told := r.Told[stmt]
	if !told.GivenUp || !told.Bound {
		return told.GivenUp
	}
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	return ok && !syntax.AnyOwn(lit.Body, func(id *ast.Ident) bool {
		v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
		if !isVar {
			return false
		}
		if typesx.IsNamed(v.Type(), "context", "Context") { // one that it makes itself may have a deadline
			return v.IsField() || !r.IsParam(v) || r.IsAssigned(v)
		}
		if syntax.Encloses(lit, v.Pos()) {
			return false
		}
		def, defined := r.Index.Definition(v)
		return defined && def.ParentEdgeKind() == edge.AssignStmt_Lhs && slices.ContainsFunc(rows.Owners, func(name string) bool { return typesx.HasMethod(v.Type(), nil, name) })
	})
}

// runsField reports whether what is launched is what a field of another package's struct holds:
// whatever that is, it is not made to be a task.
func (r *Checker) runsField(stmt *ast.GoStmt) bool {
	sel, ok := ast.Unparen(stmt.Call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	selection := r.Pass.TypesInfo.Selections[sel]
	return selection != nil && selection.Kind() == types.FieldVal && selection.Obj().Pkg() != r.Pass.Pkg
}

// sendsToCaller reports whether the last thing that is launched does, on some way, is to send on a
// channel that has no room, of which the function around gives the other end to its caller and to
// nobody else.
func (r *Checker) sendsToCaller(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || r.Told[stmt].Joined {
		return false
	}
	return r.endsBySend(lit, lit.Body.List, true) || syntax.AnyOwn(lit.Body, func(b *ast.BlockStmt) bool { return r.endsBySend(lit, b.List, false) })
}

// endsBySend reports whether statements of a literal end it by such a send: a return follows, or
// they are the last of it.
func (r *Checker) endsBySend(lit *ast.FuncLit, list []ast.Stmt, last bool) bool {
	for i, s := range list {
		if i+1 < len(list) {
			if _, returns := list[i+1].(*ast.ReturnStmt); !returns {
				continue
			}
		} else if !last {
			continue
		}
		if send, ok := s.(*ast.SendStmt); ok && r.isForCaller(send.Chan, lit) {
			return true
		}
	}
	return false
}

// isForCaller reports whether a channel is a variable that is made without room, and that is
// returned and used for nothing else outside of a literal.
func (r *Checker) isForCaller(ch ast.Expr, lit *ast.FuncLit) bool {
	id, ok := ast.Unparen(ch).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !isVar {
		return false
	}
	def, ok := r.Index.Definition(v)
	if !ok {
		return false
	}
	if values := valuesAt(def.Parent()); len(values) != 1 || !r.makesNoRoom(values[0]) {
		return false
	}
	return !slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		within := lit.Pos() <= use.Node().Pos() && use.Node().Pos() < lit.End()
		return !within && syntax.Outermost(use).ParentEdgeKind() != edge.ReturnStmt_Results
	})
}

// makesNoRoom reports whether an expression makes a channel without a buffer.
func (r *Checker) makesNoRoom(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	return ok && len(call.Args) == 1 && r.IsBuiltin(call, "make")
}
