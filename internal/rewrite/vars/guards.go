// This file asks of a lookup, or of a call with several results, whether a place is only reached
// where it has found something, for valued.go and surelycalled.go.
//
//	conn, ok := s.conns[id]
//	if !ok {
//		return
//	}
//	go conn.Close() // ok is true

package vars

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// declaredAs reports whether a variable may be nil by the short declaration of it.
func (s *nilSearch) declaredAs(v *types.Var, def inspector.Cursor, made *ast.AssignStmt, at token.Pos) bool {
	i := def.ParentEdgeIndex()
	if len(made.Lhs) == len(made.Rhs) {
		return s.value(made.Rhs[i], v.Type())
	}
	last := made.Lhs[len(made.Lhs)-1]
	// What has been found when it was declared may be gone.
	checked := !s.isChanged(v) && i < len(made.Lhs)-1
	switch x := ast.Unparen(made.Rhs[0]).(type) {
	case *ast.CallExpr:
		tuple, ok := s.TypeOf(x).(*types.Tuple)
		switch {
		case !ok:
			return true
		case typesx.IsError(tuple.At(tuple.Len() - 1).Type()):
			return !checked || !s.returnedWithoutError(def, at) || s.result(x, i, v.Type(), noError)
		case types.Identical(tuple.At(tuple.Len()-1).Type(), types.Typ[types.Bool]):
			return !checked || !s.foundWhere(def, made, last, at) || s.result(x, i, v.Type(), found)
		}
		return s.result(x, i, v.Type(), alone)
	case *ast.TypeAssertExpr: // a nil pointer has a type
		return !checked || !s.foundWhere(def, made, last, at) || !types.IsInterface(v.Type())
	case *ast.IndexExpr:
		return !checked || !s.foundWhere(def, made, last, at) || s.elements(x.X, false)
	case *ast.UnaryExpr:
		return !checked || !s.foundWhere(def, made, last, at) || s.elements(x.X, false)
	}
	return true
}

// returnedWithoutError reports whether a variable has what a call has returned beside an error, and
// a place is only reached where that has been found to be nil.
func (r *Facts) returnedWithoutError(def inspector.Cursor, at token.Pos) bool {
	made := def.Parent().Node().(*ast.AssignStmt)
	failed, isIdent := made.Lhs[len(made.Lhs)-1].(*ast.Ident)
	if !isIdent || len(made.Rhs) != 1 || failed == def.Node() || !typesx.IsError(r.TypeOf(failed)) {
		return false
	}
	check := r.checkBehind(def.Parent())
	return check != nil && r.passedWithout(failed, check, at)
}

// checkBehind returns the if statement that has an assignment in its head, or follows it; nil for
// none.
func (r *Facts) checkBehind(made inspector.Cursor) *ast.IfStmt {
	if made.ParentEdgeKind() == edge.IfStmt_Init {
		return made.Parent().Node().(*ast.IfStmt)
	}
	stmt := made.Node().(*ast.AssignStmt)
	check, isIf := r.Source(r.fileAt(stmt.Pos())).After[stmt].(*ast.IfStmt)
	if !isIf || check.Init != nil {
		return nil
	}
	return check
}

// foundWhere reports whether a place is only reached where the ok of a lookup is true: by the check
// that follows, or by any. An ok that is set again says nothing.
func (r *Facts) foundWhere(def inspector.Cursor, made *ast.AssignStmt, last ast.Expr, at token.Pos) bool {
	id, isIdent := last.(*ast.Ident)
	if !isIdent {
		return false
	}
	found, isVar := r.Pass.TypesInfo.ObjectOf(id).(*types.Var)
	if !isVar || r.isChanged(found) || r.FactsAbout(found) == nil || r.Source(r.fileAt(at)).HasGoto(syntax.Function(def)) {
		return false
	}
	if check := r.checkBehind(def.Parent()); check != nil && r.passedWith(found, check, at) {
		return true
	}
	for _, use := range r.Index.Uses(found) {
		for outer := range use.Enclosing((*ast.IfStmt)(nil)) {
			check := outer.Node().(*ast.IfStmt)
			// A check in a block that is over by then may have been passed by.
			if syntax.Encloses(check.Cond, use.Node().Pos()) && syntax.Encloses(outer.Parent().Node(), at) && r.passedWith(found, check, at) {
				return true
			}
			break
		}
	}
	return false
}

// passedWith reports whether a place is only reached where an if statement has found a variable to
// be true.
func (r *Facts) passedWith(found *types.Var, check *ast.IfStmt, at token.Pos) bool {
	if syntax.Encloses(check.Body, at) {
		return r.implies(check.Cond, found, true)
	}
	if !r.implies(check.Cond, found, false) {
		return false
	}
	if check.Else != nil {
		return syntax.Encloses(check.Else, at)
	}
	return check.End() <= at && r.TerminatingList(check.Body.List)
}

// implies reports whether a condition that is true, or one that is false, says that a variable is
// true.
func (r *Facts) implies(cond ast.Expr, found *types.Var, is bool) bool {
	switch x := ast.Unparen(cond).(type) {
	case *ast.Ident:
		return is && r.Pass.TypesInfo.Uses[x] == found
	case *ast.UnaryExpr:
		return x.Op == token.NOT && r.implies(x.X, found, !is)
	case *ast.BinaryExpr:
		return (is && x.Op == token.LAND || !is && x.Op == token.LOR) && (r.implies(x.X, found, is) || r.implies(x.Y, found, is))
	}
	return false
}
