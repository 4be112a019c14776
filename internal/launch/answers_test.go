package launch_test

import (
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/launch"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// header is what the functions of the tables below are about.
const header = `package p

import (
	"context"
	"errors"
	"sync"
	"time"
)

type server struct {
	wg   sync.WaitGroup
	done chan struct{}
	quit chan struct{}
	jobs chan int
	ctx  context.Context
}

var (
	all    sync.WaitGroup
	errBad = errors.New("bad")
	_      = time.Second
)

func work()                       {}
func use(...any)                  {}
func (s *server) serve() {
	for range s.jobs { /*the range*/
		work()
	}
}
`

// A question is about the one launch of some functions. The answer names its place by a
// comment such as /*here*/ on the line, or by the line itself where there is none.
type question struct{ name, functions, want string }

// answer asks all questions, of a package each, and compares.
func answer(t *testing.T, questions []question, ask func(p *launch.Package, l *launch.Launch) (said string, at token.Pos)) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/p\n\ngo 1.26.0\n"), 0o600))
	of := map[string]question{}
	for i, q := range questions {
		path := fmt.Sprintf("p%d", i)
		of["example.com/p/"+path] = q
		require.NoError(t, os.Mkdir(filepath.Join(dir, path), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, path, "p.go"), []byte(header+q.functions), 0o600))
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: dir}, "./...")
	require.NoError(t, err)
	require.Zero(t, packages.PrintErrors(pkgs))

	obligations := obligation.NewAnalyzer(unit.Options{})
	asks := &analysis.Analyzer{
		Name: "asks", Doc: "asks who waits, and what ends it", Requires: []*analysis.Analyzer{obligations},
		ResultType: reflect.TypeFor[[]string](),
		Run: func(pass *analysis.Pass) (any, error) {
			got := []string{}
			e := pass.ResultOf[obligations].(*obligation.Engine)
			e.Exclusive(func() {
				for _, l := range e.Launches().Launches() {
					said, at := ask(e.Launches(), l)
					if said != "" {
						said += ": " + marked(header+of[pass.Pkg.Path()].functions, pass.Fset.Position(at).Line)
					}
					got = append(got, said)
				}
			})
			return got, nil
		},
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{asks}, pkgs, nil)
	require.NoError(t, err)
	for _, root := range graph.Roots {
		q := of[root.Package.PkgPath]
		require.NoError(t, root.Err)
		assert.Equal(t, []string{q.want}, root.Result, q.name)
		delete(of, root.Package.PkgPath)
	}
	assert.Empty(t, of, "not asked")
}

// marked is the mark on a line of a source.
func marked(src string, line int) string {
	if line == 0 {
		return "nowhere"
	}
	text := strings.TrimSpace(strings.Split(src, "\n")[line-1])
	if _, after, ok := strings.Cut(text, "/*"); ok {
		text, _, _ = strings.Cut(after, "*/")
	}
	return text
}

var certainties = map[launch.Certainty]string{
	launch.Unknown: "unknown", launch.Never: "never", launch.Somewhere: "somewhere", launch.AllPaths: "all paths",
}

