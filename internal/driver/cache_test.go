package driver

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kept runs ./a of chain twice, so that all of it is in the cache, and returns
// the options.
func kept(t *testing.T) Options {
	t.Helper()
	opts := Options{Dir: module(t, chain), Patterns: []string{"./a"}, CacheDir: t.TempDir()}
	first, second := run(t, opts), run(t, opts)
	require.Equal(t, Stats{Named: 1, Analysed: 1, Facts: 1, Declared: 3}, first.Stats)
	require.Equal(t, Stats{Named: 1, FromCache: 1}, second.Stats)
	require.Equal(t, first.Result, second.Result)
	require.Equal(t, foundInA, messages(second))
	require.True(t, second.Packages[0].FromCache)
	return opts
}

func TestUnchangedPackagesComeFromTheCache(t *testing.T) { kept(t) }

func TestFactsComeFromTheCache(t *testing.T) {
	opts := kept(t)
	write(t, opts.Dir, map[string]string{"a/new.go": "package a\n"})
	out := run(t, opts)
	assert.Equal(t, Stats{Named: 1, Analysed: 1, FactsCached: 1}, out.Stats)
	assert.Equal(t, foundInA, messages(out))
}

// A comment is not in export data, so that the build ID of an importer stays.
func TestCommentInDependencyIsSeen(t *testing.T) {
	opts := kept(t)
	changed := "package b\n\n// F's other comment\nfunc F() {}\n\ntype T struct{ Field int }\n\nfunc (T) Second() {}\n\nfunc (*T) First() {}\n"
	write(t, opts.Dir, map[string]string{"b/b.go": changed})
	assert.Equal(t, []string{"a.go:10 F: F's other comment"}, messages(run(t, opts)))
}

func TestChangeFurtherBelowIsSeen(t *testing.T) {
	opts := kept(t)
	write(t, opts.Dir, map[string]string{"c/c.go": "package c\n\n// G's other comment\nfunc G() {}\n"})
	// unasked is as it was.
	assert.Equal(t, Stats{Named: 1, Analysed: 1, Facts: 1, Declared: 2}, run(t, opts).Stats)
}

func TestChangedSettingsAreSeen(t *testing.T) {
	settings := map[string]func(*Options){
		"salt":        func(o *Options) { o.Salt = "other" },
		"environment": func(o *Options) { o.Env = env("GOOS=plan9", "CGO_ENABLED=0") },
		"tags":        func(o *Options) { o.BuildFlags = []string{"-tags=other"} },
		"flags":       func(o *Options) { o.Env = env("GOFLAGS=-tags=other") },
		"analyzers": func(o *Options) {
			o.Analyzers = toy()
			o.Analyzers[0].Name = "other"
		},
		"config": func(o *Options) {
			o.ConfigKey = func(dir string) (string, error) { return "other", nil }
		},
	}
	unchanged := kept(t)
	for name, change := range settings {
		t.Run(name, func(t *testing.T) {
			opts := unchanged
			change(&opts)
			assert.Equal(t, Stats{Named: 1, Analysed: 1, Facts: 1, Declared: 3}, run(t, opts).Stats)
			assert.Equal(t, Stats{Named: 1, FromCache: 1}, run(t, opts).Stats)
		})
	}
}

func TestChangedLanguageVersionIsSeen(t *testing.T) {
	opts := kept(t)
	write(t, opts.Dir, map[string]string{"go.mod": "module example.com/m\n\ngo 1.25\n"})
	assert.Equal(t, Stats{Named: 1, Analysed: 1, Facts: 1, Declared: 3}, run(t, opts).Stats)
}

func TestConfigCountsForTheDirectoriesItGoverns(t *testing.T) {
	opts := kept(t)
	opts.Patterns = []string{"./b", "./unasked"}
	keys := map[string]string{}
	opts.ConfigKey = func(dir string) (string, error) { return keys[filepath.Base(dir)], nil }
	run(t, opts)
	keys["unasked"] = "changed"
	assert.Equal(t, Stats{Named: 2, Analysed: 1, FromCache: 1}, run(t, opts).Stats)
}

func TestConfigErrorEndsTheRun(t *testing.T) {
	for _, cacheDir := range []string{"", t.TempDir()} {
		wrong := errors.New("a config that is wrong")
		_, err := tryRun(t, Options{Dir: module(t, chain), CacheDir: cacheDir, ConfigKey: func(dir string) (string, error) {
			if filepath.Base(dir) == "c" {
				return "", wrong
			}
			return "", nil
		}})
		assert.ErrorIs(t, err, wrong)
	}
}

