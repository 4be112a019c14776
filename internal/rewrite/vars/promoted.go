// This file answers whether a method that an embedded pointer has is the same, of the same receiver,
// whenever it is evaluated:
//
//	type receiveOnly struct{ *folder }
//
//	func (f *receiveOnly) revert() { go f.scan() } // fixed: nothing sets f.folder but the literals
//
// To evaluate it follows f, which must not be nil, and loads the pointer, which may be.

package vars

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/typesx"
)

// fixedPromoted reports whether a method by an embedded pointer is the same whenever it is evaluated.
// The pointer stands last on the way: what is behind another one would be followed at the launch.
func (r *Facts) fixedPromoted(sel *ast.SelectorExpr, selection *types.Selection, notNil func(ast.Expr) bool) bool {
	if !source.IsPointer(selection.Obj().(*types.Func).Signature().Recv().Type()) {
		return false // it copies what the pointer leads to
	}
	var last *types.Var
	t := selection.Recv()
	for _, i := range selection.Index()[:len(selection.Index())-1] {
		if last != nil && source.IsPointer(last.Type()) {
			return false
		}
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return false
		}
		last = s.Field(i)
		t = last.Type()
	}
	switch {
	case last == nil || !source.IsPointer(last.Type()) || !r.Fixed(sel.X):
		return false
	case !source.IsPointer(r.TypeOf(sel.X)):
		return true // it is a part of what does not change
	}
	return len(selection.Index()) == 2 && (r.SetOnce(last) || r.setByMaker(sel.X, last)) && notNil(sel.X) && !r.isNilReceiver(sel.X)
}

// isNilReceiver reports whether a variable is a receiver that is said to be nil in the package.
func (r *Facts) isNilReceiver(x ast.Expr) bool {
	v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(x)].(*types.Var)
	return ok && r.IsNotNil(v) && r.Index.TakenBy(v) != nil && r.searchNil().mayBeNilReceiver(v)
}

// isConcealed reports whether no other package can name an embedded pointer that has the name of an
// exported type: its struct is not exported, and neither is anything that gives one out.
//
//	type wrapped struct{ *Conn } // x.Conn = other is written here alone
func (r *Facts) isConcealed(field *types.Var) bool {
	tn := r.StructOf(field)
	if tn == nil || tn.Exported() && tn.Pkg().Name() != "main" || r.shownTypes()[tn] {
		return false
	}
	return !slices.ContainsFunc(r.shownAs, func(iface *types.Interface) bool {
		return types.Implements(types.NewPointer(tn.Type()), iface)
	})
}
