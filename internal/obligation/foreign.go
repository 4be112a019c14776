// This file is about paths that others decide. A function that is launched, or deferred, must
// release what it was given on all its paths: there is nobody after it. But a path that it takes
// only where a flag says so, or a field of its receiver, may be one on which the resource is
// released elsewhere. So a path counts only where it is decided by errors of the function's own
// calls, by the resource, and by what a select finds ready.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// markForeign notes on states behind a branch that the path depends on more than that.
func (w *walk) markForeign(cond ast.Expr, yes, no []*sym.State) {
	// In the function that has opened the resource nobody else decides.
	if !w.ofParam && w.frame.parent == nil || len(yes) == 0 || len(no) == 0 {
		return
	}
	for _, states := range [][]*sym.State{yes, no} {
		for _, st := range states {
			st.Foreign = st.Foreign || !w.ownCondition(st, cond)
		}
	}
}

// ownCondition reports whether a condition is a comparison with nil of an error that
// the function has got itself, or of the resource; of what is read from that with a constant;
// or what nobody else asks; or several of these.
func (w *walk) ownCondition(st *sym.State, cond ast.Expr) bool {
	if cond == nil {
		return false
	}
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && w.ownCondition(st, e.X)
	case *ast.BinaryExpr:
		if e.Op == token.LAND || e.Op == token.LOR {
			return w.ownCondition(st, e.X) && w.ownCondition(st, e.Y)
		}
		x, y := e.X, e.Y
		if tx := w.info.Types[x]; tx.IsNil() || tx.Value != nil {
			x, y = y, x
		}
		ty := w.info.Types[y]
		return ty.IsNil() && w.isOwn(st, x) || ty.Value != nil && w.isReadFrom(st, x)
	case *ast.Ident:
		return w.isReadFrom(st, e)
	case *ast.CallExpr:
		return w.isAskedOnce(e)
	}
	return false
}

// isReadFrom reports whether an expression is a variable of the function's own that has one
// value, which a call has worked out from the resource:
//
//	b, err := bufio.NewReader(c).ReadByte()
func (w *walk) isReadFrom(st *sym.State, x ast.Expr) bool {
	v := w.eng.varOf(x)
	fn := w.frame.fn
	if v == nil || !fn.contains(v) || fn.isParam(v) || typesx.IsError(v.Type()) {
		return false
	}
	from := w.eng.callsFor(fn, v)
	return len(from) == 1 && from[0] != nil && (w.relates(st, w.peekRecv(st, from[0])) ||
		slices.ContainsFunc(from[0].Args, func(arg ast.Expr) bool { return w.relates(st, w.peek(st, arg)) }))
}

// callsFor returns the calls from which a variable of a function gets its values, nil for
// what is no call.
func (e *Engine) callsFor(fn *Func, v *types.Var) (calls []*ast.CallExpr) {
	for a := range syntax.All[*ast.AssignStmt](fn.Body) {
		for i, lhs := range a.Lhs {
			if e.varOf(lhs) != v {
				continue
			}
			from := a.Rhs[0]
			if len(a.Rhs) == len(a.Lhs) {
				from = a.Rhs[i]
			}
			call, _ := ast.Unparen(from).(*ast.CallExpr)
			calls = append(calls, call)
		}
	}
	return calls
}

// isAskedOnce reports whether a literal asks a function that is given nothing, and that
// nothing around it asks as well: whoever opened the resource did not ask it.
//
//	go func() {
//		if isTerminal() {
//			f.Close()
//		}
//	}()
func (w *walk) isAskedOnce(call *ast.CallExpr) bool {
	fn := typeutil.StaticCallee(w.info, call)
	if w.ofParam || fn == nil || len(call.Args) > 0 || fn.Signature().Recv() != nil {
		return false
	}
	asked := 0
	for other := range syntax.All[*ast.CallExpr](w.root.Body) {
		if typeutil.StaticCallee(w.info, other) == fn {
			asked++
		}
	}
	return asked == 1
}

// isOwn reports whether an expression is an error that the function has got from a call of its
// own, or the resource.
func (w *walk) isOwn(st *sym.State, x ast.Expr) bool {
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
		fn, _ := typeutil.Callee(w.info, call).(*types.Func)
		return fn != nil && typesx.IsError(w.info.TypeOf(x)) && w.peekRecv(st, call) == w.res
	}
	v := w.eng.varOf(x)
	if v == nil {
		return false
	}
	if st.Variable(v) == w.res {
		return true
	}
	fn := w.frame.fn
	return typesx.IsError(v.Type()) && fn.contains(v) && !fn.isParam(v)
}

// peekRecv is the value on which a method is called, or unknown.
func (w *walk) peekRecv(st *sym.State, call *ast.CallExpr) sym.Value {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && w.info.Selections[sel] != nil {
		return w.peek(st, sel.X)
	}
	return sym.Unknown
}

// drops reports whether a launched function releases, or keeps, an argument that is
// the resource, but not on all paths. What only buffers may be left where a step has failed.
func (w *walk) drops(st *sym.State, call *ast.CallExpr, args []sym.Value) bool {
	fn, _ := typeutil.Callee(w.info, call).(*types.Func)
	sig := signatureOf(w.info.TypeOf(call.Fun))
	if fn == nil || sig == nil || typesx.IsInterfaceMethod(fn) || w.site.Spec.Flush {
		return false
	}
	for i, a := range args {
		if a == w.res && (i > 0 || w.eng.declOf(fn) != nil) && w.effect(fn, sig, i, a, st).Drops {
			return true
		}
	}
	return false
}
