package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// escapesLaunch tells whether a launch escapes the function that has it.
func (e *escaping) escapesLaunch(s *scope, l *Launch) bool {
	p := e.p
	if p.Allowed != nil && p.Allowed(s.file, l.node().Pos()) {
		return false
	}
	if p.Info.Types[l.Call.Fun].IsBuiltin() {
		return false // it ends at once: go panic(v)
	}
	p.steps = maxSteps
	c := p.classifier(l)
	if l.Helper != nil {
		if e.owned(s, l) {
			return false
		}
		c.t = p.passed(&Launch{Call: l.Call, Denied: l.Helper})
	} else if c.handled() {
		return false
	}
	if e.awaitedIn(s, c) || e.countsDown(s, c) || e.tied(s, c) || e.usesGiven(s, c) || e.once(s, l.node()) || e.finalized(s) {
		return false
	}
	for _, sig := range c.outside() {
		if sig.Field {
			s.signals = append(s.signals, sig.Var)
		}
	}
	return true
}

// root is the declared function that a scope is in.
func (e *escaping) root(s *scope) *fn { return e.p.idx().byType[s.decl.Type] }

// isReceiver tells whether v is the receiver of the declared function.
func (e *escaping) isReceiver(s *scope, v *types.Var) bool {
	return s.decl.Recv != nil && e.root(s).param(v) == 0
}

// isGiven tells whether v is a parameter of the declared function, but not its
// receiver.
func (e *escaping) isGiven(s *scope, v *types.Var) bool {
	return e.root(s).param(v) >= 0 && !e.isReceiver(s, v)
}

// owned tells whether the group of a helper is none of the callers' concern: it
// is waited for here, was given, or the helper has no group but a library's.
func (e *escaping) owned(s *scope, l *Launch) bool {
	if l.Helper.Serves || len(l.Helper.Waits) == 0 {
		return true
	}
	places := e.p.groupPlaces(l.Call, e.root(s))
	if len(places) == 0 {
		return true // a library's, or one that cannot be followed
	}
	for _, at := range places {
		switch v := at.shared(); {
		case e.isGiven(s, at.root):
			return true
		case v != nil && e.waitsOn(s, v, l.Helper.Waits):
			return true
		case v != nil:
			s.signals = append(s.signals, v)
		case e.disposed(s, at.root, nil):
			return true
		}
	}
	return false
}

// tied tells whether something ends the launched that the caller gave, or that
// the function ends itself, or that comes from where it cannot be followed.
func (e *escaping) tied(s *scope, c *classifier) bool {
	t := c.t
	switch {
	case t.fn != nil:
		return e.tiedBody(s, c, t)
	case t.known != nil:
		numbers := slices.Clone(t.known.Contexts)
		for _, h := range t.known.Handed {
			numbers = append(numbers, h.Ctx)
		}
		for _, end := range t.known.Ends {
			if end.Strength != Hint {
				numbers = append(numbers, end.Param)
			}
		}
		for _, i := range numbers {
			if i == Global || t.arg(i) == nil || e.ends(s, t.arg(i), nil) {
				return true
			}
		}
		return false
	}
	for _, arg := range c.l.Call.Args {
		if e.p.isContext(e.p.Info.TypeOf(arg)) && e.ends(s, arg, nil) {
			return true
		}
	}
	return false
}

func (e *escaping) tiedBody(s *scope, c *classifier, t target) bool {
	eff := e.p.effectsOf(t.fn)
	var list []place
	for _, at := range eff.contexts {
		if c.contextAt(at, t) {
			list = append(list, at)
		}
	}
	for _, h := range eff.handed {
		if c.contextAt(h.ctx, t) {
			list = append(list, h.ctx)
		}
	}
	for _, at := range eff.received {
		if c.doneAt(at, t) {
			list = append(list, at)
		}
	}
	for _, end := range eff.ends {
		if c.endsAt(end, t) {
			list = append(list, end.place)
		}
	}
	for _, at := range list {
		if e.tiedAt(s, t, at) {
			return true
		}
	}
	return false
}

// tiedAt looks at what a place of a launched body is in the launcher.
func (e *escaping) tiedAt(s *scope, t target, at place) bool {
	i := t.fn.param(at.root)
	if i < 0 {
		tr := tracer{p: e.p, in: e.root(s)}
		return e.endsPlace(s, joinAll(tr.variable(at.root, 0), at), at.root, t.fn.node)
	}
	arg := t.arg(i)
	if arg == nil {
		return true
	}
	from := e.p.origins(arg, e.root(s))
	if i == 0 && t.recvSel != nil {
		from = fieldPath(from, t.recvSel)
	}
	return e.endsPlace(s, joinAll(from, at), e.p.rootVar(arg), t.fn.node)
}

