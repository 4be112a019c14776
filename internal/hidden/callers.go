package hidden

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"slices"
)

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
		if f == s.self || f.Obj == nil || p.isPassed(f.Obj) && !f.Recv || f.Obj.Name() == "init" || slices.Contains(s.methody, f.Obj.Name()) {
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

// later reports whether a node of the launching function is executed after the launch,
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
	if f.Obj != nil {
		name = p.launches.Qualified(f.Obj)
	}
	at := p.fset.PositionFor(n.Pos(), false)
	return fmt.Sprintf("%s (%s:%d)", name, filepath.Base(at.Filename), at.Line)
}
