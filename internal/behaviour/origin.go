// This file answers where a value comes from. Contexts, channels and groups go by many names;
// what launches have to know is the place at the start of the way:
//
//	ctx, cancel := context.WithTimeout(s.ctx, d) // of ctx: s.ctx
//	done := s.done()                             // s.quit, if done returns that field
//	for _, w := range s.workers { w.stop }       // s.workers[].stop
//
// It is flow-insensitive: a variable comes from all that it is ever assigned. Elements of one
// slice are one place.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// MaxDepth bounds how far a value is followed.
const MaxDepth = 12

// Origins returns the places, outside of the function in or its parameters, that
// the value of e may come from. What is made inside has none. A context that is
// derived from another comes from where that one does, a value made from
// contexts from where they do, and what can never be cancelled from nowhere.
func (p *Package) Origins(e ast.Expr, in *syntax.Func) []Place {
	t := tracer{p: p, in: in}
	return t.expr(e, 0)
}

// A tracer follows the values of one expression.
type tracer struct {
	p    *Package
	in   *syntax.Func
	seen []*types.Var
}

// expr follows one expression, down to MaxDepth. What it does not know has no place, and so can
// neither end a launch nor be waited on.
func (t *tracer) expr(e ast.Expr, depth int) []Place {
	if !t.p.Spend() || depth > MaxDepth || e == nil {
		return nil
	}
	depth++
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := t.p.Info.ObjectOf(e).(*types.Var); ok {
			return t.variable(v.Origin(), depth)
		}
	case *ast.SelectorExpr:
		return t.selector(e, depth)
	case *ast.StarExpr:
		return t.expr(e.X, depth)
	case *ast.TypeAssertExpr:
		return t.asContext(t.expr(e.X, depth), e)
	case *ast.UnaryExpr:
		return t.unary(e, depth)
	case *ast.IndexExpr:
		return t.asContext(stepAll(t.expr(e.X, depth), "[]"), e)
	case *ast.CompositeLit:
		return t.composite(e, depth)
	case *ast.CallExpr:
		return t.call(e, depth)
	}
	return nil
}

// stepAll takes every place one nameless step on.
func stepAll(list []Place, path string) []Place {
	for i := range list {
		list[i] = list[i].step(path, nil)
	}
	return list
}

// asContext marks the places as a context's where e is one.
func (t *tracer) asContext(list []Place, e ast.Expr) []Place {
	if t.p.IsContext(t.p.Info.TypeOf(e)) {
		for i := range list {
			list[i].Ctx = true
		}
	}
	return list
}

// variable follows a variable of the function to what it is assigned; parameters
// and variables from outside are where the way ends.
func (t *tracer) variable(v *types.Var, depth int) []Place {
	// Here the way ends: what the caller passed, or what is outside, is the caller's to say.
	if !t.in.Declares(v) || t.in.ParamIndex(v) >= 0 {
		list := []Place{{Root: v, Ctx: t.p.IsContext(v.Type())}}
		if t.in.Declares(v) { // a parameter may be assigned as well
			list = add(list, t.assigned(v, depth)...)
		}
		return list
	}
	return t.assigned(v, depth)
}

// assigned follows what a variable is assigned, in order, and not in circles.
// Recursion over a list, or two variables that are assigned to each other.
func (t *tracer) assigned(v *types.Var, depth int) []Place {
	for _, s := range t.seen {
		if s == v {
			return nil
		}
	}
	t.seen = append(t.seen, v)
	defer func() { t.seen = t.seen[:len(t.seen)-1] }()
	var list []Place
	// Past a bound of values, more would only make the answer longer.
	for i, d := range t.p.Gathered().Defs[v] {
		if i >= MaxPlaces {
			break
		}
		from := t.expr(d.Value, depth)
		if d.Each {
			from = stepAll(from, "[]")
		}
		list = add(list, from...)
	}
	return list
}

// selector is a field on the way. The field of a literal that is in sight is what the literal
// gives it; the channel of a timer comes from nowhere.
func (t *tracer) selector(e *ast.SelectorExpr, depth int) []Place {
	sel := t.p.Info.Selections[e]
	if sel == nil { // of a package
		return t.expr(e.Sel, depth)
	}
	if sel.Kind() != types.FieldVal || IsTimer(sel) {
		return nil
	}
	if lit := t.literal(e.X, depth); lit != nil {
		if value := t.field(lit, sel); value != nil {
			return t.expr(value, depth)
		}
	}
	return t.asContext(FieldPath(t.expr(e.X, depth), sel), e)
}

// IsTimer reports whether the selection is the channel of a ticker or a timer.
func IsTimer(sel *types.Selection) bool {
	return sel.Obj().Name() == "C" && (typesx.IsNamed(sel.Recv(), "time", "Ticker") || typesx.IsNamed(sel.Recv(), "time", "Timer"))
}

