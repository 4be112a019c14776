// This file moves a remark that stands behind a launch to where it is read.

package rewrite

import (
	"bytes"
	"regexp"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// sentence is a remark that is about a statement, and no directive.
var sentence = regexp.MustCompile(`^// \p{Lu}`)

// raiseRemark puts a sentence behind a launch of one line above what becomes of it: there it
// would stand behind a brace. What is evaluated before is nothing that it is about.
//
//	+conn := s.conn
//	+// Ends with the reader.
//	-go report(ctx, s.conn) // Ends with the reader.
func (e *editor) raiseRemark() {
	from, to := e.stmt.Pos(), e.stmt.End()
	if e.src.Token.Line(from) != e.src.Token.Line(to) || !e.src.StartsLine(from) || e.braced() {
		return
	}
	said := e.src.Comment(to, e.src.EndOfLine(to))
	if said == nil || len(said.List) != 1 || !sentence.MatchString(said.List[0].Text) || len(bytes.TrimSpace(e.src.Content[e.src.Offset(to):e.src.Offset(said.Pos())])) > 0 {
		return
	}
	// One edit has the opening, and one ends where the statement does.
	open := []byte(e.opening)
	first := slices.IndexFunc(e.edits, func(x analysis.TextEdit) bool { return bytes.Contains(x.NewText, open) })
	last := slices.IndexFunc(e.edits, func(x analysis.TextEdit) bool { return x.End == to })
	if first < 0 || last < 0 {
		return
	}
	e.edits[first].NewText = bytes.Replace(e.edits[first].NewText, open, append([]byte(said.List[0].Text+e.line(0)), open...), 1)
	e.edits[last].End = said.End()
}
