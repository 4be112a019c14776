// This file executes operations on channels in sight, as the language defines them: a queue of
// waiting processes and a buffer for each channel. A panic (a send on a closed channel, a
// second close) abandons the run: what a panicking program leaves behind is no claim.
//
// Channels out of sight are in exec.go: others may use them, so they become ready when nothing
// else can happen.

package stuck

import (
	"go/ast"
	"go/token"
	"slices"
)

// send sends on a channel in sight; the process waits where there is no room and nobody
// receives.
func (m *machine) send(p *process, ch *channel, v value, op ast.Node) {
	// A receiver that waits at a select may have been woken by something else just before.
	if q := m.receiver(ch); q != nil {
		m.preempt(q)
	}
	m.sendNow(p, ch, v, op)
}

// sendNow sends to who is there now. A select that has chosen its arm by canGo sends here: no
// choice may make the arm unready again.
func (m *machine) sendNow(p *process, ch *channel, v value, op ast.Node) {
	if !slices.Contains(ch.sites, op) {
		ch.sites = append(ch.sites, op)
	}
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

// preempt is a choice: a process that waits at a select with an arm out of sight is woken by
// that arm, and not by what happens in sight. That is possible at any time, but asked only
// where others have decided something since the process began to wait: they may have asked, as
// in
//
//	if ctx.Err() != nil { // not yet
//		return
//	}
//	ch <- v // and now the receiver's <-ctx.Done() fires
//
// so that both orders are tried (fixture asksBefore). A goroutine that is woken so
// goes on at once: what it does next, such as to close a channel, it has done
// before the other asks again.
func (m *machine) preempt(q *process) {
	if q.ext && len(m.path) > q.since && m.choose(2) == 1 {
		m.outside(q)
		m.woken = q
	}
}

// receiver is the first that waits to receive from a channel, in a select too; or nil. The
// queue is in order of arrival, as the runtime's is.
func (m *machine) receiver(ch *channel) *process {
	i := slices.IndexFunc(ch.queue, func(q *process) bool { return q.receives(ch) })
	if i < 0 {
		return nil
	}
	return ch.queue[i]
}

// receives reports whether a process in a channel's queue wants to receive from it: by its
// select's arm, or because what it waits at is no send.
func (p *process) receives(ch *channel) bool {
	if p.arms != nil {
		return slices.ContainsFunc(p.arms, func(a arm) bool { return a.ch == ch && !a.send })
	}
	_, sends := p.op.(*ast.SendStmt)
	return p.ch == ch && !sends
}

// sender is the first that waits to send on a channel, in a select too, and what it sends; nil
// if there is none.
func (m *machine) sender(ch *channel) (*process, value) {
	for _, q := range ch.queue {
		// A select may both send and receive on the channel: look at its arms in any case.
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

// hand gives a waiting receiver a value and lets it go on; ok is false if the channel is
// closed.
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

// received completes a receive: its values are left where eval finds them, and a range takes
// its next turn.
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

// released lets a sender go on that has waited and whose value has been taken.
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

// receive receives from a channel in sight, for op, which is a receive expression or a range;
// the process waits where there is nothing.
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

// ready takes a value from a channel: from its buffer, from a sender that waits, or the zero
// value where it is closed. ready is false where a receive would wait.
func (m *machine) ready(ch *channel) (v value, ok, ready bool) {
	q, sent := m.sender(ch)
	switch {
	case len(ch.buffer) > 0:
		v = ch.buffer[0]
		ch.buffer = ch.buffer[1:]
		// The room that became free is the waiting sender's.
		if q != nil {
			ch.buffer = append(ch.buffer, sent)
			m.released(q, ch)
		}
		return v, true, true
	case q != nil:
		m.released(q, ch)
		return sent, true, true
	case ch.closed:
		// A channel that never had a variable has no element type here; a symbol will do.
		if ch.made != nil {
			if t := chanElem(ch.made.Type()); t != nil {
				return m.zero(t), false, true
			}
		}
		return m.fresh(), false, true
	}
	return nil, false, false
}

// close closes a channel: all who wait to receive go on. A second close, and one under a
// waiting sender, panics.
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

// unqueue takes a process off the queues of the channels that it waits for, all arms of its
// select included.
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

// selects executes a select. Arms whose channel is in sight are ready or not, and that is
// known. An arm on another channel (ext) may be ready or not, so it is a choice; the usual one
// is that nothing out of sight happens. A nil channel is never ready.
func (m *machine) selects(p *process, f *frame, sel *ast.SelectStmt) {
	// Nothing in sight is used in it, and it leaves nothing: which arm runs is all the same.
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
	// One that is ready is taken, or one that others may have made ready at the same time;
	// default is not.
	if len(ready) > 0 {
		ways := ready
		if !slices.ContainsFunc(ready, arm.lies) {
			ways = append(ways, ext...)
		}
		if i := m.choose(len(ways)); i < len(ready) {
			m.went(p, ways[i])
		} else {
			m.take(p, ways[i], nil, true)
		}
		return
	}
	// Nothing in sight is ready: something out of sight may be, or default is taken, or it
	// waits.
	i := m.choose(1 + len(ext))
	switch {
	case i > 0:
		m.take(p, ext[i-1], nil, true)
	case hasDefault:
		m.took(sel, false)
		// The graph tries arms one after the other; default is behind the last.
		m.goTo(f, f.fn.afters[last])
	default:
		// It waits on all its channels at once; whoever comes first takes it off all queues.
		p.state, p.op, p.arms, p.ext, p.since = waiting, sel, arms, len(ext) > 0, len(m.path)
		for _, a := range arms {
			if a.ch != nil {
				a.ch.queue = append(a.ch.queue, p)
			}
		}
	}
}

// arm evaluates the channel, and the value to send, of an arm of a select. Go evaluates all of
// them before it chooses.
func (m *machine) arm(f *frame, clause *ast.CommClause) arm {
	a := arm{clause: clause}
	var x ast.Expr
	switch comm := clause.Comm.(type) {
	case *ast.SendStmt:
		x, a.send, a.value = comm.Chan, true, m.evalCopy(f, comm.Value)
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

// canGo reports whether an arm on a channel in sight is ready. A closed channel is ready for a
// send too: that panics.
func (m *machine) canGo(a arm) bool {
	if a.send {
		return a.ch.closed || int64(len(a.ch.buffer)) < a.ch.size || m.receiver(a.ch) != nil
	}
	q, _ := m.sender(a.ch)
	return len(a.ch.buffer) > 0 || q != nil || a.ch.closed
}

// lies reports whether what an arm receives lies there, in the buffer or because the channel is
// closed. Others may make another arm ready in the same moment, and the runtime may choose it;
// but a claim that needs that is of a rare race, and there is nothing to say of a run in which
// what lies there is taken. A sender that waits is no such case: it may as well come later.
func (a arm) lies() bool {
	return !a.send && (len(a.ch.buffer) > 0 || a.ch.closed)
}

// went does the operation of an arm that is ready, then goes on in its body.
func (m *machine) went(p *process, a arm) {
	if a.send {
		m.sendNow(p, a.ch, a.value, a.clause.Comm)
		m.take(p, a, nil, true)
		return
	}
	v, ok, _ := m.ready(a.ch)
	m.take(p, a, v, ok)
}

// take goes on in the body of an arm, whose operation has been done, with what it received.
// What comes from a channel out of sight is not known. Nor is why it came: a context may have
// ended because of the very value that a later branch asks about, so the symbols of the arm's
// operand are heated, and asking them abandons the run.
func (m *machine) take(p *process, a arm, v value, ok bool) {
	p.state, p.op, p.arms, p.ext, p.ch = running, nil, nil, false, nil
	f := p.top()
	m.path = append(m.path, step{p.id, a.clause, true})
	block := f.fn.arms[a.clause]
	// The graph has no block for an arm that it found unreachable.
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
