package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// A kin says which variables and fields of a package may hold the same group, and
// what becomes of it: whether somewhere something waits on one of them, or one
// goes where it cannot be followed. Like waiting it follows no paths.
type kin struct {
	p      *Package
	types  map[*types.TypeName]bool
	parent map[*types.Var]*types.Var
	passed map[*types.Var][]*types.Var // the parameters that a variable is passed for
	args   map[*types.Var][]*types.Var // what is passed for a parameter
	waits  map[*types.Var][]token.Pos  // where it is waited on, or goes astray
	nodes  []ast.Node

	classes map[*types.Var][]*types.Var // all names by the one that stands for them
}

// kinship returns the kin of the package, for the types of which something is
// launched into.
func (p *Package) kinship() *kin {
	if p.kin != nil {
		return p.kin
	}
	k := &kin{
		p: p, types: make(map[*types.TypeName]bool), parent: make(map[*types.Var]*types.Var), waits: make(map[*types.Var][]token.Pos),
		passed: make(map[*types.Var][]*types.Var), args: make(map[*types.Var][]*types.Var),
	}
	p.kin = k
	for _, f := range p.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if fn := p.callee(call); p.startsCommand(fn) || p.Helpers.Lookup(fn) != nil {
					if recv := fn.Signature().Recv(); recv != nil {
						k.types[named(recv.Type())] = true
					}
				}
			}
			return true
		})
	}
	for _, u := range p.idx().lent {
		k.types[named(p.Info.TypeOf(u.call.Args[u.arg]))] = true
	}
	for _, f := range p.Files {
		ast.Inspect(f, k.visit)
	}
	return k
}

func (k *kin) find(v *types.Var) *types.Var {
	for k.parent[v] != nil {
		v = k.parent[v]
	}
	return v
}

func (k *kin) union(v, w *types.Var) {
	if v == nil || w == nil {
		return
	}
	if v, w = k.find(v), k.find(w); v != w {
		k.parent[v] = w
	}
}

func (k *kin) visit(n ast.Node) bool {
	if n == nil {
		k.nodes = k.nodes[:len(k.nodes)-1]
		return true
	}
	if v := k.groupVar(n); v != nil {
		k.use(v, n)
	}
	if sel, ok := n.(*ast.SelectorExpr); ok {
		k.promoted(sel)
	}
	k.nodes = append(k.nodes, n)
	return true
}

// groupVar is the variable or field of a group's type that an expression names.
func (k *kin) groupVar(n ast.Node) *types.Var {
	e, ok := n.(ast.Expr)
	if !ok || e == nil {
		return nil
	}
	var v *types.Var
	switch e := e.(type) {
	case *ast.Ident:
		v, _ = k.p.Info.Uses[e].(*types.Var)
		if v != nil && v.IsField() {
			return nil // the selector stands for it, or it is a key
		}
	case *ast.SelectorExpr:
		v, _ = k.p.Info.Uses[e.Sel].(*types.Var)
	}
	if v == nil || !k.isGroup(v.Type()) {
		return nil
	}
	return v.Origin()
}

func (k *kin) isGroup(t types.Type) bool {
	name := named(t)
	return name != nil && k.types[name]
}

// promoted looks at methods of groups that are embedded in what they are called on.
func (k *kin) promoted(sel *ast.SelectorExpr) {
	s := k.p.Info.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || len(s.Index()) < 2 {
		return
	}
	path := fieldPath([]place{{}}, s)
	if len(path) == 1 && path[0].last != nil && k.isGroup(path[0].last.Type()) && k.releases(path[0].last.Type(), sel.Sel.Name) {
		k.waits[path[0].last] = append(k.waits[path[0].last], sel.Pos())
	}
}

// releases tells whether a method waits for what was launched into a value of the
// type, or lets go of it.
func (k *kin) releases(t types.Type, method string) bool {
	if isNamed(t, "os/exec", "Cmd") || isNamed(t, "os", "Process") {
		return method == "Wait" || method == "Release"
	}
	return k.p.Helpers.WaitsFor(named(t), method)
}

