package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// eval interprets an expression: it returns its value and does to the state what
// evaluating it does.
func (w *walk) eval(st *state, e ast.Expr) value {
	if st.dead {
		return unknown
	}
	if v := w.constantOf(w.info.Types[e]); v != unknown {
		return v
	}
	switch e := e.(type) {
	case *ast.Ident:
		return w.ident(st, e)
	case *ast.ParenExpr:
		return w.eval(st, e.X)
	case *ast.FuncLit:
		return w.funcLit(st, e)
	case *ast.CompositeLit:
		return w.composite(st, e)
	case *ast.SelectorExpr:
		return w.selector(st, e)
	case *ast.IndexExpr:
		return w.index(st, e)
	case *ast.IndexListExpr:
		return w.eval(st, e.X)
	case *ast.SliceExpr:
		return w.eval(st, e.X)
	case *ast.StarExpr:
		v := w.eval(st, e.X)
		if w.kind(v) == address {
			return st.variable(w.infos[v].v)
		}
		return v
	case *ast.TypeAssertExpr:
		return w.eval(st, e.X)
	case *ast.UnaryExpr:
		return w.unary(st, e)
	case *ast.BinaryExpr:
		return w.binary(st, e)
	case *ast.CallExpr:
		if values := w.call(st, e); len(values) > 0 {
			return values[0]
		}
	case *ast.KeyValueExpr:
		return w.eval(st, e.Value)
	}
	return unknown
}

// evalMulti interprets an expression that yields several values.
func (w *walk) evalMulti(st *state, e ast.Expr) []value {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && !st.dead {
		return w.call(st, call)
	}
	v := w.eval(st, e)
	if assert, ok := ast.Unparen(e).(*ast.TypeAssertExpr); ok && v != unknown {
		return []value{v, w.valueOf(e, 4, valueInfo{kind: implies, recv: v, typ: w.info.TypeOf(assert.Type)})}
	}
	return []value{v} // <-c, m[k] with ok
}

// peek returns the value of an operand without effects: of a variable, a field,
// a call whose result wraps the resource. That of others is unknown.
func (w *walk) peek(st *state, e ast.Expr) value {
	switch x := ast.Unparen(e).(type) {
	case *ast.Ident:
		return w.eval(st, x)
	case *ast.SelectorExpr:
		if _, ok := ast.Unparen(x.X).(*ast.CallExpr); !ok {
			return w.eval(st, x)
		}
	case *ast.SliceExpr:
		return w.peek(st, x.X)
	case *ast.CompositeLit:
		return w.byNode[nodeKey{node: x, kind: object}] // it has been evaluated just before
	case *ast.CallExpr:
		return w.wrapped(st, x)
	}
	return unknown
}

// wrapped returns what a call, which has been evaluated just before, has made of the
// resource; unknown where that is nothing.
func (w *walk) wrapped(st *state, call *ast.CallExpr) value {
	for _, owns := range []bool{false, true} {
		for _, cleans := range []bool{false, true} {
			if v := w.byNode[nodeKey{call, wrapperSub, wrapper, unknown, owns, cleans}]; st.isHolder(v) {
				return v
			}
		}
	}
	return unknown
}

func (w *walk) ident(st *state, id *ast.Ident) value {
	switch obj := w.info.ObjectOf(id).(type) {
	case *types.Nil:
		return nilValue
	case *types.Const:
		return w.constantOf(w.info.Types[id])
	case *types.Func:
		return nonNil
	case *types.Var:
		if v := st.variable(obj); v != unknown {
			return v
		}
		return w.initialOf(obj)
	}
	return unknown
}

// boolean is the value of a constant that is one; unknown for any other expression.
func boolean(tv types.TypeAndValue) value {
	if tv.Value == nil || tv.Value.Kind() != constant.Bool {
		return unknown
	}
	if constant.BoolVal(tv.Value) {
		return isTrue
	}
	return isFalse
}

