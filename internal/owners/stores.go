// This file looks at what is stored in a field: all of it must have been acquired by who stores it.

package owners

import (
	"go/ast"
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/typesx"
)

// preorder visits the nodes of these types in all files but tests.
func (f *finder) preorder(types ...ast.Node) iter.Seq[inspector.Cursor] {
	return func(yield func(inspector.Cursor) bool) {
		for _, file := range f.files {
			for c := range file.Preorder(types...) {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// collect notes where the fields are stored and read.
func (f *finder) collect() {
	for c := range f.preorder((*ast.SelectorExpr)(nil), (*ast.CompositeLit)(nil)) {
		switch n := c.Node().(type) {
		case *ast.SelectorExpr:
			if fd := f.fieldOf(n); fd != nil {
				f.mention(fd, c)
			}
		case *ast.CompositeLit:
			f.literal(c, n)
		}
	}
}

// fieldOf is the field that a selector names, where that is looked at.
func (f *finder) fieldOf(sel *ast.SelectorExpr) *field {
	if s := f.pass.TypesInfo.Selections[sel]; s != nil && s.Kind() == types.FieldVal {
		return f.fields[s.Obj().(*types.Var).Origin()]
	}
	return nil
}

// mention notes a selector that names a field: a store, or a read.
func (f *finder) mention(fd *field, c inspector.Cursor) {
	// x.f++ and &x.f are reads: they take the value, whatever else they do.
	if value, i, ok := assigned(outermost(c)); ok {
		fd.stores = append(fd.stores, stored{value, i})
		return
	}
	fd.reads = append(fd.reads, c)
}

// assigned returns what an assignment gives to a place: result i of the value.
func assigned(place inspector.Cursor) (value inspector.Cursor, i int, ok bool) {
	kind, i := place.ParentEdge()
	parent := place.Parent()
	var n int
	var values edge.Kind
	switch {
	case kind == edge.AssignStmt_Lhs:
		n, values = len(parent.Node().(*ast.AssignStmt).Rhs), edge.AssignStmt_Rhs
	case kind == edge.ValueSpec_Names:
		n, values = len(parent.Node().(*ast.ValueSpec).Values), edge.ValueSpec_Values
	default:
		return value, 0, false
	}
	switch n {
	case 0:
		return value, 0, false
	// a, b = f(): one value for all.
	case 1:
		return parent.ChildAt(values, 0), i, true
	}
	return parent.ChildAt(values, i), 0, true
}

// outermost is the expression with the parentheses around it.
func outermost(c inspector.Cursor) inspector.Cursor {
	for {
		if kind, _ := c.ParentEdge(); kind != edge.ParenExpr_X {
			return c
		}
		c = c.Parent()
	}
}

// literal notes the fields that a composite literal stores.
func (f *finder) literal(c inspector.Cursor, lit *ast.CompositeLit) {
	str, ok := deref(f.pass.TypesInfo.TypeOf(lit)).Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i := range lit.Elts {
		elt := c.ChildAt(edge.CompositeLit_Elts, i)
		if v := f.element(str, elt, i); v != nil {
			if fd := f.fields[v]; fd != nil {
				fd.stores = append(fd.stores, stored{value: valueOf(elt)})
			}
		}
	}
}

// element is the field that element i of a literal gives a value.
func (f *finder) element(str *types.Struct, elt inspector.Cursor, i int) *types.Var {
	if kv, ok := elt.Node().(*ast.KeyValueExpr); ok {
		if id, ok := kv.Key.(*ast.Ident); ok {
			if v, ok := f.pass.TypesInfo.Uses[id].(*types.Var); ok {
				return v.Origin()
			}
		}
		return nil
	}
	if i < str.NumFields() {
		return str.Field(i).Origin()
	}
	return nil
}

// valueOf is the value of an element, with a key or without.
func valueOf(elt inspector.Cursor) inspector.Cursor {
	if _, ok := elt.Node().(*ast.KeyValueExpr); ok {
		return elt.ChildAt(edge.KeyValueExpr_Value, -1)
	}
	return elt
}

// isOwned reports whether all that is stored in a field was acquired for it. One store of something
// else is enough of a doubt: a field that may be borrowed must not be closed.
func (f *finder) isOwned(fd *field) bool {
	for _, s := range fd.stores {
		opens, ok := f.origin(fd, s.value, s.i, map[*types.Var]bool{})
		if !ok || fd.escapes {
			return false
		}
		fd.opens = append(fd.opens, opens...)
	}
	return len(fd.opens) > 0
}

// origin says by which acquisitions result i of an expression was made; ok is false
// where it may be something else.
func (f *finder) origin(fd *field, c inspector.Cursor, i int, seen map[*types.Var]bool) (opens []Open, ok bool) {
	info := f.pass.TypesInfo
	e, _ := c.Node().(ast.Expr)
	if e == nil {
		return nil, false
	}
	// nil releases nothing and owes nothing: fields are often set so once they have been closed.
	if info.Types[e].IsNil() {
		return nil, true
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return f.origin(fd, c.ChildAt(edge.ParenExpr_X, -1), i, seen)
	case *ast.CallExpr:
		// A conversion gives what it is given.
		if info.Types[e.Fun].IsType() && len(e.Args) == 1 {
			return f.origin(fd, c.ChildAt(edge.CallExpr_Args, 0), i, seen)
		}
		for _, s := range f.sites[e] {
			if slices.Contains(s.Spec.Results, i) && f.usable(s) {
				return []Open{{s, declOf(c)}}, true
			}
		}
	case *ast.SelectorExpr: // the body of a response
		x := c.ChildAt(edge.SelectorExpr_X, -1)
		if _, isIdent := x.Node().(*ast.Ident); isIdent && f.fieldOf(e) == nil {
			opens, ok = f.origin(fd, x, 0, seen)
			ok = ok && len(opens) > 0 && !slices.ContainsFunc(opens, func(o Open) bool { return o.Site.Spec.Field != e.Sel.Name })
			return opens, ok
		}
	case *ast.Ident:
		if v, isVar := info.Uses[e].(*types.Var); isVar && !v.IsField() && i == 0 {
			return f.ofLocal(fd, v, c, seen)
		}
	}
	return nil, false
}

// ofLocal follows a local variable whose value is stored in a field: all that it is
// given must be acquired, and each use is looked at as if it were the field's.
func (f *finder) ofLocal(fd *field, v *types.Var, at inspector.Cursor, seen map[*types.Var]bool) (opens []Open, ok bool) {
	// It is given what it has: that adds nothing.
	if seen[v] {
		return nil, true
	}
	seen[v] = true
	declared := false
	for c := range f.usesOf(v, at) {
		if f.pass.TypesInfo.Defs[c.Node().(*ast.Ident)] == v {
			kind, _ := c.ParentEdge()
			// A range, or the clause of a type switch: what these give is somebody else's.
			if kind != edge.AssignStmt_Lhs && kind != edge.ValueSpec_Names {
				return nil, false
			}
			declared = true
		}
		value, i, isStore := assigned(outermost(c))
		if !isStore {
			continue
		}
		from, fresh := f.origin(fd, value, i, seen)
		if !fresh {
			return nil, false
		}
		opens = append(opens, from...)
	}
	if !declared {
		return nil, false // a parameter, or a variable of the package
	}
	if len(opens) > 0 {
		f.follow(fd, v, at, opens[0].Site, nil)
	}
	return opens, true
}

// usesOf yields the mentions of a local variable of the function around a place.
func (f *finder) usesOf(v *types.Var, at inspector.Cursor) func(yield func(inspector.Cursor) bool) {
	return func(yield func(inspector.Cursor) bool) {
		for decl := range at.Enclosing((*ast.FuncDecl)(nil)) {
			for c := range decl.Preorder((*ast.Ident)(nil)) {
				if f.pass.TypesInfo.ObjectOf(c.Node().(*ast.Ident)) == v && !yield(c) {
					return
				}
			}
		}
	}
}

// declOf is the declared function around a node, nil for none. What stands in a literal stands in
// the function that the literal is in.
func declOf(c inspector.Cursor) *ast.FuncDecl {
	for d := range c.Enclosing((*ast.FuncDecl)(nil)) {
		return d.Node().(*ast.FuncDecl)
	}
	return nil
}

// usable reports whether an acquisition gives a value that ends only by its release.
func (f *finder) usable(s *obligation.Site) bool {
	spec := s.Spec
	// Something else ends these as well, or has them too, so that nobody need release the field.
	if spec.Global || spec.Out > 0 || len(spec.Maker) > 0 || spec.EndedBy != "" || spec.Drained > 0 || len(spec.Release) == 0 {
		return false
	}
	fn, _ := typeutil.Callee(f.pass.TypesInfo, s.Call).(*types.Func)
	for _, arg := range s.Call.Args {
		if t := f.pass.TypesInfo.TypeOf(arg); t != nil && typesx.IsContext(t) && !f.isBackground(arg) && !onlyDials(fn) {
			return false // that may end it
		}
	}
	return true
}

// onlyDials reports whether a function uses the context that it is given only until it
// returns.
func onlyDials(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "net", "crypto/tls":
		return true
	case "database/sql":
		return fn.Name() == "Conn"
	}
	return false
}

// isBackground reports whether a context is one that never ends.
func (f *finder) isBackground(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(f.pass.TypesInfo, call).(*types.Func)
	return fn != nil && (fn.FullName() == "context.Background" || fn.FullName() == "context.TODO")
}
