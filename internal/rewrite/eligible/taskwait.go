// This file keeps what waits for the tasks of the program from becoming one of them:
//
//	go func() {
//		<-ctx.Done()
//		ended <- tracked.Shutdown(limit) // as a task it would wait for itself
//	}()
//
// It goes by who mentions whom, up from what waits. A method that is called by an interface may be any
// of its name; a function value may be any that the package gives as one, with the same parameters and
// results.

package eligible

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// Tracked is the package of the tasks.
const Tracked = "github.com/tetherlint/tether/tracked"

// waitsForAll are the functions and methods that wait for all tasks of a group.
var waitsForAll = []string{"Wait", "WaitContext", "Shutdown"}

// AwaitsTasks reports whether what is launched may come to wait for all tasks of the program, or for all
// that a function of another helper launches: by what it calls, or by what that may call.
func (r *Checker) AwaitsTasks(stmt *ast.GoStmt, helper string) bool {
	w := r.awaiting[helper]
	if w == nil {
		w = r.findAwaiting(helper)
		r.awaiting[helper] = w
	}
	return slices.ContainsFunc(w.at, func(at token.Pos) bool { return syntax.Encloses(stmt, at) })
}

// An awaiting is where a package mentions what waits for all tasks.
type awaiting struct {
	r       *Checker
	at      []token.Pos
	known   map[ast.Node]bool // functions and literals that do
	dynamic []inspector.Cursor
}

// findAwaiting finds them, from the functions that wait.
func (r *Checker) findAwaiting(helper string) *awaiting {
	w := &awaiting{r: r, known: make(map[ast.Node]bool)}
	var roots []types.Object
	for _, path := range []string{Tracked, helper} {
		if pkg := r.Dependency(path); pkg != nil {
			roots = append(roots, waitsOf(pkg)...)
		}
	}
	if len(roots) == 0 {
		return w
	}
	for _, f := range r.Pass.Files {
		for c := range r.FileIn(f).Preorder((*ast.CallExpr)(nil)) {
			if w.isDynamic(c.Node().(*ast.CallExpr)) {
				w.dynamic = append(w.dynamic, c)
			}
		}
	}
	for _, root := range roots {
		for _, use := range r.Index.Uses(root) {
			if !r.isOfOwnGroup(use) {
				w.mention(use)
			}
		}
	}
	return w
}

// waitsOf are the functions of a package that wait for all tasks, of tracked the methods of a group, too.
func waitsOf(pkg *types.Package) (list []types.Object) {
	group, _ := pkg.Scope().Lookup("Group").(*types.TypeName)
	for _, name := range waitsForAll {
		if fn, ok := pkg.Scope().Lookup(name).(*types.Func); ok {
			list = append(list, fn)
		}
		if group == nil || pkg.Path() != Tracked {
			continue
		}
		if method, _, _ := types.LookupFieldOrMethod(types.NewPointer(group.Type()), true, pkg, name); method != nil {
			list = append(list, method)
		}
	}
	return list
}

// mention notes that something which waits is named, and what does so then.
func (w *awaiting) mention(c inspector.Cursor) {
	w.at = append(w.at, c.Node().Pos())
	for outer := range c.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		if w.known[outer.Node()] {
			return
		}
		w.known[outer.Node()] = true
		switch fn := outer.Node().(type) {
		case *ast.FuncLit:
			w.literal(syntax.Outermost(outer))
		case *ast.FuncDecl:
			if obj, ok := w.r.Pass.TypesInfo.Defs[fn.Name].(*types.Func); ok {
				w.named(obj)
				if obj.Signature().Recv() != nil {
					w.method(obj)
				}
			}
		}
	}
}

// literal notes the calls that may be of a literal which waits. One that stands where it runs, or is
// given to another package, is called by no other.
func (w *awaiting) literal(lit inspector.Cursor) {
	switch lit.ParentEdgeKind() {
	case edge.CallExpr_Fun:
		return
	case edge.CallExpr_Args:
		fn, ok := typeutil.Callee(w.r.Pass.TypesInfo, lit.Parent().Node().(*ast.CallExpr)).(*types.Func)
		if ok && fn.Pkg() != w.r.Pass.Pkg {
			return
		}
	case edge.AssignStmt_Rhs:
		assign := lit.Parent().Node().(*ast.AssignStmt)
		id := typesx.Ident(assign.Lhs[min(lit.ParentEdgeIndex(), len(assign.Lhs)-1)])
		if v, ok := w.r.Pass.TypesInfo.Defs[id].(*types.Var); ok && w.r.isOnlyLiteral(v) {
			w.named(v)
			return
		}
	}
	w.value(w.r.TypeOf(lit.Node().(ast.Expr)))
}

