// This file looks at the method that releases a field, for paths on which it does not.

package owners

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
)

// A Way is a path of a release method that returns without having released a field.
type Way struct {
	Return *ast.ReturnStmt
	Failed ast.Expr // the function whose error makes it return
}

// skips returns the release method of a type that alone releases a field, and the first
// path on which it does not since something else failed. Any other condition may be
// the very one by which the method knows that there is nothing to release.
func (f *finder) skips(o *owner, fd *field) (*ast.FuncDecl, *Way) {
	method := f.releaser(o, fd)
	if method == nil {
		return nil, nil
	}
	if slices.ContainsFunc(fd.opens, func(o Open) bool { return o.Site.Spec.Flush }) {
		return nil, nil // what is lost is lost where the method fails anyway
	}
	outcomes := f.engine.OfField(method, fd.v, fd.opens[0].Site.Spec)
	var first *Way
	seen := false // the release: in a generic type the walk may not know the field
	for _, out := range outcomes {
		seen = seen || out.Kind == obligation.Released || out.Kind == obligation.Deferred
		if out.Kind == obligation.Unknown {
			return nil, nil
		}
		if out.Kind != obligation.Leaked || out.Return == nil {
			continue
		}
		w := f.failure(method, out.Return)
		if w == nil {
			w = f.onSuccess(method, fd, out.Return)
		}
		if w != nil && (first == nil || w.Return.Pos() < first.Return.Pos()) {
			first = w
		}
	}
	if !seen {
		return nil, nil
	}
	return method, first
}

// releaser is the release method that alone releases a field: itself, or by a function
// that nobody else uses.
func (f *finder) releaser(o *owner, fd *field) *ast.FuncDecl {
	decl := declOf(fd.released[0])
	if decl == nil || slices.ContainsFunc(fd.released, func(c inspector.Cursor) bool { return declOf(c) != decl }) {
		return nil
	}
	if slices.Contains(o.releases, decl) {
		return decl
	}
	var method *ast.FuncDecl
	// A function that somebody else uses may be called to release the field there, so that the method
	// need not.
	for c := range f.preorder((*ast.Ident)(nil)) {
		if fn, ok := f.pass.TypesInfo.Uses[c.Node().(*ast.Ident)].(*types.Func); !ok || fn.Origin() != f.pass.TypesInfo.Defs[decl.Name] {
			continue
		}
		user := declOf(c)
		if user == nil || method != nil && method != user || !slices.Contains(o.releases, user) {
			return nil
		}
		method = user
	}
	return method
}

// failure recognises a return that stands under a check of the error of a call that
// ends, or writes, something.
func (f *finder) failure(method *ast.FuncDecl, ret *ast.ReturnStmt) *Way {
	c, ok := f.engine.Index().Root().FindNode(ret)
	if !ok {
		return nil
	}
	for s := range c.Enclosing((*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
		check, ok := s.Node().(*ast.IfStmt)
		// In the else of a check nothing has failed.
		if !ok || !s.ChildAt(edge.IfStmt_Body, -1).Contains(c) {
			return nil
		}
		if call := f.failing(s, check, token.NEQ); call != nil && f.endsSomething(method, call) {
			return &Way{Return: ret, Failed: call.Fun}
		}
		return nil
	}
	return nil
}

// onSuccess recognises a release that stands under a check that a call has not failed:
//
//	err := t.a.Close()
//	if err == nil {
//		err = t.b.Close()
//	}
//	return err
func (f *finder) onSuccess(method *ast.FuncDecl, fd *field, ret *ast.ReturnStmt) *Way {
	for _, c := range fd.released {
		for s := range c.Enclosing((*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
			check, ok := s.Node().(*ast.IfStmt)
			if !ok || !s.ChildAt(edge.IfStmt_Body, -1).Contains(c) {
				break
			}
			if call := f.failing(s, check, token.EQL); call != nil && f.endsSomething(method, call) {
				return &Way{Return: ret, Failed: call.Fun}
			}
			break
		}
	}
	return nil
}

// failing returns the call whose error a statement compares with nil: in the condition,
// before it, or in the statement before.
func (f *finder) failing(s inspector.Cursor, check *ast.IfStmt, op token.Token) *ast.CallExpr {
	operand := f.compared(check.Cond, op)
	if call, ok := operand.(*ast.CallExpr); ok {
		return call
	}
	id, _ := operand.(*ast.Ident)
	if id == nil {
		return nil
	}
	err := f.pass.TypesInfo.Uses[id]
	if call := f.assigns(check.Init, err); call != nil {
		return call
	}
	// err := f() on the line before; one further up may have been looked at already.
	if prev, ok := s.PrevSibling(); ok {
		stmt, _ := prev.Node().(ast.Stmt)
		return f.assigns(stmt, err)
	}
	return nil
}

// compared is the error that a condition compares with nil, alone or with more that must
// hold.
func (f *finder) compared(cond ast.Expr, op token.Token) ast.Expr {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return nil
	}
	if b.Op == token.LAND {
		if e := f.compared(b.X, op); e != nil {
			return e
		}
		return f.compared(b.Y, op)
	}
	x := ast.Unparen(b.X)
	if t := f.pass.TypesInfo.TypeOf(x); b.Op != op || !f.pass.TypesInfo.Types[b.Y].IsNil() || t == nil || t.String() != "error" {
		return nil
	}
	return x
}

// assigns returns the call by which a statement gives a variable its value, or nil.
func (f *finder) assigns(stmt ast.Stmt, v types.Object) *ast.CallExpr {
	s, ok := stmt.(*ast.AssignStmt)
	if !ok || len(s.Rhs) != 1 {
		return nil
	}
	id, ok := s.Lhs[len(s.Lhs)-1].(*ast.Ident)
	if !ok || f.pass.TypesInfo.ObjectOf(id) != v {
		return nil
	}
	call, _ := ast.Unparen(s.Rhs[0]).(*ast.CallExpr)
	return call
}

// endsSomething reports whether a call is of something that is done once, at the end. A
// method of the same receiver may refuse because all has been done before: of those
// only what writes counts.
func (f *finder) endsSomething(method *ast.FuncDecl, call *ast.CallExpr) bool {
	var name string
	own := false
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		name = fun.Sel.Name
		id, ok := ast.Unparen(fun.X).(*ast.Ident)
		own = ok && f.isReceiver(method, id)
	}
	return rows.Says(name, rows.Outputs) || !own && rows.Says(name, rows.Settles)
}

func (f *finder) isReceiver(method *ast.FuncDecl, id *ast.Ident) bool {
	names := method.Recv.List[0].Names
	return len(names) > 0 && f.pass.TypesInfo.Uses[id] == f.pass.TypesInfo.Defs[names[0]]
}
