// This file answers whether an operand of a go statement may be evaluated later. Most are: a
// parameter that nothing assigns to, a constant, a method of a receiver that stays the same.
//
//	go s.run(ctx)        // fixed: moves into the function as it is
//	go s.run(next())     // next is called at the launch, before it
//	go s.conn.run()      // conn may be another one by then

package vars

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/unit"
)

// Fixed reports whether an expression has the same value, and no effect, whenever
// it is evaluated from the launch on. Variables of the package, and fields behind a
// pointer, count where they are set once.
func (r *Facts) Fixed(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return r.fixedPlace(e.X) || r.fixedLiteral(e.X)
		}
		return e.Op != token.ARROW && r.Fixed(e.X)
	case *ast.BinaryExpr:
		return r.computes(e) && r.Fixed(e.X) && r.Fixed(e.Y)
	case *ast.Ident:
		if v, ok := r.Pass.TypesInfo.Uses[e].(*types.Var); ok {
			return r.stable(e) && (v.Parent() != r.Pass.Pkg.Scope() || r.SetOnce(v)) || r.neverSet(v) || r.isParsedVar(v)
		}
	case *ast.SelectorExpr:
		if sel := r.Pass.TypesInfo.Selections[e]; sel != nil {
			switch sel.Kind() {
			case types.FieldVal: // of a struct that never changes
				v := sel.Obj().(*types.Var)
				return r.Fixed(e.X) && (!sel.Indirect() || len(sel.Index()) == 1 && r.isFollowed(e.X) && (r.SetOnce(v) || r.setByMaker(e.X, v) || r.setByMakers(v) || r.setIfNil(e.X, v)))
			case types.MethodVal:
				return r.FixedCallee(e)
			}
		} else if v, ok := r.Pass.TypesInfo.Uses[e.Sel].(*types.Var); ok && (isConstantInStd(v) || r.neverSet(v)) {
			return true
		}
	case *ast.CompositeLit:
		return r.fixedLiteral(e)
	case *ast.StarExpr:
		return r.isParsedFlag(e.X)
	case *ast.CallExpr:
		return r.isEmptyContext(e) || r.fixedByCall(e)
	}
	return r.stable(e) || r.IsDeclared(e)
}

// computes reports whether an operator neither panics nor runs code of the program, as a
// comparison of what is in interfaces may.
func (r *Facts) computes(e *ast.BinaryExpr) bool {
	isBasic := func(x ast.Expr) bool { _, ok := r.TypeOf(x).Underlying().(*types.Basic); return ok }
	switch e.Op {
	case token.QUO, token.REM, token.SHL, token.SHR: // of a constant only, which the compiler looks at
		return r.Pass.TypesInfo.Types[e.Y].Value != nil && isBasic(e.X)
	case token.EQL, token.NEQ:
		if r.Pass.TypesInfo.Types[e.X].IsNil() || r.Pass.TypesInfo.Types[e.Y].IsNil() {
			return true
		}
	}
	return isBasic(e.X) && isBasic(e.Y)
}

// fixedByCall reports whether a call is a conversion of something fixed that copies nothing
// that may change, or the length of a string or a slice that is another one never.
func (r *Facts) fixedByCall(call *ast.CallExpr) bool {
	if len(call.Args) != 1 || !r.Fixed(call.Args[0]) {
		return false
	}
	switch of := r.TypeOf(call.Args[0]).Underlying().(type) {
	case *types.Basic:
		return r.Pass.TypesInfo.Types[call.Fun].IsType() || r.IsBuiltin(call, "len")
	case *types.Slice:
		return r.IsBuiltin(call, "len") || r.IsBuiltin(call, "cap")
	case *types.Chan, *types.Pointer, *types.Signature:
		return r.Pass.TypesInfo.Types[call.Fun].IsType() && types.Identical(of, r.Pass.TypesInfo.TypeOf(call).Underlying())
	}
	return false
}

// isEmptyContext reports whether an expression is a context that is always the same:
// context.Background() or context.TODO().
func (r *Facts) isEmptyContext(call *ast.CallExpr) bool {
	return r.Calls(call, "context.Background") || r.Calls(call, "context.TODO")
}

// isConstantInStd reports whether a variable of the standard library is one only because
// the language has no constants of its type: an error, as io.EOF, or io.Discard.
func isConstantInStd(v *types.Var) bool {
	return v.Pkg() != nil && unit.IsStd(v.Pkg()) && (types.Identical(v.Type(), types.Universe.Lookup("error").Type()) || v.Pkg().Path()+"."+v.Name() == "io.Discard")
}

