// This file answers which launches only end when a channel does that nobody ends:
//
//	func responder() { for r := range results { ... } } // nothing closes results
//	for { select { case job := <-jobs: job(); case <-stop: return } } // nor stop
//	server := &http.Server{Handler: mux}; go server.Serve(l); return nil // nobody has the server
//
// All uses of the channel have to be seen, and to be harmless: it is not exported, and goes to
// nobody who might close it. A file of another build, or a test, that names a channel so and
// closes something is enough of a doubt.

package eligible

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
)

// endsWithChannel returns the channel that a launch goes on with until somebody closes it, or
// sends on it, where nobody does, and whether another package could; nil for any other launch.
func (r *Checker) endsWithChannel(stmt *ast.GoStmt) (ch ast.Expr, beyond bool) {
	body := r.LaunchedBody(stmt)
	if body == nil || len(body.List) == 0 {
		return nil, false
	}
	// The loop is the last statement: what came before has ended, and what would come after is never
	// reached.
	switch loop := body.List[len(body.List)-1].(type) {
	case *ast.RangeStmt:
		if r.leadsOut(loop.Body) {
			return nil, false
		}
		if r.keptElsewhere(loop.X) {
			return loop.X, true
		}
		if v := r.channelAt(stmt, loop.X); v != nil {
			if open, beyond := r.nobodyEnds(v, false); open {
				return loop.X, beyond
			}
		}
	case *ast.ForStmt:
		if loop.Cond == nil {
			return r.onlyStop(stmt, loop)
		}
	}
	return nil, false
}

// onlyStop returns the channel of the only case of a loop's select that leads out of the loop,
// where nobody closes that or sends on it.
func (r *Checker) onlyStop(stmt *ast.GoStmt, loop *ast.ForStmt) (stop ast.Expr, beyond bool) {
	if len(loop.Body.List) != 1 {
		return nil, false
	}
	sel, ok := loop.Body.List[0].(*ast.SelectStmt)
	if !ok {
		return nil, false
	}
	for _, c := range sel.Body.List {
		clause := c.(*ast.CommClause)
		if !slices.ContainsFunc(clause.Body, func(s ast.Stmt) bool { return r.leadsOut(s) }) {
			continue
		}
		recv, ok := clause.Comm.(*ast.ExprStmt)
		// Another case that leads out is another way to its end.
		if !ok || stop != nil {
			return nil, false
		}
		arrow, ok := ast.Unparen(recv.X).(*ast.UnaryExpr)
		if !ok || arrow.Op != token.ARROW {
			return nil, false
		}
		stop = arrow.X
	}
	if stop == nil {
		return nil, false
	}
	ch := r.channelAt(stmt, stop)
	if ch == nil {
		return nil, false
	}
	open, beyond := r.nobodyEnds(ch, true)
	if !open {
		return nil, false
	}
	return stop, beyond
}

// channelAt returns the variable or field that a channel of a launched body is, where a
// parameter is the argument of the launch; nil where that is none.
func (r *Checker) channelAt(stmt *ast.GoStmt, x ast.Expr) *types.Var {
	if _, isChan := r.TypeOf(x).Underlying().(*types.Chan); !isChan {
		return nil
	}
	p, ok := r.PathOf(ast.Unparen(x))
	if !ok {
		return nil
	}
	v := p[len(p)-1]
	if id, isIdent := ast.Unparen(x).(*ast.Ident); isIdent && r.isParam(id) {
		i := r.paramIndex(stmt, v)
		if i < 0 || i >= len(stmt.Call.Args) {
			return nil
		}
		if p, ok = r.PathOf(ast.Unparen(stmt.Call.Args[i])); !ok {
			return nil
		}
		v = p[len(p)-1]
		if arg, isIdent := ast.Unparen(stmt.Call.Args[i]).(*ast.Ident); isIdent && r.isParam(arg) {
			return nil // somebody else's
		}
	}
	return v
}

// paramIndex is the number of a parameter of what is launched, -1 of any other variable.
func (r *Checker) paramIndex(stmt *ast.GoStmt, v *types.Var) int {
	sig, ok := r.TypeOf(stmt.Call.Fun).(*types.Signature)
	if !ok {
		return -1
	}
	if fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func); isFunc {
		sig = fn.Origin().Signature()
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == v {
			return i
		}
	}
	return -1
}

// nobodyEnds reports whether nobody of this package closes a channel, nor, where that would end
// the goroutine, sends on it; and whether another package has it, which does not say that it does.
func (r *Checker) nobodyEnds(v *types.Var, bySend bool) (open, beyond bool) {
	o := &openFor{r: r, bySend: bySend, seen: make(map[*types.Var]bool)}
	return o.ever(v), o.beyond
}

