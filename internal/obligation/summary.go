package obligation

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/launch"
)

// A Summary is what callers need to know of a function. It is the fact that is
// exported for it.
type Summary struct {
	NoReturn bool     // never returns to its caller
	Known    uint64   // the parameters of which Params tells, the receiver being 0
	Params   []Effect // by parameter
	Fresh    []Fresh  // results that oblige the caller

	// Groups is by parameter what it does to one that is a group, see groupSpec;
	// where nothing is said the group is borrowed. It is told where Grouped is.
	Grouped bool
	Groups  []GroupEffect

	// Launch is what it does with contexts, channels and WaitGroups; nil where it
	// is not known.
	Launch *launch.Behaviour

	// Hidden is a launch of a function of a dependency, or of one that it calls,
	// which outlives the call.
	Hidden launch.Escape
}

// AFact marks Summary as a fact.
func (*Summary) AFact() {}

func (s *Summary) String() string { return "summary" }

// An Effect is what a function does to what it is given as a parameter. The zero
// Effect borrows it.
type Effect struct {
	Releases bool   // on some path
	Always   bool   // on every path
	Guards   bool   // and looks for nil before
	Keeps    bool   // stores it where it outlives the call
	MayKeep  bool   // is out of sight, and could
	Returns  uint64 // the results that are the parameter
	Wraps    uint64 // the results that refer to it
	Owns     bool   // such a result takes the obligation over: its release releases the parameter
}

// A Fresh is an obligation of the caller: a result, or several that are the same
// resource, as a body and the function that closes it.
type Fresh struct {
	Results []int
	Out     int   // it is what this parameter, counted from 1, points to
	Carry   []int // results that refer to it, as an agent to its connection
	Field   string
	Release []string
	Ends    []string
	Process bool // see Spec.Process
}

type effectKey struct {
	fn     *types.Func
	param  int
	holder bool // the parameter holds the resource, and is not it
	spec   string
}

// effect says what a call does to argument i, which is the resource or holds it.
func (w *walk) effect(fn *types.Func, sig *types.Signature, i int, a value, st *state) Effect {
	e := w.eng
	if fn != nil {
		fn = fn.Origin()
	}
	param := paramType(sig, i)
	switch w.kind(a) {
	case closure, method:
		if a >= firstDynamic {
			return w.callback(st, fn, i, a)
		}
	}
	if fn != nil {
		if decl := e.declOf(fn); decl != nil {
			return e.paramEffect(fn, declared(sig, i), a != w.res || isVariadic(sig, i), w.site.Spec)
		}
		if i := declared(sig, i); i < 64 {
			s := e.summaryOf(fn)
			if s != nil && i < len(s.Params) && s.Known&(1<<i) != 0 && !w.site.Spec.Group {
				return s.Params[i]
			}
			if s != nil && s.Grouped && w.site.Spec.Group && groupSpec(param) != nil {
				return s.groupEffect(i)
			}
		}
		if eff, ok := knownEffect(e.callee(fn), i); ok {
			return eff
		}
	}
	if i == 0 {
		if fn != nil && w.releasesHeld(a, fn.Name()) {
			return Effect{Releases: true}
		}
		return Effect{}
	}
	borrow := Effect{Wraps: ^uint64(0), Owns: !e.callee(fn).Std || e.callee(fn).Owns}
	if k := w.kind(a); a >= firstDynamic && (k == object || k == address) && !e.callee(fn).Std {
		return Effect{MayKeep: true} // an aggregate, out of sight
	}
	if param != nil && couldRelease(param, w.site.Spec) {
		return Effect{MayKeep: true}
	}
	return borrow
}

// knownEffect is the effect of a function that the catalogue knows.
func knownEffect(fn *catalog.Callee, i int) (Effect, bool) {
	switch fn.Argument(i) {
	case catalog.Borrows:
		return Effect{}, true
	case catalog.Wraps:
		return Effect{Wraps: ^uint64(0), Owns: fn.Owns}, true
	case catalog.Takes:
		return Effect{Keeps: true}, true
	}
	return Effect{}, false
}

// callback is the effect of passing a closure, or a method of the resource, to a
// call: who gets the release may use it.
func (w *walk) callback(st *state, fn *types.Func, i int, a value) Effect {
	info := w.infos[a]
	if info.kind == method {
		if info.recv == w.res && !w.site.Spec.releases(info.name) {
			return Effect{}
		}
		return Effect{Keeps: true}
	}
	if w.site.Spec.Group && !w.mayWait(st, info.lit) {
		return Effect{}
	}
	if w.eng.callee(fn).Synchronous {
		outcomes, _ := w.trial(st.clone(), func(t *state) { w.inline(t, info.lit, nil) })
		return Effect{Keeps: firstDischarge(outcomes) != nil}
	}
	return Effect{Keeps: true}
}

