// This file has a fix of leaks: where one path hands the resource over, the others release it.

package unclosed

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// closeOnError releases a resource before each return that loses it, where another
// path hands it over with the result:
//
//	st, err := f.Stat()
//	if err != nil {
//		+f.Close()
//		return nil, err
//	}
//	return &conn{f, st.Size()}, nil
//
// Each such return comes behind the check of the error, so the resource is there; it
// returns nothing that comes to the resource, and no other path gets to it. Where what is
// returned is worked out from the resource, the release is deferred there.
func (a *acquisition) closeOnError() (*analysis.SuggestedFix, string) {
	id, ok := a.place().(*ast.Ident)
	switch {
	case !ok || id.Name == "_":
		return nil, a.keeper()
	case a.Spec.Flush || a.Spec.Release[0] == obligation.CallIt || len(a.Spec.Results) > 1:
		return nil, givenAway
	case a.assignedAgain(a.unit.Pass.TypesInfo.ObjectOf(id)):
		return nil, a.name() + " is assigned again"
	case a.Spec.Shared:
		return nil, ofProcess
	}
	if why := a.cannotDefer(); why != "" {
		return nil, why
	}
	at, why := a.placeForDefer()
	if at == nil {
		return nil, why
	}
	returns, why := a.losing(at)
	if why != "" {
		return nil, why
	}
	r := a.staysUntil(returns)
	if why = cmp.Or(r.why, a.lent(returns, r)); why == "" {
		at, why = a.whereThere(at)
	}
	if why != "" {
		return nil, why
	}
	if a.usedByDefer(r.reached()) {
		return nil, "what is deferred may use it after that"
	}
	edits, ok := a.closeBefore(returns, at, r)
	if !ok {
		return nil, oneLine
	}
	return &analysis.SuggestedFix{Message: "Call " + a.releaseCall() + " where it is lost", TextEdits: edits}, ""
}

// closeBefore releases a resource before returns, or defers that where what is returned is worked
// out from it; once, at the top of a branch that has several of them and no other way out.
func (a *acquisition) closeBefore(returns []*ast.ReturnStmt, at *spot, r *reach) (edits []analysis.TextEdit, ok bool) {
	after := func(ret *ast.ReturnStmt) bool { return slices.ContainsFunc(ret.Results, r.mentionsIn) }
	done := make(map[*ast.ReturnStmt]bool)
	for check := range syntax.Own[*ast.IfStmt](a.Func.Body) {
		within := slices.Collect(syntax.Own[*ast.ReturnStmt](check.Body))
		if len(within) < 2 || check.Pos() < at.pos() || !a.leaves(check.Body.List) || !a.means(check.Body.List[0].Pos()) || !slices.ContainsFunc(within, after) ||
			slices.ContainsFunc(within, func(ret *ast.ReturnStmt) bool { return done[ret] || !slices.Contains(returns, ret) }) ||
			syntax.AnyOwn(check.Body, func(*ast.BranchStmt) bool { return true }) { // which may lead out of the branch
			continue
		}
		edit, ok := a.insertBefore(check.Body.List[0], a.ifThere(at, a.deferCall()))
		if !ok {
			return nil, false
		}
		edits = append(edits, edit)
		for _, ret := range within {
			done[ret] = true
		}
	}
	for _, ret := range returns {
		if done[ret] {
			continue
		}
		release := a.dropping() + a.releaseCall()
		if after(ret) {
			release = a.deferCall()
		}
		edit, ok := a.insertBefore(ret, a.ifThere(at, release))
		if !ok {
			return nil, false
		}
		edits = append(edits, edit)
	}
	return edits, true
}

// lent says why a release before a return would be too early: what is returned may still use the
// resource, or memory of it.
func (a *acquisition) lent(returns []*ast.ReturnStmt, r *reach) string {
	for _, ret := range returns {
		if slices.ContainsFunc(ret.Results, func(x ast.Expr) bool {
			return r.comes(x) || r.memory != nil && r.memory.comes(x) || a.Spec.Field != "Body" && r.toStranger(x)
		}) {
			return "what is returned there may still use it"
		}
	}
	return ""
}

// losing returns the return statements before which the resource has to be released, or why
// that cannot be: a path that ends otherwise than by a return of the function.
func (a *acquisition) losing(at *spot) (list []*ast.ReturnStmt, why string) {
	var kept []token.Pos // where it is handed over before the function returns
	for _, o := range a.outcomes {
		switch o.Kind {
		case obligation.Leaked:
			// Only a return that is written, and that control comes to by the spot, can have a release
			// in front of it.
			if o.Return == nil || !o.Return.Return.IsValid() || !a.isBehind(o.Return, at) {
				return nil, givenAway
			}
			if !a.means(o.Return.Pos()) {
				return nil, a.name() + " means something else there"
			}
			if !slices.Contains(list, o.Return) {
				list = append(list, o.Return)
			}
		case obligation.HandedOver:
			if o.Return == nil || o.Result < 0 {
				kept = append(kept, o.Pos)
			}
		case obligation.Ended:
		case obligation.Deferred:
			// What has been deferred before it was opened closes what the owner has got by then, or again.
			if !a.Spec.Again || o.Pos > a.Call.Pos() {
				return nil, deferredElsewhere
			}
		default:
			return nil, givenAway
		}
	}
	// What keeps it must come behind each return that loses it.
	if slices.ContainsFunc(kept, func(pos token.Pos) bool { return !a.isBehindAll(pos, list) }) {
		return nil, givenAway
	}
	if slices.ContainsFunc(kept, a.isGivenLater) {
		return nil, keptOnlyThere
	}
	// The same return may give it to the caller on another path.
	for _, o := range a.outcomes {
		if o.Kind == obligation.HandedOver && slices.Contains(list, o.Return) {
			return nil, givenAway
		}
	}
	return list, ""
}

