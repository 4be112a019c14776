package launch

import (
	"go/ast"
	"go/token"
	"go/types"
)

// EndsItself reports whether what a timer runs ends by itself, as far as can be seen:
// it is not shown to arm a timer again, to loop for ever, or to wait for something
// with no other way out.
func (p *Package) EndsItself(l *Launch) bool {
	p.steps = maxSteps
	run := p.Run(l)
	if run == nil {
		return true
	}
	t := p.denoted(run, 0)
	e := endless{p: p, seen: make(map[*fn]bool)}
	return !awaits(t.static) && !e.function(t.fn)
}

// endless searches a function, and those of the package that it calls, for what keeps
// it from its end.
type endless struct {
	p    *Package
	seen map[*fn]bool
}

func (e *endless) function(f *fn) (found bool) {
	if f == nil || f.body == nil || e.seen[f] || !e.p.spend() {
		return false
	}
	e.seen[f] = true
	arms := make(map[ast.Node]bool) // of selects
	ast.Inspect(f.body, func(n ast.Node) bool {
		if arms[n] {
			return false
		}
		switch n := n.(type) {
		case *ast.GoStmt, *ast.FuncLit:
			return false // another goroutine, or what is looked at where it is called
		case *ast.ForStmt:
			found = found || n.Cond == nil && !leavesLoop(n)
		case *ast.RangeStmt:
			found = found || isChan(e.p.Info.TypeOf(n.X))
		case *ast.SelectStmt:
			found = found || len(n.Body.List) == 0
			for _, c := range n.Body.List {
				if cc, ok := c.(*ast.CommClause); ok && cc.Comm != nil && len(n.Body.List) > 1 {
					arms[cc.Comm] = true
				}
			}
		case *ast.CallExpr:
			found = found || e.call(n)
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW && !isTimeChan(e.p.Info.TypeOf(n.X))
		case *ast.SendStmt:
			found = found || !e.hasRoom(n.Chan)
		}
		return !found
	})
	return found
}

// call reports whether a call arms a timer again, or never comes to its end.
func (e *endless) call(call *ast.CallExpr) bool {
	switch fn := e.p.callee(call); {
	case fn != nil && fn.FullName() == "time.AfterFunc", fn != nil && fn.FullName() == "(*time.Timer).Reset":
		return true
	case awaits(fn):
		return true
	}
	return e.function(e.p.resolve(call).fn)
}

// hasRoom reports whether a channel is not shown to have no room for what is sent on it.
func (e *endless) hasRoom(ch ast.Expr) bool {
	id := identOf(ch)
	if id == nil {
		return true
	}
	v, ok := e.p.Info.Uses[id].(*types.Var)
	if !ok {
		return true
	}
	made, ok := e.p.only(v).(*ast.CallExpr)
	return !ok || len(made.Args) != 1
}

// leavesLoop reports whether something in the body of a loop may leave it.
func leavesLoop(loop *ast.ForStmt) (leaves bool) {
	ast.Inspect(loop.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			leaves = true
		case *ast.BranchStmt:
			leaves = leaves || n.Tok != token.CONTINUE
		}
		return !leaves
	})
	return leaves
}
