// This file is the rule lost-error:
//
//	f, err := os.Create(path)
//	...
//	defer f.Close()          // reported: a full disk may show only here
//	_, err = f.Write(data)
//	return err
//
// What is opened for reading loses nothing.

package unclosed

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// lostError reports a written file that is closed by a plain defer, so that nobody learns that
// what was written is not there.
func lostError(a *acquisition) *unit.Issue {
	// What no row names may not write at all, and behind an explicit Close, here or by
	// what is given the file, the deferred one only cleans up.
	if a.Spec.Inferred || a.Spec.Evidence || !a.writes() || a.has(obligation.Released, obligation.Unknown) || !a.isWritten() || a.closedElsewhere() {
		return nil
	}
	for _, o := range a.outcomes {
		if o.Kind != obligation.Deferred || o.Defer == nil || !a.losesError(o.Defer) {
			continue
		}
		is := a.issue("the error of the deferred %s is lost: what was written to %s may not be there, and %s does not say so; return that error",
			a.releaseCall(), a.opened(), a.function())
		is.Pos, is.End = o.Defer.Defer, o.Defer.Defer+token.Pos(len("defer"))
		is.Fix, is.NoFix = a.keepErrorFix(o.Defer)
		return is
	}
	return nil
}

// losesError reports whether a deferred call closes and says nothing of the error.
// Whoever assigns it to _ has thought of it:
//
//	defer f.Close()                  // loses it
//	defer func() { f.Close() }()     // so does this
//	defer func() { _ = f.Close() }() // this is meant
func (a *acquisition) losesError(d *ast.DeferStmt) bool {
	if lit, ok := ast.Unparen(d.Call.Fun).(*ast.FuncLit); ok {
		// What else the literal does may be about the error.
		if len(d.Call.Args) > 0 || len(lit.Body.List) != 1 {
			return false
		}
		s, ok := lit.Body.List[0].(*ast.ExprStmt)
		if !ok {
			return false
		}
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		return ok && a.isRelease(call)
	}
	return a.isRelease(d.Call)
}

// unwriting are the methods of a file after which there is nothing that a failing Close
// could lose.
var unwriting = []string{"Chdir", "Chmod", "Chown", "Fd", "Name", "Read", "ReadAt", "ReadDir", "Seek", "Stat", "SyscallConn"}

// isWritten reports whether the function does more with the file than to have it: a
// lock file loses nothing. Where it is synced, or closed a first time, and the error of
// that is looked at, or where the function removes it again, the error of the deferred
// Close matters no more.
func (a *acquisition) isWritten() bool {
	id, ok := a.place().(*ast.Ident)
	if !ok {
		return false
	}
	info, file := a.unit.Pass.TypesInfo, a.unit.Pass.TypesInfo.ObjectOf(id)
	// Mentions that write nothing: the definition, and calls of unwriting methods.
	ignored := map[*ast.Ident]bool{id: true}
	written, safe := false, false
	lost := func(x ast.Expr) { // a call whose error is lost
		if sel := a.methodOf(x, file); sel != nil && (sel.Sel.Name == "Sync" || sel.Sel.Name == "Close") {
			ignored[sel.X.(*ast.Ident)] = true
		}
	}
	for n := range syntax.All[ast.Node](a.Func.Body) {
		switch n := n.(type) {
		case *ast.ExprStmt:
			lost(n.X)
		case *ast.DeferStmt:
			lost(n.Call)
			safe = safe || a.removes(n)
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && info.ObjectOf(x) == file && !ignored[x] {
				safe = safe || n.Sel.Name == "Sync" || n.Sel.Name == "Close"
				ignored[x] = slices.Contains(unwriting, n.Sel.Name)
			}
		case *ast.Ident:
			written = written || info.ObjectOf(n) == file && !ignored[n]
		}
	}
	return written && !safe
}

// methodOf is the selector of a call of one of the file's methods, or nil.
func (a *acquisition) methodOf(x ast.Expr, file types.Object) *ast.SelectorExpr {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || !a.isOf(sel.X, file) {
		return nil
	}
	if _, ok := sel.X.(*ast.Ident); !ok {
		return nil
	}
	return sel
}

// removes reports whether something deferred removes files, such as a temporary one:
//
//	defer os.Remove(f.Name())
func (a *acquisition) removes(d *ast.DeferStmt) bool {
	return syntax.Any(d, func(sel *ast.SelectorExpr) bool {
		fn, ok := a.unit.Pass.TypesInfo.Uses[sel.Sel].(*types.Func)
		return ok && fn.Pkg() != nil && fn.Pkg().Path() == "os" && (fn.Name() == "Remove" || fn.Name() == "RemoveAll")
	})
}

// keepErrorFix gives the error of the deferred release to the function's named error result,
// where there is one in reach:
//
//	defer func() {
//		if cerr := f.Close(); cerr != nil && err == nil {
//			err = cerr
//		}
//	}()
func (a *acquisition) keepErrorFix(d *ast.DeferStmt) (*analysis.SuggestedFix, string) {
	if why := a.cannotDefer(); why != "" {
		return nil, why
	}
	result := a.errorResult(d.End())
	if result == "" {
		return nil, "the function has no named error result in which the error could be kept, or it is hidden here"
	}
	tf := a.unit.Pass.Fset.File(d.Pos())
	content := a.content(tf)
	if content == nil {
		return nil, oneLine
	}
	start := tf.Offset(tf.LineStart(tf.PositionFor(d.Pos(), false).Line))
	indent := content[start:tf.Offset(d.Pos())]
	if len(bytes.TrimSpace(indent)) > 0 {
		return nil, oneLine
	}
	end := "\n"
	if bytes.Contains(content, []byte("\r\n")) {
		end = "\r\n"
	}
	text := strings.ReplaceAll(keepingCloseError(a.releaseCall(), result), "\n", end+string(indent))
	return &analysis.SuggestedFix{
		Message:   "Keep the error of " + a.releaseCall(),
		TextEdits: []analysis.TextEdit{{Pos: d.Pos(), End: d.End(), NewText: []byte(text)}},
	}, ""
}
