package cli

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/gate"
	"github.com/tetherlint/tether/internal/jsondoc"
)

// Each key that programs may read is on the page for them.
func TestJSONIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/json.md")
	require.NoError(t, err)
	assert.Empty(t, jsondoc.Missing(string(page), inventory{}, gate.Report{}, listedRule{}))
}
