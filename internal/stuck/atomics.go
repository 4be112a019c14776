// This file follows atomic flags, as far as they are fields of something that the function was
// given:
//
//	if c.closed.Swap(true) { // either answer is possible
//		return
//	}
//	...
//	if c.closed.Load() { // nothing that was called since can have changed it: it is true
//
// The fixtures are in atomics.go of untracked/stuck; the case behind them is a Close that asks
// such a flag before it launches a wait with a timeout.

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
	// Functions of the package take the address as their first argument, methods do not have it
	// among their arguments: from here on args are the operands alone.
	old := m.heldBy(field, base, fn)
	next := old
	switch name := fn.Name(); {
	case strings.HasPrefix(name, "Load"):
		f.tmp[call] = old
	case strings.HasPrefix(name, "Store") && len(args) == 1:
		next = args[0]
	case strings.HasPrefix(name, "Swap") && len(args) == 1:
		f.tmp[call], next = old, args[0]
	// CompareAndSwap, Add, And and Or change the field by what it holds. The result is free
	// where that is; what the field holds afterwards is not calculated.
	default: // CompareAndSwap, Add, And, Or
		f.tmp[call], next = m.typed(m.prog.Info.TypeOf(call), depsOf(old)...), nil
		// The old value is decided already, so the answer is not free: no question may be asked
		// of it.
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

// heldBy is what a field holds before an operation: a free symbol the first time, what the run
// has stored since, and a symbol that no question may be asked of where calls out of sight may
// have changed it in the meantime.
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

// isHot reports whether a symbol has been decided by something: see heat.
func (m *machine) isHot(s *symbol) bool {
	_, hot := m.hot[s.id]
	return hot
}

// atomicOperand is the field that an operation is on, and the value that has the field where
// that is a symbol. Only x.f of a plain variable x is followed; a local atomic variable, or a
// field of a struct that the function declares, has no base, and its value is not asked about.
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
