// Package unclosed is the analyzer of that name for Bazel's nogo, which wants
// each in a package of its own. docs/nogo.md of this repository says how to use it.
package unclosed

import "github.com/tetherlint/tether/nogo/internal/suite"

// Analyzer reports resources that are opened and not closed.
var Analyzer = suite.All[1]
