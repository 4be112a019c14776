// This file lets a local variable stand for a field that has just been set to it: where what is
// launched gets the field, and where it uses no other context than that.
//
//	func (s *server) run(ctx context.Context) {
//		s.ctx = ctx
//		go s.worker.clean(s.ctx)
//		go s.loop() // waits for <-s.ctx.Done()
//
//	task := tracked.Start(ctx, "worker.clean")
//	worker := s.worker
//	go func() {
//		defer task.Done()
//		worker.clean(ctx)
//	}()
//
// Whether the field has the value of the variable asks internal/rewrite/vars, by JustSet.

package rewrite

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// localOf returns the variable that an operand of the launch at hand, which is a field, has just been
// set to, as it is named where that has been done; nil for none. No fix before hides it.
func (r *Rewriter) localOf(src *source.File, stmt *ast.GoStmt, x ast.Expr) *ast.Ident {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok || r.At != stmt {
		return nil
	}
	selection := r.Pass.TypesInfo.Selections[sel]
	if selection == nil || selection.Kind() != types.FieldVal || len(selection.Index()) != 1 {
		return nil
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok {
		return nil
	}
	base, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok {
		return nil
	}
	local := r.JustSet(base, selection.Obj().(*types.Var), true)
	if local == nil || src.IsGivenAround(local.Name, stmt) {
		return nil
	}
	return local
}

// keptLocalOf is localOf for an operand that is evaluated later: the variable stays as it is, too.
func (r *Rewriter) keptLocalOf(src *source.File, stmt *ast.GoStmt, x ast.Expr) *ast.Ident {
	if local := r.localOf(src, stmt, x); local != nil && r.Fixed(local) {
		return local
	}
	return nil
}

// asLocal writes an operand, or the pointer that the launched method is one of, as the variable that
// it has just been set to; "" for none.
func (e *editor) asLocal(x ast.Expr, isCallee bool) string {
	if e.src.Comment(x.Pos(), x.End()) != nil {
		return ""
	}
	if local := e.r.keptLocalOf(e.src, e.stmt, x); local != nil {
		return local.Name
	}
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok || !isCallee {
		return ""
	}
	// Any other method copies what it is called on at once, or panics for a nil there.
	method := e.r.Pass.TypesInfo.Selections[sel]
	if method == nil || method.Kind() != types.MethodVal || len(method.Index()) != 1 ||
		!source.IsPointer(e.r.TypeOf(sel.X)) || !source.IsPointer(method.Obj().(*types.Func).Signature().Recv().Type()) {
		return ""
	}
	if local := e.r.keptLocalOf(e.src, e.stmt, sel.X); local != nil {
		return local.Name + "." + sel.Sel.Name
	}
	return ""
}

// goesByLocal reports whether an operand is written as the variable that it has just been set to,
// which nothing that is evaluated before the launch may hide then.
func (e *editor) goesByLocal(op *operand, isCallee bool) bool {
	op.text = e.asLocal(op.expr, isCallee)
	if op.local = op.text != ""; op.local {
		name, _, _ := strings.Cut(op.text, ".")
		e.locals = append(e.locals, name)
	}
	return op.local
}

// useLocals writes the operands that go by a variable where they stand.
func (e *editor) useLocals(ops []*operand) {
	for _, op := range ops {
		if op.local {
			e.replace(op.expr.Pos(), op.expr.End(), op.text)
		}
	}
}

// localContext returns the variable of the launcher that has the value of the only context that a
// launched body uses: one in a field of what the launcher has made, or has just set it of; "" for
// none. waits reports whether the body waits for it.
func (r *Rewriter) localContext(src *source.File, stmt *ast.GoStmt) (name string, waits bool) {
	launched, body := r.Launched(stmt)
	if body == nil || r.At != stmt {
		return "", false
	}
	recv, base := r.receiverAt(stmt)
	var field *types.Var
	for n := range syntax.All[ast.Node](body) {
		if wait, ok := n.(*ast.UnaryExpr); ok {
			of, isSel := ast.Unparen(doneOf(wait)).(*ast.SelectorExpr)
			waits = waits || isSel && r.isContextField(r.Pass.TypesInfo.Uses[of.Sel])
		}
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || !r.isContextField(r.Pass.TypesInfo.Uses[sel.Sel]) {
			continue
		}
		of := r.Pass.TypesInfo.Uses[typesx.Ident(sel.X)]
		v, isVar := of.(*types.Var)
		if recv != nil && of == recv {
			v = base
		} else if recv != nil || !isVar || r.Lookup(v.Name(), stmt.Pos()) != v {
			return "", false // of something that is not there
		}
		used := r.Pass.TypesInfo.Uses[sel.Sel].(*types.Var)
		if v == nil || base != nil && v != base || field != nil && field != used {
			return "", false // several
		}
		base, field = v, used
	}
	if field == nil {
		return "", false
	}
	if decl, ok := launched.(*ast.FuncDecl); ok && slices.Contains(r.Changers(field), ast.Decl(decl)) {
		return "", waits // it sets another one
	}
	local := r.JustSet(base, field, false)
	if local == nil {
		local = r.givenToMaker(base, field)
	}
	if local == nil || src.IsGivenAround(local.Name, stmt) {
		return "", waits
	}
	if v, ok := r.Pass.TypesInfo.Uses[local].(*types.Var); !ok || !r.givesContext(src, stmt, v) {
		return "", waits
	}
	return local.Name, waits
}

// isContextField reports whether something is a field of the package that has a context.
func (r *Rewriter) isContextField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField() && v.Pkg() == r.Pass.Pkg && typesx.IsContextValue(v.Type())
}

