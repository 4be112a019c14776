// This file is about fields and methods of values: of an object by what was assigned, of
// something opaque by an identity of its own, of a holder as a part that may be the resource.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// selector is a qualified name, a method value or a field.
func (w *walk) selector(st *sym.State, sel *ast.SelectorExpr) sym.Value {
	s := w.info.Selections[sel]
	if s == nil { // qualified: pkg.Name
		return w.ident(st, sel.Sel)
	}
	base := w.eval(st, sel.X)
	switch s.Kind() {
	case types.MethodVal:
		return w.methodValue(st, sel, base)
	case types.FieldVal:
		return w.fieldOf(st, sel, base)
	}
	return sym.Unknown
}

// methodValue is f.Close as a value: calling it is calling the method on what it is bound to.
// One that is bound to the resource holds it.
func (w *walk) methodValue(st *sym.State, sel *ast.SelectorExpr, recv sym.Value) sym.Value {
	fn, _ := w.info.Uses[sel.Sel].(*types.Func)
	v := w.ValueOf(sel, sym.Itself, sym.Info{Kind: sym.Method, Recv: w.origin(recv, sym.Method), Name: sel.Sel.Name, Func: fn})
	if w.relates(st, recv) {
		st.Hold(v)
	}
	return v
}

// fieldOf is a field of a value. Of the resource only some fields lead to it again: the one
// that is released (resp.Body), one with a release of its own, an embedded one with the
// release.
func (w *walk) fieldOf(st *sym.State, sel *ast.SelectorExpr, base sym.Value) sym.Value {
	s := w.info.Selections[sel]
	field := s.Obj().(*types.Var)
	if base == sym.Unknown {
		return sym.Unknown
	}
	if w.Kind(base) == sym.Code {
		return base // what was made of an error is in a field, if anywhere
	}
	if base == w.res && st.Live && w.site != nil && w.site.Spec.Field == field.Name() {
		return w.res
	}
	if base == w.res && st.Live && w.site != nil && w.site.Spec.Inferred && len(releasesOf(field.Type())) > 0 {
		return w.partOf(st, sel, base) // what a constructor has made may be released by its fields
	}
	if base == w.res && st.Live && w.site != nil && w.promotesRelease(s) {
		return w.res
	}
	if base == w.res && st.Live && w.givesField(field) {
		return w.givenOut(st, sel, field)
	}
	// From here on it is a field of something else than the resource.
	base = w.embedded(st, s, base)
	if w.spelled(st, base, field) {
		return base
	}
	// Where in it the resource is is not known: any field that could have it may.
	if _, ok := st.Cell(base, field); !ok && st.IsHolder(base) && !w.heldInField(st, base) && mayHold(field.Type()) {
		return w.partOf(st, sel, base)
	}
	return w.fieldValue(st, base, field)
}

// promotesRelease reports whether a field of the resource is an embedded one from which it
// has its release: a release of the one is that of the other.
//
//	type conn struct{ net.Conn }
//	c.Conn.Close() // is c.Close()
func (w *walk) promotesRelease(s *types.Selection) bool {
	return slices.ContainsFunc(w.site.Spec.Release, func(name string) bool {
		obj, index, _ := types.LookupFieldOrMethod(s.Recv(), true, w.eng.pass.Pkg, name)
		_, isMethod := obj.(*types.Func)
		return isMethod && len(index) > len(s.Index()) && slices.Equal(index[:len(s.Index())], s.Index())
	})
}

// spelled reports whether field is an embedded struct of an object that holds the
// resource, and was not assigned as a whole. What is promoted from it is kept with the
// object, so that the two are one, however a path is spelled:
//
//	h.file = f           // or holder{file: f}, since Go 1.27
//	h.base.file.Close()
func (w *walk) spelled(st *sym.State, base sym.Value, field *types.Var) bool {
	if !field.Embedded() || zeroKind(field.Type()) != sym.Object || w.Kind(base) != sym.Object || !st.IsHolder(base) {
		return false
	}
	_, assigned := st.Cell(base, field)
	return !assigned
}

