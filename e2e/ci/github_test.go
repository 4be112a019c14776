package ci

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// An action is the part of action.yml that a runner reads.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Using string
		Steps []step
	}
}

type step struct {
	ID, Name, Uses, Shell, Run, If string
	With, Env                      map[string]string
}

func readAction(t *testing.T) *action {
	t.Helper()
	a := new(action)
	require.NoError(t, yaml.Unmarshal([]byte(read(filepath.Join(root(t), "action.yml"))), a))
	require.Equal(t, "composite", a.Runs.Using)
	return a
}

// A job is what a run of the action leaves behind.
type job struct {
	result
	workspace string
	summary   string
	output    map[string]string
}

var expression = regexp.MustCompile(`\$\{\{ (inputs|runner)\.([a-z-]+) \}\}`)

// runAction runs those steps of the action that are scripts, as a runner does: with
// its files, and expressions replaced, until one fails.
func runAction(t *testing.T, workspace string, inputs, env map[string]string) *job {
	t.Helper()
	a := readAction(t)
	for name := range inputs {
		require.Contains(t, a.Inputs, name)
	}
	temp := t.TempDir()
	values := func(s string) string {
		return expression.ReplaceAllStringFunc(s, func(s string) string {
			m := expression.FindStringSubmatch(s)
			switch value, ok := inputs[m[2]]; {
			case m[1] == "runner" && m[2] == "temp":
				return temp
			case m[1] == "inputs" && ok:
				return value
			case m[1] == "inputs":
				require.Contains(t, a.Inputs, m[2])
				return a.Inputs[m[2]].Default
			}
			t.Fatalf("the test knows no %s", s)
			return ""
		})
	}
	path, out, summary := filepath.Join(temp, "path"), filepath.Join(temp, "output"), filepath.Join(temp, "summary")
	j := &job{workspace: workspace, output: make(map[string]string)}
	search := toolPath(t)
	for i, s := range a.Runs.Steps {
		if s.Run == "" {
			continue
		}
		require.Equal(t, "bash", s.Shell)
		script := filepath.Join(temp, fmt.Sprintf("step%d.sh", i))
		require.NoError(t, os.WriteFile(script, []byte(values(s.Run)), 0o666))
		vars := map[string]string{
			"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": workspace, "GITHUB_ACTION_PATH": root(t), "RUNNER_TEMP": temp,
			"TETHER_RELEASES": releases, "RUNNER_OS": runnerOS[runtime.GOOS], "RUNNER_ARCH": runnerArch[runtime.GOARCH],
			"GITHUB_OUTPUT": out, "GITHUB_STEP_SUMMARY": summary, "GITHUB_PATH": path, "GITHUB_EVENT_NAME": "push", "GITHUB_BASE_REF": "",
			"PATH": strings.Join(append(strings.Fields(read(path)), search), string(os.PathListSeparator)),
		}
		for key, value := range env {
			vars[key] = value
		}
		for key, value := range s.Env {
			vars[key] = values(value)
		}
		r := run(t, workspace, vars, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
		j.code = r.code
		j.stdout += r.stdout
		j.stderr += r.stderr
		if r.code != 0 {
			break
		}
	}
	j.summary = read(summary)
	for line := range strings.Lines(read(out)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		j.output[key] = value
	}
	return j
}

type inputs = map[string]string

func TestActionFindings(t *testing.T) {
	j := runAction(t, repository(t, leaky), inputs{"sarif": "out.sarif"}, nil)
	assert.Equal(t, 1, j.code, j.stderr)
	assert.Regexp(t, `(?m)^app\.go:6:2: .*\(untracked/raw-go\)$`, j.stdout)
	assert.Contains(t, j.stdout, "::add-matcher::"+root(t)+"/ci/problem-matcher.json\n")
	assert.Contains(t, j.stdout, "::remove-matcher owner=tether::\n")
	assert.Contains(t, j.stdout, "tether ", "the version that was installed")
	assert.True(t, strings.HasPrefix(j.summary, "# tether: FAIL\n"), j.summary)
	assert.Equal(t, inputs{"exit-code": "1", "verdict": "FAIL", "new": "2", "sarif": filepath.Join(j.workspace, "out.sarif")}, j.output)
	var sarif struct{ Runs []struct{ Results []any } }
	require.NoError(t, json.Unmarshal([]byte(read(j.output["sarif"])), &sarif))
	assert.Len(t, sarif.Runs[0].Results, 2)
	assert.Equal(t, "app.go go.mod out.sarif", files(t, j.workspace))
}

func TestActionClean(t *testing.T) {
	j := runAction(t, repository(t, clean), nil, nil)
	assert.Zero(t, j.code, j.stdout+j.stderr)
	assert.True(t, strings.HasPrefix(j.summary, "# tether: PASS\n"), j.summary)
	assert.Equal(t, inputs{"exit-code": "0", "verdict": "PASS", "new": "0"}, j.output)
}

// What could not be analysed is never green, whatever else was found.
func TestActionFails(t *testing.T) {
	for _, tt := range []struct {
		name    string
		files   string
		inputs  inputs
		message string
	}{
		{"does not compile", leaky + "-- broken.go --\npackage app\n\nfunc F() { missing() }\n", nil, "undefined: missing"},
		{"bad config", leaky + "-- .tether.yml --\nacept: bound\n", nil, `.tether.yml:1:1: unknown key "acept"`},
		{"bad matrix", leaky, inputs{"matrix": "linux"}, "-matrix: want GOOS/GOARCH"},
		{"bad argument", leaky, inputs{"args": "-no-such-flag"}, "unknown flag -no-such-flag"},
		{"no module", "-- x.txt --\n", nil, "go.mod"},
		{"no directory", leaky, inputs{"working-directory": "nowhere"}, "::error title=tether::working-directory: there is no nowhere"},
		{"no base", leaky, inputs{"new-from": "auto"}, "::error title=tether::new-from: cannot fetch main"},
		{"no revision", leaky, inputs{"new-from": "v9"}, "-new-from"},
		{"no baseline", leaky, inputs{"baseline": "none.json"}, "none.json: there is no such baseline"},
		{"no SARIF", leaky, inputs{"sarif": "no/such/folder.sarif"}, "could not write no/such/folder.sarif"},
		{"bad threshold", leaky, inputs{"min-tracked": "most"}, `-min-tracked: want a number, not "most"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := runAction(t, repository(t, tt.files), tt.inputs, map[string]string{"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"})
			assert.Equal(t, 2, j.code, j.stdout+j.stderr)
			assert.Contains(t, j.stdout+j.stderr, tt.message)
			assert.Equal(t, "2", j.output["exit-code"])
		})
	}
}

// Below the workspace, annotations name files from its root.
func TestActionWorkingDirectory(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "deep/app"), leaky)
	j := runAction(t, dir, inputs{"working-directory": "deep/app"}, nil)
	assert.Equal(t, 1, j.code, j.stderr)
	assert.Contains(t, j.stdout, "::error file=deep/app/app.go,line=6,")
	assert.NotContains(t, j.stdout, "matcher")
}

// A pull request answers for what it changes, in a checkout as shallow as the
// runner's is.
func TestActionPullRequest(t *testing.T) {
	origin := repository(t, leaky)
	git(t, origin, "checkout", "-q", "-b", "feature")
	put(t, origin, "-- new.go --\npackage app\n\nfunc Start() {\n\tgo forever()\n}\n")
	commit(t, origin, "second")
	git(t, origin, "checkout", "-q", "main")
	put(t, origin, "-- late.go --\npackage app\n\nfunc Late() {\n\tgo forever()\n}\n")
	commit(t, origin, "late")
	env := map[string]string{"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}
	checkout := func(args ...string) string {
		dir := filepath.Join(t.TempDir(), "work")
		git(t, t.TempDir(), append(append([]string{"clone", "-q", "-b", "feature"}, args...), "file://"+origin, dir)...)
		return dir
	}

	for _, dir := range []string{checkout("--depth=1"), checkout()} {
		j := runAction(t, dir, inputs{"new-from": "auto"}, env)
		assert.Equal(t, 1, j.code, j.stderr)
		assert.Contains(t, j.stdout, "\nnew.go:4:2: ")
		assert.NotContains(t, j.stdout, "\napp.go:")
		assert.Equal(t, "1", j.output["new"])
	}
	j := runAction(t, checkout(), inputs{"new-from": "auto"}, nil)
	assert.Contains(t, j.stdout, "\napp.go:6:2: ", "a push is about all there is")
	j = runAction(t, checkout(), inputs{"new-from": "auto", "min-tracked": "100"}, env)
	assert.Equal(t, 1, j.code)
}

func TestActionBaseline(t *testing.T) {
	dir := repository(t, leaky)
	require.Zero(t, run(t, dir, nil, tether, "baseline").code)
	j := runAction(t, dir, inputs{"stale-baseline": "fail"}, nil)
	assert.Zero(t, j.code, j.stderr)
	assert.Equal(t, "CONDITIONAL PASS", j.output["verdict"])
	assert.Equal(t, "0", j.output["new"])

	j = runAction(t, dir, inputs{"min-tracked": "1"}, nil)
	assert.Equal(t, 1, j.code)
	assert.Contains(t, j.stderr, "tracked launches: 0.0 % is below the 1 % that are wanted")

	put(t, dir, "-- app.go --\npackage app\n")
	j = runAction(t, dir, nil, nil)
	assert.Zero(t, j.code)
	j = runAction(t, dir, inputs{"stale-baseline": "fail"}, nil)
	assert.Equal(t, 1, j.code)
	assert.Contains(t, j.stdout, "2 findings of it are gone")
	j = runAction(t, repository(t, clean), inputs{"stale-baseline": "fail"}, nil)
	assert.Zero(t, j.code, j.stdout)
}

func TestActionFlags(t *testing.T) {
	dir := repository(t, leaky+"-- sub/sub.go --\n//go:build special\n\npackage sub\n\nfunc F() {\n\tgo F()\n}\n-- other.yml --\nrules: {raw-go: off}\n")
	j := runAction(t, dir, inputs{"tags": "special", "packages": "./sub ./sub/...", "args": "-rule raw-go -j 1"}, nil)
	assert.Equal(t, 1, j.code, j.stderr)
	assert.Equal(t, "1", j.output["new"])
	j = runAction(t, dir, inputs{"matrix": "linux/amd64, linux/amd64+special", "rule": "raw-go, leak"}, nil)
	assert.Contains(t, j.stdout, "seen on linux/amd64+special only")
	j = runAction(t, dir, inputs{"config": "other.yml"}, nil)
	assert.Equal(t, "1", j.output["new"])
}

// Without a version the release of the action's own is installed; another by its name.
func TestActionVersion(t *testing.T) {
	own := strings.TrimSpace(read(filepath.Join(root(t), "VERSION")))
	for version, installed := range map[string]string{"": own, "v9.8.7": "v9.8.7", "latest": "v9.8.7"} {
		j := runAction(t, repository(t, clean), inputs{"version": version}, map[string]string{"GOFLAGS": "-mod=vendor", "GOOS": "plan9"})
		assert.Zero(t, j.code, j.stderr)
		assert.Contains(t, j.stdout, "tether_"+installed[1:]+"_")
		assert.Contains(t, j.stdout, ": OK\n")
	}
}

// It builds only where that was asked for.
func TestActionFromSource(t *testing.T) {
	env := map[string]string{"TETHER_RELEASES": "http://127.0.0.1:1", "GOFLAGS": "-mod=vendor", "GOOS": "plan9"}
	j := runAction(t, repository(t, clean), inputs{"version": "source"}, env)
	assert.Zero(t, j.code, j.stderr)
	assert.NotContains(t, j.stdout, ": OK\n")
	j = runAction(t, repository(t, clean), nil, env)
	assert.Equal(t, 2, j.code)
	assert.Contains(t, j.stdout, "version: source builds it")
}

// Nothing is installed that is not what the release says.
func TestActionChecksum(t *testing.T) {
	for version, message := range map[string]string{
		"v6.6.6": "is not what its release says it is",
		"v5.5.5": "has no checksum in its release",
		"v4.4.4": "cannot download ",
	} {
		j := runAction(t, repository(t, clean), inputs{"version": version}, nil)
		assert.Equal(t, 2, j.code, version)
		assert.Contains(t, j.stdout, message)
		assert.NotContains(t, j.stdout, "tether v")
	}
	j := runAction(t, repository(t, clean), nil, map[string]string{"RUNNER_ARCH": "X86"})
	assert.Equal(t, 2, j.code)
	assert.Contains(t, j.stdout, "no release for X86")
}

// On Windows it is the zip. (What is in it here runs on this machine all the same.)
func TestActionZip(t *testing.T) {
	if _, err := exec.LookPath("unzip"); err != nil {
		t.Skip("unzip is not installed")
	}
	j := runAction(t, repository(t, clean), nil, map[string]string{"RUNNER_OS": "Windows"})
	assert.Contains(t, j.stdout, ".zip: OK\n")
	assert.Contains(t, j.stdout, "tether ")
}

// Actions of others are pinned by commit, and say which release that is.
func TestPinned(t *testing.T) {
	pinned := regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	for _, file := range []string{"action.yml", "internal/cli/snippets/github.yaml", "internal/cli/snippets/github-daily.yaml", "docs/ci.md", ".github/workflows/ci.yml", ".github/workflows/release.yml"} {
		n := 0
		for line := range strings.Lines(read(filepath.Join(root(t), file))) {
			if _, uses, ok := strings.Cut(line, "uses: "); ok && !strings.HasPrefix(uses, "tetherlint/") {
				assert.Regexp(t, pinned, strings.TrimSpace(uses), file)
				n++
			}
		}
		assert.NotZero(t, n, file)
	}
}
