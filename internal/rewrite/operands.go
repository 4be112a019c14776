// This file decides which operands of a go statement are evaluated before the launch.

package rewrite

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/rewrite/source"
)

// An operand is the function of a launch or one of its arguments.
type operand struct {
	expr  ast.Expr
	hoist bool     // evaluated before the launch
	names []string // the variables that it is evaluated into
	text  string   // how it is written in the call
	recv  ast.Expr // of a method's pointer receiver: that is evaluated, not the method
	conv  string   // the type to convert to on the way, "" for none
	local bool     // text is a variable that it has just been set to
}

// operands returns the function and the arguments; moves reports whether any has to
// be evaluated before the launch.
func (e *editor) operands() (ops []*operand, moves bool, why string) {
	call := e.stmt.Call
	var free []*operand // literals: they are evaluated any time, but cannot be copied
	// A go statement evaluates its function and arguments at once, the call in the new goroutine
	// evaluates them later: whatever may have changed by then moves before the launch.
	for i, x := range append([]ast.Expr{call.Fun}, call.Args...) {
		op := &operand{expr: x}
		ops = append(ops, op)
		fixed := e.r.Fixed(x)
		if i == 0 {
			fixed = e.r.FixedLaunch(x)
		}
		switch _, isLit := ast.Unparen(x).(*ast.FuncLit); {
		case isLit:
			free = append(free, op)
		case !fixed:
			op.hoist = !e.goesByLocal(op, i == 0)
		default:
			// What is fixed is written again, inside. A comment in it would be lost by that.
			if op.text = source.Text(x); op.text == "" || e.src.Comment(x.Pos(), x.End()) != nil {
				free = append(free, op)
			}
		}
		moves = moves || op.hoist
	}
	if !moves {
		return ops, false, ""
	}
	// What cannot be written once more, into the call, stays or is evaluated before as well.
	e.stay = e.canStay(ops, free)
	for _, op := range free {
		if e.stay {
			break
		}
		// x := 1 has type int, also where the parameter was a float64; a nil and a builtin have no
		// type at all.
		if tv := e.r.Pass.TypesInfo.Types[op.expr]; tv.Value != nil && !byDefault(tv) || tv.IsNil() || tv.IsBuiltin() {
			return nil, false, "an argument spans several lines"
		}
		op.hoist = true
	}
	for i, op := range ops {
		if op.hoist {
			if op.conv, why = e.conversion(op.expr); why != "" {
				return nil, false, why
			}
			if i == 0 {
				op.recv = e.hoistedReceiver(op.expr)
			}
			op.names = e.namesFor(i, op.expr, hoistedOf(ops))
		}
	}
	return ops, true, ""
}

// canStay reports whether the call can stay as it is, but for names in the place of what is
// evaluated before it. Only a literal on several lines is worth it.
func (e *editor) canStay(ops, free []*operand) bool {
	isLong := func(op *operand) bool {
		_, isLit := ast.Unparen(op.expr).(*ast.FuncLit)
		return isLit && e.src.Token.Line(op.expr.Pos()) != e.src.Token.Line(op.expr.End())
	}
	// To leave the call where it is costs a reader the search for where the names come from. It pays
	// only where otherwise many lines would move, and their history with them.
	if !slices.ContainsFunc(free, isLong) || slices.Contains(free, ops[0]) {
		return false
	}
	for _, op := range ops {
		_, isTuple := e.r.TypeOf(op.expr).(*types.Tuple)
		if op.hoist && (isTuple || source.Text(op.expr) == "" || source.HasLiteral(op.expr) || e.src.Comment(op.expr.Pos(), op.expr.End()) != nil) {
			return false
		}
	}
	return true
}

// hoistedOf are the operands that are evaluated before the launch, but for literals.
func hoistedOf(ops []*operand) (list []ast.Expr) {
	for _, op := range ops {
		if op.hoist && !source.HasLiteral(op.expr) {
			list = append(list, op.expr)
		}
	}
	return list
}

// byDefault reports whether a constant declares a variable of the type that it has here.
func byDefault(tv types.TypeAndValue) bool {
	switch tv.Value.Kind() {
	case constant.String:
		return types.Identical(tv.Type, types.Typ[types.String])
	case constant.Bool:
		return types.Identical(tv.Type, types.Typ[types.Bool])
	}
	return false // a number may be of several types by itself
}

// hoistedReceiver returns the receiver of a method where that is a pointer and needs
// evaluating: to bind the pointer is to bind the method, and reads better. The
// method of a variable is bound itself, which needs no other name for the variable, but
// where that is exported: hookQueue for HookQueue.
func (e *editor) hoistedReceiver(fun ast.Expr) ast.Expr {
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok || e.src.Comment(sel.X.End(), e.stmt.Call.Lparen) != nil {
		return nil
	}
	if id, isIdent := ast.Unparen(sel.X).(*ast.Ident); isIdent && source.LowerFirst(id.Name) == id.Name || source.SpelledName(sel.X) == "" {
		return nil
	}
	selection := e.r.Pass.TypesInfo.Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal || len(selection.Index()) != 1 {
		return nil
	}
	// To select a method of a nil interface panics where the go statement stands: a bound receiver
	// would move that into the goroutine, so it must be known not to be nil.
	if types.IsInterface(e.r.TypeOf(sel.X)) && e.r.SurelyCalled(sel.X) {
		return sel.X
	}
	if !source.IsPointer(e.r.TypeOf(sel.X)) {
		return nil
	}
	// A method of the value copies it at once, and would copy it later by the pointer.
	if !source.IsPointer(selection.Obj().(*types.Func).Signature().Recv().Type()) {
		return nil
	}
	return sel.X
}

// conversion returns the type that an expression has to be converted to, so that a
// variable gets what the parameter would: the type of a comparison or of a shift
// may come from its context.
func (e *editor) conversion(x ast.Expr) (string, string) {
	switch x := ast.Unparen(x).(type) {
	case *ast.BinaryExpr:
	case *ast.UnaryExpr:
		if x.Op == token.AND || x.Op == token.ARROW {
			return "", ""
		}
	default:
		return "", ""
	}
	if typedOperands(e.r.Pass.TypesInfo, x) {
		return "", ""
	}
	t := e.r.TypeOf(x)
	// A bool and an int are what an untyped expression becomes anyway.
	basic, ok := types.Unalias(t).(*types.Basic)
	switch {
	case ok && (basic.Kind() == types.Bool || basic.Kind() == types.Int):
		return "", ""
	case ok && e.r.Lookup(basic.Name(), e.stmt.Pos()) == types.Universe.Lookup(basic.Name()):
		return basic.Name(), ""
	}
	if named, isNamed := types.Unalias(t).(*types.Named); isNamed && named.TypeArgs().Len() == 0 && named.Obj().Pkg() == e.r.Pass.Pkg {
		if e.r.Lookup(named.Obj().Name(), e.stmt.Pos()) == named.Obj() {
			return named.Obj().Name(), ""
		}
	}
	return "", "the type of an argument cannot be named here"
}

// typedOperands reports whether an expression has its type from its operands.
func typedOperands(info *types.Info, x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.BinaryExpr:
		switch x.Op {
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			return false
		case token.SHL, token.SHR:
			return typedOperands(info, x.X)
		}
		return typedOperands(info, x.X) || typedOperands(info, x.Y)
	case *ast.UnaryExpr:
		return typedOperands(info, x.X)
	}
	return info.Types[x].Value == nil
}
