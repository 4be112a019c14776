package unclosed_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tetherlint/tether/analyzer"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// testdata is a module of its own, since the rules depend on modules.
func testdata(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/src/unclosed")
	require.NoError(t, err)
	return dir
}

// In the fixtures a line without a want is quiet.
func TestRules(t *testing.T) {
	analysistest.Run(t, testdata(t), analyzer.Unclosed,
		"./errflow", "./values", "./defers", "./control", "./handover", "./callees", "./wrappers", "./flushes",
		"./nested", "./keys", "./responses", "./database", "./cancels", "./owners", "./style", "./imported", "./asserts", "./escaped", "./outparams", "./legitimate", "./hard",
		"./panics", "./iterations", "./atonce", "./fields", "./captured", "./correlated", "./unreleased", "./keeps", "./partly", "./evidence/...", "./running/...", "./ending", "./status", "./advice", "./cleanups/...")
}

// Leaks of which nothing stays behind are a matter of policy.
func TestHarmless(t *testing.T) {
	analysistest.Run(t, filepath.Join(testdata(t), "../claims"), analyzer.Unclosed, "./resources")
}

// Before Go 1.23 a ticker that was not stopped was never collected.
func TestTickersOfOldGo(t *testing.T) {
	analysistest.Run(t, filepath.Join(testdata(t), "../tickers"), analyzer.Unclosed, ".")
}

// The rule is off without a config that asks for it.
func TestLostError(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, filepath.Join(testdata(t), "../losterror"), analyzer.Unclosed, ".")
}

func TestDeferFix(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, testdata(t), analyzer.Unclosed, "./deferfix", "./blanks", "./exiting")
}

// What the fix has mended is not reported again, nor fixed again.
func TestDeferFixAgain(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testdata(t), "deferfix", "deferfix.go.golden"))
	require.NoError(t, err)
	var left []string
	for _, f := range findings(t, unit.Options{}, string(text)) {
		left = append(left, f.Function)
		assert.Nil(t, f.Fix, f.Function)
	}
	assert.Equal(t, []string{"Loop", "Unchecked", "argument"}, left)
}

// Each rule can be switched off, and does not hide another one then.
func TestRuleOff(t *testing.T) {
	const src = `package p

import "os"

func discarded(p string)  { os.Open(p) }
func leak(p string)       { f, _ := os.Open(p); println(f.Name()) }
func undeferred(p string) { f, _ := os.Open(p); println(f.Name()); f.Close() }
func inLoop(ps []string) {
	for _, p := range ps {
		if f, err := os.Open(p); err == nil {
			defer f.Close()
		}
	}
}
func beforeCheck(p string) error {
	f, err := os.Open(p)
	defer f.Close()
	if err != nil {
		return err
	}
	return nil
}
`
	rules := []finding.Rule{finding.Discarded, finding.Leak, finding.Undeferred, finding.DeferInLoop, finding.DeferBeforeCheck}
	require.Equal(t, rules, ruleNames(findings(t, unit.Options{}, src)))
	for i, off := range rules {
		c := *config.Default()
		c.Off = map[finding.Rule]bool{off: true}
		want := slices.Delete(slices.Clone(rules), i, i+1)
		assert.Equal(t, want, ruleNames(findings(t, unit.Options{Config: &c}, src)), "without %s", off)
	}
}

func ruleNames(fs []finding.Finding) []finding.Rule {
	var names []finding.Rule
	for _, f := range fs {
		names = append(names, f.Rule)
	}
	return names
}

