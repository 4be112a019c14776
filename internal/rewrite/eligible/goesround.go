// This file answers which loops nothing leads out of.

package eligible

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// NeverEnds reports whether what is launched goes round for ever: nothing leads out of
// its loop.
func (r *Checker) NeverEnds(stmt *ast.GoStmt) bool {
	body := r.LaunchedBody(stmt)
	return body != nil && r.endlessLoop(body) != nil && !r.leadsOut(body)
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
// or over a ticker; nil for any other.
func (r *Checker) endlessLoop(body *ast.BlockStmt) ast.Stmt {
	if len(body.List) == 0 {
		return nil
	}
	switch loop := body.List[len(body.List)-1].(type) {
	case *ast.ForStmt:
		if loop.Cond == nil {
			return loop
		}
	case *ast.RangeStmt:
		if r.ticks(loop.X) {
			return loop
		}
	}
	return nil
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
			return fn.Pkg() == nil || slices.Contains([]string{"os", "log", "runtime", "testing", "syscall"}, fn.Pkg().Path()) || fn.Pkg() == r.Pass.Pkg && r.mayExit(fn)
		}
		return false
	})
}

// ticks reports whether a channel is that of a ticker, which nobody closes.
func (r *Checker) ticks(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.SelectorExpr:
		return x.Sel.Name == "C" && strings.HasSuffix(r.TypeOf(x.X).String(), "time.Ticker")
	case *ast.CallExpr:
		return r.Calls(x, "time.Tick")
	}
	return false
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
