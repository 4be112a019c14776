// This file recognises launches that count themselves into a WaitGroup, and makes wg.Go of
// them: the only fix that needs neither a helper nor an import.

package rewrite

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"go/version"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// Told is what the analysis has found out about a launch.
type Told struct {
	Joined  bool // it is known to be waited for
	Bound   bool // it is not, and a context can end it
	Stuck   bool // it may wait for ever, and nothing is offered that ends that
	GivenUp bool // somebody waits for it no longer than some time
}

// A Rewriter builds the fixes of one package. What it knows of a file it finds
// out once.
type Rewriter struct {
	Told map[*ast.GoStmt]Told // set before a fix is asked for

	engine *obligation.Engine

	pass   *analysis.Pass
	config *config.Config
	index  *syntax.Index
	files  map[*ast.File]*source
	facts  map[ast.Decl]*declFacts

	at     *ast.GoStmt // the launch that is being rewritten
	atFile *ast.File

	modules   map[string]*module                     // by directory
	parsed    map[string][]*ast.File                 // packages of the module, by path
	beside    map[inDir]bool                         // see declaredBeside
	once      map[*types.Var]bool                    // see setOnce and neverSet
	changedBy map[*types.Var][]ast.Decl              // see changers; nil until asked for
	literals  map[*types.TypeName][]inspector.Cursor // see literalsOf; nil until asked for
	stacked   map[*types.Func]bool                   // see reachesStack; nil until asked for
	written   *structs                               // that may be overwritten as a whole; nil until asked for
	bySets    map[string]*sets                       // by files that the pass does not have
	trees     map[string][]string                    // see filesBelow
	deps      map[string]*types.Package
	decls     map[*types.Func]*ast.FuncDecl
	reached   map[config.FuncName]map[*types.Func]bool
	scopes    map[token.Pos]*types.Scope
	vars      map[*types.Scope][]*types.Var
	timers    map[*types.TypeName]*ast.CallExpr // that have been given to their owners
	asTasks   map[types.Object]bool             // functions that a go statement calls, see isTaskItself
}

// New returns a rewriter for the package of a pass, under its config. The engine is asked what
// helpers do with a panic.
func New(pass *analysis.Pass, c *config.Config, engine *obligation.Engine) *Rewriter {
	return &Rewriter{
		pass:    pass,
		engine:  engine,
		index:   engine.Index(),
		config:  c,
		files:   make(map[*ast.File]*source),
		facts:   make(map[ast.Decl]*declFacts),
		modules: make(map[string]*module),
		parsed:  make(map[string][]*ast.File),
		beside:  make(map[inDir]bool),
		bySets:  make(map[string]*sets),
		once:    make(map[*types.Var]bool),
		trees:   make(map[string][]string),
		scopes:  make(map[token.Pos]*types.Scope),
		reached: make(map[config.FuncName]map[*types.Func]bool),
		vars:    make(map[*types.Scope][]*types.Var),
		timers:  make(map[*types.TypeName]*ast.CallExpr),
	}
}

