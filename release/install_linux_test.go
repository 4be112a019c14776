package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const app = `package app

import "os"

func Stat(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}
`

// A machine is a folder that is the root of what runs in it: a Go distribution, and
// nothing else, no shell and no library. Neither Go nor tether asks for more.
type machine string

func newMachine(t *testing.T) machine {
	if os.Geteuid() != 0 {
		t.Skip("only root may change the root")
	}
	root := t.TempDir()
	goroot, err := output(".", []string{"GOTOOLCHAIN=local"}, "go", "env", "GOROOT")
	require.NoError(t, err)
	for _, dir := range []string{"dev", "proc", "tmp", "root", "app", "usr/local"} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, dir), 0o777))
	}
	_, err = output(".", nil, "cp", "-a", strings.TrimSpace(goroot), filepath.Join(root, "usr/local/go"))
	require.NoError(t, err)
	if err := syscall.Mknod(filepath.Join(root, "dev/null"), syscall.S_IFCHR|0o666, 1<<8|3); err != nil {
		t.Skip("no devices can be made here: ", err)
	}
	if err := syscall.Mount("proc", filepath.Join(root, "proc"), "proc", 0, ""); err != nil {
		t.Skip("nothing can be mounted here: ", err) // Go asks it where its own program is
	}
	t.Cleanup(func() { assert.NoError(t, syscall.Unmount(filepath.Join(root, "proc"), syscall.MNT_DETACH)) })
	require.NoError(t, os.WriteFile(filepath.Join(root, "app/go.mod"), []byte("module example.com/app\n\ngo 1.26\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(root, "app/app.go"), []byte(app), 0o666))
	return machine(root)
}

// run runs a program of the machine in the folder of the app.
func (m machine) run(t *testing.T, program string, args ...string) (stdout string, code int) {
	cmd := exec.Command(program, args...)
	cmd.Path = program
	cmd.Err = nil
	cmd.Dir = "/app"
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: string(m)}
	cmd.Env = []string{"PATH=/usr/local/go/bin:/usr/bin", "HOME=/root", "GOPROXY=off", "GOTOOLCHAIN=local"}
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	if stderr.Len() > 0 {
		t.Log(stderr.String())
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// works has tether do its main job there: find, fix, and find nothing.
func (m machine) works(t *testing.T, tether string) {
	out, code := m.run(t, tether, "version")
	assert.Zero(t, code)
	assert.True(t, strings.HasPrefix(out, "tether "+dist.version+" (commit "), out)
	out, code = m.run(t, tether, "./...")
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "app.go:6:12: ")
	assert.Contains(t, out, "(unclosed/leak)")
	_, code = m.run(t, "/usr/local/go/bin/go", "vet", "-vettool="+tether, "./...")
	assert.Equal(t, 1, code)
	_, code = m.run(t, tether, "-fix", "./...")
	assert.Zero(t, code)
	_, code = m.run(t, tether, "./...")
	assert.Zero(t, code)
	src, err := os.ReadFile(filepath.Join(string(m), "app/app.go"))
	require.NoError(t, err)
	assert.Contains(t, string(src), "\tdefer f.Close()\n")
}

func TestInstallDeb(t *testing.T) {
	dpkg := need(t, "dpkg")
	m := newMachine(t)
	for _, dir := range []string{"var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers", "var/log"} {
		require.NoError(t, os.MkdirAll(filepath.Join(string(m), dir), 0o777))
	}
	require.NoError(t, os.WriteFile(filepath.Join(string(m), "var/lib/dpkg/status"), nil, 0o666))
	_, err := output(".", nil, dpkg, "--root="+string(m), "--force-not-root", "--install", distFile("linux_"+runtime.GOARCH+".deb"))
	require.NoError(t, err)
	out, err := output(".", nil, "dpkg-query", "--admindir="+filepath.Join(string(m), "var/lib/dpkg"), "--show", "--showformat=${Status} ${Version}", "tether")
	require.NoError(t, err)
	assert.Equal(t, "install ok installed "+dist.number, out)
	m.works(t, "/usr/bin/tether")

	_, err = output(".", nil, dpkg, "--root="+string(m), "--force-not-root", "--remove", "tether")
	require.NoError(t, err)
	assert.NoFileExists(t, filepath.Join(string(m), "usr/bin/tether"))
}

func TestInstallArchive(t *testing.T) {
	m := newMachine(t)
	_, err := output(".", nil, "tar", "-xzf", distFile("linux_"+runtime.GOARCH+".tar.gz"), "-C", filepath.Join(string(m), "root"))
	require.NoError(t, err)
	m.works(t, "/root/tether")
}
