// This file is about what a defer statement evaluates: the arguments of its call, and what its
// method is called on. A struct is copied then, so that what its variable gets later the deferred
// call does not see:
//
//	var c closer
//	defer c.Close() // by a value receiver: it closes nothing
//	c.f, err = os.Open(path)
//
// A list has the elements that it has by then:
//
//	defer closeAll(cs...)
//	cs = append(cs, f) // is not among them
//
// Only what is zero at the defer statement is told from what it becomes, and a list of which the
// function does nothing but append to it: a copy of anything else may lead to the same things.

package obligation

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/typesx"
)

// copiedEarly replaces the arguments of a deferred call that are copies of zero structs, or lists
// that do not have the resource yet, by something that is not known.
func (w *walk) copiedEarly(st *sym.State, n *ast.DeferStmt, args []sym.Value) {
	exprs := []ast.Expr{nil}
	if sel, ok := ast.Unparen(n.Call.Fun).(*ast.SelectorExpr); ok && w.byValue(sel) {
		exprs[0] = sel.X
	}
	for i, x := range append(exprs, n.Call.Args...) {
		if w.isZeroAt(x, n) || !w.relates(st, args[i]) && w.onlyGrows(x, n) {
			args[i] = sym.Unknown
		}
	}
}

// onlyGrows reports whether an expression is a list variable of the function that nothing is done
// to but to append to it, and to give it to a defer statement that runs once.
func (w *walk) onlyGrows(x ast.Expr, n *ast.DeferStmt) bool {
	v, fn := w.eng.varOf(x), w.frame.fn
	if v == nil || !fn.contains(v) || fn.isParam(v) || fn.jumps || fn.loopAround(n) != nil {
		return false
	}
	if _, ok := v.Type().Underlying().(*types.Slice); !ok {
		return false
	}
	for _, c := range w.eng.Index().Names(v) {
		grows := false
		switch parent := c.Parent().Node().(type) {
		case *ast.ValueSpec: // its declaration
			grows = len(parent.Values) == 0
		case *ast.AssignStmt:
			grows = parent.Lhs[0] == c.Node() && w.isListFor(v, parent.Rhs[0])
		case *ast.CallExpr:
			assign, _ := c.Parent().Parent().Node().(*ast.AssignStmt)
			grows = parent == n.Call || assign != nil && w.eng.varOf(assign.Lhs[0]) == v && w.isListFor(v, parent)
		}
		if !grows {
			return false
		}
	}
	return true
}

// isListFor reports whether a variable that is given a list has it alone: one that is made there,
// or its own with more elements.
func (w *walk) isListFor(v *types.Var, x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.CallExpr:
		return typesx.IsBuiltin(w.info, x, "make") || typesx.IsBuiltin(w.info, x, "append") && w.eng.varOf(x.Args[0]) == v
	}
	return false
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
