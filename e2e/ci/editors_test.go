package ci

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Vim reads findings, and those only, with the settings of the documentation.
func TestVim(t *testing.T) {
	vim, err := exec.LookPath("vim")
	if err != nil {
		vim, err = exec.LookPath("vim.tiny")
	}
	if err != nil {
		t.Skip("vim is not installed")
	}
	dir := repository(t, leaky)
	script := filepath.Join(t.TempDir(), "test.vim")
	require.NoError(t, os.WriteFile(script, []byte(blocks(t, "docs/editors.md", "vim")[0]+`
silent make
let s:lines = []
for s:e in getqflist()
	call add(s:lines, join([s:e.valid, bufname(s:e.bufnr), s:e.lnum, s:e.col, s:e.text], '|'))
endfor
call writefile(s:lines, 'quickfix')
qall!
`), 0o666))
	r := run(t, dir, map[string]string{"PATH": filepath.Dir(tether) + ":" + os.Getenv("PATH"), "TERM": "dumb"}, vim, "-N", "-u", "NONE", "-e", "-s", "-S", script)
	lines := strings.Split(strings.TrimSpace(read(filepath.Join(dir, "quickfix"))), "\n")
	require.Len(t, lines, 2, r.stdout+r.stderr)
	assert.True(t, strings.HasPrefix(lines[0], "1|app.go|6|2|goroutine running forever "), lines[0])
	assert.True(t, strings.HasPrefix(lines[1], "1|app.go|15|12|f opened by os.Open "), lines[1])
	assert.True(t, strings.HasSuffix(lines[1], "(unclosed/leak)"), lines[1])
}

// The task's matcher is the one that is tested elsewhere; go vet gets the flags that
// the settings have.
func TestVSCode(t *testing.T) {
	list := blocks(t, "docs/editors.md", "json")
	var settings struct {
		Flags []string `json:"go.vetFlags"`
	}
	require.NoError(t, json.Unmarshal([]byte(list[0]), &settings))
	var tasks struct {
		Tasks []struct {
			Command        string
			Args           []string
			ProblemMatcher struct{ Pattern any }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(list[1]), &tasks))
	var shipped struct {
		ProblemMatcher []struct{ Pattern []any }
	}
	require.NoError(t, json.Unmarshal([]byte(read(filepath.Join(root(t), "ci/problem-matcher.json"))), &shipped))
	task := tasks.Tasks[0]
	assert.Equal(t, shipped.ProblemMatcher[0].Pattern[0], task.ProblemMatcher.Pattern)

	dir := repository(t, leaky)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "bin"), 0o777))
	require.NoError(t, os.Symlink(tether, filepath.Join(dir, "bin/tether")))
	args := []string{"vet"}
	for _, flag := range settings.Flags {
		args = append(args, strings.ReplaceAll(flag, "${workspaceFolder}", dir))
	}
	r := run(t, dir, nil, "go", append(args, ".")...)
	assert.Equal(t, 1, r.code)
	assert.Contains(t, r.stderr, "app.go:6:2: goroutine running forever ")
	require.Equal(t, "tether", task.Command)
	assert.Equal(t, 1, run(t, dir, nil, tether, task.Args...).code)
}
