// This file has what types and calls are asked in a word.

package rewrite

import (
	"go/ast"
	"go/types"
	"go/version"
	"path/filepath"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"
)

// literalOf returns the literal that a local variable is declared with, or nil.
func (r *Files) literalOf(v *types.Var) *ast.FuncLit {
	def, ok := r.index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return nil
	}
	assign := def.Parent().Node().(*ast.AssignStmt)
	if len(assign.Lhs) != len(assign.Rhs) {
		return nil
	}
	lit, _ := ast.Unparen(assign.Rhs[def.ParentEdgeIndex()]).(*ast.FuncLit)
	return lit
}

// declOf returns the declaration of a function of the package.
func (r *Files) declOf(fn *types.Func) *ast.FuncDecl {
	if r.decls == nil {
		r.decls = make(map[*types.Func]*ast.FuncDecl)
		for _, f := range r.pass.Files {
			for _, d := range f.Decls {
				if fd, ok := d.(*ast.FuncDecl); ok {
					if obj, ok := r.pass.TypesInfo.Defs[fd.Name].(*types.Func); ok {
						r.decls[obj] = fd
					}
				}
			}
		}
	}
	return r.decls[fn]
}

// typeOf is the type of an expression, of a function its signature; an invalid type, rather
// than nil, where there is none.
func (r *Files) typeOf(e ast.Expr) types.Type {
	t := r.pass.TypesInfo.TypeOf(e)
	if t == nil {
		return types.Typ[types.Invalid]
	}
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return sig
	}
	return t
}

// isField reports whether a name is that of a field.
func (r *Files) isField(id *ast.Ident) bool {
	v, ok := r.pass.TypesInfo.Uses[id].(*types.Var)
	return ok && v.IsField()
}

// isDeclared reports whether an expression denotes a declared function or a method
// of a type: constants, as it were.
func (r *Files) isDeclared(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ok := r.pass.TypesInfo.Uses[e].(*types.Func)
		return ok
	case *ast.SelectorExpr:
		sel := r.pass.TypesInfo.Selections[e]
		if sel != nil {
			return sel.Kind() == types.MethodExpr
		}
		_, ok := r.pass.TypesInfo.Uses[e.Sel].(*types.Func)
		return ok
	case *ast.IndexExpr: // an instance
		return r.isDeclared(e.X)
	case *ast.IndexListExpr:
		return r.isDeclared(e.X)
	}
	return false
}

// terminatingList reports whether the end of a list of statements cannot be reached.
func (r *Files) terminatingList(list []ast.Stmt) bool {
	return (&syntax.Terminating{Index: r.index, Info: r.pass.TypesInfo}).List(list)
}

// launchedBody is the body of what is launched, nil where that is not of the package.
func (r *Files) launchedBody(stmt *ast.GoStmt) *ast.BlockStmt {
	_, body := r.launched(stmt)
	return body
}

// launched is the literal or the declaration that is launched, with its body; nil where that is
// not of the package.
func (r *Files) launched(stmt *ast.GoStmt) (ast.Node, *ast.BlockStmt) {
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		return lit, lit.Body
	}
	if fn, ok := typeutil.Callee(r.pass.TypesInfo, stmt.Call).(*types.Func); ok {
		if decl := r.declOf(fn.Origin()); decl != nil && decl.Body != nil {
			return decl, decl.Body
		}
	}
	return nil, nil
}

// hasLiteral reports whether an expression has a function literal, in which there may
// be something else to fix: it must stay where it is.
func hasLiteral(e ast.Expr) bool { return syntax.Has[*ast.FuncLit](e) }

// dirOf is the directory of a file.
func dirOf(src *source) string { return filepath.Dir(src.tf.Name()) }

// launchedLiteral returns the literal that a launched call is of, or that is all that it is
// given, as in go once.Do(func() { ... }): the latter is what the task does. nil for any
// other call.
func launchedLiteral(call *ast.CallExpr) *ast.FuncLit {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return lit
	}
	if len(call.Args) != 1 {
		return nil
	}
	lit, _ := ast.Unparen(call.Args[0]).(*ast.FuncLit)
	return lit
}

// selectedFrom is the name of the variable or field that something is selected from.
func selectedFrom(x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

// calls reports whether a call is of the function of a full name, which is made of one only where
// its end fits: every call of a launch may be asked about.
func (r *Files) calls(call *ast.CallExpr, name string) bool {
	fn, ok := typeutil.Callee(r.pass.TypesInfo, call).(*types.Func)
	return ok && strings.HasSuffix(name, "."+fn.Name()) && fn.FullName() == name
}

// atLeast reports whether the file's language version is at least v, or not known.
func (r *Files) atLeast(file *ast.File, want string) bool {
	v := r.pass.TypesInfo.FileVersions[file]
	if v == "" {
		v = r.pass.Pkg.GoVersion()
	}
	return v == "" || version.Compare(v, want) >= 0
}

// isPointer reports whether a type's underlying type is a pointer.
func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// isBuiltin reports whether a call is of the builtin function of a name.
func (r *Files) isBuiltin(call *ast.CallExpr, name string) bool {
	return typesx.IsBuiltin(r.pass.TypesInfo, call, name)
}

// callOf returns the call that a statement consists of, nil for any other.
func callOf(s ast.Stmt) *ast.CallExpr {
	if stmt, ok := s.(*ast.ExprStmt); ok {
		call, _ := stmt.X.(*ast.CallExpr)
		return call
	}
	return nil
}
