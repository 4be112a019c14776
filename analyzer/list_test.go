package analyzer_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/directives"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
	"github.com/tetherlint/tether/internal/unclosed"
	"github.com/tetherlint/tether/internal/untracked"
)

// Each page of a rule has a judgement, and each judgement a page.
func TestRegistered(t *testing.T) {
	judged := map[string][]finding.Rule{"untracked": untracked.Judged(), "unclosed": unclosed.Judged(), "tether": directives.Judged()}
	pages := map[string][]finding.Rule{}
	for _, r := range rules.All() {
		pages[r.Analyzer()] = append(pages[r.Analyzer()], r.Name)
	}
	for name := range judged {
		assert.ElementsMatch(t, pages[name], judged[name], name)
	}
	assert.Len(t, pages, len(judged))
}

// A rule is one place: its name in full is written in the list of its analyzer alone.
// The constants of package finding are for rules that other code speaks of; of those,
// and of what words say of a rule, more places may know.
func TestNamedOnce(t *testing.T) {
	named := map[string][]string{}
	root, fset := "..", token.NewFileSet()
	require.NoError(t, filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || d.Name() == "e2e" || d.Name() == ".git" || d.Name() == "node_modules") {
			if d != nil && d.IsDir() && err == nil {
				return filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if rule, known := rules.Lookup(text); err == nil && known && text == string(rule) {
				named[text] = append(named[text], filepath.ToSlash(file))
			}
			return true
		})
		return nil
	}))
	for rule, files := range named {
		for _, file := range files {
			ok := file == "../internal/finding/finding.go" ||
				file == "../internal/corpus/judged.go" || // reads what any tether wrote, and is built without this one
				file == "../internal/"+filepath.Dir(rule)+"/list.go"
			assert.True(t, ok, "%s: %s: have it as a property on the rule's page, or let the list give it", file, rule)
		}
	}
}
