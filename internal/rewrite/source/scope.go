// This file answers what names mean at a place.

package source

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// Universe is what a name means in the language itself.
func Universe(name string) types.Object { return types.Universe.Lookup(name) }

// Lookup returns what a name means at a position, nil if nothing.
func (r *Files) Lookup(name string, pos token.Pos) types.Object {
	scope := r.scopeAt(pos)
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, pos)
	return obj
}

// scopeAt returns the innermost scope at a position. Finding it takes time in wide
// functions, so it is remembered.
func (r *Files) scopeAt(pos token.Pos) *types.Scope {
	scope, ok := r.scopes[pos]
	if !ok {
		scope = r.Pass.Pkg.Scope().Innermost(pos)
		r.scopes[pos] = scope
	}
	return scope
}

// isWithin reports whether an identifier is of a variable that is declared in a scope within the one
// at a position, as a parameter of a literal there is.
func (r *Files) isWithin(id *ast.Ident, pos token.Pos) bool {
	v, ok := r.Pass.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok || v.Parent() == nil {
		return false
	}
	around := r.scopeAt(pos)
	for scope := v.Parent(); scope != around; scope = scope.Parent() {
		if scope == nil {
			return false
		}
	}
	return v.Parent() != around
}

// varsOf returns the variables of a scope, the latest first.
func (r *Files) varsOf(scope *types.Scope) []*types.Var {
	vars, ok := r.vars[scope]
	if !ok {
		for _, name := range scope.Names() {
			if v, ok := scope.Lookup(name).(*types.Var); ok && name != "_" {
				vars = append(vars, v)
			}
		}
		slices.SortFunc(vars, func(a, b *types.Var) int { return int(b.Pos() - a.Pos()) })
		r.vars[scope] = vars
	}
	return vars
}

// Visible calls yield for the variables of functions, of some types, that are in
// scope at a position and not hidden, the innermost and latest first, until it returns false.
func (r *Files) Visible(pos token.Pos, is func(types.Type) bool, yield func(*types.Var) bool) {
	for scope := r.scopeAt(pos); scope != nil && scope.Parent() != r.Pass.Pkg.Scope() && scope != r.Pass.Pkg.Scope(); scope = scope.Parent() {
		for _, v := range r.varsOf(scope) {
			if is(v.Type()) && r.Lookup(v.Name(), pos) == v && !yield(v) {
				return
			}
		}
	}
}
