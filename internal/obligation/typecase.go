// This file decides clauses of type switches. An error that has a type is there; a resource of
// which the concrete type is known fits one clause and no other.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// typeCase refines by a clause of a type switch: an error that has a type is not nil.
//
//	switch err.(type) {
//	case *net.OpError: // there is an error, and so no connection
func (w *walk) typeCase(cc *ast.CaseClause, st *sym.State) (yes, no []*sym.State) {
	yes, no = []*sym.State{st.Clone()}, []*sym.State{st}
	sw := w.frame.fn.assigns[cc]
	if sw == nil || len(cc.List) == 0 {
		return yes, no
	}
	var x ast.Expr
	switch a := sw.Assign.(type) {
	case *ast.ExprStmt:
		x = a.X
	case *ast.AssignStmt:
		x = a.Rhs[0]
	}
	assert, ok := ast.Unparen(x).(*ast.TypeAssertExpr)
	if !ok {
		return yes, no
	}
	if w.isRecover(assert.X) {
		return w.recoverCase(cc, st)
	}
	v := w.peek(st, assert.X)
	if w.Kind(v) == sym.Opaque && w.Infos[v].Type != nil {
		return w.typeCaseOf(cc, st, v)
	}
	// The concrete type that the opener returns decides, where it is known.
	if v == w.res && st.Live {
		switch has := func(t ast.Expr) bool { return w.resourceHas(w.info.TypeOf(t)) }; {
		case slices.ContainsFunc(cc.List, has):
			w.vanish(st) // one of the types is known to be its
			return yes, nil
		case w.isConcrete():
			return nil, no // none of them is
		}
	}
	// One of several types may be nil.
	if len(cc.List) != 1 {
		return yes, no
	}
	isNil := w.info.Types[cc.List[0]].IsNil()
	w.refine(yes[0], v, isNil)
	if isNil {
		w.refine(no[0], v, false)
	}
	return yes, no
}

// typeCaseOf decides a clause of a type switch over something of which the type is known.
func (w *walk) typeCaseOf(cc *ast.CaseClause, st *sym.State, v sym.Value) (yes, no []*sym.State) {
	unsure := false
	for _, t := range cc.List {
		has, known := w.hasType(v, w.info.TypeOf(t))
		switch {
		case w.info.Types[t].IsNil():
		case has && known:
			return []*sym.State{st}, nil
		default:
			unsure = unsure || !known
		}
	}
	if unsure {
		return []*sym.State{st.Clone()}, []*sym.State{st}
	}
	return nil, []*sym.State{st}
}

// isConcrete reports whether the type of the resource is known.
func (w *walk) isConcrete() bool {
	t := w.resourceType()
	return t != nil && !types.IsInterface(t)
}

// resourceType is the type of the result that is the resource, or of what the resource is
// given through, or nil.
func (w *walk) resourceType() types.Type {
	if w.ofParam || w.site.Call == nil {
		return nil
	}
	sig, ok := w.info.TypeOf(w.site.Call.Fun).(*types.Signature)
	if !ok {
		return nil
	}
	spec := w.site.Spec
	switch {
	case 0 < spec.Out && spec.Out <= sig.Params().Len():
		return outElem(sig.Params().At(spec.Out - 1).Type())
	case len(spec.Results) > 0 && spec.Results[0] < sig.Results().Len():
		return sig.Results().At(spec.Results[0]).Type()
	}
	return nil
}

// resourceHas reports whether the resource is known to have a type, so that an
// assertion of it holds:
//
//	f, err := os.Open(path)
//	if c, ok := any(f).(io.Closer); ok { // an *os.File is one
func (w *walk) resourceHas(t types.Type) bool {
	is := w.resourceType()
	return is != nil && t != nil && types.AssignableTo(is, t)
}
