package lsp

import (
	"context"
	"encoding/json"

	"github.com/tetherlint/tether/internal/fix"
)

type executeParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

// execute runs a command, for clients whose users do not go through code actions.
func (s *Server) execute(ctx context.Context, params *executeParams) (any, error) {
	switch params.Command {
	case commandFixFile:
		var uri string
		if len(params.Arguments) != 1 || json.Unmarshal(params.Arguments[0], &uri) != nil {
			return nil, rpcErrorf(codeInvalidParams, "%s: want one URI", params.Command)
		}
		d, p := s.openDocument(uri)
		if d == nil || p == nil {
			return nil, rpcErrorf(codeInvalidParams, "%s: %s is not open", params.Command, uri)
		}
		return nil, s.fixAll(ctx, p, []string{d.path})
	case commandFixWorkspace:
		projects := s.all()
		for _, key := range sortedKeys(projects) {
			if err := s.fixAll(ctx, projects[key], nil); err != nil {
				return nil, err
			}
		}
		return nil, nil
	case commandAnalyse:
		s.mu.Lock()
		s.touchAll()
		s.mu.Unlock()
		return nil, nil
	}
	return nil, rpcErrorf(codeInvalidParams, "%s: no such command", params.Command)
}

// fixAll has the client apply the safe fixes of some files of a root, or of all.
func (s *Server) fixAll(ctx context.Context, p *project, only []string) error {
	current, err := s.settled(ctx, p, "")
	if err != nil {
		return err
	}
	var plan *fix.Plan
	if plan = s.plan(current, only); len(plan.Files) == 0 {
		return nil
	}
	if !s.client.Workspace.ApplyEdit {
		return rpcErrorf(codeRequestFailed, "this editor does not let a server edit: ask for the code action instead")
	}
	var answer struct {
		Applied bool   `json:"applied"`
		Reason  string `json:"failureReason"`
	}
	edit := map[string]any{"label": "tether: fix all", "edit": s.edit(current, plan)}
	if err := s.conn.call(ctx, "workspace/applyEdit", edit, &answer); err != nil {
		return err
	}
	if !answer.Applied {
		return rpcErrorf(codeRequestFailed, "not applied: %s", answer.Reason)
	}
	return nil
}
