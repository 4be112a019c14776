// This file makes the analyzer that the two with rules require. What it finds out of a function is
// asked for in other packages by its fact, and in this one by its engine.

package obligation

import (
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/unit"
)

// NewAnalyzer returns the analyzer that summarises the functions of a package
// and gives the rules their engine. Untracked and Unclosed both require it; it
// reports nothing itself, and it is the only one with facts.
func NewAnalyzer(opts unit.Options) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "obligations",
		Doc:        "summarise what functions acquire, release and launch",
		ResultType: reflect.TypeFor[*Engine](),
		FactTypes:  []analysis.Fact{new(Summary)},
		Run: func(pass *analysis.Pass) (any, error) {
			helpers := catalog.BuiltinHelpers()
			if opts.IsMain(pass) { // what others export must not depend on who imports it
				helpers = catalog.HelpersOf(unit.ConfigOf(pass, opts))
			}
			e := newEngine(pass, helpers)
			// The config is read when a rule first asks for resources: of most dependencies nobody asks.
			e.resources = sync.OnceValue(func() *catalog.Resources {
				if !opts.IsMain(pass) {
					return catalog.BuiltinResources()
				}
				return catalog.ResourcesOf(unit.ConfigOf(pass, opts))
			})
			e.traceTo = opts.Trace
			// Where a host cannot ask for one fact at a time, all have to be there when the analyzer is done.
			if !opts.FactsOnDemand {
				e.ExportFacts(nil)
			}
			return e, nil
		},
	}
}
