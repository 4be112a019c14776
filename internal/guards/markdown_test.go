package guards

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gitFiles lists the files that git knows, by a pattern.
func gitFiles(t *testing.T, patterns ...string) []string {
	cmd := exec.Command("git", append([]string{"ls-files", "--cached", "--others", "--exclude-standard", "--"}, patterns...)...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Skip("not a git repository")
	}
	var list []string
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		if _, err := os.Stat(filepath.Join(root, name)); err == nil && !strings.Contains(name, "testdata/") {
			list = append(list, name)
		}
	}
	require.NotEmpty(t, list)
	return list
}

var (
	codeBlock = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`")
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading   = regexp.MustCompile(`(?m)^#+ +(.*)$`)
)

// TestLinks: what a document links to is there, and the heading, too. Nothing is asked
// of the network: a page elsewhere is not looked at.
func TestLinks(t *testing.T) {
	links := 0
	for _, name := range gitFiles(t, "*.md") {
		for _, target := range linksIn(t, name) {
			links++
			assert.Empty(t, broken(t, name, target), "%s links to %s", name, target)
		}
	}
	assert.Greater(t, links, 50)
	// It would say so.
	assert.NotEmpty(t, broken(t, "README.md", "docs/nowhere.md"))
	assert.NotEmpty(t, broken(t, "README.md", "docs/ci.md#no-such-heading"))
	assert.NotEmpty(t, broken(t, "README.md", "https://github.com/tetherlint/tether/blob/main/nowhere.md"))
}

func linksIn(t *testing.T, name string) (targets []string) {
	src, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	for _, m := range link.FindAllStringSubmatch(codeBlock.ReplaceAllString(string(src), ""), -1) {
		targets = append(targets, m[1])
	}
	return targets
}

// broken says what is wrong with a link, or "".
func broken(t *testing.T, from, target string) string {
	ours, inTree := strings.CutPrefix(target, "https://github.com/tetherlint/tether/blob/main/")
	switch {
	case inTree:
		from, target = "README.md", ours
	case strings.Contains(target, "://"), strings.HasPrefix(target, "mailto:"):
		return ""
	}
	file, fragment, _ := strings.Cut(target, "#")
	path := filepath.Join(root, filepath.Dir(from), filepath.FromSlash(file))
	if file == "" {
		path = filepath.Join(root, from)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "there is no such file"
	case fragment == "":
		return ""
	case info.IsDir():
		return "a folder has no headings"
	}
	src, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, m := range heading.FindAllStringSubmatch(string(src), -1) {
		if anchor(m[1]) == fragment {
			return ""
		}
	}
	return "there is no such heading"
}

// anchor is what GitHub makes of a heading.
func anchor(heading string) string {
	heading = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`).ReplaceAllString(strings.TrimSpace(heading), "$1")
	heading = regexp.MustCompile(`[^\p{L}\p{N}\p{M} _-]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(heading, " ", "-")
}

func TestAnchor(t *testing.T) {
	assert.Equal(t, "go-vet-and-what-it-keeps", anchor("go vet, and what it keeps"))
	assert.Equal(t, "a-link-and-code", anchor("A [link](x.md) and `code`"))
}

// TestVersionToCome: where documents pin tether they name the version to come, which is
// in VERSION alone, and the changelog begins with it. "latest" is a version, too, but
// not for what an action or a hook is pinned to.
func TestVersionToCome(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(root, "VERSION"))
	require.NoError(t, err)
	version := strings.TrimSpace(string(src))
	require.Regexp(t, `^v\d+\.\d+\.\d+$`, version)

	changelog, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	require.NoError(t, err)
	newest := regexp.MustCompile(`(?m)^## (\S+)`).FindSubmatch(changelog)
	require.NotNil(t, newest)
	assert.Equal(t, version, string(newest[1]), "CHANGELOG.md")

	// Replaced in the tree, but not for who requires these modules.
	for _, name := range []string{"tracked/otel/go.mod", "tracked/prometheus/go.mod"} {
		src, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		assert.Contains(t, string(src), "github.com/tetherlint/tether/tracked "+version+"\n", name)
	}

	pinned := 0
	for _, name := range gitFiles(t, "*.md", "*.yml", "*.yaml") {
		if name == "CHANGELOG.md" || strings.HasPrefix(name, "internal/cli/snippets/") {
			continue // those are filled in by the tether that writes them
		}
		src, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		for _, pin := range pins(string(src)) {
			pinned++
			assert.Equal(t, version, pin, "%s: the version to come is in VERSION", name)
		}
	}
	assert.Greater(t, pinned, 4)
	assert.Equal(t, []string{"main", "v1", "v2", "v3"}, pins("uses: tetherlint/tether@main\n  - repo: https://github.com/tetherlint/tether\n    rev: v1 # pinned\ngo install github.com/tetherlint/tether/cmd/tether@v2\nuses: o/other@v9 with tetherlint/tether/ci@v3 tether@latest\n go install github.com/tetherlint/tether/cmd/tether@latest"))
}

var pin = regexp.MustCompile(`tetherlint/tether[\w./-]*@([\w.-]+)|tetherlint/tether\s+rev: +(\S+)`)

func pins(text string) (versions []string) {
	for _, m := range pin.FindAllStringSubmatch(text, -1) {
		if version := strings.TrimRight(m[1]+m[2], "."); version != "latest" {
			versions = append(versions, version)
		}
	}
	return versions
}
