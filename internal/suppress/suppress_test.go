package suppress

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
)

// open parses a file. Its positions are those of the text, whatever //line says.
func open(t testing.TB, src string) (*File, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	fset.AddFile("other.go", -1, 100) // so that offsets are not positions
	syntax, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments|parser.SkipObjectResolution)
	require.NoError(t, err)
	at := func(pos token.Pos) (int, int) {
		p := fset.PositionFor(pos, false)
		return p.Line, p.Column
	}
	text := []byte(src)
	return New(syntax, at, func() []byte { return text }), syntax
}

// inFunc makes a file of the body of a function.
func inFunc(body string) string { return "package p\n\nfunc f() {\n" + body + "\n}\n" }

// gos are the positions of the go statements.
func gos(f *ast.File) (list []token.Pos) {
	ast.Inspect(f, func(n ast.Node) bool {
		if g, ok := n.(*ast.GoStmt); ok {
			list = append(list, g.Go)
		}
		return true
	})
	return list
}

func TestParse(t *testing.T) {
	for text, want := range map[string]struct {
		rules   []finding.Rule
		reason  string
		problem string
	}{
		"//tether:allow raw-go lives as long as the process": {rules: []finding.Rule{finding.RawGo}, reason: "lives as long as the process"},
		"//tether:allow untracked/raw-go reason":             {rules: []finding.Rule{finding.RawGo}, reason: "reason"},
		"//tether:allow raw-go,leak both":                    {rules: []finding.Rule{finding.RawGo, finding.Leak}, reason: "both"},
		"//tether:allow raw-go, unclosed/leak , unwaited r":  {rules: []finding.Rule{finding.RawGo, finding.Leak, finding.Unwaited}, reason: "r"},
		"//tether:allow\traw-go\treason, with a comma":       {rules: []finding.Rule{finding.RawGo}, reason: "reason, with a comma"},
		"//tether:allow  raw-go   理由":                        {rules: []finding.Rule{finding.RawGo}, reason: "理由"},
		"//tether:allow raw-go see https://example.com/1 // want": {rules: []finding.Rule{finding.RawGo},
			reason: "see https://example.com/1"},
		"//tether:allow raw-go -- as agreed":        {rules: []finding.Rule{finding.RawGo}, reason: "-- as agreed"},
		"//tether:allow unused-allow other systems": {rules: []finding.Rule{finding.UnusedAllow}, reason: "other systems"},

		"//tether:allow":                         {problem: "it names no rule"},
		"//tether:allow ":                        {problem: "it names no rule"},
		"//tether:allow // want \"x\"":           {problem: "it names no rule"},
		"//tether:allow raw-go":                  {problem: "it gives no reason"},
		"//tether:allow raw-go ":                 {problem: "it gives no reason"},
		"//tether:allow raw-go,leak":             {problem: "it gives no reason"},
		"//tether:allow raw-go --":               {problem: "it gives no reason"},
		"//tether:allow raw-go // want \"x\"":    {problem: "it gives no reason"},
		"//tether:allow raw-go //nolint:tether":  {problem: "it gives no reason"},
		"//tether:allow rawgo reason":            {problem: "there is no rule rawgo (did you mean untracked/raw-go?)"},
		"//tether:allow raw-go: reason":          {problem: "there is no rule raw-go: (did you mean untracked/raw-go?)"},
		"//tether:allow everything reason":       {problem: "there is no rule everything"},
		"//tether:allow unclosed/raw-go reason":  {problem: "there is no rule unclosed/raw-go (did you mean untracked/raw-go?)"},
		"//tether:allow raw-go,lek reason":       {problem: "there is no rule lek (did you mean unclosed/leak?)"},
		"//tether:allow untracked reason":        {problem: "untracked is an analyzer and no rule"},
		"//tether:allow raw-go,,leak reason":     {problem: "a rule is missing beside a comma"},
		"//tether:allow ,raw-go reason":          {problem: "a rule is missing beside a comma"},
		"//tether:allow raw-go,":                 {problem: "a rule is missing beside a comma"},
		"//tether:allow the goroutine is needed": {problem: "there is no rule the"},
	} {
		d, ok := parse(&ast.Comment{Slash: 10, Text: text})
		require.True(t, ok, text)
		assert.Equal(t, want.problem, d.Problem, text)
		if want.problem != "" {
			continue
		}
		assert.Equal(t, want.reason, d.Reason, text)
		var rules []finding.Rule
		for _, n := range d.Names {
			rules = append(rules, n.Rule)
			assert.Equal(t, n.Text, text[n.Pos-10:n.End-10], text)
		}
		assert.Equal(t, want.rules, rules, text)
	}
	for _, text := range []string{
		"// see //tether:allow raw-go reason", "//", "// tether: a linter", "// tether:a", "// Tether is one", "//go:embed tether:allow",
		"// the tether:allow directive",
	} {
		_, ok := parse(&ast.Comment{Text: text})
		assert.False(t, ok, text)
	}
	for _, text := range []string{ // meant for one
		"// tether:allow raw-go reason", "//tether:allowed raw-go reason", "//tether:allow:raw-go reason", "//tether:ignore raw-go reason",
		"/*tether:allow raw-go reason*/", "//Tether:allow raw-go reason", "//tether: allow raw-go reason", "// TETHER:NOLINT",
	} {
		d, ok := parse(&ast.Comment{Text: text})
		require.True(t, ok, text)
		assert.Equal(t, "it is not spelt //tether:allow", d.Problem, text)
		assert.False(t, d.Covers(finding.RawGo), text)
	}
}

