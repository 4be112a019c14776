// This file is where a body looks at what can end it: the line that messages and explain point at.

package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
)

// receivedAt is where a function of the package itself receives from a channel at a place, or
// looks at a context there; else where the function is.
func (p *base) receivedAt(f *syntax.Func, at place) token.Pos {
	for _, r := range p.idx().recvsIn[f] {
		for _, from := range p.origins(r.x, f) {
			if from.root == at.root && from.path == at.path {
				return r.x.Pos()
			}
		}
	}
	if pos := p.mentionedAt(f, at); pos.IsValid() {
		return pos
	}
	return f.Node.Pos()
}

// A mention is a place in a function.
type mention struct {
	in   *syntax.Func
	root *types.Var
	path string
}

// mentionedAt is where a function itself has the context at a place: where it asks for its
// Done, else where it hands it on.
func (p *base) mentionedAt(f *syntax.Func, at place) (pos token.Pos) {
	key := mention{f, at.root, at.path}
	if pos, known := p.mentions[key]; known || f.Body == nil {
		return pos
	}
	defer func() { p.mentions[key] = pos }() // a function may be launched in many places
	isAt := func(x ast.Expr) bool {
		return p.isContext(p.Info.TypeOf(x)) && slices.ContainsFunc(p.origins(x, f), func(from place) bool {
			return from.root == at.root && from.path == at.path
		})
	}
	for call := range syntax.Own[*ast.CallExpr](f.Body) {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Done" && isAt(sel.X) {
			return call.Pos()
		}
		if !pos.IsValid() && slices.ContainsFunc(call.Args, isAt) {
			pos = call.Pos()
		}
	}
	return pos
}
