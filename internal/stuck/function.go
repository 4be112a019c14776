// This file prepares functions for the machine: it executes the control-flow graph (go/cfg),
// which has blocks for arms and loops but does not tell which statement they are of, and the
// machine needs to know where a statement ends to pass over it.

package stuck

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/syntax"
)

// A function is what the machine needs to know of a function with a body: its
// graph, and which of its statements matter.
type function struct {
	*syntax.Func
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

// function prepares a *ast.FuncDecl or *ast.FuncLit, once.
func (p *program) function(n ast.Node) *function {
	if f, ok := p.funcs[n]; ok {
		return f
	}
	f := &function{
		Func:   p.Index.Func(n),
		graph:  p.Engine.Graph(n),
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
	p.leadOut(f)
	p.funcs[n] = f
	return f
}

// leadOut marks the statements around a call that does not come back. What is behind it is
// another run:
//
//	if err := <-errs; err != nil {
//		log.Fatal(err) // whoever still sends sends to nobody, and it does not matter
//	}
func (p *program) leadOut(f *function) {
	for _, b := range f.graph.Blocks {
		if !b.Live || len(b.Succs) > 0 || len(b.Nodes) == 0 {
			continue
		}
		last, isExpr := b.Nodes[len(b.Nodes)-1].(*ast.ExprStmt)
		if !isExpr {
			continue
		}
		if c, ok := p.Index.Find(last); ok {
			f.lead(c, nil)
		}
	}
}

// scan looks at the function's own statements once, and notes what the graph does not
// tell.
func (p *program) scan(f *function) {
	body, _ := p.Index.Body(f.Node)
	for c := range syntax.OwnOf(body, scanned...) {
		switch n := c.Node().(type) {
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
			f.lead(c, nil)
		case *ast.BranchStmt:
			f.lead(c, syntax.Target(c))
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				p.leadCounter(f, c, l)
			}
		case *ast.IncDecStmt:
			p.leadCounter(f, c, n.X)
		}
	}
}

// The statements that scan looks at.
var scanned = []ast.Node{
	(*ast.SelectStmt)(nil), (*ast.SwitchStmt)(nil), (*ast.TypeSwitchStmt)(nil), (*ast.RangeStmt)(nil),
	(*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil), (*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil),
}

// lead marks the statements around a node, up to one that it does not leave. They cannot be
// passed over, even though nothing in sight is used in them:
//
//	if err != nil {
//		return err // or the run would go on behind
//	}
func (f *function) lead(c inspector.Cursor, target ast.Stmt) {
	for c = c.Parent(); c.Node() != f.Node && (target == nil || c.Node() != target); c = c.Parent() {
		f.leads[c.Node()] = true
	}
}

// leadCounter marks the statements around an assignment to a variable that loops
// count to.
func (p *program) leadCounter(f *function, c inspector.Cursor, x ast.Expr) {
	if v := p.variable(x); v != nil && p.counts[v] {
		f.lead(c, nil)
	}
}

// stmtMatters reports whether a statement can make a difference to what is in sight: it uses
// something of it, or can leave itself, or sets what a loop counts to. Any other is passed
// over: its branches are no choices, which is what keeps the search small (fixture farDown).
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

// An event is a part of a statement that can make a difference, in the order of evaluation: a
// receive (*ast.UnaryExpr), *ast.CallExpr, *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt.
type event = ast.Node

// eventsOf lists the events of a node of the graph, what is inside literals excluded.
func (f *function) eventsOf(n ast.Node) []event {
	if list, ok := f.events[n]; ok {
		return list
	}
	var list []event
	for n := range syntax.Evaluated(n) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				list = append(list, n)
			}
		case *ast.CallExpr, *ast.SendStmt:
			list = append(list, n)
		case *ast.GoStmt, *ast.DeferStmt: // the call, which comes right before, is another's
			list[len(list)-1] = n
		}
	}
	f.events[n] = list
	return list
}
