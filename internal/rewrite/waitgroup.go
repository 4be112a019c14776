// Package rewrite builds the edits of fixes. A fix is safe to apply unseen or it
// is not offered: what compiles, formats and behaves the same is argued beside
// each edit, and in doubt there is none.
package rewrite

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"go/version"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/config"
)

// A Rewriter builds the fixes of one package. What it knows of a file it finds
// out once.
type Rewriter struct {
	pass   *analysis.Pass
	config *config.Config
	files  map[*ast.File]*source
	facts  map[ast.Decl]*declFacts

	assigned map[*types.Var]bool // in the whole package, see isAssigned

	modules map[string]*module     // by directory
	parsed  map[string][]*ast.File // packages of the module, by path
	beside  map[inDir]bool         // see declaredBeside
	deps    map[string]*types.Package
	decls   map[*types.Func]*ast.FuncDecl
	reached map[config.FuncName]map[*types.Func]bool
	scopes  map[token.Pos]*types.Scope
	vars    map[*types.Scope][]*types.Var
}

// New returns a rewriter for the package of a pass, under its config.
func New(pass *analysis.Pass, c *config.Config) *Rewriter {
	return &Rewriter{
		pass:    pass,
		config:  c,
		files:   make(map[*ast.File]*source),
		facts:   make(map[ast.Decl]*declFacts),
		modules: make(map[string]*module),
		parsed:  make(map[string][]*ast.File),
		beside:  make(map[inDir]bool),
		scopes:  make(map[token.Pos]*types.Scope),
		reached: make(map[config.FuncName]map[*types.Func]bool),
		vars:    make(map[*types.Scope][]*types.Var),
	}
}

// A counted launch is wg.Add(1) right before go func() { defer wg.Done(); ... }().
type counted struct {
	add   *ast.ExprStmt
	wg    ast.Expr // as it is written in front of Add
	group path
	stmt  *ast.GoStmt
	lit   *ast.FuncLit
	done  *ast.DeferStmt
}

// WaitGroupGo returns the fix that turns
//
//	wg.Add(1)
//	go func() {
//		defer wg.Done()
//		...
//	}()
//
// into wg.Go(func() { ... }), or nil. It behaves the same: Go adds one, and calls
// Done after the function, as the first deferred call of the body did. Only a
// panic tells them apart, since Go does not call Done then; so nothing may
// recover. The two WaitGroups must be the same variable, not only be spelled so,
// and it must still be the same when the goroutine gets to run.
func (r *Rewriter) WaitGroupGo(file *ast.File, stmt *ast.GoStmt) *analysis.SuggestedFix {
	src := r.source(file)
	if src.cgo || !r.hasWaitGroupGo(file) {
		return nil
	}
	c := r.counted(src, stmt)
	if c == nil || r.recovers(src, c.lit) || r.reassigned(src, c) {
		return nil
	}
	edits, ok := r.editsOf(src, c)
	if !ok {
		return nil
	}
	return &analysis.SuggestedFix{Message: "Launch through " + text(c.wg) + ".Go", TextEdits: edits}
}

// hasWaitGroupGo tells whether the file may use sync.WaitGroup.Go, of Go 1.25.
// Where its version is not known, the method being there says so.
func (r *Rewriter) hasWaitGroupGo(file *ast.File) bool { return r.atLeast(file, "go1.25") }

// atLeast tells whether the file's language version is at least v, or not known.
func (r *Rewriter) atLeast(file *ast.File, want string) bool {
	v := r.pass.TypesInfo.FileVersions[file]
	if v == "" {
		v = r.pass.Pkg.GoVersion()
	}
	return v == "" || version.Compare(v, want) >= 0
}

// counted returns the parts of a counted launch, nil where stmt is not one.
func (r *Rewriter) counted(src *source, stmt *ast.GoStmt) *counted {
	lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
	if !ok || lit != stmt.Call.Fun || lit.Type.Results != nil || len(lit.Body.List) == 0 {
		return nil
	}
	add, ok := src.before[stmt].(*ast.ExprStmt)
	if !ok {
		return nil
	}
	done, ok := lit.Body.List[0].(*ast.DeferStmt)
	if !ok {
		return nil
	}
	call, ok := add.X.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 || !r.isOne(call.Args[0]) {
		return nil
	}
	wg, group, ok := r.groupOf(call, "Add")
	if !ok || !r.promotesGo(wg) {
		return nil
	}
	_, same, ok := r.groupOf(done.Call, "Done")
	if !ok || !slices.Equal(group, same) {
		return nil
	}
	return &counted{add, wg, group, stmt, lit, done}
}

