package alerts

import (
	"context"
	"io"
	"log/slog"
	"net/url"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/rules"
	"github.com/prometheus/prometheus/util/teststorage"
	"github.com/stretchr/testify/require"
)

// An engine is a Prometheus without a clock: it stores what is scraped at the time that
// the test is at, and evaluates the rules each minute of that time.
type engine struct {
	t       *testing.T
	storage *teststorage.TestStorage
	query   rules.QueryFunc
	rules   []*rules.AlertingRule
	now     time.Time
	last    string // what was scraped last
}

const step = time.Minute

func newEngine(t *testing.T, list []rulefmt.Rule) *engine {
	e := &engine{t: t, storage: teststorage.New(t), now: time.Unix(1_800_000_000, 0)}
	p := parser.NewParser(parser.Options{})
	query := promql.NewEngine(promql.EngineOpts{MaxSamples: 1e6, Timeout: time.Minute, LookbackDelta: 5 * time.Minute, Parser: p})
	e.query = rules.EngineQueryFunc(query, e.storage)
	for _, r := range list {
		expr, err := p.ParseExpr(r.Expr)
		require.NoError(t, err)
		e.rules = append(e.rules, rules.NewAlertingRule(r.Alert, expr, time.Duration(r.For), time.Duration(r.KeepFiringFor),
			labels.FromMap(r.Labels), labels.FromMap(r.Annotations), labels.EmptyLabels(), "", true, slog.New(slog.NewTextHandler(io.Discard, nil))))
	}
	return e
}

// scrape stores a page of metrics, a step later than what was before.
func (e *engine) scrape(page string) {
	e.last = page
	e.wait(step)
}

// wait lets time pass, in which what was scraped last is scraped again and again.
func (e *engine) wait(d time.Duration) {
	for end := e.now.Add(d); e.now.Before(end); {
		e.now = e.now.Add(step)
		e.store()
		for _, r := range e.rules {
			_, err := r.Eval(context.Background(), 0, e.now, e.query, &url.URL{}, 0)
			require.NoError(e.t, err, r.Name())
		}
	}
}

func (e *engine) store() {
	app := e.storage.Appender(context.Background())
	for p := textparse.NewPromParser([]byte(e.last), labels.NewSymbolTable(), false); ; {
		entry, err := p.Next()
		if err == io.EOF {
			break
		}
		require.NoError(e.t, err)
		if entry != textparse.EntrySeries {
			continue
		}
		_, _, value := p.Series()
		var l labels.Labels
		p.Labels(&l)
		b := labels.NewBuilder(l)
		b.Set(model.JobLabel, "watched").Set(model.InstanceLabel, "localhost:6060").Set("zone", "one")
		_, err = app.Append(0, b.Labels(), e.now.UnixMilli(), value)
		require.NoError(e.t, err)
	}
	require.NoError(e.t, app.Commit())
}

// firing are the names of the alerts that fire, whose words must have come out whole.
func (e *engine) firing(t *testing.T) (alerts []string) {
	for _, r := range e.rules {
		for _, a := range r.ActiveAlerts() {
			if a.State == rules.StateFiring {
				alerts = append(alerts, r.Name())
				require.NotContains(t, a.Annotations.Get("summary"), "<error")
				require.NotContains(t, a.Annotations.Get("summary"), "<no value>")
				require.Contains(t, a.Annotations.Get("summary")+a.Annotations.Get("description"), " ")
			}
		}
	}
	return names(alerts)
}
