package driver

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

func newPackage(path string) *packages.Package {
	return &packages.Package{ID: path, PkgPath: path}
}

// position is where a problem is, given relative to dir.
func position(dir, pos string) string { return filepath.Join(dir, pos) }

func TestTypeErrorAndHealthyPackage(t *testing.T) {
	dir := module(t, with(map[string]string{
		"bad/bad.go":       "package bad\n\nvar X int = \"s\"\nvar Y = nosuch\n",
		"user/user.go":     "package user\n\nimport \"example.com/m/bad\"\n\nvar X = bad.X\n",
		"user2/user2.go":   "package user2\n\nimport \"example.com/m/user\"\n\nvar X = user.X\n",
		"syntax/syntax.go": "package syntax\n\nfunc {\n",
	}))
	cacheDir := t.TempDir()
	for range 2 { // what has problems is not kept
		out := run(t, Options{Dir: dir, CacheDir: cacheDir})
		assert.Equal(t, append(foundInA, "b.go:6 G: G's comment"), messages(out))
		assert.Equal(t, []Problem{
			{Package: "example.com/m/bad", Position: position(dir, "bad/bad.go:3:13"), Message: `cannot use "s" (untyped string constant) as int value in variable declaration`},
			{Package: "example.com/m/bad", Position: position(dir, "bad/bad.go:4:9"), Message: "undefined: nosuch"},
			{Package: "example.com/m/syntax", Position: position(dir, "syntax/syntax.go:3:6"), Message: "expected 'IDENT', found '{'"},
			{Package: "example.com/m/user", Message: "not analysed: it imports example.com/m/bad, which does not compile", Cause: "example.com/m/bad"},
			{Package: "example.com/m/user2", Message: "not analysed: it imports example.com/m/user, which needs example.com/m/bad, which does not compile", Cause: "example.com/m/bad"},
		}, out.Problems)
	}
}

func TestBadDependencyIsToldOnce(t *testing.T) {
	dir := module(t, map[string]string{
		"bad/bad.go": "package bad\n\nvar X int = \"s\"\n",
		"a/a.go":     "package a\n\nimport \"example.com/m/bad\"\n\nvar X = bad.X\n",
		"b/b.go":     "package b\n\nimport \"example.com/m/bad\"\n\nvar X = bad.X\n",
	})
	out := run(t, Options{Dir: dir, Patterns: []string{"./a", "./b"}, Tests: true})
	assert.Equal(t, []Problem{
		{Package: "example.com/m/bad", Position: position(dir, "bad/bad.go:3:13"), Message: `cannot use "s" (untyped string constant) as int value in variable declaration`},
		{Package: "example.com/m/a", Message: "not analysed: it imports example.com/m/bad, which does not compile", Cause: "example.com/m/bad"},
		{Package: "example.com/m/b", Message: "not analysed: it imports example.com/m/bad, which does not compile", Cause: "example.com/m/bad"},
	}, out.Problems)
}

func TestMissingModule(t *testing.T) {
	dir := module(t, with(map[string]string{
		"c/more.go": "package c\n\nimport _ \"nosuch.example/x\"\n",
		"d/d.go":    "package d\n\n// F's comment\nfunc F() { F() }\n",
	}))
	out := run(t, Options{Dir: dir})
	assert.Equal(t, []string{"d.go:4 F: F's comment"}, messages(out))
	require.NotEmpty(t, out.Problems)
	told := make(map[string]int)
	for _, p := range out.Problems {
		told[p.Position]++
		assert.Contains(t, p.Message, "nosuch.example/x")
	}
	assert.Equal(t, map[string]int{position(dir, "c/more.go:3:8"): 1, "": 3}, told, "a, b and c need it: %v", out.Problems)
}

// The go command may tell of a missing module at the import and at the package.
func TestToldOnce(t *testing.T) {
	at := Problem{Package: "n/x", Position: "/m/a.go:5:8", Message: "missing go.sum entry for module providing package n/x (imported by m); to add:\n\tgo get m"}
	again := Problem{Package: "n/x", Message: "missing go.sum entry for module providing package n/x; to add:\n\tgo mod download n/x"}
	other := Problem{Package: "n/y", Message: "missing go.sum entry for module providing package n/y; to add:\n\tgo mod download n/y"}
	follows := Problem{Package: "m", Message: "not analysed: it imports n/x, which cannot be loaded", Cause: "n/x"}
	user := Problem{Package: "m/u", Message: "not analysed: it imports m, which needs n/x, which cannot be loaded", Cause: "n/x"}
	assert.Equal(t, []Problem{at, other, follows, user}, tidy([]Problem{user, follows, again, other, at}))
}

