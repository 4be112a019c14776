// This file answers what a callee does to one argument that is the resource, or holds it. It
// asks, in this order: the callee's body, if it is in this package; the catalogue; the fact of
// another package's function; and at last the types, which say what a callee out of sight could
// do. A callee that could release is believed to (MayKeep), so that no leak is claimed behind
// it.

package obligation

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// An Effect is what a function does to what it is given as a parameter. The zero
// Effect borrows it.
type Effect struct {
	Releases bool   // on some path
	Always   bool   // on every path
	Gone     bool   // on every path releases it, or gives it to somebody who does
	Guards   bool   // and looks for nil before
	Drops    bool   // on a path that nothing but its own calls decides it does neither, which on others it does
	Keeps    bool   // stores it where it outlives the call
	Into     uint64 // the parameters in which it stores it
	MayKeep  bool   // is out of sight, and could
	Returns  uint64 // the results that are the parameter
	Wraps    uint64 // the results that refer to it
	Cleans   uint64 // the results that are functions which release it
	Owns     bool   // such a result takes the obligation over: its release releases the parameter
}

// forgets reports whether a function releases what it is given, but for a path on which an
// error of its own leads it out before.
//
//	func flush(f *os.File) error {
//		if err := f.Sync(); err != nil {
//			return err
//		}
//		return f.Close()
//	}
func (e Effect) forgets() bool {
	return e.Drops && e.Releases && !e.Keeps && !e.MayKeep && e.Into|e.Returns|e.Wraps|e.Cleans == 0
}

type effectKey struct {
	fn     *types.Func
	param  int
	holder bool  // the parameter holds the resource, and is not it
	spec   *Spec // as of asParam
}

// effect says what a call does to argument i, counted from 1 with the receiver as 0. a is the
// argument's value. fn is nil for a function value, of which only the type is known.
func (w *walk) effect(fn *types.Func, sig *types.Signature, i int, a sym.Value, st *sym.State) Effect {
	e := w.eng
	if fn != nil {
		fn = fn.Origin()
	}
	param := paramType(sig, i)
	switch w.Kind(a) {
	case sym.Closure, sym.Method:
		if a >= sym.FirstDynamic {
			return w.callback(st, fn, i, a)
		}
	}
	if fn != nil {
		if eff, known := w.effectOfKnown(fn, sig, i, a); known {
			return eff
		}
	}
	// A receiver out of sight: methods borrow it, but for those with the name of a release.
	if i == 0 {
		if fn != nil && w.releasesHeld(a, fn.Name()) {
			return Effect{Releases: true}
		}
		if w.Kind(a) == sym.Part && w.Infos[a].Element && !e.callee(fn).Std {
			return passesOn(fn)
		}
		return Effect{}
	}
	// The catalogue has those of the standard library that keep or wrap something; all others that
	// it knows borrow.
	if e.callee(fn).Std && couldSee(fn) && (param == nil || !couldRelease(param, w.site.Spec)) {
		return Effect{}
	}
	// logger.SetOutput(f): the name is enough to be quiet.
	if param != nil && setsByName(fn) && canCarry(param) {
		return Effect{MayKeep: true}
	}
	borrow := Effect{Wraps: ^uint64(0), Owns: !e.callee(fn).Std || e.callee(fn).Owns}
	if k := w.Kind(a); a >= sym.FirstDynamic && (k == sym.Object || k == sym.Address) && !e.callee(fn).Std {
		return Effect{MayKeep: true} // an aggregate, out of sight
	}
	if param != nil && (couldRelease(param, w.site.Spec) || a == w.res && couldKeep(fn, param)) || w.keptByAny(fn, i) {
		return Effect{MayKeep: true}
	}
	return borrow
}

// couldKeep reports whether a method of an interface, or a function value, could keep the resource
// itself by a parameter of a type that has no release: who implements it is out of sight, and may
// ask the value for more. A type of the standard library is there to be used, as an io.Reader is
// read, what is given as any is taken for a value, and what only talks keeps nothing.
//
//	network.AddTransport(c) // may close c with all others, as an io.Closer
func couldKeep(fn *types.Func, param types.Type) bool {
	if fn != nil && (!typesx.IsInterfaceMethod(fn) || rows.Says(fn.Name(), rows.Reports)) || !canCarry(param) {
		return false
	}
	named := typesx.Named(param)
	return named != nil && named.Pkg() != nil && !unit.IsStd(named.Pkg())
}

