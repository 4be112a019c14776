// Package metamorph is for tests: it rewrites the fixtures in ways that change nothing
// about what they do, and holds what tether says of the result against what it said
// before.
//
// A [Rewrite] is a change of text that knows where each byte of the original has gone,
// so that findings can be compared by their places. It names the rules whose answers
// it may alter all the same: undeferred, say, looks at how something is written.
package metamorph

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/internal/finding"
)

// A Rewrite is one kind of change.
type Rewrite struct {
	Name   string
	Alters []finding.Rule // rules whose answers may differ
	Copies bool           // what it inserts is a copy, of which nothing is compared
	File   func(*File) []Piece
	Apart  func(*File) []Piece                        // what goes to a package of its own; nil: nothing
	Rename func(name string, index, count int) string // of files; nil: they stay
}

// A File is a source file to be rewritten.
type File struct {
	*ast.File
	Pkg      *packages.Package
	Source   []byte
	Imported bool // the package, by another one of the fixtures
}

// A Piece of a rewritten file is a stretch of the original or, where From is To, new text,
// which may stand for a stretch of the original.
type Piece struct {
	From, To int
	Text     string
	Old      int // how long what the text replaces was, from From on
}

// An edit replaces a stretch of the original.
type edit struct {
	from, to int
	text     string
}

func (f *File) offset(p token.Pos) int { return f.Pkg.Fset.Position(p).Offset }

// at inserts text.
func (f *File) at(p token.Pos, text string) edit { return edit{f.offset(p), f.offset(p), text} }

// instead replaces the text from p on, of length n.
func (f *File) instead(p token.Pos, n int, text string) edit {
	return edit{f.offset(p), f.offset(p) + n, text}
}

// edited is the file with edits, which do not overlap.
func (f *File) edited(edits []edit) (list []Piece) {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	last := 0
	for _, e := range edits {
		list = append(list, Piece{From: last, To: e.from}, Piece{From: e.from, To: e.from, Text: e.text, Old: e.to - e.from})
		last = e.to
	}
	return append(list, Piece{From: last, To: len(f.Source)})
}

// Apply is the text of the pieces.
func Apply(src []byte, list []Piece) string {
	var b strings.Builder
	for _, p := range list {
		b.Write(src[p.From:p.To])
		b.WriteString(p.Text)
	}
	return b.String()
}

// Moved is where the byte at an offset has gone, or -1.
func Moved(offset int, list []Piece) int {
	at := 0
	for _, p := range list {
		if p.From <= offset && offset < p.To {
			return at + offset - p.From
		}
		if p.From <= offset && offset < p.From+p.Old {
			return at
		}
		at += p.To - p.From + len(p.Text)
	}
	return -1
}

// Inserted reports whether an offset of the rewritten text is in what a piece inserts.
func Inserted(offset int, list []Piece) bool {
	at := 0
	for _, p := range list {
		at += p.To - p.From
		if at <= offset && offset < at+len(p.Text) {
			return true
		}
		at += len(p.Text)
	}
	return false
}

// functions calls visit for each function that has a body.
func (f *File) functions(visit func(*ast.FuncDecl)) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			visit(fn)
		}
	}
}

// writes counts the assignments to a variable in n, its declaration apart, and whether
// its address is taken.
func (f *File) writes(n ast.Node, v types.Object) (count int) {
	is := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && f.Pkg.TypesInfo.Uses[id] == v
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if is(e) {
					count++
				}
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND && is(n.X) {
				count++
			}
		case *ast.RangeStmt:
			if n.Key != nil && is(n.Key) || n.Value != nil && is(n.Value) {
				count++
			}
		}
		return true
	})
	return count
}
