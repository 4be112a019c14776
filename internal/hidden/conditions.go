// This file translates guards into conditions on the function's arguments, which a fact can
// carry, and evaluates them at a call.
//
// A condition that cannot be translated is dropped, which makes the launch look reached more
// often; so a caller looks at what else it knows before it reports. That a condition holds or
// not is only concluded where the argument's value is in the source.

package hidden

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/typesx"
)

// conds are the guards that say something of the function's parameters, as conditions.
func (p *Package) conds(guards []guard, f *function) []Cond {
	var list []Cond
	for _, g := range guards {
		if c, ok := p.condOf(g, f); ok {
			list = append(list, c)
		}
	}
	return list
}

// condOf translates a guard; ok is false where it is not about a parameter, or the parameter is
// no longer what the caller gave.
func (p *Package) condOf(g guard, f *function) (Cond, bool) {
	if g.is != nil {
		return p.dynamic(g.cond, g.is, f)
	}
	x, op, ok := p.compared(g)
	if !ok {
		return Cond{}, false
	}
	if id := typesx.Ident(x); id != nil { // _, ok := v.(T)
		if v, isVar := p.info.Uses[id].(*types.Var); isVar && f.param(v) == 0 {
			if list := p.sources(v); len(list) == 1 && op == NonZero && list[0].index == 1 {
				// v, ok := x.(T), and a guard on ok: a condition on the type of x.
				if assert, isAssert := ast.Unparen(list[0].value).(*ast.TypeAssertExpr); isAssert && assert.Type != nil {
					return p.dynamic(assert.X, p.info.TypeOf(assert.Type), f)
				}
			}
			return Cond{}, false
		}
	}
	i, field, ok := p.ofParam(x, f)
	if !ok {
		return Cond{}, false
	}
	c := Cond{Param: i, Field: field, Op: op}
	nilHolds, ok := p.unchanged(f, f.Params[i-1], field, op)
	c.Nil = nilHolds
	return c, ok
}

// dynamic is the condition that a parameter has a concrete type. Types are compared by their
// string, so generic ones and interfaces are left out.
func (p *Package) dynamic(x ast.Expr, t types.Type, f *function) (Cond, bool) {
	i, field, ok := p.ofParam(x, f)
	if !ok || field != "" || p.assigned(f.Params[i-1]) || hasTypeParam(t) || types.IsInterface(t) {
		return Cond{}, false
	}
	return Cond{Param: i, Op: Is, Type: types.TypeString(t, nil)}, true
}

func hasTypeParam(t types.Type) bool {
	return strings.Contains(types.TypeString(t, func(*types.Package) string { return "" }), "[") // with arguments: too much to compare
}

// ofParam says which parameter, counted from 1, or which field of one, an expression is. Fields
// of fields are too far for a Cond.
func (p *Package) ofParam(x ast.Expr, f *function) (i int, field string, ok bool) {
	root, fields, ok := p.spelled(x)
	if !ok || len(fields) > 1 || f.param(root) == 0 {
		return 0, "", false
	}
	if len(fields) == 1 {
		field = fields[0].Name()
	}
	return f.param(root), field, true
}

// compared says of a guard which expression is compared, and whether it is zero or not then. A
// flag by itself, == and != with a constant, and comparisons with a bound that zero does not
// pass are understood; len(x) stands for x:
//
//	o.Debug          // not zero
//	o.Size == 0      // zero
//	len(o.Hosts) > 0 // not zero: o.Hosts
//	o.Size > -1      // says nothing
func (p *Package) compared(g guard) (x ast.Expr, op Op, ok bool) {
	zero := func(is bool) Op {
		if is {
			return Zero
		}
		return NonZero
	}
	b, ok := g.cond.(*ast.BinaryExpr)
	if !ok {
		t := p.info.TypeOf(g.cond)
		return g.cond, zero(!g.holds), t != nil && types.Identical(t.Underlying(), types.Typ[types.Bool])
	}
	x = ast.Unparen(b.X)
	if call, isCall := x.(*ast.CallExpr); isCall && len(call.Args) == 1 {
		if bi, isBuiltin := p.info.Uses[typesx.Ident(call.Fun)].(*types.Builtin); isBuiltin && bi.Name() == "len" {
			x = call.Args[0]
		}
	}
	switch b.Op {
	case token.EQL, token.NEQ:
		if p.isZero(b.Y) {
			return x, zero((b.Op == token.EQL) == g.holds), true
		}
		// x == 5 means that x is not zero; x != 5 says nothing.
		return x, NonZero, p.info.Types[b.Y].Value != nil && (b.Op == token.EQL) == g.holds
	case token.GTR, token.GEQ:
		return x, NonZero, g.holds && p.atLeast(b.Y, b.Op == token.GEQ)
	case token.LSS, token.LEQ:
		return x, NonZero, !g.holds && p.atLeast(b.Y, b.Op == token.LSS)
	}
	return nil, 0, false
}

