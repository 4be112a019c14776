// This file writes the fix of defer-in-loop: the body of the loop becomes a function literal
// that is called at once, so that what it defers runs at the end of the iteration (perloop.go
// says when that is safe). All edits are insertions of lines and of tabs, so that comments
// stay.

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// An iteration is the body of a loop that becomes a function.
type iteration struct {
	a        *acquisition
	loop     ast.Stmt
	body     *ast.BlockStmt
	labelled *ast.LabeledStmt // the loop with its label, nil where it has none

	continues []*ast.BranchStmt
	returns   []*ast.ReturnStmt
}

const mayBeNil = "a return in the loop would leave only the function that the body of the loop becomes"

// leaves gathers what leaves the body, and says why the literal could not.
func (b *iteration) leaves() (why string) {
	body, ok := b.a.engine.Index().Find(b.body)
	if !ok {
		return mayBeNil
	}
	for c := range syntax.OwnOf(body, (*ast.CallExpr)(nil), (*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		switch n := c.Node().(type) {
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && b.a.unit.Pass.TypesInfo.Uses[id] == types.Universe.Lookup("recover") {
				return "it recovers for the function"
			}
		case *ast.ReturnStmt:
			if !b.mayReturn(c) {
				return mayBeNil
			}
			b.returns = append(b.returns, n)
		case *ast.BranchStmt:
			// A jump within the body stays what it is.
			target := syntax.Target(c)
			switch {
			case target != nil && b.body.Pos() < target.Pos() && target.End() <= b.body.End():
			case target != b.loop:
				return "a jump would have to leave the function that its body becomes"
			case n.Tok != token.CONTINUE:
				return "a break would have to leave the function that its body becomes"
			default:
				b.continues = append(b.continues, n)
			}
		}
	}
	return ""
}

// mayReturn reports whether a return is of an error that is not nil, with other results
// that are the same for all of them:
//
//	return nil, err // the literal returns err, and the loop nil with it
func (b *iteration) mayReturn(c inspector.Cursor) bool {
	ret, results, info := c.Node().(*ast.ReturnStmt), b.a.Func.Type.Results, b.a.unit.Pass.TypesInfo
	if results == nil || results.NumFields() != len(ret.Results) {
		return false
	}
	// Only an error that is not nil tells a return from the end of the iteration.
	last := ret.Results[len(ret.Results)-1]
	want := info.TypeOf(results.List[len(results.List)-1].Type)
	if want == nil || !types.Identical(want, types.Universe.Lookup("error").Type()) || !b.isError(last, c) {
		return false
	}
	for i, x := range ret.Results[:len(ret.Results)-1] {
		if !b.isFixed(x) || len(b.returns) > 0 && types.ExprString(x) != types.ExprString(b.returns[0].Results[i]) {
			return false
		}
	}
	return true
}

// isError reports whether what is returned is an error for certain: one that has been
// compared with nil, or one that is made there.
func (b *iteration) isError(x ast.Expr, ret inspector.Cursor) bool {
	info := b.a.unit.Pass.TypesInfo
	switch x := ast.Unparen(x).(type) {
	// Of other functions it is not known that what they give is never nil.
	case *ast.CallExpr:
		fn, ok := typeutil.Callee(info, x).(*types.Func)
		return ok && (fn.FullName() == "fmt.Errorf" || fn.FullName() == "errors.New")
	case *ast.Ident:
		// In the block of the check, with nothing before that changes the error.
		block, ok := ret.Parent().Node().(*ast.BlockStmt)
		check, isIf := ret.Parent().Parent().Node().(*ast.IfStmt)
		if !ok || !isIf || check.Body != block || !b.saysError(check.Cond, info.Uses[x]) {
			return false
		}
		for _, s := range block.List {
			if s != ret.Node() && b.writes(s, info.Uses[x]) {
				return false
			}
		}
		return true
	}
	return false
}

// saysError reports whether a condition implies that an error is not nil.
func (b *iteration) saysError(cond ast.Expr, v types.Object) bool {
	bin, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	// Both parts hold in the branch, and one of them is enough.
	if bin.Op == token.LAND {
		return b.saysError(bin.X, v) || b.saysError(bin.Y, v)
	}
	id, ok := ast.Unparen(bin.X).(*ast.Ident)
	info := b.a.unit.Pass.TypesInfo
	return ok && bin.Op == token.NEQ && v != nil && info.Uses[id] == v && info.Types[bin.Y].IsNil()
}

// writes reports whether a statement may give a variable another value.
func (b *iteration) writes(s ast.Stmt, v types.Object) bool {
	return slices.ContainsFunc(b.a.layout().changes[v], func(n ast.Node) bool { return syntax.Encloses(s, n.Pos()) })
}

// isFixed reports whether a result is the same before and after the literal: a constant,
// nil, or a variable of the function that means the same in front of the body.
func (b *iteration) isFixed(x ast.Expr) bool {
	info := b.a.unit.Pass.TypesInfo
	if tv := info.Types[x]; tv.Value != nil || tv.IsNil() {
		return true
	}
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := info.Uses[id].(*types.Var)
	return ok && v.Parent() != nil && (v.Pos() < b.body.Pos() || v.Pos() >= b.body.End())
}

// fix makes the edits, or says why the text does not allow it: the braces must stand at the
// ends of their lines.
func (b *iteration) fix() (*analysis.SuggestedFix, string) {
	a := b.a
	tf := a.unit.Pass.Fset.File(b.body.Pos())
	content := a.content(tf)
	first, last := tf.PositionFor(b.body.Lbrace, false).Line, tf.PositionFor(b.body.Rbrace, false).Line
	if content == nil || last-first < 2 || !endsLine(content, tf.Offset(b.body.Lbrace)+1) || len(b.body.List) == 0 {
		return nil, oneLine
	}
	if last-first > maxBody {
		return nil, "the body of the loop is long, and reads better as a function with a name"
	}
	end := "\n"
	if strings.HasSuffix(string(content[:tf.Offset(tf.LineStart(first+1))]), "\r\n") {
		end = "\r\n"
	}
	closing := tf.LineStart(last)
	indent := string(content[tf.Offset(closing):tf.Offset(b.body.Rbrace)]) + "\t"
	if strings.TrimSpace(indent) != "" {
		return nil, oneLine
	}
	// Without returns in the body the literal needs no result.
	open, shut := "func() {", "}()"
	if len(b.returns) > 0 {
		if why := b.namesFree(); why != "" {
			return nil, why
		}
		open, shut = "if err := func() error {", b.shut(end+indent)
		// The compiler asks for it, unless the end is out of reach.
		if !b.terminates() {
			shut = "\treturn nil" + end + indent + shut
		}
	}
	// The first line's tab and the head of the literal are at one place, and must be one edit.
	edits := b.indented(tf, content, first+1, last)
	if start := tf.LineStart(first + 1); len(edits) > 0 && edits[0].Pos == start {
		edits[0] = insertion(start, indent+open+end+"\t")
	} else {
		edits = append(edits, insertion(start, indent+open+end))
	}
	edits = append(edits, b.leaving()...)
	if b.labelled != nil && slices.ContainsFunc(b.continues, func(c *ast.BranchStmt) bool { return c.Label != nil }) { // it would be unused
		start, colon := tf.LineStart(tf.PositionFor(b.labelled.Pos(), false).Line), b.labelled.Colon+1
		if strings.TrimSpace(string(content[tf.Offset(start):tf.Offset(b.labelled.Pos())])) != "" || !endsLine(content, tf.Offset(colon)) {
			return nil, oneLine
		}
		edits = append(edits, analysis.TextEdit{Pos: start, End: tf.LineStart(tf.PositionFor(colon, false).Line + 1)})
	}
	edits = append(edits, insertion(closing, indent+shut+end))
	return &analysis.SuggestedFix{Message: "Make a function of the body of the loop", TextEdits: edits}, ""
}

// maxBody is how many lines of a body are worth a literal.
const maxBody = 30

// insertion is an edit that puts text at a position.
func insertion(pos token.Pos, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(text)}
}

