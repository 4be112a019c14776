// This file is about constants. What a variable has been given as one is known where it is
// compared: a state that is "open" or "closed", a counter of a loop that runs three times.
//
// Constants are kept only of variables and fields that the function compares, since
// what differs keeps paths apart, of which there are not to be many.

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
)

// maxTrips is how many iterations of a loop are told apart.
const maxTrips = 4

// constantOf is the value of a constant expression; unknown for any other.
func (w *walk) constantOf(tv types.TypeAndValue) sym.Value {
	if tv.Value == nil {
		return sym.Unknown
	}
	switch tv.Value.Kind() {
	case constant.Int, constant.String:
		return w.ConstantValue(tv.Value)
	}
	return boolean(tv)
}

// compareConstants decides a comparison of constants; unknown where it is none.
func (w *walk) compareConstants(x sym.Value, op token.Token, y sym.Value) sym.Value {
	if w.Kind(x) != sym.Literal || w.Kind(y) != sym.Literal {
		return sym.Unknown
	}
	a, b := w.Infos[x].Constant, w.Infos[y].Constant
	if a.Kind() != b.Kind() {
		return sym.Unknown
	}
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		if constant.Compare(a, op, b) {
			return sym.True
		}
		return sym.False
	}
	return sym.Unknown
}

// isConstant decides x == c, where x is something that is compared with a constant:
// it is none of those that it has been found not to be, and one of those that it has
// been found to be.
//
//	switch mode { // is neither "r" nor "w" in the default, and "r" in its case
//	case "r":
//	case "w":
//	default:
func (w *walk) isConstant(st *sym.State, x, c ast.Expr) (yes, no []*sym.State) {
	key, this := w.condKey(x), w.info.Types[c].Value
	// What has no spelling is not the same thing when it is met again.
	if strings.Contains(key, "?") {
		yes, no = w.askedAgain(st, equalKey(w.spelling(x, true), this.ExactString()), x)
		w.doubtTold(x, this, yes, no)
		return yes, no
	}
	n := w.Membership(sym.Membership{Key: key, X: x, Members: []constant.Value{this}})
	possible, known := w.possible(st, x, key)
	grown := w.grownIn(st, x)
	defer func() {
		w.doubtEmpty(grown, x, this, yes, no)
		for _, s := range yes {
			w.learnCount(s, x, this)
		}
		w.share(x, yes, no)
	}()
	// What order has shown decides as well: n < 3 leaves no n == 5.
	//mutate:same && and || exchanged: without limits what is looked at here is looked at below
	if i, isInt := w.int64Of(c); isInt && w.HasLimits(key) {
		switch in := w.limitsAs(st, x, key); {
		case i < in.Least || i > in.Most:
			return nil, []*sym.State{st}
		case in.Least == in.Most:
			return []*sym.State{st}, nil
		}
	}
	switch {
	case !known:
		return w.rememberAs(st, n)
	case len(possible) == 0:
		return nil, nil
	case !sym.HasConstant(possible, this):
		return nil, []*sym.State{st}
	case len(possible) == 1:
		return []*sym.State{st}, nil
	}
	return w.rememberAs(st, n)
}

// possible returns what something may be, as far as that is a few constants: of all that a
// variable ever gets what the path has not found it not to be.
func (w *walk) possible(st *sym.State, x ast.Expr, key string) (possible []constant.Value, known bool) {
	possible, known = w.domain(x)
	for members, is := range st.MembersOf(key) {
		switch {
		case !is && known:
			possible = slices.DeleteFunc(slices.Clone(possible), func(d constant.Value) bool { return sym.HasConstant(members, d) })
		case is && known:
			possible = slices.DeleteFunc(slices.Clone(possible), func(d constant.Value) bool { return !sym.HasConstant(members, d) })
		// case "open", "half-open": it is one of these, whatever else the variable gets elsewhere.
		case is:
			possible, known = w.notRefuted(st, key, members), true
		}
	}
	return possible, known
}

// learnCount learns which iteration of a for statement is under way, where its counter is
// found to be a constant: the post statement goes on from there, see stepped. The index of
// a range gets its value at the head of the loop, see enterTrip.
func (w *walk) learnCount(st *sym.State, counter ast.Expr, c constant.Value) {
	if v := w.eng.varOf(counter); v != nil && c.Kind() == constant.Int && w.root.hasPost(v) {
		st.Set(v, w.Keeps(v, w.ConstantValue(c)))
	}
}

// hasPost reports whether the post statement of some loop steps a variable.
func (f *Func) hasPost(v *types.Var) bool {
	for post := range f.posts {
		if f.eng.varOf(post.X) == v {
			return true
		}
	}
	return false
}

// notRefuted leaves out the constants that the path has found something not to be:
//
//	if mode == "r" {
//		return
//	}
//	switch mode {
//	case "r", "w": // it is "w"
func (w *walk) notRefuted(st *sym.State, key string, members []constant.Value) []constant.Value {
	return slices.DeleteFunc(slices.Clone(members), func(d constant.Value) bool {
		for not, is := range st.MembersOf(key) {
			if !is && sym.HasConstant(not, d) {
				return true
			}
		}
		return false
	})
}

