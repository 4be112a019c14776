package analyzer_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOutside builds testdata/linter as a module of its own, which can use nothing but
// what is exported, and runs it on testdata/app.
func TestOutside(t *testing.T) {
	if testing.Short() {
		t.Skip("links a program")
	}
	linter := buildLinter(t)
	for name, tt := range map[string]struct {
		env  []string
		exit int
		want []string
	}{
		"claims": {env: []string{"LINTER_PROFILE=claims"}, exit: 3, want: []string{"app.go:11 unclosed/leak", "app.go:28 unclosed/leak"}},
		"strict": {exit: 3, want: []string{"app.go:11 unclosed/leak", "app.go:23 untracked/raw-go", "app.go:28 unclosed/leak"}},
		"off":    {env: []string{"LINTER_OFF=leak raw-go"}},
		"config": {env: []string{"LINTER_CONFIG=rules: {raw-go: off}"}, exit: 3, want: []string{"app.go:11 unclosed/leak", "app.go:28 unclosed/leak"}},
	} {
		t.Run(name, func(t *testing.T) {
			exit, stderr := runLinter(t, linter, tt.env)
			assert.Equal(t, tt.exit, exit, stderr)
			var got []string
			for _, m := range regexp.MustCompile(`(?m)(\w+\.go:\d+):\d+: .*\((\w+/[\w-]+)\)$`).FindAllStringSubmatch(stderr, -1) {
				got = append(got, m[1]+" "+m[2])
			}
			assert.ElementsMatch(t, tt.want, got, stderr)
		})
	}
	exit, stderr := runLinter(t, linter, []string{"LINTER_ACCEPT=all"})
	assert.Equal(t, 1, exit)
	assert.Contains(t, stderr, `analyzer.Options.accept: want tracked, joined or bound, not "all"`)
}

// buildLinter copies the program out of the tree and builds it there.
func buildLinter(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	for from, to := range map[string]string{"testdata/linter/main.go": "main.go", "../go.mod": "go.mod", "../go.sum": "go.sum"} {
		text, err := os.ReadFile(filepath.FromSlash(from))
		require.NoError(t, err)
		if to == "go.mod" { // what tether requires is what a program needs that requires tether
			text = bytes.Replace(text, []byte("module github.com/tetherlint/tether"), []byte("module example.com/linter"), 1)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, to), text, 0o600))
	}
	gocmd(t, dir, "mod", "edit", "-require=github.com/tetherlint/tether@v0.0.0", "-replace=github.com/tetherlint/tether="+root)
	gocmd(t, dir, "build", "-mod=mod", "-o", "linter"+exe(), ".")
	return filepath.Join(dir, "linter"+exe())
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

func gocmd(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "go %s: %s", strings.Join(args, " "), out)
}

func runLinter(t *testing.T, linter string, env []string) (exit int, stderr string) {
	t.Helper()
	cmd := exec.Command(linter, "./...")
	cmd.Dir = filepath.Join("testdata", "app")
	cmd.Env = append(os.Environ(), append(env, "GOWORK=off")...)
	var text strings.Builder
	cmd.Stderr = &text
	if err := cmd.Run(); err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return cmd.ProcessState.ExitCode(), text.String()
}
