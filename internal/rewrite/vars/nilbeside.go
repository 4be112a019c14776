// This file asks the files that the pass does not have, as tests, what they say about nil, for
// valued.go: by name alone, as setbeside.go does. What they give is a value where it is a call or a
// literal, or a variable of theirs that is nothing else.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
)

// A nilsBeside is what those files say.
type nilsBeside struct {
	fields map[string]bool              // that are compared with nil, or set to what may be that
	args   map[string][]int             // of functions: which may be nil
	taken  map[string]bool              // functions that are not only called
	made   map[string][]map[string]bool // structs: which fields each literal gives a value
	broken bool                         // a file cannot be read: anything

	values map[string]bool // while a function is looked at: whether its variable is a value
}

func newNilsBeside() *nilsBeside {
	return &nilsBeside{fields: make(map[string]bool), args: make(map[string][]int), taken: make(map[string]bool), made: make(map[string][]map[string]bool)}
}

// gather notes what a file says.
func (n *nilsBeside) gather(f *ast.File) {
	called := make(map[*ast.Ident]bool)
	for node := range syntax.All[ast.Node](f) {
		switch x := node.(type) {
		case *ast.FuncDecl:
			called[x.Name] = true
			n.values = valuesIn(x)
		case *ast.SelectorExpr:
			// A mock names its own method: (*MockConn)(nil).Close
			if of, ok := x.X.(*ast.CallExpr); ok && len(of.Args) == 1 && isNilName(of.Args[0]) {
				called[x.Sel] = true
			}
		case *ast.CallExpr:
			n.call(x, called)
		case *ast.Ident:
			if !called[x] {
				n.taken[x.Name] = true
			}
		case *ast.BinaryExpr:
			if sel, ok := ast.Unparen(x.X).(*ast.SelectorExpr); ok && (x.Op == token.EQL || x.Op == token.NEQ) && isNilName(x.Y) {
				n.fields[sel.Sel.Name] = true
			}
		case *ast.AssignStmt:
			for i, lhs := range x.Lhs {
				if sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && (len(x.Lhs) != len(x.Rhs) || !n.isValue(x.Rhs[i])) {
					n.fields[sel.Sel.Name] = true
				}
			}
		case *ast.ValueSpec:
			if name := typeName(x.Type); name != "" && len(x.Values) == 0 {
				n.made[name] = append(n.made[name], nil)
			}
		case *ast.CompositeLit:
			n.literal(x)
		}
	}
}

// call notes what a call gives, and makes.
func (n *nilsBeside) call(call *ast.CallExpr, called map[*ast.Ident]bool) {
	name := nameOfCall(call)
	if name == nil {
		return
	}
	called[name] = true
	if name.Name == "new" && len(call.Args) == 1 {
		made := typeName(call.Args[0])
		n.made[made] = append(n.made[made], nil)
	}
	for i, arg := range call.Args {
		if !n.isValue(arg) {
			n.args[name.Name] = append(n.args[name.Name], i)
		}
	}
}

// literal notes which fields a literal gives a value, and those in a list.
func (n *nilsBeside) literal(lit *ast.CompositeLit) {
	if list := typeName(elemOfList(lit.Type)); list != "" {
		for _, elt := range lit.Elts {
			if pair, ok := elt.(*ast.KeyValueExpr); ok {
				elt = pair.Value
			}
			if inner, ok := elt.(*ast.CompositeLit); ok && inner.Type == nil {
				n.made[list] = append(n.made[list], n.fieldsOf(inner))
			}
		}
	}
	fields := n.fieldsOf(lit)
	if name := typeName(lit.Type); name != "" {
		n.made[name] = append(n.made[name], fields)
	}
}

// fieldsOf are the fields that a literal gives a value; one without names gives it to all of them or
// to none.
func (n *nilsBeside) fieldsOf(lit *ast.CompositeLit) map[string]bool {
	fields := make(map[string]bool)
	for _, elt := range lit.Elts {
		pair, isPair := elt.(*ast.KeyValueExpr)
		if !isPair {
			return map[string]bool{"*": !slices.ContainsFunc(lit.Elts, func(elt ast.Expr) bool { return !n.isValue(elt) })}
		}
		if id := keyOf(pair); id != nil {
			if fields[id.Name] = n.isValue(pair.Value); !fields[id.Name] {
				n.fields[id.Name] = true
			}
		}
	}
	return fields
}

