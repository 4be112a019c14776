// This file is about what has been added to: a count that went up, bits that were set, a list or
// a map that has got an entry. That side of a later condition on which it is empty all the same
// is in doubt, whatever it was before:
//
//	wg.Go(work)
//	n++
//	...
//	if n == 0 {
//		return nil // nothing has been launched
//	}
//	wg.Wait()
//
// Only what certainly adds something counts: after total += n there may be nothing, as before.
// What has been added is remembered as conditions are, so that any other assignment voids it.

package obligation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A growth is what a path may have added to something: bits that are named, or anything.
type growth struct {
	condition uint32
	bits      constant.Value // nil: not known which
}

// added notes that something, as spelled, has got what it had not; x has the variables on which it
// depends. had is what has been added before.
func (w *walk) added(st *sym.State, x ast.Expr, key string, bits constant.Value, had []growth) {
	if strings.Contains(key, "?") || !w.root.asksAbout(w.VarsOf(x)) {
		return
	}
	spelled := "grown " + key
	if bits != nil {
		spelled += " by " + bits.ExactString()
	}
	n := w.conditionNumber(spelled, []ast.Expr{x})
	w.root.countsBy(n, true)
	if w.root.growths == nil {
		w.root.growths = map[string][]growth{}
	}
	g := growth{n, bits}
	if !slices.Contains(w.root.growths[key], g) {
		w.root.growths[key] = append(w.root.growths[key], g)
	}
	for _, g := range append(had, g) {
		st.Decide(g.condition, true)
	}
}

// countsBy notes a condition on how much there is of something; grows says that there is some,
// rather than as much as there was.
func (f *Func) countsBy(n uint32, grows bool) {
	if f.counting == nil {
		f.counting = map[uint32]bool{}
	}
	f.counting[n] = grows
}

// growthsOf is what the path has added to something, as spelled.
func (w *walk) growthsOf(st *sym.State, key string) (list []growth) {
	for _, g := range w.root.growths[key] {
		if is, _ := st.Decided(g.condition); is {
			list = append(list, g)
		}
	}
	return list
}

// adding returns what notes, once it has been assigned to places, what was added to them.
//
//	n++
//	open |= logFile
//	names = append(names, name)
func (w *walk) adding(st *sym.State, n ast.Stmt) (note func()) {
	type addition struct {
		place ast.Expr
		key   string
		bits  constant.Value
		had   []growth
	}
	var list []addition
	var kept []growth
	add := func(place ast.Expr, bits constant.Value, key string) {
		list = append(list, addition{place, key, bits, w.growthsOf(st, key)})
	}
	switch n := n.(type) {
	case *ast.IncDecStmt:
		if n.Tok == token.INC && !w.root.goesBelow(w.eng.varOf(n.X)) {
			add(n.X, nil, w.condKey(n.X))
		}
	case *ast.AssignStmt:
		for i, place := range n.Lhs {
			if len(n.Lhs) != len(n.Rhs) {
				break
			}
			op, by := w.addend(n, i)
			switch {
			case op == token.OR && w.isSomething(by):
				add(place, w.info.Types[by].Value, w.condKey(place))
			case op == token.OR: // it takes no bit away, and there may be none in it
				kept = append(kept, w.growthsOf(st, w.condKey(place))...)
			case op == token.ADD && w.isSomething(by) && !w.root.goesBelow(w.eng.varOf(place)):
				add(place, nil, w.condKey(place))
			case op == token.ELLIPSIS:
				add(place, nil, lenKey(w.condKey(place)))
			}
		}
	}
	return func() {
		for _, a := range list {
			if !st.Dead {
				w.added(st, a.place, a.key, a.bits, a.had)
			}
		}
		for _, g := range kept {
			st.Decide(g.condition, true)
		}
	}
}

