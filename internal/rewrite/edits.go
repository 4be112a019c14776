package rewrite

import "golang.org/x/tools/go/analysis"

// editsOf returns the edits of a counted launch. They touch the tokens that
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
func (r *Rewriter) editsOf(src *source, c *counted) ([]analysis.TextEdit, bool) {
	call, params := c.stmt.Call, c.lit.Type.Params
	var b bindings
	if len(call.Args) > 0 || len(params.List) > 0 {
		var ok bool
		if b, ok = r.bindings(src, c.stmt, c.lit); !ok {
			return nil, false
		}
		if b.hoist != "" && src.jumpedOver(c.stmt) { // a goto must not jump over a declaration
			return nil, false
		}
	}
	receiver := text(c.wg)
	if receiver == "" ||
		src.comment(c.add.Pos(), c.add.End()) != nil ||
		src.comment(params.Pos(), params.End()) != nil ||
		src.comment(c.done.Pos(), c.done.End()) != nil ||
		src.comment(call.Lparen, call.Rparen) != nil {
		return nil, false
	}
	afterGo := c.lit.Pos()
	if comment := src.comment(c.stmt.Go, afterGo); comment != nil {
		afterGo = comment.Pos()
	}
	edits := []analysis.TextEdit{
		r.addEdit(src, c, b.hoist),
		{Pos: c.stmt.Go, End: afterGo, NewText: []byte(receiver + ".Go(")},
	}
	if len(params.List) > 0 {
		edits = append(edits, analysis.TextEdit{Pos: params.Opening + 1, End: params.Closing})
	}
	edits = append(edits,
		doneEdit(src, c, b.bind),
		analysis.TextEdit{Pos: call.Lparen, End: call.Rparen + 1, NewText: []byte(")")},
	)
	return edits, true
}

// addEdit removes wg.Add(1) with what follows it up to the next token or comment,
// or puts the hoisted arguments in its place.
func (r *Rewriter) addEdit(src *source, c *counted, hoist string) analysis.TextEdit {
	if hoist != "" {
		return analysis.TextEdit{Pos: c.add.Pos(), End: c.add.End(), NewText: []byte(hoist)}
	}
	end := c.stmt.Pos()
	if comment := src.comment(c.add.End(), end); comment != nil {
		end = comment.Pos()
	}
	return analysis.TextEdit{Pos: c.add.Pos(), End: end}
}

// doneEdit removes defer wg.Done(), or puts the bindings in its place.
func doneEdit(src *source, c *counted, bind string) analysis.TextEdit {
	if bind != "" {
		return analysis.TextEdit{Pos: c.done.Pos(), End: c.done.End(), NewText: []byte(bind)}
	}
	next := c.lit.Body.Rbrace
	if len(c.lit.Body.List) > 1 {
		next = c.lit.Body.List[1].Pos()
	}
	if comment := src.comment(c.done.End(), next); comment != nil {
		next = comment.Pos()
	}
	if next != c.lit.Body.Rbrace {
		return analysis.TextEdit{Pos: c.done.Pos(), End: next}
	}
	// Nothing is left but perhaps comments before it.
	edit := analysis.TextEdit{Pos: src.lastComment(c.lit.Body.Lbrace+1, c.done.Pos()), End: c.done.End()}
	if edit.Pos == c.lit.Body.Lbrace+1 {
		edit.End = c.lit.Body.Rbrace
	}
	return edit
}