// keptOnlyThere is the reason for no fix that isGivenLater finds.
const keptOnlyThere = "what it is given to keeps it, and on a return behind that it may be lost as well"

// isGivenLater reports whether the function gives the resource to its caller behind a call that is
// taken to keep it, and can fail in between: so it is still the function's there, and a fix that
// mends the returns before the call would leave out those behind it.
//
//	h, err := newServer(ln) // launches with it
//	if err != nil {
//		return nil, err // ln is lost here, too
//	}
//	return &entry{ln, h}, nil
func (a *acquisition) isGivenLater(pos token.Pos) bool {
	if !syntax.AnyOwn(a.Func.Body, func(call *ast.CallExpr) bool { return call.Pos() == pos }) {
		return false // it is stored, and is somebody's from there on
	}
	info := a.unit.Pass.TypesInfo
	id, _ := a.place().(*ast.Ident)
	fails, gives := false, false
	for ret := range syntax.Own[*ast.ReturnStmt](a.Func.Body) {
		if ret.Pos() < pos || len(ret.Results) == 0 || !a.Func.Reaches(pos, ret.Pos()) {
			continue
		}
		last := ret.Results[len(ret.Results)-1]
		fails = fails || isErrorType(info.TypeOf(last)) && !info.Types[last].IsNil()
		gives = gives || slices.ContainsFunc(ret.Results, func(x ast.Expr) bool { return a.isMadeOf(x, info.ObjectOf(id)) })
	}
	return fails && gives
}

// isMadeOf reports whether an expression is a variable, or a literal that has it.
func (a *acquisition) isMadeOf(x ast.Expr, v types.Object) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.UnaryExpr:
		return x.Op == token.AND && a.isMadeOf(x.X, v)
	case *ast.KeyValueExpr:
		return a.isMadeOf(x.Value, v)
	case *ast.CompositeLit:
		return slices.ContainsFunc(x.Elts, func(elt ast.Expr) bool { return a.isMadeOf(elt, v) })
	}
	return a.isOf(x, v)
}

// isBehindAll reports whether what stands at a place runs behind all returns of a list, if at all: no
// loop leads back from it, but one in which the resource is opened anew.
func (a *acquisition) isBehindAll(pos token.Pos, list []*ast.ReturnStmt) bool {
	if !pos.IsValid() || slices.ContainsFunc(list, func(ret *ast.ReturnStmt) bool { return pos < ret.End() }) {
		return false
	}
	return !syntax.Any(a.Func.Body, func(loop ast.Stmt) bool {
		switch loop.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return syntax.Encloses(loop, pos) && !syntax.Encloses(loop, a.Call.Pos()) && slices.ContainsFunc(list, func(ret *ast.ReturnStmt) bool { return syntax.Encloses(loop, ret.Pos()) })
		}
		return false
	})
}

// means reports whether the name of the resource means it at a place.
func (a *acquisition) means(at token.Pos) bool {
	id, ok := a.place().(*ast.Ident)
	return ok && a.inScope(at) && a.unit.Pass.TypesInfo.ObjectOf(id) != nil
}

// inScope reports whether what holds the resource can be written at a place, as where it is taken.
func (a *acquisition) inScope(at token.Pos) bool {
	place := a.place()
	if place == nil {
		return true
	}
	root := syntax.Base(place)
	scope := a.unit.Pass.Pkg.Scope().Innermost(at)
	if root == nil || scope == nil {
		return false
	}
	_, seen := scope.LookupParent(root.Name, at)
	return seen == a.unit.Pass.TypesInfo.ObjectOf(root)
}

// toStranger reports whether an expression gives what comes to the resource to a function
// out of sight, which may make an error of it that looks at it later. One that has a
// response is read as one of which the body is closed:
//
//	return codec.Error(f) // may read f when it is printed
func (r *reach) toStranger(x ast.Expr) bool {
	return syntax.Any(x, func(call *ast.CallExpr) bool {
		fn, ok := typeutil.Callee(r.info(), call).(*types.Func)
		if ok && (fn.Pkg() == nil || unit.IsStd(fn.Pkg()) || r.callee(fn, call) != nil) {
			return false
		}
		return slices.ContainsFunc(call.Args, r.comes) && !r.info().Types[call.Fun].IsType()
	})
}

// mentionsIn reports whether an expression names something that comes to the resource, or memory
// of it; but for what stays the same when that is closed: resp.Status of a response over it.
func (r *reach) mentionsIn(x ast.Expr) bool {
	return syntax.AnyExcept(x, r.isSaid, func(id *ast.Ident) bool { return r.has(r.info().ObjectOf(id)) })
}

// isSaid reports whether an expression is a text or a number in a field of a struct of the standard
// library: no release sets one.
func (r *reach) isSaid(n ast.Node) bool {
	sel, ok := n.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	field, ok := r.info().Uses[sel.Sel].(*types.Var)
	if !ok || !field.IsField() || field.Pkg() == nil || !unit.IsStd(field.Pkg()) {
		return false
	}
	_, isBasic := field.Type().Underlying().(*types.Basic)
	_, isVar := sel.X.(*ast.Ident)
	return isBasic && isVar
}
