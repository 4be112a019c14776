// This file answers which helper's handle a method ends, so that
//
//	defer h.Done()
//
// is known as the end of what tracker.Start gave, and not as any other Done. Helpers are rows of
// the catalogue or of the config, by name only: their types are found among the imports.

package behaviour

import (
	"cmp"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/typesx"
)

// Ended returns the helpers of the handle form whose handle fn ends: by the method's name, and
// by the type that the helper's function returns.
func (p *Package) Ended(fn *types.Func) []*catalog.Helper {
	if fn == nil || fn.Signature().Recv() == nil {
		return nil
	}
	var list []*catalog.Helper
	for _, h := range p.Helpers.EndedBy(fn.Name()) {
		if slices.Contains(p.handlesOf(h, fn.Pkg()), typesx.Named(fn.Signature().Recv().Type())) {
			list = append(list, h)
		}
	}
	return list
}

// handlesOf are the types of what a helper starts, one of which is the handle: none
// where neither this package nor that of the handle imports the helper's.
func (p *Package) handlesOf(h *catalog.Helper, near *types.Package) (list []*types.TypeName) {
	name, err := config.ParseFunc(h.Launch)
	if err != nil {
		// A row whose name cannot be read; config refuses such rows.
		return nil
	}
	// A package that has the handle has seen the helper's package, or the handle's package has:
	// a helper's function returns a type that is declared near it.
	pkg := near
	if pkg.Path() != name.Package {
		all := slices.Concat([]*types.Package{p.Pkg}, p.Pkg.Imports(), near.Imports())
		i := slices.IndexFunc(all, func(pkg *types.Package) bool { return pkg.Path() == name.Package })
		if i < 0 {
			return nil
		}
		pkg = all[i]
	}
	obj := pkg.Scope().Lookup(cmp.Or(name.Type, name.Name))
	// A helper may be a method, as (*Tracker).Start.
	if obj != nil && name.Type != "" {
		obj, _, _ = types.LookupFieldOrMethod(obj.Type(), true, pkg, name.Name)
	}
	if fn, ok := obj.(*types.Func); ok {
		for i := range fn.Signature().Results().Len() {
			list = append(list, typesx.Named(fn.Signature().Results().At(i).Type()))
		}
	}
	return list
}
