// This file chooses what a launch goes to: the function's group, the config's helper, or
// tracked. Each way has its conditions, and where one does not hold the reason is kept for the
// finding (refuse).

package rewrite

import (
	"go/ast"
	"go/parser"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/rewrite/eligible"
	"github.com/tetherlint/tether/internal/rewrite/source"
)

// A target is what a launch is rewritten to: a call, with the launched function
// among its arguments, or a handle beside the go statement.
type target struct {
	call      string   // what is called
	before    []string // the arguments before the function
	after     string   // and those after it, each with a comma before it
	params    string   // the types of the function's parameters
	returns   bool     // the function returns an error
	dropError bool     // an error would have a consequence, and is dropped

	start  bool   // the handle form: call(before...) comes first
	handle string // to this variable
	done   string // and this method of it is deferred inside

	imports []string // paths
	offer   Offer    // why there is no fix though the launch could be rewritten
}

const trackedPath = eligible.Tracked

// targetOf returns what a launch is rewritten to, or a plan that says why not.
func (r *Rewriter) targetOf(src *source.File, stmt *ast.GoStmt) (*target, *plan) {
	// Where the function has a group already, a second owner beside it would only confuse.
	if t := r.groupTarget(src, stmt); t != nil {
		return t, nil
	}
	if r.AwaitsTasks(stmt, "") {
		return nil, refuse("it may come to wait for all tasks, and so for itself")
	}
	// Where somebody may wait, only the handle form keeps the go statement as it is.
	handle := r.MayBeAwaited(stmt) || r.NeedsGo(stmt)
	// The config's helper, if it can keep what whoever waits relies on.
	if h := r.helperFor(src, handle); h != nil {
		switch {
		case h.Launch == trackedPath+".Go" && r.isLibrary():
		case !handle || h.Start != "":
			return r.helperTarget(src, stmt, h)
		case h.Refuses:
			return nil, refuse("somebody may wait for it, and " + spokenHelper(h) + " may refuse to run it")
		case h.Launch != trackedPath+".Go" && !r.NeedsGo(stmt):
			return r.helperTarget(src, stmt, h)
		case h.Launch != trackedPath+".Go":
			return nil, refuse(spokenHelper(h) + " would run it differently")
		}
	}
	// What a team has forbidden must not come back by a fix.
	if r.denies(trackedPath + ".Go") {
		return nil, refuse("the config denies tracked.Go, and names no helper for this file")
	}
	b := r.filler(src, stmt)
	b.handle = handle || r.isLibrary()
	if b.handle {
		t := &target{before: []string{b.context(), b.name()}, start: true, done: "Done", handle: "task"}
		t.call = b.pkg(trackedPath, "tracked") + ".Start"
		return b.finish(t, trackedPath), nil
	}
	t := &target{before: []string{b.context(), b.name()}, params: b.contextType(), returns: true}
	t.call = b.pkg(trackedPath, "tracked") + ".Go"
	return b.finish(t, trackedPath), nil
}

// isLibrary reports whether the package is not the program itself. After a Shutdown tracked.Go
// runs nothing: a program knows what may be left out then, but in a library other tasks may still
// want it while they end.
//
//	tracked.Go(ctx, "addrConn.connect", ...) // refused, no call over the connection goes on
func (r *Rewriter) isLibrary() bool { return r.Pass.Pkg.Name() != "main" }

// helperFor returns the helper of the config that a file's launches go to, nil for
// none: the first, but where the handle form is wanted the first that has one.
func (r *Rewriter) helperFor(src *source.File, handle bool) (first *config.Helper) {
	// The order of the config is the order in which a team wants them.
	for i := range r.Config.Helpers {
		h := &r.Config.Helpers[i]
		if h.Deny != "" || !r.Config.Approves(h, src.Token.Name()) || !h.Name().Parts().CallableFrom(r.OwnPath()) {
			continue
		}
		if first == nil {
			first = h
		}
		if !handle || h.Start != "" {
			return h
		}
	}
	return first
}

// spokenHelper is a helper's name in a reason.
func spokenHelper(h *config.Helper) string {
	fn, err := config.ParseFunc(string(h.Name()))
	if err != nil {
		return "the helper"
	}
	return shortFunc(fn)
}

// denies reports whether the config denies a function.
func (r *Rewriter) denies(fn config.Func) bool {
	return slices.ContainsFunc(r.Config.Helpers, func(h config.Helper) bool { return h.Deny == fn })
}

// A filler finds what the parameters of a helper are filled with.
type filler struct {
	r       *Rewriter
	src     *source.File
	stmt    *ast.GoStmt
	handle  bool // of the handle form, whose context nothing depends on
	imports []string
}

// filler is one for a launch.
func (r *Rewriter) filler(src *source.File, stmt *ast.GoStmt) *filler {
	return &filler{r: r, src: src, stmt: stmt}
}

