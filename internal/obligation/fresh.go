package obligation

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// An opener is a function that may give its caller a fresh resource: a declared one,
// or one that a variable of a function holds.
type opener struct {
	fn    *types.Func
	local *types.Var
	in    *Func // of the variable
}

// A freshness is what an opener gives. It is open as long as all that is known is
// that it gives what others do that are open, as where it calls itself again:
//
//	if again {
//		return get(url, n+1)
//	}
//	return resp, nil
type freshness struct {
	list []Fresh
	open bool
}

func (a freshness) equal(b freshness) bool { return reflect.DeepEqual(a, b) }

func startFresh(opener) freshness { return freshness{open: true} }

// settledFresh: who never gives anything but what others give that do the same gives
// nothing.
func settledFresh(_ opener, last freshness, found bool) freshness {
	if !found || last.open {
		return freshness{}
	}
	return last
}

// freshOf returns the results of a function that oblige its caller.
func (e *Engine) freshOf(fn *types.Func) freshness {
	if e.declOf(fn) == nil {
		if s := e.summaryOf(fn); s != nil {
			return freshness{list: s.Fresh}
		}
		return freshness{}
	}
	if !slices.ContainsFunc(resultTypes(fn), mayOblige) && !hasOutParam(fn.Signature()) {
		return freshness{}
	}
	return e.fresh.Ask(opener{fn: fn})
}

func (e *Engine) findFreshness(o opener) freshness {
	if o.fn != nil {
		return e.findFresh(e.function(e.declOf(o.fn)), resultTypes(o.fn))
	}
	lit := e.onlyLiteral(o.in, o.local)
	if lit == nil {
		return freshness{}
	}
	f := e.literal(lit)
	f.Decl = o.in.Decl
	return e.findFresh(f, typesOf(signatureOf(o.local.Type()).Results()))
}

// openSpecs are the obligations that an opener may come to give of which nothing is
// known yet but its type.
func openSpecs(name string, sig *types.Signature) (specs []*Spec) {
	for i, t := range typesOf(sig.Results()) {
		if mayOblige(t) {
			spec := genericSpec(t)
			spec.Name, spec.Results, spec.Inferred, spec.open = name, []int{i}, true, true
			specs = append(specs, spec)
		}
	}
	for i, t := range typesOf(sig.Params()) {
		if elem := outElem(t); elem != nil {
			spec := genericSpec(elem)
			spec.Name, spec.Results, spec.Out, spec.Inferred, spec.open = name, nil, i+1, true, true
			specs = append(specs, spec)
		}
	}
	return specs
}

func resultTypes(fn *types.Func) []types.Type { return typesOf(fn.Signature().Results()) }

func typesOf(t *types.Tuple) []types.Type {
	var list []types.Type
	for v := range t.Variables() {
		list = append(list, v.Type())
	}
	return list
}

// mayOblige reports whether a value of the type could be an obligation.
func mayOblige(t types.Type) bool {
	if typesx.IsError(t) {
		return false
	}
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return sig.Params().Len() == 0
	}
	return len(releasesOf(t)) > 0 || isHTTP(t, "Response")
}

func releasesOf(t types.Type) []string {
	var names []string
	for _, name := range rows.Owners {
		if typesx.HasMethod(t, nil, name) {
			names = append(names, name)
		}
	}
	return names
}

// A given is a return of a resource as one of the results.
type given struct {
	site    *Site
	wrapped bool
	cleanup bool // the result is a function that releases it
}

// ok is what the opener says of a boolean result, see Spec.Ok: who forwards all results
// says the same.
func (g given) ok() int {
	if g.site == nil {
		return 0
	}
	return g.site.Spec.Ok
}

// findFresh finds the results that are a fresh obligation wherever they are not nil.
func (e *Engine) findFresh(f *Func, types []types.Type) freshness {
	sites := e.Sites(f)
	if len(sites) == 0 {
		return freshness{}
	}
	returned, outs, kept := e.givenBy(f, sites)
	var list []Fresh
	open := false
	bySite := map[*Site]int{}
	for j, t := range types {
		if mayOblige(t) {
			fresh, site, asOthers := e.freshResult(f, j, t, returned, kept)
			if open = open || asOthers; site != nil {
				list = merge(list, bySite, site, fresh)
			}
		}
	}
	list = carried(list, bySite, returned)
	byOuts, asOthers := e.freshOuts(f, outs)
	list = append(list, byOuts...)
	return freshness{list, len(list) == 0 && (open || asOthers)}
}

