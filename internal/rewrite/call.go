package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// An operand is the function of a launch or one of its arguments.
type operand struct {
	expr  ast.Expr
	hoist bool     // evaluated before the launch
	names []string // the variables that it is evaluated into
	text  string   // how it is written in the call
	conv  string   // the type to convert to on the way, "" for none
}

// call rewrites the launch of any other function value. A go statement evaluates
// the function, its receiver and the arguments at once. Where all of them have the
// same value whenever they are evaluated, the call moves into the function as it is:
//
//	go s.loop(ctx)
//	--
//	tracked.Go(ctx, "Server.loop", func(context.Context) error {
//		s.loop(ctx)
//		+return nil
//	+})
//
// Otherwise those that have not are evaluated first, in their order; the
// statement turns into an assignment and its operands stay where they are:
//
//	go s.conn.serve(id, next())
//	-- ------      --- -      -
//	serve, n := s.conn.serve, next()
//	+tracked.Go(ctx, "Conn.serve", func(context.Context) error {
//	+	serve(id, n)
//	+	return nil
//	+})
func (e *editor) call() ([]analysis.TextEdit, string) {
	e.edits = nil
	if e.opening == "" {
		e.opening, e.closing = e.open()+e.header()+e.line(1), e.line(0)+"}"+e.after+")"
	}
	ops, moves, why := e.operands()
	if why != "" {
		return nil, why
	}
	pre, post := e.results()
	call := e.stmt.Call
	if !moves {
		opening, closing := e.opening+pre, post+e.closing
		if e.declares {
			opening, closing = e.hoisted(opening), closing+e.ended()
		}
		e.replace(e.stmt.Go, e.afterGo(), opening)
		e.insert(call.End(), closing)
		return e.edits, ""
	}
	if why := e.evaluate(ops); why != "" {
		return nil, why
	}
	var args []string
	for _, op := range ops[1:] {
		if op.hoist {
			args = append(args, op.names...)
		} else {
			args = append(args, op.text)
		}
	}
	fn := ops[0].text
	if ops[0].hoist {
		fn = ops[0].names[0]
	}
	ellipsis := ""
	if call.Ellipsis.IsValid() {
		ellipsis = "..."
	}
	launch := e.opening + pre + fn + "(" + strings.Join(args, ", ") + ellipsis + ")" +
		post + e.closing + e.ended()
	if !e.src.startsLine(call.Rparen) {
		launch = e.line(0) + launch
	}
	e.replace(call.Rparen, call.Rparen+1, launch)
	return e.edits, ""
}

// results returns what stands before and after the call so that the function
// returns what the helper wants: an error of the call is returned, unless that
// would have a consequence, and all else is dropped, as go drops it.
func (e *editor) results() (pre, post string) {
	results := e.resultTypes()
	last := len(results) - 1
	switch {
	case e.returns && !e.dropError && last == 0 && isError(results[0]):
		return "return ", ""
	case e.returns && !e.dropError && last > 0 && isError(results[last]):
		return strings.Repeat("_, ", last) + "err := ", e.line(1) + "return err"
	case e.r.isBuiltin(e.stmt.Call, "panic"):
		return "", "" // a return after it would be dead code
	case last == 0:
		pre = "_ = " // as a statement vet would ask what it is for
	}
	if e.returns {
		post = e.line(1) + "return nil"
	}
	return pre, post
}

func (e *editor) resultTypes() (list []types.Type) {
	sig, ok := e.r.typeOf(e.stmt.Call.Fun).(*types.Signature)
	if !ok { // a builtin
		switch t := e.r.pass.TypesInfo.TypeOf(e.stmt.Call).(type) {
		case nil:
		case *types.Tuple:
			for v := range t.Variables() {
				list = append(list, v.Type())
			}
		default:
			if e.r.pass.TypesInfo.Types[e.stmt.Call].IsValue() {
				list = append(list, t)
			}
		}
		return list
	}
	for i := range sig.Results().Len() {
		list = append(list, sig.Results().At(i).Type())
	}
	return list
}

// operands returns the function and the arguments; moves tells whether any has to
// be evaluated before the launch.
func (e *editor) operands() (ops []*operand, moves bool, why string) {
	call := e.stmt.Call
	var free []*operand // literals: they are evaluated any time, but cannot be copied
	for i, x := range append([]ast.Expr{call.Fun}, call.Args...) {
		op := &operand{expr: x}
		ops = append(ops, op)
		fixed := e.r.fixed(x)
		if i == 0 {
			fixed = e.r.fixedCallee(x)
		}
		switch _, isLit := ast.Unparen(x).(*ast.FuncLit); {
		case isLit:
			free = append(free, op)
		case !fixed:
			op.hoist = true
		default:
			if op.text = text(x); op.text == "" || e.src.comment(x.Pos(), x.End()) != nil {
				free = append(free, op)
			}
		}
		moves = moves || op.hoist
	}
	if !moves {
		return ops, false, ""
	}
	for _, op := range free {
		if tv := e.r.pass.TypesInfo.Types[op.expr]; tv.Value != nil || tv.IsNil() || tv.IsBuiltin() {
			return nil, false, "an argument spans several lines"
		}
		op.hoist = true
	}
	for i, op := range ops {
		if op.hoist {
			if op.conv, why = e.conversion(op.expr); why != "" {
				return nil, false, why
			}
			op.names = e.namesFor(i, op.expr)
		}
	}
	return ops, true, ""
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
	t := e.r.typeOf(x)
	basic, ok := types.Unalias(t).(*types.Basic)
	switch {
	case ok && (basic.Kind() == types.Bool || basic.Kind() == types.Int):
		return "", ""
	case ok && e.r.lookup(basic.Name(), e.stmt.Pos()) == types.Universe.Lookup(basic.Name()):
		return basic.Name(), ""
	}
	if named, isNamed := types.Unalias(t).(*types.Named); isNamed && named.TypeArgs().Len() == 0 && named.Obj().Pkg() == e.r.pass.Pkg {
		if e.r.lookup(named.Obj().Name(), e.stmt.Pos()) == named.Obj() {
			return named.Obj().Name(), ""
		}
	}
	if typedOperands(e.r.pass.TypesInfo, x) {
		return "", ""
	}
	return "", "the type of an argument cannot be named here"
}