// endsLine reports whether nothing but blanks follows on the line.
func endsLine(content []byte, at int) bool {
	for ; at < len(content) && content[at] != '\n'; at++ {
		if content[at] != ' ' && content[at] != '\t' && content[at] != '\r' {
			return false
		}
	}
	return true
}

// namesFree says why a literal with an error result could not be written there, "" where it
// could: error, nil and err must mean what they always do.
//
//	err := start()
//	for ... {
//		return err, e // the literal has an err of its own
//	}
func (b *iteration) namesFree() string {
	for _, name := range []string{"error", "nil"} {
		scope := b.a.unit.Pass.Pkg.Scope().Innermost(b.body.Lbrace + 1)
		if scope == nil {
			return name + " has another meaning here"
		}
		if _, obj := scope.LookupParent(name, b.body.Lbrace+1); obj != types.Universe.Lookup(name) {
			return name + " has another meaning here"
		}
	}
	info := b.a.unit.Pass.TypesInfo
	if syntax.Any(b.body, func(id *ast.Ident) bool {
		v := info.Uses[id]
		return id.Name == "err" && v != nil && !syntax.Encloses(b.body, v.Pos())
	}) {
		return "it uses the err of the function, and the literal would return one of its own"
	}
	for _, x := range b.returns[0].Results[:len(b.returns[0].Results)-1] {
		if id, ok := ast.Unparen(x).(*ast.Ident); ok && id.Name == "err" {
			return "err has another meaning here"
		}
	}
	return ""
}

