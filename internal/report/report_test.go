package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const source = "package server\n" +
	"\tgo s.loop() // 数\n" +
	"\t/* 世界 */ go\ts.loop()\n" +
	"f, err := os.Open(\n" +
	"x \x1b[31m\u202e e\u0301 go f()\r\n"

// sample has one finding of each status and shape.
func sample() *Report {
	at := func(line, col, endLine, endCol int) finding.Span {
		return finding.Span{File: filepath.FromSlash("/repo/server/server.go"), Line: line, Column: col, EndLine: endLine, EndColumn: endCol}
	}
	gone := at(9, 1, 9, 3)
	gone.File = filepath.FromSlash("/other/gone.go")
	found := func(s finding.Span, rule finding.Rule, status finding.Status, msg string) finding.Finding {
		return finding.Finding{Span: s, Rule: rule, Status: status, Package: "example.com/app/server",
			Function: "(*Server).Start", Message: msg + " (" + string(rule) + ")"}
	}
	res := &finding.Result{Findings: []finding.Finding{
		found(at(2, 2, 2, 4), finding.RawGo, finding.New, "a <go> statement & more"),
		found(at(3, 15, 3, 17), finding.RawGo, finding.New, "after wide characters"),
		found(at(4, 11, 5, 3), finding.Leak, finding.New, "over two lines"),
		found(at(5, 16, 5, 18), finding.RawGo, finding.New, "after what a terminal must not see"),
		found(gone, finding.Leak, finding.New, "in a file that is gone"),
		found(at(1, 1, 1, 8), finding.RawGo, finding.Baseline, "known"),
		found(at(1, 1, 1, 8), finding.RawGo, finding.Suppressed, "allowed"),
	}}
	for i := range res.Findings {
		res.Findings[i].Subject = "(*Server).loop"
	}
	res.Findings[6].Reason = "lives as long as the process"
	res.Findings[0].Class = finding.Detached
	res.Findings[0].Fix = &finding.Fix{Title: "Use wg.Go", Safe: true, Edits: []finding.Edit{
		{Span: at(2, 2, 2, 5)}, {Span: at(3, 15, 3, 17), NewText: "wg.Go(func() {"},
	}}
	res.Findings[2].Related = []finding.Note{{Span: at(5, 1, 5, 2), Message: "this return leaks it"}}
	for _, c := range []finding.Class{finding.Tracked, finding.Joined, finding.Bound, finding.Detached, finding.Detached} {
		res.Launches = append(res.Launches, finding.Launch{Class: c})
	}
	for _, f := range []finding.Fate{finding.Deferred, finding.Released, finding.HandedOver, finding.HandedOver, finding.Leaked} {
		res.Acquisitions = append(res.Acquisitions, finding.Acquisition{Fate: f})
	}
	return &Report{Result: res, Dir: filepath.FromSlash("/repo"), Version: "v1.2.3", Doc: sampleDoc, ReadFile: func(name string) ([]byte, error) {
		if filepath.Base(name) == "server.go" {
			return []byte(source), nil
		}
		return nil, errors.New("no such file")
	}}
}

func sampleDoc(rule finding.Rule) string {
	if rule != finding.RawGo {
		return ""
	}
	return "# untracked/raw-go\n\nA `go` statement.\n\n**Why.** It is <raw>.\n"
}

func render(t *testing.T, format string, r *Report) string {
	t.Helper()
	write, ok := Lookup(format)
	require.True(t, ok, format)
	var out bytes.Buffer
	require.NoError(t, write(&out, r))
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o666))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestGolden(t *testing.T) {
	for _, format := range Formats() {
		golden(t, "sample."+format, render(t, format, sample()))
	}
	colored := sample()
	colored.Color = true
	golden(t, "color.text", render(t, "text", colored))
}

// TestFormats: the contract names these.
func TestFormats(t *testing.T) {
	assert.Equal(t, []string{"checkstyle", "github", "gitlab", "json", "junit", "rdjsonl", "sarif", "text"}, Formats())
}

// TestRoot: services want names from the root of the repository.
func TestRoot(t *testing.T) {
	for _, format := range []string{"github", "gitlab", "checkstyle", "junit", "rdjsonl", "sarif"} {
		r := sample()
		r.Dir, r.Root = filepath.FromSlash("/repo/server"), filepath.FromSlash("/repo")
		assert.Equal(t, render(t, format, sample()), render(t, format, r), format)
	}
}

func TestEmpty(t *testing.T) {
	empty := &Report{Result: new(finding.Result)}
	assert.Empty(t, render(t, "text", empty))
	assert.Contains(t, render(t, "json", empty), `"findings": []`)
	assert.Contains(t, render(t, "json", empty), `"verdict": "PASS"`)
	assert.Empty(t, render(t, "github", empty))
	assert.Equal(t, "[]\n", render(t, "gitlab", empty))
	assert.Contains(t, render(t, "sarif", empty), `"results": []`)
	assert.Contains(t, render(t, "junit", empty), `<testcase classname="tether" name="no findings"></testcase>`)
	validSARIF(t, render(t, "sarif", empty))
}

