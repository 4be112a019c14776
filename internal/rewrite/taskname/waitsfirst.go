// This file names a literal by what it waits for: most of the time it does nothing else.
//
//	go func() {
//		<-conn.Closed()
//		s.forget(conn)
//		s.dialAgain()
//	}() // "handle: wait for conn.Closed"

package taskname

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// waitsFirst reports whether a literal begins with a wait for others: a receive, a select that only
// waits, or the Wait of a group.
func (r *Namer) waitsFirst(lit *ast.FuncLit) bool {
	switch s := firstOf(lit).(type) {
	case *ast.ExprStmt:
		return receivedBy(s) != nil || r.waitedGroup(s) != nil
	case *ast.SelectStmt:
		return !slices.ContainsFunc(s.Body.List, func(c ast.Stmt) bool {
			clause := c.(*ast.CommClause)
			return clause.Comm == nil || slices.ContainsFunc(clause.Body, func(s ast.Stmt) bool { return !r.onlyLeaves(s) })
		})
	}
	return false
}

// waitsFor names a literal that waits for one thing first, "wait for conn.Closed": not for a context,
// of which many things have one, nor for what tells it to end. "" for any other.
func (r *Namer) waitsFor(lit *ast.FuncLit) (waits string) {
	switch s := firstOf(lit).(type) {
	case *ast.ExprStmt:
		if group := r.waitedGroup(s); group != nil {
			if len(source.SelectedFrom(group)) <= 2 && lit.Body.List[len(lit.Body.List)-1] != ast.Stmt(s) {
				return "" // what comes behind says more than wg
			}
			return waitFor(group)
		}
		return waitFor(receivedBy(s))
	case *ast.SelectStmt:
		for _, c := range s.Body.List {
			clause := c.(*ast.CommClause)
			if !slices.ContainsFunc(clause.Body, func(s ast.Stmt) bool { return !r.onlyLeaves(s) }) {
				continue
			}
			recv, ok := clause.Comm.(*ast.ExprStmt)
			if !ok || waits != "" || receivedBy(recv) == nil {
				return ""
			}
			if waits = waitFor(receivedBy(recv)); waits == "" {
				return ""
			}
		}
	}
	return waits
}

// waitFor names the wait for a channel.
func waitFor(from ast.Expr) string {
	if call, isCall := from.(*ast.CallExpr); isCall {
		from = ast.Unparen(call.Fun)
	}
	of := source.SelectedFrom(from)
	if sel, isSel := from.(*ast.SelectorExpr); isSel && len(source.SelectedFrom(sel.X)) > 2 {
		of = source.SelectedFrom(sel.X) + "." + of
	}
	if len(of) < 2 || strings.HasSuffix(of, "Done") {
		return ""
	}
	return "wait for " + of
}

// onlySelects reports whether a literal does nothing but to choose once what to do.
func onlySelects(lit *ast.FuncLit) bool {
	for _, s := range lit.Body.List {
		switch s.(type) {
		case *ast.DeferStmt:
		case *ast.SelectStmt:
			return s == lit.Body.List[len(lit.Body.List)-1]
		default:
			return false
		}
	}
	return false
}

// firstOf is the first statement of a literal that neither defers nor declares anything, nil where
// there is none.
func firstOf(lit *ast.FuncLit) ast.Stmt {
	for _, s := range lit.Body.List {
		switch s.(type) {
		case *ast.DeferStmt, *ast.AssignStmt, *ast.DeclStmt:
			continue
		}
		return s
	}
	return nil
}

// waitedGroup is the sync.WaitGroup that a statement waits for, nil for any other statement.
func (r *Namer) waitedGroup(s *ast.ExprStmt) ast.Expr {
	call := source.CallOf(s)
	if call == nil || !r.Calls(call, "(*sync.WaitGroup).Wait") {
		return nil
	}
	return ast.Unparen(call.Fun).(*ast.SelectorExpr).X
}

// receivedBy is the channel that a statement only receives from, nil for any other statement.
func receivedBy(s *ast.ExprStmt) ast.Expr {
	if recv, ok := ast.Unparen(s.X).(*ast.UnaryExpr); ok && recv.Op == token.ARROW {
		return ast.Unparen(recv.X)
	}
	return nil
}

// onlyLeaves reports whether a statement does nothing but to return, or to stop a timer.
func (r *Namer) onlyLeaves(s ast.Stmt) bool {
	if _, returns := s.(*ast.ReturnStmt); returns {
		return true
	}
	stops := false
	return !syntax.AnyOwn(s, func(call *ast.CallExpr) bool {
		stops = r.Calls(call, "(*time.Timer).Stop") || r.Calls(call, "(*time.Ticker).Stop")
		return !stops
	}) && stops
}
