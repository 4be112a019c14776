// This file is that walk (index.go). It records what the code says and draws no conclusions, since
// it is done before anything is known of what functions do.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// An indexer fills the index, node by node.
type indexer struct {
	*Gathering
	p    *Package
	cur  inspector.Cursor // the node at hand
	file *ast.File
	decl *ast.FuncDecl // around it; nil at package level
}

// indexed are the nodes that the index is about.
var indexed = []ast.Node{
	(*ast.RangeStmt)(nil), (*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil),
	(*ast.SendStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.CompositeLit)(nil), (*ast.TypeSwitchStmt)(nil), (*ast.CallExpr)(nil), (*ast.GoStmt)(nil),
}

// add records what one node is to the queries.
func (w *indexer) add(n ast.Node) {
	switch n := n.(type) {
	case *ast.RangeStmt:
		if in := w.in(); in != nil && typesx.IsChan(w.p.Info.TypeOf(n.X)) {
			w.receives(Receive{Use: Use{n.X, in}, Loop: w.loop(), Ranged: n, value: isNamedVar(n.Key)})
		}
		// Over a channel it is the key that gets the elements, over anything else the value.
		w.assign(n.Key, Def{Value: n.X, Index: 0, Each: true})
		w.assign(n.Value, Def{Value: n.X, Index: 1, Each: true})
	case *ast.AssignStmt:
		// x += y makes no new value of any type that is followed.
		if n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
			w.assignAll(n.Lhs, n.Rhs)
		}
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(n.Names))
		for i, id := range n.Names {
			lhs[i] = id
		}
		w.assignAll(lhs, n.Values)
	case *ast.SendStmt:
		w.Sends = append(w.Sends, Sending{Use{n.Chan, w.in()}, w.loop()})
	case *ast.UnaryExpr:
		w.unary(n)
	case *ast.CompositeLit:
		w.composite(n)
	case *ast.TypeSwitchStmt:
		w.typeSwitch(n)
	case *ast.CallExpr:
		w.call(n)
	case *ast.GoStmt:
		if in := w.in(); in != nil {
			w.Around[n] = in.Type
		}
		if lit, ok := ast.Unparen(n.Call.Fun).(*ast.FuncLit); ok {
			w.Launched[lit.Type] = n
		}
	}
}

// in is the innermost function around the node at hand, or nil.
func (w *indexer) in() *syntax.Func { return w.p.Index.FuncAt(w.cur) }

// loop is the innermost loop of the function around the node at hand, or nil. The operand
// of a range counts as a part of it, although it is evaluated once: for range ch is a receive in
// a loop.
func (w *indexer) loop() ast.Stmt {
	for cur := w.cur.Parent(); ; cur = cur.Parent() {
		switch n := cur.Node().(type) {
		case *ast.ForStmt:
			return n
		case *ast.RangeStmt:
			return n
		// A function literal in a loop is not in the loop: when it runs nobody knows.
		case *ast.FuncDecl, *ast.FuncLit, *ast.File, nil:
			return nil
		}
	}
}

// isNamedVar reports whether what is assigned to x has a name there.
func isNamedVar(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return x != nil && !(ok && id.Name == "_")
}

// receives records a receive, for the package and for its function.
func (w *indexer) receives(r Receive) {
	w.Recvs = append(w.Recvs, r)
	w.RecvsIn[r.In] = append(w.RecvsIn[r.In], r)
}

// receive is the receive at hand, with the select that it is an arm of and whether what it
// yields gets a name.
func (w *indexer) receive(ch ast.Expr) Receive {
	r := Receive{Use: Use{ch, w.in()}, Loop: w.loop()}
	for cur := w.cur; ; cur = cur.Parent() {
		switch cur.ParentEdgeKind() {
		case edge.ParenExpr_X, edge.ExprStmt_X:
		case edge.AssignStmt_Lhs, edge.AssignStmt_Rhs:
			n := cur.Parent().Node().(*ast.AssignStmt)
			r.value = len(n.Rhs) == 1 && isNamedVar(n.Lhs[0])
		case edge.CommClause_Comm:
			r.clause = cur.Parent().Node().(*ast.CommClause)
			r.Sel, _ = cur.Parent().Parent().Parent().Node().(*ast.SelectStmt)
			return r
		default:
			return r
		}
	}
}

// assignAll records an assignment of a list; of a call with several results each variable gets
// one.
func (w *indexer) assignAll(lhs, rhs []ast.Expr) {
	for i, l := range lhs {
		switch {
		case len(rhs) == len(lhs):
			w.assign(l, Def{Value: rhs[i]})
		case len(rhs) == 1:
			w.assign(l, Def{Value: rhs[0], Index: i})
		}
	}
}

