package hidden

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/typesx"
)

// A guard is a condition that must hold, or must not, for a place to be reached.
type guard struct {
	cond  ast.Expr // never a negation or a conjunction
	holds bool
	is    types.Type // of a type switch: cond has this type
}

// guards are the conditions around a place, and of statements before it that leave,
// up to the function f.
func (p *Package) guards(cur inspector.Cursor, f *function) []guard {
	var list []guard
	add := func(cond ast.Expr, holds bool) { list = append(list, atoms(cond, holds)...) }
	for ; cur.Node() != f.Body && cur.Parent().Node() != nil; cur = cur.Parent() {
		kind, i := cur.ParentEdge()
		switch n := cur.Parent().Node().(type) {
		case *ast.IfStmt:
			if kind == edge.IfStmt_Body || kind == edge.IfStmt_Else {
				add(n.Cond, kind == edge.IfStmt_Body)
			}
		case *ast.ForStmt:
			if kind == edge.ForStmt_Body && n.Cond != nil {
				add(n.Cond, true)
			}
		case *ast.BlockStmt:
			if kind == edge.BlockStmt_List {
				before(n.List[:i], add)
			}
		case *ast.CaseClause:
			if kind == edge.CaseClause_Body {
				before(n.Body[:i], add)
				list = append(list, p.clause(cur.Parent())...)
			}
		case *ast.CommClause:
			if kind == edge.CommClause_Body {
				before(n.Body[:i], add)
			}
		}
	}
	return list
}

// before adds the conditions of statements that leave where they hold.
func before(list []ast.Stmt, add func(ast.Expr, bool)) {
	for _, s := range list {
		x, ok := s.(*ast.IfStmt)
		if !ok || x.Else != nil || len(x.Body.List) == 0 {
			continue
		}
		switch last := x.Body.List[len(x.Body.List)-1].(type) {
		case *ast.ReturnStmt, *ast.BranchStmt:
			add(x.Cond, false)
		case *ast.ExprStmt:
			if call, ok := last.X.(*ast.CallExpr); ok {
				if id := typesx.Ident(call.Fun); id != nil && id.Name == "panic" {
					add(x.Cond, false)
				}
			}
		}
	}
}

// clause is what the clause of a type switch says.
func (p *Package) clause(cur inspector.Cursor) []guard {
	n := cur.Node().(*ast.CaseClause)
	sw, ok := cur.Parent().Parent().Node().(*ast.TypeSwitchStmt)
	if !ok || len(n.List) != 1 {
		return nil
	}
	var x ast.Expr
	switch s := sw.Assign.(type) {
	case *ast.ExprStmt:
		x = s.X
	case *ast.AssignStmt:
		x = s.Rhs[0]
	}
	assert, ok := ast.Unparen(x).(*ast.TypeAssertExpr)
	t := p.info.TypeOf(n.List[0])
	if !ok || t == nil || p.info.Types[n.List[0]].IsNil() {
		return nil
	}
	return []guard{{cond: assert.X, holds: true, is: t}}
}

// atoms takes a condition apart as far as all its parts must hold.
func atoms(cond ast.Expr, holds bool) []guard {
	cond, holds = positive(cond, holds)
	if x, ok := cond.(*ast.BinaryExpr); ok && (x.Op == token.LAND && holds || x.Op == token.LOR && !holds) {
		return append(atoms(x.X, holds), atoms(x.Y, holds)...)
	}
	return []guard{{cond: cond, holds: holds}}
}

// conds are the guards that say something of the function's parameters.
func (p *Package) conds(guards []guard, f *function) []Cond {
	var list []Cond
	for _, g := range guards {
		if c, ok := p.condOf(g, f); ok {
			list = append(list, c)
		}
	}
	return list
}

func (p *Package) condOf(g guard, f *function) (Cond, bool) {
	if g.is != nil {
		return p.dynamic(g.cond, g.is, f)
	}
	x, op, ok := p.compared(g)
	if !ok {
		return Cond{}, false
	}
	if id := typesx.Ident(x); id != nil { // _, ok := v.(T)
		if v, isVar := p.info.Uses[id].(*types.Var); isVar && f.param(v) == 0 {
			if list := p.sources(v); len(list) == 1 && op == NonZero && list[0].index == 1 {
				if assert, isAssert := ast.Unparen(list[0].value).(*ast.TypeAssertExpr); isAssert && assert.Type != nil {
					return p.dynamic(assert.X, p.info.TypeOf(assert.Type), f)
				}
			}
			return Cond{}, false
		}
	}
	i, field, ok := p.ofParam(x, f)
	if !ok {
		return Cond{}, false
	}
	c := Cond{Param: i, Field: field, Op: op}
	nilHolds, ok := p.unchanged(f, f.Params[i-1], field, op)
	c.Nil = nilHolds
	return c, ok
}

