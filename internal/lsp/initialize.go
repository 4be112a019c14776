package lsp

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"time"

	"github.com/tetherlint/tether/internal/baseline"
	"github.com/tetherlint/tether/internal/config"
)

// settings are what a user sets in the editor, as initializationOptions or as the
// section "tether" of its configuration. How code is judged is not among them: that
// is for .tether.yml, which the command line reads too.
type settings struct {
	CodeLens bool `json:"codeLens"` // show the class of each launch
	Pause    *int `json:"pause"`    // in typing, in milliseconds, before an analysis
}

func defaults() settings { return settings{} }

// defaultPause is long enough for a word to be typed on, and short enough to be
// no pause.
const defaultPause = 80 * time.Millisecond

func (s settings) pause() time.Duration {
	if s.Pause == nil || *s.Pause < 0 {
		return defaultPause
	}
	return min(time.Duration(*s.Pause)*time.Millisecond, time.Minute)
}

// read takes settings over; they may be wrapped in the section's name.
func (s *settings) read(raw json.RawMessage) error {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var wrapped struct {
		Tether json.RawMessage `json:"tether"`
	}
	if json.Unmarshal(raw, &wrapped) == nil && len(wrapped.Tether) > 0 {
		raw = wrapped.Tether
	}
	if string(raw) == "null" {
		return nil
	}
	return json.Unmarshal(raw, s)
}

type initializeResult struct {
	Capabilities map[string]any    `json:"capabilities"`
	ServerInfo   map[string]string `json:"serverInfo"`
}

// The kinds of code actions.
const (
	kindQuickFix     = "quickfix"
	kindFixAll       = "source.fixAll.tether"
	kindFixWorkspace = "source.tether.fixWorkspace" // not below source.fixAll, which editors run on save
)

// The commands.
const (
	commandFixFile      = "tether.fixAll"
	commandFixWorkspace = "tether.fixWorkspace"
	commandAnalyse      = "tether.analyse"
)

func (s *Server) initialize(raw json.RawMessage) (any, error) {
	var params initializeParams
	if err := unmarshal(raw, &params); err != nil {
		return nil, err
	}
	s.client = params.Capabilities
	s.encoding = choose(s.client.General.PositionEncodings)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.settings.read(params.Options); err != nil {
		return nil, rpcErrorf(codeInvalidParams, "initializationOptions: %v", err)
	}
	folders := params.WorkspaceFolders
	if len(folders) == 0 && params.RootURI != "" {
		folders = []workspaceFolder{{URI: params.RootURI}}
	}
	for _, f := range folders {
		s.addFolder(f.URI)
	}
	if len(folders) == 0 && filepath.IsAbs(params.RootPath) {
		s.addFolder(uriOf(params.RootPath))
	}
	s.state.Store(initialized)
	return initializeResult{
		Capabilities: s.capabilities(),
		ServerInfo:   map[string]string{"name": "tether", "version": s.opts.Version},
	}, nil
}

func (s *Server) capabilities() map[string]any {
	return map[string]any{
		"positionEncoding": s.encoding,
		"textDocumentSync": map[string]any{"openClose": true, "change": 2, "save": map[string]any{"includeText": false}},
		"codeActionProvider": map[string]any{
			"codeActionKinds": []string{kindQuickFix, kindFixAll, kindFixWorkspace},
		},
		"diagnosticProvider": map[string]any{
			"identifier": "tether", "interFileDependencies": true, "workspaceDiagnostics": true,
		},
		"hoverProvider":           true,
		"codeLensProvider":        map[string]any{"resolveProvider": false},
		"workspaceSymbolProvider": true,
		"executeCommandProvider":  map[string]any{"commands": []string{commandFixFile, commandFixWorkspace, commandAnalyse}},
		"workspace": map[string]any{
			"workspaceFolders": map[string]any{"supported": true, "changeNotifications": true},
		},
	}
}

// watched are the files whose change outside of the editor changes what is found.
var watched = []string{"**/*.go", "**/go.mod", "**/go.sum", "**/go.work", "**/" + config.FileName, "**/" + baseline.FileName}

// initialized registers what can only be registered, asks for the settings, and
// begins to analyse the folders.
func (s *Server) initialized(json.RawMessage) error {
	var list []map[string]any
	if s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		var watchers []map[string]any
		for _, glob := range watched {
			watchers = append(watchers, map[string]any{"globPattern": glob})
		}
		list = append(list, map[string]any{
			"id": "tether-files", "method": "workspace/didChangeWatchedFiles",
			"registerOptions": map[string]any{"watchers": watchers},
		})
	}
	if s.client.Workspace.DidChangeConfiguration.DynamicRegistration {
		list = append(list, map[string]any{
			"id": "tether-settings", "method": "workspace/didChangeConfiguration",
			"registerOptions": map[string]any{"section": "tether"},
		})
	}
	if len(list) > 0 {
		s.work.Go(func() {
			_ = s.conn.call(s.ctx, "client/registerCapability", map[string]any{"registrations": list}, nil)
		})
	}
	s.askSettings()
	s.work.Go(func() { s.poll(s.ctx) })
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, dir := range s.folders {
		s.openFolder(dir)
	}
	return nil
}

// askSettings asks a client that can be asked.
func (s *Server) askSettings() {
	if !s.client.Workspace.Configuration {
		return
	}
	s.work.Go(func() {
		var answers []json.RawMessage
		params := map[string]any{"items": []map[string]any{{"section": "tether"}}}
		if s.conn.call(s.ctx, "workspace/configuration", params, &answers) == nil && len(answers) == 1 {
			s.setSettings(answers[0])
		}
	})
}

func (s *Server) setSettings(raw json.RawMessage) {
	s.mu.Lock()
	before := s.settings
	err := s.settings.read(raw)
	if err != nil {
		s.settings = before
	}
	lens := s.settings.CodeLens != before.CodeLens
	s.mu.Unlock()
	if err != nil {
		s.logf("settings: %v", err)
	}
	if lens {
		s.refreshLenses()
	}
}

func (s *Server) didChangeConfiguration(raw json.RawMessage) error {
	if s.client.Workspace.Configuration {
		s.askSettings()
		return nil
	}
	var params struct {
		Settings json.RawMessage `json:"settings"`
	}
	if err := unmarshal(raw, &params); err != nil {
		return err
	}
	s.setSettings(params.Settings)
	return nil
}

// addFolder notes a folder; it is opened when the client is ready.
func (s *Server) addFolder(uri string) {
	if dir, ok := pathOf(uri); ok && !slices.Contains(s.folders, dir) {
		s.folders = append(s.folders, dir)
	}
}

func (s *Server) didChangeFolders(raw json.RawMessage) error {
	var params struct {
		Event struct {
			Added   []workspaceFolder `json:"added"`
			Removed []workspaceFolder `json:"removed"`
		} `json:"event"`
	}
	if err := unmarshal(raw, &params); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range params.Event.Removed {
		if dir, ok := pathOf(f.URI); ok {
			s.folders = slices.DeleteFunc(s.folders, func(d string) bool { return d == dir })
		}
	}
	for _, f := range params.Event.Added {
		s.addFolder(f.URI)
		if dir, ok := pathOf(f.URI); ok {
			s.openFolder(dir)
		}
	}
	s.closeIdle()
	return nil
}
