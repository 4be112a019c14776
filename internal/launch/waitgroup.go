package launch

import (
	"go/ast"
	"go/types"
)

// A WaitGroup waits for what has been counted in. Where a goroutine does that itself,
// and nobody else does, a Wait can return before the goroutine has started
// (golang/go#18022; the waitgroup pass of x/tools reports the plainest form).

// addsItself tells whether only the body of the launch counts for it on a local
// WaitGroup, so that a Wait on it proves nothing. What other bodies count is for
// themselves, or for what they launch. Who is given a group may count on it, too.
func (c *classifier) addsItself(s Signal) bool {
	body := c.body()
	if s.Kind != WaitGroup || s.Field || body == nil || encloses(body.node, s.Var.Pos()) {
		return false
	}
	itself := false
	for _, u := range c.p.idx().counts[s.Var] {
		switch {
		case u.x == nil:
			return false
		case encloses(body.node, u.x.Pos()):
			itself = true
		case !c.p.idx().launched[u.in.typ] || encloses(u.in.node, c.l.node().Pos()):
			return false
		}
	}
	return itself
}

// countOn notes where a local WaitGroup is counted on: out of sight, where its address
// is taken or it is passed on.
func (w *indexer) countOn(group ast.Expr, at use) {
	if id, ok := ast.Unparen(group).(*ast.Ident); ok {
		if v, ok := w.p.Info.Uses[id].(*types.Var); ok && at.in != nil {
			w.counts[v] = append(w.counts[v], at)
		}
	}
}

// waitGroupMethod tells whether fn is the named method of sync.WaitGroup.
func waitGroupMethod(fn *types.Func, name string) bool {
	return fn != nil && fn.Name() == name && fn.Pkg() != nil && fn.Pkg().Path() == "sync" &&
		fn.Signature().Recv() != nil && isWaitGroup(fn.Signature().Recv().Type())
}

// isWaitGroup tells whether t is *sync.WaitGroup, or the type itself.
func isWaitGroup(t types.Type) bool {
	if t == nil {
		return false
	}
	t = types.Unalias(t)
	if ptr, ok := t.(*types.Pointer); ok {
		t = types.Unalias(ptr.Elem())
	}
	named, ok := t.(*types.Named)
	return ok && named.Obj().Name() == "WaitGroup" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync"
}
