// This file finds where a defer belongs: where the resource is known to be there, which the
// check of its error says. Each form of a check that is understood is a case of spotAt; for
// others there is no fix.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/syntax"
)

// A spot is where a release may be deferred: where the resource is there for certain, on
// every path that has it.
type spot struct {
	after  ast.Stmt       // behind this statement, of the list of the acquisition
	inside *ast.BlockStmt // first in this block
	before ast.Stmt       // before this check, where the error is nil
	there  bool           // where there may be none without an error: there is one here
}

// pos is a place at which names mean what they do where the defer comes.
func (at *spot) pos() token.Pos {
	switch {
	case at.inside != nil:
		return at.inside.Lbrace + 1
	case at.before != nil:
		return at.before.Pos()
	}
	return at.after.End()
}

// placeForDefer returns where the release may be deferred: behind the check of the error, in
// the branch without one, or right behind an acquisition that has no error. Else it says why
// not.
func (a *acquisition) placeForDefer() (at *spot, why string) {
	assign, ok := a.Stmt.(*ast.AssignStmt)
	if !ok {
		return nil, notChecked
	}
	// Without an error there is always something, unless a boolean may say otherwise.
	if sig, ok := a.unit.Pass.TypesInfo.TypeOf(a.Call.Fun).Underlying().(*types.Signature); !ok || !lastIsError(sig) {
		if !ok || lastIsBool(sig) || a.Block == nil {
			return nil, notChecked
		}
		return &spot{after: assign}, ""
	}
	errVar := a.errorVar()
	if errVar == nil {
		return nil, noErrorCheck
	}
	// The acquisition is the first part of an if: if f, err := os.Open(path); err == nil {
	if a.Block == nil {
		if check := a.layout().inits[assign]; check != nil {
			at = a.spotAt(check, errVar)
		}
		if at != nil && at.inside != nil {
			return at, ""
		}
		// if f, err = os.Open(path); err != nil { return err }
		if check := a.layout().inits[assign]; check != nil && a.asks(check.Cond, errVar) {
			return nil, inCheck
		}
		return nil, notChecked
	}
	from := slices.Index(a.Block, ast.Stmt(assign))
	for _, s := range a.Block[from+1:] {
		if check, ok := s.(*ast.IfStmt); ok && check.Init == nil {
			if at := a.spotAt(check, errVar); at != nil {
				return at, ""
			}
		}
		if sw, ok := s.(*ast.SwitchStmt); ok && a.switches(sw, errVar) {
			return &spot{before: sw}, ""
		}
		if !a.passes(s, errVar) {
			break
		}
	}
	return nil, notChecked
}

// switches reports whether a switch asks for the error first, and leaves where there is one:
//
//	switch {
//	case err != nil:
//		return err
//	case resp.StatusCode != http.StatusOK:
//		return errStatus
//	}
func (a *acquisition) switches(s *ast.SwitchStmt, errVar types.Object) bool {
	if s.Init != nil || s.Tag != nil || len(s.Body.List) == 0 {
		return false
	}
	first, ok := s.Body.List[0].(*ast.CaseClause)
	if !ok || len(first.List) != 1 || !a.leaves(first.Body) {
		return false
	}
	cond, ok := ast.Unparen(first.List[0]).(*ast.BinaryExpr)
	return ok && cond.Op == token.NEQ && a.comparesNil(cond, errVar)
}

// lastIsError reports whether the last result is an error.
func lastIsError(sig *types.Signature) bool {
	n := sig.Results().Len()
	return n > 0 && sig.Results().At(n-1).Type().String() == "error"
}

// lastIsBool reports whether the last result is a boolean, which may say that there is nothing.
func lastIsBool(sig *types.Signature) bool {
	n := sig.Results().Len()
	return n > 0 && types.Identical(sig.Results().At(n-1).Type().Underlying(), types.Typ[types.Bool])
}

// isCheck recognises "if err != nil { ...; return }".
func (a *acquisition) isCheck(s *ast.IfStmt, errVar types.Object) bool {
	at := a.spotAt(s, errVar)
	return at != nil && at.after == s && s.Init == nil
}