// heldInField reports whether it is known in which field an object, or the receiver
// of [Engine.OfField], holds the resource: it is in no other one then.
func (w *walk) heldInField(st *sym.State, obj sym.Value) bool {
	return (w.Kind(obj) == sym.Object || w.Kind(obj) == sym.Opaque) && slices.ContainsFunc(w.Cells[obj], func(f *types.Var) bool {
		v, _ := st.Cell(obj, f)
		return v == w.res
	})
}

// embedded follows the embedded fields that a selection goes through unnamed.
func (w *walk) embedded(st *sym.State, s *types.Selection, base sym.Value) sym.Value {
	t := s.Recv()
	for _, i := range s.Index()[:len(s.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		str, ok := t.Underlying().(*types.Struct)
		if !ok || base == sym.Unknown {
			return sym.Unknown
		}
		field := str.Field(i)
		// What was stored by a promoted name is kept with the object itself, see spelled.
		if v, ok := st.Cell(base, field); ok || !st.IsHolder(base) {
			if !ok {
				v = w.fieldValue(st, base, field)
			}
			base = v
		}
		t = field.Type()
	}
	return base
}

// fieldValue is what is known of a field of a value that is no holder.
func (w *walk) fieldValue(st *sym.State, base sym.Value, field *types.Var) sym.Value {
	if v, ok := st.Cell(base, field); ok {
		return v
	}
	switch {
	case w.Kind(base) == sym.Object && base >= sym.FirstDynamic:
		info := sym.Info{Kind: zeroKind(field.Type())}
		if info.Kind == sym.Object {
			info.Recv = base
		}
		return w.ValueOf(fieldKey{base, field}, sym.Itself, info)
	case base >= sym.FirstDynamic && w.Kind(base) == sym.Opaque:
		// A field of what the function was given has an identity as long as
		// nobody assigns it here.
		v, ok := w.opaqueField(base, field)
		if !ok {
			v = w.ValueOf(field, sym.Itself, sym.Info{Kind: sym.Opaque, Recv: base, Var: field})
			w.Fields[base] = append(w.Fields[base], v)
		}
		return v
	}
	return sym.Unknown
}

// opaqueField returns the value of a field of something opaque, if it has been
// looked at.
func (w *walk) opaqueField(base sym.Value, field *types.Var) (sym.Value, bool) {
	v := w.Existing(field, sym.Itself, sym.Info{Kind: sym.Opaque, Recv: base})
	return v, v != sym.Unknown
}

// A fieldKey stands for the zero field of an object.
type fieldKey struct {
	of    sym.Value
	field *types.Var
}

// zeroKind is the kind of a field that has not been assigned to: a struct is an object itself.
func zeroKind(t types.Type) sym.Kind {
	if _, ok := t.Underlying().(*types.Struct); ok {
		return sym.Object
	}
	return sym.Opaque
}

// partOf is something taken out of a holder: it may be the resource.
func (w *walk) partOf(st *sym.State, node ast.Node, holder sym.Value) sym.Value {
	v := w.partValue(node, holder)
	st.Hold(v)
	return v
}

// partValue is the value of something taken out of a holder, whether or not it is one.
func (w *walk) partValue(node ast.Node, holder sym.Value) sym.Value {
	_, field := node.(*ast.SelectorExpr)
	return w.ValueOf(node, sym.AsPart, sym.Info{Kind: sym.Part, Recv: w.origin(holder, sym.Part), Element: !field})
}

// origin is what a value of a kind is taken from in the end: a part of a part is one
// of the same whole. In a loop there would be ever new ones.
func (w *walk) origin(v sym.Value, kind sym.Kind) sym.Value {
	for w.Kind(v) == kind {
		v = w.Infos[v].Recv
	}
	return v
}
