// This file interprets statements: where a value is put decides whether the function still has
// it. A local variable and an object of the function's own keep it; anything that others can
// see has it handed over.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// exec interprets one node of a block: a statement, or an expression that the
// graph has taken out of one.
func (w *walk) exec(st *sym.State, n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		w.assignStmt(st, n)
		w.after(st, n)
	case *ast.ValueSpec:
		w.valueSpec(st, n)
		w.after(st, n)
	case *ast.ExprStmt:
		w.making.drop(n.X)
		w.eval(st, n.X)
		// Behind what does not return nothing is owed: the process has ended, or the goroutine.
		if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok && !st.Dead {
			w.tells(st, call)
			if !w.eng.MayReturn(call) {
				w.vanish(st)
			}
		}
	case *ast.ReturnStmt:
		w.returnStmt(st, n)
	case *ast.DeferStmt:
		w.deferStmt(st, n)
	case *ast.GoStmt:
		w.goStmt(st, n)
	case *ast.SendStmt:
		w.eval(st, n.Chan)
		v := w.eval(st, n.Value)
		w.goesOut(st, v, out{pos: n.Arrow})
		// Others may run, and write what they share.
		w.othersDisturb(st, n.Arrow)
		w.resized(st, n.Chan)
		if w.relates(st, v) {
			w.handOver(st, n.Arrow)
		}
	case *ast.IncDecStmt:
		w.eval(st, n.X)
		was, learnLast, noteAdded := w.limitsOf(st, n.X), w.lastTurn(st, n), w.adding(st, n)
		w.assign(st, n.X, w.stepped(st, n))
		w.counterSteps(st, n, was)
		learnLast()
		noteAdded()
	case ast.Expr:
		w.eval(st, n)
	}
}

// handOver ends the path: somebody else has the resource now. A wait (Here) is owed all the
// same.
func (w *walk) handOver(st *sym.State, pos token.Pos) {
	if w.site != nil && w.site.Spec.Here {
		return
	}
	w.end(st, Outcome{Kind: HandedOver, Pos: pos, Result: -1})
}

// assignStmt evaluates the right side before it assigns anything. Of x += y nothing is known
// afterwards.
func (w *walk) assignStmt(st *sym.State, n *ast.AssignStmt) {
	noteAdded := w.adding(st, n)
	defer func() { noteAdded() }()
	if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
		w.eval(st, n.Lhs[0])
		w.eval(st, n.Rhs[0])
		w.assign(st, n.Lhs[0], sym.Unknown)
		return
	}
	if allBlank(n.Lhs) && len(n.Rhs) == 1 {
		w.making.drop(n.Rhs[0])
	}
	// All of the right side, before any of the left.
	values := w.evalList(st, n.Rhs, len(n.Lhs))
	for i, l := range n.Lhs {
		if st.Dead {
			return
		}
		if len(n.Rhs) == len(n.Lhs) {
			values[i] = w.copied(st, n.Rhs[i], values[i])
		}
		w.assign(st, l, values[i])
	}
	w.inheritAll(st, n)
}

