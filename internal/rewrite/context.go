package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// contextAt returns the context for a launch: that which the launched call itself is
// given, else the innermost variable of type context.Context that is in scope and not
// hidden, of several in one scope the one declared last. One that may still be without
// a value does not count, nor one that another goroutine may change, nor one that ends
// when the function returns. "" means that there is none.
func (r *Rewriter) contextAt(src *source, stmt *ast.GoStmt) (name string) {
	for _, arg := range stmt.Call.Args {
		id, ok := ast.Unparen(arg).(*ast.Ident)
		if !ok {
			continue
		}
		if v, ok := r.pass.TypesInfo.Uses[id].(*types.Var); ok && isContext(v.Type()) && r.givesContext(src, stmt, v) {
			return id.Name
		}
	}
	r.visible(stmt.Pos(), isContext, func(v *types.Var) bool {
		if r.givesContext(src, stmt, v) && !r.endsWithFunction(src, v) {
			name = v.Name()
		}
		return name == ""
	})
	return name
}

func (r *Rewriter) givesContext(src *source, stmt *ast.GoStmt, v *types.Var) bool {
	return !r.unset(src, stmt, v) && !r.startsNil(src, v) && !r.changedElsewhere(src, stmt, v)
}

func isContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	return named.Obj().Pkg().Path() == "context" && named.Obj().Name() == "Context"
}

// startsNil reports whether a variable is declared with nil or gets it.
func (r *Rewriter) startsNil(src *source, v *types.Var) bool {
	found := false
	r.values(src, v, func(_ ast.Stmt, value ast.Expr, _ int) {
		found = found || value != nil && r.pass.TypesInfo.Types[value].IsNil()
	})
	return found
}

// values calls visit for what a local variable is assigned, with the statement and with
// the place of the variable among those on its left.
func (r *Rewriter) values(src *source, v *types.Var, visit func(s ast.Stmt, value ast.Expr, at int)) {
	d := declAt(src.file, v.Pos())
	if d == nil {
		return
	}
	info := r.pass.TypesInfo
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := ast.Unparen(lhs).(*ast.Ident); ok && (info.Defs[id] == v || info.Uses[id] == v) {
					visit(n, valueAt(n.Rhs, i), i)
				}
			}
		case *ast.ValueSpec:
			for i, id := range n.Names {
				if info.Defs[id] == v && len(n.Values) > 0 {
					visit(nil, valueAt(n.Values, i), i)
				}
			}
		}
		return true
	})
}

func valueAt(list []ast.Expr, i int) ast.Expr {
	return list[min(i, len(list)-1)]
}

// changedElsewhere reports whether a variable may get a value on another goroutine: in
// a literal that the launch is not part of, or by its address.
func (r *Rewriter) changedElsewhere(src *source, stmt *ast.GoStmt, v *types.Var) bool {
	if !r.isAssigned(v) {
		return false
	}
	return slices.ContainsFunc(r.changesOf(src, stmt, v), func(c change) bool {
		return c.hidden || c.in != nil && (stmt.Pos() < c.in.Pos() || c.in.End() <= stmt.Pos())
	})
}

// endsWithFunction reports whether a context is canceled when the function that made it
// returns: its cancel is deferred or called there. That of an errgroup ends with its Wait.
func (r *Rewriter) endsWithFunction(src *source, v *types.Var) bool {
	ends := false
	info := r.pass.TypesInfo
	r.values(src, v, func(s ast.Stmt, value ast.Expr, at int) {
		call, ok := ast.Unparen(value).(*ast.CallExpr)
		assign, isAssign := s.(*ast.AssignStmt)
		if !ok || !isAssign || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
			return
		}
		if fn, ok := typeutil.Callee(info, call).(*types.Func); ok && fn.FullName() == "golang.org/x/sync/errgroup.WithContext" {
			ends = true
		}
		id, ok := ast.Unparen(assign.Lhs[1-at]).(*ast.Ident)
		if !ok {
			return
		}
		if cancel, ok := info.ObjectOf(id).(*types.Var); ok {
			ends = ends || r.calledIn(src, assign, cancel)
		}
	})
	return ends
}

