package tracked

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// Restart says when and how a task that failed runs again. The zero Restart runs
// it again after every error, for ever, after 100 ms at first and up to 30 s.
//
// A task is not restarted when its function returns nil or calls
// [runtime.Goexit], nor once its context is done.
type Restart struct {
	// Min is the first delay, and Max the longest; each delay in a row is twice
	// the one before. Zero is 100 ms and 30 s. A random part of up to half of a
	// delay is taken off, so that what fails together does not come back
	// together.
	Min, Max time.Duration

	// Limit is how many restarts in a row there are before the task gives up
	// and ends with the error. Zero is no limit.
	Limit int

	// Reset is how long a run must have lasted for the delay and the count to
	// start over. Zero is Max.
	Reset time.Duration

	// Retry says whether an error is worth another run. Nil retries after any error.
	Retry func(error) bool
}

func (r Restart) withDefaults() Restart {
	if r.Min <= 0 {
		r.Min = 100 * time.Millisecond
	}
	if r.Max <= 0 {
		r.Max = 30 * time.Second
	}
	r.Max = max(r.Max, r.Min)
	if r.Reset <= 0 {
		r.Reset = r.Max
	}
	return r
}

// delay returns the pause before the restart after so many in a row.
func (r Restart) delay(inRow int) time.Duration {
	d := r.Max
	if inRow < 62 && r.Min <= r.Max>>inRow {
		d = r.Min << inRow
	}
	return d - rand.N(d/2+1)
}

// supervise runs fn until it need not run again, and returns
// the error to end with.
func (t *Task) supervise(fn func(context.Context) error) error {
	policy := t.extra.Restart.withDefaults()
	for inRow := 0; ; inRow++ {
		began := sinceEpoch()
		err := t.attempt(fn)
		if err == nil || t.Context().Err() != nil {
			return err
		}
		if policy.Retry != nil && !policy.Retry(err) {
			return err
		}
		if sinceEpoch()-began >= policy.Reset {
			inRow = 0
		}
		if policy.Limit > 0 && inRow >= policy.Limit {
			return t.giveUp(err, inRow)
		}
		if !t.backOff(policy.delay(inRow), err) {
			return err
		}
	}
}

// attempt runs fn once. With PanicToError a panic is its error;
// otherwise it is left to finish, as is Goexit.
func (t *Task) attempt(fn func(context.Context) error) (err error) {
	if t.group.opts.Panics == PanicToError {
		defer func() {
			if v := recover(); v != nil {
				p := newPanicError(t, v)
				t.group.panics.Add(1)
				t.event(EventPanicked, p)
				err = p
			}
		}()
	}
	return fn(t.Context())
}

// backOff waits before a restart. It reports false if the task's context is done
// first.
func (t *Task) backOff(d time.Duration, err error) bool {
	t.flags.Or(flagBackoff)
	defer t.flags.And(^flagBackoff)
	t.send(Event{Kind: EventRestarting, Err: err, Delay: d})
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-t.Context().Done():
		return false
	case <-timer.C:
	}
	t.restarts.Add(1)
	t.group.restarted.Add(1)
	t.Beat()
	return true
}

func (t *Task) giveUp(err error, restarts int) error {
	err = fmt.Errorf("gave up after %s: %w", plural(restarts, "restart"), err)
	g := t.group
	g.mu.Lock()
	if len(g.gaveUp) < maxErrors {
		g.gaveUp = append(g.gaveUp, t.Info().String())
	}
	g.mu.Unlock()
	t.event(EventGaveUp, err)
	return err
}
