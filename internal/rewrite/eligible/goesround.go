// This file answers which loops nothing leads out of.

package eligible

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// NeverEnds reports whether what is launched goes round for ever: nothing leads out of
// its loop.
func (r *Checker) NeverEnds(stmt *ast.GoStmt) bool {
	body := r.LaunchedBody(stmt)
	if body == nil {
		return false
	}
	loop := r.endlessLoop(body)
	return loop != nil && !r.leadsOut(body) && (syntax.Encloses(body, loop.Pos()) || !r.leadsOut(loop))
}

// goesRound reports whether what is launched goes round for ever once it has come to its loop.
func (r *Checker) goesRound(stmt *ast.GoStmt) bool {
	body := r.LaunchedBody(stmt)
	if body == nil {
		return false
	}
	loop := r.endlessLoop(body)
	return loop != nil && !r.leadsOut(loop)
}

// endlessLoop returns the last statement of a body where that is a loop without a condition,
// or over a ticker, or that of a function of the package that it comes to last; nil for any other.
func (r *Checker) endlessLoop(body *ast.BlockStmt) ast.Stmt { return r.loopBehind(body, maxCalls) }

// maxCalls is how far down the function that comes last is looked for.
const maxCalls = 3

func (r *Checker) loopBehind(body *ast.BlockStmt, calls int) ast.Stmt {
	if len(body.List) == 0 || calls == 0 {
		return nil
	}
	switch loop := body.List[len(body.List)-1].(type) {
	case *ast.ExprStmt:
		call := source.CallOf(loop)
		if call == nil {
			return nil
		}
		fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
		if !isFunc || fn.Pkg() != r.Pass.Pkg {
			return nil
		}
		if decl := r.DeclOf(fn.Origin()); decl != nil && decl.Body != nil {
			return r.loopBehind(decl.Body, calls-1)
		}
	case *ast.ForStmt:
		if loop.Cond == nil || r.isTrue(loop.Cond) {
			return loop
		}
	case *ast.RangeStmt:
		if r.ticks(loop.X) {
			return loop
		}
	}
	return nil
}

// StaysInLoop reports whether a body comes last to a function of the package that goes round, whatever
// leads out of its loop, and gives no context to it: that of what stands before ends none of it.
func (r *Checker) StaysInLoop(body *ast.BlockStmt) bool {
	loop := r.endlessLoop(body)
	if loop == nil || syntax.Encloses(body, loop.Pos()) {
		return false
	}
	last := source.CallOf(body.List[len(body.List)-1])
	return !slices.ContainsFunc(last.Args, func(arg ast.Expr) bool { return typesx.IsContextValue(r.TypeOf(arg)) })
}

// leadsOut reports whether something in a part of a body may end the goroutine.
func (r *Checker) leadsOut(n ast.Node) bool {
	return syntax.AnyOwn(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.BranchStmt:
			return n.Tok == token.BREAK || n.Tok == token.GOTO
		case *ast.CallExpr:
			// What does not return here, or ends the process, is another end.
			fn, ok := typeutil.Callee(r.Pass.TypesInfo, n).(*types.Func)
			if !ok { // a function value may be anything, but a callback ends no goroutine
				return r.IsBuiltin(n, "panic")
			}
			return fn.Pkg() == nil || slices.Contains(leavers, fn.Pkg().Path()) && leaving.MatchString(fn.Name()) || fn.Pkg() == r.Pass.Pkg && r.mayExit(fn)
		}
		return false
	})
}

// leaving are the names of what ends the process or the goroutine, in some packages.
var (
	leaving = regexp.MustCompile(`^(Exit|Goexit|Fatal.*|Panic.*|FailNow|Skip.*)$`)
	leavers = []string{"os", "log", "runtime", "testing", "syscall"}
)

// isTrue reports whether a condition is the constant true.
func (r *Checker) isTrue(cond ast.Expr) bool {
	v := r.Pass.TypesInfo.Types[cond].Value
	return v != nil && v.Kind() == constant.Bool && constant.BoolVal(v)
}

// ticks reports whether a channel is that of a ticker, which nobody closes: what one only receives
// times from is nothing else.
func (r *Checker) ticks(x ast.Expr) bool {
	ch, ok := r.TypeOf(x).Underlying().(*types.Chan)
	return ok && ch.Dir() == types.RecvOnly && ch.Elem().String() == "time.Time"
}

// mayExit reports whether a function of the package panics, or calls what may end the
// process or the goroutine, in its own body.
func (r *Checker) mayExit(fn *types.Func) bool {
	decl := r.DeclOf(fn.Origin())
	if decl == nil || decl.Body == nil {
		return true
	}
	return syntax.Any(decl.Body, func(call *ast.CallExpr) bool {
		callee, isFunc := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
		return r.IsBuiltin(call, "panic") || isFunc && (callee.Name() == "Goexit" || callee.Name() == "Exit" || strings.HasPrefix(callee.Name(), "Fatal"))
	})
}
