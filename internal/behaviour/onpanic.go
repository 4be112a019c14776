// This file says what of a deferred function is only met where there was a panic. Nobody is told
// of the end of a body that panics; if somebody is, he is told of that.
//
//	if r := recover(); r != nil {
//		report(r)
//	}

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A panicking knows what conditions of a deferred function say of a panic.
type panicking struct {
	p         *Package
	recovered map[*types.Var]bool // what has the value of recover
	only      []ast.Node          // these are only met where there was a panic
	calm      token.Pos           // and so is all from there on
}

// onPanic returns what says of the nodes of a deferred function that they are only met where
// there was a panic.
func (p *Package) onPanic(body *ast.BlockStmt) func(ast.Node) bool {
	k := panicking{p: p, recovered: map[*types.Var]bool{}, calm: body.End()}
	for a := range syntax.Own[*ast.AssignStmt](body) {
		for _, x := range a.Lhs {
			// One that gets another value, too, may be that.
			v, is := p.named(x), len(a.Rhs) == 1 && p.recovers(a.Rhs[0])
			if had, known := k.recovered[v]; v != nil {
				k.recovered[v] = is && (had || !known)
			}
		}
	}
	for n := range syntax.Own[ast.Stmt](body) {
		switch s := n.(type) {
		case *ast.IfStmt:
			k.branch(s, slices.Contains(body.List, n))
		case *ast.SwitchStmt:
			k.cases(s)
		}
	}
	return func(n ast.Node) bool { return n.Pos() >= k.calm || slices.Contains(k.only, n) }
}

// branch notes which way of an if statement is taken on a panic only. Where the other way leaves
// the function, whose own statement this is, so is all that follows.
//
//	if r == nil {
//		return
//	}
//	report(r)
func (k *panicking) branch(s *ast.IfStmt, own bool) {
	if k.says(s.Cond, true) {
		k.only = append(k.only, s.Body)
	}
	if !k.says(s.Cond, false) {
		return
	}
	if s.Else != nil {
		k.only = append(k.only, s.Else)
	}
	leaves := syntax.Terminating{Index: k.p.Index, Info: k.p.Info}
	if own && leaves.List(s.Body.List) {
		k.calm = min(k.calm, s.End())
	}
}

// cases notes the clauses of a switch over what recover has given, but for that of nil, and those
// of one without a tag whose condition says so.
//
//	switch r := recover(); r {
//	case nil:
//	default:
//		report(r)
//	}
func (k *panicking) cases(s *ast.SwitchStmt) {
	ofNil := func(stmt ast.Stmt) bool {
		c, ok := stmt.(*ast.CaseClause)
		return ok && slices.ContainsFunc(c.List, func(x ast.Expr) bool { return k.p.Info.Types[x].IsNil() })
	}
	isFall := func(b *ast.BranchStmt) bool { return b.Tok == token.FALLTHROUGH }
	if syntax.AnyOwn(s.Body, isFall) {
		return
	}
	tells := s.Tag != nil && k.isRecovered(s.Tag) && slices.ContainsFunc(s.Body.List, ofNil)
	for _, stmt := range s.Body.List {
		c, ok := stmt.(*ast.CaseClause)
		if ok && (tells && !ofNil(c) || s.Tag == nil && len(c.List) == 1 && k.says(c.List[0], true)) {
			k.only = append(k.only, c)
		}
	}
}

// says reports whether there was a panic where a condition is as given.
func (k *panicking) says(x ast.Expr, holds bool) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.UnaryExpr:
		return x.Op == token.NOT && k.says(x.X, !holds)
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND, token.LOR:
			// Both operands are as given, or one of them is.
			if holds == (x.Op == token.LAND) {
				return k.says(x.X, holds) || k.says(x.Y, holds)
			}
			return k.says(x.X, holds) && k.says(x.Y, holds)
		case token.EQL, token.NEQ:
			return holds == (x.Op == token.NEQ) && k.p.Info.Types[x.Y].IsNil() && k.isRecovered(x.X)
		}
	}
	return false
}

// isRecovered reports whether an expression is what recover gives, and nothing else.
func (k *panicking) isRecovered(x ast.Expr) bool { return k.p.recovers(x) || k.recovered[k.p.named(x)] }

// recovers reports whether an expression is a call of recover.
func (p *Package) recovers(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	return ok && typesx.IsBuiltin(p.Info, call, "recover")
}
