// This file asks whether the launcher ends a task where it stops waiting for it, by what the case of its
// select statement does:
//
//	case <-ctx.Done():
//		conn.Close() // the task reads from that
//		return ctx.Err()
//
// With return alone the task goes on: the end of that context is none of its.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// ender is the name of a method, or of a function, that ends what others do with what it is called on.
var ender = regexp.MustCompile(`^(?i:close|stop|cancel|shutdown|kill|abort|interrupt|terminate|disconnect|destroy|quit|exit|hangup|drain|gracefulstop)([A-Z]\w*)?$|^Set(Read|Write)?Deadline$|^(Broadcast|Signal)$`)

// An ending is what the case of a context does, as far as a launched literal is concerned.
type ending struct {
	r     *Rewriter
	lit   *ast.FuncLit
	names map[types.Object]bool // what the literal names
}

// endingOf is asked about the cases of one select statement.
func (r *Rewriter) endingOf(lit *ast.FuncLit) *ending {
	e := &ending{r: r, lit: lit, names: make(map[types.Object]bool)}
	for id := range syntax.All[*ast.Ident](lit.Body) {
		if v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var); ok && !syntax.Encloses(lit, v.Pos()) {
			e.names[v] = true
		}
	}
	return e
}

// isBy reports whether some statements end the task, by themselves or by a literal that a variable of
// the launcher holds. What they launch or call as a literal counts as well.
func (e *ending) isBy(body []ast.Stmt, calls int) bool {
	sets, wakes := false, false
	ends := slices.ContainsFunc(body, func(s ast.Stmt) bool {
		return syntax.Any(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				wakes = wakes || e.isCalled(n, "Broadcast", "Signal")
				return e.isByCall(n, calls)
			case *ast.SendStmt:
				return e.receives(n.Chan)
			case *ast.AssignStmt:
				sets = sets || n.Tok == token.ASSIGN && slices.ContainsFunc(n.Lhs, e.has)
			}
			return false
		})
	})
	return ends || sets && wakes
}

// isByCall reports whether a call ends what the literal does.
func (e *ending) isByCall(call *ast.CallExpr, calls int) bool {
	if e.r.IsBuiltin(call, "close") {
		return len(call.Args) == 1 && e.receives(call.Args[0])
	}
	switch fn := typeutil.Callee(e.r.Pass.TypesInfo, call).(type) {
	case *types.Var:
		if named := typesx.Named(fn.Type()); named != nil && named.Pkg() != nil && named.Pkg().Path() == "context" {
			return true // a cancel function
		}
		if lit := e.r.LiteralOf(fn); lit != nil && !fn.IsField() && !e.r.IsAssigned(fn) && calls > 0 {
			return e.isBy(lit.Body.List, calls-1)
		}
		return ender.MatchString(fn.Name())
	case *types.Func:
		if fn.Pkg() != nil && fn.Pkg().Path() == "time" || fn.FullName() == "(*sync.Cond).Broadcast" || fn.FullName() == "(*sync.Cond).Signal" {
			return false
		}
		sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if isSel && fn.Name() == "Store" {
			return e.loads(sel.X)
		}
		if !isSel || !ender.MatchString(fn.Name()) {
			return false
		}
		if fn.Signature().Recv() != nil {
			return e.has(sel.X)
		}
		return slices.ContainsFunc(call.Args, e.has)
	}
	return false
}

// isCalled reports whether a call is of a method of sync.Cond that has one of some names.
func (e *ending) isCalled(call *ast.CallExpr, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return e.r.Calls(call, "(*sync.Cond)."+name) })
}

// loads reports whether the literal reads what is atomic.
func (e *ending) loads(x ast.Expr) bool {
	p, ok := e.r.PathOf(x)
	return ok && syntax.Any(e.lit.Body, func(sel *ast.SelectorExpr) bool {
		q, same := e.r.PathOf(sel.X)
		return sel.Sel.Name == "Load" && same && slices.Equal(p, q)
	})
}

// isByDeferred reports whether what a function has deferred before a statement ends the task.
func (e *ending) isByDeferred(fn ast.Node, before token.Pos) bool {
	return syntax.AnyOwn(fn, func(d *ast.DeferStmt) bool {
		if d.Pos() >= before {
			return false
		}
		if lit, ok := ast.Unparen(d.Call.Fun).(*ast.FuncLit); ok {
			return e.isBy(lit.Body.List, 1)
		}
		return e.isByCall(d.Call, 1)
	})
}

// has reports whether the literal names what an expression is a part of.
func (e *ending) has(x ast.Expr) bool {
	id := syntax.Base(x)
	return id != nil && e.names[e.r.Pass.TypesInfo.Uses[id]]
}

// receives reports whether the literal receives from a channel, or ranges over it.
func (e *ending) receives(ch ast.Expr) bool {
	p, ok := e.r.PathOf(ch)
	is := func(x ast.Expr) bool {
		q, same := e.r.PathOf(x)
		return ok && same && slices.Equal(p, q)
	}
	return syntax.Any(e.lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			return n.Op == token.ARROW && is(n.X)
		case *ast.RangeStmt:
			return is(n.X)
		case *ast.CallExpr: // it may receive from that
			return slices.ContainsFunc(n.Args, is) && !e.r.IsBuiltin(n, "close") && !e.r.IsBuiltin(n, "len")
		}
		return false
	})
}
