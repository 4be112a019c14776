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
)

// literalFix makes a function literal of the loop's body, with which what is deferred
// there ends:
//
//	for _, name := range names {
//		+if err := func() error {
//			f, err := os.Open(name)
//			if err != nil {
//				return err
//			}
//			defer f.Close()
//			...
//			+return nil
//		+}(); err != nil {
//		+	return err
//		+}
//	}
//
// What leaves the body must be told from what comes to its end: a continue is a return
// of the literal, and a return goes on in the function where it gives an error that is
// not nil. All that is deferred in the loop does nothing but to release what the same
// iteration has acquired, and nothing that comes to that outlives the iteration.
func (a *acquisition) literalFix(d *ast.DeferStmt) (*analysis.SuggestedFix, string) {
	loop := a.loopAround(d)
	body := bodyOf(loop)
	switch {
	case body == nil:
		return nil, "the loop is made with goto"
	case a.unit.IsCgo(d.Pos()):
		return nil, inC
	case a.layout().jumps:
		return nil, jumped
	}
	if why := a.othersInLoop(loop, body); why != "" {
		return nil, why
	}
	b := &iteration{a: a, body: body, labelled: a.labelOf(loop)}
	if b.labelled != nil {
		b.label = b.labelled.Label.Name
	}
	ast.PreorderStack(body, nil, b.visit)
	if b.why != "" {
		return nil, b.why
	}
	return b.fix()
}

// loopAround is the innermost loop of the acquisition and the defer.
func (a *acquisition) loopAround(d *ast.DeferStmt) (inner ast.Stmt) {
	for _, loop := range a.Loops {
		if loop.Pos() <= d.Pos() && d.Pos() < loop.End() && (inner == nil || inner.Pos() < loop.Pos()) {
			inner = loop
		}
	}
	return inner
}

func bodyOf(loop ast.Stmt) *ast.BlockStmt {
	switch loop := loop.(type) {
	case *ast.ForStmt:
		return loop.Body
	case *ast.RangeStmt:
		if _, ok := loop.X.(*ast.FuncLit); !ok {
			return loop.Body
		}
	}
	return nil
}

// labelOf is the loop with its label, nil where it has none.
func (a *acquisition) labelOf(loop ast.Stmt) *ast.LabeledStmt {
	for l := range syntax.All[*ast.LabeledStmt](a.Func.Body) {
		if l.Stmt == loop {
			return l
		}
	}
	return nil
}

// othersInLoop says what of all that the loop defers would not do at the end of an
// iteration.
func (a *acquisition) othersInLoop(loop ast.Stmt, body *ast.BlockStmt) (why string) {
	if defersElsewhere(a.Func.Body, a.Loops, body) {
		return "an outer loop defers as well"
	}
	var sites []*acquisition
	for _, site := range a.engine.Sites(a.Func) {
		if body.Pos() <= site.Call.Pos() && site.Call.Pos() < body.End() {
			other := a.beside(site)
			if other.wouldBeReported() {
				return "something else in the loop is not released, or not by defer"
			}
			sites = append(sites, other)
		}
	}
	for n := range syntax.Own[ast.Stmt](body) {
		switch n := n.(type) {
		case *ast.GoStmt:
			why = "something is launched in the loop"
		case *ast.DeferStmt:
			i := slices.IndexFunc(sites, func(s *acquisition) bool { return s.isBare(n) && s.isDeferredBy(n) })
			switch {
			case i < 0:
				why = "what else is deferred there would run after each iteration, too"
			case why == "":
				why = sites[i].outlives(body)
			}
		}
		if why != "" {
			break
		}
	}
	return why
}

// defersElsewhere reports whether loops around a body, or within it, defer something, too.
func defersElsewhere(function *ast.BlockStmt, around []ast.Stmt, body *ast.BlockStmt) (found bool) {
	ast.PreorderStack(function, nil, func(n ast.Node, stack []ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok && (n.End() <= body.Pos() || body.End() <= n.Pos() || body.Pos() <= n.Pos()) {
			return false
		}
		if _, ok := n.(*ast.DeferStmt); ok {
			within := slices.ContainsFunc(stack, func(s ast.Node) bool {
				b := bodyOf(asStmt(s))
				return b != nil && b.Pos() > body.Pos() && b.End() <= body.End()
			})
			outside := n.Pos() < body.Pos() || n.Pos() >= body.End()
			beside := slices.ContainsFunc(around, func(l ast.Stmt) bool { return l.Pos() <= n.Pos() && n.Pos() < l.End() })
			found = found || within || outside && beside
		}
		return !found
	})
	return found
}

