// This file is the rule defer-before-check:
//
//	resp, err := http.Get(url)
//	defer resp.Body.Close() // panics where err is not nil
//	if err != nil {
//
// A release that does no harm to a nil value, such as (*os.File).Close, is none of its
// business (Spec.NilSafe).

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// deferBeforeCheck reports a release that is deferred where the error has not been looked at
// yet, and is looked at later. Without a later check there is nothing to move the defer below.
func deferBeforeCheck(a *acquisition) *unit.Issue {
	if a.Spec.NilSafe {
		return nil
	}
	for _, o := range a.outcomes {
		if o.Kind == obligation.Deferred && o.Unchecked && !o.Guarded && !a.mayBeNoop(o) && a.errorIsReadAfter(o.Defer.End()) {
			w := a.words()
			is := a.issue("%s is %s by defer before its error is checked: %s may be nil there; move the defer below the check",
				a.opened(), w.done, a.nilSubject(o))
			is.Pos, is.End = o.Defer.Defer, o.Defer.Defer+token.Pos(len("defer"))
			is.Fix, is.NoFix = a.moveDefer(o.Defer)
			return is
		}
	}
	return nil
}

// nilSubject is what is nil where the acquisition fails: the resource, or the function
// that releases it.
func (a *acquisition) nilSubject(o obligation.Outcome) string {
	if o.Release != nil {
		if id, ok := ast.Unparen(o.Release.Fun).(*ast.Ident); ok {
			return id.Name
		}
	}
	return a.subject()
}

