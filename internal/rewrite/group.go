// This file finds a group that the function has anyway, so that one more launch can join it:
//
//	var g errgroup.Group
//	g.Go(fetch)
//	go warm(cache)   // becomes g.Go(func() error { warm(cache); return nil })
//	return g.Wait()

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// groupTypes are the types of groups that launches may join, and what makes one.
var groupTypes = map[string]struct {
	returns bool
	makers  []string
}{
	"sync.WaitGroup":                   {},
	"golang.org/x/sync/errgroup.Group": {true, []string{"golang.org/x/sync/errgroup.WithContext"}},
}

// A group is a variable that a function launches into.
type group struct {
	v        *types.Var
	launches int
	waits    []*ast.CallExpr
	deferred bool // the last of waits is
	other    bool // it is used in ways that may limit it or wait for it
}

// groupTarget returns the group that the function around a launch launches into
// anyway, where the launch can join it: the group is made by the function and only
// launched into and waited for, once, after the launch and not in a loop; and what is
// launched provably ends, whatever follows the Wait. Otherwise the function would
// wait for something that waits for the function. Of an errgroup an error would
// cancel the others, so nil is returned.
func (r *Rewriter) groupTarget(src *source.File, stmt *ast.GoStmt) *target {
	fn := src.Body[stmt]
	groups := r.groupsOf(src, fn)
	var found *group
	for _, g := range groups {
		if r.canJoin(src, stmt, fn, g) {
			if found != nil {
				return nil // which one is not known
			}
			found = g
		}
	}
	// Asked last, since it may look into many functions.
	if found == nil || !r.Ends(stmt) {
		return nil
	}
	name := typeName(found.v.Type())
	if name == "sync.WaitGroup" && !r.HasWaitGroupGo(src.File) {
		return nil
	}
	return &target{call: found.v.Name() + ".Go", returns: groupTypes[name].returns, dropError: true}
}

// typeName is the package path and name of a type, or of what a pointer points to; "" for types
// without a name.
func typeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	return named.Obj().Pkg().Path() + "." + named.Obj().Name()
}

// canJoin reports whether a launch can be made into a group: it is only launched into and
// waited for, once, behind the launch, and what is launched does not use it.
func (r *Rewriter) canJoin(src *source.File, stmt *ast.GoStmt, fn ast.Node, g *group) bool {
	switch {
	// A group that is handed on may be waited for there, or have a limit: a launch into a full group
	// would wait for one that waits for the launch.
	case g.other, g.launches == 0, len(g.waits) != 1, g.v.Pos() > stmt.Pos(), g.waits[0].Pos() < stmt.End() && !g.deferred,
		r.Lookup(g.v.Name(), stmt.Pos()) != g.v,
		r.denies(config.Func("(*" + typeName(g.v.Type()) + ").Go")):
		return false
	}
	// In a loop the Wait would be between two launches, and in a literal nobody knows when it is.
	return !r.nested(fn, g.waits[0]) && !syntax.Mentions(r.Pass.TypesInfo, stmt, g.v)
}

// nested reports whether a node is in a loop or in a literal of a function.
func (r *Rewriter) nested(fn, n ast.Node) bool {
	c, ok := r.Index.Find(n)
	if !ok {
		return false
	}
	for outer := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil), (*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		return outer.Node() != fn
	}
	return false
}

// groupsOf returns the groups that a function makes and uses.
func (r *Rewriter) groupsOf(src *source.File, fn ast.Node) []*group {
	if groups, ok := r.groups[fn]; ok {
		return groups
	}
	var groups []*group
	if fn != nil {
		for id := range syntax.All[*ast.Ident](fn) {
			if v, ok := r.Pass.TypesInfo.Defs[id].(*types.Var); ok && r.makesGroup(v) {
				groups = append(groups, newGroup(v, r.Index.Uses(v)))
			}
		}
	}
	r.groups[fn] = groups
	return groups
}

// makesGroup reports whether a variable is declared as a new group.
func (r *Rewriter) makesGroup(v *types.Var) bool {
	kind, ok := groupTypes[typeName(v.Type())]
	if !ok || v.IsField() {
		return false
	}
	def, _ := r.Index.Definition(v)
	// Only a new one is known to count nothing yet.
	switch decl := def.Parent().Node().(type) {
	case *ast.ValueSpec:
		return len(decl.Values) == 0 && !source.IsPointer(v.Type())
	case *ast.AssignStmt:
		if len(decl.Rhs) != 1 || def.ParentEdgeIndex() != 0 {
			return false
		}
		switch rhs := ast.Unparen(decl.Rhs[0]).(type) {
		case *ast.CompositeLit:
			return len(rhs.Elts) == 0
		case *ast.UnaryExpr:
			lit, ok := rhs.X.(*ast.CompositeLit)
			return ok && rhs.Op == token.AND && len(lit.Elts) == 0
		case *ast.CallExpr:
			callee, ok := typeutil.Callee(r.Pass.TypesInfo, rhs).(*types.Func)
			return r.IsBuiltin(rhs, "new") || ok && slices.Contains(kind.makers, callee.FullName())
		}
	}
	return false
}

// newGroup is a group with all that its function does with it.
func newGroup(v *types.Var, uses []inspector.Cursor) *group {
	g := &group{v: v}
	for _, use := range uses {
		g.use(use)
	}
	return g
}

// use records one use of the group's variable.
func (g *group) use(c inspector.Cursor) {
	sel, isSel := c.Parent().Node().(*ast.SelectorExpr)
	call, isCall := c.Parent().Parent().Node().(*ast.CallExpr)
	if !isSel || !isCall || c.Parent().ParentEdgeKind() != edge.CallExpr_Fun || c.ParentEdgeKind() != edge.SelectorExpr_X {
		g.other = true
		return
	}
	switch sel.Sel.Name {
	case "Go", "Add":
		g.launches++
	case "Done":
	case "Wait":
		g.waits = append(g.waits, call)
		_, g.deferred = c.Parent().Parent().Parent().Node().(*ast.DeferStmt)
	default:
		g.other = true
	}
}
