package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// The codes of JSON-RPC and of LSP that are used.
const (
	codeParseError       = -32700
	codeInvalidRequest   = -32600
	codeMethodNotFound   = -32601
	codeInvalidParams    = -32602
	codeInternalError    = -32603
	codeNotInitialized   = -32002
	codeRequestFailed    = -32803
	codeRequestCancelled = -32800
)

// A rpcError is an error as a response has it.
type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *rpcError) Error() string { return e.Message }

func rpcErrorf(code int, format string, args ...any) *rpcError {
	return &rpcError{code, fmt.Sprintf(format, args...)}
}

// A message is a request, a notification or a response.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"` // a number or a string
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *rpcError       `json:"error,omitempty"`
}

// A conn sends messages, and knows which requests are open on either side.
type conn struct {
	out frameWriter

	mu      sync.Mutex
	nextID  int
	waiting map[string]chan *message      // for responses of the client, by the id of what was asked
	running map[string]context.CancelFunc // requests of the client that are being answered
}

func newConn(w io.Writer) *conn {
	return &conn{
		out:     frameWriter{w: w},
		waiting: make(map[string]chan *message),
		running: make(map[string]context.CancelFunc),
	}
}

func (c *conn) send(m *message) {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	if err == nil {
		_ = c.out.write(body) // a client that is gone ends the reading, too
	}
}

// notify sends a notification.
func (c *conn) notify(method string, params any) {
	body, err := json.Marshal(params)
	if err == nil {
		c.send(&message{Method: method, Params: body})
	}
}

// reply answers a request.
func (c *conn) reply(id json.RawMessage, result any, err error) {
	m := &message{ID: id}
	if err == nil {
		m.Result, err = json.Marshal(result)
	}
	var failed *rpcError
	switch {
	case err == nil:
	case errors.As(err, &failed):
		m.Error = failed
	case errors.Is(err, context.Canceled):
		m.Error = rpcErrorf(codeRequestCancelled, "cancelled")
	default:
		m.Error = rpcErrorf(codeRequestFailed, "%v", err)
	}
	if m.Error != nil {
		m.Result = nil
	}
	c.send(m)
}

// call asks the client something, and waits for the answer.
func (c *conn) call(ctx context.Context, method string, params, result any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return err
	}
	answer := make(chan *message, 1)
	c.mu.Lock()
	c.nextID++
	id := fmt.Sprintf("%d", c.nextID)
	c.waiting[id] = answer
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.waiting, id)
		c.mu.Unlock()
	}()
	c.send(&message{ID: json.RawMessage(id), Method: method, Params: body})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case m := <-answer:
		if m.Error != nil {
			return m.Error
		}
		if result == nil || len(m.Result) == 0 {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	}
}

// answered hands a response to whoever waits for it.
func (c *conn) answered(m *message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if answer, ok := c.waiting[string(m.ID)]; ok {
		answer <- m
		delete(c.waiting, string(m.ID))
	}
}

// begin makes the context of a request; end is to be called when it is answered.
func (c *conn) begin(ctx context.Context, id json.RawMessage) (_ context.Context, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running[string(id)] = cancel
	return ctx, func() {
		cancel()
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.running, string(id))
	}
}

// cancel is $/cancelRequest.
func (c *conn) cancel(id json.RawMessage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if stop, ok := c.running[string(id)]; ok {
		stop()
	}
}

// decode reads one message, or says what is wrong with it.
func decode(body []byte) (*message, *rpcError) {
	m := new(message)
	body = bytes.TrimSpace(body)
	if len(body) > 0 && body[0] == '[' {
		return nil, rpcErrorf(codeInvalidRequest, "a batch, which LSP does not have")
	}
	if err := json.Unmarshal(body, m); err != nil {
		if !json.Valid(body) {
			return nil, rpcErrorf(codeParseError, "not JSON: %v", err)
		}
		return nil, rpcErrorf(codeInvalidRequest, "no message: %v", err)
	}
	if string(m.ID) == "null" {
		m.ID = nil
	}
	if m.Method == "" && m.ID == nil {
		return nil, rpcErrorf(codeInvalidRequest, "neither a method nor an id")
	}
	return m, nil
}
