package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// call interprets a call and returns its results.
func (w *walk) call(st *state, call *ast.CallExpr) []value {
	if tv := w.info.Types[call.Fun]; tv.IsType() {
		if len(call.Args) == 1 {
			return []value{w.eval(st, call.Args[0])} // a conversion
		}
		return nil
	}
	if id := calleeIdent(call); id != nil {
		if b, ok := w.info.ObjectOf(id).(*types.Builtin); ok {
			return w.builtin(st, call, b.Name())
		}
	}
	fn, args := w.callParts(st, call)
	if st.dead {
		return nil
	}
	return w.apply(st, call, fn, args)
}

// callParts evaluates the function and the arguments of a call. args starts with
// the receiver, or unknown where there is none.
func (w *walk) callParts(st *state, call *ast.CallExpr) (fn value, args []value) {
	recv := unknown
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		if s := w.info.Selections[f]; s != nil && s.Kind() == types.MethodVal {
			recv = w.eval(st, f.X)
			if recv != w.res && recv != unknown && len(s.Index()) > 1 {
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
func (w *walk) spread(st *state, inner *ast.CallExpr) []value {
	values := w.evalMulti(st, inner)
	if t, ok := w.info.TypeOf(inner).(*types.Tuple); ok {
		for len(values) < t.Len() {
			values = append(values, unknown)
		}
		return values
	}
	if len(values) == 0 {
		return []value{unknown}
	}
	return values[:1]
}

// apply is the effect of a call whose function and arguments are evaluated.
func (w *walk) apply(st *state, call *ast.CallExpr, fn value, args []value) []value {
	unused := w.unusedCall == call
	if w.site != nil && w.site.Call == call && !st.live {
		st.maker = args[0]
		return w.acquire(st, call)
	}
	if w.site != nil && w.site.Call == call {
		st.acquired = true
	}
	defer w.after(st, call)
	if lit := w.literal(call, fn); lit != nil {
		return w.inline(st, lit, args[1:])
	}
	if st.live && w.kind(fn) == drains {
		return []value{unknown, w.valueOf(call, 41, valueInfo{kind: more})}
	}
	if st.live {
		if w.released(st, call, fn, args[0], unused) {
			return nil
		}
	}
	if id := calleeIdent(call); id != nil {
		if _, ok := w.info.ObjectOf(id).(*types.Builtin); ok {
			return w.builtinEffect(st, call, id.Name, args[1:])
		}
	}
	return w.static(st, call, args)
}

// literal returns the function literal that a call runs, if it is known.
func (w *walk) literal(call *ast.CallExpr, fn value) *ast.FuncLit {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return lit
	}
	if w.kind(fn) == closure {
		return w.infos[fn].lit
	}
	return nil
}

// acquire creates the obligation and returns the results of the acquiring call.
func (w *walk) acquire(st *state, call *ast.CallExpr) []value {
	st.live = true
	sig, _ := w.info.TypeOf(call.Fun).Underlying().(*types.Signature)
	if sig == nil {
		return nil
	}
	values := make([]value, sig.Results().Len())
	for _, i := range w.site.Spec.Results {
		if i < len(values) {
			values[i] = resource
		}
	}
	if i := w.site.Spec.Drained - 1; i >= 0 && i < len(values) {
		values[i] = w.valueOf(call, 40, valueInfo{kind: drains})
	}
	for _, i := range w.site.Spec.Carry {
		if i < len(values) && values[i] == unknown {
			values[i] = w.valueOf(call, wrapperSub+i, valueInfo{kind: wrapper})
			st.hold(values[i])
		}
	}
	if last := len(values) - 1; last > 0 && values[last] == unknown {
		switch t := sig.Results().At(last).Type(); {
		case isError(t):
			values[last] = errValue
		case isBool(t):
			values[last] = okValue
		}
	}
	if len(values) > 0 && values[len(values)-1] != errValue {
		st.checked = true // there is no error to check
	}
	return values
}

// released ends the path where the call releases the resource.
func (w *walk) released(st *state, call *ast.CallExpr, fn, recv value, unused bool) bool {
	name := calleeName(call)
	spec := w.site.Spec
	if w.kind(fn) == method {
		recv, name = w.infos[fn].recv, w.infos[fn].name
	}
	if slices.Contains(spec.Maker, name) && (recv == st.maker || recv == unknown) {
		w.end(st, Outcome{Kind: Ended, Pos: call.Pos(), Result: -1})
		return true
	}
	hit := false
	switch {
	case recv == w.res:
		hit = spec.releases(name)
	case fn == w.res:
		hit = spec.releases(CallIt)
	case spec.Here:
	case w.kind(fn) == part && st.isHolder(fn):
		hit = true // a function out of a list of things to undo
	case recv != unknown && st.isHolder(recv):
		hit = w.releasesHeld(recv, name)
	}
	if !hit {
		return false
	}
	w.end(st, Outcome{
		Kind: Released, Pos: call.Pos(), Result: -1,
		ErrUsed: !unused && w.yields(call), Callee: w.frame.parent != nil, Release: call,
	})
	return true
}

// releasesHeld tells whether a method of a holder releases what it holds: its
// own release does, or the resource's, by whatever path it got there.
func (w *walk) releasesHeld(holder value, name string) bool {
	if w.kind(holder) == wrapper && !w.infos[holder].owns {
		return false
	}
	return w.site.Spec.releases(name) || isReleaseName(name)
}

// isReleaseName tells whether methods of that name usually release their receiver.
func isReleaseName(name string) bool {
	switch name {
	case "Close", "Stop", "Shutdown", "Release", "Cancel", "Destroy", "Free", "Done", "End", "Rollback", "Commit",
		"close", "stop", "shutdown", "release", "cancel", "destroy", "cleanup", "Cleanup", "CloseNow", "Finish":
		return true
	}
	return false
}

func (w *walk) yields(call *ast.CallExpr) bool {
	t := w.info.TypeOf(call)
	tuple, ok := t.(*types.Tuple)
	return t != nil && !(ok && tuple.Len() == 0)
}

func calleeName(call *ast.CallExpr) string {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// inline interprets the body of a closure in place.
func (w *walk) inline(st *state, lit *ast.FuncLit, args []value) []value {
	depth := 0
	for f := w.frame; f != nil; f = f.parent {
		depth++
		if f.fn.Lit == lit {
			return nil // recursive
		}
	}
	if depth > maxDepth {
		return nil
	}
	if st.live {
		st.risky = true
	}
	fn := w.eng.literal(lit)
	w.bind(st, fn, args)
	sub := &frame{fn: fn, parent: w.frame, base: st.defers.height()}
	w.frame = sub
	w.run(point{fn.cfg().Blocks[0], 0, st.clone()})
	w.frame = sub.parent
	return w.comeBack(st, sub)
}

// bind assigns arguments to the parameters of a closure.
func (w *walk) bind(st *state, fn *Func, args []value) {
	i := 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if v, ok := w.info.Defs[name].(*types.Var); ok && i < len(args) {
				st.set(v, args[i])
			}
			i++
		}
	}
	for _, v := range fn.results() {
		if v != nil {
			w.zero(st, v)
		}
	}
}

// comeBack goes on after a closure: discharged on some path is believed, else
// the states of its exits are joined. Without any, it does not return.
func (w *walk) comeBack(st *state, sub *frame) []value {
	if o := firstDischarge(sub.outcomes); o != nil && (!w.site.Spec.Here || len(sub.exits) == 0) {
		o.Callee = true
		o.ErrUsed = true
		w.end(st, *o)
		return nil
	}
	if len(sub.exits) == 0 {
		w.vanish(st)
		return nil
	}
	joined, values := sub.exits[0].state, sub.exits[0].values
	for _, x := range sub.exits[1:] {
		joined = joined.join(x.state)
		for i := range values {
			if i >= len(x.values) || x.values[i] != values[i] {
				values[i] = unknown
			}
		}
	}
	joined.dead = false
	*st = *joined
	return values
}

func (w *walk) builtin(st *state, call *ast.CallExpr, name string) []value {
	switch name {
	case "new", "make":
		for _, a := range call.Args[1:] {
			w.eval(st, a)
		}
		obj := w.valueOf(call, 0, valueInfo{kind: object})
		w.forget(st, obj)
		return []value{obj}
	}
	var args []value
	for _, a := range call.Args {
		args = append(args, w.eval(st, a))
	}
	return w.builtinEffect(st, call, name, args)
}

func (w *walk) builtinEffect(st *state, call *ast.CallExpr, name string, args []value) []value {
	switch name {
	case "panic":
		if st.live && w.frame.parent == nil && w.recovers(st) {
			w.unwind(st)
			w.end(st, Outcome{Kind: Leaked, Pos: call.Pos(), Result: -1})
		}
		w.vanish(st)
	case "append":
		return []value{w.appended(st, call, args)}
	case "copy":
		if len(args) == 2 && w.relates(st, args[1]) {
			w.storeIn(st, args[0], args[1], call.Pos())
		}
	}
	return nil
}

// recovers tells whether a deferred closure calls recover.
func (w *walk) recovers(st *state) bool {
	for d := st.defers; d != nil; d = d.below {
		lit := w.literal(d.stmt.Call, d.fn)
		if lit == nil {
			continue
		}
		found := false
		ast.Inspect(lit.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if b, ok := w.info.ObjectOf(calleeIdent(call)).(*types.Builtin); ok && b.Name() == "recover" {
					found = true
				}
			}
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// appended is the result of append: what is appended to is the same object, for
// all that matters, and holds what was appended.
func (w *walk) appended(st *state, call *ast.CallExpr, args []value) value {
	if len(args) == 0 {
		return unknown
	}
	base := args[0]
	for _, a := range args[1:] {
		if w.relates(st, a) {
			if k := w.kind(base); base < firstDynamic || k != object && k != part {
				base = w.valueOf(call, 0, valueInfo{kind: object})
			}
			st.hold(base)
		}
	}
	if base == nilValue {
		base = w.valueOf(call, 0, valueInfo{kind: object})
	}
	return base
}

// static is the effect of a call of a function that is not interpreted in place:
// of one that has a summary, or is unknown.
func (w *walk) static(st *state, call *ast.CallExpr, args []value) []value {
	callee := typeutil.Callee(w.info, call)
	fn, _ := callee.(*types.Func)
	if st.live && !w.isPredicateOfErr(args) {
		st.risky = true
	}
	if !w.eng.MayReturn(call) {
		w.vanish(st)
		return nil
	}
	sig, _ := w.info.TypeOf(call.Fun).Underlying().(*types.Signature)
	if sig == nil {
		return nil
	}
	results := w.results(call, fn, sig)
	if !st.live {
		return results
	}
	for i, a := range args {
		if st.dead {
			return nil
		}
		w.pass(st, call, fn, sig, i, a, results)
	}
	return results
}

func (w *walk) isPredicateOfErr(args []value) bool {
	for _, a := range args {
		if w.isErr(a) {
			return true
		}
	}
	return false
}

// results are the values that a call yields, as far as they are known.
func (w *walk) results(call *ast.CallExpr, fn *types.Func, sig *types.Signature) []value {
	results := make([]value, sig.Results().Len())
	if fn != nil && len(results) == 1 && makesError(fn) {
		results[0] = nonNil
	}
	return results
}

func makesError(fn *types.Func) bool {
	switch fn.FullName() {
	case "fmt.Errorf", "errors.New":
		return true
	}
	return false
}

// pass is the effect of handing value a to parameter i of a call, the receiver
// being parameter 0.
func (w *walk) pass(st *state, call *ast.CallExpr, fn *types.Func, sig *types.Signature, i int, a value, results []value) {
	if w.isErr(a) {
		st.checked = true
		w.deriveErr(call, sig, results)
		return
	}
	if !w.relates(st, a) {
		return
	}
	if i == 0 && a == w.res {
		st.used = true
		// A method of the resource's own is no release, although it may release:
		// Rows.Next closes the rows at the end. One that always does is.
		if w.eng.declOf(fn) != nil && w.eng.paramEffect(fn.Origin(), 0, false, w.site.Spec).Always {
			w.end(st, Outcome{Kind: Released, Pos: call.Pos(), Result: -1, Callee: true, ErrUsed: true, Release: call})
		}
		return
	}
	eff := w.effect(fn, sig, i, a, st)
	switch {
	case eff.Releases && (!w.site.Spec.Here || eff.Always):
		w.end(st, Outcome{Kind: Released, Pos: call.Pos(), Result: -1, Callee: true, ErrUsed: true, Release: call, checked: eff.Guards})
		return
	case eff.Keeps:
		w.handOver(st, call.Pos())
	case eff.MayKeep && !w.site.Spec.Here:
		st.taken = call.Pos()
	}
	if st.dead {
		return
	}
	wrapped := false
	defer func() { st.used = st.used || !wrapped }()
	for j := range results {
		switch {
		case j < 64 && eff.Returns&(1<<j) != 0:
			results[j] = a
		case j < 64 && eff.Wraps&(1<<j) != 0 && mayHold(sig.Results().At(j).Type()):
			v := w.valueOf(call, wrapperSub+j, valueInfo{kind: wrapper, owns: eff.Owns})
			w.infos[v].owns = eff.Owns
			st.hold(v)
			results[j] = v
			wrapped = true
		}
	}
}

// wrapperSub numbers the values that stand for the results of a call: wrapperSub
// is the first one's.
const wrapperSub = 10

// deriveErr: an error made of the acquisition's error is nil where that is nil,
// as far as one can tell.
func (w *walk) deriveErr(call *ast.CallExpr, sig *types.Signature, results []value) {
	for j := range results {
		if results[j] == unknown && isError(sig.Results().At(j).Type()) {
			results[j] = w.valueOf(call, 30+j, valueInfo{kind: derived})
		}
	}
}

// mayHold tells whether a value of the type can refer to something it was made of.
func mayHold(t types.Type) bool {
	if isError(t) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return false
	case *types.Slice:
		return mayHold(u.Elem())
	case *types.Array:
		return mayHold(u.Elem())
	}
	return true
}

// launched is the effect of a go statement that is not the site: the callee has
// a life of its own, but what it does to the resource it does as any callee.
func (w *walk) launched(st *state, call *ast.CallExpr) {
	fn, args := w.callParts(st, call)
	if st.dead || !st.live || w.site.Spec.Here {
		return // what another goroutine does is not done here
	}
	st.risky = true
	trial := st.clone()
	outcomes, _ := w.trial(trial, func(t *state) { w.apply(t, call, fn, args) })
	if firstDischarge(outcomes) != nil || w.launchKeeps(st, call, args) {
		w.handOver(st, call.Pos())
	}
	if trial.taken.IsValid() {
		st.taken = call.Pos()
	}
}

// launchKeeps: a method of a holder, run on a goroutine, lives as long as it likes
// and has all that the holder has.
func (w *walk) launchKeeps(st *state, call *ast.CallExpr, args []value) bool {
	for _, a := range args {
		if w.relates(st, a) && a != w.res && w.kind(a) != wrapper {
			return true
		}
	}
	return false
}

var errorType = types.Universe.Lookup("error").Type()

func isError(t types.Type) bool { return types.Identical(t, errorType) }

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}
