// This file asks whether a struct that is a context by what it embeds has one there. With none it
// is a value like any other, but a helper that is given it panics:
//
//	type request struct {
//		context.Context
//		id string
//	}
//	go log(request{id: "a"}) // uses the id alone

package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// fixedContext reports whether an expression is a context.Context itself, and always the same one.
func (r *Rewriter) fixedContext(x ast.Expr) bool {
	return typesx.IsContext(r.TypeOf(x)) && r.Fixed(x)
}

// hasEmbedded reports whether a variable is a context.Context itself, or a struct that has what it embeds:
// what is launched would panic without, or it is a parameter that never changes and the package makes
// no such struct.
func (r *Rewriter) hasEmbedded(stmt *ast.GoStmt, v *types.Var) bool {
	if typesx.IsContext(v.Type()) {
		return true
	}
	fields, ok := embeddedBy(v.Type())
	if !ok || len(fields) > 0 && r.surelyWaits(stmt, v) {
		return ok
	}
	if !r.isDeclaredParam(v) || r.IsAssigned(v) {
		return false
	}
	for field, tn := range fields {
		if len(r.Changers(field)) > 0 || r.mayLack(tn, field) {
			return false
		}
	}
	return true
}

// embeddedBy returns the embedded fields on the way to the methods of a context, with the types that
// have them; ok is false where one of these has no name, or type parameters. A struct that has all
// of the methods itself has no such field.
func embeddedBy(t types.Type) (fields map[*types.Var]*types.TypeName, ok bool) {
	fields = make(map[*types.Var]*types.TypeName)
	for _, name := range []string{"Deadline", "Done", "Err", "Value"} {
		_, index, _ := types.LookupFieldOrMethod(t, false, nil, name)
		at := t
		for _, i := range index[:max(0, len(index)-1)] {
			named, isNamed := types.Unalias(at).(*types.Named)
			if !isNamed || named.TypeArgs().Len() > 0 {
				return nil, false
			}
			s, isStruct := named.Underlying().(*types.Struct)
			if !isStruct {
				return nil, false
			}
			fields[s.Field(i)] = named.Obj()
			at = s.Field(i).Type()
		}
	}
	return fields, true
}

// surelyWaits reports whether a launched literal certainly receives from the Done of what a variable
// embeds, and has nothing that would recover where that is nil.
func (r *Rewriter) surelyWaits(stmt *ast.GoStmt, v *types.Var) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || syntax.HasOwn[*ast.DeferStmt](lit.Body) {
		return false
	}
	if _, index, _ := types.LookupFieldOrMethod(v.Type(), false, nil, "Done"); len(index) < 2 {
		return false // its own, which may look first
	}
	return syntax.AnyOwn(lit.Body, func(wait *ast.UnaryExpr) bool {
		of := typesx.Ident(doneOf(wait))
		return of != nil && r.Pass.TypesInfo.Uses[of] == v && r.Fixed(of) && r.surely(lit.Body, wait)
	})
}

// isDeclaredParam reports whether a variable is a parameter or the receiver of a declared function.
func (r *Rewriter) isDeclaredParam(v *types.Var) bool {
	def, ok := r.Index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.Field_Names {
		return false
	}
	list := def.Parent().Parent()
	return list.ParentEdgeKind() == edge.FuncDecl_Recv ||
		list.ParentEdgeKind() == edge.FuncType_Params && list.Parent().ParentEdgeKind() == edge.FuncDecl_Type
}

// mayLack reports whether the package makes a struct without a value for a field: by a literal, or
// as the zero value of something. Those that another package declares are fields here and there,
// which are set where they are used.
func (r *Rewriter) mayLack(tn *types.TypeName, field *types.Var) bool {
	info := r.Pass.TypesInfo
	is := func(t types.Type) bool { return t != nil && !source.IsPointer(t) && typesx.Named(t) == tn }
	for x, tv := range info.Types {
		switch x := x.(type) {
		case *ast.CompositeLit:
			if typesx.Named(tv.Type) == tn && !r.gives(x, field) {
				return true
			}
		case *ast.CallExpr:
			converts := info.Types[x.Fun].IsType() && len(x.Args) == 1 && typesx.Named(tv.Type) == tn && typesx.Named(r.TypeOf(x.Args[0])) != tn
			if converts || r.IsBuiltin(x, "new") && typesx.Named(tv.Type) == tn {
				return true
			}
		case *ast.TypeAssertExpr: // v, ok := x.(T)
			if tuple, ok := tv.Type.(*types.Tuple); ok && is(tuple.At(0).Type()) {
				return true
			}
		}
		if tv.Type == nil {
			continue
		}
		if list, ok := tv.Type.Underlying().(interface{ Elem() types.Type }); ok && !source.IsPointer(tv.Type) && is(list.Elem()) {
			return true // of what is not there, or has been closed
		}
	}
	for _, instance := range info.Instances {
		for arg := range instance.TypeArgs.Types() {
			if is(arg) {
				return true
			}
		}
	}
	for _, obj := range info.Defs {
		if v, ok := obj.(*types.Var); ok && is(v.Type()) && r.startsZero(v, tn) {
			return true
		}
	}
	return false
}

// gives reports whether a literal has a value for a field.
func (r *Rewriter) gives(lit *ast.CompositeLit, field *types.Var) bool {
	isNil := func(x ast.Expr) bool { return r.Pass.TypesInfo.Types[x].IsNil() }
	for _, elt := range lit.Elts {
		pair, isPair := elt.(*ast.KeyValueExpr)
		if !isPair {
			return !slices.ContainsFunc(lit.Elts, isNil) // all of them, in their order
		}
		if r.Pass.TypesInfo.Uses[typesx.Ident(pair.Key)] == field {
			return !isNil(pair.Value)
		}
	}
	return false
}

// startsZero reports whether a variable has its zero value at first, as a result that has a name
// does, and a field of the package where what has it is made.
func (r *Rewriter) startsZero(v *types.Var, tn *types.TypeName) bool {
	if v.IsField() {
		return tn.Pkg() == r.Pass.Pkg
	}
	def, ok := r.Index.Definition(v)
	if !ok {
		return false
	}
	switch def.ParentEdgeKind() {
	case edge.ValueSpec_Names:
		return len(def.Parent().Node().(*ast.ValueSpec).Values) == 0
	case edge.Field_Names:
		return def.Parent().Parent().ParentEdgeKind() == edge.FuncType_Results
	}
	return false
}
