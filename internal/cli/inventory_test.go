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
