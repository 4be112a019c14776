// This file executes statements, in two parts: the events in them (calls, sends, receives,
// launches), one at a time and in the order of evaluation, since each of them can make the
// process wait; then what the statement does with their results (finish).

package stuck

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
)

// event does a part of a statement that can make a difference. A process that waits on a
// channel out of sight is parked: it goes on when nothing else can happen. On a nil channel it
// waits for ever.
func (m *machine) event(p *process, f *frame, n event) {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		switch ch := m.eval(f, n.X).(type) {
		case *channel:
			m.receive(p, ch, n)
		case nothing: // for ever
			p.state, p.op = waiting, n
		default:
			// Somebody out of sight may send: it goes on, with a value that is not known.
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
			m.send(p, ch, m.evalCopy(f, n.Value), n)
		case nothing:
			p.state, p.op = waiting, n
		default:
			// Whoever receives it has it from then on, and may change what it leads to.
			m.lend(n, m.evalCopy(f, n.Value))
			p.state = parked
		}
	case *ast.GoStmt:
		// Go evaluates the function and the arguments of a go and a defer statement at once.
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

// parts evaluates the function of a call, its arguments, and what a method is called on, if
// that is a group. fn is a closure where the function can be entered; of builtins only close
// has arguments that matter here.
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
		// A function value is entered where the run knows which literal it is.
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
		args = append(args, m.evalCopy(f, a))
	}
	return fn, args, on
}

// launch starts a goroutine if it can take part in what happens in sight. Others run somewhere
// and end some time: for a group they have ended at once, which lets its Wait go on. joins are
// the groups whose count falls when the goroutine ends.
func (m *machine) launch(at ast.Node, fn value, args []value, joins ...*group) {
	c, ok := fn.(*closure)
	if !ok || !m.takesPart(c, args) {
		m.lend(at, append(slices.Clone(args), fn)...)
		// It waits for nobody in sight, so that it cannot be what the group waits for in vain.
		for _, g := range joins {
			m.count(g, -1) // it ends some time
		}
		return
	}
	m.spawn(at, c.fn, c.env, args, joins...)
}

// takesPart reports whether a function does something with what is in sight: by its arguments,
// or, of a literal, by its variables.
func (m *machine) takesPart(c *closure, args []value) bool {
	if _, lit := c.fn.(*ast.FuncLit); lit {
		return m.prog.touching[c.fn] || slices.ContainsFunc(args, inSight)
	}
	return slices.ContainsFunc(args, inSight)
}

// inSight reports whether a value can take a part: a channel, a group, a literal that may have
// either.
func inSight(v value) bool {
	switch v := v.(type) {
	case *channel, *group:
		return true
	case *closure:
		return v.env != nil
	}
	return false
}

// apply calls a function: it does what a builtin, a helper, a group or an atomic does, enters a
// function that takes part, and passes over any other, after which fields are not known any
// more. recover and panic are not modelled; a panic ends the run, since its block has no
// successor.
func (m *machine) apply(p *process, f *frame, call *ast.CallExpr, fn value, args []value, on value) {
	callee := typeutil.Callee(m.prog.Info, call)
	if b, ok := callee.(*types.Builtin); ok {
		if b.Name() == "close" && len(args) == 1 {
			switch ch := args[0].(type) {
			case *channel:
				m.close(ch)
			// To close nil panics.
			case nothing:
				m.lose()
			}
		}
		return
	}
	if run := m.prog.Launched[call]; run != nil {
		m.helper(f, call, run, on)
		return
	}
	if g, ok := on.(*group); ok {
		m.groupCall(p, g, callee.(*types.Func).Name(), args)
		return
	}
	// A function that does nothing in sight is not entered: it would only cost steps, and what it
	// yields is a symbol either way.
	if c, ok := fn.(*closure); ok && m.takesPart(c, args) {
		m.enter(p, c.fn, c.env, args, call)
		return
	}
	if m.atomic(f, call, callee, args) {
		return
	}
	// A function that is not followed: it may change what it can reach.
	m.gen++
	m.calledWith(f, call, fn, args)
	if fn, ok := callee.(*types.Func); ok && catalog.WaitsByName(fn.Name()) {
		p.state = parked // for something out of sight: let the goroutines get there first
	}
}

// helper launches by a call of a helper: wg.Go(f), g.Go(f). Where the helper's group is in
// sight it counts the goroutine.
func (m *machine) helper(f *frame, call *ast.CallExpr, run ast.Expr, on value) {
	var joins []*group
	if g, ok := on.(*group); ok {
		m.count(g, 1)
		joins = append(joins, g)
	}
	m.launch(call, m.eval(f, run), nil, joins...)
}

// groupCall calls a method of a group in sight. Wait is the only one that waits; an Add of
// something that is no number ends the run.
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

// finish does what a statement does once its calls and receives are done: it assigns, returns,
// or, of an expression, keeps what a range or a switch will ask for later.
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
			m.assign(f, n.X, m.computed(n, m.prog.Info.TypeOf(n.X), m.depsIn(f, n.X)))
		}
	case *ast.ReturnStmt:
		m.returns(f, n)
	case ast.Expr:
		// The operand of a range is evaluated once, before its first turn.
		if r := f.fn.heads[n]; r != nil {
			f.ranges[r] = &ranging{over: m.eval(f, n)}
		}
		// The tag is evaluated once, and compared with one case after the other.
		for _, tagged := range f.fn.tags {
			if tagged.Tag == n {
				f.tags[tagged] = m.eval(f, n)
			}
		}
	}
	// The condition of a branch is an expression, and the branch still needs its parts.
	if _, isExpr := n.(ast.Expr); !isExpr {
		clear(f.tmp)
	}
}
