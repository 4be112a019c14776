// This file looks at the launcher for the context of a task: the one for which it stops waiting for
// the task.
//
//	go func() { errs <- conn.Handshake() }()
//	select {
//	case err := <-errs:
//		return err
//	case <-ctx.Done():
//		conn.Close()
//		return ctx.Err()
//	}
//
//	task := tracked.Start(ctx, "conn.Handshake")

package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// fewBehind is how many statements behind a launch are looked at: what it is waited for stands near.
const fewBehind = 8

// launcherWaits returns the context of the select statement behind a launch that also waits for what
// the launched literal sends or closes, and whose end ends that; "" for none, or where something else is
// waited for before. waits reports whether there is such a statement, and a context in it: then another
// one is none of the task's.
func (r *Rewriter) launcherWaits(src *source.File, stmt *ast.GoStmt) (name string, waits bool) {
	lit, isLit := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	at, ok := r.Index.Find(stmt)
	if !isLit || !ok || r.waitsForSeveral(stmt) {
		return "", false
	}
	if at.ParentEdgeIndex() < 0 {
		return "", false // with a label
	}
	behind := syntax.Statements(at.Parent().Node())[at.ParentEdgeIndex()+1:]
	for i, s := range behind[:min(len(behind), fewBehind)] {
		w := &beside{r: r, src: src, stmt: stmt, lit: lit, next: i == 0, after: behind[i+1:], fn: syntax.Function(at)}
		if loop, isLoop := s.(*ast.ForStmt); isLoop {
			first := slices.IndexFunc(loop.Body.List, func(s ast.Stmt) bool { _, ok := s.(*ast.SelectStmt); return ok })
			if first < 0 || r.waitsIn(loop.Body.List[:first]...) {
				return "", false
			}
			s = loop.Body.List[first]
			w.after, w.loops = nil, true
		}
		if wait, isWait := s.(*ast.SelectStmt); isWait {
			return w.context(wait)
		}
		if r.waitsIn(s) {
			return "", false
		}
	}
	return "", false
}

// waitsIn reports whether statements receive something themselves.
func (r *Rewriter) waitsIn(list ...ast.Stmt) bool {
	return slices.ContainsFunc(list, func(s ast.Stmt) bool {
		return syntax.AnyOwn(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.UnaryExpr, *ast.RangeStmt:
				return r.MayWait(n)
			case *ast.SelectStmt:
				return true
			}
			return false
		})
	})
}

// A beside is a select statement that waits for a context beside a channel of a literal.
type beside struct {
	r     *Rewriter
	src   *source.File
	stmt  *ast.GoStmt
	lit   *ast.FuncLit
	next  bool       // nothing runs between the launch and the statement
	loops bool       // it stands in a loop behind the launch
	after []ast.Stmt // what runs behind it
	fn    ast.Node   // around
}

// context returns the only context of the statement whose end ends the task, of several the only one
// that is a variable. waits reports whether it waits for any beside a channel of the literal.
func (w *beside) context(wait *ast.SelectStmt) (name string, waits bool) {
	w.next = w.next && !callsMore(wait)
	tells := false
	ends, locals := make(map[string]bool), make(map[string]bool)
	ending := w.r.endingOf(w.lit)
	for _, clause := range wait.Body.List {
		clause := clause.(*ast.CommClause)
		receive := behaviour.Received(clause.Comm)
		if receive == nil {
			continue
		}
		of := doneOf(receive)
		if of == nil || !typesx.IsContextValue(w.r.TypeOf(of)) {
			tells = tells || w.r.tells(w.lit, receive.X)
			continue
		}
		waits = true
		if !w.endsBy(ending, wait, clause) && !w.isUsed(w.stmt.Call, of) && !w.isUsedByGroup(of) {
			continue
		}
		name := w.nameOf(of)
		ends[name] = true
		if _, isVar := ast.Unparen(of).(*ast.Ident); isVar {
			locals[name] = true
		}
	}
	if len(ends) > 1 {
		ends = locals // those of what is around end less often
	}
	for name := range ends {
		if tells && len(ends) == 1 {
			return name, true
		}
	}
	return "", tells && waits
}

