// This file goes from block to block: branches, loops, and what is passed over.
//
// Loops are where the model simplifies most. A loop to something unknown, such as range fs or i
// < n, runs m.k times, and so does each loop to the same thing; a loop about which nothing is
// known (for rows.Next()) runs twice, then as often as the search likes up to maxTurns. The
// package comment says what a claim must fulfil so that this does no harm.

package stuck

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/syntax"
)

// branch goes on at the end of a block: to its only successor, or as a condition says.
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

// decideBranch goes on behind a condition. What kind of branch it is the graph says by the
// statement that the first successor belongs to; the condition is the block's last node.
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
	// The condition is done; its calls have new results the next time.
	clear(f.tmp)
}

// switchCase answers whether a case is taken: of a switch over a value by comparison, of one
// over types as a question of its own for each clause, which exclude one another only by their
// order.
func (m *machine) switchCase(f *frame, clause *ast.CaseClause, owner ast.Stmt, cond ast.Expr) bool {
	if sw := f.fn.tags[clause]; sw != nil {
		// finish keeps the tag; a constant one is no node of the graph.
		tag, ok := f.tags[sw]
		if !ok {
			tag = m.eval(f, sw.Tag)
		}
		return m.same(f, tag, m.eval(f, cond), cond).holds
	}
	if ts, ok := owner.(*ast.TypeSwitchStmt); ok {
		s := m.named(ts, nil, m.depsIn(f, ts.Assign)...)
		m.settles(f, asserted(ts), s)
		return m.decide(question{key: caseKey{s.id, f.block.Stmt}, family: caseKey{s.id, nil}, deps: s.deps, at: clause})
	}
	return m.test(f, cond).holds
}

// forLoop decides whether a for loop takes another turn. counting makes ordered and equalsValue
// take symbols for numbers: what a loop compares with is how often it runs.
func (m *machine) forLoop(p *process, f *frame, s *ast.ForStmt, succs []*cfg.Block) {
	before := len(m.trace)
	m.counting = true
	var t truth
	if m.prog.asksAgain(s.Cond) {
		// for scanner.Scan() may go on as long as it likes. Two turns are enough to show what the
		// first leaves for the second.
		// A call that is made again has another answer.
		t = truth{holds: m.choose(2) == 0 == (f.turns[s] < 2)}
		m.took(s, t.holds)
	} else {
		t = m.test(f, s.Cond)
	}
	m.counting = false
	// The condition was a choice, so that nothing but this bound ends the loop.
	if len(m.trace) > before {
		if f.turns[s]++; f.turns[s] > maxTurns {
			m.lose()
		}
	}
	if t.holds {
		m.goTo(f, succs[0])
		return
	}
	// The loop may be entered again.
	f.turns[s] = 0
	// Whether the launches were as many as the receives is judged at the end of the run: it is
	// noted here who has counted to what.
	if len(t.of) > 0 {
		m.spent = append(m.spent, exhausted{p.id, t.of, m.prog.launches[s]})
	}
	m.goTo(f, succs[1])
}

// asksAgain reports whether a condition calls something, whose answer differs from turn to
// turn: for scanner.Scan(). len, cap and conversions do not count.
func (p *program) asksAgain(cond ast.Expr) bool {
	return syntax.Any(cond, func(call *ast.CallExpr) bool {
		if p.Info.Types[call.Fun].IsType() {
			return false
		}
		id, isIdent := call.Fun.(*ast.Ident)
		return !isIdent || id.Name != "len" && id.Name != "cap"
	})
}

