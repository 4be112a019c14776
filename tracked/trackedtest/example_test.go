package trackedtest_test

import (
	"context"
	"testing"

	"github.com/tetherlint/tether/tracked"
	"github.com/tetherlint/tether/tracked/trackedtest"
)

// poller is what is tested: it launches into the group that it is given.
type poller struct{ stop context.CancelFunc }

func startPoller(g *tracked.Group) *poller {
	ctx, cancel := context.WithCancel(context.Background())
	g.Go(ctx, "poller", func(ctx context.Context) error {
		<-ctx.Done()
		return nil
	})
	return &poller{cancel}
}

func ExampleNew() {
	_ = func(t *testing.T) { // TestPoller
		t.Parallel()
		g := trackedtest.New(t, tracked.Options{})
		p := startPoller(g)
		p.stop() // without it, TestPoller fails, and says where the task was launched
	}
}

func ExampleCheck() {
	_ = func(t *testing.T) { // TestPoller
		g := tracked.New(tracked.Options{})
		trackedtest.Check(t, g)
		p := startPoller(g)
		p.stop()
	}
}
