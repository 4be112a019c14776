// This file asks whether a list, a map or a channel may have a nil in it, for valued.go, by what the
// package does with it. All of that has to be understood:
//
//	m.conns[id] = conn            // as conn is
//	list = append(list, nil)      // a nil
//	list := make([]net.Conn, n)   // nothing is in it yet
//	slices.Delete(list, 0, 1)     // not understood
//
// Other variables that it is assigned to, and parameters that it is given to, are asked as well. What
// others put into it are values.

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

// A holdings is what is asked of a list, a map or a channel.
type holdings struct {
	*nilSearch
	of   types.Type // of an element
	keys bool       // of a map
}

// elements reports whether an element, or a key, of what an expression is may be nil.
func (s *nilSearch) elements(x ast.Expr, keys bool) bool {
	h := &holdings{nilSearch: s, keys: keys}
	t := s.TypeOf(x)
	if named, ok := types.Unalias(t).(*types.Named); ok && named.TypeArgs().Len() > 0 || isTypeParam(t) {
		return true
	}
	switch t := t.Underlying().(type) {
	case *types.Map:
		if h.of = t.Elem(); keys {
			h.of = t.Key()
		}
	case *types.Slice, *types.Chan:
		h.of = elemOf(t)
	default: // an array has them all unset, and what a function yields is not seen
		return true
	}
	return h.of == nil || isTypeParam(h.of) || h.whole(x)
}

// whole reports whether an expression is a list or the like that may have a nil in it.
func (h *holdings) whole(x ast.Expr) bool {
	if h.over() {
		return true
	}
	if h.Pass.TypesInfo.Types[x].IsNil() {
		return false
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		v, ok := h.holder(x).(*types.Var)
		return !ok || h.variable(v)
	case *ast.CompositeLit:
		return h.literal(x)
	case *ast.SliceExpr:
		return !h.isShortened(x) || h.whole(x.X)
	case *ast.CallExpr:
		switch {
		case h.IsBuiltin(x, "make"):
			return h.leavesUnset(x)
		case h.IsBuiltin(x, "append") && x.Ellipsis.IsValid():
			return h.whole(x.Args[0]) || h.whole(x.Args[1])
		case h.IsBuiltin(x, "append"):
			return h.whole(x.Args[0]) || slices.ContainsFunc(x.Args[1:], h.put)
		}
		fn, ok := typeutil.Callee(h.Pass.TypesInfo, x).(*types.Func)
		return !ok || fn.Pkg() == h.Pass.Pkg || isGenericFunc(fn) || h.compared(fn, itsElement)
	}
	return true
}

// isShortened reports whether a list is cut at its beginning: what is cut off at its end, or beyond,
// may be unset.
func (h *holdings) isShortened(x *ast.SliceExpr) bool {
	_, isSlice := h.TypeOf(x.X).Underlying().(*types.Slice)
	return isSlice && x.High == nil
}

// leavesUnset reports whether a call of make makes elements.
func (h *holdings) leavesUnset(call *ast.CallExpr) bool {
	if _, isSlice := h.TypeOf(call).Underlying().(*types.Slice); !isSlice || len(call.Args) < 2 {
		return false
	}
	size := h.Pass.TypesInfo.Types[call.Args[1]].Value
	return size == nil || size.ExactString() != "0"
}

// put reports whether a value that is put into a list may be nil.
func (h *holdings) put(x ast.Expr) bool { return h.value(x, h.of) }

// literal reports whether a literal of a list or a map has a nil.
func (h *holdings) literal(lit *ast.CompositeLit) bool {
	_, isMap := h.TypeOf(lit).Underlying().(*types.Map)
	return slices.ContainsFunc(lit.Elts, func(elt ast.Expr) bool {
		pair, isPair := elt.(*ast.KeyValueExpr)
		switch {
		case !isPair:
			return h.put(elt)
		case !isMap: // []T{3: v}
			return true
		case h.keys:
			return h.put(pair.Key)
		}
		return h.put(pair.Value)
	})
}

// variable reports whether what a variable or a field leads to may have a nil in it.
func (h *holdings) variable(v *types.Var) bool {
	key := nilAt{v: v, keys: h.keys}
	if h.seen[key] {
		return false
	}
	h.seen[key] = true
	if h.over() || v.Pkg() != h.Pass.Pkg || v.Origin() != v || h.compared(v, itsElement) || h.isConverted(v) {
		return true
	}
	return slices.ContainsFunc(h.nils().positional[v], h.whole) || slices.ContainsFunc(h.Index.Names(v), func(c inspector.Cursor) bool {
		if c.ParentEdgeKind() == edge.SelectorExpr_Sel {
			c = c.Parent()
		}
		return h.over() || h.use(syntax.Outermost(c))
	})
}