// literal returns the composite literal that e is the only value of, or nil.
func (t *tracer) literal(e ast.Expr, depth int) *ast.CompositeLit {
	for ; depth < MaxDepth; depth++ {
		switch x := ast.Unparen(e).(type) {
		case *ast.CompositeLit:
			return x
		case *ast.UnaryExpr:
			if x.Op != token.AND {
				return nil
			}
			e = x.X
		case *ast.Ident:
			v, ok := t.p.Info.ObjectOf(x).(*types.Var)
			if !ok || !t.in.Declares(v) || t.in.ParamIndex(v) >= 0 {
				return nil
			}
			if e = t.p.Only(v); e == nil {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
}

// Only returns the one value that the variable ever gets, or nil: for one of several results,
// for an element, and where there are two.
func (p *Package) Only(v *types.Var) ast.Expr {
	defs := p.Gathered().Defs[v.Origin()]
	if len(defs) != 1 || defs[0].Index != 0 || defs[0].Each {
		return nil
	}
	return defs[0].Value
}

// field returns the value of the selected field in a literal, or nil.
func (t *tracer) field(lit *ast.CompositeLit, sel *types.Selection) ast.Expr {
	// A promoted field is inside of another literal, or of none.
	if len(sel.Index()) != 1 {
		return nil
	}
	for i, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok && id.Name == sel.Obj().Name() {
				return kv.Value
			}
		} else if i == sel.Index()[0] {
			return elt
		}
	}
	return nil
}

// unary follows an address to what is addressed, and a receive to the channel: what comes out of
// a channel belongs to whoever has the channel.
func (t *tracer) unary(e *ast.UnaryExpr, depth int) []Place {
	switch e.Op {
	case token.AND:
		return t.expr(e.X, depth)
	case token.ARROW:
		return t.asContext(stepAll(t.expr(e.X, depth), "<-"), e)
	}
	return nil
}

// composite returns where the contexts in a literal come from: for what holds contexts, they
// are all that is of interest.
func (t *tracer) composite(e *ast.CompositeLit, depth int) []Place {
	var list []Place
	for _, elt := range e.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			elt = kv.Value
		}
		if t.p.IsContext(t.p.Info.TypeOf(elt)) {
			list = add(list, t.expr(elt, depth)...)
		}
	}
	return list
}

// call follows a call: a derived context to its parent, an accessor, and any other call to the
// contexts that it is given, since its result may be made from them.
func (t *tracer) call(e *ast.CallExpr, depth int) []Place {
	if tv := t.p.Info.Types[e.Fun]; tv.IsType() && len(e.Args) == 1 { // a conversion
		return t.asContext(t.expr(e.Args[0], depth), e)
	}
	callee, _ := typeutil.Callee(t.p.Info, e).(*types.Func)
	if callee != nil && callee.Pkg() != nil {
		switch callee.Pkg().Path() {
		case "context":
			// A derived context owes its end to the parent, whatever else may end
			// it: a timeout of its own is nobody's to bring about.
			if callee.Signature().Recv() != nil {
				break // a method of a context
			}
			if catalog.ContextEnd(callee) > catalog.EndNever && len(e.Args) > 0 {
				return t.expr(e.Args[0], depth)
			}
			return nil
		// What time makes nobody can end or close.
		case "time":
			return nil
		}
	}
	// What a function makes of a context most likely ends with it:
	//
	//	w := newWatcher(ctx)
	//	go w.run() // ended by ctx
	list := t.accessor(e, callee, depth)
	for _, arg := range e.Args {
		if t.p.IsContext(t.p.Info.TypeOf(arg)) {
			list = add(list, t.expr(arg, depth)...)
		}
	}
	return list
}

// accessor returns the places of a channel or context that a method without
// arguments gives: r.Context(), s.done(). A method of this package that only
// returns a field is that field.
func (t *tracer) accessor(e *ast.CallExpr, callee *types.Func, depth int) []Place {
	typ := t.p.Info.TypeOf(e)
	context := t.p.IsContext(typ)
	if callee == nil || len(e.Args) > 0 || !context && (!typesx.IsChan(typ) || IsTimeChan(typ)) {
		return nil
	}
	sel, _ := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	if sel != nil && !context && t.p.IsContext(t.p.Info.TypeOf(sel.X)) {
		return nil // the channel of a context, which counts as such
	}
	if value, f := t.p.Returned(callee); value != nil {
		inner := tracer{p: t.p, in: f, seen: t.seen}
		var list []Place
		for _, at := range inner.expr(value, depth) {
			switch {
			case f.ParamIndex(at.Root) < 0:
				list = add(list, at)
			case sel != nil:
				for _, from := range t.receiver(sel, depth) {
					list = add(list, from.Join(at))
				}
			}
		}
		return list
	}
	if sel == nil || t.p.Info.Selections[sel] == nil {
		return nil
	}
	// The body is out of sight: what the method gives is known by its name, the same each time.
	return t.asContext(stepAll(t.receiver(sel, depth), "."+callee.Name()+"()"), e)
}

// receiver returns the places of what a method is called on.
func (t *tracer) receiver(sel *ast.SelectorExpr, depth int) []Place {
	s := t.p.Info.Selections[sel]
	if s == nil {
		return nil
	}
	return FieldPath(t.expr(sel.X, depth), s)
}

// Returned returns the one value that a function of this package always returns,
// where it does nothing else.
func (p *Package) Returned(callee *types.Func) (ast.Expr, *syntax.Func) {
	f := p.Index.Declared(callee)
	if f == nil || f.Body == nil || len(f.Body.List) != 1 {
		return nil, nil
	}
	ret, ok := f.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return nil, nil
	}
	return ret.Results[0], f
}