func asStmt(n ast.Node) ast.Stmt { s, _ := n.(ast.Stmt); return s }

// wouldBeReported reports whether the acquisition, in a function of its own, would be
// the business of another rule.
func (a *acquisition) wouldBeReported() bool {
	return slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool {
		return o.Kind == obligation.Leaked || o.Kind == obligation.Reacquired || o.Kind == obligation.Released && o.Risky
	})
}

func (a *acquisition) isDeferredBy(d *ast.DeferStmt) bool {
	return slices.ContainsFunc(a.outcomes, func(o obligation.Outcome) bool { return o.Kind == obligation.Deferred && o.Defer == d })
}

// outlives says how what comes to the resource is used when the iteration is over.
func (a *acquisition) outlives(body *ast.BlockStmt) string {
	id, ok := a.place().(*ast.Ident)
	if !ok || a.Spec.Flush || len(a.Spec.Results) > 1 {
		return "no variable of the loop holds it"
	}
	if why := a.cannotDefer(); why != "" {
		return why
	}
	r := a.newReach()
	if a.Spec.Release[0] == obligation.CallIt { // what has the context is what matters
		assign, ok := a.Stmt.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) < 2 {
			return "what was given the context may outlive the iteration"
		}
		if id, ok = assign.Lhs[0].(*ast.Ident); !ok {
			return "what was given the context may outlive the iteration"
		}
	}
	v := a.unit.Pass.TypesInfo.ObjectOf(id)
	if v == nil {
		return "no variable of the loop holds it"
	}
	r.address = hasAddress(v.Type())
	r.vars[v] = true
	r.solve(a.Call.Pos())
	if r.why != "" {
		return r.why
	}
	if r.returns {
		return leavesBy
	}
	var outside types.Object // the first, so that the answer is the same each time
	for v := range r.vars {
		if (v.Pos() < body.Pos() || v.Pos() >= body.End()) && (outside == nil || v.Pos() < outside.Pos()) {
			outside = v
		}
	}
	if outside != nil {
		return outside.Name() + " may use it after the iteration"
	}

	return ""
}

// An iteration is the body of a loop that becomes a function.
type iteration struct {
	a        *acquisition
	body     *ast.BlockStmt
	label    string // of the loop, or ""
	labelled *ast.LabeledStmt

	continues []*ast.BranchStmt
	returns   []*ast.ReturnStmt
	why       string
}

// visit looks at what leaves the body.
func (b *iteration) visit(n ast.Node, stack []ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		return false
	case *ast.CallExpr:
		if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && b.a.unit.Pass.TypesInfo.Uses[id] == types.Universe.Lookup("recover") {
			b.why = "it recovers for the function"
		}
	case *ast.ReturnStmt:
		b.returned(n, stack)
	case *ast.BranchStmt:
		b.branch(n, stack)
	}
	return b.why == ""
}

func (b *iteration) branch(n *ast.BranchStmt, stack []ast.Node) {
	inner := func(match func(ast.Node) bool) bool { return slices.ContainsFunc(stack, match) }
	loops := func(n ast.Node) bool {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
		return false
	}
	switch {
	case n.Label != nil && n.Label.Name != b.label:
		if !inner(func(s ast.Node) bool { l, ok := s.(*ast.LabeledStmt); return ok && l.Label.Name == n.Label.Name }) {
			b.why = "a jump would have to leave the function that its body becomes"
		}
	case n.Tok == token.CONTINUE && (n.Label != nil || !inner(loops)):
		b.continues = append(b.continues, n)
	case n.Tok == token.BREAK && n.Label != nil,
		n.Tok == token.BREAK && !inner(func(n ast.Node) bool {
			switch n.(type) {
			case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				return true
			}
			return loops(n)
		}):
		b.why = "a break would have to leave the function that its body becomes"
	}
}

const mayBeNil = "a return would have to leave the function that its body becomes"

