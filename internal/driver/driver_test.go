package driver

import (
	"context"
	"maps"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chain is a package that uses some dependencies, of which one uses another.
var chain = map[string]string{
	"a/a.go": `package a

import (
	"fmt"

	"example.com/m/b"
	_ "example.com/m/unasked"
)

func A(t b.T) { b.F(); t.Second(); t.First(); fmt.Println(t.Field) }
`,
	"b/b.go": `package b

import "example.com/m/c"

// F's comment
func F() { c.G() }

type T struct {
	pad int
	// Field's comment
	Field int
}

func (T) Zeroth() {}

// Second's comment
func (T) Second() {}

// First's comment
func (*T) First() {}
`,
	"c/c.go":             "package c\n\n// G's comment\nfunc G() {}\n",
	"unasked/unasked.go": "package unasked\n\ntype T int\n\n// F's comment\nfunc F() {}\n",
}

// with returns chain with some files changed.
func with(changed map[string]string) map[string]string {
	files := maps.Clone(chain)
	maps.Copy(files, changed)
	return files
}

var foundInA = []string{
	"a.go:10 F: F's comment",
	"a.go:10 Second: Second's comment",
	"a.go:10 First: First's comment",
	"a.go:10 Field: Field's comment",
}

func TestFactsAreLazyAndCrossPackages(t *testing.T) {
	out := run(t, Options{Dir: module(t, chain), Patterns: []string{"./a"}})
	assert.Equal(t, foundInA, messages(out))
	assert.Empty(t, out.Problems)
	// Nobody asks about unasked, nor about c: on b the fact analyzer runs alone.
	assert.Equal(t, Stats{Named: 1, Analysed: 1, Facts: 1, Declared: 3}, out.Stats)
}

func TestNamedPackagesShareTheAnalysisOfTheirImports(t *testing.T) {
	out := run(t, Options{Dir: module(t, chain), Jobs: 4})
	assert.Equal(t, append(foundInA, "b.go:6 G: G's comment"), messages(out))
	assert.Equal(t, Stats{Named: 4, Analysed: 4}, out.Stats)
}

func TestPackagesAreDescribed(t *testing.T) {
	dir := module(t, map[string]string{
		"a/a.go":      "package a\n",
		"a/a_test.go": "package a_test\n",
	})
	out := run(t, Options{Dir: dir, Tests: true})
	a := filepath.Join(dir, "a")
	assert.Equal(t, []Package{
		{ID: "example.com/m/a", ImportPath: "example.com/m/a", Dir: a, Module: "example.com/m", ModuleDir: dir,
			Files: []string{filepath.Join(a, "a.go")}},
		{ID: "example.com/m/a_test [example.com/m/a.test]", ImportPath: "example.com/m/a", Dir: a, Module: "example.com/m", ModuleDir: dir,
			Files: []string{filepath.Join(a, "a_test.go")}},
	}, out.Packages)

	files, ok := out.Files("example.com/m/a")
	assert.True(t, ok)
	assert.Equal(t, []string{filepath.Join(a, "a.go")}, files)
	_, ok = out.Files("example.com/m/nowhere")
	assert.False(t, ok)
}

func TestPackageFacts(t *testing.T) {
	out := run(t, Options{Patterns: []string{"./a"}, Dir: module(t, map[string]string{
		"a/a.go": "package a\n\nimport \"example.com/m/b\"\n\nvar _ = b.X\n",
		"b/b.go": "// about b\npackage b\n\nvar X int\n",
	})})
	assert.Equal(t, []string{"a.go:5 b: about b"}, messages(out))
}

// The test's view of a package differs from its importers' view of it: F is
// exported by a file of the test only, and the helper, compiled against it, is
// another one than that in the base.
func TestTestVariants(t *testing.T) {
	dir := module(t, map[string]string{
		"p/p.go":           "package p\n\ntype T int\n\n// f's comment\nfunc f(t T) T { return t }\n",
		"p/export_test.go": "package p\n\n// F's comment\nfunc F(t T) T { return f(t) }\n",
		"p/p_test.go": `package p_test

import (
	"testing"

	"example.com/m/helper"
	"example.com/m/p"
)

func Test(t *testing.T) { helper.Take(p.F(helper.Make())) }
`,
		"helper/helper.go": `package helper

import "example.com/m/p"

// Take's comment
func Take(p.T) {}

// Make's comment
func Make() p.T { return 0 }
`,
		"q/q.go": "package q\n\nimport \"example.com/m/helper\"\n\nvar X = helper.Make()\n",
	})
	for i := range 4 { // the order of packages differs
		out := run(t, Options{Dir: dir, Tests: true, Jobs: 1 + i%3})
		require.Empty(t, out.Problems)
		assert.Equal(t, []string{
			"export_test.go:4 f: f's comment",
			"p_test.go:10 Take: Take's comment",
			"p_test.go:10 F: F's comment",
			"p_test.go:10 Make: Make's comment",
			"q.go:5 Make: Make's comment",
		}, messages(out))
		assert.Equal(t, 5, out.Stats.Named) // p, p [p.test], p_test, helper, q
		assert.Equal(t, 1, out.Stats.Facts) // helper as p_test sees it
	}
}

// The test's p mentions w.T, and is read before y, which mentions it too and is
// the same in all views: both have to mean one type.
func TestTestVariantsShareWhatIsTheSame(t *testing.T) {
	dir := module(t, map[string]string{
		"p/p.go":       "package p\n\nimport \"example.com/m/w\"\n\n// Take's comment\nfunc Take(w.T) {}\n",
		"p/in_test.go": "package p\n",
		"p/p_test.go":  "package p_test\n\nimport (\n\t\"example.com/m/p\"\n\t\"example.com/m/y\"\n)\n\nfunc f() { p.Take(y.Make()) }\n",
		"y/y.go":       "package y\n\nimport \"example.com/m/w\"\n\nfunc Make() w.T { return 0 }\n",
		"w/w.go":       "package w\n\ntype T int\n",
	})
	opts := Options{Dir: dir, Tests: true, CacheDir: t.TempDir()}
	require.Empty(t, run(t, opts).Problems)
	write(t, dir, map[string]string{"p/more_test.go": "package p_test\n"})
	out := run(t, opts)
	require.Empty(t, out.Problems)
	assert.Equal(t, []string{"p_test.go:8 Take: Take's comment"}, messages(out))
	assert.Equal(t, 1, out.Stats.Analysed, "nothing else fills the base")
}

func TestBuildTags(t *testing.T) {
	dir := module(t, with(map[string]string{
		"a/tagged.go": "//go:build special\n\npackage a\n\n// H's comment\nfunc H() { H() }\n",
	}))
	cacheDir := t.TempDir()
	plain := run(t, Options{Dir: dir, Patterns: []string{"./a"}, CacheDir: cacheDir})
	tagged := run(t, Options{Dir: dir, Patterns: []string{"./a"}, CacheDir: cacheDir, BuildFlags: []string{"-tags=special"}})
	assert.Equal(t, foundInA, messages(plain))
	assert.Equal(t, append(foundInA, "tagged.go:6 H: H's comment"), messages(tagged))
}

func TestWorkspaceRoot(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.work":  "go 1.26\n\nuse (\n\t./x\n\t./y\n)\n",
		"x/go.mod": "module example.com/x\n\ngo 1.26\n",
		"x/x.go":   "package x\n\nimport \"example.com/y\"\n\nvar _ = y.F()\n",
		"y/go.mod": "module example.com/y\n\ngo 1.26\n",
		"y/y.go":   "package y\n\n// F's comment\nfunc F() int { return 0 }\n",
	})
	out := run(t, Options{Dir: dir, Env: env()})
	assert.Equal(t, []string{"x.go:5 F: F's comment"}, messages(out))
	assert.Equal(t, 2, out.Stats.Named)

	_, err := tryRun(t, Options{Dir: dir, Env: env("GOWORK=off")})
	assert.ErrorContains(t, err, "run in the directory of a Go module", "a workspace that is off")
}

