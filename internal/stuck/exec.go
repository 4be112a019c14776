package stuck

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// event does a part of a statement that can make a difference.
func (m *machine) event(p *process, f *frame, n event) {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		switch ch := m.eval(f, n.X).(type) {
		case *channel:
			m.receive(p, ch, n)
		case nothing: // for ever
			p.state, p.op = waiting, n
		default:
			p.state = parked
			t := m.prog.Info.TypeOf(n)
			if tup, ok := t.(*types.Tuple); ok {
				t = tup.At(0).Type()
			}
			f.tmp[n] = tuple{m.typed(t), m.fresh()}
		}
	case *ast.SendStmt:
		switch ch := m.eval(f, n.Chan).(type) {
		case *channel:
			m.send(p, ch, m.eval(f, n.Value), n)
		case nothing:
			p.state, p.op = waiting, n
		default:
			p.state = parked
		}
	case *ast.GoStmt:
		fn, args, _ := m.parts(f, n.Call)
		m.launch(n, fn, args)
	case *ast.DeferStmt:
		fn, args, on := m.parts(f, n.Call)
		f.defers = append(f.defers, deferred{n.Call, fn, args, on})
	case *ast.CallExpr:
		if tv := m.prog.Info.Types[n.Fun]; tv.IsType() {
			return
		}
		fn, args, on := m.parts(f, n)
		m.apply(p, f, n, fn, args, on)
	}
}

// parts evaluates the function of a call, its arguments, and what a method is
// called on.
func (m *machine) parts(f *frame, call *ast.CallExpr) (fn value, args []value, on value) {
	if _, ok := typeutil.Callee(m.prog.Info, call).(*types.Builtin); ok {
		if m.prog.isBuiltin(call, "close") && len(call.Args) == 1 {
			return nil, []value{m.eval(f, call.Args[0])}, nil
		}
		return nil, nil, nil
	}
	if decl := m.prog.declared(call); decl != nil {
		fn = &closure{fn: decl}
	} else {
		switch fun := ast.Unparen(call.Fun).(type) {
		case *ast.FuncLit, *ast.Ident:
			fn = m.eval(f, fun)
		case *ast.SelectorExpr:
			if m.prog.isGroupMethod(call) {
				on = m.eval(f, fun.X)
			}
		}
	}
	for _, a := range call.Args {
		args = append(args, m.eval(f, a))
	}
	return fn, args, on
}

// launch starts what can have a part in it.
func (m *machine) launch(at ast.Node, fn value, args []value, joins ...*group) {
	c, ok := fn.(*closure)
	if !ok || !m.takesPart(c, args) {
		for _, g := range joins {
			m.count(g, -1) // it ends some time
		}
		return
	}
	m.spawn(at, c.fn, c.env, args, joins...)
}

// takesPart reports whether a function does something with what is in sight.
func (m *machine) takesPart(c *closure, args []value) bool {
	if _, lit := c.fn.(*ast.FuncLit); lit {
		return m.prog.touching[c.fn] || slices.ContainsFunc(args, inSight)
	}
	return slices.ContainsFunc(args, inSight)
}

func inSight(v value) bool {
	switch v := v.(type) {
	case *channel, *group:
		return true
	case *closure:
		return v.env != nil
	}
	return false
}

// apply calls a function.
func (m *machine) apply(p *process, f *frame, call *ast.CallExpr, fn value, args []value, on value) {
	callee := typeutil.Callee(m.prog.Info, call)
	if b, ok := callee.(*types.Builtin); ok {
		if b.Name() == "close" && len(args) == 1 {
			switch ch := args[0].(type) {
			case *channel:
				m.close(ch)
			case nothing:
				m.lose()
			}
		}
		return
	}
	if run := m.prog.Launched(call); run != nil {
		m.helper(f, call, run, on)
		return
	}
	if g, ok := on.(*group); ok {
		m.groupCall(p, g, callee.(*types.Func).Name(), args)
		return
	}
	if c, ok := fn.(*closure); ok && m.takesPart(c, args) {
		m.enter(p, c.fn, c.env, args, call)
		return
	}
	m.gen++
	if fn, ok := callee.(*types.Func); ok {
		switch fn.Name() {
		case "Wait", "Acquire", "Join", "Sleep":
			p.state = parked
		}
	}
}

// helper launches by a call of a helper.
func (m *machine) helper(f *frame, call *ast.CallExpr, run ast.Expr, on value) {
	var joins []*group
	if g, ok := on.(*group); ok {
		m.count(g, 1)
		joins = append(joins, g)
	}
	m.launch(call, m.eval(f, run), nil, joins...)
}

