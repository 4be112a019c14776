// This file has the fix of leak, one more deferred release, and what other fixes share with it.

package unclosed

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
)

// deferFix defers the release of a leaked resource right after the check of its
// error:
//
//	f, err := os.Open(path)
//	if err != nil {
//		return err
//	}
//	+ defer f.Close()
//
// It is safe because nothing outlives the function that could still use the
// resource: no path hands it over, no goroutine is launched, and what is only
// borrowed is not used after the call. On a path that releases explicitly the
// deferred release is the second one, which does no harm to the resources of the
// standard library and is not tried on others.
//
// There is no fix in a loop, where the defer would run too late; none for a
// cancel function, since whatever got the context may live on; and none where
// the error is not checked, since the defer would have no safe place.
func (a *acquisition) deferFix() (fix *analysis.SuggestedFix, why string) {
	if a.Spec.Evidence {
		return nil, "only this function says that it must be " + a.words().done + ", and what a second time does is not known"
	}
	if a.has(obligation.Leaked) && !slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool { return o.Kind == obligation.Leaked && !a.isLonePipe(o) }) {
		return nil, lonePipe
	}
	// Where another path gives it away a defer would close what somebody else has.
	if a.has(obligation.HandedOver) {
		return a.closeOnError()
	}
	if why := a.unsafeToDefer(); why != "" {
		return nil, why
	}
	at, why := a.placeForDefer()
	if at == nil && why == notChecked && len(a.Loops) > 0 {
		return nil, inLoop // where the check is left by continue
	}
	if at == nil {
		return nil, why
	}
	if a.comesRound(at) {
		return nil, inLoop
	}
	if at, why = a.whereThere(at); why != "" {
		return nil, why
	}
	if fix := a.closeInBranch(at); fix != nil {
		return fix, ""
	}
	if a.exitsBehind(at.pos()) {
		return a.closeAtExits(at)
	}
	if behind := a.following(at); at.after != nil && len(behind) > 0 && a.removesFile(behind[0]) {
		at = &spot{after: behind[0], there: at.there} // the file is closed before it is removed, which Windows asks for
	}
	if a.has(obligation.Deferred) {
		return a.raiseDefer(at)
	}
	text, edits, _ := a.replace(a.needless(), a.deferred(at))
	edit, ok := a.insertAt(at, text)
	if !ok {
		return nil, oneLine
	}
	return &analysis.SuggestedFix{Message: "Defer " + a.releaseCall(), TextEdits: append(edits, edit)}, ""
}

// needless are the explicit releases that the deferred one makes needless: those right before
// the function ends, whose error nobody looks at.
func (a *acquisition) needless() (list []ast.Stmt) {
	if a.usesReleaseError() {
		return nil
	}
	for _, s := range a.explicit() {
		if _, ok := a.remove(s); ok && a.endsAfter(s) {
			list = append(list, s)
		}
	}
	return list
}

const (
	oneLine      = "something else stands on its line"
	inC          = `the file imports "C"`
	wantsMore    = "the release takes arguments"
	inLoop       = "it is opened in a loop, and a defer would run only after the loop"
	jumped       = "a goto may lead around the defer"
	noErrorCheck = "its error is not checked"
	notChecked   = "there is no error check to defer it after"
	inCheck      = "it is opened in the statement that checks its error"
	givenAway    = "on another path it is handed over"
	severalThere = "it acquires several things"
	contextGoes  = "what was given the context may outlive the function"
	mayBeNone    = "there may be none, though there is no error"
)

// deferred is the deferred release, which keeps the error of a written file where
// there is a result for it, and asks first whether there is anything to release where
// that is not certain.
func (a *acquisition) deferred(at *spot) string {
	if at.before != nil {
		return a.deferCall()
	}
	if result := a.errorResult(at.pos()); result != "" {
		return a.ifThere(at, keepingCloseError(a.releaseCall(), result))
	}
	return a.ifThere(at, a.deferCall())
}