// ends tells whether the function, or its caller, can end what was given arg:
// a context, a channel, or what holds one. body is what is launched, if anything:
// what happens there does not count.
func (e *escaping) ends(s *scope, arg ast.Expr, body ast.Node) bool {
	list := e.p.origins(arg, e.root(s))
	if len(list) == 0 && e.made(s, arg) {
		return false
	}
	return e.endsPlace(s, list, e.p.rootVar(arg), body)
}

// made tells whether an argument is made for the call of things that end nothing:
// a context that cannot be cancelled, nil, a literal without contexts and channels.
func (e *escaping) made(s *scope, arg ast.Expr) bool {
	switch x := ast.Unparen(arg).(type) {
	case *ast.CompositeLit:
		for _, elt := range x.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			if e.p.Gives(e.p.Info.TypeOf(elt)) && e.ends(s, elt, nil) {
				return false
			}
		}
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND && e.made(s, x.X)
	case *ast.Ident:
		if _, ok := e.p.Info.Uses[x].(*types.Nil); ok {
			return true
		}
	case *ast.CallExpr:
		if id, ok := ast.Unparen(x.Fun).(*ast.Ident); ok && (id.Name == "make" || id.Name == "new") {
			return true
		}
	}
	if e.p.isContext(e.p.Info.TypeOf(arg)) {
		j := judge{p: e.p}
		return !j.context(arg, 0)
	}
	return false
}

// endsPlace is ends for what comes from the places, of which there are none where
// the function made it itself: v, then.
func (e *escaping) endsPlace(s *scope, list []place, v *types.Var, body ast.Node) bool {
	for _, at := range list {
		switch {
		case e.isGiven(s, at.root) && e.p.Gives(at.root.Type()):
			// The callers see that by its type, each for itself.
		case e.isReceiver(s, at.root):
			if at.path == "" || at.last == nil || e.givenField(at.last) {
				return true
			}
		case isPackageVar(at.root) && at.root.Pkg() == e.p.Pkg:
			if at.root.Exported() {
				return true
			}
		default:
			return true
		}
	}
	fields := e.tiedTo(s, list, v)
	if slices.ContainsFunc(fields, func(f *types.Var) bool { return e.defersEnd(s, f, body) }) {
		return true
	}
	s.tied = append(s.tied, fields...)
	switch {
	case v == nil:
		return len(list) == 0
	case e.isReceiver(s, v):
		return len(list) == 0 // of its fields nothing is known
	case len(list) > 0 && !e.p.isContext(v.Type()):
		return false
	}
	return e.disposed(s, v, body) // also a context that was derived from the caller's
}

// defersEnd tells whether the declared function itself ends, in what it defers, what
// is tied to a field: it runs for as long as that does.
func (e *escaping) defersEnd(s *scope, v *types.Var, body ast.Node) bool {
	found := false
	ends := func(call *ast.CallExpr) bool {
		x := call.Fun
		if id, ok := ast.Unparen(x).(*ast.Ident); ok && id.Name == "close" && len(call.Args) == 1 {
			x = call.Args[0]
		}
		sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		w, ok := e.p.Info.Uses[sel.Sel].(*types.Var)
		return ok && w.Origin() == v
	}
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		if n == nil || found || n == body && body != s.decl {
			return false
		}
		d, ok := n.(*ast.DeferStmt)
		if !ok {
			_, lit := n.(*ast.FuncLit)
			return !lit // what a literal defers is its own
		}
		ast.Inspect(d.Call, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && ends(call) {
				found = true
			}
			return !found
		})
		return false
	})
	return found
}

// givenField tells whether what ends a launch, in a field, is in the hands of
// those who use the package: they can name it, or some function takes it from them.
func (e *escaping) givenField(v *types.Var) bool {
	if v.Pkg() != e.p.Pkg || v.Exported() {
		return true
	}
	for i, d := range e.p.idx().defs[v] {
		if d.value == nil || i > maxPlaces {
			return true
		}
		for _, at := range e.p.origins(d.value, d.in) {
			if d.in.param(at.root) >= 0 || !isPackageVar(at.root) {
				return true
			}
		}
	}
	return false
}

// rootVar is the variable that an expression starts at, or nil.
func (p *Package) rootVar(x ast.Expr) *types.Var {
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.SelectorExpr:
			if p.Info.Selections[y] == nil {
				v, _ := p.Info.Uses[y.Sel].(*types.Var)
				return v
			}
			x = y.X
		case *ast.UnaryExpr:
			x = y.X
		case *ast.StarExpr:
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.Ident:
			v, _ := p.Info.ObjectOf(y).(*types.Var)
			return v
		default:
			return nil
		}
	}
}

// finalized tells whether the declared function sets a finalizer: what it
// launches is meant to end when the value is dropped.
func (e *escaping) finalized(s *scope) bool {
	found := false
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !found {
			fn, _ := typeutil.Callee(e.p.Info, call).(*types.Func)
			found = fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "runtime" && (fn.Name() == "SetFinalizer" || fn.Name() == "AddCleanup")
		}
		return !found
	})
	return found
}
