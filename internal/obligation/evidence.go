// This file looks for evidence: what a function shows of a value that no row and no summary knows.
// One that it closes it owns (Engler et al., Bugs as Deviant Behavior, SOSP 2001).
//
//	w, err := store.Writer(ref) // a method of an interface
//	...
//	if _, err := w.Write(b); err != nil {
//		return err // but here it is forgotten
//	}
//	return w.Close()
//
// The value is followed like any other resource; its paths count only where
// [Engine.Owns] finds that they show who owns it. A getter, a pool and a cache give
// what is another's, and what is closed there is closed because it has gone bad: such
// a release stands under a condition, or on the way to an error.

package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// Evident returns the acquisitions of a function that it shows itself, with what
// became of them on each path.
func (e *Engine) Evident(f *Func) (sites []*Site) {
	// Most functions close nothing, which their names show.
	if !e.mentionsRelease(f) {
		return nil
	}
	for _, site := range e.sitesBy(f, e.suspectsOf) {
		if v := e.variableOf(f, site); v != nil && !e.isShared(f, v) && !e.endsWithOther(f, site) {
			outcomes := e.exploreWithin(site, &f.evidentSteps).outcomes()
			if !e.owns(site, v, outcomes) {
				continue
			}
			// What ends by itself is not owed where it has ended, so that the paths are followed once more.
			if site.Spec.Ends = endsByItself(v.Type()); site.Spec.Ends != nil { // as an iterator may
				outcomes = e.exploreWithin(site, &f.evidentSteps).outcomes()
			}
			site.outcomes = outcomes
			sites = append(sites, site)
		}
	}
	return sites
}

// SitesOf returns the acquisitions of a function by what specsOf says of calls that
// acquire nothing else. In main.main, what lives as long as the process needs no end.
func (e *Engine) SitesOf(f *Func, specsOf func(call *ast.CallExpr) []*Spec) []*Site {
	if e.isMain(f) {
		return nil
	}
	return e.sitesBy(f, func(f *Func, call *ast.CallExpr) []*Spec {
		specs := specsOf(call)
		if len(specs) > 0 && len(e.specsOf(f, call)) > 0 {
			return nil
		}
		return specs
	})
}

// owns reports whether a function shows by the ends of its paths that a value is its
// own to release: it defers the release under no condition but an error check; or
// every path that returns no error from elsewhere releases the value or hands it over,
// and at least one releases it under no condition. Where there is no error to return,
// those paths are the ones that have met none.
func (e *Engine) owns(site *Site, v *types.Var, outcomes []Outcome) bool {
	asks := slices.ContainsFunc(outcomes, func(o Outcome) bool { return e.asksValue(site, v, o) })
	released := false
	for _, o := range outcomes {
		switch {
		case o.Kind == Deferred && e.isReleaseOf(site, v, o) && site.deferredForAll(o, e):
			return !asks
		case o.Kind == Released && !o.fails && e.isReleaseOf(site, v, o) && site.releasedForAll(o, e):
			released = true
		}
	}
	return released && !asks && !e.isGetter(site) && !slices.ContainsFunc(outcomes, func(o Outcome) bool {
		switch o.Kind {
		case Leaked, Reacquired:
			return !o.fails
		case HandedOver: // by return it is the caller's; a pool may have it back by any call
			return o.Return == nil && !o.fails
		case Unknown, More:
			return true
		}
		return false
	})
}

// suspectsOf returns what a call may give its caller to own, as far as its type says:
// of a function that nothing is known of.
func (e *Engine) suspectsOf(f *Func, call *ast.CallExpr) (specs []*Spec) {
	callee := typeutil.Callee(e.info, call)
	if _, builtin := callee.(*types.Builtin); builtin {
		return nil // new(T)
	}
	fn, _ := callee.(*types.Func)
	if fn != nil {
		fn = fn.Origin()
	}
	sig := e.calledAs(fn, call)
	if sig == nil || !slices.ContainsFunc(typesOf(sig.Results()), isSuspect) {
		return nil
	}
	// What a row or a summary knows needs no evidence.
	if _, known := e.row(fn, call); known || !e.isUnseen(f, fn, call) || len(e.specsOf(f, call)) > 0 {
		return nil
	}
	name := calleeName(call)
	if fn != nil {
		name = DisplayName(fn)
	}
	for i, t := range typesOf(sig.Results()) {
		if isSuspect(t) {
			spec := genericSpec(t)
			spec.Name, spec.Results, spec.Inferred, spec.Evidence, spec.Ends = name, []int{i}, true, true, nil
			// Without a row the releases of a type are known by their names alone.
			if spec.Field == "" {
				spec.Release = endsOf(t, spec.Release)
			}
			spec.Flush = writesOver(sig, t)
			specs = append(specs, spec)
		}
	}
	return specs
}

// writesOver reports whether a function makes a writer over one that it is given, as an encoder
// is: most have nothing but the data that they have not written yet.
func writesOver(sig *types.Signature, made types.Type) bool {
	return typesx.HasMethod(made, nil, "Write") && slices.ContainsFunc(typesOf(sig.Params()), func(t types.Type) bool { return typesx.IsNamed(t, "io", "Writer") })
}

