package suppress

import (
	"bytes"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Without returns the edits that take rules off the directive, with nothing of
// it left where those are all that it has: a line of its own goes as a whole.
func (f *File) Without(d *Directive, names []Name) ([]analysis.TextEdit, bool) {
	kept := slices.DeleteFunc(slices.Clone(d.Names), func(n Name) bool { return slices.Contains(names, n) })
	if len(kept) > 0 {
		var list []string
		for _, n := range kept {
			list = append(list, n.Text)
		}
		first, last := d.Names[0], d.Names[len(d.Names)-1]
		return []analysis.TextEdit{{Pos: first.Pos, End: last.End, NewText: []byte(strings.Join(list, ","))}}, true
	}
	if n := len(own(d.Comment.Text)); n < len(d.Comment.Text) { // leaves the comment in it
		return []analysis.TextEdit{{Pos: d.Comment.Pos(), End: d.Comment.Pos() + token.Pos(n)}}, true
	}
	src := f.source()
	start, end := int(d.Comment.Pos()-f.syntax.FileStart), int(d.Comment.End()-f.syntax.FileStart)
	if start < 0 || end > len(src) {
		return nil, false
	}
	line := bytes.LastIndexByte(src[:start], '\n') + 1
	before := bytes.TrimRight(src[line:start], " \t")
	switch next := bytes.IndexByte(src[end:], '\n'); {
	case len(before) > 0:
		start = line + len(before)
	case next >= 0:
		start, end = line, end+next+1
	default: // the last line of the file
		start = line
	}
	pos := func(offset int) token.Pos { return f.syntax.FileStart + token.Pos(offset) }
	return []analysis.TextEdit{{Pos: pos(start), End: pos(end)}}, true
}
