// This file finds the Done of a launched literal that sync.WaitGroup.Go would call as well: the
// last thing that runs, of the group that the literal names or is given.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
)

// counts returns what a launch has of a counted one, without the Add; nil where its
// literal does not count down in a way that Go does, too.
func (r *Rewriter) counts(stmt *ast.GoStmt) *counted { return r.byParameter(r.countsDown(stmt)) }

// byParameter takes a launch that counts down a parameter, and does nothing else with it, as one
// of the group that it is given:
//
//	go func(wg *sync.WaitGroup) {
//		defer wg.Done()
//		...
//	}(&wg)
func (r *Rewriter) byParameter(c *counted) *counted {
	if c == nil || len(c.group) != 1 || !source.IsPointer(c.group[0].Type()) {
		return c
	}
	params, ok := r.params(c.lit)
	args := c.stmt.Call.Args
	at := slices.IndexFunc(params, func(p param) bool { return p.v == c.group[0] })
	if !ok || at < 0 || len(args) != len(params) || len(r.Index.Uses(c.group[0])) != 1 {
		return c
	}
	if group, ok := r.PathOf(args[at]); ok {
		c.group, c.param = group, params[at].v
	}
	return c
}

// countsDown is counts by the variable that the literal names.
func (r *Rewriter) countsDown(stmt *ast.GoStmt) *counted {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || lit != stmt.Call.Fun || lit.Type.Results != nil || len(lit.Body.List) == 0 {
		return nil
	}
	if done := r.firstDefer(lit.Body); done != nil {
		if _, group, ok := r.groupOf(done.Call, "Done"); ok {
			return &counted{group: group, stmt: stmt, lit: lit, done: done, in: lit.Body.List}
		}
		// defer func() { <-tokens; wg.Done() }(): the last of all that runs.
		if cleanup, isLit := ast.Unparen(done.Call.Fun).(*ast.FuncLit); isLit && len(cleanup.Body.List) > 1 && len(done.Call.Args) == 0 {
			if s, group := r.countsDownLast(cleanup.Body); s != nil {
				return &counted{group: group, stmt: stmt, lit: lit, done: s, in: cleanup.Body.List}
			}
		}
	}
	if s, group := r.countsDownLast(lit.Body); s != nil {
		return &counted{group: group, stmt: stmt, lit: lit, done: s, in: lit.Body.List}
	}
	return nil
}

// countsDownLast returns the Done that a body ends with, where that is its only way out, and the
// group; nil for any other.
func (r *Rewriter) countsDownLast(body *ast.BlockStmt) (ast.Stmt, vars.Path) {
	done, ok := body.List[len(body.List)-1].(*ast.ExprStmt)
	if !ok || !r.straight(body) {
		return nil, nil
	}
	call, ok := done.X.(*ast.CallExpr)
	if !ok {
		return nil, nil
	}
	if _, group, ok := r.groupOf(call, "Done"); ok {
		return done, group
	}
	return nil, nil
}

// firstDefer returns the defer that a body starts with, or that stands behind statements
// which certainly come to their end: those that declare and assign without a call.
func (r *Rewriter) firstDefer(body *ast.BlockStmt) *ast.DeferStmt {
	for _, s := range body.List {
		switch s := s.(type) {
		case *ast.DeferStmt:
			return s
		case *ast.AssignStmt, *ast.DeclStmt, *ast.IncDecStmt:
			if r.waits(s) {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
}

// waits reports whether a statement calls a function or receives.
func (r *Rewriter) waits(s ast.Stmt) bool {
	return syntax.AnyOwn(s, func(x ast.Expr) bool {
		switch x := x.(type) {
		case *ast.CallExpr:
			tv := r.Pass.TypesInfo.Types[x.Fun]
			return !tv.IsType() && !tv.IsBuiltin()
		case *ast.UnaryExpr:
			return x.Op == token.ARROW
		}
		return false
	})
}

// straight reports whether a body has no way out but its end, and nothing that runs
// after its last statement.
func (r *Rewriter) straight(body *ast.BlockStmt) bool {
	return !syntax.AnyOwn(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt, *ast.DeferStmt, *ast.LabeledStmt:
			return true
		case *ast.BranchStmt:
			return n.Tok == token.GOTO
		case *ast.CallExpr:
			fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, n).(*types.Func)
			return isFunc && (fn.Name() == "Goexit" && fn.FullName() == "runtime.Goexit" || strings.HasPrefix(fn.Name(), "Fatal"))
		}
		return false
	})
}
