// This file has two fixes of leaks: a defer that comes too late is moved up, and where one path
// hands the resource over the others release it.

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
	"github.com/tetherlint/tether/internal/unit"
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

// closeOnError releases a resource before each return that loses it, where another
// path hands it over with the result:
//
//	st, err := f.Stat()
//	if err != nil {
//		+f.Close()
//		return nil, err
//	}
//	return &conn{f, st.Size()}, nil
//
// Each such return comes behind the check of the error, so the resource is there; it
// returns nothing that comes to the resource, and no other path gets to it. Where what is
// returned is worked out from the resource, the release is deferred there.
func (a *acquisition) closeOnError() (*analysis.SuggestedFix, string) {
	id, ok := a.place().(*ast.Ident)
	switch {
	case !ok || id.Name == "_":
		return nil, a.keeper()
	case a.Spec.Flush || a.Spec.Release[0] == obligation.CallIt || len(a.Spec.Results) > 1:
		return nil, givenAway
	case a.assignedAgain(a.unit.Pass.TypesInfo.ObjectOf(id)):
		return nil, a.name() + " is assigned again"
	}
	if why := a.cannotDefer(); why != "" {
		return nil, why
	}
	at, why := a.placeForDefer()
	if at == nil {
		return nil, why
	}
	r := a.stays()
	if r.why != "" {
		return nil, r.why
	}
	returns, why := a.losing(at, r)
	if why == "" {
		at, why = a.whereThere(at)
	}
	if why != "" {
		return nil, why
	}
	if a.usedByDefer(r.reached()) {
		return nil, "what is deferred may use it after that"
	}
	var edits []analysis.TextEdit
	for _, ret := range returns {
		release := a.dropping() + a.releaseCall()
		if slices.ContainsFunc(ret.Results, r.mentionsIn) {
			release = "defer " + a.releaseCall()
		}
		edit, ok := a.insertBefore(ret, a.ifThere(at, release))
		if !ok {
			return nil, oneLine
		}
		edits = append(edits, edit)
	}
	return &analysis.SuggestedFix{Message: "Call " + a.releaseCall() + " where it is lost", TextEdits: edits}, ""
}

// losing returns the return statements before which the resource has to be released, or why
// that cannot be: a path that ends otherwise than by a return of the function, or a result that
// may still use the resource.
func (a *acquisition) losing(at *spot, r *reach) (list []*ast.ReturnStmt, why string) {
	var kept []token.Pos // where it is handed over before the function returns
	for _, o := range a.outcomes {
		switch o.Kind {
		case obligation.Leaked:
			// Only a return that is written, and that control comes to by the spot, can have a release
			// in front of it.
			if o.Return == nil || !o.Return.Return.IsValid() || !a.isBehind(o.Return, at) {
				return nil, givenAway
			}
			if slices.ContainsFunc(o.Return.Results, func(x ast.Expr) bool {
				return r.comes(x) || r.memory != nil && r.memory.comes(x) || a.Spec.Field != "Body" && r.toStranger(x)
			}) {
				return nil, "what is returned there may still use it"
			}
			if !a.means(o.Return.Pos()) {
				return nil, a.name() + " means something else there"
			}
			if !slices.Contains(list, o.Return) {
				list = append(list, o.Return)
			}
		case obligation.HandedOver:
			if o.Return == nil || o.Result < 0 {
				kept = append(kept, o.Pos)
			}
		case obligation.Ended:
		case obligation.Deferred:
			// What has been deferred before it was opened closes what the owner has got by then, or again.
			if !a.Spec.Again || o.Pos > a.Call.Pos() {
				return nil, deferredElsewhere
			}
		default:
			return nil, givenAway
		}
	}
	// What keeps it must come behind each return that loses it.
	if slices.ContainsFunc(kept, func(pos token.Pos) bool { return !a.isBehindAll(pos, list) }) {
		return nil, givenAway
	}
	// The same return may give it to the caller on another path.
	for _, o := range a.outcomes {
		if o.Kind == obligation.HandedOver && slices.Contains(list, o.Return) {
			return nil, givenAway
		}
	}
	return list, ""
}

// isBehindAll reports whether what stands at a place runs behind all returns of a list, if at all: no
// loop leads back from it, but one in which the resource is opened anew.
func (a *acquisition) isBehindAll(pos token.Pos, list []*ast.ReturnStmt) bool {
	if !pos.IsValid() || slices.ContainsFunc(list, func(ret *ast.ReturnStmt) bool { return pos < ret.End() }) {
		return false
	}
	return !syntax.Any(a.Func.Body, func(loop ast.Stmt) bool {
		switch loop.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return syntax.Encloses(loop, pos) && !syntax.Encloses(loop, a.Call.Pos()) && slices.ContainsFunc(list, func(ret *ast.ReturnStmt) bool { return syntax.Encloses(loop, ret.Pos()) })
		}
		return false
	})
}

// means reports whether the name of the resource means it at a place.
func (a *acquisition) means(at token.Pos) bool {
	id, ok := a.place().(*ast.Ident)
	return ok && a.inScope(at) && a.unit.Pass.TypesInfo.ObjectOf(id) != nil
}

// inScope reports whether what holds the resource can be written at a place, as where it is taken.
func (a *acquisition) inScope(at token.Pos) bool {
	place := a.place()
	if place == nil {
		return true
	}
	root := syntax.Base(place)
	scope := a.unit.Pass.Pkg.Scope().Innermost(at)
	if root == nil || scope == nil {
		return false
	}
	_, seen := scope.LookupParent(root.Name, at)
	return seen == a.unit.Pass.TypesInfo.ObjectOf(root)
}

// toStranger reports whether an expression gives what comes to the resource to a function
// out of sight, which may make an error of it that looks at it later. One that has a
// response is read as one of which the body is closed:
//
//	return codec.Error(f) // may read f when it is printed
func (r *reach) toStranger(x ast.Expr) bool {
	return syntax.Any(x, func(call *ast.CallExpr) bool {
		fn, ok := typeutil.Callee(r.info(), call).(*types.Func)
		if ok && (fn.Pkg() == nil || unit.IsStd(fn.Pkg()) || r.callee(fn, call) != nil) {
			return false
		}
		return slices.ContainsFunc(call.Args, r.comes) && !r.info().Types[call.Fun].IsType()
	})
}

// mentionsIn reports whether an expression names something that comes to the resource, or memory
// of it.
func (r *reach) mentionsIn(x ast.Expr) bool {
	return syntax.Any(x, func(id *ast.Ident) bool { return r.has(r.info().ObjectOf(id)) })
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
