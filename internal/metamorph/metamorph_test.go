package metamorph

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

func TestRewrites(t *testing.T) {
	root, err := filepath.Abs("../../testdata/src")
	require.NoError(t, err)
	dirs := modules(t, root)
	rewriteAll(t, root, dirs, Rewrites)
}

// TestApart has the modules that need stubs of others, too, each for itself.
func TestApart(t *testing.T) {
	root, err := filepath.Abs("../../testdata/src")
	require.NoError(t, err)
	apart := Rewrites[slices.IndexFunc(Rewrites, func(rw Rewrite) bool { return rw.Apart != nil })]
	for _, dir := range []string{"unclosed", "untracked"} {
		t.Run(dir, func(t *testing.T) { rewriteAll(t, root, []string{dir}, []Rewrite{apart}) })
	}
}

func rewriteAll(t *testing.T, root string, dirs []string, list []Rewrite) {
	t.Helper()
	files := load(t, root, dirs)
	want := said(t, dirs, root)
	for _, rw := range list {
		t.Run(rw.Name, func(t *testing.T) {
			t.Parallel()
			to := t.TempDir()
			moved, inserted, changed := rewrite(t, rw, root, to, dirs, files)
			require.Greater(t, changed, 5, "files that differ")
			got := said(t, dirs, to)
			if rw.Copies {
				maps.DeleteFunc(got, func(at place, _ []string) bool { return inserted(at) })
			}
			compare(t, rw, root, to, want, got, moved)
		})
	}
}

// environ has modules analysed in one go: several in a workspace, one with the stubs
// that it brings for itself.
func environ(t *testing.T, root string, dirs []string) (dir, pattern string, env []string) {
	t.Helper()
	env = append(os.Environ(), "GOPROXY=off")
	if len(dirs) == 1 {
		return filepath.Join(root, dirs[0]), "./...", append(env, "GOWORK=off", "GOFLAGS=-mod=mod")
	}
	return root, "work", append(env, "GOWORK="+workspace(t, root, dirs), "GOFLAGS=")
}

// modules are the fixtures that need no other module, by folder below root.
func modules(t *testing.T, root string) (list []string) {
	t.Helper()
	for _, pattern := range []string{"clauses/*/go.mod", "openings/*/go.mod", "unclosed/go.mod"} {
		mods, err := filepath.Glob(filepath.Join(root, pattern))
		require.NoError(t, err)
		for _, mod := range mods {
			text, err := os.ReadFile(mod)
			require.NoError(t, err)
			dir, err := filepath.Rel(root, filepath.Dir(mod))
			require.NoError(t, err)
			// What a config names, and where a directive stands, is no business of rewrites.
			_, configured := os.Stat(filepath.Join(root, dir, ".tether.yml"))
			if !strings.Contains(string(text), "require") && errors.Is(configured, os.ErrNotExist) && filepath.Base(dir) != "allow_forms" {
				list = append(list, dir)
			}
		}
	}
	require.NotEmpty(t, list)
	return list
}

// workspace writes a go.work over modules below root, and returns its name.
func workspace(t *testing.T, root string, dirs []string) string {
	t.Helper()
	text := "go 1.26.0\n\nuse (\n"
	for _, dir := range dirs {
		text += "\t" + filepath.Join(root, dir) + "\n"
	}
	name := filepath.Join(t.TempDir(), "go.work")
	require.NoError(t, os.WriteFile(name, []byte(text+")\n"), 0o666))
	return name
}

func load(t *testing.T, root string, dirs []string) (list []*File) {
	t.Helper()
	dir, pattern, env := environ(t, root, dirs)
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: dir, Env: env}, pattern)
	require.NoError(t, err)
	imported := map[string]bool{}
	for _, pkg := range pkgs {
		for path := range pkg.Imports {
			imported[path] = true
		}
	}
	for _, pkg := range pkgs {
		require.Empty(t, pkg.Errors)
		for _, f := range pkg.Syntax {
			name := pkg.Fset.Position(f.Package).Filename
			if !strings.HasPrefix(name, root) { // written by cgo
				continue
			}
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			list = append(list, &File{File: f, Pkg: pkg, Source: text, Imported: imported[pkg.PkgPath]})
		}
	}
	return list
}

// place is where something is in a rewritten tree: a file below its root, and an offset.
type place struct {
	file   string
	offset int
}

