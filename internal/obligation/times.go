// This file says how often a loop runs, as far as its text tells, so that two loops can be
// compared: by the spelling of a number, a list or a counter. What the spelling stands for has to
// stay as it was at the launch; the path forgets it as it forgets a condition, where something
// in it is written.
//
//	for range n { go fetch(results) }
//	n /= 2 // it is another number now
//	for range n { <-results }

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// noteTimes notes at a launch in a loop that what says how often the loop runs is as it was.
func (w *walk) noteTimes(st *sym.State) {
	if loop := w.root.loopAround(w.site.After); loop != nil && w.site.Spec.Receive && w.loopOperand(loop) != "" {
		st.Decide(w.timesCondition(loop), true)
	}
}

// isAsLaunched reports whether what says how often the launching loop runs is still what it was.
// Of fields the path does not know enough: none that is in it may be written in between. Nor does
// it know of a write that comes before the launch in the last turn.
func (w *walk) isAsLaunched(st *sym.State, launching, receiving ast.Stmt) bool {
	is, decided := st.Decided(w.timesCondition(launching))
	times := w.timesOf(launching)
	between := func(pos token.Pos) bool { return launching.Pos() < pos && pos < receiving.Pos() }
	return is && decided && !w.calleeCounts(times, between) && !slices.ContainsFunc(w.VarsOf(times), func(v *types.Var) bool {
		return v.IsField() && slices.ContainsFunc(w.root.assigned[v], between) || w.root.writtenIn(syntax.LoopBody(launching), v) > 0
	})
}

// calleeAssigns reports whether the function of this package that a call runs assigns to such a
// field or package variable.
func (w *walk) calleeAssigns(call *ast.CallExpr, such func(*types.Var) bool) bool {
	fn := typeutil.StaticCallee(w.info, call)
	return fn != nil && slices.ContainsFunc(w.eng.assignsTo(fn.Origin()), func(a assignment) bool { return such(a.v) })
}

// calleeCounts reports whether a call somewhere may write what says how often a loop runs: a
// function of this package assigns to a field or a package variable in it, or somebody is given
// the pointer that leads to it.
//
//	for range s.n { go fetch(results) }
//	s.drop() // has s.n--
//	for range s.n { <-results }
func (w *walk) calleeCounts(times ast.Expr, where func(token.Pos) bool) bool {
	vars := w.VarsOf(times)
	isShared := func(v *types.Var) bool { return v.IsField() || typesx.IsPackageVar(v) }
	pointed := syntax.Any(times, func(*ast.StarExpr) bool { return true })
	if !pointed && !slices.ContainsFunc(vars, isShared) {
		return false
	}
	for call := range syntax.Own[*ast.CallExpr](w.root.Body) {
		if !where(call.Pos()) || w.info.Types[call.Fun].IsBuiltin() {
			continue
		}
		if pointed && slices.ContainsFunc(call.Args, func(a ast.Expr) bool { return slices.Contains(vars, w.eng.varOf(a)) }) {
			return true
		}
		if w.calleeAssigns(call, func(v *types.Var) bool { return isShared(v) && slices.Contains(vars, v) }) {
			return true
		}
	}
	return false
}

// timesCondition numbers the condition that a loop still runs as often.
func (w *walk) timesCondition(loop ast.Stmt) uint32 {
	n := w.conditionNumber("as often as "+w.loopOperand(loop), []ast.Expr{w.timesOf(loop)})
	w.root.countsBy(n, false)
	return n
}

// timesOf is the operand that says how often a loop runs: that of a range, or n of a loop with a
// counter that counts from 0 up to it, or down to 0, by one, and which the body does not change;
// nil where that cannot be told.
func (w *walk) timesOf(loop ast.Stmt) ast.Expr {
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		return loop.X
	case *ast.ForStmt:
		down, counter := countsDown(loop)
		if down == nil {
			return w.countsUp(loop)
		}
		inBody := 0
		if loop.Post == nil {
			inBody = 1 // what counts down
		}
		if v := w.eng.varOf(counter); v != nil && w.root.writtenIn(loop.Body, v) == inBody {
			return down
		}
	}
	return nil
}

