// This file finds out which launches an Add counts for, which has to be known for all of them
// before any becomes wg.Go: each Go adds its own one. The forms are the two in the comment of
// several; an Add whose launches cannot all be named is left alone, since a count that is too
// high waits for ever, and one that is too low panics.

package rewrite

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
)

// A batch is the launches for which one Add counts.
type batch struct {
	launches []*counted
	single   bool // one, right behind the Add
}

// batchOf returns the batch that a launch belongs to, nil where it is in none.
func (r *Rewriter) batchOf(src *source.File, stmt *ast.GoStmt) *batch {
	if r.batches[src] == nil {
		r.batches[src] = make(map[*ast.GoStmt]*batch)
		for add := range syntax.All[*ast.ExprStmt](src.File) {
			if src.After[add] == nil {
				continue
			}
			if b := r.batchAfter(src, add); b != nil {
				for _, c := range b.launches {
					r.batches[src][c.stmt] = b
				}
			}
		}
	}
	return r.batches[src][stmt]
}

// batchAfter returns the launches that a call of Add counts, nil where it is none or
// others may be counted by it.
func (r *Rewriter) batchAfter(src *source.File, add *ast.ExprStmt) *batch {
	call, ok := add.X.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	wg, group, ok := r.groupOf(call, "Add")
	if !ok || !r.promotesGo(wg) {
		return nil
	}
	a := &adding{r: r, src: src, add: add, wg: wg, group: group}
	// wg.Add(1) right before its launch is the usual form, and needs no search.
	if g, ok := src.After[add].(*ast.GoStmt); ok && r.isOne(call.Args[0]) {
		if c := a.counted(g); c != nil {
			return &batch{[]*counted{c}, true}
		}
		return nil
	}
	b := a.several(call.Args[0])
	if b == nil || !a.alone(b) {
		return nil
	}
	return b
}

// adding is the question what an Add counts.
type adding struct {
	r     *Rewriter
	src   *source.File
	add   *ast.ExprStmt
	wg    ast.Expr
	group vars.Path
}

// counted returns a launch as one that the Add counts, nil where it is none.
func (a *adding) counted(g *ast.GoStmt) *counted {
	c := a.r.counts(g)
	if c == nil || !slices.Equal(c.group, a.group) {
		return nil
	}
	c.add, c.wg = a.add, a.wg
	return c
}

// several returns as many launches as are added, in the list that the Add stands in or
// in a loop there that makes as many.
//
//	wg.Add(2)              wg.Add(len(list))
//	go func() { ... }()    for _, x := range list {
//	go func() { ... }()        go func() { ... }()
//	                       }
//
// Between them stands nothing that leaves the list or has to do with the group.
func (a *adding) several(n ast.Expr) *batch {
	// -1 where the number is not constant: then only a loop can make as many.
	want := int64(-1)
	if v := a.r.Pass.TypesInfo.Types[n].Value; v != nil {
		want, _ = constant.Int64Val(constant.ToInt(v))
	}
	b := new(batch)
	for s := a.src.After[a.add]; s != nil; s = a.src.After[s] {
		switch s := s.(type) {
		case *ast.GoStmt:
			if c := a.counted(s); c != nil {
				b.launches = append(b.launches, c)
			} else if a.mentioned(s) {
				return nil
			}
		// A loop after single launches would need a sum, which nobody writes.
		case *ast.ForStmt, *ast.RangeStmt:
			c := a.loop(s, n)
			if c == nil || len(b.launches) > 0 {
				return nil
			}
			return &batch{launches: []*counted{c}}
		case *ast.AssignStmt, *ast.DeclStmt, *ast.ExprStmt, *ast.IncDecStmt:
			if a.mentioned(s) || !a.isLocal() && calls(s) {
				return nil
			}
		case *ast.SendStmt: // takes a token: nobody else may wait meanwhile
			if a.mentioned(s) || !a.isLocal() || !a.waitsAtHome() {
				return nil
			}
		default:
			return nil
		}
		if int64(len(b.launches)) == want {
			return b
		}
	}
	return nil
}

// loop returns the only launch of a loop that makes as many as are added: it stands in
// the body itself, and nothing gets around it.
func (a *adding) loop(loop ast.Stmt, n ast.Expr) *counted {
	var body *ast.BlockStmt
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		body = loop.Body
		if !a.ranges(loop, n) {
			return nil
		}
	case *ast.ForStmt:
		body = loop.Body
		if !a.counting(loop, n) {
			return nil
		}
	}
	// Exactly one launch in each turn.
	var found *counted
	for _, s := range body.List {
		if g, ok := s.(*ast.GoStmt); ok {
			if c := a.counted(g); c != nil && found == nil {
				found = c
				continue
			}
		}
		if a.mentioned(s) || leaves(s) || !a.isLocal() && calls(s) {
			return nil
		}
	}
	return found
}

