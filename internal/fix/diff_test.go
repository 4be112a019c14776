package fix

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A change is a file before and after.
type change struct{ before, after string }

// fixtures are all fixtures of fixes.
func fixtures(t *testing.T) map[string]change {
	t.Helper()
	found := make(map[string]change)
	root := filepath.Join("..", "..", "testdata")
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name, ok := strings.CutSuffix(path, ".golden")
		if err != nil || !ok {
			return err
		}
		before, err := os.ReadFile(name)
		if err != nil {
			return nil // the golden file of something else
		}
		after, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, name)
		found[filepath.ToSlash(rel)] = change{string(before), string(after)}
		return err
	}))
	require.Greater(t, len(found), 20)
	return found
}

// changed makes a file of random lines, and another one of it.
func changed(r *rand.Rand) (c change) {
	var before, after strings.Builder
	end := []string{"\n", "\r\n"}[r.IntN(2)]
	for i := range r.IntN(60) {
		line := fmt.Sprintf("line %d%s", r.IntN(8)*i, end)
		before.WriteString(line)
		switch r.IntN(9) {
		case 0:
		case 1:
			after.WriteString("other" + end)
		case 2:
			after.WriteString(line + "more" + end)
		default:
			after.WriteString(line)
		}
	}
	if r.IntN(4) == 0 {
		after.WriteString("no newline")
	}
	if r.IntN(4) == 0 {
		before.WriteString("no newline here")
	}
	return change{before.String(), after.String()}
}

// What -diff prints is a patch that git, and patch, take as it is, and that yields what
// -fix writes.
func TestDiffApplies(t *testing.T) {
	all := fixtures(t)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		c := changed(r)
		all[fmt.Sprintf("random/%d.go", i)] = c
	}
	all["a dir/with space.go"] = change{"a\nb\n", "a\nc\n"}
	all["quoted\"name.go"] = change{"a\nb\n", "b\n"}
	all["tab\tand\x1b[31mred\u202e.go"] = change{"a\n", "b\na\n"}
	for name, c := range all {
		if c.before == "" || c.after == "" || c.before == c.after {
			delete(all, name) // no source, or nothing to print
		}
	}
	var diff strings.Builder
	for name, c := range all {
		diff.WriteString(unified(name, c.before, c.after))
	}
	for _, tool := range [][]string{{"git", "apply", "--unidiff-zero", "-"}, {"git", "apply", "-"}, {"patch", "-p1", "--binary", "--fuzz=0", "--silent"}} {
		t.Run(strings.Join(tool[:len(tool)-1], " "), func(t *testing.T) {
			if _, err := exec.LookPath(tool[0]); err != nil {
				t.Skip("there is no", tool[0])
			}
			dir := t.TempDir()
			for name, c := range all {
				file := filepath.Join(dir, filepath.FromSlash(name))
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
				require.NoError(t, os.WriteFile(file, []byte(c.before), 0o666))
			}
			cmd := exec.Command(tool[0], tool[1:]...)
			cmd.Dir, cmd.Stdin = dir, strings.NewReader(diff.String())
			cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "GIT_CONFIG_GLOBAL="+os.DevNull)
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			assert.NotRegexp(t, `offset|fuzz`, string(out))
			for name, c := range all {
				got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
				require.NoError(t, err)
				assert.Equal(t, c.after, string(got), name)
			}
		})
	}
}

// The numbers of a hunk's lines are those of the files: git corrects wrong ones in silence.
func TestDiffHeaders(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		c := changed(r)
		before, after := strings.SplitAfter(c.before, "\n"), strings.SplitAfter(c.after, "\n")
		for line := range strings.Lines(unified("x.go", c.before, c.after)) {
			if !strings.HasPrefix(line, "@@") {
				continue
			}
			from, to := place(t, line, "-"), place(t, line, "+")
			if from > 1 && to > 1 { // it starts with context
				require.Equal(t, before[from-1], after[to-1], line)
			}
		}
	}
}

func place(t *testing.T, header, sign string) (n int) {
	t.Helper()
	_, rest, _ := strings.Cut(header, " "+sign)
	_, err := fmt.Sscanf(rest, "%d", &n)
	require.NoError(t, err)
	return n
}
