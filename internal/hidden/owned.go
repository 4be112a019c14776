// This file answers which results of a function own a goroutine, so that unclosed can follow
// them as it follows an opened file:
//
//	w := watch.New(dir) // starts a loop that only (*Watcher).Close ends
//	...                 // leak: w is never closed on this path
//
// A result owns it only if that holds for each call: the launch is unconditional, nobody but
// the holder of this one result can end it, and by a method that the caller can name.

package hidden

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/typesx"
)

// An Owner is a result that owns a goroutine: whoever gets it must call one of the
// methods, for nothing else ends what runs behind it.
type Owner struct {
	Result  int // counted from 0
	Methods []string
	Where   string // what was launched, as in Left

	Dependency bool // the function is a dependency's, whose launches a rule of its own reports
}

// Owned returns the results of a call that own a goroutine.
func (p *Package) Owned(call *ast.CallExpr) []Owner {
	fn := p.callee(call)
	if fn == nil || fn.Pkg() == nil || catalog.StdPath(fn.Pkg().Path()) || typesx.IsInterfaceMethod(fn) || !p.mayOwn(fn) || p.launches.Helpers.Lookup(fn) != nil {
		return nil
	}
	if _, ok := p.launches.Helpers.LauncherHandle(fn); ok {
		return nil
	}
	if fn.Pkg() != p.pkg {
		if leaves := p.imported(fn); leaves != nil {
			return leaves.Owned
		}
		return nil
	}
	p.index()
	if f := p.declared(fn); f != nil {
		return p.owned(f)
	}
	return nil
}

// OwnerOf is the result, of the declared function around a launch, that owns what is launched
// there; nil where none is shown to. untracked asks, to name whom the goroutine
// belongs to.
func (p *Package) OwnerOf(fn *types.Func, launch ast.Node) *Owner {
	if fn == nil || !p.mayOwn(fn) {
		return nil
	}
	p.index()
	f := p.declared(fn)
	if f == nil {
		return nil
	}
	where := p.where(f, launch)
	for _, o := range p.owned(f) {
		for _, l := range p.lefts.Ask(f) {
			if l.where == where && len(l.by) > 0 && l.by[0].result-1 == o.Result {
				return &o
			}
		}
	}
	return nil
}

// Info is the type information of the package.
func (p *Package) Info() *types.Info { return p.info }

// mayOwn reports whether a function has a result, other than an error, that has methods. It is
// asked of each call in a package, and keeps most of them from costing more.
func (p *Package) mayOwn(fn *types.Func) bool {
	may, ok := p.owning[fn]
	if !ok {
		may = hasMethods(fn)
		p.owning[fn] = may
	}
	return may
}

// hasMethods answers mayOwn.
func hasMethods(fn *types.Func) bool {
	results := fn.Signature().Results()
	for i := range results.Len() {
		if t := results.At(i).Type(); !typesx.IsError(t) && types.NewMethodSet(t).Len() > 0 {
			return true
		}
	}
	return false
}

// owned are the results of a function of this package that own what it leaves behind, on every
// path on which it returns them. Groups (a WaitGroup in the result) are not: the rules about
// groups judge who waits.
func (p *Package) owned(f *function) (list []Owner) {
	for _, l := range p.lefts.Ask(f) {
		// Under a condition, once for a value, or with nobody who could end it: then not each call
		// owes anything.
		if !l.always || l.per > 0 || len(l.when) > 0 || len(l.by) == 0 {
			continue
		}
		o := Owner{Result: l.by[0].result - 1, Where: l.where}
		t := resultType(f.Obj, o.Result)
		// Nobody else may be able to end it: no parameter, no other result, no package
		// variable.
		sole := o.Result >= 0 && t != nil && len(p.launches.Helpers.GroupWaits(namedOf(t))) == 0
		for _, h := range l.by {
			sole = sole && h.param == 0 && h.result == o.Result+1 && !h.global && h.maker == ""
			for _, name := range h.calls {
				if sole && typesx.HasMethod(t, f.Obj.Pkg(), name) {
					o.Methods = append(o.Methods, name)
				}
			}
		}
		slices.Sort(o.Methods)
		o.Methods = slices.Compact(o.Methods)
		if sole && len(o.Methods) > 0 && !slices.ContainsFunc(list, func(x Owner) bool { return x.Result == o.Result }) && p.alwaysGives(f, o.Result) {
			list = append(list, o)
		}
	}
	return list
}

// resultType is the type of result i; nil where the function has no such result.
func resultType(fn *types.Func, i int) types.Type {
	if i < 0 || i >= fn.Signature().Results().Len() {
		return nil
	}
	return fn.Signature().Results().At(i).Type()
}

// namedOf is the name of a type, or of what a pointer points to; nil for other types.
func namedOf(t types.Type) *types.TypeName {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj()
	}
	return nil
}

// unconditional reports whether a place is reached whenever its function returns something: no
// condition is around it, and each return above it gives nil or an empty literal first. Loops
// around it do not count as conditions:
//
//	if o.Watch {
//		go c.watch() // not whenever a Client is given
//	}
func (p *Package) unconditional(at ast.Node, f *function) bool {
	cur, ok := p.engine.Index().Find(at)
	if !ok {
		return false
	}
	for ; cur.Node() != f.Body && cur.Parent().Node() != nil; cur = cur.Parent() {
		switch kind, _ := cur.ParentEdge(); kind {
		case edge.IfStmt_Body, edge.IfStmt_Else, edge.CaseClause_Body, edge.CommClause_Body, edge.FuncLit_Body:
			return false
		}
	}
	for cur := range f.Cursor.Preorder((*ast.ReturnStmt)(nil)) {
		ret := cur.Node().(*ast.ReturnStmt)
		if p.around(cur) == f && ret.End() <= at.Pos() && (len(ret.Results) == 0 || !p.isZero(ret.Results[0]) && !isEmpty(ret.Results[0])) {
			return false
		}
	}
	return true
}

// isEmpty reports whether an expression is a literal without elements.
func isEmpty(x ast.Expr) bool {
	lit, ok := ast.Unparen(x).(*ast.CompositeLit)
	return ok && len(lit.Elts) == 0
}

// alwaysGives reports whether all returns of a function give the same expression as a result,
// or nothing. Expressions are compared by how they are written:
//
//	return nil, err // gives nothing
//	return c, nil
//	return c, nil   // the same as above
//	return shared() // and not this, which somebody else may have
func (p *Package) alwaysGives(f *function, result int) bool {
	given := ""
	for cur := range f.Cursor.Preorder((*ast.ReturnStmt)(nil)) {
		ret := cur.Node().(*ast.ReturnStmt)
		if p.around(cur) != f {
			continue
		}
		// What a bare return, or one of a call, gives is not written there.
		if len(ret.Results) != f.Obj.Signature().Results().Len() {
			return false
		}
		x := ret.Results[result]
		if p.isZero(x) || isEmpty(x) {
			continue
		}
		if s := types.ExprString(x); given == "" {
			given = s
		} else if given != s {
			return false
		}
	}
	return given != ""
}
