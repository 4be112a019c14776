// This file recognises daemons: a command that its author detaches on purpose. It is asked
// before dropped-handle reports a command that nobody waits for.

package untracked

import (
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// maxSession is through how many functions a command is followed that are given it.
const maxSession = 2

// ownSession reports whether a command is given a session of its own, or on Windows is detached
// from the console. Whoever writes that wants it to outlive this process, and on purpose does
// not wait for it, as a shell does not for what nohup runs.
//
//	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
//	cmd.SysProcAttr = detached() // of the package, for each system
//	detach(cmd)                  // likewise
//
// depth is how many more functions the command is followed into.
func (r *checker) ownSession(cmd *types.Var, depth int) bool {
	for _, use := range r.engine.Index().Uses(cmd) {
		switch use.ParentEdgeKind() {
		case edge.SelectorExpr_X:
			if sel := use.Parent(); sel.Node().(*ast.SelectorExpr).Sel.Name == "SysProcAttr" && r.setsSession(sel) {
				return true
			}
		case edge.CallExpr_Args:
			call := use.Parent().Node().(*ast.CallExpr)
			if p := r.paramOf(call, use.ParentEdgeIndex()); p != nil && depth > 0 && r.ownSession(p, depth-1) {
				return true
			}
		}
	}
	return false
}

// setsSession reports whether what is assigned at a selector of SysProcAttr, or of one of its
// fields, makes a session.
func (r *checker) setsSession(attr inspector.Cursor) bool {
	name := ""
	if attr.ParentEdgeKind() == edge.SelectorExpr_X {
		attr = attr.Parent()
		name = attr.Node().(*ast.SelectorExpr).Sel.Name
	}
	if attr.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return false
	}
	assign := attr.Parent().Node().(*ast.AssignStmt)
	if len(assign.Lhs) != len(assign.Rhs) {
		return false
	}
	value := assign.Rhs[attr.ParentEdgeIndex()]
	if name != "" {
		return r.isSession(name, value)
	}
	return r.givesSession(value)
}

// givesSession reports whether an expression is attributes that make a session: a literal, or
// the call of a function of the package with one in it. Other fields, and the branches of that
// function, do not matter.
func (r *checker) givesSession(x ast.Expr) bool {
	root := ast.Node(x)
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
		fn := typeutil.StaticCallee(r.unit.Pass.TypesInfo, call)
		if fn == nil || r.engine.DeclOf(fn) == nil {
			return false
		}
		root = r.engine.DeclOf(fn)
	}
	return syntax.Any(root, func(kv *ast.KeyValueExpr) bool {
		key, ok := kv.Key.(*ast.Ident)
		return ok && r.isSession(key.Name, kv.Value)
	})
}

// isSession reports whether an attribute and its constant value detach a process.
func (r *checker) isSession(name string, value ast.Expr) bool {
	v := r.unit.Pass.TypesInfo.Types[value].Value
	switch {
	case v == nil:
		return false
	case name == "Setsid":
		return v.Kind() == constant.Bool && constant.BoolVal(v)
	case name == "CreationFlags":
		const detached = 0x8 // DETACHED_PROCESS
		flags, exact := constant.Uint64Val(v)
		return exact && flags&detached != 0
	}
	return false
}

// paramOf is the parameter of a function of the package for argument i of a call; nil for other
// functions, and for variadic ones:
//
//	detach(cmd) // follows cmd into func detach(c *exec.Cmd)
func (r *checker) paramOf(call *ast.CallExpr, i int) *types.Var {
	fn := typeutil.StaticCallee(r.unit.Pass.TypesInfo, call)
	if fn == nil || r.engine.DeclOf(fn) == nil || fn.Signature().Variadic() || i >= fn.Signature().Params().Len() {
		return nil
	}
	return fn.Origin().Signature().Params().At(i)
}
