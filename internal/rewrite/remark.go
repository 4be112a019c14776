// This file moves a remark or a directive of a launch to where it is read.

package rewrite

import (
	"bytes"
	"go/ast"
	"regexp"
	"slices"
	"strings"

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

// nolint is a comment by which golangci-lint is quiet on the statement below it.
var nolint = regexp.MustCompile(`^//\s?nolint\b`)

// onlyErrors is one that is quiet on an error that nobody looks at, and no more.
var onlyErrors = regexp.MustCompile(`^//\s?nolint:\s?errcheck\s*($|//)`)

// behindCall takes a nolint comment from behind a launch of one line, and returns it to be put behind
// the call that it is about, where that has moved to a line of its own.
//
//	-go io.Copy(dst, src) // nolint:errcheck
//	+go func() {
//	+	defer task.Done()
//	+	io.Copy(dst, src) // nolint:errcheck
//	+}()
func (e *editor) behindCall() string {
	from, to := e.stmt.Pos(), e.stmt.End()
	said := e.src.Comment(to, e.src.EndOfLine(to))
	if e.src.Token.Line(from) != e.src.Token.Line(to) || said == nil || len(said.List) != 1 || !nolint.MatchString(said.List[0].Text) || !e.src.StartsLine(from) || e.braced() {
		return ""
	}
	for _, edit := range e.edits {
		if edit.Pos == to { // it goes, as nothing is to be quiet on
			return ""
		}
	}
	e.replace(to, said.End(), "")
	return " " + said.List[0].Text
}

// directive takes a nolint comment from above the launch, and returns it with the line's end, to
// be put above what is launched: what a fix puts between is nothing that it is about. Where what a
// call returns is dropped by _ = now, or returned, there is nothing to be quiet on.
//
//	-//nolint:gosec
//	+conn := s.conn
//	+task := tracked.Start(ctx, "server.serve")
//	+//nolint:gosec
//	+go func() {
func (e *editor) directive(handled bool) string {
	if behind := e.src.Comment(e.stmt.End(), e.src.EndOfLine(e.stmt.End())); behind != nil && handled && onlyErrors.MatchString(behind.List[0].Text) {
		e.replace(e.stmt.End(), behind.List[0].End(), "")
	}
	line := e.src.Token.Line(e.stmt.Pos())
	if line == 1 || !e.src.StartsLine(e.stmt.Pos()) || e.braced() {
		return ""
	}
	from, to := e.src.Token.LineStart(line-1), e.stmt.Pos()
	i := slices.IndexFunc(e.src.File.Comments, func(g *ast.CommentGroup) bool { return from <= g.End() && g.End() < to })
	if i < 0 {
		return ""
	}
	list := e.src.File.Comments[i].List
	said := list[len(list)-1]
	if said.Pos() < from || !e.src.StartsLine(said.Pos()) || !nolint.MatchString(said.Text) {
		return ""
	}
	e.replace(said.Pos(), to, "")
	if handled && onlyErrors.MatchString(said.Text) {
		return ""
	}
	return strings.TrimRight(said.Text, "\r") + e.line(0)
}
