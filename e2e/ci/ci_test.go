// Package ci runs what the project gives to other people's CI: the steps of the
// GitHub Action as a runner would, the job of the GitLab template, and the gate that
// is for any shell.
package ci

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// tether is the program, built once; releases is where the action finds it.
var tether, releases string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "ci")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		tether = filepath.Join(dir, "tether")
		if out, err := exec.Command("go", "build", "-o", tether, "github.com/tetherlint/tether/cmd/tether").CombinedOutput(); err != nil {
			panic(string(out))
		}
		server := httptest.NewServer(http.HandlerFunc(serveReleases))
		defer server.Close()
		releases = server.URL
		return m.Run()
	}())
}

// root is the directory of the project.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	require.NoError(t, err)
	return dir
}

// repository writes a git repository with one commit.
func repository(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, archive)
	git(t, dir, "init", "-q", "-b", "main")
	commit(t, dir, "first")
	return dir
}

// put writes the files of an archive below a directory.
func put(t *testing.T, dir, archive string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, f.Name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, f.Data, 0o666))
	}
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	args = append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always"}, args...)
	r := run(t, dir, nil, "git", args...)
	require.Zero(t, r.code, r.stderr)
}

func commit(t *testing.T, dir, message string) {
	t.Helper()
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "-m", message)
}

// A result is how a program ended.
type result struct {
	code           int
	stdout, stderr string
}

// run runs a program with some variables besides those of a clean environment.
func run(t *testing.T, dir string, env map[string]string, name string, args ...string) result {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + os.Getenv("HOME"), "PATH=" + os.Getenv("PATH"), "GOFLAGS=", "GIT_CONFIG_GLOBAL=/dev/null"}
	for _, key := range []string{"GOPROXY", "GOCACHE", "GOMODCACHE", "GOSUMDB"} {
		if v := os.Getenv(key); v != "" {
			cmd.Env = append(cmd.Env, key+"="+v)
		}
	}
	for key, value := range env { // the last counts
		cmd.Env = append(cmd.Env, key+"="+value)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// read returns the content of a file, "" if there is none.
func read(name string) string {
	content, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return string(content)
}

// toolPath is PATH with tether first, and with a go command that installs the tether
// of this checkout when it is asked for a released one.
func toolPath(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	goCommand, err := exec.LookPath("go")
	require.NoError(t, err)
	script := `#!/bin/sh
if [ "$1" = install ]; then
	case $2 in
	github.com/tetherlint/tether/cmd/tether@*)
		echo "go $*"
		exec cp "` + tether + `" "${GOBIN:-` + bin + `}/tether"
		;;
	esac
fi
exec "` + goCommand + `" "$@"
`
	require.NoError(t, os.WriteFile(filepath.Join(bin, "go"), []byte(script), 0o777))
	return bin + string(os.PathListSeparator) + os.Getenv("PATH")
}

const leaky = `
-- go.mod --
module example.com/app

go 1.26
-- app.go --
package app

import "os"

func Run() {
	go forever()
}

func forever() {
	for {
	}
}

func Stat(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}
`

const clean = `
-- go.mod --
module example.com/app

go 1.26
-- app.go --
package app
`

const broken = `
-- app.go --
package app

func F() { missing() }
`

// files lists the files below a directory but git's.
func files(t *testing.T, dir string) string {
	t.Helper()
	var list []string
	require.NoError(t, filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == ".git" {
				return filepath.SkipDir
			}
			return err
		}
		rel, err := filepath.Rel(dir, name)
		list = append(list, filepath.ToSlash(rel))
		return err
	}))
	return strings.Join(list, " ")
}
