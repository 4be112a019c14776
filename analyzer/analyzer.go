// Package analyzer is tether's public face: the two analyzers that tie every
// goroutine and every open handle of a Go program to an owner.
package analyzer

import (
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/analyzer/unclosed"
	"github.com/tetherlint/tether/analyzer/untracked"
	"github.com/tetherlint/tether/internal/hidden"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// The analyzers with their default options, for go vet, nogo and drivers of the
// reader's own. Settings come from the nearest .tether.yml.
var (
	All       = New(Options{})
	Untracked = All[0]
	Unclosed  = All[1]
)

// Options are what may differ between instances of the analyzers.
type Options = unit.Options

// New returns Untracked and Unclosed, in this order, as one instance: they share
// the summaries of functions.
func New(opts Options) []*analysis.Analyzer {
	if opts.Settings == nil {
		opts.Settings = new(unit.Settings)
	}
	obligations := obligation.NewAnalyzer(opts)
	leaves := hidden.NewAnalyzer(opts, obligations)
	closed := unclosed.New(opts, obligations, leaves)
	return []*analysis.Analyzer{untracked.New(opts, obligations, leaves, closed), closed}
}
