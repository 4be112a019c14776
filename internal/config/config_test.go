package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
)

// example is the one of section 4 of the specification.
const example = `version: 1
profile: strict            # strict (default) | leaks: accept bound, undeferred off
accept: tracked            # tracked | joined | bound
tests: false               # also report in _test.go files
generated: false
helpers:                   # besides the built-in ones; the first is what fixes rewrite to
  - launch: github.com/acme/app/task.Go
    call: task.Go(ctx, name, func(ctx context.Context) error)
  - launch: (*github.com/acme/app/stop.Stopper).RunAsyncTask
    call: stopper.RunAsyncTask(ctx, name, func(ctx context.Context))
    wait: Stop
  - start: (*github.com/acme/app/stop.Stopper).GetHandle   # handle form
    done: Release
  - deny: (*golang.org/x/sync/errgroup.Group).Go     # a team may forbid a built-in helper
launchers:                 # functions that start a goroutine and whose result is the handle
  - call: github.com/acme/app/cron.Every
    handle: 0
resources:
  - open: github.com/acme/app/memcache.Dial
    release: Close
  - ignore: (*github.com/acme/app/pool.Pool).Get
rules:
  unclosed/undeferred: off
exclude:
  - path: internal/legacy/**
    rules: [untracked/raw-go]
    reason: migrated in Q3
`

// abs is a file as the system names it: with a drive on Windows.
func abs(name string) string {
	name, err := filepath.Abs(name)
	if err != nil {
		panic(err)
	}
	return name
}

func TestExample(t *testing.T) {
	c, err := Parse("x.yml", abs("/repo"), []byte(example))
	require.NoError(t, err)
	assert.Equal(t, finding.Tracked, c.Accept)
	assert.False(t, c.Enabled(finding.Undeferred))
	assert.True(t, c.Enabled(finding.RawGo))
	require.Len(t, c.Helpers, 4)
	assert.Equal(t, Helper{
		Place:  Place{Line: 9, Column: 5},
		Launch: "(*github.com/acme/app/stop.Stopper).RunAsyncTask",
		Call:   "stopper.RunAsyncTask(ctx, name, func(ctx context.Context))",
		Fn:     -1, Wait: "Stop",
	}, c.Helpers[1])
	assert.Equal(t, Func("(*golang.org/x/sync/errgroup.Group).Go"), c.Helpers[3].Name())
	assert.Equal(t, []Launcher{{Place{Line: 16, Column: 5}, "github.com/acme/app/cron.Every", 0}}, c.Launchers)
	assert.Equal(t, []string{"Close"}, c.Resources[0].Release)
	assert.Equal(t, Func("(*github.com/acme/app/pool.Pool).Get"), c.Resources[1].Ignore)

	assert.True(t, c.Excluded(finding.RawGo, abs("/repo/internal/legacy/deep/a.go")))
	assert.False(t, c.Excluded(finding.Leak, abs("/repo/internal/legacy/deep/a.go")))
	assert.False(t, c.Excluded(finding.RawGo, abs("/repo/internal/other/a.go")))
	assert.False(t, c.Excluded(finding.RawGo, abs("/elsewhere/internal/legacy/a.go")))
}

func TestEffectiveValues(t *testing.T) {
	for _, tt := range []struct {
		name, src  string
		accept     finding.Class
		undeferred bool
	}{
		{"empty", "", finding.Tracked, true},
		{"only comments", "# nothing yet\n", finding.Tracked, true},
		{"strict", "profile: strict", finding.Tracked, true},
		{"leaks", "profile: leaks", finding.Bound, false},
		{"accept wins over profile", "accept: joined\nprofile: leaks", finding.Joined, false},
		{"rule wins over profile", "profile: leaks\nrules: {unclosed/undeferred: on}", finding.Bound, true},
		{"rule by its id", "rules:\n  undeferred: false", finding.Tracked, false},
		{"sections without entries", "helpers:\nrules:\nexclude: []\n", finding.Tracked, true},
		{"json", `{"version": 1, "accept": "bound", "rules": {"undeferred": "off"}}`, finding.Bound, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Parse("x.yml", "/", []byte(tt.src))
			require.NoError(t, err)
			assert.Equal(t, tt.accept, c.Accept)
			assert.Equal(t, tt.undeferred, c.Enabled(finding.Undeferred))
		})
	}
}

