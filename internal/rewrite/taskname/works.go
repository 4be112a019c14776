// This file answers what a literal does, by the names of what it calls: it is named by them.
//
//	go func() {
//		defer wg.Done()          // how it ends: not its work
//		log.Print("drains")      // nor is this
//		if err := q.drain(); err != nil {
//			s.fail(err)      // only where the work has failed
//		}
//	}()                              // works: "Queue.drain"

package taskname

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A step is a call of what a literal does.
type step struct {
	name   string
	fun    ast.Expr
	turns  bool // a loop takes it
	chosen bool // a case of a select does
	waits  bool // for a group: whose tasks have names of their own
	again  bool // it is taken once more, for something else

	inBranch bool // an if statement decides on it
	plain    bool // a statement: nothing is made of what it returns
	told     bool // it only takes what has come of another one
	computes bool // it makes numbers and texts of such
	leaves   bool // the loop is left right behind it
}

// works names what a literal calls to do its work, each once: outermost calls that are
// neither deferred nor there to count, wait, log, compute or complain. "" stands for one
// that has no name to speak of, or runs a literal. What it makes is told apart.
func (r *Namer) works(lit *ast.FuncLit) (steps []step, made []string) {
	w := r.worked[lit]
	if w == nil { // tasks of one name are asked again
		w = &work{}
		w.steps, w.made = r.findWorks(lit)
		r.worked[lit] = w
	}
	return slices.Clone(w.steps), w.made
}

// A work is what a literal does and makes.
type work struct {
	steps []step
	made  []string
}

func (r *Namer) findWorks(lit *ast.FuncLit) (steps []step, made []string) {
	var asked, launched []step
	info := r.Pass.TypesInfo
	body, ok := r.Index.Find(lit.Body)
	if !ok {
		return nil, nil
	}
	// Of f(g()) only one is a step of the work; what is launched is a task of its own, if anything else is one.
	for c := range body.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if syntax.Function(c) != lit || r.isPartOfWork(lit, c) || r.onError(lit, c) || info.Types[call.Fun].IsType() || info.Types[call.Fun].IsBuiltin() || r.isAside(call) || r.asks(c) {
			continue
		}
		name := r.calleeName(call.Fun)
		if fn, isFunc := typeutil.Callee(info, call).(*types.Func); isFunc && makes.MatchString(fn.Name()) && !(isDropped(c) && r.isOurs(call.Fun) && r.gathersFrom(lit) == "") {
			made = append(made, name)
			continue
		} else if isFunc && getter.MatchString(fn.Name()) {
			if r.wantsMore(call) {
				asked = append(asked, r.stepAt(lit, c, name))
			}
			continue
		}
		if to := r.copiesTo(call); to != "" {
			name = "copy to " + to
		}
		// In retry(func() { ... }) the literal is the work, and has no name.
		if slices.ContainsFunc(call.Args, source.HasLiteral) {
			name = ""
		}
		if c.ParentEdgeKind() == edge.GoStmt_Call {
			launched = append(launched, r.stepAt(lit, c, name))
			continue
		}
		if i := slices.IndexFunc(steps, func(s step) bool { return s.name == name }); i < 0 {
			steps = append(steps, r.stepAt(lit, c, name))
		} else if first, ok := r.Index.Find(steps[i].fun); ok && !exclusive(first, c) {
			steps[i].again = !steps[i].turns && !r.stepAt(lit, c, name).turns // a loop's is all that it does
		}
	}
	switch {
	case len(steps) == 1 && len(asked) > 0: // it is a part of it
		steps = append(asked[:1], steps...)
	case len(steps) == 0:
		steps = launched
	}
	return steps, made
}

