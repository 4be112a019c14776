// Package untracked reports goroutines that have no owner.
package untracked

import (
	"go/ast"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/directives"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/hidden"
	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/process"
	"github.com/tetherlint/tether/internal/rewrite"
	"github.com/tetherlint/tether/internal/rules"
	"github.com/tetherlint/tether/internal/stuck"
	"github.com/tetherlint/tether/internal/unit"
)

const about = `report goroutines that have no owner

A goroutine has an owner if somebody waits for it or can end it. Each launch has a
class: tracked, where an approved helper launches it; joined, where it is awaited on
every path; bound, where something outside can end it; or detached.`

// New returns the analyzer. It shares obligations, the engine, with unclosed, requires leaves,
// which knows what calls leave behind, and closed, the analyzer unclosed itself, for its
// findings: an allow directive is unused only if it silenced none of either. Its result is a
// *finding.Result.
func New(opts unit.Options, obligations, leaves, closed *analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       "untracked",
		Doc:        rules.Help("untracked", about),
		URL:        rules.Index,
		Requires:   []*analysis.Analyzer{obligations, leaves, closed},
		ResultType: reflect.TypeFor[*finding.Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			u := unit.New(pass, opts)
			engine := pass.ResultOf[obligations].(*obligation.Engine)
			r := &checker{
				unit: u, engine: engine, launches: engine.Launches(), fixes: rewrite.New(pass, u.Config, engine),
				leaves: pass.ResultOf[leaves].(*hidden.Package), process: process.New(pass, engine.Index()),
				reported: map[*types.Var]bool{}, groups: map[*launch.Launch]*launch.Owner{},
				stuck: map[*launch.Launch][]*stuck.Claim{}, drops: map[*launch.Launch]unit.Issue{}, byNode: map[ast.Node]*launch.Launch{},
			}
			// The engine is not safe for concurrent use, and hosts run analyzers side by side.
			engine.Exclusive(r.run)
			directives.Allows(u, pass.ResultOf[closed].(*finding.Result).Findings, engine.GaveUp)
			return u.Finish(engine.Failures()), nil
		},
	}
	if opts.Settings != nil {
		opts.Settings.Register(&a.Flags)
		if opts.NoFiles {
			opts.Settings.RegisterText(&a.Flags)
		}
		opts.Settings.RegisterLaunches(&a.Flags)
	}
	return a
}
