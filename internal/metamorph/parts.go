package metamorph

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/syntax"
)

// A part is what can only go to another package together: a declaration, and with a type
// its methods.
type part struct {
	decls []ast.Decl
	uses  map[*part]bool // those that it names; true where that works only in one package
	stays bool
}

// parts are those of a package, each told for its declarations.
type parts struct {
	pkg  *packages.Package
	of   map[ast.Decl]*part
	list []*part
}

// movable are the declarations that others of the package use and that can go to a
// package of their own: all that they name can, and nothing that stays knows more of
// them than what another package may know.
func movable(pkg *packages.Package, imported bool) map[ast.Decl]bool {
	u := &parts{pkg: pkg, of: map[ast.Decl]*part{}}
	u.collect()
	for _, f := range pkg.Syntax {
		u.relate(f)
		u.pin(f, imported)
	}
	u.settle()
	moves := map[ast.Decl]bool{}
	for d, of := range u.of {
		if !of.stays {
			moves[d] = true
		}
	}
	return moves
}

// collect makes a part of each declaration, and joins methods with their types.
func (u *parts) collect() {
	var methods []*ast.FuncDecl
	for _, f := range u.pkg.Syntax {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				methods = append(methods, fn)
				continue
			}
			of := &part{decls: []ast.Decl{d}, uses: map[*part]bool{}}
			u.of[d] = of
			u.list = append(u.list, of)
		}
	}
	for _, fn := range methods {
		recv := u.pkg.TypesInfo.Defs[fn.Name].(*types.Func).Signature().Recv().Type()
		if p, ok := recv.(*types.Pointer); ok {
			recv = p.Elem()
		}
		of := u.at(recv.(*types.Named).Obj().Pos())
		of.decls = append(of.decls, fn)
		u.of[fn] = of
	}
}

// at is the part that declares what stands at p.
func (u *parts) at(p token.Pos) *part {
	for d, of := range u.of {
		if d.Pos() <= p && p < d.End() {
			return of
		}
	}
	return nil
}

// relate notes what the parts of a file use of each other.
func (u *parts) relate(f *ast.File) {
	for _, d := range f.Decls {
		from := u.of[d]
		note := func(p token.Pos, closely bool) {
			if to := u.at(p); to != nil && to != from {
				from.uses[to] = from.uses[to] || closely
			}
		}
		for n := range syntax.All[ast.Node](d) {
			switch n := n.(type) {
			case *ast.Ident:
				if obj := u.pkg.TypesInfo.Uses[n]; obj != nil && obj.Pkg() == u.pkg.Types {
					note(obj.Pos(), closely(obj))
				}
			case *ast.CompositeLit:
				if named := structOf(u.pkg.TypesInfo.TypeOf(n)); named != nil && len(n.Elts) > 0 {
					_, keyed := n.Elts[0].(*ast.KeyValueExpr)
					note(named.Obj().Pos(), !keyed)
				}
			}
		}
	}
}

// closely reports whether an object cannot be used from another package, or would be
// another thing if it was: a variable that others may set.
func closely(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Var:
		return !obj.IsField() || !obj.Exported()
	case *types.Func:
		return obj.Signature().Recv() != nil && !obj.Exported()
	}
	return false
}

func structOf(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return nil
	}
	if _, ok := named.Underlying().(*types.Struct); !ok {
		return nil
	}
	return named.Origin()
}

// pin makes stay what cannot go, or would be named otherwise by those who import it.
func (u *parts) pin(f *ast.File, imported bool) {
	apart := true // a file that imports something by a dot, or "C", stays as a whole
	for _, spec := range f.Imports {
		apart = apart && spec.Path.Value != `"C"` && (spec.Name == nil || spec.Name.Name != ".")
	}
	for i, d := range f.Decls {
		of := u.of[d]
		of.stays = of.stays || !apart || u.bound(d, imported) || i > 0 && u.line(f.Decls[i-1].End()) == u.line(d.Pos())
	}
}

func (u *parts) line(p token.Pos) int { return u.pkg.Fset.Position(p).Line }

// bound reports whether a declaration has no name that another package could use, or has
// one that means something: a main, a field that is named after its type.
func (u *parts) bound(d ast.Decl, imported bool) (stays bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Body == nil || d.Name.Name == "main" || d.Name.Name == "init" || !named(d.Name, imported)
		}
		return d.Body == nil || d.Name.Name == "_"
	case *ast.GenDecl:
		if d.Tok == token.IMPORT {
			return true
		}
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				stays = stays || !named(spec.Name, imported) || u.embeds(spec.Type)
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					stays = stays || !named(name, imported)
				}
			}
		}
	}
	return stays
}

// named reports whether a name can be exported, and nobody else has it.
func named(id *ast.Ident, imported bool) bool {
	return !strings.HasPrefix(id.Name, "_") && !(imported && id.IsExported())
}

// embeds reports whether a type has a field without a name of its own, or a method that
// types of other packages cannot have.
func (u *parts) embeds(t ast.Expr) (found bool) {
	for list := range syntax.All[*ast.FieldList](t) {
		for _, field := range list.List {
			_, isFunc := field.Type.(*ast.FuncType)
			if len(field.Names) == 1 && isFunc && !field.Names[0].IsExported() {
				if m, ok := u.pkg.TypesInfo.Defs[field.Names[0]].(*types.Func); ok && m != nil {
					found = true
				}
			}
		}
	}
	for s := range syntax.All[*ast.StructType](t) {
		for _, field := range s.Fields.List {
			found = found || len(field.Names) == 0
		}
	}
	return found
}

// settle makes stay what nobody uses, and then, until nothing changes, what uses
// something that stays, or is used closely by that.
func (u *parts) settle() {
	used := map[*part]bool{}
	for _, of := range u.list {
		for to := range of.uses {
			used[to] = true
		}
	}
	for _, of := range u.list {
		of.stays = of.stays || !used[of]
	}
	for changed := true; changed; {
		changed = false
		for _, of := range u.list {
			for to, close := range of.uses {
				switch {
				case to.stays && !of.stays:
					of.stays, changed = true, true
				case of.stays && !to.stays && close:
					to.stays, changed = true, true
				}
			}
		}
	}
}
