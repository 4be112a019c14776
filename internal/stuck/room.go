// This file answers what the fix of a stuck send has to write: with how much room the channel
// must be made so that no send waits.
//
//	errs := make(chan error)       // make(chan error, len(fs))
//	for _, f := range fs {
//		go func() { errs <- f() }()
//	}
//	return <-errs
//
// It is asked only after a claim has been found, of the claim's channel. The fixtures are in
// testdata/src/untracked/room, and fixruns runs both versions.

package stuck

import (
	"go/ast"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
)

// Room is what it takes for a channel to have room for all that is sent on it. Size is source
// text that is valid where the channel is made. Either Size or Why is set; internal/untracked
// shows Why as the reason for which a finding has no fix.
type Room struct {
	Make *ast.CallExpr // of the channel, which has none
	Size string        // what it needs, as source; "" where there is no safe answer
	Why  string        // there is none
}

// room finds out how much room ends the waiting for a send. It is safe where nobody
// notices but the sender, and that by nothing but its end: each send is the last that
// its goroutine does, and nothing takes the channel's length or capacity.
//
//	ch := make(chan T)
//	                ---
//	                , 1)
func (p *program) room(v *types.Var) Room {
	r := Room{}
	r.Make, _ = ast.Unparen(p.defs[v][0]).(*ast.CallExpr)
	if r.Make == nil || len(r.Make.Args) != 1 {
		r.Why = "only the author can say how much room the channel needs"
		return r
	}
	if !p.endsPlainly(r.Make) {
		r.Why = "it is made on several lines"
		return r
	}
	// The room is n, or what the operand of is says; a sum of both is not written.
	n, of := 0, ""
	launches := map[ast.Node]bool{}
	for _, use := range p.uses[v] {
		launch, why := p.sendsAt(use, v)
		if r.Why = why; why != "" {
			return r
		}
		if !launch.Valid() || launches[launch.Node()] { // of several sends that are last, a goroutine gets to one
			continue
		}
		launches[launch.Node()] = true
		count, operand, why := p.timesOf(launch, v, r.Make)
		if r.Why = why; why != "" {
			return r
		}
		if operand != "" && (of != "" || n > 0) || count > 0 && of != "" {
			r.Why = "how much is sent is no simple number"
			return r
		}
		n += count
		if operand != "" {
			of = operand
		}
	}
	r.Size = of
	if of == "" {
		r.Size = strconv.Itoa(n)
	}
	return r
}

// endsPlainly reports whether a number may stand before the end of a call: there is no comma yet, as
// there is where the call ends on a line of its own. Only a comment stands behind the argument.
func (p *program) endsPlainly(call *ast.CallExpr) bool {
	end := call.Args[0].End()
	if end == call.Rparen {
		return true
	}
	for _, f := range p.Files {
		for _, group := range f.Comments {
			if end <= group.Pos() && group.Pos() <= end+1 && group.End() == call.Rparen {
				return true
			}
		}
	}
	return false
}

// sendsAt is the launch whose goroutine one use of a channel sends in; not valid for a use that
// does not send. why says why room would not do there.
func (p *program) sendsAt(use inspector.Cursor, v *types.Var) (launch inspector.Cursor, why string) {
	switch use.ParentEdgeKind() {
	case edge.SendStmt_Chan:
		send := use.Parent()
		// With room the arm would be ready, and default or ctx.Done() no longer chosen.
		if send.ParentEdgeKind() == edge.CommClause_Comm {
			return launch, "a select decides on the send"
		}
		lit, ok := enclosing(send).Node().(*ast.FuncLit)
		// The send is not in a literal, or in one that the channel is made in.
		if !ok || syntax.Encloses(lit, v.Pos()) {
			return launch, "the function itself sends on the channel"
		}
		launch = p.launchOf(enclosing(send))
		if !launch.Valid() {
			return launch, "who sends is called, not launched"
		}
		if why := lastAct(send, lit.Body); why != "" {
			return launch, why
		}
		return launch, p.toldByGroup(launch, send, v)
	case edge.CallExpr_Args:
		call := use.Parent().Node().(*ast.CallExpr)
		if p.isBuiltin(call, "close") {
			return launch, ""
		}
		// Room would change what it says.
		if p.isBuiltin(call, "len") || p.isBuiltin(call, "cap") {
			return launch, "something takes its length or capacity"
		}
		return p.sendsIn(use.Parent(), use.ParentEdgeIndex())
	}
	return launch, ""
}

