// This file answers what has to come before a wait for a launch, so that no message advises a
// wait that never ends:
//
//	for range 4 {
//		wg.Go(func() { for j := range jobs { j.run() } })
//	}
//	wg.Wait() // for ever, unless close(jobs) comes first

package launch

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/syntax"
)

// WorkChannel is the channel over which what is launched ranges, as the launcher writes
// it, "" if it does not: who waits for its end before the channel is closed waits for ever.
func (p *Package) WorkChannel(l *Launch) string {
	p.Begin()
	c := p.classifier(l)
	if l.Go == nil {
		c.t = p.passed(l)
	}
	if c.t.Func == nil {
		return ""
	}
	for _, e := range p.EffectsOf(c.t.Func).Ends {
		// Closing is a range; a call of a parameter is not known to be one.
		if i := c.t.Func.ParamIndex(e.Root); e.Closing && !e.Call && (i < 0 || c.t.Arg(i) != nil) {
			return c.spelling(e.Place, c.t)
		}
	}
	return ""
}

// WaitedContext is the context whose end the launched function waits for in a statement of its
// own, as the launcher writes it; "" where it waits for none. One that it waits for beside
// something else, in a select, need not end:
//
//	g.Go(func() error {
//		<-ctx.Done() // g.Wait comes back once ctx is cancelled, and no sooner
//		return srv.Close()
//	})
func (p *Package) WaitedContext(l *Launch) string {
	p.Begin()
	t := p.passed(l)
	if l.Go != nil {
		t = p.classifier(l).t
	}
	if t.Func == nil || t.Func.Body == nil {
		return ""
	}
	body, ok := p.Index.Body(t.Func.Node)
	if !ok {
		return ""
	}
	for c := range syntax.OwnOf(body, (*ast.UnaryExpr)(nil)) {
		receive := c.Node().(*ast.UnaryExpr)
		if receive.Op != token.ARROW || c.ParentEdgeKind() != edge.ExprStmt_X || c.Parent().ParentEdgeKind() == edge.CommClause_Comm {
			continue
		}
		id, ok := ast.Unparen(p.DoneOf(receive.X)).(*ast.Ident)
		if !ok {
			continue
		}
		if v, ok := p.Info.Uses[id].(*types.Var); ok && !t.Func.Declares(v) {
			return id.Name
		}
	}
	return ""
}
