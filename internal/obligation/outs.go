// This file notes where values leave the hands of the function, and whether somebody may have kept
// them: then a resource that is put into one later is not the function's alone.

package obligation

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// An out is a place at which an object of the function's own, or a variable that a
// closure has captured, may have come to somebody else: what is stored in it
// afterwards has an owner.
//
//	s := new(server)
//	servers = append(servers, s)
//	s.log, err = os.Create(path)
//
// Outs are kept for the walk and not for the path: whether one was on the way to the
// store is told by where it stands. A walk starts with those that were met on the
// way to its site, and knows none of another's: these may not have been walked yet.
type out struct {
	pos token.Pos

	// Of an argument of a call: what the callee does with it is only asked where
	// it matters.
	fn  *types.Func
	sig *types.Signature
	arg int
	lit bool // it is a function

	reads bool // of a variable: it cannot be written by this way
}

// outs are the places at which values, and the variables of closures, go out.
type outs struct {
	values map[sym.Value][]out
	vars   map[*types.Var][]out
	noted  map[outKey]bool
}

// An outKey is an out of a value, so that each is noted once.
type outKey struct {
	pos token.Pos
	arg int
	of  sym.Value
}

const maxOuts = 64 // that are noted of one value: more say nothing new

// goesOut notes that a value comes to somebody else, and what can be reached from it.
func (w *walk) goesOut(st *sym.State, v sym.Value, o out) {
	if v < sym.FirstDynamic {
		return
	}
	switch w.Kind(v) {
	case sym.Object, sym.Wrapper:
	case sym.Closure, sym.Method, sym.Address:
		o.lit = o.lit || w.Kind(v) != sym.Address
	default:
		return
	}
	key := outKey{o.pos, o.arg, v}
	if w.outs.noted[key] || w.met.noted[key] || len(w.outs.values[v]) == maxOuts {
		return
	}
	if w.outs.noted == nil {
		w.outs = outs{map[sym.Value][]out{}, map[*types.Var][]out{}, map[outKey]bool{}}
	}
	w.outs.noted[key] = true
	w.outs.values[v] = append(w.outs.values[v], o)
	switch w.Kind(v) {
	case sym.Object:
		for _, f := range w.Cells[v] {
			if val, ok := st.Cell(v, f); ok {
				w.goesOut(st, val, o)
			}
		}
	case sym.Closure:
		for _, c := range w.eng.captures(w.Infos[v].Lit) {
			way := o
			way.reads = !slices.Contains(w.eng.writes(w.Infos[v].Lit), c)
			w.outs.vars[c] = append(w.outs.vars[c], way)
			w.goesOut(st, st.Variable(c), o)
		}
	case sym.Method:
		if !w.eng.leavesReceiver(w.Infos[v].Func) {
			w.goesOut(st, w.Infos[v].Recv, o)
		}
	case sym.Address:
		w.outs.vars[w.Infos[v].Var] = append(w.outs.vars[w.Infos[v].Var], o)
	}
}

// leavesReceiver reports whether a method neither releases nor keeps its receiver, nor
// gives it on: whoever has it as a value has no owner's hold on the receiver.
//
//	n.cluster = cluster.New(n.logf)
func (e *Engine) leavesReceiver(fn *types.Func) bool {
	if fn == nil || typesx.IsInterfaceMethod(fn) || e.declOf(fn.Origin()) == nil {
		return false
	}
	eff := e.paramEffect(fn.Origin(), 0, true, heldSpec())
	return !eff.Releases && !eff.Keeps && !eff.MayKeep && eff.Into|eff.Returns|eff.Wraps|eff.Cleans == 0
}

// passedOut notes the arguments of a call, its receiver being the first.
func (w *walk) passedOut(st *sym.State, pos token.Pos, fn *types.Func, sig *types.Signature, args []sym.Value) {
	for i, a := range args {
		if a >= sym.FirstDynamic {
			w.goesOut(st, a, out{pos: pos, fn: fn, sig: sig, arg: i})
		}
	}
}

// isOut reports whether an object, or the struct that it is a field of, has come to
// somebody else before a place.
func (w *walk) isOut(v sym.Value, pos token.Pos) bool {
	for ; v >= sym.FirstDynamic; v = w.Infos[v].Recv {
		if w.anyKeeps(w.outs.values[v], pos) || w.anyKeeps(w.met.values[v], pos) {
			return true
		}
		if w.Kind(v) != sym.Object {
			break
		}
	}
	return false
}

// isVarOut reports the same of a variable.
func (w *walk) isVarOut(v *types.Var, pos token.Pos) bool {
	return w.anyKeeps(w.outs.vars[v], pos) || w.anyKeeps(w.met.vars[v], pos)
}

// anyKeeps reports whether at one of some outs before a place somebody may have kept the value.
func (w *walk) anyKeeps(outs []out, before token.Pos) bool {
	return slices.ContainsFunc(outs, func(o out) bool { return w.eng.keepsOut(o, before) })
}

// keepsOut reports whether somebody may have kept what came to him before a place.
func (e *Engine) keepsOut(o out, before token.Pos) bool {
	return o.pos < before && (o.sig == nil || e.mayKeepOut(o))
}

// functionSpec is the obligation to call a function that is passed.
var functionSpec = &Spec{Name: "function", Results: []int{0}, Release: []string{CallIt}}

// mayKeepOut reports whether a callee may keep what it was given.
func (e *Engine) mayKeepOut(o out) bool {
	if o.fn == nil || typesx.IsInterfaceMethod(o.fn) {
		return true
	}
	fn := o.fn.Origin()
	callee := e.callee(fn)
	if callee.Synchronous {
		return false
	}
	spec, holder := heldSpec(), true
	if o.lit {
		spec, holder = functionSpec, false
	}
	if e.declOf(fn) != nil {
		eff := e.paramEffect(fn, declared(o.sig, o.arg), holder || isVariadic(o.sig, o.arg), spec)
		return eff.Keeps || eff.MayKeep || eff.Into != 0
	}
	if o.lit {
		return !e.onlyCalls(fn, o.arg)
	}
	return !callee.Std || callee.Argument(o.arg) == catalog.Takes || rows.Says(fn.Name(), rows.Stores)
}
