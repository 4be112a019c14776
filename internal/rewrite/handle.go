// This file writes the handle form, for what must stay a go statement.

package rewrite

import (
	"go/ast"
	"go/token"
	"strings"
	"unicode"

	"golang.org/x/tools/go/analysis"
)

// handle rewrites a launch to the handle form: the go statement stays, with all
// that it evaluates.
//
//	+h := stopper.GetHandle(ctx, "Serve.func1")
//	go func() {
//		+defer h.Release()
//		...
//	}()
//
// Only a literal has a place for the deferred call. Any other function is called in
// one, once its operands are evaluated.
func (e *editor) handle() ([]analysis.TextEdit, string) {
	lit, ok := e.stmt.Call.Fun.(*ast.FuncLit)
	if ok {
		start := e.startHandle()
		e.deferFirst(lit.Body, e.endHandle())
		e.insert(e.stmt.Go, e.hoisted(start+e.line(0)))
		if closed := e.ended(); closed != "" {
			e.insert(e.stmt.End(), closed)
		}
		return e.edits, ""
	}
	e.returns, e.declares = false, true
	return e.call()
}

// startHandle is the statement that makes the handle, which has a name from then on.
func (e *editor) startHandle() string {
	name := e.handleName()
	if name == "" {
		name = e.src.fresh(e.target.handle, e.stmt, e.r.pass.Pkg)
	} else {
		e.src.give(name, e.stmt)
	}
	e.task = name
	return name + " := " + e.target.call + "(" + strings.Join(e.before, ", ") + ")"
}

// endHandle is the deferred call that ends the handle.
func (e *editor) endHandle() string { return "defer " + e.task + "." + e.done + "()" }

// handleName names the handle as the helper's is called, where another one is in scope after
// what runs: "flushTask".
func (e *editor) handleName() string {
	name := e.target.handle
	taken := func(name string) bool {
		return e.src.namesIn(e.src.declAround(e.stmt))[name] || e.src.taken[name] || !free(name, e.r.pass.Pkg) || e.src.isGivenAround(name, e.stmt)
	}
	if !taken(name) {
		return name
	}
	of := firstWords(e.r.taskName(e.src, e.stmt))
	if sel, ok := ast.Unparen(e.stmt.Call.Fun).(*ast.SelectorExpr); ok && e.r.isField(sel.Sel) && len(selectedFrom(sel.X)) > 2 {
		of = lowerFirst(selectedFrom(sel.X)) // of many that have the field: routeCmdTask
	}
	names := []string{of + upperFirst(name)}
	if !e.src.isGivenIn(name, e.stmt) { // that of a launch around has the name
		names = append(names, "inner"+upperFirst(name))
	}
	if e.src.namesIn(e.src.declAround(e.stmt))[name] { // the program has tasks of its own
		names = []string{"handle", of + "Handle"}
		if taken("handle") && e.ownHandles() { // it would read as one of those
			names = append([]string{"tracking"}, names...)
		}
	}
	if strings.HasSuffix(of, upperFirst(name)) { // executeTask, not executeTaskTask
		names = []string{of, strings.TrimSuffix(of, upperFirst(name)) + "Handle"}
	}
	for _, name := range names {
		if token.IsIdentifier(name) && !taken(name) {
			return name
		}
	}
	return ""
}

// ownHandles reports whether the program has handles of its own around the launch.
func (e *editor) ownHandles() bool {
	for name := range e.src.namesIn(e.src.declAround(e.stmt)) {
		if strings.HasSuffix(strings.ToLower(name), "handle") {
			return true
		}
	}
	return false
}

// firstWords is what a task does, as the beginning of a variable's name: "draft" of a task called
// "draft release lookup", "executeActivity" of "Env.executeActivityWithRetry".
func firstWords(of string) string {
	if first, _, words := strings.Cut(of, " "); words && !strings.HasSuffix(first, ":") {
		of = first
	}
	of = lowerFirst(of[strings.LastIndexAny(of, ".: ")+1:])
	for _, preposition := range []string{"With", "For", "To", "From", "In", "On", "By"} {
		if i := strings.Index(of, preposition); i > 0 && i+len(preposition) < len(of) && unicode.IsUpper(rune(of[i+len(preposition)])) {
			of = of[:i]
		}
	}
	return of
}

// deferFirst puts the end of the handle first in a body.
func (e *editor) deferFirst(body *ast.BlockStmt, end string) {
	switch {
	case len(body.List) > 0:
		first := body.List[0].Pos()
		if at := e.commentOf(body.Lbrace, first); at.IsValid() {
			e.insert(at, end+e.src.newline(at, 0))
			return
		}
		if len(body.List) > 1 || !e.src.startsLine(e.stmt.Pos()) || !e.spread(body) {
			e.bindFirst(body, end)
			return
		}
		opened := &e.edits[len(e.edits)-1] // go func() { run() }() was one line
		opened.NewText = append(opened.NewText, end+e.line(1)...)
		e.replace(e.src.trimmed(body.Rbrace), body.Rbrace, e.line(0))
	case e.src.startsLine(body.Rbrace):
		e.insert(body.Rbrace, "\t"+end+e.src.newline(body.Rbrace, 0))
	default:
		e.insert(body.Rbrace, " "+end+" ")
	}
}

// commentOf is where the comment lines above the first statement of a body begin, if there
// are any.
func (e *editor) commentOf(open, first token.Pos) token.Pos {
	for c := e.src.comment(open, first); c != nil && e.src.startsLine(first); c = e.src.comment(c.End(), first) {
		for _, line := range c.List {
			if e.src.startsLine(line.Pos()) {
				return line.Pos()
			}
		}
	}
	return token.NoPos
}
