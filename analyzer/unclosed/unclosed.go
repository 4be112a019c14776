// Package unclosed reports resources that are opened and not closed.
package unclosed

import (
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/unit"
)

// New returns the analyzer. obligations is the instance that it shares with Untracked.
func New(opts unit.Options, obligations *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "unclosed",
		Doc:        "report resources that are opened and not closed",
		Requires:   []*analysis.Analyzer{obligations},
		ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			u := unit.New(pass, opts)
			return u.Result, nil
		},
	}
}
