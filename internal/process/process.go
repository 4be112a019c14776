// Package process says how the functions of a package relate to the life of the
// process: which of them run once in it, and which return only for it to end.
//
// Both matter for findings that are true and yet harm nobody: a client that a command leaves
// open ends with the command, and a timer that arms itself for ever is one timer where it is
// made once. What is said is what the package shows. A function that others may call as well
// is judged by its calls here.
package process

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
)

// A Process answers for one package.
type Process struct {
	pass  *analysis.Pass
	index *syntax.Index
	ends  map[ast.Node]bool
	once  map[*ast.FuncDecl]bool
	last  map[*ast.FuncDecl]bool
}

// New returns what answers for a package.
func New(pass *analysis.Pass, index *syntax.Index) *Process {
	return &Process{pass: pass, index: index, ends: map[ast.Node]bool{}, once: map[*ast.FuncDecl]bool{}, last: map[*ast.FuncDecl]bool{}}
}

// Ends reports whether the process ends where a function returns: it is what a command of a
// command line runs, or is only ever called as the last act of such a function. main itself is
// not meant: what that owes is judged as in any other function.
//
//	&cobra.Command{RunE: func(cmd *cobra.Command, args []string) error {
//		return list(args) // and so it is with list
//	}}
func (p *Process) Ends(fn ast.Node) bool {
	if ends, ok := p.ends[fn]; ok {
		return ends
	}
	p.ends[fn] = false // a function that calls itself does not end the process
	switch f := fn.(type) {
	case *ast.FuncLit:
		cur, ok := p.index.Find(f)
		p.ends[fn] = ok && p.isCommand(cur)
	case *ast.FuncDecl:
		inside := !f.Name.IsExported() || f.Recv == nil && p.pass.Pkg.Name() == "main"
		p.ends[fn] = inside && p.everywhere(f, p.endsBehind)
	}
	return p.ends[fn]
}

// endsBehind reports whether the process ends once what a function is named for at a place has
// returned.
func (p *Process) endsBehind(use inspector.Cursor) bool {
	if use.ParentEdgeKind() != edge.CallExpr_Fun {
		return p.isCommand(use)
	}
	call := use.Parent()
	switch call.ParentEdgeKind() {
	case edge.ReturnStmt_Results:
		return p.Ends(syntax.Function(call))
	case edge.ExprStmt_X:
		f := p.lastIn(call)
		return f != nil && p.Ends(f)
	}
	return false
}

// IsStatus reports whether main ends the process with what a function returns, and nothing else
// calls it: however it is left, the process ends.
//
//	func main() { os.Exit(run()) }
func (p *Process) IsStatus(fn ast.Node) bool {
	f, ok := fn.(*ast.FuncDecl)
	return ok && p.pass.Pkg.Name() == "main" && p.everywhere(f, func(use inspector.Cursor) bool {
		if use.ParentEdgeKind() != edge.CallExpr_Fun || use.Parent().ParentEdgeKind() != edge.CallExpr_Args {
			return false
		}
		exit, _ := typeutil.Callee(p.pass.TypesInfo, use.Parent().Parent().Node().(*ast.CallExpr)).(*types.Func)
		main, ok := syntax.Function(use).(*ast.FuncDecl)
		return exit != nil && catalog.NoReturn(exit) && ok && main.Recv == nil && main.Name.Name == "main"
	})
}

// EndsBehind reports whether what stands at a place is executed at most once, by a function
// behind which the process ends: main itself, what it exits with or does last, or what a command
// runs.
//
//	func main() {
//		time.AfterFunc(time.Minute, c.Shutdown) // nobody is there who could stop it later
//		c.Wait()
//	}
func (p *Process) EndsBehind(n ast.Node) bool {
	cur, ok := p.index.Find(n)
	if !ok {
		return false
	}
	for c := range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch f := c.Node().(type) {
		case *ast.FuncLit:
			return p.Ends(f)
		case *ast.FuncDecl:
			return p.isMain(f) || p.Ends(f) || p.IsStatus(f) || p.isLast(f)
		default: // a loop makes one after the other
			return false
		}
	}
	return false
}

// isMain reports whether a declared function is main.
func (p *Process) isMain(f *ast.FuncDecl) bool {
	return f.Recv == nil && f.Name.Name == "main" && p.pass.Pkg.Name() == "main"
}