// A day after which a directive counts no longer.
func TestUntil(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1806451200") // 2027-03-31
	for text, covers := range map[string]bool{
		"//tether:allow raw-go until:2027-03-31 r":         true,
		"//tether:allow raw-go rewritten until:2027-04-01": true,
		"//tether:allow raw-go until:2027-03-30 r":         false,
	} {
		d, ok := parse(&ast.Comment{Text: text})
		require.True(t, ok)
		assert.Empty(t, d.Problem, text)
		assert.Equal(t, covers, d.Covers(finding.RawGo), text)
		assert.NotContains(t, d.Reason, "until", text)
	}
	for text, problem := range map[string]string{
		"//tether:allow raw-go until:soon r":       `until: "soon" is not a date: write it as in 2027-03-31`,
		"//tether:allow raw-go until:2027-02-30 r": `until: "2027-02-30" is not a date: write it as in 2027-03-31`,
		"//tether:allow raw-go until:2027-03-31":   "it gives no reason",
	} {
		d, _ := parse(&ast.Comment{Text: text})
		assert.Equal(t, problem, d.Problem, text)
	}
}

// Where a directive stands decides what it is about: those that say yes are in
// the source of the launch that it suppresses, those that say no are not.
func TestPlace(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		want bool
	}{
		"end of the line":                  {"go g() //tether:allow raw-go r", true},
		"line above":                       {"//tether:allow raw-go r\ngo g()", true},
		"line above, after a block":        {"/* note */ //tether:allow raw-go r\ngo g()", true},
		"line above, end of a long block":  {"/* a\n b */ //tether:allow raw-go r\ngo g()", true},
		"line above, after other comments": {"// Note.\n//tether:allow raw-go r\ngo g()", true},
		"end of a line above":              {"println() //tether:allow raw-go r\ngo g()", false},
		"end of a brace's line above":      {"if true { //tether:allow raw-go r\ngo g() }", false},
		"end of a string above":            {"_ = `\n*/ ` //tether:allow raw-go r\ngo g()", false},
		"two lines above":                  {"//tether:allow raw-go r\n\ngo g()", false},
		"with a comment between":           {"//tether:allow raw-go r\n// Note.\ngo g()", true},
		"stacked with others":              {"//tether:allow raw-go r\n//nolint:errcheck\n//tether:allow leak r\n/* and\n so */\ngo g()", true},
		"a reason that runs on":            {"//tether:allow raw-go it is waited for\n// by the caller\ngo g()", true},
		"a blank line in the stack":        {"//tether:allow raw-go r\n// Note.\n\ngo g()", false},
		"code in the stack":                {"//tether:allow raw-go r\n/* a */ println() /* b */\ngo g()", false},
		"line below":                       {"go g()\n//tether:allow raw-go r", false},
		"end of the statement":             {"go func() {\ng()\n}() //tether:allow raw-go r", true},
		"end of the arguments":             {"go g(\n1,\n2) //tether:allow raw-go r", true},
		"behind the opening brace":         {"go func() { //tether:allow raw-go r\n}()", true},
		"in the body, after code":          {"go func() {\ng() //tether:allow raw-go r\n}()", false},
		"in the body, alone":               {"go func() {\n//tether:allow raw-go r\n}()", false},
		"in the arguments":                 {"go g(1, //tether:allow raw-go r\n2)", true},
		"in the arguments, later":          {"go g(1,\n2, //tether:allow raw-go r\n3)", false},
		"behind a later brace":             {"go func(\nx int,\n) { //tether:allow raw-go r\n}(1)", false},
		"end of a statement around":        {"if true {\ngo g()\n} //tether:allow raw-go r", false},
		"one line":                         {"if true { go g() } //tether:allow raw-go r", true},
		"two on a line":                    {"go func() {\ngo func() {\n}() }() //tether:allow raw-go r", true},
		"label":                            {"l: go func() {\n}() //tether:allow raw-go r\ngoto l", true},
		"in a case":                        {"switch {\ncase true: go func() {\n}() //tether:allow raw-go r\n}", true},
		"block comment":                    {"go g() /*tether:allow raw-go r*/", false},
		"another rule":                     {"go g() //tether:allow leak r", false},
		"one of several":                   {"go g() //tether:allow leak,raw-go r", true},
		"no reason":                        {"go g() //tether:allow raw-go", false},
		"one of them unknown":              {"go g() //tether:allow raw-go,lek r", false},
		"carriage returns":                 {"//tether:allow raw-go r\r\ngo g()\r", true},
		"line directive between":           {"//tether:allow raw-go r\n//line x.go:1\ngo g()", false},
		"line directive before":            {"//line x.go:7\n//tether:allow raw-go r\ngo g()", true},
		"block before the launch":          {"/* why */ go g() /* so */ //tether:allow raw-go r", true},
		"wide characters":                  {"_ = \"世界\"; go g() //tether:allow raw-go 世界", true},
	} {
		t.Run(name, func(t *testing.T) {
			f, syntax := open(t, inFunc(tt.body))
			ds := f.Allows(finding.RawGo, gos(syntax)[0])
			assert.Equal(t, tt.want, len(ds) == 1, "%d directives", len(ds))
		})
	}
}

