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

package behaviour

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
type Effects struct {
	Contexts []Place // observed, or handed to code that cannot be seen
	Received []Place // channels received from anywhere; one of a context's Done counts as a context
	Ends     []Ending
	Signals  []Signalling
	Calls    []passing // parameters of function type that are called
	Spent    bool      // there may be more: the function's steps were used up, or a callee's
	Handed   []handing // contexts that these are given
}

// An Ending is a receive that ends the function, or a call of a parameter whose
// own endings do.
type Ending struct {
	Place
	Strength Strength
	Call     bool
	Closing  bool   // by its close: a range
	Runs     string // it is no receive: a method runs until another one ends it, see catalog.Stoppable
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
func (p *Package) compute(f *syntax.Func) *Effects {
	const few, perByte = 1 << 12, 16
	defer func(left int) { p.steps = left }(p.steps)
	p.steps = few + perByte*int(f.Node.End()-f.Node.Pos())
	o := observer{p: p, f: f, eff: new(Effects)}
	// One pass for what does not depend on paths.
	f.Cursor.Inspect(observed, o.visit)
	// The graph is made only where something depends on it.
	if o.flows {
		fl := o.flow()
		o.eff.Ends = p.endings(f, fl)
		o.eff.Signals = p.signals(f, fl)
	}
	// With steps to spare no place was overlooked; without, who relies on "nothing" must know.
	o.eff.Spent = o.eff.Spent || p.Exhausted()
	return o.eff
}

// An observer gathers what does not depend on the paths through a function.
// Literals in it are part of it: nearly always they run while it does. What it
// launches is not.
type observer struct {
	p     *Package
	f     *syntax.Func
	eff   *Effects
	cur   inspector.Cursor // the node at hand
	flows bool             // there is a receive or a signal, of its own or of a callee: the paths matter

	fl       *Flow      // of the body, once it is asked for
	loops    bool       // it is known what confines:
	confined []ast.Node // nodes of the body from which its end cannot be reached
}

// flow is the flow of the body.
func (o *observer) flow() *Flow {
	if o.fl == nil {
		o.fl = o.p.Flow(o.f.Body)
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
	if !o.p.Spend() {
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
	o.eff.Received = add(o.eff.Received, o.p.Origins(ch, o.f)...)
}

// observe notes that a context is looked at.
func (o *observer) observe(ctx ast.Expr) {
	o.eff.Contexts = add(o.eff.Contexts, o.p.Origins(ctx, o.f)...)
}

// escape observes e where it is a context: nobody knows who gets it, and who gets it may look
// at it.
func (o *observer) escape(e ast.Expr) {
	if o.p.IsContext(o.p.Info.TypeOf(e)) {
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
	t := o.p.Resolve(n)
	if t.Static != nil && (o.known(n, t.Static) || len(o.p.Ended(t.Static)) > 0) {
		return // the end of a handle tells of the body's end, and ends nothing
	}
	switch {
	case t.Func != nil:
		eff := o.p.EffectsOf(t.Func)
		o.flows = o.flows || len(eff.Ends)+len(eff.Signals) > 0
		o.eff.Spent = o.eff.Spent || eff.Spent
		o.observes(n, t, eff)
		for _, c := range eff.Calls {
			o.calls(o.p.PassedFor(c, t))
		}
		for _, h := range eff.Handed {
			o.handed(t.Arg(t.Func.ParamIndex(h.To)), h.Arg, o.p.bind(h.Ctx, t, o.f))
		}
	case t.Known != nil:
		o.flows = o.flows || len(t.Known.Ends)+len(t.Known.Signals) > 0
		o.observesImported(n, t)
		for _, i := range t.Known.Calls {
			o.called(t, i)
		}
		for _, h := range t.Known.Handed {
			o.handed(t.Arg(h.Func), h.Arg, o.p.imported(h.Ctx, t, o.f))
		}
	default:
		o.flows = o.flows || t.param != nil || catalog.Stoppable(t.Static) != "" || Tells(t.Static) != nil
		o.unseen(n, t)
	}
}

// observes handles the contexts, and the channels, that a callee of the package observes.
func (o *observer) observes(n *ast.CallExpr, t Target, eff *Effects) {
	if len(eff.Contexts)+len(eff.Received) == 0 || o.neverLeft(n) {
		return
	}
	for _, at := range eff.Contexts {
		o.eff.Contexts = add(o.eff.Contexts, o.p.bind(at, t, o.f)...)
	}
	for _, at := range eff.Received {
		o.eff.Received = add(o.eff.Received, o.p.bind(at, t, o.f)...)
	}
}

// observesImported is the same for a callee of another package.
func (o *observer) observesImported(n *ast.CallExpr, t Target) {
	if len(t.Known.Contexts)+len(t.Known.Received) == 0 || o.neverLeft(n) {
		return
	}
	for _, i := range t.Known.Contexts {
		o.eff.Contexts = add(o.eff.Contexts, o.p.imported(i, t, o.f)...)
	}
	for _, i := range t.Known.Received {
		o.eff.Received = add(o.eff.Received, o.p.imported(i, t, o.f)...)
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
		if !o.p.IsContext(o.p.Info.TypeOf(sel.X)) {
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
func (o *observer) called(t Target, i int) {
	if arg := t.Arg(i); arg != nil {
		o.calls(o.p.Denoted(arg, 0))
	}
}

// calls handles a function that is called somewhere else: what it observes by its variables or
// its receiver counts, what it observes by its parameters does not, for nobody knows what they
// are.
func (o *observer) calls(t Target) {
	switch {
	case t.param != nil:
		o.callsParam(t)
	case t.Func != nil:
		for _, at := range o.p.EffectsOf(t.Func).Contexts {
			if t.Func.ParamIndex(at.Root) < 0 || t.Recv != nil && t.Func.ParamIndex(at.Root) == 0 {
				o.eff.Contexts = add(o.eff.Contexts, o.p.bind(at, t, o.f)...)
			}
		}
	}
}

// callsParam notes that the function calls its own parameter, which the caller binds.
func (o *observer) callsParam(t Target) {
	if o.f.ParamIndex(t.param) < 0 {
		return
	}
	c := o.p.passing(t, o.f)
	if !slices.Contains(o.eff.Calls, c) && len(o.eff.Calls) < MaxPlaces {
		o.eff.Calls = append(o.eff.Calls, c)
	}
}

// unseen handles a call of code that cannot be seen. Contexts that it is handed, also inside of
// other values, count as observed: that is the one place where not knowing counts for the code,
// as the package comment says.
func (o *observer) unseen(n *ast.CallExpr, t Target) {
	// A parameter of this function is seen by the caller, who knows what was passed.
	ours := t.param != nil && o.f.ParamIndex(t.param) >= 0
	if ours {
		o.callsParam(t)
		o.handsOn(n, t.param)
	}
	for _, arg := range n.Args {
		if !ours {
			o.eff.Contexts = add(o.eff.Contexts, o.p.carries(arg, o.f)...)
		}
		if _, ok := o.p.Info.TypeOf(arg).(*types.Signature); ok {
			o.calls(o.p.Denoted(arg, 0))
		}
	}
	if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && o.p.Info.Selections[sel] != nil && !o.p.indifferent(t.Static) {
		o.eff.Contexts = add(o.eff.Contexts, o.p.carries(sel.X, o.f)...)
	}
}

// indifferent reports whether a method of another package would have a behaviour if
// it looked at a context of its receiver: there is none, so it does not.
func (p *Package) indifferent(callee *types.Func) bool {
	if callee == nil || callee.Pkg() == nil || callee.Pkg() == p.Pkg || catalog.StdPath(callee.Pkg().Path()) || typesx.IsInterfaceMethod(callee) {
		return false
	}
	recv := callee.Signature().Recv()
	if !holdsWhatMatters(recv.Type()) || !callee.Exported() {
		return false
	}
	params := callee.Signature().Params()
	for i := range params.Len() {
		if p.IsContext(params.At(i).Type()) {
			return false // of those an empty behaviour is told
		}
	}
	return true
}
