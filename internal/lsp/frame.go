package lsp

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
)

// maxMessage is how long a message may be. A larger one is no text that anybody edits.
const maxMessage = 256 << 20

// A frameError says that where the next message starts is not known any more.
type frameError struct{ what string }

func (e *frameError) Error() string { return "malformed header: " + e.what }

// readFrame reads one message: a header with its length, an empty line, and as many bytes.
func readFrame(r *bufio.Reader) ([]byte, error) {
	length := -1
	for first := true; ; first = false {
		line, err := readHeaderLine(r)
		switch {
		case err == io.EOF && line == "" && first:
			return nil, io.EOF
		case err == io.EOF:
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		case line == "" && length < 0:
			return nil, &frameError{"no Content-Length"}
		case line == "":
			return readBody(r, length)
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, &frameError{fmt.Sprintf("%.60q", line)}
		}
		if textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)) != "Content-Length" {
			continue // Content-Type can be one thing only
		}
		length, err = strconv.Atoi(strings.TrimSpace(value))
		if err != nil || length < 0 || length > maxMessage {
			return nil, &frameError{fmt.Sprintf("Content-Length %.60q", strings.TrimSpace(value))}
		}
	}
}

func readHeaderLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", &frameError{"a line without an end"}
	}
	return strings.TrimRight(string(line), "\r\n"), err
}

// readBody does not believe a length before it has seen as much.
func readBody(r *bufio.Reader, length int) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, int64(length)))
	if err == nil && len(body) < length {
		err = io.ErrUnexpectedEOF
	}
	return body, err
}

// A frameWriter writes messages, each as a whole.
type frameWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (f *frameWriter) write(body []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	frame := make([]byte, 0, len(body)+40)
	frame = fmt.Appendf(frame, "Content-Length: %d\r\n\r\n", len(body))
	_, err := f.w.Write(append(frame, body...))
	return err
}
