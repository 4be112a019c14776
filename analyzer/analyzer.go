// Package analyzer is the public face of tether: two analyzers that tie every goroutine
// and every open handle of a Go program to an owner.
//
// [Untracked] reports goroutines that have no owner: raw go statements, groups that
// nobody waits for, handles that are dropped, goroutines that are stuck or that a
// dependency leaves behind. [Unclosed] reports resources that are not closed on some path
// out of the function that opened them. The rules of both are described in
// https://github.com/tetherlint/tether/blob/main/docs/rules/README.md, and by [Doc].
//
// The two are ordinary analyzers of golang.org/x/tools/go/analysis, for multichecker,
// unitchecker, analysistest or a driver of your own. As they are, they take their
// settings from the nearest .tether.yml. A program that has settings of its own makes an
// instance by [New].
//
// Facts about dependencies matter to both, so a driver must compute facts and run the
// analyzers on dependencies too, as those of x/tools do.
package analyzer

import (
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// The analyzers with the zero [Options]: settings come from the nearest .tether.yml.
var (
	// All is Untracked and Unclosed, in this order.
	All = New(Options{})

	// Untracked reports goroutines that have no owner, and tether's directives that have
	// no effect. It runs Unclosed, whose findings such directives may be about.
	Untracked = All[0]

	// Unclosed reports resources that are opened and not closed.
	Unclosed = All[1]
)

// New returns Untracked and Unclosed, in this order, as one instance with the options.
// Run both in one driver: they share the summaries of functions, and each takes the
// other's flags into account.
//
// If something is wrong with the options, the analyzers return the error of
// [Options.Validate] for each package that they are run on.
func New(opts Options) []*analysis.Analyzer {
	opened, err := opts.open()
	if err != nil {
		return refusing(err)
	}
	analyzers := suite.New(opened)
	for _, a := range analyzers {
		run := a.Run
		a.Run = func(pass *analysis.Pass) (any, error) {
			if err := unit.ConfigError(pass, opened); err != nil {
				return nil, err // a linter with a misread config must not pass
			}
			return run(pass)
		}
	}
	return analyzers
}

// refusing returns the analyzers of an instance that cannot be.
func refusing(err error) []*analysis.Analyzer {
	analyzers := suite.New(unit.Options{})
	for _, a := range analyzers {
		a.Requires = nil
		a.ResultType = reflect.TypeFor[*finding.Result]()
		a.Run = func(*analysis.Pass) (any, error) { return nil, err }
	}
	return analyzers
}
