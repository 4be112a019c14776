// This file is where a body looks at what can end it: the line that messages and explain point at.
// It is looked for when somebody asks, and not kept with the effects, which nearly nobody reads.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
)

// ReceivedAt is where a function of the package itself receives from a channel at a place, or
// looks at a context there; else where the function is.
func (p *Package) ReceivedAt(f *syntax.Func, at Place) token.Pos {
	for _, r := range p.Gathered().RecvsIn[f] {
		for _, from := range p.Origins(r.X, f) {
			// Whether it is known to be a context makes no difference to where it is.
			if from.Root == at.Root && from.Path == at.Path {
				return r.X.Pos()
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
func (p *Package) mentionedAt(f *syntax.Func, at Place) (pos token.Pos) {
	key := mention{f, at.Root, at.Path}
	if pos, known := p.mentions[key]; known || f.Body == nil {
		return pos
	}
	defer func() { p.mentions[key] = pos }() // a function may be launched in many places
	isAt := func(x ast.Expr) bool {
		return p.IsContext(p.Info.TypeOf(x)) && slices.ContainsFunc(p.Origins(x, f), func(from Place) bool {
			return from.Root == at.Root && from.Path == at.Path
		})
	}
	for call := range syntax.Own[*ast.CallExpr](f.Body) {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Done" && isAt(sel.X) {
			return call.Pos()
		}
		// Where the context is only handed on, that is the place to look at, but a Done further down
		// says more.
		if !pos.IsValid() && slices.ContainsFunc(call.Args, isAt) {
			pos = call.Pos()
		}
	}
	return pos
}
