package obligation_test

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

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// Facts are read again for every package that imports theirs, so each has a
// budget, and they are part of what build systems cache, so two runs must agree.
// (nilaway has such a test after its facts once grew to megabytes.)
const maxFact = 120 // bytes of one function's fact without the type's description

// meanBudget is what the facts of a module may have on average.
var meanBudget = map[string]int{"unclosed": 30, "untracked": 30, "hidden": 30}

func TestFactsAreSmallAndDeterministic(t *testing.T) {
	for _, module := range []string{"unclosed", "untracked", "hidden"} {
		t.Run(module, func(t *testing.T) {
			first, second := exportedFacts(t, module), exportedFacts(t, module)
			require.Equal(t, first, second)
			require.NotEmpty(t, first)
			total := 0
			for name, fact := range first {
				assert.LessOrEqual(t, len(fact), maxFact, name)
				total += len(fact)
			}
			assert.LessOrEqual(t, total/len(first), meanBudget[module])
		})
	}
}

// exportedFacts analyses a module of testdata and encodes the facts of its functions.
func exportedFacts(t *testing.T, module string) map[string][]byte {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/src/" + module)
	require.NoError(t, err)
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: dir}, "./...")
	require.NoError(t, err)
	graph, err := checker.Analyze([]*analysis.Analyzer{obligation.NewAnalyzer(unit.Options{})}, pkgs, nil)
	require.NoError(t, err)
	facts := map[string][]byte{}
	for act := range graph.All() {
		for _, f := range act.AllObjectFacts() {
			facts[fmt.Sprint(f.Object)] = encode(t, f.Fact)
		}
	}
	return facts
}

// encode returns the bytes that a fact adds to a stream in which its type is known.
func encode(t *testing.T, fact analysis.Fact) []byte {
	t.Helper()
	var stream bytes.Buffer
	enc := gob.NewEncoder(&stream)
	require.NoError(t, enc.Encode(new(obligation.Summary)))
	start := stream.Len()
	require.NoError(t, enc.Encode(fact))
	return slices.Clone(stream.Bytes()[start:])
}
