package cli

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/lsp/lsptest"
)

// An action is a code action.
type action struct {
	Title, Kind string
	Edit        struct {
		DocumentChanges []struct {
			TextDocument struct {
				URI     string
				Version *int
			}
			Edits []struct {
				Range   lsptest.Range
				NewText string
			}
		}
	}
}

var able = map[string]any{"workspace": map[string]any{"applyEdit": true, "workspaceEdit": map[string]any{"documentChanges": true}}}

func actionsAt(c *lsptest.Client, uri string, line int, only ...string) (list []action) {
	context := map[string]any{"diagnostics": []any{}}
	if only != nil {
		context["only"] = only
	}
	c.Call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": uri}, "context": context,
		"range": map[string]any{"start": map[string]int{"line": line, "character": 0}, "end": map[string]int{"line": line, "character": 99}},
	}, &list)
	return list
}

func titles(list []action) (all []string) {
	for _, a := range list {
		all = append(all, a.Title)
	}
	return all
}

// Actions: the safe fix first, what is not safe says so, all of a file, all of a root, by
// kind; edits of open documents are of their version.
func TestLSPActions(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	dir := writeModule(t, map[string]string{"a.go": leaky, "b/b.go": strings.Replace(leaky, "package app", "package b", 1)})
	c := startLSP(t, dir)
	c.Initialize(able, nil, dir)
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	c.Open(uri, leaky)
	c.AtVersion(uri, 1)
	assert.Equal(t, []string{
		"Defer f.Close()", "Allow it here, for a reason to be filled in (unclosed/leak; not a safe fix)",
		"Fix all that tether can fix in this file", "Fix all that tether can fix in 2 files",
	}, titles(actionsAt(c, uri, 6)))
	assert.Equal(t, []string{"Defer f.Close()", "Allow it here, for a reason to be filled in (unclosed/leak; not a safe fix)"}, titles(actionsAt(c, uri, 6, "quickfix")))
	assert.Empty(t, actionsAt(c, uri, 0, "quickfix"))
	assert.Empty(t, actionsAt(c, uri, 6, "refactor"))
	all := actionsAt(c, uri, 0, "source.fixAll")
	require.Len(t, all, 1)
	assert.Equal(t, "source.fixAll.tether", all[0].Kind)
	require.Len(t, all[0].Edit.DocumentChanges, 1)
	assert.Equal(t, 1, *all[0].Edit.DocumentChanges[0].TextDocument.Version)
	both := actionsAt(c, uri, 0, "source.tether.fixWorkspace")
	require.Len(t, both, 1)
	require.Len(t, both[0].Edit.DocumentChanges, 2)
	assert.Nil(t, both[0].Edit.DocumentChanges[1].TextDocument.Version, "it is not open")

	c.Answer = func(lsptest.Message) any { return map[string]any{"applied": true} }
	c.Call("workspace/executeCommand", map[string]any{"command": "tether.fixAll", "arguments": []any{uri}}, nil)
	m := c.Until("an edit", func(m lsptest.Message) bool { return m.Method == "workspace/applyEdit" })
	assert.Contains(t, string(m.Params), "defer f.Close()")
	c.Quit()
}

// What is shown besides diagnostics: lenses where they are asked for, the inventory as
// symbols, and the related places of a finding.
func TestLSPViews(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	dir := writeModule(t, map[string]string{"a.go": leaky, "run.go": running})
	c := startLSP(t, dir)
	c.Initialize(map[string]any{"textDocument": map[string]any{"publishDiagnostics": map[string]any{"relatedInformation": true}}}, map[string]any{"codeLens": true}, dir)
	a, run := lsptest.URI(filepath.Join(dir, "a.go")), lsptest.URI(filepath.Join(dir, "run.go"))
	c.Open(a, leaky)
	c.Open(run, running)
	found := c.AtVersion(a, 1)
	require.NotEmpty(t, found)
	require.NotEmpty(t, found[0].Related)
	assert.Equal(t, a, found[0].Related[0].Location.URI)
	var lenses []struct {
		Range   lsptest.Range
		Command struct{ Title string }
	}
	c.Call("textDocument/codeLens", map[string]any{"textDocument": map[string]any{"uri": run}}, &lenses)
	require.Len(t, lenses, 1)
	assert.Equal(t, "detached", lenses[0].Command.Title)
	c.Notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"tether": map[string]any{"codeLens": false}}})
	c.Call("textDocument/codeLens", map[string]any{"textDocument": map[string]any{"uri": run}}, &lenses)
	assert.Empty(t, lenses)
	var symbols []struct{ Name, ContainerName string }
	c.Call("workspace/symbol", map[string]any{"query": "detached"}, &symbols)
	require.Len(t, symbols, 1)
	assert.Equal(t, "example.com/app.Run", symbols[0].ContainerName)
	c.Call("workspace/symbol", map[string]any{"query": ""}, &symbols)
	assert.Len(t, symbols, 2)
	c.Quit()
}

