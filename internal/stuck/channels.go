package stuck

import (
	"go/ast"
	"go/token"
	"slices"
)

// send sends on a channel in sight; the process waits where there is no room and
// nobody receives.
func (m *machine) send(p *process, ch *channel, v value, op ast.Node) {
	if q := m.receiver(ch); q != nil {
		m.preempt(q)
	}
	m.sendNow(p, ch, v, op)
}

// sendNow sends to who is there now: the arm of a select that is ready stays so.
func (m *machine) sendNow(p *process, ch *channel, v value, op ast.Node) {
	m.sent[ch]++
	switch q := m.receiver(ch); {
	case ch.closed:
		m.lose() // it panics
	case q != nil:
		m.hand(q, ch, v, true)
	case int64(len(ch.buffer)) < ch.size:
		ch.buffer = append(ch.buffer, v)
	default:
		p.state, p.op, p.ch, p.value = waiting, op, ch, v
		ch.queue = append(ch.queue, p)
	}
}

// preempt lets something out of sight happen before what a process waits for at a select,
// although others have gone on in the meantime: they may have asked, and have heard that it
// has not happened yet.
func (m *machine) preempt(q *process) {
	if q.ext && len(m.path) > q.since && m.choose(2) == 1 {
		m.outside(q)
	}
}

// receiver is who waits to receive from a channel.
func (m *machine) receiver(ch *channel) *process {
	i := slices.IndexFunc(ch.queue, func(q *process) bool { return q.receives(ch) })
	if i < 0 {
		return nil
	}
	return ch.queue[i]
}

func (p *process) receives(ch *channel) bool {
	if p.arms != nil {
		return slices.ContainsFunc(p.arms, func(a arm) bool { return a.ch == ch && !a.send })
	}
	_, sends := p.op.(*ast.SendStmt)
	return p.ch == ch && !sends
}

// sender is who waits to send on a channel, and what.
func (m *machine) sender(ch *channel) (*process, value) {
	for _, q := range ch.queue {
		if q.receives(ch) && q.arms == nil {
			continue
		}
		if q.arms == nil {
			return q, q.value
		}
		for _, a := range q.arms {
			if a.ch == ch && a.send {
				return q, a.value
			}
		}
	}
	return nil, nil
}

// hand gives a waiting receiver its value.
func (m *machine) hand(q *process, ch *channel, v value, ok bool) {
	m.unqueue(q)
	if q.arms != nil {
		for _, a := range q.arms {
			if a.ch == ch && !a.send {
				m.take(q, a, v, ok)
				return
			}
		}
	}
	m.received(q, v, ok)
}

// received ends a receive of a process.
func (m *machine) received(q *process, v value, ok bool) {
	q.state = running
	f := q.top()
	switch op := q.op.(type) {
	case *ast.UnaryExpr:
		f.tmp[op] = tuple{v, truth{holds: ok}}
	case *ast.RangeStmt:
		m.turn(f, op, v, ok)
	}
	q.op, q.ch = nil, nil
}

// released ends a send of a process that has waited.
func (m *machine) released(q *process, ch *channel) {
	m.unqueue(q)
	if q.arms != nil {
		for _, a := range q.arms {
			if a.ch == ch && a.send {
				m.take(q, a, nil, true)
				return
			}
		}
	}
	q.state, q.op, q.ch, q.value = running, nil, nil, nil
}

// receive receives from a channel in sight.
func (m *machine) receive(p *process, ch *channel, op ast.Node) {
	if q, _ := m.sender(ch); q != nil {
		m.preempt(q)
	}
	p.op, p.ch = op, ch
	if v, ok, ready := m.ready(ch); ready {
		m.received(p, v, ok)
		return
	}
	p.state = waiting
	ch.queue = append(ch.queue, p)
}

// ready takes a value from a channel where there is one, or it is closed.
func (m *machine) ready(ch *channel) (v value, ok, ready bool) {
	q, sent := m.sender(ch)
	switch {
	case len(ch.buffer) > 0:
		v = ch.buffer[0]
		ch.buffer = ch.buffer[1:]
		if q != nil {
			ch.buffer = append(ch.buffer, sent)
			m.released(q, ch)
		}
		return v, true, true
	case q != nil:
		m.released(q, ch)
		return sent, true, true
	case ch.closed:
		if ch.made != nil {
			if t := chanElem(ch.made.Type()); t != nil {
				return m.zero(t), false, true
			}
		}
		return m.fresh(), false, true
	}
	return nil, false, false
}