// isSuspect reports whether values of a type may have to be released: they have a Close, or
// Commit and Rollback, or are a response of net/http.
func isSuspect(t types.Type) bool {
	return !typesx.IsError(t) && (typesx.HasMethod(t, nil, "Close") || typesx.HasMethod(t, nil, "Commit") && typesx.HasMethod(t, nil, "Rollback") || isHTTP(t, "Response"))
}

// endsOf adds to the releases of a type its methods that by their names may end a
// value too, as Abort: with those it owes nothing more. The Reset of a stream discards it, where that
// of a buffer, which is told what comes next, does not.
func endsOf(t types.Type, releases []string) []string {
	list := append(slices.Clone(releases), "CloseWithError") // perhaps of the type that it is asserted to be
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		name := set.At(i).Obj().Name()
		fn, isFunc := set.At(i).Obj().(*types.Func)
		resets := isFunc && name == "Reset" && fn.Signature().Params().Len() == 0
		if !slices.Contains(list, name) && (resets || rows.Says(name, rows.Discharges)) {
			list = append(list, name)
		}
	}
	return list
}

// isUnseen reports whether nothing can be known of what a call gives but its type: it
// is of an interface's method, of a function value, of one without a body here, or of
// one that only forwards such a call. A function that can be seen and gives nothing
// fresh gives what it has.
func (e *Engine) isUnseen(f *Func, fn *types.Func, call *ast.CallExpr) bool {
	switch {
	case fn == nil:
		if id := calleeIdent(call); id != nil {
			if v, ok := e.info.Uses[id].(*types.Var); ok && f.contains(v) {
				return e.onlyLiteral(f, v) == nil && e.funcIn(v) == nil
			}
		}
		_, atOnce := ast.Unparen(call.Fun).(*ast.FuncLit)
		return !atOnce
	case typesx.IsInterfaceMethod(fn), e.callee(fn).Std:
		return true
	case fn.Pkg() == e.pass.Pkg:
		return e.declOf(fn) == nil || e.forwards(fn)
	}
	s := e.summaryOf(fn)
	return s != nil && s.Forwards
}

// forwards reports whether a function of this package gives nothing to release but
// what it got from a call that nothing is known of.
func (e *Engine) forwards(fn *types.Func) bool {
	known, ok := e.forwarders[fn]
	if ok {
		return known
	}
	e.forwarders[fn] = false // also for one that calls itself
	f := e.function(e.declOf(fn))
	results := resultTypes(fn)
	found, all := false, slices.ContainsFunc(results, isSuspect)
	for ret := range syntax.Own[*ast.ReturnStmt](f.Body) {
		if !all {
			break
		}
		for i, t := range results {
			if !isSuspect(t) {
				continue
			}
			switch {
			case len(ret.Results) == len(results):
				if x := ret.Results[i]; !e.info.Types[x].IsNil() {
					all = all && e.isForwarded(f, x)
					found = true
				}
			case len(ret.Results) == 1:
				all = all && e.isUnseenCall(f, ret.Results[0])
				found = true
			default:
				all = false
			}
		}
	}
	e.forwarders[fn] = found && all
	return found && all
}

// isForwarded reports whether an expression is what an unseen call gives, or a
// variable that has nothing else.
func (e *Engine) isForwarded(f *Func, x ast.Expr) bool {
	v := e.varOf(x)
	if v == nil {
		return e.isUnseenCall(f, x)
	}
	if !f.contains(v) || f.isParam(v) || e.isShared(f, v) {
		return false
	}
	defs := e.madeAt(f, v)
	return len(defs) > 0 && !slices.ContainsFunc(defs, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			return len(n.Rhs) != 1 || !e.isUnseenCall(f, n.Rhs[0])
		case *ast.ValueSpec:
			return len(n.Values) > 1 || len(n.Values) == 1 && !e.isUnseenCall(f, n.Values[0])
		}
		return true
	})
}

// isUnseenCall reports whether an expression is a call of which nothing is known but that it
// may give something to own.
func (e *Engine) isUnseenCall(f *Func, x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	return ok && len(e.suspectsOf(f, call)) > 0
}

// isGetter reports whether a call looks as if it gave what is there already: it has
// neither arguments nor an error, or is named so. What can be read from or written to
// once, and a transaction, it makes all the same:
//
//	conn := pool.Get()      // the pool has it back some day
//	log := server.Logger()  // it is the server's
//	r, err := store.Open(k) // this one is made for the caller
func (e *Engine) isGetter(site *Site) bool {
	sig := signatureOf(e.info.TypeOf(site.Call.Fun))
	t := sig.Results().At(site.Spec.Results[0]).Type()
	switch types.TypeString(t, nil) {
	case "io.ReadCloser", "io.WriteCloser", "io.ReadWriteCloser", "io.ReadSeekCloser", "io/fs.File", "*os.File", "*net/http.Response":
		return false
	}
	if typesx.HasMethod(t, nil, "Next") || typesx.HasMethod(t, nil, "Rollback") {
		return false
	}
	name := calleeName(site.Call)
	if rows.Says(name, rows.Gets) {
		return true
	}
	last := sig.Results().At(sig.Results().Len() - 1).Type()
	return sig.Params().Len() == 0 && !typesx.IsError(last) && !rows.Says(name, rows.Makes)
}
