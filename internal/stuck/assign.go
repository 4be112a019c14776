// This file stores: what an assignment, a declaration and a return do to the variables and
// fields of a run.
//
// A struct is copied where Go copies it, so that
//
//	t := *p
//	t.n = 5 // p.n stays
//
// does not change p. A variable is a cell, which a closure shares and a goroutine sees; a field
// of a record is an entry of its map. What is stored through anything else (an index, a pointer
// that is not known) is forgotten: reading it yields a symbol.

package stuck

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/typesx"
)

// returns notes what a return statement yields and starts the unwinding of the frame: the
// deferred calls run before the caller goes on, as advance sees by f.leaves.
func (m *machine) returns(f *frame, n *ast.ReturnStmt) {
	f.leaves = n.Pos()
	// The graph ends a body that falls off its end in a return without a position.
	if !f.leaves.IsValid() {
		f.leaves = f.fn.Body.Rbrace
	}
	for _, x := range n.Results {
		v := m.eval(f, x)
		if t, ok := v.(tuple); ok {
			f.ret = append(f.ret, t...)
		} else {
			f.ret = append(f.ret, copied(m.prog.Info.TypeOf(x), v))
		}
	}
	// The named results have what is returned, and a bare return yields what they have: a
	// deferred call may read them and set them, see yields.
	for i, v := range m.namedResults(f) {
		if len(n.Results) == 0 {
			f.ret = append(f.ret, m.fresh())
		} else if v != nil && i < len(f.ret) {
			m.store(f, v, f.ret[i])
		}
	}
	f.bare = len(n.Results) == 0
}

// yields reads the named results when the deferred calls have run. Where code that is not
// followed sets one, the run says nothing.
func (m *machine) yields(f *frame) {
	for i, v := range m.namedResults(f) {
		if v == nil || i >= len(f.ret) {
			continue
		}
		// A caller may ask what nobody has followed.
		if (m.prog.volatile[v] || m.prog.lent[v]) && !f.bare && f.call != nil {
			m.lose()
		}
		f.ret[i] = m.load(f, v)
	}
}

// namedResults are the results of a function that have names; nil for one that is called _.
func (m *machine) namedResults(f *frame) (vars []*types.Var) {
	if f.fn.Type.Results == nil {
		return nil
	}
	for _, field := range f.fn.Type.Results.List {
		for _, name := range field.Names {
			v, _ := m.prog.Info.Defs[name].(*types.Var)
			vars = append(vars, v)
		}
	}
	return vars
}

// assignStmt assigns the values of the right-hand side. All are evaluated before the first is
// stored, so that a swap works.
func (m *machine) assignStmt(f *frame, n *ast.AssignStmt) {
	if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
		// Only counters are calculated with; of any other operation the result is not known.
		x, y := m.eval(f, n.Lhs[0]), m.eval(f, n.Rhs[0])
		a, okA := x.(number)
		b, okB := y.(number)
		ops := map[token.Token]token.Token{token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB, token.MUL_ASSIGN: token.MUL}
		if okA && okB && ops[n.Tok] != 0 {
			m.assign(f, n.Lhs[0], arithmetic(ops[n.Tok], a, b))
		} else {
			m.assign(f, n.Lhs[0], m.computed(n, m.prog.Info.TypeOf(n.Lhs[0]), union(m.depsIn(f, n), union(depsOf(x), depsOf(y)))))
		}
		return
	}
	var values []value
	if len(n.Lhs) == len(n.Rhs) {
		for _, r := range n.Rhs {
			values = append(values, m.evalCopy(f, r))
		}
	} else {
		values = m.several(f, n.Rhs[0], len(n.Lhs))
	}
	for i, l := range n.Lhs {
		m.assign(f, l, values[i])
	}
}

// several are the n values of one expression: the results of a call, or what a receive, an
// index or a type assertion yields with its boolean. Of the latter two nothing is known; the
// boolean is usually true.
func (m *machine) several(f *frame, x ast.Expr, n int) []value {
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		if t, ok := m.called(f, x).(tuple); ok && len(t) == n {
			return t
		}
	case *ast.UnaryExpr:
		if t, ok := f.tmp[x].(tuple); ok && n == 2 && len(t) == 2 {
			return t
		}
	}
	// An index or an assertion. All values depend on the same, so that a question about one is
	// not free once another has been asked.
	ok := m.fresh(m.depsIn(f, x)...)
	ok.isOk = true
	out := make([]value, n)
	for i := range out {
		s := m.fresh(ok.deps...)
		m.settles(f, x, s, ok)
		out[i] = s
	}
	out[n-1] = ok
	return out
}

