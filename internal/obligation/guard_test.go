package obligation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// A panic in the analysis of one function costs that function alone, and is noted.
func TestGuard(t *testing.T) {
	facts := obligation.NewAnalyzer(unit.Options{})
	visited := 0
	probe := &analysis.Analyzer{
		Name: "probe", Doc: "panics on the first function", Requires: []*analysis.Analyzer{facts},
		Run: func(pass *analysis.Pass) (any, error) {
			e := pass.ResultOf[facts].(*obligation.Engine)
			e.Functions(func(*obligation.Func) {
				if visited++; visited == 1 {
					panic("boom")
				}
			})
			assert.Len(t, e.Failures(), 1)
			assert.Contains(t, e.Failures()[0], "boom")
			assert.Contains(t, e.Failures()[0], "guard.go:3")
			return nil, nil
		},
	}
	dir, cleanup, err := analysistest.WriteFiles(map[string]string{"guard/guard.go": "package guard\n\nfunc a() {}\n\nfunc b() {}\n"})
	assert.NoError(t, err)
	defer cleanup()
	analysistest.Run(t, dir, probe, "guard")
	assert.Equal(t, 2, visited)
}
