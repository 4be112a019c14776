package ci

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each snippet of the README's section on hosts is in the document of the host, where
// it is tested; those that are commands of a line run here, too.
func TestReadme(t *testing.T) {
	docs := map[string]string{"go vet": "docs/ci.md", "GitHub": "docs/ci.md"}
	_, section, found := strings.Cut(read(filepath.Join(root(t), "README.md")), "\n## Where to run it\n")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	snippet := regexp.MustCompile("(?s)```[a-z]*\n(.*?)```")
	snippets := make(map[string]string)
	for part := range strings.SplitSeq(section, "\n### ") {
		title, text, _ := strings.Cut(part, "\n")
		if m := snippet.FindStringSubmatch(text); m != nil {
			snippets[title] = m[1]
		}
	}
	for title, doc := range docs {
		require.NotEmpty(t, snippets[title], title)
		assert.Contains(t, read(filepath.Join(root(t), doc)), snippets[title], title)
	}
	dir := repository(t, leaky)
	path := map[string]string{"PATH": filepath.Dir(tether) + ":" + toolPath(t)}
	commands := map[string]int{snippets["go vet"]: 1, "tether init -with gitlab": 0, "tether -matrix linux/amd64,windows/amd64,linux/amd64+integration ./...": 1}
	for command, code := range commands {
		assert.Contains(t, section, strings.TrimSpace(command))
		r := run(t, dir, path, "sh", "-c", command)
		assert.Equal(t, code, r.code, "%s: %s", command, r.stderr)
	}
	assert.NotEmpty(t, read(filepath.Join(dir, ".gitlab-ci.yml")))
}
