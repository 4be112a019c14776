package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/cfg"
)

// drainedBy tells whether the loop whose head b is receives from the resource as
// often as the loop around the launch launches:
//
//	for _, u := range urls { go fetch(u, results) }
//	for range urls { <-results }
//
// Both must run over the same operand, and the receiving one may have no other
// exit.
func (w *walk) drainedBy(from, b *cfg.Block, st *state) bool {
	if !st.live || w.site == nil || w.site.After == nil || !w.site.Spec.Receive || w.frame.parent != nil {
		return false
	}
	if b.Kind != cfg.KindRangeLoop && b.Kind != cfg.KindForLoop {
		return false
	}
	launching, receiving := w.root.loopAround(w.site.After), b.Stmt
	if launching == nil || launching == receiving || comesRound(from, receiving) {
		return false
	}
	operand := w.loopOperand(launching)
	return operand != "" && operand == w.loopOperand(receiving) && w.receivesAlways(st, receiving)
}

// comesRound tells whether control comes to the head of a loop from its body.
func comesRound(from *cfg.Block, loop ast.Stmt) bool {
	if from == nil {
		return false
	}
	if from.Stmt == loop && (from.Kind == cfg.KindForPost || from.Kind == cfg.KindForBody || from.Kind == cfg.KindRangeBody) {
		return true
	}
	return len(from.Nodes) > 0 && encloses(loopBody(loop), from.Nodes[0].Pos())
}

// loopAround is the innermost loop of the function around a node, or nil.
func (f *Func) loopAround(n ast.Node) (loop ast.Stmt) {
	f.inspectOwn(func(m ast.Node) bool {
		if m == nil || !encloses(m, n.Pos()) {
			return false
		}
		switch m := m.(type) {
		case *ast.ForStmt:
			loop = m
		case *ast.RangeStmt:
			loop = m
		}
		return true
	})
	return loop
}

// loopOperand spells how often a loop runs; "" where that cannot be told.
func (w *walk) loopOperand(loop ast.Stmt) string {
	var key string
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		key = w.condKey(loop.X)
		if t := w.info.TypeOf(loop.X); t != nil {
			if b, ok := t.Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
				key = "len(" + key + ")"
			}
		}
	case *ast.ForStmt:
		// for i := 0; i < n; i++
		cond, ok := loop.Cond.(*ast.BinaryExpr)
		init, isAssign := loop.Init.(*ast.AssignStmt)
		post, isInc := loop.Post.(*ast.IncDecStmt)
		if !ok || !isAssign || !isInc || cond.Op != token.LSS || post.Tok != token.INC || len(init.Rhs) != 1 {
			return ""
		}
		if from := w.info.Types[init.Rhs[0]]; from.Value == nil || from.Value.ExactString() != "0" {
			return ""
		}
		key = w.condKey(cond.Y)
	}
	if strings.Contains(key, "?") {
		return ""
	}
	return key
}

// receivesAlways tells whether each run of the loop's body receives from the
// resource once: as a statement of its own, and without a way out of the loop.
func (w *walk) receivesAlways(st *state, loop ast.Stmt) bool {
	body := loopBody(loop)
	exits := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.BranchStmt:
			exits = true
		}
		return true
	})
	if exits {
		return false
	}
	for _, s := range body.List {
		switch s.(type) {
		case *ast.ExprStmt, *ast.AssignStmt, *ast.IfStmt:
			if w.receivesIn(st, s) {
				return true
			}
		}
	}
	return false
}

func loopBody(loop ast.Stmt) *ast.BlockStmt {
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		return loop.Body
	case *ast.ForStmt:
		return loop.Body
	}
	return nil
}

// receivesIn tells whether a statement receives from the resource whatever it
// decides: of an if statement only what comes before the branch counts.
func (w *walk) receivesIn(st *state, s ast.Stmt) bool {
	if branch, ok := s.(*ast.IfStmt); ok {
		return branch.Init != nil && w.receivesIn(st, branch.Init) || w.receivesFrom(st, branch.Cond)
	}
	return w.receivesFrom(st, s)
}

func (w *walk) receivesFrom(st *state, n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		if u, ok := n.(*ast.UnaryExpr); ok && u.Op == token.ARROW && w.peek(st, u.X) == w.res {
			found = true
		}
		return !found
	})
	return found
}
