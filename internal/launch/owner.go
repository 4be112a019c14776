// This file answers whom a group belongs to, which decides what has to be shown: of a group
// that a function made the paths of that function must wait (unwaited); of a field or a package
// variable somebody in the package must. A parameter, an element and what a call returns belong
// to somebody else, and nothing is asked.

package launch

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// An Owner is what something was launched into, or the command that was started.
type Owner struct {
	Name  string     // as it is written
	Var   *types.Var // the variable, or the field; nil where it has no name and is lost at once
	Local bool       // it was made by a function, which owns it: the paths of that function count
	Waits []string   // of a group that something counts itself into: the methods that wait for it

	p *Package
}

// Key is equal for all names of one owner, so that several launches into it are one finding.
func (o *Owner) Key() *types.Var {
	if o.Var == nil || o.Local {
		return o.Var
	}
	return o.p.groupAliases().find(o.Var)
}

// Unwaited reports of an owner that is no function's, or that one has put into a
// field or a package variable, whether nothing in the package waits on it, and
// nobody else can.
func (o *Owner) Unwaited(launch ast.Node) bool {
	k := o.p.groupAliases()
	return (!o.Local || k.shared(o.Var)) && k.unwaited(o.Var, launch.Pos())
}

// Member reports whether the function that made a group counts itself into it until its own
// end, and leaves it to a goroutine to wait: to wait itself, it would wait for ever.
//
//	wg.Add(1)
//	defer wg.Done()
//	if verbose {
//		go func() { wg.Wait(); log.Print("done") }()
//	}
func (o *Owner) Member() bool {
	if !o.Local || o.Var == nil {
		return false
	}
	counted, waits := false, false
	for _, cur := range o.p.Index.Names(o.Var) {
		sel := cur.Parent()
		if cur.ParentEdgeKind() != edge.SelectorExpr_X || sel.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		call := sel.Parent()
		callee := o.p.callee(call.Node().(*ast.CallExpr))
		own := false
		for f := range call.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			own = encloses(f.Node(), o.Var.Pos())
			break
		}
		counted = counted || own && tells(callee) != nil && call.ParentEdgeKind() == edge.DeferStmt_Call
		waits = waits || !own && awaits(callee)
	}
	return counted && waits
}

// OwnerOf returns what a method is called on, where what becomes of that can be
// seen: a local variable with a value of its own, a field, a package variable.
// It is nil for a parameter, an element, and what comes from elsewhere.
func (p *Package) OwnerOf(call *ast.CallExpr) *Owner {
	x, sel := p.group(call)
	if x == nil {
		return nil
	}
	p.steps = maxSteps
	at, ok := p.spelled(x)
	if !ok {
		if p.makes(x, 0, 0) {
			return &Owner{Name: types.ExprString(ast.Unparen(x)), Local: true, p: p}
		}
		return nil
	}
	if sel != nil {
		list := fieldPath([]place{at}, sel)
		if len(list) != 1 {
			return nil
		}
		at = list[0]
	}
	return p.ownerAt(at, x)
}

// ownerAt is the owner at a place, which x names.
func (p *Package) ownerAt(at place, x ast.Expr) *Owner {
	// A field or package variable is shared; a local one must have a value of its own.
	o := &Owner{Name: types.ExprString(ast.Unparen(x)), Var: at.shared(), p: p}
	switch {
	case o.Var != nil:
	case at.path != "" || p.Index.TakenBy(at.root) != nil:
		return nil
	case p.fresh(at.root):
		o.Var, o.Local = at.root, true
	case p.aliasOnly(at.root): // another name of a field or a package variable
		o.Var = at.root
	default:
		if o.Var = p.named(at.root); o.Var == nil {
			return nil
		}
		o.Local = true
	}
	return o
}

// named is the local variable with a value of its own that v is another name of, or
// nil.
func (p *Package) named(v *types.Var) *types.Var {
	for range maxDepth {
		id, ok := ast.Unparen(unref(p.only(v))).(*ast.Ident)
		if !ok {
			return nil
		}
		w, ok := p.Info.Uses[id].(*types.Var)
		if !ok || w.IsField() || typesx.IsPackageVar(w) || p.Index.TakenBy(w) != nil {
			return nil
		}
		if p.fresh(w) {
			return w
		}
		v = w
	}
	return nil
}