func TestHelperDetails(t *testing.T) {
	c, err := Parse("x.yml", abs("/repo"), []byte(`
helpers:
  - launch: example.com/task.Go
    fn: 1
    refuses: true
    scope: [internal/server/**, ./cmd/*/main.go]
resources:
  - open: example.com/db.Begin
    release: [Commit, Rollback, example.com/db.Free]
    result: 1
    field: Body
    kind: flush
  - open: os.MkdirTemp
`))
	require.NoError(t, err)
	h := &c.Helpers[0]
	assert.Equal(t, 1, h.Fn)
	assert.True(t, h.Refuses)
	assert.True(t, c.Approves(h, abs("/repo/internal/server/a/b.go")))
	assert.True(t, c.Approves(h, abs("/repo/cmd/x/main.go")))
	assert.False(t, c.Approves(h, abs("/repo/cmd/main.go")))
	assert.Equal(t, Resource{
		Place: Place{Line: 8, Column: 5}, Open: "example.com/db.Begin",
		Release: []string{"Commit", "Rollback", "example.com/db.Free"},
		Result:  1, Field: "Body", Kind: KindFlush,
	}, c.Resources[0])
	// How a temporary directory is released is known.
	assert.Equal(t, Resource{Place: Place{Line: 13, Column: 5}, Open: "os.MkdirTemp", Kind: KindLeak}, c.Resources[1])
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"acept: bound", `1:1: unknown key "acept" in the config: did you mean "accept"?`},
		{"version: 1\nzzz: 1", `2:1: unknown key "zzz" in the config: known keys: accept, exclude,`},
		{"version: 2", `1:10: version: this tether reads version 1, not 2`},
		{"profile: lax", `1:10: profile: want strict, leaks or claims, not "lax"`},
		{"accept: jioned", `1:9: accept: want tracked, joined or bound, not "jioned": did you mean "joined"?`},
		{"accept: detached", `1:9: accept: want tracked, joined or bound, not "detached"`},
		{"tests: yes please", `1:8: tests: want true or false, not "yes please"`},
		{"tests: 1", `1:8: tests: want true or false, not 1`},
		{"tests:", `tests: want true or false, not nothing`},
		{"tests: [true]", `tests: want true or false, not a list`},
		{"accept: bound\naccept: bound", `2:1: key "accept" is in line 1 already: keep only one`},
		{"rules:\n  untracked/raw-go: of", `2:21: untracked/raw-go: want off, warn or error, not "of"`},
		{"rules:\n  untracked/rawgo: off", `2:3: unknown rule "untracked/rawgo": did you mean untracked/raw-go?`},
		{"rules: [raw-go]", `rules: want key: value pairs, not a list`},
		{"- a", `the config: want key: value pairs, not a list`},
		{"module a\n\ngo 1.26", `1:1: the config: want key: value pairs, not "module a\ngo 1.26"`},
		{"just text", `1:1: the config: want key: value pairs, not "just text"`},
		{"helpers: {launch: a.B}", `helpers: want a list, not key: value pairs`},
		{"helpers:\n  - lanch: a.B", `2:5: unknown key "lanch" in helpers: did you mean "launch"?`},
		{"helpers:\n  - launch: Go", `2:13: launch: "Go" is not the name of a function: write pkg.Func,`},
		{"helpers:\n  - launch: a/task.Go[T]", `2:13: launch: "a/task.Go[T]" has type arguments`},
		{"helpers:\n  - launch: a/stop.Stopper.Run", `for a method write (*a/stop.Stopper).Run`},
		{"helpers:\n  - launch: a.B\n    deny: a.C", `3:5: helpers: launch and deny in one entry`},
		{"helpers:\n  - wait: Stop", `2:5: helpers: the entry needs one of deny, launch, start`},
		{"accept: a: b", `not YAML: `},
		{"version: 1\nhelpers:\n  - launch: a.B\n     call: a.B(f)", `4:6: not YAML: this is indented more than the keys above it`},
		{"version: 1\n helpers: []", `2:2: not YAML: this is indented more than the keys above it`},
		{"rules:\n    raw-go: off\n  helpers: []", `3:3: not YAML: this is indented like none of the keys above it`},
		{"helpers: x", `1:10: helpers: want a list, not "x": write "- launch: x" in a line of its own`},
		{"exclude: &x []\nhelpers: *x", `helpers: want a list, not an alias: write it out`},
		{"rules:\n  unclosed: off", `2:3: unknown rule "unclosed": it is an analyzer, whose rules are unclosed/discarded, unclosed/leak,`},
		{"rules:\n  raw-go: off\n  untracked/raw-go: on", `3:3: rules: untracked/raw-go is set in line 2 already`},
		{"helpers:\n  - start: a.B", `2:5: helpers: start: key "done" is missing`},
		{"helpers:\n  - deny: a.B\n    wait: Stop", `3:5: helpers: "wait" does not go with "deny"`},
		{"helpers:\n  - launch: a.B\n    fn: -1", `3:9: fn: want a number from 0 on, not -1`},
		{"helpers:\n  - launch: a.B\n    call: a.B(", `3:11: call: "a.B(" is not a call`},
		{"helpers:\n  - launch: a.B\n    call: a.B(ctx)", `has no function among its parameters`},
		{"helpers:\n  - launch: a.B\n    wait: x.Stop", `3:11: wait: "x.Stop" is not a bare name`},
		{"helpers:\n  - launch: a.B\n    scope: ['/x']", `"/x" leaves the directory of the config`},
		{"launchers:\n  - handle: 0", `2:5: launchers: key "call" is missing`},
		{"resources:\n  - open: a.B", `2:5: resources: open: key "release" is missing`},
		{"resources:\n  - open: a.B\n    release: 3", `3:14: release: want text, not 3`},
		{"exclude:\n  - path: x/**\n    rules: [raw-go]", `2:5: exclude: key "reason" is missing`},
		{"exclude:\n  - path: x/**\n    reason: ''", `3:13: reason: want text, not ""`},
		{"exclude:\n  - path: 'x/[a'\n    reason: r", `2:11: path: "x/[a" is not a glob`},
		{"exclude:\n  - path: x/\n    reason: r", `write "x/**"`},
		{"exclude:\n  - path: ../x\n    reason: r", `leaves the directory of the config`},
		{"a: &x 1\nb: *x", `unknown key "a"`},
		{"tests: !!bool true", `tag !!bool: leave it out`},
		{"version: 1\n---\nversion: 1", `a second document`},
		{"accept: [", `1:9: `},
		{"\ttests: true", `tab character`},
	} {
		t.Run(tt.src, func(t *testing.T) {
			_, err := Parse("x.yml", "/", []byte(tt.src))
			require.Error(t, err)
			assert.Contains(t, err.Error(), tt.want)
			for line := range strings.Lines(err.Error()) {
				assert.Regexp(t, `^x\.yml:[1-9]\d*:[1-9]\d*: `, line)
			}
		})
	}
}

