// This file says which runs count: a claim must be true of the program and not only of the choices
// of one run.

package stuck

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
)

// sure reports whether the run shows that a process is stuck: it is certain, and so are
// those who send, if it is them that it waits for.
func (m *machine) sure(p *process) bool {
	if _, sends := p.op.(*ast.SendStmt); sends {
		return m.certain(p)
	}
	return m.certain(p) && !slices.ContainsFunc(m.procs, func(q *process) bool {
		_, sends := q.op.(*ast.SendStmt)
		return sends && q != p && q.state == waiting && !m.certain(q)
	})
}

// certain reports whether a claim does not depend on how two numbers are related that are not
// known. own are the symbols that the process and launches count to, others those that receives
// and the room of its channels come from; the claim is certain where no others matter, or all
// are one and the same symbol:
//
//	for range fs { go send() }; for range fs { <-ch }   // one symbol
//	for range fs { go send() }; for range n { <-ch }    // two: quiet (fixture otherCount)
//
// Nor does it hold where a room that is a length is filled by sends in several places, of which
// one is under a condition: the conditions may exclude each other.
func (m *machine) certain(p *process) bool {
	if _, isRange := p.op.(*ast.RangeStmt); isRange {
		return true // however much is sent
	}
	own, others := map[int]bool{}, map[int]bool{}
	for _, e := range m.spent {
		into := others
		if e.launches || e.proc == p.id {
			into = own
		}
		for _, s := range e.of {
			into[s] = true
		}
	}
	chans := []*channel{p.ch}
	for _, a := range p.arms {
		chans = append(chans, a.ch)
	}
	for _, ch := range chans {
		if ch == nil {
			continue
		}
		if len(ch.of) > 0 && len(ch.sites) > 1 && slices.ContainsFunc(ch.sites, m.prog.underCondition) {
			return false // that one or the other is sent may be what fills the room
		}
		for _, s := range ch.of {
			others[s] = true
		}
	}
	if len(others) == 0 {
		return true
	}
	for s := range others {
		own[s] = true
	}
	return len(own) == 1
}

// underCondition reports whether a send need not be reached in each turn of the loop around
// it, or each time that its function runs.
func (p *program) underCondition(send ast.Node) bool {
	cur, ok := p.root.FindNode(send)
	if !ok {
		return true
	}
	for ; ; cur = cur.Parent() {
		switch n := cur.Node().(type) {
		case *ast.IfStmt, *ast.CaseClause, *ast.CommClause:
			return true
		case *ast.ForStmt:
			return leavesTurn(n.Body)
		case *ast.RangeStmt:
			return leavesTurn(n.Body)
		case *ast.FuncDecl, *ast.FuncLit, *ast.File, nil:
			return false
		}
	}
}

// leavesTurn reports whether something in the body of a loop may end a turn of it early.
func leavesTurn(body *ast.BlockStmt) bool {
	return syntax.AnyOwn(body, func(s ast.Stmt) bool {
		switch s.(type) {
		case *ast.BranchStmt, *ast.ReturnStmt:
			return true
		}
		return false
	})
}

// An asking is the calls of the same words that have been evaluated in a run, each once, and
// what they yield.
type asking struct {
	at    []ast.Expr
	value value
}

// alike is what a call yields, given that another of the same words has yielded something
// before: the answers are taken to be the same, but for errors. Where the same call comes
// again, in the next turn of a loop, it is another question.
//
//	if find(name) == nil {
//		missing <- name
//	}
//	...
//	if e := find(name); e != nil {
func (m *machine) alike(x ast.Expr, v value) value {
	words := types.ExprString(x)
	last := m.asked[words]
	if len(last.at) > 0 && !slices.Contains(last.at, x) {
		v = sameAs(last.value, v)
		m.asked[words] = asking{append(last.at, x), v}
		return v
	}
	m.asked[words] = asking{[]ast.Expr{x}, v}
	return v
}

// sameAs is a value, or its parts that are no errors, as it was before.
func sameAs(was, is value) value {
	if t, ok := is.(tuple); ok {
		before, _ := was.(tuple)
		if len(before) != len(t) {
			return is
		}
		for i := range t {
			t[i] = sameAs(before[i], t[i])
		}
		return t
	}
	_, known := was.(*symbol)
	if s, ok := is.(*symbol); ok && known && !s.isErr {
		return was
	}
	return is
}
