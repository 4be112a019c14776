// This file keeps undeferred quiet where an explicit release has a reason. It is a heuristic,
// by names: a use behind the release that may need it to have happened silences the rule.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
)

// maxEarly bounds the pairs of a release and a use behind it that are looked at.
const maxEarly = 32

// endsEarly reports whether the resource is released where it is since something behind
// that needs it: the file goes by its name to who renames, removes, reads or runs it, or
// what the context has ended is waited for. A defer would come too late.
//
//	f.Close()
//	return os.Rename(f.Name(), path)
func (a *acquisition) endsEarly() bool {
	e := &early{a: a, info: a.unit.Pass.TypesInfo}
	e.cancels = a.Spec.Release[0] == obligation.CallIt
	if v := a.unit.Pass.TypesInfo.ObjectOf(rootOf(a.place())); v != nil && !e.cancels {
		e.resource = v
	}
	e.collect()
	body, _ := a.engine.Index().Body(a.Func.Node())
	// Uses behind the call that may need the release to have happened.
	var uses []token.Pos
	for c := range body.Preorder((*ast.Ident)(nil), (*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.CallExpr)(nil)) {
		if n := c.Node(); n.Pos() > a.Call.End() && len(uses) < maxEarly && e.needs(c) {
			uses = append(uses, n.Pos())
		}
	}
	if len(uses) == 0 {
		return false
	}
	for i, o := range a.outcomes {
		// Only what can be reached from a release counts.
		if i == maxEarly || o.Kind != obligation.Released {
			continue
		}
		if slices.ContainsFunc(uses, func(use token.Pos) bool { return use > o.Pos && a.Func.Reaches(o.Pos, use) }) {
			return true
		}
	}
	return false
}

// An early is what is known of an acquisition of which the release may have to be early.
type early struct {
	a        *acquisition
	info     *types.Info
	cancels  bool           // it is a cancel function
	resource types.Object   // its variable
	names    []types.Object // variables that the file is opened by, or that have its name
	fields   []string       // the same of fields and literals, as they are written
	configs  []types.Object // structs that the opener is given, and that say which file it is
	owners   []types.Object // variables of whose fields one has its name
	parts    []types.Object // variables that its name is made of
	context  types.Object
	lives    []types.Object // variables that a call has given which got the context
}

// collect gathers by what the file, or what a context has started, can be meant.
func (e *early) collect() {
	if assign, ok := e.a.Stmt.(*ast.AssignStmt); ok && e.cancels && len(assign.Lhs) > 1 {
		if id, ok := assign.Lhs[0].(*ast.Ident); ok {
			e.context = e.info.ObjectOf(id)
		}
	}
	// Of a cancel function the context counts, of a file its names.
	e.attach()
	if e.cancels || !e.isFile() && !e.a.Spec.Inferred {
		return
	}
	for _, arg := range e.a.Call.Args {
		switch x := ast.Unparen(arg).(type) {
		case *ast.Ident:
			// By a string it can be opened again, and a struct may say which one it is.
			if isString(e.info.TypeOf(x)) {
				e.names = append(e.names, e.info.ObjectOf(x))
			} else if isStruct(e.info.TypeOf(x)) {
				e.configs = append(e.configs, e.info.ObjectOf(x))
			}
		case *ast.SelectorExpr:
			if isString(e.info.TypeOf(x)) {
				e.fields = append(e.fields, types.ExprString(x))
				if id := rootOf(x.X); id != nil && e.info.ObjectOf(id) != nil {
					e.owners = append(e.owners, e.info.ObjectOf(id))
				}
			}
		case *ast.BasicLit:
			e.fields = append(e.fields, x.Value)
		}
		// filepath.Join(dir, name): whoever renames or removes is given a part of it.
		for id := range syntax.All[*ast.Ident](arg) {
			if isString(e.info.TypeOf(id)) {
				e.parts = append(e.parts, e.info.ObjectOf(id))
			}
		}
	}
	e.passOn()
}

