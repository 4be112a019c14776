// This file has the fixes of discarded (bind what is dropped) and of defer-before-check (move
// the defer below the check).

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/obligation"
)

// bindFix binds what an assignment drops, where its error is checked, and defers the
// release after the check:
//
//	_, err := os.Create(path)
//	-
//	f
//	if err != nil {
//		return err
//	}
//	+defer f.Close()
//
// The blank becomes a variable that means nothing in the function yet. The statement
// must declare something anyway, or may do so: none that it assigns to may be of an
// outer block, or another one would hide it.
func (a *acquisition) bindFix() (*analysis.SuggestedFix, string) {
	blank, ok := a.place().(*ast.Ident)
	assign, isAssign := a.Stmt.(*ast.AssignStmt)
	switch {
	case !ok || !isAssign || blank.Name != "_" || a.errorVar() == nil:
		if a.Spec.Release[0] == obligation.CallIt {
			return nil, contextGoes
		}
		return nil, noErrorCheck
	case len(a.Loops) > 0:
		return nil, inLoop
	case a.Spec.Optional:
		return nil, mayBeNone
	case a.Spec.Flush || a.Spec.Release[0] == obligation.CallIt || !a.Spec.Again:
		return nil, "only the author can say what it is for"
	case len(a.Spec.Results) > 1:
		return nil, severalThere
	case assign.Tok != token.DEFINE && !a.canDefine(assign):
		return nil, "a variable for it would have to be declared first"
	}
	if why := a.cannotDefer(); why != "" {
		return nil, why
	}
	at, why := a.placeForDefer()
	if at == nil {
		return nil, why
	}
	a.bound = a.freeName()
	a.layout().names[a.bound] = true // another fix of the function may bind something, too
	edit, ok := a.insertAt(at, a.deferred(at))
	if !ok {
		return nil, oneLine
	}
	edits := []analysis.TextEdit{{Pos: blank.Pos(), End: blank.End(), NewText: []byte(a.bound)}, edit}
	if assign.Tok != token.DEFINE {
		edits = append(edits, analysis.TextEdit{Pos: assign.TokPos, End: assign.TokPos + token.Pos(len("=")), NewText: []byte(":=")})
	}
	return &analysis.SuggestedFix{Message: "Bind it, and defer " + a.releaseCall(), TextEdits: edits}, ""
}

// canDefine reports whether an assignment may declare a variable, too: the others on its
// left are of the same block, so that they stay what they are.
//
//	var err error
//	if path != "" {
//		_, err = os.Create(path) // f, err := would be another err
//	}
func (a *acquisition) canDefine(assign *ast.AssignStmt) bool {
	scope := a.unit.Pass.Pkg.Scope().Innermost(assign.Pos())
	if assign.Tok != token.ASSIGN || scope == nil {
		return false
	}
	for _, lhs := range assign.Lhs {
		id, ok := lhs.(*ast.Ident)
		if !ok || id.Name != "_" && scope.Lookup(id.Name) != a.unit.Pass.TypesInfo.Uses[id] {
			return false
		}
	}
	return true
}

// freeName is a name for the resource: what variables of its type are usually called, with a
// number where that occurs in the function already.
func (a *acquisition) freeName() string {
	base := "res"
	if sig, ok := a.unit.Pass.TypesInfo.TypeOf(a.Call.Fun).Underlying().(*types.Signature); ok {
		base = nameFor(sig.Results().At(a.Spec.Results[0]).Type())
	}
	used := func(name string) bool {
		if name == base { // elsewhere in the file it may mean something else
			return a.layout().names[name]
		}
		return slices.ContainsFunc(a.unit.Pass.Files, func(f *ast.File) bool {
			return f.FileStart <= a.Call.Pos() && a.Call.Pos() < f.FileEnd && a.namesIn(f)[name]
		})
	}
	name := base
	for i := 1; used(name) || a.unit.Pass.Pkg.Scope().Lookup(name) != nil || types.Universe.Lookup(name) != nil; i++ {
		name = base + strconv.Itoa(i)
	}
	return name
}

// nameFor is what variables of a type are usually called.
func nameFor(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return "res"
	}
	switch name := named.Obj().Name(); name {
	case "File":
		return "f"
	case "Response":
		return "resp"
	case "ReadCloser":
		return "rc"
	default:
		if lower := strings.ToLower(name); token.IsIdentifier(lower) {
			return lower
		}
	}
	return "res"
}

// moveDefer moves a release that is deferred before the check of the error below it:
//
//	resp, err := http.Get(url)
//	-defer resp.Body.Close()
//	if err != nil {
//		return err
//	}
//	+defer resp.Body.Close()
//
// It is the same release of the same value; only where there is an error nothing is released
// any more. Nothing but simple statements that touch neither stands in between.
func (a *acquisition) moveDefer(d *ast.DeferStmt) (*analysis.SuggestedFix, string) {
	if a.unit.IsCgo(d.Pos()) {
		return nil, inC
	}
	errVar := a.errorVar()
	if _, ok := a.place().(*ast.Ident); !ok || a.Block == nil || errVar == nil {
		return nil, notChecked
	}
	at := slices.IndexFunc(a.Block, func(s ast.Stmt) bool { return s == a.Stmt })
	from := slices.Index(a.Block, ast.Stmt(d))
	if at < 0 || from < at {
		return nil, notChecked
	}
	for i, s := range a.Block[at+1:] {
		if s == d {
			continue
		}
		if check, ok := s.(*ast.IfStmt); ok && a.isCheck(check, errVar) && at+1+i > from {
			return a.movedTo(d, check)
		}
		if !a.passes(s, errVar) {
			break
		}
	}
	return nil, notChecked
}

// movedTo makes the edits, behind a check. A comment on the line of the defer moves with it.
func (a *acquisition) movedTo(d *ast.DeferStmt, check *ast.IfStmt) (*analysis.SuggestedFix, string) {
	if !a.isBare(d) {
		return nil, "the deferred function does more than release it"
	}
	tf := a.unit.Pass.Fset.File(d.Pos())
	content := a.content(tf)
	if content == nil {
		return nil, oneLine
	}
	removed, ok := a.remove(d)
	if !ok {
		return nil, oneLine
	}
	text := string(content[tf.Offset(d.Pos()):tf.Offset(d.End())])
	comment := strings.TrimRight(string(content[tf.Offset(d.End()):tf.Offset(tf.LineStart(tf.PositionFor(d.End(), false).Line+1))]), "\r\n")
	if removed.Pos == d.Pos() { // the comment moves with it
		removed.Pos = tf.LineStart(tf.PositionFor(d.Pos(), false).Line)
		removed.End = tf.LineStart(tf.PositionFor(d.End(), false).Line + 1)
		text += comment
	}
	inserted, ok := a.insertVerbatim(check, text)
	if !ok {
		return nil, oneLine
	}
	return &analysis.SuggestedFix{Message: "Move the defer below the check", TextEdits: []analysis.TextEdit{removed, inserted}}, ""
}
