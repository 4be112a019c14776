// This file answers whether a release at the end of the function would be too early: whether
// something that leads to the resource is still used when the function has returned.
//
//	f, err := os.Open(path)
//	r := bufio.NewReader(f)
//	go consume(r)            // launchedBy
//	s.body = r               // storedBy
//	return r, nil            // leavesBy
//
// The engine knows where the resource itself goes on each path; here it is about what is made
// of it, without regard to paths. Any doubt is a reason not to offer the fix, and the reason is
// shown with the finding.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// Why what is released at the end of the function may still be wanted.
const (
	leavesBy     = "what is returned may still use it"
	storedBy     = "it is stored where it may be used after that"
	keptBy       = "what it is given to may keep it"
	calleeCloses = "what it is given to releases it on its other paths, and is what to change"
	launchedBy   = "a goroutine that the function launches may still use it"
	calleeGoes   = "a goroutine that a callee launches may still use it"
	descriptor   = "something may still use its file descriptor"
)

// Why one more deferred release is not what to add.
const (
	deferredElsewhere = "on another path it is deferred"
	releasedElsewhere = "on another path it is released, and releasing it twice may not be safe"
	usedByDefer       = "what is deferred before it would run after the close"
)

// A reach is the question what of a function may come to a resource, and whether that
// goes on when the function returns. It knows variables, not paths: in doubt something
// does.
type reach struct {
	memo    *memo
	unit    *unit.Unit
	body    *ast.BlockStmt
	from    token.Pos // where the function begins, with its parameters
	until   token.Pos // what stands behind does not count, see staysUntil; NoPos: all does
	address bool      // the resource goes by its address
	helper  func(*ast.CallExpr) bool
	own     map[*ast.ReturnStmt]bool // those of the function, not of literals in it
	borrows func(*ast.CallExpr) bool // of the function itself, nil for callees

	vars     map[types.Object]bool
	into     map[types.Object]bool // of parameters: something that comes to the resource is stored in it
	returns  bool                  // a result comes to it
	fails    bool                  // an error that is returned does
	closing  bool                  // it is asked who may close the resource, too
	closers  []*ast.CallExpr       // that may
	self     types.Type            // of the resource
	release  string                // the method that releases it
	field    string                // what has the method, "" where it is the resource itself
	memory   *reach                // the same question about memory of the resource, see parts.go; nil where it has none
	resource *reach                // of memory: the question about the resource
	why      string
	grew     bool
	given    *types.Func // what is looked at is a callee
}

// stays says in its why how something that comes to the resource outlives the function, ""
// where nothing does; whether it is returned is told apart, in returns.
func (a *acquisition) stays() *reach { return a.follow(false, token.NoPos) }

// staysUntil is stays for what leaves the function by one of some returns: what comes behind them
// has not happened then, unless a loop leads back.
func (a *acquisition) staysUntil(returns []*ast.ReturnStmt) *reach {
	until := a.Call.End()
	for _, ret := range returns {
		until = max(until, ret.End())
		for loop := range syntax.Own[ast.Stmt](a.Func.Body) {
			switch loop.(type) {
			case *ast.ForStmt, *ast.RangeStmt:
				if syntax.Encloses(loop, ret.Pos()) && !syntax.Encloses(loop, a.Call.Pos()) {
					until = max(until, loop.End())
				}
			}
		}
	}
	return a.follow(false, until)
}

// follow is stays, which can ask who may close the resource, too, and what does so until a place.
func (a *acquisition) follow(closing bool, until token.Pos) (r *reach) {
	pass := a.unit.Pass
	r = a.newReach()
	r.closing, r.until = closing, until
	id, ok := a.place().(*ast.Ident)
	if !ok {
		r.why = keptBy
		return r
	}
	v := pass.TypesInfo.ObjectOf(id)
	if v == nil {
		r.why = keptBy
		return r
	}
	r.about(v)
	r.solve(a.Call.Pos())
	return r
}

// about makes a variable the resource.
func (r *reach) about(v types.Object) {
	r.address, r.self = hasAddress(v.Type()), v.Type()
	r.vars[v] = true
}

// contextLeaves reports whether the acquisition is that of a cancel function and the
// context beside it leaves the function: canceled there, it would be of no use.
//
//	ctx, cancel := context.WithTimeout(ctx, d)
//	return session{ctx}, nil
func (a *acquisition) contextLeaves() bool {
	assign, ok := a.Stmt.(*ast.AssignStmt)
	if !ok || a.Spec.Release[0] != obligation.CallIt || len(assign.Lhs) < 2 {
		return false
	}
	id, ok := assign.Lhs[0].(*ast.Ident)
	if !ok || id.Name == "_" {
		return false
	}
	v := a.unit.Pass.TypesInfo.ObjectOf(id)
	if v == nil {
		return false
	}
	r := a.newReach()
	r.vars[v] = true
	r.solve(a.Call.Pos())
	return r.returns || r.why == storedBy
}

