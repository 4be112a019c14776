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
// would stand behind a brace.
//
//	+// Ends with the reader.
//	-go report(ctx) // Ends with the reader.
func (e *editor) raiseRemark() {
	from, to := e.stmt.Pos(), e.stmt.End()
	if e.src.tf.Line(from) != e.src.tf.Line(to) || !e.src.startsLine(from) || e.braced() {
		return
	}
	said := e.src.comment(to, e.src.endOfLine(to))
	if said == nil || len(said.List) != 1 || !sentence.MatchString(said.List[0].Text) || len(bytes.TrimSpace(e.src.content[e.src.offset(to):e.src.offset(said.Pos())])) > 0 {
		return
	}
	// The first edit begins where the statement does, another one ends where it does.
	first := slices.IndexFunc(e.edits, func(x analysis.TextEdit) bool { return x.Pos == from })
	last := slices.IndexFunc(e.edits, func(x analysis.TextEdit) bool { return x.End == to })
	if first < 0 || last < 0 {
		return
	}
	e.edits[first].NewText = append([]byte(said.List[0].Text+e.line(0)), e.edits[first].NewText...)
	e.edits[last].End = said.End()
}
