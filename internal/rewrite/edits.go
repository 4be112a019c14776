// This file writes the edits of wg.Go. waitgroup.go says when they are safe.

package rewrite

import (
	"bytes"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/rewrite/source"
)

// editsOf returns the edits of a counted launch; single says that the Add right before
// it is its own, and goes with it. They touch the tokens that
// change and nothing else, so that comments stay and the fixes of neighbours can
// be applied together; where a comment stands among those tokens there is no fix.
//
//	wg.Add(1)
//	---------
//	go func(n int) {
//	---     -----
//	wg.Go(func() {
//		defer wg.Done()
//		---------------
//		...
//	}(n)
//	 ---
//	 )
func (r *Rewriter) editsOf(src *source.File, c *counted, single bool) ([]analysis.TextEdit, bool) {
	call, params := c.stmt.Call, c.lit.Type.Params
	var b bindings
	if len(call.Args) > 0 || len(params.List) > 0 {
		var ok bool
		if b, ok = r.bindings(src, c.stmt, c.lit, c.param); !ok {
			return nil, false
		}
		if b.hoist != "" && (src.JumpedOver(c.stmt) || src.Labelled[c.stmt]) { // a goto must not jump over a declaration
			return nil, false
		}
	}
	// A comment among the tokens that go would be lost.
	receiver := source.Text(c.wg)
	if receiver == "" ||
		src.Comment(c.add.Pos(), c.add.End()) != nil ||
		src.Comment(params.Pos(), params.End()) != nil ||
		src.Comment(c.done.Pos(), c.done.End()) != nil ||
		src.Comment(call.Lparen, call.Rparen) != nil {
		return nil, false
	}
	afterGo := c.lit.Pos()
	if comment := src.Comment(c.stmt.Go, afterGo); comment != nil {
		afterGo = comment.Pos()
	}
	launch := receiver + ".Go("
	if value, said := r.onlyCalls(src, c); value != "" {
		launch += value + ")" + said
		edits := []analysis.TextEdit{{Pos: c.stmt.Pos(), End: c.stmt.End(), NewText: []byte(launch)}}
		if single {
			edits = append(edits, r.addEdit(src, c, ""))
		}
		return edits, true
	}
	var edits []analysis.TextEdit
	switch {
	case single:
		edits = append(edits, r.addEdit(src, c, b.hoist))
	case b.hoist != "":
		launch = b.hoist + src.Newline(c.stmt.Pos(), 0) + launch
	}
	edits = append(edits, analysis.TextEdit{Pos: c.stmt.Go, End: afterGo, NewText: []byte(launch)})
	if len(params.List) > 0 {
		edits = append(edits, analysis.TextEdit{Pos: params.Opening + 1, End: params.Closing})
	}
	done, ok := doneEdits(src, c, b.bind)
	if !ok {
		return nil, false
	}
	edits = append(append(edits, done...), b.renamed...)
	return append(edits, analysis.TextEdit{Pos: call.Lparen, End: call.Rparen + 1, NewText: []byte(")")}), true
}

// onlyCalls returns the function that is all that the body calls, beside counting down, where
// Go can be given that itself: it takes and returns nothing, and is the same whenever it is
// evaluated. What is said behind the opening brace goes behind it.
//
//	wg.Go(s.loop)
func (r *Rewriter) onlyCalls(src *source.File, c *counted) (value, said string) {
	list := c.lit.Body.List
	if len(list) != 2 || !slices.Contains(list, c.done) || len(c.stmt.Call.Args) > 1 || len(c.stmt.Call.Args) == 1 && c.param == nil {
		return "", ""
	}
	if comment := src.Comment(c.stmt.Pos(), c.stmt.End()); comment != nil {
		last := len(comment.List) == 1 && src.Comment(comment.End(), src.EndOfLine(c.stmt.End())) == nil
		if !last || comment.Pos() < c.lit.Body.Lbrace || src.StartsLine(comment.Pos()) || comment.End() > list[0].Pos() {
			return "", ""
		}
		// A comment goes to the end of the line, where nothing else may follow.
		if end := c.stmt.End(); len(bytes.TrimSpace(src.Content[src.Offset(end):src.Offset(src.EndOfLine(end))])) > 0 {
			return "", ""
		}
		said = " " + comment.List[0].Text
	}
	stmt, ok := list[0].(*ast.ExprStmt)
	if list[0] == c.done {
		stmt, ok = list[1].(*ast.ExprStmt)
	}
	if !ok {
		return "", ""
	}
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok || !r.isPlainFunc(call) {
		return "", ""
	}
	return source.Text(call.Fun), said
}