// rangeLoop starts the next turn of a range, or ends it: of a channel in sight by a receive,
// else by a length, known or taken for m.k.
func (m *machine) rangeLoop(p *process, f *frame, s *ast.RangeStmt) {
	r := f.ranges[s]
	// The run came here without the loop's head: by a goto.
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
	// A nil slice or map: no turn.
	case nothing:
	case *symbol:
		t := m.prog.Info.TypeOf(s.X)
		if t == nil {
			m.lose()
			return
		}
		switch u := t.Underlying().(type) {
		// Out of sight: as long as others will.
		case *types.Chan, *types.Signature: // as long as others will
			if isChan(u) {
				p.state = parked
			}
			// The first choice is the usual one: two turns, and then the end.
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
			// A string.
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
	// Noted for certain: this loop counted to something that is not known.
	if !more && len(size.of) > 0 {
		m.spent = append(m.spent, exhausted{p.id, size.of, m.prog.launches[s]})
	}
	m.turn(f, s, nil, more)
}

// isChan reports whether an underlying type is a channel.
func isChan(t types.Type) bool {
	_, ok := t.(*types.Chan)
	return ok
}

// chanElem is the element type of a channel; nil of other types.
func chanElem(t types.Type) types.Type {
	if ch, ok := t.Underlying().(*types.Chan); ok {
		return ch.Elem()
	}
	return nil
}

// turn goes into the body of a range or behind it. v is what was received, of a channel; else
// the key is the number of the turn and the element one symbol for each index of the same
// operand, so that two loops over fs see the same elements.
func (m *machine) turn(f *frame, s *ast.RangeStmt, v value, more bool) {
	body, done := f.block.Succs[0], f.block.Succs[1]
	r := f.ranges[s]
	m.took(s, more)
	if !more {
		m.goTo(f, done)
		return
	}
	bind := func(x ast.Expr, val value) {
		if x == nil {
			return
		}
		// Before Go 1.22 a literal of an earlier turn sees the value of this one.
		if v, ok := m.prog.Info.Defs[identOf(x)].(*types.Var); ok && r.n > 0 && m.prog.sharesTurns(s) {
			m.store(f, v, m.owned(v, val))
			return
		}
		m.assign(f, x, val)
	}
	switch {
	case v != nil:
		bind(s.Key, v)
	case s.Key != nil || s.Value != nil:
		bind(s.Key, number{n: r.n})
		// The keys of a map are unknown.
		if s.Key != nil && !m.indexed(s) {
			bind(s.Key, m.part(s.Key, r))
		}
		if s.Value != nil {
			bind(s.Value, m.element(s, r))
		}
	}
	r.n++
	m.goTo(f, body)
}

// element is what a range yields in this turn: the element of a literal that is its operand,
// elsewhere it may have been set since.
func (m *machine) element(s *ast.RangeStmt, r *ranging) value {
	switch over := r.over.(type) {
	case *symbol:
		return m.named(elemKey{over.id, r.n}, m.prog.Info.TypeOf(s.Value))
	case list:
		if _, isLit := ast.Unparen(s.X).(*ast.CompositeLit); isLit && r.n < int64(len(over.elems)) {
			return over.elems[r.n]
		}
	}
	return m.part(s.Value, r)
}

// part is a symbol for what a range binds to x. Of what the run has made itself it is not
// free to be anything, so that nothing may be asked of it.
func (m *machine) part(x ast.Expr, r *ranging) value {
	part := m.typed(m.prog.Info.TypeOf(x))
	if _, made := r.over.(list); made {
		m.heat(x, part.id)
	}
	return part
}

// identOf is an expression that is a name; nil of others.
func identOf(x ast.Expr) *ast.Ident {
	id, _ := x.(*ast.Ident)
	return id
}

// indexed reports whether the key of a range counts from zero: over a slice, an array or an
// integer, and not over a map or a string.
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

// goTo goes on at the start of a block. A loop that makes no difference is passed over at its
// head.
func (m *machine) goTo(f *frame, b *cfg.Block) {
	if m.steps++; b == nil || !b.Live || m.steps > maxRunSteps {
		m.lose()
		return
	}
	// It is passed over before its first turn, or its turns would be choices that mean nothing.
	switch b.Kind {
	case cfg.KindForLoop, cfg.KindForBody, cfg.KindRangeLoop:
		if !m.prog.stmtMatters(f.fn, b.Stmt) {
			m.skip(f, b.Stmt)
			return
		}
		// for without a condition: only its body can end it.
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

// again gives the variables of a loop new cells for the next turn, so that a closure of one
// turn does not see the next.
func (m *machine) again(f *frame, s *ast.ForStmt) {
	init, ok := s.Init.(*ast.AssignStmt)
	if !ok || m.prog.sharesTurns(s) {
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

// skip passes over a statement that makes no difference to what is in sight. The variables that
// it sets hold something unknown afterwards, which depends on what it branched by, and the
// calls in it may have changed any field.
func (m *machine) skip(f *frame, s ast.Stmt) {
	// Nothing follows it: it never ends, or always returns.
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
	m.passed(f, s)
	m.gen++
	clear(f.tmp)
	m.goTo(f, done)
}
