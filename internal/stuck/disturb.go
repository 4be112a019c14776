// This file is about what code that is not followed does to what the run has made: a call, or a
// statement that is passed over, may set the fields of structs that it can reach.
//
//	c := &config{}
//	for _, o := range options {
//		o(c)
//	}
//	if c.async { // not false, as it was at first
//
// What such a field has from there on is not free to be anything, since the code says what it
// is: a run that asks is given up.

package stuck

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// noteField notes a field that is set by something else than a literal of its struct.
func (p *program) noteField(x ast.Expr) {
	switch x := ast.Unparen(x).(type) {
	case *ast.SelectorExpr:
		p.settable[p.variable(x)] = true
	// *p = T{} sets all fields, of whatever struct p leads to.
	case *ast.StarExpr:
		for _, v := range structFields(p.Info.TypeOf(x)) {
			p.settable[v] = true
		}
	case *ast.IndexExpr: // m[k] = v changes what is in the field m
		p.noteField(x.X)
	}
}

// structFields are the fields of a struct, or of what a pointer to one points to: the run does not
// tell the two apart.
func structFields(t types.Type) (fields []*types.Var) {
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			fields = append(fields, s.Field(i))
		}
	}
	return fields
}

// A reach is what a statement that is not followed may change: by its calls the fields that
// something sets, by its own stores these.
type reach struct {
	vars  []*types.Var // from which it gets there
	calls bool
	sets  []*types.Var
}

// reachOf is the reach of a statement.
func (p *program) reachOf(s ast.Stmt) *reach {
	if r, ok := p.reaches[s]; ok {
		return r
	}
	r := &reach{}
	// The names in what is called, or stored to, are where it starts; what they lead to is only
	// known to the run.
	within := false // something in the statement leads to what it changes
	from := func(x ast.Node) {
		for id := range syntax.All[*ast.Ident](x) {
			if v, ok := p.Info.Uses[id].(*types.Var); ok && !v.IsField() {
				r.vars = append(r.vars, v)
				within = within || syntax.Encloses(s, v.Pos())
			}
		}
	}
	store := func(x ast.Expr) {
		if p.storesBy(r, x) {
			from(x)
		}
	}
	for n := range syntax.All[ast.Node](s) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if tv := p.Info.Types[n.Fun]; !tv.IsType() && !tv.IsBuiltin() {
				r.calls = true
				from(n)
			}
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				store(l)
			}
		case *ast.IncDecStmt:
			store(n.X)
		case *ast.RangeStmt:
			store(n.Key)
			store(n.Value)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				store(n.X)
			}
		}
	}
	// It goes by way of a variable of its own, as in p := &c.opts; set(p): what that leads to is not
	// known, so anything that the statement mentions may be it.
	if within {
		r.vars = nil
		from(s)
	}
	p.reaches[s] = r
	return r
}

// storesBy adds the fields that an assignment to x sets, and reports whether it is to something
// else than a variable, which the run sees itself.
func (p *program) storesBy(r *reach, x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.SelectorExpr:
		r.sets = append(r.sets, p.variable(x))
	case *ast.StarExpr:
		r.sets = append(r.sets, structFields(p.Info.TypeOf(x))...)
		r.calls = r.calls || len(r.sets) == 0 // a field of which somebody has the address
	case *ast.IndexExpr:
		if sel, ok := ast.Unparen(x.X).(*ast.SelectorExpr); ok {
			r.sets = append(r.sets, p.variable(sel))
		}
	default:
		return false
	}
	return true
}

// passed is what a statement that is passed over does to structs.
func (m *machine) passed(f *frame, s ast.Stmt) {
	r := m.prog.reachOf(s)
	if !r.calls && len(r.sets) == 0 {
		return
	}
	var roots []value
	for _, v := range r.vars {
		if f.env[v] != nil || m.outer[v] != nil {
			roots = append(roots, m.load(f, v))
		}
	}
	if r.calls {
		m.lend(s, roots...)
		return
	}
	m.unsettle(s, roots, func(v *types.Var) bool { return slices.Contains(r.sets, v) })
}

