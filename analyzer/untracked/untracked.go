// Package untracked reports goroutines that have no owner.
package untracked

import (
	"go/ast"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/unit"
)

// New returns the analyzer. obligations is the instance that it shares with Unclosed.
func New(opts unit.Options, obligations *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "untracked",
		Doc:        "report goroutines that have no owner",
		Requires:   []*analysis.Analyzer{obligations},
		ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			u := unit.New(pass, opts)
			for _, f := range pass.Files {
				ast.Inspect(f, func(n ast.Node) bool {
					if g, ok := n.(*ast.GoStmt); ok {
						u.Report(unit.Issue{Rule: finding.RawGo, Class: finding.Detached, Pos: g.Go, End: g.Go + 2, Message: "go statement bypasses the helpers"})
					}
					return true
				})
			}
			return u.Result, nil
		},
	}
}