// named notes the uses of a function, or of a variable that has one.
func (w *awaiting) named(obj types.Object) {
	for _, use := range w.r.Index.Uses(obj) {
		w.mention(use)
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		if use = syntax.Outermost(use); use.ParentEdgeKind() != edge.CallExpr_Fun {
			w.value(w.r.TypeOf(use.Node().(ast.Expr)))
		}
	}
}

// method notes the calls that may be of a method which waits, by an interface.
func (w *awaiting) method(fn *types.Func) {
	for _, c := range w.dynamic {
		called, ok := typeutil.Callee(w.r.Pass.TypesInfo, c.Node().(*ast.CallExpr)).(*types.Func)
		if ok && called.Name() == fn.Name() && called.Signature().Params().Len() == fn.Signature().Params().Len() {
			w.mention(c)
		}
	}
}

// value notes the calls of function values that may be one of a type.
func (w *awaiting) value(t types.Type) {
	for _, c := range w.dynamic {
		call := c.Node().(*ast.CallExpr)
		if _, isMethod := typeutil.Callee(w.r.Pass.TypesInfo, call).(*types.Func); !isMethod && types.Identical(w.r.TypeOf(call.Fun).Underlying(), t.Underlying()) {
			w.mention(c)
		}
	}
}

// isDynamic reports whether what a call runs is not known by its name: of a method of an interface, or a
// function value, but of a variable that has one literal.
func (w *awaiting) isDynamic(call *ast.CallExpr) bool {
	if tv := w.r.Pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return false
	}
	switch callee := typeutil.Callee(w.r.Pass.TypesInfo, call).(type) {
	case *types.Func:
		return typesx.IsInterfaceMethod(callee)
	case *types.Var:
		return !w.r.isOnlyLiteral(callee)
	}
	_, isLit := ast.Unparen(call.Fun).(*ast.FuncLit)
	return !isLit
}

// isOnlyLiteral reports whether a local variable has one function: the literal that it is declared with.
func (r *Checker) isOnlyLiteral(v *types.Var) bool { return r.LiteralOf(v) != nil && !r.IsAssigned(v) }

// isOfOwnGroup reports whether a method of a group is named of one that is none of tracked's own: a group
// that is no pointer, or a variable or a field of which all values are made by tracked.New.
func (r *Checker) isOfOwnGroup(use inspector.Cursor) bool {
	sel, ok := use.Parent().Node().(*ast.SelectorExpr)
	if !ok || use.ParentEdgeKind() != edge.SelectorExpr_Sel {
		return false
	}
	selection := r.Pass.TypesInfo.Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal || len(selection.Index()) != 1 {
		return false // a function of the package, or a method of what embeds a group
	}
	if !source.IsPointer(r.TypeOf(sel.X)) {
		return true
	}
	var v *types.Var
	switch x := ast.Unparen(sel.X).(type) {
	case *ast.Ident:
		v, _ = r.Pass.TypesInfo.Uses[x].(*types.Var)
	case *ast.SelectorExpr:
		v, _ = r.Pass.TypesInfo.Uses[x.Sel].(*types.Var)
	}
	return v != nil && v.Pkg() == r.Pass.Pkg && !v.Exported() && r.isMadeByNew(v)
}

// isMadeByNew reports whether a variable, or a field, gets nothing but groups that are made for it.
func (r *Checker) isMadeByNew(v *types.Var) bool {
	made := false
	for _, c := range r.Index.Names(v) {
		if c.ParentEdgeKind() == edge.SelectorExpr_Sel {
			c = c.Parent()
		}
		var value ast.Expr
		switch outer := syntax.Outermost(c); outer.ParentEdgeKind() {
		case edge.UnaryExpr_X:
			return false // by its address it may be set to any
		case edge.KeyValueExpr_Key:
			value = outer.Parent().Node().(*ast.KeyValueExpr).Value
		case edge.AssignStmt_Lhs:
			if assign := outer.Parent().Node().(*ast.AssignStmt); len(assign.Lhs) == len(assign.Rhs) {
				value = assign.Rhs[outer.ParentEdgeIndex()]
			}
		case edge.ValueSpec_Names:
			if spec := outer.Parent().Node().(*ast.ValueSpec); len(spec.Names) == len(spec.Values) {
				value = spec.Values[outer.ParentEdgeIndex()]
			}
		case edge.Field_Names:
			if !v.IsField() {
				return false // a parameter
			}
			continue
		default:
			continue
		}
		call, ok := ast.Unparen(value).(*ast.CallExpr)
		if !ok || !r.Calls(call, Tracked+".New") {
			return false
		}
		made = true
	}
	return made && !r.isPlaced(v)
}

// isPlaced reports whether a literal of the struct of a field sets that without its name.
func (r *Checker) isPlaced(field *types.Var) bool {
	tn := r.StructOf(field)
	return field.IsField() && (tn == nil || slices.ContainsFunc(r.LiteralsOf(tn), func(c inspector.Cursor) bool {
		return !source.IsKeyed(c.Node().(*ast.CompositeLit))
	}))
}
