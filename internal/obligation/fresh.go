// This file answers what a function gives its caller to own: the openers that no catalogue
// knows. A result is fresh if on each return it is nil, or something that the function has
// acquired and does not keep; then the caller owes what the function would have.
//
//	func openConfig() (*os.File, error) { return os.Open(path) } // owes Close
//	func (s *store) file() *os.File { return s.f }               // nothing

package obligation

import (
	"cmp"
	"go/ast"
	"go/types"
	"maps"
	"reflect"
	"slices"

	"github.com/tetherlint/tether/internal/catalog/rows"
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

// startFresh is where openers that depend on each other start: nothing is known.
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
	// A function that cannot give anything of the kind is not walked.
	if !slices.ContainsFunc(resultTypes(fn), mayOblige) && !hasOutParam(fn.Signature()) {
		return freshness{}
	}
	return e.fresh.Ask(opener{fn: fn})
}

// findFreshness answers for a declared function, or for the literal that a variable holds.
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

// resultTypes are the types of a function's results.
func resultTypes(fn *types.Func) []types.Type { return typesOf(fn.Signature().Results()) }

// typesOf are the types of a tuple.
func typesOf(t *types.Tuple) []types.Type {
	var list []types.Type
	for v := range t.Variables() {
		list = append(list, v.Type())
	}
	return list
}

// mayOblige reports whether a value of the type could be an obligation: it has a release, is a
// function without parameters, which may be one, or is a response.
func mayOblige(t types.Type) bool {
	if typesx.IsError(t) {
		return false
	}
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return sig.Params().Len() == 0
	}
	return len(releasesOf(t)) > 0 || isHTTP(t, "Response")
}

// releasesOf lists the methods of a type that release by their name.
func releasesOf(t types.Type) []string {
	var names []string
	for _, name := range rows.Owners {
		if typesx.HasMethod(t, nil, name) {
			names = append(names, name)
		}
	}
	return names
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

// freshAs says how the caller releases what it was given as result j, of type t; false where it
// could not, as of an unexported release or an interface without one.
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
	// Wrapped in a type: its owner is who calls a method of the type that releases what it
	// holds.
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
