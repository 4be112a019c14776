// This file is about what says which state a loop is in, is asked for it by a call, and told by
// another:
//
//	for {
//		switch s.state.Load() {
//		case connect:
//			conn = dial()
//			s.state.Store(talk)
//		case talk:
//			...
//			conn.Close()
//			s.state.Store(connect)
//
// The answer may be another than what was told, since others may tell it something, too. That it
// is what was told is what the loop is made for, though: the other side is in doubt.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"strings"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// A telling is a constant that something, as spelled, was told last.
type telling struct {
	condition uint32
	value     constant.Value
	typ       types.Type
}

// tellers are the names of what tells something that it is so from now on; Add and Grow do not.
var tellers = regexp.MustCompile(`^([sS]tore|[sS]et|[sS]wap|[mM]ark|[uU]pdate)`)

// tells notes, in a loop around the site, that a call tells something a constant.
func (w *walk) tells(st *sym.State, call *ast.CallExpr) {
	if st.Dead || w.site == nil || len(w.site.Loops) == 0 {
		return
	}
	of, args := w.partner(call)
	if of == nil || len(args) != 1 || !tellers.MatchString(ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel.Name) || !w.root.asksAbout(w.VarsOf(of)) {
		return
	}
	key := w.condKey(of)
	if strings.Contains(key, "?") {
		return
	}
	for _, t := range w.root.tellings[key] {
		if told, _ := st.Decided(t.condition); told {
			st.Decide(t.condition, false)
		}
	}
	told := w.info.Types[args[0]]
	if told.Value == nil {
		return
	}
	n := w.conditionNumber("told "+key+" "+told.Value.ExactString(), []ast.Expr{of})
	if _, before := w.toldAs(key, n); !before {
		if w.root.tellings == nil {
			w.root.tellings = map[string][]telling{}
		}
		w.root.tellings[key] = append(w.root.tellings[key], telling{n, told.Value, told.Type})
	}
	st.Decide(n, true)
}

// toldAs is the telling with a number.
func (w *walk) toldAs(key string, n uint32) (telling, bool) {
	for _, t := range w.root.tellings[key] {
		if t.condition == n {
			return t, true
		}
	}
	return telling{}, false
}

// partner is what a call tells something, or asks: what its method is called on, or what has its
// address as the first argument, as in package sync/atomic. args are the other arguments.
func (w *walk) partner(call *ast.CallExpr) (of ast.Expr, args []ast.Expr) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, nil
	}
	if s := w.info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
		return sel.X, call.Args
	}
	if len(call.Args) == 0 {
		return nil, nil
	}
	if u, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr); ok && u.Op == token.AND {
		return u.X, call.Args[1:]
	}
	return nil, nil
}

// doubtTold puts that side of x == c in doubt which is not what x was told; without a c it is x
// itself that is asked.
func (w *walk) doubtTold(x ast.Expr, c constant.Value, yes, no []*sym.State) {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return
	}
	of, args := w.partner(call)
	if of == nil || len(args) > 0 {
		return
	}
	if c == nil {
		c = constant.MakeBool(true)
	}
	for _, t := range w.root.tellings[w.condKey(of)] {
		if t.value.Kind() != c.Kind() || !types.Identical(t.typ, types.Default(w.info.TypeOf(x))) {
			continue
		}
		other := yes
		if constant.Compare(t.value, token.EQL, c) {
			other = no
		}
		for _, s := range other {
			if told, _ := s.Decided(t.condition); told {
				s.Doubt = s.Doubt || s.Live
			}
		}
	}
}
