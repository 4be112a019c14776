// This file answers what can end a launch from outside, for those that nobody waits for. A body
// observes a context, or receives from a channel on its way out, in its own terms, as package
// behaviour has it. Here it is asked whether that is something which the launcher, or whoever
// called it, can use:
//
//	go loop(ctx)                  // yes, if ctx can be cancelled
//	go loop(context.Background()) // no
//	go loop(make(chan struct{}))  // no: nobody else has the channel
//	go srv.Serve(l)               // yes, by srv.Shutdown, if somebody else has srv
//
// The order of the answers is the order of what is shown: a context first.

package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Stopper is a kind of what can end a goroutine from outside.
type Stopper uint8

// What can end a goroutine. That it ends by itself is asked of timers only, see EndsItself.
const (
	Nothing Stopper = iota
	Context         // that it observes
	Quit            // a receive from a channel that leads out of it
	Closing         // the close of a channel that it ranges over
	Method          // of the value whose method it runs
)

// A Stop is the answer to what can end what is launched.
type Stop struct {
	By  Stopper
	On  string    // the context, the channel or the value, as the launcher writes it
	Pos token.Pos // where the body looks at it; not valid where that is out of sight
}

// stop answers what can end what is launched from outside, the zero Stop if nothing is found.
// Of what cannot be seen only a context (its Done channel, a request that has one) among the
// arguments counts.
func (c *classifier) stop() Stop {
	switch {
	case catalog.Stoppable(c.t.Static) != "":
		return c.stopByMethod(c.t.Arg(0), catalog.Stoppable(c.t.Static))
	case c.t.Func != nil:
		return c.stopOf(c.t)
	case c.t.Known != nil:
		return c.stopOfKnown()
	}
	v := valuation{p: c.p}
	// Out of sight: a context among the arguments counts, as everywhere, and so does its channel.
	for _, arg := range c.l.Call.Args {
		t := c.p.Info.TypeOf(arg)
		if c.p.IsContext(t) && v.context(arg, 0) || behaviour.IsRequest(t) && v.request(arg, 0) || v.done(arg, 0) {
			return Stop{By: Context, On: types.ExprString(arg), Pos: arg.Pos()}
		}
		if s := c.stopOfFunc(arg); s.By != Nothing {
			return s
		}
	}
	return Stop{}
}

// stopByMethod answers for a method that runs until another one of the same value ends it.
func (c *classifier) stopByMethod(x ast.Expr, runs string) Stop {
	if x == nil {
		return Stop{}
	}
	if at, ok := c.p.Spelled(x); ok && c.closable(at, runs) {
		return Stop{By: Method, On: types.ExprString(ast.Unparen(x)), Pos: x.Pos()}
	}
	return Stop{}
}

// stopOfFunc answers for an argument that is a function, which what runs may call. Its own
// parameters are not bound: what they can end is not known, and is nothing.
func (c *classifier) stopOfFunc(arg ast.Expr) Stop {
	if arg == nil {
		return Stop{}
	}
	return c.stopOfPassed(c.p.Denoted(arg, 0))
}

// stopOfPassed answers for a function that what runs is given and calls.
func (c *classifier) stopOfPassed(t behaviour.Target) Stop {
	if t.Func == nil || !c.p.Spend() {
		return Stop{}
	}
	return c.stopOf(t)
}

// stopOf answers for a body that is in sight, of which t binds the parameters.
func (c *classifier) stopOf(t behaviour.Target) Stop {
	eff := c.p.EffectsOf(t.Func)
	found := func(by Stopper, at behaviour.Place) Stop {
		return Stop{By: by, On: c.spelling(at, t), Pos: c.p.ReceivedAt(t.Func, at)}
	}
	for _, at := range eff.Contexts {
		// A context says most to the reader, so it comes first.
		if c.contextAt(at, t) {
			return found(Context, at)
		}
	}
	for _, h := range eff.Handed {
		if c.p.LooksAt(c.p.DenotedBy(t.Arg(t.Func.ParamIndex(h.To))), h.Arg) && c.contextAt(h.Ctx, t) {
			return found(Context, h.Ctx)
		}
	}
	for _, at := range eff.Received {
		if c.doneAt(at, t) {
			return found(Context, at)
		}
	}
	for _, e := range eff.Ends {
		switch {
		case !c.endsAt(e, t):
		case e.Runs != "":
			return found(Method, e.Place)
		case e.Closing:
			return found(Closing, e.Place)
		default:
			return found(Quit, e.Place)
		}
	}
	for _, call := range eff.Calls {
		if s := c.stopOfPassed(c.p.PassedFor(call, t)); s.By != Nothing {
			return s
		}
	}
	return Stop{}
}