// groupCall calls a method of a group in sight.
func (m *machine) groupCall(p *process, g *group, name string, args []value) {
	switch name {
	case "Add":
		n, ok := args[0].(number)
		if s, isSym := args[0].(*symbol); isSym {
			n, ok = m.taken(s), true
		}
		if !ok {
			m.lose()
			return
		}
		m.count(g, n.n)
	case "Done":
		m.count(g, -1)
	case "Wait":
		if g.count > 0 {
			p.state, p.wait = waiting, g
		}
	}
}

// finish does what a statement does once its calls and receives are done.
func (m *machine) finish(p *process, f *frame, n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		m.assignStmt(f, n)
	case *ast.ValueSpec:
		m.valueSpec(f, n)
	case *ast.IncDecStmt:
		by := int64(1)
		if n.Tok == token.DEC {
			by = -1
		}
		if v, ok := m.eval(f, n.X).(number); ok {
			m.assign(f, n.X, number{v.n + by, v.of})
		} else {
			m.assign(f, n.X, m.fresh(m.depsIn(f, n.X)...))
		}
	case *ast.ReturnStmt:
		m.returns(f, n)
	case ast.Expr:
		if r := f.fn.heads[n]; r != nil {
			f.ranges[r] = &ranging{over: m.eval(f, n)}
		}
		for _, tagged := range f.fn.tags {
			if tagged.Tag == n {
				f.tags[tagged] = m.eval(f, n)
			}
		}
	}
	if _, isExpr := n.(ast.Expr); !isExpr {
		clear(f.tmp)
	}
}

func (m *machine) returns(f *frame, n *ast.ReturnStmt) {
	f.leaves = n.Pos()
	if !f.leaves.IsValid() {
		f.leaves = f.fn.body.Rbrace
	}
	for _, x := range n.Results {
		v := m.eval(f, x)
		if t, ok := v.(tuple); ok {
			f.ret = append(f.ret, t...)
		} else {
			f.ret = append(f.ret, v)
		}
	}
	if len(n.Results) == 0 && f.fn.typ.Results != nil {
		for _, field := range f.fn.typ.Results.List {
			for _, name := range field.Names {
				v, _ := m.prog.Info.Defs[name].(*types.Var)
				if v == nil {
					f.ret = append(f.ret, m.fresh())
				} else {
					f.ret = append(f.ret, m.load(f, v))
				}
			}
		}
	}
}

func (m *machine) assignStmt(f *frame, n *ast.AssignStmt) {
	if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
		a, okA := m.eval(f, n.Lhs[0]).(number)
		b, okB := m.eval(f, n.Rhs[0]).(number)
		ops := map[token.Token]token.Token{token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB, token.MUL_ASSIGN: token.MUL}
		if okA && okB && ops[n.Tok] != 0 {
			m.assign(f, n.Lhs[0], arithmetic(ops[n.Tok], a, b))
		} else {
			m.assign(f, n.Lhs[0], m.typed(m.prog.Info.TypeOf(n.Lhs[0]), m.depsIn(f, n)...))
		}
		return
	}
	var values []value
	if len(n.Lhs) == len(n.Rhs) {
		for _, r := range n.Rhs {
			values = append(values, m.copied(m.eval(f, r)))
		}
	} else {
		values = m.several(f, n.Rhs[0], len(n.Lhs))
	}
	for i, l := range n.Lhs {
		m.assign(f, l, values[i])
	}
}

// several are the values of one expression that yields n.
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
	// A comma-ok form.
	ok := m.fresh(m.depsIn(f, x)...)
	ok.isOk = true
	out := make([]value, n)
	for i := range out {
		out[i] = m.fresh(ok.deps...)
	}
	out[n-1] = ok
	return out
}

func (m *machine) copied(v value) value {
	if r, ok := v.(*record); ok && !r.isPtr {
		fields := make(map[*types.Var]value, len(r.fields))
		for k, x := range r.fields {
			fields[k] = x
		}
		return &record{typ: r.typ, fields: fields}
	}
	return v
}

func (m *machine) valueSpec(f *frame, n *ast.ValueSpec) {
	var values []value
	switch {
	case len(n.Values) == len(n.Names):
		for _, x := range n.Values {
			values = append(values, m.copied(m.eval(f, x)))
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

// assign gives a variable or a field a value.
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
			base.fields[v] = val
		case *symbol:
			m.stored[fieldKey{base.id, m.gen, v}] = val
		}
	}
}

