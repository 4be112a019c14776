package driver

import (
	"go/ast"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
)

// A careful exports the facts of those functions that are asked about, and notes them.
type careful struct {
	pass     *analysis.Pass
	exported func(name string)
}

func (c *careful) ExportFacts(asks func(name string) bool) {
	for _, name := range c.pass.Pkg.Scope().Names() {
		if !asks(name) {
			continue
		}
		c.exported(name)
		c.pass.ExportObjectFact(c.pass.Pkg.Scope().Lookup(name), &doc{"fact of " + name})
	}
}

// carefully returns analyzers of which one reports the facts of the functions that calls
// name, and for a call of Look of one whose name does not occur. exported tells of which
// facts were exported since it was asked last.
func carefully() (analyzers []*analysis.Analyzer, exported func() string) {
	var mu sync.Mutex
	var list []string
	note := func(name string) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, name)
	}
	facts := &analysis.Analyzer{
		Name: "careful", Doc: "export names as facts", FactTypes: []analysis.Fact{new(doc)}, ResultType: reflect.TypeFor[*careful](),
		Run: func(pass *analysis.Pass) (any, error) { return &careful{pass, note}, nil },
	}
	calls := &analysis.Analyzer{
		Name: "calls", Doc: "report facts", Requires: []*analysis.Analyzer{facts}, ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			result := new(finding.Result)
			for _, file := range pass.Files {
				ast.Inspect(file, func(n ast.Node) bool {
					sel, ok := n.(*ast.SelectorExpr)
					if !ok {
						return true
					}
					obj := pass.TypesInfo.Uses[sel.Sel]
					if obj.Name() == "Look" {
						obj = obj.Pkg().Scope().Lookup(strings.Repeat("Far", 3))
					}
					var fact doc
					if pass.ImportObjectFact(obj, &fact) {
						p := pass.Fset.Position(sel.Pos())
						result.Findings = append(result.Findings, finding.Finding{
							Span: finding.Span{File: p.Filename, Line: p.Line, Column: p.Column, Offset: p.Offset}, Message: fact.Text,
						})
					}
					return true
				})
			}
			return result, nil
		},
	}
	return []*analysis.Analyzer{calls}, func() string {
		mu.Lock()
		defer mu.Unlock()
		got := strings.Join(slices.Sorted(slices.Values(list)), " ")
		list = nil
		return got
	}
}

var library = map[string]string{
	"lib/lib.go":     "package lib\n\nfunc One()\nfunc Two()\nfunc Three()\nfunc Look()\nfunc FarFarFar()\nfunc Ärger()\n",
	"lib/lib.s":      "",
	"middle/m.go":    "package middle\n\nimport \"example.com/m/lib\"\n\nvar M = lib.Look\n",
	"one/one.go":     "package one\n\nimport \"example.com/m/lib\"\n\nfunc f() { lib.One() }\n",
	"two/two.go":     "package two\n\nimport \"example.com/m/lib\"\n\nfunc f() { lib.Two() }\n",
	"above/above.go": "package above\n\nimport \"example.com/m/middle\"\n\n// Three is mentioned.\nvar _ = middle.M\n",
}

func TestFactsAreOfWhatIsMentioned(t *testing.T) {
	analyzers, exported := carefully()
	opts := Options{Dir: module(t, library), Patterns: []string{"./one"}, Analyzers: analyzers, CacheDir: t.TempDir()}
	assert.Equal(t, []string{"one.go:5 fact of One"}, messages(run(t, opts)))
	assert.Equal(t, "One Ärger", exported(), "what has no ASCII name is never left out")

	opts.Patterns = []string{"./two"}
	out := run(t, opts)
	assert.Equal(t, []string{"two.go:5 fact of Two"}, messages(out))
	assert.Equal(t, "One Two Ärger", exported(), "what was kept stays, and what is new comes to it")
	assert.Equal(t, 1, out.Stats.Again)

	opts.Patterns = []string{"./one", "./two"}
	assert.Len(t, messages(run(t, opts)), 2)
	assert.Empty(t, exported(), "all is known")
}

// Names count wherever they stand above, and what is asked about without being
// mentioned is worked out with all the rest.
func TestFactsOfWhatIsNotMentioned(t *testing.T) {
	analyzers, exported := carefully()
	opts := Options{Dir: module(t, library), Patterns: []string{"./lib", "./middle", "./above"}, Analyzers: analyzers, Jobs: 1}
	out := run(t, opts)
	assert.Equal(t, []string{"above.go:6 fact of M", "m.go:5 fact of FarFarFar"}, messages(out))
	assert.Equal(t, 1, out.Stats.Again)
	assert.Equal(t, "FarFarFar Look Look M One Three Three Two Ärger Ärger", exported())
}
