// This file asks the files that the pass does not have, as tests, what they say about nil, for
// valued.go: by name alone, as setbeside.go does.

package vars

import (
	"go/ast"
	"go/token"
	"path/filepath"
)

// A nilsBeside is what those files say.
type nilsBeside struct {
	fields map[string]bool  // that are compared with nil, or set to it
	args   map[string][]int // of functions: which are nil
}

// sayNil notes what a node compares with nil, sets to it, or calls with it.
func (s *sets) sayNil(n ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op != token.EQL && n.Op != token.NEQ {
			return
		}
		if sel, ok := ast.Unparen(n.X).(*ast.SelectorExpr); ok && isNilName(n.Y) {
			s.nilFields = append(s.nilFields, sel.Sel.Name)
		}
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) && isNilName(n.Rhs[i]) {
				s.nilFields = append(s.nilFields, sel.Sel.Name)
			}
		}
	case *ast.KeyValueExpr:
		if id, ok := n.Key.(*ast.Ident); ok && isNilName(n.Value) {
			s.nilFields = append(s.nilFields, id.Name)
		}
	case *ast.CallExpr:
		var name string
		switch fun := ast.Unparen(n.Fun).(type) {
		case *ast.Ident:
			name = fun.Name
		case *ast.SelectorExpr:
			name = fun.Sel.Name
		}
		for i, arg := range n.Args {
			if isNilName(arg) {
				s.nilArgs[name] = append(s.nilArgs[name], i)
			}
		}
	}
}

// isNilName reports whether an expression is spelled nil.
func isNilName(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	return ok && id.Name == "nil"
}

// nilsBeside are what files beside those of the pass say about nil.
func (r *Facts) nilsBeside() *nilsBeside {
	n := r.nils()
	if n.beside != nil || r.AtFile == nil {
		return n.beside
	}
	n.beside = &nilsBeside{fields: make(map[string]bool), args: make(map[string][]int)}
	for _, file := range r.FilesBeside(filepath.Dir(r.Pass.Fset.File(r.AtFile.FileStart).Name())) {
		s := r.SetsIn(file)
		for _, name := range s.nilFields {
			n.beside.fields[name] = true
		}
		for name, at := range s.nilArgs {
			n.beside.args[name] = append(n.beside.args[name], at...)
		}
	}
	return n.beside
}
