package lsp

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"testing"
)

// FuzzInput: whatever a client sends, the server ends with its input, and does not panic.
// Each line of the input is a message, so that the fuzzer need not learn to count.
func FuzzInput(f *testing.F) {
	uri := uriOf("/nowhere/a.go")
	session := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{"general":{"positionEncodings":["utf-8"]},"textDocument":{"diagnostic":{}}},"rootUri":"file:///nowhere"}}
{"jsonrpc":"2.0","method":"initialized","params":{}}
{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":%[1]q,"languageId":"go","version":1,"text":"go on\n"}}}
{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":%[1]q,"version":2},"contentChanges":[{"range":{"start":{"line":0,"character":2},"end":{"line":0,"character":99}},"text":"𝔸"}]}}
{"jsonrpc":"2.0","id":"a","method":"textDocument/codeAction","params":{"textDocument":{"uri":%[1]q},"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}},"context":{"only":[""]}}}
{"jsonrpc":"2.0","id":2,"method":"textDocument/diagnostic","params":{"textDocument":{"uri":%[1]q},"previousResultId":"x"}}
{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":%[1]q},"position":{"line":0,"character":1}}}
{"jsonrpc":"2.0","id":4,"method":"workspace/symbol","params":{"query":"go"}}
{"jsonrpc":"2.0","id":5,"method":"workspace/executeCommand","params":{"command":"tether.fixAll","arguments":[%[1]q]}}
{"jsonrpc":"2.0","method":"workspace/didChangeWatchedFiles","params":{"changes":[{"uri":"file:///nowhere/.tether.yml","type":2}]}}
{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///nowhere/.tether.yml","languageId":"yaml","version":1,"text":"wrong"}}}
{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":2}}
{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":%[1]q}}}
{"jsonrpc":"2.0","id":6,"method":"shutdown"}
{"jsonrpc":"2.0","method":"exit"}`, uri)
	f.Add([]byte(session))
	f.Add([]byte("{}\n[]\nnull\n3\n{\"id\":1}"))
	f.Fuzz(func(t *testing.T, lines []byte) {
		var in bytes.Buffer
		for line := range bytes.Lines(lines) {
			fmt.Fprintf(&in, "Content-Length: %d\r\n\r\n%s", len(line), line)
		}
		_ = toyServer(&toy{dir: filepath.FromSlash("/nowhere")}).Serve(context.Background(), &in, io.Discard)
	})
}

// FuzzFrames: bytes as they come.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("Content-Length: 2\r\n\r\n{}"))
	f.Add([]byte("Content-Type: x\r\nContent-Length: 2\n\n{}Content-Length: 1\r\n\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = toyServer().Serve(context.Background(), bytes.NewReader(data), io.Discard)
	})
}
