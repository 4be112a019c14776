package obligation

import (
	"go/ast"
	"go/types"
	"slices"
)

// Quick looks at the syntax of a function, before a walk is spent on what it does to
// a parameter.

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

func (e *Engine) findLetGo(decl *ast.FuncDecl) (may bool) {
	recv := e.paramVar(decl, 0)
	if recv == nil || decl.Body == nil {
		return false
	}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !may {
			may = e.callLetsGo(call, recv)
		}
		return !may
	})
	return may
}

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
		return t != nil && e.rootOf(x) == recv && len(releasesOf(t)) > 0
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
	only := true
	var stack []ast.Node
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if id, ok := n.(*ast.Ident); ok && e.info.Uses[id] == v {
			only = only && e.isUse(stack, id)
		}
		stack = append(stack, n)
		return true
	})
	return only
}

// isUse reports whether an identifier, below the nodes of a stack, is only compared,
// or is the operand of a call of a method that is no release, or of a field whose
// value is a plain one.
func (e *Engine) isUse(stack []ast.Node, id *ast.Ident) bool {
	switch parent := stack[len(stack)-1].(type) {
	case *ast.BinaryExpr:
		return true
	case *ast.SelectorExpr:
		if parent.X != id || len(stack) < 2 {
			return false
		}
		if s := e.info.Selections[parent]; s != nil && s.Kind() == types.FieldVal {
			return !mayHold(s.Type())
		}
		call, ok := stack[len(stack)-2].(*ast.CallExpr)
		return ok && call.Fun == parent && !slices.ContainsFunc(typesOf(signatureOf(e.info.TypeOf(parent)).Results()), mayHold) && e.declOf(funcOf(e.info, parent)) == nil
	}
	return false
}

func funcOf(info *types.Info, sel *ast.SelectorExpr) *types.Func {
	fn, _ := info.Uses[sel.Sel].(*types.Func)
	return fn
}
