// This file finds a context in a field for the handle of a launch: that which the body itself
// uses of what it belongs to, where no variable of the launcher is one.
//
//	func (s *syncer) start() {
//		go s.pump(files) // select { case out <- f: case <-s.ctx.Done(): }
//	}
//
//	task := tracked.Start(s.ctx, "syncer.pump")
//
// Nothing depends on the context of a handle, but reading a field must not be a race, and it
// should be there.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// fieldContext returns the only context in a field that a launched body waits for, or else that it
// uses, of a value which is the same at the launch, as the launcher writes it; "" where there is none,
// or several. anyway lets one count that others may set, and one side of the launch reads nevertheless.
func (r *Rewriter) fieldContext(src *source.File, stmt *ast.GoStmt, anyway bool) string {
	l := r.launchedAt(src, stmt)
	if l == nil {
		return ""
	}
	var waits, uses map[string]bool // hardly any body has one; whether the launch may read it
	add := func(to *map[string]bool, sel *ast.SelectorExpr) {
		name, isRead := l.contextBy(sel, anyway)
		if *to == nil {
			*to = make(map[string]bool)
		}
		(*to)[name] = (*to)[name] || isRead
	}
	for n := range syntax.All[ast.Node](l.body) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if of, ok := ast.Unparen(doneOf(n)).(*ast.SelectorExpr); ok && r.isContextField(r.Pass.TypesInfo.Uses[of.Sel]) {
				add(&waits, of)
			}
		case *ast.SelectorExpr:
			if r.isContextField(r.Pass.TypesInfo.Uses[n.Sel]) {
				add(&uses, n)
			}
		}
	}
	if waits != nil {
		uses = waits // it is what ends the task
	}
	for name, isRead := range uses {
		if len(uses) == 1 && isRead {
			return name
		}
	}
	return ""
}

// isParamOf reports whether an object is a parameter of a function.
func isParamOf(fn *syntax.Func, obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && fn != nil && fn.ParamIndex(v) >= 0
}

// launchedReceiver returns the receiver of a launched method, and the variable that the launcher
// calls it on, where that is one and has the value still.
func (r *Rewriter) launchedReceiver(stmt *ast.GoStmt) (recv types.Object, base string) {
	fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func)
	sel, isSel := ast.Unparen(stmt.Call.Fun).(*ast.SelectorExpr)
	if !isFunc || !isSel {
		return nil, ""
	}
	decl := r.DeclOf(fn.Origin())
	if decl == nil || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 {
		return nil, ""
	}
	recv = r.Pass.TypesInfo.Defs[decl.Recv.List[0].Names[0]]
	method := r.Pass.TypesInfo.Selections[sel]
	id, isIdent := ast.Unparen(sel.X).(*ast.Ident)
	if isIdent && method != nil && len(method.Index()) == 1 && r.Fixed(id) && r.NotNil(id) {
		base = id.Name
	}
	return recv, base
}

// setByMakersOnly reports whether only functions that make a struct of its type set a field, so
// that nobody sets it while a method reads it.
func (r *Rewriter) setByMakersOnly(field *types.Var) bool {
	tn := r.StructOf(field)
	return tn != nil && !r.SetBeside(field) && !slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool {
		return !syntax.Any(d, func(lit *ast.CompositeLit) bool { return typesx.Named(r.TypeOf(lit)) == tn })
	})
}

// waitsForSeveral reports whether what is launched waits for more than one context: then none of
// them is its own.
func (r *Rewriter) waitsForSeveral(stmt *ast.GoStmt) bool {
	body := r.LaunchedBody(stmt)
	if body == nil {
		return false
	}
	first := ""
	return syntax.Any(body, func(n *ast.UnaryExpr) bool {
		of := doneOf(n)
		if of == nil {
			return false
		}
		if first == "" {
			first = source.Text(of)
		}
		return source.Text(of) != first
	})
}

// innermostContext returns the innermost variable that is a context, of several in one scope the
// one that has got its value last, but none of several parameters: their callers know what each is
// for. ends lets one count that ends with the function, which may be made of either parameter.
func (r *Rewriter) innermostContext(src *source.File, stmt *ast.GoStmt, ends bool) (name string) {
	var best *types.Var
	var set token.Pos
	r.Visible(stmt.Pos(), typesx.IsContext, func(v *types.Var) bool {
		if best != nil && v.Parent() != best.Parent() {
			return false
		}
		if !r.givesContext(src, stmt, v) || !ends && r.endsWithFunction(src, v) {
			return true
		}
		at := v.Pos()
		r.values(src, v, func(s ast.Stmt, _ ast.Expr, _ int) {
			if s != nil && s.Pos() < stmt.Pos() {
				at = max(at, s.Pos())
			}
		})
		if best == nil || at > set {
			best, set, name = v, at, v.Name()
		}
		return true
	})
	if best != nil && (ends || r.IsParam(best)) && r.hasSeveralParams(stmt) {
		return ""
	}
	return name
}

// hasSeveralParams reports whether several parameters of the innermost function around that has any
// are contexts, those that are no candidates among them.
func (r *Rewriter) hasSeveralParams(stmt *ast.GoStmt) bool {
	var of *types.Scope
	params := 0
	r.Visible(stmt.Pos(), typesx.IsContext, func(v *types.Var) bool {
		if r.IsParam(v) {
			if of == nil {
				of = v.Parent()
			}
			if of == v.Parent() {
				params++
			}
		}
		return of == nil || of == v.Parent()
	})
	return params > 1
}
