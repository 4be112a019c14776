package lsp

import (
	"encoding/json"
	"slices"

	"github.com/tetherlint/tether/internal/finding"
)

// A fileState is what is shown of a file.
type fileState struct {
	findings []shown
	table    *lineTable // of the text that their places are in; nil without findings
	sound    bool       // they are of this text, and not of an earlier one
}

// A shown finding is one with its place in the text that is shown.
type shown struct {
	*finding.Finding
	rng     textRange
	related []related
}

// fill works out what is shown of each file. What could not be analysed keeps what
// was known of it, moved with the text. The server's mutex is held.
func (s *Server) fill(next, before *analysed) {
	next.files = make(map[string]*fileState)
	if next.Snapshot == nil { // nothing could be loaded: all stays
		next.versions = nil
		if before != nil {
			next.Snapshot, next.files = before.Snapshot, before.files
		}
		return
	}
	for file, analysed := range next.Files {
		switch old := before.state(file); {
		case analysed:
			next.files[file] = &fileState{sound: true}
		case old != nil:
			next.files[file] = s.moved(file, old, next)
		}
	}
	place := next.placer(s.encoding, s.uri)
	for i := range next.Findings {
		f := &next.Findings[i]
		state := next.files[f.File]
		if state == nil {
			state = &fileState{sound: true}
			next.files[f.File] = state
		}
		if f.Status != finding.New || !state.sound {
			continue
		}
		if rng, ok := place.rangeOf(f.Span); ok {
			state.findings = append(state.findings, shown{f, rng, place.related(f.Related)})
			state.table = place.table(f.File)
		}
	}
}

func (a *analysed) state(file string) *fileState {
	if a == nil {
		return nil
	}
	return a.files[file]
}

// A placer turns places in files into those of the protocol.
type placer struct {
	read   func(string) ([]byte, error)
	enc    encoding
	uri    func(string) string
	tables map[string]*lineTable
}

func (a *Snapshot) placer(enc encoding, uri func(string) string) *placer {
	return &placer{a.ReadFile, enc, uri, make(map[string]*lineTable)}
}

// table is that of a file as it was analysed, or nil.
func (p *placer) table(file string) *lineTable {
	t, ok := p.tables[file]
	if !ok {
		if text, err := p.read(file); err == nil {
			t = newLineTable(string(text))
		}
		p.tables[file] = t
	}
	return t
}

// rangeOf goes by lines and columns: of a file that cgo has rewritten they are those
// of the source, and offsets are not.
func (p *placer) rangeOf(s finding.Span) (textRange, bool) {
	t := p.table(s.File)
	if t == nil {
		return textRange{}, false
	}
	start, end := t.offset(s.Line, s.Column), t.offset(s.EndLine, s.EndColumn)
	return t.rangeOf(start, end, p.enc), true
}

func (p *placer) related(notes []finding.Note) (list []related) {
	for _, n := range notes {
		if rng, ok := p.rangeOf(n.Span); ok {
			list = append(list, related{location{p.uri(n.File), rng}, n.Message})
		}
	}
	return list
}

// diagnostics are those of a file.
func (s *Server) diagnostics(a *analysed, file string) []diagnostic {
	list := []diagnostic{} // never null
	state := a.state(file)
	if state == nil {
		return list
	}
	for _, f := range state.findings {
		list = append(list, s.diagnostic(a.Snapshot, f))
	}
	return list
}

func (s *Server) diagnostic(snap *Snapshot, f shown) diagnostic {
	d := diagnostic{
		Range: f.rng, Severity: severityError, Code: string(f.Rule), Source: "tether",
		Message: f.Message,
	}
	if f.Warning {
		d.Severity = severityWarning
	}
	if f.Rule == finding.UnusedAllow {
		d.Tags = []int{1} // unnecessary: shown faded
	}
	if snap.Doc != nil {
		if address := snap.Doc(f.Rule); address != "" {
			d.CodeDescription = &codeDescription{address}
		}
	}
	if s.client.TextDocument.PublishDiagnostics.Related || s.client.TextDocument.Diagnostic != nil {
		d.Related = f.related
	}
	return d
}

// publish tells the client what is new of a project. The server's mutex is held.
func (s *Server) publish(p *project) {
	current := p.current
	files := make([]string, 0, len(current.files))
	for file := range current.files {
		files = append(files, file)
	}
	for file, d := range p.documents() {
		if current.files[file] == nil && d.isGo() {
			files = append(files, file)
		}
	}
	slices.Sort(files)
	asks := false
	for _, file := range files {
		d := s.docs[file]
		if current.waitsFor(file) {
			continue
		}
		if s.pulled[file] {
			asks = true
			continue
		}
		var version *int
		if d != nil {
			of, ok := current.versions[file]
			if !ok || of != d.version {
				continue // an analysis of what there is now is under way
			}
			version = &of
		}
		s.send(s.uri(file), version, s.diagnostics(current, file))
	}
	for _, file := range p.shown {
		if current.files[file] == nil && s.docs[file] == nil {
			s.send(uriOf(file), nil, nil)
		}
	}
	p.shown = files
	if asks {
		s.refreshDiagnostics()
	}
}

// send publishes the diagnostics of a file, unless the client knows them.
func (s *Server) send(uri string, version *int, list []diagnostic) {
	if list == nil {
		list = []diagnostic{}
	}
	params := publishParams{uri, version, list}
	body, err := json.Marshal(params)
	if err != nil {
		return
	}
	before, known := s.published[uri]
	if before == string(body) || !known && version == nil && len(list) == 0 {
		return
	}
	s.published[uri] = string(body)
	if version == nil && len(list) == 0 {
		delete(s.published, uri)
	}
	s.conn.notify("textDocument/publishDiagnostics", params)
}