func (r *Rewriter) isOne(e ast.Expr) bool {
	v := r.pass.TypesInfo.Types[e].Value
	return v != nil && v.Kind() == constant.Int && constant.Compare(v, token.EQL, constant.MakeInt64(1))
}

// groupOf returns the WaitGroup of which a method is called, where naming it has
// no effects.
func (r *Rewriter) groupOf(call *ast.CallExpr, method string) (ast.Expr, path, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, nil, false
	}
	fn, _ := typeutil.Callee(r.pass.TypesInfo, call).(*types.Func)
	if fn == nil || fn.FullName() != "(*sync.WaitGroup)."+method {
		return nil, nil, false
	}
	group, ok := r.pathOf(sel.X)
	return sel.X, group, ok
}

// promotesGo tells whether Go, selected from the same expression as Add, is the
// method of sync.WaitGroup, too: what embeds one may have a Go of its own, or a
// standard library before 1.25 have none.
func (r *Rewriter) promotesGo(wg ast.Expr) bool {
	t := r.pass.TypesInfo.TypeOf(wg)
	if t == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, r.pass.Pkg, "Go")
	fn, ok := obj.(*types.Func)
	return ok && fn.FullName() == "(*sync.WaitGroup).Go"
}

// A path is the variable and the fields that name a value.
type path []*types.Var

// pathOf returns the path of an expression that consists of nothing else.
func (r *Rewriter) pathOf(e ast.Expr) (path, bool) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.pathOf(e.X)
	case *ast.StarExpr:
		return r.pathOf(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return r.pathOf(e.X)
		}
	case *ast.Ident:
		if v, ok := r.pass.TypesInfo.Uses[e].(*types.Var); ok {
			return path{v}, true
		}
	case *ast.SelectorExpr:
		field, ok := r.pass.TypesInfo.Uses[e.Sel].(*types.Var)
		if !ok {
			return nil, false
		}
		if r.pass.TypesInfo.Selections[e] == nil { // of a package
			return path{field}, true
		}
		rest, ok := r.pathOf(e.X)
		return append(rest, field), ok
	}
	return nil, false
}

// reassigned tells whether the path may lead elsewhere by the time that the
// goroutine gets to run. A variable that is declared and never assigned again
// does not change; a pointer in a field is looked at in the function around.
func (r *Rewriter) reassigned(src *source, c *counted) bool {
	for i, v := range c.group {
		switch {
		case !isPointer(v.Type()): // the variable is the place
		case i == 0 && r.isAssigned(v),
			i > 0 && src.decl(c.stmt, r).assigned[v]:
			return true
		}
	}
	return false
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// recovers tells whether a panic of the body may be recovered in it: it has a
// recover somewhere, or defers a function of this package that has one.
func (r *Rewriter) recovers(src *source, lit *ast.FuncLit) bool {
	found := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			found = found || r.isRecover(n)
		case *ast.DeferStmt:
			found = found || r.deferRecovers(src, n)
		}
		return !found
	})
	return found
}

func (r *Rewriter) isRecover(call *ast.CallExpr) bool { return r.isBuiltin(call, "recover") }

func (r *Rewriter) isBuiltin(call *ast.CallExpr, name string) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := r.pass.TypesInfo.Uses[id].(*types.Builtin)
	return ok && b.Name() == name
}

// deferRecovers tells whether a deferred function recovers. One of another
// package is taken not to; a function value may be any literal around it.
func (r *Rewriter) deferRecovers(src *source, d *ast.DeferStmt) bool {
	switch callee := typeutil.Callee(r.pass.TypesInfo, d.Call).(type) {
	case *types.Func:
		return r.recoversIn(callee)
	case *types.Builtin:
		return false // recover itself is found as a call
	default:
		if _, ok := ast.Unparen(d.Call.Fun).(*ast.FuncLit); ok {
			return false // its calls are looked at as the body's
		}
		return src.decl(d, r).recovers
	}
}