// owned makes a channel or a group that variable's, if all its uses are in sight.
func (m *machine) owned(v *types.Var, val value) value {
	switch x := val.(type) {
	case *channel:
		if !m.prog.inSight(v) {
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
		if _, lit := x.fn.(*ast.FuncLit); lit && !m.prog.inSight(v) {
			return m.typed(v.Type())
		}
	}
	return val
}

func (m *machine) store(f *frame, v *types.Var, val value) {
	switch c := f.env[v]; {
	case c != nil:
		c.v = val
	case m.outer[v] != nil:
		m.outer[v].v = val
	default:
		m.outer[v] = &cell{val}
	}
}

// branch goes on at the end of a block.
func (m *machine) branch(p *process, f *frame) {
	succs := f.block.Succs
	switch len(succs) {
	case 0:
		m.lose() // the process ends, or waits for ever for nothing in sight
	case 1:
		m.goTo(f, succs[0])
	default:
		m.decideBranch(p, f, succs)
	}
}

func (m *machine) decideBranch(p *process, f *frame, succs []*cfg.Block) {
	var cond ast.Expr
	if n := len(f.block.Nodes); n > 0 {
		cond, _ = f.block.Nodes[n-1].(ast.Expr)
	}
	way := func(holds bool) *cfg.Block {
		if holds {
			return succs[0]
		}
		return succs[1]
	}
	switch s := succs[0].Stmt.(type) {
	case *ast.IfStmt:
		if !m.prog.stmtMatters(f.fn, s) {
			m.skip(f, s)
			return
		}
		m.goTo(f, way(m.test(f, s.Cond).holds))
	case *ast.ForStmt:
		m.forLoop(p, f, s, succs)
	case *ast.RangeStmt:
		m.rangeLoop(p, f, s)
	case *ast.CaseClause:
		owner := f.fn.owner[s]
		if !m.prog.stmtMatters(f.fn, owner) {
			m.skip(f, owner)
			return
		}
		m.goTo(f, way(m.switchCase(f, s, owner, cond)))
	default:
		m.lose()
	}
	clear(f.tmp)
}

func (m *machine) switchCase(f *frame, clause *ast.CaseClause, owner ast.Stmt, cond ast.Expr) bool {
	if sw := f.fn.tags[clause]; sw != nil {
		tag, ok := f.tags[sw]
		if !ok {
			tag = m.eval(f, sw.Tag)
		}
		return m.same(f, tag, m.eval(f, cond), cond).holds
	}
	if ts, ok := owner.(*ast.TypeSwitchStmt); ok {
		s := m.named(ts, nil, m.depsIn(f, ts.Assign)...)
		return m.decide(question{key: caseKey{s.id, f.block.Stmt}, family: caseKey{s.id, nil}, deps: s.deps, at: clause})
	}
	return m.test(f, cond).holds
}

func (m *machine) forLoop(p *process, f *frame, s *ast.ForStmt, succs []*cfg.Block) {
	before := len(m.trace)
	m.counting = true
	var t truth
	if asksAgain(s.Cond) {
		// A call that is made again has another answer.
		t = truth{holds: m.choose(2) == 0 == (f.turns[s] < 2)}
		m.took(s, t.holds)
	} else {
		t = m.test(f, s.Cond)
	}
	m.counting = false
	if len(m.trace) > before {
		if f.turns[s]++; f.turns[s] > maxTurns {
			m.lose()
		}
	}
	if t.holds {
		m.goTo(f, succs[0])
		return
	}
	f.turns[s] = 0
	if len(t.of) > 0 {
		m.spent = append(m.spent, exhausted{p.id, t.of, m.prog.launches[s]})
	}
	m.goTo(f, succs[1])
}

// asksAgain reports whether a condition calls something.
func asksAgain(cond ast.Expr) bool {
	return syntax.Any(cond, func(call *ast.CallExpr) bool {
		id, isIdent := call.Fun.(*ast.Ident)
		return !isIdent || id.Name != "len" && id.Name != "cap"
	})
}

// rangeLoop starts the next turn of a range, or ends it.
func (m *machine) rangeLoop(p *process, f *frame, s *ast.RangeStmt) {
	r := f.ranges[s]
	if r == nil {
		m.lose()
		return
	}
	var size number
	switch over := r.over.(type) {
	case *channel:
		m.receive(p, over, s)
		return
	case number:
		size = over
	case list:
		size = over.size
	case nothing:
	case *symbol:
		t := m.prog.Info.TypeOf(s.X)
		if t == nil {
			m.lose()
			return
		}
		switch u := t.Underlying().(type) {
		case *types.Chan, *types.Signature: // as long as others will
			if isChan(u) {
				p.state = parked
			}
			more := m.choose(2) == 0 == (r.n < 2)
			if r.n > maxTurns {
				m.lose()
			}
			m.turn(f, s, nil, more)
			return
		case *types.Basic:
			if u.Info()&types.IsInteger != 0 {
				size = m.taken(over)
				break
			}
			size = m.length(over, "len").(number)
		case *types.Array:
			size = number{n: u.Len()}
		default:
			size = m.length(over, "len").(number)
		}
	default:
		m.lose()
		return
	}
	more := r.n < size.n
	if !more && len(size.of) > 0 {
		m.spent = append(m.spent, exhausted{p.id, size.of, m.prog.launches[s]})
	}
	m.turn(f, s, nil, more)
}

func isChan(t types.Type) bool {
	_, ok := t.(*types.Chan)
	return ok
}

func chanElem(t types.Type) types.Type {
	if ch, ok := t.Underlying().(*types.Chan); ok {
		return ch.Elem()
	}
	return nil
}

// turn goes into the body of a range, with v, or behind it.
func (m *machine) turn(f *frame, s *ast.RangeStmt, v value, more bool) {
	body, done := f.block.Succs[0], f.block.Succs[1]
	r := f.ranges[s]
	m.took(s, more)
	if !more {
		m.goTo(f, done)
		return
	}
	over, _ := r.over.(*symbol)
	bind := func(x ast.Expr, val value) {
		if x != nil {
			m.assign(f, x, val)
		}
	}
	switch {
	case v != nil:
		bind(s.Key, v)
	case s.Key != nil || s.Value != nil:
		bind(s.Key, number{n: r.n})
		if s.Key != nil && !m.indexed(s) {
			bind(s.Key, m.typed(m.prog.Info.TypeOf(s.Key)))
		}
		elem := m.fresh()
		if over != nil && s.Value != nil {
			elem = m.named(elemKey{over.id, r.n}, m.prog.Info.TypeOf(s.Value))
		}
		bind(s.Value, elem)
	}
	r.n++
	m.goTo(f, body)
}

// indexed reports whether the key of a range counts from zero.
func (m *machine) indexed(s *ast.RangeStmt) bool {
	t := m.prog.Info.TypeOf(s.X)
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Array, *types.Pointer:
		return true
	case *types.Basic:
		return u.Info()&types.IsInteger != 0
	}
	return false
}

