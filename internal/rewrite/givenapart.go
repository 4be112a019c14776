// This file has contexts that are a task's own by what it is given or waits for, though its launcher does
// not name them so: an operand that is evaluated before the launch, the group that it waits for. And uses
// of a context that are none of a task's: to log with it.

package rewrite

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// isHoistedContext reports whether an argument of a launched function is a context that is evaluated
// before the launch, and there is one:
//
//	ctx, topic := r.ctx, r.topic
//	task := tracked.Start(ctx, "client.produce")
func (r *Rewriter) isHoistedContext(src *source.File, stmt *ast.GoStmt, x ast.Expr) bool {
	if _, isLit := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); isLit || !typesx.IsContext(r.TypeOf(x)) || r.Fixed(x) {
		return false
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		return true
	case *ast.SelectorExpr:
		return r.localOf(src, stmt, x) == nil && (r.SurelyCalled(x) || r.HasValue(x))
	}
	return false
}

// groupContext returns the context that ends the group which a launched literal waits for: it ends
// with that only once the literal is through.
//
//	eg, ctx := errgroup.WithContext(ctx)
//	...
//	go func() {
//		defer close(done)
//		eg.Wait()
//	}()
func (r *Rewriter) groupContext(src *source.File, stmt *ast.GoStmt) string {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok {
		return ""
	}
	for call := range syntax.Own[*ast.CallExpr](lit.Body) {
		if !r.Calls(call, "(*golang.org/x/sync/errgroup.Group).Wait") {
			continue
		}
		group, ok := r.Pass.TypesInfo.Uses[typesx.Ident(ast.Unparen(call.Fun).(*ast.SelectorExpr).X)].(*types.Var)
		def, found := r.Index.Definition(group)
		if !ok || !found || def.ParentEdgeKind() != edge.AssignStmt_Lhs || r.IsAssigned(group) {
			return ""
		}
		made := def.Parent().Node().(*ast.AssignStmt)
		from, isCall := ast.Unparen(made.Rhs[0]).(*ast.CallExpr)
		if !isCall || !r.Calls(from, "golang.org/x/sync/errgroup.WithContext") || len(made.Lhs) != 2 {
			return ""
		}
		ctx, ok := r.Pass.TypesInfo.ObjectOf(typesx.Ident(made.Lhs[1])).(*types.Var)
		if !ok || r.Lookup(ctx.Name(), stmt.Pos()) != ctx || !r.givesContext(src, stmt, ctx) {
			return ""
		}
		for _, c := range r.ChangesOf(src, stmt, ctx) {
			if c.At.Node() != made {
				return "" // it may be another one by then
			}
		}
		return ctx.Name()
	}
	return ""
}

// logsBy is the name of a method by which something is logged, or of one that makes a logger.
var logsBy = regexp.MustCompile(`^(Ctx|With|Debug|Info|Warn|Warning|Error|Trace|Fatal|Panic|Print|Log|Enabled)`)

// endsNothing reports whether a context is only given to what its end is nothing to: what logs, or gives
// a logger, and context.WithoutCancel.
func (r *Rewriter) endsNothing(ctx *ast.Ident) bool {
	c, ok := r.Index.Find(ctx)
	if !ok {
		return false
	}
	c = syntax.Outermost(c)
	call, isCall := c.Parent().Node().(*ast.CallExpr)
	if !isCall || c.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	if catalog.IsLogger(typesx.Named(r.TypeOf(call))) || r.Calls(call, "context.WithoutCancel") {
		return true
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !ok {
		return false
	}
	if recv := fn.Signature().Recv(); recv != nil { // but not (*log.Tail).Run
		return catalog.IsLogger(typesx.Named(recv.Type())) || catalog.ForLogs(fn.Pkg()) && logsBy.MatchString(fn.Name())
	}
	return catalog.ForLogs(fn.Pkg())
}

// givenForLogs reports whether a launched function of the package is given a context that it only logs
// with, as far as it hands it on to functions of the package: its end is nothing to it.
func (r *Rewriter) givenForLogs(stmt *ast.GoStmt) bool {
	fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func)
	for i, arg := range stmt.Call.Args {
		if !typesx.IsContext(r.TypeOf(arg)) {
			continue
		}
		if lit, isLit := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); isLit {
			f := r.Index.Func(lit)
			return f != nil && i < len(f.Params) && f.Params[i] != nil && r.isOnlyLogged(f.Params[i], fewCalls)
		}
		return isFunc && r.onlyLogsWith(fn, i, fewCalls)
	}
	return false
}

// fewCalls is how far down what a context is handed on to is looked at.
const fewCalls = 3

// onlyLogsWith reports whether a function of the package uses a parameter, and only for logs.
func (r *Rewriter) onlyLogsWith(fn *types.Func, param, calls int) bool {
	declared := r.Index.Declared(fn)
	if declared == nil || calls == 0 || fn.Signature().Variadic() && param >= fn.Signature().Params().Len()-1 {
		return false
	}
	if declared.Recv {
		param++
	}
	if param >= len(declared.Params) || declared.Params[param] == nil {
		return false
	}
	return r.isOnlyLogged(declared.Params[param], calls)
}

// isOnlyLogged reports the same of the parameter.
func (r *Rewriter) isOnlyLogged(param *types.Var, calls int) bool {
	uses := r.Index.Uses(param)
	return len(uses) > 0 && !slices.ContainsFunc(uses, func(use inspector.Cursor) bool {
		id, isIdent := use.Node().(*ast.Ident)
		if isIdent && r.endsNothing(id) {
			return false
		}
		outer := syntax.Outermost(use)
		call, isCall := outer.Parent().Node().(*ast.CallExpr)
		if !isCall || outer.ParentEdgeKind() != edge.CallExpr_Args {
			return true
		}
		callee, isFunc := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
		return !isFunc || !r.onlyLogsWith(callee, outer.ParentEdgeIndex(), calls-1)
	})
}
