// This file decides which operands of a go statement are evaluated before the launch, and into
// which variables. Names are chosen as a reader would: conn for s.conn, the parameter's name
// for next().

package rewrite

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/typesx"
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

// namesFor returns new variables for what an operand evaluates to.
func (e *editor) namesFor(i int, x ast.Expr, hoisted []ast.Expr) []string {
	// f(g()) with several results: a variable for each.
	if tuple, ok := e.r.TypeOf(x).(*types.Tuple); ok {
		var names []string
		for at := range tuple.Len() {
			names = append(names, e.src.Fresh(orElse(e.paramName(at), "arg"), e.stmt, e.r.Pass.Pkg))
		}
		return names
	}
	var name string
	var others []string
	from := x
	if i == 0 {
		name, from = e.functionName(x)
	} else {
		name = e.argumentName(i-1, x, hoisted)
		others = []string{source.SpelledName(x), e.paramName(i - 1)}
	}
	if name != "" && name != "_" && !e.isFree(name) && e.mayHide(name, hoisted) {
		e.src.Give(name, e.stmt)
		return []string{name}
	}
	return []string{e.r.tempName(e.src, e.stmt, from, append([]string{orElse(name, "arg")}, others...)...)}
}

// paramName is the name of the parameter that takes an argument of the launch: it says what the
// value is for. That of a variadic one is of a list, and says nothing of one of many.
func (e *editor) paramName(at int) string {
	sig, _ := e.r.TypeOf(e.stmt.Call.Fun).(*types.Signature)
	if sig == nil || sig.Params().Len() == 0 || sig.Variadic() && at >= sig.Params().Len()-1 && !e.stmt.Call.Ellipsis.IsValid() {
		return ""
	}
	return sig.Params().At(min(at, sig.Params().Len()-1)).Name()
}

// functionName is a name for the variable that a launched function is evaluated into, or the
// receiver of a method; from is which of the two it takes.
func (e *editor) functionName(x ast.Expr) (name string, from ast.Expr) {
	if recv := e.hoistedReceiver(x); recv != nil {
		name = source.SpelledName(recv)
		if of := typesx.Named(e.r.TypeOf(recv)); len(name) <= 2 && of != nil {
			name = source.LowerFirst(of.Name()) // screen for u.s
		}
		return orElse(name, "run"), recv
	}
	name = orElse(source.SpelledName(x), "run")
	if sel, ok := ast.Unparen(x).(*ast.SelectorExpr); ok && !e.isFree(name) {
		if of := source.SpelledName(sel.X); of != "" { // connClose
			name = of + source.UpperFirst(sel.Sel.Name)
		}
	}
	return name, x
}

// argumentName is a name for the variable that an argument is evaluated into.
func (e *editor) argumentName(at int, x ast.Expr, hoisted []ast.Expr) string {
	name := source.SpelledName(x)
	if sel, ok := ast.Unparen(x).(*ast.SelectorExpr); ok && len(name) <= 2 && len(source.SelectedFrom(sel.X)) > 2 {
		name = source.LowerFirst(source.SelectedFrom(sel.X)) + source.UpperFirst(sel.Sel.Name) // repoID
	}
	name = e.argName(name, orElse(e.paramName(at), ""))
	if id, ok := ast.Unparen(x).(*ast.Ident); ok && e.mayHide(id.Name, hoisted) {
		name = id.Name
	}
	if typesx.IsContext(e.r.TypeOf(x)) {
		name = "ctx"
		if !e.isFree(name) && (!e.mayHide(name, hoisted) || e.src.LaunchesAfter(e.stmt)) {
			name = "taskCtx"
		}
	}
	return name
}

// isFree reports whether a name means nothing where the launch stands.
func (e *editor) isFree(name string) bool { return e.src.IsFree(name, e.stmt, e.r.Pass.Pkg) }

// mayHide reports whether a variable before the launch may have a name that means something there,
// which no operand goes by.
func (e *editor) mayHide(name string, hoisted []ast.Expr) bool {
	return !slices.Contains(e.locals, name) && e.r.MayHide(e.src, e.stmt, name, hoisted)
}

// tempName names a variable that an expression is evaluated into before a launch: by the first
// name that is free. That of a variable which changes is thisOffset for offset; of anything
// else a number is the last resort.
func (r *Rewriter) tempName(src *source.File, stmt *ast.GoStmt, x ast.Expr, names ...string) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		if i := strings.LastIndexFunc(names[0], unicode.IsUpper); i > 0 && i+2 < len(names[0]) {
			names = append(names, source.LowerFirst(names[0][i:])) // state of progressState
		}
	case *ast.CallExpr: // requests of convertRequests
		made := source.SpelledName(x.Fun)
		if i := strings.IndexFunc(made, unicode.IsUpper); i > 0 && len(made) > i+2 {
			names = append(names, source.LowerFirst(made[i:]))
		}
	}
	if i := slices.IndexFunc(names, func(name string) bool { return len(name) > 1 }); i >= 0 {
		stem := source.UpperFirst(names[i])
		if does := nameOfLaunched(stmt); does != "" && src.IsGivenAround(names[i], stmt) {
			names = append(names, does+stem) // another launch has it: heartbeatConn
		}
		names = append(names, "this"+stem, "its"+stem, "other"+stem)
	}
	for _, name := range names {
		if name != "" && name != "_" && src.IsFree(name, stmt, r.Pass.Pkg) {
			src.Give(name, stmt)
			return name
		}
	}
	return src.Fresh(names[0], stmt, r.Pass.Pkg)
}

// nameOfLaunched is what a launched function is called, without what says that it is one: "" for a
// literal.
func nameOfLaunched(stmt *ast.GoStmt) string {
	name := source.SpelledName(stmt.Call.Fun)
	for _, kind := range []string{"Fn", "Func"} {
		name = strings.TrimSuffix(name, kind)
	}
	return name
}

// argName names the variable of an argument: by the parameter, unless that is a letter
// or is taken and what the argument is spelled as says more.
func (e *editor) argName(spelled, param string) string {
	free := func(name string) bool { return name != "" && e.isFree(name) }
	switch {
	case param == "", len(param) <= 2 && len(spelled) > 2 && free(spelled), !free(param) && free(spelled):
		return spelled
	}
	return param
}

// orElse is a name, or another one where that is none.
func orElse(name, other string) string {
	if name == "" || name == "_" {
		return other
	}
	return name
}
