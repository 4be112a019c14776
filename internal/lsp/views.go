package lsp

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
)

// codeLenses show the class of each launch, to those who ask for it.
func (s *Server) codeLenses(ctx context.Context, params *documentParams) ([]codeLens, error) {
	list := []codeLens{}
	s.mu.Lock()
	on := s.settings.CodeLens
	s.mu.Unlock()
	d, p := s.openDocument(params.Document.URI)
	if !on || d == nil || p == nil {
		return list, nil
	}
	current, err := s.settled(ctx, p, d.path)
	if err != nil {
		return nil, err
	}
	if state := current.state(d.path); state == nil || !state.sound || !s.present(current, d) {
		return list, nil
	}
	place := current.placer(s.encoding, s.uri)
	for i := range current.Launches {
		l := &current.Launches[i]
		if l.File != d.path {
			continue
		}
		if rng, ok := place.rangeOf(l.Span); ok {
			list = append(list, codeLens{rng, &command{Title: lensTitle(l)}})
		}
	}
	return list, nil
}

func lensTitle(l *finding.Launch) string {
	title := string(l.Class)
	if l.Owner != "" {
		title += " by " + l.Owner
	}
	return title
}

// The kinds of symbols by which launches and resources are shown.
const (
	symbolEvent  = 24
	symbolObject = 19
)

// symbols are the inventory, of all roots.
func (s *Server) symbols(ctx context.Context, params *struct {
	Query string `json:"query"`
}) ([]symbol, error) {
	list := []symbol{}
	projects := s.all()
	for _, key := range sortedKeys(projects) {
		current, err := s.settled(ctx, projects[key], "")
		if err != nil {
			return nil, err
		}
		if current.Snapshot == nil {
			continue
		}
		place := current.placer(s.encoding, s.fileURI)
		add := func(at finding.Span, kind int, name, container string) {
			if !matches(name+" "+container, params.Query) {
				return
			}
			if rng, ok := place.rangeOf(at); ok {
				list = append(list, symbol{name, kind, container, location{s.fileURI(at.File), rng}})
			}
		}
		for i := range current.Launches {
			l := &current.Launches[i]
			add(l.Span, symbolEvent, "go "+l.Callee+" ("+string(l.Class)+")", container(l.Package, l.Function))
		}
		for i := range current.Acquisitions {
			r := &current.Acquisitions[i]
			add(r.Span, symbolObject, r.Opener+" ("+string(r.Fate)+")", container(r.Package, r.Function))
		}
	}
	return list, nil
}

func container(pkg, function string) string {
	return strings.TrimSuffix(pkg+"."+cmp.Or(function, ""), ".")
}

// fileURI is uri, for who does not hold the mutex.
func (s *Server) fileURI(file string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uri(file)
}

// matches reports whether the characters of a query stand in text, in their order.
func matches(text, query string) bool {
	rest := []rune(strings.ToLower(text))
	for _, r := range strings.ToLower(query) {
		i := slices.Index(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
