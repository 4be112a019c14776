// Package fix applies the safe fixes of findings to source files.
//
// All fixes of a run are planned first and then written or shown, so that -diff
// prints exactly what -fix would write.
package fix

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
)

// A Plan is what a run would change.
type Plan struct {
	Files   []File  // that change, by name
	Skipped int     // fixes that overlap one applied: another run will apply them
	Errors  []error // files that cannot be fixed, and why
}

// A File is a file before and after.
type File struct {
	Name          string
	Before, After []byte
	Fixes         int
}

// New plans the fixes of findings, which are in order. Suppressed findings are
// never fixed, nor are generated files and those that import "C". read reads a
// source; nil means Read.
func New(findings []finding.Finding, read func(string) ([]byte, error)) *Plan {
	if read == nil {
		read = Read
	}
	byFile := make(map[string][]*finding.Fix)
	var names []string
	for i := range findings {
		f := &findings[i]
		if f.Fix == nil || !f.Fix.Safe || len(f.Fix.Edits) == 0 || f.Status == finding.Suppressed {
			continue
		}
		name := f.Fix.Edits[0].File
		if slices.ContainsFunc(f.Fix.Edits, func(e finding.Edit) bool { return e.File != name }) {
			continue // fixes are of one file, or they could be half applied
		}
		if byFile[name] == nil {
			names = append(names, name)
		}
		byFile[name] = append(byFile[name], f.Fix)
	}
	slices.Sort(names)
	p := new(Plan)
	for _, name := range names {
		if err := p.file(name, byFile[name], read); err != nil {
			p.Errors = append(p.Errors, fmt.Errorf("%s: not fixed: %w", name, err))
		}
	}
	return p
}

// Unfixed returns the findings that would be fixed if they had a safe fix.
func Unfixed(findings []finding.Finding) (list []*finding.Finding) {
	for i := range findings {
		if f := &findings[i]; f.Status != finding.Suppressed && (f.Fix == nil || !f.Fix.Safe || len(f.Fix.Edits) == 0) {
			list = append(list, f)
		}
	}
	return list
}

// file plans the fixes of one file.
func (p *Plan) file(name string, fixes []*finding.Fix, read func(string) ([]byte, error)) error {
	src, err := read(name)
	if err != nil {
		return err
	}
	if untouchable(src) {
		return nil
	}
	lines := newLineTable(src)
	var taken editSet
	applied, skipped := 0, 0
	for _, f := range fixes {
		for _, e := range f.Edits {
			if !lines.agrees(e.Span) {
				return ErrChanged
			}
		}
		if taken.add(f.Edits) {
			applied++
		} else {
			skipped++
		}
	}
	after, err := taken.apply(src)
	if err != nil {
		return err
	}
	p.Skipped += skipped
	if !bytes.Equal(src, after) {
		p.Files = append(p.Files, File{name, src, after, applied})
	}
	return nil
}

// untouchable reports whether src is a file that nobody, or cgo, reads as it is written.
func untouchable(src []byte) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", src, parser.ImportsOnly|parser.ParseComments)
	return err != nil || ast.IsGenerated(f) ||
		slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"C"` })
}

// A lineTable knows at which offset each line of a file starts.
type lineTable struct {
	starts []int
	size   int
}

func newLineTable(src []byte) lineTable {
	t := lineTable{[]int{0}, len(src)}
	for i, b := range src {
		if b == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// agrees reports whether a span's offsets and its line and column are one place:
// if not, it was made for another content of the file.
func (t lineTable) agrees(s finding.Span) bool {
	if s.Offset < 0 || s.EndOffset < s.Offset || s.EndOffset > t.size {
		return false
	}
	at := func(line, column, offset int) bool {
		return line >= 1 && line <= len(t.starts) && t.starts[line-1]+column-1 == offset
	}
	return at(s.Line, s.Column, s.Offset) && at(s.EndLine, s.EndColumn, s.EndOffset)
}

// An editSet is edits that do not overlap, in order of their places.
type editSet struct {
	edits []finding.Edit
	known map[finding.Edit]bool
}

// add takes a fix's edits, or none of them if one overlaps an edit of another
// fix. What several fixes share, an import, is byte-identical and taken once.
// Insertions at one point are kept in the order in which they came.
func (s *editSet) add(edits []finding.Edit) bool {
	if s.known == nil {
		s.known = make(map[finding.Edit]bool)
	}
	edits = slices.DeleteFunc(slices.Clone(edits), func(e finding.Edit) bool { return s.known[e] })
	if slices.ContainsFunc(edits, s.overlaps) {
		return false
	}
	for _, e := range edits {
		i, _ := slices.BinarySearchFunc(s.edits, e, func(t, e finding.Edit) int {
			if t.Offset < e.Offset || t.Offset == e.Offset && t.EndOffset <= e.EndOffset {
				return -1
			}
			return 1
		})
		s.edits = slices.Insert(s.edits, i, e)
		s.known[e] = true
	}
	return true
}

// overlaps reports whether e changes bytes that an edit of the set changes, or
// inserts between them, or the other way round.
func (s *editSet) overlaps(e finding.Edit) bool {
	i, _ := slices.BinarySearchFunc(s.edits, e.Offset, func(t finding.Edit, start int) int {
		if t.EndOffset <= start {
			return -1
		}
		return 1
	})
	return i < len(s.edits) && s.edits[i].Offset < e.EndOffset
}

// apply returns src with the edits made. It keeps the file's line endings, and
// where the file was formatted it is so afterwards.
func (s *editSet) apply(src []byte) ([]byte, error) {
	eol := lineEnding(src)
	var out bytes.Buffer
	end := 0
	for _, e := range s.edits {
		out.Write(src[end:e.Offset])
		out.WriteString(withEnding(e.NewText, eol))
		end = e.EndOffset
	}
	out.Write(src[end:])

	after := withEnding(out.String(), "\n")
	formatted, err := format.Source([]byte(after))
	if err != nil {
		return nil, fmt.Errorf("the fixes make it invalid, please report this: %w", err)
	}
	if !wasFormatted(src, eol) {
		return out.Bytes(), nil
	}
	return []byte(withEnding(string(formatted), eol)), nil
}

// lineEnding is what most lines of src end with.
func lineEnding(src []byte) string {
	if crlf := bytes.Count(src, []byte("\r\n")); crlf > 0 && 2*crlf >= bytes.Count(src, []byte("\n")) {
		return "\r\n"
	}
	return "\n"
}

// withEnding returns s with all line endings replaced.
func withEnding(s, eol string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if eol == "\n" {
		return s
	}
	return strings.ReplaceAll(s, "\n", eol)
}

// wasFormatted reports whether src is as gofmt would leave it, line endings
// apart, which must be all alike.
func wasFormatted(src []byte, eol string) bool {
	plain := withEnding(string(src), "\n")
	formatted, err := format.Source([]byte(plain))
	return err == nil && string(formatted) == plain && withEnding(plain, eol) == string(src)
}