// All that are in place count, and each is told apart.
func TestSeveral(t *testing.T) {
	f, syntax := open(t, inFunc("//tether:allow raw-go above\ngo func() { //tether:allow raw-go line\n}() //tether:allow raw-go end"))
	var reasons []string
	for _, d := range f.Allows(finding.RawGo, gos(syntax)[0]) {
		reasons = append(reasons, d.Reason)
	}
	assert.Equal(t, []string{"line", "above", "end"}, reasons)
}

// At package level the spec stands for the statement.
func TestPackageLevel(t *testing.T) {
	f, syntax := open(t, "package p\n\nvar v = g(\n1,\n) //tether:allow hidden-launch r\n")
	value := syntax.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0]
	assert.Len(t, f.Allows(finding.HiddenLaunch, value.Pos()), 1)
	assert.Empty(t, f.Allows(finding.HiddenLaunch, syntax.Package))
}

func TestBesideBad(t *testing.T) {
	for body, want := range map[string]bool{
		"go g() //tether:allow raw-go":     true,
		"//tether:allow rawgo r\ngo g()":   true,
		"go g(\n) //tether:allow":          true,
		"go g() //tether:allow raw-go r":   false,
		"//tether:allow raw-go\n\ngo g()":  false,
		"go g()\n_ = 0 //tether:allow foo": false,
	} {
		f, syntax := open(t, inFunc(body))
		assert.Equal(t, want, f.BesideBad(gos(syntax)[0]), body)
	}
}