func TestGenericMethodsAndInterfaces(t *testing.T) {
	out := run(t, Options{Patterns: []string{"./a"}, Dir: module(t, map[string]string{
		"a/a.go": `package a

import "example.com/m/b"

func f(l b.List[int], i b.I) { b.Map[int](); i.M(); i.N(); l.Own() }
`,
		"b/b.go": `package b

type List[T any] struct{ x T }

// Own's comment
func (l *List[T]) Own() {}

// Map's comment
func Map[T any]() {}

type I interface {
	// N's comment
	N()
	// M's comment
	M()
}
`,
	})})
	// A method of an instance is another object than that which has the fact:
	// under other drivers too the analyzer has to ask for its origin.
	assert.Equal(t, []string{"a.go:5 Map: Map's comment", "a.go:5 M: M's comment", "a.go:5 N: N's comment"}, messages(out))
}

func TestProgress(t *testing.T) {
	var calls [][2]int
	run(t, Options{Dir: module(t, chain), Progress: func(done, total int) {
		calls = append(calls, [2]int{done, total})
	}})
	assert.Equal(t, [][2]int{{1, 4}, {2, 4}, {3, 4}, {4, 4}}, calls)
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Run(ctx, Options{Dir: module(t, chain), Env: env(), Analyzers: toy()})
	assert.ErrorIs(t, err, context.Canceled)

	ctx, cancel = context.WithCancel(t.Context())
	_, err = Run(ctx, Options{Dir: module(t, chain), Env: env(), Analyzers: toy(), Progress: func(int, int) { cancel() }})
	assert.ErrorIs(t, err, context.Canceled)
}

// Of what is named only that is analysed which a change can have touched: the package itself,
// and what imports it.
func TestUntouchedPackagesAreLeftOut(t *testing.T) {
	dir := module(t, chain)
	touched := func(changed string) Options {
		return Options{Dir: dir, Touched: func(file string) bool { return file == filepath.Join(dir, filepath.FromSlash(changed)) }}
	}
	all := append(foundInA, "b.go:6 G: G's comment")
	out := run(t, touched("c/c.go"))
	assert.Equal(t, all, messages(out))
	assert.Equal(t, 3, out.Stats.Analysed)
	out = run(t, touched("unasked/unasked.go"))
	assert.Equal(t, foundInA, messages(out))
	assert.Equal(t, 2, out.Stats.Analysed)
	var left []string
	for _, p := range out.Packages {
		assert.False(t, p.Unanalysed, p.ID)
		if p.Untouched {
			left = append(left, p.ImportPath)
		}
	}
	assert.ElementsMatch(t, []string{"example.com/m/b", "example.com/m/c"}, left)
	out = run(t, touched("nowhere.go"))
	assert.Empty(t, messages(out))
	assert.Equal(t, 0, out.Stats.Analysed)
	assert.Len(t, out.Packages, 4)
}
