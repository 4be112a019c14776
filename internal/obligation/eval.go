// This file evaluates expressions. A value is known only as far as it has to do with the
// obligation or can decide a branch (sym.Value); unknown is the usual answer, and a safe one:
// nothing is concluded from it.
//
// An object and a pointer to it are one value here, so that x.f and (&x).f, p and *p agree.
// That is wrong of copies of structs, which share their fields for the walk.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// eval interprets an expression: it returns its value and does to the state what
// evaluating it does.
func (w *walk) eval(st *sym.State, e ast.Expr) sym.Value {
	if st.Dead {
		return sym.Unknown
	}
	// Constants are known from the types, whatever the expression is.
	if v := w.constantOf(w.info.Types[e]); v != sym.Unknown {
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
		switch {
		case w.Kind(v) == sym.Address:
			return st.Variable(w.Infos[v].Var)
		// A pointer to a pointer leads to something in the object, and not to the object itself.
		case w.Kind(v) == sym.Object && st.IsHolder(v) && isPointerToPointer(w.info.TypeOf(e.X)):
			return w.partOf(st, e, v)
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
	return sym.Unknown
}

// evalMulti interprets an expression that yields several values.
func (w *walk) evalMulti(st *sym.State, e ast.Expr) []sym.Value {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && !st.Dead {
		return w.call(st, call)
	}
	if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && u.Op == token.ARROW && w.mayTakeValue(st, u) {
		closed := st.Clone()
		w.received(closed, w.res, u.OpPos)
		return []sym.Value{sym.Unknown, sym.True}
	}
	v := w.eval(st, e)
	if assert, ok := ast.Unparen(e).(*ast.TypeAssertExpr); ok && v != sym.Unknown {
		if has, known := w.hasType(v, w.info.TypeOf(assert.Type)); known && has {
			return []sym.Value{v, sym.True}
		} else if known {
			return []sym.Value{sym.Unknown, sym.False}
		}
		return []sym.Value{v, w.ValueOf(e, sym.AsAsserted, sym.Info{Kind: sym.Implies, Recv: v, Type: w.info.TypeOf(assert.Type)})}
	}
	return []sym.Value{v} // <-c, m[k] with ok
}

// peek returns the value of an operand without effects: of a variable, a field,
// a call whose result wraps the resource. That of others is unknown.
func (w *walk) peek(st *sym.State, e ast.Expr) sym.Value {
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
		return w.Existing(x, sym.Itself, sym.Info{Kind: sym.Object}) // it has been evaluated just before
	case *ast.CallExpr:
		if w.info.Types[x.Fun].IsType() && len(x.Args) == 1 {
			return w.peek(st, x.Args[0]) // a conversion
		}
		return w.wrapped(st, x)
	}
	return sym.Unknown
}

// isPointerToPointer reports whether what a value of the type points to is a pointer, or
// an interface: not the value itself, seen otherwise, but something in it.
func isPointerToPointer(t types.Type) bool {
	if t == nil {
		return false
	}
	p, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	switch p.Elem().Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}

// wrapped returns what a call, which has been evaluated just before, has made of the
// resource; unknown where that is nothing.
func (w *walk) wrapped(st *sym.State, call *ast.CallExpr) sym.Value {
	// The value was numbered by all of these; which they were is not known any more.
	for _, owns := range []bool{false, true} {
		for _, cleans := range []bool{false, true} {
			if v := w.Existing(call, sym.AsWrapper, sym.Info{Kind: sym.Wrapper, Owns: owns, Cleans: cleans}); st.IsHolder(v) {
				return v
			}
		}
	}
	return sym.Unknown
}

// ident is what a name holds: what the path has assigned, or what it held at the start.
func (w *walk) ident(st *sym.State, id *ast.Ident) sym.Value {
	switch obj := w.info.ObjectOf(id).(type) {
	case *types.Nil:
		return sym.Nil
	case *types.Const:
		return w.constantOf(w.info.Types[id])
	case *types.Func:
		return sym.NonNil
	case *types.Var:
		if v := st.Variable(obj); v != sym.Unknown {
			return v
		}
		return w.initialOf(obj)
	}
	return sym.Unknown
}

// boolean is the value of a constant that is one; unknown for any other expression.
func boolean(tv types.TypeAndValue) sym.Value {
	if tv.Value == nil || tv.Value.Kind() != constant.Bool {
		return sym.Unknown
	}
	if constant.BoolVal(tv.Value) {
		return sym.True
	}
	return sym.False
}

// initialOf gives an identity to a variable that the function never assigns: a
// parameter, a captured or a package variable, or one declared with an unknown
// value, as long as that is only done once.
//
//	func f(r io.Reader) { // the same r wherever it is asked for
func (w *walk) initialOf(v *types.Var) sym.Value {
	if len(w.root.assigned[v]) > 0 && w.root.contains(v) {
		return sym.Unknown
	}
	if typesx.IsPackageVar(v) && typesx.IsError(v.Type()) {
		return sym.NonNil // a sentinel
	}
	return w.ValueOf(v, sym.Itself, sym.Info{Kind: sym.Opaque, Var: v, IsErr: typesx.IsError(v.Type())})
}

// funcLit is a closure. One that captures the resource holds it.
func (w *walk) funcLit(st *sym.State, lit *ast.FuncLit) sym.Value {
	v := w.ValueOf(lit, sym.Itself, sym.Info{Kind: sym.Closure, Lit: lit})
	for _, captured := range w.eng.captures(lit) {
		if w.relates(st, st.Variable(captured)) {
			st.Hold(v)
		}
	}
	return v
}

// composite is a literal: an object of the function's own, with the fields that it is given.
// Its elements, and keys of a map, may make it a holder of the resource:
//
//	c := &conn{file: f}     // c holds f, in the field file
//	fs := []io.Closer{f, g} // fs holds f
func (w *walk) composite(st *sym.State, lit *ast.CompositeLit) sym.Value {
	// In a loop the same literal makes another object.
	obj := w.anew(st, w.ValueOf(lit, sym.Itself, sym.Info{Kind: sym.Object}))
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
		if field != nil && v != sym.Unknown {
			st.SetCell(obj, field, v)
		}
		w.storeIn(st, obj, v, elt.Pos())
	}
	return obj
}