// newReach is the question about the function of the acquisition, with nothing that comes to it
// yet.
func (a *acquisition) newReach() *reach {
	return &reach{
		memo: a.memo, unit: a.unit, body: a.Func.Body, from: a.Func.Type.Pos(), helper: a.launchesByHelper, borrows: a.isBorrowed,
		vars: make(map[types.Object]bool), into: make(map[types.Object]bool), release: a.Spec.Release[0], field: a.Spec.Field,
	}
}

// isBorrowed reports whether a call is given nothing of the resource but that itself, as
// what it is, and is known by its summary to do no more than to use it: it neither releases
// nor keeps it, and no result refers to it.
func (a *acquisition) isBorrowed(call *ast.CallExpr) bool {
	info := a.unit.Pass.TypesInfo
	sig, ok := info.TypeOf(call.Fun).Underlying().(*types.Signature)
	place, isIdent := a.place().(*ast.Ident)
	if !ok || !isIdent || sig.Variadic() || len(call.Args) != sig.Params().Len() {
		return false
	}
	v := info.ObjectOf(place)
	for i, arg := range call.Args {
		if !syntax.Any(arg, func(id *ast.Ident) bool { return info.ObjectOf(id) == v }) {
			continue
		}
		param := sig.Params().At(i).Type()
		if id, ok := ast.Unparen(arg).(*ast.Ident); !ok || info.ObjectOf(id) != v || !types.Identical(param, v.Type()) || types.IsInterface(param) {
			return false // what is not known of a parameter that cannot release is no more than that
		}
		if a.engine.EffectOf(call, i+1, a.Site) != (obligation.Effect{}) {
			return false
		}
	}
	return true
}

// info is the type information of the package.
func (r *reach) info() *types.Info { return r.unit.Pass.TypesInfo }

// solve looks at the body until no more variables come to the resource, and then until no more
// hold memory of it. What ends before after, the acquisition, has nothing to do with it.
func (r *reach) solve(after token.Pos) {
	r.follow(after)
	if r.why == "" && !r.closing && r.given == nil && r.hasMemory() {
		r.memory = r.newMemory()
		r.memory.follow(after)
		r.why = r.memory.why
	}
}

// follow is solve, of the resource or of its memory.
func (r *reach) follow(after token.Pos) {
	// Returns of literals return to whoever calls those.
	r.own = make(map[*ast.ReturnStmt]bool)
	for ret := range syntax.Own[*ast.ReturnStmt](r.body) {
		r.own[ret] = true
	}
	// What it escapes by ends the search for that, and not that for who closes it.
	for r.grew = true; r.grew && (r.why == "" || r.closing); {
		r.grew, r.closers = false, nil
		for n := range syntax.All[ast.Node](r.body) {
			if n.End() > after && (!r.until.IsValid() || n.Pos() < r.until) {
				r.node(n)
			}
			if r.why != "" && !r.closing {
				break
			}
		}
	}
}

// escapes notes why something outlives the function; the first reason stays.
func (r *reach) escapes(why string) {
	if r.why == "" {
		r.why = why
	}
}

// node looks at one node: it makes another variable come to the resource, or lets it out.
func (r *reach) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			r.assign(lhs, n.Rhs, i)
		}
	case *ast.ValueSpec:
		for i, id := range n.Names {
			if len(n.Values) > 0 {
				r.assign(id, n.Values, i)
			}
		}
	case *ast.RangeStmt:
		if r.comes(n.X) {
			for _, x := range []ast.Expr{n.Key, n.Value} {
				if x != nil {
					r.keep(x)
				}
			}
		}
	case *ast.ReturnStmt:
		if r.own[n] && slices.ContainsFunc(n.Results, r.comes) {
			r.returns = true
			r.fails = r.fails || r.comes(n.Results[len(n.Results)-1])
		}
	case *ast.TypeSwitchStmt:
		r.typeSwitch(n)
	case *ast.SendStmt:
		if r.comes(n.Value) {
			r.escapes(storedBy)
		}
	case *ast.GoStmt:
		if r.mentions(n) {
			r.escapes(r.launched())
		}
	case *ast.CallExpr:
		r.call(n)
	case *ast.SelectorExpr:
		if (n.Sel.Name == "Fd" || n.Sel.Name == "SyscallConn") && r.comes(n.X) {
			r.escapes(descriptor)
		}
	}
}