// use looks at what surrounds the name of a group.
func (k *kin) use(v *types.Var, n ast.Node) {
	at := len(k.nodes) - 1
	for ; at >= 0; at-- {
		switch x := k.nodes[at].(type) {
		case *ast.ParenExpr:
			n = x
			continue
		case *ast.StarExpr:
			n = x
			continue
		case *ast.UnaryExpr:
			if x.Op == token.AND {
				n = x
				continue
			}
		}
		break
	}
	if at < 0 {
		return
	}
	astray := false
	switch x := k.nodes[at].(type) {
	case *ast.SelectorExpr:
		if x.Sel == n {
			return // the qualified name of a variable is looked at as a whole
		}
		astray = k.selected(x, at)
	case *ast.AssignStmt:
		for i, r := range x.Rhs {
			if r == n {
				astray = i >= len(x.Lhs) || !k.stored(v, x.Lhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, r := range x.Values {
			if r == n {
				astray = i >= len(x.Names) || !k.stored(v, x.Names[i])
			}
		}
	case *ast.KeyValueExpr:
		id, ok := x.Key.(*ast.Ident)
		field, _ := k.p.Info.Uses[id].(*types.Var)
		astray = x.Value == n && (!ok || field == nil || !field.IsField() || !k.isGroup(field.Type()))
		if !astray && x.Value == n {
			k.union(v, field.Origin())
		}
	case *ast.CompositeLit:
		astray = !k.element(v, x, n)
	case *ast.CallExpr:
		astray = x.Fun != n && !k.given(v, x, n)
	case *ast.BinaryExpr, *ast.ExprStmt:
	default:
		astray = true // returned, sent, an element, converted
	}
	if astray {
		k.waits[v] = append(k.waits[v], n.Pos())
	}
}

// selected tells whether what is selected of a group waits for it, or may.
func (k *kin) selected(sel *ast.SelectorExpr, at int) bool {
	if s := k.p.Info.Selections[sel]; s != nil && s.Kind() == types.FieldVal {
		if sel.Sel.Name != "Process" || at == 0 {
			return false
		}
		outer, ok := k.nodes[at-1].(*ast.SelectorExpr)
		return !ok || k.releases(k.p.Info.TypeOf(sel), outer.Sel.Name)
	}
	return k.releases(k.p.Info.TypeOf(sel.X), sel.Sel.Name)
}

// stored notes that a group is assigned to a variable or a field.
func (k *kin) stored(v *types.Var, to ast.Expr) bool {
	var w *types.Var
	switch to := ast.Unparen(to).(type) {
	case *ast.Ident:
		if to.Name == "_" {
			return true
		}
		w, _ = k.p.Info.ObjectOf(to).(*types.Var)
	case *ast.SelectorExpr:
		w, _ = k.p.Info.Uses[to.Sel].(*types.Var)
	}
	if w == nil || !k.isGroup(w.Type()) {
		return false
	}
	k.union(v, w.Origin())
	return true
}

// element notes that a group is the value of a struct's field, without its name.
func (k *kin) element(v *types.Var, lit *ast.CompositeLit, n ast.Node) bool {
	t := k.p.Info.TypeOf(lit)
	if t == nil {
		return false
	}
	if p, ok := t.Underlying().(*types.Pointer); ok { // an element whose type is left out
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	i := slices.IndexFunc(lit.Elts, func(e ast.Expr) bool { return e == n })
	if !ok || i < 0 || i >= s.NumFields() {
		return false
	}
	k.union(v, s.Field(i).Origin())
	return true
}

// given notes that a group is an argument, and tells whether it is known what the
// callee does with it.
func (k *kin) given(v *types.Var, call *ast.CallExpr, arg ast.Node) bool {
	k.p.steps = maxSteps
	t := k.p.resolve(call)
	if t.fn == nil || t.spread || variadic(t.fn.typ) {
		return false
	}
	for i, a := range call.Args {
		if a != arg {
			continue
		}
		if i += t.shift(); i < len(t.fn.params) && t.fn.params[i] != nil && k.isGroup(t.fn.params[i].Type()) {
			param := t.fn.params[i]
			k.passed[v] = append(k.passed[v], param)
			k.args[param] = append(k.args[param], v)
			return true
		}
	}
	return false
}

// A household is what may hold the same group as a variable: where it comes from,
// parameters followed to what is passed for them, and where that goes. What else is
// passed for a parameter to which it goes is none of it.
type household struct {
	from map[*types.Var]bool
	all  map[*types.Var]bool
}

func (k *kin) household(v *types.Var) household {
	if k.classes == nil {
		k.classes = make(map[*types.Var][]*types.Var)
		for _, w := range slices.SortedFunc(maps.Keys(k.parent), inOrder) {
			k.classes[k.find(w)] = append(k.classes[k.find(w)], w)
		}
	}
	h := household{from: make(map[*types.Var]bool), all: make(map[*types.Var]bool)}
	h.from = k.closure([]*types.Var{v}, k.args)
	h.all = k.closure(slices.Collect(maps.Keys(h.from)), k.passed)
	return h
}

// closure follows variables by their other names and by a relation.
func (k *kin) closure(todo []*types.Var, relation map[*types.Var][]*types.Var) map[*types.Var]bool {
	found := make(map[*types.Var]bool)
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if found[v] {
			continue
		}
		found[v] = true
		root := k.find(v)
		todo = append(append(append(todo, root), k.classes[root]...), relation[v]...)
	}
	return found
}

// forsaken tells whether nothing in the package waits on a field or a package
// variable, or on what is stored there under another name, and nobody else can.
// Waits in tests do not count for what is launched elsewhere.
func (k *kin) forsaken(v *types.Var, launch token.Pos) bool {
	h := k.household(v)
	for w := range h.all {
		if h.from[w] && !k.own(w) || k.exposed(w) {
			return false
		}
		for _, pos := range k.waits[w] {
			if k.p.inTest(launch) || !k.p.inTest(pos) {
				return false
			}
		}
	}
	return true
}

// shared tells whether a local variable's value is also that of a field or of a
// package variable.
func (k *kin) shared(v *types.Var) bool {
	for w := range k.household(v).all {
		if w.IsField() || isPackageVar(w) {
			return true
		}
	}
	return false
}

// own tells whether all that a variable or field holds comes from this package.
func (k *kin) own(v *types.Var) bool {
	for _, d := range k.p.idx().defs[v] {
		if d.each || k.groupVar(unref(d.value)) == nil && !k.p.makes(d.value, d.index, 0) {
			return false
		}
	}
	f := k.p.idx().params[v]
	return v.Pkg() == k.p.Pkg && (f == nil || f.obj != nil && !f.obj.Exported())
}

// exposed tells whether others than this package can get at a field or a package
// variable.
func (k *kin) exposed(v *types.Var) bool {
	switch {
	case v.Pkg() != k.p.Pkg:
		return true
	case isPackageVar(v):
		return v.Exported() && k.p.Pkg.Name() != "main"
	case v.IsField():
		return v.Exported() && !(v.Embedded() && !k.embeddedInExported(v))
	}
	return false
}

// unref strips what is between a variable and a pointer to it.
func unref(e ast.Expr) ast.Expr {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.UnaryExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return x
		}
	}
}

// embeddedInExported tells whether a field is embedded in a type that others can
// name: its methods are that type's.
func (k *kin) embeddedInExported(v *types.Var) bool {
	scope := k.p.Pkg.Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() {
			continue
		}
		if st := structOf(obj.Type()); st != nil {
			for i := range st.NumFields() {
				if st.Field(i).Origin() == v {
					return true
				}
			}
		}
	}
	return false
}