// fixedLiteral reports whether an expression is a composite literal, but of a map, of
// fixed values: it is evaluated once, sooner or later.
func (r *Facts) fixedLiteral(e ast.Expr) bool {
	lit, ok := ast.Unparen(e).(*ast.CompositeLit)
	if !ok {
		return false
	}
	if _, isMap := r.TypeOf(lit).Underlying().(*types.Map); isMap { // not every key can be one
		return false
	}
	for _, elt := range lit.Elts {
		pair, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			pair = &ast.KeyValueExpr{Value: elt}
		}
		if id, isIdent := pair.Key.(*ast.Ident); pair.Key != nil && !(isIdent && r.IsField(id)) && !r.Fixed(pair.Key) {
			return false
		}
		if !r.Fixed(pair.Value) {
			return false
		}
	}
	return true
}

// fixedPlace reports whether an expression names the same variable whenever it is
// evaluated: a variable itself, or a field on a way without pointers that change. A
// pointer that may be nil is followed at the launch: there the panic may be recovered.
func (r *Facts) fixedPlace(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ok := r.Pass.TypesInfo.Uses[e].(*types.Var)
		return ok
	case *ast.SelectorExpr:
		sel := r.Pass.TypesInfo.Selections[e]
		if sel == nil || sel.Kind() != types.FieldVal || len(sel.Index()) != 1 {
			return false
		}
		if source.IsPointer(r.TypeOf(e.X)) {
			return r.Fixed(e.X) && r.isFollowed(e.X)
		}
		return r.fixedPlace(e.X)
	}
	return false
}

// isFollowed reports whether a pointer that never changes is one to something where the launch
// stands, also because it has been followed before.
//
//	if t.cl.closed() {
//		return
//	}
//	go t.cl.run() // t is not nil
func (r *Facts) isFollowed(e ast.Expr) bool { return r.NotNil(e) || r.SurelyCalled(e) }

// NotNil reports whether a pointer that never changes is one to something: a method's
// receiver, as far as anybody cares, or what has been made where it is declared.
func (r *Facts) NotNil(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	return ok && (r.IsNotNil(v) || r.justMade(v))
}

// FixedCallee reports whether a called expression denotes the same function, bound
// to the same receiver, whenever it is evaluated.
func (r *Facts) FixedCallee(e ast.Expr) bool { return r.fixedCallee(e, r.NotNil, r.SurelyCalled) }

// FixedLaunch reports the same of what a go statement calls. There a receiver that is nil panics at
// the launch, and in the goroutine where it is evaluated later: it counts as a value where nothing
// in the package says that it may be nil.
func (r *Facts) FixedLaunch(e ast.Expr) bool {
	return r.fixedCallee(e, func(x ast.Expr) bool {
		return r.NotNil(x) || r.SurelyCalled(x) || r.calledAround(x) || r.HasValue(x)
	}, func(x ast.Expr) bool {
		return r.SurelyCalled(x) || r.calledAround(x) || r.HasValue(x)
	})
}

// fixedCallee is asked with what says that a pointer, and that an interface, is not nil.
func (r *Facts) fixedCallee(e ast.Expr, notNil, hasValue func(ast.Expr) bool) bool {
	if r.Pass.TypesInfo.Types[e].IsBuiltin() {
		return true
	}
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return r.Fixed(e)
	}
	selection := r.Pass.TypesInfo.Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal {
		return r.Fixed(e)
	}
	if len(selection.Index()) != 1 && ThroughPointers(selection) {
		return r.fixedPromoted(sel, selection, notNil)
	}
	fn := selection.Obj().(*types.Func)
	if source.IsPointer(fn.Signature().Recv().Type()) {
		if source.IsPointer(r.TypeOf(sel.X)) {
			return r.Fixed(sel.X) && (len(selection.Index()) == 1 || notNil(sel.X))
		}
		return r.fixedPlace(sel.X)
	}
	// The receiver is copied at the launch, and the method of a nil interface panics.
	if len(selection.Index()) != 1 || source.IsPointer(r.TypeOf(sel.X)) || !r.Fixed(sel.X) {
		return false
	}
	return !types.IsInterface(r.TypeOf(sel.X)) || hasValue(sel.X) || r.madeWithoutError(sel.X)
}

// ThroughPointers reports whether an embedded field on the way to a method is a
// pointer or an interface.
func ThroughPointers(selection *types.Selection) bool {
	t := selection.Recv()
	for _, i := range selection.Index()[:len(selection.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return true
		}
		t = s.Field(i).Type()
		switch t.Underlying().(type) {
		case *types.Pointer, *types.Interface:
			return true
		}
	}
	return false
}

// stable reports whether an expression has the same value, and no effect, whenever
// it is evaluated from the launch on.
func (r *Facts) stable(e ast.Expr) bool {
	if tv := r.Pass.TypesInfo.Types[e]; tv.Value != nil || tv.IsNil() {
		return true
	}
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || r.IsAssigned(v) && (r.At == nil || r.FactsAbout(v) == nil || r.changesAfter(r.Source(r.AtFile), r.At, v)) {
		return false
	}
	// A package variable of another package, or one that other packages see.
	return v.Pkg() == r.Pass.Pkg && !(v.Exported() && v.Parent() == v.Pkg().Scope())
}