// isPlainFunc reports whether a call is of a function without parameters and results that
// is the same whenever it is evaluated.
func (r *Rewriter) isPlainFunc(call *ast.CallExpr) bool {
	sig, ok := r.TypeOf(call.Fun).(*types.Signature)
	_, isLit := ast.Unparen(call.Fun).(*ast.FuncLit)
	return ok && !isLit && !r.Pass.TypesInfo.Types[call.Fun].IsBuiltin() && sig.Params().Len() == 0 && sig.Results().Len() == 0 && r.FixedCallee(call.Fun)
}

// addEdit removes wg.Add(1) with what follows it up to the next token or comment,
// or puts the hoisted arguments in its place.
func (r *Rewriter) addEdit(src *source.File, c *counted, hoist string) analysis.TextEdit {
	if hoist != "" {
		return analysis.TextEdit{Pos: c.add.Pos(), End: c.add.End(), NewText: []byte(hoist)}
	}
	return src.Removal(c.add)
}

// doneEdits removes wg.Done(), the first defer or the last call, and binds parameters
// first in the body.
func doneEdits(src *source.File, c *counted, bind string) ([]analysis.TextEdit, bool) {
	list := c.lit.Body.List
	if _, isDefer := c.done.(*ast.DeferStmt); isDefer && c.done == list[0] {
		return []analysis.TextEdit{doneEdit(src, c, bind)}, true
	}
	if len(c.in) == 1 {
		return []analysis.TextEdit{doneEdit(src, c, "")}, bind == ""
	}
	if src.Comment(c.done.End(), min(c.lit.Body.Rbrace, src.EndOfLine(c.done.End()))) != nil {
		return nil, false // it says something of Done
	}
	from := src.LastComment(c.in[slices.Index(c.in, c.done)-1].End(), c.done.Pos())
	edits := []analysis.TextEdit{{Pos: from, End: c.done.End()}}
	if bind != "" {
		first := list[0].Pos()
		sep := "; "
		if src.StartsLine(first) {
			sep = src.Newline(first, 0)
		}
		edits = append(edits, analysis.TextEdit{Pos: first, End: first, NewText: []byte(bind + sep)})
	}
	return edits, true
}

// doneEdit removes the first statement, defer wg.Done(), or puts the bindings in its
// place.
func doneEdit(src *source.File, c *counted, bind string) analysis.TextEdit {
	if bind != "" {
		return analysis.TextEdit{Pos: c.done.Pos(), End: c.done.End(), NewText: []byte(bind)}
	}
	next := c.lit.Body.Rbrace
	if len(c.lit.Body.List) > 1 {
		next = c.lit.Body.List[1].Pos()
	}
	if comment := src.Comment(c.done.End(), next); comment != nil {
		next = comment.Pos()
	}
	if next != c.lit.Body.Rbrace {
		return analysis.TextEdit{Pos: c.done.Pos(), End: next}
	}
	// Nothing is left but perhaps comments before it.
	edit := analysis.TextEdit{Pos: src.LastComment(c.lit.Body.Lbrace+1, c.done.Pos()), End: c.done.End()}
	if edit.Pos == c.lit.Body.Lbrace+1 {
		edit.End = c.lit.Body.Rbrace
	}
	return edit
}
