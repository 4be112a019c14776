package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A census says which fields and package variables are waited on somewhere in
// the package. It follows no paths: whoever owns a field waits for it in a
// method that runs later.
type census struct {
	waits map[*types.Var][]token.Pos // Wait on a WaitGroup
	// Receives that are not in a loop, since the consumer of a queue awaits nobody;
	// nor in a function that also sends: it takes a token and gives it back.
	recvs map[*types.Var][]token.Pos
}

// waited returns the census. Waits in tests count for launches in tests only,
// since the class of a launch must not depend on whether its package's tests
// are loaded.
func (p *Package) waited() *census {
	if p.census != nil {
		return p.census
	}
	ix := p.idx()
	c := &census{waits: make(map[*types.Var][]token.Pos), recvs: make(map[*types.Var][]token.Pos)}
	p.census = c
	p.steps = maxSteps
	waiters := make(map[*types.Var]bool) // parameters that their function waits on
	for _, u := range ix.waits {
		for _, at := range p.waitedOn(u.x, u.in) {
			if ix.params[at.root] != nil && at.path == "" {
				waiters[at.root] = true
			}
			c.record(c.waits, at, u)
		}
	}
	p.throughCalls(c, waiters)
	type sender struct {
		v  *types.Var
		in *fn
	}
	sent := make(map[sender]bool)
	for _, u := range ix.sends {
		for _, at := range p.names(u.x, u.in) {
			sent[sender{at.shared(), u.in}] = true
		}
	}
	for _, u := range ix.recvs {
		for _, at := range p.names(u.x, u.in) {
			if !sent[sender{at.shared(), u.in}] {
				c.record(c.recvs, at, u)
			}
		}
	}
	return c
}

func (c *census) record(in map[*types.Var][]token.Pos, at place, u use) {
	if v := at.shared(); v != nil {
		in[v] = append(in[v], u.x.Pos())
	}
}

// shared returns the field or package variable that the place is, or nil.
func (p place) shared() *types.Var {
	if p.last == nil && p.path == "" && isPackageVar(p.root) {
		return p.root
	}
	return p.last
}

// waitedOn returns the places of the WaitGroup in x.Wait.
func (p *Package) waitedOn(x ast.Expr, in *fn) []place {
	sel, ok := x.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	s := p.Info.Selections[sel]
	if s == nil {
		return nil
	}
	return fieldPath(p.names(sel.X, in), s)
}

// throughCalls adds the WaitGroups that are passed to functions of the package
// which wait on them.
func (p *Package) throughCalls(c *census, waiters map[*types.Var]bool) {
	passed := p.idx().passed
	for changed := true; changed; {
		changed = false
		var rest []passedOn
		for _, u := range passed {
			t := p.resolve(u.call)
			if t.fn == nil {
				continue
			}
			i := u.arg + t.shift()
			if i >= len(t.fn.params) || t.fn.params[i] == nil || !waiters[t.fn.params[i]] {
				rest = append(rest, u)
				continue
			}
			for _, at := range p.names(u.x, u.in) {
				if p.idx().params[at.root] != nil && at.path == "" {
					waiters[at.root] = true
				}
				c.record(c.waits, at, u.use)
			}
			changed = true
		}
		passed = rest
	}
}

func isPackageVar(v *types.Var) bool {
	return v != nil && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

// counts tells whether one of the waits on a signal is outside of the body and
// counts for a launch at pos.
func (p *Package) counts(s Signal, body *fn, pos token.Pos) bool {
	var list []token.Pos
	switch s.Kind {
	case WaitGroup:
		list = p.waited().waits[s.Var]
	case Member:
		list = p.memberWaits(s)
	default:
		list = p.waited().recvs[s.Var]
	}
	for _, at := range list {
		inBody := body != nil && body.node.Pos() <= at && at < body.node.End()
		if !inBody && (p.inTest(pos) || !p.inTest(at)) {
			return true
		}
	}
	return false
}

func (p *Package) inTest(pos token.Pos) bool {
	f := p.Fset.File(pos)
	return f != nil && strings.HasSuffix(f.Name(), "_test.go")
}
