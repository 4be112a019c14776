// Package active holds the number of the mutant that is looked at; 0 is none.
package active

import (
	"os"
	"strconv"
)

// Variable is the environment variable that has the number at the start.
const Variable = "TETHER_MUTANT"

// Mutant is the number.
var Mutant, _ = strconv.Atoi(os.Getenv(Variable))
