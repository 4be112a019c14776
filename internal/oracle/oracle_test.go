package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFixed(t *testing.T) {
	compare(t, 1, 2000)
}

func compare(t *testing.T, seed uint64, n int) {
	t.Helper()
	m, err := Write(t.TempDir(), seed, n)
	require.NoError(t, err)
	truths, err := m.Run(t.Context())
	require.NoError(t, err)
	found, err := m.Findings(t.Context())
	require.NoError(t, err)
	mistakes, sites := m.Compare(found, truths)
	incomplete, leaks, wrong, unexplained, missed := 0, 0, 0, 0, 0
	for _, truth := range truths {
		if !truth.Complete {
			incomplete++
		}
		leaks += len(truth.Leaks)
	}
	for _, m := range mistakes {
		switch {
		case m.False:
			wrong++
			t.Log(m)
		case m.Limit == "":
			unexplained++
			missed++
			t.Log(m)
		default:
			missed++
		}
	}
	t.Logf("%d functions (%d incomplete), %d sites, %d leak, %d false, %d missed, %d of them unexplained", n, incomplete, sites, leaks, wrong, missed, unexplained)
}