// ifThere makes a statement depend on there being a resource, where there may be none
// without an error.
func (a *acquisition) ifThere(at *spot, text string) string {
	if !a.Spec.Optional || at.there {
		return text
	}
	return "if " + a.boundName() + " != nil {\n\t" + strings.ReplaceAll(text, "\n", "\n\t") + "\n}"
}

// boundName is the name of the variable that holds the resource, once a fix has been
// applied.
func (a *acquisition) boundName() string { return cmp.Or(a.bound, a.name()) }

// whereThere returns the spot behind a check that there is a resource, where that follows,
// or says why it cannot be asked whether there is one, where that has to be.
//
//	t := find(name)
//	if t == nil {
//		return
//	}
//	+defer t.Close()
func (a *acquisition) whereThere(at *spot) (*spot, string) {
	if !a.Spec.Optional {
		return at, ""
	}
	switch a.unit.Pass.TypesInfo.TypeOf(a.place()).Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Map, *types.Slice, *types.Chan:
	default:
		return nil, mayBeNone
	}
	if behind := a.following(at); at.after != nil && len(behind) > 0 {
		check, ok := behind[0].(*ast.IfStmt)
		if ok && check.Init == nil && check.Else == nil && a.leaves(check.Body.List) && a.isNilCheck(check.Cond) {
			return &spot{after: check, there: true}, ""
		}
	}
	if scope := a.unit.Pass.Pkg.Scope().Innermost(at.pos()); scope != nil {
		if _, seen := scope.LookupParent("nil", at.pos()); seen == types.Universe.Lookup("nil") {
			return at, ""
		}
	}
	return nil, mayBeNone
}

// isNilCheck reports whether a condition is that there is no resource.
func (a *acquisition) isNilCheck(cond ast.Expr) bool {
	bin, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok || bin.Op != token.EQL || !a.unit.Pass.TypesInfo.Types[bin.Y].IsNil() {
		return false
	}
	id, ok := a.place().(*ast.Ident)
	return ok && a.isOf(bin.X, a.unit.Pass.TypesInfo.ObjectOf(id))
}

const lonePipe = "nobody can wait at the other end there, so that a close would do nothing"

const ofProcess = "it may be something that lives as long as the process"

// unsafeToDefer says why a deferred release could do harm, "" where it could not.
func (a *acquisition) unsafeToDefer() string {
	// The first reason is the one that is shown. What would be wrong comes before what is merely not
	// understood.
	switch {
	case slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool { return o.Launch.IsValid() }):
		return launchedBy
	case slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool { return o.Given.IsValid() }):
		return calleeCloses
	case slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool { return o.Lent }):
		return leavesBy
	case a.Spec.Shared:
		return ofProcess
	case a.Spec.Flush:
		return "what is written must be flushed before it is used"
	case a.Spec.Release[0] == obligation.CallIt:
		return contextGoes
	case len(a.Spec.Results) > 1:
		return severalThere
	}
	if id, ok := a.place().(*ast.Ident); !ok || id.Name == "_" {
		return a.keeper()
	}
	if a.lacksRelease() {
		return a.noSuchRelease()
	}
	for _, o := range a.outcomes {
		switch o.Kind {
		case obligation.Leaked, obligation.Ended:
		case obligation.Deferred:
			if o.Unchecked || o.Defer == nil {
				return deferredElsewhere
			}
		case obligation.Released:
			if !a.Spec.Again {
				return releasedElsewhere
			}
		case obligation.More:
			return "it leaks in too many places"
		case obligation.Reacquired:
			return inLoop
		default:
			return "it cannot be followed on all paths"
		}
	}
	if why := a.replaced(); why != "" {
		return why
	}
	r := a.stays()
	switch {
	case r.why != "":
		return r.why
	case r.leaves():
		return leavesBy
	case a.usedByEarlierDefer(r.reached()):
		return usedByDefer
	}
	return a.cannotDefer()
}

