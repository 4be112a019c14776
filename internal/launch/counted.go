// This file asks who counts. A WaitGroup waits for what has been counted in. Where a goroutine
// does that itself, and nobody else does, a Wait can return before the goroutine has started
// (golang/go#18022; the waitgroup pass of x/tools reports the plainest form).

package launch

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// addsItself reports whether only the body of the launch counts for it on a local WaitGroup, so
// that a Wait on it proves nothing:
//
//	go func() {
//		wg.Add(1) // too late: Wait may have been passed already
//		defer wg.Done()
//	}()
//	wg.Wait()
//
// What other bodies count is for themselves, or for what they launch. A function
// that is given a group may count on it, too.
func (c *classifier) addsItself(s Signal) bool {
	body := c.body()
	if s.Join.Adds == "" || s.Field || body == nil || syntax.Encloses(body.Node, s.Var.Pos()) {
		return false
	}
	// Counting by others, or where it cannot be seen, may come first.
	itself := false
	for _, u := range c.p.Gathered().Counts[s.Var] {
		switch {
		// Its address is taken: somebody out of sight may count.
		case u.X == nil:
			return false
		case syntax.Encloses(body.Node, u.X.Pos()):
			itself = true
		case c.p.Gathered().Launched[u.In.Type] == nil || syntax.Encloses(u.In.Node, c.l.Node().Pos()):
			return false
		}
	}
	return itself
}

// CountedInto returns the group that a go statement counts itself into, with Add before it and
// Done as its last act, or deferred, on every path. It is nil for all others, and for a group
// of a function around the launcher: when the launcher runs is not known. One that the body
// alone counts on proves nothing, see addsItself.
func (p *Package) CountedInto(l *Launch) *Owner {
	if l.Go == nil {
		return nil
	}
	p.Begin()
	c := p.classifier(l)
	for _, s := range c.outside() {
		root, ok := s.Root.(*types.Var)
		if !ok || s.Join.Adds == "" || c.addsItself(s) {
			continue
		}
		switch {
		// Others may wait on an exported field; so may whoever counts elsewhere.
		case s.Field:
			if !s.Var.Exported() && c.addsShared(s.Var) {
				return &Owner{Name: s.Name, Var: s.Var, Waits: s.Join.Waits, p: p}
			}
		case typesx.IsPackageVar(root):
			if !c.addsShared(root) {
				continue
			}
			return &Owner{Name: s.Name, Var: root, Waits: s.Join.Waits, p: p}
		case c.in.Declares(root) && p.Index.TakenBy(root) == nil && p.Fresh(root) && c.addedBefore(root):
			return &Owner{Name: s.Name, Var: root, Local: true, Waits: s.Join.Waits, p: p}
		}
	}
	return nil
}

// addedBefore reports whether something outside of the body counts on a WaitGroup.
func (c *classifier) addedBefore(group *types.Var) bool {
	body := c.body()
	for _, u := range c.p.Gathered().Counts[group] {
		if u.X != nil && (body == nil || !syntax.Encloses(body.Node, u.X.Pos())) {
			return true
		}
	}
	return false
}

// addsShared reports whether the launcher counts, before the launch, on a group that is
// a field or a package variable.
func (c *classifier) addsShared(group *types.Var) bool {
	return c.in != nil && slices.ContainsFunc(c.p.Gathered().Adds[group], func(pos token.Pos) bool {
		return syntax.Encloses(c.in.Body, pos) && pos < c.l.Node().Pos()
	})
}