// givenBy follows what a function acquires to what it gives its caller: by return, and
// through which parameter where. kept are the sites that no path releases before it goes
// on.
func (e *Engine) givenBy(f *Func, sites []*Site) (returned map[*ast.ReturnStmt]map[int]given, outs map[int]map[token.Pos]given, kept []*Site) {
	returned, outs = map[*ast.ReturnStmt]map[int]given{}, map[int]map[token.Pos]given{}
	f.freshSteps = 0
	for _, s := range sites {
		outcomes := e.exploreWithin(s, &f.freshSteps).outcomes()
		if !slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Kind == Released || o.Kind == Reacquired || o.Kind == Unknown }) {
			kept = append(kept, s)
		}
		for _, o := range outcomes {
			if o.Kind == HandedOver && o.Out > 0 {
				if outs[o.Out] == nil {
					outs[o.Out] = map[token.Pos]given{}
				}
				outs[o.Out][o.Pos] = given{s, o.Wrapped, false}
			}
			if o.Kind == HandedOver && o.Return != nil && o.Result >= 0 {
				if returned[o.Return] == nil {
					returned[o.Return] = map[int]given{}
				}
				if old, ok := returned[o.Return][o.Result]; !ok || !o.Wrapped && !s.Spec.open || old.site.Spec.open {
					returned[o.Return][o.Result] = given{s, o.Wrapped, o.Cleanup}
				}
			}
		}
	}
	return returned, outs, kept
}

// carried adds to fresh results the others that refer to the same resource.
func carried(list []Fresh, bySite map[*Site]int, returned map[*ast.ReturnStmt]map[int]given) []Fresh {
	for _, ret := range slices.SortedFunc(maps.Keys(returned), byPos) {
		gives := returned[ret]
		for _, j := range slices.Sorted(maps.Keys(gives)) {
			g := gives[j]
			i, ok := bySite[g.site]
			switch {
			case !ok || slices.Contains(list[i].Results, j) || slices.Contains(list[i].Carry, j):
			case g.cleanup: // also where another return gives a function that does nothing
				list[i].Results = append(list[i].Results, j)
				list[i].Release = append(list[i].Release, CallIt)
				list[i].Nil = false
			default:
				list[i].Carry = append(list[i].Carry, j)
				slices.Sort(list[i].Carry)
			}
		}
	}
	return list
}

func byPos(a, b *ast.ReturnStmt) int { return cmp.Compare(a.Pos(), b.Pos()) }

// merge adds a fresh result; one that is the same resource as another joins it.
func merge(list []Fresh, bySite map[*Site]int, site *Site, fresh Fresh) []Fresh {
	if i, ok := bySite[site]; ok {
		list[i].Results = append(list[i].Results, fresh.Results...)
		list[i].Release = append(list[i].Release, fresh.Release...)
		return list
	}
	bySite[site] = len(list)
	return append(list, fresh)
}

// freshResult judges one result: every return must give a fresh resource, or nil.
// asOthers says that all give what is open yet.
func (e *Engine) freshResult(f *Func, j int, t types.Type, returned map[*ast.ReturnStmt]map[int]given, kept []*Site) (fresh Fresh, site *Site, asOthers bool) {
	var first *given
	ok, open, shared, optional := true, false, false, false
	bare := onlyAcquired(f, j, kept)
	for ret := range syntax.Own[*ast.ReturnStmt](f.Body) {
		switch g, fresh := returned[ret][j]; {
		case fresh && g.site.Spec.open:
			open = true
		case fresh:
			optional = optional || g.site.Spec.Optional && !g.wrapped
			if first == nil || first.wrapped && !g.wrapped {
				first = &g
			}
		case j < len(ret.Results) && e.isNothing(ret, j, t):
			optional = optional || !e.fails(ret)
		case len(ret.Results) == 0 && bare:
			optional = true
		case j < len(ret.Results) && e.isOfProcess(ret.Results[j]):
			shared = true
		default:
			ok = false
		}
	}
	if !ok || first == nil {
		return Fresh{}, nil, ok && open
	}
	if fresh, ok := e.freshAs(first, j, t); ok {
		fresh.Ok, fresh.Shared = e.tellingBool(f, j, returned), shared || fresh.Shared
		fresh.Nil = slices.Contains(fresh.Release, CallIt)
		fresh.Optional = optional
		return fresh, first.site, false
	}
	return Fresh{}, nil, false
}

// onlyAcquired reports whether a named result is nil at each return of it alone at which
// it is not a resource: all that it is ever given is what is acquired, and no path
// releases that and goes on.
//
//	if f, err = os.Open(path); err != nil {
//		return
//	}
func onlyAcquired(f *Func, j int, kept []*Site) bool {
	named := f.results()
	if j >= len(named) || named[j] == nil {
		return false
	}
	f.cfg()
	return !slices.ContainsFunc(f.assigned[named[j]], func(pos token.Pos) bool {
		return !slices.ContainsFunc(kept, func(s *Site) bool { return s.Stmt != nil && encloses(s.Stmt, pos) })
	})
}

// isOfProcess reports whether an expression is something that lives as long as the
// process, and may be closed all the same.
func (e *Engine) isOfProcess(x ast.Expr) bool {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v, ok := e.info.Uses[sel.Sel].(*types.Var)
	return ok && isIn(v, "os") && slices.Contains([]string{"Stdin", "Stdout", "Stderr"}, v.Name())
}

