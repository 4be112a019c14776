package launch

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// once tells whether a node is reached at most once in the life of the process,
// as far as can be seen: a package variable says whether it was reached before,
// and nothing ever says otherwise again. (What a sync.Once runs is a function
// that is passed to it, and so is not reached by the function around it at all.)
func (e *escaping) once(s *scope, n ast.Node) bool {
	return e.p.once(pathTo(s.file, n))
}

// once is for the node at the start of a path.
func (p *Package) once(path []ast.Node) bool {
	for i := 1; i < len(path); i++ {
		switch x := path[i].(type) {
		case *ast.IfStmt:
			// In the way on, or after the condition of the other.
			if path[i-1] == x.Body && p.latch(x.Cond, x, path[i-1]) || x.Else != nil && path[i-1] == x.Else && p.latch(x.Cond, x, path[i-1]) {
				return true
			}
		case *ast.BlockStmt:
			if p.latched(x.List, path[i-1]) {
				return true
			}
		case *ast.CaseClause:
			if p.latched(x.Body, path[i-1]) {
				return true
			}
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		}
	}
	return false
}

// latched tells whether a statement before this one leaves the function once a
// latch is set.
func (p *Package) latched(list []ast.Stmt, before ast.Node) bool {
	for i, stmt := range list {
		if stmt == before {
			return false
		}
		x, ok := stmt.(*ast.IfStmt)
		if !ok || x.Else != nil || len(x.Body.List) == 0 {
			continue
		}
		if _, ok := x.Body.List[len(x.Body.List)-1].(*ast.ReturnStmt); !ok {
			continue
		}
		rest := &ast.BlockStmt{Lbrace: x.End(), List: list[i+1:], Rbrace: list[len(list)-1].End()}
		if p.latch(x.Cond, x, rest) {
			return true
		}
	}
	return false
}

// latch tells whether a condition looks at a package variable that is set on the
// way on, or by the condition itself, and is never set back.
func (p *Package) latch(cond ast.Expr, at ast.Stmt, way ast.Node) bool {
	switch x := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND:
			return p.latch(x.X, at, way) || p.latch(x.Y, at, way)
		case token.LOR:
			return p.latch(x.X, at, way) || p.latch(x.Y, at, way)
		case token.EQL, token.NEQ:
			if p.packageVar(x.X) != nil && p.isConstant(x.Y) {
				return p.set(p.packageVar(x.X), way)
			}
			if p.packageVar(x.Y) != nil && p.isConstant(x.X) {
				return p.set(p.packageVar(x.Y), way)
			}
			if call, ok := ast.Unparen(x.X).(*ast.CallExpr); ok && p.isConstant(x.Y) {
				return p.latchCall(call, way)
			}
		}
	case *ast.UnaryExpr:
		return x.Op == token.NOT && p.latch(x.X, at, way)
	case *ast.CallExpr:
		return p.latchCall(x, way)
	case *ast.Ident, *ast.SelectorExpr:
		v := p.packageVar(x)
		return v != nil && p.set(v, way)
	}
	return false
}

// latchCall looks at the calls that read a latch, and those that set it at once:
// x.Load(), x.CompareAndSwap(false, true), atomic.AddInt32(&x, 1) == 1.
func (p *Package) latchCall(call *ast.CallExpr, way ast.Node) bool {
	v, op := p.atomic(call)
	if v == nil {
		return false
	}
	switch op {
	case "Load":
		return p.set(v, way)
	case "CompareAndSwap", "Swap", "Add":
		return !p.reset(v, call, way)
	}
	return false
}

// atomic returns the package variable that a call of package sync/atomic is
// about, and what it does: Load, Store, Swap, CompareAndSwap, Add.
func (p *Package) atomic(call *ast.CallExpr) (*types.Var, string) {
	fn := p.callee(call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync/atomic" {
		return nil, ""
	}
	var on ast.Expr
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && fn.Signature().Recv() != nil {
		on = sel.X
	} else if len(call.Args) > 0 {
		if u, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr); ok && u.Op == token.AND {
			on = u.X
		}
	}
	if on == nil {
		return nil, ""
	}
	for _, op := range []string{"CompareAndSwap", "Load", "Store", "Swap", "Add"} {
		if len(fn.Name()) >= len(op) && fn.Name()[:len(op)] == op {
			return p.packageVar(on), op
		}
	}
	return nil, ""
}

// packageVar is the package variable that an expression names, or a field of one:
// then that field. An element is none: each has a life of its own.
func (p *Package) packageVar(x ast.Expr) *types.Var {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		if v, ok := p.Info.Uses[x].(*types.Var); ok && isPackageVar(v) && v.Pkg() == p.Pkg {
			return v
		}
	case *ast.SelectorExpr:
		if sel := p.Info.Selections[x]; sel != nil && sel.Kind() == types.FieldVal && p.packageVar(x.X) != nil {
			if v, ok := sel.Obj().(*types.Var); ok {
				return v.Origin()
			}
		}
	}
	return nil
}

func (p *Package) isConstant(x ast.Expr) bool {
	tv := p.Info.Types[x]
	return tv.Value != nil || tv.IsNil()
}

// set tells whether a latch is set in a stretch of the code, to something other
// than what it starts with, and never set back.
func (p *Package) set(v *types.Var, way ast.Node) bool {
	var setter ast.Node
	inspect(way, func(n ast.Node) {
		if value, ok := p.sets(n, v); ok && setter == nil && !p.zero(value) {
			setter = n
		}
	})
	return setter != nil && !p.reset(v, setter, way)
}

// inspect visits the nodes of a stretch, also of one that no source has.
func inspect(n ast.Node, visit func(ast.Node)) {
	if b, ok := n.(*ast.BlockStmt); ok {
		for _, s := range b.List {
			ast.Inspect(s, func(n ast.Node) bool { visit(n); return true })
		}
		return
	}
	ast.Inspect(n, func(n ast.Node) bool { visit(n); return true })
}

// sets returns the value that a node gives to a variable, nil where that is not
// one expression.
func (p *Package) sets(n ast.Node, v *types.Var) (ast.Expr, bool) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, l := range n.Lhs {
			if p.packageVar(l) == v {
				if len(n.Lhs) == len(n.Rhs) {
					return n.Rhs[i], true
				}
				return nil, true
			}
		}
	case *ast.CallExpr:
		if w, op := p.atomic(n); w == v && op != "Load" && len(n.Args) > 0 {
			return n.Args[len(n.Args)-1], true
		}
	}
	return nil, false
}

// zero tells whether an expression is the value that its type's variables start with.
func (p *Package) zero(x ast.Expr) bool {
	if x == nil {
		return false
	}
	tv := p.Info.Types[x]
	if tv.IsNil() {
		return true
	}
	if tv.Value == nil {
		return false
	}
	switch tv.Value.Kind() {
	case constant.Bool:
		return !constant.BoolVal(tv.Value)
	case constant.String:
		return constant.StringVal(tv.Value) == ""
	}
	return constant.Sign(tv.Value) == 0
}

// reset tells whether some other place of the package, tests apart, sets a latch
// back to what it starts with.
func (p *Package) reset(v *types.Var, setter ast.Node, _ ast.Node) bool {
	found := false
	for _, f := range p.Files {
		if p.inTest(f.Pos()) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if n == nil || found {
				return false
			}
			if value, ok := p.sets(n, v); ok && n != setter && p.zero(value) {
				found = true
			}
			return !found
		})
	}
	return found
}
