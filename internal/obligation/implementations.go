// This file asks the types in sight that implement an interface what a method of it does. Which of
// them is called is not known; what one of them may do, a call may do.

package obligation

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// implementations returns the methods by which the types of this package, and the exported ones of
// those that it imports, implement a method of an interface. The standard library's are left out:
// they implement much that nobody has thought of.
func (e *Engine) implementations(fn *types.Func) []*types.Func {
	list, known := e.implemented[fn]
	if known {
		return list
	}
	iface, _ := fn.Signature().Recv().Type().Underlying().(*types.Interface)
	for _, named := range e.namedTypes() {
		ptr := types.NewPointer(named.Type())
		if iface == nil || !types.Implements(ptr, iface) {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(ptr, false, fn.Pkg(), fn.Name())
		// What has the method by an interface that it embeds is that one again.
		if m, ok := obj.(*types.Func); ok && !typesx.IsInterfaceMethod(m) {
			list = append(list, m.Origin())
		}
	}
	e.implemented[fn] = list
	return list
}

// namedTypes are the types, interfaces and generic ones apart, among which implementations looks.
func (e *Engine) namedTypes() []*types.TypeName {
	if e.named != nil {
		return e.named
	}
	e.named = []*types.TypeName{}
	for _, pkg := range append([]*types.Package{e.pass.Pkg}, e.pass.Pkg.Imports()...) {
		if unit.IsStd(pkg) {
			continue
		}
		for _, name := range pkg.Scope().Names() {
			if pkg != e.pass.Pkg && !ast.IsExported(name) {
				continue
			}
			obj, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok || obj.IsAlias() || types.IsInterface(obj.Type()) {
				continue
			}
			if named, ok := obj.Type().(*types.Named); ok && named.TypeParams() == nil {
				e.named = append(e.named, obj)
			}
		}
	}
	return e.named
}

// row is what the catalogue says of a call. What it only knows by a method that one of an interface
// abstracts from it says where the interface is this package's, and those who implement it here do
// open something: one that keeps it gives what is its own, and is to be believed of others as well.
//
//	func (k *keeper) Open(name string) (*os.File, error) { return k.f, nil }
func (e *Engine) row(fn *types.Func, call *ast.CallExpr) (row *catalog.Resource, known bool) {
	row, known, abstract := e.resources().Lookup(fn, e.receiverType(call))
	if abstract && !e.openedByAll(fn) {
		return nil, false
	}
	return row, known
}

// openedByAll reports whether all who implement a method of an interface of this package give what
// they open, and there is one.
func (e *Engine) openedByAll(fn *types.Func) bool {
	if fn.Pkg() != e.pass.Pkg {
		return false
	}
	list := e.implementations(fn)
	for _, m := range list {
		row, known, _ := e.resources().Lookup(m, nil)
		if known && row == nil || !known && !e.givesOwn(m) {
			return false
		}
	}
	return len(list) > 0
}

// givesOwn reports whether a function gives its caller what it opens each time.
func (e *Engine) givesOwn(fn *types.Func) bool {
	for _, fresh := range e.freshOf(fn).list {
		if len(fresh.Results) > 0 && !fresh.Shared {
			return true
		}
	}
	return false
}

// keptByAny reports whether one of those who implement a method of an interface keeps what it is
// given as parameter i, so that whoever is called here may.
func (w *walk) keptByAny(fn *types.Func, i int) bool {
	if fn == nil || i == 0 || !typesx.IsInterfaceMethod(fn) {
		return false
	}
	e := w.eng
	for _, m := range e.implementations(fn) {
		var eff Effect
		if e.declOf(m) != nil {
			eff = e.paramEffect(m, declared(m.Signature(), i), false, w.site.Spec)
		} else if j := declared(m.Signature(), i); j < 64 {
			eff, _ = e.summaryFor(m, j).param(j)
		}
		if eff.Releases || eff.Keeps || eff.MayKeep || eff.Into != 0 {
			return true
		}
	}
	return false
}
