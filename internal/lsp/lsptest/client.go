// Package lsptest is a client for tests of the language server: it speaks the protocol
// over pipes, and keeps what the server publishes.
package lsptest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for what should come. It is no measure of speed:
// it ends tests that would hang.
const patience = 2 * time.Minute

// A Message is any message.
type Message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Code    int
		Message string
	} `json:"error,omitempty"`
}

// A Position and a Range are those of the protocol.
type (
	Position struct{ Line, Character int }
	Range    struct{ Start, End Position }
)

// A Diagnostic is what was published.
type Diagnostic struct {
	Range    Range
	Severity int
	Code     string
	Source   string
	Message  string
	Related  []struct {
		Location struct {
			URI   string
			Range Range
		}
		Message string
	} `json:"relatedInformation"`
}

// Published are the diagnostics of a document.
type Published struct {
	URI         string
	Version     *int
	Diagnostics []Diagnostic
}

// A Client is the editor's end.
type Client struct {
	T  testing.TB
	in io.WriteCloser // of the server

	mu        sync.Mutex
	news      *sync.Cond
	nextID    int
	answers   map[string]*Message
	published map[string]Published
	notes     []Message // all notifications, in order
	asked     []Message // all requests of the server
	ended     bool

	// Answer answers requests of the server; nil, and a nil answer, say null.
	Answer func(m Message) any
}

// Start runs a server and returns its client. serve returns when the client is gone.
func Start(t testing.TB, serve func(in io.Reader, out io.Writer) error) *Client {
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	c := &Client{T: t, in: toServer, answers: map[string]*Message{}, published: map[string]Published{}}
	c.news = sync.NewCond(&c.mu)
	var work sync.WaitGroup
	work.Go(func() {
		err := serve(fromClient, toClient)
		_ = toClient.CloseWithError(io.EOF)
		_ = fromClient.CloseWithError(fmt.Errorf("the server is gone: %w", orEOF(err)))
	})
	work.Go(func() { c.read(bufio.NewReader(fromServer)) })
	t.Cleanup(func() {
		_ = toServer.Close()
		work.Wait()
	})
	return c
}

func orEOF(err error) error {
	if err == nil {
		return io.EOF
	}
	return err
}

// read takes what the server sends, until it is gone.
func (c *Client) read(r *bufio.Reader) {
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.ended = true
		c.news.Broadcast()
	}()
	for {
		header, err := textproto.NewReader(r).ReadMIMEHeader()
		if err != nil {
			return
		}
		length, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			return
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m Message
		if json.Unmarshal(body, &m) != nil {
			return
		}
		c.take(m)
	}
}

