// This file applies what is known of a callee (effects.go) to the state: for each argument that
// leads to the resource the path ends, the resource is perhaps taken, or a result comes to lead
// there too.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// static is the effect of a call of a function that is not interpreted in place:
// of one that has a summary, or is unknown.
func (w *walk) static(st *sym.State, call *ast.CallExpr, called sym.Value, args []sym.Value) []sym.Value {
	callee := typeutil.Callee(w.info, call)
	fn, _ := callee.(*types.Func)
	if st.Live && !w.isPredicateOfErr(st, args) {
		st.Risky = true
	}
	// The process ends, or the goroutine: nothing is owed on such a path.
	if !w.eng.MayReturn(call) {
		w.vanish(st)
		return nil
	}
	sig := signatureOf(w.info.TypeOf(call.Fun))
	if sig == nil {
		return nil
	}
	results := w.results(call, fn, sig)
	failOnNil(sig, args, results)
	if w.runPlaced(st, args); st.Dead {
		return nil
	}
	if w.endsWithin(st, call, fn, args) {
		w.vanish(st)
		return nil
	}
	// What others may keep or write is noted before the arguments are judged, resource or not.
	w.passedOut(st, call.Pos(), fn, sig, args)
	w.passedDisturbs(st, call, sig, called, args)
	w.asserted(st, call, fn, args)
	w.asksError(st, call, fn, args, results)
	w.codes(st, call, fn, sig, args, results)
	w.asksDeadline(fn, args, results)
	w.twins(st, call, fn, sig, results)
	w.twinsThrough(st, call, fn, args, results)
	if !st.Live {
		return results
	}
	if w.waitedInHelper(st, call, fn, args) {
		w.end(st, Outcome{Kind: Released, Pos: call.Pos(), Result: -1})
		return nil
	}
	// Only now what the callee does with the resource itself.
	w.passAddress(call, sig, args, results)
	for i := range args {
		if st.Dead {
			return nil
		}
		w.pass(st, call, fn, sig, i, args, results)
	}
	w.fluent(call, fn, args, results)
	return results
}

// isPredicateOfErr reports whether a call is given the acquisition's error, or what has it: such calls judge or
// wrap it, and are not where a function leaves by a panic.
func (w *walk) isPredicateOfErr(st *sym.State, args []sym.Value) bool {
	return slices.ContainsFunc(args, func(a sym.Value) bool { return w.errIn(st, a) != sym.Unknown })
}

// results are the values that a call yields, as far as they are known.
func (w *walk) results(call *ast.CallExpr, fn *types.Func, sig *types.Signature) []sym.Value {
	results := make([]sym.Value, sig.Results().Len())
	switch {
	case fn == nil || len(results) != 1:
	case makesError(fn):
		results[0] = sym.NonNil
	case w.eng.callee(fn).Makes:
		results[0] = w.ValueOf(call, sym.AsMade, sym.Info{Kind: sym.Object})
	}
	return results
}

// failOnNil makes the error of a method that is called on what is certainly nil one
// that is not nil: it fails, if it does not panic.
//
//	var f *os.File
//	err := f.Close() // os.ErrInvalid
func failOnNil(sig *types.Signature, args, results []sym.Value) {
	if last := len(results) - 1; last >= 0 && args[0] == sym.Nil && typesx.IsError(sig.Results().At(last).Type()) {
		results[last] = sym.NonNil
	}
}

// asksError makes the answer of errors.Is and its like, and of a predicate that is given the
// error of the acquisition, one that says something of the error.
func (w *walk) asksError(st *sym.State, call *ast.CallExpr, fn *types.Func, args, results []sym.Value) {
	if fn == nil || len(results) == 0 || len(args) < 2 || len(call.Args) == 0 {
		return
	}
	if answer, ok := catalog.AsksOfError(fn); ok {
		v := w.identify(st, call.Args[0], args[1])
		if v == sym.Unknown {
			return
		}
		results[answer] = w.ValueOf(call, sym.AsAnswer, sym.Info{Kind: sym.Implies, Recv: v})
		return
	}
	if i := slices.IndexFunc(args, w.isErr); i > 0 && len(results) == 1 && isBool(fn.Signature().Results().At(0).Type()) && st.Live {
		results[0] = w.answer(call, args[i], w.eng.saysOf(fn, i), slices.Contains(args, w.res))
	}
}

