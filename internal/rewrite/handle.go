// This file writes the handle form, for what must stay a go statement.

package rewrite

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
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
		e.insert(e.stmt.Go, e.hoisted(start+e.line(0)+e.directive(false)))
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
		name = e.src.Fresh(e.target.handle, e.stmt, e.r.Pass.Pkg)
	} else {
		e.src.Give(name, e.stmt)
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
		return e.src.NamesIn(e.src.DeclAround(e.stmt))[name] || e.src.Taken[name] || !source.Free(name, e.r.Pass.Pkg) || e.src.IsGivenAround(name, e.stmt)
	}
	if !taken(name) {
		return name
	}
	of := firstWords(e.r.TaskName(e.src, e.stmt))
	if sel, ok := ast.Unparen(e.stmt.Call.Fun).(*ast.SelectorExpr); ok && e.r.IsField(sel.Sel) && len(source.SelectedFrom(sel.X)) > 2 {
		of = source.LowerFirst(source.SelectedFrom(sel.X)) // of many that have the field: routeCmdTask
	}
	names := []string{of + source.UpperFirst(name)}
	if whole := wholeName(e.r.TaskName(e.src, e.stmt)); whole != of && token.IsIdentifier(whole) {
		if e.beginsAnother(of, whole) { // copyFromTask beside copyToTask
			names = nil
		}
		names = append(names, whole+source.UpperFirst(name))
	}
	if called := calledOn(e.r.TaskName(e.src, e.stmt)); len(called) > 2 && called != e.r.Pass.Pkg.Name() { // listenerTask of listener.Run
		names = append(names, called+source.UpperFirst(name))
	}
	for _, arg := range e.stmt.Call.Args { // serve(admin) beside serve(public)
		if with := source.SelectedFrom(arg); len(with) > 2 && !typesx.IsContext(e.r.TypeOf(arg)) {
			names = append(names, source.LowerFirst(with)+source.UpperFirst(name))
			break
		}
	}
	if !e.src.IsGivenIn(name, e.stmt) { // that of a launch around has the name
		names = append(names, "inner"+source.UpperFirst(name))
	}
	if e.src.NamesIn(e.src.DeclAround(e.stmt))[name] { // the program has tasks of its own
		names = []string{"handle", of + "Handle"}
		if taken("handle") && e.ownHandles() { // it would read as one of those
			names = append([]string{"tracking"}, names...)
		}
	}
	if strings.HasSuffix(of, source.UpperFirst(name)) { // executeTask, not executeTaskTask
		names = []string{of, strings.TrimSuffix(of, source.UpperFirst(name)) + "Handle"}
	}
	for _, name := range append(names, "other"+source.UpperFirst(name), "next"+source.UpperFirst(name)) {
		if token.IsIdentifier(name) && !taken(name) {
			return name
		}
	}
	return ""
}

// beginsAnother reports whether the name of another task of the declaration has the same first words.
func (e *editor) beginsAnother(of, whole string) bool {
	d := e.src.DeclAround(e.stmt)
	return slices.ContainsFunc(e.src.Launches, func(g *ast.GoStmt) bool {
		name := e.r.TaskName(e.src, g)
		return g != e.stmt && syntax.Encloses(d, g.Pos()) && firstWords(name) == of && wholeName(name) != whole
	})
}

// ownHandles reports whether the program has handles of its own around the launch.
func (e *editor) ownHandles() bool {
	for name := range e.src.NamesIn(e.src.DeclAround(e.stmt)) {
		if strings.HasSuffix(strings.ToLower(name), "handle") {
			return true
		}
	}
	return false
}

// firstWords is what a task does, as the beginning of a variable's name: "draft" of a task called
// "draft release lookup", "executeActivity" of "Env.executeActivityWithRetry".
func firstWords(of string) string {
	of = wholeName(of)
	for _, preposition := range []string{"With", "For", "To", "From", "In", "On", "By"} {
		if i := strings.Index(of, preposition); i > 0 && i+len(preposition) < len(of) && unicode.IsUpper(rune(of[i+len(preposition)])) {
			of = of[:i]
		}
	}
	return of
}

// wholeName is the last part of a task's name: "executeActivityWithRetry".
func wholeName(of string) string {
	if first, _, words := strings.Cut(of, " "); words && !strings.HasSuffix(first, ":") {
		of = first
	}
	return source.LowerFirst(of[strings.LastIndexAny(of, ".: ")+1:])
}

// calledOn is what the call is of that a task is named by, "" where that is none: listener of "Server.run:
// listener.Run".
func calledOn(of string) string {
	if i := strings.LastIndex(of, ": "); i >= 0 {
		of = of[i+2:]
	}
	parts := strings.Split(of, ".")
	if len(parts) < 2 || !token.IsIdentifier(parts[len(parts)-2]) {
		return ""
	}
	return source.LowerFirst(parts[len(parts)-2])
}

// deferFirst puts the end of the handle first in a body.
func (e *editor) deferFirst(body *ast.BlockStmt, end string) {
	switch {
	case len(body.List) > 0:
		first := body.List[0].Pos()
		if at := e.commentOf(body.Lbrace, first); at.IsValid() {
			e.insert(at, end+e.src.Newline(at, 0))
			return
		}
		if len(body.List) > 1 || len(e.bodies) == 0 && !e.src.StartsLine(e.stmt.Pos()) || !e.spread(body) {
			e.bindFirst(body, end)
			return
		}
		opened := &e.edits[len(e.edits)-1] // go func() { run() }() was one line
		opened.NewText = append(opened.NewText, end+e.line(1)...)
		e.replace(e.src.Trimmed(body.Rbrace), body.Rbrace, e.line(0))
	case e.src.StartsLine(body.Rbrace):
		e.insert(body.Rbrace, "\t"+end+e.src.Newline(body.Rbrace, 0))
	default:
		e.insert(body.Rbrace, " "+end+" ")
	}
}

// commentOf is where the comment lines above the first statement of a body begin, if there
// are any.
func (e *editor) commentOf(open, first token.Pos) token.Pos {
	for c := e.src.Comment(open, first); c != nil && e.src.StartsLine(first); c = e.src.Comment(c.End(), first) {
		for _, line := range c.List {
			if e.src.StartsLine(line.Pos()) {
				return line.Pos()
			}
		}
	}
	return token.NoPos
}
