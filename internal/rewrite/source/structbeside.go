// This file asks the files that the pass does not have, tests and those of other builds, whether a
// struct may have one more field. They are only parsed: what they call by the name of a type is that
// type. One that does not compile any more would not be noticed here.
//
//	var other = &server{nil, 1} // in server_windows.go

package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
)

// A StructBeside is what files beside those of the pass do with a struct.
type StructBeside struct {
	Broken   bool // one of them cannot be parsed
	Unkeyed  bool // a literal does not name its fields
	Compared bool // values are compared, or keys of a map
	Twin     bool // another struct has fields of the same names, and may be converted to it
	Named    bool // a name is that of a method of it, or selected from what may embed it

	r     *Files
	typ   *types.TypeName
	types map[string][]ast.Expr // that the files declare, by name
}

// StructBeside looks at the files of a directory for a struct of the package, and for a name that it may
// get for a field. embedders are the types of the package that embed it.
func (r *Files) StructBeside(dir string, typ *types.TypeName, field string, embedders []string) *StructBeside {
	s := &StructBeside{r: r, typ: typ, types: make(map[string][]ast.Expr)}
	var files []*ast.File
	for _, name := range r.FilesBeside(dir) {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			s.Broken = true
			continue
		}
		// A program of its own, which no build has with the package, does not know it.
		if strings.TrimSuffix(f.Name.Name, "_test") == r.Pass.Pkg.Name() {
			files = append(files, f)
		}
	}
	for _, f := range files {
		for spec := range syntax.All[*ast.TypeSpec](f) {
			s.types[spec.Name.Name] = append(s.types[spec.Name.Name], spec.Type)
		}
	}
	embedders = append(embedders, typ.Name())
	embeds := slices.ContainsFunc(files, func(f *ast.File) bool {
		return syntax.Any(f, func(st *ast.StructType) bool { return embedsOne(st, embedders) })
	})
	for _, f := range files {
		s.Named = s.Named || embeds && mentions(f, field)
		s.look(f, field)
	}
	return s
}

// look notes what a file does.
func (s *StructBeside) look(f *ast.File, field string) {
	for n := range syntax.All[ast.Node](f) {
		switch n := n.(type) {
		case *ast.FuncDecl:
			s.Named = s.Named || n.Name.Name == field && n.Recv != nil && syntax.ReceiverName(n) == s.typ.Name()
		case *ast.CompositeLit:
			s.Unkeyed = s.Unkeyed || n.Type != nil && s.isUnkeyed(n, n.Type, 0)
		case *ast.MapType:
			s.Compared = s.Compared || s.isIt(n.Key)
		case *ast.BinaryExpr: // of *a == *b it is not known what they are
			_, left := n.X.(*ast.StarExpr)
			_, right := n.Y.(*ast.StarExpr)
			s.Compared = s.Compared || left && right && (n.Op == token.EQL || n.Op == token.NEQ)
		case *ast.CallExpr: // assert.Equal(t, &server{}, s)
			s.Compared = s.Compared || strings.Contains(SelectedFrom(n.Fun), "Equal") && slices.ContainsFunc(n.Args, s.isLiteral)
		case *ast.StructType:
			s.Twin = s.Twin || s.isTwin(n)
		}
	}
}

// isIt reports whether a type is called as the struct is.
func (s *StructBeside) isIt(t ast.Expr) bool { return SelectedFrom(t) == s.typ.Name() }

// isLiteral reports whether an expression is a literal of the struct, or the address of one.
func (s *StructBeside) isLiteral(x ast.Expr) bool {
	if addr, ok := x.(*ast.UnaryExpr); ok {
		x = addr.X
	}
	lit, ok := x.(*ast.CompositeLit)
	return ok && lit.Type != nil && s.isIt(lit.Type)
}

// isTwin reports whether a struct has as many fields, of the same names.
func (s *StructBeside) isTwin(st *ast.StructType) bool {
	own, ok := s.typ.Type().Underlying().(*types.Struct)
	if !ok || st.Fields.NumFields() != own.NumFields() {
		return false
	}
	i := 0
	for _, list := range st.Fields.List {
		names := list.Names
		if len(names) == 0 {
			return false
		}
		for _, id := range names {
			if own.Field(i).Name() != id.Name {
				return false
			}
			i++
		}
	}
	return true
}

// maxNested is how deep types of lists of types are followed.
const maxNested = 8

