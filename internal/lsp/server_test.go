package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/lsp/lsptest"
)

// A toy finds each "go " at the start of a line, in Go files of one directory; not where
// a line says BROKEN, and it panics where one says PANIC.
type toy struct {
	dir string

	mu   sync.Mutex
	runs int
	hold chan struct{} // an analysis waits for it, or for the end of its context
}

func (t *toy) Check(ctx context.Context, r Request) (*Snapshot, error) {
	t.mu.Lock()
	t.runs++
	hold := t.hold
	t.mu.Unlock()
	if hold != nil {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-hold:
		}
	}
	texts := make(map[string]string)
	names, _ := filepath.Glob(filepath.Join(t.dir, "*.go"))
	for name := range r.Texts {
		if filepath.Ext(name) == ".go" {
			names = append(names, name)
		}
	}
	snap := &Snapshot{Result: new(finding.Result), Files: make(map[string]bool)}
	for _, name := range names {
		text, ok := r.Texts[name]
		if !ok {
			text, _ = os.ReadFile(name)
		}
		if strings.Contains(string(text), "PANIC") {
			panic("a toy's panic")
		}
		texts[name] = string(text)
		snap.Files[name] = !strings.Contains(string(text), "BROKEN")
	}
	for name, text := range texts {
		if snap.Files[name] {
			snap.Findings = append(snap.Findings, findGo(name, text)...)
		}
	}
	snap.ReadFile = func(file string) ([]byte, error) {
		if text, ok := texts[file]; ok {
			return []byte(text), nil
		}
		return nil, os.ErrNotExist
	}
	snap.Explain = func(file string, line int) string { return "explained" }
	snap.Allow = func(*finding.Finding) *finding.Fix { return nil }
	return snap, nil
}

func findGo(name, text string) (list []finding.Finding) {
	offset := 0
	for i, line := range strings.SplitAfter(text, "\n") {
		if strings.HasPrefix(line, "go ") {
			at := finding.Span{File: name, Line: i + 1, Column: 1, EndLine: i + 1, EndColumn: 3, Offset: offset, EndOffset: offset + 2}
			list = append(list, finding.Finding{Span: at, Rule: finding.RawGo, Status: finding.New, Message: strings.TrimSpace(line)})
		}
		offset += len(line)
	}
	return list
}

// startToy serves a client with toys.
func startToy(t testing.TB, toys ...*toy) *lsptest.Client {
	return lsptest.Start(t, func(in io.Reader, out io.Writer) error {
		return toyServer(toys...).Serve(context.Background(), in, out)
	})
}

func toyServer(toys ...*toy) *Server {
	return New(Options{
		RootOf:  func(file string) Root { return Root{Dir: filepath.Dir(file)} },
		RootsIn: func(dir string) []Root { return []Root{{Dir: dir}} },
		Open: func(root Root) Analysis {
			for _, toy := range toys {
				if toy.dir == root.Dir {
					return toy
				}
			}
			return newToy(root.Dir)
		},
		ConfigErrors: func(file string, text []byte) config.Errors {
			if strings.Contains(string(text), "wrong") {
				return config.Errors{{File: file, Place: config.Place{Line: 1, Column: 1}, Message: "wrong"}}
			}
			return nil
		},
	})
}

var noPause = map[string]any{"pause": 0}

func TestLifecycle(t *testing.T) {
	c := startToy(t)
	m := c.Await(c.Send("textDocument/hover", map[string]any{}))
	require.NotNil(t, m.Error)
	assert.Equal(t, codeNotInitialized, m.Error.Code)
	c.Initialize(map[string]any{}, nil)
	for method, code := range map[string]int{"initialize": codeInvalidRequest, "no/such": codeMethodNotFound, "textDocument/hover": codeInvalidParams} {
		m := c.Await(c.Send(method, nil))
		require.NotNil(t, m.Error, method)
		assert.Equal(t, code, m.Error.Code, method)
	}
	c.Notify("no/such", nil)
	c.Notify("textDocument/didChange", "nonsense")
	c.Call("shutdown", nil, nil)
	m = c.Await(c.Send("textDocument/hover", map[string]any{}))
	assert.Equal(t, codeInvalidRequest, m.Error.Code)
	c.Notify("exit", nil)
}

