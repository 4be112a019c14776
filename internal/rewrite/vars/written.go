// This file gathers which structs of a package are written as a whole, for once.go: one walk
// answers for all of them. What is written as a whole loses its fields at once, by no assignment
// to any of them:
//
//	*s = Server{} // s.conn is another one from here on
//
// So a field counts as set once only where its struct is none of these.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// structs are types that the package knows.
type structs struct {
	types  map[*types.TypeName]bool
	fields map[*types.Var]bool // theirs; of local types as well, which may share those of another
	any    bool                // a type was too deep to look into, so that it may be any of them

	seen   map[types.Type]bool // that have been looked into
	within []types.Type        // that are looked into: a list whose items have channels of items
}

// writtenStructs returns the structs that may be overwritten as a whole, and their fields with
// them: a variable, a list or what is behind a pointer holds one, or a pointer to one gets another
// type.
func (r *Facts) writtenStructs() *structs {
	w := &structs{types: make(map[*types.TypeName]bool), fields: make(map[*types.Var]bool), seen: make(map[types.Type]bool)}
	info := r.Pass.TypesInfo
	// A variable may be assigned to, and its parts with it. It is not asked whether that happens:
	// most structs that have a life of their own are only met behind a pointer.
	for id, obj := range info.Defs {
		switch obj := obj.(type) {
		case *types.Var:
			if id.Name != "_" && !r.isOnlyMade(obj) {
				w.addParts(obj.Type(), 0)
			}
		case *types.Func: // whoever calls it has one, a test as well
			for result := range obj.Signature().Results().Variables() {
				w.addParts(result.Type(), 0)
			}
		}
	}
	for x, tv := range info.Types {
		switch x := x.(type) {
		// As another type, or by a type parameter, it may be written where the type is not seen.
		case *ast.Ident:
			if v, ok := info.Uses[x].(*types.Var); ok && r.isOnlyMade(v) {
				continue
			}
		case *ast.CallExpr:
			for _, arg := range r.disguised(x) {
				if ptr, ok := types.Unalias(r.TypeOf(arg)).(*types.Pointer); ok {
					w.add(ptr.Elem())
				}
			}
		}
		// *p = T{} and p[0] = T{} replace all fields. A copy of *p does not, but is too rare to be
		// told apart.
		_, isSlice := types.Unalias(tv.Type).Underlying().(*types.Slice)
		if tv.Addressable() || tv.IsValue() && isSlice {
			w.addParts(tv.Type, 0)
		}
	}
	// Code that has no type for it may hold it: pool[T], reset(list []*T).
	for id, instance := range info.Instances {
		if obj := info.Uses[id]; obj == nil || obj.Pkg() != nil && unit.IsStd(obj.Pkg()) && isTypeName(obj) || keepsPointers(obj) {
			continue // atomic.Pointer holds none
		}
		for arg := range instance.TypeArgs.Types() {
			w.addParts(arg, 0)
		}
	}
	for tn := range w.types {
		for f := range fieldsOf(tn) {
			w.fields[f] = true
		}
	}
	return w
}

