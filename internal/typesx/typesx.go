// Package typesx answers what all packages ask about types: which one it is,
// whether it has a method, what a function's parameter is. What a type means for a
// goroutine or a resource is not known here.
package typesx

import (
	"go/ast"
	"go/types"
)

// IsNamed reports whether a type, or what it points to, is the one of a name in a package.
func IsNamed(t types.Type, pkg, name string) bool {
	obj := Named(t)
	return obj != nil && obj.Name() == name && obj.Pkg() != nil && obj.Pkg().Path() == pkg
}

// Named is the declaration of the type that a type is or points to, or nil.
func Named(t types.Type) *types.TypeName {
	if t == nil {
		return nil
	}
	t = types.Unalias(t)
	if ptr, ok := t.(*types.Pointer); ok {
		t = types.Unalias(ptr.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		return named.Origin().Obj()
	}
	return nil
}

// Struct is the struct that a type is or points to, or nil.
func Struct(t types.Type) *types.Struct {
	if t == nil {
		return nil
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}

// IsReference reports whether a copy of a value of a type leads to the same as the value does: an
// array and a struct are copied with their parts. False for nil.
func IsReference(t types.Type) bool {
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map:
		return true
	}
	return false
}

// IsChan reports whether a type is a channel.
func IsChan(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

var errorType = types.Universe.Lookup("error").Type()

// IsError reports whether a type is error.
func IsError(t types.Type) bool { return t != nil && types.Identical(t, errorType) }

// IsErrorLike reports whether a value of a type is an error: of error, or one that implements it.
func IsErrorLike(t types.Type) bool {
	return t != nil && types.Implements(t, errorType.Underlying().(*types.Interface))
}

// IsContext reports whether a type is context.Context. See [ActsAsContext].
func IsContext(t types.Type) bool {
	if t == nil {
		return false
	}
	_, isPointer := types.Unalias(t).(*types.Pointer)
	return !isPointer && IsNamed(t, "context", "Context")
}

// ActsAsContext reports whether a type is context.Context or has its methods.
func ActsAsContext(t types.Type) bool {
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Interface, *types.Struct:
	case *types.Pointer:
		if Struct(u) == nil {
			return false
		}
	default:
		return false
	}
	for _, name := range []string{"Done", "Err", "Deadline", "Value"} {
		obj, _, _ := types.LookupFieldOrMethod(t, false, nil, name)
		if _, ok := obj.(*types.Func); !ok {
			return false
		}
	}
	return true
}

// HasMethod reports whether a value of a type that can be addressed has a method, which
// need not be exported where from is its package.
func HasMethod(t types.Type, from *types.Package, name string) bool {
	if tp, ok := t.(*types.TypeParam); ok {
		t = tp.Constraint()
	}
	if p, ok := t.Underlying().(*types.Pointer); ok && types.IsInterface(p.Elem()) {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, from, name)
	_, ok := obj.(*types.Func)
	return ok
}

// Param is the type of what argument i of a function, counted from 0, the receiver
// apart, is for it: of one of any number that of an element, with variadic. nil where there
// is no such parameter.
func Param(sig *types.Signature, i int) (t types.Type, variadic bool) {
	last := sig.Params().Len() - 1
	switch {
	case i < 0 || last < 0:
		return nil, false
	case sig.Variadic() && i >= last:
		if list, ok := sig.Params().At(last).Type().Underlying().(*types.Slice); ok {
			return list.Elem(), true
		}
		return nil, true
	case i <= last:
		return sig.Params().At(i).Type(), false
	}
	return nil, false
}

// IsPackageVar reports whether a variable is one of its package.
func IsPackageVar(v *types.Var) bool {
	return v != nil && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

// IsInterfaceMethod reports whether a function is a method of an interface.
func IsInterfaceMethod(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}

// IsBuiltin reports whether a call is of a function of the language.
func IsBuiltin(info *types.Info, call *ast.CallExpr, name string) bool {
	b, ok := info.Uses[Ident(call.Fun)].(*types.Builtin)
	return ok && b.Name() == name
}

// Ident is the name that an expression is, or nil.
func Ident(x ast.Expr) *ast.Ident {
	id, _ := ast.Unparen(x).(*ast.Ident)
	return id
}
