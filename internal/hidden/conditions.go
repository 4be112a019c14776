// This file translates guards into conditions on the function's arguments, which a fact can
// carry. How they are evaluated at a call is in holds.go.
//
// A launch is claimed only where what its caller gives is known to let it happen. So a guard
// that is about what the caller gave, but cannot be translated, makes the launch none that can
// be claimed. A guard that is about something else (the environment, a map) is dropped: there is
// a path on which it holds.

package hidden

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"github.com/tetherlint/tether/internal/typesx"
)

// conds are the guards that say something of the function's parameters, as conditions. unsure
// says that one of them does, but in no way that a condition could express.
func (p *Package) conds(guards []guard, f *function) (list []Cond, unsure bool) {
	for _, g := range guards {
		c, ok := p.condOf(g, f)
		switch {
		case ok:
			c.Expected = g.expected
			list = append(list, c)
		case !g.expected && p.dependsOn(g.cond, f):
			unsure = true
		}
	}
	return list, unsure
}

// condOf translates a guard; ok is false where it is not about a parameter, or no Cond says it.
func (p *Package) condOf(g guard, f *function) (Cond, bool) {
	if g.opaque {
		return Cond{}, false
	}
	if g.is != nil {
		return p.dynamic(g.cond, g.is, f)
	}
	x, c, ok := p.compared(g)
	if !ok {
		return Cond{}, false
	}
	if id := typesx.Ident(x); id != nil && c.Op == True { // _, ok := v.(T)
		if v, isVar := p.info.Uses[id].(*types.Var); isVar && f.param(v) == 0 {
			if list := p.sources(v); len(list) == 1 && list[0].index == 1 {
				// v, ok := x.(T), and a guard on ok: a condition on the type of x.
				if assert, isAssert := ast.Unparen(list[0].value).(*ast.TypeAssertExpr); isAssert && assert.Type != nil {
					return p.dynamic(assert.X, p.info.TypeOf(assert.Type), f)
				}
			}
		}
	}
	from, ok := p.given(x, f, "", 0)
	if !ok {
		return Cond{}, false
	}
	return p.onCaller(c, from), true
}

// onCaller is a condition on an expression as one on the parameter that it comes from.
func (p *Package) onCaller(c Cond, from origin) Cond {
	switch {
	case from.changed:
		c.Zero, c.Changed = c.zeroChanged(), c.Changed || from.set
	case from.zero != nil:
		c.Zero = answer(p.holdsOf(c, from.zero, 0))
	}
	if from.field != "" {
		c.Nil = Unsaid
		if value, known := p.fieldOf(from.null, from.field); from.null == nil {
			c.Nil = AsIs
		} else if known && value == nil {
			c.Nil = answer(c.ofZero())
		} else if known {
			c.Nil = answer(p.holdsOf(c, value, 0))
		}
		c.Field = from.field
	}
	c.Param = from.param
	return c
}

// zeroChanged is what is known of a zero that may have become something else: that it holds, if
// it does of zero and of what is more.
func (c Cond) zeroChanged() Answer {
	if c.Zero == Yes && (c.Op == NonZero || c.Op == Differs || c.Op == Above) {
		return Yes
	}
	return Unsaid
}

// dynamic is the condition that a parameter has a concrete type. Types are compared by their
// string, so generic ones and interfaces are left out.
func (p *Package) dynamic(x ast.Expr, t types.Type, f *function) (Cond, bool) {
	root, fields, ok := p.spelled(x)
	if !ok || len(fields) > 0 || f.param(root) == 0 || p.assigned(root) || hasTypeParam(t) || types.IsInterface(t) {
		return Cond{}, false
	}
	return Cond{Param: f.param(root), Op: Is, Type: types.TypeString(t, nil)}, true
}

func hasTypeParam(t types.Type) bool {
	return strings.Contains(types.TypeString(t, func(*types.Package) string { return "" }), "[") // with arguments: too much to compare
}

// compared says of a guard which expression is compared, and what must hold of it then, as a
// Cond without a parameter. A flag by itself, == and != with a constant, and > with a number are
// understood; len(x) > 0 stands for x:
//
//	o.Debug          // True
//	o.Size == 0      // Zero
//	len(o.Hosts) > 0 // NonZero: o.Hosts
//	o.Level != 3     // Differs
//	o.Size > -1      // Above
func (p *Package) compared(g guard) (x ast.Expr, c Cond, ok bool) {
	b, ok := g.cond.(*ast.BinaryExpr)
	if !ok {
		t := p.info.TypeOf(g.cond)
		if g.holds {
			c.Op = True
		}
		return g.cond, c, t != nil && types.Identical(t.Underlying(), types.Typ[types.Bool])
	}
	x = ast.Unparen(b.X)
	op, holds := b.Op, g.holds
	switch op { // x <= 1 does not hold: x > 1 does
	case token.LEQ:
		op, holds = token.GTR, !holds
	case token.LSS:
		op, holds = token.GEQ, !holds
	case token.NEQ:
		op, holds = token.EQL, !holds
	}
	bound := p.info.Types[b.Y].Value
	if of := p.lengthOf(x); of != nil {
		// Only whether there is anything can be told by what is given.
		switch {
		case op == token.EQL && p.isZero(b.Y):
			return of, Cond{Op: zeroness(holds)}, true
		case bound != nil && (op == token.GTR && constant.Sign(bound) == 0 || op == token.GEQ && bound.ExactString() == "1"):
			return of, Cond{Op: zeroness(!holds)}, true
		}
		return nil, Cond{}, false
	}
	switch {
	case op == token.EQL && p.isZero(b.Y):
		return x, Cond{Op: zeroness(holds)}, true
	case op == token.EQL && bound != nil && holds:
		return x, Cond{Op: Equal, Value: bound.ExactString()}, true
	case op == token.EQL && bound != nil:
		return x, Cond{Op: Differs, Value: bound.ExactString()}, true
	case holds && bound != nil && constant.ToInt(bound).Kind() == constant.Int && op == token.GTR:
		return x, Cond{Op: Above, Value: constant.ToInt(bound).ExactString()}, true
	case holds && bound != nil && isInteger(p.info.TypeOf(x)) && op == token.GEQ:
		return x, Cond{Op: Above, Value: constant.BinaryOp(constant.ToInt(bound), token.SUB, constant.MakeInt64(1)).ExactString()}, true
	}
	return nil, Cond{}, false
}

// zeroness is the comparison with zero.
func zeroness(is bool) Op {
	if is {
		return Zero
	}
	return NonZero
}

// lengthOf is what a call of len is about; nil for anything else.
func (p *Package) lengthOf(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	if bi, ok := p.info.Uses[typesx.Ident(call.Fun)].(*types.Builtin); ok && bi.Name() == "len" {
		return call.Args[0]
	}
	return nil
}

// isInteger reports whether a type is one of whole numbers.
func isInteger(t types.Type) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}
