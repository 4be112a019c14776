// This file keeps a helper from launching through itself:
//
//	func (p *Pool) Go(fn func()) { go p.run(fn) } // is where p.Go launches
//
// It goes by who mentions whom, which is more than who calls whom: to refuse a fix too many costs
// nothing, while a helper that calls itself never returns.

package eligible

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// HelperReaches reports whether the declaration around a launch may run as a part of a
// helper of the same package: if the launch went through the helper, that would
// call itself without end.
func (r *Checker) HelperReaches(src *source.File, fn config.FuncName, stmt *ast.GoStmt) bool {
	fd, ok := src.DeclAround(stmt).(*ast.FuncDecl)
	if !ok {
		return true // a variable's literal: who calls it is not known
	}
	around, _ := r.Pass.TypesInfo.Defs[fd.Name].(*types.Func)
	reached := r.reached[fn]
	if reached == nil {
		reached = r.reachedFrom(fn)
		r.reached[fn] = reached
	}
	return reached[around]
}

// reachedFrom returns the functions of the package that a helper mentions, that
// those mention, and so on. A method that is called through an interface may be any
// of that name.
func (r *Checker) reachedFrom(fn config.FuncName) map[*types.Func]bool {
	decls := make(map[*types.Func]*ast.FuncDecl)
	methods := make(map[string][]*types.Func)
	var todo []*types.Func
	for _, f := range r.Pass.Files {
		for _, d := range f.Decls {
			fd, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			obj, ok := r.Pass.TypesInfo.Defs[fd.Name].(*types.Func)
			if !ok {
				continue
			}
			decls[obj] = fd
			if fd.Recv != nil {
				methods[obj.Name()] = append(methods[obj.Name()], obj)
			}
			if obj.Name() == fn.Name && (fd.Recv != nil) == (fn.Type != "") {
				todo = append(todo, obj)
			}
		}
	}
	reached := make(map[*types.Func]bool)
	for len(todo) > 0 {
		obj := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if reached[obj] {
			continue
		}
		reached[obj] = true
		if decls[obj] == nil {
			todo = append(todo, methods[obj.Name()]...)
			continue
		}
		for id := range syntax.All[*ast.Ident](decls[obj]) {
			if used, ok := r.Pass.TypesInfo.Uses[id].(*types.Func); ok && used.Pkg() == r.Pass.Pkg {
				todo = append(todo, used.Origin())
			}
		}
	}
	return reached
}
