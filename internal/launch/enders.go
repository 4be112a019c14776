package launch

import (
	"go/ast"
	"go/types"
	"slices"
)

// maxEnders bounds how many methods are told of that end a launch.
const maxEnders = 2

// endersOf returns the exported methods of the package that end a launch which
// is tied to one of the fields: they, or what they call, close the channel in it,
// send on it, or call the function in it. Callers may know them by any name.
func (e *escaping) endersOf(fields []*types.Var) []string {
	if len(fields) == 0 {
		return nil
	}
	e.indexEnds()
	seen := make(map[*scope]bool)
	var todo []*scope
	reach := func(s *scope) {
		if s != nil && !seen[s] {
			seen[s] = true
			todo = append(todo, s)
		}
	}
	for _, v := range fields {
		for _, s := range e.endedIn[v] {
			reach(s)
		}
	}
	var names []string
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		reach(s.outer)
		if s.obj == nil {
			continue
		}
		if s.obj.Exported() && s.obj.Signature().Recv() != nil && !slices.Contains(names, s.obj.Name()) {
			names = append(names, s.obj.Name())
		}
		for _, caller := range e.callers[s.obj] {
			reach(caller)
		}
	}
	slices.Sort(names)
	return names[:min(len(names), maxEnders)]
}

// indexEnds finds, once, where fields are closed, sent on and called, and who
// calls whom.
func (e *escaping) indexEnds() {
	if e.endedIn != nil {
		return
	}
	e.endedIn = make(map[*types.Var][]*scope)
	e.callers = make(map[*types.Func][]*scope)
	for _, s := range e.list {
		for _, call := range s.calls {
			e.callers[call.fn] = append(e.callers[call.fn], s)
		}
		ast.Inspect(s.node, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return n == s.node
			case *ast.SendStmt:
				e.ended(s, n.Chan)
			case *ast.CallExpr:
				if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "close" && len(n.Args) == 1 {
					e.ended(s, n.Args[0])
				}
				e.ended(s, n.Fun)
			}
			return true
		})
	}
}

// ended notes that a function does to a field what may end a launch.
func (e *escaping) ended(s *scope, x ast.Expr) {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok { // another name: finish := b.finish
		if v, ok := e.p.Info.Uses[id].(*types.Var); ok && !isPackageVar(v) {
			x = e.p.only(v)
		}
	}
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok {
		return
	}
	if inner, ok := ast.Unparen(sel.X).(*ast.SelectorExpr); ok && releasing(sel.Sel.Name) && !e.p.isContext(e.p.Info.TypeOf(inner)) {
		sel = inner // x.conn.Close()
	}
	if v, ok := e.p.Info.Uses[sel.Sel].(*types.Var); ok && v.IsField() {
		e.endedIn[v.Origin()] = append(e.endedIn[v.Origin()], s)
	}
}

// tiedTo returns the fields that a launch is tied to: those through which its
// body sees a context or a channel, and those in which the function keeps what
// ends the variable that the body sees.
func (e *escaping) tiedTo(s *scope, list []place, v *types.Var) []*types.Var {
	var fields []*types.Var
	for _, at := range list {
		if at.last != nil {
			fields = append(fields, at.last, e.cancelBeside(at.last))
		}
	}
	if v != nil && !v.IsField() && len(list) == 0 {
		fields = append(fields, e.keptIn(s, v)...)
		for _, cancel := range e.cancels(s, v) {
			fields = append(fields, e.keptIn(s, cancel)...)
		}
	}
	return slices.DeleteFunc(fields, func(v *types.Var) bool { return v == nil })
}

// cancelBeside is the field that is assigned the function which cancels the
// context in another, by one call: s.ctx, s.cancel = context.WithCancel(ctx).
func (e *escaping) cancelBeside(v *types.Var) *types.Var {
	for _, d := range e.p.idx().defs[v] {
		if d.value == nil || d.index != 0 {
			continue
		}
		var beside *types.Var // the first, where the call is written to several
		for w, defs := range e.p.idx().defs {
			if w.IsField() && (beside == nil || inOrder(w, beside) < 0) && slices.ContainsFunc(defs, func(o def) bool { return o.value == d.value && o.index == 1 }) {
				beside = w
			}
		}
		if beside != nil {
			return beside
		}
	}
	return nil
}

// keptIn returns the fields that a function stores a variable in.
func (e *escaping) keptIn(s *scope, v *types.Var) []*types.Var {
	var fields []*types.Var
	keep := func(key, value ast.Expr) {
		if e.p.rootVar(value) != v {
			return
		}
		switch k := key.(type) {
		case *ast.Ident:
			if w, ok := e.p.Info.Uses[k].(*types.Var); ok && w.IsField() {
				fields = append(fields, w.Origin())
			}
		case *ast.SelectorExpr:
			if w, ok := e.p.Info.Uses[k.Sel].(*types.Var); ok && w.IsField() {
				fields = append(fields, w.Origin())
			}
		}
	}
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			keep(n.Key, n.Value)
		case *ast.AssignStmt:
			for i := range n.Lhs {
				if len(n.Lhs) == len(n.Rhs) {
					keep(n.Lhs[i], n.Rhs[i])
				}
			}
		}
		return true
	})
	return fields
}
