package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// bound tells whether something outside of the body can end it.
func (c *classifier) bound() bool {
	switch {
	case c.t.fn != nil:
		return c.boundBody(c.t)
	case c.t.known != nil:
		return c.boundKnown()
	}
	j := judge{p: c.p}
	for _, arg := range c.l.Call.Args {
		if c.p.isContext(c.p.Info.TypeOf(arg)) && j.context(arg, 0) || isRequest(c.p.Info.TypeOf(arg)) && j.request(arg, 0) {
			return c.owned(types.ExprString(arg))
		}
		if c.boundFunc(arg) {
			return true
		}
	}
	return false
}

// boundFunc tells whether an argument is a function that is bound. What can be
// seen of its parameters is nothing.
func (c *classifier) boundFunc(arg ast.Expr) bool {
	if _, ok := c.p.Info.TypeOf(arg).(*types.Signature); !ok || !c.p.spend() {
		return false
	}
	t := c.p.denoted(arg, 0)
	return t.fn != nil && c.boundBody(t)
}

func (c *classifier) boundBody(t target) bool {
	eff := c.p.effectsOf(t.fn)
	for _, at := range eff.contexts {
		if c.contextAt(at, t) {
			return c.owned(c.spelling(at, t))
		}
	}
	for _, h := range eff.handed {
		if c.p.looksAt(c.p.denotedBy(t.arg(t.fn.param(h.to))), h.arg) && c.contextAt(h.ctx, t) {
			return c.owned(c.spelling(h.ctx, t))
		}
	}
	for _, at := range eff.received {
		if c.doneAt(at, t) {
			return c.owned(c.spelling(at, t))
		}
	}
	for _, e := range eff.ends {
		if c.endsAt(e, t) {
			return c.owned(c.spelling(e.place, t))
		}
	}
	for _, v := range eff.calls {
		if arg := t.arg(t.fn.param(v)); arg != nil && c.boundFunc(arg) {
			return true
		}
	}
	return false
}

// spelling is a place of the body as the launcher would write it.
func (c *classifier) spelling(at place, t target) string {
	if arg := t.arg(t.fn.param(at.root)); arg != nil {
		at.path = strings.TrimSuffix(at.path, ofRequest)
		if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok && u.Op == token.AND && at.path != "" {
			arg = u.X
		}
		return types.ExprString(arg) + at.path
	}
	return at.String()
}

// contextAt tells whether the context at a place of the body is from outside,
// and can be cancelled.
func (c *classifier) contextAt(at place, t target) bool {
	j := judge{p: c.p}
	i := t.fn.param(at.root)
	if strings.HasSuffix(at.path, ofRequest) {
		switch {
		case at.path != ofRequest: // of a field, whose request may be any
			return false
		case i < 0:
			return j.requestVar(at.root, 0)
		}
		return t.arg(i) != nil && j.request(t.arg(i), 0)
	}
	if i < 0 {
		return at.path != "" && j.way(at) || at.path == "" && j.contextVar(at.root)
	}
	arg := t.arg(i)
	if arg == nil {
		return at.path == "" && c.givenByHelper()
	}
	return at.path != "" && j.way(at) || at.path == "" && j.context(arg, 0)
}

// doneAt tells whether the channel at a place of the body is that of a context
// which the launcher asked for it.
func (c *classifier) doneAt(at place, t target) bool {
	if at.path != "" {
		return false
	}
	j := judge{p: c.p}
	if i := t.fn.param(at.root); i >= 0 {
		return t.arg(i) != nil && j.done(t.arg(i), 0)
	}
	return j.doneVar(at.root, 0)
}

// endsAt tells whether the channel of an ending is one that the launcher can name.
func (c *classifier) endsAt(e ending, t target) bool {
	i := t.fn.param(e.root)
	arg := t.arg(i)
	if e.call || e.strength == Hint || i >= 0 && arg == nil {
		return false // a function that is called is looked at as an argument
	}
	if e.strength == Weak && c.semaphore(e.place, arg) {
		return false
	}
	j := judge{p: c.p}
	if i >= 0 && e.path == "" {
		return j.channel(arg, 0)
	}
	return e.path != "" || j.channelVar(e.root)
}

// semaphore tells whether the launcher sends on the channel before it launches:
// it takes a slot, which the body gives back.
func (c *classifier) semaphore(at place, arg ast.Expr) bool {
	if c.in == nil {
		return false
	}
	sends := c.p.sends[c.in]
	if sends == nil {
		sends = make(map[place]token.Pos)
		c.p.sends[c.in] = sends
		ast.Inspect(c.in.body, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				return false // what others send is no slot
			}
			if s, ok := n.(*ast.SendStmt); ok {
				if to, ok := c.p.spelled(s.Chan); ok && sends[to] == token.NoPos {
					sends[to] = s.Pos()
				}
			}
			return true
		})
	}
	at.ctx = false
	if arg != nil {
		from, ok := c.p.spelled(arg)
		if !ok {
			return false
		}
		at = from.join(at)
	}
	pos, ok := sends[at]
	return ok && pos < c.l.node().Pos()
}

func (c *classifier) boundKnown() bool {
	j := judge{p: c.p}
	contexts := slices.Clone(c.t.known.Contexts)
	for _, h := range c.t.known.Handed {
		if c.p.looksAt(c.p.denotedBy(c.t.arg(h.Func)), h.Arg) {
			contexts = append(contexts, h.Ctx)
		}
	}
	for _, i := range contexts {
		if i == Global {
			return c.owned("package " + c.t.static.Pkg().Name())
		}
		arg := c.t.arg(i)
		if arg == nil {
			continue
		}
		if j.held(arg) {
			return c.owned(types.ExprString(arg))
		}
	}
	for _, e := range c.t.known.Ends {
		if e.Strength == Hint {
			continue
		}
		if e.Param == Global {
			return c.owned("package " + c.t.static.Pkg().Name())
		}
		arg := c.t.arg(e.Param)
		if arg != nil && (!isChan(c.p.Info.TypeOf(arg)) || j.channel(arg, 0)) {
			return c.owned(types.ExprString(arg))
		}
	}
	for _, i := range c.t.known.Calls {
		if arg := c.t.arg(i); arg != nil && c.boundFunc(arg) {
			return true
		}
	}
	return false
}
