// This file is about what a callee keeps. A parameter of any type can carry the resource: an
// io.Writer is a file, a *Logger has one. Where the callee stores it decides who has it then: in a
// package variable, or in something that it has from elsewhere, the callee does; in its receiver
// or in another parameter (Effect.Into) that one is a holder from then on, and whose that is only
// the caller knows.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// canCarry reports whether a parameter of the type, which has no release, could carry
// a resource.
func canCarry(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Chan, *types.Signature:
		return false
	}
	return mayHold(t) && !typesx.IsContext(t)
}

// carrySpec is the obligation that a parameter could carry whose type does not say how it is
// released. holder says that the parameter has the resource and is not it.
func carrySpec(t types.Type) (spec *Spec, holder bool) {
	return carry, !types.IsInterface(t)
}

// carry is one for all, so that answers about it are kept.
var carry = &Spec{Name: "parameter", Results: []int{0}, Release: rows.Owners}

// paramOf returns the parameter of the walked function that a value is, or in which it
// is a part by value; else unknown. What a pointer in a parameter leads to may be
// anybody's.
func (w *walk) paramOf(v sym.Value) sym.Value {
	for v >= sym.FirstDynamic && w.Kind(v) == sym.Opaque {
		info := w.Infos[v]
		if info.Recv == sym.Unknown {
			if info.Var != nil && w.root.Lit == nil && w.root.isParam(info.Var) {
				return v
			}
			break
		}
		switch info.Var.Type().Underlying().(type) {
		case *types.Struct, *types.Map, *types.Slice, *types.Array:
			v = info.Recv
		default:
			return sym.Unknown
		}
	}
	return sym.Unknown
}

// storedIn returns the parameters, other than the one that is followed, which hold the
// resource.
func (w *walk) storedIn(st *sym.State) (into uint64) {
	sig := w.root.signature()
	if !w.ofParam || sig == nil || w.root.Lit != nil {
		return 0
	}
	for i := range min(sig.Params().Len()+1, 64) {
		v := sig.Recv()
		if i > 0 {
			v = sig.Params().At(i - 1)
		}
		// A parameter that is set to something else leads there, and not to the caller's.
		if v == nil || len(w.root.assigned[v]) > 0 {
			continue
		}
		if val := w.Existing(v, sym.Itself, sym.Info{Kind: sym.Opaque}); st.IsHolder(val) {
			into |= 1 << i
		}
	}
	return into
}

// storeInto puts a value into the arguments in which a callee stores it. One of the
// function's own is a holder from then on where it has a method that releases what it
// holds; of any other nobody knows how it is ended:
//
//	srv := &server{}
//	srv.logTo(f) // srv has it: is there a srv.Close?
func (w *walk) storeInto(st *sym.State, call *ast.CallExpr, args []sym.Value, v sym.Value, into uint64) {
	for i, base := range args {
		if into&(1<<i) == 0 || st.Dead { // nothing is left of more than 63
			continue
		}
		if k := w.Kind(base); (k == sym.Object || k == sym.Wrapper) && !w.eng.canRelease(w.argType(call, i)) {
			w.handOver(st, call.Pos())
			return
		}
		w.storeIn(st, base, v, call.Pos())
	}
}

