package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog/rows"
)

// freshOf returns the results of a function that oblige its caller.
func (e *Engine) freshOf(fn *types.Func) []Fresh {
	decl := e.declOf(fn)
	if decl == nil {
		if s := e.summaryOf(fn); s != nil {
			return s.Fresh
		}
		return nil
	}
	fresh, ok := e.fresh[fn]
	if !ok {
		e.fresh[fn] = nil // while it is being found out
		if slices.ContainsFunc(resultTypes(fn), mayOblige) || hasOutParam(fn.Signature()) {
			fresh = e.findFresh(e.function(decl), resultTypes(fn))
		}
		e.fresh[fn] = fresh
	}
	return fresh
}

func resultTypes(fn *types.Func) []types.Type { return typesOf(fn.Signature().Results()) }

func typesOf(t *types.Tuple) []types.Type {
	var list []types.Type
	for v := range t.Variables() {
		list = append(list, v.Type())
	}
	return list
}

// mayOblige tells whether a value of the type could be an obligation.
func mayOblige(t types.Type) bool {
	if isError(t) {
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
		if hasMethod(t, name) {
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

// findFresh finds the results that are a fresh obligation wherever they are not nil.
func (e *Engine) findFresh(f *Func, types []types.Type) []Fresh {
	sites := e.Sites(f)
	if len(sites) == 0 {
		return nil
	}
	returned := map[*ast.ReturnStmt]map[int]given{}
	outs := map[int]map[token.Pos]given{}
	for _, s := range sites {
		for _, o := range e.Explore(s) {
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
				if _, ok := returned[o.Return][o.Result]; !ok || !o.Wrapped {
					returned[o.Return][o.Result] = given{s, o.Wrapped, o.Cleanup}
				}
			}
		}
	}
	var list []Fresh
	bySite := map[*Site]int{}
	for j, t := range types {
		if mayOblige(t) {
			if fresh, site := e.freshResult(f, j, t, returned); site != nil {
				list = merge(list, bySite, site, fresh)
			}
		}
	}
	for _, gives := range returned {
		for j, g := range gives {
			i, ok := bySite[g.site]
			switch {
			case !ok || slices.Contains(list[i].Results, j) || slices.Contains(list[i].Carry, j):
			case g.cleanup: // also where another return gives a function that does nothing
				list[i].Results = append(list[i].Results, j)
				list[i].Release = append(list[i].Release, CallIt)
			default:
				list[i].Carry = append(list[i].Carry, j)
				slices.Sort(list[i].Carry)
			}
		}
	}
	return append(list, e.freshOuts(f, outs)...)
}

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
func (e *Engine) freshResult(f *Func, j int, t types.Type, returned map[*ast.ReturnStmt]map[int]given) (Fresh, *Site) {
	var first *given
	ok := true
	f.inspectOwn(func(n ast.Node) bool {
		ret, isReturn := n.(*ast.ReturnStmt)
		if !isReturn {
			return true
		}
		if g, fresh := returned[ret][j]; fresh {
			if first == nil || first.wrapped && !g.wrapped {
				first = &g
			}
		} else if j >= len(ret.Results) || !e.isNothing(ret, j, t) {
			ok = false
		}
		return true
	})
	if !ok || first == nil {
		return Fresh{}, nil
	}
	if fresh, ok := e.freshAs(first, j, t); ok {
		fresh.Ok = e.tellingBool(f, j, returned)
		return fresh, first.site
	}
	return Fresh{}, nil
}

// isNothing tells whether a return gives nil as result j, or, where that is a
// struct, an empty one beside an error.
func (e *Engine) isNothing(ret *ast.ReturnStmt, j int, t types.Type) bool {
	if lit, ok := ast.Unparen(ret.Results[j]).(*ast.CompositeLit); ok && isStruct(t) {
		last := e.info.Types[ret.Results[len(ret.Results)-1]]
		return len(lit.Elts) == 0 && isError(last.Type) && !last.IsNil()
	}
	return e.info.Types[ret.Results[j]].IsNil()
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
		f.inspectOwn(func(n ast.Node) bool {
			if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) == len(types) {
				says := constant(e.info.Types[ret.Results[k]])
				if _, fresh := returned[ret][j]; fresh {
					with = append(with, says)
				} else if last := ret.Results[len(types)-1]; !isError(types[len(types)-1]) || e.info.Types[last].IsNil() {
					without = append(without, says)
				}
			}
			return true
		})
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
	fresh := Fresh{Results: []int{j}, Flush: spec.Flush, Process: spec.Process}
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
			if name == CallIt && isFunc || hasMethod(t, name) {
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
		if hasMethod(t, name) {
			fresh.Ends = append(fresh.Ends, name)
		}
	}
	return fresh, len(fresh.Release) > 0
}

// releasesReceiver tells whether a method of a type releases what its receiver
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
	s := e.summaryOf(fn)
	return s != nil && len(s.Params) > 0 && s.Known&1 != 0 && s.Params[0].Releases
}
