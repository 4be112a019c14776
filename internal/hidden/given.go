// This file follows what is asked in a guard back to what the caller gave:
//
//	func Open(opts ...Option) {
//		config := &Config{}
//		if c, ok := opts[0].(*Config); ok {
//			config = c
//		}
//		for _, opt := range opts {
//			opt.Apply(config)
//		}
//		if config.Sweep { // the field Sweep of one of opts, or what an option made of it

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// An origin says what of a caller's argument an expression is.
type origin struct {
	param   int    // counted from 1
	field   string // of it; "" for the argument itself
	changed bool   // it may have become something else, or be one of several
	set     bool   // it is set to something else, in a way that is not known
	zero    ast.Expr
	null    ast.Expr
}

// given is the origin of an expression of which a part is asked, "" for all of it; ok is false where
// it is not known, or is none that a Cond could name, as a field of a field, or a bare element.
func (p *Package) given(x ast.Expr, f *function, part string, depth int) (from origin, ok bool) {
	root, fields, ok := p.spelled(x)
	if !ok || len(fields) > 1 || len(fields) == 1 && part != "" || depth > maxDepth || typesx.IsPackageVar(root) || root.IsField() {
		return origin{}, false
	}
	if len(fields) == 1 {
		from.field = fields[0].Name()
		part = from.field
	}
	if from.param = f.param(root); from.param > 0 {
		p.changes(&from, root, part)
		return from, true
	}
	sets := p.fieldSets(root, part)
	list := p.sources(root)
	for _, src := range list {
		if src.value == nil || src.index > 0 {
			continue
		}
		if value, known := p.fieldOf(src.value, from.field); known && from.field != "" {
			if value == nil {
				continue
			}
			inner, ok := p.given(value, f, "", depth+1)
			inner.changed = inner.changed || len(sets) > 0 || len(list) > 1
			return inner, ok
		}
		of, isElement := element(src.value)
		inner, ok := p.given(of, f, part, depth+1)
		if ok && !(isElement && part == "") && (inner.field == "" || from.field == "") {
			// Of what others may have a name of it is not known what they do to it.
			inner.changed = inner.changed || len(list) > 1 || of != ast.Unparen(src.value) || len(sets) > 0
			inner.field += from.field
			return inner, true
		}
	}
	return origin{}, false
}

// element is what an element, or a value of one type, is taken from, and whether it is an element.
func element(x ast.Expr) (of ast.Expr, isElement bool) {
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.TypeAssertExpr:
			x = y.X
		case *ast.IndexExpr:
			x, isElement = y.X, true
		default:
			return y, isElement
		}
	}
}

// changes notes how a parameter, or a part of it, may be other than what the caller gave: by a
// default for who gives nothing, or in a way that is not known.
//
//	if o == nil { o = &Options{...} }
//	if o.Interval <= 0 { o.Interval = time.Second }
func (p *Package) changes(from *origin, v *types.Var, part string) {
	list := p.sources(v)
	sets := p.fieldSets(v, part)
	switch {
	case part == "":
		if len(list) == 1 {
			from.zero = p.defaults(list[0].value)
		}
		from.changed = len(list) > 0 && from.zero == nil
	case len(list) > 1 || len(list) == 1 && list[0].value == nil:
		from.changed = true
	default:
		if len(list) == 1 {
			from.null = list[0].value
		}
		if len(sets) == 1 {
			from.zero = p.defaults(sets[0])
		}
		from.changed = len(sets) > 0 && from.zero == nil
	}
	from.set = from.changed
}

// defaults is a value, if it is assigned only where what it is assigned to is zero; nil else.
func (p *Package) defaults(value ast.Expr) ast.Expr {
	if value == nil {
		return nil
	}
	cur, ok := p.engine.Index().Find(value)
	if !ok || cur.ParentEdgeKind() != edge.AssignStmt_Rhs || cur.Parent().ParentEdgeKind() != edge.BlockStmt_List {
		return nil
	}
	a := cur.Parent().Node().(*ast.AssignStmt)
	block := cur.Parent().Parent()
	if block.ParentEdgeKind() != edge.IfStmt_Body || len(a.Lhs) != 1 {
		return nil
	}
	b, ok := block.Parent().Node().(*ast.IfStmt).Cond.(*ast.BinaryExpr)
	if !ok || b.Op != token.EQL && b.Op != token.LEQ || !p.isZero(b.Y) || types.ExprString(b.X) != types.ExprString(a.Lhs[0]) {
		return nil
	}
	return value
}

