package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/catalog"
)

// escapesCall tells whether what escapes the callee escapes the function too
// that calls it. callee is nil for a function of another package.
func (e *escaping) escapesCall(s *scope, call *ast.CallExpr, callee *scope) bool {
	p := e.p
	p.steps = maxSteps
	sig, _ := p.Info.TypeOf(call.Fun).Underlying().(*types.Signature)
	if sig == nil || e.once(s, call) || e.finalized(s) {
		return false
	}
	for i, arg := range call.Args {
		if p.Gives(paramAt(sig, i)) && e.ends(s, arg, nil) {
			return false
		}
	}
	if callee != nil {
		for _, v := range callee.signals {
			if e.waitedIn(s, nil, v) || e.waitsOn(s, v, []string{"Wait"}) {
				return false
			}
		}
	}
	return !e.endsReceiver(s, call) && !e.endsResults(s, call, sig)
}

// paramAt is the type of the parameter that argument i is for.
func paramAt(sig *types.Signature, i int) types.Type {
	n := sig.Params().Len()
	if n == 0 {
		return nil
	}
	t := sig.Params().At(min(i, n-1)).Type()
	if sl, ok := t.(*types.Slice); ok && sig.Variadic() && i >= n-1 {
		return sl.Elem()
	}
	return t
}

// endsReceiver tells whether the function ends what a method is called on, or was
// given it and so leaves that to the caller.
func (e *escaping) endsReceiver(s *scope, call *ast.CallExpr) bool {
	x, _ := e.p.group(call)
	if x == nil {
		return false
	}
	v := e.p.rootVar(x)
	if v == nil {
		return !e.temporary(x)
	}
	if e.isGiven(s, v) && Ender(e.p.Info.TypeOf(x), e.p.Pkg) != "" {
		return true
	}
	return !isPackageVar(v) && e.disposed(s, v, nil)
}

// temporary tells whether a value is made where it is used.
func (e *escaping) temporary(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND && e.temporary(x.X)
	case *ast.CallExpr:
		id, ok := ast.Unparen(x.Fun).(*ast.Ident)
		return ok && id.Name == "new"
	}
	return false
}

// endsResults tells whether the function has got something by which to end the
// launched, and ends it, or passes it to who may.
func (e *escaping) endsResults(s *scope, call *ast.CallExpr, sig *types.Signature) bool {
	uses := e.p.received(pathTo(s.file, call), sig.Results().Len())
	for i, u := range uses {
		if !e.p.endable(sig.Results().At(i).Type()) {
			continue
		}
		switch {
		case u.passed:
			return true
		case u.v == nil:
		case u.v.IsField():
			s.tied = append(s.tied, u.v.Origin())
		case isPackageVar(u.v):
		case e.disposed(s, u.v, nil):
			return true
		default:
			s.tied = append(s.tied, e.keptIn(s, u.v)...)
		}
	}
	return false
}

// endable tells whether a value of the type may be something that ends a launch,
// as the package itself sees it.
func (p *Package) endable(t types.Type) bool {
	if Ender(t, p.Pkg) != "" {
		return true
	}
	if n := named(t); n != nil && n.Pkg() == p.Pkg {
		set := types.NewMethodSet(types.NewPointer(n.Type()))
		for i := range set.Len() {
			if releasing(set.At(i).Obj().Name()) {
				return true
			}
		}
	}
	return false
}

// disposed tells whether the declared function ends what a variable of its own
// holds, or passes it to who may: it calls a method with the name of one that
// ends something, calls it, closes it or sends on it. What happens in the body
// of the launch itself does not count, nor what happens in a function that is
// handed out.
func (e *escaping) disposed(s *scope, v *types.Var, body ast.Node) bool {
	return e.disposedVar(s, v, body, 0)
}

func (e *escaping) disposedVar(s *scope, v *types.Var, body ast.Node, depth int) bool {
	if depth > 3 {
		return true
	}
	if e.p.isContext(v.Type()) {
		return slices.ContainsFunc(e.cancels(s, v), func(cancel *types.Var) bool {
			return e.disposedVar(s, cancel, body, depth+1)
		})
	}
	for _, id := range e.p.usesOf(s.decl, v) {
		if body != nil && body != s.decl && encloses(body, id.Pos()) {
			continue
		}
		path := pathTo(s.file, id)
		if e.disposes(s, path, depth) && e.here(s, path) {
			return true
		}
	}
	return false
}