// forget voids what is known of an object that is made anew, in a loop. Where it
// holds the resource the older one stays: nothing is forgotten then.
func (w *walk) forget(st *sym.State, obj sym.Value) {
	if st.IsHolder(obj) {
		return
	}
	for _, field := range w.Cells[obj] {
		st.SetCell(obj, field, sym.Unknown)
	}
}

// index is an element: of a holder it may be the resource.
func (w *walk) index(st *sym.State, e *ast.IndexExpr) sym.Value {
	base := w.eval(st, e.X)
	w.eval(st, e.Index)
	if w.relates(st, base) && base != w.res {
		return w.partOf(st, e, base)
	}
	if v, ok := st.Cell(base, nil); ok && base >= sym.FirstDynamic {
		return v // errs[i]
	}
	return sym.Unknown
}

// unary is an address, a receive, or the negation of a known boolean.
func (w *walk) unary(st *sym.State, e *ast.UnaryExpr) sym.Value {
	switch e.Op {
	case token.AND:
		if id, ok := ast.Unparen(e.X).(*ast.Ident); ok {
			return w.addressOf(st, id)
		}
		return w.eval(st, e.X)
	case token.ARROW:
		ch := w.eval(st, e.X)
		if w.eng.ofEndless(e.X, "Done") {
			w.vanish(st)
			return sym.Unknown
		}
		// With several values under way one receive is not enough.
		if st.Live && ch == w.res && w.site.Spec.Each {
			if st.Pending--; st.Many || st.Pending > 0 {
				w.fewer = true
				return sym.Unknown
			}
		}
		w.othersDisturb(st, e.OpPos)
		w.resized(st, e.X)
		w.received(st, ch, e.OpPos)
		w.fired(st, e.X)
		return sym.Unknown
	case token.NOT:
		return w.negation(e, w.eval(st, e.X))
	}
	w.eval(st, e.X)
	return sym.Unknown
}

// addressOf is a pointer to a variable: the object itself where the variable holds one, else an
// address, through which the variable can be set.
//
//	var f *os.File
//	open(&f) // sets f
//	var w watcher
//	run(&w) // w itself
func (w *walk) addressOf(st *sym.State, id *ast.Ident) sym.Value {
	obj, _ := w.info.ObjectOf(id).(*types.Var)
	if obj == nil {
		return sym.Unknown
	}
	v := w.ident(st, id)
	if k := w.Kind(v); v >= sym.FirstDynamic && (k == sym.Object || k == sym.Opaque && isStruct(obj.Type())) || v == w.res && isStruct(obj.Type()) {
		return v
	}
	a := w.ValueOf(obj, sym.AsAddress, sym.Info{Kind: sym.Address, Var: obj})
	if w.relates(st, v) {
		st.Hold(a)
	}
	return a
}

// isStruct reports whether a type's underlying type is a struct.
func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// received is a receive from a channel, or the end of a range over it.
func (w *walk) received(st *sym.State, ch sym.Value, pos token.Pos) {
	if st.Live && ch != sym.Unknown && ch == w.res && w.site.Spec.Receive {
		w.end(st, Outcome{Kind: Released, Pos: pos, Result: -1})
	}
}

// mayTakeValue reports whether a receive that tells a value from the close may get a value, where
// the close is waited for: only the path on which it gets none has waited.
//
//	v, ok := <-ch
//	if !ok {
//		return nil // here
//	}
func (w *walk) mayTakeValue(st *sym.State, u *ast.UnaryExpr) bool {
	return st.Live && w.site.Spec.Receive && !w.site.Spec.Each && w.site.Owner.Field == nil &&
		w.peek(st, u.X) == w.res && w.eng.launches.Carries(w.site.Owner.Root)
}

// binary evaluates both operands; a comparison with nil is remembered, for those
// who keep it in a variable and test that.
func (w *walk) binary(st *sym.State, e *ast.BinaryExpr) sym.Value {
	x := w.eval(st, e.X)
	// A condition that branches is taken apart by decide, and does not come here.
	if e.Op == token.LAND || e.Op == token.LOR {
		// What the right side does may not happen; only its reads matter here.
		y := sym.Unknown
		w.trial(st.Clone(), func(t *sym.State) { y = w.eval(t, e.Y) })
		return w.combination(st, e, x, y)
	}
	y := w.eval(st, e.Y)
	// srv.URL + path leads to the server as well.
	for _, v := range []sym.Value{x, y} {
		if e.Op == token.ADD && w.Infos[v].Address {
			return v
		}
	}
	if v := w.compareConstants(x, e.Op, y); v != sym.Unknown {
		return v
	}
	switch e.Op {
	case token.EQL, token.NEQ:
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		return w.keptComparison(e)
	default:
		return sym.Unknown
	}
	if x == sym.Nil {
		x, y = y, x
	}
	if y != sym.Nil && x != sym.Nil && (w.isErr(x) || w.isErr(y)) {
		return w.sentinel(e, errOf(w, x, y))
	}
	if y != sym.Nil || x == sym.Unknown {
		return w.keptComparison(e)
	}
	return w.ValueOf(e, sym.Itself, sym.Info{Kind: sym.Verdict, Recv: x, IsEqual: e.Op == token.EQL})
}