// spotAt returns where the resource is there for certain by a check of its error.
//
//	if err != nil { return err }         behind it
//	if err != nil { ... } else { ... }   in the else
//	if err == nil { ... }                in the block
//	if err != nil || x { return }        before it, in a check of its own
//	if err != nil { return } else if x   before it as well
func (a *acquisition) spotAt(s *ast.IfStmt, errVar types.Object) *spot {
	cond, ok := ast.Unparen(s.Cond).(*ast.BinaryExpr)
	if !ok {
		return nil
	}
	orElse, hasElse := s.Else.(*ast.BlockStmt)
	switch {
	case cond.Op == token.EQL && a.comparesNil(cond, errVar):
		return &spot{inside: s.Body}
	case cond.Op == token.NEQ && !a.comparesNil(cond, errVar):
		return nil
	case cond.Op == token.NEQ && hasElse:
		return &spot{inside: orElse}
	case cond.Op == token.NEQ && s.Else == nil && a.leaves(s.Body.List):
		return &spot{after: s}
	case cond.Op == token.NEQ && s.Init == nil && a.leaves(s.Body.List): // what else there is comes to it
		return &spot{before: s}
	case cond.Op == token.LOR && s.Else == nil && s.Init == nil && a.leaves(s.Body.List) && a.comparesFirst(cond, errVar):
		return &spot{before: s}
	}
	return nil
}

// comparesFirst reports whether the first of alternatives is that there is an error.
func (a *acquisition) comparesFirst(cond *ast.BinaryExpr, errVar types.Object) bool {
	first, ok := ast.Unparen(cond.X).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if first.Op == token.LOR {
		return a.comparesFirst(first, errVar)
	}
	return first.Op == token.NEQ && a.comparesNil(first, errVar)
}

// comparesNil reports whether an error is compared with nil.
func (a *acquisition) comparesNil(cond *ast.BinaryExpr, errVar types.Object) bool {
	info := a.unit.Pass.TypesInfo
	id, ok := ast.Unparen(cond.X).(*ast.Ident)
	return ok && info.Uses[id] == errVar && info.Types[cond.Y].IsNil()
}

// asks reports whether a condition compares an error with nil, among others.
func (a *acquisition) asks(cond ast.Expr, errVar types.Object) bool {
	return syntax.Any(cond, func(b *ast.BinaryExpr) bool { return a.comparesNil(b, errVar) })
}

// leaves reports whether control does not come behind a list of statements: it ends in a
// return, or in a call that never returns.
func (a *acquisition) leaves(body []ast.Stmt) bool {
	if len(body) == 0 {
		return false
	}
	switch last := body[len(body)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		return ok && !a.engine.MayReturn(call)
	}
	return false
}

// passes reports whether a statement between acquisition and check is harmless: it
// goes straight on and touches neither the resource nor the error.
//
//	resp, err := http.Get(url)
//	tries++ // passes
//	if err != nil {
func (a *acquisition) passes(s ast.Stmt, errVar types.Object) bool {
	switch s.(type) {
	case *ast.AssignStmt, *ast.ExprStmt, *ast.DeclStmt, *ast.IncDecStmt:
	default:
		return false
	}
	info := a.unit.Pass.TypesInfo
	value := info.ObjectOf(a.place().(*ast.Ident))
	return !syntax.Any(s, func(id *ast.Ident) bool {
		obj := info.ObjectOf(id)
		return obj == errVar || obj == value
	})
}

// comesRound reports whether control gets from the place of a defer back to the
// acquisition: then deferred releases would pile up until the function returns.
//
//	for {
//		f, err := os.Open(path)
//		if err != nil {
//			continue
//		}
//		return parse(f) // behind the check control does not come back
//	}
func (a *acquisition) comesRound(at *spot) bool {
	// Without a loop control does not come back.
	if !a.isRepeated() {
		return false
	}
	var next ast.Stmt
	switch {
	case at.inside != nil && len(at.inside.List) > 0:
		next = at.inside.List[0]
	case at.before != nil:
		next = at.before
	case at.after != nil:
		if i := slices.Index(a.Block, at.after); i >= 0 && i+1 < len(a.Block) {
			next = a.Block[i+1]
		}
	}
	// What has no place in the graph may lead anywhere.
	first := entry(next)
	return !first.IsValid() || a.Func.Reaches(first, a.Call.Pos())
}

