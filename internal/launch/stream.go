package launch

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/catalog"
)

// usesGiven tells whether the body uses a stream that the caller gave: a listener
// that it serves, a connection that it reads from. It ends with that, and that
// is the caller's to close.
func (e *escaping) usesGiven(s *scope, c *classifier) bool {
	u := streamUse{e: e, s: s, seen: make(map[ast.Node]bool)}
	u.in(c.l.node())
	if c.t.fn != nil {
		u.in(c.t.fn.node)
	}
	return u.found
}

// A streamUse is the search for streams in what a launch runs.
type streamUse struct {
	e     *escaping
	s     *scope
	seen  map[ast.Node]bool
	found bool
}

// in looks at a function, or the statement that launches it, and at the functions
// of the package that it calls.
func (u *streamUse) in(n ast.Node) {
	if u.seen[n] {
		return
	}
	u.seen[n] = true
	p := u.e.p
	ast.Inspect(n, func(n ast.Node) bool {
		if u.found || !p.spend() {
			return false
		}
		switch n := n.(type) {
		case *ast.Ident:
			v, _ := p.Info.Uses[n].(*types.Var)
			u.found = v != nil && isStream(v.Type()) && (u.e.isGiven(u.s, v) || v.IsField() && u.e.givenStream(v.Origin()))
		case *ast.CallExpr:
			if f := u.e.byFunc[p.callee(n)]; f != nil {
				u.in(f.node)
			}
		}
		return !u.found
	})
}

// givenStream tells whether what is stored in a field is a stream that some
// function of the package is given, or made of one.
func (e *escaping) givenStream(v *types.Var) bool {
	if v.Pkg() != e.p.Pkg {
		return false // of a value that is not this package's, and may be anything
	}
	for _, d := range e.p.idx().defs[v] {
		given := false
		if d.value != nil && d.in != nil {
			ast.Inspect(d.value, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && !given {
					w, _ := e.p.Info.Uses[id].(*types.Var)
					given = w != nil && d.in.param(w) >= 0 && isStream(w.Type())
				}
				return !given
			})
		}
		if given {
			return true
		}
	}
	return false
}

// isStream tells whether t is a type of the standard library that has a Close or
// a Read method: who has such a value can end what waits for it, or has made it
// of what he can.
func isStream(t types.Type) bool {
	name := named(t)
	if name == nil || name.Pkg() == nil || !catalog.StdPath(name.Pkg().Path()) {
		return false
	}
	for _, method := range []string{"Close", "Read"} {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
		if _, ok := obj.(*types.Func); ok {
			return true
		}
	}
	return false
}
