// This file answers by which names a group is known, and whether anybody in the package waits
// on one of them:
//
//	func (s *Server) Start() {
//		g := &s.group   // another name of the field
//		serve(g)        // and the parameter of serve is a third
//	}
//	func (s *Server) Stop() { s.group.Wait() } // it is waited for
//
// It is asked for fields and package variables only: of a group that one function owns, the
// paths of that function tell more. Names of one group are merged by union-find, without regard
// to the order of statements or to which value of the struct is meant. That finds too many
// waiters rather than too few, so that "nobody waits" is safe to say.

package behaviour

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/typesx"
)

// Aliases says which variables and fields of a package may hold the same group, and
// what becomes of it: where something waits on one of them, or one goes where it cannot
// be followed. Like Waits it follows no paths.
type Aliases struct {
	p      *Package
	types  map[*types.TypeName]bool // of the groups
	parent map[*types.Var]*types.Var
	passed map[*types.Var][]*types.Var // the parameters that a variable is passed for
	args   map[*types.Var][]*types.Var // what is passed for a parameter
	Waits  map[*types.Var][]token.Pos  // where it is waited on
	leaves map[*types.Var][]token.Pos  // where it goes to who cannot be followed

	classes map[*types.Var][]*types.Var // all names by the one that stands for them
}

// GroupAliases returns the aliases of the package, for the types of which something is
// launched into.
func (p *Package) GroupAliases() *Aliases {
	if p.groups != nil {
		return p.groups
	}
	k := &Aliases{
		p: p, types: make(map[*types.TypeName]bool), parent: make(map[*types.Var]*types.Var),
		Waits: make(map[*types.Var][]token.Pos), leaves: make(map[*types.Var][]token.Pos),
		passed: make(map[*types.Var][]*types.Var), args: make(map[*types.Var][]*types.Var),
	}
	p.groups = k
	// Only types are followed into which something is launched here; most packages have none.
	for _, c := range p.Gathered().calls {
		fn := p.Callee(c.call)
		if fn == nil || fn.Signature().Recv() == nil {
			continue
		}
		if p.StartsCommand(fn) || groupMethod(fn) != nil || p.Helpers.Lookup(fn) != nil {
			k.types[typesx.Named(fn.Signature().Recv().Type())] = true
		}
	}
	for _, u := range p.Gathered().GroupsPassed {
		k.types[typesx.Named(p.Info.TypeOf(u.Call.Args[u.Arg]))] = true
	}
	if len(k.types) == 0 {
		return k
	}
	// Names are compared before identifiers are looked up: of all identifiers of a package, hardly
	// any has the name of a group.
	named := k.names()
	for cur := range p.Index.Root().Preorder((*ast.Ident)(nil), (*ast.SelectorExpr)(nil)) {
		if id := lastName(cur.Node().(ast.Expr)); named[id.Name] {
			if v := k.groupVar(cur.Node().(ast.Expr)); v != nil {
				k.use(v, cur)
			}
		}
		if sel, ok := cur.Node().(*ast.SelectorExpr); ok {
			k.promoted(sel)
		}
	}
	return k
}

// Find is the variable that stands for all that may hold the same group as v.
func (k *Aliases) Find(v *types.Var) *types.Var {
	for k.parent[v] != nil {
		v = k.parent[v]
	}
	return v
}

// union notes that two variables of a group's type may hold the same group. It is false where
// the second is of another type, an interface say: then the group is out of sight. A field of
// a generic type is one variable for all instances (Origin), as it is in the declaration.
func (k *Aliases) union(v, w *types.Var) bool {
	if w == nil || !k.isGroup(w.Type()) {
		return false
	}
	if v, w = k.Find(v), k.Find(w.Origin()); v != w {
		k.parent[v] = w
	}
	return true
}

