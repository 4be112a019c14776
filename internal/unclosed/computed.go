// This file answers whether a return yields the same once the release runs behind it instead of
// before it, which is what a defer does:
//
//	f.Close()
//	return n, nil          // n is computed: defer f.Close() changes nothing
//	return buf.String()    // a call, which may look at what Close did
//
// It errs towards "not the same": then there is no fix.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
)

// computed reports whether the release cannot change what a return is about to
// return: it calls nothing, and reads nothing that the resource may reach.
func (a *acquisition) computed(ret *ast.ReturnStmt) bool {
	for _, x := range ret.Results {
		if !a.settled(x) {
			return false
		}
	}
	return true
}

// settled reports whether an expression has the same value before and after the release.
func (a *acquisition) settled(x ast.Expr) bool {
	info := a.unit.Pass.TypesInfo
	if tv := info.Types[x]; tv.Value != nil || tv.IsNil() {
		return true
	}
	switch x := x.(type) {
	case *ast.Ident:
		// A release of the program's own may set any variable that others can reach.
		return a.isQuiet() || a.isPrivate(x)
	case *ast.ParenExpr:
		return a.settled(x.X)
	case *ast.UnaryExpr:
		return x.Op != token.ARROW && a.settled(x.X)
	case *ast.BinaryExpr:
		return a.settled(x.X) && a.settled(x.Y)
	case *ast.SelectorExpr:
		return a.settledField(x)
	case *ast.StarExpr:
		return a.isQuiet() && a.settled(x.X)
	case *ast.SliceExpr:
		return a.settledAll(x.X, x.Low, x.High, x.Max)
	case *ast.CompositeLit:
		return a.settledAll(x.Elts...)
	case *ast.KeyValueExpr:
		return a.settled(x.Value)
	case *ast.CallExpr:
		return a.settledCall(x)
	}
	return false
}

// settledAll reports whether all are settled; nil stands for a part that is left out.
func (a *acquisition) settledAll(list ...ast.Expr) bool {
	for _, x := range list {
		if x != nil && !a.settled(x) {
			return false
		}
	}
	return true
}

// settledField reports whether a qualified name or a field is settled. What is behind a
// pointer a release of the program's own may change; one of the standard library
// reaches nothing but the resource, of which the plain fields beside the one that is
// released stay, as the status of a response:
//
//	resp.Body.Close()
//	return resp.StatusCode // is what it was
func (a *acquisition) settledField(x *ast.SelectorExpr) bool {
	info := a.unit.Pass.TypesInfo
	sel := info.Selections[x]
	if sel == nil {
		return a.isQuiet() // of a package
	}
	if sel.Kind() != types.FieldVal {
		return false
	}
	if id, ok := ast.Unparen(x.X).(*ast.Ident); ok {
		if place, ok := a.place().(*ast.Ident); ok && info.ObjectOf(place) == info.Uses[id] {
			_, basic := sel.Type().Underlying().(*types.Basic)
			return a.isQuiet() && a.Spec.Field != "" && basic
		}
	}
	return (!sel.Indirect() || a.isQuiet()) && a.settled(x.X)
}

// settledCall reports whether a call is a conversion, or len, cap, min or max, of what is
// settled. A text or an array that is made of a slice is read from memory, which a release of the
// program's own may change.
func (a *acquisition) settledCall(x *ast.CallExpr) bool {
	info := a.unit.Pass.TypesInfo
	tv := info.Types[x.Fun]
	if b, ok := typeutil.Callee(info, x).(*types.Builtin); ok {
		switch b.Name() {
		case "len", "cap", "min", "max":
		default:
			return false
		}
	} else if !tv.IsType() || !a.isQuiet() && readsSlice(tv.Type, info.TypeOf(x.Args[0])) {
		return false
	}
	return a.settledAll(x.Args...)
}

// readsSlice reports whether a conversion copies what a slice refers to.
func readsSlice(to, from types.Type) bool {
	_, isSlice := from.Underlying().(*types.Slice)
	_, isArray := to.Underlying().(*types.Array)
	return isSlice && (isArray || isString(to))
}

// isQuiet reports whether the release reaches nothing but the resource: the acquisition is by a
// function of the standard library whose release runs nobody else's code. Where the function
// launches something that may take notice.
func (a *acquisition) isQuiet() bool {
	fn, ok := typeutil.Callee(a.unit.Pass.TypesInfo, a.Call).(*types.Func)
	return ok && catalog.ReleasesQuietly(fn) && !a.layout().launches
}

// isPrivate reports whether a name is that of a local variable which no literal of the
// function names and whose address is not taken, by a method or a slice either: what a release
// runs cannot change it.
//
//	n := 0
//	visit(func() { n++ }) // what is released may call it: n is not private
//	visit(n.add)          // likewise
//	visit(arr[:])         // nor is arr
func (a *acquisition) isPrivate(id *ast.Ident) bool {
	v, ok := a.unit.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok {
		return true // a function
	}
	if v.Pos() < a.Func.Type.Pos() || v.Pos() >= a.Func.Body.End() {
		return false
	}
	return !slices.ContainsFunc(a.engine.Index().Names(v), func(use inspector.Cursor) bool {
		// A literal may be what the release runs.
		if syntax.Function(use) != a.Func.Node() {
			return true
		}
		for slices.Contains([]edge.Kind{edge.SelectorExpr_X, edge.IndexExpr_X, edge.ParenExpr_X}, use.ParentEdgeKind()) {
			use = use.Parent()
			if a.byAddress(use.Node()) {
				return true
			}
		}
		switch parent := use.Parent().Node().(type) {
		case *ast.UnaryExpr:
			return parent.Op == token.AND
		case *ast.SliceExpr:
			_, array := a.unit.Pass.TypesInfo.TypeOf(parent.X).Underlying().(*types.Array)
			return array
		}
		return false
	})
}

// byAddress reports whether a node selects a method that takes the address of its operand.
func (a *acquisition) byAddress(n ast.Node) bool {
	sel, ok := n.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	s := a.unit.Pass.TypesInfo.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || types.IsInterface(s.Recv()) {
		return false
	}
	_, byPointer := s.Obj().(*types.Func).Signature().Recv().Type().(*types.Pointer)
	_, isPointer := s.Recv().Underlying().(*types.Pointer)
	return byPointer && !isPointer
}

// usedByEarlierDefer reports whether a function that is deferred before the acquisition
// may use the resource: it runs after what is deferred later. It names something that
// comes to the resource, as its receiver, in a literal or by its address:
//
//	defer func() { report(w) }() // would run after a Close that is deferred below
func (a *acquisition) usedByEarlierDefer(vars map[types.Object]bool) bool {
	return a.usedByDeferBefore(a.Call.Pos(), vars)
}

// usedByDefer reports whether any function that the function defers may use the resource.
func (a *acquisition) usedByDefer(vars map[types.Object]bool) bool {
	return a.usedByDeferBefore(a.Func.Body.End(), vars)
}

// usedByDeferBefore reports whether a defer statement before pos names one of the variables,
// or one that leads to it.
func (a *acquisition) usedByDeferBefore(pos token.Pos, vars map[types.Object]bool) bool {
	var all map[types.Object]bool // once there is a defer to ask about
	info := a.unit.Pass.TypesInfo
	for d := range syntax.Own[*ast.DeferStmt](a.Func.Body) {
		if d.Pos() >= pos {
			continue
		}
		if all == nil {
			all = a.carriers(vars)
		}
		if syntax.Any(d, func(id *ast.Ident) bool { return all[info.ObjectOf(id)] }) {
			return true
		}
	}
	return false
}