// callsMore reports whether a select statement calls more than what gives a channel to wait for: that may
// wait for others.
func callsMore(wait *ast.SelectStmt) bool {
	return slices.ContainsFunc(wait.Body.List, func(clause ast.Stmt) bool {
		comm := clause.(*ast.CommClause).Comm
		return comm != nil && syntax.Any(comm, func(call *ast.CallExpr) bool {
			sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
			return !ok || !slices.Contains([]string{"Done", "After", "Context", "Chan"}, sel.Sel.Name)
		})
	})
}

// nameOf writes a context of the statement where the literal is launched.
func (w *beside) nameOf(of ast.Expr) string {
	switch of := ast.Unparen(of).(type) {
	case *ast.SelectorExpr:
		return w.fieldOf(of)
	case *ast.CallExpr: // what a getter is of is followed there
		if w.next {
			return w.r.contextOf(w.src, w.stmt, of)
		}
	default: // a variable is the one that it is at the launch
		if w.r.Fixed(of) {
			return w.r.contextOf(w.src, w.stmt, of)
		}
	}
	return ""
}

// fieldOf is nameOf for a field: what the statement reads next the launch may read as well.
func (w *beside) fieldOf(sel *ast.SelectorExpr) string {
	id := syntax.Base(sel)
	if _, isPath := w.r.PathOf(sel); !isPath || !typesx.IsContext(w.r.TypeOf(sel)) || w.r.Lookup(id.Name, w.stmt.Pos()) != w.r.Pass.TypesInfo.Uses[id] {
		return ""
	}
	l := w.r.launchedAt(w.src, w.stmt)
	v, isVar := w.r.Pass.TypesInfo.Uses[id].(*types.Var)
	if l == nil || !isVar {
		return ""
	}
	if w.r.Fixed(sel) && (w.next || l.isThere(v)) {
		return source.Text(sel)
	}
	if w.next && w.r.Fixed(id) && l.isAll(sel, id) {
		return source.Text(sel)
	}
	if name, isRead := l.contextBy(sel, false); isRead && name == source.Text(sel) {
		return name
	}
	return ""
}

// endsBy reports whether the launcher ends the task in the case of a context: there, behind the
// statement, or by what it has deferred.
func (w *beside) endsBy(e *ending, wait *ast.SelectStmt, clause *ast.CommClause) bool {
	if e.isBy(clause.Body, 1) {
		return true
	}
	leaves := w.r.TerminatingList(clause.Body)
	return !leaves && e.isBy(w.after, 1) || (leaves || !w.loops) && e.isByDeferred(syntax.Body(w.fn), wait.Pos())
}

// isUsed reports whether a part of the launcher uses a context, as what the launch is given or launches.
func (w *beside) isUsed(part ast.Node, of ast.Expr) bool {
	p, ok := w.r.PathOf(of)
	return ok && syntax.Any(part, func(x ast.Expr) bool {
		q, same := w.r.PathOf(x)
		return same && slices.Equal(p, q)
	})
}

// isUsedByGroup reports whether the literal waits for a group, of which the function around launches
// something that uses a context.
func (w *beside) isUsedByGroup(of ast.Expr) bool {
	var group types.Object
	for call := range syntax.Own[*ast.CallExpr](w.lit.Body) {
		if w.r.Calls(call, "(*sync.WaitGroup).Wait") || w.r.Calls(call, "(*golang.org/x/sync/errgroup.Group).Wait") {
			group = w.r.Pass.TypesInfo.Uses[syntax.Base(call.Fun)]
		}
	}
	return group != nil && syntax.Any(w.fn, func(call *ast.CallExpr) bool {
		lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
		if sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr); isSel && len(call.Args) == 1 && sel.Sel.Name == "Go" && w.r.Pass.TypesInfo.Uses[syntax.Base(sel)] == group {
			return w.isUsed(call.Args[0], of)
		}
		return ok && lit != w.lit && syntax.Mentions(w.r.Pass.TypesInfo, lit, group) && w.isUsed(call, of)
	})
}

// tells reports whether a literal sends to a channel, or closes it.
func (r *Rewriter) tells(lit *ast.FuncLit, ch ast.Expr) bool {
	v := r.Pass.TypesInfo.Uses[typesx.Ident(ch)]
	is := func(x ast.Expr) bool { return v != nil && r.Pass.TypesInfo.Uses[typesx.Ident(x)] == v }
	return syntax.Any(lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			return is(n.Chan)
		case *ast.CallExpr:
			return r.IsBuiltin(n, "close") && len(n.Args) == 1 && is(n.Args[0])
		}
		return false
	})
}
