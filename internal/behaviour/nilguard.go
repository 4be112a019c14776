// This file says what a body owes that asks first whether it has been given a group or a channel:
// without one it has nobody to tell.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
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
	if v == nil || !slices.Contains(f.Params, v) || len(p.Gathered().Defs[v]) > 0 {
		return nil
	}
	return v
}

// MayBeNil reports whether the code itself takes an argument for one that may be nil: it is nil, a
// variable declared without a value, or what is compared with nil elsewhere. What a guard excuses
// in the callee is missed then.
//
//	if wg != nil {
//		wg.Add(1)
//	}
//	go work(wg) // if wg != nil { defer wg.Done() }
func (p *Package) MayBeNil(arg ast.Expr) bool {
	if arg == nil {
		return false
	}
	arg = ast.Unparen(arg)
	if p.Info.Types[arg].IsNil() {
		return true
	}
	v := p.LastVar(arg)
	if v == nil || p.setAbove(v, arg) {
		return false
	}
	if def, ok := p.Index.Definition(v); ok && def.ParentEdgeKind() == edge.ValueSpec_Names && len(def.Parent().Node().(*ast.ValueSpec).Values) == 0 {
		return nilable(v.Type())
	}
	return slices.ContainsFunc(p.Index.Uses(v), func(use inspector.Cursor) bool {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		is, ok := use.Parent().Node().(*ast.BinaryExpr)
		if !ok || is.Op != token.NEQ || !p.Info.Types[is.Y].IsNil() {
			return false
		}
		switch asks := use.Parent().Parent().Node().(type) {
		case *ast.IfStmt:
			return !syntax.Encloses(asks.Body, arg.Pos())
		case *ast.CaseClause:
			return !syntax.Encloses(asks, arg.Pos())
		}
		return true
	})
}

// setAbove reports whether a variable or a field has certainly got a value, in the functions around,
// when it is named somewhere.
//
//	db.closer = z.NewCloser(1)
//	go db.run(db.closer)
func (p *Package) setAbove(v *types.Var, arg ast.Expr) (set bool) {
	for _, use := range p.Index.Uses(v) { // the last one counts
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		assign, ok := use.Parent().Node().(*ast.AssignStmt)
		if !ok || use.ParentEdgeKind() != edge.AssignStmt_Lhs || assign.Pos() > arg.Pos() || !syntax.Encloses(use.Parent().Parent().Node(), arg.Pos()) {
			continue
		}
		set = len(assign.Lhs) != len(assign.Rhs) || !p.Info.Types[assign.Rhs[use.ParentEdgeIndex()]].IsNil()
	}
	return set
}

// nilable reports whether the zero value of a type is nil.
func nilable(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Chan, *types.Interface, *types.Signature, *types.Map, *types.Slice:
		return true
	}
	return false
}

// guard notes that a parameter may be nil, and is asked for.
func (s *signalFinder) guard(v *types.Var) {
	if s.guards == nil {
		s.guards = make(map[*types.Var]bool)
	}
	s.guards[v] = true
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
		s.guard(v)
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