// rewrite writes the rewritten fixtures, and returns where places have gone, which are in
// what was inserted, and how many files are others now.
func rewrite(t *testing.T, rw Rewrite, root, to string, dirs []string, files []*File) (moved func(place) place, inserted func(place) bool, changed int) {
	t.Helper()
	for _, dir := range dirs {
		require.NoError(t, os.CopyFS(filepath.Join(to, dir), os.DirFS(filepath.Join(root, dir))))
	}
	names, pieces, apart := map[string]string{}, map[string][]Piece{}, map[string][]Piece{}
	for _, f := range files {
		abs := f.Pkg.Fset.Position(f.Package).Filename
		name, err := filepath.Rel(root, abs)
		require.NoError(t, err)
		text := string(f.Source)
		if rw.File != nil {
			if list := rw.File(f); list != nil {
				pieces[name], text = list, Apply(f.Source, list)
			}
		}
		if rw.Apart != nil {
			if list := rw.Apart(f); list != nil {
				apart[name] = list
				require.NoError(t, os.MkdirAll(filepath.Join(to, filepath.Dir(apartFile(name))), 0o777))
				require.NoError(t, os.WriteFile(filepath.Join(to, apartFile(name)), []byte(Apply(f.Source, list)), 0o666))
			}
		}
		names[name] = name
		if rw.Rename != nil && len(f.Pkg.GoFiles) > 1 {
			i := slices.Index(f.Pkg.GoFiles, abs)
			names[name] = filepath.Join(filepath.Dir(name), rw.Rename(filepath.Base(name), i, len(f.Pkg.GoFiles)))
			require.NoError(t, os.Remove(filepath.Join(to, name)))
		}
		if text != string(f.Source) || names[name] != name {
			changed++
		}
		require.NoError(t, os.WriteFile(filepath.Join(to, names[name]), []byte(text), 0o666))
	}
	inserted = func(p place) bool { return Inserted(p.offset, pieces[p.file]) }
	moved = func(p place) place {
		if to := Moved(p.offset, apart[p.file]); to >= 0 && Moved(p.offset, pieces[p.file]) < 0 {
			return place{apartFile(p.file), to}
		}
		if list, ok := pieces[p.file]; ok {
			return place{names[p.file], Moved(p.offset, list)}
		}
		if names[p.file] != "" {
			p.file = names[p.file]
		}
		return p
	}
	return moved, inserted, changed
}

// said is what tether finds below root, and the classes of launches, by place.
func said(t *testing.T, dirs []string, root string) map[place][]string {
	t.Helper()
	dir, pattern, env := environ(t, root, dirs)
	out, err := driver.Run(t.Context(), driver.Options{
		Dir: dir, Patterns: []string{pattern}, Env: env,
		Analyzers: suite.New(unit.Options{KeepGoing: true, FactsOnDemand: true}),
	})
	require.NoError(t, err)
	require.Empty(t, out.Problems)
	require.Empty(t, out.Result.Broken)
	list := map[place][]string{}
	add := func(s finding.Span, what string) {
		name, err := filepath.Rel(root, s.File)
		require.NoError(t, err)
		at := place{name, s.Offset}
		list[at] = append(list[at], what)
	}
	for _, f := range out.Result.Findings {
		add(f.Span, string(f.Rule))
	}
	for _, l := range out.Result.Launches {
		add(l.Span, string(l.Class))
	}
	return list
}

func compare(t *testing.T, rw Rewrite, root, rewritten string, want, got map[place][]string, moved func(place) place) {
	t.Helper()
	known := known(t)
	matched := map[place]bool{}
	for at := range want {
		matched[moved(at)] = true
	}
	for at, items := range want {
		to := moved(at)
		for _, item := range items {
			if !slices.Contains(got[to], item) {
				report(t, rw, known, at.in(root), "no longer "+item)
			}
		}
		for _, item := range got[to] {
			if !slices.Contains(items, item) {
				report(t, rw, known, at.in(root), "now "+item)
			}
		}
	}
	for to, items := range got {
		if !matched[to] {
			for _, item := range items {
				report(t, rw, known, to.in(rewritten), "new "+item)
			}
		}
	}
}

// report fails unless the difference is allowed or known.
func report(t *testing.T, rw Rewrite, known map[string]bool, at, what string) {
	t.Helper()
	_, item, _ := strings.Cut(what, " ")
	item = strings.TrimPrefix(item, "longer ")
	if slices.Contains(rw.Alters, finding.Rule(item)) {
		return
	}
	key := fmt.Sprintf("%s: %s: %s", rw.Name, at, what)
	if !known[key] {
		assert.Fail(t, key)
	}
}

// in is the file, below a root, and the line, with what stands there.
func (p place) in(root string) string {
	text, err := os.ReadFile(filepath.Join(root, p.file))
	if err != nil || p.offset < 0 || p.offset > len(text) {
		return filepath.ToSlash(p.file)
	}
	line, _, _ := strings.Cut(string(text[1+strings.LastIndexByte(string(text[:p.offset]), '\n'):]), "\n")
	line, _, _ = strings.Cut(line, " //")
	return fmt.Sprintf("%s: %s", filepath.ToSlash(p.file), strings.TrimSpace(line))
}

// known are the differences of which the reason is known; each line before "#" is one.
func known(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("testdata/known.txt")
	require.NoError(t, err)
	keys := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if key, why, ok := strings.Cut(line, "#"); ok && strings.TrimSpace(key) != "" {
			require.NotEmpty(t, strings.TrimSpace(why))
			keys[strings.TrimSpace(key)] = true
		}
	}
	return keys
}