// mayBeNoop reports whether the release is a function that the acquiring call
// returned, and which may well do nothing where there is an error:
//
//	path, cleanup, err := tempFile()
//	defer cleanup() // does nothing, perhaps, where there is an error
func (a *acquisition) mayBeNoop(o obligation.Outcome) bool {
	// Of what the catalogue knows, and of what is seen to be nil, it is certain.
	if a.Spec.Again || a.Spec.Nil || o.Release == nil {
		return false
	}
	id, ok := ast.Unparen(o.Release.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := a.unit.Pass.TypesInfo.Uses[id].(*types.Var)
	return isVar && !a.isNilBesideError(v)
}

// isNilBesideError reports whether the variable is a function that the acquiring call is
// seen to give as nil where it gives an error.
func (a *acquisition) isNilBesideError(v *types.Var) bool {
	assign, ok := a.Stmt.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 {
		return false
	}
	fn, _ := typeutil.Callee(a.unit.Pass.TypesInfo, a.Call).(*types.Func)
	j := slices.IndexFunc(assign.Lhs, func(x ast.Expr) bool {
		id, ok := ast.Unparen(x).(*ast.Ident)
		return ok && a.unit.Pass.TypesInfo.ObjectOf(id) == v
	})
	return j >= 0 && a.engine.NilBesideError(fn, j)
}

// errorIsReadAfter reports whether the first use of the acquisition's error after pos, in the
// order of the source, reads it. One that is overwritten first was never looked at.
func (a *acquisition) errorIsReadAfter(pos token.Pos) bool {
	errVar := a.errorVar()
	if errVar == nil {
		return false
	}
	first, written := a.firstAfter(errVar, pos)
	return first != nil && !written
}

// uncheckedDefers are deferred releases of what need not be released, or of which
// that is not known, where the error of the call that gave it is checked only below:
// there is nothing to release where the call has failed, and so the release panics.
//
//	z, err := gzip.NewReader(r)
//	defer z.Close()
//	if err != nil {
func uncheckedDefers(c *checker, f *obligation.Func) (issues []unit.Issue) {
	// What the engine knows as an acquisition is judged as one.
	sites := c.engine.Sites(f)
	for n := range syntax.Own[ast.Node](f.Body) {
		list := syntax.Statements(n)
		for i := 1; i < len(list); i++ {
			d, isDefer := list[i].(*ast.DeferStmt)
			assign, isAssign := list[i-1].(*ast.AssignStmt)
			if !isDefer || !isAssign || len(assign.Rhs) != 1 {
				continue
			}
			call, isCall := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
			if !isCall || slices.ContainsFunc(sites, func(s *obligation.Site) bool { return s.Call == call }) {
				continue
			}
			// There is no site for it: an acquisition is made up for the words and the fix.
			a := &acquisition{unit: c.unit, engine: c.engine, memo: c.memo}
			a.Site = &obligation.Site{Func: f, Call: call, Stmt: assign, Block: list}
			if a.defersUnchecked(assign, d) {
				if is := deferBeforeCheck(a); is != nil {
					is.Func = unit.FuncName(f.Decl)
					issues = append(issues, *is)
				}
			}
		}
	}
	return issues
}

// defersUnchecked reports whether a defer statement releases the first result of the
// call before it, which may be nil, or calls a result of it that may, and makes the
// acquisition one of that.
func (a *acquisition) defersUnchecked(assign *ast.AssignStmt, d *ast.DeferStmt) bool {
	if a.callsUnchecked(assign, d) {
		return true
	}
	id, ok := assign.Lhs[0].(*ast.Ident)
	if !ok || len(assign.Lhs) < 2 || a.errorVar() == nil {
		return false
	}
	info := a.unit.Pass.TypesInfo
	obj, _ := info.ObjectOf(id).(*types.Var)
	// A release that looks for nil itself, or a value that is never nil, cannot panic.
	release := releaseOf(info, d, obj)
	if release == nil || a.guardsNil(release) || !a.mayGiveNil() {
		return false
	}
	fn, _ := typeutil.Callee(info, a.Call).(*types.Func)
	if fn == nil {
		return false
	}
	a.isReleasedUnchecked(fn, 0, release.Sel.Name, d)
	return true
}

func (a *acquisition) isReleasedUnchecked(fn *types.Func, result int, by string, d *ast.DeferStmt) {
	a.Spec = &obligation.Spec{Name: obligation.DisplayName(fn), Results: []int{result}, Release: []string{by}, Again: true}
	a.outcomes = []obligation.Outcome{{Kind: obligation.Deferred, Pos: d.Pos(), Defer: d, Unchecked: true, Result: -1}}
}

// callsUnchecked reports whether a defer statement calls a function that the call before
// it gives, and which is nil where that has failed.
//
//	dir, clean, err := tempDir()
//	defer clean()
//	if err != nil {
func (a *acquisition) callsUnchecked(assign *ast.AssignStmt, d *ast.DeferStmt) bool {
	call := deferredCall(d)
	if call == nil || len(assign.Lhs) < 2 || a.errorVar() == nil {
		return false
	}
	info := a.unit.Pass.TypesInfo
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	v, _ := info.Uses[id].(*types.Var)
	fn, _ := typeutil.Callee(info, a.Call).(*types.Func)
	if v == nil || fn == nil || !a.isNilBesideError(v) {
		return false
	}
	j := slices.IndexFunc(assign.Lhs, func(x ast.Expr) bool {
		id, ok := ast.Unparen(x).(*ast.Ident)
		return ok && info.ObjectOf(id) == v
	})
	a.isReleasedUnchecked(fn, j, obligation.CallIt, d)
	return true
}

// deferredCall is the call that a defer statement makes, itself or as the first thing in
// a literal; nil where it makes none.
func deferredCall(d *ast.DeferStmt) *ast.CallExpr {
	lit, ok := ast.Unparen(d.Call.Fun).(*ast.FuncLit)
	if !ok {
		return d.Call
	}
	if len(lit.Body.List) == 0 {
		return nil
	}
	inner, ok := lit.Body.List[0].(*ast.ExprStmt)
	if !ok {
		return nil
	}
	call, _ := ast.Unparen(inner.X).(*ast.CallExpr)
	return call
}

// releaseOf is the selector of v.Close, v.Stop and the like where a defer statement calls it,
// itself or as the first thing in a literal; nil where it calls none, or v cannot be nil.
func releaseOf(info *types.Info, d *ast.DeferStmt, v *types.Var) *ast.SelectorExpr {
	call := deferredCall(d)
	if call == nil {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	// There is no row for it: by its name it is a release.
	if !ok || v == nil || len(call.Args) > 0 || !slices.Contains(rows.Owners, sel.Sel.Name) {
		return nil
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok || info.Uses[id] != v || !canBeNil(v.Type()) {
		return nil
	}
	return sel
}

// canBeNil reports whether a method call on a value of the type can panic because it is nil.
func canBeNil(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}

// guardsNil reports whether a method is seen to compare its receiver with nil:
//
//	func (c *conn) Close() error {
//		if c == nil {
//			return nil
//		}
func (a *acquisition) guardsNil(sel *ast.SelectorExpr) bool {
	decl := a.declOf(a.unit.Pass.TypesInfo.Uses[sel.Sel])
	if decl == nil || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 {
		return false
	}
	recv := a.unit.Pass.TypesInfo.Defs[decl.Recv.List[0].Names[0]]
	isRecv := func(x ast.Expr) bool {
		id, ok := ast.Unparen(x).(*ast.Ident)
		return ok && a.unit.Pass.TypesInfo.Uses[id] == recv
	}
	return syntax.Any(decl.Body, func(b *ast.BinaryExpr) bool {
		return (b.Op == token.EQL || b.Op == token.NEQ) && (isRecv(b.X) || isRecv(b.Y))
	})
}

// mayGiveNil reports whether the called function may give nil as its first result. One that can
// be seen must do so in some return, or return what another call gives; any other may.
func (a *acquisition) mayGiveNil() bool {
	info := a.unit.Pass.TypesInfo
	decl := a.declOf(typeutil.Callee(info, a.Call))
	if decl == nil {
		return true
	}
	for ret := range syntax.Own[*ast.ReturnStmt](decl.Body) {
		if len(ret.Results) == 1 || len(ret.Results) > 1 && info.Types[ret.Results[0]].IsNil() {
			return true
		}
	}
	return false
}

// declOf returns the declaration of a function of this package, or nil.
func (a *acquisition) declOf(obj types.Object) *ast.FuncDecl {
	fn, ok := obj.(*types.Func)
	if !ok || fn.Pkg() != a.unit.Pass.Pkg {
		return nil
	}
	return a.engine.DeclOf(fn)
}
