// Package untracked is the analyzer of that name for Bazel's nogo, which wants
// each in a package of its own. docs/nogo.md of this repository says how to use it.
package untracked

import "github.com/tetherlint/tether/nogo/internal/suite"

// Analyzer reports goroutines that have no owner.
var Analyzer = suite.All[0]
