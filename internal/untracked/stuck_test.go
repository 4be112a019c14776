package untracked_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// What launches is not reported here: only what waits for ever.
func TestStuck(t *testing.T) {
	c := *config.Default()
	c.Off = map[finding.Rule]bool{finding.RawGo: true, finding.Unwaited: true}
	analysistest.Run(t, testdata(t), suite.New(unit.Options{Config: &c})[0], "./stuck/...")
}

func TestRoom(t *testing.T) {
	c := *config.Default()
	c.Off = map[finding.Rule]bool{finding.RawGo: true, finding.Unwaited: true}
	analysistest.RunWithSuggestedFixes(t, testdata(t), suite.New(unit.Options{Config: &c})[0], "./room")
}
