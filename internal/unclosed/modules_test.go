package unclosed_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
)

// Resources of modules, which are stubs here; e2e/catalog holds the catalogue
// against the real ones.
func TestModules(t *testing.T) {
	analysistest.Run(t, testdata(t), analyzer.Unclosed, "./modules/...")
}

// A config adds resources, and ignores some.
func TestConfigured(t *testing.T) {
	analysistest.Run(t, testdata(t), analyzer.Unclosed, "./configured/...")
}
