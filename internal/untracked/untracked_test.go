package untracked_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// testdata is a module of its own, since the rules depend on modules.
func testdata(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/src/untracked")
	require.NoError(t, err)
	return dir
}

func TestRawGo(t *testing.T) {
	analysistest.Run(t, testdata(t), analyzer.Untracked, "./launches", "./contexts", "./channels", "./awaited", "./counted", "./odd", "./wrapped", "./shared", "./stops", "./evidence", "./missed")
}

func TestRawGoImported(t *testing.T) {
	analysistest.Run(t, testdata(t), analyzer.Untracked, "./imported")
}

func TestUnwaited(t *testing.T) {
	analysistest.Run(t, testdata(t), analyzer.Untracked, "./unwaited")
}

func TestDroppedHandle(t *testing.T) {
	analysistest.Run(t, testdata(t), analyzer.Untracked, "./dropped/...")
}

// Helpers, denials and launchers come from the config beside the packages.
func TestConfiguredHelpers(t *testing.T) {
	analysistest.Run(t, testdata(t), analyzer.Untracked, "./helpers/...")
}

// A code base with one helper, which it hardly uses: each of its go statements is
// found, once and with its class, but for the one in the helper.
func TestCodebase(t *testing.T) {
	dir, err := filepath.Abs("../../testdata/src/codebase")
	require.NoError(t, err)
	at := map[string]bool{}
	raw, tracked := 0, 0
	for _, r := range analysistest.Run(t, dir, analyzer.Untracked, "./...") {
		result := r.Result.(*finding.Result)
		for _, l := range result.Launches {
			place := fmt.Sprint(l.File, l.Offset)
			assert.False(t, at[place], "twice: %s:%d", l.File, l.Line)
			at[place] = true
			if l.Class == finding.Tracked {
				tracked++
			} else {
				raw++
			}
		}
		for _, f := range result.Findings {
			assert.True(t, at[fmt.Sprint(f.File, f.Offset)], "%s:%d", f.File, f.Line)
		}
	}
	assert.Equal(t, 86, raw)
	assert.Equal(t, 1, tracked)
	assert.Equal(t, raw+1, goStatements(t, dir), "what a plain walk over the syntax finds, with the helper's own")
}

// goStatements counts the go statements below a directory.
func goStatements(t *testing.T, dir string) (n int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
	require.NoError(t, err)
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(f, func(node ast.Node) bool {
			if _, ok := node.(*ast.GoStmt); ok {
				n++
			}
			return true
		})
	}
	return n
}

// What is accepted is not reported, and counted all the same.
func TestAccept(t *testing.T) {
	for accept, want := range map[finding.Class][]finding.Class{
		finding.Tracked: {finding.Joined, finding.Bound, finding.Detached},
		finding.Joined:  {finding.Bound, finding.Detached},
		finding.Bound:   {finding.Detached},
	} {
		t.Run(string(accept), func(t *testing.T) {
			c := *config.Default()
			c.Accept = accept
			result := run(t, suite.New(unit.Options{Config: &c})[0], "./accepted")
			var got []finding.Class
			for _, f := range result.Findings {
				got = append(got, f.Class)
			}
			assert.Equal(t, want, got)
			assert.Len(t, result.Launches, 4)
		})
	}
}

// The model has every launch of the reported files, with all that is known of it.
func TestLaunches(t *testing.T) {
	result := run(t, analyzer.Untracked, "./accepted")
	require.Len(t, result.Launches, 4, "not those in tests")
	type launched struct {
		Class                    finding.Class
		Helper, Function, Callee string
		Columns                  int
	}
	var got []launched
	for _, l := range result.Launches {
		assert.Equal(t, "example.com/untracked/accepted", l.Package)
		got = append(got, launched{l.Class, l.Helper, l.Function, l.Callee, l.EndColumn - l.Column})
	}
	assert.Equal(t, []launched{
		{finding.Tracked, "(*sync.WaitGroup).Go", "(*server).start", "(*server).loop", len("s.wg.Go")},
		{finding.Joined, "", "(*server).start", "func literal", len("go")},
		{finding.Bound, "", "(*server).start", "(*server).serve", len("go")},
		{finding.Detached, "", "", "work", len("go")},
	}, got)
}

// run analyses one package, whose findings it does not compare with comments.
func run(t *testing.T, a *analysis.Analyzer, pkg string) *finding.Result {
	t.Helper()
	for _, r := range analysistest.Run(quiet{t}, testdata(t), a, pkg) {
		if result := r.Result.(*finding.Result); len(result.Launches) > 0 {
			return result
		}
	}
	t.Fatal("no launches")
	return nil
}

// quiet ignores findings without a comment.
type quiet struct{ *testing.T }

func (quiet) Errorf(string, ...any) {}
