// This file answers what a literal does that calls nothing to speak of, where that is one plain
// thing.
//
//	go func() { for range in { wg.Done() } }() // "walk: drain in"
//	go func() { fmt.Fprintln(out, id) }()      // "run: print id"

package taskname

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// deed is the one thing that a literal does beside locking and logging, and what it defers: to
// drain, print, delete or send. "" for anything else.
func (r *Namer) deed(lit *ast.FuncLit) string {
	var does string
	for _, s := range lit.Body.List {
		if _, deferred := s.(*ast.DeferStmt); deferred {
			continue
		}
		call := source.CallOf(s)
		of := r.deedOf(s)
		switch {
		case of == "" && r.onlyWaits(s):
		case of == "" && call != nil && (r.isAside(call) || r.IsBuiltin(call, "close")):
		case of == "" || does != "":
			return ""
		default:
			does = of
		}
	}
	if each := r.sendsEach(lit); each != "" {
		return "send " + each
	}
	return does
}

// onlyWaits reports whether a statement only receives something, of which it makes nothing.
func (r *Namer) onlyWaits(s ast.Stmt) bool {
	expr, ok := s.(*ast.ExprStmt)
	return ok && receivedBy(expr) != nil
}

// deedOf is what a statement does.
func (r *Namer) deedOf(s ast.Stmt) string {
	switch s := s.(type) {
	case *ast.RangeStmt:
		if _, isChan := r.TypeOf(s.X).Underlying().(*types.Chan); isChan && s.Key == nil {
			return named("drain", s.X)
		} else if isChan && r.onlyPrints(s.Body) {
			return named("print", s.X)
		}
		if len(s.Body.List) == 1 {
			if send, ok := s.Body.List[0].(*ast.SendStmt); ok {
				return named("send to", send.Chan)
			}
		}
	case *ast.ForStmt:
		return r.drainedBy(s)
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 {
			call, _ := ast.Unparen(s.Rhs[0]).(*ast.CallExpr)
			return r.deedOfCall(call)
		}
	case *ast.ExprStmt:
		return r.deedOfCall(source.CallOf(s))
	}
	return ""
}

// onlyPrints reports whether a body does nothing but to print.
func (r *Namer) onlyPrints(body *ast.BlockStmt) bool {
	return !slices.ContainsFunc(body.List, func(s ast.Stmt) bool {
		call := source.CallOf(s)
		return call == nil || !r.Calls(call, "fmt.Printf") && !r.Calls(call, "fmt.Println") && !r.Calls(call, "fmt.Print") && !r.Calls(call, "fmt.Fprintln") && !r.Calls(call, "fmt.Fprintf")
	})
}

// deedOfCall is what a call does that has no better name.
func (r *Namer) deedOfCall(call *ast.CallExpr) string {
	switch {
	case call == nil:
	case r.Calls(call, "(*sync.Cond).Broadcast") || r.Calls(call, "(*sync.Cond).Signal"):
		sel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if of := source.SelectedFrom(sel.X); len(of) > 1 {
			return of + "." + sel.Sel.Name
		}
	case r.IsBuiltin(call, "delete"):
		return named("delete from", call.Args[0])
	case r.Calls(call, "fmt.Fprintln") || r.Calls(call, "fmt.Fprint"):
		if len(call.Args) == 2 {
			return named("print", call.Args[1])
		}
	}
	return ""
}

// drainedBy is what a loop does that only receives from a channel until it is told to end.
func (r *Namer) drainedBy(loop *ast.ForStmt) (does string) {
	if len(loop.Body.List) != 1 {
		return ""
	}
	sel, ok := loop.Body.List[0].(*ast.SelectStmt)
	if !ok {
		return ""
	}
	for _, c := range sel.Body.List {
		clause := c.(*ast.CommClause)
		recv, isExpr := clause.Comm.(*ast.ExprStmt)
		if !isExpr || len(clause.Body) > 1 {
			return ""
		}
		if len(clause.Body) == 1 {
			if _, returns := clause.Body[0].(*ast.ReturnStmt); !returns {
				return ""
			}
			continue
		}
		from, isRecv := ast.Unparen(recv.X).(*ast.UnaryExpr)
		if !isRecv || does != "" {
			return ""
		}
		of := from.X
		if call, isCall := ast.Unparen(of).(*ast.CallExpr); isCall {
			of = call.Fun
		}
		if does = named("drain", of); does == "" {
			return ""
		}
	}
	return does
}