// couldRelease tells whether a callee that is given a value of the type could
// release the resource.
func couldRelease(t types.Type, spec *Spec) bool {
	for _, name := range spec.Release {
		if name == CallIt {
			if _, ok := t.Underlying().(*types.Signature); ok {
				return true
			}
			continue
		}
		if hasMethod(t, name) || couldPass(t, name) {
			return true
		}
	}
	return spec.Field != "" && hasField(t, spec.Field)
}

func hasMethod(t types.Type, name string) bool {
	if tp, ok := t.(*types.TypeParam); ok {
		t = tp.Constraint()
	}
	if p, ok := t.Underlying().(*types.Pointer); ok && types.IsInterface(p.Elem()) {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

func hasField(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}

// paramType returns the type of parameter i, the receiver being 0.
func paramType(sig *types.Signature, i int) types.Type {
	if i == 0 {
		if sig.Recv() != nil {
			return sig.Recv().Type()
		}
		return nil
	}
	n := sig.Params().Len()
	switch {
	case n == 0:
		return nil
	case sig.Variadic() && i >= n:
		if s, ok := sig.Params().At(n - 1).Type().Underlying().(*types.Slice); ok {
			return s.Elem()
		}
		return nil
	case i <= n:
		return sig.Params().At(i - 1).Type()
	}
	return nil
}

// isVariadic tells whether argument i lands in the slice of a variadic parameter.
func isVariadic(sig *types.Signature, i int) bool {
	return sig.Variadic() && i >= sig.Params().Len()
}

// declared is the parameter that argument i lands in.
func declared(sig *types.Signature, i int) int { return min(i, sig.Params().Len()) }

// paramEffect finds out what a function of this package does to a parameter, by
// the walk that the parameter starts. A function that is being looked at already
// borrows: what it does it does in the call that is looked at.
func (e *Engine) paramEffect(fn *types.Func, i int, holder bool, spec *Spec) Effect {
	key := effectKey{fn, i, holder, strings.Join(spec.Release, ",") + "." + spec.Field + "." + strings.Join(spec.Ends, ",") + "." + strconv.FormatBool(spec.Receive) + strconv.FormatBool(spec.Group)}
	if eff, ok := e.effects[key]; ok {
		return *eff
	}
	eff := new(Effect)
	e.effects[key] = eff
	decl := e.declOf(fn)
	v := e.paramVar(decl, i)
	if decl == nil || v == nil {
		return *eff
	}
	plain := *spec
	plain.Here, plain.Flush = false, false
	f := e.function(decl)
	site := &Site{Spec: &plain, Call: &ast.CallExpr{Fun: decl.Name, Lparen: decl.Pos()}, Func: f}
	w := newWalk(f, site)
	w.ofParam = true
	st := w.initial()
	st.live = true
	w.giveParam(st, v, holder)
	w.run(point{f.cfg().Blocks[0], 0, st})
	*eff = w.summarise()
	return *eff
}

func (w *walk) giveParam(st *state, v *types.Var, holder bool) {
	if !holder {
		st.set(v, w.res)
		return
	}
	obj := w.valueOf(v, 5, valueInfo{kind: object})
	st.set(v, obj)
	st.hold(obj)
}

// paramVar returns the variable of parameter i; the variadic one takes the rest.
func (e *Engine) paramVar(decl *ast.FuncDecl, i int) *types.Var {
	if decl == nil {
		return nil
	}
	list := decl.Type.Params.List
	if i == 0 {
		if decl.Recv == nil {
			return nil
		}
		list, i = decl.Recv.List, 1
	}
	var last *types.Var
	for _, field := range list {
		for _, name := range field.Names {
			last, _ = e.info.Defs[name].(*types.Var)
			if i--; i == 0 {
				return last
			}
		}
		if len(field.Names) == 0 {
			if i--; i == 0 {
				return nil
			}
		}
	}
	return nil
}

// summarise reads the outcomes of a walk that a parameter started.
func (w *walk) summarise() Effect {
	var eff Effect
	if w.spent {
		return Effect{Keeps: true} // not all is known
	}
	eff.Always = len(w.frame.outcomes) > 0
	for _, o := range w.frame.outcomes {
		if o.Kind != Released && o.Kind != Deferred {
			eff.Always = false
		}
		switch o.Kind {
		case Released, Deferred, Ended:
			eff.Releases = true
			eff.Guards = eff.Guards || o.checked
		case HandedOver:
			switch {
			case o.soft:
				eff.MayKeep = true
			case o.Return == nil || o.Result < 0 || o.Result > 63:
				eff.Keeps = true
			case o.Wrapped:
				eff.Wraps |= 1 << o.Result
				eff.Owns = true
			default:
				eff.Returns |= 1 << o.Result
			}
		case Unknown:
			eff.Keeps = true
		}
	}
	return eff
}

// matters tells whether a function can have a summary that says more than the
// default. It is asked before a fact is, since a fact may cost the analysis of
// a package.
func matters(fn *types.Func) bool {
	sig := fn.Signature()
	if sig.Results().Len() == 0 && sig.Params().Len() <= 2 {
		return true // may never return
	}
	if launch.Matters(fn) {
		return true
	}
	for i := range sig.Params().Len() + 1 {
		if t := paramType(sig, i); t != nil && (mattersAs(t) || i > 0 && groupSpec(t) != nil) {
			return true
		}
	}
	return slices.ContainsFunc(resultTypes(fn), mayOblige) || hasOutParam(sig)
}

// mattersAs tells whether a parameter of the type could be released or kept.
func mattersAs(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Signature); ok {
		return true
	}
	return len(releasesOf(t)) > 0 || isHTTP(t, "Response")
}

// genericSpec is the obligation that a parameter of a type could carry: it is
// what a fact is computed for, which does not know its callers.
func genericSpec(t types.Type) *Spec {
	spec := &Spec{Name: "parameter", Results: []int{0}, Release: releasesOf(t)}
	if hasMethod(t, "Next") {
		spec.Ends = []string{"Next"}
	}
	if isHTTP(t, "Response") {
		spec.Field, spec.Release = "Body", []string{"Close"}
	}
	if _, ok := t.Underlying().(*types.Signature); ok {
		spec.Release = []string{CallIt}
	}
	return spec
}

// heldSpec is the obligation that a receiver could hold.
func heldSpec() *Spec {
	return &Spec{Name: "receiver", Results: []int{0}, Release: append(slices.Clone(rows.Owners), CallIt, "CloseWithError", "Flush")}
}

// exportSummaries exports a fact for every function that other packages can call
// and whose summary says more than they assume anyway. Test files of the package
// itself, in another package, are content with less.
func (e *Engine) exportSummaries() {
	if e.pass.Pkg.Name() == "main" {
		return
	}
	hidden := e.hiddenLaunches()
	for fn, decl := range e.declarations() {
		if !fn.Exported() || !matters(fn) && hidden[fn].Where == "" || e.inTest(decl) {
			continue
		}
		e.Guard(decl.Pos(), func() {
			s := new(Summary)
			if matters(fn) {
				e.summarise(s, fn, decl)
			}
			s.Hidden = hidden[fn]
			if !s.empty() {
				e.pass.ExportObjectFact(fn, s)
			}
		})
	}
}

// inTest tells whether a function is in a test file: hardly anybody calls those
// from another package.
func (e *Engine) inTest(decl *ast.FuncDecl) bool {
	return strings.HasSuffix(e.pass.Fset.File(decl.Pos()).Name(), "_test.go")
}

func (e *Engine) summarise(s *Summary, fn *types.Func, decl *ast.FuncDecl) {
	s.NoReturn, s.Fresh = e.neverReturns(fn), e.freshOf(fn)
	sig := fn.Signature()
	for i := range sig.Params().Len() + 1 {
		t := paramType(sig, i)
		var eff Effect
		if t != nil && i < 64 && mattersAs(t) {
			s.Known |= 1 << i
			if i == 0 {
				if rows.IsHolder(fn.Name()) {
					eff = e.paramEffect(fn, 0, true, heldSpec())
				}
			} else {
				eff = e.paramEffect(fn, i, isVariadic(sig, i), genericSpec(t))
			}
		}
		s.Params = append(s.Params, eff)
		e.summariseGroup(s, fn, i, t)
	}
	if launch.Matters(fn) {
		s.Launch = e.launches.Summarise(fn)
	}
}

// empty tells whether the summary says no more than callers assume anyway.
func (s *Summary) empty() bool {
	return !s.NoReturn && len(s.Fresh) == 0 && s.Known == 0 && s.Launch == nil && !s.Grouped && s.Hidden.Where == ""
}
