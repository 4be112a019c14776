// This file answers which launches are better left to somebody who knows what they are for,
// though a task of tracked could be written in their place:
//
//	go s.loop()                                   // for {} without an end: the task has none
//	go func() { <-signals; os.Exit(1) }()         // waits as long as the process runs
//	go func() { <-broken; log.Fatal(err) }()      // ends with the process alone
//	go io.Copy(conn, os.Stdin)                    // until whoever runs the program ends that
//	go func() { time.Sleep(d); retry() }()        // time.AfterFunc(d, retry)
//
// A task that never ends makes the owner's Wait hang: the fix would turn a leak at the exit
// into a program that does not stop.

package eligible

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/behaviour"
	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A Checker answers whether the launches of a package may become tasks.
type Checker struct {
	*vars.Facts
	*source.Files
	Told    map[*ast.GoStmt]Told // set before a fix is asked for
	engine  *obligation.Engine
	alikes  map[*source.File]map[*ast.GoStmt]int // see repeated
	stacked map[*types.Func]bool                 // see reachesStack; nil until asked for
	reached map[config.FuncName]map[*types.Func]bool

	awaiting map[string]*awaiting // see AwaitsTasks; by the packages of helpers
}

// New returns a checker for the launches of a package. The engine is asked what may happen in a
// callee.
func New(files *source.Files, facts *vars.Facts, engine *obligation.Engine) *Checker {
	return &Checker{
		Files:   files,
		Facts:   facts,
		engine:  engine,
		alikes:  make(map[*source.File]map[*ast.GoStmt]int),
		reached: make(map[config.FuncName]map[*types.Func]bool),

		awaiting: make(map[string]*awaiting),
	}
}

// UnlikeTask says why a launch should not become a task of tracked as it is, though it could:
// what owns it has to be written by somebody who knows what it is for. "" for any other
// launch. (A helper of the config is what the team wants, whatever it is that runs.)
func (r *Checker) UnlikeTask(src *source.File, stmt *ast.GoStmt) string {
	if r.isForTests(src.File) {
		return "it is there for tests, at whose end nobody shuts tasks down: have the test wait for it"
	}
	if r.NeverEnds(stmt) || r.goesRound(stmt) {
		return "it never ends, and a task should: give it an end first"
	}
	switch ch, beyond := r.endsWithChannel(stmt); {
	case beyond:
		return "only another package could end " + source.Text(ch) + ", without which it never ends, and a task should: give it an end first"
	case ch != nil:
		return "nothing ends " + source.Text(ch) + ", without which it never ends, and a task should: give it an end first"
	}
	served := r.servesForEver(stmt)
	switch {
	case r.Told[stmt].Stuck:
		return "it can wait for ever: mend that first"
	case served != "":
		return "nothing can stop what " + served + " serves: launch a server of its own, and end it by its Shutdown"
	case r.servesUnstoppably(stmt):
		return "nothing calls the Shutdown of the server that it runs, which never ends then: shut it down"
	case r.awaitsSignals(stmt):
		return "it waits for signals as long as the process runs: stop them, and end it, first"
	case r.endsProcess(stmt):
		return "it ends by nothing but the end of the process, and a task should: return an error instead"
	case r.readsInput(stmt):
		return "it waits for the standard input, which only whoever runs the program ends"
	case r.readsGiven(stmt):
		return "it reads from what the function is given, until somebody else ends that"
	case r.writesUnread(stmt):
		return "it writes to an io.Pipe whose reader nobody closes, and never ends if that reads no more: close the reader first"
	case r.isGivenUp(stmt):
		return "what launches it stops waiting after some time, and a task is always waited for"
	case r.sendsToCaller(stmt):
		return "it ends when the caller receives what it sends, which has no room, or never"
	case r.runsField(stmt):
		return "what " + source.Text(stmt.Call.Fun) + " runs cannot be seen, nor whether it ends"
	case r.sleepsOnce(stmt):
		return "time.AfterFunc runs what follows later, without a goroutine that sleeps"
	}
	if why := r.idles(stmt); why != "" {
		return why
	}
	// Four tasks of one name, in one function, are a line that should have been a function.
	if n := r.repeated(src, stmt); n > 3 {
		return "the same launch stands at " + strconv.Itoa(n) + " places: a function that launches it reads better"
	}
	switch fn, n := r.runsForOthers(src, stmt); {
	case n > 3:
		return "it runs what " + fn + " is given at " + strconv.Itoa(n) + " places, for which one name says nothing: make it a helper in .tether.yml"
	case r.launchesSafely(src, stmt):
		return "it runs whatever " + src.DeclAround(stmt).(*ast.FuncDecl).Name.Name + " is given, for which one name says nothing: make it a helper in .tether.yml"
	}
	return ""
}

