package driver

import (
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
)

// A demanded exports the facts of its package when it is asked to, and tells of that.
type demanded struct {
	pass  *analysis.Pass
	asked func(path string)
}

func (d *demanded) ExportFacts(func(string) bool) {
	d.asked(d.pass.Pkg.Path())
	for _, name := range d.pass.Pkg.Scope().Names() {
		d.pass.ExportObjectFact(d.pass.Pkg.Scope().Lookup(name), &doc{"fact of " + name})
	}
}

// onDemand returns the toys with facts on demand, and what tells and forgets the
// packages whose facts were exported.
func onDemand() (analyzers []*analysis.Analyzer, exported func() []string) {
	var mu sync.Mutex
	var list []string
	asked := func(path string) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, path)
	}
	docs := &analysis.Analyzer{
		Name: "ondemand", Doc: "export names as facts",
		FactTypes:  []analysis.Fact{new(doc)},
		ResultType: reflect.TypeFor[*demanded](),
		Run:        func(pass *analysis.Pass) (any, error) { return &demanded{pass, asked}, nil },
	}
	calls := &analysis.Analyzer{
		Name: "uses", Doc: "report the facts of what is used of other packages",
		Requires:   []*analysis.Analyzer{docs},
		ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			result := new(finding.Result)
			for id, obj := range pass.TypesInfo.Uses {
				var fact doc
				if obj.Pkg() != nil && obj.Pkg() != pass.Pkg && pass.ImportObjectFact(obj, &fact) {
					p := pass.Fset.Position(id.Pos())
					result.Findings = append(result.Findings, finding.Finding{
						Span:    finding.Span{File: p.Filename, Line: p.Line, Column: p.Column, Offset: p.Offset},
						Message: fact.Text,
					})
				}
			}
			return result, nil
		},
	}
	return []*analysis.Analyzer{calls}, func() []string {
		mu.Lock()
		defer mu.Unlock()
		got := slices.Sorted(slices.Values(list))
		list = nil
		return got
	}
}

func TestFactsThatNobodyImportsAreNotExported(t *testing.T) {
	analyzers, exported := onDemand()
	out := run(t, Options{Dir: module(t, chain), Patterns: []string{"./a"}, Analyzers: analyzers})
	assert.Equal(t, []string{"a.go:10 fact of T", "a.go:10 fact of F"}, messages(out))
	assert.Equal(t, []string{"example.com/m/b"}, exported(), "which a uses; nobody imports a")
}

// What is kept of a package that nobody imported has no facts, and the next run has
// somebody who asks for them.
func TestFactsAreExportedForALaterImporter(t *testing.T) {
	analyzers, exported := onDemand()
	opts := Options{Dir: module(t, chain), Patterns: []string{"./c"}, Analyzers: analyzers, CacheDir: t.TempDir()}
	run(t, opts)
	assert.Empty(t, exported())

	opts.Patterns = []string{"./b", "./c"}
	out := run(t, opts)
	assert.Equal(t, []string{"b.go:6 fact of G"}, messages(out))
	assert.Equal(t, []string{"example.com/m/c"}, exported())
	assert.Equal(t, 1, out.Stats.FromCache)
}
