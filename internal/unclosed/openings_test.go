package unclosed_test

import (
	"testing"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/clauses"
)

// The words of the contract on resources, clause by clause.
func TestOpenings(t *testing.T) {
	clauses.Test(t, "../../testdata/src/openings", analyzer.Unclosed)
}
