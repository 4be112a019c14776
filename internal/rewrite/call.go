// This file writes a launch that calls a function as a call of the helper: the call moves into a
// literal, and what a go statement evaluates at once is evaluated before it (operands.go).

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

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
	ops, moves, why := e.operands()
	if why != "" {
		return nil, why
	}
	e.fillContext(ops)
	pre, post := e.results()
	directive := ""
	if moves || e.start || pre != "" {
		directive = e.directive(pre != "")
	}
	e.opening, e.closing = directive+e.open()+e.header()+e.line(1), e.line(0)+"}"+e.after+")"
	if e.start {
		e.opening, e.closing = e.startHandle()+e.line(0)+directive+"go func() {"+e.line(1)+e.endHandle()+e.line(1), e.line(0)+"}()"
	}
	call := e.stmt.Call
	if !moves && !e.start && !e.returns && e.params == "" && e.r.isPlainFunc(call) && e.src.Comment(call.Lparen, call.Rparen) == nil {
		e.replace(e.stmt.Go, e.afterGo(), e.open()) // wg.Go(s.loop)
		e.replace(call.Lparen, call.Rparen+1, e.after+")")
		return e.edits, ""
	}
	post = e.behindCall() + post
	// Everything may be evaluated later: the call moves as it is.
	if !moves {
		opening, closing := e.opening+pre, post+e.closing
		if e.declares {
			opening, closing = e.hoisted(opening), closing+e.ended()
		}
		e.replace(e.stmt.Go, e.afterGo(), opening)
		e.useLocals(ops)
		e.insert(call.End(), closing)
		e.raiseRemark()
		return e.edits, ""
	}
	if e.stay {
		e.inPlace(ops, pre, post)
		return e.edits, ""
	}
	if why := e.evaluate(ops); why != "" {
		return nil, why
	}
	launch := e.opening + pre + e.callOf(ops) + post + e.closing + e.ended()
	if !e.src.StartsLine(call.Rparen) {
		launch = e.line(0) + launch
	}
	e.replace(call.Rparen, call.Rparen+1, launch)
	e.raiseRemark()
	return e.edits, ""
}

// callOf writes the launched call anew: what has been evaluated before goes by its variable.
//
//	conn.serve(id, timeout) // for s.conn().serve(next(), timeout)
func (e *editor) callOf(ops []*operand) string {
	call := e.stmt.Call
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
	if ops[0].recv != nil {
		fn += "." + ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel.Name
	}
	ellipsis := ""
	if call.Ellipsis.IsValid() {
		ellipsis = "..."
	}
	return fn + "(" + strings.Join(args, ", ") + ellipsis + ")"
}

// fillContext puts the variable that the call's own context is evaluated into in the place of
// the helper's.
func (e *editor) fillContext(ops []*operand) {
	for _, op := range ops[1:] {
		if op.hoist && e.r.isHoistedContext(e.src, e.stmt, op.expr) {
			for i, arg := range e.before {
				e.before[i] = strings.ReplaceAll(arg, hoistedContext, op.names[0])
			}
			e.after = strings.ReplaceAll(e.after, hoistedContext, op.names[0])
			return
		}
	}
}

// inPlace evaluates what has to be before the launch, and leaves the call as it is otherwise:
// a function that it is given stays where it stands.
//
//	go queue.Add(pr.ID, func() { ... })
//	id := pr.ID
//	tracked.Go(ctx, "queue.Add", func(context.Context) error {
//		queue.Add(id, func() { ... })
//		return nil
//	})
func (e *editor) inPlace(ops []*operand, pre, post string) {
	var names, values []string
	for _, op := range ops {
		if !op.hoist {
			continue
		}
		x := op.expr
		if op.recv != nil {
			x = op.recv
		}
		value := source.Text(x)
		if op.conv != "" {
			value = op.conv + "(" + value + ")"
		}
		names, values = append(names, op.names[0]), append(values, value)
		e.replace(x.Pos(), x.End(), op.names[0])
	}
	e.replace(e.stmt.Go, e.afterGo(), e.hoisted(assignment(names, values)+e.line(0)+e.opening+pre))
	e.useLocals(ops)
	e.insert(e.stmt.Call.End(), post+e.closing+e.ended())
}

