// This file has what is known of an integer that has been compared with constants: the limits
// between which it is.

package sym

import (
	"go/ast"
	"go/constant"
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
// decided by comparing.
func (s *State) joinLimits(o, into *State) {
	s.Conds.Each(func(n uint32, is bool) bool {
		th, ok := s.Table.Thresholds[n]
		if !ok {
			return true
		}
		in := s.Table.Within64(o, th.Key, math.MinInt64)
		if is && in.Most < th.Bound || !is && in.Least >= th.Bound {
			into.Conds = into.Conds.Set(n, is)
		}
		return true
	})
}

// HasLimits reports whether something is compared with integers by order.
func (t *Table) HasLimits(key string) bool { return len(t.limits[key]) > 0 }
