// This file interprets calls, in an order that matters (apply): the site itself, closures in
// place, what releases the resource, builtins, and what is known of any other callee (pass.go).

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// call interprets a call and returns its results.
func (w *walk) call(st *sym.State, call *ast.CallExpr) []sym.Value {
	if tv := w.info.Types[call.Fun]; tv.IsType() {
		if len(call.Args) == 1 {
			return []sym.Value{w.eval(st, call.Args[0])} // a conversion
		}
		return nil
	}
	if id := calleeIdent(call); id != nil {
		if b, ok := w.info.ObjectOf(id).(*types.Builtin); ok {
			return w.builtin(st, call, b.Name())
		}
	}
	fn, args := w.callParts(st, call)
	if st.Dead {
		return nil
	}
	if w.eng.ofEndless(call, "Err") {
		return []sym.Value{sym.Nil}
	}
	w.making.plain = call
	return w.apply(st, call, fn, args)
}

// callParts evaluates the function and the arguments of a call. args starts with
// the receiver, or unknown where there is none.
func (w *walk) callParts(st *sym.State, call *ast.CallExpr) (fn sym.Value, args []sym.Value) {
	recv := sym.Unknown
	// Go evaluates the receiver, then the arguments.
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		if s := w.info.Selections[f]; s != nil && s.Kind() == types.MethodVal {
			recv = w.eval(st, f.X)
			// A promoted method is called on what is embedded.
			if recv != w.res && recv != sym.Unknown && len(s.Index()) > 1 {
				recv = w.embedded(st, s, recv)
			}
		} else {
			fn = w.eval(st, f)
		}
	default:
		fn = w.eval(st, call.Fun)
	}
	args = append(args, recv)
	if len(call.Args) == 1 {
		if inner, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr); ok {
			return fn, append(args, w.spread(st, inner)...)
		}
	}
	for _, a := range call.Args {
		args = append(args, w.eval(st, a))
	}
	return fn, args
}

// spread evaluates the only argument of a call, which may yield several: f(g()).
//
//	handle(os.Open(path))
func (w *walk) spread(st *sym.State, inner *ast.CallExpr) []sym.Value {
	values := w.evalMulti(st, inner)
	if t, ok := w.info.TypeOf(inner).(*types.Tuple); ok {
		for len(values) < t.Len() {
			values = append(values, sym.Unknown)
		}
		return values
	}
	if len(values) == 0 {
		return []sym.Value{sym.Unknown}
	}
	return values[:1]
}

// apply is the effect of a call whose function and arguments are evaluated, now or at a defer
// statement. args starts with the receiver. It returns the results that are known.
func (w *walk) apply(st *sym.State, call *ast.CallExpr, fn sym.Value, args []sym.Value) (results []sym.Value) {
	unused := w.making.drops(call)
	// Only the call of the site acquires what is followed; other openers have walks of their own.
	if w.site != nil && w.site.Call == call && !st.Live && !st.Lost {
		st.Maker = args[0]
		return w.acquire(st, call, args)
	}
	// The walk has come round to the site: the same call acquires again.
	if w.site != nil && w.site.Call == call && !st.Lost {
		if slices.Contains(w.site.Spec.Maker, calleeName(call)) && args[0] == st.Maker {
			w.end(st, Outcome{Kind: Ended, Pos: call.Pos(), Result: -1}) // making the next one ends it
			return nil
		}
		st.Acquired = true
	}
	// A launch that is a call, as g.Go(f), owes from its end on; its results may say that it
	// has refused.
	defer func() {
		if w.after(st, call) {
			results = w.mayRefuse(call, results)
		}
	}()
	if lit := w.literal(call, fn); lit != nil {
		_, atOnce := ast.Unparen(call.Fun).(*ast.FuncLit)
		return w.inline(st, lit, args[1:], atOnce && w.making.plain == call)
	}
	if w.cleanup(st, call, args) {
		return nil
	}
	// next, stop := iter.Pull(seq): next says whether there is more.
	if st.Live && w.Kind(fn) == sym.Drains {
		return []sym.Value{sym.Unknown, w.ValueOf(call, sym.AsMore, sym.Info{Kind: sym.More})}
	}
	if st.Live {
		if w.released(st, call, fn, args, unused) {
			return nil
		}
	}
	if id := calleeIdent(call); id != nil {
		if _, ok := w.info.ObjectOf(id).(*types.Builtin); ok {
			return w.builtinEffect(st, call, id.Name, args[1:])
		}
	}
	return w.static(st, call, fn, args)
}

// acquire creates the obligation and returns the results of the acquiring call: the resource in
// its places, the error or boolean that came with it, what carries it.
func (w *walk) acquire(st *sym.State, call *ast.CallExpr, args []sym.Value) []sym.Value {
	st.Live, st.Counted, w.opened = true, false, true
	if w.site.Spec.Out > 0 {
		w.acquireOut(st, call, args)
	}
	sig := signatureOf(w.info.TypeOf(call.Fun))
	if sig == nil {
		return nil
	}
	values := make([]sym.Value, sig.Results().Len())
	for _, i := range w.site.Spec.Results {
		if i < len(values) {
			values[i] = sym.Resource
		}
	}
	if i := w.site.Spec.Drained - 1; i >= 0 && i < len(values) {
		values[i] = w.ValueOf(call, sym.AsSequence, sym.Info{Kind: sym.Drains})
	}
	// ctx, cancel := context.WithCancel(parent): with cancel the context ends, too.
	if w.site.Spec.Cancels {
		values[0] = w.ValueOf(call, sym.Itself, sym.Info{Kind: sym.Canceled})
	}
	// What leads to the resource without being it, as a context to its span.
	for _, i := range w.site.Spec.Carry {
		if i < len(values) && values[i] == sym.Unknown {
			values[i] = w.ResultOf(call, sym.AsWrapper, i, sym.Info{Kind: sym.Wrapper})
			st.Hold(values[i])
		}
	}
	// A single result is the resource, unless that is given in another way.
	if last := len(values) - 1; last >= 0 && values[last] == sym.Unknown && (last > 0 || w.site.Spec.Out > 0 || w.site.Spec.Global) {
		switch t := sig.Results().At(last).Type(); {
		case typesx.IsError(t):
			values[last] = sym.Err
		case isBool(t):
			values[last] = sym.Ok
		}
	}
	// A boolean among the results may say whether there is a resource.
	switch i := w.site.Spec.Ok; {
	case i > 0 && i <= len(values):
		values[i-1] = sym.Ok
	case i < 0 && -i <= len(values):
		values[-i-1] = sym.No
	}
	if len(values) > 0 && values[len(values)-1] != sym.Err {
		st.Checked = true // there is no error to check
	}
	return values
}

