package driver

import (
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// lean is chain without what is imported from the standard library, which is read from
// the go command's export data.
var lean = with(map[string]string{
	"a/a.go": "package a\n\nimport \"example.com/m/b\"\n\nfunc A(t b.T) { b.F(); t.Second(); t.First(); _ = t.Field }\n",
})

var foundInLean = []string{
	"a.go:5 F: F's comment",
	"a.go:5 Second: Second's comment",
	"a.go:5 First: First's comment",
	"a.go:5 Field: Field's comment",
	"b.go:6 G: G's comment",
}

func TestImportersShareTheTypesOfWhatWasAnalysed(t *testing.T) {
	opts := Options{Dir: module(t, lean), Env: env(), Patterns: []string{"./..."}, Analyzers: toy()}
	r, err := newRunner(t.Context(), &opts)
	require.NoError(t, err)
	r.analyseNamed(nil)
	assert.Equal(t, foundInLean, messages(r.outcome()))
	assert.Zero(t, r.universe.reads)
	declared := r.universe.types[r.graph.base]["example.com/m/b"].Scope().Lookup("F")
	assert.Equal(t, 6, r.universe.fset.Position(declared.Pos()).Line, "messages name places in other packages")
}

// Export data are made when somebody needs them, and kept.
func TestTypesOfWhatIsKeptAreDeclaredOnce(t *testing.T) {
	opts := Options{Dir: module(t, lean), CacheDir: t.TempDir()}
	assert.Equal(t, Stats{Named: 4, Analysed: 4}, run(t, opts).Stats)
	for i, declared := range []int{2, 0} {
		write(t, opts.Dir, map[string]string{"a/new.go": "package a\n\n// " + []string{"One", "Two"}[i] + "\n"})
		out := run(t, opts)
		assert.Equal(t, Stats{Named: 4, Analysed: 1, FromCache: 3, FactsCached: 1, Declared: declared}, out.Stats)
		assert.Equal(t, foundInLean, messages(out))
	}
}

// What was read mentions the package, with objects of its own: there must not be others.
func TestMentionedPackageIsNotAdopted(t *testing.T) {
	n := &node{view: &view{byPath: make(map[string]*node)}}
	n.pkg = &packages.Package{PkgPath: "example.com/m/a"}
	u := newUniverse(&graph{base: n.view})
	stub := types.NewPackage("example.com/m/a", "a")
	u.types[n.view][stub.Path()] = stub
	assert.False(t, u.adopt(n, types.NewPackage("example.com/m/a", "a")))
	assert.Same(t, stub, u.types[n.view][stub.Path()])

	delete(u.types[n.view], stub.Path())
	assert.True(t, u.adopt(n, stub))
	assert.Same(t, stub, u.types[n.view][stub.Path()])
}
