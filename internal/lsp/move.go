package lsp

import (
	"github.com/aymanbagabas/go-udiff"

	"github.com/tetherlint/tether/internal/finding"
)

// While a package does not compile, nothing is known of it. Its findings would go
// with each keystroke and come back with another; so they stay, where their text is
// still there, until more is known.

// moved is the state of a file that could not be analysed: what was known of it before.
func (s *Server) moved(file string, old *fileState, next *analysed) *fileState {
	state := &fileState{}
	now, err := next.ReadFile(file)
	if err != nil || old.table == nil {
		return state
	}
	from, to := old.table, newLineTable(string(now))
	state.table = to
	edits := udiff.Strings(from.text, to.text)
	for _, f := range old.findings {
		start, end := from.at(f.rng.Start, s.encoding), from.at(f.rng.End, s.encoding)
		moved, ok := shift(edits, start, end)
		if !ok {
			continue
		}
		f.rng = to.rangeOf(moved, moved+end-start, s.encoding)
		f.Finding = at(f.Finding, to, moved, end-start)
		state.findings = append(state.findings, f)
	}
	return state
}

// shift is where a stretch of a text starts after edits; false where they change it.
func shift(edits []udiff.Edit, start, end int) (int, bool) {
	by := 0
	for _, e := range edits {
		switch {
		case e.End <= start:
			by += len(e.New) - (e.End - e.Start)
		case e.Start < end:
			return 0, false
		}
	}
	return start + by, true
}

// at is a finding at another place, without what was made for the old one.
func at(f *finding.Finding, t *lineTable, start, length int) *finding.Finding {
	moved := *f
	moved.Fix = nil
	moved.Offset, moved.EndOffset = start, start+length
	moved.Line, moved.Column = t.lineColumn(start)
	moved.EndLine, moved.EndColumn = t.lineColumn(start + length)
	return &moved
}
