module example.com/untracked

go 1.26.0

require (
	github.com/sourcegraph/conc v0.0.0
	github.com/tetherlint/tether/tracked v0.0.0
	golang.org/x/sync v0.24.0
)

replace (
	github.com/sourcegraph/conc => ./stub/conc
	github.com/tetherlint/tether/tracked => ./stub/tracked
	golang.org/x/sync => ./stub/sync
)
