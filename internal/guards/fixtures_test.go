package guards

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFixtures: a folder of fixtures is called by its theme, and says in a sentence what
// it has.
func TestFixtures(t *testing.T) {
	src := filepath.Join(root, "testdata", "src")
	sentences := map[string]bool{}
	for _, theme := range []string{"clauses", "openings", "untracked", "unclosed", "hidden", "next"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(src, theme), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				assert.False(t, strings.Contains(d.Name(), "more"), "%s: more of what?", name)
				return nil
			}
			if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				return nil
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				return nil // it may be of a later Go
			}
			dir := filepath.Dir(name)
			sentences[dir] = sentences[dir] || f.Doc != nil && strings.HasSuffix(strings.TrimSpace(f.Doc.Text()), ".")
			return nil
		}))
	}
	require.Greater(t, len(sentences), 80)
	for dir, said := range sentences {
		assert.True(t, said, "%s: no package comment says what it has", dir)
	}
}