// released ends the path where the call releases the resource, and reports whether it does: by
// a method of its own or of what holds it, by a function that is given it, by a call of the
// resource where that is a function, or by the end of its maker.
func (w *walk) released(st *sym.State, call *ast.CallExpr, fn sym.Value, args []sym.Value, unused bool) bool {
	recv, name := args[0], calleeName(call)
	spec := w.site.Spec
	if w.Kind(fn) == sym.Method {
		recv, name = w.Infos[fn].Recv, w.Infos[fn].Name
	}
	// What has made it may end it, and so may who owns that:
	//
	//	rows, err := stmt.Query()
	//	stmt.Close()
	ofMaker := slices.Contains(spec.Maker, name) && (w.within(recv, st.Maker) || recv == sym.Unknown)
	ofOwner := len(spec.Maker) > 0 && rows.Is(name, rows.Holder) && recv >= sym.FirstDynamic && w.within(st.Maker, recv) // of which the maker is a field
	if ofMaker || ofOwner {
		w.end(st, Outcome{Kind: Ended, Pos: call.Pos(), Result: -1})
		return true
	}
	hit, may := false, false
	switch {
	// The ways to release, from the most certain: by the resource itself, then by what holds
	// it.
	case w.givenToRelease(call, args):
		hit = true
	case recv == w.res:
		hit = spec.releases(name)
	case fn == w.res:
		hit = spec.releases(CallIt)
	// A wait must be called on the group itself: no holder waits for it.
	case spec.Here:
	// A callee has made a function that releases.
	case w.Kind(fn) == sym.Wrapper && w.Infos[fn].Cleans:
		hit = true
	case w.Kind(fn) == sym.Wrapper && st.IsHolder(fn) && slices.ContainsFunc(args, func(a sym.Value) bool { return w.Kind(a) == sym.Closure }):
		hit, may = true, true // a sequence, with what is done with each of it
	case w.Kind(fn) == sym.Part && st.IsHolder(fn):
		hit, may = true, true // a function out of a list of things to undo
	case recv != sym.Unknown && st.IsHolder(recv) && !w.holdsGivenOut(st, recv, maxDepth):
		// What is taken out of a holder may be the resource itself.
		itself := w.Kind(recv) == sym.Part && spec.releases(name) && !w.borrowedBy(recv)
		hit = itself || w.releasesHeld(recv, name) && !w.eng.releasesNothing(typeutil.StaticCallee(w.info, call))
	}
	if !hit {
		return false
	}
	w.end(st, Outcome{
		Kind: Released, Pos: call.Pos(), Result: -1,
		ErrUsed: !unused && w.yields(call), Callee: w.frame.parent != nil, Release: call, may: may,
	})
	return true
}

// within reports whether a value is another one, or a field of it: a method may be
// promoted from what the maker embeds.
//
//	type client struct{ *http.Client }
//	resp, err := c.Get(url) // made by c.Client
func (w *walk) within(v, of sym.Value) bool {
	for v != of && v >= sym.FirstDynamic && w.Kind(v) == sym.Opaque {
		v = w.Infos[v].Recv
	}
	return v == of
}

// releasesHeld reports whether a method of a holder releases what it holds: its
// own release does, or the resource's, by whatever path it got there.
func (w *walk) releasesHeld(holder sym.Value, name string) bool {
	if w.borrowedBy(holder) {
		return false
	}
	return w.site.Spec.releases(name) || rows.Is(name, rows.Holder)
}

// borrowedBy reports whether a holder is a wrapper, or was taken out of one, that
// does not own what it wraps.
func (w *walk) borrowedBy(v sym.Value) bool {
	v = w.origin(v, sym.Part)
	return w.Kind(v) == sym.Wrapper && !w.Infos[v].Owns
}

// releasesNothing reports whether a method that is named like a release is known to
// do nothing to what its receiver holds:
//
//	func (l *logger) Close() error { return nil }
func (e *Engine) releasesNothing(fn *types.Func) bool {
	if fn == nil || fn.Signature().Recv() == nil {
		return false
	}
	fn = fn.Origin()
	if e.declOf(fn) != nil {
		return e.paramEffect(fn, 0, true, heldSpec()) == Effect{}
	}
	eff, known := e.summaryFor(fn, 0).param(0)
	return known && rows.Is(fn.Name(), rows.Holder) && eff == Effect{}
}

// yields reports whether a call has results, so that one of them may be used.
func (w *walk) yields(call *ast.CallExpr) bool {
	t := w.info.TypeOf(call)
	tuple, ok := t.(*types.Tuple)
	return t != nil && !(ok && tuple.Len() == 0)
}

// calleeName is the name that a call names its function by, without what qualifies it.
func calleeName(call *ast.CallExpr) string {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

var errorType = types.Universe.Lookup("error").Type()

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}
