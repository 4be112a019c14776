// This file is one run: goroutines, their frames, and who goes on when. It is a cooperative
// scheduler: a process goes on until it waits, and then another may. Where several can, which
// one is a choice (next), so orders that matter are found by deviating, and not by trying all
// interleavings.

package stuck

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
)

// Bounds of one run. A run that exceeds one is given up, and claims nothing.
const (
	maxRunSteps  = 3000
	maxProcesses = 40
	maxDepth     = 6 // functions entered inside one another
	maxTurns     = 6 // turns of a loop of which it is not known how often it runs
)

// A machine is one run of a system.
type machine struct {
	prog    *program
	k       int64 // what numbers that are not known are taken for
	procs   []*process
	current *process
	woken   *process             // goes on next: see preempt
	outer   map[*types.Var]*cell // variables of the functions around the root

	script, trace, widths []int // see choose

	symbols int
	gen     int // how many calls have been made that may change fields
	memo    map[any]*symbol
	stored  map[fieldKey]value
	exposed []value // what somebody has who is not followed, see lend
	atomics map[*types.Var]*atomicField
	asked   map[string]asking // see alike
	decided map[any]bool
	equal   map[int]string
	hot     map[int]any

	steps    int
	lost     bool
	counting bool // a loop's condition is being decided
	path     []step
	spent    []exhausted
}

// A step is something that a run chose, or that shows the way: it becomes part of a claim's
// path.
type step struct {
	proc   int
	at     ast.Node
	answer bool
}

// exhausted is a loop that ran as often as it counts to: in which process, to which symbols,
// and whether goroutines are launched in it. See certain.
type exhausted struct {
	proc     int
	of       []int
	launches bool
}

// A state is what a process does.
type state uint8

const (
	running state = iota
	waiting       // for what is in sight
	parked        // for something else
	ended
)

// A process is a goroutine of the run; the first is the launcher.
type process struct {
	id     int
	launch ast.Node // nil of the launcher
	frames []*frame
	state  state
	joins  []*group

	op     ast.Node // what it waits at
	ch     *channel // of a send or a receive
	value  value    // what it sends
	arms   []arm    // of a select
	ext    bool     // the select has an arm that others can make ready
	since  int      // the steps of the path before it waited there
	wait   *group
	leaves token.Pos
}

// An arm is one of a select.
type arm struct {
	clause *ast.CommClause
	ch     *channel // nil: out of sight, or nil
	never  bool     // the channel is nil
	send   bool
	value  value
}

// A frame is one activation of a function.
type frame struct {
	fn     *function
	block  *cfg.Block
	node   int
	event  int
	env    map[*types.Var]*cell
	tmp    map[ast.Node]value
	tags   map[*ast.SwitchStmt]value
	defers []deferred
	ret    []value
	bare   bool      // by a return without results
	leaves token.Pos // where it returns, once it does
	call   *ast.CallExpr
	turns  map[ast.Stmt]int
	ranges map[*ast.RangeStmt]*ranging
	last   token.Pos
}

// A deferred is a deferred call with its function and arguments, evaluated where the defer
// statement is.
type deferred struct {
	call *ast.CallExpr
	fn   value
	args []value
	on   value // what a method is called on
}

// A ranging is a range statement that is under way.
type ranging struct {
	over value
	n    int64 // turns taken
}

// top is the frame of the function that a process is in.
func (p *process) top() *frame { return p.frames[len(p.frames)-1] }

// run executes the system until nothing can go on, or the run is given up. What waits then,
// waits for ever: claims says of whom that is reported.
func (m *machine) run() {
	for !m.lost {
		m.steps++
		if m.steps > maxRunSteps {
			m.lose()
			return
		}
		// A process goes on as long as it can: only where it waits is there a choice.
		if m.current == nil || m.current.state != running {
			if m.current = m.next(); m.current == nil {
				return
			}
		}
		m.advance(m.current)
		if m.woken != nil {
			m.current, m.woken = m.woken, nil
		}
	}
}

// next is who goes on. The launcher goes first as long as it can, so that the usual run is the
// one in which it has launched everything before it waits. Of goroutines that one statement
// launches only the first is a candidate, since they are alike. Nil where all have ended or
// wait for something in sight.
func (m *machine) next() *process {
	var ready []*process
	for _, p := range m.procs {
		if p.state != running {
			continue
		}
		if p.launch == nil {
			return p
		}
		if !slices.ContainsFunc(ready, func(q *process) bool { return q.launch == p.launch }) {
			ready = append(ready, p)
		}
	}
	if len(ready) > 0 {
		return ready[m.choose(len(ready))]
	}
	// Nobody can go on by what is in sight: something else happens.
	for _, p := range m.procs {
		if p.state == parked {
			p.state = running
			return p
		}
	}
	for _, p := range m.procs {
		if p.state == waiting && p.ext {
			m.outside(p)
			return p
		}
	}
	return nil
}

// outside lets an arm of a select fire that is not in sight.
func (m *machine) outside(p *process) {
	var ext []arm
	for _, a := range p.arms {
		if a.ch == nil && !a.never {
			ext = append(ext, a)
		}
	}
	a := ext[m.choose(len(ext))]
	m.unqueue(p)
	m.take(p, a, nil, true)
}

