// This file is the fix of a group that is not waited for on some path.

package rewrite

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/rewrite/eligible"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// Wait returns the fix that waits for a sync.WaitGroup of a function before the function
// returns, on each path on which it does not yet:
//
//	var wg sync.WaitGroup
//	for i := range parts {
//		wg.Go(func() { sums[i] = sum(parts[i]) })
//	}
//	+wg.Wait()
//	return sums
//
// All that is launched into the group provably ends, whatever the function does
// meanwhile, so that the wait does; the group counts nothing else, and only the function
// has it.
func (r *Rewriter) Wait(file *ast.File, launch ast.Node, v *types.Var) (*analysis.SuggestedFix, string) {
	const notAlone = "the group may count something else"
	src := r.Source(file)
	fn := syntax.FunctionAt(file, v.Pos())
	if typeName(v.Type()) != "sync.WaitGroup" {
		return nil, "what to do with the error of the group is up to the author"
	}
	// The launch must stand in the function that has the group, and in no literal there, which may
	// run at any time.
	if src.Cgo || src.Content == nil || fn == nil || syntax.FunctionAt(file, launch.Pos()) != fn {
		return nil, notAlone
	}
	g := groupNamed(r.groupsOf(src, fn), v)
	if g == nil || g.other || g.deferred {
		return nil, notAlone
	}
	w := &waiting{r: r, src: src, fn: fn, body: syntax.Body(fn), v: v, e: r.Ending()}
	if !w.countsOnly() {
		return nil, notAlone
	}
	if !w.ends() {
		return nil, "what is launched may wait for what comes after"
	}
	places, why := w.places(launch, g)
	if why != "" {
		return nil, why
	}
	return &analysis.SuggestedFix{Message: "Wait for " + v.Name(), TextEdits: places}, ""
}

// groupNamed is the group that a variable is, or nil.
func groupNamed(groups []*group, v *types.Var) *group {
	for _, g := range groups {
		if g.v == v {
			return g
		}
	}
	return nil
}

// waiting is the question whether, and where, a function can wait for its group.
type waiting struct {
	r    *Rewriter
	src  *source.File
	fn   ast.Node
	body *ast.BlockStmt
	v    *types.Var
	e    *eligible.Ending

	launched []ast.Expr // functions
	goes     []*ast.GoStmt
}

// countsOnly reports whether the group counts nothing but what the function itself
// launches: each Add is that of launches that count down, and each Done one of these.
func (w *waiting) countsOnly() bool {
	adds, dones := make(map[ast.Node]bool), make(map[ast.Node]bool)
	for _, g := range w.src.Launches {
		if b := w.r.batchOf(w.src, g); b != nil && w.src.Body[g] == w.fn {
			for _, c := range b.launches {
				if c.stmt == g && len(c.group) == 1 && c.group[0] == w.v {
					adds[c.add.X], dones[doneCall(c.done)] = true, true
					w.goes = append(w.goes, g)
				}
			}
		}
	}
	ok := true
	for _, use := range w.r.Index.Uses(w.v) {
		sel := use.Parent()
		call, isCall := sel.Parent().Node().(*ast.CallExpr)
		if !isCall || use.ParentEdgeKind() != edge.SelectorExpr_X || sel.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		switch sel.Node().(*ast.SelectorExpr).Sel.Name {
		case "Add":
			ok = ok && adds[call]
		case "Done":
			ok = ok && dones[call]
		case "Go":
			ok = ok && len(call.Args) == 1 && syntax.Function(use) == w.fn
			w.launched = append(w.launched, call.Args...)
		}
	}
	return ok && len(w.launched)+len(w.goes) > 0
}

// doneCall is the call of Done that a statement is.
func doneCall(s ast.Stmt) ast.Node {
	switch s := s.(type) {
	case *ast.DeferStmt:
		return s.Call
	case *ast.ExprStmt:
		return s.X
	}
	return nil
}

// ends reports whether all that is launched ends by itself.
func (w *waiting) ends() bool {
	for _, g := range w.goes {
		if !w.r.Ends(g) {
			return false
		}
	}
	for _, x := range w.launched {
		if lit, ok := ast.Unparen(x).(*ast.FuncLit); ok {
			if !w.e.All(lit.Body) {
				return false
			}
		} else if !w.e.Call(&ast.CallExpr{Fun: x}) {
			return false
		}
	}
	return true
}

// places are where the function comes to an end with the group still counting: before
// its returns behind the first launch and up to the Wait that there is, and at its end.
func (w *waiting) places(launch ast.Node, g *group) (edits []analysis.TextEdit, why string) {
	const inLine = "something else stands on the line of a return"
	// Returns behind a Wait that is there already need none.
	until := w.body.Rbrace
	switch {
	case len(g.waits) > 1:
		return nil, "it is waited for in several places already"
	case len(g.waits) == 1:
		if !w.isTopLevel(g.waits[0]) {
			return nil, "it is waited for on some paths already"
		}
		until = g.waits[0].Pos()
	}
	for ret := range syntax.Own[*ast.ReturnStmt](w.body) {
		pos := ret.Pos()
		switch {
		// A return above the launch comes after it where a loop goes back.
		case pos >= until || pos < launch.Pos() && !w.loopsTo(ret, launch):
		case !w.src.StartsLine(pos):
			why = inLine
		default:
			edits = append(edits, analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(w.v.Name() + ".Wait()" + w.src.Newline(pos, 0))})
		}
	}
	last := w.body.List[len(w.body.List)-1]
	// A function without results also ends at its brace.
	if len(g.waits) == 0 && !w.r.TerminatingList(w.body.List) {
		if !w.src.StartsLine(w.body.Rbrace) || !w.src.StartsLine(last.Pos()) {
			return nil, inLine
		}
		at := w.body.Rbrace
		edits = append(edits, analysis.TextEdit{Pos: at, End: at, NewText: []byte("\t" + w.v.Name() + ".Wait()" + w.src.Newline(at, 0))})
	}
	if why == "" && len(edits) == 0 {
		why = "there is no return before which it could be waited for"
	}
	// An inner variable of the name, as of a nested group, would be waited for instead.
	if why == "" && w.hidden(edits) {
		why = w.v.Name() + " has another meaning there"
	}
	return edits, why
}

// hidden reports whether the group's name means something else at one of the places: the fix is
// whole or it is none, since a wait on most paths is as bad as before and looks better.
func (w *waiting) hidden(edits []analysis.TextEdit) bool {
	for _, e := range edits {
		if w.r.Lookup(w.v.Name(), e.Pos) != w.v {
			return true
		}
	}
	return false
}

// isTopLevel reports whether a call is a statement right in the function's body.
func (w *waiting) isTopLevel(call *ast.CallExpr) bool {
	for _, s := range w.body.List {
		if x, ok := s.(*ast.ExprStmt); ok && x.X == call {
			return true
		}
	}
	return false
}

// loopsTo reports whether a loop around a return has the launch in it, too.
func (w *waiting) loopsTo(ret *ast.ReturnStmt, launch ast.Node) bool {
	return syntax.AnyOwn(w.body, func(loop ast.Stmt) bool {
		switch loop.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return loop.Pos() <= min(ret.Pos(), launch.Pos()) && max(ret.End(), launch.End()) <= loop.End()
		}
		return false
	})
}