// addend is what the ith assignment of a statement adds to its place, and by which operator;
// ELLIPSIS is an append.
func (w *walk) addend(n *ast.AssignStmt, i int) (op token.Token, by ast.Expr) {
	place, value := n.Lhs[i], ast.Unparen(n.Rhs[i])
	switch n.Tok {
	case token.ADD_ASSIGN:
		return token.ADD, value
	case token.OR_ASSIGN:
		return token.OR, value
	case token.ASSIGN:
	default:
		return token.ILLEGAL, nil
	}
	same := func(x ast.Expr) bool { return w.condKey(x) == w.condKey(place) }
	switch value := value.(type) {
	case *ast.BinaryExpr:
		switch {
		case value.Op != token.ADD && value.Op != token.OR:
		case same(value.X):
			return value.Op, value.Y
		case same(value.Y):
			return value.Op, value.X
		}
	case *ast.CallExpr:
		if typesx.IsBuiltin(w.info, value, "append") && len(value.Args) > 1 && !value.Ellipsis.IsValid() && same(value.Args[0]) {
			return token.ELLIPSIS, value
		}
	}
	return token.ILLEGAL, nil
}

// isSomething reports whether what is added is a constant above 0, or a text of which some part is
// constant.
func (w *walk) isSomething(x ast.Expr) bool {
	if v := w.info.Types[x].Value; v != nil {
		switch v.Kind() {
		case constant.Int, constant.Float:
			return constant.Sign(v) > 0
		case constant.String:
			return constant.StringVal(v) != ""
		}
		return false
	}
	sum, ok := ast.Unparen(x).(*ast.BinaryExpr)
	return ok && sum.Op == token.ADD && (w.isText(sum.X) || w.isText(sum.Y))
}

// isText reports whether an expression is a text that is not empty, whatever else is in it.
func (w *walk) isText(x ast.Expr) bool {
	v := w.info.Types[x].Value
	return (v == nil || v.Kind() == constant.String) && w.isSomething(x)
}

// doubtEmpty puts the side of x == c in doubt on which nothing is in x to which has been added.
func (w *walk) doubtEmpty(grown []growth, x ast.Expr, c constant.Value, yes, no []*sym.State) {
	if bits, ok := ast.Unparen(x).(*ast.BinaryExpr); ok && bits.Op == token.AND {
		if mask := maskOf(w.info, bits); mask != nil {
			w.doubtBits(grown, bits, mask, c, yes, no)
			return
		}
	}
	if len(grown) > 0 && isEmpty(c) {
		doubtAll(yes)
	}
}

// doubtBits is doubtEmpty for x & mask == c. The other side has the bits, for those who ask later
// in another way.
//
//	if flags&logFile != 0 { ... }
//	if flags&logFile == logFile { // holds where that does
func (w *walk) doubtBits(grown []growth, x *ast.BinaryExpr, mask, c constant.Value, yes, no []*sym.State) {
	set, lacks := no, yes
	switch {
	case constant.Sign(mask) <= 0:
		return
	case constant.Compare(mask, token.EQL, c):
		set, lacks = yes, no
	case !isEmpty(c):
		return
	}
	if slices.ContainsFunc(grown, func(g growth) bool { return g.meets(mask) }) {
		doubtAll(lacks)
	}
	// One of several bits is none in particular.
	if m, _ := constant.Int64Val(mask); m&(m-1) != 0 && isEmpty(c) {
		return
	}
	of := x.X
	if w.info.Types[of].Value != nil {
		of = x.Y
	}
	for _, s := range set {
		key := w.condKey(of)
		w.added(s, of, key, mask, w.growthsOf(s, key))
	}
}

// doubtAll puts what is owed in doubt.
func doubtAll(states []*sym.State) {
	for _, s := range states {
		s.Doubt = s.Doubt || s.Live
	}
}

// grownIn is what the path has added to what a comparison asks.
func (w *walk) grownIn(st *sym.State, x ast.Expr) []growth {
	if bits, ok := ast.Unparen(x).(*ast.BinaryExpr); ok && bits.Op == token.AND {
		return append(w.growthsOf(st, w.condKey(bits.X)), w.growthsOf(st, w.condKey(bits.Y))...)
	}
	return w.growthsOf(st, w.condKey(x))
}

