package untracked_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
)

// hidden is a module that calls others: whose a function is decides the rule.
func hidden(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/src/hidden")
	require.NoError(t, err)
	return dir
}

func TestHiddenLaunch(t *testing.T) {
	analysistest.Run(t, hidden(t), analyzer.Untracked, "./held", "./calls", "./ways", "./given")
}
