// This file asks files that the pass does not have, tests and files of other builds and of
// other packages, what they set, for once.go and tree.go, and what they close, for endless.go. They are parsed once, and asked by
// name alone: types would need the dependencies of another build. A name in common errs
// towards "set".

package vars

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
	Broken   bool                // it cannot be parsed: anything

	Mentioned map[string]bool
	Closes    bool // some channel, whichever
}

// SetBeside reports whether a file beside those of the pass, a test or one of another build,
// may set a variable or a field. Files that cgo has written stand elsewhere than that at hand.
func (r *Facts) SetBeside(v *types.Var) bool {
	return r.AtFile == nil || slices.ContainsFunc(r.FilesBeside(filepath.Dir(r.Pass.Fset.File(r.AtFile.FileStart).Name())),
		func(file string) bool { return r.SetsIn(file).may(v) })
}

// SetsIn returns what a file sets, which is looked at once.
func (r *Facts) SetsIn(file string) *sets {
	s := r.bySets[file]
	if s == nil {
		s = &sets{fields: make(map[string]bool), names: make(map[string]bool), called: make(map[string]bool), selected: make(map[string][]string), Mentioned: make(map[string]bool)}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if s.Broken = err != nil; !s.Broken {
			s.gather(f)
		}
		r.bySets[file] = s
	}
	return s
}

// may reports whether a variable, or a field, may be set. What is set behind a pointer may be
// the struct of the field.
func (s *sets) may(v *types.Var) bool {
	if s.Broken || v.IsField() {
		return s.Broken || s.behind || s.fields[v.Name()]
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
			s.Mentioned[n.Name] = true
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "close" {
				s.Closes = true
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