// advance does the next thing of a process: a deferred call or the end of a frame, the end of a
// block, a select, an event of a statement, or what the statement does after its last event.
func (m *machine) advance(p *process) {
	f := p.top()
	// It returns: deferred calls first.
	if f.leaves.IsValid() {
		m.unwind(p, f)
		return
	}
	if f.node >= len(f.block.Nodes) {
		m.branch(p, f)
		return
	}
	n := f.block.Nodes[f.node]
	// The graph has the statements of all arms in front of the select.
	if sel := f.fn.comms[n]; sel != nil {
		m.selects(p, f, sel)
		return
	}
	events := f.fn.eventsOf(n)
	if f.event < len(events) {
		f.event++
		m.event(p, f, events[f.event-1])
		return
	}
	if f.event == 0 || len(events) > 0 {
		m.finish(p, f, n)
	}
	if n.Pos().IsValid() {
		f.last = n.Pos()
	}
	f.node++
	f.event = 0
}

// enter starts a function on top of a process: its parameters are bound to args, its named
// results are zero. env has the variables that a literal shares with the function around it.
func (m *machine) enter(p *process, fn ast.Node, env map[*types.Var]*cell, args []value, call *ast.CallExpr) {
	if len(p.frames) >= maxDepth {
		m.lose()
		return
	}
	def := m.prog.function(fn)
	f := &frame{
		fn: def, block: def.graph.Blocks[0], call: call,
		env:    make(map[*types.Var]*cell, len(env)+len(args)),
		tmp:    map[ast.Node]value{},
		tags:   map[*ast.SwitchStmt]value{},
		turns:  map[ast.Stmt]int{},
		ranges: map[*ast.RangeStmt]*ranging{},
	}
	for v, c := range env {
		f.env[v] = c
	}
	i := 0
	// A parameter that gets no argument here is unknown.
	for _, field := range def.Type.Params.List {
		for _, name := range field.Names {
			if v, ok := m.prog.Info.Defs[name].(*types.Var); ok {
				var val value = m.fresh()
				if _, variadic := field.Type.(*ast.Ellipsis); variadic && (call != nil || p.launch != nil) {
					val = m.rest(p, call, i)
				} else if i < len(args) && args[i] != nil {
					val = args[i]
					// A parameter of the root: one symbol, however often it is asked.
				} else if p.launch == nil && len(p.frames) == 0 {
					val = m.named(paramKey{v}, v.Type())
				}
				f.env[v] = &cell{val}
			}
			i++
		}
		if len(field.Names) == 0 {
			i++
		}
	}
	if def.Type.Results != nil {
		for _, field := range def.Type.Results.List {
			for _, name := range field.Names {
				if v, ok := m.prog.Info.Defs[name].(*types.Var); ok {
					f.env[v] = &cell{m.zero(v.Type())}
				}
			}
		}
	}
	p.frames = append(p.frames, f)
}

// rest is what a variadic parameter is bound to: as many as the call gives from argument i on;
// of xs... it is not known how many.
func (m *machine) rest(p *process, call *ast.CallExpr, i int) value {
	if launch, ok := p.launch.(*ast.GoStmt); ok && call == nil {
		call = launch.Call
	}
	if call == nil || call.Ellipsis.IsValid() || i > len(call.Args) {
		return m.fresh()
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && m.prog.Info.Selections[sel] != nil && m.prog.Info.Selections[sel].Kind() == types.MethodExpr {
		return m.fresh() // its receiver is among the arguments
	}
	if len(call.Args) == 1 {
		if _, several := m.prog.Info.TypeOf(call.Args[0]).(*types.Tuple); several {
			return m.fresh()
		}
	}
	return list{size: number{n: int64(len(call.Args) - i)}}
}

// spawn starts a goroutine, which runs when next chooses it.
func (m *machine) spawn(launch ast.Node, fn ast.Node, env map[*types.Var]*cell, args []value, joins ...*group) {
	if len(m.procs) >= maxProcesses {
		m.lose()
		return
	}
	p := &process{id: len(m.procs), launch: launch, joins: joins}
	m.procs = append(m.procs, p)
	m.enter(p, fn, env, args, nil)
}

// unwind runs the deferred calls of a frame that returns, the last first, then leaves it: its
// results go to where the caller's expression looks for them. The end of the last frame is the
// end of the goroutine.
func (m *machine) unwind(p *process, f *frame) {
	if n := len(f.defers); n > 0 {
		d := f.defers[n-1]
		f.defers = f.defers[:n-1]
		m.apply(p, f, d.call, d.fn, d.args, d.on)
		return
	}
	m.yields(f)
	p.frames = p.frames[:len(p.frames)-1]
	if len(p.frames) > 0 {
		if f.call != nil {
			var v value = tuple(f.ret)
			if len(f.ret) == 1 {
				v = f.ret[0]
			}
			p.top().tmp[f.call] = v
		}
		return
	}
	p.state, p.leaves = ended, f.leaves
	for _, g := range p.joins {
		m.count(g, -1)
	}
}

// count changes a group's count, and lets those go on who wait for it at zero. Below zero Go
// panics.
func (m *machine) count(g *group, by int64) {
	if g.count += by; g.count < 0 {
		m.lose() // it panics
	}
	if g.count > 0 {
		return
	}
	for _, p := range m.procs {
		if p.state == waiting && p.wait == g {
			p.state, p.wait = running, nil
		}
	}
}
