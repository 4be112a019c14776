// This file is for groups inside of other packages' types: a library's Group with Go and Wait
// over a WaitGroup that nobody outside can name. A Behaviour says that Done is told "at .wg of
// the parameter", and another that Wait waits there whenever it is called; so the type's own
// Wait is what a launcher has to call.

package behaviour

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// An Inside is where a signal goes that is sent to a WaitGroup wrapped in a type of another
// package, whose methods count and wait: what is signalled on is then known by the type, and the
// way from it, and what waits by the names of the methods that do.
type Inside struct {
	Of   *types.TypeName
	path string
}

// InsideOf is where a signal of a function of another package goes, if that is
// not the parameter itself.
func InsideOf(callee *types.Func, s Ended) Inside {
	if s.Path == "" || callee == nil {
		return Inside{}
	}
	sig := callee.Signature()
	i := s.Param
	if sig.Recv() != nil {
		if i == 0 {
			return Inside{typesx.Named(sig.Recv().Type()), s.Path}
		}
		i--
	}
	if i >= sig.Params().Len() {
		return Inside{}
	}
	return Inside{typesx.Named(sig.Params().At(i).Type()), s.Path}
}

// isFieldPath reports whether a way consists of fields alone.
func isFieldPath(path string) bool { return !strings.ContainsAny(path, "[]()<!") }

// Waiters are the methods of a type that wait for what signals inside of it.
func (p *Package) Waiters(in Inside) []string {
	names, ok := p.waitersOf[in]
	if ok {
		return names
	}
	// Asked of facts: the methods of another package's type that wait there whenever called.
	if set := types.NewMethodSet(types.NewPointer(in.Of.Type())); set.Len() > 0 {
		for i := range set.Len() {
			fn, ok := set.At(i).Obj().(*types.Func)
			// A promoted method is the embedded type's, and counts where that is asked for.
			if !ok || !fn.Exported() || len(set.At(i).Index()) > 1 {
				continue
			}
			b := p.Beyond.Behaviour(fn.Origin())
			if b != nil && slices.Contains(b.Waits, Await{Path: in.path, Form: GroupWait, Always: true}) {
				names = append(names, fn.Name())
			}
		}
	}
	p.waitersOf[in] = names
	return names
}

// MemberWaits are the uses, anywhere in the package, of a method that waits for all members of
// the group which a field or package variable holds. A method value counts as a call.
func (p *Package) MemberWaits(j *catalog.Join, group *types.Var) (list []Wait) {
	for _, name := range j.Waits {
		for _, u := range p.methodUses(name) {
			sel := u.X.(*ast.SelectorExpr)
			for _, at := range FieldPath(p.Names(sel.X, u.In), p.Info.Selections[sel]) {
				if at.Shared() == group {
					list = append(list, Wait{GroupWait, sel.Pos(), u.In})
				}
			}
		}
	}
	return list
}

// methodUses are the uses of methods of the name.
func (p *Package) methodUses(name string) []Use {
	ix := p.Gathered()
	// Made at the first question: hardly any package launches into a group of a configured pair.
	if ix.methods == nil {
		ix.methods = make(map[string][]Use)
		for cur := range p.Index.Root().Preorder((*ast.SelectorExpr)(nil)) {
			sel := cur.Node().(*ast.SelectorExpr)
			if s := p.Info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
				ix.methods[sel.Sel.Name] = append(ix.methods[sel.Sel.Name], Use{sel, p.Index.FuncAt(cur)})
			}
		}
	}
	return ix.methods[name]
}

// awaits are what a function waits for whenever it is called: by a statement of
// its own, before which it does not return, or by a function that it calls so.
func (p *Package) awaits(f *syntax.Func, depth int) []Await {
	if f == nil || f.Body == nil || depth > MaxDepth {
		return nil
	}
	var list []Await
	// From the first statement that may leave the function on, nothing runs whenever it is called;
	// what that statement waits for itself does: return g.wg.Wait(). Behind a guard against nil a
	// wait for what the guarded parameter has does.
	var guarded []*types.Var
	for _, s := range f.Body.List {
		for _, a := range p.awaitsIn(s, f, depth) {
			if !slices.ContainsFunc(guarded, func(v *types.Var) bool { return v != f.Params[a.Param] }) {
				list = append(list, a)
			}
		}
		if returns(s) {
			v := p.nilGuarded(s, f)
			if v == nil {
				break
			}
			guarded = append(guarded, v)
		}
	}
	slices.SortFunc(list, func(a, b Await) int { return cmp.Or(a.Param-b.Param, cmp.Compare(a.Path, b.Path)) })
	return slices.Compact(list)
}

// awaitsIn are those of one statement: a call of a group's wait, of a function of the package
// that waits, or of a sync.Once that runs one.
func (p *Package) awaitsIn(s ast.Stmt, f *syntax.Func, depth int) (list []Await) {
	var call *ast.CallExpr
	// Waits in a condition, a loop or a literal are left out: they may not come.
	switch s := s.(type) {
	case *ast.ExprStmt:
		call, _ = ast.Unparen(s.X).(*ast.CallExpr)
	case *ast.DeferStmt:
		call = s.Call
	case *ast.ReturnStmt:
		if len(s.Results) == 1 {
			call, _ = ast.Unparen(s.Results[0]).(*ast.CallExpr)
		}
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 {
			call, _ = ast.Unparen(s.Rhs[0]).(*ast.CallExpr)
		}
	}
	if call == nil {
		return nil
	}
	t := p.Resolve(call)
	switch {
	case Awaits(t.Static):
		for _, at := range p.bound(0, t, f) {
			// The group itself would be a parameter that is waited on, see awaitsParams.
			if i := f.ParamIndex(at.Root); i >= 0 && at.Path != "" && isFieldPath(at.Path) {
				list = append(list, Await{i, at.Path, GroupWait, true})
			}
		}
	case t.Static != nil && t.Static.Name() == "Do" && t.Static.FullName() == "(*sync.Once).Do" && len(call.Args) == 1:
		// Once it has been done by somebody, Do comes back only when that has returned.
		if inner := p.Denoted(call.Args[0], 0); inner.Func != nil {
			for _, s := range inner.Func.Body.List {
				list = append(list, p.awaitsIn(s, f, depth+1)...)
			}
		}
	case t.Func != nil && t.Func != f:
		for _, a := range p.awaits(t.Func, depth+1) {
			for _, at := range p.bound(a.Param, t, f) {
				if i := f.ParamIndex(at.Root); i >= 0 {
					list = append(list, Await{i, at.Path + a.Path, a.Form, true})
				}
			}
		}
	}
	return list
}

// returns reports whether a statement may leave the function.
func returns(s ast.Stmt) bool { return syntax.HasOwn[*ast.ReturnStmt](s) }
