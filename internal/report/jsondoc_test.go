package report

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/jsondoc"
)

// Each key that programs may read is on the page for them.
func TestJSONIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/json.md")
	require.NoError(t, err)
	assert.Empty(t, jsondoc.Missing(string(page), jsonReport{}))
}

// The run that shows a finding is in the JSON, choice by choice.
func TestJSONPath(t *testing.T) {
	r := sample()
	f := r.Findings[0]
	f.Path = []finding.Note{{Span: f.Span, Message: "the branch is taken"}}
	assert.Equal(t, []jsonNote{{"server/server.go", 2, "the branch is taken"}}, r.jsonFinding(&f).Path)
}
