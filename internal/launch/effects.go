// This file finds out what a function does that launches of it can depend on. Effects are in
// terms of places outside of the function, so that they are computed once and bound to
// arguments at each call:
//
//	func (s *Server) loop(ctx context.Context, in <-chan job) {
//		for {
//			select {
//			case <-ctx.Done():  // contexts: ctx
//				return
//			case j := <-in:     // received: in
//				j.run()
//			case <-s.quit:      // ends: s.quit, Strong
//				return
//			}
//		}
//	}
//
// What depends on paths is in ends.go and signals.go, and is looked for only where there is a
// receive or a signal at all.

package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// The effects of a function, in places outside of it or of its parameters.
type effects struct {
	contexts []place // observed, or handed to code that cannot be seen
	received []place // channels received from anywhere; one of a context's Done counts as a context
	ends     []ending
	signals  []signalling
	calls    []passing // parameters of function type that are called
	spent    bool      // there may be more: the function's steps were used up, or a callee's
	handed   []handing // contexts that these are given
}

// An ending is a receive that ends the function, or a call of a parameter whose
// own endings do.
type ending struct {
	place
	strength Strength
	call     bool
	closing  bool   // by its close: a range
	runs     string // it is no receive: a method runs until another one ends it, see catalog.Stoppable
}

// A Strength says how surely a receive ends what calls the function that has it.
type Strength uint8

// The strengths of an ending.
const (
	Strong Strength = iota // it ends a loop, whatever follows
	Early                  // it leads out of the function where another way goes on; a caller may go on just the same
	Weak                   // nothing but winding up follows it, which may be otherwise in a caller
	Hint                   // it is heard of by the function's result only
)

// compute has a budget of its own, linear in the function's size: what it finds out is
// kept, and must not depend on how much a query that happens to be the first to ask
// has left.
func (p *base) compute(f *syntax.Func) *effects {
	const few, perByte = 1 << 12, 16
	defer func(left int) { p.steps = left }(p.steps)
	p.steps = few + perByte*int(f.Node.End()-f.Node.Pos())
	o := observer{p: p, f: f, eff: new(effects)}
	// One pass for what does not depend on paths.
	f.Cursor.Inspect(observed, o.visit)
	// The graph is made only where something depends on it.
	if o.flows {
		fl := o.flow()
		o.eff.ends = p.endings(f, fl)
		o.eff.signals = p.signals(f, fl)
	}
	o.eff.spent = o.eff.spent || p.exhausted()
	return o.eff
}

// An observer gathers what does not depend on the paths through a function.
// Literals in it are part of it: nearly always they run while it does. What it
// launches is not.
type observer struct {
	p     *base
	f     *syntax.Func
	eff   *effects
	cur   inspector.Cursor // the node at hand
	flows bool             // there is a receive or a signal, of its own or of a callee: the paths matter

	fl       *flow      // of the body, once it is asked for
	loops    bool       // it is known what confines:
	confined []ast.Node // nodes of the body from which its end cannot be reached
}

// flow is the flow of the body.
func (o *observer) flow() *flow {
	if o.fl == nil {
		o.fl = o.p.flow(o.f.Body)
	}
	return o.fl
}

// observed are the nodes that an observer looks at.
var observed = []ast.Node{
	(*ast.GoStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.SendStmt)(nil), (*ast.AssignStmt)(nil),
	(*ast.CompositeLit)(nil), (*ast.CallExpr)(nil),
}

// visit looks at one node. It is false below what runs on another goroutine.
func (o *observer) visit(cur inspector.Cursor) bool {
	if !o.p.spend() {
		return false
	}
	o.cur = cur
	switch n := cur.Node().(type) {
	case *ast.GoStmt:
		return false
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			o.receive(n.X)
		}
	case *ast.RangeStmt:
		if typesx.IsChan(o.p.Info.TypeOf(n.X)) {
			o.receive(n.X)
		}
	case *ast.SendStmt:
		o.flows = true
		o.escape(n.Value)
	case *ast.AssignStmt:
		o.store(n)
	case *ast.CompositeLit:
		o.composite(n)
	case *ast.CallExpr:
		o.call(n)
	}
	return true
}

