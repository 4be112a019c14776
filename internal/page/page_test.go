package page

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/gate"
)

// sample is a report over files that are given by name.
func sample(files map[string]string, findings ...finding.Finding) *Report {
	res := &finding.Result{Findings: findings}
	for _, f := range findings {
		if strings.HasPrefix(string(f.Rule), "untracked/") {
			res.Launches = append(res.Launches, finding.Launch{Span: f.Span, Class: finding.Detached, Package: f.Package, Function: f.Function, Callee: f.Subject})
		} else {
			res.Acquisitions = append(res.Acquisitions, finding.Acquisition{Span: f.Span, Fate: finding.Leaked, Package: f.Package, Function: f.Function, Opener: f.Subject, Release: "Close"})
		}
	}
	return &Report{
		Gate: gate.New(res, gate.Options{Complete: true}), Result: res, Title: "example.com/m", Version: "v1.2.3",
		Date: time.Date(2026, 11, 28, 5, 0, 0, 0, time.UTC),
		Name: func(file string) string { return strings.TrimPrefix(file, "/m/") },
		ReadFile: func(name string) ([]byte, error) {
			if src, ok := files[name]; ok {
				return []byte(src), nil
			}
			return nil, fmt.Errorf("no %s", name)
		},
		Doc: func(rule finding.Rule) string { return "# " + string(rule) + "\n\n**Why.** Because of `x < y`.\n" },
	}
}

func render(t *testing.T, r *Report) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, Write(&b, r))
	return b.String()
}

func at(file string, line, column, end int) finding.Span {
	return finding.Span{File: file, Line: line, Column: column, EndLine: line, EndColumn: end}
}

const leakSource = "package m\n\nfunc Read(name string) error {\n\tf, err := os.Open(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\n\n\n\n\n\n\tif name == \"\" {\n\t\treturn nil\n\t}\n\treturn f.Close()\n}\n"

func leak() finding.Finding {
	return finding.Finding{Span: at("/m/m.go", 4, 12, 25), Rule: finding.Leak, Status: finding.New, Package: "example.com/m", Function: "Read", Subject: "os.Open",
		Message: "f is not closed (unclosed/leak)", Scope: finding.Lines{First: 3, Last: 17},
		Related: []finding.Note{{Span: at("/m/m.go", 15, 3, 13), Message: "returns here"}}}
}

// The path of a finding stands in its source: each step at its line, what is between
// them left out.
func TestPathInSource(t *testing.T) {
	out := render(t, sample(map[string]string{"/m/m.go": leakSource}, leak()))
	assert.Contains(t, out, "<i class=at>4</i>\tf, err := <mark>os.Open(name)</mark>\n<em><b>1</b>acquired here</em>\n")
	assert.Contains(t, out, "<i class=at>15</i>\t\t<mark>return nil</mark>\n<em><b>2</b>returns here</em>\n")
	assert.Contains(t, out, "<s>⋯</s>\n")
	assert.NotContains(t, out, "<i>10</i>")
	assert.Contains(t, out, "<i>3</i>func Read(name string) error {\n")
	assert.NotContains(t, out, "(unclosed/leak)", "the rule stands before the message")
}

// Without source the path is a list of places.
func TestNoSource(t *testing.T) {
	r := sample(map[string]string{"/m/m.go": leakSource}, leak())
	r.NoSource = true
	out := render(t, r)
	assert.NotContains(t, out, "os.Open(name)")
	assert.NotContains(t, out, "return nil")
	assert.Contains(t, out, "<li><code>m.go:15</code> returns here")
	assert.Contains(t, out, "It has no source in it.")
}

// Whatever is hostile in names, source, messages and reasons is shown as text.
func TestHostile(t *testing.T) {
	bad := `"><script>alert(1)</script><img src=x onerror=alert(2)>{{.}}` + "\u202e\x1b[31m\x00\xff'`</style>"
	f := leak()
	f.File = "/m/" + bad + ".go"
	f.Related[0].File, f.Related[0].Message = f.File, bad
	f.Package, f.Function, f.Message, f.Subject, f.Reason, f.Status = "example.com/"+bad, bad, bad, bad, bad, finding.Suppressed
	f.Fix = &finding.Fix{Title: bad, Safe: true}
	r := sample(map[string]string{f.File: strings.ReplaceAll(leakSource, "os.Open(name)", bad+"</pre>")}, f)
	r.Title, r.Revision, r.Version = bad, bad, bad
	r.Gate.Exclusions = []gate.Exclusion{{Config: bad, Path: bad, Reason: bad, Rules: []finding.Rule{finding.Rule(bad)}}}
	r.Gate.Helpers = []gate.Helper{{Name: bad, Launches: 1}}
	r.Gate.Requirements[0].Open = []string{bad}
	r.Gate.Baseline = &gate.Baseline{File: bad}
	r.Expiring = []Expiry{{Date: r.Date, What: bad, Where: bad, Rules: bad, Reason: bad}}
	r.Doc = func(finding.Rule) string {
		return "# " + bad + "\n\n" + bad + "\n\n* " + bad + "\n\n```go\n" + bad + "\n```\n\n[" + bad + "](javascript:alert(3))\n"
	}
	out := render(t, r)
	assert.Equal(t, 1, strings.Count(strings.ToLower(out), "<script"))
	assert.Equal(t, 1, strings.Count(strings.ToLower(out), "</style"))
	markup, _, _ := strings.Cut(out, "<script>")
	for _, never := range []string{"<img", `href="javascript`, "href=javascript", "\x1b", "\x00", "\u202e"} {
		assert.False(t, strings.Contains(markup, never), "%q", never)
	}
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(markup, -1) {
		assert.NotRegexp(t, `\son[a-z]+=`, regexp.MustCompile(`"[^"]*"`).ReplaceAllString(tag, ""))
	}
}