// passOn adds the variables that are given the file's name, by itself or as a part of what
// they hold: a list of arguments, a struct.
//
//	args := []string{"-i", f.Name()}
//	exec.Command("sort", args...) // reads the file
func (e *early) passOn() {
	for v, nodes := range e.a.layout().changes {
		for _, n := range nodes {
			assign, ok := n.(*ast.AssignStmt)
			if ok && len(assign.Lhs) == 1 && len(assign.Rhs) == 1 && e.holdsName(assign.Rhs[0]) {
				e.names = append(e.names, v)
			}
		}
	}
}

// holdsName reports whether an expression is f.Name(), or a literal or an append with it in it.
func (e *early) holdsName(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return slices.ContainsFunc(x.Elts, func(elt ast.Expr) bool {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			return e.holdsName(elt)
		})
	case *ast.CallExpr:
		if id, ok := ast.Unparen(x.Fun).(*ast.Ident); ok && e.info.Uses[id] == types.Universe.Lookup("append") {
			return slices.ContainsFunc(x.Args, e.holdsName)
		}
	}
	return e.isName(x)
}

// attach finds what lives on the context: the results of calls that got it.
func (e *early) attach() {
	if e.context == nil {
		return
	}
	for v, nodes := range e.a.layout().changes {
		for _, n := range nodes {
			assign, ok := n.(*ast.AssignStmt)
			// An error does not live on a context.
			if ok && v != nil && len(assign.Rhs) == 1 && e.gets(assign.Rhs[0]) && !types.Identical(v.Type(), types.Universe.Lookup("error").Type()) {
				e.lives = append(e.lives, v)
			}
		}
	}
}

// gets reports whether an expression is a call with the context among its arguments.
func (e *early) gets(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	return ok && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		id, ok := ast.Unparen(arg).(*ast.Ident)
		return ok && e.info.Uses[id] == e.context
	})
}

// asksAlive reports whether a call is one of a method of what lives on the context:
//
//	conn := dial(ctx)
//	cancel()
//	conn.Err() // says that it has ended
func (e *early) asksAlive(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	return ok && slices.Contains(e.lives, e.info.Uses[id])
}

// isFile reports whether the resource has a method Name, as a file does.
func (e *early) isFile() bool {
	if e.resource == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(e.resource.Type(), true, nil, "Name")
	_, isMethod := obj.(*types.Func)
	return isMethod
}

