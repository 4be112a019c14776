// This file is about values that are kept in another variable while the one that they come from
// gets the next one, as what was is kept beside what is:
//
//	for _, line := range lines {
//		is := strings.HasPrefix(line, "+")
//		if was && !is {
//			f.Close()
//		}
//		...
//		was = is
//	}
//
// A value is named by what makes it, so that in the next iteration it is another one of the same
// name. What has the one before must not be taken for it.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
)

// noteCopies notes variables that are given each other's values, and those of which something
// else may keep the value.
func (f *Func) noteCopies(n *ast.AssignStmt) {
	if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
		return
	}
	for i, r := range n.Rhs {
		for id := range syntax.Except[*ast.Ident](r, isCallOrLiteral) {
			if v, ok := f.eng.info.Uses[id].(*types.Var); ok && !v.IsField() {
				f.kept[v] = true
			}
		}
		if len(n.Lhs) != len(n.Rhs) {
			continue
		}
		to, from := f.localIn(n.Lhs[i]), f.localIn(r)
		if to != nil && from != nil && to != from {
			f.copies[to] = append(f.copies[to], ast.Unparen(r))
			f.copies[from] = append(f.copies[from], ast.Unparen(n.Lhs[i]))
		}
	}
}

// isCallOrLiteral reports whether a node yields no value that is kept as it is.
func isCallOrLiteral(n ast.Node) bool {
	switch n.(type) {
	case *ast.CallExpr, *ast.FuncLit:
		return true
	}
	return false
}

// localIn is the local variable that an expression names, or nil.
func (f *Func) localIn(x ast.Expr) *types.Var {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := f.eng.info.ObjectOf(id).(*types.Var)
	if v == nil || !f.contains(v) {
		return nil
	}
	return v
}

// supersede is called where a value is made anew, of a variable perhaps: what still has the one
// before, or something made of that, has from here on a value of its own, of which the path
// knows the same.
func (w *walk) supersede(st *state, v value, of *types.Var) {
	if len(w.root.loops) == 0 && !w.root.jumps || len(w.root.kept) == 0 || of != nil && !w.root.kept[of] {
		return
	}
	st.env = w.keepFormer(st, st.env, v)
	st.mem = w.keepFormer(st, st.mem, v)
}

// keepFormer is supersede for the values of variables, or of fields.
func (w *walk) keepFormer(st *state, m *intMap[value], v value) *intMap[value] {
	now := m
	m.each(func(key uint32, val value) bool {
		switch {
		case w.isMadeOf(val, v, maxParts):
			now = now.set(key, w.formerOf(st, val))
		case val != unknown && val == w.existing(v, asFormer, valueInfo{kind: opaque}):
			// The one before that is kept as well.
			now = now.delete(key)
			st.doubt = st.doubt || st.live
		}
		return true
	})
	return now
}

// isMadeOf reports whether a value is another one, a field of it, or a condition on it.
func (w *walk) isMadeOf(val, v value, depth int) bool {
	if val == v {
		return true
	}
	if val < firstDynamic || depth == 0 {
		return false
	}
	info := w.infos[val]
	switch info.kind {
	case opaque, verdict, implies, negated:
		return info.recv != unknown && w.isMadeOf(info.recv, v, depth-1)
	case combined:
		return w.isMadeOf(info.recv, v, depth-1) || w.isMadeOf(info.pair, v, depth-1)
	}
	return false
}

// formerOf stands for what a value has been so far.
func (w *walk) formerOf(st *state, v value) value {
	if is := w.constantly(st, v); is != v {
		return is
	}
	former := w.valueOf(v, asFormer, valueInfo{kind: opaque, isErr: w.infos[v].isErr, twin: w.infos[v].twin, typ: w.infos[v].typ})
	if w.kind(v) == opaque {
		st.learn(former, st.knows(v))
	} else {
		st.learn(former, 0)
	}
	return former
}