// asksDeadline makes the second answer of Deadline true for a context that was made with one:
//
//	ctx, cancel := context.WithTimeout(ctx, d)
//	if _, ok := ctx.Deadline(); !ok { // never
func (w *walk) asksDeadline(fn *types.Func, args, results []sym.Value) {
	if fn != nil && w.site != nil && w.site.Spec.Timed && w.Kind(args[0]) == sym.Canceled && fn.FullName() == "(context.Context).Deadline" {
		results[1] = sym.True
	}
}

// answer is the value of a call that says something of an error. Where it is given the
// resource, too, what leaves open whether there is an error may say that there is none of it.
func (w *walk) answer(call *ast.CallExpr, of sym.Value, says Says, both bool) sym.Value {
	switch {
	case says.Yes == sym.NotNil && says.No == sym.IsNil, says.Yes == sym.IsNil && says.No == sym.NotNil:
		return w.ValueOf(call, sym.AsAnswer, sym.Info{Kind: sym.Verdict, Recv: of, IsEqual: says.Yes == sym.IsNil})
	case says.Yes == sym.NotNil && !both:
		return w.ValueOf(call, sym.AsAnswer, sym.Info{Kind: sym.Implies, Recv: of})
	case says.Yes == sym.Maybe && both:
		return sym.No
	case says.No == sym.Maybe && both:
		return sym.Ok
	}
	return sym.Unknown
}

// pass is the effect of handing argument i to a call, the receiver being the first.
func (w *walk) pass(st *sym.State, call *ast.CallExpr, fn *types.Func, sig *types.Signature, i int, args, results []sym.Value) {
	a := args[i]
	if w.isErr(a) {
		st.Checked = true
		w.deriveErr(st, call, fn, sig, results)
		return
	}
	if !w.relates(st, a) {
		return
	}
	if i == 1 && w.eng.givesBack(fn, call) {
		results[0] = a
		return
	}
	if i == 1 && w.eng.flushesArgument(fn, call) {
		st.Taken = call.Pos()
	}
	switch {
	case i == 0 && a == w.res:
		w.calledOn(st, call, fn, sig, results)
	case !w.runsRelease(st, call, a):
		w.handed(st, call, fn, sig, i, args, results)
	}
}

// calledOn is the effect of a method of the resource itself. It is no release, although it
// may release: Rows.Next closes the rows at the end. One that always does is.
func (w *walk) calledOn(st *sym.State, call *ast.CallExpr, fn *types.Func, sig *types.Signature, results []sym.Value) {
	st.Used = true
	switch {
	case slices.Contains(w.site.Spec.Fatal, calleeName(call)):
		w.fails(call, sig, results)
		return
	case w.losesHeld(fn):
		w.end(st, Outcome{Kind: Ended, Pos: call.Pos(), Result: -1})
		return
	case w.site.Spec.Flush && calleeName(call) == "Reset":
		// A writer that is used again and again: what of it is to be thrown away only its author
		// knows.
		w.end(st, Outcome{Kind: Unknown, Pos: call.Pos(), Result: -1})
		return
	case w.eng.declOf(fn) == nil:
		w.ownMethod(st, call, fn, sig, results)
		return
	}
	switch eff := w.eng.paramEffect(fn.Origin(), 0, false, w.site.Spec); {
	case eff.Always:
		w.end(st, Outcome{Kind: Released, Pos: call.Pos(), Result: -1, Callee: true, ErrUsed: true, Release: call})
	case eff.Keeps:
		w.handOver(st, call.Pos())
	default:
		w.yield(st, call, sig, w.res, eff, results)
	}
}

