// This file has the terms, the entry, and which types and fields are owners and owned at all.

package owners

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Neglect is a field that a release method of its type should release.
type Neglect struct {
	Method *ast.FuncDecl
	Field  *types.Var
	Opens  []Open
	Way    *Way            // the path without it; nil: nobody releases the field
	Funcs  []*ast.FuncDecl // that decide on it: the methods of the type, and who stores
}

// An Open is a store in a field of what was acquired.
type Open struct {
	Site *obligation.Site
	In   *ast.FuncDecl
}

// An owner is a type with release methods.
type owner struct {
	releases []*ast.FuncDecl // the usual first
	methods  []*ast.FuncDecl
	fields   []*field
}

// A field is one that may be owned.
type field struct {
	v        *types.Var
	reads    []inspector.Cursor // expressions that are the field
	stores   []stored
	opens    []Open
	released []inspector.Cursor // calls, but those on the way out of a function that fails
	escapes  bool
	lent     bool // to somebody out of sight who may release it: believed unless the type itself does
}

// A stored is what one store puts in a field: result i of the expression.
type stored struct {
	value inspector.Cursor
	i     int
}

type finder struct {
	pass   *analysis.Pass
	engine *obligation.Engine
	files  []inspector.Cursor // without tests
	sites  map[*ast.CallExpr][]*obligation.Site
	fields map[*types.Var]*field
}

// Find returns the fields of a package that their types forget, or skip.
func Find(pass *analysis.Pass, engine *obligation.Engine) []Neglect {
	files := slices.DeleteFunc(slices.Clone(pass.Files), func(f *ast.File) bool {
		return strings.HasSuffix(pass.Fset.File(f.FileStart).Name(), "_test.go")
	})
	f := &finder{pass: pass, engine: engine, sites: map[*ast.CallExpr][]*obligation.Site{}, fields: map[*types.Var]*field{}}
	owners := f.owners(files)
	if len(f.fields) == 0 {
		return nil
	}
	engine.Functions(func(fn *obligation.Func) {
		for _, s := range engine.Sites(fn) {
			f.sites[s.Call] = append(f.sites[s.Call], s)
		}
	})
	if len(f.sites) == 0 {
		return nil
	}
	for c := range engine.Index().Root().Children() {
		if slices.Contains(files, c.Node().(*ast.File)) {
			f.files = append(f.files, c)
		}
	}
	f.collect()
	var found []Neglect
	for _, o := range owners {
		for _, fd := range o.fields {
			engine.Guard(o.releases[0].Pos(), func() {
				if n := f.judge(o, fd); n != nil {
					found = append(found, *n)
				}
			})
		}
	}
	return found
}

// owners finds the types with release methods that are declared in the files, and the
// fields that they could own.
func (f *finder) owners(files []*ast.File) []*owner {
	byType := map[*types.TypeName]*owner{}
	var list []*owner
	for _, file := range files {
		for _, d := range file.Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok || decl.Recv == nil || decl.Body == nil {
				continue
			}
			named := f.receiver(decl)
			if named == nil {
				continue
			}
			o := byType[named.Obj()]
			if o == nil {
				o = new(owner)
				byType[named.Obj()] = o
				list = append(list, o)
			}
			o.methods = append(o.methods, decl)
			if f.isRelease(decl) {
				o.releases = append(o.releases, decl)
			}
		}
	}
	list = slices.DeleteFunc(list, func(o *owner) bool { return len(o.releases) == 0 })
	for _, o := range list {
		slices.SortStableFunc(o.releases, func(a, b *ast.FuncDecl) int { return cmp.Compare(rank(a.Name.Name), rank(b.Name.Name)) })
		f.mayOwn(o)
	}
	return list
}