// Who waits ("" where the launch tells nobody of its end): how sure that is, whether a function owns what is waited on, what that is,
// and the place that shows it.
func TestWaiting(t *testing.T) {
	answer(t, []question{
		{"a group, deferred", `
func f() {
	var wg sync.WaitGroup
	defer wg.Wait() /*the wait*/
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
}`, "all paths, local, wg: the wait"},
		{"a group, on both ways", `
func f(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
	if b {
		wg.Wait() /*the first*/
		return
	}
	wg.Wait()
}`, "all paths, local, wg: the first"},
		{"a group, not on an early return", `
func f(b bool) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
	if b {
		return errBad /*early*/
	}
	wg.Wait()
	return nil
}`, "somewhere, local, wg: early"},
		{"a group that nobody waits for", `
func f() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
	return /*the end*/
}`, "never, local, wg: the end"},
		{"a closed channel", `
func f() {
	done := make(chan struct{})
	go func() { defer close(done); work() }()
	<-done /*the receive*/
}`, "all paths, local, done: the receive"},
		{"a channel, in one arm of a select", `
func f(ctx context.Context) {
	done := make(chan struct{})
	go func() { defer close(done); work() }()
	select { /*the select*/
	case <-done:
	case <-ctx.Done():
	}
}`, "somewhere, local, done, given up with ctx: the select"},
		{"a group, until a time has passed", `
func f() {
	var wg sync.WaitGroup
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	select { /*the select*/
	case <-done:
	case <-time.After(time.Second):
	}
}`, "somewhere, local, done, given up: the select"},
		{"a field, in another method", `
func (s *server) start() {
	s.wg.Add(1)
	go func() { defer s.wg.Done(); work() }()
}
func (s *server) Close() { s.wg.Wait() /*Close*/ }`, "somewhere, s.wg: Close"},
		{"a field that nobody waits for", `
func (s *server) start() {
	s.wg.Add(1)
	go func() { defer s.wg.Done(); work() }()
}`, "never, s.wg: nowhere"},
		{"a package variable", `
func f() {
	all.Add(1)
	go func() { defer all.Done(); work() }()
}
func end() { all.Wait() /*end*/ }`, "somewhere, all: end"},
		{"a closed field", `
func (s *server) start() { go func() { defer close(s.done); work() }() }
func (s *server) Close() { <-s.done /*Close*/ }`, "somewhere, s.done: Close"},
		{"a parameter, which the caller may wait for", `
func f(wg *sync.WaitGroup) {
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
	return /*the end*/
}`, "never, local, wg: the end"},
		{"what tells nobody of its end", `
func f() { go work() }`, ""},
		{"what cannot be seen", `
func f(g func()) { go g() }`, ""},
	}, func(p *launch.Package, l *launch.Launch) (string, token.Pos) {
		w := p.Waiting(l)
		if w.Join == nil {
			assert.Zero(t, w)
			return "", 0
		}
		said := certainties[w.How]
		if w.Local {
			said += ", local"
		}
		said += ", " + w.On
		if w.Within {
			said += ", given up"
			if w.Until != nil {
				said += " with " + types.ExprString(w.Until)
			}
		}
		assert.Equal(t, w.How == launch.AllPaths || w.How == launch.Somewhere && !w.Local, w.Joins())
		return said, w.Pos
	})
}

var stoppers = map[launch.Stopper]string{
	launch.Context: "context", launch.Quit: "quit", launch.Closing: "closing", launch.Method: "method",
}

// What can end it ("" where nothing does): by what, as the launcher writes it, and where the body looks.
func TestStop(t *testing.T) {
	answer(t, []question{
		{"a context", `
func f(ctx context.Context) {
	go func() { <-ctx.Done() /*Done*/ }()
}`, "context ctx: Done"},
		{"a context that is handed on to what cannot be seen", `
func f(ctx context.Context, g func(context.Context)) {
	go func() { /*the body*/
		g(ctx)
	}()
}`, "context ctx: g(ctx)"},
		{"a context that nobody can cancel", `
func f() {
	ctx := context.Background()
	go func() { <-ctx.Done() }()
}`, ""},
		{"a context that ends a select only", `
func f(ctx context.Context) {
	go func() {
		for {
			select {
			case <-ctx.Done():
			case <-time.After(1):
			}
			work()
		}
	}()
}`, ""},
		{"a quit channel in a field", `
func (s *server) start() {
	go func() {
		for {
			select {
			case <-s.quit: /*quit*/
				return
			default:
				work()
			}
		}
	}()
}`, "quit s.quit: quit"},
		{"a range over a field, in a method", `
func (s *server) start() { go s.serve() }`, "closing s.jobs: the range"},
		{"a method expression", `
func (s *server) start() { go (*server).serve(s) }`, "closing s.jobs: the range"},
		{"a method expression that another function calls", `
func (s *server) start()              { go with((*server).serve, s) }
func with(f func(*server), s *server) { f(s) }`, "closing s.jobs: the range"},
		{"a method expression that is called with another value", `
func (s *server) start()              { go with((*server).serve, s) }
func with(f func(*server), s *server) { s = &server{}; f(s) }`, ""},
		{"a local channel, whoever may close it: that nobody does is a stuck", `
func f() {
	jobs := make(chan int)
	go func() {
		for range jobs { /*the range*/
			work()
		}
	}()
	jobs <- 1
}`, "closing jobs: the range"},
		{"a start gate", `
func f(gate chan struct{}) {
	go func() { <-gate; work(); use() }()
}`, ""},
		{"a ticker", `
func f() {
	tick := time.NewTicker(time.Second)
	go func() { for range tick.C { work() } }()
}`, ""},
		{"a loop", `
func f() { go func() { for { work() } }() }`, ""},
	}, func(p *launch.Package, l *launch.Launch) (string, token.Pos) {
		p.Classify(l)
		if l.Stop.By == launch.Nothing {
			assert.Zero(t, l.Stop)
			return "", 0
		}
		return stoppers[l.Stop.By] + " " + l.Stop.On, l.Stop.Pos
	})
}
