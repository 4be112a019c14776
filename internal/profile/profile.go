// Package profile reads descriptions of the goroutines of a running program: the
// profiles "goroutine", "goroutineleak" and tracked's own, as protobuf or text, dumps
// of a crash or of SIGQUIT in a log, and the JSON of tracked's debug page; from a file
// or over HTTP, compressed by gzip or not.
package profile

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/tetherlint/tether/internal/stack"
)

// A Kind says what a profile is of.
type Kind string

// The kinds of profiles.
const (
	Goroutines Kind = "goroutine"     // all goroutines; which have leaked is not said
	Leaks      Kind = "goroutineleak" // those that have leaked, and no others
	Dump       Kind = "dump"          // all goroutines; those that have leaked are marked, if somebody looked for them
	Tasks      Kind = "tracked"       // the live tasks of package tracked
)

// A Profile is what was read.
type Profile struct {
	Name       string // the file or URL
	Kind       Kind
	Goroutines []stack.Goroutine
	Group      string // of Tasks, from the debug page: the name of the group
	Notes      []string
}

// Total is how many goroutines the profile tells of.
func (p *Profile) Total() (live, leaked int) {
	for _, g := range p.Goroutines {
		live += g.Count
		if g.Leaked {
			leaked += g.Count
		}
	}
	return live, leaked
}

// TaskLabel is the label in which tracked keeps a task's name.
const TaskLabel = "task"

// Parse reads a profile, which may be compressed and then has at most limit bytes when
// it is not.
func Parse(data []byte, limit int64) (*Profile, error) {
	data, err := expand(data, limit)
	if err != nil {
		return nil, err
	}
	start := bytes.TrimLeft(data, " \t\r\n")
	switch {
	case len(start) == 0:
		return nil, errors.New("it is empty")
	case start[0] == '{' && bytes.Contains(data, []byte(`"tasks"`)) && bytes.Contains(data, []byte(`"stats"`)):
		return parseTasks(data)
	case !isText(data):
		return parseProto(data)
	}
	return parseText(string(data))
}

// expand undoes gzip, also where it was used twice: for a profile and for the answer
// of the server that has it.
func expand(data []byte, limit int64) ([]byte, error) {
	for range 2 {
		if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
			break
		}
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, damaged(err)
		}
		plain, err := io.ReadAll(io.LimitReader(z, limit+1))
		switch {
		case err != nil:
			return nil, damaged(err)
		case int64(len(plain)) > limit:
			return nil, tooLarge(limit)
		}
		data = plain
	}
	return data, nil
}

func damaged(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return errors.New("it is truncated: the compressed data ends too early")
	}
	return fmt.Errorf("it is damaged: %w", err)
}

func tooLarge(limit int64) error {
	return fmt.Errorf("it is larger than %d MB: -max-size allows more", limit>>20)
}

// isText reports whether data is text, by its first bytes. Protobuf is not: a profile
// begins with a message of a few bytes, whose fields have small numbers.
func isText(data []byte) bool {
	head := data[:min(len(data), 512)]
	for i := 0; i < len(head); {
		r, size := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && size <= 1 && len(head)-i >= utf8.UTFMax || r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\x1b' {
			return false
		}
		i += size
	}
	return true
}

func parseText(text string) (*Profile, error) {
	t, err := stack.Parse(text)
	switch {
	case errors.Is(err, stack.ErrNone) && looksLikeHTML(text):
		return nil, errors.New("it is a web page, not a profile: name one, as in /debug/pprof/goroutine?debug=2")
	case errors.Is(err, stack.ErrNone):
		return nil, errors.New("there is no goroutine in it: it is neither a goroutine profile nor a log with a dump")
	case err != nil:
		return nil, fmt.Errorf("it is %w", err)
	}
	p := &Profile{Kind: Dump, Goroutines: t.Goroutines}
	if t.Profile != "" {
		if p.Kind, err = kindOf(t.Profile); err != nil {
			return nil, err
		}
		p.launched()
	}
	if t.Others > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%d more dumps in it are left out: the largest counts", t.Others))
	}
	return p, nil
}

func looksLikeHTML(text string) bool {
	head := bytes.ToLower([]byte(text[:min(len(text), 1024)]))
	return bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype"))
}

// kindOf returns the kind of a profile that pprof knows by a name.
func kindOf(name string) (Kind, error) {
	switch kind := Kind(name); kind {
	case Goroutines, Leaks, Tasks:
		return kind, nil
	}
	return "", fmt.Errorf("it is a profile of %q, not of goroutines", name)
}

// launched makes of a profile of tracked, whose stacks are those of launches, what
// other profiles say of a goroutine: who launched it, and where.
func (p *Profile) launched() {
	if p.Kind != Tasks {
		return
	}
	for i := range p.Goroutines {
		g := &p.Goroutines[i]
		for _, f := range g.Stack {
			if path, _ := stack.Package(f.Func); path != trackedPath {
				g.Creator = &f
				break
			}
		}
		g.Stack = nil
	}
}

const trackedPath = "github.com/tetherlint/tether/tracked"
