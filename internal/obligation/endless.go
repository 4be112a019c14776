// This file finds parameters that are contexts which nothing ends, since all who call the function
// give one that nothing ends, or such a parameter of their own:
//
//	go b.sweep(context.Background())
//	...
//	func (b *broker) sweep(ctx context.Context) {
//		for _, s := range b.shards {
//			if ctx.Err() != nil { // never
//				return
//			}
//			wg.Go(s.sweep)
//		}
//		wg.Wait()

package obligation

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/typesx"
)

// ofEndless reports whether an expression calls a method of a context that is a parameter which
// nothing ends.
func (e *Engine) ofEndless(x ast.Expr, method string) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != method {
		return false
	}
	v, ok := e.info.Uses[typesx.Ident(sel.X)].(*types.Var)
	return ok && typesx.IsContext(v.Type()) && e.isEndless(v)
}

// isEndless reports whether a variable is a parameter that is never anything but a context which
// nothing ends.
func (e *Engine) isEndless(v *types.Var) bool {
	if endless, ok := e.endless[v]; ok {
		return endless
	}
	seen := map[*types.Var]bool{}
	endless := e.onlyEndless(v, seen)
	e.endless[v] = endless
	// The others on the way are as endless, all of them having been asked.
	for other := range seen {
		if endless {
			e.endless[other] = true
		}
	}
	return endless
}

// onlyEndless answers isEndless; those in seen are being asked about.
func (e *Engine) onlyEndless(v *types.Var, seen map[*types.Var]bool) bool {
	if endless, known := e.endless[v]; known {
		return endless
	}
	if seen[v] {
		return true
	}
	seen[v] = true
	f := e.index.TakenBy(v)
	if f == nil || f.Obj == nil || f.Obj.Exported() || e.isDynamic(f.Obj.Name()) {
		return false
	}
	for _, use := range e.index.Uses(v) {
		switch use.ParentEdgeKind() {
		case edge.AssignStmt_Lhs, edge.RangeStmt_Key, edge.RangeStmt_Value, edge.UnaryExpr_X:
			return false
		}
	}
	i := f.ParamIndex(v)
	if f.Recv {
		i--
	}
	called := false
	for _, use := range e.index.Uses(f.Obj) {
		// What a test does no program does.
		if strings.HasSuffix(e.pass.Fset.File(use.Node().Pos()).Name(), "_test.go") {
			continue
		}
		for use.ParentEdgeKind() == edge.SelectorExpr_Sel || use.ParentEdgeKind() == edge.ParenExpr_X || use.ParentEdgeKind() == edge.IndexExpr_X {
			use = use.Parent()
		}
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			return false
		}
		args := use.Parent().Node().(*ast.CallExpr).Args
		if i < 0 || i >= len(args) || !e.givesEndless(args[i], seen) {
			return false
		}
		called = true
	}
	return called
}

// givesEndless reports whether an argument is a context that nothing ends.
func (e *Engine) givesEndless(arg ast.Expr, seen map[*types.Var]bool) bool {
	if IsEndless(e.info, arg) {
		return true
	}
	v, ok := e.info.Uses[typesx.Ident(arg)].(*types.Var)
	return ok && e.onlyEndless(v, seen)
}

// isDynamic reports whether an interface of the package has a method of a name: who calls that may
// call any.
func (e *Engine) isDynamic(name string) bool {
	if e.dynamic == nil {
		e.dynamic = map[string]bool{}
		for _, obj := range e.info.Defs {
			if fn, ok := obj.(*types.Func); ok && typesx.IsInterfaceMethod(fn) {
				e.dynamic[fn.Name()] = true
			}
		}
	}
	return e.dynamic[name]
}
