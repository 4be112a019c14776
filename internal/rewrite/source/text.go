// This file has what is asked of the text of a file. Positions are those of the file itself,
// whatever its //line comments say.

package source

import (
	"bytes"
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Offset is the offset of a position in the content.
func (s *File) Offset(pos token.Pos) int { return s.Token.Offset(pos) }

// lineStart is the offset at which the line of pos starts.
func (s *File) lineStart(pos token.Pos) int {
	return bytes.LastIndexByte(s.Content[:s.Offset(pos)], '\n') + 1
}

// indent is the white space that the line of pos starts with.
func (s *File) indent(pos token.Pos) string {
	line := s.Content[s.lineStart(pos):]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// Newline ends a line as the file does and indents the next one as that of pos,
// and by n more.
func (s *File) Newline(pos token.Pos, n int) string {
	return s.eol() + s.indent(pos) + strings.Repeat("\t", n)
}

// eol is how the first line of the file ends.
func (s *File) eol() string {
	if first := bytes.IndexByte(s.Content, '\n'); first > 0 && s.Content[first-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// StartsLine reports whether nothing but white space precedes pos on its line.
func (s *File) StartsLine(pos token.Pos) bool {
	return len(bytes.TrimSpace(s.Content[s.lineStart(pos):s.Offset(pos)])) == 0
}

// Trimmed is the position after the last token or comment before pos.
func (s *File) Trimmed(pos token.Pos) token.Pos {
	before := s.Content[:s.Offset(pos)]
	return pos - token.Pos(len(before)-len(bytes.TrimRight(before, " \t\r\n")))
}

// EndsWithSemicolon reports whether a semicolon precedes pos.
func (s *File) EndsWithSemicolon(pos token.Pos) bool {
	return bytes.HasSuffix(s.Content[:s.Offset(s.Trimmed(pos))], []byte(";"))
}

// Find returns the position of a token's text between two positions, outside of
// comments.
func (s *File) Find(pos, end token.Pos, text string) token.Pos {
	for at := pos; at < end; at++ {
		if c := s.Comment(at, at+1); c != nil {
			at = c.End() - 1
			continue
		}
		if bytes.HasPrefix(s.Content[s.Offset(at):s.Offset(end)], []byte(text)) {
			return at
		}
	}
	return token.NoPos
}

// EndOfLine is the position where the line of pos ends, its line end not included.
func (s *File) EndOfLine(pos token.Pos) token.Pos {
	rest := s.Content[s.Offset(pos):]
	n := bytes.IndexByte(rest, '\n')
	if n < 0 {
		n = len(rest)
	}
	return pos + token.Pos(len(bytes.TrimRight(rest[:n], "\r")))
}

// AlignedBehind reports whether a comment behind a position, on its line, may have to keep its
// column: gofmt puts those of lines beside each other into one.
func (s *File) AlignedBehind(pos token.Pos) bool {
	c := s.Comment(pos, s.EndOfLine(pos))
	if c == nil {
		return false
	}
	if len(c.List) > 1 || !strings.HasPrefix(c.List[0].Text, "//") || s.Trimmed(c.Pos())+1 != c.Pos() {
		return true
	}
	start, end := s.lineStart(pos), s.Offset(s.EndOfLine(pos))
	return start > 0 && s.endsInComment(start-1) || end < len(s.Content) && s.endsInComment(end+1)
}

// endsInComment reports whether the line of an offset has a comment behind something.
func (s *File) endsInComment(offset int) bool {
	at := s.Token.Pos(offset)
	c := s.Comment(s.Token.Pos(s.lineStart(at)), s.EndOfLine(at))
	return c != nil && !s.StartsLine(c.Pos())
}

// Removal removes a statement with what follows it up to the next token or comment.
func (s *File) Removal(stmt ast.Stmt) analysis.TextEdit {
	end := s.After[stmt].Pos()
	if comment := s.Comment(stmt.End(), end); comment != nil {
		end = comment.Pos()
	}
	return analysis.TextEdit{Pos: stmt.Pos(), End: end}
}
