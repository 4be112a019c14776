package obligation_test

import (
	"os"
	"path/filepath"
	"slices"
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

// engineOf runs the engine over a package of one file; ask must be done with it when it
// returns.
func engineOf(t *testing.T, src string, ask func(*obligation.Engine)) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/p\n\ngo 1.26.0\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.go"), []byte(src), 0o600))
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: dir}, ".")
	require.NoError(t, err)
	require.Zero(t, packages.PrintErrors(pkgs))
	obligations := obligation.NewAnalyzer(unit.Options{})
	asks := &analysis.Analyzer{
		Name: "asks", Doc: "asks the engine", Requires: []*analysis.Analyzer{obligations},
		Run: func(pass *analysis.Pass) (any, error) {
			e := pass.ResultOf[obligations].(*obligation.Engine)
			e.Exclusive(func() { ask(e) })
			return nil, nil
		},
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{asks}, pkgs, nil)
	require.NoError(t, err)
	require.NoError(t, graph.Roots[0].Err)
}

// How the paths from the one thing that each function opens end.
func TestOutcomes(t *testing.T) {
	const src = `package p

import (
	"io"
	"os"
)

var kept io.Closer

func closes(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	return f.Close()
}

func defers(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}

func returns(p string) (*os.File, error) { return os.Open(p) }

func stores(p string) {
	f, _ := os.Open(p)
	kept = f
}

func leaksOnce(p string, b bool) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	if b {
		return nil
	}
	return f.Close()
}

func loops(list []string) {
	for _, p := range list {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		f.Name()
	}
}

func byFlag(p string, b bool) {
	var f *os.File
	if b {
		f, _ = os.Open(p)
	}
	if b {
		f.Close()
	}
}

func borrowed(p string) {
	f, _ := os.Open(p)
	read(f)
}

func taken(p string) {
	f, _ := os.Open(p)
	shut(f)
}

func read(r io.Reader)  { r.Read(nil) }
func shut(c io.Closer)  { c.Close() }

func exits(p string) {
	f, _ := os.Open(p)
	f.Name()
	os.Exit(1)
}
`
	want := map[string][]obligation.Kind{
		"closes":    {obligation.Released},
		"defers":    {obligation.Deferred},
		"returns":   {obligation.HandedOver},
		"stores":    {obligation.HandedOver},
		"leaksOnce": {obligation.Released, obligation.Leaked},
		"loops":     {obligation.Leaked, obligation.Reacquired},
		"byFlag":    {obligation.Released},
		"borrowed":  {obligation.Leaked},
		"taken":     {obligation.Released},
		"exits":     nil, // nobody is left to whom anything is owed
	}
	got := map[string][]obligation.Kind{}
	engineOf(t, src, func(e *obligation.Engine) {
		e.Functions(func(f *obligation.Func) {
			for _, site := range e.Sites(f) {
				var kinds []obligation.Kind
				for _, o := range e.Explore(site) {
					kinds = append(kinds, o.Kind)
				}
				slices.Sort(kinds)
				got[f.Decl.Name.Name] = slices.Compact(kinds)
			}
		})
	})
	assert.Equal(t, want, got)
}

// Who waits for the one thing that each function launches.
func TestWaiting(t *testing.T) {
	const src = `package p

import "sync"

type group struct{ wg sync.WaitGroup }

func work() {}

func onAll() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
	wg.Wait()
}

func onSome(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
	if b {
		return
	}
	wg.Wait()
}

func never() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
}

func silent() { go work() }

func closed() {
	done := make(chan struct{})
	go func() { defer close(done); work() }()
	<-done
}

func beforeOnly() {
	var wg sync.WaitGroup
	wg.Wait()
	wg.Add(1)
	go func() { defer wg.Done(); work() }()
}

func (g *group) field() {
	g.wg.Add(1)
	go func() { defer g.wg.Done(); work() }()
}

func (g *group) stop() { g.wg.Wait() }
`
	type answer struct {
		how   launch.Certainty
		joins bool
	}
	want := map[string]answer{
		"onAll":      {launch.AllPaths, true},
		"onSome":     {launch.Somewhere, false},
		"never":      {launch.Never, false},
		"silent":     {launch.Unknown, false},
		"closed":     {launch.AllPaths, true},
		"beforeOnly": {launch.Never, false},
		"field":      {launch.Somewhere, true},
	}
	got := map[string]answer{}
	engineOf(t, src, func(e *obligation.Engine) {
		launches := e.Launches()
		for _, l := range launches.Launches() {
			w := launches.Waiting(l)
			got[l.Decl.Name.Name] = answer{w.How, w.Joins()}
		}
	})
	assert.Equal(t, want, got)
}