// effectOfKnown is effect for a function of which more than the type is known: its body, a row
// of the catalogue, or what another package's facts say.
func (w *walk) effectOfKnown(fn *types.Func, sig *types.Signature, i int, a sym.Value) (eff Effect, known bool) {
	e := w.eng
	if e.declOf(fn) != nil {
		return e.paramEffect(fn, declared(sig, i), a != w.res || isVariadic(sig, i), w.site.Spec), true
	}
	if eff, ok := knownEffect(e.callee(fn), i); ok {
		// pprof.StartCPUProfile(f) writes to f until it is stopped, and then leaves it as it is.
		if stop := e.callee(fn).StoppedBy(); stop != "" && w.root.stops(stop) {
			return Effect{}, true // it is let go of here, and still open
		}
		return eff, true
	}
	spec, param := w.site.Spec, paramType(sig, i)
	if i = declared(sig, i); i >= 64 {
		return Effect{}, false // the sets of parameters in summaries have no room for it
	}
	s := e.summaryFor(fn, i)
	if eff, known := s.param(i); known && !spec.Group {
		if i == 0 && fn.Signature().Recv() != nil && w.mayBeItself(a, fn) {
			return Effect{Releases: eff.Always, Always: eff.Always, Wraps: eff.Wraps, Returns: eff.Returns, Owns: eff.Owns, Cleans: eff.Cleans}, true
		}
		return eff, true
	}
	if s != nil && (s.Grouped && (spec.Group || spec.Here) && groupSpec(param) != nil || spec.Receive) {
		return s.groupEffect(i), true
	}
	return Effect{}, false
}

// mayBeItself reports whether the receiver of a method of another package is something
// taken out of a field that has a release of its own. As with the resource, what is
// called otherwise is no release and keeps nothing, although something far below it may:
// it is one where it always releases.
func (w *walk) mayBeItself(a sym.Value, fn *types.Func) bool {
	return w.Kind(a) == sym.Part && !w.Infos[a].Element && len(releasesOf(fn.Signature().Recv().Type())) > 0
}

// passesOn is the effect of a method out of sight on its receiver, which is one of a
// list: it may give what that was made of to an argument or to a result, as an option
// does that is applied to a config. An interface with a release says itself what is to
// be done with its values.
func passesOn(fn *types.Func) (eff Effect) {
	if fn == nil || !typesx.IsInterfaceMethod(fn) || len(releasesOf(fn.Signature().Recv().Type())) > 0 {
		return Effect{}
	}
	for i, t := range typesOf(fn.Signature().Params()) {
		if canCarry(t) {
			eff.Into |= 1 << (i + 1) // of more than 63 nothing is left
		}
	}
	for i, t := range typesOf(fn.Signature().Results()) {
		if mayHold(t) {
			eff.Wraps |= 1 << i
		}
	}
	return eff
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
	case catalog.Holds:
		return Effect{Into: 1}, true
	}
	return Effect{}, false
}

// paramEffect says what a function of this package does to a parameter.
func (e *Engine) paramEffect(fn *types.Func, i int, holder bool, spec *Spec) Effect {
	return e.effects.Ask(effectKey{fn, i, holder, e.asParam(spec)})
}

// asParam is the obligation that a parameter carries for a caller's: without what
// counts only where it is acquired, or when it is judged. Those that are the same by
// value are one.
func (e *Engine) asParam(spec *Spec) *Spec {
	plain, ok := e.carried[spec]
	if !ok {
		plain = &Spec{
			Field: spec.Field, Release: spec.Release, Ends: spec.Ends, EndedBy: spec.EndedBy, Fatal: spec.Fatal, Maker: spec.Maker,
			Inferred: spec.Inferred, Global: spec.Global, Receive: spec.Receive, Each: spec.Each, Group: spec.Group,
		}
		key := fmt.Sprintf("%#v", *plain)
		if known := e.carriedAs[key]; known != nil {
			plain = known
		}
		e.carriedAs[key], e.carried[spec] = plain, plain
	}
	return plain
}

