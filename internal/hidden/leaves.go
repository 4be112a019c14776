// This file composes the answer for a function: what it launches itself, and what the functions
// leave that it calls, judged in its own terms. For example
//
//	func New() *Cache { c := &Cache{stop: make(chan struct{})}; go c.run(); return c }
//	func (c *Cache) Close() { close(c.stop) }
//
// gives New one left, held by its result, whose path is the field stop and whose method is
// Close. A function that calls New and drops the result has the same left, held by nobody.

package hidden

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/typesx"
)

// A left is a goroutine that a function of this package leaves behind.
type left struct {
	where string
	by    []held
	when  []Cond
	per   int // see Left.Per

	always bool // whenever the function gives a result
	unsure bool // whether it is reached depends on the caller in a way that cannot be told: only told of owners
	loose  bool // a method that ends it is somewhere a value, so that it may be called by anybody: only told of owners
}

// A held is a value by which the callers of a function can end what it has left. One of param
// and result is set.
type held struct {
	param, result int // counted from 1
	path          []*types.Var
	closing       bool
	ends          []string // methods of the value itself that do: see value.methods
	methods       []string // by which other packages do
	calls         []string // functions and methods that do, whatever their names
	global        bool     // it is kept in a package variable, too
	loose         bool     // see left.loose
	maker         string
	given         int
}

// sameLefts compares answers of two rounds. Only their number is compared: a round that finds
// the same launches finds the same about them.
func sameLefts(a, b []*left) bool { return len(a) == len(b) }

// findLeft looks for what a declared function leaves behind, in the order of the source: by
// launches and calls of its own and of the literals in it that it runs.
func (p *Package) findLeft(f *function) []*left {
	var found []*left
	for _, g := range p.inside[f] {
		// What is only stored is run by somebody else, who owns it then.
		if !p.runs(g) {
			continue
		}
		for _, site := range g.gos {
			found = append(found, p.ofLaunch(f, g, site)...)
		}
		for _, call := range g.calls {
			// What a helper's call launches is among gos.
			if p.launches.Helpers.Lookup(p.callee(call)) == nil {
				found = append(found, p.ofCall(f, g, call, call)...)
			}
		}
	}
	if len(found) > maxLeft {
		found = found[:maxLeft]
	}
	return found
}

// ofLaunch is what a launch leaves: its body, if that has no end of its own and the function
// does not wait for it, and what the body leaves in turn.
func (p *Package) ofLaunch(f, g *function, site *launchSite) []*left {
	t := p.denoted(site.run, 0)
	if site.call != nil {
		t.call, t.args = site.call, site.call.Args
	}
	var found []*left
	// Left behind is what has no end of its own, runs on when the function has returned, and is
	// in nobody else's group. The author's directive says that it is meant to.
	if gates, endless := p.body(t, g); endless && !p.allowed(site.node.Pos()) && p.outlives(g, site.node) && !p.ofGivenGroup(f, site) {
		s := judged{f: f, g: g, at: site.node, self: t.fn, where: p.where(f, site.node), always: true}
		found = append(found, p.judge(s, gates, nil)...)
	}
	if t.fn != nil && t.fn.Obj == nil {
		return found // a literal is looked at where it stands
	}
	// What the helper's call gives is not what the function gives that it runs.
	if site.call == nil {
		t.call = nil
	}
	return append(found, p.ofTarget(f, g, t, site.node)...)
}

// body returns the gates of what a launch runs, and whether it has no end of its own. Of
// another package's function its fact says so; functions without one are taken to end.
func (p *Package) body(t target, g *function) ([]gate, bool) {
	if t.fn == nil {
		if left := p.stays(t.obj); left != nil {
			var gates []gate
			for _, h := range left.By {
				gates = append(gates, gate{value: p.heldBy(h, t, g)})
			}
			return gates, true
		}
		return nil, serves(t.obj)
	}
	l := p.lives.Ask(t.fn)
	gates := make([]gate, len(l.gates))
	for i, gt := range l.gates {
		gates[i] = gate{p.bind(gt.value, t, g), gt.closing}
	}
	return gates, !l.free
}

