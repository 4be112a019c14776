// Package suite holds the analyzers as Bazel's nogo runs them: one instance, for
// the two judge each other's directives and share their summaries of functions.
package suite

import "github.com/tetherlint/tether/analyzer"

// All is Untracked and Unclosed. A build farm gives an action the sources and no
// other files, so that settings come from nogo's config alone.
var All = analyzer.New(analyzer.Options{NoFiles: true})
