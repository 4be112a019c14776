// This file writes a launch of a literal as a call of the helper where the body can stay as it
// is, line for line: a reviewer sees that nothing in it has changed. All else is left to call.go.

package rewrite

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// literal rewrites the launch of a function literal in place:
//
//	go func(i int) {
//	---      -----
//	tracked.Go(ctx, "Serve.func1", func(context.Context) error {
//		if i == 0 {
//			return
//			      +nil
//		}
//		...
//		+return nil
//	}(i)
//	 ---
//	 )
//
// The body stays where it is, and so do its comments, its labels, and what it
// defers and recovers. ok is false where the literal has results that the helper
// does not take, or parameters that cannot be bound otherwise; then the literal
// is launched as any function value is.
func (e *editor) literal() (_ []analysis.TextEdit, ok bool) {
	call := e.stmt.Call
	lit, isLit := call.Fun.(*ast.FuncLit)
	if !isLit || !e.fits(lit) || !e.bareReturnsCanBeNil(lit) {
		return nil, false
	}
	params := lit.Type.Params
	var b bindings
	if len(call.Args) > 0 || len(params.List) > 0 {
		if b, ok = e.r.bindings(e.src, e.stmt, lit, nil); !ok {
			return nil, false
		}
	}
	if e.src.Comment(params.Pos(), params.End()) != nil || e.src.Comment(call.Lparen, call.Rparen) != nil {
		return nil, false
	}
	open := e.open()
	if b.hoist != "" {
		open = e.hoisted(b.hoist+e.line(0)+e.directive(false)) + open
	}
	e.replace(e.stmt.Go, e.afterGo(), open)
	e.replace(params.Opening+1, params.Closing, e.params)
	if e.returns && lit.Type.Results == nil {
		e.insert(params.Closing+1, " error")
		e.returnNil(lit)
	}
	if b.bind != "" {
		e.bindFirst(lit.Body, b.bind)
	}
	e.edits = append(e.edits, b.renamed...)
	end := e.after + ")"
	if b.hoist != "" {
		end += e.ended()
	}
	e.replace(call.Lparen, call.Rparen+1, end)
	return e.edits, true
}

// fits reports whether the results of a literal are what the helper takes, or none.
func (e *editor) fits(lit *ast.FuncLit) bool {
	results := lit.Type.Results
	switch {
	case results == nil || len(results.List) == 0:
		return true
	case !e.returns || e.dropError || results.NumFields() != 1:
		return false
	}
	return typesx.IsError(e.r.Pass.TypesInfo.TypeOf(results.List[0].Type))
}

// bareReturnsCanBeNil reports whether nil means nil wherever the literal returns.
func (e *editor) bareReturnsCanBeNil(lit *ast.FuncLit) bool {
	if !e.returns || !e.src.Redefined {
		return true
	}
	ok := e.r.Lookup("nil", lit.Body.Rbrace) == source.Universe("nil")
	for _, ret := range returnsOf(lit.Body) {
		ok = ok && e.r.Lookup("nil", ret.Pos()) == source.Universe("nil")
	}
	return ok
}

// returnNil lets a body without results return nil, at its returns and at its
// end. Where the end cannot be reached a return would be dead code.
func (e *editor) returnNil(lit *ast.FuncLit) {
	for _, ret := range returnsOf(lit.Body) {
		e.insert(ret.Pos()+token.Pos(len("return")), " nil")
	}
	if e.r.TerminatingList(lit.Body.List) {
		return
	}
	brace := lit.Body.Rbrace
	switch {
	case e.src.StartsLine(brace):
		e.insert(brace, "\t"+"return nil"+e.src.Newline(brace, 0))
	case len(lit.Body.List) == 0 || e.src.EndsWithSemicolon(brace):
		e.insert(brace, " return nil ")
	case e.spread(lit.Body):
		e.insert(e.src.Trimmed(brace), e.line(1)+"return nil"+e.line(0))
	default:
		e.insert(e.src.Trimmed(brace), "; return nil")
	}
}

// spread puts the statements of a body that is written on one line on one of their
// own: with one more it would be long.
func (e *editor) spread(body *ast.BlockStmt) bool {
	open := body.Lbrace + 1
	first := open
	for e.src.Content[e.src.Offset(first)] == ' ' {
		first++
	}
	if first == open || e.src.Comment(open, body.Rbrace) != nil || e.src.StartsLine(body.List[0].Pos()) {
		return false
	}
	e.replace(open, first, e.line(1))
	return true
}

// bindFirst puts a statement first in a body that has statements.
func (e *editor) bindFirst(body *ast.BlockStmt, bind string) {
	first := body.List[0].Pos()
	if e.src.StartsLine(first) {
		e.insert(first, bind+e.src.Newline(first, 0))
		return
	}
	e.insert(first, bind+"; ")
}

// returnsOf returns the return statements of a body, without those of the
// literals in it.
func returnsOf(body *ast.BlockStmt) []*ast.ReturnStmt {
	return slices.Collect(syntax.Own[*ast.ReturnStmt](body))
}

// open is the start of the call, up to the function that it launches.
func (e *editor) open() string {
	var b strings.Builder
	b.WriteString(e.target.call + "(")
	for _, arg := range e.before {
		b.WriteString(arg + ", ")
	}
	return b.String()
}

// header is the head of the function that is launched, with its brace.
func (e *editor) header() string {
	result := ""
	if e.returns {
		result = " error"
	}
	return "func(" + e.params + ")" + result + " {"
}