// fresh reports whether every value of a local variable is made where it is
// assigned.
func (p *Package) fresh(v *types.Var) bool { return p.freshAt(v, 0) }

// freshAt is fresh at a depth of functions that hand out what they make.
func (p *Package) freshAt(v *types.Var, depth int) bool {
	for i, d := range p.idx().defs[v] {
		if d.each || i > maxPlaces || !p.makes(d.value, d.index, depth) {
			return false
		}
	}
	return true
}

// makes reports whether an expression makes a value that nobody else has: a literal, new, a
// call of a function that is named like a maker (NewGroup, pool.New().WithErrors()), or one of
// this package that only hands out what it makes. nil is fresh as well: it is assigned before.
func (p *Package) makes(e ast.Expr, index, depth int) bool {
	if depth > maxDepth || e == nil {
		return false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return p.makes(e.X, index, depth+1)
	case *ast.Ident:
		return p.Info.Uses[e] == types.Universe.Lookup("nil")
	case *ast.CallExpr:
		if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok && p.Info.Uses[id] == types.Universe.Lookup("new") {
			return true
		}
		fn := p.callee(e)
		if fn == nil || index >= fn.Signature().Results().Len() {
			return false
		}
		if value, _ := p.returned(fn); value != nil {
			return p.makes(value, index, depth+1)
		}
		if recv := fn.Signature().Recv(); recv != nil { // pool.New().WithErrors()
			sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
			return ok && p.makes(sel.X, 0, depth+1)
		}
		return isMakerName(fn.Name()) || p.handsOut(fn, index, depth+1)
	}
	return false
}

// handsOut reports whether a function of this package makes what it returns, in a
// variable of its own that it does nothing else with than to fill it in.
func (p *Package) handsOut(callee *types.Func, index, depth int) bool {
	f := p.Index.Declared(callee)
	if f == nil || f.Body == nil {
		return false
	}
	out := make(map[*types.Var]bool)
	for ret := range syntax.Own[*ast.ReturnStmt](f.Body) {
		if index >= len(ret.Results) {
			return false
		}
		id, ok := ast.Unparen(ret.Results[index]).(*ast.Ident)
		v, isVar := p.Info.Uses[id].(*types.Var)
		if !ok || !isVar {
			if !p.makes(ret.Results[index], 0, depth) {
				return false
			}
			continue
		}
		if !f.Declares(v) || f.ParamIndex(v) >= 0 || !p.freshAt(v, depth) {
			return false
		}
		out[v] = true
	}
	return len(out) > 0 && p.onlyFilledIn(f, out)
}

// onlyFilledIn reports whether a function does nothing with its variables but to set
// and use what they point to, and to return them.
func (p *Package) onlyFilledIn(f *syntax.Func, vars map[*types.Var]bool) bool {
	allowed := make(map[*ast.Ident]bool)
	note := func(x ast.Expr) {
		if id, ok := ast.Unparen(x).(*ast.Ident); ok {
			allowed[id] = true
		}
	}
	for n := range syntax.All[ast.Node](f.Body) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			note(n.X)
		case *ast.ReturnStmt:
			for _, x := range n.Results {
				note(x)
			}
		case *ast.BinaryExpr:
			note(n.X)
			note(n.Y)
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				note(x)
			}
		case *ast.Ident:
			if v, ok := p.Info.Uses[n].(*types.Var); ok && vars[v] && !allowed[n] {
				return false
			}
		}
	}
	return true
}

// isMakerName reports whether a function's name says that it makes what it returns.
func isMakerName(name string) bool {
	for _, prefix := range []string{"New", "With", "Make", "Create", "Command", "new", "make", "create"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// aliasOnly reports whether every value of a local variable is that of a field or
// of a package variable.
func (p *Package) aliasOnly(v *types.Var) bool {
	defs := p.idx().defs[v]
	for _, d := range defs {
		at, ok := p.spelled(d.value)
		if d.value == nil || d.each || !ok || at.shared() == nil {
			return false
		}
	}
	return len(defs) > 0
}