// groupVar is the variable or field of a group's type that an expression names, or nil.
func (k *Aliases) groupVar(e ast.Expr) *types.Var {
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

// isGroup reports whether a type, or what it points to, is one of the groups.
func (k *Aliases) isGroup(t types.Type) bool {
	name := typesx.Named(t)
	return name != nil && k.types[name]
}

// promoted notes waits by a method that is promoted from an embedded group: s.Wait() for
// s.Group.Wait(). The selector does not name the field, so that use does not see it.
func (k *Aliases) promoted(sel *ast.SelectorExpr) {
	s := k.p.Info.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || len(s.Index()) < 2 {
		return
	}
	// The empty place stands for s: only the fields on the way to the method matter.
	path := FieldPath([]Place{{}}, s)
	if len(path) == 1 && path[0].Last != nil && k.isGroup(path[0].Last.Type()) && k.releases(path[0].Last.Type(), sel.Sel.Name) {
		k.Waits[path[0].Last] = append(k.Waits[path[0].Last], sel.Pos())
	}
}

// releases reports whether a method waits for what was launched into a value of the type, or,
// of a command, lets go of it.
func (k *Aliases) releases(t types.Type, method string) bool {
	// A command has no row among the joins; to let go of its process is enough.
	if typesx.IsNamed(t, "os/exec", "Cmd") || typesx.IsNamed(t, "os", "Process") {
		return method == "Wait" || method == "Release"
	}
	j := joinOf(t)
	return j != nil && j.WaitsBy(method) || k.p.Helpers.WaitsFor(typesx.Named(t), method)
}

// use looks at what surrounds the name of a group: it gets another name, a method of it is
// called, or it goes out of sight (leaves).
func (k *Aliases) use(v *types.Var, cur inspector.Cursor) {
	kind, at := cur.ParentEdge()
	for kind == edge.ParenExpr_X || kind == edge.StarExpr_X || kind == edge.UnaryExpr_X && cur.Parent().Node().(*ast.UnaryExpr).Op == token.AND {
		cur = cur.Parent()
		kind, at = cur.ParentEdge()
	}
	// What is not understood below lets the group out of sight.
	followed := false
	switch kind {
	case edge.SelectorExpr_Sel: // the qualified name of a variable is looked at as a whole
		return
	case edge.SelectorExpr_X:
		if k.selected(cur.Parent()) {
			k.Waits[v] = append(k.Waits[v], cur.Node().Pos())
		}
		return
	case edge.AssignStmt_Rhs:
		lhs := cur.Parent().Node().(*ast.AssignStmt).Lhs
		followed = at < len(lhs) && k.stored(v, lhs[at])
	case edge.ValueSpec_Values:
		names := cur.Parent().Node().(*ast.ValueSpec).Names
		followed = at < len(names) && k.stored(v, names[at])
	case edge.KeyValueExpr_Value:
		id, _ := cur.Parent().Node().(*ast.KeyValueExpr).Key.(*ast.Ident)
		field, _ := k.p.Info.Uses[id].(*types.Var)
		followed = field != nil && field.IsField() && k.union(v, field)
	case edge.CompositeLit_Elts:
		st := typesx.Struct(k.p.Info.TypeOf(cur.Parent().Node().(*ast.CompositeLit))) // a pointer's, where an element leaves its type out
		followed = st != nil && at < st.NumFields() && k.union(v, st.Field(at))
	case edge.CallExpr_Args:
		followed = k.given(v, cur.Parent().Node().(*ast.CallExpr), at)
	// Assigned to, compared, or a statement of its own: nobody has it afterwards who did not before.
	case edge.AssignStmt_Lhs, edge.KeyValueExpr_Key, edge.CallExpr_Fun, edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.ExprStmt_X:
		followed = true
	}
	if !followed { // returned, sent, an element, converted
		k.leaves[v] = append(k.leaves[v], cur.Node().Pos())
	}
}

// selected reports whether what is selected of a group waits for it, or may: cmd.Process, from
// where cmd.Process.Wait is called or the process is passed on.
func (k *Aliases) selected(cur inspector.Cursor) bool {
	sel := cur.Node().(*ast.SelectorExpr)
	if s := k.p.Info.Selections[sel]; s != nil && s.Kind() == types.FieldVal {
		// Of the fields of a group only a command's process waits for the same thing. It is taken to do
		// so wherever it goes on its own, as in p := cmd.Process.
		if sel.Sel.Name != "Process" {
			return false
		}
		outer, ok := cur.Parent().Node().(*ast.SelectorExpr)
		return !ok || k.releases(k.p.Info.TypeOf(sel), outer.Sel.Name)
	}
	return k.releases(k.p.Info.TypeOf(sel.X), sel.Sel.Name)
}

// stored notes that a group is assigned to a variable or a field, and reports whether that is
// followed: an element of a slice or a map is not.
func (k *Aliases) stored(v *types.Var, to ast.Expr) bool {
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
	return k.union(v, w)
}

// given notes that a group is argument i of a call, and reports whether it is known what the
// callee does with it: a function of this package with a parameter of the group's own type.
func (k *Aliases) given(v *types.Var, call *ast.CallExpr, i int) bool {
	k.p.Begin()
	t := k.p.Resolve(call)
	// With several values for one expression, or an argument that becomes an element, no single
	// argument is the parameter.
	if t.Func == nil || t.Spread || Variadic(t.Func.Type) {
		return false
	}
	// Bound to an interface, or to no name: what happens to it cannot be followed.
	if i += t.Shift(); i >= len(t.Func.Params) || t.Func.Params[i] == nil || !k.isGroup(t.Func.Params[i].Type()) {
		return false
	}
	param := t.Func.Params[i]
	k.passed[v] = append(k.passed[v], param)
	k.args[param] = append(k.args[param], v)
	return true
}

// An aliasSet is what may hold the same group as a variable: where it comes from,
// parameters followed to what is passed for them, and where that goes. What else is
// passed for a parameter to which it goes is none of it.
type aliasSet struct {
	from map[*types.Var]bool
	All  map[*types.Var]bool
}

// Of returns the alias set of a variable. Parameters are followed in one direction at a time:
// up to all that is passed for them, then down to all they are passed for.
func (k *Aliases) Of(v *types.Var) aliasSet {
	if k.classes == nil {
		k.classes = make(map[*types.Var][]*types.Var)
		// In the order of the source, since maps have none and the answer must not depend on it.
		for _, w := range slices.SortedFunc(maps.Keys(k.parent), inOrder) {
			k.classes[k.Find(w)] = append(k.classes[k.Find(w)], w)
		}
	}
	h := aliasSet{from: make(map[*types.Var]bool), All: make(map[*types.Var]bool)}
	h.from = k.closure([]*types.Var{v}, k.args)
	h.All = k.closure(slices.Collect(maps.Keys(h.from)), k.passed)
	return h
}

// closure follows variables by their other names and by a relation, until there are no more.
func (k *Aliases) closure(todo []*types.Var, relation map[*types.Var][]*types.Var) map[*types.Var]bool {
	found := make(map[*types.Var]bool)
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if found[v] {
			continue
		}
		found[v] = true
		root := k.Find(v)
		todo = append(append(append(todo, root), k.classes[root]...), relation[v]...)
	}
	return found
}

