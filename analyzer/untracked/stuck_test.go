package untracked_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
)

// What launches is not reported here: only what waits for ever.
func TestStuck(t *testing.T) {
	c := *config.Default()
	c.Off = map[finding.Rule]bool{finding.RawGo: true, finding.Unwaited: true}
	analysistest.Run(t, testdata(t), analyzer.New(analyzer.Options{Config: &c})[0], "./stuck/...")
}

func TestRoom(t *testing.T) {
	c := *config.Default()
	c.Off = map[finding.Rule]bool{finding.RawGo: true, finding.Unwaited: true}
	analysistest.RunWithSuggestedFixes(t, testdata(t), analyzer.New(analyzer.Options{Config: &c})[0], "./room")
}
