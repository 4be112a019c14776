// This file is about what a call makes of an error that is no error: an exit code, a text, a
// status. What that says of the error is worked out from the branches of a function of this
// package, as for predicates (predicate.go); of any other it may say something or nothing, and
// both sides of a condition on it are in doubt until the error itself is asked for.
//
//	f, err := os.Open(path)
//	if code := exitCode(err); code != 0 {
//		return code // there is no f
//	}

package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// codes makes the results of a call that is given the error of the acquisition, or what has it or
// was made of it, values that may say something of the error.
func (w *walk) codes(st *sym.State, call *ast.CallExpr, fn *types.Func, sig *types.Signature, args, results []sym.Value) {
	if !st.Live {
		return
	}
	i := slices.IndexFunc(args, func(a sym.Value) bool { return w.errIn(st, a) != sym.Unknown })
	// What a method of the error itself gives, such as its text, is no code: the first is the receiver.
	if i < 0 || i == 0 && w.isErr(args[0]) {
		return
	}
	err := w.errIn(st, args[i])
	given := slices.ContainsFunc(args, func(a sym.Value) bool { return w.relates(st, a) })
	for j := range results {
		t := sig.Results().At(j).Type()
		if len(results) == 1 && isBool(t) && w.isErr(args[i]) {
			return // a predicate, see judged
		}
		if results[j] != sym.Unknown || typesx.IsError(t) || mayHold(t) && (given || !isNilable(sig.Results(), j) && !isStruct(t)) {
			continue
		}
		says := saysNothing
		if fn != nil && w.isErr(args[i]) && !given && w.eng.declOf(fn.Origin()) != nil {
			says = w.eng.says.Ask(judgement{fn.Origin(), i, j, true})
		}
		results[j] = w.ResultOf(call, sym.AsAnswer, j, sym.Info{Kind: sym.Code, Recv: err, WhereSet: says.Yes, WhereZero: says.No})
	}
}

// saysNothing is of what says nothing of an error.
var saysNothing = Says{Yes: sym.Maybe, No: sym.Maybe}

// errIn is the error of the acquisition that a value is, has in a field, or was made of.
func (w *walk) errIn(st *sym.State, v sym.Value) sym.Value {
	switch {
	case w.isErr(v):
		return v
	case w.Kind(v) == sym.Code:
		return w.Infos[v].Recv
	case w.Kind(v) == sym.Object && v >= sym.FirstDynamic:
		for _, field := range w.Cells[v] {
			if val, _ := st.Cell(v, field); w.isErr(val) {
				return val
			}
		}
	}
	return sym.Unknown
}

// judgedBy takes over what the two sides of a condition say of the error: on each of them the code
// is set, or zero, or either.
func (w *walk) judgedBy(code sym.Value, yesBits, noBits sym.Nilness, yes, no []*sym.State) (_, _ []*sym.State) {
	info := w.Infos[code]
	says := info.WhereSet != sym.Maybe || info.WhereZero != sym.Maybe
	take := func(states []*sym.State, bits sym.Nilness) []*sym.State {
		for _, s := range states {
			if !says && s.Knows(info.Recv) == 0 {
				s.Judged, s.Checked = s.Judged || s.Live, true
			}
			w.consider(s, info.Recv, bits)
		}
		return slices.DeleteFunc(states, func(s *sym.State) bool { return s.Dead })
	}
	return take(yes, yesBits), take(no, noBits)
}

// isCode decides x == c, of a code and a constant.
func (w *walk) isCode(st *sym.State, v sym.Value, x, c ast.Expr) (yes, no []*sym.State) {
	info := w.Infos[v]
	yes, no = w.isConstant(st, x, c)
	if isEmpty(w.info.Types[c].Value) {
		return w.judgedBy(v, info.WhereZero, info.WhereSet, yes, no)
	}
	return w.judgedBy(v, info.WhereSet, sym.Maybe, yes, no)
}

// codeIsNil adds to a state that a code is nil, or not.
func (w *walk) codeIsNil(st *sym.State, v sym.Value, isNil bool) {
	bits := w.Infos[v].WhereSet
	if isNil {
		bits = w.Infos[v].WhereZero
	}
	w.judgedBy(v, bits, bits, []*sym.State{st}, nil)
}

// codeBelow takes over what v < c says, if v is a code.
func (w *walk) codeBelow(v sym.Value, c int64, yes, no []*sym.State) (_, _ []*sym.State) {
	switch {
	case w.Kind(v) != sym.Code:
		return yes, no
	case c <= 0:
		return w.judgedBy(v, w.Infos[v].WhereSet, sym.Maybe, yes, no)
	}
	return w.judgedBy(v, sym.Maybe, w.Infos[v].WhereSet, yes, no)
}

// returnsAs is what the parameter can be, of bits, where a return gives a code that is set, or
// zero.
func (j judge) returnsAs(x ast.Expr, set bool, bits sym.Nilness) sym.Nilness {
	tv := j.e.info.Types[x]
	switch {
	case tv.Value != nil && tv.Value.Kind() == constant.Bool:
		return j.when(x, set, bits)
	case tv.Value != nil:
		if isEmpty(tv.Value) == set {
			return 0
		}
	case tv.IsNil():
		if set {
			return 0
		}
	case tv.Type != nil && isBool(tv.Type):
		return j.when(x, set, bits)
	default:
		if amp, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && amp.Op == token.AND && !set {
			return 0
		}
	}
	return bits
}
