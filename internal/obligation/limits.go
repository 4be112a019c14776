// This file has what is known of an integer that has been compared with constants: the limits
// between which it is.

package obligation

import (
	"go/ast"
	"go/constant"
	"math"
)

// A threshold is the condition that an integer is below a constant.
type threshold struct {
	key   string // what it is, see condKey
	x     ast.Expr
	bound int64
}

// limits are the least and the greatest that an integer can be.
type limits struct{ least, most int64 }

// int64Of is the integer that a constant is, if there is one and it is an integer.
func int64Of(c constant.Value) (int64, bool) {
	if c == nil || c.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c)
}

// narrowed are the limits of what is one of some constants besides.
func (in limits) narrowed(possible []constant.Value) limits {
	least, most := int64(math.MaxInt64), int64(math.MinInt64)
	for _, c := range possible {
		n, ok := int64Of(c)
		if !ok {
			return in
		}
		least, most = min(least, n), max(most, n)
	}
	return limits{max(in.least, least), min(in.most, most)}
}

// threshold numbers the condition that something is below a constant.
func (t *values) threshold(th threshold) uint32 {
	for _, n := range t.limits[th.key] {
		if t.thresholds[n].bound == th.bound {
			return n
		}
	}
	n := t.number(th.key + "<" + constant.MakeInt64(th.bound).ExactString())
	t.thresholds[n] = th
	t.limits[th.key] = append(t.limits[th.key], n)
	t.depends(n, th.x)
	return n
}

// within64 are the limits within which the path leaves something that is not below some
// integer.
func (t *values) within64(st *state, key string, least int64) limits {
	in := limits{least, math.MaxInt64}
	for _, n := range t.limits[key] {
		switch is, decided := st.conds.get(n); {
		case !decided:
		case is:
			in.most = min(in.most, t.thresholds[n].bound-1)
		default:
			in.least = max(in.least, t.thresholds[n].bound)
		}
	}
	for _, n := range t.tests[key] {
		switch is, decided := st.conds.get(n); {
		case !decided:
		case is:
			in = in.narrowed(t.memberships[n].members)
		default:
			for _, c := range t.memberships[n].members {
				if d, ok := int64Of(c); ok && d == in.least {
					in.least++
				} else if ok && d == in.most {
					in.most--
				}
			}
		}
	}
	return in
}

// joinLimits keeps of two states what the limits of the one say, too, of what the other has
// decided by comparing.
func (s *state) joinLimits(o, into *state) {
	s.conds.each(func(n uint32, is bool) bool {
		th, ok := s.t.thresholds[n]
		if !ok {
			return true
		}
		in := s.t.within64(o, th.key, math.MinInt64)
		if is && in.most < th.bound || !is && in.least >= th.bound {
			into.conds = into.conds.set(n, is)
		}
		return true
	})
}

// hasLimits reports whether something is compared with integers by order.
func (t *values) hasLimits(key string) bool { return len(t.limits[key]) > 0 }
