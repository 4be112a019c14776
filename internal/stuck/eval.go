// This file evaluates expressions. What matters to channels in sight is known: constants,
// integers that are counted with, lengths, booleans made of those, closures, fields of structs
// that the run has made. All else is a symbol, which knows what it was made of (its deps), so
// that decide can see when two questions are about the same thing.

package stuck

import (
	"go/ast"
	gconst "go/constant"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/syntax"
)

// The keys of memo: what is one symbol for the whole run.
type (
	// A parameter, or a variable that the run did not see being set.
	paramKey struct{ v *types.Var }
	// A field of the symbol id, as it is until the next call that may change it (gen).
	fieldKey struct {
		id, gen int
		v       *types.Var
	}
	// The length of the symbol id.
	lengthKey struct{ id int }
	// An element of the symbol id, as a range yields it.
	elemKey struct {
		id    int
		index int64
	}
)

// eval is the value of an expression, whose calls and receives have been done: they are events,
// and their results are in f.tmp.
func (m *machine) eval(f *frame, x ast.Expr) value {
	if x == nil {
		return m.fresh()
	}
	info := m.prog.Info
	// The compiler has calculated it already, whatever it is made of.
	if tv, ok := info.Types[x]; ok && tv.Value != nil {
		return constantOf(tv.Value)
	}
	switch x := x.(type) {
	case *ast.ParenExpr:
		return m.eval(f, x.X)
	case *ast.Ident:
		return m.ident(f, x)
	case *ast.SelectorExpr:
		return m.selector(f, x)
	// A pointer and what it points to are one record.
	case *ast.StarExpr:
		return m.eval(f, x.X)
	case *ast.UnaryExpr:
		return m.unary(f, x)
	case *ast.BinaryExpr:
		return m.binary(f, x)
	case *ast.CompositeLit:
		return m.composite(f, x)
	case *ast.FuncLit:
		return m.capture(f, x)
	case *ast.CallExpr:
		return m.called(f, x)
	case *ast.IndexExpr:
		if t := info.TypeOf(x.X); t != nil {
			// f[int] is the function f.
			if _, generic := t.Underlying().(*types.Signature); generic {
				return m.eval(f, x.X)
			}
		}
		elem := m.typed(info.TypeOf(x), m.depsIn(f, x)...)
		m.settles(f, x, elem) // it is what the run has put there
		return elem
	}
	return m.typed(info.TypeOf(x), m.depsIn(f, x)...)
}

// constantOf is the value of a constant. Booleans and integers that fit are calculated with;
// others, strings too, are compared by their exact text.
func constantOf(c gconst.Value) value {
	switch c.Kind() {
	case gconst.Bool:
		return truth{holds: gconst.BoolVal(c)}
	case gconst.Int:
		if n, exact := gconst.Int64Val(c); exact {
			return number{n: n}
		}
	}
	return constant{c.ExactString()}
}

// ident is what a name stands for: what its variable holds, or a function of the package, which
// can be entered. A function of another package is a symbol.
func (m *machine) ident(f *frame, id *ast.Ident) value {
	switch obj := m.prog.Info.ObjectOf(id).(type) {
	case *types.Nil:
		return nothing{}
	case *types.Var:
		return m.counted(obj, m.load(f, obj))
	case *types.Func:
		if decl := m.prog.sight.decls[obj.Origin()]; decl != nil {
			return &closure{fn: decl}
		}
	}
	return m.typed(m.prog.Info.TypeOf(id))
}

// counted is the value of a variable that some loop of the package counts to, with a number in
// place of a symbol: the same one wherever the variable is read, in the loop that launches and
// in the loop that receives.
func (m *machine) counted(v *types.Var, val value) value {
	s, ok := val.(*symbol)
	if !ok || !m.prog.counts[v] {
		return val
	}
	// Only an integer can be what a loop counts to; another variable of the list is compared.
	if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsInteger != 0 {
		return m.taken(s)
	}
	return val
}

