package tracked

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Beat says that the task is alive, for [TaskOptions.Heartbeat]. A function
// finds its task with [FromContext].
func (t *Task) Beat() {
	if t.extra != nil {
		t.extra.beat.Store(int64(sinceEpoch()))
	}
}

// Beat says that the task that ctx was given to is alive, for
// [TaskOptions.Heartbeat]. It does nothing where there is no task.
func Beat(ctx context.Context) {
	if t := FromContext(ctx); t != nil {
		t.Beat()
	}
}

// maxAge returns the age from which on the task is unhealthy, or 0.
func (t *Task) maxAge() time.Duration {
	if t.extra != nil && t.extra.MaxAge != 0 {
		return max(t.extra.MaxAge, 0)
	}
	return t.group.opts.MaxAge
}

// unhealthy says what is wrong with the task, or nothing.
func (t *Task) unhealthy(now time.Duration) string {
	if limit := t.maxAge(); limit > 0 && now-t.start > limit {
		return fmt.Sprintf("is older than %v", limit)
	}
	if t.extra == nil || t.extra.Heartbeat <= 0 || t.is(flagBackoff) {
		return ""
	}
	last := max(time.Duration(t.extra.beat.Load()), t.start)
	if now-last > t.extra.Heartbeat {
		return fmt.Sprintf("has not beaten for %v", (now - last).Round(time.Millisecond))
	}
	return ""
}

// Healthy returns nil if the group takes tasks, none of them is [Unhealthy],
// and none has given up being restarted. Otherwise its error says what is
// wrong, as a readiness probe wants to know. It also sends [EventUnhealthy] and
// [EventHealthy] for tasks that have become so since it was last called.
func (g *Group) Healthy() error {
	if g.state.Load()&closed != 0 {
		return ErrShutdown
	}
	g.mu.Lock()
	var wrong []string
	for _, task := range g.gaveUp {
		wrong = append(wrong, "task "+task+" gave up")
	}
	g.mu.Unlock()
	now := sinceEpoch()
	for _, t := range g.live() {
		if why := t.checkUp(now); why != "" {
			wrong = append(wrong, why)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return errors.New("tracked: unhealthy: " + strings.Join(wrong, "; "))
}

// checkUp says what is wrong with the task, and tells the event hook of changes.
func (t *Task) checkUp(now time.Duration) string {
	if t.is(flagEnding) {
		return ""
	}
	why := t.unhealthy(now)
	if why == "" {
		if t.flags.And(^flagReported)&flagReported != 0 {
			t.event(EventHealthy, nil)
		}
		return ""
	}
	why = fmt.Sprintf("task %s %s", t.info(now), why)
	if t.flags.Or(flagReported)&flagReported == 0 {
		t.event(EventUnhealthy, errors.New(why))
	}
	return why
}
