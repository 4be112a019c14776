// This file chooses the context that a helper is given. A wrong one is worse than none: with
// one that ends when the function returns the task would be canceled at once, where the go
// statement would have gone on.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// contextAt returns the context for a launch: that which the launched call itself is
// given, or a literal waits for; else the innermost variable of type context.Context that
// is in scope and not hidden, of several in one scope the one set last. One that may
// still be without a value does not count, nor one that another goroutine may change, nor
// one that ends when the function returns. A handle, which does not depend on its context,
// has the only one that the literal uses, whenever that ends, or one in a field that what is
// launched uses, or that for which the launcher stops waiting for the task, or, in a program and
// where somebody waits for it, any in scope before none. "" means that there is none.
func (r *Rewriter) contextAt(src *source.File, stmt *ast.GoStmt, handle bool) (name string) {
	if given := r.givenContext(src, stmt); given != "" {
		if handle && r.givenForLogs(stmt) {
			return ""
		}
		return given
	}
	goesOn := false
	if lit := r.launchedLiteral(stmt, handle); lit != nil {
		goesOn = r.StaysInLoop(lit.Body)
	}
	if own := r.ownContext(src, stmt, handle); own != "" && !goesOn {
		return own
	}
	if handle {
		if own := r.groupContext(src, stmt); own != "" {
			return own
		}
		if own := r.fieldContext(src, stmt, false); own != "" {
			return own
		}
	}
	if own, waits := r.localContext(src, stmt); own != "" && (handle || waits) {
		return own
	}
	if handle {
		if own := r.fieldContext(src, stmt, true); own != "" {
			return own
		}
	}
	// It ends by a context of its own: one of the launcher's would end it at another time.
	if own, waits := r.receiverContext(src, stmt); waits {
		return own
	}
	if handle {
		if own, waits := r.launcherWaits(src, stmt); waits {
			return own
		}
	}
	// What is launched uses none. A task is told to be stopping once its context has ended, and one
	// that outlives a function of a library would be so by that of a call.
	if handle && r.isLibrary() && (goesOn || !r.usesContexts(stmt)) {
		return ""
	}
	// Nothing depends on the context of a handle: any that is in scope says more than none.
	if name = r.innermostContext(src, stmt, false); name == "" && handle && !r.waitsForSeveral(stmt) {
		name = r.innermostContext(src, stmt, true)
	}
	return name
}

// usesContexts reports whether a launched literal uses contexts of the launcher, of which the innermost
// is the narrowest, most often.
func (r *Rewriter) usesContexts(stmt *ast.GoStmt) bool {
	lit := r.launchedLiteral(stmt, true)
	return lit != nil && syntax.Any(lit.Body, func(id *ast.Ident) bool {
		v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
		return ok && !v.IsField() && typesx.IsContext(v.Type()) && !syntax.Encloses(lit, v.Pos()) && !r.endsNothing(id)
	})
}

// hoistedContext stands for the variable that a context is evaluated into before the launch,
// until it has a name.
const hoistedContext = "<context>"

// givenContext returns the context that the launched call is given, "" for none.
func (r *Rewriter) givenContext(src *source.File, stmt *ast.GoStmt) string {
	for _, arg := range stmt.Call.Args {
		if !typesx.IsContextValue(r.TypeOf(arg)) {
			continue
		}
		switch x := ast.Unparen(arg).(type) {
		case *ast.Ident:
			if v, ok := r.Pass.TypesInfo.Uses[x].(*types.Var); ok && r.givesContext(src, stmt, v) {
				return x.Name
			}
		case *ast.SelectorExpr:
			if r.fixedContext(x) {
				return source.Text(x)
			}
			if local := r.localOf(src, stmt, x); local != nil && r.givesContext(src, stmt, r.Pass.TypesInfo.Uses[local].(*types.Var)) {
				return local.Name
			}
		case *ast.CallExpr:
			if r.fixedContext(x) {
				return source.Text(x)
			}
		}
		if r.isHoistedContext(src, stmt, arg) {
			return hoistedContext
		}
	}
	return ""
}