// initialOf gives an identity to a variable that the function never assigns: a
// parameter, a captured or a package variable, or one declared with an unknown
// value, as long as that is only done once.
func (w *walk) initialOf(v *types.Var) value {
	if len(w.root.assigned[v]) > 0 && w.root.contains(v) {
		return unknown
	}
	if isPackageVar(v) && isError(v.Type()) {
		return nonNil // a sentinel
	}
	return w.valueOf(v, 0, valueInfo{kind: opaque, v: v, isErr: isError(v.Type())})
}

func isPackageVar(v *types.Var) bool {
	return v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

func (w *walk) funcLit(st *state, lit *ast.FuncLit) value {
	v := w.valueOf(lit, 0, valueInfo{kind: closure, lit: lit})
	for _, captured := range w.eng.captures(lit) {
		if w.relates(st, st.variable(captured)) {
			st.hold(v)
		}
	}
	return v
}

func (w *walk) composite(st *state, lit *ast.CompositeLit) value {
	obj := w.anew(st, w.valueOf(lit, 0, valueInfo{kind: object}))
	w.forget(st, obj)
	str, _ := w.info.TypeOf(lit).Underlying().(*types.Struct)
	if str == nil {
		if p, ok := w.info.TypeOf(lit).Underlying().(*types.Pointer); ok {
			str, _ = p.Elem().Underlying().(*types.Struct)
		}
	}
	for i, elt := range lit.Elts {
		var field *types.Var
		switch kv, ok := elt.(*ast.KeyValueExpr); {
		case ok && str != nil:
			if id, ok := kv.Key.(*ast.Ident); ok {
				field, _ = w.info.Uses[id].(*types.Var)
			}
		case ok:
			w.storeIn(st, obj, w.eval(st, kv.Key), kv.Pos())
		case str != nil && i < str.NumFields():
			field = str.Field(i)
		}
		v := w.eval(st, elt)
		if field != nil && v != unknown {
			st.setCell(obj, field, v)
		}
		w.storeIn(st, obj, v, elt.Pos())
	}
	return obj
}

// forget voids what is known of an object that is made anew, in a loop. Where it
// holds the resource the older one stays: nothing is forgotten then.
func (w *walk) forget(st *state, obj value) {
	if st.isHolder(obj) {
		return
	}
	for _, field := range w.cells[obj] {
		st.setCell(obj, field, unknown)
	}
}

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

func (w *walk) methodValue(st *state, sel *ast.SelectorExpr, recv value) value {
	v := w.valueOf(sel, 0, valueInfo{kind: method, recv: w.origin(recv, method), name: sel.Sel.Name})
	if w.relates(st, recv) {
		st.hold(v)
	}
	return v
}

func (w *walk) fieldOf(st *state, sel *ast.SelectorExpr, base value) value {
	s := w.info.Selections[sel]
	field, _ := s.Obj().(*types.Var)
	if base == unknown || field == nil {
		return unknown
	}
	if base == w.res && st.live && w.site != nil && w.site.Spec.Field == field.Name() {
		return w.res
	}
	if base == w.res && st.live && w.site != nil && w.site.Spec.Inferred && len(releasesOf(field.Type())) > 0 {
		return w.partOf(st, sel, base) // what a constructor has made may be released by its fields
	}
	if base == w.res && st.live && w.givesField(field) {
		return w.givenOut(st, sel, field)
	}
	base = w.embedded(st, s, base)
	if w.spelled(st, base, field) {
		return base
	}
	if _, ok := st.cell(base, field); !ok && st.isHolder(base) && !w.heldInField(st, base) && mayHold(field.Type()) {
		return w.partOf(st, sel, base)
	}
	return w.fieldValue(st, base, field)
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
		return w.valueOf(fieldKey{base, field}, 0, info)
	case base >= firstDynamic && w.kind(base) == opaque:
		// A field of what the function was given has an identity as long as
		// nobody assigns it here.
		v, ok := w.opaqueField(base, field)
		if !ok {
			v = w.valueOf(field, 0, valueInfo{kind: opaque, recv: base, v: field})
			w.fields[base] = append(w.fields[base], v)
		}
		return v
	}
	return unknown
}

