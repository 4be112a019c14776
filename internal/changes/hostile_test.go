package changes

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a repository's own config names is not run.
func TestHostileConfig(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs are shell commands")
	}
	r := newRepository(t)
	file := r.write("x.go", "package x\n")
	r.git("add", ".")
	r.git("commit", "--quiet", "--message=one")
	r.write("x.go", "package x\n\nvar X int\n")

	ran := filepath.Join(t.TempDir(), "ran")
	touch := func(what string) string { return "echo " + what + " >> " + ran + "; false" }
	hooks := t.TempDir()
	for _, hook := range []string{"post-index-change", "reference-transaction", "fsmonitor-watchman"} {
		require.NoError(t, os.WriteFile(filepath.Join(hooks, hook), []byte("#!/bin/sh\n"+touch(hook)+"\n"), 0o755))
	}
	r.write(".git/info/attributes", "*.go filter=x diff=x\n")
	r.write(".gitattributes", "*.go filter=a=b.c\n*.go diff=x\n")
	for key, value := range map[string]string{
		"core.fsmonitor": touch("fsmonitor"), "core.hooksPath": hooks, "core.pager": touch("pager"), "pager.diff": touch("pager.diff"),
		"core.sshCommand": touch("ssh"), "core.gitProxy": touch("proxy"), "core.editor": touch("editor"), "core.askPass": touch("askpass"),
		"diff.external": touch("external"), "diff.x.command": touch("command"), "diff.x.textconv": touch("textconv"),
		"filter.x.clean": touch("clean"), "filter.x.process": touch("process"), "filter.x.smudge": touch("smudge"), "filter.x.required": "true",
		"filter.a=b.c.clean": touch("clean with ="), "filter.a=b.c.required": "true",
		"alias.diff": "!" + touch("alias"), "credential.helper": "!" + touch("credential"), "gpg.program": touch("gpg"),
	} {
		r.git("config", key, value)
	}
	for _, attributes := range []string{"*.go filter=x diff=x\n", "*.go filter=a=b.c\n", "*.go -diff\n", "*.go binary\n"} {
		r.write(".git/info/attributes", attributes)
		c, err := Since(context.Background(), r.dir, "HEAD")
		require.NoError(t, err, attributes)
		assert.True(t, c.Lines(file, 3, 3), attributes)
		assert.False(t, c.Lines(file, 1, 1), attributes)
	}
	what, _ := os.ReadFile(ran)
	assert.Empty(t, string(what), "git has run a program")
}

// A partial clone that lacks objects is not filled by whatever program its config
// names: the run ends with an error.
func TestNoLazyFetch(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell command")
	}
	origin := newRepository(t)
	origin.write("x.go", "package x\n")
	origin.git("add", ".")
	origin.git("commit", "--quiet", "--message=one")
	origin.write("x.go", "package x\n\nvar X int\n")
	origin.git("commit", "--quiet", "--all", "--message=two")
	origin.git("config", "uploadpack.allowFilter", "true")

	r := &repository{t, t.TempDir()}
	r.git("clone", "--quiet", "--filter=blob:none", "file://"+origin.dir, ".")
	ran := filepath.Join(t.TempDir(), "ran")
	r.git("config", "remote.origin.url", "ext::sh -c touch% "+ran)
	r.git("config", "protocol.allow", "always")
	_, err := Since(context.Background(), r.dir, "HEAD~1")
	assert.ErrorContains(t, err, "fetch it first")
	assert.NoFileExists(t, ran)
}
