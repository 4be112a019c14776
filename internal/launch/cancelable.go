// This file asks whether what a body looks at is of any use to end it:
//
//	go poll(context.Background()) // polls until its context ends: never
//	go poll(ctx)                  // until somebody cancels ctx
//	go drain(time.After(d))       // the channel is nobody's to close
//
// It is a search back from the launch's arguments, over all that a variable is assigned. One
// value that is worth something is enough: the class says what can end a launch, not that it
// will. What is not known counts in favour of the code.

package launch

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A valuation says of values that come from outside of a body what they are worth:
// whether a context can be cancelled, a channel be named. Where their origin is
// unknown, as a parameter's is, they are worth what their type says.
type valuation struct {
	p    *Package
	seen []*types.Var
}

// enter reports whether a variable is looked at for the first time, and marks it, so that a =
// b; b = a does not go round in circles. It takes a step.
func (j *valuation) enter(v *types.Var) bool {
	for _, s := range j.seen {
		if s == v {
			return false
		}
	}
	j.seen = append(j.seen, v)
	return j.p.Spend()
}

// any reports whether the test holds of one of the values that v is assigned. What other says
// goes first: of a variable that is assigned where this package cannot see, its type has to do.
func (j *valuation) any(v *types.Var, other func(defs []behaviour.Def) bool, test func(ast.Expr) bool) bool {
	if !j.enter(v) {
		return false
	}
	v = v.Origin()
	defs := j.p.Gathered().Defs[v]
	if other(defs) {
		return true
	}
	for i, d := range defs {
		if d.Value == nil || d.Each || i > behaviour.MaxPlaces || test(d.Value) {
			return true
		}
	}
	return false
}

// foreign reports whether more is assigned to v than this package shows: it is a
// parameter that keeps what it was given, or others can see it.
func (j *valuation) foreign(v *types.Var) bool {
	// A parameter has, besides what the function assigns to it, what its callers pass.
	if f := j.p.Index.TakenBy(v); f != nil && !j.cutOff(v, f) || v.Pkg() != j.p.Pkg {
		return true
	}
	return v.Exported() && (v.IsField() || typesx.IsPackageVar(v))
}

// cutOff reports whether a function gives a parameter, before it launches anything and on every
// path, a context that cannot be cancelled:
//
//	ctx = context.WithoutCancel(ctx)
func (j *valuation) cutOff(v *types.Var, f *syntax.Func) bool {
	if f.Body == nil || !j.p.IsContext(v.Type()) {
		return false
	}
	// Only statements of the function's own list count: those in a branch need not run.
	for _, s := range f.Body.List {
		if assign, ok := s.(*ast.AssignStmt); ok && len(assign.Lhs) == 1 && len(assign.Rhs) == 1 {
			id := typesx.Ident(assign.Lhs[0])
			call, isCall := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
			if id != nil && j.p.Info.Uses[id] == v && isCall && catalog.ContextEnd(j.p.Callee(call)) == catalog.EndNever {
				return true
			}
		}
		if syntax.Has[*ast.GoStmt](s) {
			return false
		}
	}
	return false
}

// contextVar reports whether a context variable, or field, can be cancelled. One
// that is never assigned cannot, it is nil.
func (j *valuation) contextVar(v *types.Var) bool {
	return j.any(v, func([]behaviour.Def) bool { return j.foreign(v) },
		func(e ast.Expr) bool { return j.context(e, 0) })
}

// way reports whether the context at the end of a way can be cancelled.
func (j *valuation) way(at behaviour.Place) bool {
	if at.Last == nil || !j.p.IsContext(at.Last.Type()) {
		return true
	}
	return j.contextVar(at.Last)
}

// context reports whether an expression of the launcher is a context that can be
// cancelled.
func (j *valuation) context(e ast.Expr, depth int) bool {
	if depth > behaviour.MaxDepth || !j.p.Spend() {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		switch obj := j.p.Info.ObjectOf(e).(type) {
		case *types.Var:
			return j.contextVar(obj)
		case *types.Nil:
			return false
		}
	case *ast.SelectorExpr:
		if v, ok := j.p.Info.Uses[e.Sel].(*types.Var); ok {
			return j.contextVar(v.Origin())
		}
	case *ast.TypeAssertExpr:
		return j.context(e.X, depth+1)
	case *ast.CallExpr:
		return j.contextCall(e, depth+1)
	}
	return true
}

// held reports whether a context that an expression is, or that a literal holds, can
// be cancelled. Of other values that hold one nothing is known.
func (j *valuation) held(e ast.Expr) bool {
	if j.p.IsContext(j.p.Info.TypeOf(e)) {
		return j.context(e, 0)
	}
	if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok {
		e = u.X
	}
	lit, ok := ast.Unparen(e).(*ast.CompositeLit)
	if !ok {
		return true
	}
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			elt = kv.Value
		}
		if j.p.IsContext(j.p.Info.TypeOf(elt)) && j.context(elt, 0) {
			return true
		}
	}
	return false
}

// contextCall reports whether a call yields a context that can be cancelled: anything does but
// Background, TODO and WithoutCancel, and functions of this package that return nothing else.
// WithTimeout ends by itself, which is an end.
func (j *valuation) contextCall(e *ast.CallExpr, depth int) bool {
	if j.p.Info.Types[e.Fun].IsType() && len(e.Args) == 1 {
		return j.context(e.Args[0], depth)
	}
	callee, _ := typeutil.Callee(j.p.Info, e).(*types.Func)
	switch catalog.ContextEnd(callee) {
	case catalog.EndNever:
		return false
	// A value does not end a context, and its deadline is its parent's.
	case catalog.EndParent:
		return len(e.Args) == 0 || j.context(e.Args[0], depth)
	case catalog.EndCancel:
		return !j.dropsCancel(e) || j.context(e.Args[0], depth)
	case catalog.EndTime:
		return true
	}
	if callee == nil || callee.Pkg() == nil {
		return true
	}
	// A function with a body of more than a return may do anything, and counts in favour.
	if value, _ := j.p.Returned(callee); value != nil {
		return j.context(value, depth)
	}
	return true
}

