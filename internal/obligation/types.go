// This file asks what types allow, for callees out of sight.

package obligation

import (
	"go/types"

	"github.com/tetherlint/tether/internal/typesx"
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
		if typesx.HasMethod(t, nil, name) || couldPass(t, name) {
			return true
		}
	}
	// A response is released by its body.
	return spec.Field != "" && hasField(t, spec.Field)
}

// hasField reports whether a type has a field of the name, by embedding too.
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
	t, _ := typesx.Param(sig, i-1)
	return t
}

// isVariadic reports whether argument i lands in the slice of a variadic parameter.
func isVariadic(sig *types.Signature, i int) bool {
	return sig.Variadic() && i >= sig.Params().Len()
}

// declared is the parameter that argument i lands in.
func declared(sig *types.Signature, i int) int { return min(i, sig.Params().Len()) }

// isIn reports whether an object is of the package of a path.
func isIn(obj types.Object, path string) bool { return obj.Pkg() != nil && obj.Pkg().Path() == path }
