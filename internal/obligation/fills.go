// This file asks whether an out-parameter has been given something wherever there is no error,
// so that who has asked for one has asked for the other:
//
//	func open(f **os.File, path string) (err error) {
//		*f, err = os.Open(path)
//		return err
//	}

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// fillsOut reports whether each return of a function gives an error, or stands behind a
// statement that stores something in what a parameter points to, and nothing empties that.
func (e *Engine) fillsOut(f *Func, p *types.Var) bool {
	fills, known := e.filled[p]
	if !known {
		t := f.resultType(f.resultCount() - 1)
		fills = t != nil && typesx.IsError(t) && e.fillsAtReturns(f, p)
		e.filled[p] = fills
	}
	return fills
}

// fillsAtReturns asks each return of a function, in one pass over the body: nodes come in the
// order of the text, so that what holds up to some place is known by the greatest such place.
func (e *Engine) fillsAtReturns(f *Func, p *types.Var) bool {
	var filled, failing token.Pos      // up to where it is stored, and an error has been found
	behind := map[ast.Node]token.Pos{} // up to where it is stored, from a statement on
	return !syntax.AnyOwn(f.Body, func(n ast.Node) bool {
		filled = max(filled, behind[n])
		list := syntax.Statements(n)
		for i := 1; i < len(list); i++ {
			if e.fills(list[i-1], list[i], p) {
				behind[list[i]] = n.End()
				break
			}
		}
		switch n := n.(type) {
		case *ast.BranchStmt:
			return n.Tok == token.GOTO // who knows from where
		case *ast.IfStmt:
			if e.leavesOnError(n, e.askedVar(n)) {
				failing = max(failing, n.Body.End())
			}
		case *ast.ReturnStmt:
			return n.Pos() >= filled && !e.makesFailure(n) && (n.Pos() >= failing || e.givesNil(n))
		case *ast.AssignStmt:
			return len(n.Rhs) == 1 && e.storesIn(n, p) && e.info.Types[n.Rhs[0]].IsNil()
		}
		return false
	})
}

// askedVar is the variable that a condition compares, or nil.
func (e *Engine) askedVar(check *ast.IfStmt) *types.Var {
	if cond, ok := check.Cond.(*ast.BinaryExpr); ok {
		return e.varOf(cond.X)
	}
	return nil
}

// givesNil reports whether the last result of a return is nil.
func (e *Engine) givesNil(ret *ast.ReturnStmt) bool {
	last := len(ret.Results) - 1
	return last >= 0 && e.info.Types[ret.Results[last]].IsNil()
}

// fills reports whether a statement stores something through a pointer: what is made, or what
// is opened, of which the error is what the next statement returns, or leaves by.
func (e *Engine) fills(s, next ast.Stmt, p *types.Var) bool {
	assign, ok := s.(*ast.AssignStmt)
	if !ok || !e.storesIn(assign, p) || len(assign.Rhs) != 1 {
		return false
	}
	if len(assign.Lhs) == 1 {
		return e.makes(assign.Rhs[0], maxDepth)
	}
	err := e.varOf(assign.Lhs[len(assign.Lhs)-1])
	return e.opens(assign.Rhs[0]) && (e.leavesOnError(next, err) || e.returnsLast(next, err))
}

// storesIn reports whether an assignment sets first what a pointer points to.
func (e *Engine) storesIn(assign *ast.AssignStmt, p *types.Var) bool {
	star, ok := ast.Unparen(assign.Lhs[0]).(*ast.StarExpr)
	return ok && e.varOf(star.X) == p
}

// returnsLast reports whether a statement returns a variable as the last result.
func (e *Engine) returnsLast(s ast.Stmt, v *types.Var) bool {
	ret, ok := s.(*ast.ReturnStmt)
	return ok && v != nil && len(ret.Results) > 0 && e.varOf(ret.Results[len(ret.Results)-1]) == v
}