// TestFailed: what could not be analysed does not look like a clean run.
func TestFailed(t *testing.T) {
	failed := &Report{Result: new(finding.Result), Failed: true}
	assert.Contains(t, render(t, "json", failed), `"verdict": "FAIL"`)
	junit := render(t, "junit", failed)
	assert.Contains(t, junit, `<testsuites name="tether" tests="1" failures="0" errors="1">`)
	assert.Contains(t, junit, `<error message="not all packages could be analysed`)
	assert.NotContains(t, junit, "no findings")
}

// TestKeys compares with the keys of the contract's sample.
func TestKeys(t *testing.T) {
	var got struct {
		Findings []map[string]any
		Summary  map[string]map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(render(t, "json", sample())), &got))
	keys := func(m map[string]any) (list []string) {
		for k := range m {
			list = append(list, k)
		}
		return list
	}
	common := []string{"rule", "status", "severity", "package", "function", "file", "line", "column", "endLine", "endColumn", "message"}
	assert.ElementsMatch(t, append(common, "class", "fix"), keys(got.Findings[0]))
	assert.ElementsMatch(t, append(common, "related", "fix"), keys(got.Findings[2]))
	assert.ElementsMatch(t, []string{"total", "tracked", "joined", "bound", "detached"}, keys(got.Summary["launches"]))
	assert.ElementsMatch(t, []string{"total", "deferred", "released", "handedOver", "leaked"}, keys(got.Summary["resources"]))
	assert.ElementsMatch(t, []string{"new", "baseline", "suppressed"}, keys(got.Summary["findings"]))
}

// TestWarnings: a warning is told as one in every format, and fails nothing.
func TestWarnings(t *testing.T) {
	r := sample()
	r.Findings = r.Findings[:1]
	r.Findings[0].Warning = true
	for format, want := range map[string]string{
		"text":       "server/server.go:2:2: warning: a <go>",
		"json":       `"verdict": "PASS"`,
		"sarif":      `"level": "warning",`,
		"github":     "::warning file=",
		"gitlab":     `"severity": "minor"`,
		"checkstyle": `severity="warning"`,
		"junit":      `failures="0"`,
		"rdjsonl":    `"severity":"WARNING"`,
	} {
		assert.Contains(t, render(t, format, r), want, format)
	}
	assert.Contains(t, render(t, "json", r), `"severity": "warning"`)
	assert.Contains(t, render(t, "json", r), `"warnings": 1`)
}

func TestVerdict(t *testing.T) {
	assert.Equal(t, Pass, Counts{New: 2, Warnings: 2}.Verdict())
	assert.Equal(t, Conditional, Counts{New: 2, Warnings: 2, Baseline: 1}.Verdict())
	assert.Equal(t, Fail, Counts{New: 1, Baseline: 1}.Verdict())
	assert.Equal(t, Conditional, Counts{Baseline: 1, Suppressed: 1}.Verdict())
	assert.Equal(t, Pass, Counts{Suppressed: 1}.Verdict())
}

func TestLongLine(t *testing.T) {
	r := sample()
	long := "go f(\"" + strings.Repeat("世", 200) + "\")"
	r.ReadFile = func(string) ([]byte, error) { return []byte(long), nil }
	r.Findings = []finding.Finding{
		{Span: finding.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 500}, Status: finding.New, Message: "near"},
		{Span: finding.Span{Line: 1, Column: 400, EndLine: 1, EndColumn: 402}, Status: finding.New, Message: "far"},
		{Span: finding.Span{Line: 2, Column: 1}, Status: finding.New, Message: "past the end"},
	}
	lines := strings.Split(strings.TrimSpace(render(t, "text", r)), "\n")
	require.Len(t, lines, 5)
	assert.Less(t, len(lines[1]), 260)
	assert.NotContains(t, lines[1], "\ufffd")
	assert.Contains(t, lines[4], "past the end")
}

// At a terminal what is word for word the same is said once in a function.
func TestSameAgain(t *testing.T) {
	r := sample()
	r.Terminal = &Terminal{Width: 80}
	again := finding.Finding{Rule: finding.DroppedHandle, Function: "Launch", Status: finding.New, Message: "the command is dropped (untracked/dropped-handle)"}
	elsewhere := again
	elsewhere.Function = "Other"
	r.Findings = []finding.Finding{again, again, elsewhere}
	out := render(t, "text", r)
	assert.Equal(t, 2, strings.Count(out, "    the command is dropped\n"), out)
	assert.Equal(t, 1, strings.Count(out, "    the same as above\n"), out)
}

// Where a file's name is longer than what is left of the line it has one of its own.
func TestNarrowPolicy(t *testing.T) {
	r := sample()
	r.Terminal = &Terminal{Width: 50}
	name := strings.Repeat("long_name_", 3) + ".go"
	r.Findings = []finding.Finding{{Span: finding.Span{File: name, Line: 7}, Rule: finding.RawGo, Class: finding.Detached, Status: finding.New}}
	out := render(t, "text", r)
	assert.Contains(t, out, "raw-go detached  1\n      "+name+":7\n", out)
}
