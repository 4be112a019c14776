// This file is about timers: what time.AfterFunc runs needs no owner where it ends by itself.
// Timers are mostly used for short things, and the rule speaks only where one is shown not to be:
//
//	time.AfterFunc(d, func() { conn.SetDeadline(past) }) // ends
//	time.AfterFunc(d, func() { <-quit; conn.Close() })   // who knows
//
// It looks for what may keep a function from its end, without following paths: a loop with a
// condition, and a call that cannot be seen, end. Only of arming again it asks whether that
// happens on every path.

package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// EndsItself reports whether what a timer runs ends by itself, as far as can be seen:
// it is not shown to arm a timer again whatever happens, to loop for ever, or to wait for
// something with no other way out.
func (p *Package) EndsItself(l *Launch) bool {
	p.Begin()
	run := p.Run(l)
	if run == nil {
		return true
	}
	t := p.Denoted(run, 0)
	e := endless{p: p, seen: make(map[*syntax.Func]bool)}
	return !behaviour.Awaits(t.Static) && !e.function(t.Func) && !p.rearms(t.Func, make(map[*syntax.Func]bool))
}

// Answers reports whether what a timer runs tells of its end on a channel that the function around
// gives to its caller: who waits for that would wait for ever if somebody stopped the timer.
//
//	c := make(chan int, 1)
//	time.AfterFunc(d, func() { c <- 1 })
//	return c
func (p *Package) Answers(l *Launch) bool {
	p.Begin()
	run, c := p.Run(l), p.classifier(l)
	if run == nil || c.in == nil {
		return false
	}
	if c.t = p.Denoted(run, 0); c.t.Func == nil {
		return false
	}
	given := make(map[*types.Var]bool)
	for _, v := range c.in.Results {
		given[v] = true
	}
	for ret := range syntax.Own[*ast.ReturnStmt](c.in.Body) {
		for _, x := range ret.Results {
			if id := typesx.Ident(x); id != nil {
				v, _ := p.Info.Uses[id].(*types.Var)
				given[v] = true
			}
		}
	}
	return slices.ContainsFunc(c.outsideOf(p.EffectsOf(c.t.Func).Signals, c.t), func(s Signal) bool {
		return s.Var != nil && !s.Field && typesx.IsChan(s.Var.Type()) && given[s.Var]
	})
}

// rearms reports whether a function, or one that it calls, arms a timer on every path. What
// does so under a condition, as an expiry that runs while there is something left, has a
// way to its end.
func (p *Package) rearms(f *syntax.Func, seen map[*syntax.Func]bool) bool {
	if f == nil || f.Body == nil || seen[f] || !p.Spend() {
		return false
	}
	seen[f] = true
	fl := p.Flow(f.Body)
	arming := make([]behaviour.Mask, len(fl.Blocks))
	for _, b := range fl.Blocks {
		for _, n := range b.Nodes {
			for call := range syntax.Own[*ast.CallExpr](n) {
				if armsTimer(p.Callee(call)) || p.rearms(p.Resolve(call).Func, seen) {
					arming[b.Index] = 1
				}
			}
		}
	}
	always, returns := behaviour.Mask(1), false
	for i, m := range behaviour.Forward(fl.Blocks, arming) {
		if b := fl.Blocks[i]; b.Live && b.Return() != nil {
			always, returns = always&m, true
		}
	}
	return returns && always != 0
}

// armsTimer reports whether a function arms a timer that runs a function.
func armsTimer(fn *types.Func) bool {
	return fn != nil && (fn.Name() == "AfterFunc" && fn.FullName() == "time.AfterFunc" || fn.Name() == "Reset" && fn.FullName() == "(*time.Timer).Reset")
}

// endless searches a function, and those of the package that it calls, for what keeps
// it from its end.
type endless struct {
	p    *Package
	seen map[*syntax.Func]bool
}

// function reports whether something keeps a function from its end, in it or in one of the
// package that it calls. A function that calls itself is not followed twice.
func (e *endless) function(f *syntax.Func) bool {
	if f == nil || f.Body == nil || e.seen[f] || !e.p.Spend() {
		return false
	}
	e.seen[f] = true
	arms := make(map[ast.Node]bool) // of selects with another way out
	elsewhere := func(n ast.Node) bool {
		switch n.(type) {
		case *ast.GoStmt, *ast.FuncLit:
			return true // another goroutine, or what is looked at where it is called
		}
		return arms[n]
	}
	for n := range syntax.Except[ast.Node](f.Body, elsewhere) {
		// A select of several arms has another way out for each of them.
		if s, ok := n.(*ast.SelectStmt); ok && len(s.Body.List) > 1 {
			for _, c := range s.Body.List {
				if cc, ok := c.(*ast.CommClause); ok && cc.Comm != nil {
					arms[cc.Comm] = true
				}
			}
		}
		if e.keeps(n) {
			return true
		}
	}
	return false
}

// keeps reports whether a node, what is below it apart, keeps the function from its end.
func (e *endless) keeps(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ForStmt:
		return n.Cond == nil && !e.leavesLoop(n)
	// Whether the channel is ever closed, the function does not say.
	case *ast.RangeStmt:
		return typesx.IsChan(e.p.Info.TypeOf(n.X))
	case *ast.SelectStmt:
		return len(n.Body.List) == 0
	case *ast.CallExpr:
		return e.call(n)
	// A timer's channel gets a value by itself.
	case *ast.UnaryExpr:
		return n.Op == token.ARROW && !behaviour.IsTimeChan(e.p.Info.TypeOf(n.X))
	case *ast.SendStmt:
		return !e.hasRoom(n.Chan)
	}
	return false
}

// call reports whether a call never comes to its end.
func (e *endless) call(call *ast.CallExpr) bool {
	return behaviour.Awaits(e.p.Callee(call)) || e.function(e.p.Resolve(call).Func)
}

// hasRoom reports whether a channel is not shown to have no room for what is sent on it.
func (e *endless) hasRoom(ch ast.Expr) bool {
	id := typesx.Ident(ch)
	if id == nil {
		return true
	}
	v, ok := e.p.Info.Uses[id].(*types.Var)
	if !ok {
		return true
	}
	made, ok := e.p.Only(v).(*ast.CallExpr)
	// The capacity is the second argument; any is taken to be enough.
	return !ok || len(made.Args) != 1
}

// leavesLoop reports whether something in the body of a loop may leave it: a return, a jump, a
// break of this loop or one around it, or what does not come back.
func (e *endless) leavesLoop(loop *ast.ForStmt) bool {
	cur, ok := e.p.Index.Find(loop)
	if !ok {
		return true
	}
	for c := range syntax.OwnOf(cur.ChildAt(edge.ForStmt_Body, -1), (*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil), (*ast.CallExpr)(nil)) {
		switch n := c.Node().(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.BranchStmt:
			if to := syntax.Target(c); to == nil || !syntax.Encloses(loop.Body, to.Pos()) && !(n.Tok == token.CONTINUE && to == loop) {
				return true
			}
		case *ast.CallExpr:
			if !e.p.Beyond.MayReturn(n) {
				return true
			}
		}
	}
	return false
}
