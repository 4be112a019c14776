package main

import (
	"encoding/json"
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFixesRun fixes programs whose output a wrong fix would change: they build, are
// formatted, pass go vet and print the same before and after, and a second run changes
// nothing. In their sources
//
//	go f(x) // fix: yes     is reported here and has a fix; no: it has none; may: either
//	// want: TEXT           stands in the file once it is fixed, white space and comments apart
//	// reject: TEXT         does not
func TestFixesRun(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs some forty programs twice")
	}
	dir := filepath.Join(t.TempDir(), "fixruns")
	require.NoError(t, os.CopyFS(dir, os.DirFS("../../testdata/src/fixruns")))
	tracked, err := filepath.Abs("../../tracked")
	require.NoError(t, err)
	mod := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(mod)
	require.NoError(t, err)
	text = append(text, "\nrequire "+trackedPath+" v0.0.0\n\nreplace "+trackedPath+" => "+tracked+"\n"...)
	require.NoError(t, os.WriteFile(mod, text, 0o600))
	tether := filepath.Join(t.TempDir(), "tether.exe")
	goRun(t, "../..", nil, "build", "-o", tether, "./cmd/tether")

	sources := goFiles(t, dir)
	before := printed(t, dir)
	expectMarks(t, tether, dir, sources)
	tetherFix(t, tether, dir)
	goRun(t, dir, nil, "vet", "./...")
	unformatted, err := exec.Command("gofmt", "-l", dir).CombinedOutput()
	require.NoError(t, err)
	assert.Empty(t, string(unformatted))
	fixed := goFiles(t, dir)
	for name, text := range sources {
		expectText(t, name, text, fixed[name])
	}
	for name, out := range printed(t, dir) {
		assert.Equal(t, before[name], out, name)
	}
	tetherFix(t, tether, dir)
	assert.Equal(t, fixed, goFiles(t, dir), "a second run changes something")
}

func goFiles(t *testing.T, dir string) map[string]string {
	files := make(map[string]string)
	require.NoError(t, filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	}))
	return files
}

// printed runs the programs, each on one processor and on several: on one a goroutine
// starts when the launcher waits.
func printed(t *testing.T, dir string) map[string]string {
	bin := t.TempDir()
	// Without what a debugger needs, which takes half of the time of a link.
	goRun(t, dir, nil, "build", "-ldflags=-s -w", "-o", bin+string(filepath.Separator), "./...")
	entries, err := os.ReadDir(bin)
	require.NoError(t, err)
	require.NotEmpty(t, entries)
	out := make(map[string]string)
	for _, entry := range entries {
		for _, processors := range []string{"1", "4"} {
			cmd := exec.Command(filepath.Join(bin, entry.Name()))
			cmd.Env = append(os.Environ(), "GOMAXPROCS="+processors)
			text, err := cmd.Output()
			out[entry.Name()] += fmt.Sprintf("%s%v\n", text, err)
		}
	}
	return out
}

func tetherFix(t *testing.T, tether, dir string) {
	cmd := exec.Command(tether, "-no-cache", "-exit-zero", "-fix", "./...")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

var mark = regexp.MustCompile(`// fix: (yes|no|may)\b`)

// expectMarks looks whether the marked lines, and no others, are reported, with a fix or
// without.
func expectMarks(t *testing.T, tether, dir string, sources map[string]string) {
	cmd := exec.Command(tether, "-no-cache", "-exit-zero", "-format", "json", "./...")
	cmd.Dir = dir
	out, err := cmd.Output()
	require.NoError(t, err)
	var report struct {
		Findings []struct {
			File    string
			Line    int
			Message string
			Fix     *struct{ Safe bool }
		}
	}
	require.NoError(t, json.Unmarshal(out, &report))
	marks := make(map[string]string)
	for name, text := range sources {
		for i, line := range strings.Split(text, "\n") {
			if m := mark.FindStringSubmatch(line); m != nil {
				marks[fmt.Sprintf("%s:%d", name, i+1)] = m[1]
			}
		}
	}
	seen := make(map[string]bool)
	for _, f := range report.Findings {
		at := fmt.Sprintf("%s:%d", f.File, f.Line)
		safe := f.Fix != nil && f.Fix.Safe
		seen[at] = true
		switch marks[at] {
		case "":
			t.Errorf("%s: not marked: %s", at, f.Message)
		case "yes":
			assert.True(t, safe, "%s: no fix: %s", at, f.Message)
		case "no":
			assert.False(t, safe, "%s: a fix", at)
		}
	}
	for at, kind := range marks {
		assert.True(t, seen[at] || kind == "may", "%s: not reported", at)
	}
}

var expectation = regexp.MustCompile(`(?m)^\s*// (want|reject): (.+)$`)

func expectText(t *testing.T, name, source, fixed string) {
	code := tokens(fixed)
	for _, m := range expectation.FindAllStringSubmatch(source, -1) {
		assert.Equal(t, m[1] == "want", contains(code, tokens(m[2])), "%s: %s %s", name, m[1], m[2])
	}
}

// tokens are those of a piece of code, without comments and without semicolons.
func tokens(text string) (list []string) {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, []byte(text), nil, 0)
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return list
		case tok == token.SEMICOLON:
		case lit != "":
			list = append(list, lit)
		default:
			list = append(list, tok.String())
		}
	}
}

func contains(list, part []string) bool {
	for i := range len(list) - len(part) + 1 {
		if slices.Equal(list[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
