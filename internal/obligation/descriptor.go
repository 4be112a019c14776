// This file is about os.NewFile, which opens nothing: it takes over a descriptor, and who has that
// owes its close. It is the function's where it has opened it itself, and given it to nobody else.
//
//	fd, err := unix.MemfdCreate("image", 0)
//	...
//	f := os.NewFile(uintptr(fd), "image") // owes Close
//	out := os.NewFile(1, "/dev/stdout")   // the process's

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// ownsDescriptor reports whether a call of os.NewFile is given a descriptor that is the
// function's own, and that only the file will close.
func (e *Engine) ownsDescriptor(f *Func, call *ast.CallExpr) bool {
	v := e.varOf(e.descriptorOf(call.Args[0]))
	if v == nil || !syntax.Encloses(f.Body, v.Pos()) {
		return false
	}
	opened := false
	for _, use := range e.index.Uses(v) {
		gives, harmless := e.usesDescriptor(f, call, use)
		if !harmless {
			return false
		}
		opened = opened || gives
	}
	// Where it is declared it may get its value, too.
	if def, ok := e.index.Definition(v); ok {
		gives, harmless := e.setsDescriptor(def)
		return harmless && (opened || gives)
	}
	return false
}

// descriptorOf is the variable in an expression that is a descriptor: without conversions, and of
// one of several what has them all.
//
//	uintptr(fds[0]) // fds
func (e *Engine) descriptorOf(x ast.Expr) ast.Expr {
	for {
		switch n := ast.Unparen(x).(type) {
		case *ast.CallExpr:
			if len(n.Args) != 1 || !e.info.Types[n.Fun].IsType() {
				return n
			}
			x = n.Args[0]
		case *ast.IndexExpr:
			x = n.X
		default:
			return n
		}
	}
}

// usesDescriptor judges a use of the variable that has a descriptor: whether it gets one there that
// the function has opened, and whether it is harmless, since nobody else can close it after that.
func (e *Engine) usesDescriptor(f *Func, file *ast.CallExpr, use inspector.Cursor) (gives, harmless bool) {
	if syntax.Function(use) != f.Node() {
		return false, false // when it runs is not known
	}
	if syntax.Encloses(file, use.Node().Pos()) {
		return false, true
	}
	cur := e.wholeDescriptor(use)
	switch kind, _ := cur.ParentEdge(); kind {
	case edge.AssignStmt_Lhs:
		return e.setsDescriptor(cur)
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		switch cur.Parent().Node().(*ast.BinaryExpr).Op {
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			return false, true
		}
	case edge.CallExpr_Args:
		to := cur.Parent()
		fn, _ := typeutil.Callee(e.info, to.Node().(*ast.CallExpr)).(*types.Func)
		switch {
		case catalog.IsSyscall(fn):
			// Pipe fills the list that it is given.
			_, list := e.info.TypeOf(cur.Node().(ast.Expr)).Underlying().(*types.Slice)
			earlier := !isDeferred(to) && !f.Reaches(file.Pos(), to.Node().Pos())
			return list && catalog.GivesDescriptor(fn), earlier || !catalog.ClosesDescriptor(fn)
		case fn != nil && fn.FullName() == "os.NewFile":
			// The other end of a pipe.
			return false, cur.Node() != use.Node() && !isDeferred(to)
		}
	}
	return false, false
}

// wholeDescriptor is the outermost expression that is the descriptor of a variable.
func (e *Engine) wholeDescriptor(cur inspector.Cursor) inspector.Cursor {
	for {
		switch kind, _ := cur.ParentEdge(); kind {
		case edge.ParenExpr_X, edge.IndexExpr_X, edge.SliceExpr_X:
		case edge.CallExpr_Args:
			if !e.info.Types[cur.Parent().Node().(*ast.CallExpr).Fun].IsType() {
				return cur
			}
		default:
			return cur
		}
		cur = cur.Parent()
	}
}

// setsDescriptor judges what a variable is assigned, at its place on the left side: something that
// the function opens there, or nothing yet.
func (e *Engine) setsDescriptor(at inspector.Cursor) (gives, harmless bool) {
	var values []ast.Expr
	switch n := at.Parent().Node().(type) {
	case *ast.AssignStmt:
		values = n.Rhs
	case *ast.ValueSpec:
		if values = n.Values; len(values) == 0 {
			return false, true
		}
	}
	if len(values) != 1 {
		return false, false
	}
	call, ok := ast.Unparen(values[0]).(*ast.CallExpr)
	if !ok {
		return false, false
	}
	if typesx.IsBuiltin(e.info, call, "make") {
		return false, true // to be filled
	}
	fn, _ := typeutil.Callee(e.info, call).(*types.Func)
	gives = catalog.GivesDescriptor(fn)
	return gives, gives
}

// isDeferred reports whether a call runs later, or beside the function.
func isDeferred(call inspector.Cursor) bool {
	switch call.ParentEdgeKind() {
	case edge.DeferStmt_Call, edge.GoStmt_Call:
		return true
	}
	return false
}
