// This file explains one near miss: there is a Done and there is a Wait, but the Done does not
// say that the body has ended.
//
//	go func() {
//		if err := work(); err != nil {
//			return // Skipped: this path goes round wg.Done
//		}
//		wg.Done()
//	}()

package launch

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/syntax"
)

// A Miss is a call by which a body tells a group of its end, and why that is no word of
// its end: who waits for the group waits for something else.
type Miss struct {
	How  Missing
	Call string // as it is written: "wg.Done"
	Pos  token.Pos
}

// Missing is why a call of Done says nothing of the end of a body.
type Missing uint8

// The ways in which a call of Done misses the end of a body.
const (
	NotMissing Missing = iota
	Unreached          // no path leads to it
	Skipped            // some path to an end goes round it
	GoesOn             // the body goes on after it
	Behind             // what has been deferred before it runs after it
)

// Missed looks in what is launched for a call of Done on a group that the package waits
// for. It is asked of a launch of which nobody is found to wait: there is more to say
// than that.
func (p *Package) Missed(l *Launch) (m Miss) {
	p.Begin()
	body := p.classifier(l).body()
	if body == nil || body.Body == nil {
		return Miss{}
	}
	told := p.EffectsOf(body).Signals
	for s := range syntax.Own[ast.Stmt](body.Body) {
		for _, call := range calledBy(s) {
			sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
			if !ok || behaviour.Tells(p.Callee(call)) == nil || !p.waitsFor(p.LastVar(sel.X)) {
				continue
			}
			if m.How != NotMissing {
				return Miss{} // of several nobody can tell which is meant
			}
			if v := p.LastVar(sel.X); slices.ContainsFunc(told, func(sig behaviour.Signalling) bool { return sig.Join.Group() && cmp.Or(sig.Last, sig.Root) == v }) {
				continue
			}
			m = Miss{How: p.missed(body, s, call), Call: types.ExprString(sel), Pos: call.Pos()}
		}
	}
	return m
}

// calledBy are the calls that a statement is: its own, the one that it defers, and, of a literal
// that it defers, those that are statements there.
func calledBy(s ast.Stmt) (calls []*ast.CallExpr) {
	switch s := s.(type) {
	case *ast.ExprStmt:
		if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok {
			return []*ast.CallExpr{call}
		}
	case *ast.DeferStmt:
		lit, ok := ast.Unparen(s.Call.Fun).(*ast.FuncLit)
		if !ok {
			return []*ast.CallExpr{s.Call}
		}
		for inner := range syntax.Own[*ast.ExprStmt](lit.Body) {
			calls = append(calls, calledBy(inner)...)
		}
	}
	return calls
}

// waitsFor reports whether the package waits for a group, by the name of a variable.
func (p *Package) waitsFor(group *types.Var) bool {
	return group != nil && slices.ContainsFunc(p.Gathered().Waits, func(u behaviour.Use) bool {
		sel, ok := u.X.(*ast.SelectorExpr)
		return ok && p.LastVar(sel.X) == group
	})
}

// missed is how a call, of a statement of the body, misses the end of it. What is deferred comes
// last, but for what has been deferred before, and what follows in the literal.
//
//	defer flush()
//	defer wg.Done()
func (p *Package) missed(body *syntax.Func, s ast.Stmt, call *ast.CallExpr) Missing {
	d, ok := s.(*ast.DeferStmt)
	if !ok {
		return missed(p.FlowOf(body), call)
	}
	if how := missed(p.FlowOf(body), d.Call); how == Unreached || how == Skipped || p.FlowOf(body).ReturnsTo(d) {
		return how
	}
	if p.RunsBehind(body, d) {
		return Behind
	}
	if lit, ok := ast.Unparen(d.Call.Fun).(*ast.FuncLit); ok {
		return missed(p.FlowOf(p.Index.Func(lit.Type)), call)
	}
	return NotMissing
}

// missed is how a call misses the end of the body that it is in.
func missed(fl *behaviour.Flow, call *ast.CallExpr) Missing {
	at := slices.IndexFunc(fl.Blocks, func(b *cfg.Block) bool {
		return b.Live && slices.ContainsFunc(b.Nodes, func(n ast.Node) bool { return syntax.Encloses(n, call.Pos()) })
	})
	switch {
	case at < 0:
		return Unreached
	case fl.Cyclic[at]:
		return NotMissing // it tells of the end of a piece of work, not of its own
	case around(fl, at):
		return Skipped
	case goesOn(fl.Blocks[at], call):
		return GoesOn
	}
	return NotMissing
}

// goesOn reports whether something follows a call that is in a block.
func goesOn(from *cfg.Block, call *ast.CallExpr) bool {
	seen := map[*cfg.Block]bool{}
	for todo := []*cfg.Block{from}; len(todo) > 0; todo = todo[1:] {
		for _, n := range todo[0].Nodes {
			if _, ends := n.(*ast.ReturnStmt); !ends && (todo[0] != from || n.Pos() > call.Pos()) {
				return true
			}
		}
		for _, next := range todo[0].Succs {
			if !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return false
}

// around reports whether a path leads from the entry to a return without a block: a plain
// search that takes the block for visited.
func around(fl *behaviour.Flow, block int) bool {
	seen := make([]bool, len(fl.Blocks))
	seen[block] = true
	todo := []*cfg.Block{}
	if block != 0 {
		todo, seen[0] = append(todo, fl.Blocks[0]), true
	}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if b.Return() != nil {
			return true
		}
		for _, s := range b.Succs {
			if !seen[s.Index] {
				seen[s.Index] = true
				todo = append(todo, s)
			}
		}
	}
	return false
}
