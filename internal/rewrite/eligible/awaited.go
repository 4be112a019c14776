// This file asks what a helper could break: somebody who waits for the goroutine. A helper may
// refuse to run a function, or recover its panic, and then a signal that a go statement would
// have given does not come.
//
//	go func() { results <- work() }() // if the helper refuses, <-results waits for ever
//
// Doubt counts as a wait: then the handle form is offered, which leaves the go statement as it
// is, or nothing.

package eligible

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// MayBeAwaited reports whether somebody may wait for what a statement launches: the
// analysis says so, or what runs counts into a WaitGroup, closes a channel or sends
// on one, ends a pipe or a context, or is a function value that could do any of that.
// If a helper refused to run it, whoever waits would wait for ever.
func (r *Checker) MayBeAwaited(stmt *ast.GoStmt) bool {
	if r.Told[stmt].Joined {
		return true
	}
	s := r.Signals()
	s.stores = true
	if r.letsGo(stmt) || r.consumes(stmt) || s.isStored(stmt.Call, stmt.Call) {
		return true
	}
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		return s.In(lit.Body) || slices.ContainsFunc(stmt.Call.Args, s.in1)
	}
	return s.call(stmt.Call) || slices.ContainsFunc(stmt.Call.Args, s.Operand)
}

// LeavesWaiting reports whether somebody may wait for ever for what a helper runs: a panic,
// which would have ended the program, is recovered by the helper, and what would have
// been signalled after it is not. What is signalled in a defer is.
func (r *Checker) LeavesWaiting(src *source.File, stmt *ast.GoStmt, fn config.FuncName, helper *types.Func) bool {
	if helper == nil && !r.recoversBySource(src, fn) || helper != nil && !r.engine.Recovers(helper) {
		return false
	}
	var body *ast.BlockStmt
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		body = lit.Body
	} else if fn, ok := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func); ok && r.DeclOf(fn) != nil {
		body = r.DeclOf(fn).Body
	}
	if body == nil {
		return false
	}
	s := r.Signals()
	for n := range syntax.Except[ast.Node](body, func(n ast.Node) bool { _, deferred := n.(*ast.DeferStmt); return deferred }) {
		if s.at(n, false) {
			return true
		}
	}
	return false
}

// recoversBySource is Recovers for a helper of the module whose package is not imported yet:
// its source says so, or that of a function of its package that it names. Nothing is known
// of one of another module.
func (r *Checker) recoversBySource(src *source.File, fn config.FuncName) bool {
	decl, _ := r.Declared(src, fn)
	if decl == nil || decl.Body == nil {
		return false
	}
	return syntax.Any(decl.Body, func(id *ast.Ident) bool {
		if id.Name == "recover" {
			return true
		}
		other := fn
		other.Name = id.Name
		called, _ := r.Declared(src, other)
		return called != nil && called.Body != nil && syntax.Any(called.Body, func(id *ast.Ident) bool { return id.Name == "recover" })
	})
}

// Operand reports whether an argument of what is launched signals: a function that may be
// called with it, or an expression with a call in it.
func (s *signals) Operand(x ast.Expr) bool {
	if _, isFunc := s.r.TypeOf(x).Underlying().(*types.Signature); isFunc {
		if _, isLit := ast.Unparen(x).(*ast.FuncLit); !isLit {
			return s.call(&ast.CallExpr{Fun: x})
		}
	}
	return s.In(x)
}

// signals is the question whether code tells anybody that it runs or has run.
type signals struct {
	r        *Checker
	bodies   *question
	literals map[*ast.FuncLit]bool // that have been looked at
	stores   bool                  // what is stored counts as well, see stored.go
}

func (r *Checker) Signals() *signals {
	s := &signals{r: r, literals: make(map[*ast.FuncLit]bool)}
	s.bodies = r.ask(s.In, false)
	return s
}

// in1 is in for an expression.
func (s *signals) in1(x ast.Expr) bool { return s.In(x) }

// In reports whether something in a part of the code signals.
func (s *signals) In(n ast.Node) bool {
	locks := locks(n)
	return syntax.Any(n, func(at ast.Node) bool { return s.at(at, locks) || s.stores && s.isStored(at, n) })
}

// at reports whether a statement or a call signals, by itself. What locks gives back what
// it took.
func (s *signals) at(n ast.Node, locks bool) bool {
	switch n := n.(type) {
	case *ast.SendStmt:
		return true
	case *ast.CallExpr:
		if fn, ok := typeutil.Callee(s.r.Pass.TypesInfo, n).(*types.Func); locks && ok && strings.HasSuffix(fn.Name(), "nlock") {
			return false
		}
		return s.call(n)
	}
	return false
}

// locks reports whether code takes a lock, so that it may give one back.
func locks(n ast.Node) bool {
	return syntax.Any(n, func(sel *ast.SelectorExpr) bool {
		return sel.Sel.Name == "Lock" || sel.Sel.Name == "RLock" || strings.HasSuffix(sel.Sel.Name, "TryLock")
	})
}

