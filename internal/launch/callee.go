// This file answers what a call runs, as far as that is certain: a function of this package,
// with a body to look at; one of another package, by its Behaviour or by the catalogue; or a
// parameter of function type, which the caller will bind. A call by an interface, or of a
// function value that may be any of several, is none of these.

package launch

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
)

// A target is what a call runs, and how its parameters are bound.
type target struct {
	fn     *syntax.Func // a function of this package with a body, or a literal
	known  *Behaviour   // of a function of another package
	static *types.Func  // the declared function, where it is one
	param  *types.Var   // a parameter of function type that is called

	recv    ast.Expr         // what a method is called on; nil where args has it, or there is none
	recvSel *types.Selection // how: the embedded fields on the way
	args    []ast.Expr
	spread  bool // f(g()), or a variadic call with dots
}

// seen reports whether what the callee does is known.
func (t target) seen() bool { return t.fn != nil || t.known != nil }

// resolve returns what call runs. The zero target, but for its arguments, is a
// call that cannot be followed.
func (p *base) resolve(call *ast.CallExpr) target {
	t := p.denoted(call.Fun, 0)
	t.args = call.Args
	t.spread = call.Ellipsis.IsValid()
	if len(call.Args) == 1 {
		_, tuple := p.Info.TypeOf(call.Args[0]).(*types.Tuple)
		t.spread = t.spread || tuple
	}
	return t
}

// denoted returns the function that an expression denotes: named, a literal, a
// method value or expression, or a variable that is assigned one of these once.
func (p *base) denoted(e ast.Expr, depth int) target {
	if !p.spend() || depth > maxDepth {
		return target{}
	}
	switch e := p.uninstantiated(e).(type) {
	case *ast.FuncLit:
		return target{fn: p.Index.Func(e.Type)}
	case *ast.Ident:
		if v, ok := p.Info.Uses[e].(*types.Var); ok {
			return p.funcVar(v, depth)
		}
		return p.declared(p.function(e))
	case *ast.SelectorExpr:
		t := p.declared(p.function(e))
		if sel := p.Info.Selections[e]; sel != nil && sel.Kind() == types.MethodVal {
			t.recv, t.recvSel = e.X, sel
		}
		return t
	}
	return target{}
}

// funcVar follows a variable of function type to its one value; a parameter that is never
// assigned is itself the answer.
func (p *base) funcVar(v *types.Var, depth int) target {
	// A parameter is whatever the caller gives, unless the function assigns to it.
	if p.Index.TakenBy(v) != nil {
		if len(p.idx().defs[v]) > 0 {
			return target{}
		}
		return target{param: v}
	}
	if value := p.Only(v); value != nil && !v.IsField() {
		return p.denoted(value, depth+1)
	}
	return target{}
}

// declared returns the target that a declared function is. What the catalogue says goes before
// what can be seen.
func (p *base) declared(callee *types.Func) target {
	t := target{static: callee}
	if callee == nil {
		return t
	}
	if t.known = catalogued(callee); t.known != nil {
		return t
	}
	if recv := callee.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return t
	}
	if callee.Pkg() == p.Pkg {
		if f := p.Index.Declared(callee); f != nil && f.Body != nil {
			t.fn = f
		}
		return t
	}
	// The fact of another package's function, which may have to be analysed for it.
	t.known = p.Beyond.Behaviour(callee)
	return t
}

// catalogued is what the catalogue knows of a function that is given a context, or nil.
func catalogued(fn *types.Func) *Behaviour {
	if i, ok := catalog.Runs(fn); ok {
		b := &Behaviour{Calls: []int{i}, Signals: []Ended{{Param: i, Join: callParam.Name}}}
		if run, ok := fn.Signature().Params().At(i).Type().Underlying().(*types.Signature); ok && run.Params().Len() > 0 {
			b.Handed = []Handed{{Func: i}}
		}
		return b
	}
	if catalog.Heedless(fn) {
		return new(Behaviour)
	}
	return nil
}

// arg returns the expression that parameter i is bound to, the receiver counting first; nil
// where it is not one expression, as of a variadic parameter.
func (t target) arg(i int) ast.Expr {
	if t.recv != nil {
		if i == 0 {
			return t.recv
		}
		i--
	}
	if i < 0 || i >= len(t.args) || t.spread {
		return nil
	}
	if t.fn != nil && variadic(t.fn.Type) && i >= len(t.fn.Params)-t.shift()-1 {
		return nil
	}
	return t.args[i]
}

// shift is how many parameters precede those that args binds.
func (t target) shift() int {
	if t.recv != nil {
		return 1
	}
	return 0
}

// variadic reports whether a function takes any number of arguments.
func variadic(typ *ast.FuncType) bool {
	if typ.Params == nil || len(typ.Params.List) == 0 {
		return false
	}
	_, ok := typ.Params.List[len(typ.Params.List)-1].Type.(*ast.Ellipsis)
	return ok
}

// bind returns where a place of the callee is in the function in, which calls it: what was
// passed for the parameter, and from there the same way on.
func (p *base) bind(at place, t target, in *syntax.Func) []place {
	i := t.fn.ParamIndex(at.root)
	if i < 0 { // a literal uses what its surroundings declare
		tr := tracer{p: p, in: in}
		return joinAll(tr.variable(at.root, 0), at)
	}
	return joinAll(p.bound(i, t, in), at)
}

// bound returns the places of the argument for parameter i; for a promoted method those of the
// embedded field that it is of.
func (p *base) bound(i int, t target, in *syntax.Func) []place {
	arg := t.arg(i)
	if arg == nil {
		return nil
	}
	from := p.origins(arg, in)
	if i == 0 && t.recvSel != nil {
		from = fieldPath(from, t.recvSel)
	}
	return from
}

// uninstantiated strips parentheses and the type arguments of a generic function.
func (p *base) uninstantiated(e ast.Expr) ast.Expr {
	for {
		var x ast.Expr
		switch e := e.(type) {
		case *ast.ParenExpr:
			x = e.X
		case *ast.IndexListExpr:
			x = e.X
		case *ast.IndexExpr: // of a slice of functions, too
			if p.function(e.X) != nil {
				x = e.X
			}
		}
		if x == nil {
			return e
		}
		e = x
	}
}

// function returns the declared function that a name denotes, of an instance its origin, or
// nil.
func (p *base) function(e ast.Expr) *types.Func {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return nil
	}
	fn, _ := p.Info.Uses[id].(*types.Func)
	if fn == nil {
		return nil
	}
	return fn.Origin()
}

// callee is the declared function that a call names, of an interface's method that; or nil.
func (p *base) callee(call *ast.CallExpr) *types.Func {
	switch fun := p.uninstantiated(call.Fun).(type) {
	case *ast.SelectorExpr, *ast.Ident:
		return p.function(fun)
	}
	return nil
}
