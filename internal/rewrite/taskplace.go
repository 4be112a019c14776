// This file answers of which part of a program a task is. The list of tasks is of the whole
// process: what many packages could have needs the package, or the function around.
//
//	go func() { ... }()  // in collect of package container: "container.collect"
//	go cmd.Run()         // in App.Logs: "App.Logs: cmd.Run"
//	go customerCmd.Run() // "customerCmd.Run" says which
//
// In package main all names are of the program, and short as they are.

package rewrite

import (
	"go/ast"
	"go/types"
	"strings"
	"unicode"
)

// placed is the name of a call with the function around, where it does not say of what it is.
func (r *Rewriter) placed(src *source, stmt *ast.GoStmt, fun ast.Expr, name string) string {
	if of, _, _ := strings.Cut(name, "."); !r.isAnybodys(fun) || !isPlain(name) && len(of) > 3 {
		return name
	}
	around := r.enclosingName(src, stmt)
	if lastName(around) == lastName(name) { // func Get() { ...; go func() { keyring.Get(); ... }() }
		return around
	}
	return r.joinedName(around, name)
}

// isAnybodys reports whether a function is one that many packages call: a method of another
// package's type, or a function of a package that is not of the same project.
func (r *Rewriter) isAnybodys(fun ast.Expr) bool {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok || r.pass.Pkg.Name() == "main" {
		return false
	}
	fn, ok := r.pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == r.pass.Pkg {
		return false
	}
	return fn.Pkg() == nil || r.pass.TypesInfo.Selections[sel] != nil || projectOf(fn.Pkg().Path()) != projectOf(r.pass.Pkg.Path())
}

// projectOf is what the paths of the packages of a project begin with, as far as a path tells.
func projectOf(path string) string {
	parts := strings.SplitN(path, "/", 3)
	return strings.Join(parts[:min(len(parts), 2)], "/")
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

// qualified is the name of a function around: in a library, one of a single word says nothing
// to who reads the list of a whole process, "progress.pipe" does; nor does a method of a type
// that many packages have, as Fs, Group or server. (What is launched itself goes by its own name.)
func (r *Rewriter) qualified(name string) string {
	pkg, of := r.pass.Pkg.Name(), name
	if typ, _, isMethod := strings.Cut(name, "."); isMethod {
		if len(typ) > 5 && unicode.IsUpper(rune(typ[0])) {
			return name
		}
		of = typ
	}
	if pkg == "main" || strings.EqualFold(pkg, of) || !isPlain(of) {
		return name
	}
	return pkg + "." + name
}
