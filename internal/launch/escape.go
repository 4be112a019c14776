package launch

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/tetherlint/tether/internal/catalog"
)

// A launch escapes a function that may start it and returns while it runs. It is
// no matter of the function's callers where something that they gave ends it, or
// where it is started at most once in the life of the process.
//
// What escapes a function escapes those that call it, but where they hold what
// ends it and use that: as they release the value that they got, end the context
// or close the channel that they made, wait on the field by which the launched
// says that it has ended. What they do not know about they are believed to do:
// a value that is passed on, a context of unknown origin.

// An Escape is a launch that escapes a function. It is plain data, small and
// deterministic, to be part of a fact. The zero Escape is none.
type Escape struct {
	Where  string   // the go statement, or the helper's call: "loop.Forever (loop.go:12)"
	Enders []string // exported methods that end it, besides those that callers know by name
}

// Escapes returns, for each declared function of the package that a launch may
// escape, the first one. It is meant for dependencies, whose functions callers
// cannot look into.
func (p *Package) Escapes() map[*types.Func]Escape {
	e := p.gather()
	e.solve()
	found := make(map[*types.Func]Escape)
	for _, s := range e.list {
		if s.obj != nil && s.where != "" {
			// What launches anew may end what it launched before; that is no way out.
			enders := slices.DeleteFunc(slices.Clone(s.enders), func(name string) bool { return name == s.obj.Name() })
			found[s.obj] = Escape{s.where, enders}
		}
	}
	return found
}

// A scope is a function of the package, declared or a literal, with what it may
// launch.
type scope struct {
	node     ast.Node // *ast.FuncDecl or *ast.FuncLit
	obj      *types.Func
	decl     *ast.FuncDecl
	file     *ast.File
	outer    *scope // of a literal
	launches []*Launch
	calls    []called // of what may launch: all but conversions, builtins, the standard library

	where   string       // what escapes it; "" for nothing
	signals []*types.Var // fields by which it says that it has ended
	tied    []*types.Var // fields by which it may be ended
	enders  []string
}

// A called is a call of a declared function.
type called struct {
	*ast.CallExpr
	fn *types.Func
}

// An escaping is the search for what escapes the functions of a package.
type escaping struct {
	p      *Package
	list   []*scope // in source order, outer ones first
	byNode map[ast.Node]*scope
	byFunc map[*types.Func]*scope
	usedIn map[*scope]bool // literals: see runs

	endedIn map[*types.Var][]*scope // see indexEnds
	callers map[*types.Func][]*scope
}

// gather walks over the package once.
func (p *Package) gather() *escaping {
	e := &escaping{p: p, byNode: make(map[ast.Node]*scope), byFunc: make(map[*types.Func]*scope), usedIn: make(map[*scope]bool)}
	for _, f := range p.Files {
		for _, d := range f.Decls {
			fd, ok := d.(*ast.FuncDecl)
			if !ok || fd.Body == nil || p.isHelper(fd) || p.inTest(fd.Pos()) {
				continue
			}
			g := gatherer{e: e, file: f, decl: fd}
			ast.Inspect(fd, g.visit)
			if g.launches {
				e.launches(f, fd)
			}
		}
	}
	return e
}

// launches adds the launches of a declaration to the functions that have them.
func (e *escaping) launches(f *ast.File, fd *ast.FuncDecl) {
	d := discovery{p: e.p, file: f, decl: fd}
	ast.Inspect(fd, d.visit)
	byType := make(map[*ast.FuncType]*scope)
	for _, s := range e.list {
		if s.decl == fd {
			byType[funcType(s.node)] = s
		}
	}
	for _, l := range d.found {
		if s := byType[l.scope]; s != nil && l.Other == nil {
			s.launches = append(s.launches, l)
		}
	}
}

// A gatherer walks over one declaration.
type gatherer struct {
	e        *escaping
	file     *ast.File
	decl     *ast.FuncDecl
	nodes    []ast.Node
	scopes   []*scope
	values   map[types.Object]*types.Func // local variables that are declared as a function: f := p.Start
	launches bool
}

func (g *gatherer) visit(n ast.Node) bool {
	if n == nil {
		last := len(g.nodes) - 1
		if funcType(g.nodes[last]) != nil {
			g.scopes = g.scopes[:len(g.scopes)-1]
		}
		g.nodes = g.nodes[:last]
		return true
	}
	g.nodes = append(g.nodes, n)
	switch n := n.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		g.enter(n)
	case *ast.GoStmt:
		g.launches = true
	case *ast.AssignStmt:
		g.assign(n)
	case *ast.CallExpr:
		g.call(n)
	}
	return true
}