// goTo goes on at the start of a block. A loop that makes no difference is passed
// over.
func (m *machine) goTo(f *frame, b *cfg.Block) {
	if m.steps++; b == nil || !b.Live || m.steps > maxRunSteps {
		m.lose()
		return
	}
	switch b.Kind {
	case cfg.KindForLoop, cfg.KindForBody, cfg.KindRangeLoop:
		if !m.prog.stmtMatters(f.fn, b.Stmt) {
			m.skip(f, b.Stmt)
			return
		}
		if b.Kind == cfg.KindForBody && b.Stmt.(*ast.ForStmt).Cond == nil {
			if f.turns[b.Stmt]++; f.turns[b.Stmt] > 4*maxTurns {
				m.lose()
			}
		}
	case cfg.KindForPost:
		m.again(f, b.Stmt.(*ast.ForStmt))
	}
	f.block, f.node, f.event = b, 0, 0
}

// again gives the variables of a loop new cells for the next turn.
func (m *machine) again(f *frame, s *ast.ForStmt) {
	init, ok := s.Init.(*ast.AssignStmt)
	if !ok {
		return
	}
	for _, l := range init.Lhs {
		if id, ok := l.(*ast.Ident); ok {
			if v, ok := m.prog.Info.Defs[id].(*types.Var); ok && f.env[v] != nil {
				f.env[v] = &cell{f.env[v].v}
			}
		}
	}
}

// skip passes over a statement that makes no difference, but for the variables that
// it sets.
func (m *machine) skip(f *frame, s ast.Stmt) {
	done := f.fn.done[s]
	if done == nil || !done.Live {
		m.lose()
		return
	}
	var deps []int
	switch s := s.(type) {
	case *ast.IfStmt:
		deps = m.depsIn(f, s.Cond)
	case *ast.SwitchStmt:
		if s.Tag != nil {
			deps = m.depsIn(f, s.Tag)
		}
	}
	for _, v := range m.prog.assignedIn(s) {
		if f.env[v] != nil || m.outer[v] != nil {
			m.store(f, v, m.typed(v.Type(), deps...))
		}
	}
	m.gen++
	clear(f.tmp)
	m.goTo(f, done)
}
