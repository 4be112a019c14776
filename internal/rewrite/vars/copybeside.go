// This file says what a file that the pass does not have sets behind pointers, for setbeside.go: a
// whole struct, and all its fields with it, or a variable that is a copy of one.
//
//	*s = server{}
//	c := *s
//	c.start()
//	c = server{} // what c.start has launched finds another conn
//
// A copy matters only where others have it, by its address or by a method.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A pointee is something of some types that gets another value.
type pointee struct {
	of       []spelled
	pointed  bool     // others have its address
	selected []string // otherwise those do that run one of these on it, if it is a method
}

// anyPointee is one that may be anything.
var anyPointee = pointee{of: []spelled{{}}, pointed: true}

// A copied is a variable that is a copy of what a pointer leads to.
type copied struct {
	name string
	of   []spelled
	fn   *ast.FuncDecl // that declares it, nil for none
}

// copyOf notes a variable that gets a copy. One that is declared with a type holds that by itself.
func (s *sets) copyOf(star *ast.StarExpr, name string) {
	c := copied{name: name}
	if s.around != nil && syntax.Encloses(s.around, star.Pos()) {
		c.fn, c.of = s.around, s.typesOf(star.X)
		if known := s.locals[name]; s.fn == s.around && len(known) > 0 && !slices.ContainsFunc(known, func(t spelled) bool { return t.name == "" && !t.foreign }) {
			return
		}
	}
	s.copies = append(s.copies, c)
}

// replaceCopies notes which copies get another value.
func (s *sets) replaceCopies() {
	uses := make(map[*ast.FuncDecl]*localUses)
	for _, c := range s.copies {
		if c.fn == nil {
			if s.has(c.name, replaced) {
				s.behind = append(s.behind, anyPointee)
			}
			continue
		}
		in := uses[c.fn]
		if in == nil {
			in = usesIn(c.fn)
			uses[c.fn] = in
		}
		if in.replaced[c.name] {
			s.behind = append(s.behind, pointee{c.of, in.pointed[c.name], in.selected[c.name]})
		}
	}
}

// localUses are what a function does with what has a name.
type localUses struct {
	replaced, pointed map[string]bool
	selected          map[string][]string
}

// usesIn gathers them.
func usesIn(fn *ast.FuncDecl) *localUses {
	in := &localUses{make(map[string]bool), make(map[string]bool), make(map[string][]string)}
	replace := func(list ...ast.Expr) {
		for _, x := range list {
			if id, ok := x.(*ast.Ident); ok {
				in.replaced[id.Name] = true
			}
		}
	}
	for n := range syntax.All[ast.Node](fn) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE || len(n.Lhs) > 1 {
				for _, lhs := range n.Lhs {
					replace(ast.Unparen(lhs))
				}
			}
		case *ast.RangeStmt:
			replace(n.Key, n.Value)
		case *ast.UnaryExpr:
			if n.Op == token.AND && !isLiteral(n.X) {
				for id := range syntax.All[*ast.Ident](n.X) {
					in.pointed[id.Name] = true
				}
			}
		case *ast.SelectorExpr:
			for id := range syntax.All[*ast.Ident](n.X) {
				in.selected[id.Name] = append(in.selected[id.Name], n.Sel.Name)
			}
		}
	}
	return in
}

// setsBehind reports whether the file sets a field with all that a pointer leads to, or with a copy
// of that.
func (r *Facts) setsBehind(s *sets, field *types.Var) bool {
	tn := r.StructOf(field)
	return slices.ContainsFunc(s.behind, func(p pointee) bool {
		isHad := p.pointed || tn == nil || slices.ContainsFunc(p.selected, func(name string) bool {
			return typesx.HasMethod(types.NewPointer(tn.Type()), tn.Pkg(), name)
		})
		return isHad && slices.ContainsFunc(p.of, func(of spelled) bool {
			list, ok := r.typesFor(of)
			return !ok || slices.ContainsFunc(list, func(t types.Type) bool { return hasField(t, field, 0) })
		})
	})
}

// hasField reports whether a value of a type, or what it points to, has a field as a part.
func hasField(t types.Type, field *types.Var, depth int) bool {
	if depth > 8 {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return depth == 0 && hasField(u.Elem(), field, 0)
	case *types.Array:
		return hasField(u.Elem(), field, depth+1)
	case *types.Struct:
		for f := range u.Fields() {
			if f.Origin() == field || hasField(f.Type(), field, depth+1) {
				return true
			}
		}
	}
	return false
}
