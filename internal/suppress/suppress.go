// Package suppress reads the comments by which people silence findings.
//
//	//tether:allow RULE[,RULE...] [until:DATE] reason
//	//nolint, //nolint:all, //nolint:tether, //nolint:untracked, //nolint:unclosed
//
// A tether:allow is for one finding: it stands at the end of the line that is
// reported, alone on a line above that with nothing but comments between, or at the
// end of the line on which the reported statement ends; or it is for all of a
// function, above whose declaration it stands. It does not reach what is further
// inside: a comment in the body of a launched function is about that body. One that
// is malformed suppresses nothing.
//
// A nolint works as in golangci-lint (see its nolint_filter.go).
//
// Files without such a comment cost a look at the start of each comment; the
// syntax of others is only looked at where there is a finding.
package suppress

import (
	"bytes"
	"go/ast"
	"go/token"
	"slices"
	"sort"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/finding"
)

// A File knows the directives of one source file. It is not safe for concurrent use.
type File struct {
	syntax *ast.File
	at     Position
	source func() []byte

	allows   *[]*Directive // each nil until it is asked for
	byLine   map[int]*Directive
	comments map[int]bool // lines that are comments and nothing else; nil until asked for
	silent   *[]nolint
	ends     *statements
	atLaunch map[*Directive]bool
}

// A Position is the line and column of a position. All lines of a file must be
// counted alike, with //line directives or without.
type Position func(token.Pos) (line, column int)

// New returns the file. source is asked for its text, where that is needed; it
// may return nil if the text cannot be had.
func New(syntax *ast.File, at Position, source func() []byte) *File {
	return &File{syntax: syntax, at: at, source: source}
}

// OfPass returns a file of a pass. Its positions are adjusted by //line
// directives only if it is asked for, as for what cgo made of a source file.
func OfPass(pass *analysis.Pass, f *ast.File, adjusted bool) *File {
	tf := pass.Fset.File(f.FileStart)
	at := func(pos token.Pos) (line, column int) {
		p := pass.Fset.PositionFor(pos, adjusted)
		return p.Line, p.Column
	}
	return New(f, at, sync.OnceValue(func() []byte {
		if tf == nil || pass.ReadFile == nil {
			return nil
		}
		text, err := pass.ReadFile(tf.Name())
		if err != nil || len(text) != tf.Size() { // it was edited since it was parsed
			return nil
		}
		return text
	}))
}

// Directives are the tether:allow comments of the file, in order.
func (f *File) Directives() []*Directive {
	if f.allows == nil {
		var list []*Directive
		for _, group := range f.syntax.Comments {
			for _, c := range group.List {
				if d, ok := parse(c); ok {
					d.line, _ = f.at(c.Slash)
					list = append(list, d)
				}
			}
		}
		f.allows = &list
		f.byLine = make(map[int]*Directive, len(list))
		for _, d := range list {
			f.byLine[d.line] = d // a line has one line comment
		}
	}
	return *f.allows
}

// Allows returns the directives that suppress a finding of the rule at pos.
func (f *File) Allows(rule finding.Rule, pos token.Pos) (list []*Directive) {
	for _, d := range f.near(pos) {
		if d.names(rule) {
			list = append(list, d)
		}
	}
	return list
}

// BesideBad reports whether a directive that is not in order is where one for a
// finding at pos would be: somebody meant to keep the code as it is.
func (f *File) BesideBad(pos token.Pos) bool {
	return slices.ContainsFunc(f.near(pos), func(d *Directive) bool { return d.Problem != "" })
}

// Nolint returns the //nolint comment that silences findings of an analyzer at
// pos, or nil. With hosted, only those count that name the analyzer itself.
func (f *File) Nolint(analyzer string, pos token.Pos, hosted bool) *ast.Comment {
	list := f.nolints()
	if len(list) == 0 {
		return nil
	}
	line, _ := f.at(pos)
	for _, n := range list {
		if n.first <= line && line <= n.last && n.silences(analyzer, hosted) {
			return n.comment
		}
	}
	return nil
}

