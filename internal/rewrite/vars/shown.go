// This file gathers which types of the package others may get a value of, for promoted.go: by the type
// of something exported, or as a value of an interface.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// shownTypes are the types of the package that others may have a value of with that type: by the
// type of something exported or embedded. What is given to a parameter of type any may be set by
// reflection.
func (r *Facts) shownTypes() map[*types.TypeName]bool {
	if r.shown != nil {
		return r.shown
	}
	r.shown = make(map[*types.TypeName]bool)
	for _, obj := range r.Pass.TypesInfo.Defs {
		switch obj := obj.(type) {
		case *types.Func:
			if obj.Exported() {
				r.show(obj.Type(), 0)
			}
		case *types.Var:
			if obj.Exported() || obj.Embedded() {
				r.show(obj.Type(), 0)
			}
		case *types.TypeName:
			if _, isStruct := obj.Type().Underlying().(*types.Struct); obj.IsAlias() {
				r.show(types.Unalias(obj.Type()), 0)
			} else if !isStruct {
				r.show(obj.Type().Underlying(), 0)
			}
		}
	}
	for _, f := range r.Pass.Files {
		for c := range r.FileIn(f).Preorder((*ast.CallExpr)(nil), (*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.ReturnStmt)(nil), (*ast.CompositeLit)(nil), (*ast.SendStmt)(nil), (*ast.IndexExpr)(nil)) {
			r.asInterfaces(c, r.showAs)
		}
	}
	for id, instance := range r.Pass.TypesInfo.Instances {
		// What is generic may take a value of its type parameter for one of any type.
		if obj := r.Pass.TypesInfo.Uses[id]; obj != nil && obj.Pkg() == r.Pass.Pkg {
			for arg := range instance.TypeArgs.Types() {
				r.show(arg, 0)
			}
		}
	}
	return r.shown
}

// asInterfaces tells what a node makes a value of an interface of, and of which.
func (r *Facts) asInterfaces(c inspector.Cursor, tell func(x ast.Expr, to types.Type)) {
	switch x := c.Node().(type) {
	case *ast.CallExpr:
		if !r.isPrinted(x) { // what prints it sets nothing
			r.givenAsInterfaces(x, tell)
		}
	case *ast.AssignStmt:
		for i, lhs := range x.Lhs {
			if x.Tok == token.ASSIGN && len(x.Lhs) == len(x.Rhs) {
				tell(x.Rhs[i], r.TypeOf(lhs))
			}
		}
	case *ast.ValueSpec:
		for _, value := range x.Values {
			if x.Type != nil {
				tell(value, r.TypeOf(x.Type))
			}
		}
	case *ast.ReturnStmt:
		if fn := r.Index.FuncAt(c); fn != nil {
			sig, ok := r.signatureOf(fn)
			for i, value := range x.Results {
				if ok && sig.Results().Len() == len(x.Results) {
					tell(value, sig.Results().At(i).Type())
				}
			}
		}
	case *ast.CompositeLit:
		r.heldAsInterfaces(x, tell)
	case *ast.SendStmt:
		if elem := elemOf(r.TypeOf(x.Chan)); elem != nil {
			tell(x.Value, elem)
		}
	case *ast.IndexExpr:
		if m, ok := r.TypeOf(x.X).Underlying().(*types.Map); ok {
			tell(x.Index, m.Key())
		}
	}
}

// signatureOf is that of a function or of a literal.
func (r *Facts) signatureOf(fn *syntax.Func) (*types.Signature, bool) {
	if fn.Obj != nil {
		return fn.Obj.Signature(), true
	}
	lit, ok := fn.Node.(*ast.FuncLit)
	if !ok {
		return nil, false
	}
	sig, ok := r.TypeOf(lit).(*types.Signature)
	return sig, ok
}

// heldAsInterfaces tells what a literal has as values of an interface.
func (r *Facts) heldAsInterfaces(lit *ast.CompositeLit, tell func(x ast.Expr, to types.Type)) {
	t := r.TypeOf(lit)
	of := typesx.Struct(t)
	for i, elt := range lit.Elts {
		pair, isPair := elt.(*ast.KeyValueExpr)
		switch {
		case of != nil && isPair:
			if key := keyOf(pair); key != nil {
				tell(pair.Value, r.TypeOf(key))
			}
			continue
		case of != nil:
			tell(elt, of.Field(i).Type())
			continue
		case isPair:
			if m, isMap := t.Underlying().(*types.Map); isMap {
				tell(pair.Key, m.Key())
			}
			elt = pair.Value
		}
		if elem := elemOf(t); elem != nil {
			tell(elt, elem)
		}
	}
}

// isPrinted reports whether a call only reads what it is given as values of any type.
func (r *Facts) isPrinted(call *ast.CallExpr) bool {
	fn := typeutil.Callee(r.Pass.TypesInfo, call)
	return fn != nil && fn.Pkg() != nil && slices.Contains([]string{"fmt", "log", "log/slog", "errors"}, fn.Pkg().Path())
}

// givenAsInterfaces tells what a call gives as a value of an interface.
func (r *Facts) givenAsInterfaces(call *ast.CallExpr, tell func(x ast.Expr, to types.Type)) {
	if r.Pass.TypesInfo.Types[call.Fun].IsType() {
		if len(call.Args) == 1 {
			tell(call.Args[0], r.TypeOf(call))
		}
		return
	}
	sig, ok := r.TypeOf(call.Fun).Underlying().(*types.Signature)
	if !ok {
		return
	}
	for i, arg := range call.Args {
		if to, variadic := typesx.Param(sig, i); to != nil && !(variadic && call.Ellipsis.IsValid()) {
			tell(arg, to)
		}
	}
}

// showAs notes that a value is one of a type. Where that is an interface, somebody may find what it
// is by reflection, and set the exported fields of it. That the package's own interfaces with methods
// are made of what it is asked for is left to what is done with those.
func (r *Facts) showAs(x ast.Expr, to types.Type) {
	from := r.TypeOf(x)
	if !types.IsInterface(to) || isTypeParam(to) {
		return
	}
	iface := to.Underlying().(*types.Interface)
	if named, ok := types.Unalias(to).(*types.Named); ok && named.Obj().Pkg() == r.Pass.Pkg && iface.NumMethods() > 0 {
		return
	}
	own, isNamed := types.Unalias(from).(*types.Named)
	switch {
	case !types.IsInterface(from):
		r.show(from, 0)
	case isNamed && own.Obj().Pkg() == r.Pass.Pkg:
		r.shownAs = append(r.shownAs, own.Underlying().(*types.Interface))
	}
}

// show notes a type of the package, and those that it is made of.
func (r *Facts) show(t types.Type, depth int) {
	if depth > 8 {
		return
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if t.Obj().Pkg() == r.Pass.Pkg {
			r.shown[t.Obj()] = true
		}
		for arg := range t.TypeArgs().Types() {
			r.show(arg, depth+1)
		}
	case *types.Signature:
		r.show(t.Params(), depth+1)
		r.show(t.Results(), depth+1)
	case *types.Tuple:
		for v := range t.Variables() {
			r.show(v.Type(), depth+1)
		}
	case *types.Struct:
		for f := range t.Fields() {
			r.show(f.Type(), depth+1)
		}
	case *types.Interface:
		for m := range t.Methods() {
			r.show(m.Type(), depth+1)
		}
	case *types.Map:
		r.show(t.Key(), depth+1)
		r.show(t.Elem(), depth+1)
	case interface{ Elem() types.Type }: // a pointer, a list, a channel
		r.show(t.Elem(), depth+1)
	}
}
