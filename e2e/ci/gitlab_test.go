package ci

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// A template is the part of the GitLab template that a runner reads.
type template struct {
	Tether struct {
		Variables map[string]string
		Script    []string
		Artifacts struct {
			When    string
			Reports map[string]string
		}
	}
}

// runTemplate runs the job's script as GitLab's shell does: all lines in one, which
// ends with the first that fails.
func runTemplate(t *testing.T, text, dir string, variables map[string]string) result {
	t.Helper()
	var file template
	require.NoError(t, yaml.Unmarshal([]byte(text), &file))
	env := map[string]string{"CI": "true", "GITLAB_CI": "true", "PATH": toolPath(t)}
	for key, value := range file.Tether.Variables {
		env[key] = strings.ReplaceAll(value, "$CI_PROJECT_DIR", dir)
	}
	env["CI_PROJECT_DIR"] = dir
	for key, value := range variables {
		env[key] = value
	}
	assert.Equal(t, "always", file.Tether.Artifacts.When)
	assert.Equal(t, "gl-code-quality-report.json", file.Tether.Artifacts.Reports["codequality"])
	return run(t, dir, env, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", strings.Join(file.Tether.Script, "\n"))
}

func TestGitLab(t *testing.T) {
	dir := repository(t, leaky)
	require.Zero(t, run(t, dir, nil, tether, "init", "-quiet", "-with", "gitlab").code)
	text := read(filepath.Join(dir, ".gitlab-ci.yml"))
	assert.Equal(t, text, read(filepath.Join(root(t), "ci/gitlab.yml")), "the template is what init writes")

	r := runTemplate(t, text, dir, nil)
	assert.Equal(t, 1, r.code, r.stderr)
	assert.Contains(t, r.stdout, "go install github.com/tetherlint/tether/cmd/tether@latest\n")
	assert.Contains(t, r.stdout, "\napp.go:6:2: ")
	var issues []struct {
		Location struct{ Path string }
	}
	require.NoError(t, json.Unmarshal([]byte(read(filepath.Join(dir, "gl-code-quality-report.json"))), &issues))
	require.Len(t, issues, 2)
	assert.Equal(t, "app.go", issues[0].Location.Path)

	require.Zero(t, run(t, dir, nil, tether, "baseline").code)
	assert.Zero(t, runTemplate(t, text, dir, nil).code)
	assert.Equal(t, 1, runTemplate(t, text, dir, map[string]string{"TETHER_GATE": "-min-tracked=50"}).code)
	assert.Equal(t, 2, runTemplate(t, text, dir, map[string]string{"TETHER_FLAGS": "-tag=x"}).code)
	put(t, dir, "-- app.go --\npackage app\n")
	r = runTemplate(t, text, dir, nil)
	assert.Equal(t, 1, r.code, "the baseline is stale")
	assert.Contains(t, r.stdout, "gone")
	put(t, dir, broken)
	assert.Equal(t, 2, runTemplate(t, text, dir, nil).code)
}

// The recipe for any shell, as the documentation has it.
func TestGate(t *testing.T) {
	recipe := blocks(t, "docs/ci.md", "sh")[0]
	gate := func(dir string, variables map[string]string) result {
		env := map[string]string{"PATH": toolPath(t)}
		for key, value := range variables {
			env[key] = value
		}
		return run(t, dir, env, "sh", "-c", recipe)
	}
	dir := repository(t, leaky)
	git(t, dir, "checkout", "-q", "-b", "feature")
	put(t, dir, "-- ci/gate.sh --\n"+read(filepath.Join(root(t), "ci/gate.sh")))
	r := gate(dir, map[string]string{"TETHER_JUNIT": "junit.xml", "TETHER_GITLAB": "quality.json"})
	assert.Equal(t, 1, r.code, r.stderr)
	assert.Contains(t, r.stdout, "app.go:6:2: ")
	assert.Contains(t, read(filepath.Join(dir, "junit.xml")), "<testsuite")
	assert.Contains(t, read(filepath.Join(dir, "quality.json")), "check_name")
	assert.Contains(t, read(filepath.Join(dir, "tether.sarif")), "untracked/raw-go")
	assert.Contains(t, read(filepath.Join(dir, "tether.md")), "# tether: FAIL")

	// Files are named from where the gate runs, packages from where -C says.
	put(t, dir, "-- sub/sub.go --\npackage sub\n")
	r = gate(dir, map[string]string{"TETHER_FLAGS": "-C sub", "TETHER_JSON": "sub.json"})
	assert.Zero(t, r.code, r.stderr)
	assert.Contains(t, read(filepath.Join(dir, "sub.json")), `"verdict": "PASS"`)

	assert.Zero(t, gate(dir, map[string]string{"TETHER_NEW_FROM": "main"}).code)
	assert.Equal(t, 1, gate(dir, map[string]string{"TETHER_NEW_FROM": "main", "TETHER_MIN_OWNED": "100"}).code)
	assert.Equal(t, 2, gate(dir, map[string]string{"TETHER": "no-such-program"}).code)
	put(t, dir, broken)
	assert.Equal(t, 2, gate(dir, map[string]string{"TETHER_NEW_FROM": "main"}).code)
}
