// This file tells what a literal does from what it does with what has come of that.
//
//	go func() {
//		err := s.Serve(l)
//		tellShutdown(done, err) // told how it has ended
//	}() // "run: Server.Serve"

package taskname

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// answers is the name of a callback that takes what has come of something; a handler does something with it.
var answers = regexp.MustCompile(`^(res|rej|resolve|reject|cb|done|fail|reply|respond|report|on[A-Z]\w*|\w*[cC]allback)$`)

// isTold reports whether a call of a literal only takes what has come of its work: a function the
// error, with nothing but what it hands it on by; a callback anything, also in a literal.
func (r *Namer) isTold(lit *ast.FuncLit, call *ast.CallExpr) bool {
	outcome := func(x ast.Expr) bool {
		v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(x)].(*types.Var)
		return ok && syntax.Encloses(lit.Body, v.Pos()) && r.isReturned(v)
	}
	switch callee := typeutil.Callee(r.Pass.TypesInfo, call).(type) {
	case *types.Var:
		return !callee.IsField() && r.LiteralOf(callee) == nil && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
			_, isLit := ast.Unparen(arg).(*ast.FuncLit)
			return (isLit || answers.MatchString(callee.Name())) && syntax.Any(arg, func(id *ast.Ident) bool { return outcome(id) })
		})
	case *types.Func:
		told := false
		for _, arg := range call.Args {
			t := r.TypeOf(arg)
			_, isChan := t.Underlying().(*types.Chan)
			switch {
			case typesx.IsError(t) && outcome(arg):
				told = true
			case outcome(arg): // future.Set(v, err)
			case !isChan && !typesx.IsContext(t) && r.Pass.TypesInfo.Types[arg].Value == nil:
				return false
			}
		}
		return told
	}
	return false
}

// isReturned reports whether a variable is declared with what a call returns.
func (r *Namer) isReturned(v *types.Var) bool {
	def, ok := r.Index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return false
	}
	assign := def.Parent().Node().(*ast.AssignStmt)
	_, isCall := ast.Unparen(assign.Rhs[min(def.ParentEdgeIndex(), len(assign.Rhs)-1)]).(*ast.CallExpr)
	return isCall
}

// computes reports whether a call makes numbers of numbers and texts.
func (r *Namer) computes(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Signature().Recv() != nil || fn.Signature().Params().Len() == 0 || fn.Signature().Results().Len() == 0 {
		return false
	}
	for v := range fn.Signature().Params().Variables() {
		if _, basic := v.Type().Underlying().(*types.Basic); !basic {
			return false
		}
	}
	for v := range fn.Signature().Results().Variables() {
		if b, basic := v.Type().Underlying().(*types.Basic); !basic || b.Info()&(types.IsNumeric|types.IsBoolean) == 0 {
			return false
		}
	}
	return true
}

// asksResult reports whether a call asks what another one has returned how that has gone:
// client.Do(cmd).Error().
func (r *Namer) asksResult(call *ast.CallExpr, of ast.Node) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && len(call.Args) == 0 && ast.Unparen(sel.X) == of && slices.Contains([]string{"Err", "Error"}, sel.Sel.Name)
}

// isDropped reports whether nobody takes what a call returns.
func isDropped(c inspector.Cursor) bool {
	if c.ParentEdgeKind() != edge.AssignStmt_Rhs {
		return c.ParentEdgeKind() == edge.ExprStmt_X
	}
	return !slices.ContainsFunc(c.Parent().Node().(*ast.AssignStmt).Lhs, func(x ast.Expr) bool {
		id := typesx.Ident(x)
		return id == nil || id.Name != "_"
	})
}

// channelName is how a channel is called, that of a loop by what the loop goes over.
func (r *Namer) channelName(ch ast.Expr) string {
	name := source.SelectedFrom(ch)
	if v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(ch)].(*types.Var); ok && len(name) <= 2 {
		def, found := r.Index.Definition(v)
		switch arg := r.argumentOf(def); {
		case arg != nil:
			return r.channelName(arg)
		case found && def.ParentEdgeKind() == edge.RangeStmt_Value:
			return r.listName(def.Parent().Node().(*ast.RangeStmt).X)
		}
	}
	return name
}

// isOnceEnded reports whether a node is only reached once a context has ended, in a case for that.
func (r *Namer) isOnceEnded(n ast.Node) bool {
	at, ok := r.Index.Find(n)
	if !ok {
		return false
	}
	for outer := range at.Enclosing((*ast.CommClause)(nil), (*ast.FuncLit)(nil)) {
		clause, isClause := outer.Node().(*ast.CommClause)
		if !isClause {
			return false
		}
		comm, isExpr := clause.Comm.(*ast.ExprStmt)
		if !isExpr || clause.Comm == n {
			continue
		}
		if done, isCall := receivedBy(comm).(*ast.CallExpr); isCall && len(done.Args) == 0 {
			if sel, isSel := done.Fun.(*ast.SelectorExpr); isSel && sel.Sel.Name == "Done" && typesx.IsContext(r.TypeOf(sel.X)) {
				return true
			}
		}
	}
	return false
}
