package untracked_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
)

func TestWaitGroupGo(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, testdata(t), analyzer.Untracked, "./wggo")
}
