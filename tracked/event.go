package tracked

import (
	"fmt"
	"log/slog"
	"time"
)

// EventKind says what happened to a task.
type EventKind uint8

const (
	EventStarted    EventKind = iota // it is listed, and about to run
	EventEnded                       // it has ended; Err is its error
	EventPanicked                    // it panicked; Err is a *PanicError
	EventRefused                     // it was not launched; Err says why
	EventRestarting                  // it failed with Err, and will run again after Delay
	EventGaveUp                      // it failed with Err once too often
	EventUnhealthy                   // Healthy found it unhealthy; Err says why
	EventHealthy                     // Healthy found it healthy again
	EventStraggler                   // it still ran at the deadline of Shutdown
)

var eventNames = [...]string{
	"started", "ended", "panicked", "refused", "restarting", "gave up", "unhealthy", "healthy", "straggler",
}

func (k EventKind) String() string {
	if int(k) < len(eventNames) {
		return eventNames[k]
	}
	return fmt.Sprintf("EventKind(%d)", uint8(k))
}

// An Event is something that happened to a task.
type Event struct {
	Kind  EventKind
	Group *Group
	Task  *Task         // its Info says name and launch site
	Age   time.Duration // since the launch
	Err   error
	Delay time.Duration // EventRestarting: the backoff
}

func (t *Task) event(kind EventKind, err error) { t.send(Event{Kind: kind, Err: err}) }

func (t *Task) send(e Event) {
	hook := t.group.opts.OnEvent
	if hook == nil {
		return
	}
	e.Group, e.Task, e.Age = t.group, t, sinceEpoch()-t.start
	hook(e)
}

// Hooks returns a hook for [Options.OnEvent] that calls each of the hooks.
func Hooks(hooks ...func(Event)) func(Event) {
	return func(e Event) {
		for _, hook := range hooks {
			hook(e)
		}
	}
}

// LogEvents returns a hook for [Options.OnEvent] that logs to l: starts and ends
// at level Debug, ends with an error at Warn, panics, stragglers and tasks given
// up at Error, the rest at Warn or Info.
func LogEvents(l *slog.Logger) func(Event) {
	return func(e Event) {
		ctx := e.Task.parent
		level := e.level()
		if !l.Enabled(ctx, level) {
			return
		}
		l.LogAttrs(ctx, level, "task "+e.Kind.String(), e.attrs()...)
	}
}

func (e Event) level() slog.Level {
	switch e.Kind {
	case EventPanicked, EventStraggler, EventGaveUp:
		return slog.LevelError
	case EventRefused, EventRestarting, EventUnhealthy:
		return slog.LevelWarn
	case EventHealthy:
		return slog.LevelInfo
	case EventEnded:
		if e.Err != nil {
			return slog.LevelWarn
		}
	}
	return slog.LevelDebug
}

func (e Event) attrs() []slog.Attr {
	info := e.Task.Info()
	attrs := []slog.Attr{
		slog.String("task", info.Name),
		slog.String("site", fmt.Sprintf("%s:%d", info.File, info.Line)),
	}
	if name := e.Group.Name(); name != "" {
		attrs = append(attrs, slog.String("group", name))
	}
	if e.Kind != EventStarted && e.Kind != EventRefused {
		attrs = append(attrs, slog.Duration("age", e.Age))
	}
	if e.Kind == EventRestarting {
		attrs = append(attrs, slog.Duration("delay", e.Delay), slog.Int("restarts", info.Restarts))
	}
	if e.Err != nil {
		attrs = append(attrs, slog.Any("error", e.Err))
	}
	if p, ok := e.Err.(*PanicError); ok {
		attrs = append(attrs, slog.String("stack", string(p.Stack)))
	}
	return attrs
}
