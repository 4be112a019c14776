// This file answers how often a loop runs in which goroutines are launched, for room.go: a number,
// or an expression that says it where their channel is made.

package stuck

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/syntax"
)

// turnsOf is how often a loop runs that counts up to a constant: for i := 0; i < 3; i++, whose
// body does not set i. A break makes it fewer, which does no harm.
func (p *program) turnsOf(s *ast.ForStmt) (int, bool) {
	init, okInit := s.Init.(*ast.AssignStmt)
	cond, okCond := s.Cond.(*ast.BinaryExpr)
	post, okPost := s.Post.(*ast.IncDecStmt)
	if !okInit || !okCond || !okPost || len(init.Lhs) != 1 || len(init.Rhs) != 1 || post.Tok != token.INC || cond.Op != token.LSS {
		return 0, false
	}
	i := p.variable(init.Lhs[0])
	if i == nil || p.variable(cond.X) != i || p.variable(post.X) != i {
		return 0, false
	}
	for _, set := range p.assignedIn(s.Body) {
		if set == i {
			return 0, false
		}
	}
	from, okFrom := p.intOf(init.Rhs[0])
	to, okTo := p.intOf(cond.Y)
	return to - from, okFrom && okTo && to > from
}

// intOf is the value of a constant expression that is fit to be a channel's room: larger ones
// are no room anybody wants, and are no answer.
func (p *program) intOf(x ast.Expr) (int, bool) {
	tv := p.Info.Types[x]
	if tv.Value == nil {
		return 0, false
	}
	n, ok := constantOf(tv.Value).(number)
	return int(n.n), ok && n.n >= 0 && n.n < 1<<16
}

// rangeTurns is how often a range runs: a constant, or the length of a variable that
// never changes and that the channel's maker can see.
func (p *program) rangeTurns(s *ast.RangeStmt, ch *types.Var, made *ast.CallExpr) (n int, operand string, ok bool) {
	if n, ok := p.intOf(s.X); ok {
		return n, "", true
	}
	id, isIdent := ast.Unparen(s.X).(*ast.Ident)
	if !isIdent {
		return 0, "", false
	}
	v, isVar := p.Info.Uses[id].(*types.Var)
	// Between make and the loop the length must not change, and its name must mean the same.
	if !isVar || p.lent[v] || p.isSet(v) || !p.visible(v, made.Pos()) {
		return 0, "", false
	}
	switch t := v.Type().Underlying().(type) {
	case *types.Slice:
		// Elements may be set, which does not change the length of the slice that v holds.
		return 0, "len(" + v.Name() + ")", p.visible(types.Universe.Lookup("len"), made.Pos())
	case *types.Basic:
		// A range over -1 has no turn, and a make with room for -1 panics.
		switch {
		case t.Kind() != types.Int:
			return 0, "", false
		case p.isLength(v):
			return 0, v.Name(), true
		case !p.comesTo(s, made): // it may be refused for being too large
			return 0, "", false
		case p.receivesNext(s, ch):
			return 0, v.Name(), true
		}
		return 0, "max(" + v.Name() + ", 0)", p.visible(types.Universe.Lookup("max"), made.Pos())
	}
	return 0, "", false
}

// isLength reports whether a variable is the length or the capacity of something.
func (p *program) isLength(v *types.Var) bool {
	def, ok := p.Index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return false
	}
	assign := def.Parent().Node().(*ast.AssignStmt)
	if len(assign.Lhs) != len(assign.Rhs) {
		return false
	}
	call, ok := ast.Unparen(assign.Rhs[def.ParentEdgeIndex()]).(*ast.CallExpr)
	return ok && (p.isBuiltin(call, "len") || p.isBuiltin(call, "cap"))
}

// comesTo reports whether the function that makes a channel certainly comes to a loop from there:
// nothing stands between that could leave, or ask for how much.
func (p *program) comesTo(loop *ast.RangeStmt, made *ast.CallExpr) bool {
	list, at := p.listAround(loop)
	for _, s := range slices.Backward(list[:at]) {
		if syntax.Encloses(s, made.Pos()) {
			return true
		}
		switch s := s.(type) {
		case *ast.AssignStmt, *ast.DeclStmt, *ast.DeferStmt, *ast.GoStmt, *ast.IncDecStmt:
			if syntax.AnyOwn(s, func(call *ast.CallExpr) bool { return p.isBuiltin(call, "panic") }) {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// receivesNext reports whether what stands behind a loop receives from a channel, before it does
// anything else: then somebody is launched who sends.
func (p *program) receivesNext(loop *ast.RangeStmt, ch *types.Var) bool {
	list, at := p.listAround(loop)
	if at+1 >= len(list) {
		return false
	}
	next := list[at+1]
	if s, ok := next.(*ast.IfStmt); ok && s.Init != nil {
		next = s.Init
	}
	switch next.(type) {
	case *ast.AssignStmt, *ast.ExprStmt, *ast.ReturnStmt:
	default:
		return false
	}
	for n := range syntax.All[ast.Node](next) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				return p.variable(n.X) == ch
			}
		case *ast.BinaryExpr, *ast.CallExpr, *ast.FuncLit, *ast.IndexExpr:
			return false
		}
	}
	return false
}

// listAround is the list of statements that a loop stands in, and where.
func (p *program) listAround(loop *ast.RangeStmt) (list []ast.Stmt, at int) {
	cur, ok := p.Index.Find(loop)
	if !ok || cur.ParentEdgeKind() != edge.BlockStmt_List {
		return nil, 0
	}
	return cur.Parent().Node().(*ast.BlockStmt).List, cur.ParentEdgeIndex()
}

// visible reports whether a name means an object at a place: it is declared before, and not
// shadowed.
func (p *program) visible(obj types.Object, at token.Pos) bool {
	scope := p.Pkg.Scope().Innermost(at)
	if scope == nil {
		return false
	}
	_, found := scope.LookupParent(obj.Name(), at)
	return found == obj
}

// isSet reports whether a variable is assigned to after its declaration, or may be by
// others.
func (p *program) isSet(v *types.Var) bool { return p.set[v] || v.Parent() == p.Pkg.Scope() }
