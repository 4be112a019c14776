package stuck

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// A function is what the machine needs to know of a function with a body: its
// graph, and which of its statements matter.
type function struct {
	node   ast.Node // *ast.FuncDecl or *ast.FuncLit
	typ    *ast.FuncType
	body   *ast.BlockStmt
	graph  *cfg.CFG
	done   map[ast.Stmt]*cfg.Block        // where control goes on after a statement
	arms   map[*ast.CommClause]*cfg.Block // bodies of select arms
	afters map[*ast.CommClause]*cfg.Block // where the next arm is tried
	comms  map[ast.Node]*ast.SelectStmt   // statements of select arms
	heads  map[ast.Node]*ast.RangeStmt    // operands of range statements
	owner  map[ast.Stmt]ast.Stmt          // clauses of switches and selects
	tags   map[*ast.CaseClause]*ast.SwitchStmt
	leads  map[ast.Node]bool // statements that can leave themselves, or decide what counts
	events map[ast.Node][]event
}

func (p *program) function(n ast.Node) *function {
	if f, ok := p.funcs[n]; ok {
		return f
	}
	f := &function{
		node:   n,
		graph:  p.Graph(n),
		done:   map[ast.Stmt]*cfg.Block{},
		arms:   map[*ast.CommClause]*cfg.Block{},
		afters: map[*ast.CommClause]*cfg.Block{},
		comms:  map[ast.Node]*ast.SelectStmt{},
		heads:  map[ast.Node]*ast.RangeStmt{},
		owner:  map[ast.Stmt]ast.Stmt{},
		tags:   map[*ast.CaseClause]*ast.SwitchStmt{},
		leads:  map[ast.Node]bool{},
		events: map[ast.Node][]event{},
	}
	switch n := n.(type) {
	case *ast.FuncDecl:
		f.typ, f.body = n.Type, n.Body
	case *ast.FuncLit:
		f.typ, f.body = n.Type, n.Body
	}
	for _, b := range f.graph.Blocks {
		switch b.Kind {
		case cfg.KindIfDone, cfg.KindForDone, cfg.KindRangeDone, cfg.KindSwitchDone, cfg.KindSelectDone:
			f.done[b.Stmt] = b
		case cfg.KindSelectCaseBody:
			f.arms[b.Stmt.(*ast.CommClause)] = b
		case cfg.KindSelectAfterCase:
			f.afters[b.Stmt.(*ast.CommClause)] = b
		}
	}
	p.scan(f)
	p.funcs[n] = f
	return f
}

// scan walks over the function's own statements once, and notes what the graph does
// not tell.
func (p *program) scan(f *function) {
	var stack []ast.Node
	ast.Inspect(f.body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		switch n := n.(type) {
		case *ast.SelectStmt:
			for _, c := range n.Body.List {
				f.owner[c] = n
				if comm := c.(*ast.CommClause).Comm; comm != nil {
					f.comms[comm] = n
				}
			}
		case *ast.SwitchStmt:
			for _, c := range n.Body.List {
				f.owner[c] = n
				if n.Tag != nil {
					f.tags[c.(*ast.CaseClause)] = n
				}
			}
		case *ast.TypeSwitchStmt:
			for _, c := range n.Body.List {
				f.owner[c] = n
			}
		case *ast.RangeStmt:
			f.heads[n.X] = n
		case *ast.ReturnStmt:
			f.lead(stack, nil)
		case *ast.BranchStmt:
			f.lead(stack, branchTarget(stack, n))
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				p.leadCounter(f, stack, l)
			}
		case *ast.IncDecStmt:
			p.leadCounter(f, stack, n.X)
		}
		stack = append(stack, n)
		return true
	})
}

// lead marks the statements around a node, up to one that it does not leave.
func (f *function) lead(stack []ast.Node, target ast.Node) {
	for i := len(stack) - 1; i >= 0 && stack[i] != target; i-- {
		f.leads[stack[i]] = true
	}
}

// leadCounter marks the statements around an assignment to a variable that loops
// count to.
func (p *program) leadCounter(f *function, stack []ast.Node, x ast.Expr) {
	if v := p.variable(x); v != nil && p.counts[v] {
		f.lead(stack, nil)
	}
}

// branchTarget is the statement that a break or continue leads to the end of, which
// is among those around it; nil for a goto.
func branchTarget(stack []ast.Node, b *ast.BranchStmt) ast.Node {
	if b.Tok == token.GOTO {
		return nil
	}
	for i := len(stack) - 1; i >= 0; i-- {
		if b.Label != nil {
			if l, ok := stack[i].(*ast.LabeledStmt); ok && l.Label.Name == b.Label.Name {
				return l.Stmt
			}
			continue
		}
		switch stack[i].(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return stack[i]
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if b.Tok != token.CONTINUE {
				return stack[i]
			}
		}
	}
	return nil
}

// matters reports whether a statement can make a difference to what is in sight: else
// it is passed over.
func (p *program) stmtMatters(f *function, s ast.Stmt) bool {
	return f.leads[s] || p.relevant[s]
}

// variable is the variable, or the field, that an expression names; or nil.
func (p *program) variable(x ast.Expr) *types.Var {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, _ := p.Info.ObjectOf(x).(*types.Var)
		return v
	case *ast.SelectorExpr:
		v, _ := p.Info.Uses[x.Sel].(*types.Var)
		return v
	}
	return nil
}

// An event is a part of a statement that can make a difference, in the order of
// evaluation: *ast.UnaryExpr (a receive), *ast.CallExpr, *ast.SendStmt, *ast.GoStmt,
// *ast.DeferStmt.
type event = ast.Node

func (f *function) eventsOf(n ast.Node) []event {
	if list, ok := f.events[n]; ok {
		return list
	}
	var list []event
	var stack []ast.Node
	apart := map[*ast.CallExpr]bool{} // what go and defer will call
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch top := top.(type) {
			case *ast.UnaryExpr:
				if top.Op == token.ARROW {
					list = append(list, top)
				}
			case *ast.CallExpr:
				if !apart[top] {
					list = append(list, top)
				}
			case *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt:
				list = append(list, top)
			}
			return true
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.GoStmt:
			apart[n.Call] = true
		case *ast.DeferStmt:
			apart[n.Call] = true
		}
		stack = append(stack, n)
		return true
	})
	f.events[n] = list
	return list
}
