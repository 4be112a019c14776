// This file gathers what each function of the package launches and calls, and answers what a
// function expression stands for. Only what is certain is resolved: a declared function, a
// literal, a method of a concrete type, or a variable that is never anything else. An
// interface's method and a function that is a parameter are nobody.

package hidden

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A function is one with a body, and what it does by itself.
type function struct {
	*syntax.Func
	outer *function // of a literal; nil at package level

	gos   []*launchSite
	calls []*ast.CallExpr // its own, not those of literals in it
}

// A launchSite is a go statement, or a call of a helper.
type launchSite struct {
	node ast.Node      // *ast.GoStmt or *ast.CallExpr
	call *ast.CallExpr // what a go statement calls
	run  ast.Expr      // the function that runs
}

// param returns the number of a parameter, counted from 1; 0 if it is none.
func (f *function) param(v *types.Var) int {
	return f.ParamIndex(v) + 1
}

// root is the outermost function around.
func (f *function) root() *function {
	for f.outer != nil {
		f = f.outer
	}
	return f
}

// within reports whether a node is written in a function, literals in it included.
func within(n ast.Node, f *function) bool {
	return f.Node.Pos() <= n.Pos() && n.End() <= f.Node.End()
}

// indexFunctions gathers the functions with their calls and launches.
func (p *Package) indexFunctions() {
	for _, fn := range p.engine.Index().Funcs() {
		if fn.Body == nil {
			continue
		}
		f := &function{Func: fn, outer: p.of(fn.Outer)}
		p.funcs[fn] = f
		p.list = append(p.list, f)
	}
	for cur := range p.root.Preorder((*ast.GoStmt)(nil), (*ast.CallExpr)(nil)) {
		f := p.around(cur)
		if f == nil {
			continue
		}
		switch n := cur.Node().(type) {
		case *ast.GoStmt:
			f.gos = append(f.gos, &launchSite{n, n.Call, n.Call.Fun})
		case *ast.CallExpr:
			// It is the go statement that launches, and this its call.
			if cur.ParentEdgeKind() == edge.GoStmt_Call {
				continue
			}
			f.calls = append(f.calls, n)
			if run := p.launched(n); run != nil {
				f.gos = append(f.gos, &launchSite{n, nil, run})
			}
		}
	}
}

// of returns what is known here of a function; nil of one without a body.
func (p *Package) of(f *syntax.Func) *function {
	if f == nil {
		return nil
	}
	return p.funcs[f]
}

// declared is a function of the package by its object.
func (p *Package) declared(fn *types.Func) *function { return p.of(p.engine.Index().Declared(fn)) }

// around is the innermost function at a cursor.
func (p *Package) around(cur inspector.Cursor) *function { return p.of(p.engine.Index().FuncAt(cur)) }

// launched is the function that a call of a helper launches; nil of other calls, of helpers
// that only serve until they fail, and of those for which the catalogue knows no wait: there a
// library owns the group.
func (p *Package) launched(call *ast.CallExpr) ast.Expr {
	h := p.launches.Helpers.Lookup(p.callee(call))
	if h == nil || h.Serves || len(h.Waits) == 0 {
		return nil
	}
	return p.launches.Runs(call, h)
}

// elementsOf are the elements of struct literals that give a field its value and have no
// key. They are gathered when first needed.
func (p *Package) elementsOf(field *types.Var) []inspector.Cursor {
	if p.elements == nil {
		p.elements = make(map[*types.Var][]inspector.Cursor)
		for cur := range p.root.Preorder((*ast.CompositeLit)(nil)) {
			n := cur.Node().(*ast.CompositeLit)
			st := typesx.Struct(p.info.TypeOf(n))
			for i, elt := range n.Elts {
				if _, keyed := elt.(*ast.KeyValueExpr); !keyed && st != nil && i < st.NumFields() {
					v := st.Field(i).Origin()
					p.elements[v] = append(p.elements[v], cur.ChildAt(edge.CompositeLit_Elts, i))
				}
			}
		}
	}
	return p.elements[field.Origin()]
}

// isPassed reports whether a function of the package is mentioned without being called:
//
//	srv.OnShutdown(c.Close) // mentioned: the server may call it
func (p *Package) isPassed(fn *types.Func) bool {
	return slices.ContainsFunc(p.engine.Index().Uses(fn), func(use inspector.Cursor) bool { return !called(use) })
}

// called reports whether a name is that of the function in a call: f(), pkg.f(), x.f(), f[T]().
func called(cur inspector.Cursor) bool {
	for {
		switch cur.ParentEdgeKind() {
		case edge.SelectorExpr_Sel, edge.ParenExpr_X, edge.IndexExpr_X, edge.IndexListExpr_X:
			cur = cur.Parent()
			continue
		case edge.CallExpr_Fun:
			return true
		}
		return false
	}
}

