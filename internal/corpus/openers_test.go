package main

import (
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestClosedLocals: what counts is a local that a call gives and that the function, or a
// literal in it, closes.
func TestClosedLocals(t *testing.T) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "a.go", `package p

func f(given io.Closer) {
	a, err := os.Open("a")
	defer a.Close()
	b := get()
	defer func() { b.Body.Close() }()
	c := open()
	use(c)
	d := given
	d.Close()
	given.Close()
}
`, 0)
	require.NoError(t, err)
	var lines []int
	for call := range closedLocals(f) {
		lines = append(lines, fset.Position(call.Pos()).Line)
	}
	assert.ElementsMatch(t, []int{4, 6}, lines)
}
