// This file is about the one form of a join that paths cannot show: as many receives as there
// were launches. It is recognised by its text, that both loops run as often, for the same
// operand, and that each turn of the second receives; any other pair is not known to wait.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// drainedBy reports whether the loop whose head b is receives from the resource as
// often as the loop around the launch launches:
//
//	for _, u := range urls { go fetch(u, results) }
//	for range urls { <-results }
//
// Both must run over the same operand, and the receiving one may have no other
// exit.
func (w *walk) drainedBy(from, b *cfg.Block, st *sym.State) bool {
	if !st.Live || w.site == nil || w.site.After == nil || !w.site.Spec.Receive || w.frame.parent != nil {
		return false
	}
	if b.Kind != cfg.KindRangeLoop && b.Kind != cfg.KindForLoop {
		return false
	}
	// Coming round in either loop is no new receive, and one with another way out proves
	// nothing.
	launching, receiving := w.root.loopAround(w.site.After), b.Stmt
	if launching == receiving || comesRound(from, receiving) || !w.receivesAlways(st, receiving) {
		return false
	}
	// A constant number of launches, and as many turns or more.
	if launching == nil && !st.Many && w.runs(receiving) >= int64(st.Pending) {
		return true
	}
	operand := w.loopOperand(receiving)
	if operand == "" {
		return false
	}
	// Each run of the one loop launches, and each run of the other receives.
	if launching != nil && operand == w.loopOperand(launching) {
		return w.receivesOf(st, receiving) >= w.sendersBeside(launching)
	}
	// Or the launches have been counted:
	//
	//	n++
	//	go fetch(u, results)
	//	...
	//	for ; n > 0; n-- {
	//		<-results
	//	}
	return operand == w.countedBy(w.site.After)
}

// sendersBeside is how many of those that send are launched in one run of the loop, the site
// among them: two goroutines for each element need two receives for each.
//
//	for _, u := range urls {
//		go head(u, results)
//		go body(u, results)
//	}
func (w *walk) sendersBeside(loop ast.Stmt) int {
	// A close is met by any one receive.
	if !w.site.Spec.Each {
		return 1
	}
	senders := w.eng.senders(w.root, w.site.Owner)
	n := 0
	for m := range syntax.Own[ast.Node](w.root.Body) {
		if !syntax.Encloses(m, w.site.After.Pos()) {
			continue
		}
		for _, s := range syntax.Statements(m) {
			beside := syntax.Encloses(loop, s.Pos()) && slices.ContainsFunc(senders, func(g ast.Node) bool { return syntax.Encloses(s, g.Pos()) })
			if beside && (ast.Node(s) == w.site.After || !syntax.Encloses(s, w.site.After.Pos())) {
				n++
			}
		}
	}
	return max(n, 1)
}

// receivesOf is how often each run of the loop's body receives from the resource.
func (w *walk) receivesOf(st *sym.State, loop ast.Stmt) int {
	n := 0
	for u := range syntax.Own[*ast.UnaryExpr](syntax.LoopBody(loop)) {
		if u.Op == token.ARROW && w.peek(st, u.X) == w.res {
			n++
		}
	}
	return n
}

// runs is how often a loop runs that has no other exit, where that is constant:
//
//	for range 3 { <-results }
func (w *walk) runs(loop ast.Stmt) int64 {
	var times ast.Expr
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		times = loop.X
	case *ast.ForStmt:
		if w.loopOperand(loop) == "" {
			return 0
		}
		times = loop.Cond.(*ast.BinaryExpr).Y
	}
	if v := w.info.Types[times].Value; v != nil {
		n, _ := strconv.ParseInt(v.ExactString(), 10, 64)
		return n
	}
	return 0
}

// countedBy spells the variable that is counted up beside a launch, in the same
// list of statements, and wherever else it is counted up beside another one.
func (w *walk) countedBy(launch ast.Node) string {
	beside := map[types.Object]bool{}
	alone := map[types.Object]bool{}
	var counter types.Object
	var spelled string
	for n := range syntax.Own[ast.Node](w.root.Body) {
		list := syntax.Statements(n)
		hasGo := slices.ContainsFunc(list, func(s ast.Stmt) bool { _, ok := s.(*ast.GoStmt); return ok })
		for _, s := range list {
			inc, ok := s.(*ast.IncDecStmt)
			if !ok || inc.Tok != token.INC {
				continue
			}
			id, ok := inc.X.(*ast.Ident)
			if !ok {
				continue
			}
			obj := w.info.ObjectOf(id)
			if !hasGo {
				alone[obj] = true
				continue
			}
			beside[obj] = true
			if slices.Contains(list, launchStmt(launch)) {
				counter, spelled = obj, w.condKey(id)
			}
		}
	}
	// A count that goes up without a launch is one of something else.
	if counter == nil || alone[counter] {
		return ""
	}
	return spelled
}

// launchStmt is a launch as a statement, nil for a call.
func launchStmt(n ast.Node) ast.Stmt {
	s, _ := n.(ast.Stmt)
	return s
}

// comesRound reports whether control comes to the head of a loop from its body.
func comesRound(from *cfg.Block, loop ast.Stmt) bool {
	if from == nil {
		return false
	}
	if from.Stmt == loop && (from.Kind == cfg.KindForPost || from.Kind == cfg.KindForBody || from.Kind == cfg.KindRangeBody) {
		return true
	}
	return len(from.Nodes) > 0 && syntax.Encloses(syntax.LoopBody(loop), from.Nodes[0].Pos())
}

