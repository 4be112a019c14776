// This file closes a resource in the branch that loses it, rather than by a defer, where a defer
// would stand beside what is there already: the function closes early, and goes on, or the
// branch removes the file, which has to be closed before that.
//
//	if _, err := f.Write(data); err != nil {
//		+f.Close()
//		os.Remove(f.Name()) // Windows removes no open file
//		return err
//	}
//	f.Close()
//	return publish(path)

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
)

// closeInBranch returns the fix that closes in the one branch that loses the resource; nil where
// there is none, or several, or where a defer reads better. Behind the spot the resource is
// there.
func (a *acquisition) closeInBranch(at *spot) *analysis.SuggestedFix {
	if a.Spec.Optional || a.has(obligation.Deferred) || !a.has(obligation.Released) || a.writes() && a.errorResult(at.pos()) != "" {
		return nil
	}
	returns := a.lostAt(at)
	if len(returns) == 0 {
		return nil
	}
	branch, ok := a.failingBranch(returns[0])
	if !ok || !slices.Equal(returns, a.returnsIn(branch)) {
		return nil
	}
	before := branch.List[0]
	if !slices.ContainsFunc(branch.List, a.removesSome) {
		if len(returns) > 1 || !a.goesOn() {
			return nil
		}
		before = returns[0]
	}
	r := a.stays()
	if r.why != "" || !a.means(before.Pos()) || a.usesBehind(branch, before.Pos(), r) || a.usedByDefer(r.reached()) {
		return nil
	}
	edit, ok := a.insertBefore(before, a.dropping()+a.releaseCall())
	if !ok {
		return nil
	}
	return &analysis.SuggestedFix{Message: "Call " + a.releaseCall() + " where it is lost", TextEdits: []analysis.TextEdit{edit}}
}

// lostAt are the returns that lose the resource, in their order; nil where a path loses it
// otherwise.
func (a *acquisition) lostAt(at *spot) (list []*ast.ReturnStmt) {
	for _, o := range a.outcomes {
		if o.Kind != obligation.Leaked {
			continue
		}
		if o.Return == nil || !o.Return.Return.IsValid() || !a.isBehind(o.Return, at) {
			return nil
		}
		if !slices.Contains(list, o.Return) {
			list = append(list, o.Return)
		}
	}
	slices.SortFunc(list, func(x, y *ast.ReturnStmt) int { return int(x.Pos() - y.Pos()) })
	return list
}

// failingBranch is the outermost body of an if around a return, from the list of the acquisition
// inwards, that does not come to its end.
func (a *acquisition) failingBranch(ret *ast.ReturnStmt) (branch *ast.BlockStmt, ok bool) {
	at, ok := a.engine.Index().Find(ret)
	if !ok {
		return nil, false
	}
	for outer := range at.Enclosing((*ast.IfStmt)(nil), (*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		check, isIf := outer.Node().(*ast.IfStmt)
		if !isIf || check.Pos() < a.Call.Pos() {
			break
		}
		if slices.Contains(check.Body.List, ast.Stmt(ret)) || branch != nil && check.Body.Pos() < branch.Pos() && branch.End() <= check.Body.End() {
			if a.leaves(check.Body.List) {
				branch = check.Body
			}
		}
	}
	return branch, branch != nil
}

// returnsIn are the returns of the function in a branch.
func (a *acquisition) returnsIn(branch *ast.BlockStmt) []*ast.ReturnStmt {
	return slices.Collect(syntax.Own[*ast.ReturnStmt](branch))
}

// removesSome reports whether a statement removes something, by the name of what it calls: the
// file, as far as anybody can tell.
func (a *acquisition) removesSome(s ast.Stmt) bool {
	return syntax.AnyOwn(s, func(call *ast.CallExpr) bool {
		obj := typeutil.Callee(a.unit.Pass.TypesInfo, call)
		return obj != nil && (strings.HasPrefix(strings.ToLower(obj.Name()), "remove") || strings.HasPrefix(strings.ToLower(obj.Name()), "unlink"))
	})
}

// goesOn reports whether the function closes early somewhere, and has more to do then: a defer
// would leave one more close beside that.
func (a *acquisition) goesOn() bool {
	list := a.explicit()
	return len(list) == 1 && !a.usesReleaseError() && !a.endsAfter(list[0])
}

// usesBehind reports whether something in a branch from a place on may use the resource once it
// is closed. The name of a file stays.
func (a *acquisition) usesBehind(branch *ast.BlockStmt, from token.Pos, r *reach) bool {
	at, ok := a.engine.Index().Find(branch)
	if !ok {
		return true
	}
	for c := range at.Preorder((*ast.Ident)(nil)) {
		id := c.Node().(*ast.Ident)
		v, isVar := a.unit.Pass.TypesInfo.Uses[id].(*types.Var)
		if id.Pos() >= from && isVar && r.has(v) && !asksName(c) {
			return true
		}
	}
	return false
}

// asksName reports whether a use of a variable is f.Name().
func asksName(c inspector.Cursor) bool {
	sel, ok := c.Parent().Node().(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Name" && sel.X == c.Node()
}