// use reports whether a nil may get into a list by one use of a variable.
func (h *holdings) use(c inspector.Cursor) bool {
	switch outer := c.Parent().Node().(type) {
	case *ast.IndexExpr:
		return c.ParentEdgeKind() != edge.IndexExpr_X || h.setElement(syntax.Outermost(c.Parent()), outer)
	case *ast.AssignStmt:
		return h.assigned(c, outer)
	case *ast.ValueSpec:
		switch {
		case c.ParentEdgeKind() == edge.ValueSpec_Type || len(outer.Values) == 0:
			return false
		case len(outer.Names) != len(outer.Values):
			return true
		case c.ParentEdgeKind() == edge.ValueSpec_Names:
			return h.whole(outer.Values[c.ParentEdgeIndex()])
		}
		return h.taken(outer.Names[c.ParentEdgeIndex()])
	case *ast.KeyValueExpr:
		if c.ParentEdgeKind() == edge.KeyValueExpr_Key {
			return h.whole(outer.Value)
		}
		field, isField := h.Pass.TypesInfo.Uses[keyOf(outer)].(*types.Var)
		return !isField || !field.IsField() || h.variable(field)
	case *ast.SendStmt:
		return c.ParentEdgeKind() != edge.SendStmt_Chan || h.put(outer.Value)
	case *ast.RangeStmt:
		return c.ParentEdgeKind() != edge.RangeStmt_X
	case *ast.BinaryExpr:
		return false
	case *ast.SliceExpr:
		return c.ParentEdgeKind() != edge.SliceExpr_X || !h.isShortened(outer) || h.use(syntax.Outermost(c.Parent()))
	case *ast.UnaryExpr:
		return outer.Op != token.ARROW
	case *ast.Field:
		return h.declared(c)
	case *ast.CallExpr:
		return c.ParentEdgeKind() != edge.CallExpr_Args || h.passed(c, outer)
	}
	return true
}

// keyOf is the name that a value of a literal has, nil for another key.
func keyOf(pair *ast.KeyValueExpr) *ast.Ident {
	id, _ := pair.Key.(*ast.Ident)
	return id
}

// declared reports whether a list has a nil as a field, or a parameter, is declared.
func (h *holdings) declared(c inspector.Cursor) bool {
	id, _ := c.Node().(*ast.Ident)
	v, ok := h.Pass.TypesInfo.Defs[id].(*types.Var)
	if !ok || v.IsField() {
		return !ok
	}
	fn := h.Index.TakenBy(v)
	if fn == nil { // a result
		return true
	}
	return h.given(v, func(call *ast.CallExpr, at int) bool {
		last := fn.ParamIndex(v) == len(fn.Params)-1
		_, isVariadic := fn.Type.Params.List[len(fn.Type.Params.List)-1].Type.(*ast.Ellipsis)
		if last && isVariadic && !call.Ellipsis.IsValid() {
			return at < len(call.Args) && slices.ContainsFunc(call.Args[at:], h.put)
		}
		return at >= len(call.Args) || h.whole(call.Args[at])
	})
}

// setElement reports whether an element is set to what may be nil. A value that is read says nothing
// of the list.
func (h *holdings) setElement(c inspector.Cursor, index *ast.IndexExpr) bool {
	switch outer := c.Parent().Node().(type) {
	case *ast.AssignStmt:
		switch {
		case c.ParentEdgeKind() != edge.AssignStmt_Lhs:
			return false
		case h.keys:
			return h.put(index.Index)
		}
		return len(outer.Lhs) != len(outer.Rhs) || h.put(outer.Rhs[c.ParentEdgeIndex()])
	case *ast.IncDecStmt:
		return h.keys && h.put(index.Index)
	case *ast.UnaryExpr:
		return outer.Op == token.AND
	case *ast.RangeStmt:
		return c.ParentEdgeKind() != edge.RangeStmt_X
	}
	return false
}

// assigned reports whether a list gets a nil by an assignment of it: what else has it may be given
// one as well.
func (h *holdings) assigned(c inspector.Cursor, assign *ast.AssignStmt) bool {
	switch {
	case len(assign.Lhs) != len(assign.Rhs):
		return true
	case c.ParentEdgeKind() == edge.AssignStmt_Lhs:
		return h.whole(assign.Rhs[c.ParentEdgeIndex()])
	}
	return h.taken(assign.Lhs[c.ParentEdgeIndex()])
}

// taken asks the same of what a list is assigned to, which may be a new variable.
func (h *holdings) taken(lhs ast.Expr) bool {
	switch lhs := ast.Unparen(lhs).(type) {
	case *ast.Ident:
		if lhs.Name == "_" {
			return false
		}
		v, ok := h.Pass.TypesInfo.ObjectOf(lhs).(*types.Var)
		return !ok || types.IsInterface(v.Type()) || h.variable(v)
	case *ast.SelectorExpr:
		return types.IsInterface(h.TypeOf(lhs)) || h.whole(lhs)
	}
	return true
}

// passed reports whether a nil may get into a list by a call that it is given to.
func (h *holdings) passed(c inspector.Cursor, call *ast.CallExpr) bool {
	for _, name := range []string{"len", "cap", "delete", "close"} {
		if h.IsBuiltin(call, name) {
			return false
		}
	}
	if h.IsBuiltin(call, "append") {
		if c.ParentEdgeIndex() > 0 {
			return !call.Ellipsis.IsValid() // an element of another list, or read only
		}
		outer := syntax.Outermost(c.Parent())
		return outer.ParentEdgeKind() != edge.AssignStmt_Rhs || h.assigned(outer, outer.Parent().Node().(*ast.AssignStmt))
	}
	if h.isPrinted(call) {
		return false
	}
	fn, ok := typeutil.Callee(h.Pass.TypesInfo, call).(*types.Func)
	p := h.paramOf(call, c.ParentEdgeIndex())
	return !ok || isGenericFunc(fn) || p == nil || types.IsInterface(p.Type()) || h.variable(p)
}

// elemOf is the type of the elements of a list, a map or a channel, nil for another type.
func elemOf(t types.Type) types.Type {
	if arr := arrayOf(t); arr != nil {
		return arr.Elem()
	}
	if t, ok := t.Underlying().(interface{ Elem() types.Type }); ok {
		if _, isPointer := t.(*types.Pointer); !isPointer {
			return t.Elem()
		}
	}
	return nil
}

// arrayOf is an array, or what a pointer to one leads to; nil for another type.
func arrayOf(t types.Type) *types.Array {
	t = t.Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	arr, _ := t.(*types.Array)
	return arr
}
