// This file recognises launches that count themselves into a WaitGroup, and makes wg.Go of
// them: the only fix that needs neither a helper nor an import.

package rewrite

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"go/version"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
)

// A counted launch is go func() { defer wg.Done(); ... }() with wg.Add(1) right before
// it, or one of the launches for which one Add counts.
type counted struct {
	add   *ast.ExprStmt
	wg    ast.Expr // as it is written in front of Add
	group vars.Path
	stmt  *ast.GoStmt
	lit   *ast.FuncLit
	done  ast.Stmt   // the first defer, or the last statement
	in    []ast.Stmt // the list that this stands in
	param *types.Var // the parameter by which it counts down, if it does
}

// WaitGroupGo returns the fix that turns
//
//	wg.Add(1)
//	go func() {
//		defer wg.Done()
//		...
//	}()
//
// into wg.Go(func() { ... }), or nil. It behaves the same: Go adds one, and calls
// Done after the function, as the first deferred call of the body did, or its last
// statement. A recover of the body comes before Done either way; a panic that nobody
// recovers ends the program. The two WaitGroups must be the same variable, not only
// be spelled so, and it must still be the same when the goroutine gets to run.
//
// Where one Add counts for several launches the fix rewrites all of them, and is the
// same for each.
func (r *Rewriter) WaitGroupGo(file *ast.File, stmt *ast.GoStmt) *analysis.SuggestedFix {
	if !r.HasWaitGroupGo(file) || r.denies(waitGroupGo) {
		return nil
	}
	return r.countedFix(r.Source(file), stmt)
}

// countedFix is WaitGroupGo without regard to the file's version.
func (r *Rewriter) countedFix(src *source.File, stmt *ast.GoStmt) *analysis.SuggestedFix {
	if src.Cgo {
		return nil
	}
	b := r.batchOf(src, stmt)
	if b == nil {
		return nil
	}
	var edits []analysis.TextEdit
	at := r.At
	defer func() { r.At = at }()
	for _, c := range b.launches {
		r.At, r.AtFile = c.stmt, src.File // the fix is the same for each
		if r.reassigned(src, c) || r.ReadsStack(c.lit.Body, catalog.AsksCaller) {
			return nil
		}
		own, ok := r.editsOf(src, c, b.single)
		if !ok {
			return nil
		}
		edits = append(edits, own...)
	}
	if !b.single {
		edits = append(edits, src.Removal(b.launches[0].add))
	}
	return &analysis.SuggestedFix{Message: "Launch through " + source.Text(b.launches[0].wg) + ".Go", TextEdits: edits}
}

// waitedFor refuses a launch of a library for which a WaitGroup waits already, where no wg.Go
// fits: a task of the process beside that is one more to keep, for nothing that its owner
// lacks, and the process is not the library's. So it is before Go 1.25, but in a file that
// only a build constraint makes older; and where what is launched counts itself down. A
// program lists all its tasks, and a helper that the config names is what the team wants.
func (r *Rewriter) waitedFor(src *source.File, stmt *ast.GoStmt) *plan {
	if !r.isLibrary() || r.helperFor(src, true) != nil {
		return nil
	}
	if p := r.newerGo(src, stmt); p != nil {
		return p
	}
	if name := r.countsItself(stmt); name != "" && r.Told[stmt].Joined {
		return refuse("a WaitGroup waits for it already, and would launch it by its Go if " + name + " did not count itself")
	}
	return nil
}

// newerGo refuses a launch that would become wg.Go if its module were not of a Go before
// 1.25; nil for all others.
func (r *Rewriter) newerGo(src *source.File, stmt *ast.GoStmt) *plan {
	module := r.Pass.Pkg.GoVersion()
	if module == "" || version.Compare(module, "go1.25") >= 0 || r.denies(waitGroupGo) || r.countedFix(src, stmt) == nil {
		return nil
	}
	group := source.Text(r.batchOf(src, stmt).launches[0].wg)
	return refuse("the module is of " + spokenVersion(module) + ", and from Go 1.25 on it would be " + group + ".Go")
}

// countsItself is the name of the function that is launched, a declared one or the only literal that
// a variable has, where it calls Done of a WaitGroup; "" where it does not.
func (r *Rewriter) countsItself(stmt *ast.GoStmt) string {
	var body *ast.BlockStmt
	callee := typeutil.Callee(r.Pass.TypesInfo, stmt.Call)
	switch callee := callee.(type) {
	case *types.Func:
		if decl := r.DeclOf(callee.Origin()); decl != nil {
			body = decl.Body
		}
	case *types.Var:
		if lit := r.LiteralOf(callee); lit != nil {
			body = lit.Body
		}
	}
	if body == nil || !r.callsDone(body) && !syntax.AnyOwn(body, func(d *ast.DeferStmt) bool {
		lit, isLit := ast.Unparen(d.Call.Fun).(*ast.FuncLit)
		return isLit && r.callsDone(lit.Body)
	}) {
		return ""
	}
	return callee.Name()
}

// callsDone reports whether a body counts a WaitGroup down itself.
func (r *Rewriter) callsDone(body *ast.BlockStmt) bool {
	return syntax.AnyOwn(body, func(call *ast.CallExpr) bool { return r.Calls(call, "(*sync.WaitGroup).Done") })
}

// spokenVersion is a language version as people say it.
func spokenVersion(v string) string { return "Go " + strings.TrimPrefix(version.Lang(v), "go") }

// waitGroupGo is what a config calls wg.Go.
const waitGroupGo config.Func = "(*sync.WaitGroup).Go"

// HasWaitGroupGo reports whether the file may use sync.WaitGroup.Go, of Go 1.25.
// Where its version is not known, the method being there says so.
func (r *Rewriter) HasWaitGroupGo(file *ast.File) bool { return r.AtLeast(file, "go1.25") }

// isOne reports whether an expression is the constant 1.
func (r *Rewriter) isOne(e ast.Expr) bool {
	v := r.Pass.TypesInfo.Types[e].Value
	return v != nil && v.Kind() == constant.Int && constant.Compare(v, token.EQL, constant.MakeInt64(1))
}

// groupOf returns the WaitGroup of which a method is called, where naming it has
// no effects.
func (r *Rewriter) groupOf(call *ast.CallExpr, method string) (ast.Expr, vars.Path, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, nil, false
	}
	fn, _ := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if fn == nil || fn.Name() != method || fn.FullName() != "(*sync.WaitGroup)."+method {
		return nil, nil, false
	}
	group, ok := r.PathOf(sel.X)
	return sel.X, group, ok
}

// promotesGo reports whether Go, selected from the same expression as Add, is the
// method of sync.WaitGroup, too: what embeds one may have a Go of its own, or a
// standard library before 1.25 have none.
func (r *Rewriter) promotesGo(wg ast.Expr) bool {
	t := r.Pass.TypesInfo.TypeOf(wg)
	if t == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, r.Pass.Pkg, "Go")
	fn, ok := obj.(*types.Func)
	return ok && fn.FullName() == "(*sync.WaitGroup).Go"
}

// reassigned reports whether the path may lead elsewhere by the time that the
// goroutine gets to run. A variable that is declared and never assigned again
// does not change; a pointer in a field is looked at in the function around.
func (r *Rewriter) reassigned(src *source.File, c *counted) bool {
	for i, v := range c.group {
		switch {
		case !source.IsPointer(v.Type()): // the variable is the place
		case i == 0 && r.IsAssigned(v),
			i > 0 && len(r.ChangesOf(src, c.stmt, v)) > 0:
			return true
		}
	}
	return false
}