// ownContext returns the context of the launcher that a launched literal waits for, where
// that is one, or that is the only one that it uses.
func (r *Rewriter) ownContext(src *source.File, stmt *ast.GoStmt, handle bool) string {
	lit := r.launchedLiteral(stmt, handle)
	if lit == nil {
		return ""
	}
	waits, uses, alike := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for n := range syntax.All[ast.Node](lit.Body) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if of := doneOf(n); of != nil {
				name := r.contextOf(src, stmt, of)
				if _, isCall := ast.Unparen(of).(*ast.CallExpr); isCall && !r.surelyPanics(lit.Body, n) && !r.isFollowedBy(stmt, of) {
					name = "" // what it is of may be nil, unless the literal looks first
				}
				waits[name] = true
			}
		case *ast.Ident:
			v, ok := r.Pass.TypesInfo.Uses[n].(*types.Var)
			if !ok || v.IsField() || !typesx.IsContextValue(v.Type()) || syntax.Encloses(lit, v.Pos()) {
				continue
			}
			if r.endsNothing(n) {
				continue // it ends nothing
			}
			if typesx.IsContext(v.Type()) {
				uses[r.contextOf(src, stmt, n)] = true
			} else {
				alike[r.contextOf(src, stmt, n)] = true
			}
		}
	}
	if len(uses) == 0 { // what is one besides other things may be used for those
		uses = alike
	}
	for _, own := range []map[string]bool{waits, uses} {
		for name := range own {
			if len(own) == 1 && (handle || len(waits) > 0) {
				return name
			}
		}
	}
	return ""
}

// receiverContext returns the context in a field of its receiver that a launched method
// waits for, where that is one and the field is set once; waits reports whether it waits
// for any: then no other one is its own.
func (r *Rewriter) receiverContext(src *source.File, stmt *ast.GoStmt) (name string, waits bool) {
	fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func)
	sel, isSel := ast.Unparen(stmt.Call.Fun).(*ast.SelectorExpr)
	if !isFunc || !isSel {
		return "", false
	}
	decl := r.DeclOf(fn.Origin())
	if method := r.Pass.TypesInfo.Selections[sel]; method == nil || len(method.Index()) != 1 {
		return "", false // promoted: the field is one of what is embedded
	}
	if decl == nil || decl.Body == nil || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 {
		return "", false
	}
	// Which field it waits by says the body of the method, in terms of its own receiver.
	recv := r.Pass.TypesInfo.Defs[decl.Recv.List[0].Names[0]]
	fields := make(map[*types.Var]bool)
	for n := range syntax.All[*ast.UnaryExpr](decl.Body) {
		if of := doneOf(n); of != nil {
			if v := vars.FieldOf(r.Pass.TypesInfo, of, recv); v != nil && typesx.IsContextValue(v.Type()) {
				fields[v] = true
			}
		}
	}
	for v := range fields {
		base, ok := r.Pass.TypesInfo.Uses[typesx.Ident(sel.X)].(*types.Var)
		l := r.launchedAt(src, stmt)
		if ok && l != nil && len(fields) == 1 && typesx.IsContext(v.Type()) && r.Fixed(sel.X) && l.isThere(base) && r.SetOnce(v) && !r.IsComparedWithNil(v) {
			return base.Name() + "." + v.Name(), true
		}
	}
	return "", len(fields) > 0
}

// doneOf returns x of <-x.Done(), nil for anything else.
func doneOf(n *ast.UnaryExpr) ast.Expr {
	call, ok := ast.Unparen(n.X).(*ast.CallExpr)
	if !ok || n.Op != token.ARROW {
		return nil
	}
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Done" {
		return sel.X
	}
	return nil
}

// contextOf writes a context that a literal uses where it is launched, "" where it may be
// another one there.
func (r *Rewriter) contextOf(src *source.File, stmt *ast.GoStmt, x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := r.Pass.TypesInfo.Uses[x].(*types.Var)
		if ok && typesx.IsContextValue(v.Type()) && r.Lookup(x.Name, stmt.Pos()) == v && v.Parent() != r.Pass.Pkg.Scope() && r.givesContext(src, stmt, v) {
			return x.Name
		}
	case *ast.CallExpr:
		fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, x).(*types.Func)
		sel, isSel := x.Fun.(*ast.SelectorExpr)
		if !isFunc || !isSel || !catalog.GivesContext(fn) {
			return ""
		}
		// x.req.Context(), too
		if _, isPath := r.PathOf(sel.X); !isPath || !r.Fixed(sel.X) {
			return ""
		}
		if id := syntax.Base(sel.X); r.Lookup(id.Name, stmt.Pos()) == r.Pass.TypesInfo.Uses[id] {
			return source.Text(x)
		}
	}
	return ""
}

// givesContext reports whether a context variable has a value at a launch, for certain, and
// keeps it.
func (r *Rewriter) givesContext(src *source.File, stmt *ast.GoStmt, v *types.Var) bool {
	return !r.Unset(src, stmt, v) && !r.startsNil(src, v) && !r.changedElsewhere(src, stmt, v) && r.hasEmbedded(stmt, v)
}

