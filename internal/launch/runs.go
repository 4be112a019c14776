package launch

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
)

// runs tells whether a function runs a literal in it, before it returns or on a
// goroutine: it calls it, or passes it to what does.
func (e *escaping) runs(s, lit *scope) bool {
	runs, ok := e.usedIn[lit]
	if !ok {
		e.p.steps = maxSteps
		runs = e.ran(s, pathTo(s.file, lit.node), 0)
		e.usedIn[lit] = runs
	}
	return runs
}

// ran tells whether the function at the start of a path, or the variable that
// it is put into, is called.
func (e *escaping) ran(s *scope, path []ast.Node, depth int) bool {
	at := 1
	for at < len(path) {
		if _, ok := path[at].(*ast.ParenExpr); !ok {
			break
		}
		at++
	}
	if at >= len(path) || depth > maxDepth {
		return false
	}
	self, _ := path[at-1].(ast.Expr)
	switch x := path[at].(type) {
	case *ast.CallExpr:
		return x.Fun == self || e.callsArg(x, self, depth)
	case *ast.AssignStmt:
		for i, r := range x.Rhs {
			if r == self && len(x.Lhs) == len(x.Rhs) {
				return e.ranVar(s, x.Lhs[i], depth)
			}
		}
	case *ast.ValueSpec:
		for i, r := range x.Values {
			if r == self && i < len(x.Names) {
				return e.ranVar(s, x.Names[i], depth)
			}
		}
	}
	return false
}

// ranVar tells whether a variable of function type is called in the declaration.
func (e *escaping) ranVar(s *scope, x ast.Expr, depth int) bool {
	id, ok := x.(*ast.Ident)
	if !ok {
		return false
	}
	v, _ := e.p.Info.ObjectOf(id).(*types.Var)
	return v != nil && !isPackageVar(v) && e.ranIn(s, v, depth)
}

func (e *escaping) ranIn(s *scope, v *types.Var, depth int) bool {
	for _, use := range e.p.usesOf(s.decl, v) {
		if path := pathTo(s.file, use); e.ran(s, path, depth+1) && e.hereAt(s, path, depth+1) {
			return true
		}
	}
	return false
}

// usesOf returns the identifiers in a declaration that use a variable.
func (p *Package) usesOf(decl *ast.FuncDecl, v *types.Var) []*ast.Ident {
	var uses []*ast.Ident
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && p.Info.Uses[id] == v {
			uses = append(uses, id)
		}
		return true
	})
	return uses
}

// callsArg tells whether a call runs the function that is one of its arguments:
// the callee is a helper, or a function of this package that calls its parameter.
// Of the standard library only few do before they return; those that start
// something later, or once, are none of them. What other packages do with
// functions is known too vaguely: they may keep them as well.
func (e *escaping) callsArg(call *ast.CallExpr, arg ast.Expr, depth int) bool {
	i := slices.Index(call.Args, arg)
	fn := e.p.callee(call)
	if i < 0 || fn == nil || fn.Pkg() == nil {
		return false
	}
	if h := e.p.Helpers.Lookup(fn); h != nil {
		return !h.Serves
	}
	if catalog.StdPath(fn.Pkg().Path()) {
		return catalog.CalleeOf(fn).Synchronous
	}
	callee := e.byFunc[fn]
	if callee == nil {
		return false
	}
	params := e.p.idx().byFunc[fn].params
	if fn.Signature().Recv() != nil {
		i++
	}
	return i < len(params) && params[i] != nil && e.ranIn(callee, params[i], depth)
}
