// This file finds what has led to something since before the resource was opened. What comes to
// the resource is followed from its opening on (stays.go); what is set up earlier gets there when
// the place that it leads to is filled:
//
//	var s sink
//	flush := func() { s.w.Flush() }
//	defer flush()
//	f, err := os.Create(path)
//	...
//	s.w = bufio.NewWriter(f) // flush writes to f from here on

package unclosed

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
)

// A lead is the question what leads to some variables.
type lead struct {
	info *types.Info
	vars map[types.Object]bool
	grew bool
}

// carriers adds, to variables that come to the resource, those that lead to them by what the
// function does before the acquisition.
func (a *acquisition) carriers(vars map[types.Object]bool) map[types.Object]bool {
	l := &lead{info: a.unit.Pass.TypesInfo, vars: maps.Clone(vars)}
	for l.grew = true; l.grew; {
		l.grew = false
		for n := range syntax.All[ast.Node](a.Func.Body) {
			if n.End() <= a.Call.Pos() {
				l.node(n)
			}
		}
	}
	return l.vars
}

// node looks at one node.
func (l *lead) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if l.leads(n.Rhs[min(i, len(n.Rhs)-1)]) {
				l.carry(lhs)
			}
		}
	case *ast.ValueSpec:
		for i, id := range n.Names {
			if len(n.Values) > 0 && l.leads(n.Values[min(i, len(n.Values)-1)]) {
				l.carry(id)
			}
		}
	case *ast.CallExpr:
		// What a call is made on, or given, it may store in each other.
		if l.leads(n.Fun) || slices.ContainsFunc(n.Args, l.leads) {
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
				l.carry(sel.X)
			}
			for _, arg := range n.Args {
				l.carry(arg)
			}
		}
	}
}

// leads reports whether an expression names one of the variables, in a literal too.
func (l *lead) leads(x ast.Expr) bool {
	return syntax.Any(x, func(id *ast.Ident) bool { return l.vars[l.info.ObjectOf(id)] })
}

// carry notes that an operand may lead there, if its type can.
func (l *lead) carry(x ast.Expr) {
	root := syntax.Base(x)
	if root == nil || !live(l.info.TypeOf(x), false) {
		return
	}
	if v, ok := l.info.ObjectOf(root).(*types.Var); ok && !l.vars[v] {
		l.vars[v], l.grew = true, true
	}
}
