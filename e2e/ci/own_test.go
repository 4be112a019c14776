package ci

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// The project's own workflows are sound.
func TestOwnWorkflows(t *testing.T) {
	shellcheck, _ := exec.LookPath("shellcheck")
	l, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{WorkingDir: root(t), Shellcheck: shellcheck})
	require.NoError(t, err)
	project, err := actionlint.NewProject(root(t))
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(root(t), ".github/workflows/*.yml"))
	require.NoError(t, err)
	require.Len(t, files, 2)
	errs, err := l.LintFiles(files, project)
	require.NoError(t, err)
	for _, e := range errs {
		t.Error(e)
	}
}

// CI runs on three systems with the two Go versions that .ci/run has, and the release
// with what it is built with.
func TestOwnMatrix(t *testing.T) {
	type workflow struct {
		Jobs map[string]struct {
			Strategy struct{ Matrix struct{ OS, Go []string } }
			Steps    []struct{ With map[string]string }
		}
	}
	var ci, release workflow
	require.NoError(t, yaml.Unmarshal([]byte(read(filepath.Join(root(t), ".github/workflows/ci.yml"))), &ci))
	require.NoError(t, yaml.Unmarshal([]byte(read(filepath.Join(root(t), ".github/workflows/release.yml"))), &release))
	matrix := ci.Jobs["test"].Strategy.Matrix
	assert.Equal(t, []string{"ubuntu-latest", "macos-latest", "windows-latest"}, matrix.OS)
	oldest := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(filepath.Join(root(t), "go.mod")))
	newest := regexp.MustCompile(`(?m)^second=go(\d+\.\d+)`).FindStringSubmatch(read(filepath.Join(root(t), ".ci/run")))
	require.NotNil(t, oldest)
	require.NotNil(t, newest)
	assert.Equal(t, []string{oldest[1], newest[1]}, matrix.Go)
	assert.True(t, slices.ContainsFunc(release.Jobs["release"].Steps, func(s struct{ With map[string]string }) bool {
		return s.With["go-version"] == newest[1]
	}))
}

// Dependencies of each module and package are looked after.
func TestOwnUpdates(t *testing.T) {
	var file struct {
		Updates []struct {
			Ecosystem   string `yaml:"package-ecosystem"`
			Directories []string
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(read(filepath.Join(root(t), ".github/dependabot.yml"))), &file))
	patterns := make(map[string][]string)
	for _, u := range file.Updates {
		patterns[u.Ecosystem] = append(patterns[u.Ecosystem], u.Directories...)
	}
	manifests, err := exec.Command("git", "-C", root(t), "ls-files", "go.mod", "*/go.mod", "*package.json").Output()
	require.NoError(t, err)
	for name := range strings.Lines(string(manifests)) {
		name = "/" + strings.TrimSpace(name)
		if strings.Contains(name, "/testdata/") {
			continue
		}
		ecosystem := map[string]string{"go.mod": "gomod", "package.json": "npm"}[filepath.Base(name)]
		assert.True(t, slices.ContainsFunc(patterns[ecosystem], func(p string) bool {
			ok, _ := filepath.Match(p, filepath.Dir(name))
			return ok
		}), "dependabot.yml does not know %s", name)
	}
}

// The forms for issues are what GitHub reads: each field has an id and a label.
func TestIssueForms(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join(root(t), ".github/ISSUE_TEMPLATE"))
	require.NoError(t, err)
	forms := 0
	for _, e := range entries {
		text := []byte(read(filepath.Join(root(t), ".github/ISSUE_TEMPLATE", e.Name())))
		if e.Name() == "config.yml" {
			var config struct {
				Links []struct{ Name, URL, About string } `yaml:"contact_links"`
			}
			require.NoError(t, yaml.Unmarshal(text, &config))
			assert.NotEmpty(t, config.Links[0].URL)
			continue
		}
		forms++
		var form struct {
			Name, Description string
			Body              []struct {
				Type, ID   string
				Attributes struct{ Label string }
			}
		}
		require.NoError(t, yaml.Unmarshal(text, &form), e.Name())
		assert.NotEmpty(t, form.Name)
		assert.NotEmpty(t, form.Description)
		seen := make(map[string]bool)
		for _, field := range form.Body {
			assert.Contains(t, []string{"textarea", "input"}, field.Type)
			assert.NotEmpty(t, field.Attributes.Label)
			assert.False(t, seen[field.ID], field.ID)
			seen[field.ID] = true
		}
		assert.True(t, seen["code"] && seen["version"], e.Name())
	}
	assert.Equal(t, 3, forms)
}
