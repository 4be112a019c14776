// This file finds the conditions under which a launch is reached:
//
//	func New(o *Options) *Cache {
//		if o == nil || o.Interval == 0 {
//			return c // New(nil) launches nothing
//		}
//		go c.sweep(o.Interval)
//
// What they say of the function's arguments is in conditions.go.

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/typesx"
)

// A guard is a condition that must hold, or must not, for a place to be reached: holds says
// which.
type guard struct {
	cond  ast.Expr // never a negation or a conjunction
	holds bool
	is    types.Type // of a type switch: cond has this type
}

// guards are the conditions around a place, and those of statements before it that leave, up to
// the function f. Conditions of a switch over a value, and of a select, are left out.
func (p *Package) guards(cur inspector.Cursor, f *function) []guard {
	var list []guard
	add := func(cond ast.Expr, holds bool) { list = append(list, atoms(cond, holds)...) }
	for ; cur.Node() != f.Body && cur.Parent().Node() != nil; cur = cur.Parent() {
		kind, i := cur.ParentEdge()
		switch n := cur.Parent().Node().(type) {
		case *ast.IfStmt:
			if kind == edge.IfStmt_Body || kind == edge.IfStmt_Else {
				add(n.Cond, kind == edge.IfStmt_Body)
			}
		case *ast.ForStmt:
			// Behind the loop its condition says nothing of what ran in it.
			if kind == edge.ForStmt_Body && n.Cond != nil {
				add(n.Cond, true)
			}
		case *ast.BlockStmt:
			// What stands in front in the same list may have left.
			if kind == edge.BlockStmt_List {
				before(n.List[:i], add)
			}
		case *ast.CaseClause:
			if kind == edge.CaseClause_Body {
				before(n.Body[:i], add)
				list = append(list, p.clause(cur.Parent())...)
			}
		case *ast.CommClause:
			if kind == edge.CommClause_Body {
				before(n.Body[:i], add)
			}
		}
	}
	return list
}

// before adds the conditions of statements that leave where they hold: if cond { return } in
// front of a place means that cond does not hold there. An if with an else, or one that ends in
// a call of os.Exit, is not understood.
func before(list []ast.Stmt, add func(ast.Expr, bool)) {
	for _, s := range list {
		x, ok := s.(*ast.IfStmt)
		if !ok || x.Else != nil || len(x.Body.List) == 0 {
			continue
		}
		switch last := x.Body.List[len(x.Body.List)-1].(type) {
		case *ast.ReturnStmt, *ast.BranchStmt:
			add(x.Cond, false)
		case *ast.ExprStmt:
			if call, ok := last.X.(*ast.CallExpr); ok {
				if id := typesx.Ident(call.Fun); id != nil && id.Name == "panic" {
					add(x.Cond, false)
				}
			}
		}
	}
}

// clause is what the clause of a type switch says of what is switched over: its dynamic type. A
// clause of several types, and nil, says nothing that a Cond could express.
func (p *Package) clause(cur inspector.Cursor) []guard {
	n := cur.Node().(*ast.CaseClause)
	sw, ok := cur.Parent().Parent().Node().(*ast.TypeSwitchStmt)
	if !ok || len(n.List) != 1 {
		return nil
	}
	var x ast.Expr
	switch s := sw.Assign.(type) {
	case *ast.ExprStmt:
		x = s.X
	case *ast.AssignStmt:
		x = s.Rhs[0]
	}
	assert, ok := ast.Unparen(x).(*ast.TypeAssertExpr)
	t := p.info.TypeOf(n.List[0])
	if !ok || t == nil || p.info.Types[n.List[0]].IsNil() {
		return nil
	}
	return []guard{{cond: assert.X, holds: true, is: t}}
}

// atoms takes a condition apart as far as all its parts must hold: a && b, and !(a || b).
func atoms(cond ast.Expr, holds bool) []guard {
	cond, holds = positive(cond, holds)
	if x, ok := cond.(*ast.BinaryExpr); ok && (x.Op == token.LAND && holds || x.Op == token.LOR && !holds) {
		return append(atoms(x.X, holds), atoms(x.Y, holds)...)
	}
	return []guard{{cond: cond, holds: holds}}
}