// ranges reports whether a range goes over as much as is added.
func (a *adding) ranges(loop *ast.RangeStmt, n ast.Expr) bool {
	info := a.r.Pass.TypesInfo
	t := info.TypeOf(loop.X)
	if t == nil || loop.Tok == token.ASSIGN {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Array:
	case *types.Map:
		if len(loop.Body.List) > 1 || a.names(loop.Body, loop.X) { // it may grow
			return false
		}
	case *types.Basic:
		return u.Info()&types.IsInteger != 0 && a.same(loop.X, n, loop)
	default:
		return false
	}
	of := lengthOf(info, n)
	return of != nil && a.same(loop.X, of, loop)
}

// lengthOf returns what an expression is the length of, or nil.
func lengthOf(info *types.Info, n ast.Expr) ast.Expr {
	call, ok := ast.Unparen(n).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	if b, ok := typeutil.Callee(info, call).(*types.Builtin); !ok || b.Name() != "len" {
		return nil
	}
	return call.Args[0]
}

// counting reports whether a loop is for i := 0; i < n; i++.
func (a *adding) counting(loop *ast.ForStmt, n ast.Expr) bool {
	info := a.r.Pass.TypesInfo
	init, ok := loop.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE || len(init.Lhs) != 1 {
		return false
	}
	id := init.Lhs[0].(*ast.Ident)
	i, ok := info.Defs[id].(*types.Var)
	post, isInc := loop.Post.(*ast.IncDecStmt)
	cond, isCond := loop.Cond.(*ast.BinaryExpr)
	if !ok || !isInc || post.Tok != token.INC || !isCond || a.r.IsAssigned(i) {
		return false
	}
	is := func(x ast.Expr) bool {
		id, ok := ast.Unparen(x).(*ast.Ident)
		return ok && info.Uses[id] == i
	}
	start := info.Types[init.Rhs[0]].Value
	if start == nil || !is(post.X) || !is(cond.X) {
		return false
	}
	from := map[token.Token]int64{token.LSS: 0, token.LEQ: 1}
	// i < n from 0, or i <= n from 1: any other loop runs another number of times.
	first, ok := from[cond.Op]
	if !ok || !constant.Compare(start, token.EQL, constant.MakeInt64(first)) {
		return false
	}
	if x, y := lengthOf(info, cond.Y), lengthOf(info, n); x != nil && y != nil {
		return a.isLocal() && a.same(x, y, loop) && !a.isField(x)
	}
	return a.same(cond.Y, n, loop) && !a.isField(cond.Y)
}

// isField reports whether an expression is a field, which others may change.
func (a *adding) isField(x ast.Expr) bool {
	_, ok := ast.Unparen(x).(*ast.SelectorExpr)
	return ok
}

// same reports whether two expressions have the same value, at the Add and in a loop:
// equal constants, or one variable that nothing changes in between.
func (a *adding) same(x, y ast.Expr, loop ast.Stmt) bool {
	info := a.r.Pass.TypesInfo
	if vx, vy := info.Types[x].Value, info.Types[y].Value; vx != nil || vy != nil {
		return vx != nil && vy != nil && constant.Compare(vx, token.EQL, vy)
	}
	// One path of variables, with no change between the Add and the loop.
	px, ok := a.r.PathOf(x)
	py, also := a.r.PathOf(y)
	if !ok || !also || !slices.Equal(px, py) {
		return false
	}
	// A field may be set by whatever runs in between.
	if len(px) > 1 && a.behind() != loop {
		return false
	}
	for _, v := range px {
		if v.Parent() == a.r.Pass.Pkg.Scope() && a.behind() != loop {
			return false
		}
		if slices.ContainsFunc(a.r.ChangesOf(a.src, a.firstLaunch(loop), v), func(c *vars.Change) bool {
			return c.Hidden && !v.IsField() || a.add.Pos() <= c.At.Node().Pos() && c.At.Node().Pos() < loop.End() || c.Elsewhere(a.add.Pos())
		}) {
			return false
		}
	}
	return true
}

// behind is the first statement behind the Add that is no declaration without a value.
func (a *adding) behind() ast.Stmt {
	s := a.src.After[a.add]
	for {
		decl, ok := s.(*ast.DeclStmt)
		if !ok || calls(decl) || syntax.Any(decl, func(spec *ast.ValueSpec) bool { return len(spec.Values) > 0 }) {
			return s
		}
		s = a.src.After[s]
	}
}