// handed is what a callee does with an argument, by its effect. The cases go from what ends the
// path to what only marks it; what remains is borrowed, and results may refer to it.
func (w *walk) handed(st *sym.State, call *ast.CallExpr, fn *types.Func, sig *types.Signature, i int, args, results []sym.Value) {
	a := args[i]
	if w.launchedPartly(st, fn, a) {
		st.Launched = call.Pos()
		return
	}
	// return fmt.Errorf("get: %w", &StatusError{resp}): whoever gets the error has the response.
	if i > 0 && i <= len(call.Args) && w.eng.callee(fn).Chains() && typesx.IsErrorLike(w.info.TypeOf(call.Args[i-1])) {
		w.handOver(st, call.Pos())
		return
	}
	eff := w.effect(fn, sig, i, a, st)
	if w.site.Spec.Flush {
		eff.Drops = false // where its own step fails there is nothing to flush any more
	}
	if i == 0 && w.borrowedBy(a) {
		eff = Effect{Wraps: eff.Wraps} // what was given out ends, or is kept, and not the resource
	}
	if w.holdsGivenOut(st, a, maxDepth) {
		eff.Releases, eff.Always, eff.Gone = false, false, false
	}
	switch {
	// What a launched function leaves open on some path is told by launched.
	case eff.Drops && w.making.launches(call):
		return
	case a == w.res && eff.forgets() && w.making.drops(call) && !w.site.Spec.Here:
		st.Given = call.Pos() // nobody asks whether it has
		return
	case eff.Gone && i == 0 && !eff.Releases && !w.site.Spec.Here && w.making.launches(call):
		st.Taken = call.Pos()
		return
	case eff.Gone && i == 0 && !eff.Releases && !w.site.Spec.Here:
		w.end(st, Outcome{Kind: Ended, Pos: call.Pos(), Result: -1}) // it gives it to who ends it
		return
	case eff.Releases && w.site.Spec.Each && (st.Many || st.Pending > 1):
		// One receive in the callee is not enough; how many there are is not known.
	case eff.Releases && (!w.site.Spec.Here || eff.Always):
		w.end(st, Outcome{Kind: Released, Pos: call.Pos(), Result: -1, Callee: true, ErrUsed: true, Release: call, checked: eff.Guards, may: !eff.Always})
		return
	case eff.Keeps:
		w.handOver(st, call.Pos())
	case eff.MayKeep && !w.site.Spec.Here:
		st.Taken = call.Pos()
	case eff.Into != 0 && !w.site.Spec.Here:
		w.storeInto(st, call, args, a, eff.Into)
	}
	if st.Dead {
		return
	}
	if !w.yield(st, call, sig, a, eff, results) {
		st.Used = true
	}
	if w.eng.callee(fn).Fatal {
		w.fails(call, sig, results)
	}
}

// losesHeld reports whether a method of the resource, which a constructor has made,
// lets go of what it holds on every path, as the Run of a server that gives its
// listener to Serve:
//
//	func (s *server) Run() error { return s.http.Serve(s.listener) } // which closes it
func (w *walk) losesHeld(fn *types.Func) bool {
	if fn == nil || !w.site.Spec.Inferred || typesx.IsInterfaceMethod(fn) {
		return false
	}
	fn = fn.Origin()
	if decl := w.eng.declOf(fn); decl != nil {
		return w.eng.passesHeld(decl) && w.eng.paramEffect(fn, 0, true, heldSpec()).Gone
	}
	eff, _ := w.eng.summaryFor(fn, 0).param(0)
	return eff.Gone
}

// passesHeld reports whether a method gives something that its receiver holds to a
// call, itself or by a method of the same receiver: what does not cannot let go of it,
// but by a release.
func (e *Engine) passesHeld(decl *ast.FuncDecl) bool { return e.passesHeldWithin(decl, maxDepth) }