// pkg returns the name of a package that the rewritten launch refers to.
func (b *filler) pkg(path, name string) string {
	b.imports = append(b.imports, path)
	return b.r.Use(b.src, path, name)
}

// context is the text of a context argument: a variable's name, or context.Background().
func (b *filler) context() string {
	if name := b.r.contextAt(b.src, b.stmt, b.handle); name != "" {
		return name
	}
	return b.pkg("context", "context") + ".Background()"
}

// contextType is the text of context.Context, as this file names the package.
func (b *filler) contextType() string { return b.pkg("context", "context") + ".Context" }

// name is the text of a name argument: what the task is called, quoted.
func (b *filler) name() string { return strconv.Quote(b.r.TaskName(b.src, b.stmt)) }

// finish adds the imports, and what stands in the way of the helper's.
func (b *filler) finish(t *target, helper string) *target {
	t.imports = b.imports
	// go.mod is not of the package: whether it must change depends on files that no cache of findings
	// knows. So that is said beside the finding, and not in its message.
	if helper != "" && b.src.Adds(helper) && b.r.pkgIsNew(helper) {
		t.offer.Needs, t.offer.Blocked = b.r.Importable(b.src, helper)
	}
	if t.offer == (Offer{}) && !b.canAddImports() {
		t.offer.Blocked = "the imports stand on the line of the package clause"
	}
	return t
}

// canAddImports reports whether there is a place for imports.
func (b *filler) canAddImports() bool {
	if len(b.src.File.Imports) > 0 || len(b.src.Added(b.imports)) == 0 {
		return true
	}
	end := b.src.File.Name.End()
	rest := strings.TrimSpace(string(b.src.Content[b.src.Offset(end):b.src.Offset(b.src.EndOfLine(end))]))
	return rest == "" || strings.HasPrefix(rest, "//")
}

// pkgIsNew reports whether this package does not import another one yet.
func (r *Rewriter) pkgIsNew(path string) bool {
	return !slices.ContainsFunc(r.Pass.Pkg.Imports(), func(p *types.Package) bool { return p.Path() == path })
}

// helperTarget returns the call of a configured helper.
func (r *Rewriter) helperTarget(src *source.File, stmt *ast.GoStmt, h *config.Helper) (*target, *plan) {
	fn, err := config.ParseFunc(string(h.Name()))
	if err != nil {
		return nil, refuse("the config names no function")
	}
	if h.Refuses {
		return nil, refuse(shortFunc(fn) + " may refuse to run it")
	}
	// The helper launches somehow, too: by a go statement that must stay.
	if fn.Package == r.OwnPath() && r.HelperReaches(src, fn, stmt) {
		return nil, refuse(shortFunc(fn) + " itself gets here")
	}
	if fn.Type == "" && r.AwaitsTasks(stmt, fn.Package) {
		return nil, refuse("it may come to wait for all that " + shortFunc(fn) + " launches, and so for itself")
	}
	b := r.filler(src, stmt)
	b.handle = h.Start == trackedPath+".Start"
	t := &target{}
	helperPkg := ""
	var helper *types.Func // nil where the package does not know it
	switch {
	case fn.Type != "":
		recv, obj, why := r.receiver(src, stmt, fn)
		if why != "" {
			return nil, refuse(why)
		}
		if r.MayAwaitItself(stmt, obj, h.Wait) {
			return nil, refuse("it may come to wait for the " + fn.Type + " that it would run in, and so for itself")
		}
		helper, t.call = obj, recv+"."+fn.Name
	case fn.Package == r.OwnPath():
		// A variable or a parameter of the name hides it.
		obj, ok := r.Lookup(fn.Name, stmt.Pos()).(*types.Func)
		if !ok || obj.Parent() != r.Pass.Pkg.Scope() {
			return nil, refuse(fn.Name + " is not in scope here")
		}
		helper, t.call = obj, fn.Name
	default:
		helperPkg = fn.Package
		helper = r.imported(fn)
		t.call = b.pkg(fn.Package, r.helperPackageName(src, fn, h)) + "." + fn.Name
	}
	if h.Start == "" && r.LeavesWaiting(src, stmt, fn, helper) {
		return nil, refuse("if it panics and " + shortFunc(fn) + " recovers, whoever waits for it waits for ever: signal in a defer")
	}
	var sig *types.Signature
	if helper != nil {
		sig = helper.Signature()
	}
	shape, why := b.shapeOf(h, fn, sig)
	if why != "" {
		return nil, refuse(why)
	}
	b.fill(t, shape)
	if h.Start != "" {
		t.start, t.handle, t.done = true, "handle", h.Done
		if fn.Package == trackedPath {
			t.handle = "task"
		}
	}
	return b.finish(t, helperPkg), nil
}

// shortFunc is the name of a helper in a reason: "pool.Submit", "Group.Go".
func shortFunc(fn config.FuncName) string {
	if fn.Type != "" {
		return fn.Type + "." + fn.Name
	}
	return source.PathBase(fn.Package) + "." + fn.Name
}