// isForTests reports whether a file is there for tests.
func (r *Checker) isForTests(file *ast.File) bool {
	var imports []string
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			imports = append(imports, path)
		}
	}
	folders := ""
	if m := r.Pass.Module; m != nil {
		folders = strings.TrimPrefix(r.Pass.Pkg.Path(), m.Path)
	}
	return catalog.IsForTests(folders, filepath.Base(r.Pass.Fset.File(file.FileStart).Name()), imports)
}

// repeated is how often a declaration has the very same go statement of a named function.
func (r *Checker) repeated(s *source.File, stmt *ast.GoStmt) int {
	type launch struct {
		in   ast.Decl
		call string
	}
	spelled := func(g *ast.GoStmt) launch {
		if _, isLit := ast.Unparen(g.Call.Fun).(*ast.FuncLit); isLit {
			// Literals differ by their bodies, which are not compared.
			return launch{}
		}
		return launch{s.DeclAround(g), source.Text(g.Call)}
	}
	// Counted once for the file: every launch asks.
	if r.alikes[s] == nil {
		r.alikes[s] = make(map[*ast.GoStmt]int)
		number := make(map[launch]int)
		for _, g := range s.Launches {
			number[spelled(g)]++
		}
		for _, g := range s.Launches {
			if l := spelled(g); l.call != "" {
				r.alikes[s][g] = number[l]
			}
		}
	}
	return r.alikes[s][stmt]
}

// servesForEver returns the function by which what is launched serves that makes the server itself, so
// that nobody can stop it, as http.ListenAndServe does; "" for none. One that is given a context may
// end by that.
func (r *Checker) servesForEver(stmt *ast.GoStmt) (name string) {
	serves := func(call *ast.CallExpr) bool {
		fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
		if !ok || fn.Pkg() == nil || fn.Pkg() == r.Pass.Pkg || fn.Signature().Recv() != nil || !strings.HasPrefix(fn.Name(), "ListenAndServe") ||
			slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return typesx.IsContext(r.TypeOf(arg)) }) {
			return false
		}
		name = fn.Pkg().Name() + "." + fn.Name()
		return true
	}
	if body := r.LaunchedBody(stmt); !serves(stmt.Call) && body != nil {
		syntax.AnyOwn(body, serves)
	}
	return name
}

// readsInput reports whether what is launched, or what it is given, names the standard input, or a
// variable that gets that.
func (r *Checker) readsInput(stmt *ast.GoStmt) bool {
	names := func(n ast.Node) bool {
		return syntax.AnyOwn(n, func(id *ast.Ident) bool {
			v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
			return ok && (isInput(v) || r.getsInput(v))
		})
	}
	body := r.LaunchedBody(stmt)
	return names(stmt.Call) || body != nil && names(body)
}

func isInput(v *types.Var) bool { return v.Name() == "Stdin" && v.Pkg().Path() == "os" }

// getsInput reports whether a local variable starts as the standard input, or is assigned it
// somewhere, or what a call makes of it: a bufio.Reader of it reads it.
func (r *Checker) getsInput(v *types.Var) bool {
	facts := r.FactsAbout(v)
	if facts == nil {
		return false
	}
	if def, ok := r.Index.Definition(v); ok && slices.ContainsFunc(valuesAt(def.Parent()), r.isOfInput) {
		return true
	}
	return slices.ContainsFunc(facts.Changes[v], func(c *vars.Change) bool {
		return slices.ContainsFunc(valuesAt(c.At), r.isOfInput)
	})
}

// valuesAt returns what an assignment or a declaration assigns.
func valuesAt(at inspector.Cursor) []ast.Expr {
	switch n := at.Node().(type) {
	case *ast.AssignStmt:
		return n.Rhs
	case *ast.ValueSpec:
		return n.Values
	}
	return nil
}

// isOfInput reports whether an expression is the standard input, or a call that is given it.
func (r *Checker) isOfInput(x ast.Expr) bool {
	if call, isCall := ast.Unparen(x).(*ast.CallExpr); isCall {
		return slices.ContainsFunc(call.Args, r.isOfInput)
	}
	p, ok := r.PathOf(ast.Unparen(x))
	return ok && isInput(p[0])
}

// sleepsOnce reports whether a literal only sleeps, and then makes one call, or does what nobody
// waits for and what neither waits nor goes round itself.
func (r *Checker) sleepsOnce(stmt *ast.GoStmt) bool {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || len(lit.Body.List) < 2 || !r.sleeps(lit.Body.List[0]) {
		return false
	}
	// What the last statement calls does not matter: AfterFunc runs it in a goroutine, too.
	joined := r.Told[stmt].Joined
	if len(lit.Body.List) == 2 {
		_, sends := lit.Body.List[1].(*ast.SendStmt)
		return source.CallOf(lit.Body.List[1]) != nil || sends && !joined
	}
	return !joined && !slices.ContainsFunc(lit.Body.List[1:], func(s ast.Stmt) bool {
		return r.sleeps(s) || syntax.AnyOwn(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ForStmt, *ast.RangeStmt, *ast.SendStmt, *ast.SelectStmt, *ast.GoStmt:
				return true
			case *ast.UnaryExpr:
				return n.Op == token.ARROW
			}
			return false
		})
	})
}