// Odd programs are analysed without a panic, and in time.
func TestOdd(t *testing.T) {
	check(t, map[string]program{
		"empty":       {"func f() {}\nfunc (t) m() {}\ntype t struct{}", 0},
		"no_body":     {"func f(f *os.File) *os.File\nfunc g() { h := f(nil); h.Close() }", 0},
		"generic":     {"type box[T any] struct{ v T }\nfunc (b *box[T]) open() (*os.File, error) { return os.Open(\"x\") }\nfunc f() { b := new(box[int]); h, _ := b.open(); println(h.Name()) }", 1},
		"constraint":  {"func f[T interface{ ~[]E }, E interface{ Close() error }](s T) { for _, c := range s { c.Close() } }", 0},
		"blank":       {"func f() (_ *os.File, _ error) { return os.Open(\"x\") }\nfunc g() (_ int) { os.Open(\"x\"); return }", 1},
		"blank_name":  {"func _() { os.Open(\"x\") }\nvar _ = func() { os.Open(\"x\") }", 2},
		"package_var": {"var f, err = os.Open(\"x\")\nvar _, _ = os.Open(\"y\")", 0},
		"init_goto": {`func init() {
again:
	f, err := os.Open("x")
	if err != nil { goto again }
	goto done
done:
	f.Name()
}`, 1},
		"dead_code":      {"func f() { return; os.Open(\"x\") }\nfunc g() { for { }; f, _ := os.Open(\"x\"); f.Name() }\nfunc h() { select {} }", 0}, // what never runs opens nothing
		"selects":        {"func f(c chan *os.File) { select { case c <- func() *os.File { f, _ := os.Open(\"x\"); return f }(): default: }; select { case f := <-c: f.Close(); default: } }", 0},
		"labels":         {"func f() {\na: for { b: for { f, _ := os.Open(\"x\"); switch { case f == nil: continue a; case f.Name() == \"\": break b; default: f.Close(); break a } } } }", 1},
		"recursive":      {"func f(x *os.File) { g(x) }\nfunc g(x *os.File) { f(x) }\nfunc h() { x, _ := os.Open(\"x\"); f(x) }", 1},
		"recursive_type": {"type l struct{ next *l; f *os.File }\nfunc (x *l) Close() { if x != nil { x.next.Close(); x.f.Close() } }\nfunc f() *l { x := &l{}; x.next = x; x.f, _ = os.Open(\"x\"); return x }", 0},
		"self_closure":   {"func f() { var g func(); x, _ := os.Open(\"x\"); g = func() { g(); x.Close() }; g() }", 0},
		"Y":              {"func f() { x, _ := os.Open(\"x\"); func(g func(any)) { g(g) }(func(a any) { a.(func(any))(a) }); x.Close() }", 1},
		"method_expr":    {"func f() { x, _ := os.Open(\"x\"); c := (*os.File).Close; defer c(x) }", 0},
		"shadowed_names": {"func f() { os := struct{ Open func(string) int }{}; if os.Open != nil { os.Open(\"x\") }; nil := 0; _ = nil }", 0},
		"defer_builtins": {"func f(m map[string]*os.File) { m[\"x\"], _ = os.Open(\"x\"); defer delete(m, \"x\"); defer print(); defer recover() }", 0},
		"go_forms":       {"func f() { x, _ := os.Open(\"x\"); go x.Close(); go func() {}(); go println(x) }", 0},
		"parens":         {"func f() { var x, _ = ((os.Open)(\"x\")); defer ((x).Close)() }", 0},
		"conversions":    {"type r interface{ Read([]byte) (int, error) }\nfunc f() { x, _ := os.Open(\"x\"); y := any(r(x)).(*os.File); defer y.Close() }", 0},
		"array_of_funcs": {"func f() { x, _ := os.Open(\"x\"); fs := [...]func() error{x.Close}; defer fs[0]() }", 0},
		"range_forms":    {"func f() { x, _ := os.Open(\"x\"); for range 3 { }; for i := range [0]int{} { _ = i }; for range \"abc\" { }; for range (chan int)(nil) { }; x.Close() }", 0},
		"const_cond":     {"func f() { x, _ := os.Open(\"x\"); if true { defer x.Close() } else { panic(x) }; if 1 > 2 { return } }", 0},
	})
}