// stepAt is the step that a call of a launched literal is.
func (r *Namer) stepAt(lit *ast.FuncLit, c inspector.Cursor, name string) step {
	call := c.Node().(*ast.CallExpr)
	s := step{name: name, fun: call.Fun, plain: c.ParentEdgeKind() == edge.ExprStmt_X, told: r.isTold(lit, call), computes: r.computes(call)}
	if fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func); isFunc && fn.Signature().Recv() != nil {
		of := typesx.Named(fn.Signature().Recv().Type())
		s.waits = of != nil && catalog.BuiltinHelpers().WaitsFor(of, fn.Name())
	}
	for outer := range c.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.CommClause)(nil), (*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
		switch n := outer.Node().(type) {
		case *ast.RangeStmt: // what is gone through is asked for once
			s.turns = s.turns || syntax.Encloses(n.Body, call.Pos())
		case *ast.FuncLit:
			s.leaves = s.turns && leavesBehind(c)
			return s
		case *ast.IfStmt:
			s.inBranch = s.inBranch || syntax.Encloses(n.Body, call.Pos()) && !r.asksForNil(n.Cond) || n.Else != nil && syntax.Encloses(n.Else, call.Pos())
		case *ast.CommClause:
			s.chosen = true
		default:
			s.turns = true
		}
	}
	return s
}

// asksForNil reports whether a condition is that there is something: a step is taken on it wherever
// it can be.
func (r *Namer) asksForNil(cond ast.Expr) bool {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	return ok && b.Op == token.NEQ && r.Pass.TypesInfo.Types[b.Y].IsNil()
}

// exclusive reports whether of two nodes only one is reached: they stand in two branches of one
// statement, or the branch of the former leaves.
func exclusive(first, second inspector.Cursor) bool {
	for outer := range first.Enclosing((*ast.IfStmt)(nil), (*ast.CaseClause)(nil), (*ast.CommClause)(nil), (*ast.FuncLit)(nil)) {
		var body []ast.Stmt
		switch n := outer.Node().(type) {
		case *ast.IfStmt:
			if n.Else != nil && syntax.Encloses(n.Else, second.Node().Pos()) {
				return true
			}
			body = n.Body.List
		case *ast.CaseClause:
			body = n.Body
		case *ast.CommClause:
			body = n.Body
		default:
			return false
		}
		if syntax.Encloses(outer.Node(), second.Node().Pos()) {
			continue
		}
		if _, isIf := outer.Node().(*ast.IfStmt); !isIf && syntax.Encloses(outer.Parent().Node(), second.Node().Pos()) {
			return true
		}
		if n := len(body); n > 0 {
			if _, returns := body[n-1].(*ast.ReturnStmt); returns {
				return true
			}
		}
	}
	return false
}

// leavesBehind reports whether a return follows a call in its list of statements, with nothing but
// other calls between.
func leavesBehind(c inspector.Cursor) bool {
	if c.ParentEdgeKind() != edge.ExprStmt_X {
		return false
	}
	for at, ok := c.Parent().NextSibling(); ok; at, ok = at.NextSibling() {
		switch at.Node().(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.ExprStmt:
		default:
			return false
		}
	}
	return false
}

// copiesTo is the name of what io.Copy copies to, "" of any other call.
func (r *Namer) copiesTo(call *ast.CallExpr) string {
	if !r.Calls(call, "io.Copy") {
		return ""
	}
	if to := source.SelectedFrom(call.Args[0]); len(to) > 2 {
		return to
	}
	return ""
}

