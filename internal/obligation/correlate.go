// This file is about branches that agree: a condition that a path has decided goes the same way
// when it is asked again, and a loop over what has been opened runs.
//
//	if toFile { f, err = os.Create(path) }
//	...
//	if toFile { f.Close() } // the paths that open are the ones that close
//
// Conditions are known by their spelling over objects (condKey), as long as nothing in them is
// assigned to.

package obligation

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// mustIterate reports whether a range loop over a holder of the resource is met for
// the first time: there is something in it then, so the body runs.
//
//	files = append(files, f)
//	...
//	for _, f := range files { // runs: one has been put in
//		f.Close()
//	}
func (w *walk) mustIterate(body *cfg.Block, st *sym.State) bool {
	r, ok := body.Stmt.(*ast.RangeStmt)
	if !ok || body.Kind != cfg.KindRangeBody {
		return false
	}
	x := w.peek(st, r.X)
	if t := w.info.TypeOf(r.X); t != nil && isInteger(t) {
		return w.meets(st, r, r.Body) // for j := range i { files[j].Close() }
	}
	return w.relates(st, x) && x != w.res && !st.IsHolder(w.partValue(r, x)) || w.hasElements(st, r)
}

// isInteger reports whether a type is one of integers.
func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// overHolder reports whether a loop, which goes on by a comparison, has a body that indexes a
// holder of the resource, and is met for the first time: a loop over what has been opened so
// far finds it there.
//
//	for j := 0; j < i; j++ {
//		files[j].Close()
//	}
func (w *walk) overHolder(st *sym.State, loop *ast.ForStmt) bool {
	cond, ok := ast.Unparen(loop.Cond).(*ast.BinaryExpr)
	return ok && isOrder(cond.Op) && w.meets(st, loop, loop.Body)
}

// isOrder reports whether an operator compares by size.
func isOrder(op token.Token) bool {
	return op == token.LSS || op == token.GTR || op == token.LEQ || op == token.GEQ
}

// meets reports whether a loop, whose body indexes a holder, is met for the first
// time; the next time it is not.
func (w *walk) meets(st *sym.State, loop ast.Stmt, body *ast.BlockStmt) bool {
	met := w.ValueOf(loop, sym.AsMet, sym.Info{Kind: sym.Opaque})
	if !st.Live || st.Knows(met) != 0 || w.site == nil || slices.Contains(w.site.Loops, loop) {
		return false
	}
	// It counts only if what the body indexes has the resource.
	found := slices.ContainsFunc(w.frame.fn.indexedIn(body), func(e ast.Expr) bool {
		x := w.peek(st, e)
		return x != w.res && w.relates(st, x)
	})
	if found {
		st.Learn(met, sym.KnownTrue)
	}
	return found
}

// withinHolder reports whether i < len(x), over a holder x of the resource, is met
// for the first time: it is true then, as is len(x) > 0.
func (w *walk) withinHolder(st *sym.State, e *ast.BinaryExpr) bool {
	length := e.Y
	if e.Op == token.GTR {
		length = e.X
	}
	call, ok := ast.Unparen(length).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	if b, ok := w.info.ObjectOf(calleeIdent(call)).(*types.Builtin); !ok || b.Name() != "len" {
		return false
	}
	x := w.peek(st, call.Args[0])
	if !w.relates(st, x) || x == w.res {
		return false
	}
	met := w.ValueOf(e, sym.AsMet, sym.Info{Kind: sym.Opaque})
	defer func() { st.Learn(met, sym.KnownTrue) }()
	return st.Knows(met) == 0
}

