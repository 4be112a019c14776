package layout

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWrap(t *testing.T) {
	lines := func(text string, width int) []string { return slices.Collect(Wrap(text, width)) }
	assert.Equal(t, []string{"one two", "three"}, lines("one two  three", 7))
	assert.Equal(t, []string{"a", "(*very.Long).Name", "b"}, lines("a (*very.Long).Name b", 6), "no word is broken")
	assert.Equal(t, []string{"\x1b[1mab\x1b[0m cd"}, lines("\x1b[1mab\x1b[0m cd", 5), "colour takes no room")
	assert.Equal(t, []string{"数数", "数"}, lines("数数 数", 5), "wide characters take two cells")
	assert.Empty(t, lines(" ", 5))
}

func TestClip(t *testing.T) {
	assert.Equal(t, "…d.go", ClipLeft("abcd.go", 5))
	assert.Equal(t, "abcd…", ClipRight("abcd.go", 5))
	assert.Equal(t, "abc", ClipRight("abc", 3))
	assert.Equal(t, "…数", ClipLeft("数数", 3))
	assert.Equal(t, "ab  ", Pad("ab", 4))
	assert.Equal(t, 4, Cells(Link("https://example.com", "text")))
}

func TestTable(t *testing.T) {
	table := Table{Head: []string{"place", "what"}, Rows: [][]string{{"server.go:1", "a very long name"}, {"s.go:22", "x"}}}
	write := func(width int) string {
		var out bytes.Buffer
		table.Write(&out, width)
		return out.String()
	}
	assert.Equal(t, "place        what\nserver.go:1  a very long name\ns.go:22      x\n", write(0))
	assert.Equal(t, "place        what\nserver.go:1  a very …\ns.go:22      x\n", write(21))
	assert.Equal(t, "place     what\n…er.go:1  a very …\ns.go:22   x\n", write(10), "no column is cut to nothing")
}

func TestMarkdown(t *testing.T) {
	source := "<!-- made -->\n\n# a/rule\n\n**Why.** Use `go f()` and [this](https://example.com/x), or\n[that](that.md).\n\n* one item that\n  goes on\n* two\n\n```go\n\tgo f() // **not bold**\n\n```\n"
	assert.Equal(t, `a/rule

Why. Use `+"`go f()`"+` and this
(https://example.com/x), or
that.

  * one item that goes on
  * two

        go f() // **not bold**

`, Markdown(source, 30, Style{}))
	assert.Equal(t, "\x1b[1ma/rule\x1b[0m\n\n\x1b[36mgo\x1b[0m \x1b[36mf()\x1b[0m\n", Markdown("# a/rule\n\n`go f()`", 30, Colors))
}
