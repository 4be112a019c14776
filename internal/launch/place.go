// This file has the value that all queries here compute with. Access paths are the usual name
// for it: a variable, and how to get from there to the value.
//
//	s.pool[i].done   // {root: s, path: ".pool[].done", last: done}
//	r.Context()      // {root: r, path: ".Context()", ctx: true}
//
// Two places are equal where they are written alike, whichever element or instance is meant.
// last is what a search over the package goes by: the field done, of any pool.

package launch

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A place is where a value comes from. Places are compared with ==.
type place struct {
	root *types.Var
	path string     // the way from root: ".field", "[]", ".method()"
	last *types.Var // the last field on the way; nil at the root, and past an accessor
	ctx  bool       // what comes from here is a context
}

// String is the place as a reader of the code would write it.
func (p place) String() string {
	return p.root.Name() + strings.TrimSuffix(p.path, ofRequest)
}

// step returns the place one step on. A last of nil is one that has no name.
func (p place) step(path string, last *types.Var) place {
	return place{root: p.root, path: p.path + path, last: last}
}

// join returns the place that is as far from p as rest is from its root: the callee's .wg of
// its parameter is s.wg where s was passed.
func (p place) join(rest place) place {
	if rest.path == "" || rest.path == ofRequest && p.ctx {
		p.ctx = p.ctx || rest.ctx
		return p
	}
	return place{p.root, p.path + rest.path, rest.last, rest.ctx}
}

// ofRequest is the step to the context of a request that is handed to code that
// cannot be seen. It is worth something only where the launcher shows which
// context that is, unlike one that the body asks for.
const ofRequest = ".ctx!"

// isRequest reports whether a type is http.Request or a pointer to it.
func isRequest(t types.Type) bool { return typesx.IsNamed(t, "net/http", "Request") }

// maxPlaces bounds what one expression may come from, and maxPath how long a
// way may be: recursion over a list makes ways without end.
const (
	maxPlaces = 16
	maxPath   = 200
)

// add appends the places that are not in the list yet.
func add(list []place, more ...place) []place {
next:
	for _, p := range more {
		if p.root == nil || len(p.path) > maxPath || len(list) >= maxPlaces {
			continue
		}
		for _, q := range list {
			if p == q {
				continue next
			}
		}
		list = append(list, p)
	}
	return list
}

// fieldPath appends the fields of a selection to each place: the embedded ones
// that the selector leaves out, and its own where it is a field.
func fieldPath(from []place, sel *types.Selection) []place {
	t := sel.Recv()
	index := sel.Index()
	if sel.Kind() != types.FieldVal {
		index = index[:len(index)-1] // the last is the method's
	}
	for _, i := range index {
		st := typesx.Struct(t)
		if st == nil || i >= st.NumFields() {
			return nil
		}
		field := st.Field(i)
		t = field.Type() // of the instance, to go on with
		for k := range from {
			from[k] = from[k].step("."+field.Name(), field.Origin())
		}
	}
	return from
}

// spelled returns the place that an expression names, variables not followed: &s.wg is the
// field wg of s, whatever s was assigned. False for what is no path: a call, a literal.
func (p *base) spelled(e ast.Expr) (place, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := p.Info.ObjectOf(e).(*types.Var); ok {
			return place{root: v.Origin()}, true
		}
	case *ast.UnaryExpr:
		return p.spelled(e.X)
	case *ast.StarExpr:
		return p.spelled(e.X)
	case *ast.IndexExpr:
		if at, ok := p.spelled(e.X); ok {
			return at.step("[]", nil), true
		}
	case *ast.SelectorExpr:
		sel := p.Info.Selections[e]
		if sel == nil { // of a package
			return p.spelled(e.Sel)
		}
		if at, ok := p.spelled(e.X); ok {
			if list := fieldPath([]place{at}, sel); len(list) == 1 {
				return list[0], true
			}
		}
	}
	return place{}, false
}

// isContext reports whether t is context.Context or has its methods. It is asked of nearly each
// expression, so its answers are kept.
func (p *base) isContext(t types.Type) bool {
	if t == nil {
		return false
	}
	is, ok := p.ctx[t]
	if !ok {
		is = typesx.ActsAsContext(t)
		p.ctx[t] = is
	}
	return is
}

// isTimeChan reports whether t is a channel of time.Time, as tickers and timers have.
func isTimeChan(t types.Type) bool {
	if t == nil {
		return false
	}
	ch, ok := t.Underlying().(*types.Chan)
	return ok && typesx.IsNamed(ch.Elem(), "time", "Time")
}

// unref strips parentheses and unary operators, & and * above all: what is left names the
// variable.
func unref(e ast.Expr) ast.Expr {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.UnaryExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return x
		}
	}
}

// joinAll takes each place as far on as rest is from its root.
func joinAll(list []place, rest place) []place {
	for i := range list {
		list[i] = list[i].join(rest)
	}
	return list
}

// names returns the places that an expression names: as it is spelled, and those
// that its value comes from, since a wait may be on either.
func (p *base) names(x ast.Expr, in *syntax.Func) []place {
	var list []place
	if at, ok := p.spelled(x); ok {
		list = p.aliases(at, in)
	}
	return add(list, p.handles(x, in)...)
}

// aliases are the places of a variable under the name at hand and under those that it got its
// value from: g := &s.wg makes g.x and s.wg.x one thing.
func (p *base) aliases(at place, in *syntax.Func) []place {
	at.ctx = false
	list := []place{at}
	tr := tracer{p: p, in: in}
	for _, other := range tr.variable(at.root, 0) {
		other = other.join(at)
		other.ctx = false
		list = add(list, other)
	}
	return list
}
