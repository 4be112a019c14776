package gate

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
	"github.com/tetherlint/tether/internal/rules"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func everyRule() Rules {
	r := Rules{Ran: map[finding.Rule]int{}, Packages: 3, Accept: map[finding.Class]int{finding.Tracked: 2, finding.Bound: 1}}
	for _, info := range rules.All() {
		if info.Default {
			r.Ran[info.Name] = 3
		}
	}
	delete(r.Ran, finding.HiddenLaunch)
	r.Ran[finding.Undeferred] = 2
	return r
}

func sample() (*finding.Result, Options) {
	const a, b = "example.com/app/a", "example.com/app/b"
	launch := func(pkg string, c finding.Class, helper string) finding.Launch {
		return finding.Launch{Package: pkg, Class: c, Helper: helper}
	}
	open := func(pkg string, f finding.Fate) finding.Acquisition {
		return finding.Acquisition{Package: pkg, Fate: f}
	}
	found := func(pkg string, r finding.Rule, s finding.Status) finding.Finding {
		return finding.Finding{Package: pkg, Rule: r, Status: s}
	}
	res := &finding.Result{
		Launches: []finding.Launch{launch(a, finding.Tracked, "(*sync.WaitGroup).Go"), launch(a, finding.Tracked, "(*sync.WaitGroup).Go"),
			launch(b, finding.Detached, ""), launch(b, finding.Joined, ""), launch(b, finding.Tracked, "x|y.Go")},
		Acquisitions: []finding.Acquisition{open(a, finding.Deferred), open(a, finding.HandedOver), open(b, finding.Leaked)},
		Findings: []finding.Finding{found(b, finding.RawGo, finding.Baseline), found(b, finding.RawGo, finding.Suppressed),
			found(b, finding.Leak, finding.New)},
	}
	return res, Options{
		Version:  "v1.2.3",
		Packages: []string{a, b, "example.com/app/c"}, Complete: true, MinTracked: 60, MinOwned: 95, Rules: everyRule(),
		Baseline:   &Baseline{File: ".tether-baseline.json", Known: 4, Gone: 3},
		Exclusions: []Exclusion{{Config: ".tether.yml", Path: "internal/legacy/**", Rules: []finding.Rule{finding.RawGo}, Reason: "migrated in Q3"}},
	}
}

func TestGolden(t *testing.T) {
	assert.Equal(t, []string{"json", "markdown", "text"}, Formats())
	for _, format := range Formats() {
		write, _ := Lookup(format)
		var out bytes.Buffer
		require.NoError(t, write(&out, New(sample())))
		file := filepath.Join("testdata", "sample."+format)
		if *update {
			require.NoError(t, os.WriteFile(file, out.Bytes(), 0o666))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, string(want), out.String())
	}
}

func status(r *Report, id string) Status {
	for _, q := range r.Requirements {
		if q.ID == id {
			return q.Status
		}
	}
	return ""
}

func TestVerdict(t *testing.T) {
	res, opts := sample()
	r := New(res, opts)
	assert.Equal(t, report.Fail, r.Verdict)
	assert.False(t, r.Passes())
	assert.Equal(t, Status(report.Conditional), status(r, "AC-1"))
	assert.Equal(t, Status(report.Fail), status(r, "AC-2"))
	assert.Equal(t, Status(report.Pass), status(r, "AC-3"))
	assert.Equal(t, NotChecked, status(r, "AC-4"))
	assert.Equal(t, Status(report.Fail), status(r, "AC-5"))

	res.Findings[2].Status = finding.Baseline
	r = New(res, opts)
	assert.Equal(t, report.Conditional, r.Verdict)
	assert.False(t, r.Passes(), "a threshold fails still")
	opts.MinOwned = 66.6
	assert.True(t, New(res, opts).Passes())
	opts.MinOwned = 66.65
	assert.True(t, New(res, opts).Passes(), "what is shown is rounded, what counts is not")
	opts.MinOwned = 66.7
	assert.False(t, New(res, opts).Passes(), "2 of 3 is less")

	empty := New(new(finding.Result), Options{Complete: true, MinTracked: 100, MinOwned: 100, Rules: everyRule()})
	assert.Equal(t, report.Pass, empty.Verdict)
	assert.True(t, empty.Passes(), "of nothing all is owned")

	none := New(new(finding.Result), Options{})
	for _, q := range none.Requirements {
		assert.Equal(t, NotApplicable, q.Status, "%s: no package could be analysed", q.ID)
	}

	broken := New(new(finding.Result), Options{Rules: everyRule()})
	assert.Equal(t, report.Fail, broken.Verdict, "nothing was found, for not all could be analysed")
	assert.False(t, broken.Passes())
}

// Packages come worst first, and a share is never rounded up to a whole.
func TestOrder(t *testing.T) {
	r := New(sample())
	assert.Equal(t, "example.com/app/b", r.Packages[0].Path)
	assert.Equal(t, 1, r.Clean)
	assert.Equal(t, []Helper{{"(*sync.WaitGroup).Go", 2}, {"x|y.Go", 1}}, r.Helpers)
	s := Share{Good: 1999, Total: 2000}
	s.set()
	assert.Equal(t, 99.9, s.Percent)
}

// Timers that nobody keeps say nothing of whether goroutines are waited for: they are of
// AC-1, which without raw-go is not checked. What is found fails all the same.
func TestDroppedHandle(t *testing.T) {
	rules := everyRule()
	delete(rules.Ran, finding.RawGo)
	res := &finding.Result{Launches: []finding.Launch{{Class: finding.Detached, Package: "p"}}}
	r := New(res, Options{Complete: true, Rules: rules})
	assert.Equal(t, NotChecked, status(r, "AC-1"))
	res.Findings = []finding.Finding{{Rule: finding.DroppedHandle, Status: finding.New}}
	r = New(res, Options{Complete: true, Rules: rules})
	assert.Equal(t, Status(report.Fail), status(r, "AC-1"))
	assert.Equal(t, Status(report.Pass), status(r, "AC-3"))
}