// A config that was written on Windows says what it does anywhere.
func TestFromWindows(t *testing.T) {
	src := "version: 1\r\naccept: bound\r\nexclude:\r\n  - path: internal/legacy/**\r\n    reason: old\r\n"
	c, err := Parse("x.yml", "/", []byte(src))
	require.NoError(t, err)
	assert.Equal(t, "internal/legacy/**", c.Exclude[0].Path)
	assert.Equal(t, "old", c.Exclude[0].Reason)
	for glob, want := range map[string]string{
		`internal\legacy\**`: "has a backslash: separate with /",
		`C:\app\*.go`:        "leaves the directory of the config",
		"c:/app/*.go":        "leaves the directory of the config",
	} {
		_, err := Parse("x.yml", "/", []byte("exclude:\r\n  - path: '"+glob+"'\r\n    reason: r\r\n"))
		require.Error(t, err, glob)
		assert.Contains(t, err.Error(), "x.yml:2:11: ")
		assert.Contains(t, err.Error(), want)
	}
}

func TestByteOrderMark(t *testing.T) {
	c, err := Parse("x.yml", "/", []byte("\ufeffaccept: bound\r\n"))
	require.NoError(t, err)
	assert.Equal(t, finding.Bound, c.Accept)
}

func TestAllErrorsInOrder(t *testing.T) {
	_, err := Parse("x.yml", "/", []byte("tests: 1\nbad: 2\naccept: x\n"))
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 3)
	assert.Contains(t, lines[0], "x.yml:1:8: tests")
	assert.Contains(t, lines[2], "x.yml:3:9: accept")
}

func TestParseFunc(t *testing.T) {
	for name, want := range map[string]FuncName{
		"fmt.Println":                    {Package: "fmt", Name: "Println"},
		"gopkg.in/tomb.v2.Go":            {Package: "gopkg.in/tomb.v2", Name: "Go"},
		"(*gopkg.in/tomb.v2.Tomb).Go":    {Package: "gopkg.in/tomb.v2", Type: "Tomb", Pointer: true, Name: "Go"},
		"(example.com/pool.Pool).Get":    {Package: "example.com/pool", Type: "Pool", Name: "Get"},
		"example.com/Caps/pkg.lowercase": {Package: "example.com/Caps/pkg", Name: "lowercase"},
	} {
		got, err := ParseFunc(name)
		require.NoError(t, err, name)
		assert.Equal(t, want, got)
		assert.Equal(t, want, Func(name).Parts())
	}
	for _, name := range []string{"", "Go", ".Go", "a.", "a b.Go", "*a.T.M", "(a.T)M", "(*a.T).", "(T).M", "a.T.M", "/a.F", "a/.F"} {
		_, err := ParseFunc(name)
		assert.Error(t, err, name)
	}
}

// tree writes files below a new directory; a name that ends in / is a directory.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		file := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
		if strings.HasSuffix(name, "/") {
			require.NoError(t, os.MkdirAll(file, 0o777))
			continue
		}
		require.NoError(t, os.WriteFile(file, []byte(content), 0o666))
	}
	return root
}

