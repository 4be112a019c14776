// This file is about fields and methods of values: of an object by what was assigned, of
// something opaque by an identity of its own, of a holder as a part that may be the resource.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"
)

// selector is a qualified name, a method value or a field.
func (w *walk) selector(st *state, sel *ast.SelectorExpr) value {
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
	return unknown
}

// methodValue is f.Close as a value: calling it is calling the method on what it is bound to.
// One that is bound to the resource holds it.
func (w *walk) methodValue(st *state, sel *ast.SelectorExpr, recv value) value {
	fn, _ := w.info.Uses[sel.Sel].(*types.Func)
	v := w.valueOf(sel, itself, valueInfo{kind: method, recv: w.origin(recv, method), name: sel.Sel.Name, fn: fn})
	if w.relates(st, recv) {
		st.hold(v)
	}
	return v
}

// fieldOf is a field of a value. Of the resource only some fields lead to it again: the one
// that is released (resp.Body), one with a release of its own, an embedded one with the
// release.
func (w *walk) fieldOf(st *state, sel *ast.SelectorExpr, base value) value {
	s := w.info.Selections[sel]
	field := s.Obj().(*types.Var)
	if base == unknown {
		return unknown
	}
	if base == w.res && st.live && w.site != nil && w.site.Spec.Field == field.Name() {
		return w.res
	}
	if base == w.res && st.live && w.site != nil && w.site.Spec.Inferred && len(releasesOf(field.Type())) > 0 {
		return w.partOf(st, sel, base) // what a constructor has made may be released by its fields
	}
	if base == w.res && st.live && w.site != nil && w.promotesRelease(s) {
		return w.res
	}
	if base == w.res && st.live && w.givesField(field) {
		return w.givenOut(st, sel, field)
	}
	// From here on it is a field of something else than the resource.
	base = w.embedded(st, s, base)
	if w.spelled(st, base, field) {
		return base
	}
	if _, ok := st.cell(base, field); !ok && st.isHolder(base) && !w.heldInField(st, base) && mayHold(field.Type()) {
		return w.partOf(st, sel, base)
	}
	return w.fieldValue(st, base, field)
}

// promotesRelease reports whether a field of the resource is an embedded one from which it
// has its release: a release of the one is that of the other.
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
func (w *walk) spelled(st *state, base value, field *types.Var) bool {
	if !field.Embedded() || zeroKind(field.Type()) != object || w.kind(base) != object || !st.isHolder(base) {
		return false
	}
	_, assigned := st.cell(base, field)
	return !assigned
}

// heldInField reports whether it is known in which field an object, or the receiver
// of [Engine.OfField], holds the resource: it is in no other one then.
func (w *walk) heldInField(st *state, obj value) bool {
	return (w.kind(obj) == object || w.kind(obj) == opaque) && slices.ContainsFunc(w.cells[obj], func(f *types.Var) bool {
		v, _ := st.cell(obj, f)
		return v == w.res
	})
}

// embedded follows the embedded fields that a selection goes through unnamed.
func (w *walk) embedded(st *state, s *types.Selection, base value) value {
	t := s.Recv()
	for _, i := range s.Index()[:len(s.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		str, ok := t.Underlying().(*types.Struct)
		if !ok || base == unknown {
			return unknown
		}
		field := str.Field(i)
		if v, ok := st.cell(base, field); ok || !st.isHolder(base) {
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
func (w *walk) fieldValue(st *state, base value, field *types.Var) value {
	if v, ok := st.cell(base, field); ok {
		return v
	}
	switch {
	case w.kind(base) == object && base >= firstDynamic:
		info := valueInfo{kind: zeroKind(field.Type())}
		if info.kind == object {
			info.recv = base
		}
		return w.valueOf(fieldKey{base, field}, itself, info)
	case base >= firstDynamic && w.kind(base) == opaque:
		// A field of what the function was given has an identity as long as
		// nobody assigns it here.
		v, ok := w.opaqueField(base, field)
		if !ok {
			v = w.valueOf(field, itself, valueInfo{kind: opaque, recv: base, v: field})
			w.fields[base] = append(w.fields[base], v)
		}
		return v
	}
	return unknown
}

// opaqueField returns the value of a field of something opaque, if it has been
// looked at.
func (w *walk) opaqueField(base value, field *types.Var) (value, bool) {
	v := w.existing(field, itself, valueInfo{kind: opaque, recv: base})
	return v, v != unknown
}

// A fieldKey stands for the zero field of an object.
type fieldKey struct {
	of    value
	field *types.Var
}

// zeroKind is the kind of a field that has not been assigned to: a struct is an object itself.
func zeroKind(t types.Type) valueKind {
	if _, ok := t.Underlying().(*types.Struct); ok {
		return object
	}
	return opaque
}

// partOf is something taken out of a holder: it may be the resource.
func (w *walk) partOf(st *state, node ast.Node, holder value) value {
	v := w.partValue(node, holder)
	st.hold(v)
	return v
}

// partValue is the value of something taken out of a holder, whether or not it is one.
func (w *walk) partValue(node ast.Node, holder value) value {
	_, field := node.(*ast.SelectorExpr)
	return w.valueOf(node, asPart, valueInfo{kind: part, recv: w.origin(holder, part), element: !field})
}

// origin is what a value of a kind is taken from in the end: a part of a part is one
// of the same whole. In a loop there would be ever new ones.
func (w *walk) origin(v value, kind valueKind) value {
	for w.kind(v) == kind {
		v = w.infos[v].recv
	}
	return v
}