// callee is the declared function that a call names, the origin of an instance; nil
// of an interface's method.
func (p *Package) callee(call *ast.CallExpr) *types.Func {
	fn, _ := typeutil.Callee(p.info, call).(*types.Func)
	if fn == nil || typesx.IsInterfaceMethod(fn) {
		return nil
	}
	return fn.Origin()
}

// A target is what an expression of function type stands for, and what its
// parameters are bound to.
type target struct {
	fn   *function   // with a body in this package
	obj  *types.Func // declared, here or elsewhere
	recv ast.Expr    // of a method value
	args []ast.Expr
	call *ast.CallExpr
}

// resolve says what a call runs, with its arguments; a target without fn and obj where that is
// not known.
func (p *Package) resolve(call *ast.CallExpr) target {
	t := p.denoted(call.Fun, 0)
	t.call, t.args = call, call.Args
	return t
}

// denoted follows an expression of function type: named, a literal, a method value
// or expression, a variable that is one of these and never another.
func (p *Package) denoted(x ast.Expr, depth int) target {
	switch y := uninstantiated(x).(type) {
	case *ast.FuncLit:
		return target{fn: p.of(p.engine.Index().Func(y))}
	case *ast.SelectorExpr:
		t := p.named(y.Sel)
		if sel := p.info.Selections[y]; sel != nil && sel.Kind() == types.MethodVal {
			t.recv = y.X
		}
		return t
	case *ast.Ident:
		v, ok := p.info.ObjectOf(y).(*types.Var)
		if !ok {
			return p.named(y)
		}
		if value := p.launches.Only(v); value != nil && depth < maxDepth && !v.IsField() && p.notParam(v) {
			return p.denoted(value, depth+1)
		}
	}
	return target{}
}

// named is the declared function that a name is of, here or in another package.
func (p *Package) named(id *ast.Ident) target {
	fn, ok := p.info.Uses[id].(*types.Func)
	if !ok || typesx.IsInterfaceMethod(fn) {
		return target{}
	}
	return target{fn: p.declared(fn), obj: fn.Origin()}
}

// notParam reports whether a variable is not a parameter of a function of the package.
func (p *Package) notParam(v *types.Var) bool {
	f := p.declaring(v)
	return f == nil || f.param(v) == 0
}

// declaring is the innermost function that declares a variable; nil of fields, package
// variables and those of other packages.
func (p *Package) declaring(v *types.Var) *function {
	if v.IsField() || typesx.IsPackageVar(v) || v.Pkg() != p.pkg {
		return nil
	}
	cur, ok := p.root.FindByPos(v.Pos(), v.Pos())
	if !ok {
		return nil
	}
	return p.around(cur)
}

// uninstantiated is the generic function of f[T].
func uninstantiated(x ast.Expr) ast.Expr {
	switch y := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		return ast.Unparen(y.X)
	case *ast.IndexListExpr:
		return ast.Unparen(y.X)
	default:
		return y
	}
}

// arg is what a parameter, counted from 1 and the receiver being 1 of a method, is bound to;
// nil where that is not one expression: variadic arguments, and f(g()) with several results
// beyond the first.
func (t target) arg(i int) ast.Expr {
	if t.recv != nil {
		if i == 1 {
			return t.recv
		}
		i--
	}
	// With dots, and for the variadic parameter, there is no one argument.
	if i < 1 || i > len(t.args) || t.call != nil && t.call.Ellipsis.IsValid() || t.variadic(i) {
		return nil
	}
	return t.args[i-1]
}

// variadic reports whether argument i, counted from 1, is one of the variadic parameter's, or
// would be.
func (t target) variadic(i int) bool {
	if t.obj == nil {
		return false
	}
	sig := t.obj.Signature()
	last := sig.Params().Len()
	// In a method expression the receiver is among the arguments.
	if sig.Recv() != nil && t.recv == nil {
		last++
	}
	return sig.Variadic() && i >= last
}

// variadicParam reports whether parameter i is variadic and its arguments are written one by one.
func (t target) variadicParam(i int) bool {
	return len(t.rest(i)) > 0
}

// rest are the arguments of parameter i, if it is variadic and they are written one by one.
func (t target) rest(i int) []ast.Expr {
	if t.recv != nil {
		i--
	}
	if !t.variadic(i) || len(t.args) < i || t.call != nil && t.call.Ellipsis.IsValid() {
		return nil
	}
	return t.args[i-1:]
}

// absent reports whether parameter i is variadic and gets no arguments.
func (t target) absent(i int) bool {
	if t.recv != nil {
		i--
	}
	return t.variadic(i) && len(t.args) < i
}
