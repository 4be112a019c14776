// This file answers whom a group belongs to, which decides what has to be shown: of a group
// that a function made the paths of that function must wait (unwaited); of a field or a package
// variable somebody in the package must. A parameter, an element and what a call returns belong
// to somebody else, and nothing is asked.

package launch

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/behaviour"
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
	return o.p.GroupAliases().Find(o.Var)
}

// Unwaited reports of an owner that is no function's, or that one has put into a
// field or a package variable, whether nothing in the package waits on it, and
// nobody else can.
func (o *Owner) Unwaited(launch ast.Node) bool {
	k := o.p.GroupAliases()
	return (!o.Local || k.Shared(o.Var)) && k.Unwaited(o.Var, launch.Pos())
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
		callee := o.p.Callee(call.Node().(*ast.CallExpr))
		// The innermost function around the call is the one that makes it.
		own := false
		for f := range call.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			own = syntax.Encloses(f.Node(), o.Var.Pos())
			break
		}
		counted = counted || own && behaviour.Tells(callee) != nil && call.ParentEdgeKind() == edge.DeferStmt_Call
		waits = waits || !own && behaviour.Awaits(callee)
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
	p.Begin()
	at, ok := p.Spelled(x)
	// What is made for the one call has no name, and is lost behind it: new(sync.WaitGroup).Go(f).
	if !ok {
		if p.Makes(x, 0, 0) {
			return &Owner{Name: types.ExprString(ast.Unparen(x)), Local: true, p: p}
		}
		return nil
	}
	if sel != nil {
		list := behaviour.FieldPath([]behaviour.Place{at}, sel)
		if len(list) != 1 {
			return nil
		}
		at = list[0]
	}
	return p.ownerAt(at, x)
}

// ownerAt is the owner at a place, which x names.
func (p *Package) ownerAt(at behaviour.Place, x ast.Expr) *Owner {
	// A field or package variable is shared; a local one must have a value of its own.
	o := &Owner{Name: types.ExprString(ast.Unparen(x)), Var: at.Shared(), p: p}
	switch {
	case o.Var != nil:
	case at.Path != "" || p.Index.TakenBy(at.Root) != nil:
		return nil
	case p.Fresh(at.Root):
		o.Var, o.Local = at.Root, true
	case p.aliasOnly(at.Root): // another name of a field or a package variable
		o.Var = at.Root
	default:
		if o.Var = p.named(at.Root); o.Var == nil {
			return nil
		}
		o.Local = true
	}
	return o
}

// named is the local variable with a value of its own that v is another name of, or
// nil.
func (p *Package) named(v *types.Var) *types.Var {
	for range behaviour.MaxDepth {
		id, ok := ast.Unparen(behaviour.Unref(p.Only(v))).(*ast.Ident)
		if !ok {
			return nil
		}
		w, ok := p.Info.Uses[id].(*types.Var)
		if !ok || w.IsField() || typesx.IsPackageVar(w) || p.Index.TakenBy(w) != nil {
			return nil
		}
		if p.Fresh(w) {
			return w
		}
		v = w
	}
	return nil
}

// aliasOnly reports whether every value of a local variable is that of a field or
// of a package variable.
func (p *Package) aliasOnly(v *types.Var) bool {
	defs := p.Gathered().Defs[v]
	for _, d := range defs {
		at, ok := p.Spelled(d.Value)
		if d.Value == nil || d.Each || !ok || at.Shared() == nil {
			return false
		}
	}
	return len(defs) > 0
}
