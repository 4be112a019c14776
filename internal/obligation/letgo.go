// This file has quick looks at the syntax of a function, before a walk is spent on what it does to
// a parameter. Each errs to the side of a walk: one too many costs time, one too few a wrong claim.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
)

// mayLetGo reports whether a method has anything by which it could release what its
// receiver holds: a call that is named like a release, of a function in a variable or
// a field, of another such method, or one that is given what the receiver holds.
func (e *Engine) mayLetGo(decl *ast.FuncDecl) bool {
	may, known := e.lettingGo[decl]
	if !known {
		e.lettingGo[decl] = false // what calls itself lets go of nothing by that
		may = e.findLetGo(decl)
		e.lettingGo[decl] = may
	}
	return may
}

// findLetGo answers mayLetGo.
func (e *Engine) findLetGo(decl *ast.FuncDecl) bool {
	recv := e.paramVar(decl, 0)
	if recv == nil || decl.Body == nil {
		return false
	}
	return syntax.Any(decl.Body, func(call *ast.CallExpr) bool { return e.callLetsGo(call, recv) })
}

// mayGiveOut reports whether a method could return its receiver, or something made of it:
// what the receiver holds goes along.
//
//	func (l Logger) Level(n int) Logger {
//		l.level = n
//		return l
//	}
func (e *Engine) mayGiveOut(fn *types.Func, decl *ast.FuncDecl) bool {
	recv := e.paramVar(decl, 0)
	if recv == nil || decl.Body == nil || !canCarry(recv.Type()) || !slices.ContainsFunc(resultTypes(fn), mayHold) {
		return false
	}
	given := func(x ast.Expr) bool {
		t := e.info.TypeOf(x)
		return t != nil && mayHold(t) && syntax.AnyOwn(x, func(id *ast.Ident) bool { return e.info.Uses[id] == recv })
	}
	return syntax.AnyOwn(decl.Body, func(n ast.Stmt) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			return slices.ContainsFunc(n.Results, given)
		case *ast.AssignStmt: // to what is returned later
			return slices.ContainsFunc(n.Rhs, given)
		}
		return false
	})
}

// callLetsGo reports whether one call could release what the receiver holds.
func (e *Engine) callLetsGo(call *ast.CallExpr, recv *types.Var) bool {
	if slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return e.holdsOf(arg, recv) }) {
		return true
	}
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		if heldSpec().releases(fun.Sel.Name) {
			return true
		}
		if fn, ok := e.info.Uses[fun.Sel].(*types.Func); ok {
			decl := e.declOf(fn)
			return decl != nil && decl.Recv != nil && e.mayLetGo(decl)
		}
		// A function in a field may be anything, the release among others.
		_, isField := e.info.Uses[fun.Sel].(*types.Var)
		return isField
	case *ast.Ident:
		_, isVar := e.info.Uses[fun].(*types.Var)
		return isVar
	}
	return false
}

// holdsOf reports whether an argument is a receiver, or a field of it that has a
// release.
func (e *Engine) holdsOf(arg ast.Expr, recv *types.Var) bool {
	switch x := ast.Unparen(arg).(type) {
	case *ast.Ident:
		return e.info.Uses[x] == recv
	case *ast.SelectorExpr:
		t := e.info.TypeOf(x)
		return t != nil && e.baseOf(x) == recv && len(releasesOf(t)) > 0
	}
	return false
}

// onlyUsed reports whether all that a function does with a parameter is to call
// methods of it, to read its fields, and to compare it.
func (e *Engine) onlyUsed(decl *ast.FuncDecl, i int) bool {
	v := e.paramVar(decl, i)
	if v == nil {
		return true
	}
	return !slices.ContainsFunc(e.index.Uses(v), func(use inspector.Cursor) bool { return !e.isUse(use) })
}

// isUse reports whether an identifier is only compared, or is the operand of a call of a
// method that is no release, or of a field whose value is a plain one:
//
//	c.Stat()        // uses it
//	log.Print(c.id) // likewise: an id leads nowhere
//	keep(c)         // does more
func (e *Engine) isUse(id inspector.Cursor) bool {
	switch parent := id.Parent().Node().(type) {
	case *ast.BinaryExpr:
		return true
	case *ast.SelectorExpr:
		if s := e.info.Selections[parent]; s != nil && s.Kind() == types.FieldVal {
			return !mayHold(s.Type())
		}
		return id.Parent().ParentEdgeKind() == edge.CallExpr_Fun && !slices.ContainsFunc(typesOf(signatureOf(e.info.TypeOf(parent)).Results()), mayHold) && e.declOf(funcOf(e.info, parent)) == nil
	}
	return false
}

// funcOf is the function that a selector names, or nil.
func funcOf(info *types.Info, sel *ast.SelectorExpr) *types.Func {
	fn, _ := info.Uses[sel.Sel].(*types.Func)
	return fn
}
