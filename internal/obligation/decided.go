// This file has conditions that stand for others: that something is one of some constants, or
// a part of a condition. They are numbered as other conditions are, so that what a path has
// decided on them survives a join.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
)

// A clause is x && y, x || y, or x == y of booleans.
type clause struct {
	op   token.Token
	x, y ast.Expr
}

// constantValue is the value of a constant: equal constants are one value.
func (t *values) constantValue(c constant.Value) value {
	return t.valueOf("constant "+c.ExactString(), asNumber, valueInfo{kind: literal, constant: c})
}

// number64 is the value of an integer.
func (t *values) number64(n int64) value { return t.constantValue(constant.MakeInt64(n)) }

// keeps is what is kept of a value for a variable or a field: constants only where
// they are compared.
func (t *values) keeps(v *types.Var, val value) value {
	if val >= firstDynamic && t.kind(val) == literal && !t.compared[v] {
		return unknown
	}
	return val
}

// A membership is a condition that something is one of a few constants.
type membership struct {
	key     string // what it is, see condKey
	x       ast.Expr
	members []constant.Value
}

// maxMembers is how many constants a joined state may leave possible.
const maxMembers = 8

// contains reports whether a list has a constant.
func contains(list []constant.Value, c constant.Value) bool {
	return slices.ContainsFunc(list, func(d constant.Value) bool { return d.ExactString() == c.ExactString() })
}

// membership numbers the condition that something is one of some constants.
func (t *values) membership(m membership) uint32 {
	key := m.key + "=="
	for i, c := range m.members {
		if i > 0 {
			key += "|"
		}
		key += c.ExactString()
	}
	if n, ok := t.numOf[key]; ok && t.memberships[n].x != nil {
		return n
	}
	n := t.number(key)
	t.memberships[n] = m
	t.tests[m.key] = append(t.tests[m.key], n)
	t.depends(n, m.x)
	return n
}

// joinMemberships keeps of two states, which know of something that it is some
// constant each, that it is one of the two.
func (s *state) joinMemberships(o, into *state) {
	t := s.t
	s.conds.each(func(n uint32, is bool) bool {
		m, ok := t.memberships[n]
		if !ok || !is {
			return true
		}
		for _, k := range t.tests[m.key] {
			if is, decided := o.conds.get(k); k == n || !decided || !is {
				continue
			}
			both := slices.Clone(m.members)
			for _, c := range t.memberships[k].members {
				if !contains(both, c) {
					both = append(both, c)
				}
			}
			slices.SortFunc(both, func(a, b constant.Value) int { return strings.Compare(a.ExactString(), b.ExactString()) })
			if len(both) <= maxMembers {
				into.conds = into.conds.set(t.membership(membership{m.key, m.x, both}), true)
			}
		}
		return true
	})
}

// depends notes that a condition depends on the variables of an expression.
func (t *values) depends(condition uint32, x ast.Expr) {
	for _, v := range t.varsOf(x) {
		n := t.number(v)
		t.tested[n] = append(t.tested[n], condition)
	}
}

// varsOf are the variables that an expression mentions.
func (t *values) varsOf(e ast.Expr) (list []*types.Var) {
	for id := range syntax.All[*ast.Ident](e) {
		if v, ok := t.info.ObjectOf(id).(*types.Var); ok {
			list = append(list, v)
		}
	}
	return list
}

// conditionsOn are the conditions that mention a variable.
func (t *values) conditionsOn(v *types.Var) []uint32 {
	n, ok := t.numOf[v]
	if !ok {
		return nil
	}
	return t.tested[n]
}

// membersOf yields what the path has decided on something that is compared with constants: of
// which constants it is one, or is none.
func (s *state) membersOf(key string) iter.Seq2[[]constant.Value, bool] {
	return func(yield func([]constant.Value, bool) bool) {
		for _, n := range s.t.tests[key] {
			if is, decided := s.conds.get(n); decided && !yield(s.t.memberships[n].members, is) {
				return
			}
		}
	}
}
