package metamorph

import (
	"go/ast"
	"go/types"
)

// inlined puts the body of a helper of the same file where it is called, as a literal
// that is called at once. The helper stays.
func inlined(f *File) []Piece {
	helpers := map[types.Object]*ast.FuncDecl{}
	f.functions(func(fn *ast.FuncDecl) {
		if fn.Recv == nil && fn.Type.TypeParams == nil && !fn.Name.IsExported() && !usesRecover(fn) {
			helpers[f.Pkg.TypesInfo.Defs[fn.Name]] = fn
		}
	})
	var edits []edit
	f.functions(func(fn *ast.FuncDecl) {
		var elsewhere []*ast.CallExpr // deferred and launched ones are no part of the function
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.DeferStmt:
				elsewhere = append(elsewhere, n.Call)
			case *ast.GoStmt:
				elsewhere = append(elsewhere, n.Call)
			case *ast.CallExpr:
				id, ok := n.Fun.(*ast.Ident)
				if !ok || len(elsewhere) > 0 && elsewhere[len(elsewhere)-1] == n {
					return true
				}
				if helper := helpers[f.Pkg.TypesInfo.Uses[id]]; helper != nil && helper != fn && f.meansTheSame(helper, n) {
					literal := "func" + f.text2(helper.Name.End(), helper.End())
					edits = append(edits, f.instead(id.Pos(), len(id.Name), literal))
				}
			}
			return true
		})
	})
	return f.edited(edits)
}

// meansTheSame reports whether the names that a function uses of its package, its
// imports and the language mean the same where it is called.
func (f *File) meansTheSame(fn *ast.FuncDecl, call *ast.CallExpr) bool {
	same := true
	ast.Inspect(fn, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || f.Pkg.TypesInfo.Uses[id] == nil {
			return same
		}
		obj := f.Pkg.TypesInfo.Uses[id]
		if scope := obj.Parent(); scope == nil || fn.Pos() <= obj.Pos() && obj.Pos() < fn.End() {
			return same // a field, a method, or its own
		}
		inner := f.Pkg.Types.Scope().Innermost(call.Pos())
		_, there := inner.LookupParent(id.Name, call.Pos())
		same = same && there == obj
		return same
	})
	return same
}