// The cost grows with the size of a function, and no faster.
func TestLarge(t *testing.T) {
	repeat := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
		}
		return b.String()
	}
	check(t, map[string]program{
		"opens":        {"func f() {\n" + repeat(2000, "\tf#, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn\n\t}\n\tdefer f#.Close()\n") + "}", 0},
		"leaks":        {"func f() {\n" + repeat(2000, "\tf#, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn\n\t}\n\tprintln(f#)\n") + "}", -1},
		"switch":       {"func f(n int) error {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tswitch n {\n" + repeat(1000, "\tcase #:\n\t\tprintln(#)\n") + "\tdefault:\n\t\treturn nil\n\t}\n\treturn f.Close()\n}", 1},
		"branches":     {"func f(b []bool) error {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n" + repeat(500, "\tif b[#] {\n\t\tprintln(f.Name())\n\t}\n") + "\treturn f.Close()\n}", 0},
		"flags":        {"func f(n int) error {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n" + repeat(200, "\tb# := false\n\tif n > # {\n\t\tb# = true\n\t}\n") + repeat(200, "\tif b# {\n\t\tprintln(f.Name())\n\t}\n") + "\treturn f.Close()\n}", 0},
		"closures":     {"func f() {\n" + strings.Repeat("func() {\n", 100) + "f, _ := os.Open(\"x\")\ndefer f.Close()\n" + strings.Repeat("}()\n", 100) + "}", 0},
		"closures_out": {"func f() {\nf, _ := os.Open(\"x\")\n" + strings.Repeat("func() {\n", 4) + "defer f.Close()\n" + strings.Repeat("}()\n", 4) + "}", 0},
		"closures_far": {"func f() {\nf, _ := os.Open(\"x\")\n" + strings.Repeat("func() {\n", 100) + "defer f.Close()\n" + strings.Repeat("}()\n", 100) + "}", -1},
		"blocks":       {"func f() error {\nf, err := os.Open(\"x\")\nif err != nil {\nreturn err\n}\n" + repeat(100, "for i# := range 3 {\nif i# == 1 {\n") + "println(f.Name())\n" + strings.Repeat("}\n}\n", 100) + "return f.Close()\n}", 0},
		"callees":      {"func close0(x *os.File) { x.Close() }\n" + chain(300, "func close%d(x *os.File) { close%d(x) }\n") + "func f() { x, _ := os.Open(\"x\"); close300(x) }", 0},
		"makers":       {"func open0() (*os.File, error) { return os.Open(\"x\") }\n" + chain(300, "func open%d() (*os.File, error) { return open%d() }\n") + "func f() { x, _ := open300(); println(x.Name()) }", 1},
	})
}

// chain is functions each of which calls the one before.
func chain(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i+1, i)
	}
	return b.String()
}

// A program is the source of a package, without its head, and the number of
// findings in it; where that is negative any number will do.
type program struct {
	src  string
	want int
}

// check analyses the programs, all in one go.
func check(t *testing.T, programs map[string]program) {
	t.Helper()
	sources := map[string]string{}
	for name, p := range programs {
		sources[name] = "package p\n\nimport \"os\"\n\nvar _ os.File\n\n" + p.src + "\n"
	}
	got := analyse(t, unit.Options{}, sources)
	for name, p := range programs {
		if n := len(got[name]); p.want >= 0 && n != p.want {
			t.Errorf("%s: %d findings, want %d; the first: %v", name, n, p.want, got[name][:min(n, 1)])
		}
	}
}

// findings analyses a package of one file.
func findings(t *testing.T, opts unit.Options, src string) []finding.Finding {
	t.Helper()
	return analyse(t, opts, map[string]string{"p": src})["p"]
}

// analyse finds what is in packages of one file each, by name. What
// does not end is for go test to find: how long it may take, a busy machine decides.
func analyse(t *testing.T, opts unit.Options, sources map[string]string) map[string][]finding.Finding {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("go.mod", "module example.com\n\ngo 1.26.0\n")
	for name, src := range sources {
		write(name+"/p.go", src)
		write(name+"/p.s", "") // allows functions without bodies
	}
	results := analysistest.Run(quiet{t}, dir, suite.New(opts)[1], "./...")
	require.Len(t, results, len(sources))
	all := map[string][]finding.Finding{}
	for _, r := range results {
		require.NoError(t, r.Err, "%s: %v", r.Pass.Pkg.Path(), r.Pass.TypeErrors)
		all[strings.TrimPrefix(r.Pass.Pkg.Path(), "example.com/")] = r.Result.(*finding.Result).Findings
	}
	return all
}

// quiet keeps analysistest from comparing findings with comments.
type quiet struct{ *testing.T }

func (quiet) Errorf(string, ...any) {}