// replaced says that the value whose release is deferred may not be the one that is to
// be released in the end: the defer evaluates it at once.
//
//	resp.Body = http.MaxBytesReader(w, resp.Body, n) // another Body from here on
func (a *acquisition) replaced() string {
	id, ok := a.place().(*ast.Ident)
	if !ok {
		return ""
	}
	v := a.unit.Pass.TypesInfo.ObjectOf(id)
	// A deferred call evaluates what it is called on at once: a pointer stays the same pointer,
	// anything else is copied as it is by then.
	_, isPtr := v.Type().Underlying().(*types.Pointer)
	byValue := !isPtr && !types.IsInterface(v.Type())
	changes := func(lhs ast.Expr) bool {
		sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr)
		return ok && a.isOf(sel.X, v) && (byValue || sel.Sel.Name == a.Spec.Field)
	}
	for assign := range syntax.All[*ast.AssignStmt](a.Func.Body) {
		if assign.Pos() >= a.Call.Pos() && slices.ContainsFunc(assign.Lhs, changes) {
			return "it is changed before it is released"
		}
	}
	return ""
}

func (a *acquisition) isOf(x ast.Expr, v types.Object) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	return ok && a.unit.Pass.TypesInfo.ObjectOf(id) == v
}

// cannotDefer says what stands in the way of any defer.
func (a *acquisition) cannotDefer() string {
	sig := a.releaseSignature()
	switch {
	case rows.IsFunc(rows.Deferred(a.Spec.Release)), a.Spec.Global:
		return "a function releases it, not a method of it"
	case sig != nil && needsArguments(sig):
		return wantsMore
	case sig == nil && a.lacksRelease():
		return a.noSuchRelease()
	case a.unit.IsCgo(a.Call.Pos()):
		return inC
	case a.layout().jumps:
		return jumped
	case a.takesDescriptor():
		return descriptor
	}
	return ""
}

// launchesByHelper reports whether a call launches: it counts as a go statement does,
// or the next run would fix what this one does not.
func (a *acquisition) launchesByHelper(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(a.unit.Pass.TypesInfo, call).(*types.Func)
	return ok && a.engine.Launches().Helpers.Lookup(fn) != nil
}

// takesDescriptor reports whether the function takes the descriptor out of the
// resource, for a use that the engine cannot see.
func (a *acquisition) takesDescriptor() bool { return a.layout().descriptor }

// insertAfter puts text on lines of its own after a statement, indented and with
// the line ends of the file.
func (a *acquisition) insertAfter(s ast.Stmt, text string) (analysis.TextEdit, bool) {
	return a.insertLines(s, text, true)
}

// insertVerbatim inserts text that is indented already, but for its first line.
func (a *acquisition) insertVerbatim(s ast.Stmt, text string) (analysis.TextEdit, bool) {
	return a.insertLines(s, text, false)
}

func (a *acquisition) insertLines(s ast.Stmt, text string, indent bool) (analysis.TextEdit, bool) {
	tf := a.unit.Pass.Fset.File(s.Pos())
	content := a.content(tf)
	if content == nil {
		return analysis.TextEdit{}, false
	}
	line := tf.PositionFor(s.End(), false).Line
	if line >= tf.LineCount() {
		return analysis.TextEdit{}, false
	}
	next := tf.LineStart(line + 1)
	rest := content[tf.Offset(s.End()):tf.Offset(next)]
	if code, _, _ := bytes.Cut(rest, []byte("//")); len(bytes.TrimSpace(code)) > 0 {
		return analysis.TextEdit{}, false // something else stands on the line
	}
	start := content[tf.Offset(tf.LineStart(tf.PositionFor(s.Pos(), false).Line)):tf.Offset(s.Pos())]
	if len(bytes.TrimSpace(start)) > 0 {
		return analysis.TextEdit{}, false
	}
	end := "\n"
	if bytes.HasSuffix(rest, []byte("\r\n")) {
		end = "\r\n"
	}
	lines := text
	if indent {
		lines = strings.ReplaceAll(text, "\n", end+string(start))
	}
	return analysis.TextEdit{Pos: next, End: next, NewText: []byte(string(start) + lines + end)}, true
}
