// This file finds the struct of a field, and what that is called. The types of the package are
// gone through once for all fields.

package vars

import (
	"go/types"
	"iter"
)

// declared are the types that the package declares at its top.
type declared struct {
	structs map[*types.Var]*types.TypeName // of their fields, nil for what several share
	aliases map[*types.TypeName][]string   // of types
}

// StructOf returns the type of the package that a field is declared in, nil for none, and for
// several that share their fields: type other server.
func (r *Facts) StructOf(field *types.Var) *types.TypeName { return r.declaredTypes().structs[field] }

// namesOf are the names that a type has in the package, none for no type.
func (r *Facts) namesOf(tn *types.TypeName) []string {
	if tn == nil {
		return nil
	}
	return append([]string{tn.Name()}, r.declaredTypes().aliases[tn]...)
}

// declaredTypes are looked at when one is asked for.
func (r *Facts) declaredTypes() *declared {
	if r.declared != nil {
		return r.declared
	}
	d := &declared{structs: make(map[*types.Var]*types.TypeName), aliases: make(map[*types.TypeName][]string)}
	scope := r.Pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		if tn.IsAlias() {
			if named, isNamed := types.Unalias(tn.Type()).(*types.Named); isNamed {
				d.aliases[named.Obj()] = append(d.aliases[named.Obj()], name)
			}
			continue
		}
		for f := range fieldsOf(tn) {
			if _, shared := d.structs[f]; shared {
				tn = nil
			}
			d.structs[f] = tn
		}
	}
	r.declared = d
	return d
}

// fieldsOf yields the fields of a type that is a struct.
func fieldsOf(tn *types.TypeName) iter.Seq[*types.Var] {
	if s, ok := tn.Type().Underlying().(*types.Struct); ok {
		return s.Fields()
	}
	return func(func(*types.Var) bool) {}
}
