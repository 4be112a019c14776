// This file says of what a test sets a field, for setbeside.go: another struct may have one of the
// name. It is asked of a variable of a function that is only declared as something whose type the
// package declares, or by a call of a function of the package, and of what is selected by a name that
// spelled.go knows.
//
//	b := newBroker(addr)
//	b.conf = conf // nothing of what server.conf is
//
// Files that are no tests may be of a build in which the package has other types.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
)

// setsField reports whether a file may set a field, of whatever it is of.
func (r *Facts) setsField(s *sets, field *types.Var) bool {
	return slices.ContainsFunc(s.fields[field.Name()], func(of spelled) bool {
		list, ok := r.typesFor(of)
		return !ok || slices.ContainsFunc(list, func(t types.Type) bool {
			obj, _, _ := types.LookupFieldOrMethod(t, true, field.Pkg(), field.Name())
			if obj == nil && of.kind.isSelected() {
				return false // it is of another type that has the name
			}
			other, isVar := obj.(*types.Var)
			return !isVar || other.Origin() == field
		})
	})
}

// setField notes that a field of something is set.
func (s *sets) setField(sel *ast.SelectorExpr) {
	s.fields[sel.Sel.Name] = append(s.fields[sel.Sel.Name], s.typesOf(sel.X)...)
}

// typesOf are the types that something in a function may have.
func (s *sets) typesOf(x ast.Expr) []spelled {
	if star, ok := ast.Unparen(x).(*ast.StarExpr); ok {
		return s.typesOf(star.X)
	}
	if s.fn == nil || !syntax.Encloses(s.fn, x.Pos()) {
		return []spelled{{}}
	}
	if s.locals == nil {
		s.locals = localsOf(s.fn)
	}
	known := []spelled{spelledValue(x, 0)}
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		known = s.locals[id.Name]
	}
	// What is declared in the function hides what the package has.
	hidden := func(t spelled) bool { return !t.kind.isSelected() && len(s.locals[t.name]) > 0 }
	if len(known) == 0 || slices.ContainsFunc(known, hidden) {
		return []spelled{{}}
	}
	return known
}

// localsOf are the types of all that a function declares, by its name: several that have one name
// count as one.
func localsOf(fn *ast.FuncDecl) map[string][]spelled {
	locals := make(map[string][]spelled)
	add := func(x ast.Expr, of spelled) {
		if id, ok := x.(*ast.Ident); ok {
			locals[id.Name] = append(locals[id.Name], of)
		}
	}
	for n := range syntax.All[ast.Node](fn) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				switch {
				case n.Tok != token.DEFINE:
				case len(n.Lhs) == len(n.Rhs):
					add(lhs, spelledValue(n.Rhs[i], 0))
				default:
					add(lhs, spelledValue(n.Rhs[0], i))
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key, spelled{})
				add(n.Value, spelled{})
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				of := spelledType(n.Type)
				if n.Type == nil && len(n.Names) == len(n.Values) {
					of = spelledValue(n.Values[i], 0)
				}
				add(name, of)
			}
		case *ast.Field:
			for _, name := range n.Names {
				add(name, spelledType(n.Type))
			}
		case *ast.TypeSpec:
			add(n.Name, spelled{})
		}
	}
	return locals
}

// spelledValue is the type of a value, or of a result of it.
func spelledValue(x ast.Expr, result int) spelled {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return spelledType(x.Type)
	case *ast.UnaryExpr:
		if lit, ok := ast.Unparen(x.X).(*ast.CompositeLit); ok && x.Op == token.AND {
			return spelledType(lit.Type)
		}
	case *ast.CallExpr:
		switch id, ok := x.Fun.(*ast.Ident); {
		case ok && id.Name == "new" && len(x.Args) == 1:
			return spelledType(x.Args[0])
		case ok:
			return spelled{name: id.Name, kind: ofFunc, result: result}
		}
		if sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr); ok && !sel.Sel.IsExported() {
			return spelled{name: sel.Sel.Name, kind: ofMethod, result: result}
		}
	case *ast.SelectorExpr:
		if !x.Sel.IsExported() {
			return spelled{name: x.Sel.Name, kind: ofField}
		}
	}
	return spelled{}
}

// spelledType is a type of the package, or a pointer to one. A test of the package itself imports
// none that knows it.
func spelledType(t ast.Expr) spelled {
	switch t := t.(type) {
	case *ast.Ident:
		return spelled{name: t.Name}
	case *ast.StarExpr:
		return spelledType(t.X)
	case *ast.SelectorExpr:
		return spelled{foreign: true}
	}
	return spelled{}
}

// isTestOf reports whether a file is a test of the package itself.
func isTestOf(pkg *types.Package, file string, f *ast.File) bool {
	return strings.HasSuffix(file, "_test.go") && f.Name.Name == pkg.Name()
}
