// This file says which types an expression of a test may have, for basebeside.go, which only spells
// it. Nothing but the package and its tests can name what it does not export: so a field or a method
// of such a name is one that they declare, whatever it is selected from.
//
//	c.ws.fs = 0 // every field ws is a *websocket: this is no other struct's fs

package vars

import (
	"go/ast"
	"go/types"
	"path/filepath"
)

// A spelledKind is what the name of a spelled stands for.
type spelledKind uint8

const (
	ofType   spelledKind = iota // the type itself
	ofFunc                      // a result of a function
	ofField                     // the type of a field, of whatever struct
	ofMethod                    // a result of a method, of whatever type
)

// isSelected reports whether the name is selected from something: no variable hides it.
func (k spelledKind) isSelected() bool { return k == ofField || k == ofMethod }

// A spelled is how a file names the type of something, by itself or as what a name stands for.
type spelled struct {
	name    string // "" for what cannot be told
	kind    spelledKind
	result  int
	foreign bool // of another package, which cannot have anything of this one
}

// spelledNames are the types that the names of fields and functions stand for.
type spelledNames struct {
	fields         map[string][]spelled
	funcs, methods map[string][][]spelled // their results
	hides          map[string]bool        // types of a file itself, which are not those of the package
}

func newSpelledNames() spelledNames {
	return spelledNames{make(map[string][]spelled), make(map[string][][]spelled), make(map[string][][]spelled), make(map[string]bool)}
}

// declare notes what a node declares.
func (s *sets) declare(n ast.Node) {
	d := s.declares
	switch n := n.(type) {
	case *ast.TypeSpec:
		d.hides[n.Name.Name] = true
	case *ast.FuncDecl:
		results := spelledResults(n.Type)
		if n.Recv == nil {
			d.funcs[n.Name.Name] = append(d.funcs[n.Name.Name], results)
			return
		}
		// The parameters of the receiver's type have any names.
		for _, recv := range n.Recv.List {
			if spelledType(recv.Type).name == "" {
				clear(results)
			}
		}
		d.methods[n.Name.Name] = append(d.methods[n.Name.Name], results)
	case *ast.StructType:
		for _, field := range n.Fields.List {
			of := spelledType(field.Type)
			for _, name := range field.Names {
				d.fields[name.Name] = append(d.fields[name.Name], of)
			}
			if id := embeddedName(field.Type); len(field.Names) == 0 && id != nil {
				d.fields[id.Name] = append(d.fields[id.Name], of)
			}
		}
	case *ast.InterfaceType:
		for _, method := range n.Methods.List {
			if sig, ok := method.Type.(*ast.FuncType); ok {
				d.methods[method.Names[0].Name] = append(d.methods[method.Names[0].Name], spelledResults(sig))
			}
		}
	}
	s.hideParams(n)
}

// embeddedName is the name of a field that is embedded.
func embeddedName(t ast.Expr) *ast.Ident {
	switch t := t.(type) {
	case *ast.Ident:
		return t
	case *ast.StarExpr:
		return embeddedName(t.X)
	case *ast.SelectorExpr:
		return t.Sel
	case *ast.IndexExpr:
		return embeddedName(t.X)
	case *ast.IndexListExpr:
		return embeddedName(t.X)
	}
	return nil
}

// hideParams notes the names of type parameters.
func (s *sets) hideParams(n ast.Node) {
	var params *ast.FieldList
	switch n := n.(type) {
	case *ast.TypeSpec:
		params = n.TypeParams
	case *ast.FuncType:
		params = n.TypeParams
	}
	if params == nil {
		return
	}
	for _, field := range params.List {
		for _, name := range field.Names {
			s.declares.hides[name.Name] = true
		}
	}
}

// spelledResults are the types of what a function returns.
func spelledResults(sig *ast.FuncType) (list []spelled) {
	if sig.Results == nil {
		return nil
	}
	for _, field := range sig.Results.List {
		for range max(1, len(field.Names)) {
			list = append(list, spelledType(field.Type))
		}
	}
	return list
}

// A byName has the types of the fields and the results of the methods of the package that are not
// exported, and what the files beside it declare.
type byName struct {
	fields  map[string][]types.Type
	methods map[string][]*types.Signature
	beside  spelledNames
}