// maskOf is the constant of x & c, or nil.
func maskOf(info *types.Info, e *ast.BinaryExpr) constant.Value {
	for _, x := range []ast.Expr{e.X, e.Y} {
		if v := info.Types[x].Value; v != nil && v.Kind() == constant.Int {
			return v
		}
	}
	return nil
}

// meets reports whether what has been added may be some of a mask's bits.
func (g growth) meets(mask constant.Value) bool {
	return g.bits == nil || g.bits.Kind() != constant.Int || constant.Sign(constant.BinaryOp(g.bits, token.AND, mask)) != 0
}

// givesGrown reports whether a condition calls something with what has been added to.
//
//	if open.has(logFile) {
func (w *walk) givesGrown(st *sym.State, operands []ast.Expr) bool {
	if len(w.root.growths) == 0 {
		return false
	}
	grown := func(x ast.Expr) bool { return len(w.growthsOf(st, w.condKey(x))) > 0 }
	return slices.ContainsFunc(operands, func(x ast.Expr) bool {
		return syntax.Any(x, func(call *ast.CallExpr) bool {
			sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
			return ok && grown(sel.X) || slices.ContainsFunc(call.Args, grown)
		})
	})
}

// hasElements reports whether a range comes, for the first time, to a list or a map that has got an
// entry, or that the loop around the site is over: it has an iteration.
func (w *walk) hasElements(st *sym.State, r *ast.RangeStmt) bool {
	if !st.Live || slices.Contains(w.site.Loops, ast.Stmt(r)) {
		return false
	}
	if len(w.growthsOf(st, lenKey(w.condKey(r.X)))) == 0 && !w.isRangedAround(r.X) {
		return false
	}
	met := w.ValueOf(r, sym.AsMet, sym.Info{Kind: sym.Opaque})
	defer st.Learn(met, sym.KnownTrue)
	return st.Knows(met) == 0
}

// isRangedAround reports whether a loop around the site, and not around this, is over the same, which
// never gets another value.
func (w *walk) isRangedAround(x ast.Expr) bool {
	v := w.eng.varOf(x)
	if v == nil || len(w.root.assigned[v]) > 0 || typesx.IsChan(v.Type()) {
		return false
	}
	return slices.ContainsFunc(w.site.Loops, func(loop ast.Stmt) bool {
		r, ok := loop.(*ast.RangeStmt)
		return ok && w.eng.varOf(r.X) == v && !syntax.Encloses(r, x.Pos())
	})
}

// isEmpty reports whether a constant is 0 or "".
func isEmpty(c constant.Value) bool {
	switch c.Kind() {
	case constant.Int, constant.Float:
		return constant.Sign(c) == 0
	case constant.String:
		return constant.StringVal(c) == ""
	}
	return false
}

// asksAbout reports whether the function compares one of some variables, takes it into a
// condition, or ranges over it: of others nobody needs to know.
func (f *Func) asksAbout(vars []*types.Var) bool {
	if f.asked == nil {
		f.asked = map[*types.Var]bool{}
		note := func(x ast.Expr) {
			if x == nil {
				return
			}
			for _, v := range f.table().VarsOf(x) {
				f.asked[v] = true
			}
		}
		for n := range syntax.All[ast.Node](f.Body) {
			switch n := n.(type) {
			case *ast.IfStmt:
				note(n.Cond)
			case *ast.ForStmt:
				note(n.Cond)
			case *ast.SwitchStmt:
				note(n.Tag)
			case *ast.CaseClause:
				for _, x := range n.List {
					note(x)
				}
			case *ast.RangeStmt:
				note(n.X)
			}
		}
	}
	return slices.ContainsFunc(vars, func(v *types.Var) bool { return f.asked[v] })
}