// call reports whether a call signals, its operands apart.
func (s *signals) call(call *ast.CallExpr) bool {
	info := s.r.Pass.TypesInfo
	if info.Types[call.Fun].IsType() {
		return false
	}
	switch callee := typeutil.Callee(info, call).(type) {
	case *types.Builtin:
		return callee.Name() == "close"
	case *types.Func:
		return s.function(callee.Origin(), call)
	case *types.Var:
		if strings.HasPrefix(callee.Type().String(), "context.Cancel") {
			return true
		}
		return s.value(callee)
	}
	_, isLit := ast.Unparen(call.Fun).(*ast.FuncLit)
	return !isLit
}

// function reports whether a declared function signals: somebody may wait for it, it has a
// signal in its body, or, out of sight, is given something to signal by.
func (s *signals) function(fn *types.Func, call *ast.CallExpr) bool {
	if catalog.Wakes(fn) {
		return true
	}
	if signals, declared := s.bodies.of(fn); declared {
		return signals
	}
	if types.IsInterface(recvType(fn)) && s.methods(fn.Name(), nil) {
		return true
	}
	// Out of sight it may signal by what it is given, or by a method of that.
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		if named := typesx.Named(s.r.TypeOf(arg)); named != nil && s.methods("", named) {
			return true
		}
		switch t := s.r.TypeOf(arg).Underlying().(type) {
		case *types.Chan:
			return t.Dir() != types.RecvOnly
		case *types.Pointer:
			return strings.HasPrefix(t.Elem().String(), "sync.WaitGroup") || strings.HasPrefix(t.Elem().String(), "io.Pipe")
		}
		return false
	})
}

// methods reports whether a method of the package signals: one of a name, or one of a type.
func (s *signals) methods(name string, of *types.TypeName) bool {
	for _, f := range s.r.Pass.Files {
		for _, d := range f.Decls {
			fd, ok := d.(*ast.FuncDecl)
			if !ok || fd.Recv == nil || name != "" && fd.Name.Name != name {
				continue
			}
			fn, ok := s.r.Pass.TypesInfo.Defs[fd.Name].(*types.Func)
			if !ok || of != nil && typesx.Named(recvType(fn)) != of {
				continue
			}
			if s.function(fn, &ast.CallExpr{}) {
				return true
			}
		}
	}
	return false
}

// value reports whether a function value may signal. That of a local variable which
// has one value is looked at; a field's is taken to be a callback that nobody waits for.
func (s *signals) value(v *types.Var) bool {
	if v.IsField() || v.Parent() == v.Pkg().Scope() {
		return false
	}
	lit := s.r.LiteralOf(v)
	if lit == nil || s.r.IsAssigned(v) {
		return true
	}
	if s.literals[lit] {
		return false
	}
	s.literals[lit] = true
	return s.In(lit.Body)
}

// NeedsGo reports whether a body can tell a go statement from a helper, because it asks
// who has called it.
func (r *Checker) NeedsGo(stmt *ast.GoStmt) bool {
	return r.ReadsStack(stmt.Call.Fun, func(fn *types.Func) bool { return catalog.AsksCaller(fn) || catalog.PrintsStack(fn) }) || r.callsStacked(stmt.Call.Fun)
}

// AsksForCaller reports whether a declared function that is launched asks who has called it:
// the go statement itself is the answer, so that it cannot be called by anything else. What
// prints its stack, as most do that recover, has one line more in it.
func (r *Checker) AsksForCaller(stmt *ast.GoStmt) bool {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func)
	if !ok {
		return false
	}
	decl := r.DeclOf(fn.Origin())
	return decl != nil && decl.Body != nil && (r.ReadsStack(decl.Body, catalog.AsksCaller) || r.reachesStack(fn.Origin()))
}

// ReadsStack reports whether code asks who has called it. (runtime.Caller(0) is the code
// itself.)
func (r *Checker) ReadsStack(n ast.Node, reads func(*types.Func) bool) bool {
	return syntax.Any(n, func(call *ast.CallExpr) bool {
		fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
		if !ok || !reads(fn) {
			return false
		}
		if len(call.Args) != 1 || fn.Name() != "Caller" {
			return true
		}
		skip := r.Pass.TypesInfo.Types[call.Args[0]].Value
		return skip == nil || skip.ExactString() != "0"
	})
}

// PanicsWithNil reports whether panic(nil) is no error in the program, which a helper
// that recovers takes for no panic at all: a directive of the package says so, or go.mod.
func (r *Checker) PanicsWithNil(src *source.File) bool {
	if m := r.ModuleOf(source.DirOf(src)); m != nil && m.PanicNil {
		return true
	}
	return slices.ContainsFunc(r.Pass.Files, func(f *ast.File) bool {
		return slices.ContainsFunc(f.Comments, func(g *ast.CommentGroup) bool {
			return g.Pos() < f.Package && slices.ContainsFunc(g.List, func(c *ast.Comment) bool {
				return strings.HasPrefix(c.Text, "//go:debug ") && strings.Contains(c.Text, "panicnil=1")
			})
		})
	})
}