// isNothing reports whether a return gives nil as result j, or, where that is a
// struct, an empty one beside an error.
func (e *Engine) isNothing(ret *ast.ReturnStmt, j int, t types.Type) bool {
	if lit, ok := ast.Unparen(ret.Results[j]).(*ast.CompositeLit); ok && isStruct(t) {
		last := e.info.Types[ret.Results[len(ret.Results)-1]]
		return len(lit.Elts) == 0 && typesx.IsError(last.Type) && !last.IsNil()
	}
	return e.info.Types[ret.Results[j]].IsNil()
}

// fails reports whether a return that gives nothing gives an error instead. What is not
// written as nil is taken for one: it has been looked at, or has been made there.
func (e *Engine) fails(ret *ast.ReturnStmt) bool {
	last := e.info.Types[ret.Results[len(ret.Results)-1]]
	return typesx.IsError(last.Type) && !last.IsNil()
}

// tellingBool returns the boolean result, counted from 1, that says whether there
// is a resource where there is no error either: (nil, false, nil) is returned, and
// (f, true, nil). It is negative where false says so; 0 where there is none.
func (e *Engine) tellingBool(f *Func, j int, returned map[*ast.ReturnStmt]map[int]given) int {
	types := typesOf(f.signature().Results())
	for k, t := range types {
		if !isBool(t) || k == len(types)-1 {
			continue
		}
		var with, without []value
		for ret := range syntax.Own[*ast.ReturnStmt](f.Body) {
			if ok := returned[ret][j].ok(); len(ret.Results) == 1 && (ok == 1+k || ok == -1-k) {
				there := isTrue
				if ok < 0 {
					there = isFalse
				}
				with, without = append(with, there), append(without, isTrue+isFalse-there)
			}
			if len(ret.Results) == len(types) {
				says := boolean(e.info.Types[ret.Results[k]])
				if _, fresh := returned[ret][j]; fresh {
					with = append(with, says)
				} else if last := ret.Results[len(types)-1]; !typesx.IsError(types[len(types)-1]) || e.info.Types[last].IsNil() {
					without = append(without, says)
				}
			}
		}
		for _, says := range []value{isTrue, isFalse} {
			other := isTrue + isFalse - says
			if slices.Contains(without, other) && !slices.Contains(without, says) && !slices.Contains(with, other) {
				if says == isFalse {
					return -1 - k
				}
				return 1 + k
			}
		}
	}
	return 0
}

// freshAs says how the caller releases what it was given.
func (e *Engine) freshAs(g *given, j int, t types.Type) (Fresh, bool) {
	spec := g.site.Spec
	if spec.Flush && (g.wrapped || g.cleanup) || len(spec.Maker) > 0 { // what its maker ends the caller cannot see
		return Fresh{}, false
	}
	fresh := Fresh{Results: []int{j}, Flush: spec.Flush, Process: spec.Process, Shared: spec.Shared}
	if g.cleanup {
		fresh.Release = []string{CallIt}
		return fresh, true
	}
	if !g.wrapped {
		if spec.Field != "" && hasField(t, spec.Field) {
			fresh.Field = spec.Field
			fresh.Release = spec.Release
			return fresh, true
		}
		for _, name := range spec.Release {
			_, isFunc := t.Underlying().(*types.Signature)
			if name == CallIt && isFunc || typesx.HasMethod(t, nil, name) {
				fresh.Release = append(fresh.Release, name)
			}
		}
		fresh.Ends, fresh.EndedBy = spec.Ends, spec.EndedBy
		return fresh, len(fresh.Release) > 0
	}
	names := releasesOf(t)
	for _, name := range names {
		if e.releasesReceiver(t, name, spec) {
			fresh.Release = append(fresh.Release, name)
		}
	}
	if len(fresh.Release) > 0 && types.IsInterface(t) {
		fresh.Release = names // Cancel, too, may well close; whose method it is cannot be told
	}
	for _, name := range spec.Ends { // a Next of its own asks that of what it wraps
		if typesx.HasMethod(t, nil, name) {
			fresh.Ends = append(fresh.Ends, name)
		}
	}
	return fresh, len(fresh.Release) > 0
}

// releasesReceiver reports whether a method of a type releases what its receiver
// holds: only then does the type own it.
func (e *Engine) releasesReceiver(t types.Type, name string, spec *Spec) bool {
	obj, index, _ := types.LookupFieldOrMethod(t, true, nil, name)
	fn, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	if len(index) > 1 || types.IsInterface(t) {
		return spec.releases(name) // promoted from what it embeds
	}
	fn = fn.Origin()
	if e.declOf(fn) != nil {
		return e.paramEffect(fn, 0, true, spec).Releases
	}
	return e.releasesHeld(fn)
}
