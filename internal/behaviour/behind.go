// This file says what runs behind the signal of an end. Deferred calls run in the reverse order,
// so that what was deferred before the signal still runs when the waiter has gone on:
//
//	defer upload(log) // runs last
//	defer wg.Done()   // tells too early
//
// What only winds up does not matter there, as little as behind a signal that is the last act:
// an Unlock, a Close, a log line, what is done about a panic.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// lingering returns by block whether a call that takes its time may have been deferred when the
// block starts, and when it ends.
func (s *signalFinder) lingering() (before, after []bool) {
	own := make([]bool, len(s.fl.Blocks))
	s.slow = make(map[ast.Node]bool)
	for _, b := range s.fl.Blocks {
		if !b.Live {
			continue
		}
		for _, n := range b.Nodes {
			if s.lingers(n) {
				s.slow[n], own[b.Index] = true, true
			}
		}
	}
	before, after = make([]bool, len(own)), own
	if !slices.Contains(own, true) {
		return before, after
	}
	for todo := slices.DeleteFunc(slices.Clone(s.fl.Blocks), func(b *cfg.Block) bool { return !own[b.Index] }); len(todo) > 0; todo = todo[1:] {
		for _, next := range todo[0].Succs {
			before[next.Index] = true
			if !after[next.Index] {
				after[next.Index] = true
				todo = append(todo, next)
			}
		}
	}
	return before, after
}

// lingers reports whether a node defers a call that takes its time.
func (s *signalFinder) lingers(n ast.Node) bool {
	d, ok := n.(*ast.DeferStmt)
	return ok && s.p.takesTime(d.Call, s.f, 0)
}

// takesTime reports whether a deferred call of f does more than wind up.
func (p *Package) takesTime(call *ast.CallExpr, f *syntax.Func, depth int) bool {
	if p.windsUp(call) {
		return false
	}
	callee := p.Function(p.Uninstantiated(call.Fun))
	if Tells(callee) != nil || catalog.Looks(callee) || catalog.Ends(callee) || catalog.Parts(callee) || callee != nil && callee.Pkg() != p.Pkg && saysOrLetsGo(callee) {
		return false
	}
	t := p.Resolve(call)
	return t.Func == nil || depth > maxBehind || p.busyBehind(t.Func, f, depth+1)
}

// saysOrLetsGo reports whether a function is a method without results that takes no context, or
// gives up what has been begun. One that is deferred, and whose body is not in sight, is taken to
// let go of something or to say something, since what takes its time may fail, and says so:
// tokens.Put(t), log.Infof("done"). A Rollback may fail, too, and is still the end of a Tx.
func saysOrLetsGo(fn *types.Func) bool {
	sig := fn.Signature()
	if sig.Recv() == nil || sig.Results().Len() > 0 && !rows.Is(fn.Name(), rows.Abort) {
		return false
	}
	for param := range sig.Params().Variables() {
		if typesx.IsContext(param.Type()) {
			return false
		}
	}
	return true
}

// maxBehind bounds how deep deferred calls are looked into.
const maxBehind = 3

// busyBehind reports whether a function that f defers does more than wind up.
func (p *Package) busyBehind(deferred, f *syntax.Func, depth int) bool {
	return p.busyPart(deferred.Body, p.onPanic(deferred.Body), f, depth)
}

// busyPart reports whether a part of what f defers does more than wind up. Others may wait for
// what it sends, so that this is a signal as well, and what it launches runs elsewhere.
func (p *Package) busyPart(part ast.Node, onPanic func(ast.Node) bool, f *syntax.Func, depth int) bool {
	apart := func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit, *ast.GoStmt:
			return true
		}
		return onPanic(n)
	}
	return syntax.AnyExcept(part, apart, func(n ast.Node) bool {
		if !p.Spend() {
			return true
		}
		switch n := n.(type) {
		case *ast.UnaryExpr:
			return n.Op == token.ARROW && !p.givesBack(n, f)
		case *ast.RangeStmt:
			return typesx.IsChan(p.Info.TypeOf(n.X))
		case *ast.CallExpr:
			return p.takesTime(n, f, depth)
		}
		return false
	})
}

// RunsBehind reports whether a call that takes its time may have been deferred before d is, so
// that it still runs when what d defers has told of the end of f.
func (p *Package) RunsBehind(f *syntax.Func, d *ast.DeferStmt) bool {
	s := signalFinder{p: p, f: f, fl: p.FlowOf(f)}
	before, _ := s.lingering()
	for _, b := range s.fl.Blocks {
		if at := slices.Index(b.Nodes, ast.Node(d)); b.Live && at >= 0 {
			return before[b.Index] || slices.ContainsFunc(b.Nodes[:at], func(n ast.Node) bool { return s.slow[n] })
		}
	}
	return false
}

// givesBack reports whether a receive takes what f, or a function around it, has sent before: the
// slot of a semaphore, for which nobody has to be waited for.
func (p *Package) givesBack(recv *ast.UnaryExpr, f *syntax.Func) bool {
	ch := p.named(recv.X)
	return ch != nil && slices.ContainsFunc(p.Gathered().Sends, func(u Sending) bool {
		return p.named(u.X) == ch && u.In != nil && (ch.IsField() || u.In == f || syntax.Encloses(u.In.Node, f.Node.Pos()))
	})
}

// named is the variable or the field that an expression names, or nil.
func (p *Package) named(x ast.Expr) *types.Var {
	x = ast.Unparen(x)
	if sel, ok := x.(*ast.SelectorExpr); ok {
		x = sel.Sel
	}
	v, _ := p.Info.ObjectOf(typesx.Ident(x)).(*types.Var)
	return v
}
