// This file asks whether a value can be given as a context.

package typesx

import "go/types"

// contextMethods are the results of the methods of a context.Context.
var contextMethods = map[string][]string{
	"Deadline": {"time.Time", "bool"},
	"Done":     {"<-chan struct{}"},
	"Err":      {"error"},
	"Value":    {"any"},
}

// IsContextValue reports whether a type is context.Context, or a struct that implements it without a
// pointer on the way to any method, as one that embeds it does. A pointer may be nil, and what it leads to
// may be used again for something else: a *gin.Context is, once its request is over. So may what
// an interface with further methods has. A struct that holds a lock must not be copied.
func IsContextValue(t types.Type) bool {
	if IsContext(t) {
		return true
	}
	if t == nil {
		return false
	}
	if _, isStruct := t.Underlying().(*types.Struct); !isStruct || holdsLock(t, 0) {
		return false
	}
	for name, results := range contextMethods {
		obj, _, indirect := types.LookupFieldOrMethod(t, false, nil, name)
		fn, ok := obj.(*types.Func)
		if !ok || indirect || !returns(fn.Signature(), results) {
			return false
		}
		params := fn.Signature().Params()
		if name != "Value" && params.Len() > 0 || name == "Value" && (params.Len() != 1 || !isAny(params.At(0).Type())) {
			return false
		}
	}
	return true
}

// returns reports whether the results of a function are of some types.
func returns(sig *types.Signature, names []string) bool {
	results := sig.Results()
	if results.Len() != len(names) {
		return false
	}
	for i, name := range names {
		t := results.At(i).Type()
		if types.TypeString(types.Unalias(t), nil) != name && !(name == "any" && isAny(t)) {
			return false
		}
	}
	return true
}

// isAny reports whether a type is the empty interface itself.
func isAny(t types.Type) bool {
	i, ok := types.Unalias(t).(*types.Interface)
	return ok && i.Empty()
}

// holdsLock reports whether a value has a lock as a part of it, which vet lets nobody copy.
func holdsLock(t types.Type, depth int) bool {
	if depth > 8 {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return holdsLock(u.Elem(), depth+1)
	case *types.Struct:
		if obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Lock"); obj != nil {
			return true
		}
		for f := range u.Fields() {
			if holdsLock(f.Type(), depth+1) {
				return true
			}
		}
	}
	return false
}