// spelling is a place of the body as the launcher would write it: parameters are replaced by
// their arguments.
func (c *classifier) spelling(at behaviour.Place, t behaviour.Target) string {
	i := t.Func.ParamIndex(at.Root)
	if arg := t.Arg(i); arg != nil {
		at.Path = strings.TrimSuffix(at.Path, behaviour.OfRequest)
		if i == 0 && t.RecvSel != nil { // of a promoted method, the embedded fields on the way
			for _, from := range behaviour.FieldPath([]behaviour.Place{{}}, t.RecvSel) {
				at.Path = from.Path + at.Path
			}
		}
		if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok && u.Op == token.AND && at.Path != "" {
			arg = u.X
		}
		return types.ExprString(arg) + at.Path
	}
	return at.String()
}

// contextAt reports whether the context at a place of the body is from outside,
// and can be cancelled.
func (c *classifier) contextAt(at behaviour.Place, t behaviour.Target) bool {
	j := valuation{p: c.p}
	i := t.Func.ParamIndex(at.Root)
	if strings.HasSuffix(at.Path, behaviour.OfRequest) {
		switch {
		case at.Path != behaviour.OfRequest: // of a field, whose request may be any
			return false
		case i < 0:
			return j.requestVar(at.Root, 0)
		}
		return t.Arg(i) != nil && j.request(t.Arg(i), 0)
	}
	// A variable of outside has no argument: the launcher knows it by the same name.
	if i < 0 {
		return at.Path != "" && j.way(at) || at.Path == "" && j.contextVar(at.Root)
	}
	arg := t.Arg(i)
	if arg == nil {
		return at.Path == "" && c.givenByHelper()
	}
	return at.Path != "" && j.way(at) || at.Path == "" && j.context(arg, 0)
}

// doneAt reports whether the channel at a place of the body is that of a context which the
// launcher asked for it: go loop(ctx.Done()).
func (c *classifier) doneAt(at behaviour.Place, t behaviour.Target) bool {
	if at.Path != "" {
		return false
	}
	j := valuation{p: c.p}
	if i := t.Func.ParamIndex(at.Root); i >= 0 {
		return t.Arg(i) != nil && j.done(t.Arg(i), 0)
	}
	return j.doneVar(at.Root, 0)
}

// endsAt reports whether an ending is one that the launcher, or others, can bring about: by a
// channel with a name, or by a method of a value that somebody else has.
func (c *classifier) endsAt(e behaviour.Ending, t behaviour.Target) bool {
	i := t.Func.ParamIndex(e.Root)
	arg := t.Arg(i)
	if e.Runs != "" {
		at, ok := e.Place, true
		if i >= 0 {
			if at, ok = c.p.Spelled(arg); ok {
				at = at.Join(e.Place)
			}
		}
		return ok && c.closable(at, e.Runs)
	}
	if e.Call || e.Strength == behaviour.Hint || i >= 0 && arg == nil {
		return false // a function that is called is looked at as an argument
	}
	// The slot that the launcher took is given back at the end.
	if e.Strength == behaviour.Weak && c.semaphore(e.Place, arg) {
		return false
	}
	j := valuation{p: c.p}
	if i >= 0 && e.Path == "" {
		return j.channel(arg, 0)
	}
	return e.Path != "" || j.channelVar(e.Root)
}

// semaphore reports whether the launcher sends on the channel before it launches:
// it takes a slot, which the body gives back.
func (c *classifier) semaphore(at behaviour.Place, arg ast.Expr) bool {
	if c.in == nil {
		return false
	}
	at.Ctx = false
	if arg != nil {
		from, ok := c.p.Spelled(arg)
		if !ok {
			return false
		}
		at = from.Join(at)
	}
	sends := c.p.sends[c.in]
	if sends == nil {
		sends = make(map[behaviour.Place]token.Pos)
		c.p.sends[c.in] = sends
		for _, u := range c.p.Gathered().Sends {
			if !syntax.Encloses(c.in.Body, u.X.Pos()) || u.In != c.in && c.p.Gathered().Launched[u.In.Type] != nil {
				continue // what others send is no slot
			}
			if to, ok := c.p.Spelled(u.X); ok && !sends[to].IsValid() {
				sends[to] = u.X.Pos()
			}
		}
	}
	pos, ok := sends[at]
	return ok && pos < c.l.Node().Pos()
}

