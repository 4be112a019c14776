// This file finds the local variable whose value a field has at a launch, because it has been set to
// it on the way there:
//
//	ctx, cancel := context.WithCancel(ctx)
//	s.ctx, s.cancel = ctx, cancel
//	go s.worker.run(s.ctx) // s.ctx is ctx: it needs no copy
//
// between.go asks whether the field still has it then. That such a variable stays the same behind
// the launch is another question: see Fixed.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A gift is a statement that gives a field the value of an expression.
type gift struct {
	by    inspector.Cursor
	value ast.Expr
	makes bool // the struct as well, by a literal
}

// JustSet returns the local variable that a field has the value of when the launch at hand is
// reached, where it is in scope there, as the statement names it that has set the field; nil for
// none. base is the variable that points to the struct. surely asks that no code that cannot be
// seen may set the field in between either, as it takes to read the one instead of the other.
func (r *Facts) JustSet(base, field *types.Var, surely bool) *ast.Ident {
	if r.At == nil || !source.IsPointer(base.Type()) || r.FactsAbout(base) == nil || field.Pkg() != r.Pass.Pkg {
		return nil
	}
	// The fields of an instance are not those of the type, so that what sets them is not found.
	if tn := r.StructOf(field); tn == nil || isGeneric(tn) {
		return nil
	}
	at, found := r.Index.Find(r.At)
	if !found || r.Source(r.AtFile).HasGoto(syntax.Function(at)) {
		return nil
	}
	given, ok := r.lastGift(at, base, field)
	if !ok || surely && given.makes { // nothing else may use what is made
		return nil
	}
	id := r.SameSince(given.by, typesx.Ident(given.value), field)
	if id == nil {
		return nil
	}
	way, with := r.wayFrom(given.by, at)
	if r.changesOn(with, base) || r.changesOn(way, field) || !r.keptOn(way, field, surely) {
		return nil
	}
	return id
}

// SameSince returns what a statement names that runs on any way to the launch at hand, where that is
// a local variable of the type of a field which is in scope at the launch and has the value still;
// else nil.
func (r *Facts) SameSince(by inspector.Cursor, id *ast.Ident, field *types.Var) *ast.Ident {
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || v.IsField() || r.FactsAbout(v) == nil || !types.Identical(v.Type(), field.Type()) || r.Lookup(id.Name, r.At.Pos()) != v {
		return nil
	}
	at, found := r.Index.Find(r.At)
	if !found || syntax.Function(by) != syntax.Function(at) || !r.isPassed(by, at) {
		return nil
	}
	if _, with := r.wayFrom(by, at); r.changesOn(with, v) {
		return nil
	}
	return id
}

// justMade reports whether a local variable has been set to something new on the way to the launch, and
// to nothing else since.
//
//	if s == nil {
//		s = &server{conn: conn}
//		go serve(s.conn) // s is not nil
//	}
func (r *Facts) justMade(v *types.Var) bool {
	if r.At == nil || !source.IsPointer(v.Type()) || r.FactsAbout(v) == nil {
		return false
	}
	at, found := r.Index.Find(r.At)
	if !found || r.Source(r.AtFile).HasGoto(syntax.Function(at)) {
		return false
	}
	return slices.ContainsFunc(r.ChangesOf(r.Source(r.AtFile), r.At, v), func(c *Change) bool {
		assign, ok := c.At.Node().(*ast.AssignStmt)
		if !ok || c.Hidden || len(assign.Lhs) != 1 || assign.Tok != token.ASSIGN || r.Pass.TypesInfo.Uses[typesx.Ident(assign.Lhs[0])] != v {
			return false
		}
		address, ok := ast.Unparen(assign.Rhs[0]).(*ast.UnaryExpr)
		if !ok || address.Op != token.AND || !isLiteral(address.X) || syntax.Function(c.At) != syntax.Function(at) || !r.isPassed(c.At, at) {
			return false
		}
		way, _ := r.wayFrom(c.At, at)
		return !r.changesOn(way, v)
	})
}