func TestImportCycle(t *testing.T) {
	dir := module(t, map[string]string{
		"a/a.go": "package a\n\nimport _ \"example.com/m/b\"\n",
		"b/b.go": "package b\n\nimport _ \"example.com/m/a\"\n",
		"c/c.go": "package c\n\n// F's comment\nfunc F() { F() }\n",
	})
	out := run(t, Options{Dir: dir, CacheDir: t.TempDir()})
	assert.Equal(t, []string{"c.go:4 F: F's comment"}, messages(out))
	require.NotEmpty(t, out.Problems)
	assert.Contains(t, out.Problems[0].Message, "import cycle not allowed")
}

func TestNothingToAnalyse(t *testing.T) {
	empty := t.TempDir()
	dir := module(t, map[string]string{"a/a.go": "package a\n", "empty/text": "no Go"})
	other := module(t, map[string]string{"a.go": "package a\n"})
	for name, test := range map[string]struct {
		opts Options
		want []string
	}{
		"no go.mod":            {Options{Dir: empty}, []string{"run in the directory of a Go module"}},
		"no directory":         {Options{Dir: filepath.Join(empty, "nosuch")}, []string{"is not a directory"}},
		"no such directory":    {Options{Dir: dir, Patterns: []string{"./nosuch"}}, []string{"nosuch", "check the package pattern"}},
		"no such tree":         {Options{Dir: dir, Patterns: []string{"./nosuch/..."}}, []string{"./nosuch", "check the package pattern"}},
		"no packages":          {Options{Dir: dir, Patterns: []string{"./empty/..."}}, []string{"no Go packages match ./empty/..."}},
		"no Go files":          {Options{Dir: dir, Patterns: []string{"./empty"}}, []string{"no Go files"}},
		"no such package":      {Options{Dir: dir, Patterns: []string{"example.com/other"}}, []string{"go get example.com/other"}},
		"outside":              {Options{Dir: dir, Patterns: []string{other}}, []string{"outside main module", "with -C"}},
		"a bad flag":           {Options{Dir: dir, BuildFlags: []string{"-nosuchflag"}}, []string{"nosuchflag"}},
		"a pattern as a flag":  {Options{Dir: dir, Patterns: []string{"-nosuchflag"}}, []string{"nosuchflag"}},
		"a broken go.mod":      {Options{Dir: module(t, map[string]string{"go.mod": "nonsense\n", "a.go": "package a\n"})}, []string{"go.mod:1"}},
		"a missing dependency": {Options{Dir: module(t, map[string]string{"go.mod": "module m\n\nrequire nosuch.example/x v1.0.0\n", "a.go": "package a\n\nimport _ \"nosuch.example/x\"\n"})}, []string{"nosuch.example/x"}},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := tryRun(t, test.opts)
			if err == nil && name == "a missing dependency" { // the package is there, but not what it needs
				require.NotEmpty(t, out.Problems)
				assert.Contains(t, out.Problems[0].Message+out.Problems[len(out.Problems)-1].Message, test.want[0])
				return
			}
			require.Error(t, err)
			t.Log(err)
			for _, want := range test.want {
				assert.ErrorContains(t, err, want)
			}
		})
	}
}

func TestPatternBesideAGoodOne(t *testing.T) {
	out := run(t, Options{Dir: module(t, chain), Patterns: []string{"./a", "./nosuch"}})
	assert.Equal(t, foundInA, messages(out))
	require.Len(t, out.Problems, 1)
	assert.Contains(t, out.Problems[0].Message, "check the package pattern")
}

func TestOnlyTestFiles(t *testing.T) {
	dir := module(t, with(map[string]string{"x/x_test.go": "package x\n\n// F's comment\nfunc F() { F() }\n"}))
	out := run(t, Options{Dir: dir})
	assert.Empty(t, out.Problems)
	out = run(t, Options{Dir: dir, Patterns: []string{"./x"}, Tests: true})
	assert.Empty(t, out.Problems)
	assert.Equal(t, []string{"x_test.go:4 F: F's comment"}, messages(out))
}

