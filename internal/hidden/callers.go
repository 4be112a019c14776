// This file looks at when a gate is opened, and by whom in the end: from the places that close,
// send or call, back along the calls in the package to exported functions.

package hidden

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"slices"
)

// reach follows the calls of what opens a gate backwards. names are the exported functions and
// methods by which other packages can have it opened, calls all functions of the package that
// have it opened. fresh says that the value belongs to a result only, which nobody had before:
// then an exported function without parameters cannot open it. reach fails where the launching
// function opens the gate itself, after the launch, and where it cannot be known who does: then
// nothing is claimed.
//
//	func (c *Cache) end()   { close(c.quit) } // opens the gate
//	func (c *Cache) Close() { c.end() }       // and so does this, for other packages
func (s *search) reach(fresh bool) (names, calls []string, ok bool) {
	p := s.p
	reached := make(map[*function]bool)
	var todo []*function
	for _, cur := range s.givers {
		// What the function itself opens after the launch ends with it, or may do so.
		if f := p.around(cur); f.root() == s.f && s.later(cur.Node()) {
			return nil, nil, false
		} else if root := f.root(); !reached[root] {
			reached[root] = true
			todo = append(todo, root)
		}
	}
	// Backwards along the calls, until exported functions are reached on every way.
	for i := 0; i < len(todo); i++ {
		f := todo[i]
		// The body itself, a function that is passed around as a value, init, or a method that
		// is called by an interface: when any of these runs is not known.
		if f == s.self || f.Obj == nil || p.isPassed(f.Obj) && !f.Recv || f.Obj.Name() == "init" || slices.Contains(s.methody, f.Obj.Name()) {
			return nil, nil, false
		}
		for _, c := range p.callersOf(f) {
			// So does what it has opened by a callee.
			if c.from.root() == s.f && c.call != s.at && s.later(c.call) {
				return nil, nil, false
			}
			if root := c.from.root(); !reached[root] {
				reached[root] = true
				todo = append(todo, root)
			}
		}
		// Somewhere it is a value, which may be called by anybody who has that.
		s.loose = s.loose || p.isPassed(f.Obj)
		if f != s.f {
			calls = append(calls, f.Obj.Name())
		}
		switch {
		case !f.Obj.Exported() || f == s.f:
		case f.Recv || f.Obj.Signature().Params().Len() > 0:
			names = append(names, f.Obj.Name())
		case !fresh:
			return nil, nil, false // anybody may call it
		}
	}
	slices.Sort(names)
	slices.Sort(calls)
	return slices.Compact(names), slices.Compact(calls), true
}

// later reports whether a node of the launching function is executed after the launch: it
// stands below, is deferred, or is in a loop or a literal with the launch. That errs towards
// later, and so towards silence:
//
//	close(c.quit) // not later
//	go c.loop()
//	defer close(c.quit) // later, wherever it stands
//	close(c.quit)       // later
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

// A caller is a call of a function, or its launch, and the function that has it.
type caller struct {
	call ast.Node
	from *function
}

// callersOf lists the calls and launches of a function in the package. Calls by an interface or
// a function value that can be any of several are not among them; reach asks isPassed for
// those.
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

// where names the function that has a launch, and its file and line: "loop.Forever
// (loop.go:12)". It has no directory, so that the fact is the same wherever the module lies.
func (p *Package) where(f *function, n ast.Node) string {
	name := p.pkg.Name()
	if f.Obj != nil {
		name = p.launches.Qualified(f.Obj)
	}
	at := p.fset.PositionFor(n.Pos(), false)
	return fmt.Sprintf("%s (%s:%d)", name, filepath.Base(at.Filename), at.Line)
}
