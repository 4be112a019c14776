// This file has what is known of an integer that has been compared with constants: the limits
// between which it is.

package sym

import (
	"go/ast"
	"go/constant"
	"go/types"
	"math"
)

// A Threshold is the condition that an integer is below a constant.
type Threshold struct {
	Key   string // what it is, see condKey
	X     ast.Expr
	Bound int64
}

// Limits are the least and the greatest that an integer can be.
type Limits struct{ Least, Most int64 }

// Int64Of is the integer that a constant is, if there is one and it is an integer.
func Int64Of(c constant.Value) (int64, bool) {
	if c == nil || c.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c)
}

// Int64In is the integer that a value is, if it is one.
func (t *Table) Int64In(v Value) (int64, bool) {
	if t.Kind(v) != Literal {
		return 0, false
	}
	return Int64Of(t.Infos[v].Constant)
}

// Narrowed are the limits of what is one of some constants besides.
func (in Limits) Narrowed(possible []constant.Value) Limits {
	least, most := int64(math.MaxInt64), int64(math.MinInt64)
	for _, c := range possible {
		n, ok := Int64Of(c)
		if !ok {
			return in
		}
		least, most = min(least, n), max(most, n)
	}
	return Limits{max(in.Least, least), min(in.Most, most)}
}

// Threshold numbers the condition that something is below a constant.
func (t *Table) Threshold(th Threshold) uint32 {
	for _, n := range t.limits[th.Key] {
		if t.Thresholds[n].Bound == th.Bound {
			return n
		}
	}
	n := t.Number(th.Key + "<" + constant.MakeInt64(th.Bound).ExactString())
	t.Thresholds[n] = th
	t.limits[th.Key] = append(t.limits[th.Key], n)
	t.Depends(n, th.X)
	return n
}

// Within64 are the limits within which the path leaves something that is not below some
// integer.
func (t *Table) Within64(st *State, key string, least int64) Limits {
	in := Limits{least, math.MaxInt64}
	for _, n := range t.limits[key] {
		switch is, decided := st.Conds.get(n); {
		case !decided:
		case is:
			in.Most = min(in.Most, t.Thresholds[n].Bound-1)
		default:
			in.Least = max(in.Least, t.Thresholds[n].Bound)
		}
	}
	for _, n := range t.tests[key] {
		switch is, decided := st.Conds.get(n); {
		case !decided:
		case is:
			in = in.Narrowed(t.Memberships[n].Members)
		default:
			for _, c := range t.Memberships[n].Members {
				if d, ok := Int64Of(c); ok && d == in.Least {
					in.Least++
				} else if ok && d == in.Most {
					in.Most--
				}
			}
		}
	}
	return in
}

// joinLimits keeps of two states what the limits of the one say, too, of what the other has
// decided by comparing. It passes over what both have decided alike, and asks once for the limits
// of one thing after the other: there may be many bounds.
func (s *State) joinLimits(o, into *State) {
	var of string
	var in Limits
	s.Conds.within(o.Conds, func(n uint32, is bool) bool {
		th, ok := s.Table.Thresholds[n]
		if !ok {
			return false
		}
		if th.Key != of {
			of, in = th.Key, o.limitsOf(th)
		}
		if is && in.Most < th.Bound || !is && in.Least >= th.Bound {
			into.Conds = into.Conds.Set(n, is)
		}
		return false
	})
}

// limitsOf are the limits of what a threshold is about: what it is decided to be, or what it has.
func (s *State) limitsOf(th Threshold) Limits {
	if c, ok := s.Table.Int64In(s.named(th.X)); ok {
		return Limits{c, c}
	}
	return s.Table.Within64(s, th.Key, math.MinInt64)
}

// HasLimits reports whether something is compared with integers by order.
func (t *Table) HasLimits(key string) bool { return len(t.limits[key]) > 0 }

// named is the value of the variable that an expression names, if it does.
func (s *State) named(x ast.Expr) Value {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		if v, ok := s.Table.Types.ObjectOf(id).(*types.Var); ok {
			return s.Variable(v)
		}
	}
	return Unknown
}