// argType is the type of argument i of a call, the receiver being the first; nil
// where it is not written there.
func (w *walk) argType(call *ast.CallExpr, i int) types.Type {
	if i > 0 && i <= len(call.Args) {
		return w.info.TypeOf(call.Args[i-1])
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && i == 0 {
		return w.info.TypeOf(sel.X)
	}
	return nil
}

// canRelease reports whether a type has a method that releases what its value holds.
func (e *Engine) canRelease(t types.Type) bool {
	if t == nil || types.IsInterface(t) {
		return false
	}
	if _, isPointer := t.Underlying().(*types.Pointer); !isPointer {
		t = types.NewPointer(t)
	}
	methods := types.NewMethodSet(t)
	for i := range methods.Len() {
		fn, ok := methods.At(i).Obj().(*types.Func)
		if ok && e.releasesHeld(fn.Origin()) {
			return true
		}
	}
	return false
}

// releasesHeld reports whether a method releases what its receiver holds.
func (e *Engine) releasesHeld(fn *types.Func) bool {
	if decl := e.declOf(fn); decl != nil {
		return e.mayLetGo(decl) && e.paramEffect(fn, 0, true, heldSpec()).Releases
	}
	eff, _ := e.summaryFor(fn, 0).param(0)
	return eff.Releases
}

// fluent gives the result of a method that returns its receiver, whatever else it
// does:
//
//	return b.WithLog(f).WithName("x")
func (w *walk) fluent(call *ast.CallExpr, fn *types.Func, args, results []sym.Value) {
	if fn == nil || len(results) != 1 || results[0] != sym.Unknown || args[0] == sym.Unknown {
		return
	}
	if w.eng.returnsReceiver(fn.Origin()) {
		results[0] = args[0]
	}
}

// returnsReceiver reports whether all that a method of this package returns is its receiver,
// which it never assigns to.
func (e *Engine) returnsReceiver(fn *types.Func) bool {
	decl := e.declOf(fn)
	if decl == nil || decl.Recv == nil {
		return false
	}
	is, known := e.fluents[fn]
	if !known {
		is = e.findFluent(decl)
		e.fluents[fn] = is
	}
	return is
}

// findFluent answers returnsReceiver.
func (e *Engine) findFluent(decl *ast.FuncDecl) bool {
	recv := e.paramVar(decl, 0)
	if recv == nil {
		return false
	}
	f, returns, only := e.function(decl), false, true
	for ret := range syntax.Own[*ast.ReturnStmt](f.Body) {
		returns = true
		only = only && len(ret.Results) == 1 && e.varOf(ret.Results[0]) == recv
	}
	if !returns || !only {
		return false
	}
	f.cfg()
	return len(f.assigned[recv]) == 0
}

// couldSee reports whether a function of the standard library is one that the
// catalogue would know if its result referred to an argument.
func couldSee(fn *types.Func) bool { return fn != nil && !typesx.IsInterfaceMethod(fn) }

// onlyCalls reports whether all that a function does with a parameter that is a
// function is to call it before it returns.
func (e *Engine) onlyCalls(fn *types.Func, i int) bool {
	if fn == nil || typesx.IsInterfaceMethod(fn) || i == 0 {
		return false
	}
	fn = fn.Origin()
	if e.callee(fn).Calls {
		return true
	}
	if isVariadic(fn.Signature(), i) {
		return false
	}
	eff := e.functionEffect(fn, i)
	return eff.Releases && !eff.Keeps && !eff.MayKeep && eff.Into|eff.Wraps|eff.Returns == 0
}

// functionEffect is what a function does with a parameter that is a function; nothing
// where that is not known.
func (e *Engine) functionEffect(fn *types.Func, i int) (eff Effect) {
	fn = fn.Origin()
	switch {
	case e.declOf(fn) != nil:
		eff = e.paramEffect(fn, i, false, functionSpec)
	case !e.callee(fn).Std:
		eff, _ = e.summaryFor(fn, i).param(i)
	}
	return eff
}

// setsByName reports whether a function out of sight is named as those that keep what
// they are given:
//
//	log.SetOutput(f)
//	mux.Register(h)
func setsByName(fn *types.Func) bool {
	return fn != nil && rows.Says(fn.Name(), rows.Sets)
}

// ownMethod is the effect of a method of the resource's own that is declared in
// another package: what it gives out lives on the resource.
func (w *walk) ownMethod(st *sym.State, call *ast.CallExpr, fn *types.Func, sig *types.Signature, results []sym.Value) {
	eff, known := knownEffect(w.eng.callee(fn), 0)
	if !known && w.givesOut(fn) {
		eff = Effect{Wraps: ^uint64(0)}
	}
	// What a constructor gives may be released by any of its methods, whatever that is called.
	if w.site.Spec.Inferred && !typesx.IsInterfaceMethod(fn) {
		if own, _ := w.eng.summaryFor(fn, 0).param(0); own.Always {
			w.end(st, Outcome{Kind: Released, Pos: call.Pos(), Result: -1, Callee: true, ErrUsed: true, Release: call})
			return
		}
	}
	if w.yield(st, call, sig, w.res, eff, results) && !known {
		for _, v := range results {
			if w.Kind(v) == sym.Wrapper {
				w.Infos[v].Given = true
			}
		}
	}
}

// isGivenOut reports whether a value is what the resource has given out, or was taken
// out of that: its end is not the resource's.
func (w *walk) isGivenOut(v sym.Value) bool {
	v = w.origin(v, sym.Part)
	return w.Kind(v) == sym.Wrapper && w.Infos[v].Given
}

// holdsGivenOut reports whether all that an object has of the resource is what the
// resource has given out: its release is not the resource's.
func (w *walk) holdsGivenOut(st *sym.State, v sym.Value, depth int) bool {
	if w.Kind(v) != sym.Object || depth == 0 {
		return w.isGivenOut(v)
	}
	found := false
	for _, field := range w.Cells[v] {
		if val, ok := st.Cell(v, field); ok && w.relates(st, val) {
			if !w.holdsGivenOut(st, val, depth-1) {
				return false
			}
			found = true
		}
	}
	return found
}

// givesOut reports whether a method of the resource may give out something that needs
// it to stay open: all may, but those that say what it is.
func (w *walk) givesOut(fn *types.Func) bool {
	return fn != nil && w.lends() && !catalog.Describes(fn.Name())
}

// lends reports whether what is taken out of the resource may need it to stay open.
func (w *walk) lends() bool {
	return w.site != nil && w.site.Spec.Field == "" && !w.site.Spec.Here && !w.site.Spec.Receive
}

// givesField reports whether a field of the resource needs it to stay open.
func (w *walk) givesField(field *types.Var) bool {
	if isIn(field, "time") {
		return false // a ticker's channel is nobody's way to stop it
	}
	return w.lends() && (mayHold(field.Type()) || isServerURL(field))
}

// isServerURL reports whether a field is the address of a test server.
func isServerURL(field *types.Var) bool {
	return field.Name() == "URL" && isIn(field, "net/http/httptest")
}

// givenOut is the value of a field of the resource.
func (w *walk) givenOut(st *sym.State, node ast.Node, field *types.Var) sym.Value {
	if isServerURL(field) {
		return w.ValueOf(node, sym.AsName, sym.Info{Kind: sym.Wrapper, Address: true})
	}
	v := w.ValueOf(node, sym.AsWrapper, sym.Info{Kind: sym.Wrapper, Given: true})
	st.Hold(v)
	return v
}

// passAddress: what is made of an address leads there too.
//
//	c, err := dial(srv.URL + "/api")
//	return c // of no use once srv is closed
func (w *walk) passAddress(call *ast.CallExpr, sig *types.Signature, args, results []sym.Value) {
	if !slices.ContainsFunc(args, func(a sym.Value) bool { return w.Infos[a].Address }) {
		return
	}
	for j := range results {
		if results[j] == sym.Unknown && !typesx.IsError(sig.Results().At(j).Type()) {
			results[j] = w.ResultOf(call, sym.AsName, j, sym.Info{Kind: sym.Wrapper, Address: true})
		}
	}
}

// lent reports whether any of the values leads to the resource by a name:
//
//	return client{url: srv.URL} // of no use once srv is closed
func (w *walk) lent(st *sym.State, values []sym.Value, depth int) bool {
	return slices.ContainsFunc(values, func(v sym.Value) bool {
		if w.Infos[v].Address || depth == 0 || w.Kind(v) != sym.Object {
			return w.Infos[v].Address
		}
		return slices.ContainsFunc(w.Cells[v], func(f *types.Var) bool {
			val, _ := st.Cell(v, f)
			return w.lent(st, []sym.Value{val}, depth-1)
		})
	})
}

// runsRelease ends the path where a callee is given, or called on, a value that runs
// the release when it is called:
//
//	defer multierr.AppendInvoke(&err, multierr.Close(f))
func (w *walk) runsRelease(st *sym.State, call *ast.CallExpr, a sym.Value) bool {
	if w.site.Spec.Here || w.Kind(a) != sym.Wrapper || !w.Infos[a].Cleans {
		return false
	}
	w.end(st, Outcome{Kind: Released, Pos: call.Pos(), Result: -1, Callee: true, ErrUsed: true, Release: call, may: true})
	return true
}