// entries returns the files of the cache whose names end in suffix.
func entries(t *testing.T, dir, suffix string) []string {
	t.Helper()
	var files []string
	require.NoError(t, filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && len(d.Name()) > 60 && file[len(file)-len(suffix):] == suffix {
			files = append(files, file)
		}
		return err
	}))
	require.NotEmpty(t, files)
	return files
}

func TestDamagedEntriesAreMadeAnew(t *testing.T) {
	damages := map[string]func(content []byte) []byte{
		"empty":     func([]byte) []byte { return nil },
		"truncated": func(c []byte) []byte { return c[:len(c)/2] },
		"flipped":   func(c []byte) []byte { c[len(c)/2] ^= 0xff; return c },
		"foreign":   func([]byte) []byte { return []byte("something else") },
	}
	opts := kept(t)
	for name, damage := range damages {
		for _, kind := range []string{"-d", "-a"} {
			t.Run(name+kind, func(t *testing.T) {
				for _, file := range entries(t, opts.CacheDir, kind) {
					content, err := os.ReadFile(file)
					require.NoError(t, err)
					if len(content) == 0 { // damaged before, and of no use since
						continue
					}
					require.NoError(t, os.WriteFile(file, damage(content), 0o666))
				}
				out := run(t, opts)
				assert.Equal(t, Stats{Named: 1, Analysed: 1, Facts: 1, Declared: 3}, out.Stats)
				assert.Equal(t, foundInA, messages(out))
				assert.Equal(t, Stats{Named: 1, FromCache: 1}, run(t, opts).Stats, "mended")
			})
		}
	}
}

// An entry that is whole, but of another package or of another make.
func TestForeignContentUnderAKeyIsMadeAnew(t *testing.T) {
	n := func() *node { return &node{pkg: newPackage("example.com/m/a"), keyed: true} }
	s, err := openStore(t.TempDir())
	require.NoError(t, err)
	other := n()
	other.pkg = newPackage("example.com/m/b")
	put(s, other, factsKind, encodedFacts{})
	_, ok := s.facts(n(), newSuite(toy()))
	assert.False(t, ok, "of another package")

	put(s, n(), factsKind, encodedFacts{Streams: []factStream{{Type: "no such type", Paths: nil}}})
	_, ok = s.facts(n(), newSuite(toy()))
	assert.False(t, ok, "of an unknown type")

	put(s, n(), factsKind, encodedFacts{})
	_, ok = s.facts(n(), newSuite(toy()))
	assert.True(t, ok)
}

func TestRunsAtOnce(t *testing.T) {
	opts := Options{Dir: module(t, chain), CacheDir: t.TempDir()}
	var wg sync.WaitGroup
	outcomes := make([]*Outcome, 4)
	for i := range outcomes {
		wg.Go(func() { outcomes[i], _ = tryRun(t, opts) })
	}
	wg.Wait()
	for _, out := range outcomes {
		require.NotNil(t, out)
		assert.Equal(t, append(foundInA, "b.go:6 G: G's comment"), messages(out))
	}
	assert.Equal(t, Stats{Named: 4, FromCache: 4}, run(t, opts).Stats)
}

func TestUnusableCacheDoesNotFail(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o666))
	out := run(t, Options{Dir: module(t, chain), Patterns: []string{"./a"}, CacheDir: filepath.Join(file, "cache")})
	assert.Error(t, out.CacheErr)
	assert.Equal(t, foundInA, messages(out))
}

// Findings have absolute names: what one checkout yielded does not serve another.
func TestAnotherCheckout(t *testing.T) {
	opts := kept(t)
	opts.Dir = module(t, chain)
	out := run(t, opts)
	assert.Equal(t, 1, out.Stats.Analysed)
	assert.Equal(t, filepath.Join(opts.Dir, "a", "a.go"), out.Result.Findings[0].File)
}

