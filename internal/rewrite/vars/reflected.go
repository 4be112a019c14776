// This file gathers which structs of the package may be made as zero values by what finds their types at
// run time, for surelythere.go: decoders, and whatever else reflects.
//
//	var x *entry
//	json.Unmarshal(data, &x) // makes an entry, of which no literal tells

package vars

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/unit"
)

// reflectedTypes are the types of the package of which somebody may make values by reflection: what is
// given as a value of any type to what does not only keep, print or write it.
func (r *Facts) reflectedTypes() map[*types.TypeName]bool {
	if r.reflected != nil {
		return r.reflected
	}
	r.reflected = make(map[*types.TypeName]bool)
	for _, f := range r.Pass.Files {
		for c := range r.FileIn(f).Preorder((*ast.CallExpr)(nil), (*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.ReturnStmt)(nil), (*ast.CompositeLit)(nil), (*ast.SendStmt)(nil)) {
			call, isCall := c.Node().(*ast.CallExpr)
			if isCall && r.onlyReads(call) {
				continue
			}
			r.asInterfaces(c, func(x ast.Expr, to types.Type) {
				iface, ok := to.Underlying().(*types.Interface)
				if from := r.TypeOf(x); ok && iface.NumMethods() == 0 && !isTypeParam(to) && !types.IsInterface(from) {
					if isCall && r.fillsOnly(call) {
						from = pointedTo(from)
					}
					r.reflectOn(from)
				}
			})
		}
	}
	for id, instance := range r.Pass.TypesInfo.Instances {
		if obj := r.Pass.TypesInfo.Uses[id]; obj != nil && obj.Pkg() != nil && (!unit.IsStd(obj.Pkg()) || reflects(obj.Pkg())) {
			for arg := range instance.TypeArgs.Types() {
				r.reflectOn(arg)
			}
		}
	}
	return r.reflected
}

// reflects reports whether a package of the standard library makes values of types that it is given.
func reflects(pkg *types.Package) bool {
	return slices.Contains([]string{"reflect", "database/sql", "net/rpc", "testing/quick"}, pkg.Path()) || strings.HasPrefix(pkg.Path(), "encoding/")
}

// onlyReads reports whether a call makes nothing of the type of what it is given: it keeps, prints or
// writes that.
func (r *Facts) onlyReads(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return false
	}
	if catalog.ForLogs(fn.Pkg()) {
		return true
	}
	if !unit.IsStd(fn.Pkg()) {
		return false
	}
	return !reflects(fn.Pkg()) || strings.HasPrefix(fn.Pkg().Path(), "encoding/") && (strings.HasPrefix(fn.Name(), "Marshal") || strings.HasPrefix(fn.Name(), "Encode"))
}

// fillsOnly reports whether a call makes what the struct that it is given a pointer to lacks, but no such
// struct.
func (r *Facts) fillsOnly(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return ok && fn.Pkg() != nil && strings.HasPrefix(fn.Pkg().Path(), "encoding/") && (strings.HasPrefix(fn.Name(), "Unmarshal") || strings.HasPrefix(fn.Name(), "Decode"))
}

// pointedTo is the struct behind a pointer, without its name; any other type as it is.
func pointedTo(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		if s, isStruct := p.Elem().Underlying().(*types.Struct); isStruct {
			return s
		}
	}
	return t
}

// reflectOn notes a type of the package, and those that its values may have.
func (r *Facts) reflectOn(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		for arg := range t.TypeArgs().Types() {
			r.reflectOn(arg)
		}
		if t.Obj().Pkg() == r.Pass.Pkg && !r.reflected[t.Obj()] {
			r.reflected[t.Obj()] = true
			r.reflectOn(t.Underlying())
		}
	case *types.Struct:
		for f := range t.Fields() {
			r.reflectOn(f.Type())
		}
	case *types.Map:
		r.reflectOn(t.Key())
		r.reflectOn(t.Elem())
	case interface{ Elem() types.Type }: // a pointer, a list, a channel
		r.reflectOn(t.Elem())
	}
}
