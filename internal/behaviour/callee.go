// This file answers what a call runs, as far as that is certain: a function of this package,
// with a body to look at; one of another package, by its Behaviour or by the catalogue; or a
// parameter of function type, which the caller will bind. A call by an interface, or of a
// function value that may be any of several, is none of these.

package behaviour

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
)

// A Target is what a call runs, and how its parameters are bound.
type Target struct {
	Func   *syntax.Func // a function of this package with a body, or a literal
	Known  *Behaviour   // of a function of another package
	Static *types.Func  // the declared function, where it is one
	param  *types.Var   // a parameter of function type that is called

	Recv    ast.Expr         // what a method is called on; nil where args has it, or there is none
	RecvSel *types.Selection // how: the embedded fields on the way
	Args    []ast.Expr
	Spread  bool // f(g()), or a variadic call with dots
}

// Resolve returns what call runs. The zero target, but for its arguments, is a
// call that cannot be followed.
func (p *Package) Resolve(call *ast.CallExpr) Target {
	t := p.Denoted(call.Fun, 0)
	t.Args = call.Args
	t.Spread = call.Ellipsis.IsValid()
	if len(call.Args) == 1 {
		_, tuple := p.Info.TypeOf(call.Args[0]).(*types.Tuple)
		t.Spread = t.Spread || tuple
	}
	return t
}

// Denoted returns the function that an expression denotes: named, a literal, a
// method value or expression, or a variable that is assigned one of these once.
func (p *Package) Denoted(e ast.Expr, depth int) Target {
	if !p.Spend() || depth > MaxDepth {
		return Target{}
	}
	switch e := p.Uninstantiated(e).(type) {
	case *ast.FuncLit:
		return Target{Func: p.Index.Func(e.Type)}
	case *ast.Ident:
		if v, ok := p.Info.Uses[e].(*types.Var); ok {
			return p.funcVar(v, depth)
		}
		return p.declared(p.Function(e))
	case *ast.SelectorExpr:
		t := p.declared(p.Function(e))
		if sel := p.Info.Selections[e]; sel != nil && sel.Kind() == types.MethodVal {
			t.Recv, t.RecvSel = e.X, sel
		}
		return t
	}
	return Target{}
}

// funcVar follows a variable of function type to its one value; a parameter that is never
// assigned is itself the answer.
func (p *Package) funcVar(v *types.Var, depth int) Target {
	// A parameter is whatever the caller gives, unless the function assigns to it.
	if p.Index.TakenBy(v) != nil {
		if len(p.Gathered().Defs[v]) > 0 {
			return Target{}
		}
		return Target{param: v}
	}
	if value := p.Only(v); value != nil && !v.IsField() {
		return p.Denoted(value, depth+1)
	}
	return Target{}
}

// declared returns the target that a declared function is. What the catalogue says goes before
// what can be seen.
func (p *Package) declared(callee *types.Func) Target {
	t := Target{Static: callee}
	if callee == nil {
		return t
	}
	// Code may be too deep to be followed; a row is written by somebody who has read it.
	if t.Known = catalogued(callee); t.Known != nil {
		return t
	}
	// Which method of which type an interface's method is, the place of the call does not say.
	if recv := callee.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return t
	}
	if callee.Pkg() == p.Pkg {
		if f := p.Index.Declared(callee); f != nil && f.Body != nil {
			t.Func = f
		}
		return t
	}
	// The fact of another package's function, which may have to be analysed for it.
	t.Known = p.Beyond.Behaviour(callee)
	return t
}

// catalogued is what the catalogue knows of a function that is given a context, or nil.
func catalogued(fn *types.Func) *Behaviour {
	if i, ok := catalog.Runs(fn); ok {
		b := &Behaviour{Calls: []int{i}, Signals: []Ended{{Param: i, Join: CallParam.Name}}}
		// A function that takes anything is given the callee's context: pprof.Do.
		if run, ok := fn.Signature().Params().At(i).Type().Underlying().(*types.Signature); ok && run.Params().Len() > 0 {
			b.Handed = []Handed{{Func: i}}
		}
		return b
	}
	// An empty Behaviour is the knowledge that it looks at nothing; nil would be not knowing.
	if catalog.Heedless(fn) {
		return new(Behaviour)
	}
	return nil
}

// Arg returns the expression that parameter i is bound to, the receiver counting first; nil
// where it is not one expression, as of a variadic parameter.
func (t Target) Arg(i int) ast.Expr {
	if t.Recv != nil {
		if i == 0 {
			return t.Recv
		}
		i--
	}
	if i < 0 || i >= len(t.Args) || t.Spread {
		return nil
	}
	// The arguments from the variadic parameter on become elements of one slice.
	if t.Func != nil && Variadic(t.Func.Type) && i >= len(t.Func.Params)-t.Shift()-1 {
		return nil
	}
	return t.Args[i]
}

// Shift is how many parameters precede those that args binds.
func (t Target) Shift() int {
	if t.Recv != nil {
		return 1
	}
	return 0
}

// Variadic reports whether a function takes any number of arguments.
func Variadic(typ *ast.FuncType) bool {
	if typ.Params == nil || len(typ.Params.List) == 0 {
		return false
	}
	_, ok := typ.Params.List[len(typ.Params.List)-1].Type.(*ast.Ellipsis)
	return ok
}

// bind returns where a place of the callee is in the function in, which calls it: what was
// passed for the parameter, and from there the same way on.
func (p *Package) bind(at Place, t Target, in *syntax.Func) []Place {
	i := t.Func.ParamIndex(at.Root)
	if i < 0 { // a literal uses what its surroundings declare
		tr := tracer{p: p, in: in}
		return JoinAll(tr.variable(at.Root, 0), at)
	}
	return JoinAll(p.bound(i, t, in), at)
}

// bound returns the places of the argument for parameter i; for a promoted method those of the
// embedded field that it is of.
func (p *Package) bound(i int, t Target, in *syntax.Func) []Place {
	arg := t.Arg(i)
	if arg == nil {
		return nil
	}
	from := p.Origins(arg, in)
	if i == 0 && t.RecvSel != nil {
		from = FieldPath(from, t.RecvSel)
	}
	return from
}

// Uninstantiated strips parentheses and the type arguments of a generic function.
func (p *Package) Uninstantiated(e ast.Expr) ast.Expr {
	for {
		var x ast.Expr
		switch e := e.(type) {
		case *ast.ParenExpr:
			x = e.X
		case *ast.IndexListExpr:
			x = e.X
		// Only where what is indexed is a function is the index a type argument.
		case *ast.IndexExpr: // of a slice of functions, too
			if p.Function(e.X) != nil {
				x = e.X
			}
		}
		if x == nil {
			return e
		}
		e = x
	}
}

// Function returns the declared function that a name denotes, of an instance its origin, or
// nil.
func (p *Package) Function(e ast.Expr) *types.Func {
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

// Callee is the declared function that a call names, of an interface's method that; or nil.
func (p *Package) Callee(call *ast.CallExpr) *types.Func {
	switch fun := p.Uninstantiated(call.Fun).(type) {
	case *ast.SelectorExpr, *ast.Ident:
		return p.Function(fun)
	}
	return nil
}
