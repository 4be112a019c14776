package directives_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

func testdata(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/src/untracked")
	require.NoError(t, err)
	return dir
}

// Directives suppress, are malformed, or unused, and the unused ones are deleted.
func TestAllow(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, filepath.Join(testdata(t), "allow"), analyzer.Untracked, ".")
}

// findings analyses a file.
func findings(t *testing.T, opts unit.Options, src string) (list []finding.Finding) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/p\n\ngo 1.26.0\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.go"), []byte("package p\n\n"+src), 0o600))
	for _, r := range analysistest.Run(quiet{t}, dir, suite.New(opts)[0], ".") {
		require.NoError(t, r.Err)
		list = append(list, r.Result.(*finding.Result).Findings...)
	}
	return list
}

// quiet ignores findings without a comment.
type quiet struct{ *testing.T }

func (quiet) Errorf(string, ...any) {}

func words(list []finding.Finding) (words []string) {
	for _, f := range list {
		words = append(words, fmt.Sprint(f.Line, " ", f.Rule, " ", f.Status))
	}
	slices.Sort(words)
	return words
}

func with(change func(c *config.Config)) unit.Options {
	c := *config.Default()
	change(&c)
	return unit.Options{Config: &c}
}

// Only rules that are on judge a directive; accept is no rule.
func TestJudges(t *testing.T) {
	const src = `import "os"

func f(stop chan bool) {
	go func() { <-stop }() //tether:allow raw-go,leak r
	os.Open("x") //tether:allow discarded r
	stop <- true //tether:allow raw-go r
	go f(nil) //tether:allow rawgo r
}
`
	used := []string{"6 tether/unused-allow new", "6 untracked/raw-go suppressed", "8 tether/unused-allow new"}
	bad := []string{"9 tether/bad-allow new", "9 untracked/raw-go new"}
	for name, tt := range map[string]struct {
		opts unit.Options
		want []string
	}{
		"all on": {unit.Options{}, slices.Concat(used, bad)},
		"accepted": {with(func(c *config.Config) { c.Accept = finding.Bound }),
			slices.Concat(used[:1], used[2:], bad)},
		"raw-go off": {with(func(c *config.Config) { c.Off = map[finding.Rule]bool{finding.RawGo: true} }),
			[]string{"6 tether/unused-allow new", "9 tether/bad-allow new"}},
		"leak off": {with(func(c *config.Config) { c.Off = map[finding.Rule]bool{finding.Leak: true} }),
			slices.Concat(used[1:], bad)},
		"raw-go and leak excluded": {with(func(c *config.Config) {
			c.Exclude = []config.Exclude{{Path: "*.go", Rules: []finding.Rule{finding.RawGo, finding.Leak}}}
		}), []string{"9 tether/bad-allow new"}},
		"bad-allow off": {with(func(c *config.Config) { c.Off = map[finding.Rule]bool{finding.BadAllow: true} }),
			slices.Concat(used, bad[1:])},
		"unused-allow off": {with(func(c *config.Config) { c.Off = map[finding.Rule]bool{finding.UnusedAllow: true} }),
			slices.Concat(used[1:2], bad)},
		"excluded": {with(func(c *config.Config) { c.Exclude = []config.Exclude{{Path: "**"}} }), nil},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, words(findings(t, tt.opts, src))) })
	}
}

// A suppressed finding says by what, and has no fix; nor has what stands next
// to a malformed directive.
func TestFixes(t *testing.T) {
	const src = `import "sync"

func f(wg *sync.WaitGroup) {
	defer wg.Wait()
	wg.Add(1)
	go func() { defer wg.Done() }()
	wg.Add(1)
	go func() { defer wg.Done() }() //tether:allow raw-go because
	wg.Add(1)
	go func() { defer wg.Done() }() //tether:allow raw-go
	wg.Add(1)
	//nolint:tether // so it is
	go func() { defer wg.Done() }()
}
`
	type fixed struct {
		Line         int
		Fixed        bool
		Reason, Away string
	}
	var got []fixed
	for _, f := range findings(t, unit.Options{}, src) {
		if f.Rule == finding.RawGo {
			is := fixed{Line: f.Line, Fixed: f.Fix != nil, Reason: f.Reason}
			for _, d := range f.Directives {
				is.Away += fmt.Sprint(d.Line - f.Line)
			}
			got = append(got, is)
		}
	}
	assert.Equal(t, []fixed{
		{Line: 8, Fixed: true},
		{Line: 10, Reason: "because", Away: "0"},
		{Line: 12},
		{Line: 15, Reason: "so it is", Away: "-1"},
	}, got)
}

// What is addressed to all of tether is left to a host that sees to it.
func TestHostNolint(t *testing.T) {
	const src = `func f() {
	go f() //nolint
	go f() //nolint:tether
	go f() //nolint:untracked
	go f() //nolint:untracked,tether
}
`
	assert.Equal(t, []string{"4 untracked/raw-go suppressed", "5 untracked/raw-go suppressed", "6 untracked/raw-go suppressed", "7 untracked/raw-go suppressed"},
		words(findings(t, unit.Options{}, src)))
	assert.Equal(t, []string{"4 untracked/raw-go new", "5 untracked/raw-go new", "6 untracked/raw-go suppressed", "7 untracked/raw-go new"},
		words(findings(t, unit.Options{HostNolint: true}, src)))
}

// Where the analysis of a function gives up, nothing in it is said to be unused.
func TestGaveUp(t *testing.T) {
	steps := strings.Repeat("\tif g() {\n\t\tprintln(x)\n\t}\n", 20_000)
	src := "import \"os\"\n\nfunc g() bool\n\nfunc f() {\n\tx, _ := os.Open(\"x\") //tether:allow leak r\n" + steps + "} //tether:allow raw-go r\n\n" +
		"func h() {\n\tg() //tether:allow leak r\n}\n"
	assert.Equal(t, []string{"60012 tether/unused-allow new"}, words(findings(t, unit.Options{}, src)))
}
