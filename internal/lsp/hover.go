package lsp

import (
	"context"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
)

// hover says over a launch, an opener or a directive what tether explain says of its line.
func (s *Server) hover(ctx context.Context, params *positionParams) (*hover, error) {
	d, p := s.openDocument(params.Document.URI)
	if d == nil || p == nil {
		return nil, nil
	}
	current, err := s.settled(ctx, p, d.path)
	if err != nil {
		return nil, err
	}
	state := current.state(d.path)
	if state == nil || !state.sound || !s.present(current, d) {
		return nil, nil
	}
	offset := d.table.at(params.Position, s.encoding)
	span, line := current.under(d, offset)
	if line == 0 {
		return nil, nil
	}
	text := strings.TrimRight(current.Explain(d.path, line), "\n")
	if text == "" {
		return nil, nil
	}
	rng := d.table.rangeOf(d.table.offset(span.Line, span.Column), d.table.offset(span.EndLine, span.EndColumn), s.encoding)
	return &hover{Contents: s.markup(text), Range: &rng}, nil
}

// markup shows text as it is.
func (s *Server) markup(text string) markup {
	if slices.Contains(s.client.TextDocument.Hover.ContentFormat, "markdown") {
		return markup{"markdown", "```text\n" + strings.ReplaceAll(text, "```", "'''") + "\n```"}
	}
	return markup{"plaintext", text}
}

// under is what stands at an offset, and the line that explains it; 0 where there is
// nothing to explain.
func (a *Snapshot) under(d *document, offset int) (span finding.Span, line int) {
	covers := func(s finding.Span) bool {
		return s.File == d.path && d.table.offset(s.Line, s.Column) <= offset && offset <= d.table.offset(s.EndLine, s.EndColumn)
	}
	for i := range a.Findings {
		f := &a.Findings[i]
		if covers(f.Span) {
			return f.Span, f.Line
		}
		for _, at := range f.Directives {
			if covers(at) {
				return at, f.Line
			}
		}
	}
	for i := range a.Acquisitions {
		if at := a.Acquisitions[i].Span; covers(at) {
			return at, at.Line
		}
	}
	for i := range a.Launches {
		// A launch is marked at its go; what follows in the line belongs to it.
		at := a.Launches[i].Span
		if at.File == d.path && d.table.offset(at.Line, at.Column) <= offset && offset <= d.table.endOfLine(at.EndLine) {
			return at, at.Line
		}
	}
	return span, 0
}

// endOfLine is the offset of the end of a line, as Go has it.
func (t *lineTable) endOfLine(line int) int {
	if line >= len(t.lines) {
		return len(t.text)
	}
	return t.lines[line] - 1
}
