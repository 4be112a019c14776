package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
)

type openParams struct {
	Document struct {
		URI      string `json:"uri"`
		Version  int    `json:"version"`
		Text     string `json:"text"`
		Language string `json:"languageId"`
	} `json:"textDocument"`
}

func (s *Server) didOpen(raw json.RawMessage) error {
	var params openParams
	if err := unmarshal(raw, &params); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &document{
		uri: params.Document.URI, version: params.Document.Version,
		text: params.Document.Text, table: newLineTable(params.Document.Text),
	}
	var ok bool
	if d.path, ok = pathOf(d.uri); !ok {
		if params.Document.Language != "go" {
			return nil // what it is cannot be seen by its name
		}
		dir, err := os.MkdirTemp("", "tether-untitled-")
		if err != nil {
			return err
		}
		d.path, d.untitled = filepath.Join(dir, "untitled.go"), true
	}
	s.docs[d.path] = d
	s.place(d)
	s.changed(d)
	return nil
}

// place finds out with what a document is analysed. The server's mutex is held.
func (s *Server) place(d *document) {
	switch {
	case d.untitled:
		d.root = Root{Dir: filepath.Dir(d.path), File: d.path}
	case d.isGo():
		d.root = s.opts.RootOf(d.path)
	}
}

func (s *Server) didChange(raw json.RawMessage) error {
	var params struct {
		Document struct {
			URI     string `json:"uri"`
			Version int    `json:"version"`
		} `json:"textDocument"`
		Changes []change `json:"contentChanges"`
	}
	if err := unmarshal(raw, &params); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.docs.of(params.Document.URI)
	if d == nil {
		return nil
	}
	d = d.edited(params.Document.Version, params.Changes, s.encoding)
	s.docs[d.path] = d
	s.changed(d)
	return nil
}

// didSave: the text is known; what else a save changes is not, as what a generator
// does after it.
func (s *Server) didSave(raw json.RawMessage) error {
	var params documentParams
	if err := unmarshal(raw, &params); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.docs.of(params.Document.URI); d != nil {
		s.changed(d)
	}
	return nil
}

func (s *Server) didClose(raw json.RawMessage) error {
	var params documentParams
	if err := unmarshal(raw, &params); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.docs.of(params.Document.URI)
	if d == nil {
		return nil
	}
	delete(s.docs, d.path)
	delete(s.pulled, d.path)
	if d.untitled {
		_ = os.RemoveAll(filepath.Dir(d.path))
	}
	if d.root.File != "" {
		s.closeProject(d.root.File, d.uri)
	}
	s.changed(d) // what is on disk counts from now on
	s.closeIdle()
	return nil
}

// changed makes the projects be analysed that a document counts for. The server's
// mutex is held.
func (s *Server) changed(d *document) {
	switch {
	case d.isConfig():
		s.checkConfig(d.path)
		s.touchAll()
	case d.isGo() && s.docs[d.path] != nil:
		s.open(d.root).touch()
	case d.isGo():
		if p := s.projects[d.root.key()]; p != nil {
			p.touch()
		}
	case filepath.Base(d.path) == "go.mod", filepath.Base(d.path) == "go.work":
		s.replaceAll()
	}
}

func (s *Server) touchAll() {
	for _, p := range s.projects {
		p.touch()
	}
}

// replaceAll is for what may change which modules belong together.
func (s *Server) replaceAll() {
	for _, p := range s.projects {
		p.reload = true
	}
	for _, d := range s.docs {
		if d.isGo() {
			moved := *d
			s.place(&moved)
			s.docs[d.path] = &moved
			s.open(moved.root)
		}
	}
	for _, dir := range s.folders {
		s.openFolder(dir)
	}
	s.touchAll()
	s.closeIdle()
}

// openFolder opens the roots that a folder is, is in, or has. The server's mutex is held.
func (s *Server) openFolder(dir string) {
	for _, root := range s.opts.RootsIn(dir) {
		s.open(root)
	}
}

// closeIdle closes projects that are in no folder and of which nothing is open. The
// server's mutex is held.
func (s *Server) closeIdle() {
	kept := make(map[string]bool)
	for _, dir := range s.folders {
		for _, root := range s.opts.RootsIn(dir) {
			kept[root.key()] = true
		}
	}
	for _, d := range s.docs {
		if d.isGo() {
			kept[d.root.key()] = true
		}
	}
	for key := range s.projects {
		if !kept[key] {
			s.closeProject(key, "")
		}
	}
}

// closeProject ends a project and takes back what was said of it. uri is that of its
// only document, or "".
func (s *Server) closeProject(key, uri string) {
	p := s.projects[key]
	if p == nil {
		return
	}
	p.stop()
	delete(s.projects, key)
	if uri != "" {
		s.send(uri, nil, nil)
	}
	if p.current != nil {
		for file := range p.current.files {
			s.send(s.uri(file), nil, nil)
		}
	}
}

// uri names a file as the client does, if it has it open.
func (s *Server) uri(file string) string {
	if d := s.docs[file]; d != nil {
		return d.uri
	}
	return uriOf(file)
}
