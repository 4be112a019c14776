// This file follows the methods that a launched body calls for a context in a field: what it does for
// long may be in one of those.
//
//	func (g *group) manage() {
//		for g.join() == nil {
//			g.wait() // select { case <-g.ctx.Done(): ... }
//		}
//	}

package rewrite

import (
	"go/ast"
	"go/types"
	"iter"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// methods yields the methods of the package that a body calls itself on a variable which is the
// launcher's: the receiver, above all. What it launches is another task.
func (l *launched) methods() iter.Seq[*launched] {
	return func(yield func(*launched) bool) {
		apart := make(map[*ast.CallExpr]bool)
		seen := make(map[ast.Node]bool)
		for n := range syntax.Own[ast.Node](l.body) {
			if launch, ok := n.(*ast.GoStmt); ok {
				apart[launch.Call] = true
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || apart[call] {
				continue
			}
			if m := l.method(call); m != nil && !seen[m.node] {
				seen[m.node] = true
				if !yield(m) {
					return
				}
			}
		}
	}
}

// method returns what a call of one of them runs, nil for any other call.
func (l *launched) method(call *ast.CallExpr) *launched {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	fn, isFunc := typeutil.Callee(l.r.Pass.TypesInfo, call).(*types.Func)
	selection := l.r.Pass.TypesInfo.Selections[sel]
	if !ok || !isFunc || fn.Origin() != fn || selection == nil || len(selection.Index()) != 1 {
		return nil
	}
	decl := l.r.DeclOf(fn)
	if decl == nil || decl.Body == nil || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 {
		return nil
	}
	base := l.variable(id)
	if base == nil {
		return nil
	}
	by := l
	if l.by != nil {
		by = l.by
	}
	recv := l.r.Pass.TypesInfo.Defs[decl.Recv.List[0].Names[0]]
	return &launched{r: l.r, src: l.src, stmt: l.stmt, node: decl, body: decl.Body, recv: recv, base: base, by: by}
}

// isMadeOf reports whether the package makes what a field has out of another one, wherever it makes its
// struct:
//
//	ctx, cancel := context.WithCancel(c.client.ctx)
//	g := &group{ctx: ctx, cancel: cancel}
func (r *Rewriter) isMadeOf(field, of *types.Var) bool {
	tn := r.StructOf(field)
	if tn == nil || r.IsAssigned(field) || !r.IsGivenAlways(field) {
		return false
	}
	for _, lit := range r.LiteralsOf(tn) {
		for _, elt := range lit.Node().(*ast.CompositeLit).Elts {
			if pair, ok := elt.(*ast.KeyValueExpr); ok && r.Pass.TypesInfo.Uses[typesx.Ident(pair.Key)] == field && !r.isDerived(pair.Value, of) {
				return false
			}
		}
	}
	return true
}

// isDerived reports whether a variable is declared with a context that is derived from one in a field.
func (r *Rewriter) isDerived(x ast.Expr, from *types.Var) bool {
	v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(x)].(*types.Var)
	def, found := r.Index.Definition(v)
	if !ok || !found || def.ParentEdgeKind() != edge.AssignStmt_Lhs || r.IsAssigned(v) {
		return false
	}
	call, ok := ast.Unparen(def.Parent().Node().(*ast.AssignStmt).Rhs[0]).(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	sel, isSel := ast.Unparen(call.Args[0]).(*ast.SelectorExpr)
	return ok && isSel && fn.Pkg() != nil && fn.Pkg().Path() == "context" && strings.HasPrefix(fn.Name(), "With") && fn.Name() != "WithoutCancel" && r.Pass.TypesInfo.Uses[sel.Sel] == from
}
