// Package suite holds the analyzers as Bazel's nogo runs them: one instance, for
// the two judge each other's directives and share their summaries of functions.
package suite

import (
	"log"
	"os"

	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// All is Untracked and Unclosed. A build farm gives an action the sources and no
// other files, so that settings come from nogo's config alone.
var All = suite.New(unit.Options{NoFiles: true})

// nogo asks analyzers nothing about code that its type checker refuses, and what it
// says itself names neither them nor what to do. So they look at its arguments first.
func init() {
	if err := tooOld(os.Args[1:]); err != nil {
		log.New(os.Stderr, "nogo: ", 0).Fatal(err)
	}
}