// loopAround is the innermost loop of the function around a node, or nil.
func (f *Func) loopAround(n ast.Node) (loop ast.Stmt) {
	for s := range syntax.Own[ast.Stmt](f.Body) {
		switch s.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if syntax.Encloses(s, n.Pos()) {
				loop = s
			}
		}
	}
	return loop
}

// loopOperand spells how often a loop runs: by its range's operand, or n of a loop that counts
// up or down to it; "" where that cannot be told.
func (w *walk) loopOperand(loop ast.Stmt) string {
	var key string
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		key = w.timesKey(loop.X)
		// A number is how often the range runs; of anything else its length is.
		if t := w.info.TypeOf(loop.X); t != nil {
			if b, ok := t.Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
				key = w.sizeKey("len", loop.X)
			}
		}
	case *ast.ForStmt:
		if down := countsDown(loop); down != nil {
			key = w.timesKey(down)
			break
		}
		// for i := 0; i < n; i++
		cond, ok := loop.Cond.(*ast.BinaryExpr)
		init, isAssign := loop.Init.(*ast.AssignStmt)
		post, isInc := loop.Post.(*ast.IncDecStmt)
		if !ok || !isAssign || !isInc || cond.Op != token.LSS || post.Tok != token.INC || len(init.Rhs) != 1 {
			return ""
		}
		// From another number on it runs less often.
		if from := w.info.Types[init.Rhs[0]]; from.Value == nil || from.Value.ExactString() != "0" {
			return ""
		}
		key = w.timesKey(cond.Y)
	}
	if strings.Contains(key, "?") {
		return ""
	}
	return key
}

// timesKey spells a number of times: len(x) and the n of make(T, n) are the same where x never
// holds anything else.
func (w *walk) timesKey(x ast.Expr) string {
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok && len(call.Args) == 1 {
		if b, ok := w.info.ObjectOf(calleeIdent(call)).(*types.Builtin); ok {
			return w.sizeKey(b.Name(), call.Args[0])
		}
	}
	return w.condKey(x)
}

// sizeKey spells the length or the capacity of a value: what it was made with, where
// a variable never has another one.
func (w *walk) sizeKey(of string, x ast.Expr) string {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		if v, ok := w.info.Uses[id].(*types.Var); ok && !v.IsField() {
			if made, ok := w.eng.launches.Only(v).(*ast.CallExpr); ok && len(made.Args) == 2 {
				b, isBuiltin := w.info.ObjectOf(calleeIdent(made)).(*types.Builtin)
				_, isChan := w.info.TypeOf(made).Underlying().(*types.Chan)
				if isBuiltin && b.Name() == "make" && isChan == (of == "cap") {
					return w.timesKey(made.Args[1])
				}
			}
		}
	}
	return of + "(" + w.condKey(x) + ")"
}

// countsDown returns n of "for ; n > 0; n--", "for n > 0 { ...; n-- }" and "for i
// := n; i > 0; i--", or nil.
func countsDown(loop *ast.ForStmt) ast.Expr {
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.GTR {
		return nil
	}
	zero, ok := cond.Y.(*ast.BasicLit)
	id, isVar := cond.X.(*ast.Ident)
	if !ok || zero.Value != "0" || !isVar {
		return nil
	}
	down := func(s ast.Stmt) bool {
		dec, ok := s.(*ast.IncDecStmt)
		if !ok || dec.Tok != token.DEC {
			return false
		}
		x, ok := dec.X.(*ast.Ident)
		return ok && x.Name == id.Name
	}
	if !down(loop.Post) && (loop.Post != nil || !slices.ContainsFunc(loop.Body.List, down)) {
		return nil
	}
	if loop.Init == nil {
		return id
	}
	init, ok := loop.Init.(*ast.AssignStmt)
	if !ok || len(init.Lhs) != 1 || len(init.Rhs) != 1 {
		return nil
	}
	if x, ok := init.Lhs[0].(*ast.Ident); !ok || x.Name != id.Name {
		return nil
	}
	return init.Rhs[0]
}

// receivesAlways reports whether each run of the loop's body receives from the
// resource once: as a statement of its own, and without a way out of the loop.
func (w *walk) receivesAlways(st *sym.State, loop ast.Stmt) bool {
	body := syntax.LoopBody(loop)
	for s := range syntax.Own[ast.Stmt](body) {
		switch s.(type) {
		case *ast.ReturnStmt, *ast.BranchStmt:
			return false
		}
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

// receivesIn reports whether a statement receives from the resource whatever it
// decides: of an if statement only what comes before the branch counts.
func (w *walk) receivesIn(st *sym.State, s ast.Stmt) bool {
	if branch, ok := s.(*ast.IfStmt); ok {
		return branch.Init != nil && w.receivesIn(st, branch.Init) || w.receivesFrom(st, branch.Cond)
	}
	return w.receivesFrom(st, s)
}

// receivesFrom reports whether a node has a receive from the resource.
func (w *walk) receivesFrom(st *sym.State, n ast.Node) bool {
	for u := range syntax.Own[*ast.UnaryExpr](n) {
		if u.Op == token.ARROW && w.peek(st, u.X) == w.res {
			return true
		}
	}
	return false
}
