package oracle

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	verbose = flag.Bool("mistakes", false, "print each wrong answer, those that are known or explained too")
	more    = flag.Int("more", 0, "how many seeds TestMore looks at")
	from    = flag.Uint64("from", 2, "the first of them")
)

// The fixed set. What is wrong and known stands in testdata/known.txt.
func TestResources(t *testing.T) {
	const seed, n = 1, 2000
	known := known(t, "testdata/known.txt")
	mistakes := compare(t, seed, n)
	for _, m := range mistakes {
		if known[m.key()] {
			delete(known, m.key())
		} else if m.Limit == "" {
			t.Errorf("%s: %s", m.key(), m)
		}
	}
	for key := range known {
		t.Logf("%s is no longer wrong: take it out of testdata/known.txt", key)
	}
}

// Any number of functions, a few for each seed, since the fuzzer takes for hung what
// needs ten seconds.
func FuzzResources(f *testing.F) {
	f.Fuzz(func(t *testing.T, seed uint64) { noneFalse(t, seed, 40) })
}

// TestMore looks at more functions than the fixed set has, at a better rate than the
// fuzzer: make oracle.
func TestMore(t *testing.T) {
	for seed := range *more {
		noneFalse(t, *from+uint64(seed), 2000)
		compareLaunches(t, *from+uint64(seed), 2000)
	}
}

// noneFalse allows what is missed: why that is so is looked into for the fixed set.
func noneFalse(t *testing.T, seed uint64, n int) {
	t.Helper()
	for _, m := range compare(t, seed, n) {
		if m.False {
			t.Errorf("%s: %s", m.key(), m)
		}
	}
}

// compare generates n functions and returns what tether says wrongly of them.
func compare(t *testing.T, seed uint64, n int) []Mistake {
	t.Helper()
	m, err := Write(t.TempDir(), seed, n)
	require.NoError(t, err)
	truths, err := m.Run(t.Context())
	require.NoError(t, err)
	require.Len(t, truths, n)
	found, err := m.Findings(t.Context())
	require.NoError(t, err)
	mistakes, sites := m.Compare(found, truths)
	leaks, incomplete := 0, 0
	for _, truth := range truths {
		leaks += len(truth.Leaks)
		if !truth.Complete {
			incomplete++
		}
	}
	count := map[string]int{}
	for _, m := range mistakes {
		count[m.kind()]++
		if *verbose {
			t.Log(m)
		}
	}
	t.Logf("%d functions (of %d not all was tried), %d openers, %d leak: %v", n, incomplete, sites, leaks, count)
	if n >= 1000 {
		assert.Greater(t, leaks, sites/4, "hardly anything leaks")
		assert.Less(t, leaks, sites*3/4, "nearly all leaks")
	}
	return mistakes
}

// kind is what mistakes are counted by.
func (m Mistake) kind() string {
	switch {
	case m.False:
		return "false"
	case m.Limit == "":
		return "missed, unexplained"
	}
	return "missed: " + m.Limit
}

// key names a mistake within the fixed set, by its function and the line in it.
func (m Mistake) key() string {
	return fmt.Sprintf("F%d:%d", m.Func.ID, m.Line-m.Func.First+1)
}

// known are the keys in a list of wrong answers, each of which has a comment.
func known(t *testing.T, name string) map[string]bool {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	keys := map[string]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if text := lines.Text(); text != "" && text[0] != '#' {
			key, why, _ := strings.Cut(text, " ")
			require.NotEmpty(t, why, "%s lacks a comment", key)
			keys[key] = true
		}
	}
	return keys
}

// A seed gives the same functions each time, and another seed others.
func TestSeed(t *testing.T) {
	a, err := Write(t.TempDir(), 5, 20)
	require.NoError(t, err)
	b, err := Write(t.TempDir(), 5, 20)
	require.NoError(t, err)
	c, err := Write(t.TempDir(), 6, 20)
	require.NoError(t, err)
	for i, f := range a.Funcs {
		assert.Equal(t, f.Source, b.Funcs[i].Source)
	}
	assert.NotEqual(t, a.Funcs[0].Source, c.Funcs[0].Source)
}
