// Package trackedprom shows the tasks of tracked groups to Prometheus.
//
// It is a module of its own, so that tracked needs none but the standard
// library.
package trackedprom

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/tetherlint/tether/tracked"
)

// metric is one of a group's counts.
type metric struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(tracked.Stats) float64
}

func gauge(name, help string, value func(tracked.Stats) float64) metric {
	return metric{describe(name, help), prometheus.GaugeValue, value}
}

func counter(name, help string, value func(tracked.Stats) float64) metric {
	return metric{describe(name, help), prometheus.CounterValue, value}
}

func describe(name, help string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName("tracked", "", name), help, []string{"group"}, nil)
}

var metrics = []metric{
	gauge("tasks_live", "Tasks that run now.",
		func(s tracked.Stats) float64 { return float64(s.Live) }),
	gauge("tasks_unhealthy", "Live tasks that are older than their limit or have missed their heartbeat.",
		func(s tracked.Stats) float64 { return float64(s.Unhealthy) }),
	gauge("oldest_task_age_seconds", "Age of the oldest live task.",
		func(s tracked.Stats) float64 { return s.Oldest.Seconds() }),
	gauge("stragglers", "Tasks that still ran at the deadline of the last Shutdown.",
		func(s tracked.Stats) float64 { return float64(s.Stragglers) }),
	counter("tasks_started_total", "Tasks launched.",
		func(s tracked.Stats) float64 { return float64(s.Started) }),
	counter("tasks_ended_total", "Tasks that have ended, with an error or without.",
		func(s tracked.Stats) float64 { return float64(s.Ended) }),
	counter("tasks_failed_total", "Tasks that ended with an error.",
		func(s tracked.Stats) float64 { return float64(s.Failed) }),
	counter("tasks_refused_total", "Launches refused, at the limit or after shutdown.",
		func(s tracked.Stats) float64 { return float64(s.Refused) }),
	counter("task_panics_total", "Panics of tasks.",
		func(s tracked.Stats) float64 { return float64(s.Panicked) }),
	counter("task_restarts_total", "Restarts of tasks.",
		func(s tracked.Stats) float64 { return float64(s.Restarted) }),
}

type collector struct{ groups []*tracked.Group }

// NewCollector returns a collector of the groups' counts, read when they are
// scraped. The label "group" is the group's name: give each another one
// ([tracked.Options].Name); the default group's is empty. Task names are no
// label, since there may be any number of them.
func NewCollector(groups ...*tracked.Group) prometheus.Collector {
	return collector{groups}
}

func (c collector) Describe(to chan<- *prometheus.Desc) {
	for _, m := range metrics {
		to <- m.desc
	}
}

func (c collector) Collect(to chan<- prometheus.Metric) {
	for _, g := range c.groups {
		stats := g.Stats()
		for _, m := range metrics {
			to <- prometheus.MustNewConstMetric(m.desc, m.kind, m.value(stats), g.Name())
		}
	}
}