// isUnkeyed reports whether a literal of a type, or one within it that leaves its type out, is of the
// struct and does not name its fields.
func (s *StructBeside) isUnkeyed(lit *ast.CompositeLit, t ast.Expr, depth int) bool {
	if depth > maxNested {
		return true
	}
	switch t := t.(type) {
	case *ast.ParenExpr:
		return s.isUnkeyed(lit, t.X, depth+1)
	case *ast.StarExpr:
		return s.isUnkeyed(lit, t.X, depth+1)
	case *ast.ArrayType:
		return s.anyWithin(lit, func(elt *ast.CompositeLit) bool { return s.isUnkeyed(elt, t.Elt, depth+1) }, nil)
	case *ast.MapType:
		return s.anyWithin(lit, func(elt *ast.CompositeLit) bool { return s.isUnkeyed(elt, t.Value, depth+1) },
			func(key *ast.CompositeLit) bool { return s.isUnkeyed(key, t.Key, depth+1) })
	case *ast.IndexExpr, *ast.IndexListExpr: // list[server]{{nil, 1}}
		return syntax.Any(t, func(id *ast.Ident) bool { return id.Name == s.typ.Name() })
	case *ast.Ident, *ast.SelectorExpr:
		name := SelectedFrom(t)
		if declared := s.types[name]; len(declared) > 0 {
			return slices.ContainsFunc(declared, func(t ast.Expr) bool { return s.isUnkeyed(lit, t, depth+1) })
		}
		if tn, ok := s.r.Pass.Pkg.Scope().Lookup(name).(*types.TypeName); ok {
			return s.isUnkeyedOf(lit, tn.Type(), depth+1)
		}
	}
	return false
}

// isUnkeyedOf is isUnkeyed for a type of the package.
func (s *StructBeside) isUnkeyedOf(lit *ast.CompositeLit, t types.Type, depth int) bool {
	if depth > maxNested {
		return true
	}
	of := func(t types.Type) func(*ast.CompositeLit) bool {
		return func(lit *ast.CompositeLit) bool { return s.isUnkeyedOf(lit, t, depth+1) }
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return u == s.typ.Type().Underlying() && !IsKeyed(lit)
	case *types.Pointer:
		return s.isUnkeyedOf(lit, u.Elem(), depth+1)
	case *types.Slice:
		return s.anyWithin(lit, of(u.Elem()), nil)
	case *types.Array:
		return s.anyWithin(lit, of(u.Elem()), nil)
	case *types.Map:
		return s.anyWithin(lit, of(u.Elem()), of(u.Key()))
	}
	return false
}

// anyWithin reports whether one of the literals within another, which leave their type out, is what is
// asked for; as a key of a map, where key is not nil.
func (s *StructBeside) anyWithin(lit *ast.CompositeLit, value, key func(*ast.CompositeLit) bool) bool {
	is := func(x ast.Expr, what func(*ast.CompositeLit) bool) bool {
		inner, ok := x.(*ast.CompositeLit)
		return ok && inner.Type == nil && what != nil && what(inner)
	}
	return slices.ContainsFunc(lit.Elts, func(elt ast.Expr) bool {
		if pair, ok := elt.(*ast.KeyValueExpr); ok {
			return is(pair.Key, key) || is(pair.Value, value)
		}
		return is(elt, value)
	})
}

// IsKeyed reports whether a literal of a struct names its fields, or has none.
func IsKeyed(lit *ast.CompositeLit) bool {
	if len(lit.Elts) == 0 {
		return true
	}
	_, keyed := lit.Elts[0].(*ast.KeyValueExpr)
	return keyed
}

// embedsOne reports whether a struct embeds a type of one of some names.
func embedsOne(st *ast.StructType, names []string) bool {
	return slices.ContainsFunc(st.Fields.List, func(f *ast.Field) bool {
		t := f.Type
		if star, ok := t.(*ast.StarExpr); ok {
			t = star.X
		}
		return len(f.Names) == 0 && slices.Contains(names, SelectedFrom(t))
	})
}

// mentions reports whether a file selects a name, or has a field or a method of it.
func mentions(f *ast.File, name string) bool {
	return syntax.Any(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			return n.Sel.Name == name
		case *ast.FuncDecl:
			return n.Recv != nil && n.Name.Name == name
		case *ast.Field:
			return slices.ContainsFunc(n.Names, func(id *ast.Ident) bool { return id.Name == name })
		}
		return false
	})
}
