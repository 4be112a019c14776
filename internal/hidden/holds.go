// This file evaluates conditions at a call. What is known is only what stands in the source:
//
//	cache.New(cache.Options{})             // Interval is zero: no sweeper
//	cache.New(cache.Options{Interval: 5})  // one
//	cache.New(opts)                        // not known: nothing is claimed
//	cache.Every(interval)                  // who writes an argument gives something: one

package hidden

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/typesx"
)

// conditions evaluates a callee's conditions with the arguments of a call. open is false if one
// of them does not hold, or is not known to, so that no launch can be claimed. rest are those
// that depend on parameters of f, the function around the call, in its terms; f is nil where
// that is not asked.
func (p *Package) conditions(list []Cond, t target, f *function) (rest []Cond, open bool) {
	for _, c := range list {
		holds, known := p.holds(c, t)
		if known {
			if !holds {
				return nil, false
			}
			continue
		}
		if arg := t.arg(c.Param); f != nil && arg != nil {
			if from, ok := p.given(arg, f, c.Field, 0); ok && (from.field == "" || c.Field == "") && c.Op != Is {
				rest = append(rest, p.onArgument(c, from))
				continue
			}
			if p.dependsOn(arg, f) && !c.Expected {
				return nil, false
			}
		}
		if !c.Expected && (!c.expected() || p.isConstant(t.arg(c.Param))) {
			return nil, false
		}
	}
	return rest, true
}

// onArgument is onCaller for a condition that was on a parameter already.
func (p *Package) onArgument(c Cond, from origin) Cond {
	if c.Field == "" {
		return p.onCaller(c, from)
	}
	c.Param = from.param
	if from.changed {
		c.Zero, c.Nil, c.Changed = c.zeroChanged(), Unsaid, c.Changed || from.set
	}
	return c
}

// expected reports whether a condition is taken to hold of what is not known: who writes an
// argument gives something by it, but what its fields are, and whether a flag is set, is as open
// as it looks.
func (c Cond) expected() bool {
	return c.Field == "" && !c.Changed && (c.Op == NonZero || c.Op == Differs || c.Op == Above)
}

// answer is what is known, as a Cond keeps it.
func answer(holds, known bool) Answer {
	switch {
	case !known:
		return Unsaid
	case holds:
		return Yes
	}
	return No
}

// ofZero evaluates a condition on what is zero, which the callee may replace by a default.
func (c Cond) ofZero() (holds, known bool) {
	switch c.Zero {
	case Yes, No:
		return c.Zero == Yes, true
	case Unsaid:
		return false, false
	}
	switch c.Op {
	case Zero, Differs: // the other value is none that is zero
		return true, true
	case Above:
		return constant.Sign(c.value()) < 0, true
	}
	return false, true
}

// value is the number that an Above compares with.
func (c Cond) value() constant.Value { return constant.MakeFromLiteral(c.Value, token.INT, 0) }

// ofConstant evaluates a condition on a constant.
func (c Cond) ofConstant(v constant.Value) (holds, known bool) {
	number := v.Kind() == constant.Int || v.Kind() == constant.Float
	// A default may be one for what is negative, too.
	if number && constant.Sign(v) < 0 && c.Zero != AsIs {
		return false, false
	}
	switch c.Op {
	case Zero:
		return false, true
	case Equal, Differs:
		return (v.ExactString() == c.Value) == (c.Op == Equal), true
	case Above:
		return number && constant.Compare(v, token.GTR, c.value()), number
	}
	return true, true
}

// holds evaluates a condition on the arguments of a call; known is false where the source does
// not say, or the callee may have made something else of what it was given.
func (p *Package) holds(c Cond, t target) (holds, known bool) {
	holds, known = p.holdsOfGiven(c, t)
	return holds, known && !(holds && c.Changed && c.Zero != Yes)
}

func (p *Package) holdsOfGiven(c Cond, t target) (holds, known bool) {
	if t.absent(c.Param) {
		return c.ofZero() // no argument for a variadic parameter: it is nil
	}
	if t.variadicParam(c.Param) {
		return p.holdsOfAny(c, t)
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

// holdsOfAny evaluates a condition on variadic arguments: of a field, it is one on any of them.
//
//	db.Open(d, &db.Config{Prepare: true}) // the callee looks for a Config among its options
func (p *Package) holdsOfAny(c Cond, t target) (holds, known bool) {
	list := t.rest(c.Param)
	if c.Field == "" && len(list) > 0 {
		return c.Op == NonZero, c.Op == NonZero || c.Op == Zero
	}
	for _, arg := range list {
		if holds, known := p.holdsOf(c, arg, 0); known && holds {
			return true, true
		}
	}
	return false, false
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
	case c.Field == "" && (tv.IsNil() || tv.Value != nil && p.isZero(x)):
		return c.ofZero()
	case c.Field == "" && tv.Value != nil:
		return c.ofConstant(tv.Value)
	case tv.IsNil():
		return c.Nil == Yes, c.Nil != Unsaid // a default may make it hold
	}
	if c.Field != "" {
		if value, ok := p.fieldOf(x, c.Field); ok {
			if value == nil {
				return c.ofZero()
			}
			inner := c
			inner.Field = ""
			return p.holdsOf(inner, value, depth+1)
		}
	}
	switch y := x.(type) {
	case *ast.FuncLit:
		return c.Op == NonZero, c.Op == NonZero || c.Op == Zero
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
					return c.ofZero()
				}
			}
		}
	}
	return false, false
}

// onlyGiven reports whether a variable is named twice only: where it is set and where it is
// passed. Nothing can have changed it in between.
func (p *Package) onlyGiven(v *types.Var) bool { return len(p.engine.Index().Names(v)) == 2 }
