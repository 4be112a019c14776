// This file knows what launches without being a helper: time.AfterFunc, (*exec.Cmd).Start and
// the launchers of the config. They give their caller a handle, and dropped-handle asks what
// becomes of that.

package launch

import (
	"go/ast"
	"go/types"
)

// An Other is a way to launch that is neither a go statement nor a helper, and
// that gives its caller a handle.
type Other struct {
	Name    string
	Handle  int  // which result is the handle
	Timer   bool // time.AfterFunc
	Command bool // (*exec.Cmd).Start, whose handle is what it is called on
}

// other returns by what other means a call launches, or nil.
func (p *Package) other(call *ast.CallExpr) *Other {
	fn := p.Callee(call)
	if fn == nil {
		return nil
	}
	if handle, ok := p.Helpers.LauncherHandle(fn); ok {
		return &Other{Name: p.funcName(fn), Handle: handle}
	}
	switch {
	case fn.Name() == "AfterFunc" && fn.FullName() == "time.AfterFunc":
		return &Other{Name: "time.AfterFunc", Timer: true}
	case p.StartsCommand(fn):
		return &Other{Name: "(*exec.Cmd).Start", Command: true}
	}
	return nil
}

// Drops reports whether result i of the launching call is dropped: by a statement
// that is nothing but the call, or by the blank identifier.
func (l *Launch) Drops(i int) bool {
	switch s := l.around.(type) {
	case *ast.ExprStmt, *ast.DeferStmt, *ast.GoStmt:
		return true
	case *ast.AssignStmt:
		return blank(l.Call, i, s.Rhs, func(i int) ast.Expr { return s.Lhs[i] }, len(s.Lhs))
	case *ast.ValueSpec:
		return blank(l.Call, i, s.Values, func(i int) ast.Expr { return s.Names[i] }, len(s.Names))
	}
	return false
}

// Keeper is the variable that result i of the launching call goes to, as it is written; ""
// where it goes elsewhere. Messages name it.
func (l *Launch) Keeper(i int) string {
	var lhs []ast.Expr
	switch s := l.around.(type) {
	case *ast.AssignStmt:
		lhs = s.Lhs
		i = at(l.Call, i, s.Rhs)
	case *ast.ValueSpec:
		for _, id := range s.Names {
			lhs = append(lhs, id)
		}
		i = at(l.Call, i, s.Values)
	}
	if i >= len(lhs) {
		return ""
	}
	return types.ExprString(lhs[i])
}

// at is the place on the left side of result i of a call on the right side.
func at(call *ast.CallExpr, i int, rhs []ast.Expr) int {
	if len(rhs) > 1 {
		for j, r := range rhs {
			if ast.Unparen(r) == call {
				i = j
			}
		}
	}
	return i
}

// blank reports whether result i of a call on the right side goes to the blank identifier; lhs
// is what is on the left, n of them.
func blank(call *ast.CallExpr, i int, rhs []ast.Expr, lhs func(int) ast.Expr, n int) bool {
	if i = at(call, i, rhs); i >= n {
		return false
	}
	id, ok := lhs(i).(*ast.Ident)
	return ok && id.Name == "_"
}

// Results are the types of what the launching call returns.
func (p *Package) Results(l *Launch) *types.Tuple {
	if sig, ok := p.Info.TypeOf(l.Call.Fun).Underlying().(*types.Signature); ok {
		return sig.Results()
	}
	return nil
}

// CalleeName names the function that the launching call calls.
func (p *Package) CalleeName(l *Launch) string {
	if fn := p.Callee(l.Call); fn != nil {
		return p.funcName(fn)
	}
	return types.ExprString(l.Call.Fun)
}

// InLiteral reports whether the launch is in a function literal.
func (l *Launch) InLiteral() bool {
	return l.scope != nil && (l.Decl == nil || l.scope != l.Decl.Type)
}