// findEffect finds out what a function does to a parameter, by the walk that the
// parameter starts.
func (e *Engine) findEffect(k effectKey) Effect {
	decl := e.declOf(k.fn)
	v := e.paramVar(decl, k.param)
	if decl == nil || v == nil {
		return Effect{}
	}
	f := e.function(decl)
	site := &Site{Spec: k.spec, Call: &ast.CallExpr{Fun: decl.Name, Lparen: decl.Pos()}, Func: f}
	w := newWalk(f, site)
	w.ofParam = true
	st := w.initial()
	st.Live = true
	w.giveParam(st, v, k.holder)
	w.run(point{f.cfg().Blocks[0], 0, st})
	if w.spent && !k.holder && !couldRelease(v.Type(), k.spec) {
		return Effect{Wraps: ^uint64(0), Owns: true} // as of a callee out of sight
	}
	return w.summarise()
}

// noEffect is what a function borrows that is being looked at already: what it does
// it does in the call that is looked at.
func (e *Engine) noEffect(effectKey) Effect { return Effect{} }

// always is what functions that call each other are guessed to do: what some of their paths
// do, on all. A path that calls one of them confirms it, one that does neither refutes it.
//
//	func closeDown(f *os.File, n int) {
//		if n == 0 {
//			f.Close()
//			return
//		}
//		closeDown(f, n-1)
//	}
func always(_ effectKey, eff Effect) Effect {
	eff.Always = eff.Always || eff.Releases
	return eff
}

// settledEffect is what remains of functions whose answers depend on each other without end.
func settledEffect(_ effectKey, eff Effect, found bool) Effect {
	if !found {
		return Effect{Keeps: true} // not all is known
	}
	return eff
}

// giveParam binds the parameter at the start of a walk: to the resource, or to an object that
// holds it.
func (w *walk) giveParam(st *sym.State, v *types.Var, holder bool) {
	if !holder {
		st.Set(v, w.res)
		return
	}
	obj := w.ValueOf(v, sym.AsHolder, sym.Info{Kind: sym.Object})
	st.Set(v, obj)
	st.Hold(obj)
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

// summarise reads the outcomes of a walk that a parameter started. A spent walk says that the
// function keeps it, about which rules are silent.
func (w *walk) summarise() Effect {
	var eff Effect
	if w.spent {
		return Effect{Keeps: true} // not all is known
	}
	// Always and Gone must hold on each path, and there must be one.
	eff.Always = len(w.frame.outcomes) > 0
	eff.Gone = eff.Always
	for _, o := range w.frame.outcomes {
		// What is returned is the caller's to release, and what is launched may go on with it.
		if o.Kind > HandedOver && o.Kind != Ended || o.Return != nil || o.launched {
			eff.Gone = false
		}
		if o.Kind != Released && o.Kind != Deferred || o.may {
			eff.Always = false
		}
		eff.Drops = eff.Drops || o.Kind == Leaked && !o.foreign
		switch o.Kind {
		case Released, Deferred, Ended:
			eff.Releases = true
			eff.Guards = eff.Guards || o.checked
		case HandedOver:
			eff.Into |= o.into
			switch {
			case o.soft:
				eff.MayKeep = true
			case o.into != 0 && o.Return == nil: // nothing more
			case o.Return == nil || o.Result < 0 || o.Result > 63:
				eff.Keeps = true
			case o.Wrapped:
				eff.Wraps |= 1 << o.Result
				eff.Owns = eff.Owns || !o.lent
				if o.Cleanup {
					eff.Cleans |= 1 << o.Result
				}
			default:
				eff.Returns |= 1 << o.Result
			}
		case Unknown:
			eff.Keeps = true
		}
	}
	eff.Drops = eff.Drops && (eff.Releases || eff.Keeps)
	return eff
}