// results returns what stands before and after the call so that the function
// returns what the helper wants: an error of the call is returned, unless that
// would have a consequence, and all else is dropped, as go drops it.
func (e *editor) results() (pre, post string) {
	results := e.resultTypes()
	last := len(results) - 1
	switch {
	case e.returns && !e.dropError && last == 0 && typesx.IsError(results[0]):
		return "return ", ""
	case e.returns && !e.dropError && last > 0 && typesx.IsError(results[last]):
		return strings.Repeat("_, ", last) + "err := ", e.line(1) + "return err"
	case e.r.IsBuiltin(e.stmt.Call, "panic"):
		return "", "" // a return after it would be dead code
	case last == 0:
		pre = "_ = " // as a statement vet would ask what it is for
	}
	if e.returns {
		post = e.line(1) + "return nil"
	}
	return pre, post
}

// resultTypes are the types of what the launched call returns; a builtin has no signature to
// ask.
func (e *editor) resultTypes() (list []types.Type) {
	sig, ok := e.r.TypeOf(e.stmt.Call.Fun).(*types.Signature)
	if !ok { // a builtin
		switch t := e.r.Pass.TypesInfo.TypeOf(e.stmt.Call).(type) {
		case nil:
		case *types.Tuple:
			for v := range t.Variables() {
				list = append(list, v.Type())
			}
		default:
			if e.r.Pass.TypesInfo.Types[e.stmt.Call].IsValue() {
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
	if i := slices.IndexFunc(ops, func(op *operand) bool { return op.hoist }); i > 0 && rest == 1 {
		e.joinLine(ops[i].expr)
	}
	from := call.Lparen
	if ops[0].recv != nil {
		from = ops[0].recv.End()
	}
	switch {
	case split:
		e.replace(from, call.Lparen+1, e.line(0)+strings.Join(ops[1].names, ", ")+" := ")
	case hoistedFun && rest > 0:
		e.replace(from, call.Lparen+1, ", ")
	default:
		e.replace(from, call.Lparen+1, "")
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
		comma := e.src.Find(op.expr.End(), end, ",")
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
		if e.src.StartsLine(pos) && e.src.Comment(e.stmt.Call.Lparen, pos) == nil {
			pos = max(e.src.Trimmed(pos), e.stmt.Call.Lparen+1)
		}
		e.replace(pos, op.expr.End(), "")
		return
	}
	if paren, ok := op.expr.(*ast.ParenExpr); ok && op.conv == "" && op.recv == nil && e.src.Token.Line(paren.Pos()) == e.src.Token.Line(paren.End()) { // (*f)() needs them, f := *f does not
		e.replace(paren.Lparen, paren.Lparen+1, "")
		e.replace(paren.Rparen, paren.Rparen+1, "")
	}
	if op.conv != "" {
		e.insert(op.expr.Pos(), op.conv+"(")
		e.insert(op.expr.End(), ")")
	}
}

// joinLine puts the only value that is evaluated before a launch on the line of its variable, where
// it stood on lines of its own among the arguments.
//
//	retries :=
//	-	newRetries(options{
//	-		Most: 3,
//	-	})
//	+retries := newRetries(options{
//	+	Most: 3,
//	+})
func (e *editor) joinLine(x ast.Expr) {
	if !e.src.StartsLine(x.Pos()) || e.src.Newline(x.Pos(), 0) != e.line(1) || e.src.Comment(e.stmt.Call.Lparen, x.End()) != nil {
		return
	}
	if syntax.Any(x, func(lit *ast.BasicLit) bool { return e.src.Token.Line(lit.Pos()) != e.src.Token.Line(lit.End()) }) {
		return // white space in it is text
	}
	if source.HasLiteral(x) {
		return // what it does may have fixes of its own, of the same lines
	}
	e.replace(e.src.Trimmed(x.Pos()), x.Pos(), "")
	for line := e.src.Token.Line(x.Pos()) + 1; line <= e.src.Token.Line(x.End()); line++ {
		if start := e.src.Token.LineStart(line); e.src.Content[e.src.Offset(start)] == '\t' {
			e.replace(start, start+1, "")
		}
	}
}

// dropWithSpace removes a token and the blanks after it.
func (e *editor) dropWithSpace(pos, end token.Pos) {
	for e.src.Content[e.src.Offset(end)] == ' ' {
		end++
	}
	e.replace(pos, end, "")
}
