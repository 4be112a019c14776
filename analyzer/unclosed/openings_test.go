package unclosed_test

import (
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

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/driver"
)

// Each folder of testdata/src/openings is a module that takes some clauses of the
// rules and asks what they say of many small functions. A line is marked
// "// expect: unclosed/leak", and a line without a mark is quiet.
func TestOpenings(t *testing.T) {
	root, err := filepath.Abs("../../testdata/src/openings")
	require.NoError(t, err)
	modules, err := filepath.Glob(filepath.Join(root, "*", "go.mod"))
	require.NoError(t, err)
	require.NotEmpty(t, modules)
	for _, mod := range modules {
		dir := filepath.Dir(mod)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			want := expected(t, dir)
			require.NotEmpty(t, want)
			out, err := driver.Run(t.Context(), driver.Options{
				Dir: dir, Env: append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off"),
				Analyzers: []*analysis.Analyzer{analyzer.Unclosed},
			})
			require.NoError(t, err)
			require.Empty(t, out.Problems)
			var got []string
			for _, f := range out.Result.Findings {
				name, err := filepath.Rel(dir, f.File)
				require.NoError(t, err)
				got = append(got, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(name), f.Line, f.Rule))
			}
			slices.Sort(got)
			assert.Equal(t, strings.Join(want, "\n"), strings.Join(got, "\n"))
		})
	}
}

var expectation = regexp.MustCompile(`// expect: (unclosed/\S+)`)

// expected are the marks in a module, sorted.
func expected(t *testing.T, dir string) (list []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if m := expectation.FindStringSubmatch(line); m != nil {
				list = append(list, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(name), i+1, m[1]))
			}
		}
		return nil
	}))
	slices.Sort(list)
	return list
}
