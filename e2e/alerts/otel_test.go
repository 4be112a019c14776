package alerts

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/contrib/instrumentation/runtime"
	exporter "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/tetherlint/tether/tracked"
	trackedotel "github.com/tetherlint/tether/tracked/otel"
)

// otelProgram exports a group's metrics through OpenTelemetry's exporter for Prometheus.
type otelProgram struct {
	registry *prometheus.Registry
	group    *tracked.Group
	release  chan struct{}
}

func newOtelProgram(t *testing.T) *otelProgram {
	p := &otelProgram{registry: prometheus.NewRegistry(), release: make(chan struct{})}
	reader, err := exporter.New(exporter.WithRegisterer(p.registry))
	require.NoError(t, err)
	provider := metric.NewMeterProvider(metric.WithReader(reader))
	require.NoError(t, runtime.Start(runtime.WithMeterProvider(provider), runtime.WithMinimumReadMemStatsInterval(time.Nanosecond)))
	opts, err := trackedotel.Instrument(
		tracked.Options{Name: "jobs", Panics: tracked.PanicToError},
		trackedotel.Config{MeterProvider: provider, TracerProvider: noop.NewTracerProvider()})
	require.NoError(t, err)
	p.group = tracked.New(opts)
	t.Cleanup(func() { close(p.release) })
	return p
}

func (p *otelProgram) metrics(*testing.T) string {
	w := httptest.NewRecorder()
	promhttp.HandlerFor(p.registry, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// misbehave does all that there is an alert for.
func (p *otelProgram) misbehave(t *testing.T) {
	ctx := context.Background()
	left := 8
	retry := &tracked.Restart{Min: 1, Max: 1, Limit: 20}
	<-p.group.GoWith(ctx, "fails", tracked.TaskOptions{Restart: retry}, func(context.Context) error {
		if left--; left > 0 {
			return errors.New("failed")
		}
		return nil
	}).Ended()
	<-p.group.Go(ctx, "panics", func(context.Context) error { panic("boom") }).Ended()
	for range 200 {
		go func() { <-p.release }()
	}
	p.group.Go(ctx, "hangs", func(context.Context) error { <-p.release; return nil })
	over, cancel := context.WithCancel(ctx)
	cancel()
	require.Error(t, p.group.Shutdown(over))
	p.group.Go(ctx, "late", func(context.Context) error { return nil })
}

// exportedByOtel are the metrics of a program in which everything has happened.
func exportedByOtel(t *testing.T) map[string]bool {
	p := newOtelProgram(t)
	p.misbehave(t)
	return metricNames(p.metrics(t))
}