// isGeneric reports whether a type has type parameters, or cannot be asked for them.
func isGeneric(tn *types.TypeName) bool {
	named, ok := tn.Type().(*types.Named)
	return !ok || named.TypeParams().Len() > 0
}

// lastGift returns what sets the field last before the launch: the assignment to it, of whatever it
// is a field of, or the literal that base is declared with.
func (r *Facts) lastGift(at inspector.Cursor, base, field *types.Var) (last gift, ok bool) {
	var c *Change
	for _, change := range r.ChangesOf(r.Source(r.AtFile), r.At, field) {
		if change.Hidden || change.Elsewhere(r.At.Pos()) {
			return last, false
		}
		if pos := change.At.Node().Pos(); pos < r.At.Pos() && (c == nil || pos > c.At.Node().Pos()) {
			c = change
		}
	}
	def, declared := r.Index.Definition(base)
	if declared && def.ParentEdgeKind() == edge.AssignStmt_Lhs && (c == nil || c.At.Node().Pos() < def.Node().Pos()) {
		return r.madeWith(def, field)
	}
	if c == nil || syntax.Function(c.At) != syntax.Function(at) {
		return last, false
	}
	assign, isAssign := c.At.Node().(*ast.AssignStmt)
	if !isAssign || assign.Tok != token.ASSIGN || len(assign.Lhs) != len(assign.Rhs) {
		return last, false
	}
	for i, lhs := range assign.Lhs {
		sel, isSel := ast.Unparen(lhs).(*ast.SelectorExpr)
		if !isSel || r.Pass.TypesInfo.Uses[sel.Sel] != field {
			continue
		}
		if ok || FieldOf(r.Pass.TypesInfo, sel, base) == nil || !r.isOwn(sel) {
			return last, false
		}
		last, ok = gift{by: c.At, value: assign.Rhs[i]}, true
	}
	return last, ok
}

// isOwn reports whether a field is one of the very struct that it is selected of: what is promoted
// may be of one that others have as well.
func (r *Facts) isOwn(sel *ast.SelectorExpr) bool {
	selection := r.Pass.TypesInfo.Selections[sel]
	return selection != nil && selection.Kind() == types.FieldVal && len(selection.Index()) == 1
}

// madeWith returns what the literal that a variable is declared with gives a field.
func (r *Facts) madeWith(def inspector.Cursor, field *types.Var) (gift, bool) {
	assign := def.Parent().Node().(*ast.AssignStmt)
	if len(assign.Lhs) != len(assign.Rhs) {
		return gift{}, false
	}
	value := r.ValueIn(assign.Rhs[def.ParentEdgeIndex()], field)
	return gift{by: def.Parent(), value: value, makes: true}, value != nil
}

// ValueIn returns what a pointer to a literal gives a field by its name; nil for nothing, and for
// any other expression.
func (r *Facts) ValueIn(x ast.Expr, field *types.Var) ast.Expr {
	address, ok := ast.Unparen(x).(*ast.UnaryExpr)
	if !ok || address.Op != token.AND {
		return nil
	}
	lit, ok := ast.Unparen(address.X).(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, elt := range lit.Elts {
		if pair, isPair := elt.(*ast.KeyValueExpr); isPair {
			if id, isIdent := pair.Key.(*ast.Ident); isIdent && r.Pass.TypesInfo.Uses[id] == field {
				return pair.Value
			}
		}
	}
	return nil
}

// isPassed reports whether a statement runs whenever the launch is reached, and before it: it stands
// in a list of statements around, or in the head of an if statement there.
func (r *Facts) isPassed(by, at inspector.Cursor) bool {
	switch by.ParentEdgeKind() {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body, edge.IfStmt_Init:
	default:
		return false
	}
	around := Around(at)
	return by.Node().End() <= r.At.Pos() && IsOnTheWay(by, around)
}