// calledWith is what a call that is not followed does to structs that it is given.
func (m *machine) calledWith(f *frame, call *ast.CallExpr, fn value, args []value) {
	roots := append(slices.Clone(args), fn)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if s := m.prog.Info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
			recv := m.eval(f, sel.X)
			// A method of the value works on a copy, and can only reach what that has pointers to.
			if _, byPointer := s.Obj().(*types.Func).Signature().Recv().Type().Underlying().(*types.Pointer); !byPointer {
				recv = copied(m.prog.Info.TypeOf(sel.X), recv)
			}
			roots = append(roots, recv)
		}
	}
	m.lend(call, roots...)
}

// lend gives values to somebody who is not followed, and who may keep them; the variables of
// the package he has anyway.
func (m *machine) lend(by ast.Node, roots ...value) {
	for _, v := range roots {
		m.expose(v)
	}
	var shared []*types.Var
	for v, c := range m.outer {
		if !typesx.IsPackageVar(v) {
			continue // the variables of functions around he does not have
		}
		if mayChange(v, c.v) {
			shared = append(shared, v)
		}
	}
	// Symbols are numbered as they are made, so that the order must not be that of a map: two runs
	// of tether would not find the same.
	slices.SortFunc(shared, func(a, b *types.Var) int { return cmp.Compare(a.Pos(), b.Pos()) })
	for _, v := range shared {
		s := m.typed(v.Type())
		m.heat(by, s.id)
		m.outer[v].v = s
	}
	// Another package can only set fields by name that are exported; one that nothing in this
	// package sets keeps its value, whoever has the struct.
	m.unsettle(by, m.exposed, func(v *types.Var) bool { return v.Exported() || m.prog.settable[v] })
}

// expose notes that somebody who is not followed has a value from here on.
func (m *machine) expose(v value) {
	switch v.(type) {
	case *record, *closure, list:
	default:
		return
	}
	if r, ok := v.(*record); ok && slices.Contains(m.exposed, value(r)) {
		return
	}
	m.exposed = append(m.exposed, v)
}

// unsettle makes fields of the structs that values lead to ones that are not known.
func (m *machine) unsettle(by ast.Node, roots []value, loses func(*types.Var) bool) {
	seen := map[*record]bool{}
	var visit func(v value, depth int)
	visit = func(v value, depth int) {
		if depth == 0 {
			return
		}
		switch v := v.(type) {
		case *record:
			if seen[v] {
				return
			}
			seen[v] = true
			for _, field := range structFields(v.typ) {
				// A struct within that nobody has looked at yet is made now, so that its fields are lost too.
				if zero, ok := m.zero(field.Type()).(*record); ok && v.fields[field] == nil {
					v.fields[field] = zero
				}
				visit(v.fields[field], depth-1)
				if loses(field) && mayChange(field, v.fields[field]) {
					s := m.typed(field.Type())
					m.heat(by, s.id)
					v.fields[field] = s
				}
			}
		case list:
			for _, elem := range v.elems {
				visit(elem, depth-1)
			}
		case *closure:
			lit, ok := v.fn.(*ast.FuncLit)
			if !ok {
				return
			}
			// Whoever has a closure may call it, and by it reach what it has captured.
			for _, captured := range m.prog.mentions(lit) {
				if c := v.env[captured]; c != nil {
					visit(c.v, depth-1)
				}
			}
		}
	}
	for _, root := range roots {
		// Deeper than that nobody's condition asks; what is linked in a circle must end somewhere.
		visit(root, 5)
	}
}

// mayChange reports whether a field may be given another value by who is not followed: what
// is in sight stays, since its uses are, and so does a struct within, of which the fields are
// looked at.
func mayChange(field *types.Var, v value) bool {
	switch v.(type) {
	case *channel, *group, *closure:
		return false
	case *record:
		_, isStruct := field.Type().Underlying().(*types.Struct)
		return !isStruct
	}
	switch field.Type().Underlying().(type) {
	case *types.Chan, *types.Struct:
		return false
	}
	return true
}

// mentions are the variables that a literal uses, its own among them. Closures are looked at on
// each run, so that they are kept.
func (p *program) mentions(lit *ast.FuncLit) []*types.Var {
	if vars, ok := p.mentioned[lit]; ok {
		return vars
	}
	var vars []*types.Var
	for id := range syntax.All[*ast.Ident](lit.Body) {
		if v, _ := p.Info.Uses[id].(*types.Var); !slices.Contains(vars, v) {
			vars = append(vars, v)
		}
	}
	p.mentioned[lit] = vars
	return vars
}
