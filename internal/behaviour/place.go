// This file has the value that all queries here compute with. Access paths are the usual name
// for it: a variable, and how to get from there to the value.
//
//	s.pool[i].done   // {Root: s, Path: ".pool[].done", Last: done}
//	r.Context()      // {Root: r, Path: ".Context()", Ctx: true}
//
// Two places are equal where they are written alike, whichever element or instance is meant.
// Last is what a search over the package goes by: the field done, of any pool.

package behaviour

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Place is where a value comes from. Places are compared with ==.
type Place struct {
	Root *types.Var
	Path string     // the way from root: ".field", "[]", ".method()"
	Last *types.Var // the last field on the way; nil at the root, and past an accessor
	Ctx  bool       // what comes from here is a context
}

// String is the place as a reader of the code would write it.
func (p Place) String() string {
	return p.Root.Name() + strings.TrimSuffix(p.Path, OfRequest)
}

// step returns the place one step on. A last of nil is one that has no name.
func (p Place) step(path string, last *types.Var) Place {
	return Place{Root: p.Root, Path: p.Path + path, Last: last}
}

// Join returns the place that is as far from p as rest is from its root: the callee's .wg of
// its parameter is s.wg where s was passed.
func (p Place) Join(rest Place) Place {
	if rest.Path == "" || rest.Path == OfRequest && p.Ctx {
		p.Ctx = p.Ctx || rest.Ctx
		return p
	}
	return Place{p.Root, p.Path + rest.Path, rest.Last, rest.Ctx}
}

// OfRequest is the step to the context of a request that is handed to code that
// cannot be seen. It is worth something only where the launcher shows which
// context that is, unlike one that the body asks for.
const OfRequest = ".ctx!"

// IsRequest reports whether a type is http.Request or a pointer to it.
func IsRequest(t types.Type) bool { return typesx.IsNamed(t, "net/http", "Request") }

// MaxPlaces bounds what one expression may come from, and maxPath how long a
// way may be: recursion over a list makes ways without end.
const (
	MaxPlaces = 16
	maxPath   = 200
)

// add appends the places that are not in the list yet.
func add(list []Place, more ...Place) []Place {
next:
	for _, p := range more {
		if p.Root == nil || len(p.Path) > maxPath || len(list) >= MaxPlaces {
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

// FieldPath appends the fields of a selection to each place: the embedded ones
// that the selector leaves out, and its own where it is a field.
func FieldPath(from []Place, sel *types.Selection) []Place {
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

// Spelled returns the place that an expression names, variables not followed: &s.wg is the
// field wg of s, whatever s was assigned. False for what is no path: a call, a literal.
func (p *Package) Spelled(e ast.Expr) (Place, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := p.Info.ObjectOf(e).(*types.Var); ok {
			return Place{Root: v.Origin()}, true
		}
	case *ast.UnaryExpr:
		return p.Spelled(e.X)
	case *ast.StarExpr:
		return p.Spelled(e.X)
	case *ast.IndexExpr:
		if at, ok := p.Spelled(e.X); ok {
			return at.step("[]", nil), true
		}
	case *ast.SelectorExpr:
		sel := p.Info.Selections[e]
		if sel == nil { // of a package
			return p.Spelled(e.Sel)
		}
		if at, ok := p.Spelled(e.X); ok {
			if list := FieldPath([]Place{at}, sel); len(list) == 1 {
				return list[0], true
			}
		}
	}
	return Place{}, false
}

// IsContext reports whether t is context.Context or has its methods. It is asked of nearly each
// expression, so its answers are kept.
func (p *Package) IsContext(t types.Type) bool {
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

// IsTimeChan reports whether t is a channel of time.Time, as tickers and timers have.
func IsTimeChan(t types.Type) bool {
	if t == nil {
		return false
	}
	ch, ok := t.Underlying().(*types.Chan)
	return ok && typesx.IsNamed(ch.Elem(), "time", "Time")
}

// Unref strips parentheses and unary operators, & and * above all: what is left names the
// variable.
func Unref(e ast.Expr) ast.Expr {
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

// JoinAll takes each place as far on as rest is from its root.
func JoinAll(list []Place, rest Place) []Place {
	for i := range list {
		list[i] = list[i].Join(rest)
	}
	return list
}

// Names returns the places that an expression names: as it is spelled, and those
// that its value comes from, since a wait may be on either.
func (p *Package) Names(x ast.Expr, in *syntax.Func) []Place {
	var list []Place
	if at, ok := p.Spelled(x); ok {
		list = p.Aliases(at, in)
	}
	return add(list, p.handles(x, in)...)
}

// Aliases are the places of a variable under the name at hand and under those that it got its
// value from: g := &s.wg makes g.x and s.wg.x one thing.
func (p *Package) Aliases(at Place, in *syntax.Func) []Place {
	at.Ctx = false
	list := []Place{at}
	tr := tracer{p: p, in: in}
	for _, other := range tr.variable(at.Root, 0) {
		other = other.Join(at)
		other.Ctx = false
		list = add(list, other)
	}
	return list
}
