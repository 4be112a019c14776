// This file answers whether a field is only set while its struct is made, of once.go: behind
// the literal, as long as nobody else has what it is of.
//
//	h := &handle{}
//	h.cache = newCache() // nobody has h yet
//	register(h)
//	...
//	func (h *handle) start() { go h.cache.clean() } // fixed

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
)

// setWhileMade reports whether all that set a field do so for what they have made themselves,
// before anybody else has it.
func (r *Facts) setWhileMade(field *types.Var) bool {
	return field.IsField() && !slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool {
		return !r.setsItsOwn(d, field, true)
	})
}

// setsItsOwn reports whether a declaration sets a field only of what it has made, by a pointer
// to a literal; alone asks that nobody else can have that by then.
func (r *Facts) setsItsOwn(d ast.Decl, field *types.Var, alone bool) bool {
	file := r.fileOf(d)
	if file == nil {
		return false
	}
	return !slices.ContainsFunc(r.factsOf(file, d).Changes[field], func(c *Change) bool {
		assign, ok := c.At.Node().(*ast.AssignStmt)
		if !ok || c.Hidden {
			return true
		}
		made := r.madeHere(assign, field)
		if made == nil {
			return true
		}
		c.place()
		return alone && (c.in != nil || len(c.loops) > 0 || r.Source(file).HasGoto(d) || r.givenAway(made, assign.End()))
	})
}

// fileOf is the file of a declaration.
func (r *Facts) fileOf(d ast.Decl) *ast.File { return r.fileAt(d.Pos()) }

// fileAt is the file of a position.
func (r *Facts) fileAt(pos token.Pos) *ast.File {
	for _, f := range r.Pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}

// madeHere returns the variable whose field an assignment sets, where that is a pointer to
// something new, and stays one to that. What is promoted by a pointer is the field of another
// struct, which others may have.
func (r *Facts) madeHere(assign *ast.AssignStmt, field *types.Var) (made *types.Var) {
	for _, lhs := range assign.Lhs {
		sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr)
		if !ok || r.Pass.TypesInfo.Uses[sel.Sel] != field {
			continue
		}
		id, ok := ast.Unparen(sel.X).(*ast.Ident)
		selection := r.Pass.TypesInfo.Selections[sel]
		if !ok || selection == nil || ThroughPointers(selection) {
			return nil
		}
		v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
		def, declared := r.Index.Definition(v)
		if !ok || !declared || def.ParentEdgeKind() != edge.AssignStmt_Lhs || made != nil ||
			!r.isOnlyMade(v) && (!r.IsNotNil(v) && !r.isFresh(def) || r.IsAssigned(v)) {
			return nil
		}
		made = v
	}
	return made
}

// givenAway reports whether anybody else may have what a variable points to before a position.
func (r *Facts) givenAway(v *types.Var, before token.Pos) bool {
	_, isGiven := r.firstGiven(v, before)
	return isGiven
}

// firstGiven returns where that is so first: up to there only its fields are read and set, none by its
// address, nor in a go statement, which may read them later. A method of a field gets that alone:
//
//	h.started.Store(time.Now()) // does not have h
func (r *Facts) firstGiven(v *types.Var, before token.Pos) (first inspector.Cursor, isGiven bool) {
	for _, use := range r.Index.Uses(v) {
		if use.Node().Pos() < before && r.gives(use) && (!isGiven || use.Node().Pos() < first.Node().Pos()) {
			first, isGiven = use, true
		}
	}
	return first, isGiven
}

// gives reports whether a use of a variable may give others what it points to.
func (r *Facts) gives(use inspector.Cursor) bool {
	if launched(use) {
		return true
	}
	of := syntax.Outermost(use).Parent()
	sel, ok := of.Node().(*ast.SelectorExpr)
	if !ok {
		return true
	}
	if selection := r.Pass.TypesInfo.Selections[sel]; selection == nil || selection.Kind() != types.FieldVal {
		return true
	}
	switch syntax.Outermost(of).ParentEdgeKind() {
	case edge.UnaryExpr_X, edge.SliceExpr_X:
		return true
	}
	return false
}

// launched reports whether a node stands in a go statement.
func launched(c inspector.Cursor) bool {
	for range c.Enclosing((*ast.GoStmt)(nil)) {
		return true
	}
	return false
}
