// This file has what is asked of the text of a file. Positions are those of the file itself,
// whatever its //line comments say.

package rewrite

import (
	"bytes"
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// offset is the offset of a position in the content.
func (s *source) offset(pos token.Pos) int { return s.tf.Offset(pos) }

// lineStart is the offset at which the line of pos starts.
func (s *source) lineStart(pos token.Pos) int {
	return bytes.LastIndexByte(s.content[:s.offset(pos)], '\n') + 1
}

// indent is the white space that the line of pos starts with.
func (s *source) indent(pos token.Pos) string {
	line := s.content[s.lineStart(pos):]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// newline ends a line as the file does and indents the next one as that of pos,
// and by n more.
func (s *source) newline(pos token.Pos, n int) string {
	return s.eol() + s.indent(pos) + strings.Repeat("\t", n)
}

// eol is how the first line of the file ends.
func (s *source) eol() string {
	if first := bytes.IndexByte(s.content, '\n'); first > 0 && s.content[first-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// startsLine reports whether nothing but white space precedes pos on its line.
func (s *source) startsLine(pos token.Pos) bool {
	return len(bytes.TrimSpace(s.content[s.lineStart(pos):s.offset(pos)])) == 0
}

// trimmed is the position after the last token or comment before pos.
func (s *source) trimmed(pos token.Pos) token.Pos {
	before := s.content[:s.offset(pos)]
	return pos - token.Pos(len(before)-len(bytes.TrimRight(before, " \t\r\n")))
}

// endsWithSemicolon reports whether a semicolon precedes pos.
func (s *source) endsWithSemicolon(pos token.Pos) bool {
	return bytes.HasSuffix(s.content[:s.offset(s.trimmed(pos))], []byte(";"))
}

// find returns the position of a token's text between two positions, outside of
// comments.
func (s *source) find(pos, end token.Pos, text string) token.Pos {
	for at := pos; at < end; at++ {
		if c := s.comment(at, at+1); c != nil {
			at = c.End() - 1
			continue
		}
		if bytes.HasPrefix(s.content[s.offset(at):s.offset(end)], []byte(text)) {
			return at
		}
	}
	return token.NoPos
}

// endOfLine is the position where the line of pos ends, its line end not included.
func (s *source) endOfLine(pos token.Pos) token.Pos {
	rest := s.content[s.offset(pos):]
	n := bytes.IndexByte(rest, '\n')
	if n < 0 {
		n = len(rest)
	}
	return pos + token.Pos(len(bytes.TrimRight(rest[:n], "\r")))
}

// removal removes a statement with what follows it up to the next token or comment.
func (s *source) removal(stmt ast.Stmt) analysis.TextEdit {
	end := s.after[stmt].Pos()
	if comment := s.comment(stmt.End(), end); comment != nil {
		end = comment.Pos()
	}
	return analysis.TextEdit{Pos: stmt.Pos(), End: end}
}