// copied gives an unknown value that one variable is given of another an identity, so that
// what is found out of the one holds of the other.
func (w *walk) copied(st *state, to, from ast.Expr, v value) value {
	source := w.root.localIn(from)
	if v != unknown || source == nil || w.root.localIn(to) == nil {
		return v
	}
	return w.identify(st, from, v)
}

// inheritAll notes of a variable that is given the value of another one what the path has
// decided on that.
func (w *walk) inheritAll(st *state, n *ast.AssignStmt) {
	if !st.dead && len(n.Rhs) == 1 && len(n.Lhs) == 1 {
		w.inherit(st, n.Lhs[0], n.Rhs[0])
	}
}

// inherit notes of a variable what the path has decided on another one of the same value.
func (w *walk) inherit(st *state, to, from ast.Expr) {
	a, b := w.root.localIn(to), w.root.localIn(from)
	if a == nil || b == nil || a == b {
		return
	}
	key := w.condKey(to)
	for _, n := range w.conditionsOn(b) {
		is, decided := st.decided(n)
		if !decided {
			continue
		}
		if m, ok := w.memberships[n]; ok && w.root.localIn(m.x) == b {
			st.decide(w.membership(membership{key, to, m.members}), is)
		}
		if th, ok := w.thresholds[n]; ok && w.root.localIn(th.x) == b {
			st.decide(w.threshold(threshold{key, to, th.bound}), is)
		}
	}
	if v := st.variable(b); w.kind(v) == literal {
		st.decide(w.membership(membership{key, to, []constant.Value{w.infos[v].constant}}), true)
	}
}

// share notes what has been decided on a variable of the others that have its value.
func (w *walk) share(x ast.Expr, decided ...[]*state) {
	v := w.root.localIn(x)
	if v == nil || len(w.root.copies[v]) == 0 {
		return
	}
	for _, states := range decided {
		for _, st := range states {
			is := w.valueIn(st, v)
			for _, other := range w.root.copies[v] {
				if is != unknown && w.valueIn(st, w.root.localIn(other)) == is {
					w.inherit(st, other, x)
				}
			}
		}
	}
}

// valueIn is what a variable has: what the path has assigned, or what it had at the start.
func (w *walk) valueIn(st *state, v *types.Var) value {
	if is := st.variable(v); is != unknown {
		return is
	}
	return w.initialOf(v)
}

// areEqual decides x == y, of two things that are no constants.
func (w *walk) areEqual(st *state, x ast.Expr, xv value, y ast.Expr, yv value) (yes, no []*state) {
	a, b := w.condKey(x), w.condKey(y)
	if strings.Contains(a+b, "?") {
		return []*state{st.clone()}, []*state{st}
	}
	less, isLess := w.hasDecided(st, lessKey(a, b))
	greater, isGreater := w.hasDecided(st, lessKey(b, a))
	switch {
	case less || greater:
		return nil, []*state{st}
	case isLess && isGreater:
		return []*state{st}, nil
	}
	yes, no = w.rememberAs(st, w.conditionNumber(equalKey(a, b), []ast.Expr{x, y}))
	for _, s := range yes {
		w.inherit(s, x, y)
		w.inherit(s, y, x)
		if k := s.knows(xv); k == 0 {
			s.learn(xv, s.knows(yv))
		} else {
			s.learn(yv, k)
		}
	}
	return yes, no
}

// agree decides x == y, of booleans.
func (w *walk) agree(st *state, x ast.Expr, xv value, y ast.Expr, yv value) (yes, no []*state) {
	t, f := w.holds(st, y, yv)
	for _, s := range t {
		a, b := w.holds(s, x, xv)
		yes, no = append(yes, a...), append(no, b...)
	}
	for _, s := range f {
		a, b := w.holds(s, x, xv)
		yes, no = append(yes, b...), append(no, a...)
	}
	w.noteClause(clause{token.EQL, x, y}, yes, no)
	return yes, no
}

// holds decides a boolean that has been evaluated.
func (w *walk) holds(st *state, x ast.Expr, v value) (yes, no []*state) {
	if w.isCondition(v) {
		return w.decideValue(st, v)
	}
	return w.rememberVar(st, x, v)
}
