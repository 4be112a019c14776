package hidden_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/hidden"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// Facts are read again for every package that imports theirs, so each has a budget, and
// they are part of what build systems cache, so two runs must agree.
const maxFact, meanFact = 160, 60 // bytes without the type's description

func TestFactsAreSmallAndDeterministic(t *testing.T) {
	first, second := exportedFacts(t), exportedFacts(t)
	require.Equal(t, first, second)
	total := 0
	for name, fact := range first {
		assert.LessOrEqual(t, len(fact), maxFact, name)
		total += len(fact)
	}
	require.NotEmpty(t, first)
	assert.LessOrEqual(t, total/len(first), meanFact)
}

// exportedFacts analyses a module of testdata and encodes the facts of its functions.
func exportedFacts(t *testing.T) map[string][]byte {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/src/hidden")
	require.NoError(t, err)
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: dir}, "./...")
	require.NoError(t, err)
	leaves := hidden.NewAnalyzer(unit.Options{}, obligation.NewAnalyzer(unit.Options{}))
	graph, err := checker.Analyze([]*analysis.Analyzer{leaves}, pkgs, nil)
	require.NoError(t, err)
	facts := map[string][]byte{}
	for act := range graph.All() {
		for _, f := range act.AllObjectFacts() {
			if _, ok := f.Fact.(*hidden.Leaves); ok {
				facts[fmt.Sprint(f.Object)] = encode(t, f.Fact)
			}
		}
	}
	return facts
}

// encode returns the bytes that a fact adds to a stream in which its type is known.
func encode(t *testing.T, fact analysis.Fact) []byte {
	t.Helper()
	var stream bytes.Buffer
	enc := gob.NewEncoder(&stream)
	require.NoError(t, enc.Encode(new(hidden.Leaves)))
	start := stream.Len()
	require.NoError(t, enc.Encode(fact))
	return slices.Clone(stream.Bytes()[start:])
}
