// This file finds names for variables that fixes declare. The fixes of a file may be applied
// together or one by one, so that a name must be free in both cases: it is looked for in the whole
// declaration, or, for a launch, where what is declared before it is in scope.

package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/syntax"
)

// reservedNames are those of packages that a fix of the file may come to need: no
// variable that another one declares may hide them.
func (r *Files) reservedNames() map[string]bool {
	names := map[string]bool{"context": true, "tracked": true}
	for i := range r.Config.Helpers {
		if fn, err := config.ParseFunc(string(r.Config.Helpers[i].Name())); err == nil {
			names[BaseName(fn.Package)], names[PathBase(fn.Package)] = true, true
		}
	}
	return names
}

// numbered is a name in a declaration that has got numbers.
type numbered struct {
	in   ast.Decl
	stem string
}

// Fresh returns the given name or one like it that means nothing in the declaration
// around a node, and reserves it: the fixes of a file are applied together. Where another
// fix declares it in a block that is beside this one, it is free here.
func (s *File) Fresh(name string, at ast.Node, pkg *types.Package) string {
	c, stem := name, strings.TrimRight(name, "0123456789")
	key := numbered{s.DeclAround(at), stem}
	for !s.IsFree(c, at, pkg) {
		s.numbers[key]++
		c = stem + strconv.Itoa(s.numbers[key])
	}
	s.Give(c, at)
	return c
}

// Give notes that a fix declares a name in the block of a node.
func (s *File) Give(name string, at ast.Node) {
	d := s.DeclAround(at)
	if s.given[d] == nil {
		s.given[d] = make(map[string][]extent)
	}
	s.given[d][name] = append(s.given[d][name], s.extentOf(at))
}

// An extent is a part of a file.
type extent struct{ from, to token.Pos }

// extentOf is the list of statements that a go statement stands in, for anything else the
// whole declaration.
func (s *File) extentOf(at ast.Node) extent {
	if g, ok := at.(*ast.GoStmt); ok && s.lastOf[g].IsValid() {
		return extent{s.firstOf[g], s.lastOf[g]}
	}
	if d := s.DeclAround(at); d != nil {
		return extent{d.Pos(), d.End()}
	}
	return extent{at.Pos(), at.End()}
}

// isGiven reports whether a fix declares a name in a block that is around that of a node,
// or within it.
func (s *File) isGiven(name string, at ast.Node) bool {
	here := s.extentOf(at)
	return slices.ContainsFunc(s.given[s.DeclAround(at)][name], func(x extent) bool { return x.from < here.to && here.from < x.to })
}

// IsGivenIn reports whether a fix declares a name in the very list of statements that a
// launch stands in.
func (s *File) IsGivenIn(name string, at ast.Node) bool {
	return slices.Contains(s.given[s.DeclAround(at)][name], s.extentOf(at))
}

// IsGivenAround reports whether a fix declares a name in the list of statements that a launch
// stands in, or in one around that: launches are planned in their order, so it is declared
// before, and one more would hide it.
func (s *File) IsGivenAround(name string, at ast.Node) bool {
	here := s.extentOf(at)
	return slices.ContainsFunc(s.given[s.DeclAround(at)][name], func(x extent) bool { return x.from <= here.from && here.to <= x.to })
}

// MayHide reports whether a variable that a fix declares before a launch may have a name
// that means something there already, as in topic := *topic: that is declared in a scope
// around, and nothing names it from the launch on but what is evaluated into variables. A receiver
// gives its name to nothing that is not made of it.
func (r *Files) MayHide(src *File, stmt *ast.GoStmt, name string, hoisted []ast.Expr) bool {
	d, obj := src.DeclAround(stmt), r.Lookup(name, stmt.Pos())
	v, isVar := obj.(*types.Var)
	if !isVar || src.Taken[name] || len(src.given[d][name]) > 0 || v.Parent() == nil || v.Parent() == r.scopeAt(stmt.Pos()) || d == nil {
		return false
	}
	fd, isFunc := d.(*ast.FuncDecl)
	if isFunc && fd.Recv != nil && syntax.Encloses(fd.Recv, v.Pos()) && !slices.ContainsFunc(hoisted, func(x ast.Expr) bool { return syntax.Mentions(r.Pass.TypesInfo, x, v) }) {
		return false
	}
	return !syntax.Any(d, func(id *ast.Ident) bool {
		if id.Name != name || id.Pos() < stmt.Pos() || src.keys[id] {
			return false
		}
		if f, ok := r.Pass.TypesInfo.Uses[id].(*types.Var); ok && f.IsField() {
			return false
		}
		return !slices.ContainsFunc(hoisted, func(x ast.Expr) bool { return x.Pos() <= id.Pos() && id.End() <= x.End() })
	})
}

