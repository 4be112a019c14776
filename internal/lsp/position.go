package lsp

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// An encoding says in which units a client counts the characters of a line.
type encoding string

const (
	utf8Units  encoding = "utf-8"
	utf16Units encoding = "utf-16" // unless the client offers another
	utf32Units encoding = "utf-32"
)

// choose picks the first of the client's encodings that is known. Bytes are what
// Go counts, and so the best; but the client's order is its wish.
func choose(offered []string) encoding {
	for _, name := range offered {
		if e := encoding(name); e == utf8Units || e == utf16Units || e == utf32Units {
			return e
		}
	}
	return utf16Units
}

// A lineTable converts between offsets in a text, lines and columns of Go, which
// ends lines at \n only and counts bytes, and positions of the protocol, which ends
// them at \r too and counts in the client's units.
type lineTable struct {
	text   string
	starts []int // of lines as the protocol has them
	lines  []int // of lines as Go has them
}

func newLineTable(text string) *lineTable {
	t := &lineTable{text: text, starts: []int{0}, lines: []int{0}}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			t.starts, t.lines = append(t.starts, i+1), append(t.lines, i+1)
		case '\r':
			if i+1 == len(text) || text[i+1] != '\n' {
				t.starts = append(t.starts, i+1)
			}
		}
	}
	return t
}

// offset is the place of a line and column of Go, which start at 1; the nearest one
// where there is no such place.
func (t *lineTable) offset(line, column int) int {
	switch {
	case line < 1:
		return 0
	case line > len(t.lines):
		return len(t.text)
	}
	end := len(t.text)
	if line < len(t.lines) {
		end = t.lines[line] - 1
	}
	return min(t.lines[line-1]+max(column-1, 0), end)
}

// position is where an offset is for the client.
func (t *lineTable) position(offset int, enc encoding) position {
	offset = max(0, min(offset, len(t.text)))
	line, found := slices.BinarySearch(t.starts, offset)
	if !found {
		line--
	}
	return position{line, units(t.text[t.starts[line]:offset], enc)}
}

// at is the offset of a position. What lies behind the end of a line is its end, as
// the protocol wants it, and what lies within a character is its start.
func (t *lineTable) at(p position, enc encoding) int {
	switch {
	case p.Line < 0:
		return 0
	case p.Line >= len(t.starts):
		return len(t.text)
	}
	end := len(t.text)
	if p.Line+1 < len(t.starts) {
		end = t.starts[p.Line+1]
	}
	start := t.starts[p.Line]
	line := strings.TrimRight(t.text[start:end], "\r\n")
	return start + bytesIn(line, p.Character, enc)
}

// rangeOf is a stretch of the text for the client.
func (t *lineTable) rangeOf(start, end int, enc encoding) textRange {
	return textRange{t.position(start, enc), t.position(max(start, end), enc)}
}

func unitsOf(r rune, size int, enc encoding) int {
	switch {
	case enc == utf8Units:
		return size
	case enc == utf16Units && r > 0xFFFF:
		return utf16.RuneLen(r)
	}
	return 1
}

// units counts the characters of s.
func units(s string, enc encoding) (n int) {
	if enc == utf8Units {
		return len(s)
	}
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		n += unitsOf(r, size, enc)
		s = s[size:]
	}
	return n
}

// bytesIn is how many bytes of line the first n characters are.
func bytesIn(line string, n int, enc encoding) (bytes int) {
	if enc == utf8Units {
		return max(0, min(n, len(line)))
	}
	for bytes < len(line) {
		r, size := utf8.DecodeRuneInString(line[bytes:])
		if n -= unitsOf(r, size, enc); n < 0 {
			break
		}
		bytes += size
	}
	return bytes
}

// lineColumn is an offset as Go has it.
func (t *lineTable) lineColumn(offset int) (line, column int) {
	line, found := slices.BinarySearch(t.lines, offset)
	if !found {
		line--
	}
	return line + 1, offset - t.lines[line] + 1
}