// shut ends the literal, and returns its error:
//
//	}(); err != nil {
//		return nil, err
//	}
func (b *iteration) shut(line string) string {
	results := b.returns[0].Results
	texts := make([]string, len(results))
	for i, x := range results {
		texts[i] = types.ExprString(x)
	}
	texts[len(texts)-1] = "err"
	return "}(); err != nil {" + line + "\treturn " + strings.Join(texts, ", ") + line + "}"
}

// indented moves the lines of the body to the right, but for those within raw strings, which
// the tab would become a part of, and empty ones.
func (b *iteration) indented(tf *token.File, content []byte, first, last int) (edits []analysis.TextEdit) {
	raw := make(map[int]bool)
	for lit := range syntax.All[*ast.BasicLit](b.body) {
		for line := tf.PositionFor(lit.Pos(), false).Line + 1; lit.Kind == token.STRING && line <= tf.PositionFor(lit.End(), false).Line; line++ {
			raw[line] = true
		}
	}
	for line := first; line < last; line++ {
		at := tf.LineStart(line)
		if !raw[line] && !endsLine(content, tf.Offset(at)) && content[tf.Offset(at)] != '#' {
			edits = append(edits, insertion(at, "\t"))
		}
	}
	return edits
}

// leaving writes what leaves the body as returns of the literal:
//
//	continue        // return nil
//	return nil, err // return err
func (b *iteration) leaving() (edits []analysis.TextEdit) {
	text := "return"
	if len(b.returns) > 0 {
		text = "return nil"
	}
	for _, c := range b.continues {
		edits = append(edits, analysis.TextEdit{Pos: c.Pos(), End: c.End(), NewText: []byte(text)})
	}
	for _, ret := range b.returns {
		if n := len(ret.Results); n > 1 {
			edits = append(edits, analysis.TextEdit{Pos: ret.Results[0].Pos(), End: ret.Results[n-1].Pos()})
		}
	}
	return edits
}

// terminates reports whether the end of the literal cannot be reached, so that it needs no
// return there.
func (b *iteration) terminates() bool {
	leaves := func(s *ast.BranchStmt) bool { return slices.Contains(b.continues, s) }
	t := &syntax.Terminating{Index: b.a.engine.Index(), Info: b.a.unit.Pass.TypesInfo, Leaves: leaves}
	return t.List(b.body.List)
}