// evalCopy is the value of an expression as an assignment, an argument or a send has it.
func (m *machine) evalCopy(f *frame, x ast.Expr) value {
	return copied(m.prog.Info.TypeOf(x), m.eval(f, x))
}

// copied is a value of a type as Go copies it: a struct is a new one, whose fields nobody
// else has, with the structs in it. A record that the type says to be reached by a pointer
// stays the same.
func copied(t types.Type, v value) value {
	r, ok := v.(*record)
	if !ok || t == nil {
		return v
	}
	if _, isStruct := t.Underlying().(*types.Struct); !isStruct {
		return v
	}
	fields := make(map[*types.Var]value, len(r.fields))
	for k, x := range r.fields {
		fields[k] = copied(k.Type(), x)
	}
	return &record{typ: t, fields: fields}
}

// valueSpec does a var declaration. A variable without a value is a zero value, which is known;
// a group gets its count of zero.
func (m *machine) valueSpec(f *frame, n *ast.ValueSpec) {
	var values []value
	switch {
	case len(n.Values) == len(n.Names):
		for _, x := range n.Values {
			values = append(values, m.evalCopy(f, x))
		}
	case len(n.Values) == 1:
		values = m.several(f, n.Values[0], len(n.Names))
	}
	for i, name := range n.Names {
		v, ok := m.prog.Info.Defs[name].(*types.Var)
		if !ok {
			continue
		}
		if i < len(values) {
			m.assign(f, name, values[i])
		} else if isGroup(v.Type()) {
			f.env[v] = &cell{&group{v: v}}
		} else {
			f.env[v] = &cell{m.zero(v.Type())}
		}
	}
}

// assign gives a variable or a field a value. Other places (an element, what a pointer of
// unknown origin points to) are not modelled: what is read from there is a symbol anyway.
func (m *machine) assign(f *frame, x ast.Expr, val value) {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		if v, ok := m.prog.Info.Defs[x].(*types.Var); ok {
			f.env[v] = &cell{m.owned(v, val)}
		} else if v, ok := m.prog.Info.Uses[x].(*types.Var); ok {
			m.store(f, v, m.owned(v, val))
		}
	case *ast.SelectorExpr:
		v := m.prog.variable(x)
		if v == nil || m.prog.Info.Selections[x] == nil {
			return
		}
		switch base := m.eval(f, x.X).(type) {
		case *record:
			base.fields[v] = m.owned(v, val)
		case *symbol:
			// A field of something that is not known keeps its value until the next call that
			// is not followed: see field.
			m.stored[fieldKey{base.id, m.gen, v}] = m.owned(v, val)
			m.expose(val)
		}
	case *ast.StarExpr:
		base, ok := m.eval(f, x.X).(*record)
		if !ok {
			m.lend(x, val)
			return
		}
		if r, ok := val.(*record); ok {
			base.fields = copied(m.prog.Info.TypeOf(x), r).(*record).fields
			return
		}
		m.unsettle(x, []value{base}, func(*types.Var) bool { return true })
	case *ast.IndexExpr:
		m.expose(val)
		if _, known := m.eval(f, x.X).(list); known && isMap(m.prog.Info.TypeOf(x.X)) {
			m.assign(f, x.X, m.madeHere()) // how many are in there now is not known
		}
	}
}

// owned is what a variable or a field holds once it is given a value. A channel, a group or a literal
// stays known only if all uses of the variable are in sight; else somebody out of sight may use
// it, and the variable holds something unknown. The first variable of a channel gives it its
// name in messages.
func (m *machine) owned(v *types.Var, val value) value {
	switch x := val.(type) {
	case *channel:
		if !m.prog.inSight(v) { // as a field never is: whoever has the struct has it
			return m.typed(v.Type())
		}
		if x.made == nil {
			x.made = v
		}
	case *group:
		if !m.prog.inSight(v) {
			return m.typed(v.Type())
		}
	case *closure:
		// A function of the package has no variables that could be shared: it stays known.
		if _, lit := x.fn.(*ast.FuncLit); lit && !m.prog.inSight(v) {
			return m.typed(v.Type())
		}
	}
	return val
}

// store puts a value into the cell that the variable has: that of the frame, whose closures
// share it, or that of the functions around the root, which the run does not execute.
func (m *machine) store(f *frame, v *types.Var, val value) {
	if typesx.IsPackageVar(v) {
		m.expose(val)
	}
	switch c := f.env[v]; {
	case c != nil:
		c.v = val
	case m.outer[v] != nil:
		m.outer[v].v = val
	default:
		m.outer[v] = &cell{val}
	}
}