// receiverAt returns the receiver of a launched method, and the variable that it is called on.
func (r *Rewriter) receiverAt(stmt *ast.GoStmt) (recv types.Object, base *types.Var) {
	fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func)
	sel, isSel := ast.Unparen(stmt.Call.Fun).(*ast.SelectorExpr)
	if !isFunc || !isSel {
		return nil, nil
	}
	decl := r.DeclOf(fn.Origin())
	if decl == nil || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 {
		return nil, nil
	}
	if method := r.Pass.TypesInfo.Selections[sel]; method != nil && len(method.Index()) == 1 {
		base, _ = r.Pass.TypesInfo.Uses[typesx.Ident(sel.X)].(*types.Var)
	}
	return r.Pass.TypesInfo.Defs[decl.Recv.List[0].Names[0]], base
}

// givenToMaker returns the variable that a function of the package has been given for a field of
// what it has made, where that is what base points to:
//
//	a := newAggregator(ctx, cfg) // returns &aggregator{ctx: ctx}
//	go a.loop()
func (r *Rewriter) givenToMaker(base, field *types.Var) *ast.Ident {
	def, ok := r.Index.Definition(base)
	if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs || r.IsAssigned(base) || r.IsAssigned(field) || !r.SetOnce(field) {
		return nil
	}
	made := def.Parent()
	assign := made.Node().(*ast.AssignStmt)
	call, ok := ast.Unparen(valueAt(assign.Rhs, def.ParentEdgeIndex())).(*ast.CallExpr)
	if !ok || call.Ellipsis.IsValid() {
		return nil
	}
	result := 0
	if len(assign.Rhs) == 1 {
		result = def.ParentEdgeIndex()
	}
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !ok {
		return nil
	}
	at := r.paramFor(fn, field, result)
	if at < 0 || at >= len(call.Args) {
		return nil
	}
	return r.SameSince(made, typesx.Ident(call.Args[at]), field)
}

// paramFor returns which parameter of a function of the package is the value of a field in all that
// its result points to, or -1.
func (r *Rewriter) paramFor(fn *types.Func, field *types.Var, result int) int {
	decl := r.DeclOf(fn.Origin())
	if decl == nil || decl.Body == nil || fn.Signature().Variadic() || fn != fn.Origin() {
		return -1
	}
	tn, at := r.StructOf(field), -1
	for ret := range syntax.Own[*ast.ReturnStmt](decl.Body) {
		if result >= len(ret.Results) {
			return -1
		}
		x := ast.Unparen(ret.Results[result])
		if r.Pass.TypesInfo.Types[x].IsNil() {
			continue
		}
		if v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(x)].(*types.Var); ok {
			def, declared := r.Index.Definition(v)
			if !declared || def.ParentEdgeKind() != edge.AssignStmt_Lhs || r.IsAssigned(v) {
				return -1
			}
			x = valueAt(def.Parent().Node().(*ast.AssignStmt).Rhs, def.ParentEdgeIndex())
		}
		p, ok := r.Pass.TypesInfo.Uses[typesx.Ident(r.ValueIn(x, field))].(*types.Var)
		if !ok || tn == nil || r.IsAssigned(p) {
			return -1
		}
		i := indexOf(fn.Signature().Params(), p)
		if i < 0 || at >= 0 && at != i {
			return -1
		}
		at = i
	}
	return at
}

// indexOf is where a variable is among parameters, or -1.
func indexOf(params *types.Tuple, p *types.Var) int {
	for i := range params.Len() {
		if params.At(i) == p {
			return i
		}
	}
	return -1
}