func TestPanicIsAProblem(t *testing.T) {
	dir := module(t, with(map[string]string{
		"p/p.go": "package p\n\n// Panic's comment\nfunc Panic() {}\n",
		"q/q.go": "package q\n\n// F's comment\nfunc F() { F() }\n\nfunc PanicCalls() {}\n",
		"r/r.go": "package r\n\nimport (\n\t\"example.com/m/p\"\n\t\"example.com/m/q\"\n)\n\nfunc f() { p.Panic(); q.F() }\n",
		"s/s.go": "package s\n\nimport \"example.com/m/p\"\n\nfunc f() { p.Panic() }\n",
	}))
	cacheDir := t.TempDir()
	for range 2 { // r and s could be analysed, but not with all facts: they are not kept
		out := run(t, Options{Dir: dir, Patterns: []string{"./a", "./q", "./r", "./s"}, CacheDir: cacheDir})
		assert.Equal(t, append(foundInA, "r.go:8 F: F's comment"), messages(out))
		require.Len(t, out.Problems, 2)
		for _, p := range out.Packages {
			assert.Equal(t, p.FromCache && p.ImportPath == "example.com/m/a", p.FromCache, p.ID)
		}
		assert.Equal(t, "example.com/m/p", out.Problems[0].Package)
		assert.Contains(t, out.Problems[0].Message, "analyzer docs panicked: a toy's panic (at ")
		assert.Contains(t, out.Problems[0].Message, "driver.exportDocs.")
		assert.Equal(t, "example.com/m/q", out.Problems[1].Package)
		assert.Contains(t, out.Problems[1].Message, "analyzer calls panicked: a toy's panic (at ")
	}
}

func TestCgo(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("no C compiler")
	}
	dir := module(t, map[string]string{
		"a/a.go": "package a\n\nimport \"example.com/m/b\"\n\nvar X = b.F()\n",
		"b/b.go": "package b\n\n// static int f(void) { return 1; }\nimport \"C\"\n\n// F's comment\nfunc F() int { return int(C.f()) }\n",
	})
	opts := Options{Dir: dir, CacheDir: t.TempDir(), Env: env("CGO_ENABLED=1")}
	for range 2 {
		out := run(t, opts)
		require.Empty(t, out.Problems)
		assert.Contains(t, messages(out), "a.go:5 F: F's comment")
	}
	write(t, dir, map[string]string{"b/b.go": "package b\n\n// static int f(void) { return (1; }\nimport \"C\"\n\nfunc F() int { return int(C.f()) }\n"})
	out := run(t, opts)
	require.GreaterOrEqual(t, len(out.Problems), 2)
	assert.Equal(t, position(dir, "b/b.go:3:32"), out.Problems[0].Position)
	assert.Contains(t, out.Problems[0].Message, "expected ')'")
	assert.Equal(t, "example.com/m/a", out.Problems[len(out.Problems)-1].Package)
}

func TestSplitPosition(t *testing.T) {
	for pos, want := range map[string][3]any{
		"a.go:3:4":      {"a.go", 3, 4},
		"a.go:3":        {"a.go", 3, 0},
		"a.go":          {"a.go", 0, 0},
		"C:\\a.go:3":    {"C:\\a.go", 3, 0},
		"":              {"", 0, 0},
		"a.go:3:4:":     {"a.go:3:4:", 0, 0},
		"/x:1/a.go:5:6": {"/x:1/a.go", 5, 6},
	} {
		file, line, col := splitPosition(pos)
		assert.Equal(t, want, [3]any{file, line, col}, pos)
	}
}

// Only the package that panics knows of it; what used its facts must not come from
// the cache, or the next run would be silent.
func TestPanicBelowIsNotForgotten(t *testing.T) {
	opts := Options{CacheDir: t.TempDir(), Patterns: []string{"./s"}, Dir: module(t, map[string]string{
		"p/p.go": "package p\n\nfunc Panic() {}\n",
		"s/s.go": "package s\n\nimport \"example.com/m/p\"\n\nfunc f() { p.Panic() }\n",
	})}
	for range 2 {
		require.Len(t, run(t, opts).Problems, 1)
	}
}
