package trackedotel_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/tetherlint/tether/tracked"
	trackedotel "github.com/tetherlint/tether/tracked/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// sdk is the real thing, with what it would export kept.
type sdk struct {
	spans   *tracetest.SpanRecorder
	metrics *metric.ManualReader
	tracer  *trace.TracerProvider
	config  trackedotel.Config
}

func newSDK() *sdk {
	s := &sdk{spans: tracetest.NewSpanRecorder(), metrics: metric.NewManualReader()}
	s.tracer = trace.NewTracerProvider(trace.WithSpanProcessor(s.spans))
	s.config = trackedotel.Config{
		TracerProvider: s.tracer,
		MeterProvider:  metric.NewMeterProvider(metric.WithReader(s.metrics)),
	}
	return s
}

func (s *sdk) group(t *testing.T, opts tracked.Options) *tracked.Group {
	opts, err := trackedotel.Instrument(opts, s.config)
	if err != nil {
		t.Fatal(err)
	}
	return tracked.New(opts)
}

func (s *sdk) span(t *testing.T, name string) trace.ReadOnlySpan {
	for _, span := range s.spans.Ended() {
		if span.Name() == name {
			return span
		}
	}
	t.Fatalf("no span %q has ended", name)
	return nil
}

// collect returns the sums of the metrics, and for a histogram its count, by
// name and, if there is one, "/" and error type.
func (s *sdk) collect(t *testing.T) map[string]int64 {
	var data metricdata.ResourceMetrics
	if err := s.metrics.Collect(context.Background(), &data); err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for _, scope := range data.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch points := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range points.DataPoints {
					got[m.Name] += p.Value
				}
			case metricdata.Histogram[float64]:
				for _, p := range points.DataPoints {
					key := m.Name
					if v, ok := p.Attributes.Value("error.type"); ok {
						key += "/" + v.AsString()
					}
					got[key] += int64(p.Count)
				}
			}
		}
	}
	return got
}

func TestSpans(t *testing.T) {
	s := newSDK()
	var events []string
	g := s.group(t, tracked.Options{OnEvent: func(e tracked.Event) { events = append(events, e.Kind.String()) }})
	ctx, parent := s.tracer.Tracer("test").Start(context.Background(), "request")
	g.Go(ctx, "fetch", func(ctx context.Context) error {
		_, child := s.tracer.Tracer("test").Start(ctx, "query")
		child.End()
		return errors.New("failed")
	})
	_ = g.Wait()
	parent.End()

	fetch := s.span(t, "fetch")
	if fetch.Parent().SpanID() != parent.SpanContext().SpanID() {
		t.Error("the task's span is not a child of the launching one")
	}
	if s.span(t, "query").Parent().SpanID() != fetch.SpanContext().SpanID() {
		t.Error("what the task starts is not a child of its span")
	}
	if fetch.Status().Code != codes.Error || fetch.Status().Description != "failed" {
		t.Errorf("the span's status is %+v", fetch.Status())
	}
	attributes := map[string]string{}
	for _, a := range fetch.Attributes() {
		attributes[string(a.Key)] = a.Value.Emit()
	}
	if !strings.HasSuffix(attributes["code.file.path"], "otel_test.go") || attributes["code.line.number"] == "0" ||
		!strings.HasSuffix(attributes["code.function.name"], "TestSpans") {
		t.Errorf("the span's attributes are %v", attributes)
	}
	if got := strings.Join(events, " "); got != "started ended" {
		t.Errorf("the options' own hook got %s", got)
	}
}

func TestSpanOfACancelledTaskIsNoError(t *testing.T) {
	s := newSDK()
	g := s.group(t, tracked.Options{})
	g.Go(context.Background(), "poller", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
	if err := g.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	if status := s.span(t, "poller").Status(); status.Code != codes.Unset {
		t.Errorf("the span's status is %+v", status)
	}
	g.Go(context.Background(), "late", func(context.Context) error { return nil })
	if status := s.span(t, "late").Status(); status.Code != codes.Error {
		t.Errorf("the status of a refused task's span is %+v", status)
	}
}

func TestRefusalLeavesTheLaunchersSpanAlone(t *testing.T) {
	s := newSDK()
	g := s.group(t, tracked.Options{Limit: 1})
	g.Go(context.Background(), "launcher", func(ctx context.Context) error {
		if _, ok := g.TryGo(ctx, "refused", func(context.Context) error { return nil }); ok {
			t.Error("launched beyond the limit")
		}
		if n := len(s.spans.Ended()); n != 0 {
			t.Errorf("%d spans have ended while the launcher runs", n)
		}
		return nil
	})
	_ = g.Wait()
	if status := s.span(t, "launcher").Status(); status.Code != codes.Unset {
		t.Errorf("the launcher's status is %+v", status)
	}
}

func TestMetrics(t *testing.T) {
	s := newSDK()
	g := s.group(t, tracked.Options{Name: "jobs", Panics: tracked.PanicToError})
	ctx := context.Background()
	g.Go(ctx, "fine", func(context.Context) error { return nil })
	g.Go(ctx, "panics", func(context.Context) error { panic("boom") })
	_ = g.Wait()
	live := g.Start(ctx, "live")
	before := s.collect(t)
	live.Done()
	_ = g.Shutdown(ctx)
	g.Start(ctx, "late").Done()
	after := s.collect(t)
	for name, want := range map[string][2]int64{
		"tracked.tasks.live":                        {1, 0},
		"tracked.tasks.started":                     {3, 3},
		"tracked.tasks.refused":                     {0, 1},
		"tracked.task.panics":                       {1, 1},
		"tracked.task.duration":                     {1, 2},
		"tracked.task.duration/*tracked.PanicError": {1, 1},
	} {
		if got := [2]int64{before[name], after[name]}; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

func ExampleInstrument() {
	opts, err := trackedotel.Instrument(tracked.Options{Name: "jobs"}, trackedotel.Config{})
	if err != nil {
		panic(err)
	}
	g := tracked.New(opts)
	g.Go(context.Background(), "import", func(ctx context.Context) error {
		return nil // ctx has the task's span
	})
	_ = g.Wait()
}
