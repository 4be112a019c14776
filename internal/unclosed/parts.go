// This file answers whether memory of a resource outlives the function: a slice, a map or a pointer
// that its release may unmap, clear or give back. It leads to nothing that could be used after the
// release, and so is no part of the answer of comes.go; but what the release leaves there is
// another thing than what was there before, or is gone.
//
//	data := m.data // which m.Close unmaps
//	return data[:n], nil
//
// The question is that of stays.go, asked of the memory: where it begins, and what of it a value can
// have, is other than for the resource itself. Whatever is made of it and can hold a reference has
// memory of it, unless it is known to be a copy. In doubt there is no fix.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// hasMemory reports whether the resource may have memory that its release has to do with.
func (r *reach) hasMemory() bool {
	return r.isForeign() || len(r.memo.releases(r.unit, r.release)) > 0
}

// newMemory is the question about the memory of the resource, of the same function.
func (r *reach) newMemory() *reach {
	m := *r
	m.resource, m.borrows = r, nil
	m.vars, m.into = make(map[types.Object]bool), make(map[types.Object]bool)
	m.returns, m.fails = false, false
	return &m
}

// leaves reports whether a result comes to the resource, or is memory of it.
func (r *reach) leaves() bool { return r.returns || r.memory != nil && r.memory.returns }

// reached are the variables that come to the resource, or have memory of it.
func (r *reach) reached() map[types.Object]bool {
	all := maps.Clone(r.vars)
	if r.memory != nil {
		maps.Copy(all, r.memory.vars)
	}
	return all
}

// has reports whether a variable comes to the resource, or has memory of it.
func (r *reach) has(v types.Object) bool {
	return r.vars[v] || r.memory != nil && r.memory.vars[v]
}

// isWithin reports whether a variable is the resource, or comes to it: memory that is stored there
// is where it was.
func (r *reach) isWithin(v types.Object) bool { return r.resource != nil && r.resource.vars[v] }

// ofResource reports whether a call has to do with the resource itself. Its release is where its
// memory ends.
func (r *reach) ofResource(call *ast.CallExpr) bool {
	if r.resource == nil || !r.resource.operand(call) {
		return false
	}
	fn := typeutil.Callee(r.info(), call)
	return fn == nil || fn.Name() != r.release
}

// leads reports whether a value of a type may lead to what is asked about.
func (r *reach) leads(t types.Type) bool {
	if r.resource == nil {
		return live(t, r.address)
	}
	return holds(t) || isString(t) && r.isUnsafe()
}

// isUnsafe reports whether the package can make text of memory, rather than of a copy.
func (r *reach) isUnsafe() bool { return slices.Contains(r.unit.Pass.Pkg.Imports(), types.Unsafe) }

// part reports whether a value has memory of the resource.
func (r *reach) part(x ast.Expr) bool {
	x = ast.Unparen(x)
	if t := r.info().TypeOf(x); t != nil && !r.leads(t) {
		return false
	}
	switch x := x.(type) {
	case *ast.FuncLit:
		return syntax.Any(x.Body, r.lies)
	case *ast.CompositeLit:
		return slices.ContainsFunc(x.Elts, r.part)
	case *ast.KeyValueExpr:
		return r.part(x.Value)
	case *ast.CallExpr:
		return r.partResult(x, r.info().TypeOf(x))
	case *ast.TypeAssertExpr:
		return r.part(x.X)
	case *ast.UnaryExpr:
		return x.Op == token.AND && (r.lies(x.X) || r.part(x.X))
	}
	return r.lies(x)
}

// lies reports whether a place lies in the memory, whatever its type: its address leads there.
//
//	&m.data[0]
//	m.head[:]
func (r *reach) lies(x ast.Expr) bool {
	if r.resource == nil {
		return false
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return r.vars[r.info().ObjectOf(x)]
	case *ast.SelectorExpr:
		return r.released(x) || r.info().Selections[x] != nil && r.lies(x.X)
	case *ast.IndexExpr:
		return r.lies(x.X)
	case *ast.StarExpr:
		return r.lies(x.X)
	case *ast.SliceExpr:
		return r.lies(x.X)
	case *ast.CallExpr, *ast.TypeAssertExpr:
		return r.part(x.(ast.Expr))
	}
	return false
}

// partResult reports whether a result of a call, of a type, has memory of the resource.
func (r *reach) partResult(call *ast.CallExpr, t types.Type) bool {
	failing := isErrorType(t)
	if !failing && !r.leads(t) {
		return false
	}
	if r.info().Types[call.Fun].IsType() { // of bytes a text is a copy, and the other way round
		return isString(t) == isString(r.info().TypeOf(call.Args[0])) && r.comes(call.Args[0])
	}
	switch fn := typeutil.Callee(r.info(), call).(type) {
	case *types.Builtin:
		if fn.Name() == "append" {
			return r.appends(call)
		}
		return slices.ContainsFunc(call.Args, r.comes)
	case *types.Func:
		if !r.operand(call) && !r.ofResource(call) {
			return false
		}
		if c := r.callee(fn, call); c != nil && failing {
			return c.fails
		} else if c != nil {
			return c.returns
		}
		return r.strange(fn, call, t)
	}
	return r.operand(call) && !failing || r.ofResource(call) && r.isForeign() && !failing
}

