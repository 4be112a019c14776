package lsp

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tetherlint/tether/internal/config"
)

// Options are what a Server needs from outside.
type Options struct {
	// Open makes ready to analyse a root. It is called once for each.
	Open func(Root) Analysis

	// RootOf finds the root of a Go file, and RootsIn those of a folder of a workspace.
	RootOf  func(file string) Root
	RootsIn func(dir string) []Root

	// ConfigErrors says what is wrong with the text of a config file.
	ConfigErrors func(file string, text []byte) config.Errors

	// Patience is how long one analysis may take; 0: ten minutes.
	Patience time.Duration

	Version string
	Log     io.Writer // for what is not for the client; nil: nowhere
}

func (o *Options) patience() time.Duration { return cmp.Or(o.Patience, 10*time.Minute) }

// A Server serves one client.
type Server struct {
	opts Options
	conn *conn
	ctx  context.Context // of all that runs aside; ended by exit
	stop context.CancelFunc
	work sync.WaitGroup // goroutines

	state    atomic.Int32 // how far client and server have come
	encoding encoding
	client   clientCapabilities

	mu        sync.Mutex // guards all below
	settings  settings
	folders   []string
	docs      documents
	projects  map[string]*project // by the root's directory, or for a file of its own by its key
	published map[string]string   // what the client was told last, by URI
	pulled    map[string]bool     // files whose diagnostics the client has asked for
	told      map[string]bool     // messages shown once
	progress  int                 // the last token
}

// The states, by how far client and server have come.
const (
	fresh int32 = iota
	initialized
	shutDown
)

// New makes a server.
func New(opts Options) *Server {
	return &Server{
		opts: opts, encoding: utf16Units, settings: defaults(),
		docs: make(documents), projects: make(map[string]*project),
		published: make(map[string]string), pulled: make(map[string]bool), told: make(map[string]bool),
	}
}

// errNoShutdown is how a client ends that leaves without a word.
var errNoShutdown = errors.New("the client went away without shutdown")

// Serve answers a client until it says exit, or in is at its end. It waits for what
// it has started.
func (s *Server) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	s.ctx, s.stop = context.WithCancel(ctx)
	s.conn = newConn(out)
	defer s.close()
	r := bufio.NewReaderSize(in, 64<<10)
	for {
		body, err := readFrame(r)
		switch {
		case err == io.EOF && s.state.Load() == shutDown:
			return nil
		case err == io.EOF:
			return errNoShutdown
		case err != nil:
			return fmt.Errorf("reading from the client: %w", err)
		}
		m, failed := decode(body)
		if failed != nil {
			s.conn.reply(json.RawMessage("null"), nil, failed)
			continue
		}
		if m.Method == "exit" {
			if s.state.Load() != shutDown {
				return errNoShutdown
			}
			return nil
		}
		s.receive(m)
	}
}

// graceful is how long the end waits for an analysis that does not notice it.
const graceful = 2 * time.Second

