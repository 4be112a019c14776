package untracked_test

import (
	"testing"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/clauses"
)

// The words of the contract on launches, clause by clause.
func TestClauses(t *testing.T) {
	clauses.Test(t, "../../testdata/src/clauses", analyzer.Untracked)
}
