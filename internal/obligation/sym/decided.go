// This file has conditions that stand for others: that something is one of some constants, or
// a part of a condition. They are numbered as other conditions are, so that what a path has
// decided on them survives a join.

package sym

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
)

// A Clause is x && y, x || y, or x == y of booleans.
type Clause struct {
	Op   token.Token
	X, Y ast.Expr
}

// ConstantValue is the value of a constant: equal constants are one value.
func (t *Table) ConstantValue(c constant.Value) Value {
	return t.ValueOf("constant "+c.ExactString(), asNumber, Info{Kind: Literal, Constant: c})
}

// Number64 is the value of an integer.
func (t *Table) Number64(n int64) Value { return t.ConstantValue(constant.MakeInt64(n)) }

// Keeps is what is kept of a value for a variable or a field: constants only where
// they are compared.
func (t *Table) Keeps(v *types.Var, val Value) Value {
	if val >= FirstDynamic && t.Kind(val) == Literal && !t.Compared[v] {
		return Unknown
	}
	return val
}

// A Membership is a condition that something is one of a few constants.
type Membership struct {
	Key     string // what it is, see condKey
	X       ast.Expr
	Members []constant.Value
}

// MaxMembers is how many constants a joined state may leave possible.
const MaxMembers = 8

// HasConstant reports whether a list has a constant.
func HasConstant(list []constant.Value, c constant.Value) bool {
	return slices.ContainsFunc(list, func(d constant.Value) bool { return d.ExactString() == c.ExactString() })
}

// Membership numbers the condition that something is one of some constants.
func (t *Table) Membership(m Membership) uint32 {
	key := m.Key + "=="
	for i, c := range m.Members {
		if i > 0 {
			key += "|"
		}
		key += c.ExactString()
	}
	if n, ok := t.numOf[key]; ok && t.Memberships[n].X != nil {
		return n
	}
	n := t.Number(key)
	t.Memberships[n] = m
	t.tests[m.Key] = append(t.tests[m.Key], n)
	t.Depends(n, m.X)
	return n
}

// joinMemberships keeps of two states, which know of something that it is some
// constant each, that it is one of the two.
func (s *State) joinMemberships(o, into *State) {
	t := s.Table
	s.Conds.Each(func(n uint32, is bool) bool {
		m, ok := t.Memberships[n]
		if !ok || !is {
			return true
		}
		for _, k := range t.tests[m.Key] {
			if is, decided := o.Conds.get(k); k == n || !decided || !is {
				continue
			}
			both := slices.Clone(m.Members)
			for _, c := range t.Memberships[k].Members {
				if !HasConstant(both, c) {
					both = append(both, c)
				}
			}
			slices.SortFunc(both, func(a, b constant.Value) int { return strings.Compare(a.ExactString(), b.ExactString()) })
			if len(both) <= MaxMembers {
				into.Conds = into.Conds.Set(t.Membership(Membership{m.Key, m.X, both}), true)
			}
		}
		return true
	})
}

// joinExclusions keeps of two states that something is none of some constants, which the other
// has decided, where this one knows that it is another one.
func (s *State) joinExclusions(o, into *State) {
	t := s.Table
	s.Conds.Each(func(n uint32, is bool) bool {
		m, ok := t.Memberships[n]
		if !ok || !is {
			return true
		}
		for _, k := range t.tests[m.Key] {
			if is, decided := o.Conds.get(k); !decided || is {
				continue
			}
			in := func(c constant.Value) bool { return HasConstant(m.Members, c) }
			if _, both := into.Conds.get(k); !both && !slices.ContainsFunc(t.Memberships[k].Members, in) {
				into.Conds = into.Conds.Set(k, false)
			}
		}
		return true
	})
}

// Depends notes that a condition depends on the variables of an expression.
func (t *Table) Depends(condition uint32, x ast.Expr) {
	for _, v := range t.VarsOf(x) {
		n := t.Number(v)
		t.tested[n] = append(t.tested[n], condition)
	}
}

// VarsOf are the variables that an expression mentions.
func (t *Table) VarsOf(e ast.Expr) (list []*types.Var) {
	for id := range syntax.All[*ast.Ident](e) {
		if v, ok := t.Types.ObjectOf(id).(*types.Var); ok {
			list = append(list, v)
		}
	}
	return list
}

// ConditionsOn are the conditions that mention a variable.
func (t *Table) ConditionsOn(v *types.Var) []uint32 {
	n, ok := t.numOf[v]
	if !ok {
		return nil
	}
	return t.tested[n]
}

// ForgetAbout voids what the path has decided on conditions that mention something, by its
// spelling; x has the variables on which these depend.
func (s *State) ForgetAbout(x ast.Expr, spelling string) {
	for _, v := range s.Table.VarsOf(x) {
		for _, n := range s.Table.ConditionsOn(v) {
			if key, ok := s.Table.things[n].(string); ok && strings.Contains(key, spelling) {
				s.Conds = s.Conds.Delete(n)
			}
		}
	}
}

// MembersOf yields what the path has decided on something that is compared with constants: of
// which constants it is one, or is none.
func (s *State) MembersOf(key string) iter.Seq2[[]constant.Value, bool] {
	return func(yield func([]constant.Value, bool) bool) {
		for _, n := range s.Table.tests[key] {
			if is, decided := s.Conds.get(n); decided && !yield(s.Table.Memberships[n].Members, is) {
				return
			}
		}
	}
}

// Inherit notes of something what the path has decided on something else of the same value, by
// the spellings of the two. What is noted depends on the variables of x. Of the bounds that it has
// been compared with the closest say all: with each, a state would have the square of them.
func (s *State) Inherit(key string, x ast.Expr, from string) {
	t := s.Table
	for _, n := range t.tests[from] {
		if is, decided := s.Decided(n); decided {
			s.Decide(t.Membership(Membership{key, x, t.Memberships[n].Members}), is)
		}
	}
	least, most := int64(math.MinInt64), int64(math.MaxInt64)
	for _, n := range t.limits[from] {
		if is, decided := s.Decided(n); decided && is {
			most = min(most, t.Thresholds[n].Bound)
		} else if decided {
			least = max(least, t.Thresholds[n].Bound)
		}
	}
	if least != math.MinInt64 {
		s.Decide(t.Threshold(Threshold{key, x, least}), false)
	}
	if most != math.MaxInt64 {
		s.Decide(t.Threshold(Threshold{key, x, most}), true)
	}
}
