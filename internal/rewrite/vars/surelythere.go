// This file asks whether a launch may follow a pointer that nothing else follows there: what is launched
// may do so later, or on one way only, so that a nil would panic where it did not before.
//
//	func Wait(p *Poll) {
//		go func() {
//			if p == nil { // says that there may be none
//				return
//			}
//			<-p.ctx.Done()
//		}()
//	}
//
// It is asked for more than HasValue, which tells a nil of the package from what it is always given: what
// other packages may give, or make, may be nil here.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// IsSurelyThere reports whether a variable of the launcher, a pointer, is not nil at the launch: it has
// been followed or compared before, it has been made, or nothing says that it may be nil. A receiver, or a
// parameter, may be where what is launched looks.
func (r *Facts) IsSurelyThere(v *types.Var) bool {
	if r.At == nil || r.FactsAbout(v) == nil {
		return false
	}
	if r.surelyCalled(Path{v}) || r.justMade(v) {
		return true
	}
	fn := r.Index.TakenBy(v)
	switch {
	case fn == nil && r.IsNotNil(v):
		return true
	case fn != nil && r.comparedByCalls(v, r.At, make(map[*types.Var]bool)):
		return false
	case r.IsNotNil(v):
		return !r.compared(v, asItself) && !r.searchNil().isCalledOnNil(fn)
	}
	return r.hasValue(v, r.At.Pos(), true)
}

// fieldSurelyHasValue reports whether a field has a value in each struct that there is.
func (r *Facts) fieldSurelyHasValue(field *types.Var) bool {
	return r.hasValue(field, token.NoPos, true)
}

// isSetElsewhere reports whether other packages may leave a field without a value, or reflection may.
func (r *Facts) isSetElsewhere(field *types.Var, of *types.TypeName) bool {
	return of.Pkg().Name() != "main" && (of.Exported() || field.Exported()) || r.reflectedTypes()[of]
}

// comparedByCalls reports whether a function that is called, all of it or a part, compares a variable with nil
// by what it calls in turn.
func (r *Facts) comparedByCalls(v *types.Var, part ast.Node, seen map[*types.Var]bool) bool {
	if seen[v] {
		return false
	}
	seen[v] = true
	return slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		if part != nil && !syntax.Encloses(part, use.Node().Pos()) {
			return false
		}
		p := r.takenAs(use)
		return p != nil && (r.compared(p, asItself) || r.comparedByCalls(p, nil, seen))
	})
}

// takenAs is the parameter or the receiver of a function of the package that a use of a variable is given
// for, nil for any other use.
func (r *Facts) takenAs(use inspector.Cursor) *types.Var {
	use = syntax.Outermost(use)
	switch outer := use.Parent().Node().(type) {
	case *ast.SelectorExpr:
		selection := r.Pass.TypesInfo.Selections[outer]
		if selection == nil || selection.Kind() != types.MethodVal || len(selection.Index()) != 1 {
			return nil
		}
		if fn := r.Index.Declared(selection.Obj().(*types.Func)); fn != nil && fn.Recv {
			return fn.Params[0]
		}
	case *ast.CallExpr:
		if use.ParentEdgeKind() != edge.CallExpr_Args {
			return nil
		}
		if p := r.searchNil().paramOf(outer, use.ParentEdgeIndex()); p != nil {
			return p
		}
		lit, _ := ast.Unparen(outer.Fun).(*ast.FuncLit)
		if v, ok := typeutil.Callee(r.Pass.TypesInfo, outer).(*types.Var); ok && lit == nil {
			lit = r.LiteralOf(v)
		}
		if fn := r.Index.Func(lit); lit != nil && fn != nil && use.ParentEdgeIndex() < len(fn.Params) {
			return fn.Params[use.ParentEdgeIndex()]
		}
	}
	return nil
}