// passesHeldWithin is passesHeld down to a depth of methods.
func (e *Engine) passesHeldWithin(decl *ast.FuncDecl, depth int) bool {
	recv := e.paramVar(decl, 0)
	if recv == nil || decl.Body == nil || depth == 0 {
		return false
	}
	held := func(arg ast.Expr) bool {
		sel, ok := ast.Unparen(arg).(*ast.SelectorExpr)
		t := e.info.TypeOf(arg)
		//mutate:same off by one: what passes nothing on that has a release is walked in vain
		return ok && t != nil && e.varOf(sel.X) == recv && len(releasesOf(t)) > 0
	}
	return syntax.Any(decl.Body, func(call *ast.CallExpr) bool {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && e.varOf(sel.X) == recv {
			fn, _ := e.info.Uses[sel.Sel].(*types.Func)
			if fn != nil && e.declOf(fn.Origin()) != nil && e.passesHeldWithin(e.declOf(fn.Origin()), depth-1) {
				return true
			}
		}
		return slices.ContainsFunc(call.Args, held)
	})
}

// yield makes the results of a call what they are by its effect on a: a itself, or
// something that wraps it. It reports whether any of them wraps it.
func (w *walk) yield(st *sym.State, call *ast.CallExpr, sig *types.Signature, a sym.Value, eff Effect, results []sym.Value) (wrapped bool) {
	for j := range results {
		switch {
		case j < 64 && eff.Returns&(1<<j) != 0:
			results[j] = a
		case j < 64 && eff.Wraps&(1<<j) != 0 && mayHold(sig.Results().At(j).Type()):
			v := w.ResultOf(call, sym.AsWrapper, j, sym.Info{Kind: sym.Wrapper, Owns: eff.Owns, Cleans: eff.Cleans&(1<<j) != 0})
			st.Hold(v)
			results[j] = v
			wrapped = true
		}
	}
	return wrapped
}

// signatureOf returns the signature of a function's type; nil in ill-typed code.
func signatureOf(t types.Type) *types.Signature {
	if t == nil {
		return nil
	}
	sig, _ := t.Underlying().(*types.Signature)
	return sig
}

// fails makes the error of a call one that says, where it is not nil, that the
// resource has ended.
func (w *walk) fails(call *ast.CallExpr, sig *types.Signature, results []sym.Value) {
	if last := len(results) - 1; last >= 0 && typesx.IsError(sig.Results().At(last).Type()) {
		results[last] = w.ValueOf(call, sym.AsFatal, sym.Info{Kind: sym.Fatal})
	}
}

// deriveErr: an error made of the acquisition's error is nil where that is nil,
// as far as one can tell.
//
//	err = fmt.Errorf("open %s: %w", path, err)
//	if err != nil { // asks the same as before
func (w *walk) deriveErr(st *sym.State, call *ast.CallExpr, fn *types.Func, sig *types.Signature, results []sym.Value) {
	info := sym.Info{Kind: sym.Derived}
	if joinsErrors(fn) && slices.ContainsFunc(call.Args, func(e ast.Expr) bool { return !w.isErr(w.peek(st, e)) }) {
		info = sym.Info{Kind: sym.Opaque, IsErr: true} // not nil also where another one is not
	}
	for j := range results {
		if results[j] == sym.Unknown && typesx.IsError(sig.Results().At(j).Type()) {
			results[j] = w.ResultOf(call, sym.AsError, j, info)
		}
	}
}

// joinsErrors reports whether a function makes one error of several, not nil where
// any of them is not.
func joinsErrors(fn *types.Func) bool {
	if fn == nil {
		return false
	}
	switch fn.FullName() {
	case "errors.Join", "cmp.Or":
		return true
	}
	return false
}

// mayHold reports whether a value of the type can refer to something it was made of. A
// list can that has elements that can, or is made of itself: type tree []tree.
func mayHold(t types.Type) bool {
	seen := map[types.Type]bool{}
	for !typesx.IsError(t) && !seen[t] {
		seen[t] = true
		switch u := t.Underlying().(type) {
		case *types.Basic:
			return false
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		default:
			return true
		}
	}
	return seen[t]
}