// A counted launch is go func() { defer wg.Done(); ... }() with wg.Add(1) right before
// it, or one of the launches for which one Add counts.
type counted struct {
	add   *ast.ExprStmt
	wg    ast.Expr // as it is written in front of Add
	group path
	stmt  *ast.GoStmt
	lit   *ast.FuncLit
	done  ast.Stmt   // the first defer, or the last statement
	in    []ast.Stmt // the list that this stands in
	param *types.Var // the parameter by which it counts down, if it does
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
// Done after the function, as the first deferred call of the body did, or its last
// statement. A recover of the body comes before Done either way; a panic that nobody
// recovers ends the program. The two WaitGroups must be the same variable, not only
// be spelled so, and it must still be the same when the goroutine gets to run.
//
// Where one Add counts for several launches the fix rewrites all of them, and is the
// same for each.
func (r *Rewriter) WaitGroupGo(file *ast.File, stmt *ast.GoStmt) *analysis.SuggestedFix {
	if !r.HasWaitGroupGo(file) || r.denies(waitGroupGo) {
		return nil
	}
	return r.countedFix(r.source(file), stmt)
}

// countedFix is WaitGroupGo without regard to the file's version.
func (r *Rewriter) countedFix(src *source, stmt *ast.GoStmt) *analysis.SuggestedFix {
	if src.cgo {
		return nil
	}
	b := r.batchOf(src, stmt)
	if b == nil {
		return nil
	}
	var edits []analysis.TextEdit
	at := r.at
	defer func() { r.at = at }()
	for _, c := range b.launches {
		r.at, r.atFile = c.stmt, src.file // the fix is the same for each
		if r.reassigned(src, c) || r.readsStack(c.lit.Body, catalog.AsksCaller) {
			return nil
		}
		own, ok := r.editsOf(src, c, b.single)
		if !ok {
			return nil
		}
		edits = append(edits, own...)
	}
	if !b.single {
		edits = append(edits, src.removal(b.launches[0].add))
	}
	return &analysis.SuggestedFix{Message: "Launch through " + text(b.launches[0].wg) + ".Go", TextEdits: edits}
}

// waitedFor refuses a launch of a library for which a WaitGroup waits already, where no wg.Go
// fits: a task of the process beside that is one more to keep, for nothing that its owner
// lacks, and the process is not the library's. So it is before Go 1.25, but in a file that
// only a build constraint makes older; and where what is launched counts itself down. A
// program lists all its tasks, and a helper that the config names is what the team wants.
func (r *Rewriter) waitedFor(src *source, stmt *ast.GoStmt) *plan {
	if r.pass.Pkg.Name() == "main" || r.helperFor(src, true) != nil {
		return nil
	}
	if p := r.newerGo(src, stmt); p != nil {
		return p
	}
	if fn := r.countsItself(stmt); fn != nil && r.Told[stmt].Joined {
		return refuse("a WaitGroup waits for it already, and would launch it by its Go if " + fn.Name() + " did not count itself")
	}
	return nil
}

// newerGo refuses a launch that would become wg.Go if its module were not of a Go before
// 1.25; nil for all others.
func (r *Rewriter) newerGo(src *source, stmt *ast.GoStmt) *plan {
	module := r.pass.Pkg.GoVersion()
	if module == "" || version.Compare(module, "go1.25") >= 0 || r.denies(waitGroupGo) || r.countedFix(src, stmt) == nil {
		return nil
	}
	group := text(r.batchOf(src, stmt).launches[0].wg)
	return refuse("the module is of " + spokenVersion(module) + ", and from Go 1.25 on it would be " + group + ".Go")
}

// countsItself returns the function that is launched where it calls Done of a WaitGroup.
func (r *Rewriter) countsItself(stmt *ast.GoStmt) *types.Func {
	fn, ok := typeutil.Callee(r.pass.TypesInfo, stmt.Call).(*types.Func)
	if !ok {
		return nil
	}
	decl := r.declOf(fn.Origin())
	if decl == nil || decl.Body == nil || !syntax.AnyOwn(decl.Body, func(call *ast.CallExpr) bool { return r.calls(call, "(*sync.WaitGroup).Done") }) {
		return nil
	}
	return fn
}

// spokenVersion is a language version as people say it.
func spokenVersion(v string) string { return "Go " + strings.TrimPrefix(version.Lang(v), "go") }

// waitGroupGo is what a config calls wg.Go.
const waitGroupGo config.Func = "(*sync.WaitGroup).Go"

// HasWaitGroupGo reports whether the file may use sync.WaitGroup.Go, of Go 1.25.
// Where its version is not known, the method being there says so.
func (r *Rewriter) HasWaitGroupGo(file *ast.File) bool { return r.atLeast(file, "go1.25") }

// atLeast reports whether the file's language version is at least v, or not known.
func (r *Rewriter) atLeast(file *ast.File, want string) bool {
	v := r.pass.TypesInfo.FileVersions[file]
	if v == "" {
		v = r.pass.Pkg.GoVersion()
	}
	return v == "" || version.Compare(v, want) >= 0
}

// isOne reports whether an expression is the constant 1.
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

// promotesGo reports whether Go, selected from the same expression as Add, is the
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

// reassigned reports whether the path may lead elsewhere by the time that the
// goroutine gets to run. A variable that is declared and never assigned again
// does not change; a pointer in a field is looked at in the function around.
func (r *Rewriter) reassigned(src *source, c *counted) bool {
	for i, v := range c.group {
		switch {
		case !isPointer(v.Type()): // the variable is the place
		case i == 0 && r.isAssigned(v),
			i > 0 && len(r.changesOf(src, c.stmt, v)) > 0:
			return true
		}
	}
	return false
}

// isPointer reports whether a type's underlying type is a pointer.
func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// isBuiltin reports whether a call is of the builtin function of a name.
func (r *Rewriter) isBuiltin(call *ast.CallExpr, name string) bool {
	return typesx.IsBuiltin(r.pass.TypesInfo, call, name)
}