// calledIn reports whether a function value is called, or deferred, in the function
// around a statement, also in a literal that is deferred there.
func (r *Rewriter) calledIn(src *source, at ast.Stmt, v *types.Var) bool {
	found := false
	var fn ast.Node
	ast.PreorderStack(src.declAround(at), nil, func(n ast.Node, stack []ast.Node) bool {
		if n == at {
			fn = innermost(stack)
		}
		return fn == nil
	})
	if fn == nil {
		return false
	}
	ast.PreorderStack(fn, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if len(stack) < 2 {
				return true
			}
			_, isDefer := stack[len(stack)-2].(*ast.DeferStmt)
			return n == fn || isDefer
		case *ast.CallExpr:
			id, ok := ast.Unparen(n.Fun).(*ast.Ident)
			found = found || ok && r.pass.TypesInfo.Uses[id] == v
		}
		return !found
	})
	return found
}

// A change is a place where a variable gets a value.
type change struct {
	pos    token.Pos
	in     *ast.FuncLit // the innermost literal around it
	loops  []ast.Node   // those around it
	hidden bool         // not by an assignment: its address is taken, a method may change it
}

// changesOf returns where the declaration around a launch changes a variable.
func (r *Rewriter) changesOf(src *source, stmt *ast.GoStmt, v *types.Var) []change {
	d := src.declAround(stmt)
	if src.changes[d] == nil {
		src.changes[d] = r.findChanges(src, d)
	}
	return src.changes[d][v]
}

func (r *Rewriter) findChanges(src *source, d ast.Decl) map[*types.Var][]change {
	changes := make(map[*types.Var][]change)
	if d == nil {
		return changes
	}
	oneForAll := !r.atLeast(src.file, "go1.22")
	posts := make(map[ast.Stmt]bool) // that change the variables of the next iteration
	ast.PreorderStack(d, nil, func(n ast.Node, stack []ast.Node) bool {
		f := newDeclFacts()
		hidden := false
		if s, ok := n.(ast.Stmt); ok && posts[s] {
			return true
		}
		switch n := n.(type) {
		case *ast.ForStmt:
			init, ok := n.Init.(*ast.AssignStmt)
			posts[n.Post] = ok && init.Tok == token.DEFINE && n.Post != nil && !oneForAll
		case *ast.AssignStmt:
			r.assign(f, n.Lhs...)
		case *ast.IncDecStmt:
			r.assign(f, n.X)
		case *ast.RangeStmt:
			switch {
			case n.Tok == token.ASSIGN:
				r.assign(f, n.Key, n.Value)
			case oneForAll:
				r.changing(f, n.Key, n.Value)
			}
		case *ast.FuncType:
			r.namedResults(f, n)
			hidden = true
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				r.assign(f, n.X)
			}
			hidden = true
		case *ast.SliceExpr:
			if _, ok := r.typeOf(n.X).Underlying().(*types.Array); ok {
				r.assign(f, n.X)
			}
			hidden = true
		case *ast.SelectorExpr:
			r.method(f, n)
			hidden = true
		}
		for v := range f.assigned {
			c := change{pos: n.Pos(), hidden: hidden}
			for _, m := range stack {
				switch m := m.(type) {
				case *ast.FuncLit:
					c.in = m
				case *ast.ForStmt, *ast.RangeStmt:
					c.loops = append(c.loops, m)
				}
			}
			if _, isLoop := n.(*ast.RangeStmt); isLoop {
				c.loops = append(c.loops, n)
			}
			changes[v] = append(changes[v], c)
		}
		return true
	})
	return changes
}

// changesAfter reports whether a local variable may get another value once a launch has
// been reached: behind it, in a loop that comes round to it, in a literal, or in a way
// that cannot be seen.
func (r *Rewriter) changesAfter(src *source, stmt *ast.GoStmt, v *types.Var) bool {
	if !r.isAssigned(v) {
		return false
	}
	if len(src.jumps[src.body[stmt]]) > 0 {
		return true
	}
	return slices.ContainsFunc(r.changesOf(src, stmt, v), func(c change) bool {
		around := func(n ast.Node) bool { return n.Pos() <= stmt.Pos() && stmt.Pos() < n.End() }
		again := func(loop ast.Node) bool { return around(loop) && !r.isNewIn(src, loop, v) }
		return c.hidden || c.pos >= stmt.Pos() || c.in != nil && !around(c.in) || slices.ContainsFunc(c.loops, again)
	})
}

// isNewIn reports whether each iteration of a loop has a variable of its own.
func (r *Rewriter) isNewIn(src *source, loop ast.Node, v *types.Var) bool {
	start := loop.Pos()
	if !r.atLeast(src.file, "go1.22") {
		switch loop := loop.(type) {
		case *ast.ForStmt:
			start = loop.Body.Pos()
		case *ast.RangeStmt:
			start = loop.Body.Pos()
		}
	}
	return start <= v.Pos() && v.Pos() < loop.End()
}
