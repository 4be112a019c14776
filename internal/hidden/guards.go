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

	opaque   bool // what must hold of cond is not said
	expected bool // where it does not hold the function fails, or does nothing that many times
}

// guards are the conditions around a place, and those of statements before it that leave, up to
// the function f. The arms of a select have none.
func (p *Package) guards(cur inspector.Cursor, f *function) []guard {
	var list []guard
	add := func(cond ast.Expr, holds, expected bool) {
		for _, g := range atoms(cond, holds) {
			g.expected = expected || p.aboutError(g.cond)
			list = append(list, g)
		}
	}
	for ; cur.Node() != f.Body && cur.Parent().Node() != nil; cur = cur.Parent() {
		kind, i := cur.ParentEdge()
		switch n := cur.Parent().Node().(type) {
		case *ast.IfStmt:
			if kind == edge.IfStmt_Body || kind == edge.IfStmt_Else {
				add(n.Cond, kind == edge.IfStmt_Body, false)
			}
		case *ast.ForStmt:
			// Behind the loop its condition says nothing of what ran in it.
			if kind == edge.ForStmt_Body && n.Cond != nil {
				add(n.Cond, true, true)
			}
		case *ast.BlockStmt:
			// What stands in front in the same list may have left.
			if kind == edge.BlockStmt_List {
				p.before(n.List[:i], add)
			}
		case *ast.CaseClause:
			if kind == edge.CaseClause_Body {
				p.before(n.Body[:i], add)
				list = append(list, p.clause(cur.Parent())...)
			}
		case *ast.CommClause:
			if kind == edge.CommClause_Body {
				p.before(n.Body[:i], add)
			}
		}
	}
	return list
}

// aboutError reports whether a condition asks an error: what has failed says nothing of what
// the caller wants.
func (p *Package) aboutError(cond ast.Expr) bool {
	b, ok := cond.(*ast.BinaryExpr)
	return ok && typesx.IsError(p.info.TypeOf(b.X))
}

// before adds the conditions of statements that leave where they hold: if cond { return } in
// front of a place means that cond does not hold there. An if with an else, or one that ends in
// a call of os.Exit, is not understood.
func (p *Package) before(list []ast.Stmt, add func(cond ast.Expr, holds, expected bool)) {
	for _, s := range list {
		x, ok := s.(*ast.IfStmt)
		if !ok || x.Else != nil || len(x.Body.List) == 0 {
			continue
		}
		switch last := x.Body.List[len(x.Body.List)-1].(type) {
		case *ast.BranchStmt:
			add(x.Cond, false, false)
		case *ast.ReturnStmt:
			add(x.Cond, false, p.fails(last))
		case *ast.ExprStmt:
			if call, ok := last.X.(*ast.CallExpr); ok {
				if id := typesx.Ident(call.Fun); id != nil && id.Name == "panic" {
					add(x.Cond, false, true)
				}
			}
		}
	}
}

// fails reports whether a return gives an error.
func (p *Package) fails(ret *ast.ReturnStmt) bool {
	if len(ret.Results) == 0 {
		return false
	}
	last := ret.Results[len(ret.Results)-1]
	return !p.info.Types[last].IsNil() && typesx.IsErrorLike(p.info.TypeOf(last))
}

// clause is what the clause of a switch says of what is switched over: its value, or its dynamic
// type. That it is one of several, or none of all the others, is said in no way that a Cond could
// express.
func (p *Package) clause(cur inspector.Cursor) []guard {
	n := cur.Node().(*ast.CaseClause)
	switch sw := cur.Parent().Parent().Node().(type) {
	case *ast.SwitchStmt:
		return p.valueClause(sw, n)
	case *ast.TypeSwitchStmt:
		return p.typeClause(sw, n)
	}
	return nil
}

// valueClause is clause for a switch over a value, or over nothing.
func (p *Package) valueClause(sw *ast.SwitchStmt, n *ast.CaseClause) []guard {
	switch {
	case len(n.List) == 1 && sw.Tag == nil:
		list := atoms(n.List[0], true)
		for _, s := range sw.Body.List { // and none of those before
			if before := s.(*ast.CaseClause); before.Pos() < n.Pos() {
				for _, x := range before.List {
					list = append(list, atoms(x, false)...)
				}
			}
		}
		return list
	case len(n.List) == 1:
		return []guard{{cond: &ast.BinaryExpr{X: sw.Tag, Op: token.EQL, Y: n.List[0]}, holds: true}}
	case sw.Tag != nil:
		return []guard{{cond: sw.Tag, opaque: true}}
	}
	var list []guard
	for _, s := range sw.Body.List {
		for _, x := range s.(*ast.CaseClause).List {
			list = append(list, guard{cond: x, opaque: true})
		}
	}
	return list
}

// typeClause is clause for a type switch.
func (p *Package) typeClause(sw *ast.TypeSwitchStmt, n *ast.CaseClause) []guard {
	var x ast.Expr
	switch s := sw.Assign.(type) {
	case *ast.ExprStmt:
		x = s.X
	case *ast.AssignStmt:
		x = s.Rhs[0]
	}
	assert, ok := ast.Unparen(x).(*ast.TypeAssertExpr)
	if !ok {
		return nil
	}
	if len(n.List) == 1 {
		if t := p.info.TypeOf(n.List[0]); t != nil && !p.info.Types[n.List[0]].IsNil() {
			return []guard{{cond: assert.X, holds: true, is: t}}
		}
	}
	return []guard{{cond: assert.X, opaque: true}}
}

// atoms takes a condition apart as far as all its parts must hold: a && b, and !(a || b).
func atoms(cond ast.Expr, holds bool) []guard {
	cond, holds = positive(cond, holds)
	if x, ok := cond.(*ast.BinaryExpr); ok && (x.Op == token.LAND && holds || x.Op == token.LOR && !holds) {
		return append(atoms(x.X, holds), atoms(x.Y, holds)...)
	}
	return []guard{{cond: cond, holds: holds}}
}
