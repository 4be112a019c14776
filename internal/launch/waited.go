package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// waitsOn tells whether the declared function calls one of the methods on a field.
func (e *escaping) waitsOn(s *scope, v *types.Var, methods []string) bool {
	found := false
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return !found
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || !slices.Contains(methods, sel.Sel.Name) {
			return !found
		}
		if x, ok := ast.Unparen(sel.X).(*ast.SelectorExpr); ok {
			if w, ok := e.p.Info.Uses[x.Sel].(*types.Var); ok && w.Origin() == v {
				found = true
			}
		}
		if x, ok := ast.Unparen(sel.X).(*ast.Ident); ok && e.p.Info.Uses[x] == v {
			found = true
		}
		return !found
	})
	return found
}

// awaitedIn tells whether the function waits for the end of a launch, or for what
// the caller gave for the purpose.
func (e *escaping) awaitedIn(s *scope, c *classifier) bool {
	for _, sig := range c.outside() {
		root, _ := sig.Root.(*types.Var)
		switch {
		case root == nil:
		case e.isGiven(s, root) && !e.p.Gives(root.Type()):
			return true
		case e.p.Awaiter != nil && e.p.Awaiter.Awaited(c.l.node(), sig):
			return true
		case e.waitsAtEnd(s, sig):
			return true
		case (sig.Field || isPackageVar(sig.Var)) && e.waitedIn(s, c.body(), sig.Var):
			return true
		}
	}
	return false
}

// waitsAtEnd tells whether a deferred call waits for a WaitGroup, at the top level
// of the function or of the literal that it defers: that holds on every path, also
// where there are too many to follow.
func (e *escaping) waitsAtEnd(s *scope, sig Signal) bool {
	if sig.Kind != WaitGroup {
		return false
	}
	waits := func(call *ast.CallExpr) bool {
		x, _ := e.p.group(call)
		return x != nil && waitGroupMethod(e.p.callee(call), "Wait") && e.p.rootVar(x) == sig.Root
	}
	for _, stmt := range s.decl.Body.List {
		d, ok := stmt.(*ast.DeferStmt)
		if !ok {
			continue
		}
		if waits(d.Call) {
			return true
		}
		if lit, ok := ast.Unparen(d.Call.Fun).(*ast.FuncLit); ok {
			for _, inner := range lit.Body.List {
				if x, ok := inner.(*ast.ExprStmt); ok {
					if call, ok := x.X.(*ast.CallExpr); ok && waits(call) {
						return true
					}
				}
			}
		}
	}
	return false
}

// countsDown tells whether the body calls Done on a WaitGroup of the function's
// in a loop, for items of work, or in a deferred function under some condition, and
// the function waits for that: how they are related cannot be followed.
func (e *escaping) countsDown(s *scope, c *classifier) bool {
	if c.t.fn == nil {
		return false
	}
	known := make(map[*types.Var]bool)
	for _, sig := range c.outside() {
		known[sig.Var] = true
	}
	counts := false
	var loops []ast.Node
	ast.Inspect(c.t.fn.node, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.DeferStmt:
			loops = append(loops, n)
		}
		inLoop := func(n ast.Node) bool {
			return slices.ContainsFunc(loops, func(loop ast.Node) bool { return encloses(loop, n.Pos()) })
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || counts || !waitGroupMethod(e.p.callee(call), "Done") {
			return !counts
		}
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			if id, ok := ast.Unparen(sel.X).(*ast.Ident); ok {
				v, _ := e.p.Info.Uses[id].(*types.Var)
				counts = v != nil && !known[v] && inLoop(call) && !encloses(c.t.fn.node, v.Pos()) && e.waitsOn(s, v, []string{"Wait"})
			}
		}
		return !counts
	})
	return counts
}

// waitedIn tells whether the declared function, but not the body of a launch,
// waits on a field or a package variable, or receives from it.
func (e *escaping) waitedIn(s *scope, body *fn, v *types.Var) bool {
	census := e.p.waited()
	for _, list := range [][]token.Pos{census.waits[v], census.recvs[v]} {
		for _, at := range list {
			inBody := body != nil && body.node != s.decl && encloses(body.node, at)
			if encloses(s.decl, at) && !inBody {
				return true
			}
		}
	}
	return false
}

func encloses(n ast.Node, at token.Pos) bool { return n.Pos() <= at && at < n.End() }
