package stuck

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// An atomicField is what a run knows of a field that only sync/atomic uses: which value's
// it is, what it held when it was last asked or set, and after how many calls.
type atomicField struct {
	base, gen int
	v         value // nil: no longer known
}

// atomic does an operation of sync/atomic on a field of a value that is not known, and
// reports whether the call is one. What the field holds at first is free, as of any field;
// what it holds later only while nothing out of sight has been called. Of what the
// function itself declares others may know more than is seen here.
func (m *machine) atomic(f *frame, call *ast.CallExpr, callee types.Object, args []value) bool {
	fn, ok := callee.(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "sync/atomic" {
		return false
	}
	field, base := m.atomicOperand(f, call, fn)
	if fn.Signature().Recv() == nil && len(args) > 0 {
		args = args[1:]
	}
	old := m.heldBy(field, base, fn)
	next := old
	switch name := fn.Name(); {
	case strings.HasPrefix(name, "Load"):
		f.tmp[call] = old
	case strings.HasPrefix(name, "Store") && len(args) == 1:
		next = args[0]
	case strings.HasPrefix(name, "Swap") && len(args) == 1:
		f.tmp[call], next = old, args[0]
	default: // CompareAndSwap, Add, And, Or
		f.tmp[call], next = m.typed(m.prog.Info.TypeOf(call), depsOf(old)...), nil
		if s, known := old.(*symbol); !known || m.isHot(s) {
			m.heat(call, f.tmp[call].(*symbol).id)
		}
	}
	if base != nil {
		m.atomics[field] = &atomicField{base: base.id, gen: m.gen, v: next}
	} else if field != nil {
		m.atomics[field] = &atomicField{}
	}
	return true
}

// heldBy is what a field holds: a symbol that no question may be asked of where that
// cannot be known.
func (m *machine) heldBy(field *types.Var, base *symbol, fn *types.Func) value {
	if base != nil {
		was := m.atomics[field]
		if was == nil {
			return m.typed(nil, base.deps...)
		}
		if was.base == base.id && was.gen == m.gen && was.v != nil {
			return was.v
		}
	}
	s := m.fresh()
	m.heat(fn, s.id)
	return s
}

func (m *machine) isHot(s *symbol) bool {
	_, hot := m.hot[s.id]
	return hot
}

// atomicOperand is the field that an operation is on, and whose it is where that is a
// variable of which nothing is known.
func (m *machine) atomicOperand(f *frame, call *ast.CallExpr, fn *types.Func) (*types.Var, *symbol) {
	var x ast.Expr
	if fn.Signature().Recv() != nil {
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			return nil, nil
		}
		x = sel.X
	} else if len(call.Args) > 0 {
		addr, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr)
		if !ok || addr.Op != token.AND {
			return nil, nil
		}
		x = addr.X
	}
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok || m.prog.Info.Selections[sel] == nil {
		return nil, nil
	}
	field := m.prog.variable(sel)
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok || field == nil {
		return field, nil
	}
	base, _ := m.eval(f, id).(*symbol)
	return field, base
}
