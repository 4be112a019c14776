// This file has what the text of a function says of a value, as evidence (evidence.go): who else
// has it, and under which conditions it is released.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// mentionsRelease reports whether a function calls anything that could be the release
// of a value without a row.
func (e *Engine) mentionsRelease(f *Func) bool {
	return syntax.Any(f.Body, func(id *ast.Ident) bool { // also closeQuietly, io.Closer
		return strings.Contains(id.Name, "lose") || id.Name == "Commit" || id.Name == "Rollback"
	})
}

// variableOf returns the variable of the function that takes what a call gives, or nil.
func (e *Engine) variableOf(f *Func, site *Site) *types.Var {
	i := site.Spec.Results[0]
	var id *ast.Ident
	var from []ast.Expr
	switch s := site.Stmt.(type) {
	case *ast.AssignStmt:
		id, _ = s.Lhs[min(i, len(s.Lhs)-1)].(*ast.Ident)
		from = s.Rhs
	case *ast.ValueSpec:
		id, from = s.Names[min(i, len(s.Names)-1)], s.Values
	}
	if id == nil || id.Name == "_" || len(from) != 1 || ast.Unparen(from[0]) != site.Call {
		return nil
	}
	v, ok := e.info.ObjectOf(id).(*types.Var)
	if !ok || v.IsField() || typesx.IsPackageVar(v) || !f.contains(v) || f.isParam(v) {
		return nil
	}
	return v
}

// isShared reports whether a function compares a variable with a field, a map's entry
// or a package variable, takes its value from such a place or puts it there:
//
//	s.conn = conn       // the server has it, too
//	if conn == s.conn { // or has had it before
//	conns[conn] = true  // or finds it there again
func (e *Engine) isShared(f *Func, v *types.Var) (shared bool) {
	// Stored in such a place, taken from there, or compared with it: others have the value too.
	is := func(x ast.Expr) bool { return e.carries(x, v) }
	place := func(x ast.Expr) bool { return e.isPlace(f, x) }
	for n := range syntax.All[ast.Node](f.Body) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				r := n.Rhs[min(i, len(n.Rhs)-1)]
				shared = shared || is(r) && place(l) || is(l) && place(r)
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				shared = shared || len(n.Values) > i && is(name) && place(n.Values[i])
			}
		case *ast.RangeStmt:
			// What a range yields is in something else.
			shared = shared || n.Key != nil && is(n.Key) || n.Value != nil && is(n.Value)
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				shared = shared || is(n.X) && place(n.Y) || is(n.Y) && place(n.X)
			}
		// A key of a map is found there again.
		case *ast.IndexExpr:
			shared = shared || is(n.Index)
		}
		if shared {
			break
		}
	}
	return shared
}

// carries reports whether an expression is a variable, or leads to nothing else.
func (e *Engine) carries(x ast.Expr, v *types.Var) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return e.info.ObjectOf(x) == v
	case *ast.UnaryExpr:
		return x.Op == token.AND && e.carries(x.X, v)
	case *ast.TypeAssertExpr:
		return e.carries(x.X, v)
	case *ast.CallExpr: // a conversion, or append
		id := calleeIdent(x)
		if e.info.Types[x.Fun].IsType() || id != nil && id.Name == "append" {
			return slices.ContainsFunc(x.Args, func(a ast.Expr) bool { return e.carries(a, v) })
		}
	}
	return false
}

// isPlace reports whether an expression is a field, an entry of a map, a package
// variable, or what a pointer or a channel leads to.
func (e *Engine) isPlace(f *Func, x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := e.info.ObjectOf(x).(*types.Var)
		return ok && !f.contains(v)
	case *ast.SelectorExpr:
		_, ok := e.info.Uses[x.Sel].(*types.Var)
		return ok
	case *ast.IndexExpr:
		t := e.info.TypeOf(x.X)
		if t == nil {
			return false
		}
		_, isMap := t.Underlying().(*types.Map)
		return isMap || e.isPlace(f, x.X)
	case *ast.StarExpr:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.ARROW || x.Op == token.AND && e.isPlace(f, x.X)
	case *ast.TypeAssertExpr:
		return x.Type != nil && (e.isPlace(f, x.X) || e.isCall(x.X))
	}
	return false
}

// isCall reports whether an expression is a call.
func (e *Engine) isCall(x ast.Expr) bool {
	_, ok := ast.Unparen(x).(*ast.CallExpr)
	return ok
}

