// This file notes of which structs a file that the pass does not have may hold a value, for
// setbeside.go: who replaces that replaces its fields.
//
//	s := server{conn: c}
//	s.start()
//	s = server{} // what s.start has launched finds another conn
//
// Such a variable of a function has a name, which is assigned to or is not. Whatever else has the
// type may be, or may fill, one that is replaced: a field, an element, a result, another type. Only
// pointers to it are none of that.

package vars

import (
	"go/ast"
	"go/token"
	"slices"
)

// anyOne stands for what has no name, or not one alone, as the elements of a list.
const anyOne = ""

// overwrites reports whether a struct of a type of some name may be replaced where the file holds
// one.
func (s *sets) overwrites(typ string) bool {
	return slices.ContainsFunc(s.holders[typ], func(name string) bool { return name == anyOne || s.has(name, replaced) })
}

// holdTop notes what the variables of the package are: another file may replace those.
func (s *sets) holdTop(f *ast.File) {
	for _, d := range f.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gen.Specs {
			vars, isVars := spec.(*ast.ValueSpec)
			if !isVars {
				continue
			}
			s.apart[vars] = true
			s.hold(vars.Type, anyOne) // what is a literal is met without a name as well
			for i, x := range vars.Values {
				if isStar(x) && i < len(vars.Names) {
					s.copies = append(s.copies, copied{name: vars.Names[i].Name})
				}
			}
		}
	}
}

// held notes what a node has that holds a value.
func (s *sets) held(n ast.Node) {
	switch n := n.(type) {
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if s.apart[n] {
				break
			}
			s.hold(n.Type, name.Name)
			if i < len(n.Values) {
				s.holdAll([]ast.Expr{name}, n.Values[i:i+1])
			}
		}
	case *ast.FuncDecl:
		s.holdParams(n.Recv)
	case *ast.FuncType:
		s.holdParams(n.Params)
	case *ast.UnaryExpr: // a pointer to something new
		if lit, ok := ast.Unparen(n.X).(*ast.CompositeLit); ok && n.Op == token.AND {
			s.apart[lit] = true
		}
	default:
		for _, t := range s.typesIn(n) {
			s.hold(t, anyOne)
		}
	}
}

// typesIn are the types that a node may have as a part of it, or as its own, by value. Some may be
// none: m[name], f(name).
func (s *sets) typesIn(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CompositeLit:
		if !s.apart[n] {
			return []ast.Expr{n.Type}
		}
	case *ast.Field: // of a struct, a result, what an interface asks for
		if !s.apart[n] {
			return []ast.Expr{n.Type}
		}
	case *ast.Ellipsis:
		return []ast.Expr{n.Elt}
	case *ast.ArrayType:
		return []ast.Expr{n.Elt}
	case *ast.MapType:
		return []ast.Expr{n.Key, n.Value}
	case *ast.ChanType:
		return []ast.Expr{n.Value}
	case *ast.TypeSpec:
		return []ast.Expr{n.Type}
	case *ast.TypeAssertExpr:
		return []ast.Expr{n.Type}
	case *ast.CaseClause: // of a switch by types
		return n.List
	case *ast.IndexExpr: // as an argument of a type
		return []ast.Expr{n.Index}
	case *ast.IndexListExpr:
		return n.Indices
	case *ast.CallExpr: // a conversion; a package has none of what it does not export
		if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok {
			return []ast.Expr{id}
		}
	case *ast.BinaryExpr: // of a constraint
		if n.Op == token.OR {
			return []ast.Expr{n.X, n.Y}
		}
	}
	return nil
}

// holdParams notes parameters and receivers: variables as others.
func (s *sets) holdParams(list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, field := range list.List {
		s.apart[field] = true
		for _, name := range field.Names {
			s.hold(field.Type, name.Name)
		}
	}
}

// holdAll notes what holds the structs that are assigned.
func (s *sets) holdAll(lhs, rhs []ast.Expr) {
	for i, x := range rhs {
		id, ok := lhs[min(i, len(lhs)-1)].(*ast.Ident)
		if !ok {
			continue // what it is a part of is declared somewhere
		}
		switch x := ast.Unparen(x).(type) {
		case *ast.CompositeLit:
			s.hold(x.Type, id.Name)
			s.apart[x] = true
		case *ast.StarExpr:
			s.copyOf(x, id.Name)
		}
	}
}

// redeclare notes what a short declaration of several may assign to: x, y := T{}, x. Of what a call
// returns the type is met elsewhere.
func (s *sets) redeclare(n *ast.AssignStmt) {
	if len(n.Lhs) == 1 || len(n.Lhs) != len(n.Rhs) {
		return
	}
	for _, lhs := range n.Lhs {
		if id, ok := lhs.(*ast.Ident); ok {
			s.marks[id.Name] |= replaced
		}
	}
}

// hold notes that something of a name holds a value of a type, of the package or, as its test from
// outside has it, of another.
func (s *sets) hold(t ast.Expr, name string) {
	switch t := t.(type) {
	case *ast.Ident:
		s.holders[t.Name] = append(s.holders[t.Name], name)
	case *ast.SelectorExpr:
		s.holders[t.Sel.Name] = append(s.holders[t.Sel.Name], name)
	case *ast.ParenExpr:
		s.hold(t.X, name)
	}
}
