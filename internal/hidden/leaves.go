package hidden

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
)

// A left is a goroutine that a function of this package leaves behind.
type left struct {
	where string
	by    []held
	when  []Cond
	per   int // see Left.Per

	always bool // whenever the function gives a result
	loose  bool // a method that ends it is somewhere a value, so that it may be called by anybody: only told of owners
}

// A held is a value by which the callers of a function can end what it has left.
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

func sameLefts(a, b []*left) bool { return len(a) == len(b) }

// findLeft looks for what a declared function leaves behind, in the order of the
// source.
func (p *Package) findLeft(f *function) []*left {
	var found []*left
	for _, g := range p.inside[f] {
		if !p.runs(g) {
			continue
		}
		for _, site := range g.gos {
			found = append(found, p.ofLaunch(f, g, site)...)
		}
		for _, call := range g.calls {
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

// ofLaunch is what a launch leaves: its body, and what that leaves in turn.
func (p *Package) ofLaunch(f, g *function, site *launchSite) []*left {
	t := p.denoted(site.run, 0)
	if site.call != nil {
		t.call, t.args = site.call, site.call.Args
	}
	var found []*left
	if gates, endless := p.body(t, g); endless && !p.allowed(site.node.Pos()) && p.outlives(g, site.node) && !p.ofGivenGroup(f, site) {
		s := judged{f: f, g: g, at: site.node, self: t.fn, where: p.where(f, site.node), always: true}
		found = append(found, p.judge(s, gates, nil)...)
	}
	if t.fn != nil && t.fn.obj == nil {
		return found // a literal is looked at where it stands
	}
	if site.call == nil {
		t.call = nil
	}
	return append(found, p.ofTarget(f, g, t, site.node)...)
}

// body says of what runs whether it has no end of its own, and its gates.
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

// ofGivenGroup tells whether a helper's group is not of the function's making: who
// has it waits for it.
func (p *Package) ofGivenGroup(f *function, site *launchSite) bool {
	if site.call != nil {
		return false
	}
	sel, ok := ast.Unparen(site.node.(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok {
		return true
	}
	root, fields, ok := p.spelled(sel.X)
	return !ok || len(fields) == 0 && (f.param(root) > 0 || !f.declares(root))
}

// ofCall is what a call leaves behind.
func (p *Package) ofCall(f, g *function, call *ast.CallExpr, at ast.Node) []*left {
	return p.ofTarget(f, g, p.resolve(call), at)
}

func (p *Package) ofTarget(f, g *function, t target, at ast.Node) []*left {
	var found []*left
	switch {
	case t.fn != nil && t.fn.obj != nil:
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
			found = append(found, p.judge(judged{f: f, g: g, at: at, where: l.where, per: per, always: l.always, loose: l.loose}, gates, when)...)
		}
	case t.obj != nil:
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
			gates := p.byType(t, g)
			for _, h := range l.By {
				gates = append(gates, gate{value: p.heldBy(h, t, g)})
			}
			found = append(found, p.judge(judged{f: f, g: g, at: at, where: l.Where, per: per}, gates, when)...)
		}
	}
	return found
}

// inCaller is a held of a callee in this package, where it is called.
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

// byType are the values that a call of another package's function gives or is given
// which by their type may end what it leaves.
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

// methodsOf are the methods by which one ends a value of the type; none of a channel
// or a function.
func methodsOf(t types.Type) []string {
	if isChan(t) || isFunc(t) {
		return nil
	}
	return enders
}

// A judged is a place that may leave a goroutine behind.
type judged struct {
	f, g  *function // declared, and the innermost one around
	at    ast.Node
	self  *function
	where string
	per   int

	always, loose bool
}

// judge says what is left behind at a place, of what has the gates and is reached
// under the conditions.
func (p *Package) judge(j judged, gates []gate, when []Cond) []*left {
	cur, ok := p.engine.Index().Find(j.at)
	if !ok {
		return nil
	}
	guards := p.guards(cur, j.f)
	if p.once(guards, j.f) {
		return nil
	}
	l := &left{where: j.where, when: append(when, p.conds(guards, j.f)...), per: j.per}
	l.always, l.loose = j.always && p.unconditional(j.at, j.f), j.loose
	if per := p.latchOf(guards, j.f); per > 0 {
		l.per = per
	}
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

// holders are those who can open a gate. It fails where that cannot be told, or where
// the function opens it itself.
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
	for _, m := range s.makers {
		if len(s.params) != 1 {
			return nil, false
		}
		list = append(list, held{param: s.params[0], maker: m.Maker, given: m.Given})
	}
	return list, true
}

// reach follows the calls of what opens a gate backwards: it returns the exported
// functions by which others can have it opened, and all functions that have it opened. It fails where the function itself
// does, after the launch, or somebody who cannot be told.
func (s *search) reach(fresh bool) (names, calls []string, ok bool) {
	p := s.p
	reached := make(map[*function]bool)
	var todo []*function
	for _, cur := range s.givers {
		if f := p.around(cur); f.root() == s.f && s.later(cur.Node()) {
			return nil, nil, false
		} else if root := f.root(); !reached[root] {
			reached[root] = true
			todo = append(todo, root)
		}
	}
	for i := 0; i < len(todo); i++ {
		f := todo[i]
		if f == s.self || f.obj == nil || p.isPassed(f.obj) && !f.recv || f.obj.Name() == "init" || slices.Contains(s.methody, f.obj.Name()) {
			return nil, nil, false
		}
		for _, c := range p.callersOf(f) {
			if c.from.root() == s.f && c.call != s.at && s.later(c.call) {
				return nil, nil, false
			}
			if root := c.from.root(); !reached[root] {
				reached[root] = true
				todo = append(todo, root)
			}
		}
		s.loose = s.loose || p.isPassed(f.obj)
		if f != s.f {
			calls = append(calls, f.obj.Name())
		}
		switch {
		case !f.obj.Exported() || f == s.f:
		case f.recv || f.obj.Signature().Params().Len() > 0:
			names = append(names, f.obj.Name())
		case !fresh:
			return nil, nil, false // anybody may call it
		}
	}
	slices.Sort(names)
	slices.Sort(calls)
	return slices.Compact(names), slices.Compact(calls), true
}

// later tells whether a node of the launching function is executed after the launch,
// as far as that can be told from where they stand.
func (s *search) later(n ast.Node) bool {
	if s.self != nil && within(n, s.self) {
		return false
	}
	if n.Pos() > s.at.Pos() || s.at.End() <= n.End() { // arguments are evaluated first
		return true
	}
	cur, ok := s.p.engine.Index().Find(n)
	if !ok {
		return true
	}
	for c := range cur.Enclosing((*ast.DeferStmt)(nil), (*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil)) {
		if _, deferred := c.Node().(*ast.DeferStmt); deferred || c.Node().Pos() <= s.at.Pos() && s.at.End() <= c.Node().End() {
			return true
		}
	}
	return false
}

// A caller is a call of a function, and the function that has it.
type caller struct {
	call ast.Node
	from *function
}

func (p *Package) callersOf(f *function) []caller {
	if p.callers == nil {
		p.callers = make(map[*function][]caller)
		for _, g := range p.list {
			for _, call := range g.calls {
				if t := p.resolve(call); t.fn != nil {
					p.callers[t.fn] = append(p.callers[t.fn], caller{call, g})
				}
			}
			for _, site := range g.gos {
				if t := p.denoted(site.run, 0); t.fn != nil {
					p.callers[t.fn] = append(p.callers[t.fn], caller{site.node, g})
				}
			}
		}
	}
	return p.callers[f]
}

// where names the function that has a launch, and where that is, in a form that is
// the same wherever the package lies.
func (p *Package) where(f *function, n ast.Node) string {
	name := p.pkg.Name()
	if f.obj != nil {
		name = p.launches.Qualified(f.obj)
	}
	at := p.fset.PositionFor(n.Pos(), false)
	return fmt.Sprintf("%s (%s:%d)", name, filepath.Base(at.Filename), at.Line)
}

// runs tells whether the function around a literal runs it: it calls, defers or
// launches it, or passes it to what does. Those under a sync.Once are not counted.
func (p *Package) runs(g *function) bool {
	for ; g.outer != nil; g = g.outer {
		if !p.runsExpr(g.node.(*ast.FuncLit), 0) {
			return false
		}
	}
	return g.obj != nil
}

func (p *Package) runsExpr(x ast.Expr, depth int) bool {
	cur, ok := p.engine.Index().Find(x)
	if !ok || depth > maxDepth {
		return false
	}
	for cur.Parent().Node() != nil {
		if _, ok := cur.Parent().Node().(*ast.ParenExpr); !ok {
			break
		}
		cur = cur.Parent()
	}
	switch n := cur.Parent().Node().(type) {
	case *ast.CallExpr:
		if n.Fun == cur.Node() {
			return true
		}
		return p.runsArg(n, slices.Index(n.Args, cur.Node().(ast.Expr)), depth)
	case *ast.AssignStmt:
		i := slices.Index(n.Rhs, cur.Node().(ast.Expr))
		if id, ok := n.Lhs[min(max(i, 0), len(n.Lhs)-1)].(*ast.Ident); ok && i >= 0 {
			v, _ := p.info.ObjectOf(id).(*types.Var)
			return v != nil && !isPackageVar(v) && p.runsVar(v, depth)
		}
	}
	return false
}

func (p *Package) runsVar(v *types.Var, depth int) bool {
	return slices.ContainsFunc(p.engine.Index().Names(v), func(use inspector.Cursor) bool {
		id, ok := use.Node().(*ast.Ident)
		return ok && p.info.Uses[id] == v && p.runsExpr(id, depth+1)
	})
}

func (p *Package) runsArg(call *ast.CallExpr, i, depth int) bool {
	fn := p.callee(call)
	if fn == nil || i < 0 || fn.Pkg() == nil {
		return false
	}
	if h := p.launches.Helpers.Lookup(fn); h != nil {
		return !h.Serves
	}
	if catalog.StdPath(fn.Pkg().Path()) {
		return fn.Pkg().Path() != "sync" && catalog.CalleeOf(fn).Synchronous
	}
	t := p.resolve(call)
	if t.recv != nil {
		i++
	}
	return t.fn != nil && i < len(t.fn.params) && t.fn.params[i] != nil && !t.variadic(i+1) && p.runsVar(t.fn.params[i], depth)
}

// outlives tells whether the function can end after a launch without waiting for
// anything: where it waits for what never ends it never ends either.
func (p *Package) outlives(g *function, launch ast.Node) bool {
	o := outliving{p: p, seen: make(map[*cfg.Block]bool), comms: make(map[ast.Node]bool)}
	for s := range syntax.All[ast.Stmt](g.body) {
		switch s := s.(type) {
		case *ast.CommClause:
			if s.Comm != nil {
				o.comms[s.Comm] = true
			}
		case *ast.DeferStmt:
			o.waits = o.waits || o.blocks(s.Call)
		}
	}
	for _, b := range p.graph(g.node).Blocks {
		for i, n := range b.Nodes {
			if b.Live && n.Pos() <= launch.Pos() && launch.End() <= n.End() && !o.comms[n] {
				return !o.waits && o.ends(b, i+1)
			}
		}
	}
	return false
}

type outliving struct {
	p     *Package
	seen  map[*cfg.Block]bool
	comms map[ast.Node]bool
	waits bool
}

func (o *outliving) ends(b *cfg.Block, from int) bool {
	for _, n := range b.Nodes[from:] {
		if _, launches := n.(*ast.GoStmt); !launches && !o.comms[n] && o.blocks(n) {
			return false
		}
	}
	if b.Return() != nil {
		return true
	}
	if r, ok := b.Stmt.(*ast.RangeStmt); ok && b.Kind == cfg.KindRangeLoop && isChan(o.p.info.TypeOf(r.X)) {
		return false
	}
	for _, s := range b.Succs {
		if !o.seen[s] {
			o.seen[s] = true
			if o.ends(s, 0) {
				return true
			}
		}
	}
	return false
}

// blocks tells whether a node waits for something, or never comes back.
func (o *outliving) blocks(n ast.Node) bool {
	for n := range syntax.Own[ast.Expr](n) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && !isTimeChan(o.p.info.TypeOf(n.X)) {
				return true
			}
		case *ast.CallExpr:
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && sel.Sel.Name == "Wait" {
				return true
			}
			if t := o.p.resolve(n); t.fn != nil && !o.p.lives.Ask(t.fn).free {
				return true
			}
		}
	}
	return false
}

// stays is what keeps a call of another package's function from ever returning; nil
// where it may.
func (p *Package) stays(fn *types.Func) *Left {
	if fn == nil || fn.Pkg() == p.pkg {
		return nil
	}
	leaves := p.imported(fn)
	if leaves == nil {
		return nil
	}
	for i := range leaves.List {
		if leaves.List[i].Stays {
			return &leaves.List[i]
		}
	}
	return nil
}