func TestLocate(t *testing.T) {
	root := tree(t, map[string]string{
		".tether.yml":              "", // above the repository: never read
		"repo/.git/":               "",
		"repo/.tether.yml":         "",
		"repo/mod/go.mod":          "",
		"repo/mod/a/.tether.yml":   "",
		"repo/mod/a/b/":            "",
		"repo/mod/c/sub/.git":      "gitdir: elsewhere", // no module of its own: not a boundary
		"repo/mod/c/sub/d/":        "",
		"norepo/.tether.yml":       "", // above the module, and no repository
		"norepo/mod/go.mod":        "",
		"norepo/mod/a/":            "",
		"norepo/own/go.mod":        "",
		"norepo/own/.tether.yml":   "",
		"norepo/own/deep/er/":      "",
		"nothing/.tether.yml":      "",
		"nothing/a/":               "",
		"nothing/own/.tether.yml":  "",
		"repo/nested/go.mod":       "",
		"repo/nested/x/y/":         "",
		"repo/nested/.tether.yml/": "", // a directory: found, and an error when read
	})
	for dir, want := range map[string]string{
		"repo":               "repo",
		"repo/mod":           "repo",
		"repo/mod/a":         "repo/mod/a",
		"repo/mod/a/b":       "repo/mod/a",
		"repo/mod/c/sub/d":   "repo",
		"norepo/mod/a":       "",
		"norepo/own/deep/er": "norepo/own",
		"nothing/a":          "",
		"nothing/own":        "nothing/own",
		"repo/nested/x/y":    "repo/nested",
	} {
		if want != "" {
			want = filepath.Join(root, want, FileName)
		}
		assert.Equal(t, want, Locate(filepath.Join(root, dir)), dir)
	}
}

func TestFind(t *testing.T) {
	root := tree(t, map[string]string{
		"go.mod": "", "good/.tether.yml": "accept: bound", "bad/.tether.yml": "accept: x", "bad/deep/": "",
	})
	c, err := Find(filepath.Join(root, "good"))
	require.NoError(t, err)
	assert.Equal(t, finding.Bound, c.Accept)
	again, _ := Find(filepath.Join(root, "good"))
	assert.Same(t, c, again)

	for _, dir := range []string{"bad", "bad/deep", "bad"} {
		_, err = Find(filepath.Join(root, dir))
		assert.ErrorContains(t, err, filepath.Join(root, "bad", FileName)+":1:9: accept")
	}
	c, err = Find(root)
	require.NoError(t, err)
	assert.Equal(t, Default(), c)
}

func TestReadMissing(t *testing.T) {
	_, err := Read(filepath.Join(t.TempDir(), "none.yml"))
	assert.ErrorContains(t, err, "none.yml: ")
	assert.Equal(t, 1, strings.Count(err.Error(), "none.yml"))
}

func TestRelativeTo(t *testing.T) {
	list := Errors{{File: "/a/b/c.yml", Message: "m"}}
	assert.EqualError(t, list.RelativeTo("/a"), filepath.Join("b", "c.yml")+": m")
	assert.EqualError(t, list.RelativeTo("/z"), "/a/b/c.yml: m")
}

func TestKey(t *testing.T) {
	key := func(root, src string) string {
		c, err := Parse("x.yml", root, []byte(src))
		require.NoError(t, err)
		return c.Key()
	}
	assert.Equal(t, key("/a", "tests: true"), key("/a", "tests: true"))
	assert.NotEqual(t, key("/a", "tests: true"), key("/a", "tests: false"))
	assert.NotEqual(t, key("/a", "tests: true"), key("/b", "tests: true"))
}

func TestNamedConfigUsesModuleRoot(t *testing.T) {
	root := tree(t, map[string]string{
		"ci/strict.yml": "exclude:\n  - {path: legacy/**, reason: old}\n",
		"a/go.mod":      "", "a/legacy/x.go": "", "b/go.mod": "", "b/sub/legacy/x.go": "",
	})
	c, err := ReadNamed(filepath.Join(root, "ci/strict.yml"))
	require.NoError(t, err)
	assert.True(t, c.Excluded(finding.Leak, filepath.Join(root, "a/legacy/x.go")))
	assert.False(t, c.Excluded(finding.Leak, filepath.Join(root, "b/sub/legacy/x.go")))
}

func TestNearest(t *testing.T) {
	words := []string{"check", "cache", "version", "rules", "help"}
	for word, want := range map[string]string{
		"chekc": "check", "cahce": "cache", "verison": "version", "rule": "rules", "Help": "help",
		"vers": "version", "ver": "", "all": "", "time": "", "fmt": "", "sort": "", "check": "",
	} {
		assert.Equal(t, want, Nearest(word, words), word)
	}
}
