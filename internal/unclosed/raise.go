// This file has a fix of leaks: a defer that comes too late is moved up.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// raiseDefer moves up a release that is deferred too late, to where the resource is
// known to be there:
//
//	f, err := os.Open(path)
//	if err != nil {
//		return err
//	}
//	+defer f.Close()
//	st, err := f.Stat()
//	if err != nil {
//		return err // leaks
//	}
//	-defer f.Close()
//
// It does nothing but to release, in the same list, and nothing else is deferred in
// between, which it would run before.
func (a *acquisition) raiseDefer(spot *spot) (*analysis.SuggestedFix, string) {
	var d *ast.DeferStmt
	for _, o := range a.outcomes {
		if o.Kind == obligation.Deferred {
			if d != nil && d != o.Defer {
				return nil, "it is deferred in several places"
			}
			d = o.Defer
		}
	}
	// The defer must stand in the list of the check, so that it moves over statements only.
	behind := a.following(spot)
	at := slices.Index(behind, ast.Stmt(d))
	id, _ := a.place().(*ast.Ident)
	switch {
	case at < 0:
		return nil, "the defer stands in another block"
	case a.Spec.Optional && !spot.there:
		return nil, mayBeNone
	case !a.isBare(d):
		return nil, "the deferred function does more than release it"
	case a.assignedAgain(a.unit.Pass.TypesInfo.ObjectOf(id)):
		return nil, a.name() + " is assigned again"
	}
	// Deferred calls run in reverse order; the moved one would run after those.
	for _, s := range behind[:at] {
		if defers(s) {
			return nil, "what is deferred in between would run after it"
		}
	}
	tf := a.unit.Pass.Fset.File(d.Pos())
	content := a.content(tf)
	removed, text, ok := a.lift(d, spot.inside == nil)
	if !ok {
		return nil, oneLine
	}
	if spot.after == nil && a.line(d.Pos()) != a.line(d.End()) {
		return nil, "the deferred function has lines of its own"
	}
	if spot.before != nil { // which indents it
		line, _, _ := strings.Cut(string(content[tf.Offset(removed.Pos):]), "\n")
		text = strings.ReplaceAll(text, "\n"+line[:len(line)-len(strings.TrimLeft(line, " \t"))], "\n")
	}
	removed = a.withBlankLine(content, removed)
	edits := []analysis.TextEdit{removed}
	if rm := a.removalBehind(behind, at); rm != nil && spot.after != nil {
		if gone, ok := a.remove(rm); ok && removed.End == gone.Pos {
			edits[0] = a.withBlankLine(content, analysis.TextEdit{Pos: removed.Pos, End: gone.End})
			line := string(content[tf.Offset(removed.Pos):tf.Offset(removed.End)]) // of the defer, with its end
			eol := line[len(strings.TrimRight(line, "\r\n")):]
			text = string(content[tf.Offset(rm.Pos()):tf.Offset(rm.End())]) + eol + line[:len(line)-len(strings.TrimLeft(line, " \t"))] + text
		}
	}
	inserted, ok := a.insertAt(spot, text)
	if spot.after != nil {
		inserted, ok = a.insertVerbatim(spot.after, text)
	}
	if !ok {
		return nil, oneLine
	}
	return &analysis.SuggestedFix{Message: "Move the defer up to the error check", TextEdits: append(edits, inserted)}, ""
}

// removalBehind returns the deferred removal of the file right behind its deferred close,
// where that moves, too: what leaves the function in between leaves it with an error, and
// nobody wants the file then.
//
//	defer f.Close()
//	defer os.Remove(f.Name())
func (a *acquisition) removalBehind(behind []ast.Stmt, at int) *ast.DeferStmt {
	if at+1 >= len(behind) || !a.removesFile(behind[at+1]) || a.line(behind[at].End())+1 != a.line(behind[at+1].Pos()) {
		return nil
	}
	for _, s := range behind[:at] {
		fails := make(map[*ast.ReturnStmt]bool)
		// Under a check of an error the function fails, and what it has written is of no use.
		for check := range syntax.Own[*ast.IfStmt](s) {
			if cond, ok := ast.Unparen(check.Cond).(*ast.BinaryExpr); ok && cond.Op == token.NEQ && a.unit.Pass.TypesInfo.Types[cond.Y].IsNil() && typesx.IsError(a.unit.Pass.TypesInfo.TypeOf(cond.X)) {
				for ret := range syntax.Own[*ast.ReturnStmt](check.Body) {
					fails[ret] = true
				}
			}
		}
		for ret := range syntax.Own[*ast.ReturnStmt](s) {
			if id, ok := a.place().(*ast.Ident); !fails[ret] || !ok || syntax.Mentions(a.unit.Pass.TypesInfo, ret, a.unit.Pass.TypesInfo.ObjectOf(id)) {
				return nil
			}
		}
	}
	return behind[at+1].(*ast.DeferStmt)
}

