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
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/obligation/sym"
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
		if to == nil {
			continue
		}
		if measuredIn(r) != nil {
			f.measured = append(f.measured, measured{n.Lhs[i], ast.Unparen(r), false})
		}
		if from != nil && to != from {
			f.copies[to] = append(f.copies[to], ast.Unparen(r))
			f.copies[from] = append(f.copies[from], ast.Unparen(n.Lhs[i]))
			if !isScalar(to.Type()) {
				f.measured = append(f.measured, measured{n.Lhs[i], ast.Unparen(r), true})
			}
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
//
//	was := is   // has the old value
//	is = next() // from here on
func (w *walk) supersede(st *sym.State, v sym.Value, of *types.Var) {
	// Without a loop nothing is made a second time, and a value that nobody keeps nobody can mistake.
	//mutate:same && and || exchanged: what nobody has is looked for in vain
	if len(w.root.loops) == 0 && !w.root.jumps || len(w.root.kept) == 0 || of != nil && !w.root.kept[of] {
		return
	}
	st.Env = w.keepFormer(st, st.Env, v)
	st.Mem = w.keepFormer(st, st.Mem, v)
}

// keepFormer is supersede for the values of variables, or of fields.
func (w *walk) keepFormer(st *sym.State, m *sym.Map[sym.Value], v sym.Value) *sym.Map[sym.Value] {
	now := m
	m.Each(func(key uint32, val sym.Value) bool {
		switch {
		case w.isMadeOf(val, v, maxParts):
			now = now.Set(key, w.formerOf(st, val))
		case val != sym.Unknown && val == w.Existing(v, sym.AsFormer, sym.Info{Kind: sym.Opaque}):
			// The one before that is kept as well. What else has the same nobody can tell any more.
			now = now.Delete(key)
			st.Doubt = st.Doubt || st.Live
		}
		return true
	})
	return now
}

// isMadeOf reports whether a value is another one, a field of it, or a condition on it.
func (w *walk) isMadeOf(val, v sym.Value, depth int) bool {
	if val == v {
		return true
	}
	if depth == 0 {
		return false
	}
	info := w.Infos[val]
	switch info.Kind {
	case sym.Opaque, sym.Verdict, sym.Implies, sym.Negated:
		return w.isMadeOf(info.Recv, v, depth-1)
	case sym.Combined:
		return w.isMadeOf(info.Recv, v, depth-1) || w.isMadeOf(info.Pair, v, depth-1)
	}
	return false
}

// formerOf stands for what a value has been so far.
// What the path knows of it goes along, since nothing can change what has been.
func (w *walk) formerOf(st *sym.State, v sym.Value) sym.Value {
	// What is decided needs no identity.
	if is := w.constantly(st, v); is != v {
		return is
	}
	former := w.ValueOf(v, sym.AsFormer, sym.Info{Kind: sym.Opaque, IsErr: w.Infos[v].IsErr, Twin: w.Infos[v].Twin, Type: w.Infos[v].Type})
	if w.Kind(v) == sym.Opaque {
		st.Learn(former, st.Knows(v))
	} else {
		st.Learn(former, 0)
	}
	return former
}

// copied gives an unknown value that is assigned of a local variable an identity, so that what is
// found out of the one holds of the other.
func (w *walk) copied(st *sym.State, from ast.Expr, v sym.Value) sym.Value {
	if w.root.localIn(from) == nil {
		return v // others may change it
	}
	return w.identify(st, from, v)
}

// A measured is a variable that is given the length of something, or something as long.
//
//	left := len(todo)
//	rest := todo
type measured struct {
	v, from ast.Expr
	both    bool // the lengths of both are the same
}

// keys spell what is the same.
func (m *measured) keys(w *walk) (v, from string) {
	v, from = w.condKey(m.v), w.condKey(m.from)
	if m.both {
		return lenKey(v), lenKey(from)
	}
	return v, from
}

// isFrom returns who reports whether an expression names what the length is of.
func (m *measured) isFrom(w *walk) func(ast.Expr) bool {
	of := m.from
	if !m.both {
		of = measuredIn(m.from)
	}
	return func(x ast.Expr) bool { return w.eng.varOf(x) != nil && w.eng.varOf(x) == w.eng.varOf(of) }
}

// An asLong has what is measured in a function and compared there.
type asLong struct {
	given   map[ast.Expr]*measured // by what is assigned to
	spelled map[string][]*measured // by the spelling of either side
}

// manyLengths is how often something is measured at most: for more, what the one says of all
// others would cost the square of that.
const manyLengths = 8

// lengths are the lengths that the function keeps.
func (w *walk) lengths() *asLong {
	if w.root.asLong != nil {
		return w.root.asLong
	}
	l := &asLong{map[ast.Expr]*measured{}, map[string][]*measured{}}
	w.root.asLong = l
	for i := range w.root.measured {
		m := &w.root.measured[i]
		v, from := m.keys(w)
		if strings.Contains(from, "?") || !m.both && !w.root.compares(w.eng.varOf(m.v)) || max(len(l.spelled[v]), len(l.spelled[from])) == manyLengths {
			continue
		}
		l.given[m.v] = m
		l.spelled[v], l.spelled[from] = append(l.spelled[v], m), append(l.spelled[from], m)
	}
	return l
}

// lenKey spells the length of something.
func lenKey(x string) string { return "len(" + x + ")" }

// measuredIn is what an expression is the length, or the capacity, of; nil of others.
func measuredIn(x ast.Expr) ast.Expr {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 || calleeName(call) != "len" && calleeName(call) != "cap" {
		return nil
	}
	return call.Args[0]
}

// isScalar reports whether values of a type have no length.
func isScalar(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Map:
		return false
	case *types.Basic:
		return u.Info()&types.IsString == 0
	}
	return true
}

