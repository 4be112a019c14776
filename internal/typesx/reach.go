// This file asks of which types of a package others can have values.

package typesx

import "go/types"

// Reachable returns the types of a package of which code in another package can have
// values: they have an exported name, or what has leads to them, by results, exported
// fields and methods, and by what is embedded. Of a method of another one nobody outside
// asks.
func Reachable(pkg *types.Package) map[*types.TypeName]bool {
	r := &reach{pkg: pkg, found: make(map[*types.TypeName]bool), seen: make(map[types.Type]bool)}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if obj := scope.Lookup(name); obj.Exported() {
			r.visit(obj.Type())
		}
	}
	return r.found
}

type reach struct {
	pkg   *types.Package
	found map[*types.TypeName]bool
	seen  map[types.Type]bool
}

func (r *reach) visit(t types.Type) {
	if t == nil || r.seen[t] {
		return
	}
	r.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		r.visit(types.Unalias(t))
	case *types.Named:
		r.named(t)
	case *types.TypeParam:
		r.visit(t.Constraint())
	case *types.Signature:
		r.tuple(t.Params())
		r.tuple(t.Results())
		r.params(t.TypeParams())
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() || f.Embedded() {
				r.visit(f.Type())
			}
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			r.method(m)
		}
		for e := range t.EmbeddedTypes() {
			r.visit(e)
		}
	case *types.Union:
		for term := range t.Terms() {
			r.visit(term.Type())
		}
	case *types.Map:
		r.visit(t.Key())
		r.visit(t.Elem())
	case interface{ Elem() types.Type }: // a pointer, slice, array or channel
		r.visit(t.Elem())
	}
}

func (r *reach) named(t *types.Named) {
	for arg := range t.TypeArgs().Types() {
		r.visit(arg)
	}
	if t.Obj().Pkg() != r.pkg {
		return // it leads back here by its arguments only
	}
	if t != t.Origin() {
		r.visit(t.Origin())
		return
	}
	r.found[t.Obj()] = true
	r.params(t.TypeParams())
	r.visit(t.Underlying())
	for m := range t.Methods() {
		r.method(m)
	}
}

func (r *reach) method(m *types.Func) {
	if m.Exported() {
		r.visit(m.Type())
	}
}

func (r *reach) tuple(t *types.Tuple) {
	for v := range t.Variables() {
		r.visit(v.Type())
	}
}

func (r *reach) params(list *types.TypeParamList) {
	for p := range list.TypeParams() {
		r.visit(p)
	}
}