// endsWithOther reports whether what a call gives may end with something else: with a
// value that has a release and that the call was given, which it may be made over; with
// what it was called on, where the function releases that; a transaction with its
// context, where the function cancels that by defer.
//
//	zr, err := zlib.NewReader(f)  // perhaps ends with f
//	rows, err := stmt.Query(args) // ends with stmt
func (e *Engine) endsWithOther(f *Func, site *Site) bool {
	for _, x := range site.Call.Args {
		if t := e.info.TypeOf(x); t != nil && len(releasesOf(t)) > 0 || slices.Contains(site.Spec.Release, "Rollback") && e.cancels(f, x) {
			return true
		}
	}
	sel, ok := ast.Unparen(site.Call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	// What it was called on may be released instead, with all that it has made.
	maker := types.ExprString(sel.X)
	return syntax.Any(f.Body, func(sel *ast.SelectorExpr) bool {
		return rows.Is(sel.Sel.Name, rows.Holder) && types.ExprString(sel.X) == maker
	})
}

// cancels reports whether a function made the context that an expression is, and
// cancels it by defer:
//
//	ctx, cancel := context.WithCancel(ctx)
//	defer cancel()
//	tx, err := db.BeginTx(ctx, nil) // rolled back by that
func (e *Engine) cancels(f *Func, x ast.Expr) (cancels bool) {
	ctx := e.varOf(x)
	if ctx == nil {
		return false
	}
	for _, def := range e.madeAt(f, ctx) {
		assign, ok := def.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
			continue
		}
		if cancel := e.varOf(assign.Lhs[1]); cancel != nil {
			cancels = cancels || syntax.AnyOwn(f.Body, func(d *ast.DeferStmt) bool { return e.varOf(d.Call.Fun) == cancel })
		}
	}
	return cancels
}

// isReleaseOf reports whether an outcome is the release of the value itself, and not
// another way to end it: its Close where it has one; or a callee that always releases it.
func (e *Engine) isReleaseOf(site *Site, v *types.Var, o Outcome) bool {
	if o.Release == nil || o.may || o.unsure {
		return false
	}
	name := calleeName(o.Release)
	if sel, ok := ast.Unparen(o.Release.Fun).(*ast.SelectorExpr); ok && site.Spec.releases(name) && e.info.Selections[sel] != nil {
		if t := v.Type(); site.Spec.Field == "" && !typesx.HasMethod(t, nil, "Close") {
			return name == "Commit" || name == "Rollback"
		}
		return strings.HasPrefix(name, "Close")
	}
	return true
}

// deferredForAll reports whether a deferred release stands under no condition but a
// check of an error, and releases under none at all.
func (s *Site) deferredForAll(o Outcome, e *Engine) bool {
	return s.unconditional(o.Defer.Pos(), e, true) && s.unconditional(o.Release.Pos(), e, false)
}

// releasedForAll reports whether a release stands under no condition but a check of an
// error, and not on the way to the return of one.
func (s *Site) releasedForAll(o Outcome, e *Engine) bool {
	return s.unconditional(o.Release.Pos(), e, true) && !s.failsAfter(o.Release.Pos(), e)
}

// unconditional reports whether no condition stands around a place that does not stand
// around the site; a check of an error is none where checks says so, or where it is
// outside the literal that the place is in.
func (s *Site) unconditional(pos token.Pos, e *Engine, checks bool) bool {
	path := pathTo(s.Func.Body, pos)
	inLit := false
	if len(path) == 0 {
		return false
	}
	for i, n := range path[:len(path)-1] {
		child := path[i+1]
		if syntax.Encloses(child, s.Pos()) {
			continue
		}
		if _, ok := n.(*ast.FuncLit); ok {
			inLit = true
		}
		if cond, ok := conditionOn(n, child, path[:i]); !ok || cond != nil && !(checks || !inLit) || slices.ContainsFunc(cond, func(x ast.Expr) bool { return !e.isErrorTest(x) }) {
			return false
		}
	}
	return true
}

// conditionOn returns what must hold for a child of a node to run; ok is false where
// it is something that is no expression.
func conditionOn(n, child ast.Node, above []ast.Node) (cond []ast.Expr, ok bool) {
	switch n := n.(type) {
	case *ast.IfStmt:
		if child == n.Body || child == n.Else {
			return []ast.Expr{n.Cond}, true
		}
	case *ast.ForStmt:
		if child == n.Body || child == n.Post {
			return nil, n.Cond == nil
		}
	case *ast.RangeStmt:
		return nil, child != n.Body
	case *ast.CommClause, *ast.TypeSwitchStmt:
		return nil, false
	case *ast.CaseClause:
		if len(above) < 2 {
			return nil, false
		}
		sw, isSwitch := above[len(above)-2].(*ast.SwitchStmt)
		if !isSwitch || sw.Tag != nil {
			return nil, false
		}
		if n.List != nil {
			return n.List, true
		}
		for _, c := range sw.Body.List { // the default: none of the others
			cond = append(cond, c.(*ast.CaseClause).List...)
		}
		return cond, true
	}
	return nil, true
}

