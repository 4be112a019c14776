package ci

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// lint checks a workflow of a repository that has the action at its root, and
// returns what is wrong. Scripts are checked by shellcheck where that is installed.
func lint(t *testing.T, workflow string) (problems []string) {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "-- .github/workflows/w.yml --\n"+workflow+"\n-- action.yml --\n"+read(filepath.Join(root(t), "action.yml")))
	require.NoError(t, os.Mkdir(filepath.Join(dir, ".git"), 0o777))
	shellcheck, _ := exec.LookPath("shellcheck")
	l, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{WorkingDir: dir, Shellcheck: shellcheck})
	require.NoError(t, err)
	project, err := actionlint.NewProject(dir)
	require.NoError(t, err)
	errs, err := l.LintFile(filepath.Join(dir, ".github/workflows/w.yml"), project)
	require.NoError(t, err)
	for _, e := range errs {
		problems = append(problems, e.Error())
	}
	return problems
}

// local makes a workflow use the action beside it, whose inputs are then checked.
func local(workflow string) string {
	return regexp.MustCompile(`uses: tetherlint/tether@\S+`).ReplaceAllString(workflow, "uses: ./")
}

// blocks returns the code blocks of a language in a document.
func blocks(t *testing.T, document, language string) (list []string) {
	t.Helper()
	text := read(filepath.Join(root(t), document))
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	require.NotEmpty(t, list, document)
	return list
}

func TestWorkflows(t *testing.T) {
	dir := repository(t, clean)
	require.Zero(t, run(t, dir, nil, tether, "init", "-quiet", "-with", "github").code)
	workflows := []string{read(filepath.Join(dir, ".github/workflows/tether.yml"))}
	for _, block := range blocks(t, "docs/ci.md", "yaml") {
		if strings.Contains(block, "runs-on:") {
			workflows = append(workflows, block)
		}
	}
	require.Greater(t, len(workflows), 2)
	for _, w := range workflows {
		assert.Contains(t, w, "uses: tetherlint/tether@")
		assert.Empty(t, lint(t, w))
		assert.Empty(t, lint(t, local(w)))
	}
	// It would say so.
	assert.NotEmpty(t, lint(t, strings.Replace(local(workflows[0]), "stale-baseline", "stale", 1)))
}

// The steps of the action are checked as those of a workflow with the same inputs.
func TestActionFile(t *testing.T) {
	var whole struct {
		Inputs map[string]yaml.Node
		Runs   struct{ Steps yaml.Node }
	}
	text := read(filepath.Join(root(t), "action.yml"))
	require.NoError(t, yaml.Unmarshal([]byte(text), &whole))
	names := make(map[string]any)
	for name := range whole.Inputs {
		names[name] = map[string]string{"type": "string"}
	}
	workflow := func(steps yaml.Node) string {
		out, err := yaml.Marshal(map[string]any{
			"on":   map[string]any{"workflow_call": map[string]any{"inputs": names}},
			"jobs": map[string]any{"action": map[string]any{"runs-on": "ubuntu-latest", "steps": &steps}},
		})
		require.NoError(t, err)
		return string(out)
	}
	assert.Empty(t, lint(t, workflow(whole.Runs.Steps)))
	assert.NotEmpty(t, lint(t, strings.Replace(workflow(whole.Runs.Steps), "inputs.min-owned", "inputs.min-own", 1)))

	// Each input is used, and described where users look.
	docs := read(filepath.Join(root(t), "docs/ci.md"))
	for name := range whole.Inputs {
		assert.Contains(t, text, "inputs."+name)
		assert.Contains(t, docs, "| `"+name+"` |")
	}
}

func TestShellcheck(t *testing.T) {
	shellcheck, err := exec.LookPath("shellcheck")
	if err != nil {
		t.Skip("shellcheck is not installed")
	}
	r := run(t, root(t), nil, shellcheck, "ci/gate.sh", "ci/github/check.sh", "ci/github/install.sh")
	assert.Zero(t, r.code, r.stdout)
}

// The problem matcher reads each finding of the text format, and nothing else.
func TestProblemMatcher(t *testing.T) {
	var file struct {
		ProblemMatcher []struct {
			Owner   string
			Pattern []struct {
				Regexp                            string
				File, Line, Column, Message, Code int
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(read(filepath.Join(root(t), "ci/problem-matcher.json"))), &file))
	require.Equal(t, "tether", file.ProblemMatcher[0].Owner)
	p := file.ProblemMatcher[0].Pattern[0]
	re := regexp.MustCompile(p.Regexp)

	dir := repository(t, leaky+"-- sub/my file.go --\npackage sub\n\nfunc F() {\n\tgo F() //tether:allow leak nothing leaks\n}\n")
	text := run(t, dir, nil, tether)
	require.Equal(t, 1, text.code)
	var report struct {
		Findings []struct {
			Rule, File, Message string
			Line, Column        int
		}
	}
	require.NoError(t, json.Unmarshal([]byte(run(t, dir, nil, tether, "-format", "json").stdout), &report))
	require.Len(t, report.Findings, 4)
	var want, got [][]string
	for _, f := range report.Findings {
		message := strings.TrimSuffix(f.Message, " ("+f.Rule+")")
		want = append(want, []string{f.File, strconv.Itoa(f.Line), strconv.Itoa(f.Column), message, f.Rule})
	}
	for line := range strings.Lines(text.stdout) {
		if m := re.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil {
			got = append(got, []string{m[p.File], m[p.Line], m[p.Column], m[p.Message], m[p.Code]})
		}
	}
	assert.Equal(t, want, got)
	m := re.FindStringSubmatch(`C:\app\a.go:1:2: message (untracked/raw-go)`)
	require.NotNil(t, m)
	assert.Equal(t, `C:\app\a.go`, m[p.File])
}
