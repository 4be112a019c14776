// This file takes a statement from its place together with its comments, for the fixes that move
// a defer.

package unclosed

import (
	"bytes"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/catalog/rows"
)

// lift removes a statement, and returns what to insert in its stead elsewhere: the statement with
// the comment on its line and, if asked for, the one right above that is about it.
//
//	// Close it in the end.
//	defer f.Close() // whatever happens
func (a *acquisition) lift(s ast.Stmt, above bool) (removed analysis.TextEdit, text string, ok bool) {
	removed, ok = a.remove(s)
	if !ok {
		return removed, "", false
	}
	tf := a.unit.Pass.Fset.File(s.Pos())
	content := a.content(tf)
	first := s.Pos()
	if above {
		if group := a.commentAbove(s); group != nil {
			first = group.Pos()
		}
	}
	removed = a.lines(first, s.End())
	return removed, string(bytes.TrimSpace(content[tf.Offset(first):tf.Offset(removed.End)])), true
}

// lines is the removal of whole lines.
func (a *acquisition) lines(first, last token.Pos) analysis.TextEdit {
	tf := a.unit.Pass.Fset.File(first)
	return analysis.TextEdit{Pos: tf.LineStart(tf.PositionFor(first, false).Line), End: tf.LineStart(tf.PositionFor(last, false).Line + 1)}
}

// replace removes explicit releases for a deferred one, and gives that the comment behind them: it
// speaks of a release. Where they have several, each stays in its place, on a line of its own. ok is false
// where one of them cannot be removed.
//
//	-f.Close() // nothing to flush
//	+defer f.Close() // nothing to flush
func (a *acquisition) replace(releases []ast.Stmt, deferred string) (text string, edits []analysis.TextEdit, ok bool) {
	var remarks []string
	for _, s := range releases {
		edit, ok := a.remove(s)
		if !ok {
			return "", nil, false
		}
		edits = append(edits, edit)
		if remark := a.remarkBehind(s); remark != "" && !slices.Contains(remarks, remark) {
			remarks = append(remarks, remark)
		}
	}
	call := a.deferCall()
	if len(remarks) != 1 || strings.Count(deferred, call) != 1 {
		return deferred, edits, true
	}
	for i, s := range releases {
		edits[i] = a.lines(s.Pos(), s.End())
	}
	return strings.Replace(deferred, call, call+" "+remarks[0], 1), edits, true
}

// remarkBehind is the comment at the end of the line of a statement.
func (a *acquisition) remarkBehind(s ast.Stmt) string {
	line := a.lines(s.End(), s.End())
	tf := a.unit.Pass.Fset.File(s.Pos())
	return string(bytes.TrimSpace(a.content(tf)[tf.Offset(s.End()):tf.Offset(line.End)]))
}

// commentAbove returns the comment on the lines right above a statement that speaks of the
// release, nil where there is none: it may be about what follows, too, or be a directive.
func (a *acquisition) commentAbove(s ast.Stmt) *ast.CommentGroup {
	_, do := rows.Words(a.Spec.Release)
	stem := strings.TrimSuffix(do, "e") // closing, closed, closes
	for _, f := range a.unit.Pass.Files {
		if s.Pos() < f.FileStart || f.FileEnd <= s.Pos() {
			continue
		}
		for _, g := range f.Comments {
			text := strings.ToLower(g.Text())
			if a.line(g.End())+1 == a.line(s.Pos()) && a.startsLine(g) && (strings.Contains(text, stem) || strings.Contains(text, "defer")) {
				return g
			}
		}
	}
	return nil
}

// startsLine reports whether a comment is the first thing on its line.
func (a *acquisition) startsLine(g *ast.CommentGroup) bool {
	tf := a.unit.Pass.Fset.File(g.Pos())
	start := tf.LineStart(tf.PositionFor(g.Pos(), false).Line)
	return len(bytes.TrimSpace(a.content(tf)[tf.Offset(start):tf.Offset(g.Pos())])) == 0
}