// receive notes a receive from ch.
func (o *observer) receive(ch ast.Expr) {
	o.flows = true
	if o.neverLeft(ch) {
		return
	}
	o.eff.received = add(o.eff.received, o.p.origins(ch, o.f)...)
}

// observe notes that a context is looked at.
func (o *observer) observe(ctx ast.Expr) {
	o.eff.contexts = add(o.eff.contexts, o.p.origins(ctx, o.f)...)
}

// escape observes e where it is a context: nobody knows who gets it, and who gets it may look
// at it.
func (o *observer) escape(e ast.Expr) {
	if o.p.isContext(o.p.Info.TypeOf(e)) {
		o.observe(e)
	}
}

// store looks at contexts that are put into fields and elements.
func (o *observer) store(n *ast.AssignStmt) {
	if len(n.Lhs) != len(n.Rhs) {
		return
	}
	for i, lhs := range n.Lhs {
		switch ast.Unparen(lhs).(type) {
		case *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr:
			o.escape(n.Rhs[i])
		}
	}
}

// composite looks at contexts that are put into a literal. One whose literal is followed from
// here (as the value of a variable, an argument, a result) counts where that is looked at.
func (o *observer) composite(n *ast.CompositeLit) {
	cur := syntax.Outermost(o.cur).Parent()
	for isAddress(cur.Node()) {
		cur = syntax.Outermost(cur).Parent()
	}
	switch cur.Node().(type) {
	case *ast.AssignStmt, *ast.ValueSpec, *ast.CallExpr, *ast.ReturnStmt, *ast.SelectorExpr:
		return
	}
	for _, elt := range n.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			elt = kv.Value
		}
		o.escape(elt)
	}
}

// isAddress reports whether a node takes the address of something.
func isAddress(n ast.Node) bool {
	x, ok := n.(*ast.UnaryExpr)
	return ok && x.Op == token.AND
}

// call adds what a call does: the effects of a callee in sight bound to its arguments, a
// Behaviour likewise, and what unseen says for all others.
func (o *observer) call(n *ast.CallExpr) {
	if o.p.Info.Types[n.Fun].IsType() {
		return
	}
	if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "close" {
		o.flows = true // also a function of that name: no harm
	}
	t := o.p.resolve(n)
	if t.static != nil && (o.known(n, t.static) || len(o.p.ended(t.static)) > 0) {
		return // the end of a handle tells of the body's end, and ends nothing
	}
	switch {
	case t.fn != nil:
		eff := o.p.effectsOf(t.fn)
		o.flows = o.flows || len(eff.ends)+len(eff.signals) > 0
		o.eff.spent = o.eff.spent || eff.spent
		o.observes(n, t, eff)
		for _, c := range eff.calls {
			o.calls(o.p.passedFor(c, t))
		}
		for _, h := range eff.handed {
			o.handed(t.arg(t.fn.ParamIndex(h.to)), h.arg, o.p.bind(h.ctx, t, o.f))
		}
	case t.known != nil:
		o.flows = o.flows || len(t.known.Ends)+len(t.known.Signals) > 0
		o.observesImported(n, t)
		for _, i := range t.known.Calls {
			o.called(t, i)
		}
		for _, h := range t.known.Handed {
			o.handed(t.arg(h.Func), h.Arg, o.p.imported(h.Ctx, t, o.f))
		}
	default:
		o.flows = o.flows || t.param != nil || catalog.Stoppable(t.static) != "" || tells(t.static) != nil
		o.unseen(n, t)
	}
}

// observes handles the contexts, and the channels, that a callee of the package observes.
func (o *observer) observes(n *ast.CallExpr, t target, eff *effects) {
	if len(eff.contexts)+len(eff.received) == 0 || o.neverLeft(n) {
		return
	}
	for _, at := range eff.contexts {
		o.eff.contexts = add(o.eff.contexts, o.p.bind(at, t, o.f)...)
	}
	for _, at := range eff.received {
		o.eff.received = add(o.eff.received, o.p.bind(at, t, o.f)...)
	}
}