// dropsCancel reports whether the function that would end the context is dropped at the call:
//
//	ctx, _ := context.WithCancel(context.Background())
func (j *valuation) dropsCancel(call *ast.CallExpr) bool {
	cur, ok := j.p.Index.Find(call)
	if !ok {
		return false
	}
	assign, ok := cur.Parent().Node().(*ast.AssignStmt)
	return ok && len(assign.Lhs) == 2 && len(assign.Rhs) == 1 && typesx.Ident(assign.Lhs[1]) != nil && typesx.Ident(assign.Lhs[1]).Name == "_"
}

// request reports whether an expression of the launcher is a request that is shown to be given
// a context that can be cancelled. Unlike a context, a request proves nothing by its type:
// NewRequest uses Background.
func (j *valuation) request(e ast.Expr, depth int) bool {
	if depth > behaviour.MaxDepth || !j.p.Spend() {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, ok := j.p.Info.ObjectOf(e).(*types.Var)
		return ok && j.requestVar(v, depth+1)
	case *ast.CallExpr:
		callee, _ := typeutil.Callee(j.p.Info, e).(*types.Func)
		if callee == nil || callee.Pkg() == nil || callee.Pkg().Path() != "net/http" || len(e.Args) == 0 {
			return false
		}
		switch callee.Name() {
		case "NewRequestWithContext", "WithContext", "Clone":
			return j.p.IsContext(j.p.Info.TypeOf(e.Args[0])) && j.context(e.Args[0], depth+1)
		}
	}
	return false
}

// requestVar is request for a variable, by all that it is assigned.
func (j *valuation) requestVar(v *types.Var, depth int) bool {
	if !j.enter(v) {
		return false
	}
	for _, d := range j.p.Gathered().Defs[v.Origin()] {
		if d.Value != nil && d.Index == 0 && !d.Each && j.request(d.Value, depth+1) {
			return true
		}
	}
	return false
}

// done reports whether an expression of the launcher is the Done channel of a
// context that can be cancelled.
func (j *valuation) done(e ast.Expr, depth int) bool {
	if depth > behaviour.MaxDepth || !j.p.Spend() {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := j.p.Info.ObjectOf(e).(*types.Var); ok {
			return j.doneVar(v, depth+1)
		}
	case *ast.CallExpr:
		ctx := j.p.DoneOf(e)
		return ctx != nil && j.context(ctx, depth+1)
	}
	return false
}

// doneVar is done for a variable: stop := ctx.Done().
func (j *valuation) doneVar(v *types.Var, depth int) bool {
	if !typesx.IsChan(v.Type()) || !j.enter(v) {
		return false
	}
	for _, d := range j.p.Gathered().Defs[v.Origin()] {
		if d.Value != nil && j.done(d.Value, depth+1) {
			return true
		}
	}
	return false
}

// channelVar reports whether a channel variable that the launcher can name is one
// that it can end something with: not a timer's, and not that of a context that
// cannot be cancelled.
func (j *valuation) channelVar(v *types.Var) bool {
	return j.any(v, func(defs []behaviour.Def) bool { return j.foreign(v) || len(defs) == 0 },
		func(e ast.Expr) bool { return j.stored(e, 0) })
}

// stored reports whether a value is worth something once it has a name.
func (j *valuation) stored(e ast.Expr, depth int) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return j.channel(e, depth)
	case *ast.CallExpr:
		callee, _ := typeutil.Callee(j.p.Info, e).(*types.Func)
		// time.After and time.Tick: nobody can make them fire.
		if callee != nil && callee.Pkg() != nil && callee.Pkg().Path() == "time" {
			return false
		}
		if ctx := j.p.DoneOf(e); ctx != nil {
			return j.context(ctx, depth+1)
		}
		return !behaviour.IsTimeChan(j.p.Info.TypeOf(e))
	}
	return true
}

// channel reports whether an expression of the launcher is a channel with a name:
// one that is made for the call has none, nor has what a function returns. What
// a method without arguments returns can be asked for again.
func (j *valuation) channel(e ast.Expr, depth int) bool {
	if depth > behaviour.MaxDepth || !j.p.Spend() {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, ok := j.p.Info.ObjectOf(e).(*types.Var)
		return ok && j.channelVar(v)
	case *ast.SelectorExpr:
		sel := j.p.Info.Selections[e]
		if sel == nil {
			v, ok := j.p.Info.Uses[e.Sel].(*types.Var)
			return ok && j.channelVar(v)
		}
		// A field has a name for whoever has the struct, whatever it was assigned.
		return sel.Kind() == types.FieldVal && !behaviour.IsTimer(sel)
	// Whoever has the list or the map can get at its elements.
	case *ast.IndexExpr:
		return true
	case *ast.CallExpr:
		if j.p.Info.Types[e.Fun].IsType() && len(e.Args) == 1 {
			return j.channel(e.Args[0], depth+1)
		}
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		return ok && len(e.Args) == 0 && j.p.Info.Selections[sel] != nil && j.stored(e, depth+1)
	}
	return false
}