// asks reports whether a call with nothing but constants and contexts is there to choose a way, as in
// if s.aborting(), if q.Len() == 0 or if up, _ := s.state(); up, or is the channel that is sent on
// or received from: w.Status() <- v.
func (r *Namer) asks(c inspector.Cursor) bool {
	if slices.ContainsFunc(c.Node().(*ast.CallExpr).Args, func(arg ast.Expr) bool {
		return r.Pass.TypesInfo.Types[arg].Value == nil && !typesx.IsContext(r.TypeOf(arg))
	}) {
		return false
	}
	if c.ParentEdgeKind() == edge.RangeStmt_X || causes.MatchString(source.SpelledName(c.Node().(*ast.CallExpr).Fun)) {
		return true
	}
	if _, isChan := r.TypeOf(c.Node().(ast.Expr)).Underlying().(*types.Chan); isChan {
		key := c.ParentEdgeKind()
		return key == edge.SendStmt_Chan || key == edge.UnaryExpr_X || key == edge.RangeStmt_X
	}
	for {
		switch x := c.Parent().Node().(type) {
		case *ast.UnaryExpr, *ast.ParenExpr:
		case *ast.BinaryExpr: // but not run() != nil, which has done something
			if r.Pass.TypesInfo.Types[x.X].IsNil() || r.Pass.TypesInfo.Types[x.Y].IsNil() {
				return false
			}
		case *ast.AssignStmt:
			return r.asksFirst(c.Parent())
		default:
			return c.ParentEdgeKind() == edge.IfStmt_Cond
		}
		c = c.Parent()
	}
}

// asksFirst reports whether an assignment is made only for an if statement, which goes by one of
// its variables and does something: if up, _ := s.state(); up { s.stop() }.
func (r *Namer) asksFirst(assign inspector.Cursor) bool {
	if assign.ParentEdgeKind() != edge.IfStmt_Init {
		return false
	}
	check := assign.Parent().Node().(*ast.IfStmt)
	_, alone := ast.Unparen(check.Cond).(*ast.Ident)
	return alone && syntax.AnyOwn(check.Body, func(call *ast.CallExpr) bool { return !r.isAside(call) })
}

// isPartOfWork reports whether a call is deferred, or the operand of another one that does the work,
// or makes the work of an operand of its own.
func (r *Namer) isPartOfWork(lit *ast.FuncLit, c inspector.Cursor) bool {
	if r.workGiven(c.Node().(*ast.CallExpr)) != nil {
		return true
	}
	for outer := range c.Enclosing((*ast.CallExpr)(nil), (*ast.DeferStmt)(nil), (*ast.FuncLit)(nil)) {
		switch {
		case outer == c:
		case outer.Node() == lit:
			return false
		default:
			call, isCall := outer.Node().(*ast.CallExpr)
			if !isCall || r.workGiven(call) != c.Node() && !r.asksResult(call, c.Node()) {
				return true
			}
		}
	}
	return false
}

// workGiven returns the call whose result is all that another one is there for: the latter is told
// what comes of the work, or packs it. nil for a call that does something itself.
//
//	onStop(c.run())                     // c.run: it is told how that has ended
//	results <- tuple.Of(s.read(b))      // s.read, where tuple is another package
func (r *Namer) workGiven(call *ast.CallExpr) *ast.CallExpr {
	if len(call.Args) != 1 || r.Pass.TypesInfo.Types[call.Fun].IsType() {
		return nil
	}
	given, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr)
	if !ok || r.Pass.TypesInfo.Types[given.Fun].IsType() || r.Pass.TypesInfo.Types[given.Fun].IsBuiltin() || r.isAside(given) {
		return nil
	}
	if _, isFunc := r.TypeOf(given).Underlying().(*types.Signature); isFunc {
		return nil
	}
	switch callee := typeutil.Callee(r.Pass.TypesInfo, call).(type) {
	case *types.Var:
	case *types.Func:
		if callee.Signature().Recv() != nil && releases(callee.Name()) { // pw.CloseWithError(a.write(pw))
			return given
		}
		if callee.Pkg() == nil || makes.MatchString(callee.Name()) || callee.Pkg() == r.Pass.Pkg || callee.Pkg().Path() == "time" || callee.Signature().Recv() != nil || projectOf(callee.Pkg().Path()) == projectOf(r.Pass.Pkg.Path()) {
			return nil
		}
	default:
		return nil
	}
	switch callee := typeutil.Callee(r.Pass.TypesInfo, given).(type) {
	case *types.Var:
		return given
	case *types.Func:
		if callee.Pkg() == r.Pass.Pkg && !makes.MatchString(callee.Name()) && !getter.MatchString(callee.Name()) {
			return given
		}
	}
	return nil
}

