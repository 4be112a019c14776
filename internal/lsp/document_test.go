package lsp

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPositions(t *testing.T) {
	text := "a\r\né𝔸x\rb\n\nc"
	table := newLineTable(text)
	for _, test := range []struct {
		enc       encoding
		line, chr int
		offset    int
	}{
		{utf16Units, 0, 1, 1}, {utf16Units, 0, 99, 1}, {utf16Units, 1, 0, 3}, {utf16Units, 1, 1, 5}, {utf16Units, 1, 3, 9},
		{utf16Units, 1, 2, 5}, {utf32Units, 1, 2, 9}, {utf8Units, 1, 6, 9}, {utf16Units, 2, 0, 11}, {utf16Units, 3, 0, 13},
		{utf16Units, 4, 1, 15}, {utf16Units, 9, 0, 15}, {utf16Units, -1, 0, 0}, {utf16Units, 0, -1, 0}, {utf8Units, 0, -1, 0},
	} {
		assert.Equal(t, test.offset, table.at(position{test.line, test.chr}, test.enc), "%v", test)
	}
	for offset := range len(text) + 1 {
		for _, enc := range []encoding{utf8Units, utf16Units, utf32Units} {
			if offset == len(text) || utf8.RuneStart(text[offset]) && !strings.HasPrefix(text[offset:], "\n") {
				assert.Equal(t, offset, table.at(table.position(offset, enc), enc))
			}
		}
		line, column := table.lineColumn(offset)
		assert.Equal(t, offset, table.offset(line, column))
	}
	assert.Equal(t, utf8Units, choose([]string{"utf-7", "utf-8", "utf-16"}))
	assert.Equal(t, utf16Units, choose(nil))
}

func TestURIs(t *testing.T) {
	for uri, path := range map[string]string{"file:///a/b%20c.go": "/a/b c.go", "file:///a/%C3%A9.go": "/a/é.go", "file://localhost/a.go": "/a.go"} {
		got, ok := pathOf(uri)
		require.True(t, ok)
		assert.Equal(t, path, got)
	}
	for _, uri := range []string{"untitled:Untitled-1", "file:", "%", "https://a/b.go"} {
		_, ok := pathOf(uri)
		assert.False(t, ok, uri)
	}
	path, ok := pathOf(uriOf("/a b/é#?%.go"))
	assert.True(t, ok)
	assert.Equal(t, "/a b/é#?%.go", path)
}

// reference makes an edit on UTF-16, as the protocol describes it.
func reference(text string, at textRange, with string) string {
	all := utf16.Encode([]rune(text))
	place := func(p position) int {
		start, line := 0, 0
		for i := 0; i < len(all) && line < p.Line; i++ {
			if all[i] == '\n' || all[i] == '\r' && (i+1 == len(all) || all[i+1] != '\n') {
				line++
				start = i + 1
			}
		}
		if line < p.Line {
			return len(all)
		}
		end := start
		for end < len(all) && all[end] != '\n' && all[end] != '\r' {
			end++
		}
		return min(start+p.Character, end)
	}
	start, end := place(at.Start), place(at.End)
	if end < start {
		start, end = end, start
	}
	return string(utf16.Decode(all[:start])) + with + string(utf16.Decode(all[end:]))
}

func FuzzEdits(f *testing.F) {
	f.Add("package a\n\nfunc f() {}\n", uint8(1), uint8(0), uint8(2), uint8(4), "x")
	f.Add("é𝔸\r\n\rx", uint8(0), uint8(1), uint8(1), uint8(0), "\n")
	f.Add("", uint8(0), uint8(9), uint8(9), uint8(0), "𝔸")
	f.Fuzz(func(t *testing.T, text string, line, char, endLine, endChar uint8, with string) {
		text, with = strings.ToValidUTF8(text, "?"), strings.ToValidUTF8(with, "?")
		at := textRange{position{int(line), int(char)}, position{int(endLine), int(endChar)}}
		d := (&document{text: text, table: newLineTable(text)}).edited(2, []change{{&at, with}}, utf16Units)
		if want := reference(text, at, with); strings.ToValidUTF8(want, "?") == want && !strings.ContainsRune(want, '\uFFFD') {
			assert.Equal(t, want, d.text)
		}
		for _, enc := range []encoding{utf8Units, utf16Units, utf32Units} {
			e := d.edited(3, []change{{&at, with}, {nil, text}, {&at, ""}}, enc)
			require.Equal(t, 3, e.version)
		}
	})
}