// sleeps reports whether a statement only lets time pass.
func (r *Checker) sleeps(s ast.Stmt) bool { return r.sleptFor(s) != nil }

// sleptFor returns how much time a statement lets pass, which does nothing else; nil for any other.
func (r *Checker) sleptFor(s ast.Stmt) ast.Expr {
	stmt, ok := s.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	x, name := ast.Unparen(stmt.X), "time.Sleep"
	if recv, isUnary := x.(*ast.UnaryExpr); isUnary && recv.Op == token.ARROW {
		x, name = ast.Unparen(recv.X), "time.After"
	}
	if call, isCall := x.(*ast.CallExpr); isCall && r.Calls(call, name) {
		return call.Args[0]
	}
	return nil
}

// awaitsSignals reports whether what is launched waits for signals, on a channel that nobody
// closes, or to end the process; and for nothing else, but what the function's caller may end.
func (r *Checker) awaitsSignals(stmt *ast.GoStmt) bool {
	body := r.LaunchedBody(stmt)
	if body == nil || len(body.List) == 0 {
		return false
	}
	at, ok := r.Index.Find(body)
	if !ok {
		return false
	}
	if sel, isSelect := body.List[len(body.List)-1].(*ast.SelectStmt); isSelect && r.selectsSignals(sel) {
		return true
	}
	for c := range at.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil)) {
		var ch ast.Expr
		switch n := c.Node().(type) {
		case *ast.UnaryExpr:
			// In a select there are other cases, by which the goroutine may end.
			if n.Op == token.ARROW && !inSelect(c) {
				ch = n.X
			}
		case *ast.RangeStmt:
			ch = n.X
		}
		if ch != nil && r.carriesSignals(ch) && (!r.isClosed(ch) || r.exitsAtEnd(body)) {
			return true
		}
	}
	return false
}

// selectsSignals reports whether each case of a select is of signals, on a channel that nobody
// closes, or of a context that the function around is given: some case is of the former.
func (r *Checker) selectsSignals(sel *ast.SelectStmt) bool {
	signals := false
	for _, c := range sel.Body.List {
		recv := behaviour.Received(c.(*ast.CommClause).Comm)
		switch {
		case recv == nil:
			return false
		case r.carriesSignals(recv.X) && !r.isClosed(recv.X):
			signals = true
		case !r.isGivenDone(recv.X):
			return false
		}
	}
	return signals
}

// isGivenDone reports whether a channel is the Done of a context that is a parameter, and always
// has the caller's value.
func (r *Checker) isGivenDone(ch ast.Expr) bool {
	call, ok := ast.Unparen(ch).(*ast.CallExpr)
	if !ok || !r.Calls(call, "(context.Context).Done") {
		return false
	}
	id, ok := ast.Unparen(ast.Unparen(call.Fun).(*ast.SelectorExpr).X).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	return isVar && r.IsParam(v) && !r.IsAssigned(v)
}

func (r *Checker) carriesSignals(x ast.Expr) bool {
	ch, ok := r.TypeOf(x).Underlying().(*types.Chan)
	return ok && strings.HasSuffix(ch.Elem().String(), "os.Signal")
}

// inSelect reports whether a receive is one of several, or comes after one.
func inSelect(c inspector.Cursor) bool {
	for range c.Enclosing((*ast.CommClause)(nil)) {
		return true
	}
	return false
}

// isClosed reports whether anybody may close a channel: it is given to others than those of
// package signal, or is not a variable of this function or a field.
func (r *Checker) isClosed(x ast.Expr) bool {
	p, ok := r.PathOf(ast.Unparen(x))
	if !ok {
		return true
	}
	v := p[len(p)-1]
	if id, isIdent := ast.Unparen(x).(*ast.Ident); isIdent && r.isParam(id) {
		return true
	}
	// Every use has to be known: one that is not may pass the channel to who closes it.
	return slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		switch n := syntax.Outermost(use).Parent().Node().(type) {
		case *ast.CallExpr:
			return !r.Calls(n, "os/signal.Notify") && !r.Calls(n, "os/signal.Stop")
		// Receiving closes nothing.
		case *ast.UnaryExpr, *ast.RangeStmt:
			return false
		case *ast.AssignStmt:
			return slices.Contains(n.Rhs, ast.Expr(syntax.Outermost(use).Node().(ast.Expr)))
		}
		return true
	})
}

// isParam reports whether a name means a parameter of a function.
func (r *Checker) isParam(id *ast.Ident) bool {
	v, ok := r.Pass.TypesInfo.Uses[id].(*types.Var)
	return ok && r.IsParam(v)
}

// IsParam reports whether a variable is a parameter of a function, which a receiver is not.
func (r *Checker) IsParam(v *types.Var) bool {
	def, ok := r.Index.Definition(v)
	return ok && def.ParentEdgeKind() == edge.Field_Names && def.Parent().Parent().ParentEdgeKind() == edge.FuncType_Params
}
