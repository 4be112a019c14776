package lsp

import (
	"context"
	"fmt"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/fix"
)

// codeActions offers what can be done about the findings in a range.
func (s *Server) codeActions(ctx context.Context, params *codeActionParams) ([]codeAction, error) {
	list := []codeAction{}
	d, p := s.openDocument(params.Document.URI)
	if d == nil || p == nil {
		return list, nil
	}
	current, err := s.settled(ctx, p, d.path)
	if err != nil {
		return nil, err
	}
	state := current.state(d.path)
	if state == nil || !s.present(current, d) {
		return list, nil
	}
	wants := func(kind string) bool { return wanted(kind, params.Context.Only) }
	if state.sound && wants(kindQuickFix) {
		for _, f := range state.findings {
			if overlap(f.rng, params.Range) {
				list = append(list, s.fixesOf(current, d, f)...)
			}
		}
	}
	fixable := s.plan(current, []string{d.path})
	if wants(kindFixAll) && len(fixable.Files) > 0 {
		list = append(list, codeAction{Title: "Fix all that tether can fix in this file", Kind: kindFixAll, Edit: s.edit(current, fixable)})
	}
	if wants(kindFixWorkspace) && (len(fixable.Files) > 0 || len(params.Context.Only) > 0) {
		if all := s.plan(current, nil); len(all.Files) > 0 {
			title := fmt.Sprintf("Fix all that tether can fix in %s", files(len(all.Files)))
			list = append(list, codeAction{Title: title, Kind: kindFixWorkspace, Edit: s.edit(current, all)})
		}
	}
	return list, nil
}

func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}

// wanted reports whether a client asks for a kind of action. A kind stands for those
// below it; without a wish all are wanted.
func wanted(kind string, only []string) bool {
	for _, k := range only {
		if k == "" || kind == k || strings.HasPrefix(kind, k+".") {
			return true
		}
	}
	return len(only) == 0
}

// overlap reports whether two ranges touch.
func overlap(a, b textRange) bool { return !before(a.End, b.Start) && !before(b.End, a.Start) }

func before(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

// fixesOf are the fix of a finding, if it has one, and what lets it pass.
func (s *Server) fixesOf(current *analysed, d *document, f shown) (list []codeAction) {
	about := []diagnostic{s.diagnostic(current.Snapshot, f)}
	if f.Fix != nil && f.Fix.Safe {
		if plan := fix.New([]finding.Finding{*f.Finding}, current.ReadFile); len(plan.Files) > 0 {
			list = append(list, codeAction{
				Title: f.Fix.Title, Kind: kindQuickFix, Diagnostics: about, Preferred: true, Edit: s.edit(current, plan),
			})
		}
	}
	offered := []*finding.Fix{current.Allow(f.Finding)}
	if f.Fix != nil && !f.Fix.Safe {
		offered = append(offered, f.Fix)
	}
	for _, o := range offered {
		if o == nil {
			continue
		}
		var edits []textEdit
		for _, e := range o.Edits {
			edits = append(edits, textEdit{d.table.rangeOf(e.Offset, e.EndOffset, s.encoding), e.NewText})
		}
		list = append(list, codeAction{
			Title: fmt.Sprintf("%s (%s; not a safe fix)", o.Title, f.Rule), Kind: kindQuickFix, Diagnostics: about,
			Edit: s.changes(current, map[string][]textEdit{d.path: edits}),
		})
	}
	return list
}

// openDocument is an open document with its project, or nil.
func (s *Server) openDocument(uri string) (*document, *project) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.docs.of(uri)
	if d == nil || !d.isGo() {
		return d, nil
	}
	return d, s.projects[d.root.key()]
}

// present reports whether an analysis is of the text that a document has now.
func (s *Server) present(a *analysed, d *document) bool {
	version, ok := a.versions[d.path]
	return ok && version == d.version
}

// plan is what tether -fix would do to some files of a root, or to all.
func (s *Server) plan(a *analysed, only []string) *fix.Plan {
	if a.Snapshot == nil {
		return new(fix.Plan)
	}
	var list []finding.Finding
	for i := range a.Findings {
		f := &a.Findings[i]
		state := a.files[f.File]
		if state == nil || !state.sound || f.Status == finding.Suppressed {
			continue
		}
		if only == nil || only[0] == f.File {
			list = append(list, *f)
		}
	}
	return fix.New(list, a.ReadFile)
}

// edit is a plan for the client.
func (s *Server) edit(a *analysed, plan *fix.Plan) *workspaceEdit {
	changes := make(map[string][]textEdit)
	for _, f := range plan.Files {
		table := newLineTable(string(f.Before))
		for _, e := range udiff.Strings(table.text, string(f.After)) {
			changes[f.Name] = append(changes[f.Name], textEdit{table.rangeOf(e.Start, e.End, s.encoding), e.New})
		}
	}
	return s.changes(a, changes)
}

// changes are edits of files, for the versions of the documents that were analysed
// where the client can be told.
func (s *Server) changes(a *analysed, edits map[string][]textEdit) *workspaceEdit {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit := new(workspaceEdit)
	for _, file := range sortedKeys(edits) {
		uri := s.uri(file)
		if !s.client.Workspace.WorkspaceEdit.DocumentChanges {
			if edit.Changes == nil {
				edit.Changes = make(map[string][]textEdit)
			}
			edit.Changes[uri] = edits[file]
			continue
		}
		id := versionedID{URI: uri}
		if version, ok := a.versions[file]; ok {
			id.Version = &version
		}
		edit.DocumentChanges = append(edit.DocumentChanges, documentEdit{id, edits[file]})
	}
	return edit
}
