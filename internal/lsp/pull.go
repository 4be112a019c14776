package lsp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// A client that asks for diagnostics is not told of them, too: editors show what they
// have been told beside what they have asked for. What it has not asked about it is
// told, as of files that are not open.

type pullParams struct {
	Document textDocumentID `json:"textDocument"`
	Previous string         `json:"previousResultId"`
}

// A pullReport is the answer for one document.
type pullReport struct {
	Kind     string        `json:"kind"`
	ResultID string        `json:"resultId"`
	Items    *[]diagnostic `json:"items,omitempty"`

	URI     string `json:"uri,omitempty"` // of a workspace's
	Version *int   `json:"version"`
}

// A documentReport is a pullReport without what a document's has not.
type documentReport struct {
	Kind     string        `json:"kind"`
	ResultID string        `json:"resultId"`
	Items    *[]diagnostic `json:"items,omitempty"`
}

// pull answers for an open document, as soon as its text is analysed.
func (s *Server) pull(ctx context.Context, params *pullParams) (*documentReport, error) {
	d, p := s.openDocument(params.Document.URI)
	list := []diagnostic{}
	if d != nil && p != nil {
		current, err := s.settled(ctx, p, d.path)
		if err != nil {
			return nil, err
		}
		list = s.diagnostics(current, d.path)
		s.hasPulled(d)
	}
	r := report(list, params.Previous)
	return &documentReport{r.Kind, r.ResultID, r.Items}, nil
}

// hasPulled notes that a client asks about a document, and takes back what it was told.
func (s *Server) hasPulled(d *document) {
	if s.client.TextDocument.Diagnostic == nil {
		return // it has not said that it asks: it may only be curious
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pulled[d.path] = true
	if _, told := s.published[d.uri]; told {
		s.send(d.uri, nil, nil)
	}
}

// report is the answer to a client that knows a result by an id, which is a digest.
func report(list []diagnostic, known string) pullReport {
	body, err := json.Marshal(list)
	if err != nil {
		return pullReport{Kind: "full", Items: &list}
	}
	sum := sha256.Sum256(body)
	id := hex.EncodeToString(sum[:8])
	if id == known {
		return pullReport{Kind: "unchanged", ResultID: id}
	}
	return pullReport{Kind: "full", ResultID: id, Items: &list}
}

type workspacePullParams struct {
	Previous []struct {
		URI   string `json:"uri"`
		Value string `json:"value"`
	} `json:"previousResultIds"`
}

type workspaceReport struct {
	Items []pullReport `json:"items"`
}

// pullAll answers for all files of all roots in which there is something, and for those
// in which there was.
func (s *Server) pullAll(ctx context.Context, params *workspacePullParams) (*workspaceReport, error) {
	known := make(map[string]string)
	for _, p := range params.Previous {
		known[p.URI] = p.Value
	}
	answer := &workspaceReport{Items: []pullReport{}}
	projects := s.all()
	for _, key := range sortedKeys(projects) {
		current, err := s.settled(ctx, projects[key], "")
		if err != nil {
			return nil, err
		}
		for _, file := range sortedKeys(current.files) {
			uri := s.fileURI(file)
			list := s.diagnostics(current, file)
			previous, asked := known[uri]
			if len(list) == 0 && !asked {
				continue
			}
			r := report(list, previous)
			r.URI = uri
			if version, ok := current.versions[file]; ok {
				r.Version = &version
			}
			answer.Items = append(answer.Items, r)
		}
	}
	return answer, nil
}