// isOnlyMade reports whether a local variable is what a literal has made, and stays that: nothing is
// done with it as a whole but to take its address. Who has that may overwrite it, where *p is seen.
//
//	s := Server{conn: conn}
//	s.log = newLog()
//	return &s
func (r *Facts) isOnlyMade(v *types.Var) bool {
	if v.IsField() || v.Pkg() != r.Pass.Pkg || v.Parent() == r.Pass.Pkg.Scope() {
		return false
	}
	if _, isStruct := v.Type().Underlying().(*types.Struct); !isStruct {
		return false
	}
	def, ok := r.Index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return false
	}
	assign := def.Parent().Node().(*ast.AssignStmt)
	if len(assign.Lhs) != len(assign.Rhs) {
		return false
	}
	if _, isLit := ast.Unparen(assign.Rhs[def.ParentEdgeIndex()]).(*ast.CompositeLit); !isLit {
		return false
	}
	for _, use := range r.Index.Uses(v) {
		switch use = syntax.Outermost(use); use.ParentEdgeKind() {
		case edge.SelectorExpr_X:
		case edge.UnaryExpr_X:
			if use.Parent().Node().(*ast.UnaryExpr).Op != token.AND {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// isTypeName reports whether an object is a type.
func isTypeName(obj types.Object) bool {
	_, ok := obj.(*types.TypeName)
	return ok
}

// add adds the struct that a type is.
func (w *structs) add(t types.Type) {
	if named, ok := types.Unalias(t).(*types.Named); ok {
		w.types[named.Obj()] = true
	}
}

// addParts adds what a value of a type has as a part of it, not by a pointer.
func (w *structs) addParts(t types.Type, depth int) {
	// Whole values only: what is a part of several is too deep in one or it is not, whichever comes
	// first.
	if depth == 0 {
		if w.seen[t] {
			return
		}
		w.seen[t] = true
	}
	// Types may be made of each other without end; what has been begun is gone on with there.
	if slices.ContainsFunc(w.within, func(outer types.Type) bool { return types.Identical(outer, t) }) {
		return
	}
	w.within = append(w.within, t)
	defer func() { w.within = w.within[:len(w.within)-1] }()
	if depth > 8 {
		w.any = true
		return
	}
	w.add(t)
	switch u := types.Unalias(t).(type) {
	case *types.Named:
		if _, isStruct := u.Underlying().(*types.Struct); !isStruct || u.TypeArgs().Len() > 0 {
			w.addParts(u.Underlying(), depth+1)
		} // the fields of others are defined somewhere, too
	case *types.Slice:
		w.addParts(u.Elem(), depth+1)
	case *types.Array:
		w.addParts(u.Elem(), depth+1)
	case *types.Chan:
		w.addParts(u.Elem(), depth+1)
	case *types.Map:
		w.addParts(u.Elem(), depth+1)
		w.addParts(u.Key(), depth+1)
	case *types.Struct:
		for f := range u.Fields() {
			w.addParts(f.Type(), depth+1)
		}
	case *types.Pointer: // to a list or a pointer of such
		if _, isNamed := types.Unalias(u.Elem()).(*types.Named); !isNamed {
			w.addParts(u.Elem(), depth+1)
		}
	}
}

// disguised returns the arguments that a call gives another type, by which they may be written
// through: a conversion, or a parameter of a type that is a type parameter's.
func (r *Facts) disguised(call *ast.CallExpr) []ast.Expr {
	if r.Pass.TypesInfo.Types[call.Fun].IsType() {
		to := r.TypeOf(call)
		if len(call.Args) == 1 && !types.Identical(r.TypeOf(call.Args[0]), to) && !types.IsInterface(to) {
			return call.Args
		}
		return nil
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Origin() == fn && fn.Signature().TypeParams().Len() == 0 || keepsPointers(fn) {
		return nil
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && r.Pass.TypesInfo.Selections[sel] != nil && r.Pass.TypesInfo.Selections[sel].Kind() == types.MethodExpr {
		return call.Args // the first is the receiver
	}
	var list []ast.Expr
	for i, arg := range call.Args {
		if t, _ := typesx.Param(fn.Origin().Signature(), i); t == nil || !isOpaque(t) {
			list = append(list, arg)
		}
	}
	return list
}

// keepsPointers reports whether a generic function is one of the standard library that may keep a
// pointer, and writes nothing through it: weak.Make(p), (*atomic.Pointer[T]).Store(p).
func keepsPointers(obj types.Object) bool {
	if obj == nil || obj.Pkg() == nil {
		return false
	}
	switch obj.Pkg().Path() {
	case "weak", "sync/atomic", "runtime":
		return true
	}
	return false
}

// isOpaque reports whether generic code that has a value of a type parameter, a pointer, has no
// other way to write through it than one that shows: by a second type parameter for the struct,
// which is an argument of the instance, or in this package, which has the type of what it sets.
//
//	func appendTo[T any](list *[]T, x T)     // *x is no expression
//	func reset[P ~*E, E any](p P)            // *p = zero, and E is the struct
func isOpaque(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}