// isValue reports whether an expression is a call, of which no argument is nil, a literal, or a
// variable that is such.
func (n *nilsBeside) isValue(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return n.values[x.Name]
	case *ast.UnaryExpr:
		return x.Op == token.AND
	case *ast.BasicLit, *ast.FuncLit:
		return true
	case *ast.CompositeLit:
		return elemOfList(x.Type) == nil || !slices.ContainsFunc(x.Elts, func(elt ast.Expr) bool {
			pair, isPair := elt.(*ast.KeyValueExpr)
			return !isPair && !n.isValue(elt) || isPair && (isNilName(pair.Key) || !n.isValue(pair.Value))
		})
	case *ast.CallExpr:
		name := nameOfCall(x)
		return name != nil && name.Name != "make" && name.Name != "append" && !slices.ContainsFunc(x.Args, isNilName)
	}
	return false
}

// valuesIn are the variables of a function that are only declared, as a call or a literal.
func valuesIn(fn *ast.FuncDecl) map[string]bool {
	n := newNilsBeside()
	n.values = make(map[string]bool)
	for assign := range syntax.All[*ast.AssignStmt](fn) {
		for i, lhs := range assign.Lhs {
			id, ok := lhs.(*ast.Ident)
			if !ok {
				continue
			}
			is, known := n.values[id.Name]
			n.values[id.Name] = assign.Tok == token.DEFINE && (is || !known) && n.isValue(assign.Rhs[min(i, len(assign.Rhs)-1)])
		}
	}
	for spec := range syntax.All[*ast.ValueSpec](fn) {
		for _, name := range spec.Names {
			n.values[name.Name] = false
		}
	}
	for field := range syntax.All[*ast.Field](fn) {
		for _, name := range field.Names {
			n.values[name.Name] = false
		}
	}
	return n.values
}

// nameOfCall is the name of what is called, nil for none.
func nameOfCall(call *ast.CallExpr) *ast.Ident {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun
	case *ast.SelectorExpr:
		return fun.Sel
	}
	return nil
}

// typeName is the name of a type, or of what it points to; "" for none.
func typeName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.ParenExpr:
		return typeName(x.X)
	}
	return ""
}

// elemOfList is the type of the elements of a list or a map, or what they point to; nil for another
// type.
func elemOfList(x ast.Expr) ast.Expr {
	switch t := x.(type) {
	case *ast.ArrayType:
		x = t.Elt
	case *ast.MapType:
		x = t.Value
	default:
		return nil
	}
	if star, ok := x.(*ast.StarExpr); ok {
		return star.X
	}
	return x
}

// isNilName reports whether an expression is spelled nil.
func isNilName(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	return ok && id.Name == "nil"
}

// nilsBeside are what files beside those of the pass say about nil.
func (r *Facts) nilsBeside() []*nilsBeside {
	n := r.nils()
	if n.beside != nil || r.AtFile == nil {
		return n.beside
	}
	n.beside = []*nilsBeside{}
	for _, file := range r.FilesBeside(filepath.Dir(r.Pass.Fset.File(r.AtFile.FileStart).Name())) {
		n.beside = append(n.beside, r.SetsIn(file).nils)
	}
	return n.beside
}

// givenNilBeside reports whether such a file gives a function what may be nil, or takes it as a value.
func (r *Facts) givenNilBeside(fn *types.Func, at int) bool {
	return slices.ContainsFunc(r.nilsBeside(), func(n *nilsBeside) bool {
		return n.broken || n.taken[fn.Name()] || slices.Contains(n.args[fn.Name()], at)
	})
}

// leftOutBeside reports whether such a file makes a struct without a value for a field.
func (r *Facts) leftOutBeside(tn *types.TypeName, field *types.Var) bool {
	return slices.ContainsFunc(r.nilsBeside(), func(n *nilsBeside) bool {
		return n.broken || slices.ContainsFunc(r.namesOf(tn), func(name string) bool {
			return slices.ContainsFunc(n.made[name], func(fields map[string]bool) bool { return !fields[field.Name()] && !fields["*"] })
		})
	})
}