func (p *Package) dynamic(x ast.Expr, t types.Type, f *function) (Cond, bool) {
	i, field, ok := p.ofParam(x, f)
	if !ok || field != "" || p.assigned(f.Params[i-1]) || hasTypeParam(t) || types.IsInterface(t) {
		return Cond{}, false
	}
	return Cond{Param: i, Op: Is, Type: types.TypeString(t, nil)}, true
}

func hasTypeParam(t types.Type) bool {
	return strings.Contains(types.TypeString(t, func(*types.Package) string { return "" }), "[") // with arguments: too much to compare
}

// ofParam says which parameter, or field of one, an expression is.
func (p *Package) ofParam(x ast.Expr, f *function) (i int, field string, ok bool) {
	root, fields, ok := p.spelled(x)
	if !ok || len(fields) > 1 || f.param(root) == 0 {
		return 0, "", false
	}
	if len(fields) == 1 {
		field = fields[0].Name()
	}
	return f.param(root), field, true
}

// compared says of a guard what is compared, and how: with nil, false, 0 or nothing.
func (p *Package) compared(g guard) (x ast.Expr, op Op, ok bool) {
	zero := func(is bool) Op {
		if is {
			return Zero
		}
		return NonZero
	}
	b, ok := g.cond.(*ast.BinaryExpr)
	if !ok {
		t := p.info.TypeOf(g.cond)
		return g.cond, zero(!g.holds), t != nil && types.Identical(t.Underlying(), types.Typ[types.Bool])
	}
	x = ast.Unparen(b.X)
	if call, isCall := x.(*ast.CallExpr); isCall && len(call.Args) == 1 {
		if bi, isBuiltin := p.info.Uses[typesx.Ident(call.Fun)].(*types.Builtin); isBuiltin && bi.Name() == "len" {
			x = call.Args[0]
		}
	}
	switch b.Op {
	case token.EQL, token.NEQ:
		if p.isZero(b.Y) {
			return x, zero((b.Op == token.EQL) == g.holds), true
		}
		return x, NonZero, p.info.Types[b.Y].Value != nil && (b.Op == token.EQL) == g.holds
	case token.GTR, token.GEQ:
		return x, NonZero, g.holds && p.atLeast(b.Y, b.Op == token.GEQ)
	case token.LSS, token.LEQ:
		return x, NonZero, !g.holds && p.atLeast(b.Y, b.Op == token.LSS)
	}
	return nil, 0, false
}

// atLeast reports whether an expression is a constant that is not negative, or where
// strict is positive.
func (p *Package) atLeast(x ast.Expr, strict bool) bool {
	v := p.info.Types[x].Value
	if v == nil || v.Kind() != constant.Int && v.Kind() != constant.Float {
		return false
	}
	return constant.Sign(v) > 0 || !strict && constant.Sign(v) == 0
}

// unchanged reports whether a parameter, or its field, is what the caller gave; but for
// a default in place of nil, of which it is told whether the condition may hold.
func (p *Package) unchanged(f *function, v *types.Var, field string, op Op) (nilHolds, ok bool) {
	if field != "" && p.setsField(f, v, field) {
		return false, false
	}
	list := p.sources(v)
	if len(list) == 0 {
		return false, true
	}
	if len(list) > 1 || field == "" || list[0].value == nil {
		return false, false
	}
	value, known := p.fieldOf(list[0].value, field)
	if !known {
		return true, true
	}
	return value == nil && op == Zero || value != nil && (p.info.Types[value].Value == nil || p.isZero(value) == (op == Zero)), true
}

// setsField reports whether a function sets a field of a parameter.
func (p *Package) setsField(f *function, v *types.Var, field string) bool {
	for _, use := range p.engine.Index().Names(v) {
		cur, ok := p.whole(use)
		for ok && cur.ParentEdgeKind() == edge.ParenExpr_X || cur.ParentEdgeKind() == edge.StarExpr_X {
			cur = cur.Parent()
		}
		if cur.ParentEdgeKind() != edge.SelectorExpr_X {
			continue
		}
		sel := cur.Parent()
		if sel.Node().(*ast.SelectorExpr).Sel.Name != field {
			continue
		}
		switch sel.ParentEdgeKind() {
		case edge.AssignStmt_Lhs, edge.IncDecStmt_X:
			return true
		case edge.UnaryExpr_X:
			if sel.Parent().Node().(*ast.UnaryExpr).Op == token.AND {
				return true
			}
		}
	}
	return false
}