// near returns the directives whose place makes them be about a finding at pos.
func (f *File) near(pos token.Pos) (list []*Directive) {
	if len(f.Directives()) == 0 {
		return nil
	}
	line, _ := f.at(pos)
	if d := f.byLine[line]; d != nil {
		list = append(list, d)
	}
	for above := line - 1; f.isComment(above); above-- {
		if d := f.byLine[above]; d != nil {
			list = append(list, d)
		}
	}
	if end := f.statements().end(pos); end.IsValid() {
		last, _ := f.at(end - 1)
		if d := f.byLine[last]; d != nil && last > line && d.Comment.Slash >= end {
			list = append(list, d)
		}
	}
	for _, d := range f.aboveFunc(pos) {
		if !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// aboveFunc returns the directives above the declaration of the function around pos.
func (f *File) aboveFunc(pos token.Pos) (list []*Directive) {
	i := sort.Search(len(f.syntax.Decls), func(i int) bool { return f.syntax.Decls[i].End() > pos })
	if i == len(f.syntax.Decls) {
		return nil
	}
	decl, ok := f.syntax.Decls[i].(*ast.FuncDecl)
	if !ok || decl.Doc == nil || decl.Pos() > pos {
		return nil
	}
	for _, d := range f.Directives() {
		if decl.Doc.Pos() <= d.Comment.Slash && d.Comment.Slash < decl.Doc.End() {
			list = append(list, d)
		}
	}
	return list
}

// isComment reports whether a line has a comment and nothing else.
func (f *File) isComment(line int) bool {
	if f.comments == nil {
		f.comments = make(map[int]bool)
		for _, group := range f.syntax.Comments {
			for _, c := range group.List {
				first, _ := f.at(c.Pos())
				last, _ := f.at(c.End() - 1)
				if !f.startsLine(c) {
					first++
				}
				if !f.endsLine(c) {
					last--
				}
				if strings.HasPrefix(c.Text, "//line ") {
					continue // lines are numbered anew from there
				}
				for n := first; n <= last; n++ {
					f.comments[n] = true
				}
			}
		}
	}
	return f.comments[line]
}

// endsLine reports whether nothing stands behind a comment on its last line.
func (f *File) endsLine(c *ast.Comment) bool {
	src := f.source()
	offset := int(c.End() - f.syntax.FileStart)
	if offset < 0 || offset > len(src) {
		return true
	}
	rest, _, _ := bytes.Cut(src[offset:], []byte("\n"))
	return len(bytes.TrimSpace(rest)) == 0
}

// Alone reports whether nothing but comments stands before the directive on its line.
func (f *File) Alone(d *Directive) bool { return f.startsLine(d.Comment) }

func (f *File) startsLine(c *ast.Comment) bool {
	src := f.source()
	offset := int(c.Slash - f.syntax.FileStart)
	if offset < 0 || offset > len(src) {
		return true // there is no knowing, and the directive means something
	}
	return onlyComments(src[bytes.LastIndexByte(src[:offset], '\n')+1 : offset])
}

// onlyComments reports whether a part of a line, up to a comment, has no code. It
// may begin inside a comment. No code ends with what ends a comment.
func onlyComments(text []byte) bool {
	for {
		text = bytes.TrimSpace(text)
		comment, rest, ok := bytes.Cut(text, []byte("*/"))
		if len(text) == 0 || !ok {
			return len(text) == 0
		}
		if bytes.Contains(comment, []byte("/*")) && !bytes.HasPrefix(comment, []byte("/*")) {
			return false
		}
		text = rest
	}
}

// Nearby is how many lines from a finding a directive may stand that is meant for it
// and misplaced.
const Nearby = 3

// BesideMisplaced reports whether a directive for a rule stands near a finding at pos,
// where it is about nothing: somebody meant to keep the code as it is.
func (f *File) BesideMisplaced(rule finding.Rule, pos token.Pos) bool {
	line, _ := f.at(pos)
	return slices.ContainsFunc(f.Directives(), func(d *Directive) bool {
		return d.names(rule) && max(line-d.line, d.line-line) <= Nearby && f.Misplaced(d, rule) &&
			!slices.Contains(f.near(pos), d)
	})
}

// Misplaced reports whether a directive stands where nothing could be that the rule
// speaks of: no go statement, no call.
func (f *File) Misplaced(d *Directive, rule finding.Rule) bool {
	src := f.source()
	offset := int(d.Comment.Slash - f.syntax.FileStart)
	if src == nil || offset > len(src) {
		return false
	}
	text := string(src[bytes.LastIndexByte(src[:offset], '\n')+1 : offset])
	if f.Alone(d) {
		_, rest, _ := bytes.Cut(src[offset:], []byte("\n"))
		next, _, _ := bytes.Cut(rest, []byte("\n"))
		text = string(next)
	}
	if rule == finding.RawGo {
		return !strings.Contains(text, "go ")
	}
	return !strings.Contains(text, "(")
}

// AtEnclosingLaunch returns the directives at the go statement around pos, if there is
// one: they are about the launch, and about nothing in its body.
func (f *File) AtEnclosingLaunch(pos token.Pos) []*Directive {
	if len(f.Directives()) == 0 {
		return nil
	}
	var launch *ast.GoStmt
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if n == nil || n.Pos() > pos || n.End() <= pos {
			return n != nil && n == f.syntax
		}
		if g, ok := n.(*ast.GoStmt); ok {
			launch = g
		}
		return true
	})
	if launch == nil {
		return nil
	}
	return f.near(launch.Go)
}

// Covers reports whether the directive is in order and lists the rule.
func (d *Directive) Covers(rule finding.Rule) bool { return d.names(rule) }
