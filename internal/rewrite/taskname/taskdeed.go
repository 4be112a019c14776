// This file answers what a literal does that calls nothing to speak of, where that is one plain
// thing.
//
//	go func() { for range in { wg.Done() } }() // "walk: drain in"
//	go func() { fmt.Fprintln(out, id) }()      // "run: print id"

package taskname

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/rewrite/source"
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
		if does = named("drain", from.X); does == "" {
			return ""
		}
	}
	return does
}

// named is what is done with a variable or a field, "" where that is a letter or two.
func named(does string, x ast.Expr) string {
	if of := source.SelectedFrom(x); len(of) > 1 {
		return does + " " + of
	}
	return ""
}
