// This file gathers what the package puts into lists, maps and channels, by the types of their
// elements, for elements.go: whichever variable leads to them.

package vars

import (
	"go/ast"
	"go/types"
)

// A stored is what the package puts into lists, maps and channels of a type of elements.
type stored struct {
	values []ast.Expr
	unset  bool // some list has elements that nobody has set
}

// store notes what a node puts into a list, a map or a channel, or makes without setting it.
func (n *nils) store(r *Facts, x ast.Node) {
	switch x := x.(type) {
	case *ast.AssignStmt:
		for i, lhs := range x.Lhs {
			index, ok := ast.Unparen(lhs).(*ast.IndexExpr)
			if !ok {
				continue
			}
			if m, isMap := r.TypeOf(index.X).Underlying().(*types.Map); isMap {
				n.put(r, m.Key(), index.Index)
			}
			if len(x.Lhs) == len(x.Rhs) {
				n.put(r, elemOf(r.TypeOf(index.X)), x.Rhs[i])
			} else {
				n.leave(elemOf(r.TypeOf(index.X)))
			}
		}
	case *ast.CallExpr:
		n.storeByCall(r, x)
	case *ast.CompositeLit:
		n.storeLiteral(r, x)
	case *ast.SendStmt:
		n.put(r, elemOf(r.TypeOf(x.Chan)), x.Value)
	case *ast.SliceExpr: // of an array it has what that has
		if arr := arrayOf(r.TypeOf(x.X)); arr != nil {
			n.leave(arr.Elem())
		}
	}
}

// storeByCall notes what a builtin puts into a list, or leaves unset.
func (n *nils) storeByCall(r *Facts, call *ast.CallExpr) {
	info := r.Pass.TypesInfo
	switch {
	case r.IsBuiltin(call, "append"):
		for _, arg := range call.Args[1:] {
			if !call.Ellipsis.IsValid() {
				n.put(r, elemOf(r.TypeOf(call)), arg)
			}
		}
	case r.IsBuiltin(call, "make"):
		if leavesUnset(r, call) {
			n.leave(elemOf(r.TypeOf(call)))
		}
	case r.IsBuiltin(call, "clear"):
		if slice, isSlice := r.TypeOf(call.Args[0]).Underlying().(*types.Slice); isSlice {
			n.leave(slice.Elem())
		}
	case r.IsBuiltin(call, "new"):
		if named, ok := types.Unalias(info.Types[call.Args[0]].Type).(*types.Named); ok {
			n.made[named.Obj()] = true
		}
	}
	// f(a, b) makes a list for f(list ...T).
	sig, ok := r.TypeOf(call.Fun).Underlying().(*types.Signature)
	if !ok || info.Types[call.Fun].IsBuiltin() || !sig.Variadic() || call.Ellipsis.IsValid() {
		return
	}
	for i := sig.Params().Len() - 1; i < len(call.Args); i++ {
		n.put(r, elemOf(sig.Params().At(sig.Params().Len()-1).Type()), call.Args[i])
	}
}

// leavesUnset reports whether a call of make makes elements.
func leavesUnset(r *Facts, call *ast.CallExpr) bool {
	if _, isSlice := r.TypeOf(call).Underlying().(*types.Slice); !isSlice || len(call.Args) < 2 {
		return false
	}
	size := r.Pass.TypesInfo.Types[call.Args[1]].Value
	return size == nil || size.ExactString() != "0"
}

// storeLiteral notes what a literal of a list or a map has, and which fields one of a struct sets
// without their names.
func (n *nils) storeLiteral(r *Facts, lit *ast.CompositeLit) {
	t := r.TypeOf(lit).Underlying()
	if of, isStruct := t.(*types.Struct); isStruct {
		for i, elt := range lit.Elts {
			if _, isPair := elt.(*ast.KeyValueExpr); !isPair {
				n.positional[of.Field(i)] = true
			}
		}
		return
	}
	elem := elemOf(t)
	for _, elt := range lit.Elts {
		pair, isPair := elt.(*ast.KeyValueExpr)
		if !isPair {
			n.put(r, elem, elt)
			continue
		}
		if m, isMap := t.(*types.Map); isMap {
			n.put(r, m.Key(), pair.Key)
		} else {
			n.leave(elem) // []T{3: v}
		}
		n.put(r, elem, pair.Value)
	}
}

// put notes a value, where that may be nil.
func (n *nils) put(r *Facts, elem types.Type, value ast.Expr) {
	if !mayHoldNil(elem) || types.IsInterface(elem) && !types.IsInterface(r.TypeOf(value)) && !r.Pass.TypesInfo.Types[value].IsNil() && !isTuple(r.TypeOf(value)) {
		return
	}
	st := n.of(elem)
	st.values = append(st.values, value)
}

// leave notes that there is an element without a value.
func (n *nils) leave(elem types.Type) {
	if mayHoldNil(elem) {
		n.of(elem).unset = true
	}
}

// of is what is stored for a type of elements.
func (n *nils) of(elem types.Type) *stored {
	st, ok := n.stored.At(elem).(*stored)
	if !ok {
		st = &stored{}
		n.stored.Set(elem, st)
	}
	return st
}

// mayHoldNil reports whether it is asked of a type whether a value of it is nil.
func mayHoldNil(t types.Type) bool {
	if t == nil {
		return false
	}
	_, isPointer := t.Underlying().(*types.Pointer)
	return isPointer || types.IsInterface(t)
}

// isTuple reports whether a type is that of several results.
func isTuple(t types.Type) bool {
	_, ok := t.(*types.Tuple)
	return ok
}

// elemOf is the type of the elements of a list, a map or a channel, nil for another type.
func elemOf(t types.Type) types.Type {
	if arr := arrayOf(t); arr != nil {
		return arr.Elem()
	}
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return t.Elem()
	case *types.Map:
		return t.Elem()
	case *types.Chan:
		return t.Elem()
	}
	return nil
}

// arrayOf is an array, or what a pointer to one leads to; nil for another type.
func arrayOf(t types.Type) *types.Array {
	t = t.Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	arr, _ := t.(*types.Array)
	return arr
}
