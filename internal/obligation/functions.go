// This file is about releases that are functions, named in full: a temporary directory is given to
// os.RemoveAll, and a profile is ended by a function that needs nothing at all.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// givenToRelease reports whether a call is of a function that releases what it is
// given, and is given the resource.
func (w *walk) givenToRelease(call *ast.CallExpr, args []sym.Value) bool {
	spec := w.site.Spec
	if !slices.ContainsFunc(spec.Release, rows.IsFunc) {
		return false
	}
	fn, _ := typeutil.Callee(w.info, call).(*types.Func)
	if fn == nil || !spec.releases(catalog.FuncName(fn)) {
		return spec.Global && w.eng.callsRelease(fn, spec)
	}
	return spec.Global || slices.Contains(args, w.res)
}

// namesRelease reports whether a function mentions a release without calling it: it
// gives it to somebody who will.
//
//	defer stop(pprof.StopCPUProfile) // stop will call it
func (e *Engine) namesRelease(f *Func, spec *Spec) bool {
	called := map[*ast.Ident]bool{}
	found := false
	for n := range syntax.All[ast.Node](f.Body) {
		switch n := n.(type) {
		case *ast.CallExpr:
			switch fun := ast.Unparen(n.Fun).(type) {
			case *ast.Ident:
				called[fun] = true
			case *ast.SelectorExpr:
				called[fun.Sel] = true
			}
		case *ast.Ident:
			fn, _ := e.info.Uses[n].(*types.Func)
			found = found || fn != nil && !called[n] && spec.releases(catalog.FuncName(fn))
		}
	}
	return found
}

// callsRelease reports whether a function of this package calls, or mentions, a
// release. It is asked for what no value stands for, and which can so be followed
// no better.
func (e *Engine) callsRelease(fn *types.Func, spec *Spec) bool {
	decl := e.declOf(fn)
	if decl == nil {
		return false
	}
	return syntax.Any(decl.Body, func(id *ast.Ident) bool {
		f, _ := e.info.Uses[id].(*types.Func)
		return f != nil && spec.releases(catalog.FuncName(f))
	})
}

// couldPass reports whether a callee that is given a value of the type could give it
// to a release that is a function. Of a name or a number nobody expects that.
func couldPass(t types.Type, release string) bool {
	if !rows.IsFunc(release) {
		return false
	}
	_, basic := t.Underlying().(*types.Basic)
	return !basic
}

// mayEndOtherwise reports whether a deferred call may release the resource without
// referring to it: it ends the maker, or no value stands for the resource.
func (w *walk) mayEndOtherwise(d sym.Deferred) bool {
	spec := w.site.Spec
	if name := calleeName(d.Stmt.Call); slices.Contains(spec.Maker, name) || len(spec.Maker) > 0 && rows.Is(name, rows.Holder) {
		return true
	}
	return (spec.Global || len(spec.Maker) > 0) && (w.literal(d.Stmt.Call, d.Func) != nil || spec.Global)
}

// stops reports whether a function itself calls another one, or defers that: what has
// been written to until then is the function's again. (In a literal that it gives to
// somebody it is that one who stops.)
//
//	pprof.StartCPUProfile(f)
//	defer pprof.StopCPUProfile() // from there on nobody else has f
func (f *Func) stops(name string) bool {
	isStop := func(call *ast.CallExpr) bool {
		fn, _ := typeutil.Callee(f.eng.info, call).(*types.Func)
		return fn != nil && catalog.FuncName(fn) == name
	}
	for call := range syntax.Own[*ast.CallExpr](f.Body) {
		if isStop(call) {
			return true
		}
	}
	for d := range syntax.Own[*ast.DeferStmt](f.Body) {
		if lit, ok := ast.Unparen(d.Call.Fun).(*ast.FuncLit); ok && syntax.Any(lit.Body, isStop) {
			return true
		}
	}
	return false
}
