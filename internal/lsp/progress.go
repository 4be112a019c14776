package lsp

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
)

// beginProgress shows the progress of the first analysis of a root: later ones are
// quick. report may be called while it goes on, end once.
func (s *Server) beginProgress(ctx context.Context, first bool, root Root) (report func(done, total int), end func()) {
	if !first || !s.client.Window.WorkDoneProgress {
		return func(int, int) {}, func() {}
	}
	s.mu.Lock()
	s.progress++
	token := "tether-" + strconv.Itoa(s.progress)
	s.mu.Unlock()
	if s.conn.call(ctx, "window/workDoneProgress/create", map[string]any{"token": token}, nil) != nil {
		return func(int, int) {}, func() {}
	}
	tell := func(value map[string]any) {
		s.conn.notify("$/progress", map[string]any{"token": token, "value": value})
	}
	tell(map[string]any{"kind": "begin", "title": "tether: " + filepath.Base(root.Dir), "percentage": 0})
	last := 0
	report = func(done, total int) {
		if percentage := 100 * done / max(total, 1); percentage > last {
			last = percentage
			tell(map[string]any{"kind": "report", "percentage": percentage, "message": fmt.Sprintf("%d of %d packages", done, total)})
		}
	}
	return report, func() { tell(map[string]any{"kind": "end"}) }
}

// refreshDiagnostics has a client that pulls ask again, and refreshLenses for lenses.
func (s *Server) refreshDiagnostics() {
	s.refresh(s.client.Workspace.Diagnostics, "workspace/diagnostic/refresh")
}
func (s *Server) refreshLenses() {
	s.refresh(s.client.Workspace.CodeLens, "workspace/codeLens/refresh")
}

func (s *Server) refresh(can refreshable, method string) {
	if !can.RefreshSupport {
		return
	}
	s.work.Go(func() { _ = s.conn.call(s.ctx, method, nil, nil) })
}