// IsFree reports whether a name means nothing in the package or the language, is no other fix's in
// the block of a node, and occurs nowhere in the declaration around that; for a launch, that it
// means nothing there, and nothing in its block has it but what declares it further in.
func (s *File) IsFree(name string, at ast.Node, pkg *types.Package) bool {
	if s.isGiven(name, at) || s.Taken[name] || !Free(name, pkg) {
		return false
	}
	if !s.NamesIn(s.DeclAround(at))[name] {
		return true
	}
	g, ok := at.(*ast.GoStmt)
	return ok && s.lookup(name, g.Pos()) == nil && !s.occursFrom(name, g)
}

// manyPlaces is where a name is no longer asked about place by place.
const manyPlaces = 16

// occursFrom reports whether a name in the list of statements of a launch would mean a variable that
// is declared at the launch, or is declared there itself: what literals and blocks within the list
// declare for themselves stays theirs.
func (s *File) occursFrom(name string, g *ast.GoStmt) bool {
	from, to := s.placesOf(name, g)
	if to-from > manyPlaces {
		return true
	}
	return slices.ContainsFunc(s.places[s.DeclAround(g)][name][from:to], func(id *ast.Ident) bool { return !s.within(id, g.Pos()) })
}

// NamesIn returns the names that occur in a declaration, but for those of fields and
// methods that are selected: they are looked up elsewhere.
func (s *File) NamesIn(d ast.Decl) map[string]bool {
	names := s.names[d]
	if names == nil {
		names = make(map[string]bool)
		s.names[d] = names
		if d != nil {
			for id := range s.LookedUp(d) {
				names[id.Name] = true
			}
		}
	}
	return names
}

// Occurs returns how often a name occurs in the list of statements that a launch stands in, as
// NamesIn has it.
func (s *File) Occurs(name string, g *ast.GoStmt) int {
	from, to := s.placesOf(name, g)
	return to - from
}

// placesOf returns which of the places of a name in a declaration are in the list of statements that
// a launch stands in. Hardly any is asked for, so a declaration is gone through when one is.
func (s *File) placesOf(name string, g *ast.GoStmt) (from, to int) {
	d := s.DeclAround(g)
	if s.places[d] == nil {
		s.places[d] = make(map[string][]*ast.Ident)
		for id := range s.LookedUp(d) {
			s.places[d][id.Name] = append(s.places[d][id.Name], id)
		}
		for _, places := range s.places[d] {
			slices.SortFunc(places, func(a, b *ast.Ident) int { return int(a.Pos() - b.Pos()) })
		}
	}
	here, places := s.extentOf(g), s.places[d][name]
	at := func(id *ast.Ident, pos token.Pos) int { return int(id.Pos() - pos) }
	from, _ = slices.BinarySearchFunc(places, here.from, at)
	to, _ = slices.BinarySearchFunc(places, here.to, at)
	return from, to
}

// LookedUp yields the identifiers of a part of the file that are looked up in the scopes
// around them: those of fields and methods that are selected are not.
func (s *File) LookedUp(part ast.Node) iter.Seq[*ast.Ident] {
	return func(yield func(*ast.Ident) bool) {
		selected := make(map[*ast.Ident]bool)
		for n := range syntax.All[ast.Node](part) {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				selected[n.Sel] = true
			case *ast.Ident:
				if !selected[n] && !s.keys[n] && !yield(n) {
					return
				}
			}
		}
	}
}

// unused returns a name for a package that occurs nowhere in the file, and is none
// of some others.
func (s *File) unused(name string, pkg *types.Package, elsewhere func(string) bool) string {
	occurs := func(c string) bool {
		return slices.ContainsFunc(s.File.Decls, func(d ast.Decl) bool { return s.NamesIn(d)[c] || len(s.given[d][c]) > 0 })
	}
	c := name
	for i := 1; occurs(c) || elsewhere(c) || s.Taken[c] || !Free(c, pkg); i++ {
		c = name + strconv.Itoa(i)
	}
	return c
}

// Free reports whether a name means nothing in the package or in the language.
func Free(name string, pkg *types.Package) bool {
	return token.IsIdentifier(name) && pkg.Scope().Lookup(name) == nil && types.Universe.Lookup(name) == nil
}
