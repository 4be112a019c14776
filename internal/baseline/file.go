package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tetherlint/tether/internal/atomicfile"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/dates"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
)

// A file has one entry a line, sorted, and nothing that changes without a
// finding: it reads well in a review, and changes to it merge.
type file struct {
	Version  int            `json:"version"`
	Tether   string         `json:"tether"` // that made it
	Rules    []finding.Rule `json:"rules"`
	Findings []Entry        `json:"findings"`
}

// Read reads a baseline. Like the config it is strict: one that is misread would
// hide findings. The error names file and line.
func Read(name string) (*Baseline, error) {
	src, err := config.ReadConfined(name)
	var path *fs.PathError
	switch {
	case err == nil:
	case os.IsNotExist(err) || !errors.As(err, &path):
		return nil, err
	default:
		return nil, fmt.Errorf("%s: %w", name, path.Err)
	}
	b, err := parse(src)
	if err != nil {
		return nil, fmt.Errorf("%s%s", name, printable.Short(err.Error(), 200))
	}
	return b, nil
}

func parse(src []byte) (*Baseline, error) {
	at := func(offset int64, format string, args ...any) error {
		line := 1 + bytes.Count(src[:min(int(offset), len(src))], []byte("\n"))
		return fmt.Errorf(":%d: "+format, append([]any{line}, args...)...)
	}
	for _, marker := range []string{"<<<<<<<", "=======", ">>>>>>>"} {
		if i := bytes.Index(append([]byte("\n"), src...), []byte("\n"+marker)); i >= 0 {
			return nil, at(int64(i), "a merge conflict: keep the lines of both sides and run tether baseline")
		}
	}
	var f file
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		offset := dec.InputOffset()
		var syntax *json.SyntaxError
		var typ *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			offset = syntax.Offset
		case errors.As(err, &typ):
			offset = typ.Offset
		case errors.Is(err, io.EOF):
			err = errors.New("the file is empty")
		}
		return nil, at(offset, "not a baseline: %w", err)
	}
	if dec.More() {
		return nil, at(dec.InputOffset(), "not a baseline: something follows it")
	}
	if f.Version != 1 {
		return nil, at(0, "version %d: this tether reads version 1", f.Version)
	}
	b := &Baseline{counts: make(map[Kind]int), until: make(map[Kind]string), Version: f.Tether, Rules: f.Rules, recorded: f.Rules != nil}
	if f.Rules == nil {
		b.Rules = unrecorded()
	}
	for _, e := range f.Findings {
		if e.Count < 1 || e.Package == "" || e.Rule == "" {
			return nil, at(0, "an entry without package, rule or count: package %q, rule %q, function %q, callee %q, count %d", e.Package, e.Rule, e.Function, e.Callee, e.Count)
		}
		if e.Until != "" {
			if err := dates.Check(e.Until); err != nil {
				return nil, at(0, "until: %w", err)
			}
			b.until[e.Kind] = e.Until
		}
		b.counts[e.Kind] += e.Count // twice, after a merge that kept both sides
		if f.Rules == nil {
			b.add(e.Rule) // it has been judged
		}
	}
	return b, nil
}

// Encode returns the content of the file.
func (b *Baseline) Encode() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("{\n  \"version\": 1,\n")
	if b.Version != "" {
		name, err := json.Marshal(b.Version)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "  \"tether\": %s,\n", name)
	}
	if b.recorded {
		out.WriteString("  \"rules\": [")
		for i, rule := range b.Rules { // one a line, so that additions merge
			if i > 0 {
				out.WriteByte(',')
			}
			name, err := json.Marshal(rule)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&out, "\n    %s", name)
		}
		out.WriteString("\n  ],\n")
	}
	out.WriteString("  \"findings\": [")
	for i, e := range b.Entries() {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(e); err != nil {
			return nil, err
		}
		out.Truncate(out.Len() - 1) // the encoder ends a line
	}
	if len(b.counts) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Bytes(), nil
}

// Write writes the baseline, as a whole or not at all.
func (b *Baseline) Write(name string) error {
	src, err := b.Encode()
	if err != nil {
		return err
	}
	if len(src) > config.MaxFile {
		return fmt.Errorf("%s: not written: a baseline of more than 1 MiB is not read: fix some first, or switch rules off", name)
	}
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, src) {
		return nil
	}
	atomicfile.Sweep(filepath.Dir(name))
	return atomicfile.Write(name, src, 0o644)
}
