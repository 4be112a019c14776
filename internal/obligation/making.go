// This file has what the statement under way says of the calls in it.

package obligation

import "go/ast"

// A making is how the statement under way makes its calls. What a call does to the
// resource depends on that: what a launched function does is done by another goroutine,
// at some time, and of a release whose result is dropped nobody asks whether it has
// worked. It is kept beside the walk and not in its states, for it is over when the
// statement is.
type making struct {
	plain    *ast.CallExpr  // as an expression: neither deferred nor launched
	unused   *ast.CallExpr  // its result is dropped
	launched *ast.CallExpr  // by a go statement
	deferred *ast.DeferStmt // its function runs now
	lit      *ast.FuncLit   // the literal that the deferred call runs, or nil
}

// drops reports whether the statement makes the call and drops its result.
func (m *making) drops(call *ast.CallExpr) bool { return m.unused == call }

// launches reports whether the statement makes the call on a goroutine of its own.
func (m *making) launches(call *ast.CallExpr) bool { return m.launched == call }

// launchesLiteral reports whether a literal is what the go statement under way launches.
func (m *making) launchesLiteral(lit *ast.FuncLit) bool {
	return m.launched != nil && ast.Unparen(m.launched.Fun) == lit
}

// defers reports whether a literal is what the deferred call under way runs. Only there
// does recover stop a panic.
func (m *making) defers(lit *ast.FuncLit) bool { return m.lit == lit }

// drop notes the call of which an expression statement, or an assignment to blanks, drops
// the result.
func (m *making) drop(x ast.Expr) {
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
		m.unused = call
	}
}
