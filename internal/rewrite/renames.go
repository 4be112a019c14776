// This file lets the body of a literal name the argument of a parameter that goes.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// fewUses is how often a body may name a parameter to have all of them renamed: beyond, one
// more variable reads better; if that hides one of another type, as in b := broker for the b of a
// loop, less so.
const fewUses, someUses = 6, 8

// renames returns the edits by which a literal names a variable instead of a parameter that
// gets its value: the argument itself, or what that is evaluated into. The body does not
// change the parameter, and nothing else that may be rewritten has a use in it.
func (r *Rewriter) renames(src *source.File, stmt *ast.GoStmt, lit *ast.FuncLit, p *types.Var, arg ast.Expr, name string) ([]analysis.TextEdit, bool) {
	first, field, isField := strings.Cut(name, ".") // v.mounts, of a variable
	// A constant may be of another type, or none, where the parameter has one.
	if r.IsAssigned(p) || !token.IsIdentifier(first) || isField && !token.IsIdentifier(field) ||
		r.Pass.TypesInfo.Types[arg].Value != nil || r.Pass.TypesInfo.Types[arg].IsNil() {
		return nil, false
	}
	var same types.Object // that the name means everywhere; nil for a new one
	from := ast.Unparen(arg)
	if sel, ok := from.(*ast.SelectorExpr); ok && isField {
		from = ast.Unparen(sel.X)
	}
	if id, ok := from.(*ast.Ident); ok && id.Name == first {
		same = r.Pass.TypesInfo.Uses[id]
	}
	uses := r.Index.Uses(p)
	most := fewUses
	if hidden, isVar := r.Lookup(p.Name(), stmt.Pos()).(*types.Var); isVar && !types.Identical(hidden.Type(), p.Type()) {
		most = someUses
	}
	if len(uses) > most || isField && same == nil {
		return nil, false
	}
	var edits []analysis.TextEdit
	for _, use := range uses {
		id := use.Node()
		if same != nil && r.Lookup(first, id.Pos()) != same || use.ParentEdgeKind() == edge.KeyValueExpr_Key || r.partOfFix(lit, use) ||
			src.AlignedBehind(id.End()) {
			return nil, false
		}
		edits = append(edits, analysis.TextEdit{Pos: id.Pos(), End: id.End(), NewText: []byte(name)})
	}
	return edits, true
}

// partOfFix reports whether a node in a literal stands in what another fix may write anew: a
// launch, a defer, a loop that defers.
func (r *Rewriter) partOfFix(lit *ast.FuncLit, at inspector.Cursor) bool {
	for outer := range at.Enclosing() {
		switch n := outer.Node().(type) {
		case *ast.GoStmt, *ast.DeferStmt:
			return true
		case *ast.ForStmt, *ast.RangeStmt:
			if syntax.HasOwn[*ast.DeferStmt](n) {
				return true
			}
		case *ast.FuncLit:
			if n == lit {
				return false
			}
		}
	}
	return false
}
