// This file is about resources that a function gives its caller through a pointer to a variable of
// the caller's, instead of by a result:
//
//	func open(f **os.File, path string) error { ...; *f = opened; return nil }
//
// Such an out-parameter obliges the caller where everything that the function
// stores there is fresh, or nil. A pointer to anything but a variable of the
// caller's own, as &s.file, hands the resource over at the call.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// outElem returns what a parameter of type t points to, if that is something that
// could be given through it: a pointer or an interface with a release.
func outElem(t types.Type) types.Type {
	p, ok := t.(*types.Pointer)
	if !ok {
		return nil
	}
	switch p.Elem().Underlying().(type) {
	case *types.Pointer, *types.Interface:
		if mayOblige(p.Elem()) {
			return p.Elem()
		}
	}
	return nil
}

// hasOutParam reports whether a function has an out-parameter that could oblige its caller.
func hasOutParam(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if outElem(v.Type()) != nil {
			return true
		}
	}
	return false
}

// outParam returns the number of the parameter of the walked function that an
// expression names, as long as it keeps the value that it was given; else 0.
func (w *walk) outParam(e ast.Expr) int {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok || w.frame.parent != nil {
		return 0
	}
	v, _ := w.info.Uses[id].(*types.Var)
	sig := w.root.signature()
	if v == nil || sig == nil || len(w.root.assigned[v]) > 0 {
		return 0
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == v && outElem(v.Type()) != nil {
			return i + 1
		}
	}
	return 0
}

// giveOut ends the path where the resource is stored through a parameter.
func (w *walk) giveOut(st *sym.State, param int, v sym.Value, pos token.Pos) {
	if w.relates(st, v) && (w.site == nil || !w.site.Spec.Here) {
		w.end(st, Outcome{Kind: HandedOver, Pos: pos, Result: -1, Out: param, Wrapped: v != w.res})
	}
}

// acquireOut binds the variable of which the acquiring call has the address.
func (w *walk) acquireOut(st *sym.State, call *ast.CallExpr, args []sym.Value) {
	i := w.site.Spec.Out
	if i >= len(args) || i > len(call.Args) {
		w.handOver(st, call.Pos())
		return
	}
	p := args[i]
	// Only in a variable of the function's own does it stay in sight.
	if w.Kind(p) == sym.Address && w.root.contains(w.Infos[p].Var) {
		st.Set(w.Infos[p].Var, w.res)
		return
	}
	if param := w.outParam(call.Args[i-1]); param > 0 {
		w.giveOut(st, param, w.res, call.Args[i-1].Pos())
		return
	}
	w.handOver(st, call.Pos())
}

// takesAddress reports whether argument i is the address of a variable of the
// function's own, or one of its parameters: only then the call is an acquisition.
//
//	open(&f, path)      // f is to be closed here
//	open(&s.file, path) // s has it
func (e *Engine) takesAddress(f *Func, call *ast.CallExpr, i int) bool {
	if i > len(call.Args) {
		return false
	}
	arg := ast.Unparen(call.Args[i-1])
	if u, ok := arg.(*ast.UnaryExpr); ok && u.Op == token.AND {
		arg = ast.Unparen(u.X)
	}
	id, ok := arg.(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := e.info.Uses[id].(*types.Var)
	return ok && f.contains(v)
}

// freshOuts finds the out-parameters of a function that oblige its caller; given
// has the resources that are stored through each, by where.
func (e *Engine) freshOuts(f *Func, given map[int]map[token.Pos]given) (list []Fresh, asOthers bool) {
	sig := f.signature()
	for _, i := range slices.Sorted(maps.Keys(given)) {
		v, stores := sig.Params().At(i-1), given[i]
		if !e.storesOnly(f, v, stores) {
			continue
		}
		for _, pos := range slices.Sorted(maps.Keys(stores)) {
			g := stores[pos]
			if g.site.Spec.open {
				asOthers = true
				continue
			}
			if fresh, ok := e.freshAs(&g, 0, outElem(v.Type())); ok {
				fresh.Results, fresh.Out = nil, i
				fresh.Optional = !e.fillsOut(f, v)
				list = append(list, fresh)
				break
			}
		}
	}
	return list, asOthers
}

// storesOnly reports whether all that is done with a pointer is to store something
// fresh, or nil, in what it points to, and to read that:
//
//	*f, err = os.Open(path) // stores
//	if *f == nil {          // reads
//	keep(f)                 // does more
func (e *Engine) storesOnly(f *Func, p *types.Var, stores map[token.Pos]given) bool {
	fine := map[*ast.Ident]bool{}
	ok := true
	for n := range syntax.All[ast.Node](f.Body) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				star, isStar := ast.Unparen(l).(*ast.StarExpr)
				if !isStar || e.varOf(star.X) != p {
					continue
				}
				if _, fresh := stores[l.Pos()]; !fresh && !(len(n.Rhs) == len(n.Lhs) && e.info.Types[n.Rhs[i]].IsNil()) {
					ok = false
				}
			}
		case *ast.StarExpr:
			if id, isIdent := ast.Unparen(n.X).(*ast.Ident); isIdent {
				fine[id] = true
			}
		case *ast.Ident:
			if _, fresh := stores[n.Pos()]; e.info.Uses[n] == p && !fresh {
				ok = ok && fine[n]
			}
		}
	}
	return ok
}

// varOf is the variable that an expression is, or nil.
func (e *Engine) varOf(x ast.Expr) *types.Var {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := e.info.ObjectOf(id).(*types.Var)
	return v
}