// openFor is the question whether a channel stays open for ever.
type openFor struct {
	r      *Checker
	bySend bool // a value would end the goroutine, too
	beyond bool // another package has it, which may or may not end it
	seen   map[*types.Var]bool
}

// ever reports whether no use of a variable or field ends the channel in it.
func (o *openFor) ever(v *types.Var) bool {
	// It goes round: what ends the channel is found on the way, if anything does.
	if o.seen[v] {
		return true
	}
	o.seen[v] = true
	shared := v.IsField() || v.Parent() == o.r.Pass.Pkg.Scope()
	if v.Pkg() != o.r.Pass.Pkg || shared && (v.Exported() || o.closedBeside(v)) || v.IsField() && !o.madeOpen(v) {
		return false
	}
	return !slices.ContainsFunc(o.r.Index.Names(v), func(use inspector.Cursor) bool { return !o.harmless(use) })
}

// harmless reports whether a use of a channel neither ends it nor gives it to who may.
func (o *openFor) harmless(use inspector.Cursor) bool {
	if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
		use = use.Parent()
	}
	use = syntax.Outermost(use)
	// Each place in which a channel can stand is named here. Any other is doubt, and doubt is an
	// end: the remark must not say of a goroutine that nobody ends it when somebody may.
	switch kind, i := use.ParentEdge(); kind {
	case edge.SelectorExpr_X, edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.Field_Names:
		return kind != edge.SelectorExpr_X
	case edge.SendStmt_Chan:
		return !o.bySend
	case edge.UnaryExpr_X:
		return use.Parent().Node().(*ast.UnaryExpr).Op == token.ARROW
	case edge.RangeStmt_X:
		return true
	case edge.CallExpr_Args:
		return o.passed(use.Parent().Node().(*ast.CallExpr), i)
	case edge.ValueSpec_Names:
		spec := use.Parent().Node().(*ast.ValueSpec)
		return len(spec.Values) == 0 || len(spec.Values) == len(spec.Names) && o.makes(spec.Values[i])
	case edge.AssignStmt_Lhs:
		assign := use.Parent().Node().(*ast.AssignStmt)
		return len(assign.Lhs) == len(assign.Rhs) && o.makes(assign.Rhs[i])
	case edge.AssignStmt_Rhs:
		assign := use.Parent().Node().(*ast.AssignStmt)
		return len(assign.Lhs) == len(assign.Rhs) && o.place(assign.Lhs[i])
	case edge.KeyValueExpr_Key:
		return o.makes(use.Parent().Node().(*ast.KeyValueExpr).Value)
	case edge.KeyValueExpr_Value:
		return o.place(use.Parent().Node().(*ast.KeyValueExpr).Key)
	case edge.CompositeLit_Elts:
		s, ok := o.r.TypeOf(use.Parent().Node().(*ast.CompositeLit)).Underlying().(*types.Struct)
		return ok && o.ever(s.Field(i))
	}
	return false
}

// makes reports whether what a channel variable gets is new, nil, or a variable that stays open.
func (o *openFor) makes(x ast.Expr) bool {
	if o.r.Pass.TypesInfo.Types[x].IsNil() {
		return true
	}
	if id, ok := ast.Unparen(x).(*ast.Ident); ok && o.r.isParam(id) {
		return false // whoever gives it may close it
	}
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
		return o.r.IsBuiltin(call, "make")
	}
	return o.place(x)
}

// place reports whether a channel that is kept in a variable or a field stays open there.
func (o *openFor) place(x ast.Expr) bool {
	p, ok := o.r.PathOf(ast.Unparen(x))
	if !ok {
		id, isIdent := x.(*ast.Ident)
		v, isVar := o.r.Pass.TypesInfo.ObjectOf(id).(*types.Var)
		return isIdent && isVar && o.ever(v)
	}
	return o.ever(p[len(p)-1])
}

// passed reports whether a call leaves a channel open that it is given: a function of the
// package is looked into.
func (o *openFor) passed(call *ast.CallExpr, i int) bool {
	if o.r.IsBuiltin(call, "len") || o.r.IsBuiltin(call, "cap") {
		return true
	}
	fn, ok := typeutil.Callee(o.r.Pass.TypesInfo, call).(*types.Func)
	if !ok {
		return false
	}
	if fn.Pkg() != nil && fn.Pkg() != o.r.Pass.Pkg {
		return o.sentTo(call, fn, i)
	}
	decl := o.r.DeclOf(fn.Origin())
	params := fn.Origin().Signature().Params()
	if decl == nil || i >= params.Len() || fn.Signature().Variadic() {
		return false
	}
	return o.ever(params.At(i))
}

