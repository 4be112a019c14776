// This file finds launches and names what they run, as messages, tables and the baseline's
// subjects show it.

package launch

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/syntax"
)

// Launches returns each launch of the package in source order: go statements, calls of helpers,
// and of what else launches (time.AfterFunc, (*exec.Cmd).Start, configured launchers). What
// stands in the body of an approved helper is none of them: someone has to write one.
func (p *Package) Launches() []*Launch {
	var all []*Launch
	for file := range p.InOrder() {
		for decl := range file.Children() {
			fd, _ := decl.Node().(*ast.FuncDecl)
			if fd != nil && p.isHelper(fd) {
				continue
			}
			for cur := range decl.Preorder((*ast.GoStmt)(nil), (*ast.CallExpr)(nil)) {
				if l := p.launchAt(cur); l != nil {
					l.File, l.Decl = file.Node().(*ast.File), fd
					all = append(all, l)
				}
			}
		}
	}
	return all
}

// launchAt is the launch that a go statement, or a call, is; or nil.
func (p *Package) launchAt(cur inspector.Cursor) (l *Launch) {
	switch n := cur.Node().(type) {
	case *ast.GoStmt:
		l = &Launch{Go: n, Call: n.Call}
	case *ast.CallExpr:
		switch h := p.helperCall(n); {
		case h == nil:
			if o := p.other(n); o != nil {
				l = &Launch{Call: n, Other: o}
			}
		// A handle does not launch.
		case h.Done != "": // the launch is where the handle goes
		case p.approved(h, n):
			l = &Launch{Call: n, Helper: h, Class: finding.Tracked}
		default:
			l = &Launch{Call: n, Denied: h}
		}
	}
	if l == nil {
		return nil
	}
	// What becomes of the result is asked of the statement around, parentheses left out.
	l.around = syntax.Outermost(cur).Parent().Node()
	if f := p.Index.FuncAt(cur); f != nil {
		l.scope = f.Type
	}
	l.Callee = p.runs(p.Run(l))
	return l
}

// isHelper reports whether the declaration is of a helper that is approved anywhere. A denied
// one is code like any other.
func (p *Package) isHelper(fd *ast.FuncDecl) bool {
	fn, _ := p.Info.Defs[fd.Name].(*types.Func)
	h := p.Helpers.Lookup(fn)
	return h != nil && !h.Denied
}

// runs names the function that an expression denotes: as messages show it, and as the baseline
// knows it, so that its forms must not change.
func (p *Package) runs(e ast.Expr) string {
	switch e := p.Uninstantiated(e).(type) {
	case nil:
		return "unknown"
	case *ast.FuncLit:
		return finding.Literal
	case *ast.Ident:
		return e.Name // a builtin, too
	case *ast.SelectorExpr:
		if fn := p.Function(e); fn != nil {
			return p.funcName(fn)
		}
		return types.ExprString(e)
	case *ast.CallExpr:
		return "the result of " + p.runs(e.Fun)
	}
	return "a function value"
}

// funcName is the name of a function as a reader of this package would write
// it: "(*Server).loop", "http.ListenAndServe", "(*sync.WaitGroup).Wait".
func (p *Package) funcName(fn *types.Func) string { return nameFrom(p.Pkg, fn) }

// nameFrom is the name of a function as it is written in a package; nil stands for one that is
// not its own.
func nameFrom(in *types.Package, fn *types.Func) string {
	qualify := func(pkg *types.Package) string {
		if pkg == nil || pkg == in {
			return ""
		}
		return pkg.Name() + "."
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return qualify(fn.Pkg()) + fn.Name()
	}
	t := types.Unalias(recv.Type())
	ptr, isPtr := t.(*types.Pointer)
	if isPtr {
		t = types.Unalias(ptr.Elem())
	}
	named, ok := t.(*types.Named)
	if !ok {
		return fn.Name()
	}
	name := qualify(named.Obj().Pkg()) + named.Obj().Name()
	if isPtr {
		name = "(*" + name + ")"
	}
	return name + "." + fn.Name()
}

// FuncName is the name of a function as a reader of this package would write it.
func (p *Package) FuncName(fn *types.Func) string { return p.funcName(fn) }

// Qualified is the name of a function with its package's name, in this package too.
func (p *Package) Qualified(fn *types.Func) string { return nameFrom(nil, fn) }

// Runs is the function that a call of a helper runs, as it is written; nil where it is
// not.
func (p *Package) Runs(call *ast.CallExpr, h *catalog.Helper) ast.Expr {
	return p.Run(&Launch{Call: call, Helper: h})
}
