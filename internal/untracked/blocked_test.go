package untracked_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/finding"
)

const (
	trackedModule = "github.com/tetherlint/tether/tracked"
	require126    = "module example.com/p\n\ngo 1.26.0\n"
	launchOne     = "package p\n\nfunc work() {}\n\nfunc f() {\n\tgo work()\n}\n"
	taskConfig    = "helpers:\n  - launch: example.com/p/task.Go\n"
	taskSource    = "package task\n\nimport \"context\"\n\nfunc Go(ctx context.Context, name string, fn func(context.Context) error) {}\n"
)

// Where a module, or what else is outside the package, stands in the way there is no
// fix, and the message does not depend on it.
func TestBlockedFixes(t *testing.T) {
	for name, c := range map[string]struct {
		files          map[string]string
		needs, blocked string
		fixed          bool
	}{
		"not required": {
			files: map[string]string{"go.mod": require126},
			needs: trackedModule,
		},
		"helper not required": {
			files: map[string]string{"go.mod": require126, ".tether.yml": "helpers:\n  - launch: example.com/other/task.Go\n    call: task.Go(ctx, name, func(ctx context.Context) error)\n"},
			needs: "example.com/other/task",
		},
		"helper of the module": {
			files: map[string]string{"go.mod": require126, ".tether.yml": taskConfig, "task/task.go": taskSource},
			fixed: true,
		},
		"import cycle": {
			files: map[string]string{
				"go.mod": require126, ".tether.yml": taskConfig,
				"task/task.go":   taskSource,
				"task/more.go":   "package task\n\nimport \"example.com/p/mid\"\n\nvar Y = mid.X\n",
				"mid/mid.go":     "package mid\n\nimport \"example.com/p\"\n\nvar X = p.X\n",
				"p_x.go":         "package p\n\nvar X int\n",
				"task/ignore.go": "//go:build ignore\n\npackage main\n",
			},
			blocked: "importing example.com/p/task would be an import cycle",
		},
		"internal": {
			files: map[string]string{
				"go.mod":       require126 + "\nrequire example.com/other v1.0.0\n\nreplace example.com/other => ./other\n",
				".tether.yml":  "helpers:\n  - launch: example.com/other/internal/task.Go\n    call: task.Go(ctx, name, func(ctx context.Context) error)\n",
				"other/go.mod": "module example.com/other\n",
			},
			blocked: "example.com/other/internal/task is internal",
		},
		"one line": {
			files: map[string]string{
				"go.mod": require126, ".tether.yml": taskConfig, "task/task.go": taskSource,
				"p.go": "package p; func work() {}\n\nfunc f() {\n\tgo work()\n}\n",
			},
			blocked: "the imports stand on the line of the package clause",
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if c.files["p.go"] == "" {
				c.files["p.go"] = launchOne
			}
			for name, text := range c.files {
				require.NoError(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700))
				write(t, dir, name, text)
			}
			found := findingsIn(t, dir)
			require.Len(t, found, 1)
			assert.Equal(t, c.fixed, found[0].Fix != nil)
			assert.Equal(t, c.needs, found[0].Needs)
			assert.Equal(t, c.blocked, found[0].NoFix)
			assert.NotContains(t, found[0].Message, "no safe fix")
		})
	}
}

// A fix ends its lines as the file does.
func TestFixCRLF(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "go.mod", require126)
	write(t, dir, ".tether.yml", taskConfig)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "task"), 0o700))
	write(t, dir, "task/task.go", taskSource)
	write(t, dir, "p.go", strings.ReplaceAll(launchOne, "\n", "\r\n"))
	found := findingsIn(t, dir)
	require.Len(t, found, 1)
	require.NotNil(t, found[0].Fix)
	for _, e := range found[0].Fix.Edits {
		assert.Equal(t, strings.Count(e.NewText, "\n"), strings.Count(e.NewText, "\r\n"), "%q", e.NewText)
	}
}

func findingsIn(t *testing.T, dir string) (list []finding.Finding) {
	t.Helper()
	for _, r := range analysistest.Run(quiet{t}, dir, analyzer.Untracked, ".") {
		require.NoError(t, r.Err)
		list = append(list, r.Result.(*finding.Result).Findings...)
	}
	return list
}
