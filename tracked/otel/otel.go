// Package trackedotel shows the tasks of a tracked group to OpenTelemetry: a
// span for each task, and metrics.
//
// It is a module of its own, so that tracked needs none but the standard
// library.
package trackedotel

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetherlint/tether/tracked"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
)

const scope = "github.com/tetherlint/tether/tracked/otel"

// Config says where spans and metrics go. Nil is the global provider.
type Config struct {
	TracerProvider trace.TracerProvider
	MeterProvider  metric.MeterProvider
}

// Instrument returns the options with hooks added: a group made with them has
//
//   - a span for each task, a child of the span in the context that the task was
//     launched with, and in the task's own context; with its name, its launch
//     site, and its error, unless that is [context.Canceled];
//   - the metrics tracked.tasks.live, tracked.tasks.started,
//     tracked.tasks.refused, tracked.tasks.stragglers (at deadlines of Shutdown),
//     tracked.task.restarts, tracked.task.panics and tracked.task.duration (in seconds, with "error.type" for tasks that
//     failed), all with the attribute tracked.group.
//
// Task names are on the spans and not on the metrics, since there may be any
// number of them. The options' own OnEvent and Context are called as before. The
// error says which instrument could not be made.
func Instrument(opts tracked.Options, c Config) (tracked.Options, error) {
	if c.TracerProvider == nil {
		c.TracerProvider = otel.GetTracerProvider()
	}
	if c.MeterProvider == nil {
		c.MeterProvider = otel.GetMeterProvider()
	}
	counts, err := newInstruments(c.MeterProvider.Meter(scope), opts.Name)
	if err != nil {
		return opts, fmt.Errorf("trackedotel: %w", err)
	}
	spans := spans{c.TracerProvider.Tracer(scope), opts.Panics}
	hooks := []func(tracked.Event){spans.event, counts.event}
	if opts.OnEvent != nil {
		hooks = append([]func(tracked.Event){opts.OnEvent}, hooks...)
	}
	opts.OnEvent = tracked.Hooks(hooks...)
	derive := opts.Context
	opts.Context = func(ctx context.Context, t *tracked.Task) context.Context {
		if derive != nil {
			ctx = derive(ctx, t)
		}
		return spans.start(ctx, t)
	}
	return opts, nil
}

// spans has a span in the context of each task.
type spans struct {
	tracer trace.Tracer
	panics tracked.PanicPolicy
}

func (s spans) start(ctx context.Context, t *tracked.Task) context.Context {
	info := t.Info()
	ctx, span := s.tracer.Start(ctx, info.Name, trace.WithAttributes(
		attribute.String("code.function.name", info.Func),
		attribute.String("code.file.path", info.File),
		attribute.Int("code.line.number", info.Line),
	))
	return context.WithValue(ctx, ownedKey{}, owned{t, span})
}

// owned is the span of a task. A task that is refused before it has a context of
// its own sees that of the task that launched it, whose span is not to be ended.
type owned struct {
	task *tracked.Task
	span trace.Span
}

type ownedKey struct{}

func spanOf(t *tracked.Task) (trace.Span, bool) {
	o, ok := t.Context().Value(ownedKey{}).(owned)
	return o.span, ok && o.task == t
}

func (s spans) event(e tracked.Event) {
	span, ok := spanOf(e.Task)
	if !ok {
		return
	}
	switch e.Kind {
	case tracked.EventEnded, tracked.EventRefused:
		if e.Err != nil && !errors.Is(e.Err, context.Canceled) {
			span.RecordError(e.Err)
			span.SetStatus(codes.Error, e.Err.Error())
		}
		span.End()
	case tracked.EventPanicked:
		span.RecordError(e.Err)
		if s.panics == tracked.Crash { // there will be no end
			span.SetStatus(codes.Error, e.Err.Error())
			span.End()
		}
	case tracked.EventRestarting, tracked.EventUnhealthy, tracked.EventHealthy, tracked.EventStraggler:
		span.AddEvent(e.Kind.String())
	}
}

// instruments count what happens in one group.
type instruments struct {
	live                                           metric.Int64UpDownCounter
	started, refused, stragglers, restarts, panics metric.Int64Counter
	duration                                       metric.Float64Histogram
	group                                          attribute.KeyValue
}

func newInstruments(m metric.Meter, group string) (*instruments, error) {
	i := &instruments{group: attribute.String("tracked.group", group)}
	errs := make([]error, 7)
	i.live, errs[0] = m.Int64UpDownCounter("tracked.tasks.live", metric.WithUnit("{task}"),
		metric.WithDescription("Tasks that run now."))
	i.started, errs[1] = m.Int64Counter("tracked.tasks.started", metric.WithUnit("{task}"),
		metric.WithDescription("Tasks launched."))
	i.refused, errs[2] = m.Int64Counter("tracked.tasks.refused", metric.WithUnit("{task}"),
		metric.WithDescription("Launches refused, at the limit or after shutdown."))
	i.restarts, errs[3] = m.Int64Counter("tracked.task.restarts", metric.WithUnit("{restart}"),
		metric.WithDescription("Restarts of tasks."))
	i.panics, errs[4] = m.Int64Counter("tracked.task.panics", metric.WithUnit("{panic}"),
		metric.WithDescription("Panics of tasks."))
	i.duration, errs[5] = m.Float64Histogram("tracked.task.duration", metric.WithUnit("s"),
		metric.WithDescription("How long tasks have run."))
	i.stragglers, errs[6] = m.Int64Counter("tracked.tasks.stragglers", metric.WithUnit("{task}"),
		metric.WithDescription("Tasks that still ran at the deadline of a Shutdown."))
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	// What has been zero from the start can be seen to rise: an alert on a counter that
	// first shows up as one would miss it.
	for _, c := range []metric.Int64Counter{i.started, i.refused, i.stragglers, i.restarts, i.panics} {
		c.Add(context.Background(), 0, metric.WithAttributes(i.group))
	}
	return i, nil
}

func (i *instruments) event(e tracked.Event) {
	ctx := e.Task.Context()
	group := metric.WithAttributes(i.group)
	switch e.Kind {
	case tracked.EventStarted:
		i.started.Add(ctx, 1, group)
		i.live.Add(ctx, 1, group)
	case tracked.EventEnded:
		i.live.Add(ctx, -1, group)
		if e.Err != nil {
			group = metric.WithAttributes(i.group, attribute.String("error.type", fmt.Sprintf("%T", e.Err)))
		}
		i.duration.Record(ctx, e.Age.Seconds(), group)
	case tracked.EventRefused:
		i.refused.Add(ctx, 1, group)
	case tracked.EventStraggler:
		i.stragglers.Add(ctx, 1, group)
	case tracked.EventRestarting:
		i.restarts.Add(ctx, 1, group)
	case tracked.EventPanicked:
		i.panics.Add(ctx, 1, group)
	}
}