// atLeast reports whether an expression is a numeric constant that is positive, or zero where
// strict is false.
func (p *Package) atLeast(x ast.Expr, strict bool) bool {
	v := p.info.Types[x].Value
	if v == nil || v.Kind() != constant.Int && v.Kind() != constant.Float {
		return false
	}
	return constant.Sign(v) > 0 || !strict && constant.Sign(v) == 0
}

// unchanged reports whether a parameter, or its field, is still what the caller gave. A
// parameter of which a field is asked may be replaced once, by the default for nil: if o == nil
// { o = &Options{...} }. nilHolds says whether the condition may hold of that default.
func (p *Package) unchanged(f *function, v *types.Var, field string, op Op) (nilHolds, ok bool) {
	if field != "" && p.setsField(f, v, field) {
		return false, false
	}
	list := p.sources(v)
	if len(list) == 0 {
		return false, true
	}
	if len(list) > 1 || field == "" || list[0].value == nil {
		return false, false
	}
	// The default's own field decides for those who give nil.
	value, known := p.fieldOf(list[0].value, field)
	if !known {
		return true, true
	}
	// A field that the default leaves out is zero; one that it gives something other than a
	// constant may be either.
	return value == nil && op == Zero || value != nil && (p.info.Types[value].Value == nil || p.isZero(value) == (op == Zero)), true
}

// setsField reports whether a function sets a field of a parameter, or takes its address:
//
//	o.Interval = time.Second // whatever the caller gave
func (p *Package) setsField(f *function, v *types.Var, field string) bool {
	for _, use := range p.engine.Index().Names(v) {
		cur, ok := p.whole(use)
		for ok && cur.ParentEdgeKind() == edge.ParenExpr_X || cur.ParentEdgeKind() == edge.StarExpr_X {
			cur = cur.Parent()
		}
		if cur.ParentEdgeKind() != edge.SelectorExpr_X {
			continue
		}
		sel := cur.Parent()
		if sel.Node().(*ast.SelectorExpr).Sel.Name != field {
			continue
		}
		switch sel.ParentEdgeKind() {
		case edge.AssignStmt_Lhs, edge.IncDecStmt_X:
			return true
		case edge.UnaryExpr_X:
			if sel.Parent().Node().(*ast.UnaryExpr).Op == token.AND {
				return true
			}
		}
	}
	return false
}

// fieldOf is the value that a struct literal, or a pointer to one, gives a field; nil where the
// literal leaves it out. known is false where x is no literal.
func (p *Package) fieldOf(x ast.Expr, field string) (value ast.Expr, known bool) {
	x = ast.Unparen(x)
	if u, ok := x.(*ast.UnaryExpr); ok && u.Op == token.AND {
		x = ast.Unparen(u.X)
	}
	lit, ok := x.(*ast.CompositeLit)
	st := typesx.Struct(p.info.TypeOf(x))
	if !ok || st == nil {
		return nil, false
	}
	for i, elt := range lit.Elts {
		kv, keyed := elt.(*ast.KeyValueExpr)
		switch {
		case !keyed && i < st.NumFields() && st.Field(i).Name() == field:
			return elt, true
		case keyed && typesx.Ident(kv.Key) != nil && typesx.Ident(kv.Key).Name == field:
			return kv.Value, true
		}
	}
	return nil, true
}