// ofGivenGroup reports whether a helper launches by a group that the function did not make:
// whoever has the group waits for it.
//
//	func (s *Server) start(g *errgroup.Group) { g.Go(s.loop) }
func (p *Package) ofGivenGroup(f *function, site *launchSite) bool {
	if site.call != nil {
		return false
	}
	sel, ok := ast.Unparen(site.node.(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok {
		return true
	}
	root, fields, ok := p.spelled(sel.X)
	return !ok || len(fields) == 0 && (f.param(root) > 0 || !f.Declares(root))
}

// ofCall is what a call leaves behind, as far as its caller f is concerned.
func (p *Package) ofCall(f, g *function, call *ast.CallExpr, at ast.Node) []*left {
	return p.ofTarget(f, g, p.resolve(call), at)
}

// ofTarget is what a callee leaves, in terms of f: its conditions with the arguments of the
// call, its holders as the values that they are here.
func (p *Package) ofTarget(f, g *function, t target, at ast.Node) []*left {
	var found []*left
	switch {
	case t.fn != nil && t.fn.Obj != nil:
		for _, l := range p.lefts.Ask(t.fn) {
			when, open := p.conditions(l.when, t, f)
			per, often := p.perValue(l.per, t, f)
			if !open || !often {
				continue
			}
			var gates []gate
			for _, h := range l.by {
				gates = append(gates, gate{p.inCaller(h, t, g), h.closing})
			}
			found = append(found, p.judge(judged{f: f, g: g, at: at, where: l.where, per: per, always: l.always, loose: l.loose, unsure: l.unsure}, gates, when)...)
		}
	case t.obj != nil:
		// Owned results first: they are shown on every path, and their left is not told twice.
		leaves := p.imported(t.obj)
		if leaves == nil {
			return nil
		}
		for _, o := range leaves.Owned {
			if t.call != nil {
				gates := []gate{{value: value{x: t.call, index: o.Result, in: g, methods: o.Methods}}}
				found = append(found, p.judge(judged{f: f, g: g, at: at, where: o.Where, always: true}, gates, nil)...)
			}
		}
		for _, l := range leaves.List {
			when, open := p.conditions(l.When, t, f)
			per, often := p.perValue(l.Per, t, f)
			owned := slices.ContainsFunc(leaves.Owned, func(o Owner) bool { return o.Where == l.Where })
			if l.Stays || !open || !often || owned {
				continue
			}
			// Of another package's function what its types allow counts too: the fact names
			// only what is certain.
			gates := p.byType(t, g)
			for _, h := range l.By {
				gates = append(gates, gate{value: p.heldBy(h, t, g)})
			}
			found = append(found, p.judge(judged{f: f, g: g, at: at, where: l.Where, per: per}, gates, when)...)
		}
	}
	return found
}

// inCaller is what a held of a callee in this package is where the callee is called: the
// argument or the call's result, and from there the same fields. The zero value, which makes
// holders fail, for what a maker was given before:
//
//	func open() *Client { return client() } // what client leaves is held by the result of open
func (p *Package) inCaller(h held, t target, g *function) value {
	v := value{in: g, path: h.path, methods: h.ends}
	switch {
	case h.maker != "":
		return value{}
	case h.result > 0 && t.call != nil:
		v.x, v.index = t.call, h.result-1
	case h.param > 0:
		v.x = t.arg(h.param)
	}
	if v.x == nil {
		return value{}
	}
	return v
}

// byType lists the values that a call of another package's function gives or is given which by
// their type may end what it leaves: a result or receiver with an ender, a context or a channel
// among the arguments.
func (p *Package) byType(t target, g *function) []gate {
	sig := t.obj.Signature()
	var gates []gate
	for i := range sig.Results().Len() {
		if typ := sig.Results().At(i).Type(); Ender(typ, p.pkg) != "" && t.call != nil {
			gates = append(gates, gate{value: value{x: t.call, index: i, in: g, methods: methodsOf(typ)}})
		}
	}
	if sig.Recv() != nil && Ender(sig.Recv().Type(), p.pkg) != "" {
		gates = append(gates, gate{value: value{x: t.arg(1), in: g, methods: methodsOf(sig.Recv().Type())}})
	}
	// Parameters are counted from 1, the receiver among them.
	shift := 1
	if sig.Recv() != nil {
		shift = 2
	}
	for i := range sig.Params().Len() {
		if Gives(sig.Params().At(i).Type(), p.pkg) {
			gates = append(gates, gate{value: value{x: t.arg(i + shift), in: g}})
		}
	}
	return gates
}

// methodsOf are the methods by which one ends a value of the type; none of a channel or a
// function, which are closed, sent on or called themselves.
func methodsOf(t types.Type) []string {
	if typesx.IsChan(t) || isFunc(t) {
		return nil
	}
	return rows.Enders
}

// A judged is a place that may leave a goroutine behind: a launch, or a call of what has one.
type judged struct {
	f, g  *function // declared, and the innermost one around
	at    ast.Node
	self  *function
	where string
	per   int

	always, loose, unsure bool
}

// judge says what is left behind at a place, of something with these gates that is reached
// under these conditions. Nothing, where it happens at most once, or where for one of the gates
// it is not known who opens it.
func (p *Package) judge(j judged, gates []gate, when []Cond) []*left {
	cur, ok := p.engine.Index().Find(j.at)
	if !ok {
		return nil
	}
	guards := p.guards(cur, j.f)
	if p.once(guards, j.f) {
		return nil
	}
	l := &left{where: j.where, per: j.per}
	// What says whether it was reached before is no wish of the caller.
	guards = slices.DeleteFunc(guards, func(g guard) bool {
		per := p.latchOf(g, j.f)
		l.per = max(l.per, per)
		return per > 0
	})
	conds, unsure := p.conds(guards, j.f)
	l.when, l.unsure = append(when, conds...), j.unsure || unsure
	l.always, l.loose = j.always && p.unconditional(j.at, j.f), j.loose
	for _, g := range gates {
		by, ok := p.holders(j, g)
		if !ok {
			return nil
		}
		l.by = append(l.by, by...)
		l.loose = l.loose || slices.ContainsFunc(by, func(h held) bool { return h.loose })
	}
	return []*left{l}
}

// holders are those who can open a gate. ok is false where that cannot be known, and where the
// function opens it itself. An empty list means that nobody can: what waits there is left for
// ever.
func (p *Package) holders(j judged, g gate) ([]held, bool) {
	s := &search{p: p, f: j.f, at: j.at, self: j.self, closing: g.closing}
	s.start(g.value)
	if s.unknown {
		return nil, false
	}
	names, calls, ok := s.reach(len(s.params) == 0 && len(s.makers) == 0 && !s.global)
	if !ok {
		return nil, false
	}
	// The value itself is held, not something it is a field of: its own methods open the gate.
	if len(s.fields) == 0 {
		names = g.methods
	}
	if len(s.fields) == 0 && len(g.methods) > 0 {
		calls = g.methods
	}
	h := held{closing: g.closing, ends: g.methods, methods: names, calls: calls, global: s.global, loose: s.loose}
	if len(s.fields) > 0 {
		h.path = s.fields[:1]
	}
	var list []held
	for _, i := range s.params {
		h.param = i
		list = append(list, h)
	}
	h.param = 0
	for _, i := range s.results {
		h.result = i
		list = append(list, h)
	}
	// A constructor was given it: that is said in terms of the one parameter that it made.
	for _, m := range s.makers {
		if len(s.params) != 1 {
			return nil, false
		}
		list = append(list, held{param: s.params[0], maker: m.Maker, given: m.Given})
	}
	return list, true
}