// asksIfEmpty answers a comparison of the length of a list with a number where the resource is in
// the list, which does nothing but to grow; unknown for any other.
//
//	files = append(files, f)
//	...
//	if len(files) == 0 { // it is not
func (w *walk) asksIfEmpty(st *sym.State, e *ast.BinaryExpr) sym.Value {
	x, op, y := e.X, e.Op, e.Y
	if w.info.Types[x].Value != nil {
		x, op, y = y, mirrored(op), x
	}
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	limit := w.info.Types[y].Value
	if !ok || limit == nil || limit.Kind() != constant.Int || !st.Live || !typesx.IsBuiltin(w.info, call, "len") || len(call.Args) != 1 {
		return sym.Unknown
	}
	if list := w.peek(st, call.Args[0]); list == w.res || !st.IsHolder(list) {
		return sym.Unknown
	}
	v, _ := w.info.ObjectOf(typesx.Ident(call.Args[0])).(*types.Var)
	if v == nil || !w.eng.onlyGrows(v) {
		return sym.Unknown
	}
	least := constant.MakeInt64(int64(1 + w.madeOf(v)))
	switch {
	case constant.Compare(least, token.GTR, limit) && (op == token.EQL || op == token.LEQ || op == token.LSS), constant.Compare(least, token.EQL, limit) && op == token.LSS:
		return sym.False
	case constant.Compare(least, token.GTR, limit) && (op == token.NEQ || op == token.GTR || op == token.GEQ), constant.Compare(least, token.EQL, limit) && op == token.GEQ:
		return sym.True
	}
	return sym.Unknown
}

// madeOf is how many elements a list has been made with before the resource was opened.
//
//	conns := []net.Conn{first}
func (w *walk) madeOf(list *types.Var) int {
	def, ok := w.eng.Index().Definition(list)
	if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return 0
	}
	assign := def.Parent().Node().(*ast.AssignStmt)
	if len(assign.Lhs) != len(assign.Rhs) || w.site.Call == nil || assign.End() > w.site.Call.Pos() {
		return 0
	}
	lit, ok := ast.Unparen(assign.Rhs[def.ParentEdgeIndex()]).(*ast.CompositeLit)
	if !ok || slices.ContainsFunc(lit.Elts, func(x ast.Expr) bool { _, keyed := x.(*ast.KeyValueExpr); return keyed }) {
		return 0
	}
	return len(lit.Elts)
}

// mirrored is the operator of a comparison whose operands change places.
func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.GTR:
		return token.LSS
	case token.LEQ:
		return token.GEQ
	case token.GEQ:
		return token.LEQ
	}
	return op
}

// onlyGrows reports whether a local variable is a list that, once it is made, is only appended
// to, under its own name.
func (e *Engine) onlyGrows(v *types.Var) bool {
	if _, isList := v.Type().Underlying().(*types.Slice); !isList || v.IsField() || typesx.IsPackageVar(v) {
		return false
	}
	return !slices.ContainsFunc(e.Index().Names(v), func(use inspector.Cursor) bool {
		switch use.ParentEdgeKind() {
		case edge.UnaryExpr_X: // its address
			return true
		case edge.AssignStmt_Lhs:
			assign := use.Parent().Node().(*ast.AssignStmt)
			if assign.Tok == token.DEFINE && e.info.Defs[use.Node().(*ast.Ident)] == v {
				return false
			}
			_, i := use.ParentEdge()
			if len(assign.Lhs) != len(assign.Rhs) {
				return true
			}
			call, ok := ast.Unparen(assign.Rhs[i]).(*ast.CallExpr)
			return !ok || !typesx.IsBuiltin(e.info, call, "append") || e.info.ObjectOf(typesx.Ident(call.Args[0])) != v
		case edge.RangeStmt_Key, edge.RangeStmt_Value:
			return true
		}
		return false
	})
}

// rememberVar keeps what the path decides on a boolean.
func (w *walk) rememberVar(st *sym.State, cond ast.Expr, v sym.Value) (yes, no []*sym.State) {
	v = w.identify(st, cond, v)
	if v == sym.Unknown {
		return w.remember(st, cond)
	}
	return w.learnTruth(st, v)
}

// asksHolder reports whether a condition looks at a field of what a call has made of the
// resource, one that cannot have the resource itself: it may say whether that is in there. What the
// standard library makes says other things, resp.StatusCode what the other end has answered.
//
//	if o := option.Of(f); o.ok {
func (w *walk) asksHolder(st *sym.State, cond ast.Expr) bool {
	return st.Live && syntax.Any(cond, func(sel *ast.SelectorExpr) bool {
		field := w.field(sel)
		if field == nil || mayHold(field.Type()) || catalog.StdPath(field.Pkg().Path()) {
			return false
		}
		x := w.peek(st, sel.X)
		return w.Kind(x) == sym.Wrapper && st.IsHolder(x)
	})
}

