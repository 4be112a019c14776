package obligation

import (
	"go/ast"
	"go/types"
	"slices"
)

// WaitSpec is the obligation of those who launch into a group: to wait for it.
func WaitSpec(methods ...string) *Spec {
	return &Spec{Name: "the launch", Release: methods, Here: true}
}

// ReceiveSpec is the obligation of those who launch what reports on a channel:
// to receive from it.
func ReceiveSpec() *Spec {
	return &Spec{Name: "the launch", Receive: true, Here: true}
}

// Awaited tells whether what a go statement (or a call of a closure that
// launches) starts is waited for: on every path from there out of the function
// that owns the place, and on at least one, the spec's release is met.
//
// Where the owner is captured from an outer function, the calls of the closure
// count as launches there.
func (e *Engine) Awaited(launch ast.Node, owner Place, spec *Spec) bool {
	return e.awaited(e.enclosing(launch), launch, owner, spec, 0)
}

func (e *Engine) awaited(f *Func, launch ast.Node, owner Place, spec *Spec, depth int) bool {
	if f == nil || depth > maxDepth {
		return false
	}
	if f.contains(owner.Root) {
		return e.waitedOnAllPaths(f, launch, owner, spec)
	}
	if f.Lit == nil {
		return false
	}
	calls := e.callsOf(f.Lit)
	return len(calls) > 0 && !slices.ContainsFunc(calls, func(call *ast.CallExpr) bool {
		return !e.awaited(e.enclosing(call), call, owner, spec, depth+1)
	})
}

func (e *Engine) waitedOnAllPaths(f *Func, launch ast.Node, owner Place, spec *Spec) bool {
	site := &Site{Spec: spec, Func: f, After: launch, Owner: owner}
	outcomes := e.Explore(site)
	if len(outcomes) == 0 {
		return false
	}
	for _, o := range outcomes {
		if o.Kind != Released && o.Kind != Deferred {
			return false
		}
	}
	return true
}

// enclosing returns the innermost function around a node.
func (e *Engine) enclosing(n ast.Node) *Func {
	var found *Func
	for _, file := range e.pass.Files {
		if !encloses(file, n.Pos()) {
			continue
		}
		ast.Inspect(file, func(m ast.Node) bool {
			if m == nil || !encloses(m, n.Pos()) {
				return false
			}
			switch m := m.(type) {
			case *ast.FuncDecl:
				if m.Body != nil && encloses(m.Body, n.Pos()) {
					found = e.function(m)
				}
			case *ast.FuncLit:
				if encloses(m.Body, n.Pos()) && m != n {
					found = e.literal(m)
				}
			}
			return true
		})
	}
	return found
}

// callsOf returns the calls of a literal: of itself, at once, or of the one
// variable that it is bound to. It returns nil where there may be others.
func (e *Engine) callsOf(lit *ast.FuncLit) []*ast.CallExpr {
	outer := e.outer(lit)
	if outer == nil {
		return nil
	}
	var calls []*ast.CallExpr
	var bound *types.Var
	ok := false
	ast.Inspect(outer.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			if ast.Unparen(n.Call.Fun) == lit {
				return false
			}
		case *ast.CallExpr:
			if ast.Unparen(n.Fun) == lit {
				calls, ok = append(calls, n), true
			}
		case *ast.AssignStmt:
			for i, r := range n.Rhs {
				if ast.Unparen(r) == lit && i < len(n.Lhs) {
					if id, isIdent := n.Lhs[i].(*ast.Ident); isIdent {
						bound, _ = e.info.ObjectOf(id).(*types.Var)
					}
				}
			}
		case *ast.ValueSpec:
			for i, r := range n.Values {
				if ast.Unparen(r) == lit && i < len(n.Names) {
					bound, _ = e.info.Defs[n.Names[i]].(*types.Var)
				}
			}
		}
		return true
	})
	if ok || bound == nil {
		return calls
	}
	return e.callsOfVar(outer, bound)
}

// outer returns the function that a literal is written in.
func (e *Engine) outer(lit *ast.FuncLit) *Func {
	return e.enclosing(lit)
}

// callsOfVar returns the calls of a function variable, or nil where it is used in
// any other way, or by a go statement or in another literal.
func (e *Engine) callsOfVar(f *Func, v *types.Var) []*ast.CallExpr {
	called := map[*ast.Ident]*ast.CallExpr{}
	var calls []*ast.CallExpr
	only := true
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			if id := calleeIdent(n.Call); id != nil && e.info.Uses[id] == v {
				only = false
			}
		case *ast.CallExpr:
			if id := calleeIdent(n); id != nil && e.info.Uses[id] == v {
				called[id] = n
			}
		case *ast.Ident:
			if e.info.Uses[n] == v {
				if call := called[n]; call != nil {
					calls = append(calls, call)
				} else {
					only = false
				}
			}
		}
		return true
	})
	if !only {
		return nil
	}
	return calls
}