// load is what a variable holds. A variable that code out of sight sets may hold anything at
// any time. One whose address is taken may change at each call, as fields do, and so may one of
// the package; a channel, a group or a closure in it stays, since its uses are in sight.
func (m *machine) load(f *frame, v *types.Var) value {
	if m.prog.volatile[v] {
		s := m.fresh()
		m.heat(v, s.id)
		return s
	}
	// A channel or a group stays in its variable; any other value may be set through the
	// address.
	if m.prog.lent[v] {
		if c := f.env[v]; c != nil {
			switch c.v.(type) {
			case *channel, *group, *closure:
				return c.v
			}
		}
		base := m.named(paramKey{v}, nil)
		s := m.named(fieldKey{base.id, m.gen, v}, v.Type(), base.id)
		if m.prog.renamed[v] {
			m.heat(v, base.id, s.id)
		}
		return s
	}
	if c := f.env[v]; c != nil {
		return c.v
	}
	if c := m.outer[v]; c != nil {
		return c.v
	}
	// A variable of a package is anybody's: it is one symbol until the next call.
	if v.Parent() == nil || v.Pkg() == nil || v.Parent() == v.Pkg().Scope() {
		base := m.named(paramKey{v}, nil)
		s := m.named(fieldKey{base.id, m.gen, v}, v.Type(), base.id)
		if m.prog.isConstantVar(v) {
			m.heat(v, base.id, s.id)
		}
		return s
	}
	// A variable of a function around the root, from before the run: it is one symbol.
	return m.named(paramKey{v}, v.Type())
}

// selector is a field, or a variable of another package. A field that a record has not been
// given is zero, unless it is one of an embedded struct.
func (m *machine) selector(f *frame, x *ast.SelectorExpr) value {
	info := m.prog.Info
	sel := info.Selections[x]
	if sel == nil {
		if v, ok := info.Uses[x.Sel].(*types.Var); ok {
			return m.counted(v, m.load(f, v))
		}
		return m.typed(info.TypeOf(x))
	}
	v, ok := sel.Obj().(*types.Var)
	if !ok {
		// A method value binds its receiver, and may be called by whoever gets it.
		m.expose(m.eval(f, x.X)) // a method that is called some time
		return m.typed(info.TypeOf(x), m.depsIn(f, x.X)...)
	}
	switch base := m.eval(f, x.X).(type) {
	case *record:
		if val, ok := base.fields[v]; ok {
			return m.counted(v, val)
		}
		if len(sel.Index()) == 1 && m.fieldOf(base, v) {
			zero := m.zero(v.Type())
			if r, ok := zero.(*record); ok {
				base.fields[v] = r // what is stored in it stays
			}
			return m.counted(v, zero)
		}
	case *symbol:
		return m.counted(v, m.field(base, v))
	}
	return m.typed(info.TypeOf(x), m.depsIn(f, x.X)...)
}

// fieldOf reports whether a record's type has the field itself, not by embedding.
func (m *machine) fieldOf(r *record, v *types.Var) bool {
	t := r.typ
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		if st.Field(i) == v {
			return true
		}
	}
	return false
}

// field is a field of something that is not known: what the run has stored there, or one
// symbol. Any call that is not followed may change it, which m.gen counts; so two reads with a
// call between them are not known to agree.
func (m *machine) field(base *symbol, v *types.Var) value {
	key := fieldKey{base.id, m.gen, v}
	// What the run itself has stored goes before what the field was at first.
	if val, ok := m.stored[key]; ok {
		return val
	}
	return m.named(key, v.Type(), base.deps...)
}

// unary is a receive, whose value is there already, an address, or a calculation.
func (m *machine) unary(f *frame, x *ast.UnaryExpr) value {
	switch x.Op {
	case token.ARROW:
		if v, ok := f.tmp[x]; ok {
			if t, ok := v.(tuple); ok {
				return t[0]
			}
			return v
		}
		return m.typed(m.prog.Info.TypeOf(x))
	case token.AND:
		switch v := m.eval(f, x.X).(type) {
		// A pointer and its struct are the same record: both see what is stored in it.
		case *record:
			return v
		case *group, *channel:
			return v
		}
		if sel, ok := ast.Unparen(x.X).(*ast.SelectorExpr); ok {
			m.expose(m.eval(f, sel.X))
		}
		// An address is never nil.
		s := m.fresh(m.depsIn(f, x.X)...)
		s.nonNil = true
		return s
	case token.NOT:
		if t, ok := m.eval(f, x.X).(truth); ok {
			return truth{!t.holds, t.of}
		}
	case token.SUB:
		if n, ok := m.eval(f, x.X).(number); ok {
			return number{-n.n, n.of}
		}
	}
	return m.computed(x, m.prog.Info.TypeOf(x), m.depsIn(f, x.X))
}