// The policy in the head is of this script and this style, so that no other runs.
func TestPolicy(t *testing.T) {
	out := render(t, sample(nil))
	assert.Contains(t, out, `content="default-src &#39;none&#39;; style-src &#39;sha256-`)
	assert.Contains(t, out, "<style>"+asset("page.css")+"</style>")
	assert.Contains(t, out, "<script>"+scripts()+"</script>")
	assert.NotContains(t, out, " style=")
}

// A thousand findings with paths, and the inventory of all of them, are a megabyte.
func TestSize(t *testing.T) {
	src := map[string]string{}
	var list []finding.Finding
	for i := range 1000 {
		name := fmt.Sprintf("/m/internal/subsystem%d/component_%d.go", i/50, i/5)
		src[name] = strings.ReplaceAll(leakSource, "\n\n\n", "\n\tlog.Printf(\"a line of usual length, with %d arguments\", len(name))\n")
		f := leak()
		f.File, f.Related[0].File = name, name
		f.Package, f.Function = fmt.Sprintf("example.com/m/internal/subsystem%d", i/50), fmt.Sprintf("(*Component).Method%d", i)
		f.Message = "goroutine running a func literal bypasses the helpers and nothing in sight awaits or can stop it (detached): give it a context or a stop channel, launch it through errgroup, sync.WaitGroup.Go or tracked.Go, and wait for that (unclosed/leak)"
		list = append(list, f)
	}
	out := render(t, sample(src, list...))
	assert.Less(t, len(out), Limit)
	assert.Contains(t, out, "<em><b>2</b>returns here</em>", "paths are still in their source")
}

func TestPassing(t *testing.T) {
	out := render(t, sample(nil))
	assert.Contains(t, out, "<strong>PASS</strong>")
	assert.Contains(t, out, "Nothing found.")
	assert.Contains(t, out, "n/a", "of nothing there is no share")
	assert.NotContains(t, out, "100.0 %")
	assert.NotContains(t, out, `id="findings"`)
}

func TestBin(t *testing.T) {
	for _, c := range []struct{ good, total, want int }{{0, 9, 0}, {1, 4, 1}, {1, 2, 2}, {3, 4, 3}, {9, 10, 4}, {999, 1000, 4}, {9, 9, 5}} {
		assert.Equal(t, c.want, bin(c.good, c.total), "%d of %d", c.good, c.total)
	}
}

func TestSquarify(t *testing.T) {
	weights := []float64{6, 6, 4, 3, 2, 2, 1, 0}
	got := squarify(weights, rect{0, 0, 6, 4})
	for i, r := range got {
		assert.InDelta(t, weights[i], r.w*r.h, 1e-9)
		if weights[i] > 0 {
			assert.Less(t, max(r.w/r.h, r.h/r.w), 3.0, "as the paper's example")
			assert.True(t, r.x >= 0 && r.y >= 0 && r.x+r.w < 6+1e-9 && r.y+r.h < 4+1e-9)
		}
	}
	assert.Empty(t, squarify(nil, rect{0, 0, 1, 1}))
	assert.Equal(t, []rect{{}}, squarify([]float64{0}, rect{0, 0, 1, 1}))
}

func TestFit(t *testing.T) {
	assert.Equal(t, "a/b", fit("a/b", 80))
	assert.Equal(t, "…/server", fit("internal/deep/server", 80))
	assert.Equal(t, "", fit("server", 20))
}

func TestCommonPath(t *testing.T) {
	assert.Equal(t, "x.org/a/", commonPath([]string{"x.org/a/b", "x.org/a/c"}))
	assert.Equal(t, "x.org/", commonPath([]string{"x.org/a", "x.org/a/c"}))
	assert.Equal(t, "", commonPath([]string{"x.org/a", "y.org/a"}))
	assert.Equal(t, "x.org/", commonPath([]string{"x.org/a"}))
}