// conditions evaluates a callee's conditions with the arguments of a call. open is false if one
// of them does not hold, so that the launch is not reached. rest are those that depend on
// parameters of f, the function around the call, in its terms; f is nil where that is not
// asked. What cannot be told is taken to hold.
func (p *Package) conditions(list []Cond, t target, f *function) (rest []Cond, open bool) {
	for _, c := range list {
		holds, known := p.holds(c, t)
		if known && !holds {
			return nil, false
		}
		if known || f == nil || t.arg(c.Param) == nil {
			continue
		}
		i, field, ok := p.ofParam(t.arg(c.Param), f)
		if !ok || field != "" && c.Field != "" {
			continue
		}
		if field != "" {
			c.Field = field
		}
		if _, ok := p.unchanged(f, f.Params[i-1], c.Field, c.Op); ok {
			c.Param = i
			rest = append(rest, c)
		}
	}
	return rest, true
}

// holds evaluates a condition on the arguments of a call; known is false where the source does
// not say:
//
//	cache.New(cache.Options{}) // Interval is zero: no sweeper
//	cache.New(opts)            // not known
func (p *Package) holds(c Cond, t target) (holds, known bool) {
	if t.absent(c.Param) {
		// No argument for a variadic parameter: it is nil.
		return c.Op == Zero, true
	}
	arg := t.arg(c.Param)
	if arg == nil {
		return false, false
	}
	if c.Op == Is {
		typ := p.info.TypeOf(arg)
		if typ == nil || types.IsInterface(typ) || hasTypeParam(typ) {
			return false, false
		}
		// An untyped constant has its default type in an interface.
		return types.TypeString(types.Default(typ), nil) == c.Type, true
	}
	return p.holdsOf(c, arg, 0)
}

// holdsOf evaluates a condition on one expression. It looks through a variable that is set once
// and used once, and into a function that is a single return of a literal (a DefaultOptions);
// nothing else is followed.
func (p *Package) holdsOf(c Cond, x ast.Expr, depth int) (holds, known bool) {
	if depth > maxDepth {
		return false, false
	}
	x = ast.Unparen(x)
	tv := p.info.Types[x]
	switch {
	case c.Field == "" && (tv.IsNil() || tv.Value != nil):
		return p.isZero(x) == (c.Op == Zero), true
	case tv.IsNil():
		return c.Nil, !c.Nil // a default may make it hold
	}
	if c.Field != "" {
		if value, ok := p.fieldOf(x, c.Field); ok {
			if value == nil {
				return c.Op == Zero, true
			}
			inner := c
			inner.Field = ""
			return p.holdsOf(inner, value, depth+1)
		}
	}
	switch y := x.(type) {
	case *ast.FuncLit:
		return c.Op == NonZero, true
	// An address is not nil. What its fields are only a literal tells, see above.
	case *ast.UnaryExpr:
		return c.Op == NonZero, y.Op == token.AND && c.Field == ""
	case *ast.Ident:
		v, ok := p.info.Uses[y].(*types.Var)
		if ok && !typesx.IsPackageVar(v) && p.notParam(v) && p.onlyGiven(v) {
			if list := p.sources(v); len(list) == 1 && list[0].value != nil && list[0].others == nil {
				return p.holdsOf(c, list[0].value, depth+1)
			}
		}
	case *ast.CallExpr:
		t := p.resolve(y)
		if t.fn != nil && len(t.fn.Body.List) == 1 {
			if ret, ok := t.fn.Body.List[0].(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
				// A DefaultOptions that leaves the field out.
				if value, ok := p.fieldOf(ret.Results[0], c.Field); ok && c.Field != "" && value == nil {
					return c.Op == Zero, true
				}
			}
		}
	}
	return false, false
}

// onlyGiven reports whether a variable is named twice only: where it is set and where it is
// passed. Nothing can have changed it in between.
func (p *Package) onlyGiven(v *types.Var) bool { return len(p.engine.Index().Names(v)) == 2 }
