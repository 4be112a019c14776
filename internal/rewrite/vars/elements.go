// This file asks whether a list, a map or a channel may have a nil in it, for valued.go, by what the
// package puts into it where it goes by a variable or a field:
//
//	m.conns[id] = conn            // as conn is
//	list = append(list, nil)      // a nil
//	list := make([]net.Conn, n)   // nothing is in it yet
//
// Where it is given to something else, whatever is put into any list of its type counts (putin.go).
// What others put into it are values.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

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
	switch t := s.TypeOf(x).Underlying().(type) {
	case *types.Map:
		if h.of = t.Elem(); keys {
			h.of = t.Key()
		}
	case *types.Slice, *types.Chan:
		h.of = elemOf(t)
	default: // an array has them all unset
		return true
	}
	return h.of == nil || h.whole(x)
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
		if v, ok := h.holder(x).(*types.Var); ok {
			return h.variable(v)
		}
	case *ast.CompositeLit:
		return h.literal(x)
	case *ast.CallExpr:
		switch {
		case h.IsBuiltin(x, "make"):
			return leavesUnset(h.Facts, x)
		case h.IsBuiltin(x, "append") && x.Ellipsis.IsValid():
			return h.whole(x.Args[0]) || h.whole(x.Args[1])
		case h.IsBuiltin(x, "append"):
			return h.whole(x.Args[0]) || slices.ContainsFunc(x.Args[1:], h.put)
		}
		if obj := h.holder(x); obj != nil && h.compared(originOf(obj), itsElement) {
			return true
		}
	}
	return h.anywhere()
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

// anywhere reports whether a nil is put into any list of the type.
func (h *holdings) anywhere() bool {
	st, ok := h.nils().stored.At(h.of).(*stored)
	if !ok || h.elems[st] {
		return false
	}
	h.elems[st] = true
	return st.unset || slices.ContainsFunc(st.values, h.put)
}

// variable reports whether what a variable or a field leads to may have a nil in it.
func (h *holdings) variable(v *types.Var) bool {
	key := nilAt{v: v, keys: h.keys}
	if h.seen[key] {
		return false
	}
	h.seen[key] = true
	if h.over() || v.Pkg() != h.Pass.Pkg || v.Origin() != v || h.compared(v, itsElement) {
		return true
	}
	if h.nils().positional[v] {
		return h.anywhere()
	}
	return slices.ContainsFunc(h.Index.Names(v), func(c inspector.Cursor) bool {
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
		return c.ParentEdgeKind() == edge.IndexExpr_X && h.setElement(syntax.Outermost(c.Parent()), outer)
	case *ast.AssignStmt:
		return h.assigned(c, outer)
	case *ast.ValueSpec:
		switch {
		case c.ParentEdgeKind() == edge.ValueSpec_Type || len(outer.Values) == 0:
			return false
		case len(outer.Names) != len(outer.Values):
			return h.anywhere()
		case c.ParentEdgeKind() == edge.ValueSpec_Names:
			return h.whole(outer.Values[c.ParentEdgeIndex()])
		}
		return h.whole(outer.Names[c.ParentEdgeIndex()])
	case *ast.KeyValueExpr:
		if c.ParentEdgeKind() == edge.KeyValueExpr_Key {
			return h.whole(outer.Value)
		}
	case *ast.SendStmt:
		if c.ParentEdgeKind() == edge.SendStmt_Chan {
			return h.put(outer.Value)
		}
	case *ast.RangeStmt:
		return c.ParentEdgeKind() != edge.RangeStmt_X && h.anywhere()
	case *ast.BinaryExpr:
		return false
	case *ast.UnaryExpr:
		if outer.Op == token.ARROW {
			return false
		}
	case *ast.Field:
		if h.Index.TakenBy(h.varOf(c)) == nil {
			return false // its declaration in a struct
		}
	case *ast.CallExpr:
		if c.ParentEdgeKind() == edge.CallExpr_Args {
			return h.passed(c, outer)
		}
	}
	return h.anywhere()
}

// varOf is the variable that an identifier declares.
func (h *holdings) varOf(c inspector.Cursor) *types.Var {
	id, _ := c.Node().(*ast.Ident)
	v, _ := h.Pass.TypesInfo.Defs[id].(*types.Var)
	return v
}

// setElement reports whether an element is set to what may be nil. A value that is read says nothing
// of the list.
func (h *holdings) setElement(c inspector.Cursor, index *ast.IndexExpr) bool {
	switch c.ParentEdgeKind() {
	case edge.AssignStmt_Lhs:
	case edge.UnaryExpr_X:
		return c.Parent().Node().(*ast.UnaryExpr).Op == token.AND
	default:
		return c.ParentEdgeKind() == edge.RangeStmt_Key || c.ParentEdgeKind() == edge.RangeStmt_Value
	}
	if h.keys {
		return h.put(index.Index)
	}
	assign := c.Parent().Node().(*ast.AssignStmt)
	return len(assign.Lhs) != len(assign.Rhs) || h.put(assign.Rhs[c.ParentEdgeIndex()])
}

// assigned reports whether a list gets a nil by an assignment of it: what else has it may be given
// one as well.
func (h *holdings) assigned(c inspector.Cursor, assign *ast.AssignStmt) bool {
	switch {
	case len(assign.Lhs) != len(assign.Rhs):
		return h.anywhere()
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
		if v, ok := h.Pass.TypesInfo.ObjectOf(lhs).(*types.Var); ok {
			return h.variable(v)
		}
	case *ast.SelectorExpr:
		return h.whole(lhs)
	}
	return h.anywhere()
}

// passed reports whether a nil may get into a list by a call that it is given to.
func (h *holdings) passed(c inspector.Cursor, call *ast.CallExpr) bool {
	for _, name := range []string{"len", "cap", "delete", "close"} {
		if h.IsBuiltin(call, name) {
			return false
		}
	}
	if h.IsBuiltin(call, "append") && c.ParentEdgeIndex() == 0 {
		if outer := syntax.Outermost(c.Parent()); outer.ParentEdgeKind() == edge.AssignStmt_Rhs {
			return h.assigned(outer, outer.Parent().Node().(*ast.AssignStmt))
		}
	}
	return h.anywhere()
}
