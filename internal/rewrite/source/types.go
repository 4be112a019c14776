// This file has what types and calls are asked in a word.

package source

import (
	"go/ast"
	"go/types"
	"go/version"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// LiteralOf returns the literal that a local variable is declared with, or nil.
func (r *Files) LiteralOf(v *types.Var) *ast.FuncLit {
	def, ok := r.Index.Definition(v)
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

// DeclOf returns the declaration of a function of the package.
func (r *Files) DeclOf(fn *types.Func) *ast.FuncDecl {
	if r.decls == nil {
		r.decls = make(map[*types.Func]*ast.FuncDecl)
		for _, f := range r.Pass.Files {
			for _, d := range f.Decls {
				if fd, ok := d.(*ast.FuncDecl); ok {
					if obj, ok := r.Pass.TypesInfo.Defs[fd.Name].(*types.Func); ok {
						r.decls[obj] = fd
					}
				}
			}
		}
	}
	return r.decls[fn]
}

// TypeOf is the type of an expression, of a function its signature; an invalid type, rather
// than nil, where there is none.
func (r *Files) TypeOf(e ast.Expr) types.Type {
	t := r.Pass.TypesInfo.TypeOf(e)
	if t == nil {
		return types.Typ[types.Invalid]
	}
	if sig, ok := t.Underlying().(*types.Signature); ok {
		return sig
	}
	return t
}

// IsField reports whether a name is that of a field.
func (r *Files) IsField(id *ast.Ident) bool {
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	return ok && v.IsField()
}

// IsDeclared reports whether an expression denotes a declared function or a method
// of a type: constants, as it were.
func (r *Files) IsDeclared(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ok := r.Pass.TypesInfo.Uses[e].(*types.Func)
		return ok
	case *ast.SelectorExpr:
		sel := r.Pass.TypesInfo.Selections[e]
		if sel != nil {
			return sel.Kind() == types.MethodExpr
		}
		_, ok := r.Pass.TypesInfo.Uses[e.Sel].(*types.Func)
		return ok
	case *ast.IndexExpr: // an instance
		return r.IsDeclared(e.X)
	case *ast.IndexListExpr:
		return r.IsDeclared(e.X)
	}
	return false
}

// TerminatingList reports whether the end of a list of statements cannot be reached.
func (r *Files) TerminatingList(list []ast.Stmt) bool {
	return (&syntax.Terminating{Index: r.Index, Info: r.Pass.TypesInfo}).List(list)
}

// LaunchedBody is the body of what is launched, nil where that is not of the package.
func (r *Files) LaunchedBody(stmt *ast.GoStmt) *ast.BlockStmt {
	_, body := r.Launched(stmt)
	return body
}

// Launched is the literal or the declaration that is launched, with its body; nil where that is
// not of the package.
func (r *Files) Launched(stmt *ast.GoStmt) (ast.Node, *ast.BlockStmt) {
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		return lit, lit.Body
	}
	if fn, ok := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func); ok {
		if decl := r.DeclOf(fn.Origin()); decl != nil && decl.Body != nil {
			return decl, decl.Body
		}
	}
	return nil, nil
}

// HasLiteral reports whether an expression has a function literal, in which there may
// be something else to fix: it must stay where it is.
func HasLiteral(e ast.Expr) bool { return syntax.Has[*ast.FuncLit](e) }

// DirOf is the directory of a file.
func DirOf(src *File) string { return filepath.Dir(src.Token.Name()) }

// LaunchedLiteral returns the literal that a launched call is of, or that is all that it is
// given, as in go once.Do(func() { ... }): the latter is what the task does. nil for any
// other call.
func LaunchedLiteral(call *ast.CallExpr) *ast.FuncLit {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return lit
	}
	if len(call.Args) != 1 {
		return nil
	}
	lit, _ := ast.Unparen(call.Args[0]).(*ast.FuncLit)
	return lit
}

// SelectedFrom is the name of the variable or field that something is selected from.
func SelectedFrom(x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

// Calls reports whether a call is of the function of a full name, which is made of one only where
// its end fits: every call of a launch may be asked about.
func (r *Files) Calls(call *ast.CallExpr, name string) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return ok && strings.HasSuffix(name, "."+fn.Name()) && fn.FullName() == name
}

// AtLeast reports whether the file's language version is at least v, or not known.
func (r *Files) AtLeast(file *ast.File, want string) bool {
	v := r.Pass.TypesInfo.FileVersions[file]
	if v == "" {
		v = r.Pass.Pkg.GoVersion()
	}
	return v == "" || version.Compare(v, want) >= 0
}

// IsPointer reports whether a type's underlying type is a pointer.
func IsPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// IsBuiltin reports whether a call is of the builtin function of a name.
func (r *Files) IsBuiltin(call *ast.CallExpr, name string) bool {
	return typesx.IsBuiltin(r.Pass.TypesInfo, call, name)
}

// CallOf returns the call that a statement consists of, nil for any other.
func CallOf(s ast.Stmt) *ast.CallExpr {
	if stmt, ok := s.(*ast.ExprStmt); ok {
		call, _ := stmt.X.(*ast.CallExpr)
		return call
	}
	return nil
}