// strange is partResult of a function out of sight. An error has no memory but that of an error
// that it wraps. Of the resource itself others than the standard library may give memory by its
// methods, and by functions of the package that has its type, which sees its fields.
//
//	bytes.TrimSpace(m.data) // is memory of m
//	bytes.Clone(m.data)     // is not
//	m.Slice(0, 4)           // may be, of a type of another package
//	tar.ReadAll(m)          // is not
func (r *reach) strange(fn *types.Func, call *ast.CallExpr, t types.Type) bool {
	args := call.Args
	switch {
	case isErrorType(t):
		return slices.ContainsFunc(args, func(arg ast.Expr) bool { return typesx.IsErrorLike(r.info().TypeOf(arg)) && r.comes(arg) })
	case !r.isStd(fn.Pkg()):
		return r.operand(call) || r.offers(fn, call)
	case catalog.Copies(fn):
		return r.operand(call) && r.holdsElements(t)
	case strings.HasPrefix(fn.Name(), "Append") && len(args) > 0 && !r.holdsElements(t): // to what comes first
		return r.comes(args[0])
	case isString(t): // it is no copy of text only
		return slices.ContainsFunc(args, func(arg ast.Expr) bool { return isString(r.info().TypeOf(arg)) && r.comes(arg) })
	}
	return r.operand(call)
}

// offers reports whether a function out of sight may give memory of the resource.
func (r *reach) offers(fn *types.Func, call *ast.CallExpr) bool {
	if !r.isForeign() || !r.ofResource(call) {
		return false
	}
	return r.resource.receiver(call) || fn.Pkg() == typesx.Named(r.self).Pkg()
}

// isForeign reports whether the resource is of a type that is not of the standard library, whose
// methods may give memory.
func (r *reach) isForeign() bool {
	named := typesx.Named(r.self)
	return r.field == "" && named != nil && !r.isStd(named.Pkg())
}

// isStd reports whether a package, nil for that of error, is of the standard library.
func (r *reach) isStd(pkg *types.Package) bool {
	return pkg == nil || pkg != r.unit.Pass.Pkg && unit.IsStd(pkg)
}

// appends reports whether what append returns has memory of the resource: the elements of a list
// that is appended are copied.
func (r *reach) appends(call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		if call.Ellipsis.IsValid() && arg == call.Args[1] {
			return r.holdsElements(r.info().TypeOf(arg)) && r.comes(arg)
		}
		return r.comes(arg)
	})
}

// holdsElements reports whether there is room for memory in the elements of a list or a map, or in
// what a pointer points to: a copy of them leads where they do.
func (r *reach) holdsElements(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return r.leads(t.Elem())
	case *types.Map:
		return r.leads(t.Elem()) || r.leads(t.Key())
	case *types.Pointer:
		return r.leads(t.Elem())
	}
	return !isString(t) && r.leads(t)
}

// copied notes what becomes of the first operand of a call that copies the elements of the second
// into it.
func (r *reach) copied(call *ast.CallExpr) {
	if r.resource != nil && r.comes(call.Args[1]) && r.holdsElements(r.info().TypeOf(call.Args[1])) {
		r.keepIn(call.Args[0])
	}
}

// toStd looks at what a function of the standard library does with memory that it is given.
func (r *reach) toStd(fn *types.Func, call *ast.CallExpr) {
	known := catalog.CalleeOf(fn)
	keeps := rows.Says(fn.Name(), rows.Keeps) && !catalog.Directly(fn) && !catalog.CallsDirectly(fn)
	if fn.FullName() == "maps.Copy" {
		r.copied(call)
		return
	}
	for i, arg := range call.Args {
		switch {
		case !r.comes(arg):
		case known.Argument(i+1) == catalog.Takes, r.isFunction(arg) && !catalog.Directly(fn) && !catalog.CallsDirectly(fn):
			r.escapes(keptBy)
		case known.Argument(i+1) == catalog.Holds, keeps && fn.Signature().Recv() != nil:
			r.keepReceiver(call)
		case keeps:
			r.escapes(keptBy)
		}
	}
}

// visits notes that the parameters of a literal which the resource may call hold memory of it.
//
//	m.View(func(b []byte) error { last = b; return nil })
func (r *reach) visits(fn *types.Func, call *ast.CallExpr) {
	if r.resource == nil || r.isStd(fn.Pkg()) || !r.offers(fn, call) {
		return
	}
	for _, arg := range call.Args {
		lit := r.literal(arg)
		if lit == nil {
			continue
		}
		for _, field := range lit.Type.Params.List {
			for _, name := range field.Names {
				if v := r.info().Defs[name]; v != nil && r.leads(v.Type()) {
					r.add(v)
				}
			}
		}
	}
}

// released reports whether a selector goes through a field of the resource that its release may
// have to do with, be it embedded:
//
//	m.data
//	m.Bytes() // of a *bytes.Buffer in m, which m.Close gives back
func (r *reach) released(x *ast.SelectorExpr) bool {
	sel := r.info().Selections[x]
	if sel == nil || sel.Kind() == types.MethodExpr {
		return false
	}
	if root := syntax.Base(x); (root == nil || !r.isWithin(r.info().ObjectOf(root))) && !r.resource.comes(x.X) {
		return false
	}
	path := sel.Index()
	if sel.Kind() == types.MethodVal {
		path = path[:len(path)-1]
	}
	t := sel.Recv()
	for _, i := range path {
		within := typesx.Struct(t)
		if r.mayClear(within.Field(i), within) {
			return true
		}
		t = within.Field(i).Type()
	}
	return false
}
