// Package suite puts the two analyzers and what they share together, for tether's own
// hosts: the command line, go vet, the plugin, nogo. Other programs have package
// analyzer, which builds on this one.
package suite

import (
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/hidden"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unclosed"
	"github.com/tetherlint/tether/internal/unit"
	"github.com/tetherlint/tether/internal/untracked"
)

// New returns untracked and unclosed, in this order, as one instance: they share the
// summaries of functions, and the flags of both change what both do.
func New(opts unit.Options) []*analysis.Analyzer {
	if opts.Settings == nil {
		opts.Settings = new(unit.Settings)
	}
	obligations := obligation.NewAnalyzer(opts)
	leaves := hidden.NewAnalyzer(opts, obligations)
	closed := unclosed.New(opts, obligations, leaves)
	return []*analysis.Analyzer{untracked.New(opts, obligations, leaves, closed), closed}
}