// namesBeside are gathered when they are asked for.
func (r *Facts) namesBeside() *byName {
	if r.byNames != nil {
		return r.byNames
	}
	b := &byName{make(map[string][]types.Type), make(map[string][]*types.Signature), newSpelledNames()}
	for id, obj := range r.Pass.TypesInfo.Defs {
		switch obj := obj.(type) {
		case *types.Var:
			if obj.IsField() && !id.IsExported() {
				b.fields[obj.Name()] = append(b.fields[obj.Name()], obj.Type())
			}
		case *types.Func:
			if obj.Signature().Recv() != nil && !id.IsExported() {
				b.methods[obj.Name()] = append(b.methods[obj.Name()], obj.Signature())
			}
		}
	}
	for _, file := range r.FilesBeside(filepath.Dir(r.Pass.Fset.File(r.AtFile.FileStart).Name())) {
		b.beside.add(r.SetsIn(file).declares)
	}
	r.byNames = b
	return b
}

// add adds what a file declares, by types of the package alone.
func (d spelledNames) add(of spelledNames) {
	shown := func(list []spelled) (all []spelled) {
		for _, t := range list {
			if of.hides[t.name] {
				t = spelled{}
			}
			all = append(all, t)
		}
		return all
	}
	for name, list := range of.fields {
		d.fields[name] = append(d.fields[name], shown(list)...)
	}
	for name, list := range of.funcs {
		for _, results := range list {
			d.funcs[name] = append(d.funcs[name], shown(results))
		}
	}
	for name, list := range of.methods {
		for _, results := range list {
			d.methods[name] = append(d.methods[name], shown(results))
		}
	}
}

// typesFor returns the types that something may have which a file spells; ok is false where they
// cannot be told.
func (r *Facts) typesFor(of spelled) (list []types.Type, ok bool) {
	if of.foreign {
		return nil, true
	}
	var beside []spelled
	switch of.kind {
	case ofType:
		t := r.typeNamed(of)
		return []types.Type{t}, t != nil
	case ofFunc:
		if fn, isFunc := r.Pass.Pkg.Scope().Lookup(of.name).(*types.Func); isFunc {
			if of.result >= fn.Signature().Results().Len() {
				return nil, false
			}
			list = append(list, fn.Signature().Results().At(of.result).Type())
			break
		}
		beside = resultsOf(r.namesBeside().beside.funcs[of.name], of.result)
	case ofField:
		list = append(list, r.namesBeside().fields[of.name]...)
		beside = r.namesBeside().beside.fields[of.name]
	case ofMethod:
		names := r.namesBeside()
		for _, sig := range names.methods[of.name] {
			if of.result < sig.Results().Len() {
				list = append(list, sig.Results().At(of.result).Type())
			}
		}
		beside = resultsOf(names.beside.methods[of.name], of.result)
		if len(names.fields[of.name])+len(names.beside.fields[of.name]) > 0 { // a field is called
			return nil, false
		}
	}
	return r.allTypes(list, beside)
}

// resultsOf are the results of several functions at a place.
func resultsOf(funcs [][]spelled, at int) (list []spelled) {
	for _, results := range funcs {
		if at < len(results) {
			list = append(list, results[at])
		}
	}
	return list
}

// allTypes are some types, and what files beside the package spell; ok is false where there are none,
// or one cannot be told.
func (r *Facts) allTypes(list []types.Type, beside []spelled) ([]types.Type, bool) {
	for _, of := range beside {
		if of.foreign {
			continue
		}
		list = append(list, r.typeNamed(of))
	}
	for _, t := range list {
		if t == nil || isParam(t) {
			return nil, false
		}
	}
	return list, len(list)+len(beside) > 0
}

// typeNamed is a type of the package or of the language.
func (r *Facts) typeNamed(of spelled) types.Type {
	if of.kind != ofType || of.name == "" {
		return nil
	}
	obj := r.Pass.Pkg.Scope().Lookup(of.name)
	if obj == nil {
		obj = types.Universe.Lookup(of.name)
	}
	if tn, ok := obj.(*types.TypeName); ok {
		return tn.Type()
	}
	return nil
}

// isParam reports whether a type is a parameter, or a pointer to one.
func isParam(t types.Type) bool {
	for {
		ptr, ok := types.Unalias(t).(*types.Pointer)
		if !ok {
			break
		}
		t = ptr.Elem()
	}
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}
