package growth_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/growth"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// What takes time that is exponential, or cubic, in the number of pieces does not
// end within the time that tests have.
func TestEnds(t *testing.T) {
	for _, shape := range growth.Shapes {
		t.Run(shape.Name, func(t *testing.T) {
			const n = 200
			res := analyse(t, shape.Source(n))
			require.Positive(t, len(res.Launches)+len(res.Acquisitions))
		})
	}
}

// A walk for each of the launches would spend the budget of the function, and what
// they are would not be known: who stays within it has taken few steps for each.
func TestStepsGrowLinearly(t *testing.T) {
	const n = 3000
	for _, shape := range growth.Shapes {
		if !shape.Awaited && !shape.Unwaited {
			continue
		}
		t.Run(shape.Name, func(t *testing.T) {
			res := analyse(t, shape.Source(n))
			require.Len(t, res.Launches, n+strings.Count(shape.Source(0), ".Go("))
			for _, l := range res.Launches {
				require.Contains(t, []finding.Class{finding.Tracked, finding.Joined}, l.Class, "line %d", l.Line)
			}
			unwaited := slices.ContainsFunc(res.Findings, func(f finding.Finding) bool { return f.Rule == finding.Unwaited })
			require.Equal(t, shape.Unwaited, unwaited)
		})
	}
}

// The same for what is opened: n loops in one another are gone through once for each,
// and not for each that is around it.
func TestStepsOfLoopsGrowLinearly(t *testing.T) {
	const n = 160
	for _, shape := range growth.Shapes {
		if !shape.Kept {
			continue
		}
		t.Run(shape.Name, func(t *testing.T) {
			found := 0
			for _, f := range analyse(t, shape.Source(n)).Findings {
				if f.Rule == finding.DeferInLoop {
					found++
				}
			}
			require.Equal(t, n, found)
		})
	}
}

func BenchmarkGrowth(b *testing.B) {
	for _, shape := range growth.Shapes {
		for _, n := range []int{1000, 2000, 4000} {
			b.Run(fmt.Sprintf("%s/%d", shape.Name, n), func(b *testing.B) {
				for b.Loop() {
					analyse(b, shape.Source(n))
				}
			})
		}
	}
}

func analyse(t testing.TB, source string) *finding.Result {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/p\n\ngo 1.26\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.go"), []byte(source), 0o666))
	out, err := driver.Run(context.Background(), driver.Options{
		Dir: dir, Analyzers: suite.New(unit.Options{KeepGoing: true, FactsOnDemand: true}),
	})
	require.NoError(t, err)
	require.Empty(t, out.Problems)
	return out.Result
}
