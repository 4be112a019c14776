package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tetherlint/tether/internal/obligation"
)

func TestRequired(t *testing.T) {
	assert.Equal(t, "Close required", required("Close"))
	assert.Equal(t, "a call of the function it returns is required", required(obligation.CallIt))
}

func TestFolded(t *testing.T) {
	assert.Equal(t, "one two\n  three\n    four\n      five\n      six\n    a\n", string(folded([]byte("one two three\n    four five six\n    a\n"), 12)))
}
