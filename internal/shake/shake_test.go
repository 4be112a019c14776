// Package shake holds that an answer depends on nothing but the code.
package shake_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/types"
	"go/version"
	"hash/fnv"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// Whatever is done at a time, in whichever order packages and files are visited, and
// whatever the engine is asked first, the fixtures yield the same findings, inventory and facts, to the byte.
//
// TETHER_SHAKE is how often they are analysed, three times where it is not set: see
// make shake.
func TestSameAnswers(t *testing.T) {
	runs := 3
	if s := os.Getenv("TETHER_SHAKE"); s != "" {
		n, err := strconv.Atoi(s)
		require.NoError(t, err)
		runs = n
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first map[string]string
	for i := range runs {
		runtime.GOMAXPROCS([]int{4, 1, 2, 8}[i%4])
		answers := analyseAll(t, i)
		if first == nil {
			first = answers
			require.Greater(t, len(first), 500)
			continue
		}
		for _, of := range slices.Sorted(maps.Keys(first)) {
			if first[of] != answers[of] {
				assert.Equal(t, first[of], answers[of], "%s, in run %d", of, i)
			}
		}
		require.Len(t, answers, len(first))
	}
}

// analyseAll analyses the modules of the fixtures, in an order that the seed says; 0
// leaves all as it is. It returns what was found, by a name for it.
func analyseAll(t *testing.T, seed int) map[string]string {
	t.Helper()
	root, err := filepath.Abs("../../testdata/src")
	require.NoError(t, err)
	modules := fixtures(t, root)
	rnd := rand.New(rand.NewPCG(uint64(seed), 0))
	if seed > 0 {
		rnd.Shuffle(len(modules), func(i, j int) { modules[i], modules[j] = modules[j], modules[i] })
	}
	r := &recorder{seed: seed, answers: map[string]string{}}
	slots := make(chan struct{}, 3)
	var all sync.WaitGroup
	for _, module := range modules {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			r.analyse(t, module, seed%3)
		})
	}
	all.Wait()
	return r.answers
}

// fixtures are the modules of the fixtures, but for those that stand for others'.
func fixtures(t *testing.T, root string) (modules []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && (d.Name() == "stub" || strings.HasPrefix(d.Name(), "dep")) {
			return filepath.SkipDir
		}
		if d != nil && d.Name() == "go.mod" && !tooNew(t, path) {
			modules = append(modules, filepath.Dir(path))
		}
		return err
	}))
	return modules
}

// tooNew reports whether a module needs a newer Go than the one that runs the test.
func tooNew(t *testing.T, goMod string) bool {
	t.Helper()
	text, err := os.ReadFile(goMod)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "go "); ok {
			return version.Compare("go"+v, runtime.Version()) > 0
		}
	}
	return false
}

// A recorder keeps what a run yields.
type recorder struct {
	seed    int
	mu      sync.Mutex
	answers map[string]string
}

func (r *recorder) keep(of, answer string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers[of] = answer
}

func (r *recorder) analyse(t *testing.T, module string, jobs int) {
	analyzers := suite.New(unit.Options{KeepGoing: true, FactsOnDemand: true})
	for _, required := range analyzers[0].Requires {
		if len(required.FactTypes) > 0 { // both require the same one
			r.wrap(t, module, required)
		}
	}
	out, err := driver.Run(t.Context(), driver.Options{Dir: module, Analyzers: analyzers, Jobs: jobs})
	if !assert.NoError(t, err, module) {
		return
	}
	for _, f := range out.Result.Findings {
		r.keep(fmt.Sprint("finding ", f.File, f.Offset, f.Rule), toJSON(t, f))
	}
	for _, l := range out.Result.Launches {
		r.keep(fmt.Sprint("launch ", l.File, l.Offset, l.Callee), toJSON(t, l))
	}
	r.keep("all of "+module, toJSON(t, out.Result)+toJSON(t, out.Problems))
}

// wrap makes the analyzer of facts visit files in another order, asks its engine this
// and that before anybody else does, and records its facts.
func (r *recorder) wrap(t *testing.T, module string, a *analysis.Analyzer) {
	run := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		h := fnv.New64()
		h.Write([]byte(pass.Pkg.Path()))
		rnd := rand.New(rand.NewPCG(uint64(r.seed), h.Sum64()))
		if r.seed > 0 {
			rnd.Shuffle(len(pass.Files), func(i, j int) { pass.Files[i], pass.Files[j] = pass.Files[j], pass.Files[i] })
		}
		export := pass.ExportObjectFact
		pass.ExportObjectFact = func(obj types.Object, fact analysis.Fact) {
			r.keep(fmt.Sprint("fact ", module, obj), encode(t, fact))
			export(obj, fact)
		}
		result, err := run(pass)
		if e, ok := result.(*obligation.Engine); ok {
			if r.seed > 0 {
				askAround(e, rnd, r.seed == 1)
			}
			e.ExportFacts(nil)
		}
		return result, err
	}
}

// askAround asks an engine what functions acquire, and what becomes of it: all, the
// last first, or some in any order.
func askAround(e *obligation.Engine, rnd *rand.Rand, last bool) {
	var functions []*obligation.Func
	e.Functions(func(f *obligation.Func) { functions = append(functions, f) })
	if last { // the other way round than all else asks
		slices.Reverse(functions)
	} else {
		rnd.Shuffle(len(functions), func(i, j int) { functions[i], functions[j] = functions[j], functions[i] })
		functions = functions[:rnd.IntN(len(functions)+1)]
	}
	for _, f := range functions {
		e.Guard(f.Body.Pos(), func() {
			for _, site := range e.Sites(f) {
				e.Explore(site)
			}
		})
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok && rnd.IntN(2) == 0 {
				e.Launches().Joined(g)
			}
			return true
		})
	}
}

func toJSON(t *testing.T, v any) string {
	data, err := json.MarshalIndent(v, "", "\t")
	assert.NoError(t, err)
	return string(data)
}

// encode returns the bytes that a fact adds to a stream in which its type is known.
func encode(t *testing.T, fact analysis.Fact) string {
	var stream bytes.Buffer
	enc := gob.NewEncoder(&stream)
	assert.NoError(t, enc.Encode(new(obligation.Summary)))
	start := stream.Len()
	assert.NoError(t, enc.Encode(fact))
	return fmt.Sprintf("%x", stream.Bytes()[start:])
}