// isString reports whether a type is one of strings.
func isString(t types.Type) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// isStruct reports whether a type is a struct, or a pointer to one.
func isStruct(t types.Type) bool {
	if t == nil {
		return false
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// isName reports whether an expression is f.Name(), or a field by which it is opened.
func (e *early) isName(x ast.Expr) bool {
	// cfg.Path, where the file was opened by cfg.Path or by cfg
	if sel, ok := ast.Unparen(x).(*ast.SelectorExpr); ok && isString(e.info.TypeOf(sel)) {
		id, _ := ast.Unparen(sel.X).(*ast.Ident)
		return slices.Contains(e.fields, types.ExprString(sel)) || id != nil && slices.Contains(e.configs, e.info.Uses[id])
	}
	if lit, ok := ast.Unparen(x).(*ast.BasicLit); ok && isString(e.info.TypeOf(lit)) {
		return slices.Contains(e.fields, lit.Value)
	}
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Name" && e.resource != nil && e.info.ObjectOf(rootOf(sel.X)) == e.resource
}

// needs reports whether a node may need the resource to have been released: of a canceled
// context, a wait for what it ends; of a file, a call that gets its name.
func (e *early) needs(c inspector.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.Ident:
		return e.context != nil && e.info.Uses[n] == e.context
	case *ast.UnaryExpr:
		// What is received may be the end of what the context ends.
		return e.cancels && n.Op == token.ARROW
	case *ast.RangeStmt:
		t := e.info.TypeOf(n.X)
		if t == nil {
			return false
		}
		_, isChan := t.Underlying().(*types.Chan)
		return e.cancels && isChan
	case *ast.CallExpr:
		return e.callNeeds(c, n)
	}
	return false
}

// callNeeds is needs for a call. A call that cannot be resolved counts, one that only makes a
// message does not.
func (e *early) callNeeds(c inspector.Cursor, call *ast.CallExpr) bool {
	fn, _ := typeutil.Callee(e.info, call).(*types.Func)
	switch {
	case e.cancels:
		// By its name, or because it is called on what lives on the context.
		return fn != nil && fn.Name() == "Wait" || e.asksAlive(call)
	case fn == nil && !e.isFunc(call.Fun): // a builtin, a conversion
		return false
	// os.RemoveAll(dir) removes what is in it, which Windows does not do while that is open.
	case catalog.ChangesNames(fn):
		return e.mentions(call, e.parts)
	case e.settlesOwner(call, fn):
		return true
	// No file system can be unmounted that has a file open.
	case fn != nil && (fn.Name() == "Unmount" || fn.Name() == "Umount"):
		return e.isFile()
	}
	// What has only been read can be read again while it is open.
	return !e.a.Spec.Reads && (fn == nil || !onlyTalks(fn)) && !e.told(c) && e.mentions(call, e.names)
}

// settlesOwner reports whether a method removes, by its name, what says which file it is:
//
//	f, err := os.Open(bundle.Path)
//	...
//	f.Close()
//	bundle.Delete() // its folder
func (e *early) settlesOwner(call *ast.CallExpr, fn *types.Func) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || fn == nil || fn.Signature().Recv() == nil || !rows.Says(fn.Name(), rows.Settles) {
		return false
	}
	id := rootOf(sel.X)
	return id != nil && slices.Contains(e.owners, e.info.ObjectOf(id))
}

// isFunc reports whether an expression is a function that is held as a value.
func (e *early) isFunc(x ast.Expr) bool {
	tv := e.info.Types[x]
	if tv.Type == nil || !tv.IsValue() {
		return false
	}
	_, ok := tv.Type.Underlying().(*types.Signature)
	return ok
}

// told reports whether a call is part of what only a message is made of:
//
//	log.Printf("wrote %s", f.Name())
func (e *early) told(c inspector.Cursor) bool {
	for outer := range c.Parent().Enclosing((*ast.CallExpr)(nil)) {
		call := outer.Node().(*ast.CallExpr)
		if call.Pos() < e.a.Func.Body.Pos() {
			return false
		}
		if fn, _ := typeutil.Callee(e.info, call).(*types.Func); fn != nil && onlyTalks(fn) {
			return true
		}
	}
	return false
}

// mentions reports whether the arguments of a call have the name of the file, or any of
// some variables.
func (e *early) mentions(call *ast.CallExpr, vars []types.Object) bool {
	named := func(x ast.Expr) bool {
		switch x := x.(type) {
		case *ast.CallExpr, *ast.SelectorExpr, *ast.BasicLit:
			return e.isName(x)
		case *ast.Ident:
			v := e.info.Uses[x]
			return v != nil && (slices.Contains(vars, v) || slices.Contains(e.names, v))
		}
		return false
	}
	for _, arg := range call.Args {
		for x := range syntax.Own[ast.Expr](arg) {
			if named(x) {
				return true
			}
		}
	}
	return false
}

// onlyTalks reports whether a function makes texts and messages of what it is given, or
// asks no more than what there is.
func onlyTalks(fn *types.Func) bool {
	if catalog.Talks(fn) {
		return true
	}
	results := fn.Signature().Results()
	if results.Len() == 1 && results.At(0).Type().String() == "error" && fn.Signature().Params().Len() > 0 && fn.Signature().Params().At(0).Type().String() == "error" {
		return true // it wraps an error
	}
	return rows.Says(fn.Name(), rows.Reports)
}