// Each file is analysed where it belongs: a workspace of modules as one, a module beside
// it by itself, files outside of any and buffers without one alone.
func TestLSPRoots(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	dir := writeModule(t, map[string]string{
		"go.mod":       "module example.com/none\n\ngo 1.26\n",
		"w/go.work":    "go 1.26\n\nuse (\n\t./one\n\t./two\n)\n",
		"w/one/go.mod": "module example.com/one\n\ngo 1.26\n", "w/one/a.go": strings.Replace(leaky, "Size", "One", 1),
		"w/two/go.mod": "module example.com/two\n\ngo 1.26\n\nrequire example.com/one v0.0.0\n", "w/two/a.go": "package app\n\nimport \"example.com/one\"\n\nvar Two = app.One\n",
		"beside/go.mod": "module example.com/beside\n\ngo 1.26\n", "beside/a.go": leaky,
	})
	outside := filepath.Join(t.TempDir(), "script.go")
	require.NoError(t, os.WriteFile(outside, []byte(leaky), 0o666))
	c := startLSP(t, dir)
	c.Initialize(map[string]any{}, nil, filepath.Join(dir, "w"))
	one := lsptest.URI(filepath.Join(dir, "w", "one", "a.go"))
	c.Diagnostics(one, func(p lsptest.Published) bool { return len(p.Diagnostics) == 1 })
	for _, uri := range []string{lsptest.URI(filepath.Join(dir, "beside", "a.go")), lsptest.URI(outside), "untitled:Untitled-1"} {
		c.Open(uri, leaky)
		assert.Len(t, c.AtVersion(uri, 1), 1, uri)
	}
	two := lsptest.URI(filepath.Join(dir, "w", "two", "a.go"))
	c.Open(two, strings.Replace(leaky, "Size", "Two", 1))
	assert.Len(t, c.AtVersion(two, 1), 1)
	c.Close("untitled:Untitled-1")
	c.Diagnostics("untitled:Untitled-1", func(p lsptest.Published) bool { return len(p.Diagnostics) == 0 })
	c.Quit()
}

// What the baseline knows is not shown; it is looked at, too.
func TestLSPBaseline(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	dir := writeModule(t, map[string]string{"a.go": leaky})
	c := startLSP(t, dir)
	c.Initialize(map[string]any{}, nil, dir)
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	c.Open(uri, leaky)
	require.Len(t, c.AtVersion(uri, 1), 1)
	require.Equal(t, ExitOK, mainIn(dir, "baseline"))
	c.Diagnostics(uri, func(p lsptest.Published) bool { return len(p.Diagnostics) == 0 })
	require.NoError(t, os.Remove(filepath.Join(dir, ".tether-baseline.json")))
	c.Diagnostics(uri, func(p lsptest.Published) bool { return len(p.Diagnostics) == 1 })
	c.Quit()
}

// What in the config does not fit the code is said in the config.
func TestLSPConfigAgainstCode(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	text := "version: 1\nresources:\n  - open: example.com/app.Sise\n    release: Close\n"
	dir := writeModule(t, map[string]string{"a.go": leaky, ".tether.yml": text})
	c := startLSP(t, dir)
	c.Initialize(map[string]any{}, nil, dir)
	uri := lsptest.URI(filepath.Join(dir, ".tether.yml"))
	p := c.Diagnostics(uri, func(p lsptest.Published) bool { return len(p.Diagnostics) == 1 })
	assert.Contains(t, p.Diagnostics[0].Message, "Sise")
	assert.Equal(t, 2, p.Diagnostics[0].Range.Start.Line)
	c.Quit()
}

// TestLSPSurvivesEditing edits a file of the fixtures at random: nothing ends the server,
// and in the end it says what the command line does. TETHER_LSP_EDITS makes it longer.
func TestLSPSurvivesEditing(t *testing.T) {
	t.Setenv("TETHER_CACHE", t.TempDir())
	edits := 60
	if s := os.Getenv("TETHER_LSP_EDITS"); s != "" {
		var err error
		edits, err = strconv.Atoi(s)
		require.NoError(t, err)
	}
	dir := writeModule(t, map[string]string{"a.go": leaky, "run.go": running, "b/b.go": "package b\n\nimport \"example.com/app\"\n\nvar B = app.Size\n"})
	c := startLSP(t, dir)
	c.Initialize(map[string]any{"general": map[string]any{"positionEncodings": []string{"utf-8"}}}, map[string]any{"pause": 1}, dir)
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	c.Open(uri, leaky)
	rnd := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"", "\n", "}", "{", "go func() {}()\n", "defer f.Close()\n", "f, err := os.Open(name)\n", "𝔸", "\"", "/*", "*/", "import \"net/http\"\n", "return", "package"}
	version := 1
	for i := range edits {
		version++
		line, char := rnd.IntN(20), rnd.IntN(30)
		at := lsptest.Range{Start: lsptest.Position{Line: line, Character: char}, End: lsptest.Position{Line: line + rnd.IntN(2), Character: char + rnd.IntN(8)}}
		c.Edit(uri, version, at, pieces[rnd.IntN(len(pieces))])
		if i%10 == 0 {
			version++
			c.Replace(uri, version, leaky)
		}
		if i%7 == 0 {
			id := c.Send("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": map[string]int{"line": line, "character": char}})
			if i%2 == 0 {
				c.Notify("$/cancelRequest", map[string]any{"id": json.RawMessage(id)})
			}
			c.Await(id)
		}
	}
	version++
	c.Replace(uri, version, leaky)
	var told []string
	for _, d := range c.AtVersion(uri, version) {
		told = append(told, d.Message)
	}
	slices.Sort(told)
	var want []string
	for _, line := range said(t, dir) {
		if strings.HasPrefix(line, "a.go:") {
			_, message, _ := strings.Cut(line, " 1 ")
			want = append(want, message)
		}
	}
	assert.Equal(t, want, told)
	c.Quit()
}

// mainIn runs the command line in a directory.
func mainIn(dir string, args ...string) int {
	env := Env{Dir: dir, Stdout: new(strings.Builder), Stderr: new(strings.Builder), Getenv: os.Getenv}
	return Main(context.Background(), env, args)
}