// remember keeps what a path decides on a condition without effects, so that the
// same condition goes the same way later: correlated branches are common, as in
// "if toFile { open } ... if toFile { close }".
func (w *walk) remember(st *sym.State, cond ast.Expr) (yes, no []*sym.State) {
	key := w.condKey(cond)
	if strings.Contains(key, "?") {
		yes, no = w.askedAgain(st, w.spelling(cond, true), cond)
		w.doubtTold(cond, nil, yes, no)
		return yes, no
	}
	return w.rememberAs(st, w.conditionNumber(key, []ast.Expr{cond}))
}

// rememberAs keeps what a path decides on a numbered condition.
func (w *walk) rememberAs(st *sym.State, n uint32) (yes, no []*sym.State) {
	st.Counted = st.Counted || w.root.counts(n)
	if holds, ok := st.Decided(n); ok {
		if holds {
			return []*sym.State{st}, nil
		}
		return nil, []*sym.State{st}
	}
	return w.split(st, func(s *sym.State, holds bool) { s.Decide(n, holds) })
}

// conditionNumber numbers a condition, and notes which variables it depends on.
func (w *walk) conditionNumber(key string, operands []ast.Expr) uint32 {
	if n, ok := w.Numbered(key); ok {
		return n
	}
	n := w.Number(key)
	for _, e := range operands {
		w.Depends(n, e)
	}
	return n
}

// condKey spells an expression by its objects; it has a "?" where the expression
// could yield something else the next time.
func (w *walk) condKey(e ast.Expr) string { return w.spelling(e, false) }

// spelling is condKey. With asking, what calls and elements yield is spelled, too.
func (w *walk) spelling(e ast.Expr, asking bool) string {
	if tv, ok := w.info.Types[e]; ok && tv.Value != nil {
		return tv.Value.ExactString()
	}
	switch e := e.(type) {
	case *ast.Ident:
		if v, ok := w.info.ObjectOf(e).(*types.Var); ok {
			return fmt.Sprintf("$%d", w.Number(v))
		}
		// With its package: another one has a function of the name, too.
		if fn, ok := w.info.ObjectOf(e).(*types.Func); ok {
			return fn.FullName()
		}
		return e.Name
	case *ast.ParenExpr:
		return w.spelling(e.X, asking)
	case *ast.SelectorExpr:
		if w.info.Selections[e] == nil {
			return w.spelling(e.Sel, asking)
		}
		return w.spelling(e.X, asking) + "." + e.Sel.Name
	case *ast.StarExpr:
		return "*" + w.spelling(e.X, asking)
	case *ast.UnaryExpr:
		if e.Op != token.ARROW {
			return e.Op.String() + w.spelling(e.X, asking)
		}
	case *ast.BinaryExpr:
		return "(" + w.spelling(e.X, asking) + e.Op.String() + w.spelling(e.Y, asking) + ")"
	case *ast.IndexExpr:
		if asking {
			return w.spelling(e.X, true) + "[" + w.spelling(e.Index, true) + "]"
		}
	case *ast.CallExpr:
		return w.spellCall(e, asking)
	}
	return "?"
}

// spellCall is spelling of a call: of those that yield the same for the same, and with asking of
// any.
func (w *walk) spellCall(call *ast.CallExpr, asking bool) string {
	if b, ok := w.info.ObjectOf(calleeIdent(call)).(*types.Builtin); ok && (b.Name() == "len" || b.Name() == "cap") && len(call.Args) == 1 {
		return b.Name() + "(" + w.spelling(call.Args[0], asking) + ")"
	}
	key := ""
	if fn := typeutil.StaticCallee(w.info, call); fn != nil && catalog.Repeats(fn) {
		key = fn.FullName() + "("
	} else if asking {
		key = w.spelling(call.Fun, true) + "("
	} else {
		return "?"
	}
	for _, arg := range call.Args {
		key += w.spelling(arg, asking) + ","
	}
	return key + ")"
}

// calleeIdent is the name of the function in a call of a plain name, else nil.
func calleeIdent(call *ast.CallExpr) *ast.Ident {
	id, _ := ast.Unparen(call.Fun).(*ast.Ident)
	return id
}
