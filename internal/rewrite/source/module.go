// This file reads go.mod and the sources of the module, to know what a file may import: a fix
// must not need a module that is not required, an internal package of others, or an import
// cycle. What it finds depends on files outside of the package, so that it is told by
// Offer.Needs and Offer.Blocked and never by a message.

package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
)

// A module is the nearest go.mod above a file.
type module struct {
	Dir, Path string
	requires  []string
	vendored  map[string]bool // the packages that are; nil where nothing is
	PanicNil  bool            // panic(nil) is no error in it
}

// ModuleOf returns the module that a directory is in, nil for none.
func (r *Files) ModuleOf(dir string) *module {
	if m, ok := r.modules[dir]; ok {
		return m
	}
	m := readModule(dir)
	// A go.mod that cannot be read is none, and the one above it governs, as far as is known.
	if m == nil && filepath.Dir(dir) != dir {
		m = r.ModuleOf(filepath.Dir(dir))
	}
	r.modules[dir] = m
	return m
}

// readModule reads the go.mod of a directory; nil where there is none that can be read.
func readModule(dir string) *module {
	name := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	f, err := modfile.ParseLax(name, text, nil)
	if err != nil || f.Module == nil {
		return nil
	}
	m := &module{Dir: dir, Path: f.Module.Mod.Path}
	for _, req := range f.Require {
		m.requires = append(m.requires, req.Mod.Path)
	}
	for _, g := range f.Godebug {
		m.PanicNil = m.PanicNil || g.Key == "panicnil" && g.Value == "1"
	}
	m.vendored = vendoredBy(dir)
	return m
}

// Within reports whether a package path is another one, or below it.
func Within(pkg, prefix string) bool { return pkg == prefix || strings.HasPrefix(pkg, prefix+"/") }

// Importable reports whether the package of a file can import another one that it
// does not import yet. needs is the module that would have to be required first;
// blocked says why it cannot at all.
func (r *Files) Importable(src *File, pkg string) (needs, blocked string) {
	dir := filepath.Dir(src.Token.Name())
	m := r.ModuleOf(dir)
	if m == nil {
		return "", "there is no go.mod"
	}
	// From what cannot be at all to what only go.mod would have to say.
	own := r.OwnPath()
	// The compiler would say so, but only after the fix.
	if i := InternalParent(pkg); i >= 0 && !Within(own, strings.TrimSuffix(pkg[:i], "/")) {
		return "", pkg + " is internal"
	}
	// A package of the module itself: only a cycle can stand in the way.
	if Within(pkg, m.Path) && !m.requiresPrefix(pkg) {
		if r.reaches(m, pkg, own, make(map[string]bool)) {
			return "", "importing " + pkg + " would be an import cycle"
		}
		return "", ""
	}
	// go get can be told to do that, so the finding says which module it is.
	if !m.requiresPrefix(pkg) {
		return pkg, ""
	}
	// Required is not enough: the package must be there.
	if m.vendored != nil && !m.vendored[pkg] {
		return "", pkg + " is not vendored"
	}
	return "", ""
}

// OwnPath is the import path of the package, whatever variant of it is analysed.
func (r *Files) OwnPath() string {
	own, _, _ := strings.Cut(r.Pass.Pkg.Path(), " ")
	return own
}

// InternalParent is where in a path the element internal starts, -1 where it has none: only
// packages below what stands before it may import the package.
func InternalParent(pkg string) int {
	switch {
	case pkg == "internal" || strings.HasPrefix(pkg, "internal/"):
		return 0
	case strings.HasSuffix(pkg, "/internal"):
		return len(pkg) - len("internal")
	}
	if i := strings.LastIndex(pkg, "/internal/"); i >= 0 {
		return i + 1
	}
	return -1
}

// requiresPrefix reports whether a required module could have a package.
func (m *module) requiresPrefix(pkg string) bool {
	for _, req := range m.requires {
		if Within(pkg, req) {
			return true
		}
	}
	return false
}

// reaches reports whether a package of the module imports another one, directly or
// not, as far as the sources say, whatever their build constraints are. A package
// that cannot be read is taken to.
func (r *Files) reaches(m *module, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	// Of a cycle the go command says no more than that there is one, and no build of the module works
	// any more: so files of other builds count, too.
	files := r.sourcesOf(m, from)
	for _, f := range files {
		for _, imp := range f.Imports {
			if p, err := strconv.Unquote(imp.Path.Value); err == nil && Within(p, m.Path) && r.reaches(m, p, to, seen) {
				return true
			}
		}
	}
	return len(files) == 0
}

// sourcesOf parses the files of a package of the module, without its tests.
func (r *Files) sourcesOf(m *module, pkg string) (files []*ast.File) {
	if m == nil || !Within(pkg, m.Path) {
		return nil
	}
	if files, ok := r.parsed[pkg]; ok {
		return files
	}
	dir := filepath.Join(m.Dir, filepath.FromSlash(strings.TrimPrefix(strings.TrimPrefix(pkg, m.Path), "/")))
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") {
			continue
		}
		if f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.SkipObjectResolution); err == nil {
			files = append(files, f)
		}
	}
	r.parsed[pkg] = files
	return files
}

// BaseName guesses the name of a package from its path: the major version, the
// version of gopkg.in and a go- in front are no part of it.
func BaseName(pkg string) string {
	base := PathBase(pkg)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = PathBase(strings.TrimSuffix(pkg, "/"+base))
	}
	base, _, _ = strings.Cut(base, ".") // gopkg.in/x.v2
	base = strings.TrimPrefix(base, "go-")
	if i := strings.LastIndexByte(base, '-'); i >= 0 {
		base = base[i+1:]
	}
	if !token.IsIdentifier(base) {
		return "helper"
	}
	return base
}
