// This file asks files that the pass does not have, tests and files of other builds and of
// other packages, what they set, for once.go and tree.go, and what they close, for endless.go. They are parsed once, and asked by
// name alone: types would need the dependencies of another build. A name in common errs
// towards "set".

package rewrite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// sets are what a file may set, by the names in what it sets.
type sets struct {
	fields   map[string]bool     // selected
	names    map[string]bool     // alone
	called   map[string]bool     // of what a method is called on, which takes an address
	selected map[string][]string // what is selected of it
	behind   bool                // something behind a pointer, which may be the struct of a field
	broken   bool                // it cannot be parsed: anything

	mentioned map[string]bool
	closes    bool // some channel, whichever
}

// setBeside reports whether a file beside those of the pass, a test or one of another build,
// may set a variable or a field. Files that cgo has written stand elsewhere than that at hand.
func (r *Facts) setBeside(v *types.Var) bool {
	return r.atFile == nil || slices.ContainsFunc(r.filesBeside(filepath.Dir(r.pass.Fset.File(r.atFile.FileStart).Name())),
		func(file string) bool { return r.setsIn(file).may(v) })
}

// setsIn returns what a file sets, which is looked at once.
func (r *Facts) setsIn(file string) *sets {
	s := r.bySets[file]
	if s == nil {
		s = &sets{fields: make(map[string]bool), names: make(map[string]bool), called: make(map[string]bool), selected: make(map[string][]string), mentioned: make(map[string]bool)}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if s.broken = err != nil; !s.broken {
			s.gather(f)
		}
		r.bySets[file] = s
	}
	return s
}

// may reports whether a variable, or a field, may be set. What is set behind a pointer may be
// the struct of the field.
func (s *sets) may(v *types.Var) bool {
	if s.broken || v.IsField() {
		return s.broken || s.behind || s.fields[v.Name()]
	}
	_, pointer := v.Type().Underlying().(*types.Pointer)
	if pointer || types.IsInterface(v.Type()) {
		return s.names[v.Name()]
	}
	// A method value takes the address, too.
	return s.names[v.Name()] || s.called[v.Name()] || slices.ContainsFunc(s.selected[v.Name()], func(name string) bool {
		return typesx.HasMethod(types.NewPointer(v.Type()), v.Pkg(), name)
	})
}

// gather notes what a file assigns to, and of what it takes the address, as a call of a method
// may.
func (s *sets) gather(f *ast.File) {
	for n := range syntax.All[ast.Node](f) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				continue
			}
			for _, lhs := range n.Lhs {
				_, behind := ast.Unparen(lhs).(*ast.StarExpr)
				s.behind = s.behind || behind
				s.set(lhs)
			}
		case *ast.Ident:
			s.mentioned[n.Name] = true
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "close" {
				s.closes = true
			}
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
				for id := range syntax.All[*ast.Ident](sel.X) {
					s.called[id.Name] = true
				}
			}
		case *ast.SelectorExpr:
			for id := range syntax.All[*ast.Ident](n.X) {
				s.selected[id.Name] = append(s.selected[id.Name], n.Sel.Name)
			}
		case *ast.SliceExpr: // of an array takes its address
			s.set(n.X)
		case *ast.IncDecStmt:
			s.set(n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND && !isLiteral(n.X) {
				s.set(n.X)
			}
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				s.set(n.Key)
				s.set(n.Value)
			}
		}
	}
}

// set notes all names in what is set.
func (s *sets) set(x ast.Expr) {
	if x == nil {
		return
	}
	for n := range syntax.All[ast.Expr](x) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			s.fields[n.Sel.Name] = true
		case *ast.Ident:
			s.names[n.Name] = true
		}
	}
}

// isLiteral: &T{name: v} takes the address of something new, not of what has the name.
func isLiteral(x ast.Expr) bool {
	_, ok := ast.Unparen(x).(*ast.CompositeLit)
	return ok
}