func (s *Server) close() {
	s.stop()
	done := make(chan struct{})
	go func() { //tether:allow raw-go waits for what may hang, and ends with the process
		s.work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(graceful):
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.docs {
		if d.untitled {
			_ = os.RemoveAll(filepath.Dir(d.path))
		}
	}
}

// receive acts on one message, in the order in which they come.
func (s *Server) receive(m *message) {
	switch {
	case m.Method == "":
		s.conn.answered(m)
	case m.ID == nil:
		s.notified(m)
	default:
		s.request(m)
	}
}

// notified acts on a notification. Nobody waits for an answer, so that what is wrong
// with it goes to the log.
func (s *Server) notified(m *message) {
	if s.state.Load() != initialized && m.Method != "$/cancelRequest" {
		return
	}
	act, ok := notifications[m.Method]
	if !ok {
		return // all are optional
	}
	defer s.recovered(m.Method, nil)
	if err := act(s, m.Params); err != nil {
		s.logf("%s: %v", m.Method, err)
	}
}

// request answers a request: those of the life cycle at once, all others aside.
func (s *Server) request(m *message) {
	switch {
	case m.Method == "initialize" && s.state.Load() == fresh:
		result, err := s.initialize(m.Params)
		s.conn.reply(m.ID, result, err)
		return
	case m.Method == "initialize":
		s.conn.reply(m.ID, nil, rpcErrorf(codeInvalidRequest, "initialize comes once"))
		return
	case s.state.Load() == fresh:
		s.conn.reply(m.ID, nil, rpcErrorf(codeNotInitialized, "the first request is initialize"))
		return
	case s.state.Load() == shutDown:
		s.conn.reply(m.ID, nil, rpcErrorf(codeInvalidRequest, "after shutdown only exit is left"))
		return
	case m.Method == "shutdown":
		s.state.Store(shutDown)
		s.conn.reply(m.ID, nil, nil)
		return
	}
	answer, ok := requests[m.Method]
	if !ok {
		s.conn.reply(m.ID, nil, rpcErrorf(codeMethodNotFound, "%s: not known here", m.Method))
		return
	}
	ctx, end := s.conn.begin(s.ctx, m.ID)
	s.work.Go(func() {
		defer end()
		var err error
		defer s.recovered(m.Method, m.ID)
		result, err := answer(s, ctx, m.Params)
		s.conn.reply(m.ID, result, err)
	})
}

// recovered ends a panic with an answer: one request takes nothing else down.
func (s *Server) recovered(what string, id json.RawMessage) {
	v := recover()
	if v == nil {
		return
	}
	s.logf("%s: panic: %v\n%s", what, v, debug.Stack())
	if id != nil {
		s.conn.reply(id, nil, rpcErrorf(codeInternalError, "%s: a fault of tether's, please report it: %v", what, v))
	}
}

// logf tells what is for who looks after the server.
func (s *Server) logf(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if s.opts.Log != nil {
		fmt.Fprintln(s.opts.Log, text)
	}
	if s.state.Load() == initialized {
		s.conn.notify("window/logMessage", messageParams{Type: 4, Message: text})
	}
}

// messageParams are those of window/logMessage and window/showMessage.
type messageParams struct {
	Type    int    `json:"type"`
	Message string `json:"message"`
}

// A notified message changes state, in order.
var notifications = map[string]func(*Server, json.RawMessage) error{
	"initialized":                         (*Server).initialized,
	"$/cancelRequest":                     (*Server).cancelled,
	"textDocument/didOpen":                (*Server).didOpen,
	"textDocument/didChange":              (*Server).didChange,
	"textDocument/didSave":                (*Server).didSave,
	"textDocument/didClose":               (*Server).didClose,
	"workspace/didChangeWatchedFiles":     (*Server).didChangeFiles,
	"workspace/didChangeWorkspaceFolders": (*Server).didChangeFolders,
	"workspace/didChangeConfiguration":    (*Server).didChangeConfiguration,
}

// A request is answered aside.
var requests = map[string]func(*Server, context.Context, json.RawMessage) (any, error){
	"textDocument/diagnostic":  answering((*Server).pull),
	"workspace/diagnostic":     answering((*Server).pullAll),
	"textDocument/codeAction":  answering((*Server).codeActions),
	"textDocument/hover":       answering((*Server).hover),
	"textDocument/codeLens":    answering((*Server).codeLenses),
	"workspace/symbol":         answering((*Server).symbols),
	"workspace/executeCommand": answering((*Server).execute),
}

// answering decodes the parameters of a request.
func answering[P, R any](answer func(*Server, context.Context, *P) (R, error)) func(*Server, context.Context, json.RawMessage) (any, error) {
	return func(s *Server, ctx context.Context, raw json.RawMessage) (any, error) {
		params := new(P)
		if err := unmarshal(raw, params); err != nil {
			return nil, err
		}
		return answer(s, ctx, params)
	}
}

func unmarshal(raw json.RawMessage, to any) error {
	if len(raw) == 0 {
		return rpcErrorf(codeInvalidParams, "no params")
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return rpcErrorf(codeInvalidParams, "params: %v", err)
	}
	return nil
}

// cancelled ends a request that the client does not want any more.
func (s *Server) cancelled(raw json.RawMessage) error {
	var params struct {
		ID json.RawMessage `json:"id"`
	}
	err := unmarshal(raw, &params)
	s.conn.cancel(params.ID)
	return err
}