// domain returns the constants that a variable ever gets; none where it gets anything
// else, or somebody else may give it something.
//
//	state := "idle"
//	...
//	state = "open"
//	...
//	if state != "idle" { // it is "open"
func (w *walk) domain(x ast.Expr) (values []constant.Value, known bool) {
	v := w.eng.varOf(x)
	f := w.root
	// A parameter gets what callers give, and a named result what each return does.
	if v == nil || !f.contains(v) || f.isParam(v) || slices.Contains(f.results(), v) {
		return nil, false
	}
	if d := f.domainOf(v); d != nil && !d.open {
		return d.values, true
	}
	return nil, false
}

// domainOf is what is noted of a variable, or nil.
func (f *Func) domainOf(v *types.Var) *domain {
	if f.domains == nil {
		f.domains = map[*types.Var]*domain{}
		for n := range syntax.All[ast.Node](f.Body) {
			f.noteDomains(n)
		}
	}
	return f.domains[v]
}

// goesBelow reports whether a variable gets a number below 0 somewhere: one more may be 0 then.
//
//	tries := -1
func (f *Func) goesBelow(v *types.Var) bool {
	if v == nil {
		return false
	}
	d := f.domainOf(v)
	return d != nil && slices.ContainsFunc(d.values, func(c constant.Value) bool {
		return (c.Kind() == constant.Int || c.Kind() == constant.Float) && constant.Sign(c) < 0
	})
}

// A domain is what a variable may be; open: or anything else.
type domain struct {
	values []constant.Value
	open   bool
}

// noteDomains notes what one node gives to variables.
func (f *Func) noteDomains(n ast.Node) {
	switch n := n.(type) {
	case *ast.ValueSpec:
		for i, name := range n.Names {
			switch v := f.eng.varOf(name); {
			case v == nil:
			case len(n.Values) == 0:
				f.mayBe(name, zeroConstant(v.Type()))
			case len(n.Values) == len(n.Names):
				f.mayBe(name, f.eng.info.Types[n.Values[i]].Value)
			default:
				f.mayBe(name, nil)
			}
		}
	case *ast.AssignStmt:
		// Anything but a plain assignment yields what is not written there.
		for i, l := range n.Lhs {
			if len(n.Rhs) == len(n.Lhs) && (n.Tok == token.ASSIGN || n.Tok == token.DEFINE) {
				f.mayBe(l, f.eng.info.Types[n.Rhs[i]].Value)
			} else {
				f.mayBe(l, nil)
			}
		}
	case *ast.IncDecStmt:
		f.mayBe(n.X, nil)
	case *ast.RangeStmt:
		f.mayBe(n.Key, nil)
		f.mayBe(n.Value, nil)
	// Whoever has the address may store anything.
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			f.mayBe(n.X, nil)
		}
	case *ast.FuncLit: // its parameters get what it is called with
		for _, list := range []*ast.FieldList{n.Type.Params, n.Type.Results} {
			if list == nil {
				continue
			}
			for _, field := range list.List {
				for _, name := range field.Names {
					f.mayBe(name, nil)
				}
			}
		}
	}
}

// mayBe notes that a variable may get a value; nil is anything.
func (f *Func) mayBe(place ast.Expr, c constant.Value) {
	if place == nil {
		return
	}
	v := f.eng.varOf(place)
	if v == nil {
		return
	}
	d := f.domains[v]
	if d == nil {
		d = &domain{}
		f.domains[v] = d
	}
	switch {
	case c == nil:
		d.open = true
	case !slices.ContainsFunc(d.values, func(o constant.Value) bool { return o.ExactString() == c.ExactString() }):
		d.values = append(d.values, c)
	}
}

// zeroConstant is the zero value of a type that has constants, or nil.
func zeroConstant(t types.Type) constant.Value {
	b, ok := t.Underlying().(*types.Basic)
	switch {
	case !ok:
		return nil
	case b.Info()&types.IsInteger != 0:
		return constant.MakeInt64(0)
	case b.Info()&types.IsString != 0:
		return constant.MakeString("")
	}
	return nil
}

// stepped is the value of a loop's counter after its post statement, where the loop
// has few iterations to go:
//
//	for i := 0; i < 3; i++ {
//		if i == 2 { // the last time
func (w *walk) stepped(st *sym.State, n *ast.IncDecStmt) sym.Value {
	loop := w.root.posts[n]
	if loop == nil {
		return sym.Unknown
	}
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	// A counter is followed near its bound only, or each turn of a long loop would be a state.
	if !ok || w.eng.varOf(cond.X) != w.eng.varOf(n.X) {
		return sym.Unknown
	}
	i, isInt := w.integer(st, n.X)
	bound, isBound := w.integer(st, cond.Y)
	if !isInt || !isBound || max(i-bound, bound-i) > maxTrips {
		return sym.Unknown
	}
	if n.Tok == token.DEC {
		return w.Number64(i - 1)
	}
	return w.Number64(i + 1)
}

// integer is the integer that an expression is known to be.
func (w *walk) integer(st *sym.State, x ast.Expr) (int64, bool) {
	v := w.constantOf(w.info.Types[x])
	if id, ok := ast.Unparen(x).(*ast.Ident); ok && v == sym.Unknown {
		v = w.ident(st, id)
	}
	if w.Kind(v) != sym.Literal {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(w.Infos[v].Constant))
}
