// This file gives a launch lines of its own, where the function around it stands on one.

package rewrite

import (
	"bytes"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// folded are the bodies on one line that a launch stands in, from the outside in. gofmt writes
// only those of functions so.
func folded(src *source.File, stmt *ast.GoStmt) (bodies []*ast.BlockStmt) {
	decl := src.DeclAround(stmt)
	if decl == nil || src.StartsLine(stmt.Pos()) {
		return nil
	}
	for _, fn := range syntax.Path(decl, func(n ast.Node) bool { return syntax.Encloses(n, stmt.Pos()) }) {
		body := syntax.Body(fn)
		if body == nil || !syntax.Encloses(body, stmt.Pos()) || src.Token.Line(body.Lbrace) != src.Token.Line(body.Rbrace) {
			continue
		}
		if src.Comment(body.Lbrace, body.Rbrace) != nil {
			return nil // it belongs to something on its line
		}
		bodies = append(bodies, body)
	}
	if len(bodies) > 0 && !slices.Contains(bodies[len(bodies)-1].List, ast.Stmt(stmt)) {
		return nil
	}
	return bodies
}

// unfold puts the statements of the bodies around the launch on lines of their own, where what
// becomes of the launch has several. A host that does not format what it has changed would leave
// them behind a brace.
//
//	stop = append(stop, func() { go s.Close() })
func (e *editor) unfold(edits []analysis.TextEdit) []analysis.TextEdit {
	lines := false
	for _, edit := range edits {
		lines = lines || bytes.Contains(edit.NewText, []byte("\n"))
	}
	if !lines {
		return edits
	}
	for depth, body := range e.bodies {
		at := body.Lbrace + 1
		for _, s := range body.List {
			edits = append(edits, analysis.TextEdit{Pos: at, End: s.Pos(), NewText: []byte(e.src.Newline(e.stmt.Pos(), depth+1))})
			at = s.End()
		}
		edits = append(edits, analysis.TextEdit{Pos: at, End: body.Rbrace, NewText: []byte(e.src.Newline(e.stmt.Pos(), depth))})
	}
	return edits
}