// countsUp returns n of "for i := 0; i < n; i++", or nil.
func (w *walk) countsUp(loop *ast.ForStmt) ast.Expr {
	init, isInit := loop.Init.(*ast.AssignStmt)
	cond, isCond := loop.Cond.(*ast.BinaryExpr)
	post, isPost := loop.Post.(*ast.IncDecStmt)
	if !isInit || !isCond || !isPost || cond.Op != token.LSS || post.Tok != token.INC || len(init.Lhs) != 1 || len(init.Rhs) != 1 {
		return nil
	}
	counter := w.eng.varOf(cond.X)
	if counter == nil || w.eng.varOf(init.Lhs[0]) != counter || w.eng.varOf(post.X) != counter {
		return nil
	}
	// From another number on it runs less often.
	if !w.isZero(init.Rhs[0]) || w.root.writtenIn(loop.Body, counter) > 0 {
		return nil
	}
	changes := func(v *types.Var) bool { return w.root.writtenIn(loop.Body, v) > 0 }
	if slices.ContainsFunc(w.VarsOf(cond.Y), changes) {
		return nil
	}
	return cond.Y
}

// loopOperand spells how often a loop runs; "" where that cannot be told.
func (w *walk) loopOperand(loop ast.Stmt) string {
	times := w.timesOf(loop)
	if times == nil {
		return ""
	}
	key := w.timesKey(times)
	// A number is how often a range runs; of anything else its length is.
	if r, ok := loop.(*ast.RangeStmt); ok {
		if t := w.info.TypeOf(r.X); t != nil {
			if b, ok := t.Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
				key = w.sizeKey("len", r.X)
			}
		}
	}
	if strings.Contains(key, "?") {
		return ""
	}
	return key
}

// writtenIn is how often a part of the function writes a variable, or gives its address away.
func (f *Func) writtenIn(part ast.Node, v *types.Var) (n int) {
	for _, pos := range f.assigned[v] {
		if syntax.Encloses(part, pos) {
			n++
		}
	}
	return n
}

// timesKey spells a number of times: len(x) and the n of make(T, n) are the same where x never
// holds anything else.
func (w *walk) timesKey(x ast.Expr) string {
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok && len(call.Args) == 1 {
		if b, ok := w.info.ObjectOf(calleeIdent(call)).(*types.Builtin); ok {
			return w.sizeKey(b.Name(), call.Args[0])
		}
	}
	return w.condKey(x)
}

// sizeKey spells the length or the capacity of a value: what it was made with, where
// a variable never has another one.
func (w *walk) sizeKey(of string, x ast.Expr) string {
	if size := w.madeWith(of, x); size != nil {
		return w.timesKey(size)
	}
	return of + "(" + w.condKey(x) + ")"
}

// madeWith is the n of the make(T, n) that a variable has and never anything else, where this is
// its length, or the capacity of a channel, and n is no longer written then.
func (w *walk) madeWith(of string, x ast.Expr) ast.Expr {
	v := w.eng.varOf(x)
	if v == nil || v.IsField() {
		return nil
	}
	made, ok := w.eng.launches.Only(v).(*ast.CallExpr)
	if !ok || len(made.Args) != 2 || !typesx.IsBuiltin(w.info, made, "make") {
		return nil
	}
	if _, isChan := w.info.TypeOf(made).Underlying().(*types.Chan); isChan != (of == "cap") {
		return nil
	}
	written := func(n *types.Var) bool {
		return slices.ContainsFunc(w.root.assigned[n], func(pos token.Pos) bool { return pos > made.Pos() })
	}
	if slices.ContainsFunc(w.VarsOf(made.Args[1]), written) {
		return nil
	}
	return made.Args[1]
}

// countsDown returns n of "for ; n > 0; n--", "for n > 0 { ...; n-- }" and "for i
// := n; i > 0; i--", and the counter; or nil.
func countsDown(loop *ast.ForStmt) (n, counter ast.Expr) {
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.GTR {
		return nil, nil
	}
	zero, ok := cond.Y.(*ast.BasicLit)
	id, isVar := cond.X.(*ast.Ident)
	if !ok || zero.Value != "0" || !isVar {
		return nil, nil
	}
	down := func(s ast.Stmt) bool {
		dec, ok := s.(*ast.IncDecStmt)
		if !ok || dec.Tok != token.DEC {
			return false
		}
		x, ok := dec.X.(*ast.Ident)
		return ok && x.Name == id.Name
	}
	if !down(loop.Post) && (loop.Post != nil || !slices.ContainsFunc(loop.Body.List, down)) {
		return nil, nil
	}
	if loop.Init == nil {
		return id, id
	}
	init, ok := loop.Init.(*ast.AssignStmt)
	if !ok || len(init.Lhs) != 1 || len(init.Rhs) != 1 {
		return nil, nil
	}
	if x, ok := init.Lhs[0].(*ast.Ident); !ok || x.Name != id.Name {
		return nil, nil
	}
	return init.Rhs[0], id
}
