package growth_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/growth"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

var update = flag.Bool("update", false, "write testdata/cost.txt anew")

const costFile = "testdata/cost.txt"

// A cost is what the analysis of a program takes on any machine, however busy: steps of
// the walks, and allocations. What parses and checks types is not in it.
type cost struct{ steps, allocs int }

// sizes are the numbers of pieces for which the costs are counted.
var sizes = []int{150, 300}

// TestCost: what the analysis of each shape takes is what is written down, or less. A
// jump of a tenth is one that somebody should know of; if it is meant, run
//
//	go test ./internal/growth -run TestCost -update
func TestCost(t *testing.T) {
	known, got := readCosts(t), measure(t)
	if *update {
		var out strings.Builder
		for _, key := range slices.Sorted(maps.Keys(got)) {
			fmt.Fprintf(&out, "%s %d %d\n", key, got[key].steps, got[key].allocs)
		}
		require.NoError(t, os.WriteFile(costFile, []byte(out.String()), 0o666))
		return
	}
	for key, got := range got {
		want, ok := known[key]
		assert.True(t, ok, "%s is not in %s", key, costFile)
		assert.LessOrEqual(t, got.steps*10, want.steps*11, "%s: steps, before %d", key, want.steps)
		assert.LessOrEqual(t, got.allocs*10, want.allocs*11, "%s: allocations, before %d", key, want.allocs)
	}
}

// TestCostGrowsLinearly: twice as many pieces take twice as much, and a little more.
func TestCostGrowsLinearly(t *testing.T) {
	known := readCosts(t)
	for _, shape := range growth.Shapes {
		small, large := known[keyOf(shape, sizes[0])], known[keyOf(shape, sizes[1])]
		most := 30 // n log n: maps of which states share parts
		if shape.Square {
			most = 44
		}
		assert.LessOrEqual(t, large.steps*10, small.steps*most, "%s: steps", shape.Name)
		assert.LessOrEqual(t, large.allocs*10, small.allocs*most, "%s: allocations", shape.Name)
	}
}

// TestChart: the chart in docs/performance.md shows the costs that are written down.
func TestChart(t *testing.T) {
	const page = "../../docs/performance.md"
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(text), "    x-axis [")
	require.True(t, ok)
	axis, _, ok := strings.Cut(rest, "]\n")
	require.True(t, ok)
	known := readCosts(t)
	var bars []string
	for name := range strings.SplitSeq(strings.Trim(axis, `"`), `", "`) {
		shape := growth.Shape{Name: name}
		small, large := known[keyOf(shape, sizes[0])], known[keyOf(shape, sizes[1])]
		require.Positive(t, small.steps, name)
		bars = append(bars, fmt.Sprintf("%.1f", float64(large.steps)/float64(small.steps)))
	}
	line := regexp.MustCompile(`(?m)^    bar \[.*\]$`)
	want := line.ReplaceAllLiteralString(string(text), "    bar ["+strings.Join(bars, ", ")+"]")
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o666))
		return
	}
	assert.Equal(t, want, string(text), "go test ./internal/growth -update")
}

func readCosts(t *testing.T) map[string]cost {
	t.Helper()
	text, err := os.ReadFile(costFile)
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	known := make(map[string]cost)
	for line := range strings.Lines(string(text)) {
		var key string
		var c cost
		_, err := fmt.Sscan(line, &key, &c.steps, &c.allocs)
		require.NoError(t, err, line)
		known[key] = c
	}
	return known
}

// measure counts what the analyzers take for the programs of all shapes, each of which
// is a package of one module.
func measure(t *testing.T) map[string]cost {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module m\n\ngo 1.26\n"), 0o666))
	costs, keys := make(map[string]cost), make(map[string]string)
	for i, shape := range growth.Shapes {
		for _, n := range sizes {
			name := fmt.Sprintf("p%dof%d", i, n)
			keys["m/"+name] = keyOf(shape, n)
			require.NoError(t, os.Mkdir(filepath.Join(dir, name), 0o777))
			require.NoError(t, os.WriteFile(filepath.Join(dir, name, "p.go"), []byte(shape.Source(n)), 0o666))
		}
	}
	measured := metered(func(path string, c cost) { costs[keys[path]] = c })
	out, err := driver.Run(context.Background(), driver.Options{Dir: dir, Analyzers: measured, Jobs: 1})
	require.NoError(t, err)
	require.Empty(t, out.Problems)
	require.Len(t, costs, len(keys))
	return costs
}

func keyOf(shape growth.Shape, n int) string {
	return fmt.Sprintf("%s/%d", strings.ReplaceAll(shape.Name, " ", "-"), n)
}

// metered are the analyzers, with one before and one after them that tell what they took.
// They are for one package at a time.
func metered(tell func(path string, c cost)) []*analysis.Analyzer {
	var before, after runtime.MemStats
	first := &analysis.Analyzer{Name: "before", Doc: "count", Run: func(*analysis.Pass) (any, error) {
		runtime.ReadMemStats(&before)
		return nil, nil
	}}
	last := &analysis.Analyzer{Name: "after", Doc: "count", Requires: suite.New(unit.Options{KeepGoing: true, FactsOnDemand: true})}
	var obligations *analysis.Analyzer
	for _, a := range last.Requires[0].Requires {
		if a.Name == "obligations" {
			obligations = a
		}
	}
	last.Requires = append(last.Requires, obligations)
	last.Run = func(pass *analysis.Pass) (any, error) {
		runtime.ReadMemStats(&after)
		tell(pass.Pkg.Path(), cost{pass.ResultOf[obligations].(*obligation.Engine).Steps(), int(after.Mallocs - before.Mallocs)})
		return nil, nil
	}
	return []*analysis.Analyzer{first, last}
}