// close closes a channel: all who receive go on.
func (m *machine) close(ch *channel) {
	if q, _ := m.sender(ch); ch.closed || q != nil {
		m.lose() // it panics
		return
	}
	ch.closed = true
	for {
		q := m.receiver(ch)
		if q == nil {
			return
		}
		v, ok, _ := m.ready(ch)
		m.hand(q, ch, v, ok)
	}
}

func (m *machine) unqueue(p *process) {
	drop := func(ch *channel) {
		if i := slices.Index(ch.queue, p); i >= 0 {
			ch.queue = slices.Delete(ch.queue, i, i+1)
		}
	}
	if p.ch != nil {
		drop(p.ch)
	}
	for _, a := range p.arms {
		if a.ch != nil {
			drop(a.ch)
		}
	}
}

// selects executes a select.
func (m *machine) selects(p *process, f *frame, sel *ast.SelectStmt) {
	if !m.prog.stmtMatters(f.fn, sel) {
		m.skip(f, sel)
		return
	}
	var arms, ready, ext []arm
	var last *ast.CommClause
	hasDefault := false
	for _, c := range sel.Body.List {
		clause := c.(*ast.CommClause)
		if clause.Comm == nil {
			hasDefault = true
			continue
		}
		last = clause
		a := m.arm(f, clause)
		arms = append(arms, a)
		switch {
		case a.ch != nil && m.canGo(a):
			ready = append(ready, a)
		case a.ch == nil && !a.never:
			ext = append(ext, a)
		}
	}
	if len(ready) > 0 {
		ways := append(ready, ext...)
		if i := m.choose(len(ways)); i < len(ready) {
			m.went(p, ways[i])
		} else {
			m.take(p, ways[i], nil, true)
		}
		return
	}
	i := m.choose(1 + len(ext))
	switch {
	case i > 0:
		m.take(p, ext[i-1], nil, true)
	case hasDefault:
		m.took(sel, false)
		m.goTo(f, f.fn.afters[last])
	default:
		p.state, p.op, p.arms, p.ext, p.since = waiting, sel, arms, len(ext) > 0, len(m.path)
		for _, a := range arms {
			if a.ch != nil {
				a.ch.queue = append(a.ch.queue, p)
			}
		}
	}
}

// arm evaluates an arm of a select.
func (m *machine) arm(f *frame, clause *ast.CommClause) arm {
	a := arm{clause: clause}
	var x ast.Expr
	switch comm := clause.Comm.(type) {
	case *ast.SendStmt:
		x, a.send, a.value = comm.Chan, true, m.eval(f, comm.Value)
	case *ast.ExprStmt:
		x = comm.X
	case *ast.AssignStmt:
		x = comm.Rhs[0]
	}
	if u, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && u.Op == token.ARROW && !a.send {
		x = u.X
	}
	switch ch := m.eval(f, x).(type) {
	case *channel:
		a.ch = ch
	case nothing:
		a.never = true
	}
	return a
}

// canGo reports whether an arm is ready by what is in sight.
func (m *machine) canGo(a arm) bool {
	if a.send {
		return a.ch.closed || int64(len(a.ch.buffer)) < a.ch.size || m.receiver(a.ch) != nil
	}
	q, _ := m.sender(a.ch)
	return len(a.ch.buffer) > 0 || q != nil || a.ch.closed
}

// went takes an arm that is ready.
func (m *machine) went(p *process, a arm) {
	if a.send {
		m.sendNow(p, a.ch, a.value, a.clause.Comm)
		m.take(p, a, nil, true)
		return
	}
	v, ok, _ := m.ready(a.ch)
	m.take(p, a, v, ok)
}

// take goes on in the body of an arm. What it receives from elsewhere is not known,
// and it may have happened for any reason.
func (m *machine) take(p *process, a arm, v value, ok bool) {
	p.state, p.op, p.arms, p.ext, p.ch = running, nil, nil, false, nil
	f := p.top()
	m.path = append(m.path, step{p.id, a.clause, true})
	block := f.fn.arms[a.clause]
	if block == nil {
		m.lose()
		return
	}
	if assign, isAssign := a.clause.Comm.(*ast.AssignStmt); isAssign {
		var okValue value = truth{holds: ok}
		if a.ch == nil {
			v, okValue = m.typed(m.prog.Info.TypeOf(assign.Lhs[0])), m.fresh()
		}
		m.assign(f, assign.Lhs[0], v)
		if len(assign.Lhs) > 1 {
			m.assign(f, assign.Lhs[1], okValue)
		}
	}
	if a.ch == nil {
		m.heat(a.clause, m.depsIn(f, a.clause.Comm)...)
	}
	f.node, f.event = len(f.block.Nodes), 0
	m.goTo(f, block)
}
