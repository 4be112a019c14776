// This file makes a filter: by which names the package knows variables that may be groups. To
// compare a name is much cheaper than to look up what an identifier denotes, and the search over
// the package (aliases.go) looks at all of them.

package behaviour

import (
	"go/ast"
	"go/types"
)

// names are those of all variables and fields of the groups' types that the package
// declares or mentions.
func (k *Aliases) names() map[string]bool {
	named := make(map[string]bool)
	note := func(obj types.Object) {
		if v, ok := obj.(*types.Var); ok && k.isGroup(v.Type()) {
			named[v.Name()] = true
		}
	}
	for _, obj := range k.p.Info.Defs {
		note(obj)
	}
	// The variables of type switches are declared by no identifier.
	for _, obj := range k.p.Info.Implicits {
		note(obj)
	}
	for _, obj := range k.p.Info.Uses {
		// Variables of other packages, and fields of instances, whose types are only known by the instance.
		if v, ok := obj.(*types.Var); ok && (v.Pkg() != k.p.Pkg || v.Origin() != v) { // else it is declared here
			note(v)
		}
	}
	return named
}

// lastName is the identifier that an identifier is, or that a selector selects.
func lastName(e ast.Expr) *ast.Ident {
	if sel, ok := e.(*ast.SelectorExpr); ok {
		return sel.Sel
	}
	return e.(*ast.Ident)
}