// What is known of a version of a dependency serves all checkouts that require it, however
// they come to.
func TestCheckoutsShareWhatIsKnownOfADependency(t *testing.T) {
	sums, err := os.ReadFile("../../go.sum")
	require.NoError(t, err)
	checkout := func(path, requires string) string {
		dir := t.TempDir()
		write(t, dir, map[string]string{
			"go.mod": "module " + path + "\n\ngo 1.26.0\n\nrequire golang.org/x/sync v0.24.0" + requires + "\n",
			"go.sum": string(sums),
			"a.go":   "package a\n\nimport \"golang.org/x/sync/errgroup\"\n\nvar G errgroup.Group\n\nfunc F() { G.SetLimit(1) }\n",
		})
		return dir
	}
	opts := Options{Dir: checkout("example.com/one", ""), CacheDir: t.TempDir()}
	first := run(t, opts)
	assert.Equal(t, Stats{Named: 1, Analysed: 1, Facts: 1}, first.Stats)
	require.NotEmpty(t, messages(first))

	opts.Dir = checkout("example.com/two", " // indirect")
	second := run(t, opts)
	assert.Equal(t, Stats{Named: 1, Analysed: 1, FactsCached: 1}, second.Stats)
	assert.Equal(t, messages(first), messages(second))
}

// A module that is replaced by a directory can change in place, with a version
// or without: its files count. Which it is decides whether a config governs it.
func TestReplacedModules(t *testing.T) {
	for name, test := range map[string]struct {
		version string
		main    bool
	}{
		"version":    {"v1.0.0", false},
		"no version": {"", true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			replaced := "example.com/b"
			if test.version != "" {
				replaced += " " + test.version
			}
			write(t, dir, map[string]string{
				"m/go.mod": "module example.com/m\n\ngo 1.26\n\nrequire example.com/b v1.0.0\n\nreplace " + replaced + " => ../b\n",
				"m/a.go":   "package a\n\nimport \"example.com/b\"\n\nvar _ = b.F()\n",
				"b/go.mod": "module example.com/b\n\ngo 1.26\n",
				"b/b.go":   "package b\n\n// F's comment\nfunc F() int { return 0 }\n",
			})
			var configured []string
			opts := Options{Dir: filepath.Join(dir, "m"), CacheDir: t.TempDir(), ConfigKey: func(dir string) (string, error) {
				configured = append(configured, filepath.Base(dir))
				return "", nil
			}}
			run(t, opts)
			assert.Equal(t, []string{"m"}, configured)
			write(t, dir, map[string]string{"b/b.go": "package b\n\n// F's other comment\nfunc F() int { return 0 }\n"})
			assert.Equal(t, []string{"a.go:5 F: F's other comment"}, messages(run(t, opts)))
		})
	}
}

// Between the time that files are hashed and the time that they are parsed someone
// may save one of them.
func TestFilesEditedDuringTheRunAreNotKept(t *testing.T) {
	old := "package b\n\n// F's old comment\nfunc F() { F() }\n"
	dir := module(t, map[string]string{"a/a.go": "package a\n", "b/b.go": old})
	opts := Options{Dir: dir, Jobs: 1, CacheDir: t.TempDir()}
	edited := opts
	edited.Progress = func(done, total int) { // b comes after a
		write(t, dir, map[string]string{"b/b.go": "package b\n\n// F's new comment\nfunc F() { F() }\n"})
	}
	assert.Equal(t, []string{"b.go:4 F: F's new comment"}, messages(run(t, edited)))
	write(t, dir, map[string]string{"b/b.go": old})
	out := run(t, opts)
	assert.Equal(t, []string{"b.go:4 F: F's old comment"}, messages(out))
	assert.Equal(t, Stats{Named: 2, Analysed: 1, FromCache: 1}, out.Stats)
}

// The go command's cache is trimmed without our knowledge.
func TestExportDataThatAreGoneAreAskedForAgain(t *testing.T) {
	opts := Options{Dir: module(t, chain), Env: env()}
	g, err := load(t.Context(), &opts)
	require.NoError(t, err)
	gone := filepath.Join(t.TempDir(), "gone")
	fmtNode := g.nodes["fmt"]
	fmtNode.keyed, fmtNode.key = true, digest{1}
	e := &exportFiles{ctx: t.Context(), opts: &opts, known: map[digest]string{fmtNode.key: gone}}
	file, err := e.file(&runner{graph: g}, fmtNode)
	require.NoError(t, err)
	assert.FileExists(t, file)

	require.NoError(t, os.WriteFile(gone, nil, 0o666))
	file, err = e.file(&runner{graph: g}, fmtNode)
	require.NoError(t, err)
	assert.Equal(t, gone, file, "while it is there it is used")
}
