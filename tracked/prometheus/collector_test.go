package trackedprom_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/tetherlint/tether/tracked"
	trackedprom "github.com/tetherlint/tether/tracked/prometheus"
)

func TestCollector(t *testing.T) {
	ctx := context.Background()
	jobs := tracked.New(tracked.Options{Name: "jobs"})
	mail := tracked.New(tracked.Options{Name: "mail", MaxAge: 1, Panics: tracked.PanicToError})
	jobs.Go(ctx, "fails", func(context.Context) error { return errors.New("failed") })
	_ = jobs.Wait()
	_ = jobs.Shutdown(ctx)
	jobs.Start(ctx, "late").Done()
	mail.Go(ctx, "panics", func(context.Context) error { panic("boom") })
	_ = mail.Wait()
	defer mail.Start(ctx, "old").Done()

	const want = `
# HELP tracked_task_panics_total Panics of tasks.
# TYPE tracked_task_panics_total counter
tracked_task_panics_total{group="jobs"} 0
tracked_task_panics_total{group="mail"} 1
# HELP tracked_tasks_ended_total Tasks that have ended, with an error or without.
# TYPE tracked_tasks_ended_total counter
tracked_tasks_ended_total{group="jobs"} 1
tracked_tasks_ended_total{group="mail"} 1
# HELP tracked_tasks_failed_total Tasks that ended with an error.
# TYPE tracked_tasks_failed_total counter
tracked_tasks_failed_total{group="jobs"} 1
tracked_tasks_failed_total{group="mail"} 1
# HELP tracked_tasks_live Tasks that run now.
# TYPE tracked_tasks_live gauge
tracked_tasks_live{group="jobs"} 0
tracked_tasks_live{group="mail"} 1
# HELP tracked_tasks_refused_total Launches refused, at the limit or after shutdown.
# TYPE tracked_tasks_refused_total counter
tracked_tasks_refused_total{group="jobs"} 1
tracked_tasks_refused_total{group="mail"} 0
# HELP tracked_tasks_started_total Tasks launched.
# TYPE tracked_tasks_started_total counter
tracked_tasks_started_total{group="jobs"} 1
tracked_tasks_started_total{group="mail"} 2
# HELP tracked_tasks_unhealthy Live tasks that are older than their limit or have missed their heartbeat.
# TYPE tracked_tasks_unhealthy gauge
tracked_tasks_unhealthy{group="jobs"} 0
tracked_tasks_unhealthy{group="mail"} 1
`
	c := trackedprom.NewCollector(jobs, mail)
	if err := testutil.CollectAndCompare(c, strings.NewReader(want),
		"tracked_task_panics_total", "tracked_tasks_ended_total", "tracked_tasks_failed_total", "tracked_tasks_live",
		"tracked_tasks_refused_total", "tracked_tasks_started_total", "tracked_tasks_unhealthy"); err != nil {
		t.Error(err)
	}
	problems, err := testutil.CollectAndLint(c)
	if err != nil || len(problems) > 0 {
		t.Errorf("the linter says %v, %v", problems, err)
	}
}

func TestScrape(t *testing.T) {
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(trackedprom.NewCollector(tracked.New(tracked.Options{Name: "jobs"}), tracked.Default()))
	w := httptest.NewRecorder()
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{`tracked_tasks_live{group="jobs"} 0`, `tracked_oldest_task_age_seconds{group=""} 0`, `tracked_task_restarts_total{group="jobs"} 0`} {
		if !strings.Contains(w.Body.String(), line) {
			t.Errorf("%s is not in\n%s", line, w.Body)
		}
	}
}

func ExampleNewCollector() {
	g := tracked.New(tracked.Options{Name: "jobs"})
	prometheus.MustRegister(trackedprom.NewCollector(g))
	http.Handle("/metrics", promhttp.Handler())
}