func (c *Client) take(m Message) {
	if m.Method != "" && m.ID != nil {
		var result any
		if c.Answer != nil {
			result = c.Answer(m)
		}
		c.mu.Lock()
		c.asked = append(c.asked, m)
		c.news.Broadcast()
		c.mu.Unlock()
		body, _ := json.Marshal(result)
		c.write(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": json.RawMessage(body)})
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case m.Method == "":
		c.answers[string(m.ID)] = &m
	case m.Method == "textDocument/publishDiagnostics":
		var p Published
		if json.Unmarshal(m.Params, &p) == nil {
			c.published[p.URI] = p
		}
		c.notes = append(c.notes, m)
	default:
		c.notes = append(c.notes, m)
	}
	c.news.Broadcast()
}

func (c *Client) write(m any) {
	body, err := json.Marshal(m)
	require.NoError(c.T, err)
	c.Raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

// Raw sends bytes as they are. A server that is gone does not take them.
func (c *Client) Raw(text string) { _, _ = io.WriteString(c.in, text) }

// Wait waits until done holds; it is called with the client's mutex held.
func (c *Client) wait(what string, done func() bool) {
	c.T.Helper()
	late := time.AfterFunc(patience, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.ended = true
		c.news.Broadcast()
	})
	defer late.Stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	for !done() {
		if c.ended {
			require.Failf(c.T, "the server is gone or does not answer", "waiting for %s", what)
		}
		c.news.Wait()
	}
}

// Notify sends a notification.
func (c *Client) Notify(method string, params any) {
	c.write(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

// Send sends a request and returns its id.
func (c *Client) Send(method string, params any) string {
	c.mu.Lock()
	c.nextID++
	id := strconv.Itoa(c.nextID)
	c.mu.Unlock()
	m := map[string]any{"jsonrpc": "2.0", "id": json.RawMessage(id), "method": method}
	if params != nil {
		m["params"] = params
	}
	c.write(m)
	return id
}

// Await waits for the answer of a request.
func (c *Client) Await(id string) *Message {
	c.T.Helper()
	var m *Message
	c.wait("the answer to request "+id, func() bool { m = c.answers[id]; return m != nil })
	return m
}

// Call sends a request and decodes its result, which must not be an error.
func (c *Client) Call(method string, params, result any) {
	c.T.Helper()
	m := c.Await(c.Send(method, params))
	require.Nil(c.T, m.Error, "%s: %+v", method, m.Error)
	if result != nil {
		require.NoError(c.T, json.Unmarshal(m.Result, result))
	}
}

// Until waits for a notification, or a request of the server, that match takes.
func (c *Client) Until(what string, match func(m Message) bool) Message {
	c.T.Helper()
	var found Message
	c.wait(what, func() bool {
		for _, list := range [][]Message{c.notes, c.asked} {
			for _, m := range list {
				if match(m) {
					found = m
					return true
				}
			}
		}
		return false
	})
	return found
}

// Diagnostics waits until match takes what is published of a document.
func (c *Client) Diagnostics(uri string, match func(p Published) bool) Published {
	c.T.Helper()
	var p Published
	c.wait("diagnostics of "+uri, func() bool {
		var ok bool
		p, ok = c.published[uri]
		return ok && match(p)
	})
	return p
}

// AtVersion waits for the diagnostics of a version of a document.
func (c *Client) AtVersion(uri string, version int) []Diagnostic {
	c.T.Helper()
	return c.Diagnostics(uri, func(p Published) bool { return p.Version != nil && *p.Version == version }).Diagnostics
}

// Initialize begins a session in folders.
func (c *Client) Initialize(capabilities, options any, dirs ...string) json.RawMessage {
	c.T.Helper()
	folders := []map[string]string{}
	for _, dir := range dirs {
		folders = append(folders, map[string]string{"uri": URI(dir), "name": filepath.Base(dir)})
	}
	var result json.RawMessage
	c.Call("initialize", map[string]any{
		"processId": nil, "workspaceFolders": folders, "capabilities": capabilities, "initializationOptions": options,
	}, &result)
	c.Notify("initialized", map[string]any{})
	return result
}

// Open opens a document.
func (c *Client) Open(uri, text string) {
	c.Notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": uri, "languageId": "go", "version": 1, "text": text,
	}})
}

// Replace makes a document another text.
func (c *Client) Replace(uri string, version int, text string) {
	c.Notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri, "version": version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

// Edit replaces a range.
func (c *Client) Edit(uri string, version int, at Range, text string) {
	c.Notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": version},
		"contentChanges": []any{map[string]any{
			"range": map[string]any{
				"start": map[string]int{"line": at.Start.Line, "character": at.Start.Character},
				"end":   map[string]int{"line": at.End.Line, "character": at.End.Character},
			},
			"text": text,
		}},
	})
}

// Close closes a document.
func (c *Client) Close(uri string) {
	c.Notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
}

// Quit ends the session as a client should.
func (c *Client) Quit() {
	c.T.Helper()
	c.Call("shutdown", nil, nil)
	c.Notify("exit", nil)
	c.wait("the end", func() bool { return c.ended })
}

// URI names a file.
func URI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/x
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
