package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/syntax"
)

func universe(name string) types.Object { return types.Universe.Lookup(name) }

// lookup returns what a name means at a position, nil if nothing.
func (r *Rewriter) lookup(name string, pos token.Pos) types.Object {
	scope := r.scopeAt(pos)
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, pos)
	return obj
}

// scopeAt returns the innermost scope at a position. Finding it takes time in wide
// functions, so it is remembered.
func (r *Rewriter) scopeAt(pos token.Pos) *types.Scope {
	scope, ok := r.scopes[pos]
	if !ok {
		scope = r.pass.Pkg.Scope().Innermost(pos)
		r.scopes[pos] = scope
	}
	return scope
}

// varsOf returns the variables of a scope, the latest first.
func (r *Rewriter) varsOf(scope *types.Scope) []*types.Var {
	vars, ok := r.vars[scope]
	if !ok {
		for _, name := range scope.Names() {
			if v, ok := scope.Lookup(name).(*types.Var); ok && name != "_" {
				vars = append(vars, v)
			}
		}
		slices.SortFunc(vars, func(a, b *types.Var) int { return int(b.Pos() - a.Pos()) })
		r.vars[scope] = vars
	}
	return vars
}

// visible calls yield for the variables of functions, of some types, that are in
// scope at a position and not hidden, the innermost and latest first, until it returns false.
func (r *Rewriter) visible(pos token.Pos, is func(types.Type) bool, yield func(*types.Var) bool) {
	for scope := r.scopeAt(pos); scope != nil && scope.Parent() != r.pass.Pkg.Scope() && scope != r.pass.Pkg.Scope(); scope = scope.Parent() {
		for _, v := range r.varsOf(scope) {
			if is(v.Type()) && r.lookup(v.Name(), pos) == v && !yield(v) {
				return
			}
		}
	}
}

// taskName names what a go statement runs: "Server.loop", "flush", "http.Serve",
// and for a literal what the runtime calls it, but for the package:
// "Server.Start.func1".
func (r *Rewriter) taskName(src *source, stmt *ast.GoStmt) string {
	fun := ast.Unparen(stmt.Call.Fun)
	if lit, ok := fun.(*ast.FuncLit); ok {
		return r.literalName(src, lit)
	}
	if of := r.wrapped(stmt.Call); of != nil {
		return r.selectedName(of)
	}
	if len(stmt.Call.Args) == 1 {
		if lit, ok := ast.Unparen(stmt.Call.Args[0]).(*ast.FuncLit); ok { // once.Do(func() { ... })
			return r.literalName(src, lit)
		}
	}
	for {
		switch x := fun.(type) {
		case *ast.IndexExpr:
			if !r.isDeclared(x.X) {
				return r.enclosing(src, stmt)
			}
			fun = ast.Unparen(x.X)
			continue
		case *ast.IndexListExpr:
			fun = ast.Unparen(x.X)
			continue
		case *ast.CallExpr:
			fun = ast.Unparen(x.Fun)
			continue
		case *ast.Ident:
			if _, isVar := r.pass.TypesInfo.Uses[x].(*types.Var); isVar && r.isParam(x) {
				return r.enclosing(src, stmt) // what it does, not what it is called here
			}
			return x.Name
		case *ast.SelectorExpr:
			return r.selectedName(x)
		case *ast.FuncLit:
			return r.literalName(src, x)
		}
		return r.enclosing(src, stmt)
	}
}

// wrapped returns the method that is the only argument of a launched call, as in
// go withRecover(s.run): that is what the task does. nil for any other call.
func (r *Rewriter) wrapped(call *ast.CallExpr) *ast.SelectorExpr {
	if len(call.Args) != 1 {
		return nil
	}
	sel, ok := ast.Unparen(call.Args[0]).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if selection := r.pass.TypesInfo.Selections[sel]; selection == nil || selection.Kind() != types.MethodVal {
		return nil
	}
	return sel
}

// selectedName is the name of a method, of a function of another package, or of a
// field that has a function.
func (r *Rewriter) selectedName(x *ast.SelectorExpr) string {
	sel := r.pass.TypesInfo.Selections[x]
	if sel == nil {
		if pkg, ok := ast.Unparen(x.X).(*ast.Ident); ok {
			return pkg.Name + "." + x.Sel.Name
		}
		return x.Sel.Name
	}
	t := sel.Recv()
	if fn, ok := sel.Obj().(*types.Func); ok {
		t = fn.Signature().Recv().Type()
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name() + "." + x.Sel.Name
	}
	return x.Sel.Name
}

// enclosing names the declaration around a node.
func (r *Rewriter) enclosing(src *source, n ast.Node) string {
	if d := src.declAround(n); d != nil {
		return declName(d, n.Pos())
	}
	return "init"
}

func declName(d ast.Decl, pos token.Pos) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil || len(d.Recv.List) == 0 {
			return d.Name.Name
		}
		t := d.Recv.List[0].Type
		for {
			switch x := t.(type) {
			case *ast.ParenExpr:
				t = x.X
			case *ast.StarExpr:
				t = x.X
			case *ast.IndexExpr:
				t = x.X
			case *ast.IndexListExpr:
				t = x.X
			case *ast.Ident:
				return x.Name + "." + d.Name.Name
			default:
				return d.Name.Name
			}
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && spec.Pos() <= pos && pos < spec.End() {
				return v.Names[0].Name
			}
		}
	}
	return "init"
}

// literalName numbers the literals of a declaration in the order of the source. One
// within a literal goes by the name of the outer.
func (r *Rewriter) literalName(src *source, lit *ast.FuncLit) string {
	if src.literals == nil {
		src.literals = make(map[*ast.FuncLit]string)
		for _, d := range src.file.Decls {
			if fd, ok := d.(*ast.FuncDecl); ok {
				nameLiterals(src.literals, fd, declName(fd, fd.Pos())+".func")
				continue
			}
			if gd, ok := d.(*ast.GenDecl); ok {
				for _, spec := range gd.Specs {
					nameLiterals(src.literals, spec, declName(gd, spec.Pos())+".func")
				}
			}
		}
	}
	return src.literals[lit]
}

func nameLiterals(names map[*ast.FuncLit]string, root ast.Node, prefix string) {
	n := 0
	for lit := range syntax.Own[*ast.FuncLit](root) {
		n++
		names[lit] = prefix + strconv.Itoa(n)
		for inner := range syntax.All[*ast.FuncLit](lit.Body) {
			names[inner] = names[lit] // one number says where to look
		}
	}
}

// isParam reports whether a name means a parameter of a function.
func (r *Rewriter) isParam(id *ast.Ident) bool {
	def, ok := r.index.Definition(r.pass.TypesInfo.Uses[id])
	return ok && def.ParentEdgeKind() == edge.Field_Names && def.Parent().Parent().ParentEdgeKind() == edge.FuncType_Params
}