// receiver is the named struct type whose method a function is; nil for others.
func (f *finder) receiver(decl *ast.FuncDecl) *types.Named {
	fn, ok := f.pass.TypesInfo.Defs[decl.Name].(*types.Func)
	if !ok {
		return nil
	}
	named, _ := deref(fn.Signature().Recv().Type()).(*types.Named)
	if named == nil {
		return nil
	}
	named = named.Origin()
	if _, ok := named.Underlying().(*types.Struct); !ok {
		return nil
	}
	return named
}

// rank is the place of a method among those by which types let go of what they own; -1 for others.
func rank(name string) int { return slices.Index(rows.Lasts, name) }

// isRelease reports whether a method is one by which its receiver ends: it is named
// so, and asks for no more than how.
func (f *finder) isRelease(decl *ast.FuncDecl) bool {
	fn, _ := f.pass.TypesInfo.Defs[decl.Name].(*types.Func)
	if fn == nil || rank(decl.Name.Name) < 0 {
		return false
	}
	params := fn.Signature().Params()
	if params.Len() > 1 {
		return false
	}
	for v := range params.Variables() {
		_, basic := v.Type().Underlying().(*types.Basic)
		if !basic && !typesx.IsContext(v.Type()) && v.Type().String() != "error" {
			return false
		}
	}
	return true
}

// mayOwn notes the fields of a type that could be owned.
func (f *finder) mayOwn(o *owner) {
	f.mayOwnIn(o, f.receiver(o.releases[0]).Underlying().(*types.Struct))
}

// mayOwnIn is mayOwn for the fields of a struct, which may be one that the type embeds.
func (f *finder) mayOwnIn(o *owner, str *types.Struct) {
	for v := range str.Fields() {
		if inner := f.plainPart(v); inner != nil {
			f.mayOwnIn(o, inner)
			continue
		}
		if v.Exported() || v.Embedded() || v.Name() == "_" || !mayBeResource(v.Type()) {
			continue
		}
		v = v.Origin()
		if f.fields[v] == nil { // else another type has it too
			fd := &field{v: v}
			f.fields[v] = fd
			o.fields = append(o.fields, fd)
		}
	}
}

// plainPart is the struct that a field embeds by value, where that is a type of the
// package without methods: its fields are the type's own.
func (f *finder) plainPart(v *types.Var) *types.Struct {
	named, ok := types.Unalias(v.Type()).(*types.Named)
	if !ok || !v.Embedded() || named.Obj().Pkg() != f.pass.Pkg || named.NumMethods() > 0 {
		return nil
	}
	str, _ := named.Underlying().(*types.Struct)
	return str
}

// mayBeResource reports whether values of a type may have to be released: what is only data need not
// be looked at, which is most fields.
func mayBeResource(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Struct, *types.Signature:
		return true
	case *types.Basic:
		return u.Kind() == types.Uintptr || u.Info()&types.IsInteger != 0 && isNamed(t) // a handle of the system's
	}
	return false
}

func isNamed(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.Named)
	return ok
}

// deref is the type that a pointer points to, any other as it is, without aliases.
func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.Unalias(t)
}

// judge says what is wrong with a field; nil where nothing is, or where that cannot be
// told.
func (f *finder) judge(o *owner, fd *field) *Neglect {
	// What is stored is asked first: it rules out most fields, and costs less than all uses.
	if !f.isOwned(fd) {
		return nil
	}
	f.look(fd)
	if fd.escapes {
		return nil
	}
	n := &Neglect{Method: o.releases[0], Field: fd.v, Opens: fd.opens, Funcs: slices.Clone(o.methods)}
	for _, open := range fd.opens {
		if open.In != nil && !slices.Contains(n.Funcs, open.In) {
			n.Funcs = append(n.Funcs, open.In)
		}
	}
	if len(fd.released) == 0 {
		if fd.lent || !slices.ContainsFunc(fd.opens, func(open Open) bool { return !f.endsWithMaker(open.Site) }) {
			return nil
		}
		return n
	}
	if n.Method, n.Way = f.skips(o, fd); n.Way == nil {
		return nil
	}
	return n
}
