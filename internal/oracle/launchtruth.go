package oracle

import (
	"context"
	"path/filepath"

	"github.com/tetherlint/tether/internal/finding"
)

// A LaunchTruth is what the runs of a launcher showed; the module's package lau fills it.
type LaunchTruth struct {
	ID, Runs      int
	Ran, Outlives map[int]bool
}

// Run builds the module and runs its launchers over all decisions, with each goroutine
// held at each of its steps.
func (m *LaunchModule) Run(ctx context.Context) (map[int]LaunchTruth, error) {
	bin := filepath.Join(m.Dir, "run.exe")
	if err := build(ctx, m.Dir, "test", "-c", "-vet=off", "-o", bin, "./launches"); err != nil {
		return nil, err
	}
	truths := map[int]LaunchTruth{}
	err := run(ctx, bin, func(t LaunchTruth) { truths[t.ID] = t })
	return truths, err
}

// Classes are what tether says of the launches, by line.
func (m *LaunchModule) Classes(ctx context.Context) (map[int]finding.Class, error) {
	res, err := analyse(ctx, m.Dir, "./launches")
	if err != nil {
		return nil, err
	}
	classes := map[int]finding.Class{}
	for _, l := range res.Launches {
		if l.File == m.file {
			classes[l.Line] = l.Class
		}
	}
	return classes, nil
}
