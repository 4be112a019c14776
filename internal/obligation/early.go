// This file is about what a defer statement evaluates: the arguments of its call, and what its
// method is called on. A struct is copied then, so that what its variable gets later the deferred
// call does not see:
//	var c closer
//	defer c.Close() // by a value receiver: it closes nothing
//	c.f, err = os.Open(path)
//
// Only what is zero at the defer statement is told from what it becomes: a copy of anything
// else may lead to the same things.

package obligation

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// copiedZero replaces the arguments of a deferred call that are copies of zero structs by
// something that is not known.
func (w *walk) copiedZero(n *ast.DeferStmt, args []sym.Value) {
	exprs := []ast.Expr{nil}
	if sel, ok := ast.Unparen(n.Call.Fun).(*ast.SelectorExpr); ok && w.byValue(sel) {
		exprs[0] = sel.X
	}
	for i, x := range append(exprs, n.Call.Args...) {
		if x != nil && i < len(args) && w.isZeroAt(x, n) {
			args[i] = sym.Unknown
		}
	}
}

// byValue reports whether a method has a copy of what it is called on.
func (w *walk) byValue(sel *ast.SelectorExpr) bool {
	s := w.info.Selections[sel]
	// Of a promoted method it is an embedded field that is copied, or is not.
	if s == nil || s.Kind() != types.MethodVal || len(s.Index()) > 1 {
		return false
	}
	recv := s.Obj().(*types.Func).Signature().Recv()
	return recv != nil && isStruct(recv.Type()) && isStruct(s.Recv())
}

// isZeroAt reports whether an expression is a struct variable of the function that has no
// value yet where a defer statement stands, which is the first to use it.
func (w *walk) isZeroAt(x ast.Expr, n *ast.DeferStmt) bool {
	v, fn := w.eng.varOf(x), w.frame.fn
	// In a loop the variable may have got something in the turn before.
	if v == nil || !isStruct(v.Type()) || !fn.contains(v) || w.root.redeclares(v) || fn.loopAround(n) != nil {
		return false
	}
	for _, c := range w.eng.Index().Names(v) {
		if c.Node().Pos() == v.Pos() {
			if spec, ok := c.Parent().Node().(*ast.ValueSpec); !ok || len(spec.Values) > 0 {
				return false
			}
		} else if c.Node().Pos() < n.Pos() {
			return false
		}
	}
	return true
}