func TestMalformedMessagesAreAnswered(t *testing.T) {
	c := startToy(t)
	for _, body := range []string{`{`, `[]`, `3`, `{}`, `{"id": {}, "method": 3}`, `null`} {
		c.Raw("Content-Length: " + jsonLength(body) + "\r\n\r\n" + body)
	}
	c.Initialize(map[string]any{}, nil) // it still listens
	c.Quit()
	for _, header := range []string{"Content-Length: -1\r\n\r\n", "nonsense\r\n\r\n", "\r\n", "Content-Length: 99999999999\r\n\r\n", strings.Repeat("x", 1<<17)} {
		err := toyServer().Serve(context.Background(), strings.NewReader(header), io.Discard)
		assert.ErrorAs(t, err, new(*frameError), header[:min(len(header), 40)])
	}
	err := toyServer().Serve(context.Background(), strings.NewReader("Content-Length: 10\r\n\r\n{"), io.Discard)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	err = toyServer().Serve(context.Background(), strings.NewReader(""), io.Discard)
	assert.ErrorIs(t, err, errNoShutdown)
}

func jsonLength(body string) string {
	n, _ := json.Marshal(len(body))
	return string(n)
}

// What does not compile keeps what was found, where its text is still there.
func TestBrokenTextKeepsItsFindings(t *testing.T) {
	dir := t.TempDir()
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	c := startToy(t, &toy{dir: dir})
	c.Initialize(map[string]any{}, noPause, dir)
	c.Open(uri, "go one\ngo two\ngo three\n")
	require.Len(t, c.AtVersion(uri, 1), 3)
	c.Replace(uri, 2, "BROKEN\ngo one\ng two\ngo three\n")
	found := c.AtVersion(uri, 2)
	require.Len(t, found, 2)
	assert.Equal(t, 1, found[0].Range.Start.Line)
	assert.Equal(t, 3, found[1].Range.Start.Line)
	c.Replace(uri, 3, "BROKEN\nBROKEN\ngo one\ngo two\ngo three\n")
	assert.Len(t, c.AtVersion(uri, 3), 2, "what was edited is not known again before it compiles")
	c.Replace(uri, 4, "go two\n")
	assert.Len(t, c.AtVersion(uri, 4), 1)
	c.Quit()
}

// A panic in the analysis of one root is told, and takes nothing else down.
func TestPanicsAreIsolated(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	a, b := lsptest.URI(filepath.Join(one, "a.go")), lsptest.URI(filepath.Join(two, "b.go"))
	c := startToy(t)
	c.Initialize(map[string]any{}, noPause, one, two)
	c.Open(a, "PANIC\n")
	c.Until("the panic", func(m lsptest.Message) bool {
		return m.Method == "window/logMessage" && bytes.Contains(m.Params, []byte("a toy's panic"))
	})
	c.Open(b, "go on\n")
	assert.Len(t, c.AtVersion(b, 1), 1)
	c.Replace(a, 2, "go on\n")
	assert.Len(t, c.AtVersion(a, 2), 1)
	c.Quit()
}

// One that hangs is given up, and what was known stays.
func TestHangsAreGivenUp(t *testing.T) {
	dir := t.TempDir()
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	analysis := &hanging{toy: newToy(dir), free: make(chan struct{})}
	defer close(analysis.free)
	c := lsptest.Start(t, func(in io.Reader, out io.Writer) error {
		s := toyServer()
		s.opts.Patience = 50 * time.Millisecond
		s.opts.Open = func(Root) Analysis { return analysis }
		return s.Serve(context.Background(), in, out)
	})
	c.Initialize(map[string]any{}, noPause, dir)
	c.Open(uri, "go one\n")
	require.Len(t, c.AtVersion(uri, 1), 1)
	c.Replace(uri, 2, "go one\nHANG\n")
	c.Until("the end of patience", func(m lsptest.Message) bool {
		return m.Method == "window/logMessage" && bytes.Contains(m.Params, []byte("does not come to an end"))
	})
	c.Replace(uri, 3, "go one\ngo two\n")
	require.Len(t, c.AtVersion(uri, 3), 2)
	c.Quit()
}

