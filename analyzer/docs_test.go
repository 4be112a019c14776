package analyzer_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

var example = regexp.MustCompile("(?s)\\*\\*(Bad|Good)\\*\\*\n\n```go\n(.*?)```")

// The examples in the documentation are what they say: the rule reports the bad
// one, and no rule of its analyzer reports the good one.
func TestDocExamples(t *testing.T) {
	for _, r := range rules.All() {
		rule := string(r.Name)
		t.Run(rule, func(t *testing.T) {
			found := example.FindAllStringSubmatch(r.Doc, -1)
			require.Len(t, found, 2)
			for _, m := range found {
				got := lint(t, rule, m[2])
				if m[1] == "Good" {
					assert.Empty(t, got)
					continue
				}
				require.Len(t, got, 1)
				assert.Equal(t, finding.Rule(rule), got[0].Rule)
				if rule != "untracked/raw-go" { // whose fix asks for more than the example shows
					none := strings.Contains(r.Doc, "\n**Fix.** None")
					assert.Equal(t, none, got[0].Fix == nil, "what the page says of a fix")
				}
			}
		})
	}
}

func lint(t *testing.T, rule, code string) (found []finding.Finding) {
	dir := t.TempDir()
	var file strings.Builder
	file.WriteString("package doc\n\nimport (\n")
	for _, path := range []string{"context", "io", "net", "net/http", "os", "os/exec", "sync"} {
		if regexp.MustCompile(`\b` + filepath.Base(path) + `\.[A-Z]`).MatchString(code) {
			file.WriteString("\t\"" + path + "\"\n")
		}
	}
	if strings.Contains(code, "metrics.") {
		file.WriteString("\t\"example.com/metrics\"\n")
	}
	file.WriteString(")\n\n" + code)
	module := "module example.com/doc\n\ngo 1.26.0\n"
	if strings.Contains(code, "metrics.") {
		module += "\nrequire example.com/metrics v1.0.0\n\nreplace example.com/metrics => ./metrics\n"
		writeMetrics(t, filepath.Join(dir, "metrics"))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(module), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "doc.go"), []byte(file.String()), 0o600))
	out, err := driver.Run(t.Context(), driver.Options{Dir: dir, Patterns: []string{"."}, Analyzers: []*analysis.Analyzer{byName(t, rule)}})
	require.NoError(t, err)
	require.Empty(t, out.Problems)
	for _, f := range out.Result.Findings {
		// A directive is about another rule's finding, which may be there too.
		if f.Status == finding.New && (f.Rule == finding.Rule(rule) || !strings.HasPrefix(rule, "tether/")) {
			found = append(found, f)
		}
	}
	return found
}

// writeMetrics writes the dependency that examples may call.
func writeMetrics(t *testing.T, dir string) {
	const code = `package metrics

type Pusher struct{ stop chan struct{} }

func Push(addr string) (*Pusher, error) {
	p := &Pusher{stop: make(chan struct{})}
	go p.push(addr)
	return p, nil
}

func (p *Pusher) Stop() { close(p.stop) }

func (p *Pusher) push(string) { <-p.stop }
`
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/metrics\n\ngo 1.26.0\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "metrics.go"), []byte(code), 0o600))
}

// byName is the analyzer that reports a rule, which is on, whatever its default.
func byName(t *testing.T, rule string) *analysis.Analyzer {
	c := *config.Default()
	c.Off = maps.Clone(c.Off)
	delete(c.Off, finding.Rule(rule))
	name, _, _ := strings.Cut(rule, "/")
	if name == "tether" {
		name = "untracked"
	}
	for _, a := range suite.New(unit.Options{Config: &c}) {
		if a.Name == name {
			return a
		}
	}
	t.Fatalf("no analyzer %s", name)
	return nil
}

// The analyzers are valid, as vet and golangci-lint want them, and in order.
func TestAnalyzers(t *testing.T) {
	require.NoError(t, analysis.Validate(analyzer.All))
	assert.Equal(t, analyzer.All, []*analysis.Analyzer{analyzer.Untracked, analyzer.Unclosed})
	assert.Equal(t, "untracked", analyzer.Untracked.Name)
	assert.Equal(t, "unclosed", analyzer.Unclosed.Name)
}
