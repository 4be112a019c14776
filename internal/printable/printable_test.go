package printable

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"plain/name.go":          "plain/name.go",
		"größe 漢字.go":            "größe 漢字.go",
		"a\x1b[31mred\x07.go":    `a\x1b[31mred\x07.go`,
		"a\n::error::b":          `a\n::error::b`,
		"a\r\tb\x7f":             `a\r\tb\x7f`,
		"x\u202eog.\u2066\u061c": `x\u202eog.\u2066\u061c`,
		"\u009b31m\u200b\ufeff":  `\u009b31m\u200b\ufeff`,
		"\U000e0041":             `\U000e0041`,
		"bad\xff\xfe":            `bad\xff\xfe`,
		"\u2028":                 `\u2028`,
	} {
		assert.Equal(t, want, Line(in))
	}
	assert.Equal(t, "a\n\tb\\x1b", Text("a\n\tb\x1b"))
	assert.Equal(t, "abc...", Short("abcdef", 3))
	assert.Equal(t, `ab\n`, Short("ab\n", 3))
}

func TestWriter(t *testing.T) {
	var b bytes.Buffer
	w := Writer{&b}
	n, err := fmt.Fprint(w, "a\x1b\n")
	require.NoError(t, err)
	assert.Equal(t, 3, n)
	assert.Equal(t, "a\\x1b\n", b.String())
	assert.Equal(t, &b, Unwrap(w))
	assert.Equal(t, &b, Unwrap(&b))
}
