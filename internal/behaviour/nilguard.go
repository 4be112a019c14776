// This file says what a body owes that asks first whether it has been given a group or a channel:
// without one it has nobody to tell.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// nilGuarded is the parameter of "if p == nil { return }", nil of other statements: the way out
// is of no use to those who have given something by it to wait for.
func (p *Package) nilGuarded(s ast.Stmt, f *syntax.Func) *types.Var {
	switch s := s.(type) {
	case *ast.IfStmt:
		if s.Init == nil && s.Else == nil {
			return p.comparedWithNil(s.Cond, token.EQL, f)
		}
	case *ast.SwitchStmt:
		if s.Init == nil && s.Tag == nil && len(s.Body.List) == 1 {
			if clause := s.Body.List[0].(*ast.CaseClause); len(clause.List) == 1 {
				return p.comparedWithNil(clause.List[0], token.EQL, f)
			}
		}
	}
	return nil
}

// comparedWithNil is the parameter that a condition compares with nil; nil of other conditions.
func (p *Package) comparedWithNil(cond ast.Expr, op token.Token, f *syntax.Func) *types.Var {
	is, ok := cond.(*ast.BinaryExpr)
	if !ok || is.Op != op || !p.Info.Types[is.Y].IsNil() {
		return nil
	}
	v, _ := p.Info.Uses[typesx.Ident(is.X)].(*types.Var)
	if v == nil || !slices.Contains(f.Params, v) {
		return nil
	}
	return v
}

// nilGuarded is the parameter of a nil guard of which a block is the way out, or nil.
// A body that is given no group has nothing to tell:
//
//	func work(wg *sync.WaitGroup) {
//		if wg == nil { return }
//		defer wg.Done()
func (s *signalFinder) nilGuarded(b *cfg.Block) *types.Var { return s.comparedAbove(b, token.EQL) }

// ifGiven adds to the block of a condition what is signalled where it finds that a parameter is not
// nil, to that parameter: where it is nil there is nothing to signal on.
//
//	func collect(wg *sync.WaitGroup) {
//		if wg != nil {
//			defer wg.Done()
//		}
func (s *signalFinder) ifGiven() {
	var preds [][]*cfg.Block // few ask
	for _, b := range s.fl.Blocks {
		v := s.comparedAbove(b, token.NEQ)
		if v == nil || !b.Live {
			continue
		}
		if preds == nil {
			preds = predecessors(s.fl.Blocks)
		}
		for _, asks := range preds[b.Index] { // only one does
			s.deferred[asks.Index] |= s.deferred[b.Index] & s.signalsTo(v)
			s.tail[asks.Index] |= s.tail[b.Index] & s.signalsTo(v)
		}
	}
}

// comparedAbove is the parameter that a condition compares with nil of which a block is what
// follows where it holds; nil of other blocks.
func (s *signalFinder) comparedAbove(b *cfg.Block, op token.Token) *types.Var {
	switch stmt := b.Stmt.(type) {
	case *ast.IfStmt:
		if b.Kind == cfg.KindIfThen {
			return s.p.comparedWithNil(stmt.Cond, op, s.f)
		}
	case *ast.CaseClause:
		if b.Kind == cfg.KindSwitchCaseBody && len(stmt.List) == 1 && !s.p.hasTag(stmt) {
			return s.p.comparedWithNil(stmt.List[0], op, s.f)
		}
	}
	return nil
}

// hasTag reports whether a clause is of a switch that compares its cases with something: of
// switch ok { case wg != nil: ... } also where both are false.
func (p *Package) hasTag(clause *ast.CaseClause) bool {
	at, ok := p.Index.Find(clause)
	if !ok {
		return true
	}
	of, ok := at.Parent().Parent().Node().(*ast.SwitchStmt)
	return !ok || of.Tag != nil
}