// madeOpen reports whether the structs of the package with a field that are made by a list of
// values, in which the field has no name, get a channel that stays open.
func (o *openFor) madeOpen(field *types.Var) bool {
	tn := o.r.StructOf(field)
	if tn == nil {
		return false
	}
	fields := slices.Collect(tn.Type().Underlying().(*types.Struct).Fields())
	return !slices.ContainsFunc(o.r.LiteralsOf(tn), func(lit inspector.Cursor) bool {
		elts := lit.Node().(*ast.CompositeLit).Elts
		if len(elts) == 0 {
			return false
		}
		// By a name it is a use like any other, which harmless has looked at.
		if _, isPair := elts[0].(*ast.KeyValueExpr); isPair {
			return false
		}
		return !o.makes(elts[slices.Index(fields, field)])
	})
}

// closedBeside reports whether a file that the pass does not have, a test or one of another
// build, may close a channel of a name: it has the name, and closes something.
func (o *openFor) closedBeside(v *types.Var) bool {
	if o.r.AtFile == nil {
		return true
	}
	dir := filepath.Dir(o.r.Pass.Fset.File(o.r.AtFile.FileStart).Name())
	return slices.ContainsFunc(o.r.FilesBeside(dir), func(file string) bool {
		beside := o.r.SetsIn(file)
		return beside.Broken || beside.Closes && beside.Mentioned[v.Name()]
	})
}

// servesUnstoppably reports whether what is launched runs a server that only a variable of the
// launcher leads to, on which nobody calls what would stop it.
func (r *Checker) servesUnstoppably(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok {
		return r.servesAlone(stmt.Call)
	}
	return syntax.AnyOwn(lit.Body, r.servesAlone)
}

// servesAlone reports whether a call serves until a method of its receiver stops it, which
// nobody can call, nor close the listener that it is given.
func (r *Checker) servesAlone(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || !isSel {
		return false
	}
	// Code that only selects what does not stop the server has no way to its end:
	// neither Shutdown nor closing the listener.
	ends := catalog.StoppedBy(catalog.Stoppable(fn))
	if ends == nil || !r.onlySelected(sel.X, func(m *types.Func) bool { return !slices.Contains(ends, m.Name()) }) {
		return false
	}
	v := r.Pass.TypesInfo.Uses[ast.Unparen(sel.X).(*ast.Ident)].(*types.Var)
	return (r.IsNotNil(v) || r.madeOutside(v)) && len(call.Args) <= 1 && !slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return !r.onlySelected(arg, func(m *types.Func) bool { return m.Name() == "Addr" })
	})
}

// madeOutside reports whether a local variable starts as the only result of a function of another
// package, which keeps none of the servers that it makes. That it might is passed over: a
// constructor that registers its server somewhere is not what the standard library has.
func (r *Checker) madeOutside(v *types.Var) bool {
	def, ok := r.Index.Definition(v)
	if !ok {
		return false
	}
	assign, ok := def.Parent().Node().(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || len(assign.Lhs) != 1 {
		return false
	}
	call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return ok && fn.Signature().Recv() == nil && fn.Pkg() != nil && fn.Pkg() != r.Pass.Pkg
}

// onlySelected reports whether an expression is a local variable with one value, of which others
// only select fields and some methods, or get it as an interface of those alone: but for it itself.
func (r *Checker) onlySelected(x ast.Expr, may func(*types.Func) bool) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	def, defined := r.Index.Definition(v)
	if !isVar || !defined || def.ParentEdgeKind() != edge.AssignStmt_Lhs || r.IsAssigned(v) {
		return false
	}
	return !slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		of, isSel := use.Parent().Node().(*ast.SelectorExpr)
		if !isSel || r.Pass.TypesInfo.Selections[of] == nil {
			return use.Node() != id && !r.givenAs(use, may)
		}
		method, isFunc := r.Pass.TypesInfo.Selections[of].Obj().(*types.Func)
		return isFunc && !may(method)
	})
}

// givenAs reports whether a use is an argument of a call that gets it as an interface, by which
// none but some methods can be called. (That it is asked for another one is not expected.)
func (r *Checker) givenAs(use inspector.Cursor, may func(*types.Func) bool) bool {
	kind, i := use.ParentEdge()
	if kind != edge.CallExpr_Args {
		return false
	}
	sig, ok := r.TypeOf(use.Parent().Node().(*ast.CallExpr).Fun).Underlying().(*types.Signature)
	if !ok || i >= sig.Params().Len() || sig.Variadic() {
		return false
	}
	iface, ok := sig.Params().At(i).Type().Underlying().(*types.Interface)
	if !ok || iface.NumMethods() == 0 {
		return false
	}
	for m := range iface.Methods() {
		if !may(m) {
			return false
		}
	}
	return true
}
