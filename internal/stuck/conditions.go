// This file answers conditions. What is known is compared; what is not becomes a question to
// decide (decide.go). An answer carries the symbols that it was taken for a number of
// (truth.of), so that a loop knows what it counted to.

package stuck

import (
	"go/ast"
	gconst "go/constant"
	"go/token"
)

// compared applies a comparison operator to two integers.
func compared(op token.Token, a, b int64) bool {
	switch op {
	case token.EQL:
		return a == b
	case token.NEQ:
		return a != b
	case token.LSS:
		return a < b
	case token.LEQ:
		return a <= b
	case token.GTR:
		return a > b
	}
	return a >= b
}

// test answers a condition, of an if, a for or a case. && and || ask their second operand only
// where Go evaluates it: asking it otherwise would decide something that the run never looks
// at.
func (m *machine) test(f *frame, x ast.Expr) truth {
	switch x := ast.Unparen(x).(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			t := m.test(f, x.X)
			return truth{!t.holds, t.of}
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND:
			a := m.test(f, x.X)
			if !a.holds {
				return a
			}
			// The answer counts to whatever either side counted to: for i < n && i < m ends by one of both.
			b := m.test(f, x.Y)
			return truth{b.holds, union(a.of, b.of)}
		case token.LOR:
			a := m.test(f, x.X)
			if a.holds {
				return a
			}
			b := m.test(f, x.Y)
			return truth{b.holds, union(a.of, b.of)}
		case token.EQL, token.NEQ:
			// The path shows whether the comparison holds, and not what was asked for it.
			asked := len(m.decided)
			t := m.same(f, m.eval(f, x.X), m.eval(f, x.Y), nil)
			holds := t.holds == (x.Op == token.EQL)
			if len(m.decided) > asked {
				m.took(x, holds)
			}
			return truth{holds, t.of}
		case token.LSS, token.LEQ, token.GTR, token.GEQ:
			return m.ordered(m.eval(f, x.X), m.eval(f, x.Y), x)
		}
	}
	// Any other expression is a boolean, and a question if it is not known.
	return m.isTrue(m.eval(f, x), x)
}

// same answers whether two values are equal. Two symbols are one question, whichever comes
// first. Values of other kinds that differ (a record and a number, say) abandon the run: in a
// correct program they are an interface's dynamic values, which is not modelled.
func (m *machine) same(f *frame, a, b value, at ast.Node) truth {
	// From here on a nil is on the right.
	if _, ok := a.(nothing); ok {
		a, b = b, a
	}
	if _, ok := b.(nothing); ok {
		return m.isNil(a, at)
	}
	// At least one is not known: it is a question.
	sa, okA := a.(*symbol)
	sb, okB := b.(*symbol)
	switch {
	case okA && okB:
		// A value is equal to itself. (NaN, which is not, is none that is sent or waited for.)
		if sa.id == sb.id {
			return truth{holds: true}
		}
		// x == y and y == x are one question, or a run could answer them differently.
		key := sameKey{min(sa.id, sb.id), max(sa.id, sb.id)}
		return truth{holds: m.decide(question{key: key, family: key, deps: union(sa.deps, sb.deps), at: at})}
	case okA:
		return m.equalsValue(sa, b, at)
	case okB:
		return m.equalsValue(sb, a, at)
	}
	switch a := a.(type) {
	case number:
		if b, ok := b.(number); ok {
			return truth{a.n == b.n, union(a.of, b.of)}
		}
	case truth:
		if b, ok := b.(truth); ok {
			return truth{a.holds == b.holds, union(a.of, b.of)}
		}
	case constant:
		if b, ok := b.(constant); ok {
			return truth{holds: a == b}
		}
	}
	m.lose()
	return truth{}
}

// equalsValue answers whether a symbol is equal to something known. In the condition of a loop,
// as in i != n, it is taken for the number that the loop counts to.
func (m *machine) equalsValue(s *symbol, v value, at ast.Node) truth {
	switch v := v.(type) {
	case number:
		if m.counting {
			n := m.taken(s)
			return truth{n.n == v.n, union(n.of, v.of)}
		}
		return m.equals(s, gconst.MakeInt64(v.n).ExactString(), at)
	case constant:
		return m.equals(s, v.text, at)
	case truth:
		t := m.isTrue(s, at)
		return truth{t.holds == v.holds, t.of}
	}
	m.lose()
	return truth{}
}

// ordered answers <, <=, > and >=. Two numbers are compared. In the condition of a loop a
// symbol is taken for a number; elsewhere the answer is free, once: each such question is about
// a symbol of its own, but depends on all that is compared, so that a second comparison of the
// same value abandons the run (fixture askedByBoth).
func (m *machine) ordered(a, b value, at *ast.BinaryExpr) truth {
	if m.counting {
		if s, ok := a.(*symbol); ok {
			a = m.taken(s)
		}
		if s, ok := b.(*symbol); ok {
			b = m.taken(s)
		}
	}
	na, okA := a.(number)
	nb, okB := b.(number)
	if okA && okB {
		return truth{compared(at.Op, na.n, nb.n), union(na.of, nb.of)}
	}
	deps := union(depsOf(a), depsOf(b))
	s := m.fresh()
	return truth{holds: m.decide(question{key: trueKey{s.id}, family: trueKey{s.id}, deps: append([]int{s.id}, deps...), at: at})}
}