// fieldOf is the value of a field in a literal, or a pointer to one; nil where it is
// left out.
func (p *Package) fieldOf(x ast.Expr, field string) (value ast.Expr, known bool) {
	x = ast.Unparen(x)
	if u, ok := x.(*ast.UnaryExpr); ok && u.Op == token.AND {
		x = ast.Unparen(u.X)
	}
	lit, ok := x.(*ast.CompositeLit)
	st := typesx.Struct(p.info.TypeOf(x))
	if !ok || st == nil {
		return nil, false
	}
	for i, elt := range lit.Elts {
		kv, keyed := elt.(*ast.KeyValueExpr)
		switch {
		case !keyed && i < st.NumFields() && st.Field(i).Name() == field:
			return elt, true
		case keyed && typesx.Ident(kv.Key) != nil && typesx.Ident(kv.Key).Name == field:
			return kv.Value, true
		}
	}
	return nil, true
}

// conditions says which of a callee's conditions remain for the function around its
// call, and whether they can all hold with the arguments given.
func (p *Package) conditions(list []Cond, t target, f *function) (rest []Cond, open bool) {
	for _, c := range list {
		holds, known := p.holds(c, t)
		if known && !holds {
			return nil, false
		}
		if known || f == nil || t.arg(c.Param) == nil {
			continue
		}
		i, field, ok := p.ofParam(t.arg(c.Param), f)
		if !ok || field != "" && c.Field != "" {
			continue
		}
		if field != "" {
			c.Field = field
		}
		if _, ok := p.unchanged(f, f.Params[i-1], c.Field, c.Op); ok {
			c.Param = i
			rest = append(rest, c)
		}
	}
	return rest, true
}

// holds evaluates a condition on the arguments of a call.
func (p *Package) holds(c Cond, t target) (holds, known bool) {
	if t.absent(c.Param) {
		return c.Op == Zero, true
	}
	arg := t.arg(c.Param)
	if arg == nil {
		return false, false
	}
	if c.Op == Is {
		typ := p.info.TypeOf(arg)
		if typ == nil || types.IsInterface(typ) || hasTypeParam(typ) {
			return false, false
		}
		return types.TypeString(types.Default(typ), nil) == c.Type, true
	}
	return p.holdsOf(c, arg, 0)
}

func (p *Package) holdsOf(c Cond, x ast.Expr, depth int) (holds, known bool) {
	if depth > maxDepth {
		return false, false
	}
	x = ast.Unparen(x)
	tv := p.info.Types[x]
	switch {
	case c.Field == "" && (tv.IsNil() || tv.Value != nil):
		return p.isZero(x) == (c.Op == Zero), true
	case tv.IsNil():
		return c.Nil, !c.Nil // a default may make it hold
	}
	if c.Field != "" {
		if value, ok := p.fieldOf(x, c.Field); ok {
			if value == nil {
				return c.Op == Zero, true
			}
			inner := c
			inner.Field = ""
			return p.holdsOf(inner, value, depth+1)
		}
	}
	switch y := x.(type) {
	case *ast.FuncLit:
		return c.Op == NonZero, true
	case *ast.UnaryExpr:
		return c.Op == NonZero, y.Op == token.AND && c.Field == ""
	case *ast.Ident:
		v, ok := p.info.Uses[y].(*types.Var)
		if ok && !typesx.IsPackageVar(v) && p.notParam(v) && p.onlyGiven(v) {
			if list := p.sources(v); len(list) == 1 && list[0].value != nil && list[0].others == nil {
				return p.holdsOf(c, list[0].value, depth+1)
			}
		}
	case *ast.CallExpr:
		t := p.resolve(y)
		if t.fn != nil && len(t.fn.Body.List) == 1 {
			if ret, ok := t.fn.Body.List[0].(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
				if value, ok := p.fieldOf(ret.Results[0], c.Field); ok && c.Field != "" && value == nil {
					return c.Op == Zero, true
				}
			}
		}
	}
	return false, false
}

// onlyGiven reports whether a variable is but set once and passed once.
func (p *Package) onlyGiven(v *types.Var) bool { return len(p.engine.Index().Names(v)) == 2 }