func (g *gatherer) enter(n ast.Node) {
	s := &scope{node: n, decl: g.decl, file: g.file}
	if n == g.decl {
		if s.obj, _ = g.e.p.Info.Defs[g.decl.Name].(*types.Func); s.obj != nil {
			g.e.byFunc[s.obj] = s
		}
	} else {
		s.outer = g.scopes[len(g.scopes)-1]
	}
	g.scopes = append(g.scopes, s)
	g.e.list = append(g.e.list, s)
	g.e.byNode[n] = s
}

// assign notes the variables that are declared as a function. One that is given
// another is no longer known.
func (g *gatherer) assign(n *ast.AssignStmt) {
	if len(n.Lhs) != len(n.Rhs) {
		return
	}
	for i, l := range n.Lhs {
		id, ok := l.(*ast.Ident)
		if !ok {
			continue
		}
		v := g.e.p.Info.ObjectOf(id)
		if n.Tok != token.DEFINE {
			delete(g.values, v)
		} else if fn := g.e.p.function(g.e.p.uninstantiated(n.Rhs[i])); fn != nil {
			if g.values == nil {
				g.values = make(map[types.Object]*types.Func)
			}
			g.values[v] = fn
		}
	}
}

func (g *gatherer) call(n *ast.CallExpr) {
	p := g.e.p
	fn := p.callee(n)
	if id, ok := n.Fun.(*ast.Ident); ok && fn == nil && g.values != nil {
		fn = g.values[p.Info.Uses[id]]
	}
	switch {
	case fn == nil || fn.Pkg() == nil: // a literal is looked at where it stands
		return
	case p.Helpers.Lookup(fn) != nil:
		g.launches = true
	case fn.Pkg() == p.Pkg || !catalog.StdPath(fn.Pkg().Path()):
		s := g.scopes[len(g.scopes)-1]
		s.calls = append(s.calls, called{n, fn})
	}
}

// solve finds what escapes each function. The first launch of a function counts,
// else its first call: so the answer does not depend on any order but the source's.
func (e *escaping) solve() {
	for _, s := range e.list {
		for _, l := range s.launches {
			if s.where != "" {
				break
			}
			if s.tied = nil; e.escapesLaunch(s, l) {
				s.where, s.enders = e.position(l), e.endersOf(s.tied)
			}
		}
		e.foreign(s)
	}
	for changed := true; changed; {
		changed = false
		for _, s := range e.list {
			if s.where == "" && (e.fromCalls(s) || e.fromLiterals(s)) {
				changed = true
			}
		}
	}
}

// position names the function that has a launch, and where that is, in a form
// that is the same wherever the package lies.
func (e *escaping) position(l *Launch) string {
	name := e.p.Pkg.Name()
	if fn, ok := e.p.Info.Defs[l.Decl.Name].(*types.Func); ok {
		name = e.p.qualified(fn)
	}
	at := e.p.Fset.PositionFor(l.node().Pos(), false)
	return fmt.Sprintf("%s (%s:%d)", name, filepath.Base(at.Filename), at.Line)
}

// qualified is the name of a function with its package's name.
func (p *Package) qualified(fn *types.Func) string {
	other := Package{Config: Config{Pkg: nil}}
	return other.funcName(fn)
}

// foreign looks at the calls of other packages' functions.
func (e *escaping) foreign(s *scope) {
	for _, call := range s.calls {
		if s.where == "" && call.fn.Pkg() != e.p.Pkg && e.p.Escaping != nil {
			s.tied = nil
			if esc := e.p.Escaping(call.fn); esc.Where != "" && e.escapesCall(s, call.CallExpr, nil) {
				s.where, s.enders = esc.Where, e.endersOf(s.tied)
			}
		}
	}
}

// fromCalls looks for a call of the package's own functions that something escapes.
func (e *escaping) fromCalls(s *scope) bool {
	for _, call := range s.calls {
		callee := e.byFunc[call.fn]
		s.tied = nil
		if callee != nil && callee.where != "" && e.escapesCall(s, call.CallExpr, callee) {
			s.where, s.signals = callee.where, callee.signals
			if s.enders = e.endersOf(s.tied); len(s.enders) == 0 {
				s.enders = callee.enders
			}
			return true
		}
	}
	return false
}

// fromLiterals looks for a literal in the function that it runs.
func (e *escaping) fromLiterals(s *scope) bool {
	for _, lit := range e.list {
		if lit.outer == s && lit.where != "" && e.runs(s, lit) && !e.once(s, lit.node) {
			s.where, s.signals, s.enders = lit.where, lit.signals, lit.enders
			return true
		}
	}
	return false
}

// path is the way from a node up to the declaration around it.
func (e *escaping) path(s *scope, n ast.Node) []ast.Node {
	return pathTo(s.file, n)
}

func pathTo(f *ast.File, n ast.Node) []ast.Node {
	path, _ := astutil.PathEnclosingInterval(f, n.Pos(), n.End())
	for i, x := range path {
		if x == n {
			return path[i:]
		}
	}
	return nil
}
