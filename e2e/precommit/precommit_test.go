// Package precommit runs the hooks of .pre-commit-hooks.yaml by the real
// pre-commit, in repositories of its own.
package precommit

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestScripts(t *testing.T) {
	if _, err := exec.LookPath("pre-commit"); err != nil {
		t.Fatal("there is no pre-commit: apt-get install pre-commit, or pip install pre-commit")
	}
	home := t.TempDir()
	hooks := filepath.Join(home, "tether")
	rev := snapshot(t, "../..", hooks)
	shared := []string{
		"GOFLAGS=", "GOTOOLCHAIN=local", "GOENV=off", "GOWORK=", "HOME=" + home,
		"PRE_COMMIT_HOME=" + filepath.Join(home, "pre-commit"), "PRE_COMMIT_COLOR=never", // built once for all scripts
		"TETHER_CACHE=" + filepath.Join(home, "cache"),
		"GIT_CONFIG_GLOBAL=" + filepath.Join(home, "gitconfig"),
		"GIT_CONFIG_NOSYSTEM=1",
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB"} {
		shared = append(shared, name+"="+strings.TrimSpace(output(t, ".", "go", "env", name)))
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, shared...)
			return configure(filepath.Join(env.WorkDir, ".pre-commit-config.yaml"), filepath.ToSlash(hooks), rev)
		},
	})
}

// snapshot makes a repository of what the checkout at root has now, committed or
// not: pre-commit clones what it takes hooks from.
func snapshot(t *testing.T, root, dir string) (rev string) {
	for name := range strings.SplitSeq(strings.TrimSuffix(output(t, root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00"), "\x00") {
		from, err := os.Open(filepath.Join(root, name))
		if os.IsNotExist(err) { // deleted, and not yet committed
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := write(filepath.Join(dir, name), from); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(filepath.Dir(dir), "gitconfig")
	if err := os.WriteFile(config, []byte("[user]\nname = somebody\nemail = somebody@example.com\n[init]\ndefaultBranch = main\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GIT_CONFIG_GLOBAL", config)
	output(t, dir, "git", "init", "--quiet")
	output(t, dir, "git", "add", "--all")
	output(t, dir, "git", "commit", "--quiet", "--message", "snapshot")
	return strings.TrimSpace(output(t, dir, "git", "rev-parse", "HEAD"))
}

func write(name string, from *os.File) error {
	defer from.Close()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	to, err := os.Create(name)
	if err != nil {
		return err
	}
	defer to.Close()
	_, err = io.Copy(to, from)
	return err
}

func output(t *testing.T, dir string, args ...string) string {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

var snippet = regexp.MustCompile("(?s)\n### pre-commit\n.*?```yaml\n(.*?)```")

// configure writes the config that the README shows, but for where the hooks come
// from, and with the hook for whole modules, for scripts that ask for it.
func configure(name, hooks, rev string) error {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		return err
	}
	m := snippet.FindSubmatch(readme)
	if m == nil {
		return errors.New("README.md: no snippet for pre-commit")
	}
	config := regexp.MustCompile(`(repo|rev): [^ \n]*`).ReplaceAllStringFunc(string(m[1]), func(s string) string {
		if strings.HasPrefix(s, "repo") {
			return "repo: file://" + hooks
		}
		return "rev: " + rev
	})
	config += "      - id: tether-module\n        stages: [manual]\n"
	return os.WriteFile(name, []byte(config), 0o600)
}
