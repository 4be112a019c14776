// This file knows channels that nobody can close.

package typesx

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// NeverCloses reports whether an expression is the channel of a ticker or a timer, which
// nobody can close: a range over it has no end of its own.
func NeverCloses(info *types.Info, x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		fn := typeutil.StaticCallee(info, x)
		return fn != nil && (fn.FullName() == "time.Tick" || fn.FullName() == "time.After")
	case *ast.SelectorExpr:
		sel := info.Selections[x]
		return sel != nil && sel.Obj().Name() == "C" && (IsNamed(sel.Recv(), "time", "Ticker") || IsNamed(sel.Recv(), "time", "Timer"))
	}
	return false
}
