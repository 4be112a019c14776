// This file decides whether the body of a loop may become a function, as the fix of
// defer-in-loop. iteration.go writes it.

package unclosed

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// literalFix makes a function literal of the loop's body, with which what is deferred
// there ends:
//
//	for _, name := range names {
//		+if err := func() error {
//			f, err := os.Open(name)
//			if err != nil {
//				return err
//			}
//			defer f.Close()
//			...
//			+return nil
//		+}(); err != nil {
//		+	return err
//		+}
//	}
//
// What leaves the body must be told from what comes to its end: a continue is a return
// of the literal, and a return goes on in the function where it gives an error that is
// not nil. All that is deferred in the loop does nothing but to release what the same
// iteration has acquired, and nothing that comes to that outlives the iteration.
func (a *acquisition) literalFix(d *ast.DeferStmt) (*analysis.SuggestedFix, string) {
	loop := a.loopAround(d)
	body := bodyOf(loop)
	switch {
	case body == nil:
		return nil, "the loop is made with goto"
	case a.unit.IsCgo(d.Pos()):
		return nil, inC
	case a.layout().jumps:
		return nil, jumped
	case a.isNoticed():
		return nil, "others notice how long it is open"
	}
	if why := a.othersInLoop(loop, body); why != "" {
		return nil, why
	}
	b := &iteration{a: a, loop: loop, body: body, labelled: a.labelOf(loop)}
	if why := b.leaves(); why != "" {
		return nil, why
	}
	return b.fix()
}

// isNoticed reports whether others notice how long the resource is open, so that it may be meant
// to be open with those of the other iterations: a listener, whose address nobody else gets
// meanwhile, or a connection.
func (a *acquisition) isNoticed() bool {
	x := a.place()
	if x == nil || a.Spec.Field != "" {
		return false
	}
	t, pkg := a.unit.Pass.TypesInfo.TypeOf(x), a.unit.Pass.Pkg
	return typesx.HasMethod(t, pkg, "LocalAddr") || typesx.HasMethod(t, pkg, "Accept")
}

// loopAround is the innermost loop of the acquisition and the defer.
func (a *acquisition) loopAround(d *ast.DeferStmt) (inner ast.Stmt) {
	for _, loop := range a.Loops {
		if syntax.Encloses(loop, d.Pos()) && (inner == nil || inner.Pos() < loop.Pos()) {
			inner = loop
		}
	}
	return inner
}

// bodyOf is the body of a loop; nil of one that is made with goto, and of a range over a
// function literal.
func bodyOf(loop ast.Stmt) *ast.BlockStmt {
	switch loop := loop.(type) {
	case *ast.ForStmt:
		return loop.Body
	case *ast.RangeStmt:
		if _, ok := loop.X.(*ast.FuncLit); !ok {
			return loop.Body
		}
	}
	return nil
}

// labelOf is the loop with its label, nil where it has none.
func (a *acquisition) labelOf(loop ast.Stmt) *ast.LabeledStmt {
	for l := range syntax.All[*ast.LabeledStmt](a.Func.Body) {
		if l.Stmt == loop {
			return l
		}
	}
	return nil
}

// othersInLoop says what else of the loop would change if all its defers ran at the end of an
// iteration, "" for nothing: each defer must be the release of something of the same iteration
// that does not outlive it.
func (a *acquisition) othersInLoop(loop ast.Stmt, body *ast.BlockStmt) (why string) {
	if defersElsewhere(a.Func.Body, a.Loops, body) {
		return "an outer loop defers as well"
	}
	// Each defer of the body must be the release of one of these.
	var sites []*acquisition
	for _, site := range a.engine.Sites(a.Func) {
		if syntax.Encloses(body, site.Call.Pos()) {
			other := a.beside(site)
			// That is a finding of its own, of which the fix would meet with this one.
			if other.wouldBeReported() {
				return "something else in the loop is not released, or not by defer"
			}
			sites = append(sites, other)
		}
	}
	for n := range syntax.Own[ast.Stmt](body) {
		switch n := n.(type) {
		case *ast.GoStmt:
			why = "something is launched in the loop"
		case *ast.DeferStmt:
			i := slices.IndexFunc(sites, func(s *acquisition) bool { return s.isBare(n) && s.isDeferredBy(n) })
			switch {
			case i < 0:
				why = "what else is deferred there would run after each iteration, too"
			case why == "":
				why = sites[i].outlives(body)
			}
		}
		if why != "" {
			break
		}
	}
	return why
}

// defersElsewhere reports whether loops around a body, or within it, defer something, too.
func defersElsewhere(function *ast.BlockStmt, around []ast.Stmt, body *ast.BlockStmt) bool {
	return syntax.AnyOwn(function, func(d *ast.DeferStmt) bool {
		if d.Pos() < body.Pos() || body.End() <= d.Pos() {
			return slices.ContainsFunc(around, func(l ast.Stmt) bool { return syntax.Encloses(l, d.Pos()) })
		}
		return syntax.AnyOwn(body, func(s ast.Stmt) bool {
			inner := bodyOf(s)
			return inner != nil && inner.Pos() <= d.Pos() && d.End() <= inner.End()
		})
	})
}

// wouldBeReported reports whether the acquisition, in a function of its own, would be
// the business of another rule.
func (a *acquisition) wouldBeReported() bool {
	return slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool {
		return o.Kind == obligation.Leaked || o.Kind == obligation.Reacquired || o.Kind == obligation.Released && o.Risky
	})
}

// isDeferredBy reports whether a defer statement releases the resource on some path.
func (a *acquisition) isDeferredBy(d *ast.DeferStmt) bool {
	return slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool { return o.Kind == obligation.Deferred && o.Defer == d })
}

// outlives says how what comes to the resource may be used when the iteration is over; "" if it
// is not:
//
//	defer f.Close()
//	last = f // is used behind the loop
func (a *acquisition) outlives(body *ast.BlockStmt) string {
	id, ok := a.place().(*ast.Ident)
	if !ok || a.Spec.Flush || len(a.Spec.Results) > 1 {
		return "no variable of the loop holds it"
	}
	if why := a.cannotDefer(); why != "" {
		return why
	}
	r := a.newReach()
	if a.Spec.Release[0] == obligation.CallIt { // what has the context is what matters
		assign, ok := a.Stmt.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) < 2 {
			return "what was given the context may outlive the iteration"
		}
		if id, ok = assign.Lhs[0].(*ast.Ident); !ok {
			return "what was given the context may outlive the iteration"
		}
	}
	v := a.unit.Pass.TypesInfo.ObjectOf(id)
	if v == nil {
		return "no variable of the loop holds it"
	}
	r.about(v)
	r.solve(a.Call.Pos())
	if r.why != "" {
		return r.why
	}
	if r.leaves() {
		return leavesBy
	}
	var outside types.Object // the first, so that the answer is the same each time
	for v := range r.reached() {
		if (v.Pos() < body.Pos() || v.Pos() >= body.End()) && (outside == nil || v.Pos() < outside.Pos()) {
			outside = v
		}
	}
	if outside != nil {
		return outside.Name() + " may use it after the iteration"
	}

	return ""
}
