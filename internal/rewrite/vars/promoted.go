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

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
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
	return len(selection.Index()) == 2 && (r.SetOnce(last) || r.setByMaker(sel.X, last)) && notNil(sel.X)
}

// isConcealed reports whether no other package can name an embedded pointer that has the name of an
// exported type: its struct is not exported, and neither is anything that gives one out.
//
//	type wrapped struct{ *Conn } // x.Conn = other is written here alone
func (r *Facts) isConcealed(field *types.Var) bool {
	tn := r.StructOf(field)
	return tn != nil && (!tn.Exported() || tn.Pkg().Name() == "main") && !r.shownTypes()[tn]
}

// shownTypes are the types of the package that others may have a value of with that type: by the
// type of something exported or embedded. What is given to a parameter of type any may be set by
// reflection.
func (r *Facts) shownTypes() map[*types.TypeName]bool {
	if r.shown != nil {
		return r.shown
	}
	r.shown = make(map[*types.TypeName]bool)
	for _, obj := range r.Pass.TypesInfo.Defs {
		switch obj := obj.(type) {
		case *types.Func:
			if obj.Exported() {
				r.show(obj.Type(), 0)
			}
		case *types.Var:
			if obj.Exported() || obj.Embedded() {
				r.show(obj.Type(), 0)
			}
		case *types.TypeName:
			if _, isStruct := obj.Type().Underlying().(*types.Struct); obj.IsAlias() {
				r.show(types.Unalias(obj.Type()), 0)
			} else if !isStruct {
				r.show(obj.Type().Underlying(), 0)
			}
		}
	}
	for _, f := range r.Pass.Files {
		for c := range r.FileIn(f).Preorder((*ast.CallExpr)(nil)) {
			r.showByCall(c.Node().(*ast.CallExpr))
		}
	}
	return r.shown
}

// showByCall notes what a call gives as a value of any type. What prints it sets nothing.
func (r *Facts) showByCall(call *ast.CallExpr) {
	if fn := typeutil.Callee(r.Pass.TypesInfo, call); fn != nil && fn.Pkg() != nil && (fn.Pkg().Path() == "fmt" || fn.Pkg().Path() == "log") {
		return
	}
	sig, ok := r.TypeOf(call.Fun).Underlying().(*types.Signature)
	if !ok {
		return
	}
	for i, arg := range call.Args {
		at := min(i, sig.Params().Len()-1)
		if at < 0 {
			return
		}
		to := sig.Params().At(at).Type()
		if elem := elemOf(to); sig.Variadic() && at == sig.Params().Len()-1 && elem != nil {
			to = elem
		}
		if iface, isInterface := to.Underlying().(*types.Interface); isInterface && iface.NumMethods() == 0 {
			r.show(r.TypeOf(arg), 0)
		}
	}
}

// show notes a type of the package, and those that it is made of.
func (r *Facts) show(t types.Type, depth int) {
	if depth > 8 {
		return
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if t.Obj().Pkg() == r.Pass.Pkg {
			r.shown[t.Obj()] = true
		}
		for arg := range t.TypeArgs().Types() {
			r.show(arg, depth+1)
		}
	case *types.Signature:
		r.show(t.Params(), depth+1)
		r.show(t.Results(), depth+1)
	case *types.Tuple:
		for v := range t.Variables() {
			r.show(v.Type(), depth+1)
		}
	case *types.Struct:
		for f := range t.Fields() {
			r.show(f.Type(), depth+1)
		}
	case *types.Interface:
		for m := range t.Methods() {
			r.show(m.Type(), depth+1)
		}
	case *types.Map:
		r.show(t.Key(), depth+1)
		r.show(t.Elem(), depth+1)
	case interface{ Elem() types.Type }: // a pointer, a list, a channel
		r.show(t.Elem(), depth+1)
	}
}