// entry is where control comes to first in a statement, as the graph of the function has
// it: control statements are no nodes of that, their parts are.
func entry(s ast.Stmt) token.Pos {
	switch s := s.(type) {
	case nil:
		return token.NoPos
	case *ast.IfStmt:
		if s.Init != nil {
			return entry(s.Init)
		}
		return s.Cond.Pos()
	case *ast.SwitchStmt:
		if s.Init != nil {
			return entry(s.Init)
		}
		if s.Tag != nil {
			return s.Tag.Pos()
		}
		return token.NoPos
	case *ast.TypeSwitchStmt:
		if s.Init != nil {
			return entry(s.Init)
		}
		return entry(s.Assign)
	case *ast.ForStmt:
		switch {
		case s.Init != nil:
			return entry(s.Init)
		case s.Cond != nil:
			return s.Cond.Pos()
		}
		return entry(s.Body)
	case *ast.RangeStmt:
		return s.X.Pos()
	case *ast.BlockStmt:
		if len(s.List) > 0 {
			return entry(s.List[0])
		}
		return token.NoPos
	case *ast.LabeledStmt:
		return entry(s.Stmt)
	case *ast.SelectStmt, *ast.EmptyStmt, *ast.BranchStmt:
		return token.NoPos
	}
	return s.Pos()
}

// isBehind reports whether control comes to a return by way of a spot.
func (a *acquisition) isBehind(ret *ast.ReturnStmt, at *spot) bool {
	within := func(s ast.Node) bool { return s.Pos() <= ret.Pos() && ret.End() <= s.End() }
	if at.after == nil {
		return at.inside != nil && within(at.inside)
	}
	i := slices.Index(a.Block, at.after)
	return i >= 0 && slices.ContainsFunc(a.Block[i+1:], func(s ast.Stmt) bool { return within(s) })
}

// following are the statements that come behind a spot in its list; nil where that is not
// known.
func (a *acquisition) following(at *spot) []ast.Stmt {
	if at.inside != nil {
		return at.inside.List
	}
	s := at.after
	if at.before != nil {
		s = at.before
	}
	i := slices.Index(a.Block, s)
	if i < 0 {
		return nil
	}
	return a.Block[i+1:]
}

// insertAt puts text on lines of its own at a spot; in front of a check in an if of its own.
// False where something else stands on the line:
//
//	if err == nil {
//		defer f.Close()
//	}
//	if err != nil || n == 0 {
//		return err
//	}
func (a *acquisition) insertAt(at *spot, text string) (analysis.TextEdit, bool) {
	switch {
	case at.inside != nil:
		return a.insertInside(at.inside, text)
	case at.before != nil:
		there := a.errorVar().Name() + " == nil"
		if a.Spec.Optional {
			there += " && " + a.boundName() + " != nil"
		}
		return a.insertBefore(at.before, "if "+there+" {\n\t"+strings.ReplaceAll(text, "\n", "\n\t")+"\n}")
	}
	return a.insertAfter(at.after, text)
}

// insertInside puts text on lines of its own first in a block, indented as its first statement
// is.
func (a *acquisition) insertInside(block *ast.BlockStmt, text string) (edit analysis.TextEdit, ok bool) {
	// An empty block has no line for it.
	if len(block.List) == 0 {
		return edit, false
	}
	tf := a.unit.Pass.Fset.File(block.Pos())
	content := a.content(tf)
	line := tf.PositionFor(block.Lbrace, false).Line
	if content == nil || tf.PositionFor(block.List[0].Pos(), false).Line == line {
		return edit, false
	}
	next := tf.LineStart(line + 1)
	// A comment may stand behind the brace.
	if code, _, _ := strings.Cut(string(content[tf.Offset(block.Lbrace)+1:tf.Offset(next)]), "//"); strings.TrimSpace(code) != "" {
		return edit, false
	}
	first := block.List[0].Pos()
	start := string(content[tf.Offset(tf.LineStart(tf.PositionFor(first, false).Line)):tf.Offset(first)])
	if strings.TrimSpace(start) != "" {
		return edit, false
	}
	end := "\n"
	if content[tf.Offset(next)-2] == '\r' {
		end = "\r\n"
	}
	return analysis.TextEdit{Pos: next, End: next, NewText: []byte(start + strings.ReplaceAll(text, "\n", end+start) + end)}, true
}