// removesFile reports whether a statement defers the removal of the file, by its name.
func (a *acquisition) removesFile(s ast.Stmt) bool {
	d, ok := s.(*ast.DeferStmt)
	if !ok || len(d.Call.Args) != 1 {
		return false
	}
	fn, ok := typeutil.Callee(a.unit.Pass.TypesInfo, d.Call).(*types.Func)
	if !ok || fn.FullName() != "os.Remove" && fn.FullName() != "os.RemoveAll" {
		return false
	}
	return types.ExprString(d.Call.Args[0]) == a.name()+".Name()"
}

func (a *acquisition) line(pos token.Pos) int { return a.unit.Pass.Fset.PositionFor(pos, false).Line }

// withBlankLine takes a blank line with a removed one that stood between two.
func (a *acquisition) withBlankLine(content []byte, edit analysis.TextEdit) analysis.TextEdit {
	tf := a.unit.Pass.Fset.File(edit.Pos)
	before, rest := string(content[:tf.Offset(edit.Pos)]), string(content[tf.Offset(edit.End):])
	for _, eol := range []string{"\n", "\r\n"} {
		if strings.HasSuffix(before, eol+eol) && strings.HasPrefix(rest, eol) {
			edit.End += token.Pos(len(eol))
			break
		}
	}
	return edit
}

// defers reports whether a statement defers something in its own function.
func defers(s ast.Stmt) bool {
	for range syntax.Own[*ast.DeferStmt](s) {
		return true
	}
	return false
}

// isBare reports whether a deferred call does nothing but to release the resource: the
// release itself, or a literal whose only statement it is, dropped.
//
//	defer f.Close()
//	defer func() { f.Close() }()
//	defer func() { _ = f.Close() }()
func (a *acquisition) isBare(d *ast.DeferStmt) bool {
	call := d.Call
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		// Arguments are evaluated at the defer, and other statements would move along.
		if len(call.Args) > 0 || len(lit.Body.List) != 1 {
			return false
		}
		switch s := lit.Body.List[0].(type) {
		case *ast.ExprStmt:
			inner, ok := ast.Unparen(s.X).(*ast.CallExpr)
			return ok && a.isRelease(inner)
		case *ast.AssignStmt:
			if id, ok := s.Lhs[0].(*ast.Ident); ok && id.Name == "_" && len(s.Lhs) == 1 && len(s.Rhs) == 1 {
				inner, ok := ast.Unparen(s.Rhs[0]).(*ast.CallExpr)
				return ok && a.isRelease(inner)
			}
		}
		return false
	}
	return a.isRelease(call)
}

// isRelease reports whether a call is the release of the resource, without arguments, or
// is of the function that came with it and releases it.
func (a *acquisition) isRelease(call *ast.CallExpr) bool {
	if len(call.Args) > 0 {
		return false
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		// defer cleanup(), of a function that came with the resource
		if v, ok := a.unit.Pass.TypesInfo.Uses[id].(*types.Var); ok && a.isNilBesideError(v) {
			return true
		}
	}
	return types.ExprString(call) == a.releaseCall()
}

// insertBefore puts text on lines of its own before a statement that is the first of its line;
// false if it is not.
func (a *acquisition) insertBefore(s ast.Stmt, text string) (analysis.TextEdit, bool) {
	tf := a.unit.Pass.Fset.File(s.Pos())
	content := a.content(tf)
	if content == nil {
		return analysis.TextEdit{}, false
	}
	line := tf.LineStart(tf.PositionFor(s.Pos(), false).Line)
	start := string(content[tf.Offset(line):tf.Offset(s.Pos())])
	if strings.TrimSpace(start) != "" {
		return analysis.TextEdit{}, false
	}
	end := "\n"
	if rest := string(content[tf.Offset(s.Pos()):]); strings.Contains(rest, "\n") && strings.HasSuffix(rest[:strings.Index(rest, "\n")], "\r") {
		end = "\r\n"
	}
	return analysis.TextEdit{Pos: line, End: line, NewText: []byte(start + strings.ReplaceAll(text, "\n", end+start) + end)}, true
}
