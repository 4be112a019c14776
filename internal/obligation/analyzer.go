package obligation

import (
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/unit"
)

// A Summary is what callers need to know of a function: the fact that is
// exported for it.
type Summary struct {
	NoReturn bool // never returns to its caller
}

// AFact marks Summary as a fact.
func (*Summary) AFact() {}

// NewAnalyzer returns the analyzer that summarises the functions of a package
// and gives the rules their engine. Untracked and Unclosed both require it; it
// reports nothing itself.
func NewAnalyzer(opts unit.Options) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "obligations",
		Doc:        "summarise what functions acquire, release and launch",
		ResultType: reflect.TypeFor[*Engine](),
		FactTypes:  []analysis.Fact{new(Summary)},
		Run: func(pass *analysis.Pass) (any, error) {
			return &Engine{pass: pass}, nil
		},
	}
}

// An Engine answers the rules' questions about one package.
type Engine struct {
	pass *analysis.Pass
}
