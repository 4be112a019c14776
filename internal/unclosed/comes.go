// This file answers, for stays.go, whether an expression may lead to the resource once it has
// been evaluated. Types decide where nothing else is known: what cannot hold a reference (live)
// cannot lead anywhere.
//
//	r := bufio.NewReader(f) // r comes to f
//	n := len(data)          // n does not
//	st, err := f.Stat()     // neither does st, which is on the list of data

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// mentions reports whether a node, literals included, names something that comes to the
// resource.
func (r *reach) mentions(n ast.Node) bool {
	return syntax.Any(n, func(id *ast.Ident) bool { return r.vars[r.info().ObjectOf(id)] })
}

// made reports whether a variable is of this function and only ever holds what the function has
// made: a struct or an array itself, or a pointer to something new. What is stored in it goes
// no further by that:
//
//	var b bytes.Buffer // it is
//	p := &conn{f: f}   // so is this
//	p = shared         // and no longer, if this is there as well
func (r *reach) made(v types.Object) bool {
	if v == nil || v.Pos() < r.body.Pos() || v.Pos() >= r.body.End() {
		return false
	}
	// A struct or an array is in the variable itself, and so nobody else's.
	switch v.Type().Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	// One assignment of something else is enough: the variable may hold that.
	made, other := false, false
	for assign := range syntax.All[*ast.AssignStmt](r.body) {
		for i, lhs := range assign.Lhs {
			if id, ok := ast.Unparen(lhs).(*ast.Ident); ok && r.info().ObjectOf(id) == v {
				if len(assign.Rhs) == len(assign.Lhs) && r.isNew(assign.Rhs[i]) {
					made = true
				} else {
					other = true
				}
			}
		}
	}
	return made && !other
}

// isNew reports whether an expression makes something that nobody else has: a literal, new,
// make, append, or what a function of the standard library called New or Command returns.
func (r *reach) isNew(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		_, isLit := ast.Unparen(x.X).(*ast.CompositeLit)
		return x.Op == token.AND && isLit
	case *ast.CallExpr:
		switch fn := typeutil.Callee(r.info(), x).(type) {
		case *types.Builtin:
			return fn.Name() == "new" || fn.Name() == "make" || fn.Name() == "append"
		case *types.Func:
			return fn.Pkg() != nil && unit.IsStd(fn.Pkg()) && (strings.HasPrefix(fn.Name(), "New") || strings.HasPrefix(fn.Name(), "Command"))
		}
	}
	return false
}

// comes reports whether the value of an expression may come to the resource. It recurs over the
// expression; constants, nil and types do not.
func (r *reach) comes(x ast.Expr) bool {
	if x == nil {
		return false
	}
	if tv := r.info().Types[x]; tv.Value != nil || tv.IsNil() || tv.IsType() {
		return false
	}
	if r.resource != nil {
		return r.part(x)
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return r.vars[r.info().ObjectOf(x)]
	case *ast.SelectorExpr:
		sel := r.info().Selections[x]
		// A method value has its receiver; a field only leads there if its type can.
		return sel != nil && r.comes(x.X) && (sel.Kind() != types.FieldVal || live(sel.Type(), r.address))
	case *ast.FuncLit:
		return r.mentions(x.Body)
	case *ast.CompositeLit:
		return slices.ContainsFunc(x.Elts, r.comes)
	case *ast.KeyValueExpr:
		return r.comes(x.Value)
	case *ast.CallExpr:
		return r.result(x, -1)
	case *ast.BinaryExpr:
		// The address of a server, with a path behind it.
		return r.address && x.Op == token.ADD && (r.comes(x.X) || r.comes(x.Y))
	case *ast.UnaryExpr:
		return r.comes(x.X) && live(r.info().TypeOf(x), r.address)
	case *ast.StarExpr:
		return r.comes(x.X) && live(r.info().TypeOf(x), r.address)
	case *ast.IndexExpr:
		return r.comes(x.X) && live(r.info().TypeOf(x), r.address)
	case *ast.SliceExpr:
		return r.comes(x.X) && live(r.info().TypeOf(x), r.address)
	case *ast.TypeAssertExpr:
		return r.comes(x.X)
	}
	return false
}

// result reports whether result i of a call, or any of them for -1, comes to the resource. A
// callee of this package that can be looked into is; of others the result's type decides:
//
//	r := bufio.NewReader(f) // comes to f
//	n := size(f)            // a number does not
func (r *reach) result(call *ast.CallExpr, i int) bool {
	t := r.info().TypeOf(call)
	if tuple, ok := t.(*types.Tuple); ok && i >= 0 && i < tuple.Len() {
		t = tuple.At(i).Type()
	}
	if r.resource != nil {
		return r.partResult(call, t)
	}
	// An error may carry what failed, as *net.OpError does; other data leads nowhere.
	isData := !live(t, r.address)
	if isData && !isErrorType(t) || !r.operand(call) {
		return false
	}
	switch fn := typeutil.Callee(r.info(), call).(type) {
	case *types.Builtin:
		// These give what they are given.
		return fn.Name() == "append" || fn.Name() == "min" || fn.Name() == "max"
	case *types.Func:
		if c := r.callee(fn, call); c != nil && isData { // an error is, unless it is seen to have more
			return c.fails
		} else if c != nil {
			return c.returns
		}
	}
	return !isData
}

// isErrorType reports whether a type is error.
func isErrorType(t types.Type) bool { return t != nil && t.String() == "error" }

// operand reports whether the function of a call, its receiver or an argument comes to
// the resource.
func (r *reach) operand(call *ast.CallExpr) bool {
	return r.receiver(call) || slices.ContainsFunc(call.Args, r.comes)
}

// receiver reports whether what a call is made on, or the function value itself, comes to the
// resource.
func (r *reach) receiver(call *ast.CallExpr) bool {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		return r.info().Selections[fun] != nil && (r.comes(fun.X) || r.lies(fun))
	case *ast.FuncLit:
		return r.mentions(fun.Body)
	default:
		return r.comes(fun)
	}
}
