// This file knows what ends with what has made it, of which a type need close the maker only.

package owners

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
)

// endsWithMaker reports whether an acquisition is a statement of a database that some field of the
// package holds, and that the package closes by that field: a *sql.DB closes its connections, and
// each of those its statements.
//
//	s.insert, err = s.db.Prepare(query)
//	...
//	func (s *store) Close() error { return s.db.Close() }
//
// Connections, transactions and rows are not meant: they hold a connection until they are closed
// themselves.
func (f *finder) endsWithMaker(s *obligation.Site) bool {
	fn, _ := typeutil.Callee(f.pass.TypesInfo, s.Call).(*types.Func)
	if fn == nil || fn.FullName() != "(*database/sql.DB).Prepare" && fn.FullName() != "(*database/sql.DB).PrepareContext" {
		return false
	}
	sel, ok := ast.Unparen(s.Call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	switch x := ast.Unparen(sel.X).(type) {
	case *ast.SelectorExpr:
		fd := f.fieldOf(x)
		return fd != nil && f.isClosed(fd)
	case *ast.Ident:
		v, ok := f.pass.TypesInfo.Uses[x].(*types.Var)
		return ok && f.isKeptAndClosed(v)
	}
	return false
}

// isKeptAndClosed reports whether a local variable is stored in a field that is closed.
func (f *finder) isKeptAndClosed(v *types.Var) bool {
	for _, fd := range f.fields {
		for _, s := range fd.stores {
			id, ok := s.value.Node().(*ast.Ident)
			if ok && f.pass.TypesInfo.Uses[id] == v && f.isClosed(fd) {
				return true
			}
		}
	}
	return false
}

// isClosed reports whether something in the package calls the Close of what a field holds, by the
// field itself: other names of it are not followed. Who gives up what it has just stored does not
// count.
func (f *finder) isClosed(fd *field) bool {
	for _, c := range fd.reads {
		if c := outermost(c); isClose(c) && !f.givesUp(fd, c) {
			return true
		}
	}
	return false
}

// isClose reports whether an expression is the receiver of a call of Close.
func isClose(c inspector.Cursor) bool {
	if kind, _ := c.ParentEdge(); kind != edge.SelectorExpr_X {
		return false
	}
	sel := c.Parent()
	kind, _ := sel.ParentEdge()
	return kind == edge.CallExpr_Fun && sel.Node().(*ast.SelectorExpr).Sel.Name == "Close"
}