// assign records that the variable or field that lhs denotes gets a value.
func (w *indexer) assign(lhs ast.Expr, d Def) {
	var v *types.Var
	switch l := ast.Unparen(lhs).(type) {
	case *ast.Ident:
		v, _ = w.p.Info.ObjectOf(l).(*types.Var)
	case *ast.SelectorExpr:
		v, _ = w.p.Info.Uses[l.Sel].(*types.Var)
	}
	// An element of a list or a map has no variable; nobody asks for it.
	if v == nil || !followed(v.Type()) {
		return
	}
	d.in = w.in()
	// Fields are recorded whatever they are fields of, by the declaration of the field.
	w.Defs[v.Origin()] = append(w.Defs[v.Origin()], d)
}

// followed reports whether values of the type are worth following.
func followed(t types.Type) bool {
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Basic, *types.Map:
		return false
	}
	return true
}

// unary records a receive, or that an address is taken: of a group, on which somebody out of
// sight may count then, and of what may get any value by it.
func (w *indexer) unary(n *ast.UnaryExpr) {
	switch n.Op {
	case token.ARROW:
		if w.in() != nil {
			w.receives(w.receive(n.X))
		}
	case token.AND:
		t := w.p.Info.TypeOf(n.X)
		if joinOf(t) != nil {
			w.countOn(n.X, Use{In: w.in()})
		}
		// What has its address taken may get any value, except for what is used by address in any
		// case: structs, as wg in &wg, which are not replaced but called methods of.
		if t != nil {
			switch t.Underlying().(type) {
			case *types.Interface, *types.Chan, *types.Signature, *types.Pointer:
				w.assign(n.X, Def{})
			}
		}
	}
}

// composite records what the fields of a struct literal are given.
func (w *indexer) composite(n *ast.CompositeLit) {
	st := typesx.Struct(w.p.Info.TypeOf(n)) // a pointer's, where an element leaves its type out
	if st == nil {
		return
	}
	for i, elt := range n.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			w.assign(kv.Key, Def{Value: kv.Value})
		} else if i < st.NumFields() && followed(st.Field(i).Type()) {
			v := st.Field(i).Origin()
			w.Defs[v] = append(w.Defs[v], Def{Value: elt, in: w.in()})
		}
	}
}

// typeSwitch records what the variable of each clause of v := x.(type) is.
func (w *indexer) typeSwitch(n *ast.TypeSwitchStmt) {
	assign, ok := n.Assign.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || n.Body == nil {
		return
	}
	for _, clause := range n.Body.List {
		if v, ok := w.p.Info.Implicits[clause].(*types.Var); ok && followed(v.Type()) {
			w.Defs[v] = append(w.Defs[v], Def{Value: assign.Rhs[0], in: w.in()})
		}
	}
}

// call records a wait on a group, a count, a call that can be followed, and channels and groups
// among its arguments.
func (w *indexer) call(n *ast.CallExpr) {
	in := w.in()
	if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
		switch fn := w.p.Function(sel); {
		case Awaits(fn):
			w.Waits = append(w.Waits, Use{sel, in})
			return
		case counts(fn):
			w.countOn(sel.X, Use{sel, in})
			if v := w.p.LastVar(sel.X); v != nil {
				w.Adds[v] = append(w.Adds[v], sel.Pos())
			}
		}
	}
	// What package variables are initialised with waits for nothing, and is in no loop.
	loop := w.loop()
	if in != nil {
		w.calls = append(w.calls, Calling{n, in, loop})
	}
	for i, arg := range n.Args {
		t := w.p.Info.TypeOf(arg)
		group := joinOf(t) != nil
		if group {
			w.countOn(arg, Use{In: in})
		}
		if group || typesx.IsChan(t) {
			w.Passed = append(w.Passed, PassedOn{n, i, loop, Use{arg, in}})
		}
		// A conversion passes nothing on.
		if t == nil || w.p.Info.Types[n.Fun].IsType() {
			continue
		}
		if name := typesx.Named(t); name != nil && len(w.p.Helpers.GroupWaits(name)) > 0 {
			w.GroupsPassed = append(w.GroupsPassed, PassedGroup{Call: n, Arg: i, In: in, Decl: w.decl, File: w.file})
		}
	}
}

// countOn notes where a local WaitGroup is counted on: out of sight, where its address
// is taken or it is passed on.
func (w *indexer) countOn(group ast.Expr, at Use) {
	if id, ok := ast.Unparen(group).(*ast.Ident); ok {
		if v, ok := w.p.Info.Uses[id].(*types.Var); ok && at.In != nil {
			w.Counts[v] = append(w.Counts[v], at)
		}
	}
}
