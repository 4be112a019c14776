// This file looks at the returns of an opener (fresh.go): each is compared with where the walks
// of the function's own acquisitions end.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

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

// givenBy follows what a function acquires to what it gives its caller: by return, and
// through which parameter where. kept are the sites that no path releases before it goes
// on.
func (e *Engine) givenBy(f *Func, sites []*Site) (returned map[*ast.ReturnStmt]map[int]given, outs map[int]map[token.Pos]given, kept []*Site) {
	returned, outs = map[*ast.ReturnStmt]map[int]given{}, map[int]map[token.Pos]given{}
	// Openers that depend on each other are asked again, and have the whole budget each time.
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
				// Of several walks that end at a return the one says most that followed the resource itself, and
				// not what wraps it, nor what is not known yet.
				if old, ok := returned[o.Return][o.Result]; !ok || !o.Wrapped && !s.Spec.open || old.site.Spec.open {
					returned[o.Return][o.Result] = given{s, o.Wrapped, o.Cleanup}
				}
			}
		}
	}
	return returned, outs, kept
}

// freshResult judges result j, of type t: every return must give a fresh resource, or nil. site
// is the acquisition that it comes from, nil for none. asOthers says that all returns give what
// others give of which nothing is known yet.
func (e *Engine) freshResult(f *Func, j int, t types.Type, returned map[*ast.ReturnStmt]map[int]given, kept []*Site) (fresh Fresh, site *Site, asOthers bool) {
	var first *given
	ok, open, shared, optional, absent := true, false, false, false, false
	bare := onlyAcquired(f, j, kept)
	for ret := range syntax.Own[*ast.ReturnStmt](f.Body) {
		switch g, fresh := returned[ret][j]; {
		case fresh && g.site.Spec.open:
			open = true
		case fresh:
			optional = optional || g.site.Spec.Optional && !g.wrapped
			absent = absent || g.site.Spec.Absent && !g.wrapped
			// How it is released the resource itself says better than what wraps it.
			if first == nil || first.wrapped && !g.wrapped {
				first = &g
			}
		case j < len(ret.Results) && e.isNothing(ret, j, t):
			absent = absent || !e.fails(ret)
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
		fresh.Optional, fresh.Absent = optional || absent, absent
		if first.wrapped {
			fresh.Idle = e.idleParent(f, first.site)
		}
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
		return !slices.ContainsFunc(kept, func(s *Site) bool { return s.Stmt != nil && syntax.Encloses(s.Stmt, pos) })
	})
}

// isOfProcess reports whether an expression is something that lives as long as the
// process, and may be closed all the same:
//
//	if path == "-" {
//		return os.Stdin, nil
//	}
func (e *Engine) isOfProcess(x ast.Expr) bool {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v, ok := e.info.Uses[sel.Sel].(*types.Var)
	return ok && isIn(v, "os") && slices.Contains([]string{"Stdin", "Stdout", "Stderr"}, v.Name())
}

// isNothing reports whether a return gives nil as result j, or, where that is a
// struct, an empty one beside an error:
//
//	return nil, err
//	return conn{}, err
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
		var with, without []sym.Value
		for ret := range syntax.Own[*ast.ReturnStmt](f.Body) {
			if ok := returned[ret][j].ok(); len(ret.Results) == 1 && (ok == 1+k || ok == -1-k) {
				there := sym.True
				if ok < 0 {
					there = sym.False
				}
				with, without = append(with, there), append(without, sym.True+sym.False-there)
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
		// With a resource it must always be the one, and without any the other.
		for _, says := range []sym.Value{sym.True, sym.False} {
			other := sym.True + sym.False - says
			if slices.Contains(without, other) && !slices.Contains(without, says) && !slices.Contains(with, other) {
				if says == sym.False {
					return -1 - k
				}
				return 1 + k
			}
		}
	}
	return 0
}