// startsNil reports whether a variable is declared with nil or gets it, or a struct that embeds
// none.
func (r *Rewriter) startsNil(src *source.File, v *types.Var) bool {
	found := false
	r.values(src, v, func(_ ast.Stmt, value ast.Expr, _ int) {
		lit, isLit := ast.Unparen(value).(*ast.CompositeLit)
		found = found || value != nil && r.Pass.TypesInfo.Types[value].IsNil() || isLit && len(lit.Elts) == 0
	})
	return found
}

// values calls visit for what a local variable is assigned, with the statement and with
// the place of the variable among those on its left.
func (r *Rewriter) values(src *source.File, v *types.Var, visit func(s ast.Stmt, value ast.Expr, at int)) {
	d := source.DeclAt(src.File, v.Pos())
	for _, c := range r.Index.Names(v) {
		if d == nil || source.DeclAt(src.File, c.Node().Pos()) != d {
			continue
		}
		c = syntax.Outermost(c)
		switch c.ParentEdgeKind() {
		case edge.AssignStmt_Lhs:
			assign := c.Parent().Node().(*ast.AssignStmt)
			visit(assign, valueAt(assign.Rhs, c.ParentEdgeIndex()), c.ParentEdgeIndex())
		case edge.ValueSpec_Names:
			if spec := c.Parent().Node().(*ast.ValueSpec); len(spec.Values) > 0 {
				visit(nil, valueAt(spec.Values, c.ParentEdgeIndex()), c.ParentEdgeIndex())
			}
		}
	}
}

// valueAt is the expression for place i on the left: the only one on the right where a call
// gives several.
func valueAt(list []ast.Expr, i int) ast.Expr {
	return list[min(i, len(list)-1)]
}

// changedElsewhere reports whether a variable may get a value on another goroutine: in
// a literal that the launch is not part of, or by its address.
func (r *Rewriter) changedElsewhere(src *source.File, stmt *ast.GoStmt, v *types.Var) bool {
	if !r.IsAssigned(v) {
		return false
	}
	return slices.ContainsFunc(r.ChangesOf(src, stmt, v), func(c *vars.Change) bool {
		return c.Hidden || c.Elsewhere(stmt.Pos())
	})
}

// endsWithFunction reports whether a context is canceled when the function that made it
// returns: its cancel is deferred or called there. That of an errgroup ends with its Wait.
func (r *Rewriter) endsWithFunction(src *source.File, v *types.Var) bool {
	ends := false
	info := r.Pass.TypesInfo
	r.values(src, v, func(s ast.Stmt, value ast.Expr, at int) {
		call, ok := ast.Unparen(value).(*ast.CallExpr)
		assign, isAssign := s.(*ast.AssignStmt)
		if !ok || !isAssign || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
			return
		}
		if fn, ok := typeutil.Callee(info, call).(*types.Func); ok && fn.FullName() == "golang.org/x/sync/errgroup.WithContext" {
			ends = true
		}
		id, ok := ast.Unparen(assign.Lhs[1-at]).(*ast.Ident)
		if !ok {
			return
		}
		if cancel, ok := info.ObjectOf(id).(*types.Var); ok {
			ends = ends || r.calledIn(src, assign, cancel)
		}
	})
	return ends
}

// endsContext reports whether what is launched cancels a context itself: it is nothing that would
// end it.
func (r *Rewriter) endsContext(src *source.File, stmt *ast.GoStmt, v *types.Var) (ends bool) {
	r.values(src, v, func(s ast.Stmt, _ ast.Expr, at int) {
		assign, ok := s.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
			return
		}
		id, ok := ast.Unparen(assign.Lhs[1-at]).(*ast.Ident)
		if !ok {
			return
		}
		ends = ends || slices.ContainsFunc(r.Index.Uses(r.Pass.TypesInfo.ObjectOf(id)), func(use inspector.Cursor) bool {
			return syntax.Encloses(stmt, use.Node().Pos()) && syntax.Outermost(use).ParentEdgeKind() == edge.CallExpr_Fun
		})
	})
	return ends
}

// calledIn reports whether a function value is called, or deferred, in the function
// around a statement, also in a literal that is deferred there.
func (r *Rewriter) calledIn(src *source.File, at ast.Stmt, v *types.Var) bool {
	in, ok := r.Index.Find(at)
	if !ok {
		return false
	}
	fn := syntax.Function(in)
	return slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		return syntax.Outermost(use).ParentEdgeKind() == edge.CallExpr_Fun && runsIn(fn, use)
	})
}

// runsIn reports whether a node runs in a function: it stands there itself, or in
// literals that are part of what is deferred there.
func runsIn(fn ast.Node, c inspector.Cursor) bool {
	for outer := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if outer.Node() == fn {
			return true
		}
		if _, isDefer := outer.Parent().Parent().Node().(*ast.DeferStmt); !isDefer {
			return false
		}
	}
	return false
}
