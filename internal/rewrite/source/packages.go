// This file answers what is known of other packages: their names, and what they declare. Only
// those are seen that this package depends on, and the sources of its own module: nothing is
// loaded for a fix, since an editor waits for it.

package source

import (
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/config"
)

// PackageNamed is the name of the package with a path, "" where it is not known: it is known
// where this package depends on it, or where the module has its source.
func (r *Files) PackageNamed(src *File, path string) string {
	if pkg := r.Dependency(path); pkg != nil {
		return pkg.Name()
	}
	if files := r.sourcesOf(r.ModuleOf(DirOf(src)), path); len(files) > 0 {
		return files[0].Name.Name
	}
	return ""
}

// Dependency returns a package that this one depends on, nil if it does not.
func (r *Files) Dependency(path string) *types.Package {
	if r.deps == nil {
		r.deps = make(map[string]*types.Package)
		var add func(pkg *types.Package)
		add = func(pkg *types.Package) {
			if r.deps[pkg.Path()] == nil {
				r.deps[pkg.Path()] = pkg
				for _, imp := range pkg.Imports() {
					add(imp)
				}
			}
		}
		add(r.Pass.Pkg)
	}
	return r.deps[path]
}

// Lacks reports whether the package of a function that a config names is seen, and has no
// such function: the name is misspelt, and no advice.
func (r *Files) Lacks(name config.Func) bool {
	fn, err := config.ParseFunc(string(name))
	if err != nil {
		return false
	}
	pkg := r.Dependency(fn.Package)
	if fn.Package == r.OwnPath() {
		pkg = r.Pass.Pkg
	}
	// Of a package that is not seen nothing is known, and so nothing is said against the name.
	if pkg == nil || !pkg.Complete() {
		return false
	}
	if fn.Type == "" {
		_, ok := pkg.Scope().Lookup(fn.Name).(*types.Func)
		return !ok
	}
	tn, ok := pkg.Scope().Lookup(fn.Type).(*types.TypeName)
	if !ok {
		return true
	}
	t := tn.Type()
	// A helper may be a method of the pointer, which has those of the value as well.
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	method, _, _ := types.LookupFieldOrMethod(t, true, pkg, fn.Name)
	_, ok = method.(*types.Func)
	return !ok
}

// Declared returns the declaration of a helper of the same module, and its file.
func (r *Files) Declared(src *File, fn config.FuncName) (*ast.FuncDecl, *ast.File) {
	for _, f := range r.sourcesOf(r.ModuleOf(DirOf(src)), fn.Package) {
		for _, d := range f.Decls {
			if fd, ok := d.(*ast.FuncDecl); ok && fd.Recv == nil && fd.Name.Name == fn.Name && fd.Type.TypeParams == nil {
				return fd, f
			}
		}
	}
	return nil, nil
}
