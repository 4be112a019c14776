package cli

import "github.com/tetherlint/tether/internal/driver"

// warn says what in the config matches nothing.
func (j *job) warn(*driver.Outcome) {}
