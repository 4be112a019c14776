package oracle

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
)

// No launch that is called joined is under way when its launcher returns.
func TestLaunches(t *testing.T) {
	compareLaunches(t, 1, 1000)
}

func FuzzLaunches(f *testing.F) {
	f.Fuzz(func(t *testing.T, seed uint64) { compareLaunches(t, seed, 40) })
}

func compareLaunches(t *testing.T, seed uint64, n int) {
	t.Helper()
	m, err := WriteLaunchers(t.TempDir(), seed, n)
	require.NoError(t, err)
	truths, err := m.Run(t.Context())
	require.NoError(t, err)
	require.Len(t, truths, n)
	classes, err := m.Classes(t.Context())
	require.NoError(t, err)
	runs, launches, joined, awaited := 0, 0, 0, 0
	for _, l := range m.Launchers {
		truth := truths[l.ID]
		runs += truth.Runs
		for _, launch := range l.Launches {
			class, ok := classes[launch.Line]
			require.True(t, ok, "line %d of\n%s", launch.Line-l.First+1, l.Source)
			launches++
			if class == finding.Joined {
				joined++
				if truth.Outlives[launch.Site] {
					t.Errorf("called joined, and is not, at line %d:\n%s", launch.Line-l.First+1, l.Source)
				}
			}
			if truth.Ran[launch.Site] && !truth.Outlives[launch.Site] {
				awaited++
				if class != finding.Joined && *verbose {
					t.Logf("always awaited, and called %s, at line %d:\n%s", class, launch.Line-l.First+1, l.Source)
				}
			}
		}
	}
	t.Logf("%d launchers, %d runs, %d launches: %d are always awaited, %d are called joined", n, runs, launches, awaited, joined)
	if n >= 1000 {
		assert.Greater(t, joined, launches/10)
		assert.Greater(t, launches-awaited, launches/10)
	}
}