// onError reports whether a node of a literal is only reached when something has failed.
func (r *Namer) onError(lit *ast.FuncLit, c inspector.Cursor) bool {
	for outer := range c.Enclosing((*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
		check, ok := outer.Node().(*ast.IfStmt)
		if !ok {
			return false
		}
		if r.isFailure(check.Cond) && check.Body.Pos() <= c.Node().Pos() && c.Node().End() <= check.Body.End() {
			return true
		}
	}
	return false
}

// isFailure reports whether a condition is that of a failure: err != nil, whatever else it asks.
func (r *Namer) isFailure(cond ast.Expr) bool {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	switch {
	case !ok:
		return false
	case b.Op == token.LAND:
		return r.isFailure(b.X) || r.isFailure(b.Y)
	}
	return b.Op == token.NEQ && typesx.IsError(r.TypeOf(b.X))
}

// asideMethod is the name of a method that logs or tells something, or locks; loggedBy is one that
// does so of a package for logs.
var (
	asideMethod = regexp.MustCompile(`^(Debug|Info|Warn|Warning|Error|Trace|Fatal|Panic|Print|Log)(f|ln|w|Context)?$|^With|^(Err|String|Context|Done|Len|Name|ID|R?Lock|R?Unlock)$`)
	logsSo      = regexp.MustCompile(`^log[A-Z]`)
	loggedBy    = regexp.MustCompile(`^(Msg|Msgf|Send|Write)$|Log`)
	counts      = regexp.MustCompile(`^(expvar|prometheus|metrics?|stats|statsd|telemetry)$`)
)

// makes is the name of what makes something that the work is done with, getter of what asks for it.
var (
	makes  = regexp.MustCompile(`^New($|[A-Z0-9])|^new[A-Z]`)
	getter = regexp.MustCompile(`^(get|is|has|Is|Has)[A-Z]`)
	causes = regexp.MustCompile(`(Err|Cause)$`) // of a context, why it has ended
)

// wantsMore reports whether a call has arguments beside a context: then to get something is work.
func (r *Namer) wantsMore(call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return !typesx.IsContext(r.TypeOf(arg)) })
}

// isAside reports whether a call is there to count, wait, log, compute or complain.
func (r *Namer) isAside(call *ast.CallExpr) bool {
	switch callee := typeutil.Callee(r.Pass.TypesInfo, call).(type) {
	case *types.Func:
		// log.Print, and fs.Debugf, which formats as it does.
		says := callee.Pkg() != nil && callee.Signature().Recv() == nil && (strings.Contains(callee.Pkg().Name(), "log") || strings.HasSuffix(callee.Name(), "f"))
		if says && asideMethod.MatchString(callee.Name()) {
			return true
		}
		if pkg := callee.Pkg(); pkg != nil && pkg != r.Pass.Pkg && (counts.MatchString(pkg.Name()) || callee.Signature().Recv() == nil && catalog.ForLogs(pkg)) {
			return true
		}
		if strings.HasPrefix(callee.Name(), "With") || logsSo.MatchString(callee.Name()) {
			return true // an option, and what logs one thing
		}
		if r.Calls(call, "(*os.Process).Kill") || r.Calls(call, "(*os.Process).Signal") {
			return false
		}
		if callee.Pkg() == nil || catalog.Aside(callee) || strings.HasSuffix(callee.Name(), "Unlock") {
			return true
		}
		return callee.Signature().Recv() != nil && (asideMethod.MatchString(callee.Name()) || loggedBy.MatchString(callee.Name()) && callee.Pkg() != r.Pass.Pkg && catalog.ForLogs(callee.Pkg()))
	case *types.Var:
		return strings.HasPrefix(callee.Type().String(), "context.Cancel") || strings.HasSuffix(callee.Name(), "Unlock")
	}
	return false
}
