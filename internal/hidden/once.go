// This file recognises what happens at most once, which nobody needs to end:
//
//	if started { return }; started = true; go loop()            // package variable
//	if _, ok := watchers[key]; !ok { watchers[key] = start() }  // once for each key
//	if c.running.CompareAndSwap(false, true) { go c.loop() }    // once for each c
//
// It errs towards "once", that is, towards silence: whether the variable is set before the
// launch, or under the same condition, is not checked.

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// once reports whether what is guarded is reached at most once in the life of the
// process, or for each key of a map, as far as can be seen: a package variable or a
// map says whether it was reached before, the function sets that, and nothing ever
// sets it back. (What a sync.Once runs is not looked at in the first place.)
func (p *Package) once(guards []guard, f *function) bool {
	return slices.ContainsFunc(guards, func(g guard) bool { return g.is == nil && !g.opaque && p.latch(g.cond, f) })
}

// latch reports whether a condition asks a variable or a map that the function sets, in one of
// the forms above.
func (p *Package) latch(cond ast.Expr, f *function) bool {
	switch x := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		if x.Op == token.EQL || x.Op == token.NEQ {
			return p.isConstant(x.Y) && p.latch(x.X, f) || p.isConstant(x.X) && p.latch(x.Y, f)
		}
		return (x.Op == token.LAND || x.Op == token.LOR) && (p.latch(x.X, f) || p.latch(x.Y, f))
	case *ast.UnaryExpr:
		return x.Op == token.NOT && p.latch(x.X, f)
	case *ast.IndexExpr:
		return p.fillsMap(x.X, f)
	case *ast.CallExpr:
		v, op := p.atomic(x)
		return v != nil && op != "Store" && p.latched(v, f)
	case *ast.Ident, *ast.SelectorExpr:
		if v := p.packageVar(x); v != nil {
			return p.latched(v, f)
		}
		if v, ok := p.info.Uses[typesx.Ident(x)].(*types.Var); ok { // v, ok := m[key]
			return slices.ContainsFunc(p.sources(v), func(src source) bool { return p.looksUp(src.value, f) })
		}
	}
	return false
}

// looksUp reports whether an expression looks a key up in a map that the function fills.
func (p *Package) looksUp(x ast.Expr, f *function) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		return p.fillsMap(x.X, f)
	case *ast.CallExpr:
		fn := p.callee(x)
		return fn != nil && fn.FullName() == "(*sync.Map).LoadOrStore"
	}
	return false
}

// isConstant reports whether an expression is a constant, or nil.
func (p *Package) isConstant(x ast.Expr) bool {
	tv := p.info.Types[x]
	return tv.Value != nil || tv.IsNil()
}

// fillsMap reports whether a function sets an element of the map that an expression names. Maps
// are compared by how they are written:
//
//	if watchers[key] == nil {
//		watchers[key] = watch(key)
//	}
func (p *Package) fillsMap(m ast.Expr, f *function) bool {
	t := p.info.TypeOf(m)
	if t == nil {
		return false
	}
	if _, ok := t.Underlying().(*types.Map); !ok {
		return false
	}
	name := types.ExprString(ast.Unparen(m))
	is := func(l ast.Expr) bool {
		x, ok := ast.Unparen(l).(*ast.IndexExpr)
		return ok && types.ExprString(ast.Unparen(x.X)) == name
	}
	return syntax.Any(f.Body, func(a *ast.AssignStmt) bool { return slices.ContainsFunc(a.Lhs, is) })
}

// packageVar is the package variable that an expression names, or a field of one:
// then that field. An element is none: each has a life of its own.
func (p *Package) packageVar(x ast.Expr) *types.Var {
	root, fields, ok := p.spelled(x)
	if !ok || root == nil || !typesx.IsPackageVar(root) || root.Pkg() != p.pkg {
		return nil
	}
	if len(fields) > 0 {
		return fields[len(fields)-1]
	}
	return root
}

// atomic returns the package variable that a call of package sync/atomic is about,
// and what it does: Load, Store, Swap, CompareAndSwap, Add.
func (p *Package) atomic(call *ast.CallExpr) (*types.Var, string) {
	fn := p.callee(call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync/atomic" {
		return nil, ""
	}
	var on ast.Expr
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && fn.Signature().Recv() != nil {
		on = sel.X
	} else if len(call.Args) > 0 {
		on = call.Args[0]
	}
	for _, op := range []string{"CompareAndSwap", "Load", "Store", "Swap", "Add"} {
		if on != nil && strings.HasPrefix(fn.Name(), op) {
			return p.packageVar(on), op
		}
	}
	return nil, ""
}

// latched reports whether a function sets a variable to something other than zero, and nothing
// in the package sets it back. Tests, which reset such variables, do not count.
func (p *Package) latched(v *types.Var, f *function) bool {
	set, reset := false, false
	note := func(n ast.Node, value ast.Expr) {
		switch {
		case p.inTest(n.Pos()):
		case value != nil && p.isZero(value):
			reset = true
		case within(n, f):
			set = true
		}
	}
	for _, src := range p.sources(v) {
		// What a variable is declared with says nothing of what has happened.
		if src.value != nil && src.in != nil {
			note(src.value, src.value)
		}
	}
	for _, call := range p.atomicSets(v) {
		note(call, call.Args[len(call.Args)-1])
	}
	return set && !reset
}

// atomicSets are the calls of package sync/atomic that set a package variable, gathered
// when first needed.
func (p *Package) atomicSets(v *types.Var) []*ast.CallExpr {
	if p.atomics == nil {
		p.atomics = make(map[*types.Var][]*ast.CallExpr)
		for cur := range p.root.Preorder((*ast.CallExpr)(nil)) {
			call := cur.Node().(*ast.CallExpr)
			if w, op := p.atomic(call); w != nil && op != "Load" && len(call.Args) > 0 {
				p.atomics[w] = append(p.atomics[w], call)
			}
		}
	}
	return p.atomics[v]
}

// latchOf is the parameter, counted from 1, of which a field says whether the place was reached
// before; 0 where there is none. The launch happens once for each value of it:
//
//	if c.started {
//		return
//	}
//	c.started = true
//	go c.loop() // once for each c
func (p *Package) latchOf(g guard, f *function) int {
	root, fields, ok := p.spelled(g.cond)
	if ok && len(fields) > 0 && g.is == nil && !g.opaque && f.param(root) > 0 && p.latched(fields[len(fields)-1], f) {
		return f.param(root)
	}
	return 0
}

// perValue says how often something is reached that a callee reaches once for each value of its
// parameter i: never again (often is false) where that is a package variable; once for each
// value of the parameter per of f; or each time, where per is 0.
//
//	shared.Start() // of a package variable: once
func (p *Package) perValue(i int, t target, f *function) (per int, often bool) {
	if i == 0 || t.arg(i) == nil {
		return 0, true
	}
	root, _, ok := p.spelled(t.arg(i))
	switch {
	case !ok || root == nil:
		return 0, true
	case typesx.IsPackageVar(root):
		return 0, false
	case f != nil:
		return f.param(root), true
	}
	return 0, true
}