// typeSwitch notes that the variables of its clauses hold what it is made on.
func (r *reach) typeSwitch(n *ast.TypeSwitchStmt) {
	assign, ok := n.Assign.(*ast.AssignStmt)
	if !ok || !r.comes(assign.Rhs[0]) {
		return
	}
	for _, clause := range n.Body.List {
		if v := r.info().Implicits[clause]; v != nil && r.leads(v.Type()) {
			r.add(v)
		}
	}
}

// launched is who launches: the function, or a callee of it.
func (r *reach) launched() string {
	if r.given != nil {
		return calleeGoes
	}
	return launchedBy
}

// assign notes that operand i on the left comes to the resource where the right does; of a call
// with several results, where that result does.
func (r *reach) assign(lhs ast.Expr, rhs []ast.Expr, i int) {
	if len(rhs) == 1 && i > 0 {
		call, ok := ast.Unparen(rhs[0]).(*ast.CallExpr)
		if ok && r.result(call, i) {
			r.keep(lhs)
		}
		return
	}
	x := rhs[min(i, len(rhs)-1)]
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok && len(rhs) == 1 {
		if r.result(call, 0) {
			r.keep(lhs)
		}
		return
	}
	if r.comes(x) {
		r.keep(lhs)
	}
}

// keep notes that a place holds what comes to the resource. A local variable, or something that
// the function has made, comes to it from then on; a place that belongs to somebody else lets
// it out. Of a callee's parameter it is the caller who knows whose it is (into):
//
//	r := bufio.NewReader(f) // r comes to f
//	c := &conn{}
//	c.file = f   // so does c
//	global.r = r // and is out with this
func (r *reach) keep(lhs ast.Expr) {
	// In a place of such a type nothing is kept that could lead anywhere.
	if !r.leads(r.info().TypeOf(lhs)) {
		return
	}
	if id, ok := ast.Unparen(lhs).(*ast.Ident); ok {
		if v := r.info().ObjectOf(id); v != nil && id.Name != "_" {
			r.hold(v)
		}
		return
	}
	root := syntax.Base(lhs)
	if root == nil {
		r.escapes(storedBy)
		return
	}
	v := r.info().ObjectOf(root)
	switch {
	// It is known of this one already.
	case r.vars[v] || r.isWithin(v):
	case r.throughOthers(lhs) && r.given == nil:
		r.escapes(storedBy)
	case v != nil && r.isParam(v) && r.given != nil:
		r.into[v] = true
		r.add(v)
	case !r.made(v):
		r.escapes(storedBy)
	default:
		r.add(v)
	}
}

// throughOthers reports whether the way to a place leads through a pointer, a map or the
// like that is not the variable at its start: what that leads to may be another's.
//
//	c.file = f       // in c itself
//	c.store.file = f // in the store, which others may have
func (r *reach) throughOthers(x ast.Expr) bool {
	for {
		var inner ast.Expr
		switch y := ast.Unparen(x).(type) {
		case *ast.SelectorExpr:
			inner = y.X
		case *ast.IndexExpr:
			inner = y.X
		case *ast.StarExpr:
			inner = y.X
		default:
			return false
		}
		if _, isIdent := ast.Unparen(inner).(*ast.Ident); isIdent {
			return false
		}
		switch r.info().TypeOf(inner).Underlying().(type) {
		case *types.Struct, *types.Array:
		default:
			return true
		}
		x = inner
	}
}

// hold notes that a variable holds it.
func (r *reach) hold(v types.Object) {
	if v.Pos() < r.from || v.Pos() >= r.body.End() { // of the package, or of a function around
		r.escapes(storedBy)
		return
	}
	r.add(v)
}

// add adds a variable to those that come to the resource.
func (r *reach) add(v types.Object) {
	if r.isResult(v) {
		r.returns, r.fails = true, r.fails || isErrorType(v.Type())
	}
	if !r.vars[v] {
		r.vars[v], r.grew = true, true
	}
}

// isParam reports whether a variable is declared by the function's signature.
func (r *reach) isParam(v types.Object) bool { return r.from <= v.Pos() && v.Pos() < r.body.Pos() }

// isResult reports whether a variable is a named result.
func (r *reach) isResult(v types.Object) bool {
	if !r.isParam(v) {
		return false
	}
	return r.memo.resultVars(r.unit)[v]
}
