// This file looks for nil among what functions of the package are given and return, for valued.go.
// What calls a function where that is not seen gives it values, and one that is not seen returns one.

package vars

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// given reports whether a caller may give nil for a parameter.
func (s *nilSearch) given(v *types.Var) bool {
	fn := s.Index.TakenBy(v)
	at := fn.ParamIndex(v)
	if at < 0 { // a result, or of a type
		return true
	}
	if fn.Recv {
		at--
	}
	if fn.Obj != nil {
		return slices.Contains(s.nilsBeside().args[fn.Obj.Name()], at) || slices.ContainsFunc(s.Index.Uses(fn.Obj), func(use inspector.Cursor) bool {
			return s.givesAt(use, at, v)
		})
	}
	called := syntax.Outermost(fn.Cursor)
	if called.ParentEdgeKind() == edge.CallExpr_Fun {
		return s.gives(called.Parent().Node().(*ast.CallExpr), at, v)
	}
	name := s.nameOf(called)
	return name != nil && slices.ContainsFunc(s.Index.Uses(name), func(use inspector.Cursor) bool {
		return s.givesAt(use, at, v)
	})
}

// nameOf is the variable or the field that a literal is assigned to, by which it is called; nil for
// none.
func (s *nilSearch) nameOf(lit inspector.Cursor) *types.Var {
	var name ast.Expr
	switch outer := lit.Parent().Node().(type) {
	case *ast.AssignStmt:
		if len(outer.Lhs) == len(outer.Rhs) {
			name = ast.Unparen(outer.Lhs[lit.ParentEdgeIndex()])
		}
	case *ast.ValueSpec:
		if len(outer.Names) == len(outer.Values) {
			name = outer.Names[lit.ParentEdgeIndex()]
		}
	case *ast.KeyValueExpr:
		name = outer.Key
	}
	if sel, ok := name.(*ast.SelectorExpr); ok {
		name = sel.Sel
	}
	id, ok := name.(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := s.Pass.TypesInfo.ObjectOf(id).(*types.Var)
	return v
}

// givesAt reports whether a use of a function calls it with what may be nil.
func (s *nilSearch) givesAt(use inspector.Cursor, at int, v *types.Var) bool {
	if s.over() {
		return true
	}
	if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
		use = use.Parent()
		if selection := s.Pass.TypesInfo.Selections[use.Node().(*ast.SelectorExpr)]; selection != nil && selection.Kind() == types.MethodExpr {
			at++ // T.serve(t, x)
		}
	}
	use = syntax.Outermost(use)
	switch use.ParentEdgeKind() {
	case edge.IndexExpr_X, edge.IndexListExpr_X: // serve[T](x)
		use = syntax.Outermost(use.Parent())
	}
	return use.ParentEdgeKind() == edge.CallExpr_Fun && s.gives(use.Parent().Node().(*ast.CallExpr), at, v)
}

// gives reports whether what a call gives for a parameter may be nil.
func (s *nilSearch) gives(call *ast.CallExpr, at int, v *types.Var) bool {
	if at >= len(call.Args) { // f(g())
		return true
	}
	_, several := s.TypeOf(call.Args[at]).(*types.Tuple)
	return several || s.value(call.Args[at], v.Type())
}

// result reports whether a result of a call may be nil.
func (s *nilSearch) result(call *ast.CallExpr, i int, to types.Type) bool {
	info := s.Pass.TypesInfo
	fun := ast.Unparen(call.Fun)
	if info.Types[fun].IsType() {
		return len(call.Args) != 1 || s.value(call.Args[0], to)
	}
	if info.Types[fun].IsBuiltin() {
		return !s.IsBuiltin(call, "new")
	}
	obj := typeutil.Callee(info, call)
	if obj != nil && s.compared(originOf(obj), itsResult) {
		return true
	}
	var node ast.Node
	switch obj := obj.(type) {
	case *types.Func:
		if fn := s.Index.Declared(obj); fn != nil {
			node = fn.Node
		}
	case *types.Var:
		if lit := s.LiteralOf(obj); lit != nil {
			node = lit
		}
	case nil:
		if lit, ok := fun.(*ast.FuncLit); ok {
			node = lit
		}
	}
	return node != nil && s.returns(node, i, to)
}

// returns reports whether a function of the package returns what may be nil at a place, beside an ok
// that is not false. What it returns beside an error is said by whoever checks that.
func (s *nilSearch) returns(fn ast.Node, i int, to types.Type) bool {
	n := s.nils()
	list, known := n.returns[fn]
	if !known {
		for ret := range syntax.Own[*ast.ReturnStmt](syntax.Body(fn)) {
			list = append(list, ret)
		}
		n.returns[fn] = list
	}
	return slices.ContainsFunc(list, func(ret *ast.ReturnStmt) bool {
		if i >= len(ret.Results) || s.seenReturn(ret, i) { // by names, or f() of several
			return i >= len(ret.Results)
		}
		last := s.Pass.TypesInfo.Types[ret.Results[len(ret.Results)-1]].Value
		found := last == nil || last.Kind() != constant.Bool || constant.BoolVal(last)
		return found && s.value(ret.Results[i], to)
	})
}

// seenReturn reports whether the search has come by a result before.
func (s *nilSearch) seenReturn(ret *ast.ReturnStmt, i int) bool {
	key := nilAt{at: ret.Results[i].Pos()}
	seen := s.seen[key]
	s.seen[key] = true
	return seen
}
