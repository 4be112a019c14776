package tracked_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"

	"github.com/tetherlint/tether/tracked"
)

// ask sends a request to the group's page.
func ask(g *tracked.Group, url, accept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, url, nil)
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	w := httptest.NewRecorder()
	g.Handler().ServeHTTP(w, r)
	return w
}

// handles starts tasks that live until the test is over.
func handles(t *testing.T, g *tracked.Group, names ...string) {
	for _, name := range names {
		t.Cleanup(g.Start(bg, name).Done)
	}
}

func TestHandlerHTML(t *testing.T) {
	g := tracked.New(tracked.Options{Name: "jobs", MaxAge: 1})
	handles(t, g, "<script>alert(1)</script>")
	for _, accept := range []string{"", "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9"} {
		w := ask(g, "/", accept)
		if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/html") {
			t.Errorf("Accept %q gets %s", accept, got)
		}
		contains(t, w.Body.String(), "<h1>jobs tasks</h1>", "1 live, of which 1 unhealthy",
			"&lt;script&gt;", "show_test.go:", `class="unhealthy"`, "is older than 1ns", "tracked_test.handles")
		if strings.Contains(w.Body.String(), "<script>") {
			t.Error("a name is not escaped")
		}
	}
}

func TestHandlerJSON(t *testing.T) {
	g := tracked.New(tracked.Options{Name: "jobs"})
	handles(t, g, "b", "a")
	for _, w := range []*httptest.ResponseRecorder{ask(g, "/", "application/json"), ask(g, "/?format=json", "text/html")} {
		if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "application/json") {
			t.Errorf("the content type is %s", got)
		}
		var page struct {
			Group string
			Stats tracked.Stats
			Tasks []tracked.Info
		}
		noError(t, json.Unmarshal(w.Body.Bytes(), &page))
		if page.Group != "jobs" || page.Stats.Live != 2 || len(page.Tasks) != 2 {
			t.Fatalf("the page is %s", w.Body)
		}
		if task := page.Tasks[0]; task.Name != "b" || task.Line == 0 || task.State != tracked.Running || task.Started.IsZero() {
			t.Errorf("the first task is %+v", task)
		}
	}
	var empty struct{ Tasks []tracked.Info }
	noError(t, json.Unmarshal(ask(tracked.New(tracked.Options{}), "/", "application/json").Body.Bytes(), &empty))
	if empty.Tasks == nil {
		t.Error("no tasks are null, want an empty list")
	}
}

func TestHandlerSortsAndCuts(t *testing.T) {
	g := tracked.New(tracked.Options{})
	handles(t, g, "b", "c", "a")
	for query, want := range map[string]string{
		"": "bca", "sort=age": "bca", "sort=name": "abc", "sort=state": "bca", "sort=site": "bca", "limit=2": "bc",
	} {
		var page struct{ Tasks []tracked.Info }
		noError(t, json.Unmarshal(ask(g, "/?format=json&"+query, "").Body.Bytes(), &page))
		var got string
		for _, task := range page.Tasks {
			got += task.Name
		}
		if got != want {
			t.Errorf("%q lists %s, want %s", query, got, want)
		}
	}
	contains(t, ask(g, "/?limit=1", "").Body.String(), "and 2 more", "?limit=3")
	for _, query := range []string{"sort=size", "limit=x"} {
		if code := ask(g, "/?"+query, "").Code; code != http.StatusBadRequest {
			t.Errorf("%q gets status %d", query, code)
		}
	}
	w := httptest.NewRecorder()
	g.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST gets status %d", w.Code)
	}
}

func TestExpvar(t *testing.T) {
	g := tracked.New(tracked.Options{})
	handles(t, g, "task")
	var got struct{ Live, Started int }
	noError(t, json.Unmarshal([]byte(g.Expvar().String()), &got))
	if got.Live != 1 || got.Started != 1 {
		t.Errorf("the variable is %s", g.Expvar())
	}
}

func TestLogEvents(t *testing.T) {
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var kinds []string
	g := tracked.New(tracked.Options{
		Name:   "jobs",
		Panics: tracked.PanicToError,
		OnEvent: tracked.Hooks(tracked.LogEvents(logger), func(e tracked.Event) {
			kinds = append(kinds, e.Kind.String())
		}),
	})
	for _, fn := range []func(context.Context) error{
		nop,
		func(context.Context) error { return errors.New("failed") },
		func(context.Context) error { panic("boom") },
	} {
		g.Go(bg, "task", fn)
		_ = g.Wait()
	}
	_ = g.Shutdown(bg)
	g.Go(bg, "late", nop)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	want := []string{
		`level=DEBUG msg="task started" task=task`, `level=DEBUG msg="task ended"`,
		`level=DEBUG msg="task started"`, `level=WARN msg="task ended"`,
		`level=DEBUG msg="task started"`, `level=ERROR msg="task panicked"`, `level=WARN msg="task ended"`,
		`level=WARN msg="task refused" task=late`,
	}
	if len(lines) != len(want) || len(kinds) != len(want) {
		t.Fatalf("%d lines and %d events, want %d:\n%s", len(lines), len(kinds), len(want), &out)
	}
	for i, line := range lines {
		contains(t, line, want[i], "show_test.go:", "group=jobs")
	}
	contains(t, lines[3], "error=failed")
	contains(t, lines[5], "boom", "stack=")
}

func TestLabels(t *testing.T) {
	g := tracked.New(tracked.Options{Labels: true})
	var dump bytes.Buffer
	g.Go(bg, "labelled", func(ctx context.Context) error {
		if v, _ := pprof.Label(ctx, "task"); v != "labelled" {
			t.Errorf("the context's label is %q", v)
		}
		return pprof.Lookup("goroutine").WriteTo(&dump, 1)
	})
	noError(t, g.Wait())
	contains(t, dump.String(), `"task":"labelled"`)
}

func TestProfile(t *testing.T) {
	g := tracked.New(tracked.Options{Profile: true})
	done := make(chan struct{})
	g.Go(bg, "profiled", func(context.Context) error { <-done; return nil })
	handle := g.Start(bg, "handle")
	_, file, line, _ := runtime.Caller(0)
	var dump bytes.Buffer
	noError(t, pprof.Lookup("tracked").WriteTo(&dump, 1))
	contains(t, dump.String(), "total 2", "TestProfile", file)
	for _, want := range []int{line - 1, line - 2} {
		if !strings.Contains(dump.String(), fmt.Sprintf("%s:%d", file, want)) {
			t.Errorf("line %d is not in\n%s", want, &dump)
		}
	}
	if strings.Contains(dump.String(), "tracked.(*Group)") {
		t.Errorf("the profile begins in the package:\n%s", &dump)
	}
	close(done)
	handle.Done()
	noError(t, g.Wait())
	if n := pprof.Lookup("tracked").Count(); n != 0 {
		t.Errorf("%d tasks are in the profile after their end", n)
	}
}

func TestContextHook(t *testing.T) {
	type key struct{}
	g := tracked.New(tracked.Options{Context: func(ctx context.Context, task *tracked.Task) context.Context {
		return context.WithValue(ctx, key{}, task.String())
	}})
	task := g.Go(bg, "name", func(ctx context.Context) error {
		if ctx.Value(key{}) != "name" {
			t.Errorf("the value is %v", ctx.Value(key{}))
		}
		return nil
	})
	noError(t, g.Wait())
	if task.Context().Value(key{}) != "name" {
		t.Error("the task's context has not the value")
	}
}