// binary calculates with two known numbers or booleans; else the result is a symbol that
// depends on both.
func (m *machine) binary(f *frame, x *ast.BinaryExpr) value {
	a, b := m.eval(f, x.X), m.eval(f, x.Y)
	na, okA := a.(number)
	nb, okB := b.(number)
	if okA && okB {
		if v := arithmetic(x.Op, na, nb); v != nil {
			return v
		}
	}
	if ta, ok := a.(truth); ok {
		if tb, ok := b.(truth); ok {
			switch x.Op {
			case token.LAND:
				return truth{ta.holds && tb.holds, union(ta.of, tb.of)}
			case token.LOR:
				return truth{ta.holds || tb.holds, union(ta.of, tb.of)}
			}
		}
	}
	return m.computed(x, m.prog.Info.TypeOf(x), union(depsOf(a), depsOf(b)))
}

// composite is a composite literal: a struct is a record, a slice, an array or a map a list.
// A slice or an array with indices is only known not to be nil.
func (m *machine) composite(f *frame, x *ast.CompositeLit) value {
	t := m.prog.Info.TypeOf(x)
	if t == nil {
		return m.fresh()
	}
	u := t.Underlying()
	if ptr, ok := u.(*types.Pointer); ok { // elided in a slice of pointers
		u = ptr.Elem().Underlying()
	}
	switch u := u.(type) {
	case *types.Struct:
		if isGroup(t) {
			return &group{}
		}
		r := &record{typ: t, fields: map[*types.Var]value{}}
		for i, e := range x.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if v := m.prog.variable(kv.Key); v != nil {
					r.fields[v] = m.owned(v, m.evalCopy(f, kv.Value))
				}
			} else if i < u.NumFields() {
				r.fields[u.Field(i)] = m.owned(u.Field(i), m.evalCopy(f, e))
			}
		}
		return r
	case *types.Slice:
		if l, ok := m.elements(f, x); ok {
			return l
		}
	case *types.Array:
		if l, ok := m.elements(f, x); ok && l.size.n == u.Len() {
			return l
		}
	case *types.Map:
		return list{size: number{n: int64(len(x.Elts))}}
	}
	return m.madeHere()
}

// elements are those of a literal without indices.
func (m *machine) elements(f *frame, x *ast.CompositeLit) (l list, ok bool) {
	for _, e := range x.Elts {
		if _, isPair := e.(*ast.KeyValueExpr); isPair {
			return list{}, false
		}
		l.elems = append(l.elems, m.evalCopy(f, e))
	}
	l.size.n = int64(len(x.Elts))
	return l, true
}

// capture is a literal with the variables that it can see. The cells are shared: what the
// literal assigns is seen outside, as in Go.
func (m *machine) capture(f *frame, lit *ast.FuncLit) value {
	env := make(map[*types.Var]*cell, len(f.env))
	for v, c := range f.env {
		env[v] = c
	}
	return &closure{fn: lit, env: env}
}

// depsIn are the symbols that the variables of an expression depend on. Literals inside are not
// looked into: they have not run.
func (m *machine) depsIn(f *frame, x ast.Node) []int {
	var all []int
	if lit, ok := x.(*ast.FuncLit); ok && lit != nil {
		return nil
	}
	for id := range syntax.Own[*ast.Ident](x) {
		if v, ok := m.prog.Info.Uses[id].(*types.Var); ok && !v.IsField() {
			all = union(all, depsOf(m.load(f, v)))
		}
	}
	return all
}

// arithmetic calculates with two numbers; nil where it cannot. The result stands for all
// symbols that either number was taken for. Overflow is as of int64, whatever the type.
func arithmetic(op token.Token, a, b number) value {
	of := union(a.of, b.of)
	switch op {
	case token.ADD:
		return number{a.n + b.n, of}
	case token.SUB:
		return number{a.n - b.n, of}
	case token.MUL:
		return number{a.n * b.n, of}
	case token.QUO:
		if b.n != 0 {
			return number{a.n / b.n, of}
		}
	case token.REM:
		if b.n != 0 {
			return number{a.n % b.n, of}
		}
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return truth{compared(op, a.n, b.n), of}
	}
	return nil
}