// stopOfKnown answers for a body of another package, by what is known of it.
func (c *classifier) stopOfKnown() Stop {
	j := valuation{p: c.p}
	// What is handed on counts if the function that gets it looks.
	contexts := slices.Clone(c.t.Known.Contexts)
	for _, h := range c.t.Known.Handed {
		if c.p.LooksAt(c.p.DenotedBy(c.t.Arg(h.Func)), h.Arg) {
			contexts = append(contexts, h.Ctx)
		}
	}
	for _, i := range contexts {
		if i == behaviour.Global {
			// Which variable it is, the other package knows; somebody may have exported a way to it.
			return Stop{By: Context, On: "package " + c.t.Static.Pkg().Name()}
		}
		if arg := c.t.Arg(i); arg != nil && j.held(arg) {
			return Stop{By: Context, On: types.ExprString(arg), Pos: arg.Pos()}
		}
	}
	for _, i := range c.t.Known.Received {
		if arg := c.t.Arg(i); arg != nil && j.done(arg, 0) {
			return Stop{By: Context, On: types.ExprString(arg), Pos: arg.Pos()}
		}
	}
	for _, e := range c.t.Known.Ends {
		if e.Strength == behaviour.Hint {
			continue
		}
		if e.Param == behaviour.Global {
			return Stop{By: Quit, On: "package " + c.t.Static.Pkg().Name()}
		}
		arg := c.t.Arg(e.Param)
		switch {
		// Whoever gets nil receives for ever, and cannot be ended by that.
		case arg == nil || c.p.Info.Types[arg].IsNil():
		case e.Runs != "":
			if s := c.stopByMethod(arg, e.Runs); s.By != Nothing {
				return s
			}
		// What is no channel itself holds one: who has the value has a method, or a field, for it.
		case !typesx.IsChan(c.p.Info.TypeOf(arg)) || j.channel(arg, 0):
			return Stop{By: Quit, On: types.ExprString(arg), Pos: arg.Pos()}
		}
	}
	for _, i := range c.t.Known.Calls {
		if s := c.stopOfFunc(c.t.Arg(i)); s.By != Nothing {
			return s
		}
	}
	return Stop{}
}

// closable reports whether somebody but the body can end what a method of the value at a
// place of the launcher runs: the value is a field, a package variable or was given to the
// launcher; or a local variable of which a method that ends it is called, or that is handed on.
func (c *classifier) closable(at behaviour.Place, runs string) bool {
	if at.Path != "" || typesx.IsPackageVar(at.Root) || c.p.Index.TakenBy(at.Root) != nil {
		return true
	}
	for _, cur := range c.p.Index.Uses(at.Root) {
		// Uses in the launch itself, and in the body, are by the goroutine that is to be ended.
		if syntax.Encloses(c.l.Node(), cur.Node().Pos()) {
			continue
		}
		if c.body() != nil && syntax.Encloses(c.body().Node, cur.Node().Pos()) {
			continue
		}
		if c.p.handedOn(cur, catalog.StoppedBy(runs)) {
			return true
		}
	}
	return false
}

// handedOn reports whether a use of a variable calls one of the methods, or lets others
// have the value, and not only as an interface that has none of them.
func (p *Package) handedOn(cur inspector.Cursor, methods []string) bool {
	kind, i := cur.ParentEdge()
	for kind == edge.ParenExpr_X || kind == edge.UnaryExpr_X || kind == edge.StarExpr_X {
		cur = cur.Parent()
		kind, i = cur.ParentEdge()
	}
	switch kind {
	case edge.CallExpr_Args:
		t := argType(p.Info, cur.Parent().Node().(*ast.CallExpr), i)
		// What is given to an interface without methods is taken for what it is again.
		return t == nil || t.NumMethods() == 0 || slices.ContainsFunc(methods, func(name string) bool { return typesx.HasMethod(t, p.Pkg, name) })
	case edge.SelectorExpr_X:
		return slices.Contains(methods, cur.Parent().Node().(*ast.SelectorExpr).Sel.Name)
	case edge.AssignStmt_Lhs, edge.BinaryExpr_X, edge.BinaryExpr_Y:
		return false
	case edge.AssignStmt_Rhs:
		to := typesx.Ident(cur.Parent().Node().(*ast.AssignStmt).Lhs[i])
		return to == nil || to.Name != "_"
	}
	return true
}

// argType is the interface as which a call takes its argument i; nil where the parameter is of
// another type, or variadic.
func argType(info *types.Info, call *ast.CallExpr, i int) *types.Interface {
	sig, ok := info.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		return nil
	}
	t, variadic := typesx.Param(sig, i)
	if t == nil || variadic {
		return nil
	}
	iface, _ := t.Underlying().(*types.Interface)
	return iface
}
