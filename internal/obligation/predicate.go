// This file is about predicates of errors, such as
//
//	func isNotFound(err error) bool { return err != nil && errors.Is(err, fs.ErrNotExist) }
//
// Where one holds there is an error, and with that no resource. What a predicate of this
// package says is worked out from its branches, as a pair: what the error can be where the
// predicate is true, and where it is false. Others are taken for errors.Is.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// Says is what the result of a function, a bool, says of an error that it is given.
type Says struct {
	Param   int // the receiver being 0
	Yes, No sym.Nilness
}

// isErrorThat is what a predicate of errors says of which nothing is known, and errors.Is:
// where it holds there is an error.
var isErrorThat = Says{Yes: sym.NotNil, No: sym.Maybe}

// A judgement asks what a result of a function says of one of its parameters: by being true, or,
// of a code, by not being zero.
type judgement struct {
	fn     *types.Func
	param  int
	result int
	code   bool
}

// judged returns the error of the acquisition that a call is given, if it is, and what
// the result of the call says of it.
func (w *walk) judged(st *sym.State, call *ast.CallExpr) (of sym.Value, says Says, ok bool) {
	if !st.Live {
		return sym.Unknown, Says{}, false
	}
	for i, arg := range call.Args {
		if of := w.peek(st, arg); w.isErr(of) {
			fn, _ := typeutil.Callee(w.info, call).(*types.Func)
			return of, w.eng.saysOf(fn, i+1), true
		}
	}
	return sym.Unknown, Says{}, false
}

// isGiven reports whether a call is given the resource, beside its error: what it says may be
// of either.
//
//	func fine(f *os.File, err error) bool { return err == nil && f != nil }
func (w *walk) isGiven(st *sym.State, call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return w.peek(st, arg) == w.res })
}

// consider takes over what is said of an error: bits are those that it can be.
//
//	if errors.Is(err, fs.ErrNotExist) { // there is an error; otherwise there may be one
func (w *walk) consider(st *sym.State, of sym.Value, bits sym.Nilness) {
	switch bits {
	case 0:
		w.vanish(st)
	case sym.IsNil, sym.NotNil:
		w.refine(st, of, bits == sym.IsNil)
	}
}

// saysOf is what the result of a function says of parameter i.
func (e *Engine) saysOf(fn *types.Func, i int) Says {
	if fn == nil || typesx.IsInterfaceMethod(fn) || fn.Pkg() == nil || !judgesError(fn) || i > fn.Signature().Params().Len() {
		return isErrorThat
	}
	fn = fn.Origin()
	switch {
	case e.declOf(fn) != nil:
		return e.says.Ask(judgement{fn: fn, param: i})
	case fn.Pkg() == e.pass.Pkg || e.callee(fn).Std:
		return isErrorThat
	}
	s := e.summaryOf(fn)
	if s == nil && !e.asked[fn] && !matters(fn) {
		s = e.fact(fn)
		e.asked[fn], e.imported[fn] = true, s
	}
	if s != nil {
		for _, says := range s.Says {
			if says.Param == i {
				return says
			}
		}
	}
	return isErrorThat
}

// judgesError reports whether all that a function gives is a bool, and it is given an
// error.
func judgesError(fn *types.Func) bool {
	sig := fn.Signature()
	if sig.Results().Len() != 1 || !isBool(sig.Results().At(0).Type()) {
		return false
	}
	return slices.ContainsFunc(typesOf(sig.Params()), typesx.IsError)
}

// findSays looks at the returns of a function of this package, and at what its branches
// say of the parameter on the way there:
//
//	func isFatal(err error) bool {
//		if err == nil {
//			return false
//		}
//		return !errors.Is(err, errRetry) // true only where err is not nil
//	}
func (e *Engine) findSays(q judgement) Says {
	decl := e.declOf(q.fn)
	v, f := e.paramVar(decl, q.param), e.function(decl)
	blocks := f.cfg().Blocks
	// A parameter that is assigned to may be something else at the return.
	if v == nil || !typesx.IsError(v.Type()) || len(f.assigned[v]) > 0 || f.setsResults() || !q.code && !e.onlyJudged(v) {
		return settledSays(q, Says{}, false)
	}
	j := judge{e: e, f: f, v: v}
	// A forward analysis: what the parameter can be at the start of each block, joined by or.
	in := make([]sym.Nilness, len(blocks))
	in[0] = sym.Maybe
	says := Says{Param: q.param}
	for queue := []*cfg.Block{blocks[0]}; len(queue) > 0; queue = queue[1:] {
		b := queue[0]
		if ret := b.Return(); ret != nil {
			says.Yes |= j.given(q, ret, true, in[b.Index])
			says.No |= j.given(q, ret, false, in[b.Index])
		}
		cond := f.condition(b)
		for i, to := range b.Succs {
			bits := in[b.Index]
			if cond != nil {
				bits = j.when(cond, i == 0, bits)
			}
			if bits&^in[to.Index] != 0 {
				in[to.Index] |= bits
				queue = append(queue, to)
			}
		}
	}
	return says
}

