// This file answers which fields of a resource its release may have to do with, for parts.go. Those
// that it names count, in the package and through what it calls, and those beside them that are
// data: they may lead to the same memory.
//
//	func (m *mapping) Close() error { return m.unmap() }
//	func (m *mapping) unmap() error { return munmap(m.data) } // and m.pages are slices of that

package unclosed

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// mayClear reports whether the release may have to do with a field of a struct: it names it, or one
// beside it, which may lead to the same memory. What a release of the standard library leaves of a
// file or a connection is the file or the connection.
func (r *reach) mayClear(field *types.Var, within *types.Struct) bool {
	named, t := r.memo.releases(r.unit, r.release), field.Type()
	if named[field.Origin()] {
		pkg := packageOf(t)
		return !live(t, false) || pkg == nil || !r.isStd(pkg)
	}
	if !holds(t) || live(t, false) {
		return false
	}
	if field.Pkg() != r.unit.Pass.Pkg {
		return r.isForeign() && !r.isStd(field.Pkg()) // what its release names is out of sight
	}
	return r.namesSome(within, make(map[*types.Struct]bool))
}

// mayFree reports whether a release that has to do with a value of a type may do something to
// memory: with data, with a function, with what is of another module, or with what is of this
// package and has such in turn.
func (r *reach) mayFree(t types.Type, seen map[*types.Struct]bool) bool {
	pkg := packageOf(t)
	if _, isFunc := t.Underlying().(*types.Signature); isFunc {
		return pkg == nil || !r.isStd(pkg)
	}
	if holds(t) && !live(t, false) || pkg != r.unit.Pass.Pkg && !r.isStd(pkg) {
		return true
	}
	within := typesx.Struct(t)
	return pkg == r.unit.Pass.Pkg && within != nil && r.namesSome(within, seen)
}

// namesSome reports whether the release names a field of a struct by which it may do something to
// memory. The structs in seen have been asked about.
func (r *reach) namesSome(within *types.Struct, seen map[*types.Struct]bool) bool {
	if seen[within] {
		return false
	}
	seen[within] = true
	named := r.memo.releases(r.unit, r.release)
	for f := range within.Fields() {
		if named[f.Origin()] && r.mayFree(f.Type(), seen) {
			return true
		}
	}
	return false
}

// packageOf is the package that declares a type, or what it points to; nil where none does.
func packageOf(t types.Type) *types.Package {
	if named := typesx.Named(t); named != nil {
		return named.Pkg()
	}
	return nil
}

// releases are the fields that the methods of a name mention, and what they call.
func (m *memo) releases(u *unit.Unit, name string) map[*types.Var]bool {
	if fields, known := m.released[name]; known {
		return fields
	}
	fields := make(map[*types.Var]bool)
	m.released[name] = fields
	m.declOf(u, nil)
	var todo []*ast.FuncDecl
	done := make(map[*ast.FuncDecl]bool)
	called := func(name string) {
		for _, fd := range m.decls {
			if fd.Recv != nil && fd.Name.Name == name {
				todo = append(todo, fd)
			}
		}
	}
	for called(name); len(todo) > 0; {
		fd := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if done[fd] {
			continue
		}
		done[fd] = true
		for id := range syntax.All[*ast.Ident](fd) {
			switch obj := u.Pass.TypesInfo.Uses[id].(type) {
			case *types.Var:
				if obj.IsField() {
					fields[obj.Origin()] = true
				}
			case *types.Func:
				if fd := m.declOf(u, obj.Origin()); fd != nil {
					todo = append(todo, fd)
				} else if obj.Pkg() == u.Pass.Pkg { // of an interface: whoever has it
					called(obj.Name())
				}
			}
		}
	}
	return fields
}
