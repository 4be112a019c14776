package obligation

import (
	"go/types"
)

// couldRelease reports whether a callee that is given a value of the type could
// release the resource.
func couldRelease(t types.Type, spec *Spec) bool {
	for _, name := range spec.Release {
		if name == CallIt {
			if _, ok := t.Underlying().(*types.Signature); ok {
				return true
			}
			continue
		}
		if hasMethod(t, name) || couldPass(t, name) {
			return true
		}
	}
	return spec.Field != "" && hasField(t, spec.Field)
}

func hasMethod(t types.Type, name string) bool {
	if tp, ok := t.(*types.TypeParam); ok {
		t = tp.Constraint()
	}
	if p, ok := t.Underlying().(*types.Pointer); ok && types.IsInterface(p.Elem()) {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

func hasField(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}

// paramType returns the type of parameter i, the receiver being 0.
func paramType(sig *types.Signature, i int) types.Type {
	if i == 0 {
		if sig.Recv() != nil {
			return sig.Recv().Type()
		}
		return nil
	}
	n := sig.Params().Len()
	switch {
	case n == 0:
		return nil
	case sig.Variadic() && i >= n:
		if s, ok := sig.Params().At(n - 1).Type().Underlying().(*types.Slice); ok {
			return s.Elem()
		}
		return nil
	case i <= n:
		return sig.Params().At(i - 1).Type()
	}
	return nil
}

// isVariadic reports whether argument i lands in the slice of a variadic parameter.
func isVariadic(sig *types.Signature, i int) bool {
	return sig.Variadic() && i >= sig.Params().Len()
}

// declared is the parameter that argument i lands in.
func declared(sig *types.Signature, i int) int { return min(i, sig.Params().Len()) }

func isChannel(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// isIn reports whether an object is of the package of a path.
func isIn(obj types.Object, path string) bool { return obj.Pkg() != nil && obj.Pkg().Path() == path }
