package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/config"
)

// reservedNames are those of packages that a fix of the file may come to need: no
// variable that another one declares may hide them.
func (r *Rewriter) reservedNames() map[string]bool {
	names := map[string]bool{"context": true, "tracked": true}
	for i := range r.config.Helpers {
		if fn, err := config.ParseFunc(string(r.config.Helpers[i].Name())); err == nil {
			names[baseName(fn.Package)], names[pathBase(fn.Package)] = true, true
		}
	}
	return names
}

// numbered is a name in a declaration that has got numbers.
type numbered struct {
	in   ast.Decl
	stem string
}

// fresh returns the given name or one like it that means nothing in the declaration
// around a node, and reserves it: the fixes of a file are applied together.
func (s *source) fresh(name string, at ast.Node, pkg *types.Package) string {
	c, stem := name, strings.TrimRight(name, "0123456789")
	key := numbered{s.declAround(at), stem}
	for !s.isFree(c, at, pkg) {
		s.numbers[key]++
		c = stem + strconv.Itoa(s.numbers[key])
	}
	s.namesIn(s.declAround(at))[c] = true
	return c
}

func (s *source) isFree(name string, at ast.Node, pkg *types.Package) bool {
	return !s.namesIn(s.declAround(at))[name] && !s.taken[name] && free(name, pkg)
}

// namesIn returns the names that occur in a declaration, but for those of fields and
// methods that are selected: they are looked up elsewhere.
func (s *source) namesIn(d ast.Decl) map[string]bool {
	names := s.names[d]
	if names == nil {
		names = make(map[string]bool)
		s.names[d] = names
		if d != nil {
			selected, occurs := make(map[*ast.Ident]bool), make(map[string]int)
			s.occurs[d] = occurs
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.SelectorExpr:
					selected[n.Sel] = true
				case *ast.Ident:
					if !selected[n] && !s.keys[n] {
						names[n.Name] = true
						occurs[n.Name]++
					}
				}
				return true
			})
		}
	}
	return names
}

// unused returns a name for a package that occurs nowhere in the file, and is none
// of some others.
func (s *source) unused(name string, pkg *types.Package, elsewhere func(string) bool) string {
	occurs := func(c string) bool {
		return slices.ContainsFunc(s.file.Decls, func(d ast.Decl) bool { return s.namesIn(d)[c] })
	}
	c := name
	for i := 1; occurs(c) || elsewhere(c) || s.taken[c] || !free(c, pkg); i++ {
		c = name + strconv.Itoa(i)
	}
	return c
}

// free tells whether a name means nothing in the package or in the language.
func free(name string, pkg *types.Package) bool {
	return token.IsIdentifier(name) && pkg.Scope().Lookup(name) == nil && types.Universe.Lookup(name) == nil
}