// returned takes a return of an error that is not nil, with other results that are the
// same for all of them.
func (b *iteration) returned(ret *ast.ReturnStmt, stack []ast.Node) {
	results := b.a.Func.Type.Results
	info := b.a.unit.Pass.TypesInfo
	if results == nil || results.NumFields() != len(ret.Results) {
		b.why = mayBeNil
		return
	}
	last := ret.Results[len(ret.Results)-1]
	want := info.TypeOf(results.List[len(results.List)-1].Type)
	if want == nil || !types.Identical(want, types.Universe.Lookup("error").Type()) || !b.isError(last, ret, stack) {
		b.why = mayBeNil
		return
	}
	for i, x := range ret.Results[:len(ret.Results)-1] {
		if !b.isFixed(x) || len(b.returns) > 0 && types.ExprString(x) != types.ExprString(b.returns[0].Results[i]) {
			b.why = mayBeNil
			return
		}
	}
	b.returns = append(b.returns, ret)
}

// isError reports whether what is returned is an error for certain: one that has been
// compared with nil, or one that is made there.
func (b *iteration) isError(x ast.Expr, ret *ast.ReturnStmt, stack []ast.Node) bool {
	info := b.a.unit.Pass.TypesInfo
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		fn, ok := typeutil.Callee(info, x).(*types.Func)
		return ok && (fn.FullName() == "fmt.Errorf" || fn.FullName() == "errors.New")
	case *ast.Ident:
		at := len(stack) - 1
		block, ok := stack[at].(*ast.BlockStmt)
		if !ok || at < 1 {
			return false
		}
		check, ok := stack[at-1].(*ast.IfStmt)
		if !ok || check.Body != block || !b.saysError(check.Cond, info.Uses[x]) {
			return false
		}
		for _, s := range block.List {
			if s != ret && b.writes(s, info.Uses[x]) {
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
	if bin.Op == token.LAND {
		return b.saysError(bin.X, v) || b.saysError(bin.Y, v)
	}
	id, ok := ast.Unparen(bin.X).(*ast.Ident)
	info := b.a.unit.Pass.TypesInfo
	return ok && bin.Op == token.NEQ && v != nil && info.Uses[id] == v && info.Types[bin.Y].IsNil()
}

// writes reports whether a statement may give a variable another value.
func (b *iteration) writes(s ast.Stmt, v types.Object) bool {
	return slices.ContainsFunc(b.a.layout().changes[v], func(n ast.Node) bool { return s.Pos() <= n.Pos() && n.Pos() < s.End() })
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
	open, shut := "func() {", "}()"
	if len(b.returns) > 0 {
		if why := b.namesFree(); why != "" {
			return nil, why
		}
		open, shut = "if err := func() error {", b.shut(end+indent)
		if !b.terminates(b.body.List[len(b.body.List)-1]) {
			shut = "\treturn nil" + end + indent + shut
		}
	}
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

func insertion(pos token.Pos, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(text)}
}

func endsLine(content []byte, at int) bool {
	for ; at < len(content) && content[at] != '\n'; at++ {
		if content[at] != ' ' && content[at] != '\t' && content[at] != '\r' {
			return false
		}
	}
	return true
}

// namesFree says why the literal with an error could not be written there.
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
	for _, x := range b.returns[0].Results[:len(b.returns[0].Results)-1] {
		if id, ok := ast.Unparen(x).(*ast.Ident); ok && id.Name == "err" {
			return "err has another meaning here"
		}
	}
	return ""
}

// shut ends the literal, and returns its error.
func (b *iteration) shut(line string) string {
	results := b.returns[0].Results
	texts := make([]string, len(results))
	for i, x := range results {
		texts[i] = types.ExprString(x)
	}
	texts[len(texts)-1] = "err"
	return "}(); err != nil {" + line + "\treturn " + strings.Join(texts, ", ") + line + "}"
}

// indented moves the lines of the body to the right, but those within raw strings.
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

// leaving writes what leaves the body as returns of the literal.
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

// terminates reports whether a last statement leaves the literal already.
func (b *iteration) terminates(s ast.Stmt) bool {
	if c, ok := s.(*ast.BranchStmt); ok {
		return slices.Contains(b.continues, c)
	}
	_, ok := s.(*ast.ReturnStmt)
	return ok
}
