package owners

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

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
	method := declOf(fd.released[0])
	if !slices.Contains(o.releases, method) || slices.ContainsFunc(fd.released, func(c inspector.Cursor) bool { return declOf(c) != method }) {
		return nil, nil
	}
	if slices.ContainsFunc(fd.opens, func(o Open) bool { return o.Site.Spec.Flush }) {
		return nil, nil // what is lost is lost where the method fails anyway
	}
	outcomes := f.engine.OfField(method, fd.v, fd.opens[0].Site.Spec)
	var first *Way
	for _, out := range outcomes {
		if out.Kind == obligation.Unknown {
			return nil, nil
		}
		if out.Kind != obligation.Leaked || out.Return == nil {
			continue
		}
		if w := f.failure(out.Return); w != nil && (first == nil || w.Return.Pos() < first.Return.Pos()) {
			first = w
		}
	}
	return method, first
}

// failure recognises a return that stands under a check of the error of a call that
// ends, or writes, something.
func (f *finder) failure(ret *ast.ReturnStmt) *Way {
	c, ok := f.root.FindNode(ret)
	if !ok {
		return nil
	}
	for s := range c.Enclosing((*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
		check, ok := s.Node().(*ast.IfStmt)
		if !ok || !s.ChildAt(edge.IfStmt_Body, -1).Contains(c) {
			return nil
		}
		err := f.checked(check.Cond)
		if err == nil {
			return nil
		}
		call := f.assigns(check.Init, err)
		if call == nil {
			if prev, ok := s.PrevSibling(); ok {
				stmt, _ := prev.Node().(ast.Stmt)
				call = f.assigns(stmt, err)
			}
		}
		if call == nil || !endsSomething(call) {
			return nil
		}
		return &Way{Return: ret, Failed: call.Fun}
	}
	return nil
}

// checked is the variable that a condition compares with nil: err != nil, alone or with
// more that must hold.
func (f *finder) checked(cond ast.Expr) *types.Var {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return nil
	}
	if b.Op == token.LAND {
		if v := f.checked(b.X); v != nil {
			return v
		}
		return f.checked(b.Y)
	}
	id, ok := ast.Unparen(b.X).(*ast.Ident)
	if !ok || b.Op != token.NEQ || !f.pass.TypesInfo.Types[b.Y].IsNil() {
		return nil
	}
	v, _ := f.pass.TypesInfo.Uses[id].(*types.Var)
	if v == nil || v.Type().String() != "error" {
		return nil
	}
	return v
}

// assigns returns the call by which a statement gives a variable its value, or nil.
func (f *finder) assigns(stmt ast.Stmt, v *types.Var) *ast.CallExpr {
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

// endsSomething reports whether a call is of something that is done once at the end: a
// method may refuse for other reasons when it checks its own state.
func endsSomething(call *ast.CallExpr) bool {
	var name string
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	}
	lower := strings.ToLower(name)
	for _, verb := range []string{"close", "stop", "shutdown", "flush", "sync", "fsync", "write", "commit", "rollback", "kill", "wait", "unlock", "release", "remove", "disconnect", "finish", "save", "truncate", "free", "destroy", "terminate", "drain", "encode", "send", "unsubscribe", "delete", "persist", "dump", "copy", "rename", "seek"} {
		if strings.HasPrefix(lower, verb) {
			return true
		}
	}
	return false
}