// observesImported is the same for a callee of another package.
func (o *observer) observesImported(n *ast.CallExpr, t target) {
	if len(t.known.Contexts)+len(t.known.Received) == 0 || o.neverLeft(n) {
		return
	}
	for _, i := range t.known.Contexts {
		o.eff.contexts = add(o.eff.contexts, o.p.imported(i, t, o.f)...)
	}
	for _, i := range t.known.Received {
		o.eff.received = add(o.eff.received, o.p.imported(i, t, o.f)...)
	}
}

// known handles the functions whose effect on contexts is known, and reports whether callee is
// one: Done and Err observe, Value and Deadline do not, and deriving a context looks at nothing
// by itself.
func (o *observer) known(n *ast.CallExpr, callee *types.Func) bool {
	if callee.Pkg() == nil {
		return false
	}
	if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && o.p.Info.Selections[sel] != nil {
		if !o.p.isContext(o.p.Info.TypeOf(sel.X)) {
			return false
		}
		switch callee.Name() {
		case "Done", "Err":
			if !o.goesOn(callee.Name() == "Err") && !o.neverLeft(n) {
				o.observe(sel.X)
			}
			return true
		case "Deadline", "Value":
			return true
		}
		return false
	}
	if callee.Pkg().Path() != "context" {
		return false
	}
	if (callee.Name() == "Cause" || callee.Name() == "AfterFunc") && len(n.Args) > 0 {
		o.observe(n.Args[0])
	}
	return true
}

// called handles the argument of a callee that calls its parameter i. A literal among the
// arguments is looked at in any case, since it is inside the body.
func (o *observer) called(t target, i int) {
	if arg := t.arg(i); arg != nil {
		o.calls(o.p.denoted(arg, 0))
	}
}

// calls handles a function that is called somewhere else: what it observes by its variables or
// its receiver counts, what it observes by its parameters does not, for nobody knows what they
// are.
func (o *observer) calls(t target) {
	switch {
	case t.param != nil:
		o.callsParam(t)
	case t.fn != nil:
		for _, at := range o.p.effectsOf(t.fn).contexts {
			if t.fn.ParamIndex(at.root) < 0 || t.recv != nil && t.fn.ParamIndex(at.root) == 0 {
				o.eff.contexts = add(o.eff.contexts, o.p.bind(at, t, o.f)...)
			}
		}
	}
}

// callsParam notes that the function calls its own parameter, which the caller binds.
func (o *observer) callsParam(t target) {
	if o.f.ParamIndex(t.param) < 0 {
		return
	}
	c := o.p.passing(t, o.f)
	if !slices.Contains(o.eff.calls, c) && len(o.eff.calls) < maxPlaces {
		o.eff.calls = append(o.eff.calls, c)
	}
}

// unseen handles a call of code that cannot be seen. Contexts that it is handed, also inside of
// other values, count as observed: that is the one place where not knowing counts for the code,
// as the package comment says.
func (o *observer) unseen(n *ast.CallExpr, t target) {
	// A parameter of this function is seen by the caller, who knows what was passed.
	ours := t.param != nil && o.f.ParamIndex(t.param) >= 0
	if ours {
		o.callsParam(t)
		o.handsOn(n, t.param)
	}
	for _, arg := range n.Args {
		if !ours {
			o.eff.contexts = add(o.eff.contexts, o.p.carries(arg, o.f)...)
		}
		if _, ok := o.p.Info.TypeOf(arg).(*types.Signature); ok {
			o.calls(o.p.denoted(arg, 0))
		}
	}
	if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && o.p.Info.Selections[sel] != nil && !o.p.indifferent(t.static) {
		o.eff.contexts = add(o.eff.contexts, o.p.carries(sel.X, o.f)...)
	}
}

// indifferent reports whether a method of another package would have a behaviour if
// it looked at a context of its receiver: there is none, so it does not.
func (p *base) indifferent(callee *types.Func) bool {
	if callee == nil || callee.Pkg() == nil || callee.Pkg() == p.Pkg || catalog.StdPath(callee.Pkg().Path()) || typesx.IsInterfaceMethod(callee) {
		return false
	}
	recv := callee.Signature().Recv()
	if !holdsWhatMatters(recv.Type()) || !callee.Exported() {
		return false
	}
	params := callee.Signature().Params()
	for i := range params.Len() {
		if p.isContext(params.At(i).Type()) {
			return false // of those an empty behaviour is told
		}
	}
	return true
}
