// This file asks whether what a launcher calls, between the statement that sets a field and the
// launch, may set the field: everything that cannot be followed may.
//
//	s.n = n
//	s.log()     // s.w.Write comes back to this very method, by an interface
//	go run(s.n) // so this is another n
//
// What is allowed is what has neither the struct nor anything to call back by.

package vars

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// maxQuietDepth is how deep functions of the package are followed.
const maxQuietDepth = 4

// quiet is one question about the calls on a way.
type quiet struct {
	r     *Facts
	field *types.Var
	names map[string]bool        // of the functions that come to the launcher
	seen  map[*ast.FuncDecl]bool // that have been followed, or are being: one that is not quiet ends it all
}

// call reports whether a call sets no field and waits for nobody.
func (q *quiet) call(call *ast.CallExpr, depth int) bool {
	if fun := q.r.Pass.TypesInfo.Types[call.Fun]; fun.IsType() || fun.IsBuiltin() {
		return true
	}
	fn, ok := typeutil.Callee(q.r.Pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Pkg() == nil || typesx.IsInterfaceMethod(fn) {
		return false
	}
	if fn.Pkg() == q.r.Pass.Pkg {
		return q.body(q.r.DeclOf(fn.Origin()), depth)
	}
	// What a lock or a condition waits for is somebody who may have set the field.
	if fn.Pkg().Path() == "sync" {
		return false
	}
	if sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr); isSel && q.r.Pass.TypesInfo.Selections[sel] != nil && !q.plain(q.r.TypeOf(sel.X), 0) {
		return false
	}
	args := call.Args
	if fn.Pkg().Path() == "context" && strings.HasPrefix(fn.Name(), "With") {
		args = args[:1] // it keeps what it is given besides
	}
	return !slices.ContainsFunc(args, func(arg ast.Expr) bool { return !q.plain(q.r.TypeOf(arg), 0) })
}

// plain reports whether a value of a type has no method of the package, as far as errors and
// contexts go none that comes to the launcher, and is no function.
func (q *quiet) plain(t types.Type, depth int) bool {
	if t == nil || depth > maxQuietDepth {
		return false
	}
	t = types.Unalias(t)
	if typesx.IsContext(t) {
		return !q.names["Deadline"] && !q.names["Done"] && !q.names["Err"] && !q.names["Value"]
	}
	if types.Identical(t, types.Universe.Lookup("error").Type()) {
		return !q.names["Error"] && !q.names["Unwrap"] && !q.names["Is"] && !q.names["As"]
	}
	if named, ok := t.(*types.Named); ok {
		if typesx.IsNamed(t, "time", "Time") {
			return true
		}
		if named.Obj().Pkg() == q.r.Pass.Pkg && named.NumMethods() > 0 { // fmt.Println(level) calls its String
			return false
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() != types.UnsafePointer
	case *types.Slice:
		return q.plain(u.Elem(), depth+1)
	case *types.Array:
		return q.plain(u.Elem(), depth+1)
	case *types.Map:
		return q.plain(u.Key(), depth+1) && q.plain(u.Elem(), depth+1)
	case *types.Tuple: // f(g())
		for v := range u.Variables() {
			if !q.plain(v.Type(), depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// body reports whether a function of the package does nothing else, what it defers included.
func (q *quiet) body(decl *ast.FuncDecl, depth int) bool {
	if decl == nil || decl.Body == nil || depth >= maxQuietDepth || slices.Contains(q.r.Changers(q.field), ast.Decl(decl)) {
		return false
	}
	if q.seen[decl] {
		return true
	}
	q.seen[decl] = true
	launched := make(map[ast.Node]bool)
	for n := range syntax.Own[ast.Node](decl.Body) {
		switch n := n.(type) {
		case *ast.GoStmt:
			launched[n.Call] = true
		case *ast.CallExpr:
			if !launched[n] && !q.call(n, depth+1) {
				return false
			}
		case *ast.UnaryExpr, *ast.SendStmt, *ast.SelectStmt, *ast.RangeStmt:
			if q.r.MayWait(n) {
				return false
			}
		}
	}
	return true
}

// hasTwin reports whether a pointer to a struct becomes one to another type in the package, or the
// other way round: what is set by that is the field of another type.
//
//	(*twin)(s).conn = other
func (r *Facts) hasTwin(tn *types.TypeName) bool {
	leads := func(t types.Type) bool { return t != nil && source.IsPointer(t) && typesx.Named(t) == tn }
	for x := range r.Pass.TypesInfo.Types {
		call, ok := x.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || !r.Pass.TypesInfo.Types[call.Fun].IsType() {
			continue
		}
		from, to := r.TypeOf(call.Args[0]), r.TypeOf(call)
		if types.IsInterface(to) || types.Identical(from, to) || from == types.Typ[types.UntypedNil] {
			continue
		}
		if leads(from) || leads(to) {
			return true
		}
	}
	return false
}