// allBlank reports whether all that is assigned to is _.
func allBlank(list []ast.Expr) bool {
	for _, e := range list {
		if id, ok := e.(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	return true
}

// evalList evaluates the right side of an assignment to n places.
func (w *walk) evalList(st *sym.State, rhs []ast.Expr, n int) []sym.Value {
	values := make([]sym.Value, n)
	if len(rhs) == 1 && n > 1 {
		copy(values, w.evalMulti(st, rhs[0]))
		return values
	}
	for i, e := range rhs {
		if i < n {
			values[i] = w.eval(st, e)
		}
	}
	return values
}

// valueSpec declares variables; those without a value are zero.
func (w *walk) valueSpec(st *sym.State, n *ast.ValueSpec) {
	if len(n.Values) > 0 {
		values := w.evalList(st, n.Values, len(n.Names))
		for i, name := range n.Names {
			w.assign(st, name, values[i])
		}
		return
	}
	for _, name := range n.Names {
		if v, ok := w.info.Defs[name].(*types.Var); ok && !st.Dead {
			if w.redeclare(st, v); !st.Dead {
				w.zero(st, v)
			}
		}
	}
}

// assign stores a value in a place.
func (w *walk) assign(st *sym.State, place ast.Expr, v sym.Value) {
	if st.Dead {
		return
	}
	switch place := ast.Unparen(place).(type) {
	case *ast.Ident:
		w.assignVar(st, place, v)
	case *ast.SelectorExpr:
		if obj, ok := w.info.Uses[place.Sel].(*types.Var); ok && !obj.IsField() {
			w.store(st, v, place.Pos()) // a variable of another package
			return
		}
		w.assignField(st, place, v)
	case *ast.IndexExpr:
		base := w.eval(st, place.X)
		key := w.eval(st, place.Index)
		// errs[i] may have the error of the acquisition, which is asked later.
		if base >= sym.FirstDynamic && (w.Kind(base) == sym.Opaque || w.Kind(base) == sym.Object) {
			w.keepError(st, base, nil, v)
		}
		w.goesOut(st, key, out{pos: place.Pos()})
		w.goesOut(st, v, out{pos: place.Pos()})
		w.storeIn(st, base, key, place.Pos())
		w.storeIn(st, base, v, place.Pos())
		w.entryStored(st, place.X)
		w.elementStored(st, place.X)
	case *ast.StarExpr:
		p := w.eval(st, place.X)
		if w.Kind(p) == sym.Address {
			st.Set(w.Infos[p].Var, v)
			return
		}
		if param := w.outParam(place.X); param > 0 {
			w.giveOut(st, param, v, place.Pos())
			return
		}
		w.storeIn(st, p, v, place.Pos())
	}
}

// mayReleaseBy reports whether somebody could release the resource through a variable. Of one
// that is no parameter it is taken for granted; of a parameter, if its type has a release, or the
// function asks what is in it.
//
//	if name != "" {
//		f, err := os.Open(name)
//		...
//		in = f // an io.Reader
//	}
func (w *walk) mayReleaseBy(v *types.Var) bool {
	if couldRelease(v.Type(), w.site.Spec) || !w.root.isParam(v) {
		return true
	}
	return syntax.Any(w.root.Body, func(x *ast.TypeAssertExpr) bool { return w.eng.varOf(x.X) == v })
}

// assignVar assigns to a variable. One of a function around is out of sight.
func (w *walk) assignVar(st *sym.State, id *ast.Ident, v sym.Value) {
	if id.Name == "_" {
		return
	}
	obj, _ := w.info.ObjectOf(id).(*types.Var)
	if obj == nil {
		return
	}
	if !w.root.contains(obj) {
		w.store(st, v, id.Pos())
	}
	// On other paths the variable has what is somebody else's. Which of the two it has at the exit
	// is not told any more, once these are joined:
	//
	//	out := os.Stdout
	//	if path != "" {
	//		out, err = os.Create(path)
	//	}
	if v == w.res && st.Live && w.isForeign(w.initialOrSet(st, obj)) && !w.unconditional(id) && w.mayReleaseBy(obj) {
		st.Merged = true
	}
	if w.relates(st, v) && w.isVarOut(obj, id.Pos()) {
		st.Taken = id.Pos() // a closure that somebody else has can see it
	}
	if w.info.Defs[id] == obj {
		if w.redeclare(st, obj); st.Dead {
			return
		}
	}
	w.renew(st, obj)
	st.Set(obj, w.renamed(st, obj, v))
}

// unconditional reports whether a place in the walked function is in a statement that
// every call executes, unless it has returned before: one right in the body, or
// the init statement of such a one.
func (w *walk) unconditional(n ast.Node) bool {
	if w.frame.parent != nil {
		return false
	}
	for _, s := range w.root.Body.List {
		switch s := s.(type) {
		case *ast.AssignStmt:
			if syntax.Encloses(s, n.Pos()) {
				return true
			}
		case *ast.IfStmt:
			if s.Init != nil && syntax.Encloses(s.Init, n.Pos()) {
				return true
			}
		case *ast.LabeledStmt: // a goto may lead past what follows
			return false
		}
	}
	return false
}

// initialOrSet is the value of a variable before an assignment.
func (w *walk) initialOrSet(st *sym.State, v *types.Var) sym.Value {
	if val := st.Variable(v); val != sym.Unknown || w.root.contains(v) && !w.root.isParam(v) {
		return val
	}
	return sym.NonNil // a parameter, or captured
}

// renew voids what the path knows of a variable's value that has an identity:
// in a loop the same variable gets another one.
//
//	for _, name := range names {
//		f := open(name) // what was found out of the f before is not true of this one
func (w *walk) renew(st *sym.State, v *types.Var) {
	id := w.Existing(v, sym.Itself, sym.Info{Kind: sym.Opaque})
	if id == sym.Unknown {
		return
	}
	w.supersede(st, id, v)
	if st.Known != nil {
		w.forgetAll(st, id)
	}
}

// forgetAll voids what is known of a value and of its fields.
func (w *walk) forgetAll(st *sym.State, v sym.Value) {
	st.Learn(v, 0)
	for _, field := range w.Fields[v] {
		w.forgetAll(st, field)
	}
}

// store puts a value where the walk does not see it again.
func (w *walk) store(st *sym.State, v sym.Value, pos token.Pos) {
	w.goesOut(st, v, out{pos: pos})
	if w.relates(st, v) {
		w.handOver(st, pos)
	}
}

// storeIn puts a value into what base stands for: an object of the function's
// own becomes a holder, anything else is out of sight.
//
//	c.file = f      // c holds f, if the function has made c
//	s.conns[id] = f // s is a parameter: f is handed over
func (w *walk) storeIn(st *sym.State, base, v sym.Value, pos token.Pos) {
	// What the function has made itself does not let the resource out, unless it went out
	// itself.
	own := w.Kind(base) == sym.Object || w.Kind(base) == sym.Wrapper
	if own && base >= sym.FirstDynamic && w.Kind(v) == sym.Address {
		st.SetCell(base, w.Infos[v].Var, v) // the variable may get the resource later
	}
	if v >= sym.FirstDynamic && (!own || w.isOut(base, pos)) {
		w.goesOut(st, v, out{pos: pos})
	}
	if !w.relates(st, v) {
		return
	}
	switch {
	case base == v || base == w.res:
	// What is in a parameter the caller has, who knows whether that releases it (Effect.Into).
	case w.ofParam && w.paramOf(base) != sym.Unknown:
		st.Hold(base)
		st.Hold(w.paramOf(base))
	case own || w.Kind(base) == sym.Part && st.IsHolder(base):
		st.Hold(base)
		if w.isOut(base, pos) {
			st.Taken = pos // who has it has the resource
		}
	default:
		w.handOver(st, pos)
	}
}

// assignField assigns to a field. Of an object of the function's own it is kept; what else has
// the field is out of sight.
func (w *walk) assignField(st *sym.State, sel *ast.SelectorExpr, v sym.Value) {
	base := w.eval(st, sel.X)
	field := w.field(sel)
	if field != nil && w.site != nil && st.Live && base == w.res && field.Name() == w.site.Spec.Field && !w.relates(st, v) {
		w.handOver(st, sel.Pos()) // what was there is somebody else's by now
		return
	}
	if w.Kind(base) == sym.Object {
		if was, _ := st.Cell(base, field); v == sym.Unknown && st.Live && was == w.res {
			v = w.ValueOf(sel, sym.AsOther, sym.Info{Kind: sym.Opaque}) // it is not the resource any more
		}
		st.SetCell(base, field, v)
	}
	if field != nil {
		st.Void(field)
	}
	if field != nil && w.Kind(base) == sym.Opaque && base >= sym.FirstDynamic {
		w.keepError(st, base, field, v)
	}
	w.storeIn(st, base, v, sel.Pos())
}

// keepError notes that a field of something that is not the function's own has the
// acquisition's error, or has it no longer:
//
//	if f, s.err = os.Open(path); s.err != nil
func (w *walk) keepError(st *sym.State, base sym.Value, field *types.Var, v sym.Value) {
	if id, ok := w.opaqueField(base, field); ok {
		w.forgetAll(st, id)
	}
	if !w.isErr(v) {
		v = sym.Unknown
	}
	if _, kept := st.Cell(base, field); kept || v != sym.Unknown {
		st.SetCell(base, field, v)
	}
}

// field is the field that a selector selects, or nil.
func (w *walk) field(sel *ast.SelectorExpr) *types.Var {
	if s := w.info.Selections[sel]; s != nil && s.Kind() == types.FieldVal {
		v, _ := s.Obj().(*types.Var)
		return v
	}
	return nil
}