// cancels returns the variables of the functions that cancel a context variable.
func (e *escaping) cancels(s *scope, v *types.Var) []*types.Var {
	var list []*types.Var
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Rhs) != 1 || len(a.Lhs) != 2 {
			return true
		}
		id, ok := a.Lhs[0].(*ast.Ident)
		if !ok || e.p.Info.ObjectOf(id) != v {
			return true
		}
		if cancel, ok := a.Lhs[1].(*ast.Ident); ok {
			if w, ok := e.p.Info.ObjectOf(cancel).(*types.Var); ok {
				list = append(list, w)
			}
		}
		return true
	})
	return list
}

// disposes tells whether the use of a variable at the start of a path ends it.
func (e *escaping) disposes(s *scope, path []ast.Node, depth int) bool {
	at := 1
	for ; at < len(path); at++ {
		switch x := path[at].(type) {
		case *ast.ParenExpr, *ast.StarExpr:
			continue
		case *ast.UnaryExpr:
			if x.Op == token.AND {
				continue
			}
		case *ast.SelectorExpr:
			if sel := e.p.Info.Selections[x]; sel != nil && sel.Kind() == types.FieldVal {
				continue
			}
			return releasing(x.Sel.Name)
		}
		break
	}
	if at >= len(path) {
		return false
	}
	self, _ := path[at-1].(ast.Expr)
	switch x := path[at].(type) {
	case *ast.CallExpr:
		return e.disposesCall(x, self)
	case *ast.SendStmt:
		return x.Chan == self
	case *ast.UnaryExpr:
		return x.Op == token.ARROW // waits for the end of what it made
	case *ast.RangeStmt:
		return x.X == self
	case *ast.AssignStmt:
		return e.moved(s, x, self, depth)
	}
	return false
}

// disposesCall tells whether a call ends what it calls, or one of its arguments.
func (e *escaping) disposesCall(call *ast.CallExpr, self ast.Expr) bool {
	if call.Fun == self {
		return true
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := e.p.Info.Uses[id].(*types.Builtin); ok {
			return b.Name() == "close"
		}
	}
	if e.p.Info.Types[call.Fun].IsType() {
		return false
	}
	sig, _ := e.p.Info.TypeOf(call.Fun).Underlying().(*types.Signature)
	for i, arg := range call.Args {
		if sig != nil && arg == self {
			t := paramAt(sig, i)
			if t == nil || isChan(t) || e.p.isContext(t) {
				return false
			}
			return e.p.endable(t) || types.IsInterface(t) && !e.p.callsStd(call)
		}
	}
	return false
}

// callsStd tells whether a call is of a function of the standard library, which
// ends nothing that it is not asked to by the type of its parameter.
func (p *Package) callsStd(call *ast.CallExpr) bool {
	fn := p.callee(call)
	return fn != nil && fn.Pkg() != nil && catalog.StdPath(fn.Pkg().Path())
}

// moved tells whether what is assigned to another variable is disposed of there,
// or given to the caller: stored in what a parameter points to.
func (e *escaping) moved(s *scope, a *ast.AssignStmt, self ast.Expr, depth int) bool {
	for i, r := range a.Rhs {
		if r != self || len(a.Lhs) != len(a.Rhs) {
			continue
		}
		v := e.p.rootVar(a.Lhs[i])
		if v == nil {
			return false
		}
		if _, ok := ast.Unparen(a.Lhs[i]).(*ast.Ident); ok {
			return !isPackageVar(v) && e.disposedVar(s, v, nil, depth+1)
		}
		return e.isGiven(s, v) && Ender(v.Type(), e.p.Pkg) != ""
	}
	return false
}

// here tells whether what is at the start of a path happens while the function
// runs, as opposed to in a function literal that is handed out.
func (e *escaping) here(s *scope, path []ast.Node) bool { return e.hereAt(s, path, 0) }

func (e *escaping) hereAt(s *scope, path []ast.Node, depth int) bool {
	for i, n := range path {
		lit, ok := n.(*ast.FuncLit)
		if !ok {
			continue
		}
		inner := e.byNode[lit]
		if inner == nil || e.handedOut(s, path[i:], depth) {
			return false
		}
	}
	return true
}

// handedOut tells whether a literal is returned, or stored in something other
// than a variable that is called here.
func (e *escaping) handedOut(s *scope, path []ast.Node, depth int) bool {
	if len(path) < 2 {
		return false
	}
	if call, ok := path[1].(*ast.CallExpr); ok {
		for _, arg := range call.Args {
			if arg == path[0] { // who is given it may call it, but what runs later does not count
				fn := e.p.callee(call)
				return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync" && fn.Signature().Recv() == nil
			}
		}
		return false
	}
	return !e.ran(s, path, depth+1)
}
