// This file has comparisons that are kept in variables, of what stays the same from there on:
// where the variable is tested, it is as if the comparison stood there. So what a path has
// decided on it by either decides the other.
//
//	toFile := len(paths) > 0
//	if toFile {
//		f, err = os.Create(name)
//		...
//	}
//	if len(paths) > 0 {
//		f.Close()
//	}

package obligation

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// keptComparison is the value of a comparison of which nothing else is known; unknown where
// its operands may be others when it is tested, as those of a literal are in each call.
func (w *walk) keptComparison(e *ast.BinaryExpr) sym.Value {
	if w.frame.parent != nil || !w.eng.isSteady(e, w.frame.fn) {
		return sym.Unknown
	}
	return w.ValueOf(e, sym.Itself, sym.Info{Kind: sym.Comparison, Cond: e})
}

// isSteady reports whether an expression of a function yields the same wherever it stands
// behind the one at hand: it has constants, lengths of what has a fixed one, and variables
// that get one value, outside of loops.
//
//	len(paths) > 0 // where paths is set once
//	i < n          // not where i counts
func (e *Engine) isSteady(x ast.Expr, f *Func) bool {
	if tv := e.info.Types[x]; tv.Value != nil || tv.IsNil() {
		return true
	}
	switch x := x.(type) {
	case *ast.Ident:
		v, ok := e.info.Uses[x].(*types.Var)
		return ok && f.contains(v) && len(f.assigned[v]) == 0 && !f.redeclares(v)
	case *ast.ParenExpr:
		return e.isSteady(x.X, f)
	case *ast.BinaryExpr:
		return e.isSteady(x.X, f) && e.isSteady(x.Y, f)
	case *ast.CallExpr:
		if !typesx.IsBuiltin(e.info, x, "len") || len(x.Args) != 1 {
			return false
		}
		// A list or a string in a variable keeps its length; a map may get entries.
		switch e.info.TypeOf(x.Args[0]).Underlying().(type) {
		case *types.Slice, *types.Basic:
			return e.isSteady(x.Args[0], f)
		}
	}
	return false
}