// named is what is done with a variable or a field, "" where that is a letter or two, or reads as a
// preposition.
func named(does string, x ast.Expr) string {
	if of := source.SelectedFrom(x); len(of) > 2 {
		return does + " " + of
	}
	return ""
}

// sendsTo is the name of the channel that a literal sends on, "" where it is none or one of several.
func (r *Namer) sendsTo(lit *ast.FuncLit) (name string) {
	for _, all := range []bool{true, false} { // what is only sent once a context has ended is none of several
		n := 0
		name = ""
		for send := range syntax.Own[*ast.SendStmt](lit.Body) {
			if !all && r.isOnceEnded(send) {
				continue
			}
			if to := r.channelName(send.Chan); n == 0 || to != name {
				name = to
				n++
			}
		}
		if n < 2 {
			return name
		}
	}
	return ""
}

// sendsOnly is what a literal sends, and to where, "" for one that sends nothing.
func (r *Namer) sendsOnly(lit *ast.FuncLit) string {
	if each := r.sendsEach(lit); each != "" {
		return "send " + each
	}
	to := r.sendsTo(lit)
	inCase := syntax.AnyOwn(lit.Body, func(clause *ast.CommClause) bool {
		_, sends := clause.Comm.(*ast.SendStmt)
		return sends
	})
	if len(to) <= 2 || syntax.AnyOwn(lit.Body, func(call *ast.CallExpr) bool {
		fun := r.Pass.TypesInfo.Types[call.Fun]
		at, ok := r.Index.Find(call)
		isDeferred := ok && at.ParentEdgeKind() == edge.DeferStmt_Call
		return !fun.IsType() && !fun.IsBuiltin() && !(inCase && (isDeferred || r.isAside(call)))
	}) {
		return "" // what it does else takes longer
	}
	return "send to " + to
}

// sendsEach is the name of what a literal does nothing but to send, one by one: jobs.
//
//	for _, job := range jobs {
//		in <- job
//	}
func (r *Namer) sendsEach(lit *ast.FuncLit) string {
	for _, s := range lit.Body.List {
		loop, ok := s.(*ast.RangeStmt)
		if !ok || loop.Key == nil || len(loop.Body.List) != 1 {
			continue
		}
		if _, isChan := r.TypeOf(loop.X).Underlying().(*types.Chan); isChan {
			continue // what it passes on comes from somebody else
		}
		each := loop.Value
		if each == nil { // by its index
			each = loop.Key
		}
		send, ok := loop.Body.List[0].(*ast.SendStmt)
		if ok && types.ExprString(send.Value) == types.ExprString(each) && len(source.SelectedFrom(loop.X)) > 2 {
			return source.SelectedFrom(loop.X)
		}
	}
	return ""
}

// closesAfter names a literal that tells by a channel that all others are done: "close results", "signal
// finished".
func (r *Namer) closesAfter(lit *ast.FuncLit, steps []step) string {
	if len(steps) > 0 || len(lit.Body.List) != 2 {
		return ""
	}
	wait, call := source.CallOf(lit.Body.List[0]), source.CallOf(lit.Body.List[1])
	if wait == nil || !r.Calls(wait, "(*sync.WaitGroup).Wait") {
		return ""
	}
	if send, ok := lit.Body.List[1].(*ast.SendStmt); ok {
		return named("signal", send.Chan)
	}
	if call == nil || !r.IsBuiltin(call, "close") {
		return ""
	}
	if ch := source.SelectedFrom(call.Args[0]); ch != "" && !onlySays.MatchString(ch) {
		return "close " + ch
	}
	return "wait for " + source.SelectedFrom(ast.Unparen(wait.Fun).(*ast.SelectorExpr).X) // it does so most of the time
}

// onlySays is the name of a channel that says nothing but that something has ended.
var onlySays = regexp.MustCompile(`^(c|ch|done|finished|ended|stopped|exit|quit|wait)(C|Ch|Chan)?$`)

// gathersFrom names a literal that takes all of a channel first, to make something of it:
// "read files". "" for any other.
func (r *Namer) gathersFrom(lit *ast.FuncLit) string {
	for _, s := range lit.Body.List {
		switch s := s.(type) {
		case *ast.DeferStmt, *ast.AssignStmt, *ast.DeclStmt:
		case *ast.RangeStmt:
			if _, isChan := r.TypeOf(s.X).Underlying().(*types.Chan); !isChan {
				return ""
			}
			return named("read", s.X)
		default:
			return ""
		}
	}
	return ""
}
