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
	"unicode"
	"unicode/utf8"

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
	if a.exitsBehind(at.pos()) {
		return nil, exitsLater
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

// freeName is a name for the resource: what variables of its type are usually called, else what
// spells it out, with a number where all of that occurs in the function already.
func (a *acquisition) freeName() string {
	names := []string{"res"}
	if sig, ok := a.unit.Pass.TypesInfo.TypeOf(a.Call.Fun).Underlying().(*types.Signature); ok {
		names = namesFor(sig.Results().At(a.Spec.Results[0]).Type())
	}
	used := func(name string) bool {
		if a.layout().names[name] || slices.Contains(names, name) { // elsewhere in the file it may mean something else
			return a.layout().names[name]
		}
		return slices.ContainsFunc(a.unit.Pass.Files, func(f *ast.File) bool {
			return f.FileStart <= a.Call.Pos() && a.Call.Pos() < f.FileEnd && a.namesIn(f)[name]
		})
	}
	taken := func(name string) bool {
		return used(name) || a.unit.Pass.Pkg.Scope().Lookup(name) != nil || types.Universe.Lookup(name) != nil
	}
	for _, name := range names {
		if !taken(name) {
			return name
		}
	}
	// Numbers that have been tried for another acquisition are not tried again.
	for numbered := a.layout().numbered; ; {
		numbered[names[0]]++
		if name := names[0] + strconv.Itoa(numbered[names[0]]); !taken(name) {
			return name
		}
	}
}

// namesFor is what variables of a type are usually called, and then what its name says, alone and
// with that of its package.
func namesFor(t types.Type) []string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return []string{"res"}
	}
	name := named.Obj().Name()
	first, size := utf8.DecodeRuneInString(name)
	names := []string{strings.ToLower(name), string(unicode.ToLower(first)) + name[size:]}
	switch name {
	case "File":
		names[0] = "f"
	case "Response":
		names[0] = "resp"
	case "ReadCloser":
		names[0] = "rc"
	}
	if pkg := named.Obj().Pkg(); pkg != nil {
		names = append(names, pkg.Name()+string(unicode.ToUpper(first))+name[size:])
	}
	if names = slices.DeleteFunc(names, func(name string) bool { return !token.IsIdentifier(name) }); len(names) == 0 {
		return []string{"res"}
	}
	return names
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

// movedTo makes the edits, behind a check. What is said of the defer moves with it.
func (a *acquisition) movedTo(d *ast.DeferStmt, check *ast.IfStmt) (*analysis.SuggestedFix, string) {
	if !a.isBare(d) {
		return nil, "the deferred function does more than release it"
	}
	removed, text, ok := a.lift(d, true)
	if !ok {
		return nil, oneLine
	}
	inserted, ok := a.insertVerbatim(check, text)
	if !ok {
		return nil, oneLine
	}
	return &analysis.SuggestedFix{Message: "Move the defer below the check", TextEdits: []analysis.TextEdit{removed, inserted}}, ""
}