// isLast reports whether a function is only called as the last statement of main, or of a
// function that is.
func (p *Process) isLast(f *ast.FuncDecl) bool {
	if p.pass.Pkg.Name() != "main" {
		return false
	}
	if last, ok := p.last[f]; ok {
		return last
	}
	p.last[f] = false // a function that calls itself is not the last
	p.last[f] = p.everywhere(f, func(use inspector.Cursor) bool {
		if use.ParentEdgeKind() != edge.CallExpr_Fun || use.Parent().ParentEdgeKind() != edge.ExprStmt_X {
			return false
		}
		caller, ok := p.lastIn(use.Parent()).(*ast.FuncDecl)
		return ok && (p.isMain(caller) || p.isLast(caller))
	})
	return p.last[f]
}

// lastIn is the function of which a call is the last statement; nil of other calls.
func (p *Process) lastIn(call inspector.Cursor) ast.Node {
	body := call.Parent().Parent()
	block, ok := body.Node().(*ast.BlockStmt)
	if !ok || block.List[len(block.List)-1] != call.Parent().Node() || syntax.Body(body.Parent().Node()) != block {
		return nil
	}
	return body.Parent().Node()
}

// isCommand reports whether an expression is what a command runs: the value of such a field, or
// what a call makes that value of, as one that adds what all commands do.
func (p *Process) isCommand(cur inspector.Cursor) bool {
	for {
		switch kind, at := cur.ParentEdge(); kind {
		case edge.ParenExpr_X, edge.CallExpr_Args:
		case edge.KeyValueExpr_Value:
			key, ok := cur.Parent().Node().(*ast.KeyValueExpr).Key.(*ast.Ident)
			return ok && p.isCommandField(key)
		case edge.AssignStmt_Rhs:
			assign := cur.Parent().Node().(*ast.AssignStmt)
			sel, ok := assign.Lhs[min(at, len(assign.Lhs)-1)].(*ast.SelectorExpr)
			return ok && p.isCommandField(sel.Sel)
		default:
			return false
		}
		cur = cur.Parent()
	}
}

// isCommandField reports whether a name is that of a field which holds what a command runs.
func (p *Process) isCommandField(name *ast.Ident) bool {
	v, ok := p.pass.TypesInfo.Uses[name].(*types.Var)
	return ok && v.IsField() && v.Pkg() != nil && catalog.RunsCommand(v.Pkg().Path(), v.Name())
}

// OnceAt reports whether what stands at a place is executed at most once in the life of the
// process, or again only by the timer that it arms: in what a package variable is set to, in an
// init, in main outside of a loop, or in a function that is only called from there.
//
//	var pool = newPool() // newPool arms a timer, which runs collect, which arms it again
func (p *Process) OnceAt(n ast.Node) bool {
	cur, ok := p.index.Find(n)
	return ok && p.onceAt(cur)
}

func (p *Process) onceAt(cur inspector.Cursor) bool {
	for c := cur; ; c = c.Parent() {
		switch n := c.Node().(type) {
		case *ast.FuncDecl:
			return p.runsOnce(n)
		case *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.FuncLit:
			if !p.isTimed(c) {
				return false
			}
		case *ast.File:
			return true
		}
	}
}

// runsOnce reports whether a function runs at most once, or again only by its own timer.
func (p *Process) runsOnce(f *ast.FuncDecl) bool {
	if once, ok := p.once[f]; ok {
		return once
	}
	switch {
	case f.Recv == nil && f.Name.Name == "init":
		return true
	case f.Recv == nil && f.Name.Name == "main":
		return p.isMain(f)
	}
	// As long as nothing speaks against it: its timer runs the function itself.
	p.once[f] = true
	p.once[f] = p.everywhere(f, func(use inspector.Cursor) bool {
		return (use.ParentEdgeKind() == edge.CallExpr_Fun || p.isTimed(use)) && p.onceAt(use)
	})
	return p.once[f]
}

// isTimed reports whether a function is what a timer is to run.
func (p *Process) isTimed(cur inspector.Cursor) bool {
	if cur.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	sel, ok := cur.Parent().Node().(*ast.CallExpr).Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := p.pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	return ok && fn.FullName() == "time.AfterFunc"
}

// everywhere reports whether something holds wherever a function is named, tests apart, and it
// is named at all. The cursor that is asked about is the whole expression, as s.run.
func (p *Process) everywhere(f *ast.FuncDecl, holds func(inspector.Cursor) bool) bool {
	obj := p.pass.TypesInfo.Defs[f.Name]
	if obj == nil {
		return false
	}
	uses := slices.DeleteFunc(slices.Clone(p.index.Uses(obj)), func(use inspector.Cursor) bool { return p.isTest(use.Node().Pos()) })
	return len(uses) > 0 && !slices.ContainsFunc(uses, func(use inspector.Cursor) bool {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		return !holds(use)
	})
}

// isTest reports whether a place is in a test, which runs as often as it likes.
func (p *Process) isTest(pos token.Pos) bool {
	return strings.HasSuffix(p.pass.Fset.File(pos).Name(), "_test.go")
}
