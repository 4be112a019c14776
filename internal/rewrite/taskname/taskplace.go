// This file answers of which part of a program a task is. The list of tasks is of the whole
// process: what many packages could have needs the package, or the function around.
//
//	go func() { ... }()  // in collect of package container: "container.collect"
//	go cmd.Run()         // in App.Logs: "App.Logs: cmd.Run"
//	go customerCmd.Run() // "customerCmd.Run" says which
//
// In package main all names are of the program, and short as they are.

package taskname

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/typesx"
)

// placed is the name of a call, with the package or the function around where it does not say of
// what it is.
func (r *Namer) placed(src *source.File, stmt *ast.GoStmt, fun ast.Expr, name string) string {
	around := r.enclosingName(src, stmt)
	if r.isLocal(fun) {
		return r.joinedName(around, name) // worker is what many functions call theirs
	}
	// func Get() { ...; go func() { keyring.Get(); ... }() }. What has a Run runs itself, and is another one.
	isSaid := (r.isAnybodys(fun) || source.LaunchedLiteral(stmt.Call) != nil) && lastName(around) == lastName(name) && !lives.MatchString(lastName(name)) && r.onlyLaunch(src, stmt)
	switch {
	case r.isAnybodys(fun) && !isSaid:
		return r.joinedName(around, name)
	case isSaid:
		return around
	case r.isOurs(fun):
		return r.qualified(name)
	}
	return name
}

// lives is the name of a method by which something does what it is there for, as long as it lives.
var lives = regexp.MustCompile(`^(?i:run|serve|listen|loop|watch|work|start)$`)

// onlyLaunch reports whether a declaration launches nothing else.
func (r *Namer) onlyLaunch(src *source.File, stmt *ast.GoStmt) bool {
	d := src.DeclAround(stmt)
	return !slices.ContainsFunc(src.Launches, func(g *ast.GoStmt) bool { return g != stmt && d.Pos() <= g.Pos() && g.End() <= d.End() })
}

// runsGiven names a function that runs what it is given by that: retry(ctx, flush) is "flush",
// wait.Until(func() { ... }) goes by the function around as well, for many are given to it. takes is
// false for a function that takes none.
func (r *Namer) runsGiven(call *ast.CallExpr, name string) (given string, takes bool) {
	fn, ok := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg() == r.Pass.Pkg || fn.Signature().Recv() != nil {
		return "", false
	}
	for _, arg := range call.Args {
		if _, isFunc := r.TypeOf(arg).Underlying().(*types.Signature); !isFunc {
			continue
		}
		if of := source.SelectedFrom(arg); len(of) > 2 {
			return of, true
		}
		takes = true
	}
	return name, takes
}

// isLocal reports whether a function is what a variable of the function around holds.
func (r *Namer) isLocal(fun ast.Expr) bool {
	id, ok := ast.Unparen(fun).(*ast.Ident)
	if !ok {
		return false
	}
	v, isVar := r.Pass.TypesInfo.Uses[id].(*types.Var)
	return isVar && v.Parent() != r.Pass.Pkg.Scope()
}

// isOurs reports whether a function, or the field that holds it, is declared in the package: its
// name does not say so.
func (r *Namer) isOurs(fun ast.Expr) bool {
	switch x := ast.Unparen(fun).(type) {
	case *ast.IndexExpr:
		return r.isOurs(x.X)
	case *ast.IndexListExpr:
		return r.isOurs(x.X)
	case *ast.Ident:
		fn, isFunc := r.Pass.TypesInfo.Uses[x].(*types.Func)
		return isFunc && fn.Pkg() == r.Pass.Pkg
	case *ast.SelectorExpr:
		sel := r.Pass.TypesInfo.Selections[x]
		return sel != nil && sel.Obj().Pkg() == r.Pass.Pkg
	}
	return false
}

// isAnybodys reports whether a function is one that many packages call: a method of another
// package's type, or a function of a package that is not of the same project.
func (r *Namer) isAnybodys(fun ast.Expr) bool {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := r.Pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == r.Pass.Pkg {
		return false
	}
	if r.Pass.Pkg.Name() == "main" { // net.Conn.Read, of a conn; customerCmd.Run says which
		name := source.SelectedFrom(sel.X)
		of := typesx.Named(r.TypeOf(sel.X))
		return r.Pass.TypesInfo.Selections[sel] != nil && of != nil && of.Pkg() != nil && catalog.StdPath(of.Pkg().Path()) && (len(name) <= 2 || strings.EqualFold(name, of.Name()))
	}
	return fn.Pkg() == nil || r.Pass.TypesInfo.Selections[sel] != nil || projectOf(fn.Pkg().Path()) != projectOf(r.Pass.Pkg.Path())
}

// projectOf is what the paths of the packages of a project begin with, as far as a path tells.
func projectOf(path string) string {
	n := 2
	if host, _, _ := strings.Cut(path, "/"); host == "github.com" || host == "gitlab.com" || host == "bitbucket.org" { // and its owner
		n = 3
	}
	parts := strings.SplitN(path, "/", n+1)
	return strings.Join(parts[:min(len(parts), n)], "/")
}

// isPlain reports whether each part of a name is a single word: cmd.Run, unix.Kill.
func isPlain(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || strings.ContainsFunc(part[1:], unicode.IsUpper) {
			return false
		}
	}
	return true
}

// qualified is the name of a function of the package as others call it. A method goes by its type,
// which says enough, unless that is a single word, as Fs, Service or server: many packages have one.
func (r *Namer) qualified(name string) string {
	if typ, _, isMethod := strings.Cut(name, "."); isMethod && (!isPlain(typ) && !r.isOfMany(typ) || strings.EqualFold(r.Pass.Pkg.Name(), typ)) {
		return name
	}
	return r.inPackage(name)
}

// isOfMany reports whether another package of the project, as far as imports show them, has a type of
// the same name, as all modules of a program have a ModuleInstance, or whether the name says that many have.
func (r *Namer) isOfMany(typ string) bool {
	return ofMany.MatchString(typ) || slices.ContainsFunc(r.Pass.Pkg.Imports(), func(pkg *types.Package) bool {
		_, isType := pkg.Scope().Lookup(typ).(*types.TypeName)
		return isType && projectOf(pkg.Path()) == projectOf(r.Pass.Pkg.Path())
	})
}

// ofMany is the name of a type that packages of one kind have: each plugin a PluginInstance.
var ofMany = regexp.MustCompile(`^(Root|Base|Plugin|Module|Driver|Provider|Backend)(Instance|Module|Impl|Factory|Plugin)$`)

// inPackage is a name with that of the package, unless that is main, which is no name for
// anything, or the same.
func (r *Namer) inPackage(name string) string {
	pkg := r.Pass.Pkg.Name()
	if pkg == "main" || strings.EqualFold(pkg, name) || strings.HasPrefix(name, pkg+".") {
		return name
	}
	return pkg + "." + name
}
