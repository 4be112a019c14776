// This file is for the rule dropped-handle: it follows the result of a launching call to see
// whether anything keeps it.
//
//	time.AfterFunc(d, f)          // lost
//	t := time.AfterFunc(d, f)     // lost, if t is only compared or set again
//	s.timer = time.AfterFunc(d, f) // kept: others may stop it
//
// A method call, a use as an argument and whatever is not understood keep the value: the rule
// is silent then.

package launch

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/typesx"
)

// Lost reports whether the handle that is result i of the launching call is used up
// where it is made, so that nothing can stop, or wait for, what was launched: it is
// dropped, only compared or set again, put into a value that is dropped, or into a
// local variable with which nothing else happens.
func (p *Package) Lost(l *Launch, i int) bool {
	u := p.valueUses()
	// Where the call cannot be found in the tree, only the statement around it is known.
	cur, ok := p.Index.Find(l.Call)
	if !ok {
		return l.Drops(i)
	}
	p.Begin()
	return u.lost(cur, i, 0)
}

// uses finds what becomes of values. It is made for the packages that ask.
type uses struct {
	p       *Package
	results map[*types.Var]bool // named results
}

// valueUses is what lost needs to know of the package, made when it is first asked.
func (p *Package) valueUses() *uses {
	if p.uses != nil {
		return p.uses
	}
	p.uses = &uses{p: p, results: make(map[*types.Var]bool)}
	for _, f := range p.Index.Funcs() {
		for _, v := range f.Results {
			p.uses.results[v] = true
		}
	}
	return p.uses
}

// lost reports whether nothing keeps the value of the expression at a cursor; of a call
// its result i.
func (u *uses) lost(cur inspector.Cursor, i, depth int) bool {
	if depth > behaviour.MaxDepth || !u.p.Spend() {
		return false
	}
	depth++
	kind, at := cur.ParentEdge()
	parent := cur.Parent()
	// Statements that let go of the value as soon as they have it.
	switch kind {
	case edge.ExprStmt_X, edge.GoStmt_Call, edge.DeferStmt_Call, edge.SwitchStmt_Tag, edge.CaseClause_List:
		return true
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		op := parent.Node().(*ast.BinaryExpr).Op
		return op == token.EQL || op == token.NEQ
	case edge.AssignStmt_Lhs:
		return true // it gets another value, or a field of it does
	case edge.AssignStmt_Rhs:
		assign := parent.Node().(*ast.AssignStmt)
		return u.lostIn(assign.Lhs[slot(at, i, len(assign.Rhs))], depth)
	case edge.ValueSpec_Values:
		spec := parent.Node().(*ast.ValueSpec)
		return u.lostIn(spec.Names[slot(at, i, len(spec.Values))], depth)
	// A part of something, or something that holds it: as that is.
	case edge.ParenExpr_X, edge.CompositeLit_Elts, edge.StarExpr_X, edge.TypeAssertExpr_X, edge.IndexExpr_X, edge.SliceExpr_X:
		return u.lost(parent, i, depth)
	case edge.KeyValueExpr_Value:
		return u.lost(parent, 0, depth)
	case edge.UnaryExpr_X:
		return parent.Node().(*ast.UnaryExpr).Op == token.AND && u.lost(parent, 0, depth)
	case edge.SelectorExpr_X:
		return u.lostPart(parent, depth)
	case edge.CallExpr_Args:
		return u.lostArg(parent, at, depth)
	}
	return false
}

// slot is the index of what is assigned to result i, of the value number at of so many on the
// right side.
func slot(at, i, values int) int {
	if values > 1 {
		return at
	}
	return i
}

// lostIn reports whether what is assigned to x is lost there: x is blank, or a local variable
// that is no result of the function, and lost in turn.
func (u *uses) lostIn(x ast.Expr, depth int) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return false
	}
	if id.Name == "_" {
		return true
	}
	v, ok := u.p.Info.ObjectOf(id).(*types.Var)
	return ok && !typesx.IsPackageVar(v) && !u.results[v] && u.lostVar(v, depth)
}

// lostVar reports whether no use of a local variable keeps its value.
func (u *uses) lostVar(v *types.Var, depth int) bool {
	for _, cur := range u.p.Index.Uses(v) {
		if !u.lost(cur, 0, depth) {
			return false
		}
	}
	return true
}

// lostPart reports whether what is selected of a value keeps nothing of it: a field of
// a basic type, Reset of a timer whose result is dropped.
func (u *uses) lostPart(cur inspector.Cursor, depth int) bool {
	sel := cur.Node().(*ast.SelectorExpr)
	s := u.p.Info.Selections[sel]
	switch {
	case s == nil:
		return false
	// A field of a basic type is a copy, which cannot stop anything.
	case s.Kind() == types.FieldVal:
		_, basic := s.Type().Underlying().(*types.Basic)
		return basic || u.lost(cur, 0, depth)
	// To set a timer again is no way to end it.
	case sel.Sel.Name == "Reset" && typesx.IsNamed(s.Recv(), "time", "Timer") && cur.ParentEdgeKind() == edge.CallExpr_Fun:
		call := cur.Parent()
		switch call.ParentEdgeKind() {
		case edge.ExprStmt_X, edge.GoStmt_Call, edge.DeferStmt_Call, edge.AssignStmt_Rhs:
			return u.lost(call, 0, depth)
		}
	}
	return false
}

// lostArg reports whether a callee drops its argument at: a conversion whose value is
// dropped, len.
func (u *uses) lostArg(call inspector.Cursor, at, depth int) bool {
	x := call.Node().(*ast.CallExpr)
	fun := u.p.Info.Types[x.Fun]
	// A conversion has the same value under another type.
	if fun.IsType() {
		return u.lost(call, 0, depth)
	}
	if fun.IsBuiltin() {
		id := typesx.Ident(x.Fun)
		return id != nil && (id.Name == "len" || id.Name == "cap")
	}
	return false
}