// opaqueField returns the value of a field of something opaque, if it has been
// looked at.
func (w *walk) opaqueField(base value, field *types.Var) (value, bool) {
	v, ok := w.byNode[nodeKey{node: field, kind: opaque, of: base}]
	return v, ok
}

// A fieldKey stands for the zero field of an object.
type fieldKey struct {
	of    value
	field *types.Var
}

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

func (w *walk) partValue(node ast.Node, holder value) value {
	_, field := node.(*ast.SelectorExpr)
	return w.valueOf(node, 1, valueInfo{kind: part, recv: w.origin(holder, part), element: !field})
}

// origin is what a value of a kind is taken from in the end: a part of a part is one
// of the same whole. In a loop there would be ever new ones.
func (w *walk) origin(v value, kind valueKind) value {
	for w.kind(v) == kind {
		v = w.infos[v].recv
	}
	return v
}

func (w *walk) index(st *state, e *ast.IndexExpr) value {
	base := w.eval(st, e.X)
	w.eval(st, e.Index)
	if w.relates(st, base) && base != w.res {
		return w.partOf(st, e, base)
	}
	if v, ok := st.cell(base, nil); ok && base >= firstDynamic {
		return v // errs[i]
	}
	return unknown
}

func (w *walk) unary(st *state, e *ast.UnaryExpr) value {
	switch e.Op {
	case token.AND:
		if id, ok := ast.Unparen(e.X).(*ast.Ident); ok {
			return w.addressOf(st, id)
		}
		return w.eval(st, e.X)
	case token.ARROW:
		ch := w.eval(st, e.X)
		if st.live && ch == w.res && w.site.Spec.Each {
			if st.pending--; st.many || st.pending > 0 {
				return unknown
			}
		}
		w.othersDisturb(st, e.OpPos)
		w.received(st, ch, e.OpPos)
		w.fired(st, e.X)
		return unknown
	case token.NOT:
		switch w.eval(st, e.X) {
		case isTrue:
			return isFalse
		case isFalse:
			return isTrue
		}
		return unknown
	}
	w.eval(st, e.X)
	return unknown
}

// addressOf: an object and a pointer to it are one value here.
func (w *walk) addressOf(st *state, id *ast.Ident) value {
	obj, _ := w.info.ObjectOf(id).(*types.Var)
	if obj == nil {
		return unknown
	}
	v := w.ident(st, id)
	if k := w.kind(v); v >= firstDynamic && (k == object || k == opaque && isStruct(obj.Type())) || v == w.res && isStruct(obj.Type()) {
		return v
	}
	a := w.valueOf(obj, 2, valueInfo{kind: address, v: obj})
	if w.relates(st, v) {
		st.hold(a)
	}
	return a
}

func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// received is a receive from a channel, or the end of a range over it.
func (w *walk) received(st *state, ch value, pos token.Pos) {
	if st.live && ch != unknown && ch == w.res && w.site.Spec.Receive {
		w.end(st, Outcome{Kind: Released, Pos: pos, Result: -1})
	}
}

// binary evaluates both operands; a comparison with nil is remembered, for those
// who keep it in a variable and test that.
func (w *walk) binary(st *state, e *ast.BinaryExpr) value {
	x := w.eval(st, e.X)
	if e.Op == token.LAND || e.Op == token.LOR {
		// What the right side does may not happen; only its reads matter here.
		t := st.clone()
		w.trial(t, func(t *state) { w.eval(t, e.Y) })
		return unknown
	}
	y := w.eval(st, e.Y)
	for _, v := range []value{x, y} {
		if e.Op == token.ADD && w.infos[v].address {
			return v
		}
	}
	if v := w.compareConstants(x, e.Op, y); v != unknown {
		return v
	}
	if e.Op != token.EQL && e.Op != token.NEQ {
		return unknown
	}
	if x == nilValue {
		x, y = y, x
	}
	if y != nilValue || x == unknown {
		return unknown
	}
	return w.valueOf(e, 0, valueInfo{kind: verdict, recv: x, isEqual: e.Op == token.EQL})
}