// imported is a function of a package that this one depends on, or nil.
func (r *Rewriter) imported(fn config.FuncName) *types.Func {
	pkg := r.Dependency(fn.Package)
	if pkg == nil {
		return nil
	}
	obj, _ := pkg.Scope().Lookup(fn.Name).(*types.Func)
	return obj
}

// helperPackageName is the name of a helper's package: what is known of it, else
// what the config's call says.
func (r *Rewriter) helperPackageName(src *source.File, fn config.FuncName, h *config.Helper) string {
	if name := r.PackageNamed(src, fn.Package); name != "" {
		return name
	}
	if call := parseCall(h.Call); call != nil {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				return id.Name
			}
		}
	}
	return source.BaseName(fn.Package)
}

// receiver returns the receiver of a method helper: the only value of the type
// among the variables of functions in scope, else a field of the method's receiver,
// else a package variable.
func (r *Rewriter) receiver(src *source.File, stmt *ast.GoStmt, fn config.FuncName) (string, *types.Func, string) {
	pkg := r.Dependency(fn.Package)
	what := source.PathBase(fn.Package) + "." + fn.Type
	if pkg == nil {
		return "", nil, "no " + what + " is in scope"
	}
	tn, ok := pkg.Scope().Lookup(fn.Type).(*types.TypeName)
	if !ok {
		return "", nil, "no " + what + " is in scope"
	}
	is := func(t types.Type) bool { return sameNamed(t, tn) }
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(tn.Type()), true, pkg, fn.Name)
	// A pointer to an interface has no methods.
	if types.IsInterface(tn.Type()) {
		obj, _, _ = types.LookupFieldOrMethod(tn.Type(), true, pkg, fn.Name)
	}
	method, ok := obj.(*types.Func)
	if !ok {
		return "", nil, what + " has no method " + fn.Name
	}
	// The nearest kind that has one; two of a kind are for the author to choose from.
	for _, found := range [][]string{r.localsOf(src, stmt, is), r.fieldsOf(src, stmt, is), r.globalsOf(stmt, is)} {
		switch {
		case len(found) == 1:
			return found[0], method, ""
		case len(found) > 1:
			return "", nil, "several values are a " + what + " here"
		}
	}
	return "", nil, "no " + what + " is in scope"
}

// sameNamed reports whether a type is a named one, an instance of it, or a pointer to it.
func sameNamed(t types.Type, tn *types.TypeName) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Origin().Obj() == tn
}

// localsOf are the variables of functions that are in scope at a launch and of a type. One that
// may still be nil does not count.
func (r *Rewriter) localsOf(src *source.File, stmt *ast.GoStmt, is func(types.Type) bool) (names []string) {
	r.Visible(stmt.Pos(), is, func(v *types.Var) bool {
		if nullable := source.IsPointer(v.Type()) || types.IsInterface(v.Type()); !nullable || !r.Unset(src, stmt, v) {
			names = append(names, v.Name())
		}
		return true
	})
	return names
}

// fieldsOf are the fields of the method's receiver that are of a type.
func (r *Rewriter) fieldsOf(src *source.File, stmt *ast.GoStmt, is func(types.Type) bool) (names []string) {
	recv := r.receiverOf(src, stmt)
	if recv == nil || r.Lookup(recv.Name(), stmt.Pos()) != recv || source.IsPointer(recv.Type()) && !r.isThereAt(stmt, recv) {
		return nil
	}
	t := recv.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for f := range s.Fields() {
		if is(f.Type()) && (f.Exported() || f.Pkg() == r.Pass.Pkg) {
			names = append(names, recv.Name()+"."+f.Name())
		}
	}
	return names
}

// receiverOf returns the receiver of the method around a launch, nil if it has none.
func (r *Rewriter) receiverOf(src *source.File, stmt *ast.GoStmt) *types.Var {
	fd, ok := src.DeclAround(stmt).(*ast.FuncDecl)
	if !ok || fd.Recv == nil {
		return nil
	}
	for _, field := range fd.Recv.List {
		for _, name := range field.Names {
			v, _ := r.Pass.TypesInfo.Defs[name].(*types.Var)
			return v
		}
	}
	return nil
}

// globalsOf are the package variables of a type.
func (r *Rewriter) globalsOf(stmt *ast.GoStmt, is func(types.Type) bool) (names []string) {
	scope := r.Pass.Pkg.Scope()
	for _, name := range scope.Names() {
		if v, ok := scope.Lookup(name).(*types.Var); ok && is(v.Type()) && r.Lookup(name, stmt.Pos()) == v {
			names = append(names, name)
		}
	}
	return names
}

// parseCall parses a call of the config; nil where it has none.
func parseCall(text string) *ast.CallExpr {
	if text == "" {
		return nil
	}
	x, err := parser.ParseExpr(text)
	if err != nil {
		return nil
	}
	call, _ := x.(*ast.CallExpr)
	return call
}