// setsResults reports whether a return does not show what a function gives: it is a bare one, or a
// deferred call may set a result that has a name.
func (f *Func) setsResults() bool {
	if len(f.results()) == 0 {
		return false
	}
	isBare := func(r *ast.ReturnStmt) bool { return len(r.Results) == 0 }
	return syntax.AnyOwn(f.Body, isBare) || syntax.HasOwn[*ast.DeferStmt](f.Body)
}

// onlyJudged reports whether an error is only compared, or given to other predicates, in
// conditions and returns. What a type switch, an assertion or its text says of it is not
// followed.
func (e *Engine) onlyJudged(v *types.Var) bool {
	return !slices.ContainsFunc(e.index.Uses(v), func(use inspector.Cursor) bool { return !isCondition(use) })
}

// isCondition reports whether a value is compared, or given to a call, and the result decides
// something at once, or is dropped.
func isCondition(use inspector.Cursor) bool {
	switch use.ParentEdgeKind() {
	case edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.CallExpr_Args:
		use = use.Parent()
	default:
		return false
	}
	for {
		switch use.ParentEdgeKind() {
		case edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.UnaryExpr_X, edge.ParenExpr_X:
			use = use.Parent()
		case edge.IfStmt_Cond, edge.ForStmt_Cond, edge.CaseClause_List, edge.ReturnStmt_Results, edge.ExprStmt_X:
			return true
		default:
			return false
		}
	}
}

// startSays is where predicates that ask each other start: neither answer is possible yet.
func (*Engine) startSays(judgement) Says { return Says{} }

// settledSays falls back to errors.Is where nothing was found out, and where the answer would
// say less than that.
func settledSays(q judgement, says Says, found bool) Says {
	if q.code {
		if !found || says.Yes|says.No == 0 {
			return saysNothing
		}
		return says
	}
	if !found || says.Yes|says.No == 0 || says.Yes&sym.NotNil != 0 && says.No == sym.Maybe {
		return isErrorThat
	}
	return says
}

// A judge knows what conditions of a function say of a parameter.
type judge struct {
	e *Engine
	f *Func
	v *types.Var
}

// given is what the parameter can be, of bits, where a return gives what is asked for as wanted.
func (j judge) given(q judgement, ret *ast.ReturnStmt, want bool, bits sym.Nilness) sym.Nilness {
	switch {
	case !q.code:
		return j.when(ret.Results[0], want, bits)
	case q.result >= len(ret.Results):
		return bits // of a call
	case len(ret.Results) != q.fn.Signature().Results().Len():
		return bits
	}
	return j.returnsAs(ret.Results[q.result], want, bits)
}

// when is what the parameter can be, of bits, where a condition is as wanted.
func (j judge) when(cond ast.Expr, want bool, bits sym.Nilness) sym.Nilness {
	if known := boolean(j.e.info.Types[cond]); known == sym.True && !want || known == sym.False && want {
		return 0
	}
	switch x := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			return j.when(x.X, !want, bits)
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND, token.LOR:
			both := want == (x.Op == token.LAND) // operands are as wanted, or one of them is
			if both {
				return j.when(x.Y, want, j.when(x.X, want, bits))
			}
			return j.when(x.X, want, bits) | j.when(x.Y, want, j.when(x.X, !want, bits))
		case token.EQL, token.NEQ:
			return j.compared(x, want == (x.Op == token.EQL), bits)
		}
	case *ast.CallExpr:
		for i, arg := range x.Args {
			if j.is(arg) {
				fn, _ := typeutil.Callee(j.e.info, x).(*types.Func)
				says := j.e.saysOf(fn, i+1)
				if want {
					return bits & says.Yes
				}
				return bits & says.No
			}
		}
	}
	return bits
}

// compared is the same for a comparison with nil, or with an error that has a name.
func (j judge) compared(x *ast.BinaryExpr, equal bool, bits sym.Nilness) sym.Nilness {
	to := x.Y
	if !j.is(x.X) {
		if to = x.X; !j.is(x.Y) {
			return bits
		}
	}
	switch v := j.e.varOf(to); {
	case j.e.info.Types[to].IsNil() && equal:
		return bits & sym.IsNil
	case j.e.info.Types[to].IsNil(), equal && v != nil && typesx.IsPackageVar(v):
		return bits & sym.NotNil
	}
	return bits
}

// is reports whether an expression is the parameter.
func (j judge) is(x ast.Expr) bool { return j.e.varOf(x) == j.v }

// makesError reports whether a function makes an error that is never nil.
func makesError(fn *types.Func) bool {
	switch fn.FullName() {
	case "fmt.Errorf", "errors.New":
		return true
	}
	return false
}
