module github.com/tetherlint/tether/tracked/bench

go 1.26.0

require (
	github.com/sourcegraph/conc v0.3.0
	github.com/tetherlint/tether/tracked v0.0.0
	golang.org/x/sync v0.24.0
)

replace github.com/tetherlint/tether/tracked => ../