// fieldSets lists what a field of a variable is set to by the names of it in sight, nil for what
// is not one expression, as where its address is taken:
//
//	o.Interval = time.Second // whatever the caller gave
func (p *Package) fieldSets(v *types.Var, field string) (sets []ast.Expr) {
	if field == "" {
		return nil
	}
	for _, use := range p.engine.Index().Names(v) {
		cur, ok := p.whole(use)
		for ok && (cur.ParentEdgeKind() == edge.ParenExpr_X || cur.ParentEdgeKind() == edge.StarExpr_X) {
			cur = cur.Parent()
		}
		if !ok || cur.ParentEdgeKind() != edge.SelectorExpr_X {
			continue
		}
		sel := cur.Parent()
		if sel.Node().(*ast.SelectorExpr).Sel.Name != field {
			continue
		}
		switch kind, i := sel.ParentEdge(); kind {
		case edge.AssignStmt_Lhs:
			a := sel.Parent().Node().(*ast.AssignStmt)
			if a.Tok != token.ASSIGN {
				sets = append(sets, nil)
				continue
			}
			sets = append(sets, pick(a.Lhs, a.Rhs, i, nil).value)
		case edge.IncDecStmt_X:
			sets = append(sets, nil)
		case edge.UnaryExpr_X:
			if sel.Parent().Node().(*ast.UnaryExpr).Op == token.AND {
				sets = append(sets, nil)
			}
		}
	}
	return sets
}

// fieldOf is the value that a struct literal, or a pointer to one, gives a field; nil where the
// literal leaves it out. known is false where x is no literal of a struct with that field.
func (p *Package) fieldOf(x ast.Expr, field string) (value ast.Expr, known bool) {
	if x == nil || field == "" {
		return nil, false
	}
	x = ast.Unparen(x)
	if u, ok := x.(*ast.UnaryExpr); ok && u.Op == token.AND {
		x = ast.Unparen(u.X)
	}
	lit, ok := x.(*ast.CompositeLit)
	st := typesx.Struct(p.info.TypeOf(x))
	if !ok || st == nil {
		return nil, false
	}
	for i := range st.NumFields() {
		known = known || st.Field(i).Name() == field
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
	return nil, known
}

// dependsOn reports whether an expression may be other for other arguments of f, as far as it
// can be seen: by what its variables are set to, and by what is done with them.
func (p *Package) dependsOn(x ast.Expr, f *function) bool {
	d := dependence{p: p, f: f, seen: make(map[*types.Var]bool)}
	return d.expr(x)
}

// A dependence is a search for parameters of f.
type dependence struct {
	p    *Package
	f    *function
	seen map[*types.Var]bool
}

// expr searches in an expression.
func (d *dependence) expr(x ast.Expr) bool {
	return x != nil && syntax.Any(x, func(id *ast.Ident) bool {
		v, ok := d.p.info.ObjectOf(id).(*types.Var)
		return ok && d.variable(v)
	})
}

// variable searches in what a local variable gets, and in what it is passed to.
func (d *dependence) variable(v *types.Var) bool {
	if d.f.param(v) > 0 {
		return true
	}
	if v.IsField() || typesx.IsPackageVar(v) || d.seen[v] {
		return false
	}
	d.seen[v] = true
	for _, src := range d.p.sources(v) {
		if d.expr(src.value) {
			return true
		}
	}
	return slices.ContainsFunc(d.p.engine.Index().Names(v), d.use)
}

// use searches around a name of a variable, for what may set it or a field of it:
//
//	for _, opt := range opts {   // opt is one of opts
//	opt.Apply(config)            // config is what opt makes of it
//	config.Every = opts[0].Every
func (d *dependence) use(cur inspector.Cursor) bool {
	for cur.ParentEdgeKind() == edge.SelectorExpr_X || cur.ParentEdgeKind() == edge.UnaryExpr_X || cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	switch kind, i := cur.ParentEdge(); kind {
	case edge.RangeStmt_Key, edge.RangeStmt_Value:
		return d.expr(cur.Parent().Node().(*ast.RangeStmt).X)
	case edge.AssignStmt_Lhs:
		a := cur.Parent().Node().(*ast.AssignStmt)
		return d.expr(pick(a.Lhs, a.Rhs, i, nil).value)
	case edge.CallExpr_Args, edge.CallExpr_Fun:
		call := cur.Parent().Node().(*ast.CallExpr)
		return d.expr(call.Fun) || slices.ContainsFunc(call.Args, d.expr)
	}
	return false
}
