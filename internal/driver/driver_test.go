package driver

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chain is a package that uses one dependency of two, which uses a third.
var chain = map[string]string{
	"a/a.go": `package a

import (
	"fmt"

	"example.com/m/b"
	"example.com/m/unasked"
)

func A(t b.T) { b.F(); t.Second(); t.First(); fmt.Println(t.Field, unasked.X) }
`,
	"b/b.go": `package b

import "example.com/m/c"

// F's comment
func F() { c.G() }

type T struct {
	pad int
	// Field's comment
	Field int
}

func (T) Zeroth() {}

// Second's comment
func (T) Second() {}

// First's comment
func (*T) First() {}
`,
	"c/c.go":             "package c\n\n// G's comment\nfunc G() {}\n",
	"unasked/unasked.go": "package unasked\n\n// X's comment\nvar X int\n\n// F's comment\nfunc F() {}\n",
}

func TestFactsAreLazyAndCrossPackages(t *testing.T) {
	dir := module(t, chain)
	out := run(t, Options{Dir: dir, Patterns: []string{"./a"}})
	assert.Equal(t, []string{
		"a.go:10 F: F's comment",
		"a.go:10 Second: Second's comment",
		"a.go:10 First: First's comment",
		"a.go:10 Field: Field's comment",
	}, messages(out))
	require.Empty(t, out.Problems)
	// a asks about b and unasked, and b, on the way, about c.
	assert.Equal(t, Stats{Named: 1, Analysed: 1, Facts: 2}, out.Stats)
}