// firstLaunch returns some launch in a loop.
func (a *adding) firstLaunch(loop ast.Stmt) *ast.GoStmt {
	for g := range syntax.All[*ast.GoStmt](loop) {
		return g
	}
	return &ast.GoStmt{Go: loop.Pos(), Call: &ast.CallExpr{Fun: &ast.BadExpr{From: loop.Pos()}}}
}

// mentioned reports whether a node names the group.
func (a *adding) mentioned(n ast.Node) bool {
	return syntax.Mentions(a.r.Pass.TypesInfo, n, a.group[len(a.group)-1])
}

// names reports whether a node names the variable of an expression.
func (a *adding) names(n ast.Node, x ast.Expr) bool {
	p, ok := a.r.PathOf(x)
	return !ok || syntax.Mentions(a.r.Pass.TypesInfo, n, p[len(p)-1])
}

// isLocal reports whether the group is a variable of this function.
func (a *adding) isLocal() bool {
	return len(a.group) == 1 && !source.IsPointer(a.group[0].Type()) && a.r.FactsAbout(a.group[0]) != nil
}

// alone reports whether nobody can wait for the group between its Add and the last
// launch: the count may come to zero there, once each launch adds its own. Of a local
// group all uses are known; of another one nothing runs in between that could say that
// it is time to wait.
func (a *adding) alone(b *batch) bool {
	last := b.launches[len(b.launches)-1]
	end := last.stmt.End()
	if a.directed(b, end) {
		return false
	}
	if !a.isLocal() {
		s := a.r.Signals()
		for _, c := range b.launches {
			for _, stmt := range c.lit.Body.List {
				if stmt != c.done && s.In(stmt) {
					return false
				}
			}
		}
		return true
	}
	return !slices.ContainsFunc(a.r.Index.Uses(a.group[0]), func(use inspector.Cursor) bool {
		return use.Node().Pos() <= end && !a.counts(use) && !a.waitsBefore(use) && !isGiven(b, use)
	})
}

// isGiven reports whether a use of the group gives it to a launch that only counts down by it.
func isGiven(b *batch, use inspector.Cursor) bool {
	return slices.ContainsFunc(b.launches, func(c *counted) bool {
		return c.param != nil && c.stmt.Call.Lparen < use.Node().Pos() && use.Node().Pos() < c.stmt.Call.Rparen
	})
}

// counts reports whether a use of the group only counts.
func (a *adding) counts(use inspector.Cursor) bool {
	sel, ok := use.Parent().Node().(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"Add", "Done", "Go"}, sel.Sel.Name)
}

// waitsBefore reports whether a Wait is over when the Add is reached: it stands before
// it, in no literal.
func (a *adding) waitsBefore(use inspector.Cursor) bool {
	sel, ok := use.Parent().Node().(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Wait" || sel.Pos() >= a.add.Pos() {
		return false
	}
	for c := range use.Enclosing((*ast.FuncLit)(nil)) {
		if lit := c.Node(); a.add.Pos() < lit.Pos() || lit.End() <= a.add.Pos() {
			return false
		}
	}
	return true
}

// waitsAtHome reports whether only the function that has the group waits for it: no literal does,
// which may run at the same time as the one that adds.
func (a *adding) waitsAtHome() bool {
	home := syntax.FunctionAt(a.src.File, a.group[0].Pos())
	return !slices.ContainsFunc(a.r.Index.Uses(a.group[0]), func(use inspector.Cursor) bool {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Wait" && syntax.Function(use) != home
	})
}

// directed reports whether a comment among the launches is a directive: it may be that
// one of them is not to be rewritten.
func (a *adding) directed(b *batch, end token.Pos) bool {
	return slices.ContainsFunc(a.src.File.Comments, func(g *ast.CommentGroup) bool {
		return a.add.Pos() <= g.Pos() && g.Pos() < a.src.EndOfLine(end) && len(b.launches) > 1 && slices.ContainsFunc(g.List, func(c *ast.Comment) bool {
			return strings.HasPrefix(c.Text, "//tether:") || strings.HasPrefix(c.Text, "//nolint")
		})
	})
}

// leaves reports whether a statement may leave the list that it stands in.
func leaves(s ast.Stmt) bool {
	return syntax.HasOwn[*ast.ReturnStmt](s) || syntax.HasOwn[*ast.BranchStmt](s)
}

// calls reports whether a node calls anything, literals in it apart.
func calls(n ast.Node) bool { return syntax.HasOwn[*ast.CallExpr](n) }