// sendsIn is the same for a channel that is given to a function, whose parameter stands for it.
// Only one level is looked at: a function that gives the parameter on is no answer.
func (p *program) sendsIn(call inspector.Cursor, arg int) (launch inspector.Cursor, why string) {
	param := p.param(call.Node().(*ast.CallExpr), arg)
	sends := 0
	for _, use := range p.uses[param] {
		switch use.ParentEdgeKind() {
		case edge.SendStmt_Chan:
			send := use.Parent()
			body := syntax.Body(enclosing(send).Node())
			if send.ParentEdgeKind() == edge.CommClause_Comm {
				return launch, "a select decides on the send"
			}
			// The send must be in the function that declares the parameter, not in a literal of
			// it. A parameter is declared before the body.
			if body.Pos() < param.Pos() || send.Node().Pos() < body.Pos() {
				return launch, "who sends is called, not launched"
			}
			if why := lastAct(send, body); why != "" {
				return launch, why
			}
			sends++
		case edge.CallExpr_Args:
			if !p.isBuiltin(use.Parent().Node().(*ast.CallExpr), "close") {
				return launch, "a function that is called has the channel"
			}
		}
	}
	if sends == 0 {
		return launch, ""
	}
	// A call that is not launched would no longer wait for the receiver.
	if call.ParentEdgeKind() != edge.GoStmt_Call {
		return launch, "who sends is called, not launched"
	}
	return call.Parent(), ""
}

// enclosing is the function or literal around a cursor, itself excluded.
func enclosing(cur inspector.Cursor) inspector.Cursor {
	for f := range cur.Parent().Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		return f
	}
	return inspector.Cursor{}
}

// launchOf is the statement that launches a literal where it is written: go func() {...}() or
// wg.Go(func() {...}). It is not valid for a literal that is called, deferred or kept in a
// variable.
func (p *program) launchOf(lit inspector.Cursor) inspector.Cursor {
	call := lit.Parent()
	if n, ok := call.Node().(*ast.CallExpr); ok {
		if p.Launched[n] == lit.Node() {
			return call
		}
		if call.ParentEdgeKind() == edge.GoStmt_Call && n.Fun == lit.Node() {
			return call.Parent()
		}
	}
	return inspector.Cursor{}
}

// lastAct says why a send is not the last that a function does; "" if it is. Whatever comes
// after it would happen before the receive once there is room, which somebody may rely on. An
// else and the end of a block that an if is the last of are passed; a loop is not.
func lastAct(send inspector.Cursor, body *ast.BlockStmt) string {
	// A deferred wg.Done or close is what others wait for.
	for range syntax.All[*ast.DeferStmt](body) {
		return "what is deferred would no longer wait for the receive"
	}
	const goesOn = "the goroutine goes on after a send"
	for cur := send; cur.Node() != body; cur = cur.Parent() {
		switch cur.ParentEdgeKind() {
		case edge.BlockStmt_List:
			list := cur.Parent().Node().(*ast.BlockStmt).List
			if rest := list[cur.ParentEdgeIndex()+1:]; len(rest) > 0 {
				if ret, ok := rest[0].(*ast.ReturnStmt); ok && plainReturn(ret) {
					return ""
				}
				return goesOn
			}
		case edge.IfStmt_Body, edge.IfStmt_Else:
		default:
			return goesOn
		}
	}
	return ""
}

// plainReturn reports whether a return computes nothing: all its results are names.
func plainReturn(ret *ast.ReturnStmt) bool {
	for _, x := range ret.Results {
		if _, ok := ast.Unparen(x).(*ast.Ident); !ok {
			return false
		}
	}
	return true
}

// timesOf is how often a launch is reached for one channel: n times, or as often as operand
// says. One loop between the channel's declaration and the launch is understood, two are not;
// nor is a label, which may be jumped to. Branches are not looked at: room for a goroutine that
// is not launched does no harm.
func (p *program) timesOf(launch inspector.Cursor, v *types.Var, made *ast.CallExpr) (n int, operand, why string) {
	const unknown = "how often it is launched is not known"
	n = 1
	for cur := launch; ; cur = cur.Parent() {
		switch s := cur.Node().(type) {
		case *ast.FuncLit, *ast.FuncDecl:
			if s.Pos() > v.Pos() || v.Pos() >= s.End() {
				return 0, "", "it is launched in a closure"
			}
			return n, operand, ""
		case *ast.LabeledStmt:
			return 0, "", unknown
		case *ast.ForStmt:
			// Each turn makes a channel of its own.
			if syntax.Encloses(s, v.Pos()) {
				return n, operand, ""
			}
			times, ok := p.turnsOf(s)
			if !ok || n != 1 || operand != "" {
				return 0, "", unknown
			}
			n = times
		case *ast.RangeStmt:
			if syntax.Encloses(s, v.Pos()) {
				return n, operand, ""
			}
			times, text, ok := p.rangeTurns(s, v, made)
			if !ok || n != 1 || operand != "" {
				return 0, "", unknown
			}
			n, operand = times, text
		}
	}
}
