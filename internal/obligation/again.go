// This file is about questions that are asked twice, of what may answer otherwise the second
// time: a call, an element.
//
//	if wantsFile(opts) {
//		f, err = os.Create(path)
//	}
//	...
//	if wantsFile(opts) { // that is where f is open, for all that is known
//		f.Close()
//	}
//
// What such a condition around the site has said it need not say again, so that a path on which
// it does not is not ruled out; but it is in doubt. Elsewhere it is two conditions: that a context
// has ended by now says nothing of whether it had.

package obligation

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// askedAgain splits at a condition that calls something or looks at an element; key spells it,
// operands are what it mentions.
func (w *walk) askedAgain(st *sym.State, key string, operands ...ast.Expr) (yes, no []*sym.State) {
	if st.Live && w.givesGrown(st, operands) {
		st.Doubt = true
	}
	asked := w.answerers(operands)
	if len(asked) == 0 || strings.Contains(key, "?") || st.Live && !w.asksAsAround(asked) {
		return []*sym.State{st.Clone()}, []*sym.State{st}
	}
	met := false
	for _, of := range asked {
		n := w.conditionNumber("asked "+of, operands)
		_, before := st.Decided(n)
		met = met || before
		st.Decide(n, true)
	}
	// The condition around the site says in the next iteration anew whether it is met again.
	met = met && st.Live && !slices.ContainsFunc(w.around.nodes, func(cond ast.Expr) bool { return syntax.Encloses(cond, operands[0].Pos()) })
	n, same := w.conditionNumber("again "+key, operands), w.conditionNumber("same "+key, operands)
	was, decided := st.Decided(n)
	// Of the same one, where the ways to the site have joined, nothing need follow.
	_, asks := st.Decided(same)
	met = met && (decided || !asks)
	st.Decide(same, true)
	return w.split(st, func(s *sym.State, holds bool) {
		s.Decide(n, holds)
		// Another condition on the same thing may be the opposite of the one around the site.
		s.Doubt = s.Doubt || met && !(decided && was == holds)
	})
}

// answerers are the spelled calls and elements that expressions ask, without those in others.
func (w *walk) answerers(operands []ast.Expr) (keys []string) {
	for _, x := range operands {
		for n := range syntax.All[ast.Expr](x) {
			switch n := n.(type) {
			case *ast.CallExpr:
				if w.info.Types[n.Fun].IsType() || typesx.IsBuiltin(w.info, n, "len") || typesx.IsBuiltin(w.info, n, "cap") {
					continue
				}
			case *ast.IndexExpr:
			default:
				continue
			}
			if key := w.spelling(n, true); !strings.Contains(key, "?") {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// asksAsAround reports whether a condition around what is followed asks one of some spelled things.
func (w *walk) asksAsAround(asked []string) bool {
	if w.around == nil {
		at := []token.Pos{w.site.Pos()}
		for launch := range w.site.Arms {
			at = append(at, launch.Pos())
		}
		w.around = w.conditionsAround(at)
	}
	return slices.ContainsFunc(asked, func(key string) bool {
		return slices.ContainsFunc(w.around.keys, func(cond string) bool { return strings.Contains(cond, key) })
	})
}

// An around has the conditions of the statements around a site, and how they are spelled.
type around struct {
	nodes []ast.Expr
	keys  []string
}

// conditionsAround finds the conditions of the statements around some places.
func (w *walk) conditionsAround(at []token.Pos) *around {
	conds := &around{}
	in := func(n ast.Node) bool {
		return slices.ContainsFunc(at, func(pos token.Pos) bool { return syntax.Encloses(n, pos) })
	}
	add := func(list ...ast.Expr) {
		for _, x := range list {
			conds.nodes = append(conds.nodes, x)
			conds.keys = append(conds.keys, w.spelling(x, true))
		}
	}
	for n := range syntax.All[ast.Stmt](w.root.Body) {
		switch n := n.(type) {
		case *ast.IfStmt:
			if in(n.Body) || n.Else != nil && in(n.Else) {
				add(n.Cond)
			}
		case *ast.SwitchStmt:
			if n.Tag != nil && in(n.Body) {
				add(n.Tag)
			}
		case *ast.CaseClause:
			if in(n) {
				add(n.List...)
			}
		}
	}
	return conds
}

// elementStored voids what the path remembers of the elements of something.
func (w *walk) elementStored(st *sym.State, of ast.Expr) {
	st.ForgetAbout(of, w.condKey(of)+"[")
}