func TestAtLaunch(t *testing.T) {
	f, _ := open(t, inFunc("//tether:allow hidden-launch a\ngo g()\ng() //tether:allow hidden-launch b\ngo func() {\n}() //tether:allow hidden-launch c"))
	var got []bool
	for _, d := range f.Directives() {
		got = append(got, f.AtLaunch(d))
	}
	assert.Equal(t, []bool{true, false, true}, got)
}

// Without the source a directive is taken to be alone.
func TestNoSource(t *testing.T) {
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, "p.go", inFunc("//tether:allow raw-go r\ngo g()"), parser.ParseComments)
	require.NoError(t, err)
	f := New(syntax, func(pos token.Pos) (int, int) { p := fset.Position(pos); return p.Line, p.Column }, func() []byte { return nil })
	assert.Len(t, f.Allows(finding.RawGo, gos(syntax)[0]), 1)
}

func TestNolint(t *testing.T) {
	const untracked, unclosed, hosted = 1, 2, 4 // who silences the launch: with hosted, in golangci-lint too
	for name, tt := range map[string]struct {
		src  string
		want int
	}{
		"bare":                    {inFunc("go g() //nolint"), untracked | unclosed},
		"all":                     {inFunc("go g() //nolint:all"), untracked | unclosed},
		"all of several":          {inFunc("go g() //nolint:errcheck, ALL"), untracked | unclosed},
		"starts with all":         {inFunc("go g() //nolint:alloc"), untracked | unclosed},
		"tether":                  {inFunc("go g() //nolint:tether"), untracked | unclosed},
		"untracked":               {inFunc("go g() //nolint:untracked"), untracked | hosted},
		"unclosed":                {inFunc("go g() //nolint:unclosed"), unclosed},
		"others":                  {inFunc("go g() //nolint:errcheck,govet"), 0},
		"several":                 {inFunc("go g() //nolint:errcheck, Untracked ,govet"), untracked | hosted},
		"explained":               {inFunc("go g() //nolint:untracked // it must be so"), untracked | hosted},
		"explained in the wrong":  {inFunc("go g() //nolint:untracked it must be so"), 0},
		"explained, bare":         {inFunc("go g() //nolint // it must be so"), untracked | unclosed},
		"with blanks":             {inFunc("go g() // nolint:tether"), untracked | unclosed},
		"with a blank behind":     {inFunc("go g() //nolint: tether"), untracked | unclosed},
		"with a blank before":     {inFunc("go g() //nolint :untracked"), untracked | unclosed},
		"another word":            {inFunc("go g() //nolintlint"), 0},
		"upper case":              {inFunc("go g() //NOLINT"), 0},
		"in words":                {inFunc("go g() // we use nolint here"), 0},
		"block comment":           {inFunc("go g() /* nolint */"), 0},
		"rule":                    {inFunc("go g() //nolint:raw-go"), 0},
		"above":                   {inFunc("//nolint:tether\ngo g()"), untracked | unclosed},
		"above, in a group":       {inFunc("// Why.\n//nolint:tether\n// Because.\ngo g()"), untracked | unclosed},
		"above, one of two":       {inFunc("//nolint:errcheck\n//nolint:tether\ngo g()"), untracked | unclosed},
		"above, not in line":      {inFunc("\t//nolint:tether\ngo g()"), 0},
		"two above":               {inFunc("//nolint:tether\n\ngo g()"), 0},
		"line above, behind code": {inFunc("println() //nolint:tether\ngo g()"), 0},
		"statement around":        {inFunc("//nolint:tether\nif true {\n\n\tgo g()\n}"), untracked | unclosed},
		"statement before":        {inFunc("//nolint:tether\nif true {\n}\ngo g()"), 0},
		"end of the statement":    {inFunc("go g(\n) //nolint:tether"), 0},
		"function":                {"package p\n\n// f does.\n//\n//nolint:unclosed\nfunc f() {\n\n\tgo g()\n}\n", unclosed},
		"another function":        {"package p\n\n//nolint:unclosed\nfunc e() {\n}\nfunc f() {\n\n\tgo g()\n}\n", 0},
		"file":                    {"//nolint:untracked\npackage p\n\nfunc f() {\n\tgo g()\n}\n", untracked | hosted},
		"file, with docs":         {"// Package p is.\n//\n//nolint:untracked\npackage p\n\nfunc f() {\n\tgo g()\n}\n", untracked | hosted},
		"not the file":            {"//nolint:untracked\n\npackage p\n\nfunc f() {\n\tgo g()\n}\n", 0},
		"end of package clause":   {"package p //nolint:untracked\n\nfunc f() {\n\tgo g()\n}\n", 0},
		"carriage returns":        {"//nolint:untracked\r\npackage p\r\n\r\nfunc f() {\r\n\tgo g()\r\n}\r\n", untracked | hosted},
	} {
		t.Run(name, func(t *testing.T) {
			f, syntax := open(t, tt.src)
			pos, got := gos(syntax)[0], 0
			if f.Nolint("untracked", pos, false) != nil {
				got |= untracked
			}
			if f.Nolint("unclosed", pos, false) != nil {
				got |= unclosed
			}
			if f.Nolint("untracked", pos, true) != nil {
				got |= hosted
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// Whatever is written, nothing panics, and no position lies outside of the comment.
func FuzzFile(f *testing.F) {
	for _, body := range []string{
		"go g() //tether:allow raw-go r", "/* a\r\n*/ //tether:allow ,, ,\r\ngo g() //nolint:,", "//tether:allow \xff,\u2028 \u00a0r\ngo func() {\n}() //nolint:all",
		"//line :0:0\n//tether:allow raw-go r //\ngo g()", "/*line a:1:1*/ go g() /*\n*/ //tether:allow",
	} {
		f.Add(inFunc(body))
	}
	f.Fuzz(func(t *testing.T, src string) {
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
		if syntax == nil || err != nil && strings.Contains(src, "/*line") {
			return
		}
		for _, adjusted := range []bool{false, true} {
			file := New(syntax, func(pos token.Pos) (int, int) {
				p := fset.PositionFor(pos, adjusted)
				return p.Line, p.Column
			}, func() []byte { return []byte(src) })
			for _, d := range file.Directives() {
				file.AtLaunch(d)
				for _, n := range d.Names {
					assert.True(t, d.Comment.Pos() <= n.Pos && n.Pos <= n.End && n.End <= d.Comment.End())
				}
			}
			for _, pos := range gos(syntax) {
				file.Allows(finding.RawGo, pos)
				file.BesideBad(pos)
				file.Nolint("untracked", pos, false)
			}
		}
	})
}

// Many findings and directives in one file take no longer each than few.
func BenchmarkManyLaunches(b *testing.B) {
	f, syntax := open(b, inFunc(strings.Repeat("go func() {\n}() //tether:allow raw-go r\n", 10_000)))
	list := gos(syntax)
	for b.Loop() {
		for _, pos := range list {
			if len(f.Allows(finding.RawGo, pos)) != 1 || f.Nolint("untracked", pos, false) != nil {
				b.Fatal("not suppressed")
			}
		}
	}
}