// typedOperands tells whether an expression has its type from its operands.
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
func (e *editor) namesFor(i int, x ast.Expr) []string {
	sig, _ := e.r.typeOf(e.stmt.Call.Fun).(*types.Signature)
	param := func(at int) string {
		if sig == nil || sig.Params().Len() == 0 {
			return ""
		}
		return sig.Params().At(min(at, sig.Params().Len()-1)).Name()
	}
	if tuple, ok := e.r.typeOf(x).(*types.Tuple); ok {
		var names []string
		for at := range tuple.Len() {
			names = append(names, e.src.fresh(orElse(param(at), "arg"), e.stmt, e.r.pass.Pkg))
		}
		return names
	}
	name := spelledName(x)
	if i > 0 && param(i-1) != "" && param(i-1) != "_" {
		name = param(i - 1)
	}
	if i == 0 && name == "" {
		name = "run"
	}
	return []string{e.src.fresh(orElse(name, "arg"), e.stmt, e.r.pass.Pkg)}
}

func orElse(name, other string) string {
	if name == "" || name == "_" {
		return other
	}
	return name
}

// spelledName is a name for a variable that takes the value of an expression.
func spelledName(x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return lowerFirst(x.Sel.Name)
	case *ast.CallExpr:
		return spelledName(x.Fun)
	case *ast.StarExpr:
		return spelledName(x.X)
	case *ast.UnaryExpr:
		return spelledName(x.X)
	case *ast.IndexExpr:
		return spelledName(x.X)
	}
	return ""
}

func lowerFirst(s string) string {
	if strings.ToUpper(s) == s { // an initialism
		return strings.ToLower(s)
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// evaluate turns the statement into the assignment of its operands.
func (e *editor) evaluate(ops []*operand) string {
	call := e.stmt.Call
	var names []string
	hoistedFun := ops[0].hoist
	rest := 0
	for i, op := range ops {
		if i > 0 && op.hoist {
			rest++
		}
		names = append(names, op.names...)
	}
	// Several results of one call cannot be assigned together with the function.
	split := hoistedFun && len(ops) == 2 && len(ops[1].names) > 1
	if split {
		names = ops[0].names
	}
	e.replace(e.stmt.Go, e.afterGo(), e.hoisted(strings.Join(names, ", ")+" := "))
	e.keepOrDrop(ops[0])
	switch {
	case split:
		e.replace(call.Lparen, call.Lparen+1, e.line(0)+strings.Join(ops[1].names, ", ")+" := ")
	case hoistedFun && rest > 0:
		e.replace(call.Lparen, call.Lparen+1, ", ")
	default:
		e.replace(call.Lparen, call.Lparen+1, "")
	}
	earlier := false
	for i, op := range ops[1:] {
		e.keepOrDrop(op)
		earlier = earlier || op.hoist
		end, last := call.Rparen, true
		if i+2 < len(ops) {
			end, last = ops[i+2].expr.Pos(), false
		}
		if call.Ellipsis.IsValid() && last {
			e.replace(call.Ellipsis, call.Ellipsis+token.Pos(len("...")), "")
		}
		comma := e.src.find(op.expr.End(), end, ",")
		if !comma.IsValid() {
			if !last {
				return "the arguments were not understood"
			}
			continue
		}
		if last || !earlier || !ops[i+2].hoist {
			e.dropWithSpace(comma, comma+1)
		}
	}
	return ""
}

// keepOrDrop leaves an operand that is evaluated where it stands, and removes one
// that is written into the call.
func (e *editor) keepOrDrop(op *operand) {
	if !op.hoist {
		pos := op.expr.Pos()
		if e.src.startsLine(pos) && e.src.comment(e.stmt.Call.Lparen, pos) == nil {
			pos = max(e.src.trimmed(pos), e.stmt.Call.Lparen+1)
		}
		e.replace(pos, op.expr.End(), "")
		return
	}
	if op.conv != "" {
		e.insert(op.expr.Pos(), op.conv+"(")
		e.insert(op.expr.End(), ")")
	}
}

// dropWithSpace removes a token and the blanks after it.
func (e *editor) dropWithSpace(pos, end token.Pos) {
	for e.src.content[e.src.offset(end)] == ' ' {
		end++
	}
	e.replace(pos, end, "")
}