// Unwaited reports whether nothing in the package waits on a field or a package variable, or on
// what is stored there under another name, and nobody else can. Where the group came from
// elsewhere, went out of sight or is exported, somebody else can. Waits in tests do not count
// for what is launched elsewhere.
func (k *Aliases) Unwaited(v *types.Var, launch token.Pos) bool {
	// One name of unknown origin, or that others can name, is enough for somebody else to wait.
	set := k.Of(v)
	for w := range set.All {
		if set.from[w] && !k.own(w) || k.exposed(w) {
			return false
		}
		for _, pos := range slices.Concat(k.Waits[w], k.leaves[w]) {
			if k.p.InTest(launch) || !k.p.InTest(pos) {
				return false
			}
		}
	}
	return true
}

// Shared reports whether a local variable's value is also that of a field or of a
// package variable.
func (k *Aliases) Shared(v *types.Var) bool {
	for w := range k.Of(v).All {
		if w.IsField() || typesx.IsPackageVar(w) {
			return true
		}
	}
	return false
}

// own reports whether all that a variable or field holds is made in this package, so that
// nobody had it before.
func (k *Aliases) own(v *types.Var) bool {
	for _, d := range k.p.Gathered().Defs[v] {
		if d.Each || k.groupVar(Unref(d.Value)) == nil && !k.p.Makes(d.Value, d.Index, 0) {
			return false
		}
	}
	// The caller of an exported function may be in another package, and have what it passes.
	f := k.p.Index.TakenBy(v)
	return v.Pkg() == k.p.Pkg && (f == nil || f.Obj != nil && !f.Obj.Exported())
}

// exposed reports whether others than this package can name a field or a package variable.
// Nobody imports main.
func (k *Aliases) exposed(v *types.Var) bool {
	switch {
	case v.Pkg() != k.p.Pkg:
		return true
	case typesx.IsPackageVar(v):
		return v.Exported() && k.p.Pkg.Name() != "main"
	case v.IsField():
		// An embedded field has the name of its type, which is exported most of the time. That makes it
		// known to others only where the struct is:
		//
		//	type worker struct{ sync.WaitGroup } // nobody outside names worker.WaitGroup
		return v.Exported() && !(v.Embedded() && !k.embeddedInExported(v))
	}
	return false
}

// embeddedInExported reports whether a field is embedded in a type that others can
// name: its methods are that type's.
func (k *Aliases) embeddedInExported(v *types.Var) bool {
	// Types of functions are not looked at: nobody outside can name those.
	scope := k.p.Pkg.Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() {
			continue
		}
		if st := typesx.Struct(obj.Type()); st != nil {
			for i := range st.NumFields() {
				if st.Field(i).Origin() == v {
					return true
				}
			}
		}
	}
	return false
}

// StartsCommand reports whether fn is (*exec.Cmd).Start.
func (p *Package) StartsCommand(fn *types.Func) bool {
	return fn != nil && fn.Name() == "Start" && catalog.FuncName(fn) == "(*os/exec.Cmd).Start"
}
