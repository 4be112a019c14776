// Package alerts holds the alert rules and dashboards of tracked/prometheus and
// tracked/otel against real programs: rules are loaded by Prometheus's own parser and
// evaluated by its engine, on what the programs really export.
package alerts

import (
	"encoding/json"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	promDir = "../../tracked/prometheus/"
	otelDir = "../../tracked/otel/"
)

// TestSelectors: rules and dashboards name only metrics that a program exports.
func TestSelectors(t *testing.T) {
	p := startWatched(t)
	otel := exportedByOtel(t)
	for dir, have := range map[string]map[string]bool{promDir: p.names(t), otelDir: otel} {
		for _, r := range loadRules(t, dir) {
			checkMetrics(t, r.Alert, r.Expr, have)
		}
		for title, exprs := range dashboard(t, dir) {
			for _, expr := range exprs {
				checkMetrics(t, title, expr, have)
			}
		}
	}
}

// loadRules reads the alert rules as Prometheus does.
func loadRules(t *testing.T, dir string) (rules []rulefmt.Rule) {
	groups, errs := rulefmt.ParseFile(dir+"alerts.yml", false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	require.Empty(t, errs)
	for _, g := range groups.Groups {
		rules = append(rules, g.Rules...)
	}
	require.NotEmpty(t, rules)
	return rules
}

// dashboard is the queries of each panel.
func dashboard(t *testing.T, dir string) map[string][]string {
	text, err := os.ReadFile(dir + "dashboard.json")
	require.NoError(t, err)
	var d struct {
		Title  string
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
		Templating struct {
			List []struct{ Name, Definition string }
		}
	}
	require.NoError(t, json.Unmarshal(text, &d))
	require.NotEmpty(t, d.Panels)
	queries := make(map[string][]string)
	for _, p := range d.Panels {
		for _, target := range p.Targets {
			queries[p.Title] = append(queries[p.Title], target.Expr)
		}
	}
	for _, v := range d.Templating.List {
		if m := regexp.MustCompile(`^label_values\((.*), \w+\)$`).FindStringSubmatch(v.Definition); m != nil {
			queries["variable "+v.Name] = append(queries["variable "+v.Name], m[1])
		}
	}
	return queries
}

// checkMetrics looks at each selector of a query. What Grafana puts in for its variables
// stands for itself here.
func checkMetrics(t *testing.T, where, expr string, have map[string]bool) {
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(expr)
	if !assert.NoError(t, err, "%s: %s", where, expr) {
		return
	}
	for _, matchers := range parser.ExtractSelectors(parsed) {
		i := slices.IndexFunc(matchers, func(m *labels.Matcher) bool { return m.Name == labels.MetricName })
		if assert.GreaterOrEqual(t, i, 0, "%s: a selector without a name in %s", where, expr) {
			assert.True(t, have[matchers[i].Value], "%s: nobody exports %s", where, matchers[i].Value)
		}
	}
}

// TestPrometheusConfig: the example's config is one, and finds the rules.
func TestPrometheusConfig(t *testing.T) {
	c, err := config.LoadFile(promDir+"examples/watched/prometheus.yml", false, nil)
	require.NoError(t, err)
	require.Len(t, c.RuleFiles, 1)
	_, err = os.Stat(c.RuleFiles[0])
	assert.NoError(t, err)
}

// TestAlertsFire: each alert fires on a program that misbehaves in its way, and none on
// one that does not. Time is what the test says it is: samples are of now, and repeated
// as if they had stayed so.
func TestAlertsFire(t *testing.T) {
	p := startWatched(t)
	e := newEngine(t, loadRules(t, promDir))
	e.scrape(p.metrics(t))
	e.wait(20 * time.Minute)
	assert.Empty(t, e.firing(t), "of a program that does nothing")
	for range 10 {
		p.post(t, "hello")
	}
	e.scrape(p.metrics(t))
	e.wait(20 * time.Minute)
	assert.Empty(t, e.firing(t), "of a program that does its work")

	for range 8 {
		p.post(t, "fail")
		p.await(t, `msg="task restarting"`)
	}
	e.scrape(p.metrics(t))
	assert.Equal(t, []string{"TrackedTaskRestarting"}, e.firing(t))
	e.wait(20 * time.Minute)
	assert.Empty(t, e.firing(t), "when it fails no more")

	p.post(t, "panic")
	p.await(t, `msg="task panicked"`)
	e.scrape(p.metrics(t))
	assert.Equal(t, []string{"TrackedTaskPanics"}, e.firing(t))
	e.wait(20 * time.Minute)

	p.post(t, "leak")
	p.await(t, `msg="task ended" task=leak`)
	e.scrape(p.metrics(t))
	assert.Empty(t, e.firing(t), "for so short a time")
	e.wait(20 * time.Minute)
	assert.Equal(t, []string{"UntrackedGoroutines"}, e.firing(t))
	p.joins(t)

	p.post(t, "hang")
	p.await(t, `msg="task started" task=hang`)
	e.scrape(p.metrics(t))
	e.wait(6 * time.Minute)
	assert.Equal(t, []string{"TrackedTaskUnhealthy", "UntrackedGoroutines"}, e.firing(t))

	p.terminate(t)
	p.await(t, `msg="did not stop"`)
	e.scrape(p.metrics(t))
	assert.Contains(t, e.firing(t), "TrackedStragglers")
}

// TestRefused: the alert that the example has no way to fire.
func TestRefused(t *testing.T) {
	e := newEngine(t, loadRules(t, promDir))
	refused := func(n string) string { return "tracked_tasks_refused_total{group=\"jobs\"} " + n + "\n" }
	e.scrape(refused("0"))
	e.wait(time.Minute)
	assert.Empty(t, e.firing(t))
	e.scrape(refused("1"))
	assert.Equal(t, []string{"TrackedLaunchRefused"}, e.firing(t))
}

// TestOtelAlertsFire: the same, of what OpenTelemetry's exporter makes of the metrics.
func TestOtelAlertsFire(t *testing.T) {
	o := newOtelProgram(t)
	e := newEngine(t, loadRules(t, otelDir))
	e.scrape(o.metrics(t))
	e.wait(20 * time.Minute)
	assert.Empty(t, e.firing(t))
	o.misbehave(t)
	e.scrape(o.metrics(t))
	assert.Equal(t, []string{"TrackedLaunchRefused", "TrackedStragglers", "TrackedTaskPanics", "TrackedTaskRestarting"}, e.firing(t))
	e.wait(20 * time.Minute)
	assert.Equal(t, []string{"UntrackedGoroutines"}, e.firing(t))
}

func names(alerts []string) []string {
	slices.Sort(alerts)
	return slices.Compact(alerts)
}

// nameOf is the metric of a line of the exposition format.
func nameOf(line string) string {
	end := strings.IndexAny(line, "{ ")
	if end < 0 || strings.HasPrefix(line, "#") {
		return ""
	}
	return line[:end]
}