// A hanging analysis does not end where a text says HANG, whatever its context says.
type hanging struct {
	*toy
	free chan struct{}
}

func (h *hanging) Check(ctx context.Context, r Request) (*Snapshot, error) {
	for _, text := range r.Texts {
		if bytes.Contains(text, []byte("HANG")) {
			<-h.free
		}
	}
	return h.toy.Check(ctx, r)
}

// An edit ends an analysis that is under way, and $/cancelRequest a request.
func TestStaleWorkIsCancelled(t *testing.T) {
	dir := t.TempDir()
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	slow := &toy{dir: dir}
	c := startToy(t, slow)
	c.Initialize(map[string]any{}, noPause, dir)
	c.Open(uri, "go one\n")
	c.AtVersion(uri, 1)
	slow.mu.Lock()
	slow.hold = make(chan struct{})
	slow.mu.Unlock()
	c.Replace(uri, 2, "go one\ngo two\n")
	id := c.Send("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": uri}})
	c.Notify("$/cancelRequest", map[string]any{"id": json.RawMessage(id)})
	m := c.Await(id)
	require.NotNil(t, m.Error)
	assert.Equal(t, codeRequestCancelled, m.Error.Code)
	slow.mu.Lock()
	slow.hold = nil
	slow.mu.Unlock()
	c.Replace(uri, 3, "go three\n") // the one that waits is given up
	assert.Len(t, c.AtVersion(uri, 3), 1)
	c.Quit()
}

func TestUntitledBuffersAndRootsComeAndGo(t *testing.T) {
	dir := t.TempDir()
	c := startToy(t)
	c.Initialize(map[string]any{}, noPause)
	c.Open("untitled:Untitled-1", "go on\n")
	assert.Len(t, c.AtVersion("untitled:Untitled-1", 1), 1)
	c.Replace("untitled:Untitled-1", 2, "")
	assert.Empty(t, c.AtVersion("untitled:Untitled-1", 2))
	c.Close("untitled:Untitled-1")

	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte("go on\n"), 0o666))
	uri := lsptest.URI(filepath.Join(dir, "a.go"))
	folder := []any{map[string]any{"uri": lsptest.URI(dir), "name": "x"}}
	c.Notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": folder, "removed": []any{}}})
	c.Diagnostics(uri, func(p lsptest.Published) bool { return len(p.Diagnostics) == 1 && p.Version == nil })
	c.Notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": []any{}, "removed": folder}})
	c.Diagnostics(uri, func(p lsptest.Published) bool { return len(p.Diagnostics) == 0 })
	c.Quit()
}

func TestConfigsAreJudgedWhileTheyAreEdited(t *testing.T) {
	dir := t.TempDir()
	uri := lsptest.URI(filepath.Join(dir, config.FileName))
	c := startToy(t)
	c.Initialize(map[string]any{}, noPause, dir)
	c.Open(uri, "wrong: 1\n")
	found := c.AtVersion(uri, 1)
	require.Len(t, found, 1)
	assert.Equal(t, lsptest.Range{End: lsptest.Position{Character: 5}}, found[0].Range)
	c.Replace(uri, 2, "right: 1\n")
	assert.Empty(t, c.AtVersion(uri, 2))
	c.Quit()
}

func TestCallsOfTheClient(t *testing.T) {
	server, client := io.Pipe()
	conn := newConn(client)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { _, _ = io.Copy(io.Discard, server) }()
	cancel()
	err := conn.call(ctx, "x", nil, nil)
	assert.True(t, errors.Is(err, context.Canceled))
	assert.Empty(t, conn.waiting)
}

func newToy(dir string) *toy { return &toy{dir: dir} }