// isErrorTest reports whether an expression asks nothing but whether there is an
// error, or which.
func (e *Engine) isErrorTest(x ast.Expr) bool {
	isErr := func(x ast.Expr) bool {
		t := e.info.TypeOf(x)
		return t != nil && typesx.IsError(t)
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.BinaryExpr:
		switch x.Op {
		case token.EQL, token.NEQ:
			return isErr(x.X) || isErr(x.Y)
		case token.LAND, token.LOR:
			return e.isErrorTest(x.X) && e.isErrorTest(x.Y)
		}
	case *ast.UnaryExpr:
		return x.Op == token.NOT && e.isErrorTest(x.X)
	case *ast.CallExpr:
		return slices.ContainsFunc(x.Args, isErr)
	}
	return false
}

// failsAfter reports whether the statements that follow a place lead to the return of
// an error that was not asked for: return nil, errors.New("bad").
// A release there deals with what has gone wrong, and does not show who closes what went well:
//
//	if hdr.Version != 1 {
//		conn.Close()
//		return nil, errors.New("unknown version")
//	}
func (s *Site) failsAfter(pos token.Pos, e *Engine) bool {
	path := pathTo(s.Func.Body, pos)
	for _, n := range slices.Backward(path) {
		if list := syntax.Statements(n); len(list) > 0 {
			ret, ok := list[len(list)-1].(*ast.ReturnStmt)
			return ok && ret.Pos() > pos && e.makesFailure(ret)
		}
	}
	return false
}

// makesFailure reports whether a return gives an error that is made there:
//
//	return errNotFound
//	return fmt.Errorf("no %s", name)
//	return &Error{Code: 404}
func (e *Engine) makesFailure(ret *ast.ReturnStmt) bool {
	if len(ret.Results) == 0 {
		return false
	}
	last := ast.Unparen(ret.Results[len(ret.Results)-1])
	t := e.info.TypeOf(last)
	if t == nil || e.info.Types[last].IsNil() {
		return false
	}
	switch x := last.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		id, ok := x.(*ast.Ident)
		if !ok {
			id = x.(*ast.SelectorExpr).Sel
		}
		v, ok := e.info.Uses[id].(*types.Var)
		return ok && typesx.IsPackageVar(v) && typesx.IsError(v.Type())
	case *ast.CallExpr:
		fn, _ := typeutil.Callee(e.info, x).(*types.Func)
		return fn != nil && fn.Pkg() != nil && (typesx.IsError(t) || !types.IsInterface(t)) && (strings.Contains(fn.Name(), "rror") || strings.Contains(fn.Name(), "Wrap") || strings.HasSuffix(fn.Pkg().Path(), "errors"))
	case *ast.UnaryExpr:
		return x.Op == token.AND
	case *ast.CompositeLit:
		return true
	}
	return false
}

// asksValue reports whether a path leaves the value open because somebody who was
// given it says so, as isNil does; or where it ends well because the value itself, or a
// boolean that came with it, says so:
//
//	if isNil(v) {
//		return nil // nothing is open here
//	}
func (e *Engine) asksValue(site *Site, v *types.Var, o Outcome) bool {
	if o.Kind != Leaked || o.Return == nil {
		return false
	}
	// The value itself, and each boolean that came with it.
	says := map[types.Object]bool{v: true}
	if assign, ok := site.Stmt.(*ast.AssignStmt); ok {
		for _, l := range assign.Lhs {
			if id, ok := l.(*ast.Ident); ok {
				if obj := e.info.ObjectOf(id); obj != nil && isBool(obj.Type()) {
					says[obj] = true
				}
			}
		}
	}
	path := pathTo(site.Func.Body, o.Pos)
	for i, n := range path[:max(len(path)-1, 0)] {
		child := path[i+1]
		if syntax.Encloses(child, site.Pos()) {
			continue
		}
		cond, _ := conditionOn(n, child, path[:i])
		for _, x := range cond {
			asks := syntax.Any(x, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Ident:
					return !o.fails && says[e.info.Uses[n]]
				case *ast.CallExpr:
					return slices.ContainsFunc(n.Args, func(a ast.Expr) bool { return e.carries(a, v) })
				}
				return false
			})
			if asks {
				return true
			}
		}
	}
	return false
}

// pathTo returns the nodes around a place, the outermost first.
func pathTo(root ast.Node, pos token.Pos) []ast.Node {
	return syntax.Path(root, func(n ast.Node) bool { return syntax.Encloses(n, pos) })
}
