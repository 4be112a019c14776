// This file notes how structs are made and taken by other ways than a literal with the names of their
// fields, for valued.go: what one of another type with the same fields was given is not found.

package vars

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/typesx"
)

// call notes a struct that new makes, and those that a conversion takes for another one.
func (n *nils) call(r *Facts, call *ast.CallExpr) {
	info := r.Pass.TypesInfo
	if r.IsBuiltin(call, "new") {
		if tn := typesx.Named(info.Types[call.Args[0]].Type); tn != nil {
			n.made[tn] = true
		}
		return
	}
	if !info.Types[call.Fun].IsType() || len(call.Args) != 1 || types.IsInterface(r.TypeOf(call)) {
		return
	}
	from, to := typesx.Struct(r.TypeOf(call.Args[0])), typesx.Struct(r.TypeOf(call))
	if from == to {
		return
	}
	for _, s := range []*types.Struct{from, to} {
		if s == nil {
			continue
		}
		for f := range s.Fields() {
			n.converted[f] = true
		}
	}
}

// isConverted reports whether the struct of a field is taken for another one in the package, or
// another one for it. One without a name may be assigned as it is.
func (r *Facts) isConverted(field *types.Var) bool {
	n := r.nils()
	if n.converted[field] {
		return true
	}
	tn := r.StructOf(field)
	return field.IsField() && tn != nil && slices.ContainsFunc(n.unnamed, func(s *types.Struct) bool {
		return types.IdenticalIgnoreTags(s, tn.Type().Underlying())
	})
}

// placed notes what a literal of a struct sets without the names of its fields.
func (n *nils) placed(r *Facts, lit *ast.CompositeLit) {
	of := typesx.Struct(r.TypeOf(lit))
	if of == nil {
		return
	}
	if typesx.Named(r.TypeOf(lit)) == nil {
		n.unnamed = append(n.unnamed, of)
	}
	for i, elt := range lit.Elts {
		if _, isPair := elt.(*ast.KeyValueExpr); !isPair {
			n.positional[of.Field(i)] = append(n.positional[of.Field(i)], elt)
		}
	}
}
