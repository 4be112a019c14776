// Package clauses is for tests: it compares what an analyzer finds in folders of
// many small functions with the marks on their lines.
//
// Each folder is a module. Marks are those of analysistest, but for what they are about:
// the rule and the class in place of the message, as in
//
//	go work() // want "untracked/raw-go detached"
//
// or in /* want "..." */ before a comment that ends the line. A line without a mark is
// quiet.
package clauses

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
)

// Test runs the analyzer over each module in a folder, one subtest each.
func Test(t *testing.T, folder string, a *analysis.Analyzer) {
	root, err := filepath.Abs(folder)
	require.NoError(t, err)
	modules, err := filepath.Glob(filepath.Join(root, "*", "go.mod"))
	require.NoError(t, err)
	require.NotEmpty(t, modules)
	for _, mod := range modules {
		dir := filepath.Dir(mod)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			want := marks(t, dir)
			require.NotEmpty(t, want)
			got := findings(t, dir, a)
			missing := func(list, from []string) []string {
				return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(from, s) })
			}
			assert.Empty(t, missing(want, got), "missed")
			assert.Empty(t, missing(got, want), "not expected")
			assert.Len(t, got, len(want))
		})
	}
}

var (
	mark   = regexp.MustCompile(`(?://|/\*) want ((?:"[^"]*"\s*)+)`)
	quoted = regexp.MustCompile(`"([^"]*)"`)
)

// marks are the expectations in a module, one a line, sorted.
func marks(t *testing.T, dir string) (list []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		lines := bufio.NewScanner(f)
		for n := 1; lines.Scan(); n++ {
			if m := mark.FindStringSubmatch(lines.Text()); m != nil {
				for _, item := range quoted.FindAllStringSubmatch(m[1], -1) {
					list = append(list, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(name), n, item[1]))
				}
			}
		}
		return lines.Err()
	}))
	slices.Sort(list)
	return list
}

// findings are those of the analyzer in a module, in the form of its marks. Classes go
// without saying for rules other than raw-go and dropped-handle.
func findings(t *testing.T, dir string, a *analysis.Analyzer) (list []string) {
	t.Helper()
	out, err := driver.Run(t.Context(), driver.Options{
		Dir: dir, Tests: true, Env: append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off"),
		Analyzers: []*analysis.Analyzer{a},
	})
	require.NoError(t, err)
	require.Empty(t, out.Problems)
	seen := map[string]bool{}
	for _, f := range out.Result.Findings {
		name, err := filepath.Rel(dir, f.File)
		require.NoError(t, err)
		text := fmt.Sprintf("%s:%d: %s", filepath.ToSlash(name), f.Line, f.Rule)
		at := fmt.Sprintf("%s:%d", text, f.Column)
		analyzer, _, _ := strings.Cut(string(f.Rule), "/")
		others := analyzer != a.Name && analyzer != "tether"
		if f.Status == finding.Suppressed || others || seen[at] { // seen in the package, and again in its test variant
			continue
		}
		seen[at] = true
		if f.Rule == finding.RawGo || f.Class == finding.Detached {
			text += " " + string(f.Class)
		}
		list = append(list, text)
	}
	slices.Sort(list)
	return list
}
