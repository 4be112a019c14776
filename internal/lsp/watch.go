package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/config"
)

// didChangeFiles: what is open counts as it is in the editor, which tells of it itself.
func (s *Server) didChangeFiles(raw json.RawMessage) error {
	var params struct {
		Changes []struct {
			URI  string `json:"uri"`
			Type int    `json:"type"`
		} `json:"changes"`
	}
	if err := unmarshal(raw, &params); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	modules := false
	for _, c := range params.Changes {
		path, ok := pathOf(c.URI)
		if !ok {
			continue
		}
		if changed := 2; c.Type != changed && filepath.Ext(path) == ".go" {
			for _, p := range s.projects {
				p.reload = true
			}
		}
		switch filepath.Base(path) {
		case "go.mod", "go.work":
			modules = true
		case config.FileName:
			s.checkConfig(path)
		}
	}
	if modules {
		s.replaceAll()
	} else {
		s.touchAll()
	}
	return nil
}

// checkConfig says what is wrong with a config, as it is in the editor or on disk.
// The server's mutex is held.
func (s *Server) checkConfig(file string) {
	var text []byte
	var version *int
	if d := s.docs[file]; d != nil {
		text, version = []byte(d.text), &d.version
	} else {
		var err error
		if text, err = os.ReadFile(file); err != nil {
			s.send(s.uri(file), nil, nil)
			return
		}
	}
	table := newLineTable(string(text))
	list := []diagnostic{}
	note := func(line, column, severity int, message string) {
		start := table.offset(line, column)
		rng := table.rangeOf(start, table.endOfWord(start), s.encoding)
		if !slices.ContainsFunc(list, func(o diagnostic) bool { return o.Range == rng && o.Message == message }) {
			list = append(list, diagnostic{Range: rng, Severity: severity, Source: "tether", Message: message})
		}
	}
	for _, e := range s.opts.ConfigErrors(file, text) {
		note(e.Line, e.Column, severityError, e.Message)
	}
	for _, key := range sortedKeys(s.projects) {
		for _, n := range s.projects[key].notes(file) {
			note(n.Line, n.Column, map[bool]int{true: severityWarning, false: severityError}[n.Warning], n.Message)
		}
	}
	s.send(s.uri(file), version, list)
}

// notes are what the last analysis has to say of a config. The server's mutex is held.
func (p *project) notes(file string) (list []ConfigNote) {
	if p.current == nil || p.current.Snapshot == nil {
		return nil
	}
	for _, n := range p.current.Notes {
		if n.File == file {
			list = append(list, n)
		}
	}
	return list
}

// endOfWord is where what starts at an offset ends: at a space, or a colon before one.
func (t *lineTable) endOfWord(start int) int {
	end := start
	for end < len(t.text) {
		switch c := t.text[end]; {
		case c == ' ', c == '\t', c == '\r', c == '\n':
			return end
		case c == ':' && (end+1 == len(t.text) || t.text[end+1] == ' ' || t.text[end+1] == '\n' || t.text[end+1] == '\r'):
			return end
		}
		end++
	}
	return end
}
