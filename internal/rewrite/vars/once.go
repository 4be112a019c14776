// This file answers whether a variable that is not local, or a field behind a pointer, keeps
// its value from its making on. Then an operand may read it later than the go statement does:
//
//	type server struct{ conn net.Conn }
//
//	func newServer(c net.Conn) *server { return &server{conn: c} }
//	func (s *server) start()           { go s.conn.run() } // fixed: nothing sets conn again
//	func (s *server) reset()           { s.conn = nil }    // with this it is not
//
// It takes the whole package, so all of it has to be seen: files of other builds and tests are
// parsed, and asked by name alone. Reflection is not seen: of single fields it sets exported ones
// only, which never count; a whole struct of an exported type may be replaced by it, or by another
// package through a pointer, and that is not seen either.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// SetOnce reports whether a variable of the package, or a field of one of its structs, has
// one value from its making on: it is not exported, but for variables of a program, and the
// package, with its tests and its files for other systems, neither assigns to it, but while it
// is made, nor takes its address. A struct must not be assigned as a whole either: so it is only ever pointed to, and
// one that other packages know is made here, by a pointer to a literal that sets the field.
func (r *Facts) SetOnce(v *types.Var) bool {
	if v.Pkg() != r.Pass.Pkg || v.Exported() && (v.IsField() && !v.Embedded() || !v.IsField() && v.Pkg().Name() != "main") || !r.maySetOnce(v) {
		return false
	}
	// It takes a look at the whole package: once for each variable.
	once, known := r.once[v]
	if !known {
		made := v // what the making of its struct has to set
		if v.IsField() && r.IsAssigned(v) && r.setWhileMade(v) {
			made = nil
		}
		once = (made == nil || !r.IsAssigned(v)) && (!v.IsField() || r.isPointedTo(v, made)) && !r.SetBeside(v)
		r.once[v] = once
	}
	return once
}

// maySetOnce reports whether what sets a field is seen, as far as it is embedded: a pointer, for a
// part of another struct is set by the names of that, and one that others cannot name.
func (r *Facts) maySetOnce(v *types.Var) bool {
	return !v.Embedded() || source.IsPointer(v.Type()) && (!v.Exported() || r.isConcealed(v))
}

// setByMaker reports whether a field has got its value before the launch, of what a variable
// points to: that has been made in the declaration around, which is the only one to set the
// field, but for those that set it of what they make.
//
//	s := &server{}
//	s.queue = newQueue()
//	go s.queue.run() // fixed
func (r *Facts) setByMaker(x ast.Expr, field *types.Var) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok || r.At == nil || field.Pkg() != r.Pass.Pkg || field.Exported() && !field.Embedded() || !r.maySetOnce(field) {
		return false
	}
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	src := r.Source(r.AtFile)
	around := src.DeclAround(r.At)
	def, declared := r.Index.Definition(v)
	if !ok || !declared || def.ParentEdgeKind() != edge.AssignStmt_Lhs || around == nil || r.changesAfter(src, r.At, field) {
		return false
	}
	if slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool { return d != around && !r.setsItsOwn(d, field, false) }) {
		return false
	}
	return r.isPointedTo(field, nil) && !r.SetBeside(field)
}

// Changers are the declarations that give a variable or a field another value. Hardly a launch
// depends on those of the package, so they are gathered when one does.
func (r *Facts) Changers(v *types.Var) []ast.Decl {
	if r.changedBy == nil {
		r.changedBy = make(map[*types.Var][]ast.Decl)
		for _, f := range r.Pass.Files {
			for _, d := range f.Decls {
				for v := range r.factsOf(f, d).Changes {
					r.changedBy[v] = append(r.changedBy[v], d)
				}
			}
		}
	}
	return r.changedBy[v]
}

// isPointedTo reports whether nothing in the package holds the struct of a field itself, but for
// its making, and nobody else overwrites it. made is a field that its making sets, nil for any.
func (r *Facts) isPointedTo(field, made *types.Var) bool {
	tn := r.StructOf(field)
	if tn == nil {
		return false
	}
	// The fields of an instance are not those of the type, so that what sets them is not found.
	if named, ok := tn.Type().(*types.Named); !ok || named.TypeParams().Len() > 0 {
		return false
	}
	// Others get it as a pointer then. (*p = pkg.T{} would take away what it needs to work.)
	if tn.Exported() && tn.Pkg().Name() != "main" && !r.isMadeWith(tn, made) {
		return false
	}
	if r.written == nil {
		r.written = r.writtenStructs()
	}
	return !r.written.any && !r.written.fields[field]
}

// isMadeWith reports whether the package makes a struct with a value for a field, and only
// gives out pointers to what it makes.
func (r *Facts) isMadeWith(tn *types.TypeName, field *types.Var) bool {
	sets := field == nil
	// A literal that is no pointer is a value, which may be copied over another one.
	for _, lit := range r.LiteralsOf(tn) {
		at := syntax.Outermost(lit)
		address, ok := at.Parent().Node().(*ast.UnaryExpr)
		if (!ok || address.Op != token.AND) && !source.IsPointer(r.TypeOf(lit.Node().(*ast.CompositeLit))) {
			return false
		}
		sets = sets || slices.ContainsFunc(lit.Node().(*ast.CompositeLit).Elts, func(elt ast.Expr) bool {
			pair, isPair := elt.(*ast.KeyValueExpr)
			if !isPair {
				return true // all fields, in their order
			}
			id, isIdent := pair.Key.(*ast.Ident)
			return isIdent && r.Pass.TypesInfo.Uses[id] == field
		})
	}
	return sets
}

// LiteralsOf are the literals of a type.
func (r *Facts) LiteralsOf(tn *types.TypeName) []inspector.Cursor {
	if r.literals == nil {
		r.literals = make(map[*types.TypeName][]inspector.Cursor)
		for _, f := range r.Pass.Files {
			for lit := range r.FileIn(f).Preorder((*ast.CompositeLit)(nil)) {
				// In a list of pointers {} is one.
				if tn := typesx.Named(r.TypeOf(lit.Node().(*ast.CompositeLit))); tn != nil {
					r.literals[tn] = append(r.literals[tn], lit)
				}
			}
		}
	}
	return r.literals[tn]
}
