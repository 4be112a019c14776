package untracked_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/finding"
)

func TestWaitGroupGo(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, module(t, "wggo"), analyzer.Untracked, ".")
}

func TestLaunchFixes(t *testing.T) {
	for _, pkg := range fixtures {
		t.Run(pkg, func(t *testing.T) {
			analysistest.RunWithSuggestedFixes(t, module(t, "fixes"), analyzer.Untracked, "./"+pkg)
		})
	}
}

// fixtures are the packages of the module fixes, each about one thing.
var fixtures = []string{"owned", "helper", "stopper", "global", "first", "refuses", "recovers", "unseen", "handles", "groups", "started", "templated", "hazards", "computed", "letsgo", "kept", "servers", "told", "beside", "quieted", "ownfirst", "followed", "ownwait", "stored", "perhaps", "zeroed"}

func module(t *testing.T, name string) string {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/src/" + name)
	require.NoError(t, err)
	return dir
}

// What the fixes make compiles, passes vet, and is fixed for good.
func TestLaunchFixesAgain(t *testing.T) {
	from, dir := module(t, "fixes"), filepath.Join(t.TempDir(), "fixes")
	require.NoError(t, os.CopyFS(dir, os.DirFS(from)))
	goldens, err := filepath.Glob(filepath.Join(dir, "*", "*.golden"))
	require.NoError(t, err)
	require.NotEmpty(t, goldens)
	for _, golden := range goldens {
		require.NoError(t, os.Rename(golden, strings.TrimSuffix(golden, ".golden")))
	}
	mod, err := os.ReadFile(filepath.Join(from, "go.mod"))
	require.NoError(t, err)
	write(t, dir, "go.mod", strings.NewReplacer(" => ../", " => "+filepath.Join(from, "..")+"/").Replace(string(mod)))

	vet := exec.Command("go", "vet", "./...")
	vet.Dir = dir
	out, err := vet.CombinedOutput()
	require.NoError(t, err, "%s", out)
	for _, r := range analysistest.Run(quiet{t}, dir, analyzer.Untracked, "./...") {
		for _, f := range r.Result.(*finding.Result).Findings {
			assert.Nil(t, f.Fix, "%s:%d: %s", f.File, f.Line, f.Message)
		}
	}
}

// What the fixes make compiles, passes vet, and is fixed for good.
func TestWaitGroupGoAgain(t *testing.T) {
	from, dir := module(t, "wggo"), t.TempDir()
	for _, name := range []string{"wggo.go.golden", "none.go", "old.go"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		require.NoError(t, err)
		write(t, dir, strings.TrimSuffix(name, ".golden"), string(text))
	}
	write(t, dir, "go.mod", "module example.com/wggo\n\ngo 1.26.0\n")
	vet := exec.Command("go", "vet", ".")
	vet.Dir = dir
	out, err := vet.CombinedOutput()
	require.NoError(t, err, "%s", out)

	for _, r := range analysistest.Run(quiet{t}, dir, analyzer.Untracked, ".") {
		for _, f := range r.Result.(*finding.Result).Findings {
			assert.Nil(t, f.Fix, "%s:%d", f.File, f.Line)
		}
	}
}

// In a file that imports "C" the positions are those of generated code.
func TestNoFixWithC(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "go.mod", "module example.com/c\n\ngo 1.26.0\n")
	const launches = `
import "sync"

func f(wg *sync.WaitGroup) {
	wg.Add(1)
	go func() {
		defer wg.Done()
	}()
}
`
	write(t, dir, "with.go", "package c\n\nimport \"C\"\n"+launches)
	write(t, dir, "without.go", "package c\n"+strings.ReplaceAll(launches, "func f", "func g"))
	fixes := 0
	for _, r := range analysistest.Run(quiet{t}, dir, analyzer.Untracked, ".") {
		for _, f := range r.Result.(*finding.Result).Findings {
			assert.False(t, f.Fix != nil && filepath.Base(f.File) == "with.go")
			if f.Fix != nil {
				fixes++
			}
		}
	}
	assert.Positive(t, fixes)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
}
