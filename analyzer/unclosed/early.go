package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

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
	var uses []token.Pos
	ast.PreorderStack(a.Func.Body, nil, func(n ast.Node, stack []ast.Node) bool {
		if n.Pos() > a.Call.End() && len(uses) < maxEarly && e.needs(n, stack) {
			uses = append(uses, n.Pos())
		}
		return true
	})
	if len(uses) == 0 {
		return false
	}
	for i, o := range a.outcomes {
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
	parts    []types.Object // variables that its name is made of
	context  types.Object
}

func (e *early) collect() {
	if assign, ok := e.a.Stmt.(*ast.AssignStmt); ok && e.cancels && len(assign.Lhs) > 1 {
		if id, ok := assign.Lhs[0].(*ast.Ident); ok {
			e.context = e.info.ObjectOf(id)
		}
	}
	if e.cancels || !e.isFile() {
		return
	}
	for _, arg := range e.a.Call.Args {
		if id, ok := ast.Unparen(arg).(*ast.Ident); ok && isString(e.info.TypeOf(id)) {
			e.names = append(e.names, e.info.ObjectOf(id))
		}
		for id := range syntax.All[*ast.Ident](arg) {
			if isString(e.info.TypeOf(id)) {
				e.parts = append(e.parts, e.info.ObjectOf(id))
			}
		}
	}
	for v, nodes := range e.a.layout().changes {
		for _, n := range nodes {
			assign, ok := n.(*ast.AssignStmt)
			if ok && len(assign.Lhs) == 1 && len(assign.Rhs) == 1 && e.isName(assign.Rhs[0]) {
				e.names = append(e.names, v)
			}
		}
	}
}

// isFile reports whether the resource has a name, as a file does.
func (e *early) isFile() bool {
	if e.resource == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(e.resource.Type(), true, nil, "Name")
	_, isMethod := obj.(*types.Func)
	return isMethod
}

func isString(t types.Type) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// isName reports whether an expression is f.Name().
func (e *early) isName(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Name" && e.resource != nil && e.info.ObjectOf(rootOf(sel.X)) == e.resource
}

// needs reports whether a node needs the resource to have been released.
func (e *early) needs(n ast.Node, stack []ast.Node) bool {
	switch n := n.(type) {
	case *ast.Ident:
		return e.context != nil && e.info.Uses[n] == e.context
	case *ast.UnaryExpr:
		return e.cancels && n.Op == token.ARROW
	case *ast.RangeStmt:
		t := e.info.TypeOf(n.X)
		if t == nil {
			return false
		}
		_, isChan := t.Underlying().(*types.Chan)
		return e.cancels && isChan
	case *ast.CallExpr:
		return e.callNeeds(n, stack)
	}
	return false
}

func (e *early) callNeeds(call *ast.CallExpr, stack []ast.Node) bool {
	fn, _ := typeutil.Callee(e.info, call).(*types.Func)
	if fn == nil {
		return false
	}
	if e.cancels {
		return fn.Name() == "Wait"
	}
	if changesNames(fn) {
		return e.mentions(call, e.parts)
	}
	if fn.Name() == "Unmount" || fn.Name() == "Umount" {
		return e.isFile()
	}
	// What has only been read can be read again while it is open.
	return e.a.Spec.Name != "os.Open" && !onlyTalks(fn) && !e.told(stack) && e.mentions(call, e.names)
}

// changesNames reports whether a function removes, moves or links files. It is asked about
// each call behind each acquisition, so no name is put together.
func changesNames(fn *types.Func) bool {
	if fn.Pkg() == nil || fn.Pkg().Path() != "os" || fn.Signature().Recv() != nil {
		return false
	}
	switch fn.Name() {
	case "Remove", "RemoveAll", "Rename", "Link":
		return true
	}
	return false
}

// told reports whether a node is part of what only a message is made of.
func (e *early) told(stack []ast.Node) bool {
	return slices.ContainsFunc(stack, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return false
		}
		fn, _ := typeutil.Callee(e.info, call).(*types.Func)
		return fn != nil && onlyTalks(fn)
	})
}

// mentions reports whether the arguments of a call have the name of the file, or any of
// some variables.
func (e *early) mentions(call *ast.CallExpr, vars []types.Object) bool {
	named := func(x ast.Expr) bool {
		switch x := x.(type) {
		case *ast.CallExpr:
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
	if fn.Pkg() != nil && slices.Contains([]string{"fmt", "errors", "strings", "path", "path/filepath", "strconv", "log", "log/slog"}, fn.Pkg().Path()) {
		return true
	}
	results := fn.Signature().Results()
	if results.Len() == 1 && results.At(0).Type().String() == "error" && fn.Signature().Params().Len() > 0 && fn.Signature().Params().At(0).Type().String() == "error" {
		return true // it wraps an error
	}
	return slices.ContainsFunc([]string{"Debug", "Info", "Warn", "Error", "Fatal", "Print", "Log", "Trace", "Panic", "Skip"}, func(verb string) bool {
		return strings.HasPrefix(fn.Name(), verb)
	})
}
