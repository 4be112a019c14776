package ci

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// better is a report of a day on which more was tracked.
const better = `-- tether-reports/2026-01-07.json --
{"version": 1, "complete": true, "rules": {"untracked/raw-go": 2}, "summary": {"launches": {"total": 3, "tracked": 1}, "resources": {"total": 3}}}
`

// daily checks a day after the other: the report is kept, the page made, and the run
// fails on what the baseline does not know and on a share that is smaller than it was.
func daily(t *testing.T, dir string, run func() result) {
	t.Helper()
	kept := func() (names []string) {
		names, err := filepath.Glob(filepath.Join(dir, "tether-reports", "20*.json"))
		require.NoError(t, err)
		return names
	}
	r := run()
	assert.Equal(t, 1, r.code, r.stdout+r.stderr)
	require.Len(t, kept(), 1)
	assert.Contains(t, read(kept()[0]), `"verdict": "FAIL"`)
	assert.Contains(t, read(filepath.Join(dir, "tether-report.html")), `id="trend"`)

	require.Zero(t, runTether(t, dir, "baseline").code)
	r = run()
	assert.Zero(t, r.code, r.stdout+r.stderr)
	assert.Contains(t, read(kept()[0]), `"verdict": "CONDITIONAL PASS"`)

	put(t, dir, better)
	r = run()
	assert.Equal(t, 1, r.code, r.stdout+r.stderr)
	assert.Contains(t, r.stdout+r.stderr, "tracked launches of 2026-01-07.json: 0.0 % is below the 33.3 % that are wanted")
	assert.Contains(t, read(filepath.Join(dir, "tether-report.html")), "<td>2026-01-07<td")

	put(t, dir, broken)
	r = run()
	assert.Equal(t, 2, r.code, r.stdout+r.stderr)
	assert.Len(t, kept(), 2)
}

func runTether(t *testing.T, dir string, args ...string) result {
	return run(t, dir, nil, tether, args...)
}

// The workflow that init writes: its inputs, given to the action.
func TestDailyGitHub(t *testing.T) {
	dir := repository(t, leaky)
	require.Zero(t, runTether(t, dir, "init", "-quiet", "-with", "github").code)
	text := read(filepath.Join(dir, ".github/workflows/tether-daily.yml"))
	assert.Empty(t, lint(t, text))
	assert.Empty(t, lint(t, local(text)))
	var workflow struct {
		On   struct{ Schedule []struct{ Cron string } }
		Jobs map[string]struct{ Steps []step }
	}
	require.NoError(t, yaml.Unmarshal([]byte(text), &workflow))
	require.Len(t, workflow.On.Schedule, 1)
	var inputs map[string]string
	for _, s := range workflow.Jobs["report"].Steps {
		if strings.HasPrefix(s.Uses, "tetherlint/tether@") {
			inputs = s.With
		}
	}
	require.NotEmpty(t, inputs)
	daily(t, dir, func() result { return runAction(t, dir, inputs, nil).result })
}

// The job that GitLab runs on a schedule.
func TestDailyGitLab(t *testing.T) {
	dir := repository(t, leaky)
	require.Zero(t, runTether(t, dir, "init", "-quiet", "-with", "gitlab").code)
	var file map[string]struct {
		Rules     []struct{ If string }
		Variables map[string]string
		Script    []string
		Artifacts struct {
			When  string
			Paths []string
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(read(filepath.Join(dir, ".gitlab-ci.yml"))), &file))
	job := file["tether-daily"]
	require.Len(t, job.Rules, 1)
	assert.Equal(t, `$CI_PIPELINE_SOURCE == "schedule"`, job.Rules[0].If)
	assert.Equal(t, "always", job.Artifacts.When)
	env := map[string]string{"CI": "true", "GITLAB_CI": "true", "PATH": toolPath(t), "CI_PROJECT_DIR": dir}
	for key, value := range job.Variables {
		env[key] = strings.ReplaceAll(value, "$CI_PROJECT_DIR", dir)
	}
	daily(t, dir, func() result {
		return run(t, dir, env, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", strings.Join(job.Script, "\n"))
	})
}

// The page alone, without reports that are kept, fails nothing by itself.
func TestGatePage(t *testing.T) {
	dir := repository(t, leaky)
	env := map[string]string{"PATH": toolPath(t), "TETHER": tether, "TETHER_PAGE": "page.html", "TETHER_NEW_FROM": "HEAD"}
	r := run(t, dir, env, "sh", filepath.Join(root(t), "ci/gate.sh"))
	assert.Zero(t, r.code, r.stdout+r.stderr)
	assert.Contains(t, read(filepath.Join(dir, "page.html")), "<!DOCTYPE html>")
}