// inheritAll notes of a variable that is given the value of another one, or the length of
// something, what the path has decided on that.
func (w *walk) inheritAll(st *sym.State, n *ast.AssignStmt) {
	if st.Dead || len(n.Rhs) != len(n.Lhs) {
		return
	}
	if len(n.Rhs) == 1 {
		w.inherit(st, n.Lhs[0], n.Rhs[0])
	}
	if len(w.root.measured) == 0 {
		return
	}
	for _, l := range n.Lhs {
		if m := w.lengths().given[l]; m != nil && !slices.ContainsFunc(n.Lhs, m.isFrom(w)) {
			v, from := m.keys(w)
			st.Decide(w.conditionNumber(equalKey(v, from), []ast.Expr{m.v, m.from}), true)
			st.Inherit(v, m.v, from)
		}
	}
}

// inherit notes of a variable what the path has decided on another one of the same value.
func (w *walk) inherit(st *sym.State, to, from ast.Expr) {
	a, b := w.root.localIn(to), w.root.localIn(from)
	if a == nil || b == nil || a == b {
		return
	}
	key, of := w.condKey(to), w.condKey(from)
	st.Inherit(key, to, of)
	if v := st.Variable(b); w.Kind(v) == sym.Literal {
		st.Decide(w.Membership(sym.Membership{Key: key, X: to, Members: []constant.Value{w.Infos[v].Constant}}), true)
	}
}

// share notes what has been decided on a variable, or on a length, of the others that have its
// value.
func (w *walk) share(x ast.Expr, decided ...[]*sym.State) {
	v := w.root.localIn(x)
	if len(w.root.measured) == 0 && (v == nil || len(w.root.copies[v]) == 0) {
		return
	}
	for _, states := range decided {
		for _, st := range states {
			if v != nil {
				w.shareCopies(st, x, v)
			}
			w.shareLengths(st, x)
		}
	}
}

// shareCopies is share for the variables that have the value of one.
func (w *walk) shareCopies(st *sym.State, x ast.Expr, v *types.Var) {
	is := w.valueIn(st, v)
	for _, other := range w.root.copies[v] {
		if is != sym.Unknown && w.valueIn(st, w.root.localIn(other)) == is {
			w.inherit(st, other, x)
		}
	}
}

// shareLengths is share for variables that have been given a length, and for that.
func (w *walk) shareLengths(st *sym.State, x ast.Expr) {
	key := w.condKey(x)
	for _, m := range w.lengths().spelled[key] {
		v, from := m.keys(w)
		switch equal, _ := w.hasDecided(st, equalKey(v, from)); {
		case !equal:
		case key == v:
			st.Inherit(from, m.from, v)
		case key == from:
			st.Inherit(v, m.v, from)
		}
	}
}

// valueIn is what a variable has: what the path has assigned, or what it had at the start.
func (w *walk) valueIn(st *sym.State, v *types.Var) sym.Value {
	if is := st.Variable(v); is != sym.Unknown {
		return is
	}
	return w.initialOf(v)
}

// areEqual decides x == y, of two things that are no constants.
func (w *walk) areEqual(st *sym.State, x ast.Expr, xv sym.Value, y ast.Expr, yv sym.Value) (yes, no []*sym.State) {
	a, b := w.condKey(x), w.condKey(y)
	if strings.Contains(a+b, "?") {
		return w.askedAgain(st, equalKey(w.spelling(x, true), w.spelling(y, true)), x, y)
	}
	// Either order rules out that they are equal; where both are ruled out, they are.
	less, isLess := w.hasDecided(st, lessKey(a, b))
	greater, isGreater := w.hasDecided(st, lessKey(b, a))
	switch {
	case less || greater:
		return nil, []*sym.State{st}
	case isLess && isGreater:
		return []*sym.State{st}, nil
	}
	yes, no = w.rememberAs(st, w.conditionNumber(equalKey(a, b), []ast.Expr{x, y}))
	for _, s := range yes {
		w.inherit(s, x, y)
		w.inherit(s, y, x)
		if k := s.Knows(xv); k == 0 {
			s.Learn(xv, s.Knows(yv))
		} else {
			s.Learn(yv, k)
		}
	}
	return yes, no
}

// agree decides x == y, of booleans.
func (w *walk) agree(st *sym.State, x ast.Expr, xv sym.Value, y ast.Expr, yv sym.Value) (yes, no []*sym.State) {
	t, f := w.holds(st, y, yv)
	for _, s := range t {
		a, b := w.holds(s, x, xv)
		yes, no = append(yes, a...), append(no, b...)
	}
	for _, s := range f {
		a, b := w.holds(s, x, xv)
		yes, no = append(yes, b...), append(no, a...)
	}
	w.noteClause(sym.Clause{Op: token.EQL, X: x, Y: y}, yes, no)
	return yes, no
}

// holds decides a boolean that has been evaluated.
func (w *walk) holds(st *sym.State, x ast.Expr, v sym.Value) (yes, no []*sym.State) {
	if w.isCondition(v) {
		return w.decideValue(st, v)
	}
	return w.rememberVar(st, x, v)
}
