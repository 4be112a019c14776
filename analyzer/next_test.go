//go:build go1.27

package analyzer_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
)

// TestNextGo runs both analyzers on code that only Go 1.27 accepts, or that only its
// standard library has.
func TestNextGo(t *testing.T) {
	dir, err := filepath.Abs("../testdata/src/next")
	require.NoError(t, err)
	analysistest.Run(t, dir, analyzer.Unclosed, "./generics", "./iterators", "./literals", "./responses", "./tests")
	analysistest.Run(t, dir, analyzer.Untracked, "./launches")
}
