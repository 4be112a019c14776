// This file has one exception to "who asks for ctx.Done() observes the context": a break in a
// select leaves the select, and not the loop around it.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// neverLeft reports whether the body cannot be left any more from where a node stands: it
// goes on in a loop that has no way out, so that what is observed there ends nothing.
//
//	for {
//		select {
//		case <-ctx.Done():
//			log.Print(ctx.Err())
//			continue
//		case v := <-in:
//			use(v)
//		}
//	}
func (o *observer) neverLeft(n ast.Node) bool {
	if !o.loops {
		o.loops = true
		o.confined = o.confining()
	}
	for _, in := range o.confined {
		if syntax.Encloses(in, n.Pos()) {
			return true
		}
	}
	return false
}

// confining returns the nodes of the body from which its end cannot be reached. What is
// not in the body itself, but in a literal that a node has, is judged as that node is.
func (o *observer) confining() (nodes []ast.Node) {
	if !syntax.Any(o.f.Body, o.isEndless) {
		return nil // nothing is without end, and this costs nothing
	}
	fl := o.flow()
	for _, b := range fl.Blocks {
		if b.Live && !fl.exits[b.Index] {
			nodes = append(nodes, b.Nodes...)
		}
	}
	return nodes
}

// isEndless reports whether a statement may be a loop without a way out. It only has to be true of
// all that are: whether one has a way out after all, the graph says. A goto may go back.
func (o *observer) isEndless(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ForStmt:
		return s.Cond == nil
	case *ast.RangeStmt:
		return o.p.neverCloses(s.X)
	case *ast.BranchStmt:
		return s.Tok == token.GOTO
	}
	return false
}

// neverCloses reports whether nobody closes a channel, so that a range over it has no end:
// that of a ticker or a timer, and a local one that besides this function only the os/signal
// package has, which sends.
//
//	resized := make(chan os.Signal, 1)
//	signal.Notify(resized, unix.SIGWINCH)
func (p *Package) neverCloses(x ast.Expr) bool {
	if typesx.NeverCloses(p.Info, x) {
		return true
	}
	id, _ := ast.Unparen(x).(*ast.Ident)
	if id == nil {
		return false
	}
	v, ok := p.Info.ObjectOf(id).(*types.Var)
	if !ok || v.IsField() || typesx.IsPackageVar(v) || p.Index.TakenBy(v) != nil || len(p.Gathered().Defs[v]) != 1 {
		return false
	}
	// Who else has the channel might close it, so that it has to be made here, and be used in no
	// other way than to receive from it and to be given to os/signal.
	made := p.Gathered().Defs[v][0].Value
	if call, ok := made.(*ast.CallExpr); !ok || !typesx.IsBuiltin(p.Info, call, "make") {
		return false
	}
	signalled := false
	for _, cur := range p.Index.Uses(v) {
		switch kind, _ := cur.ParentEdge(); kind {
		case edge.RangeStmt_X, edge.UnaryExpr_X:
			if kind == edge.UnaryExpr_X && cur.Parent().Node().(*ast.UnaryExpr).Op != token.ARROW {
				return false
			}
		case edge.CallExpr_Args:
			fn := typeutil.StaticCallee(p.Info, cur.Parent().Node().(*ast.CallExpr))
			if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "os/signal" {
				return false
			}
			signalled = true
		default:
			return false
		}
	}
	return signalled
}

// withoutEnds drops the ways out of ranges that have no end, and says of blocks that only
// these led to that they are not live. The graph of a range has an edge to what follows the loop, as if each channel were closed one
// day. Without that edge what follows is dead code, and the loop has no way out.
func (p *Package) withoutEnds(blocks []*cfg.Block) {
	dropped := false
	for _, b := range blocks {
		r, ok := b.Stmt.(*ast.RangeStmt)
		if ok && b.Kind == cfg.KindRangeLoop && len(b.Succs) == 2 && p.neverCloses(r.X) {
			b.Succs = b.Succs[:1]
			dropped = true
		}
	}
	if !dropped {
		return
	}
	for _, b := range blocks {
		b.Live = false
	}
	todo := []*cfg.Block{blocks[0]}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !b.Live {
			b.Live = true
			todo = append(todo, b.Succs...)
		}
	}
}

// goesOn reports whether a context's Done, which the call at hand asks for, is received
// by an arm of a select after which an endless loop goes on just the same, or its Err is
// told of in an arm like that:
//
//	for {
//		select {
//		case <-ctx.Done():
//			break
//		case v := <-in:
//			use(v)
//		}
//	}
func (o *observer) goesOn(isErr bool) bool {
	var clause *ast.CommClause
	var sel *ast.SelectStmt
	// Up from the call of Done: through the arm and its select to the loop.
	for cur := o.cur.Parent(); ; cur = cur.Parent() {
		switch n := cur.Node().(type) {
		case *ast.UnaryExpr, *ast.ExprStmt, *ast.AssignStmt, *ast.BlockStmt, *ast.ParenExpr:
		// The Err of a context that is only told of is an argument, as in log.Print(ctx.Err()).
		case *ast.CallExpr:
			if !isErr {
				return false
			}
		case *ast.CommClause:
			if clause != nil || !o.fallsOut(n.Body) {
				return false
			}
			clause = n
		case *ast.SelectStmt:
			if clause == nil || sel != nil {
				return false
			}
			sel = n
		case *ast.ForStmt:
			// Only a loop without a condition goes on whatever happens, and only if nothing behind the
			// select asks for the context again and returns.
			return sel != nil && n.Cond == nil && staysAfter(n.Body.List, sel)
		default:
			return false
		}
	}
}

// fallsOut reports whether the body of an arm does nothing but to call something, and
// to leave the select.
func (o *observer) fallsOut(body []ast.Stmt) bool {
	for _, s := range body {
		switch s := s.(type) {
		case *ast.BranchStmt:
			return s.Label == nil && (s.Tok == token.BREAK || s.Tok == token.CONTINUE)
		case *ast.ExprStmt:
			call, ok := s.X.(*ast.CallExpr)
			// A call that never comes back leaves the loop and all that is around it.
			if !ok || !o.p.Beyond.MayReturn(call) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// staysAfter reports whether nothing behind a statement of a loop's body leaves the loop.
func staysAfter(list []ast.Stmt, s ast.Stmt) bool {
	behind := false
	for _, other := range list {
		if behind && (syntax.Has[*ast.ReturnStmt](other) || syntax.Has[*ast.BranchStmt](other)) {
			return false
		}
		behind = behind || other == s
	}
	return behind
}
