package driver

import (
	"bytes"
	"fmt"
	"go/token"
	"go/types"
	"runtime"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/types/objectpath"
)

// A universe is the types of all packages that are imported: read from export data as
// they are needed, or those that a package was checked with in this run.
//
// Reading one package adds stubs of others to the map it is given, which are
// filled when those are read. Packages that are the same in all views must also
// be the same in all maps, hence the copying to and fro; a test's view has types
// of its own only for what differs in it.
type universe struct {
	fset *token.FileSet

	mu    sync.Mutex // guards all below, and the scopes of incomplete packages
	types map[*view]map[string]*types.Package
	reads int // how many packages were read, those that were dropped included
}

func newUniverse(g *graph) *universe {
	return &universe{
		fset:  token.NewFileSet(),
		types: map[*view]map[string]*types.Package{g.base: {}},
	}
}

// An importer imports for one package.
type importer struct {
	runner *runner
	node   *node
}

func (im importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	dep := im.node.imports[path]
	if dep == nil {
		dep = im.runner.graph.importedByCgo(path)
	}
	if dep == nil {
		return nil, fmt.Errorf("the go command does not list %s among the imports of %s", path, im.node.pkg.PkgPath)
	}
	return im.runner.load(dep)
}

// complete returns the types of a package if they were read already.
func (u *universe) complete(n *node) *types.Package {
	u.mu.Lock()
	defer u.mu.Unlock()
	if p := u.packages(n.view)[n.pkg.PkgPath]; p != nil && p.Complete() {
		return p
	}
	return nil
}

// read reads the types of a package from export data, unless another goroutine
// was faster.
func (u *universe) read(n *node, data []byte) (*types.Package, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	packages := u.packages(n.view)
	if p := packages[n.pkg.PkgPath]; p != nil && p.Complete() {
		return p, nil
	}
	u.reads++
	p, err := gcexportdata.Read(bytes.NewReader(data), u.fset, packages, n.pkg.PkgPath)
	if err != nil {
		return nil, fmt.Errorf("%w (tether was built with %s and may have to be built with the go command in use)", err, runtime.Version())
	}
	u.share(n.view)
	return p, nil
}

// adopt takes the types of a package that was checked from source, and reports whether
// it has: not where it was read already, or what was read mentions it, and so has other
// objects for what it declares.
func (u *universe) adopt(n *node, p *types.Package) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	packages := u.packages(n.view)
	if packages[n.pkg.PkgPath] != nil {
		return false
	}
	packages[n.pkg.PkgPath] = p
	u.share(n.view)
	return true
}

// packages returns the map for a view, brought up to date with the base.
func (u *universe) packages(v *view) map[string]*types.Package {
	m := u.types[v]
	if m == nil {
		m = make(map[string]*types.Package)
		u.types[v] = m
	}
	if v.base != nil {
		v.copyShared(m, u.types[v.base])
	}
	return m
}

// share gives the base what reading a package of v added.
func (u *universe) share(v *view) {
	if v.base != nil {
		v.copyShared(u.types[v.base], u.types[v])
	}
}

// copyShared copies the packages that are the same in v and its base.
func (v *view) copyShared(to, from map[string]*types.Package) {
	for path, p := range from {
		if v.byPath[path] == nil {
			to[path] = p
		}
	}
}

// pathOf returns the object path of an imported object that can be named without
// a search of its package: a package-level object or a method of a type. It
// holds the lock since the package may be incomplete and about to be filled.
func (u *universe) pathOf(obj types.Object) (objectpath.Path, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if obj.Pkg().Scope().Lookup(obj.Name()) != obj && !isConcreteMethod(obj) {
		return "", false
	}
	path, err := objectpath.For(obj)
	return path, err == nil
}

func isConcreteMethod(obj types.Object) bool {
	f, ok := obj.(*types.Func)
	if !ok || f.Origin() != f || f.Signature().Recv() == nil {
		return false
	}
	t := f.Signature().Recv().Type()
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	_, ok = types.Unalias(t).(*types.Named)
	return ok && !types.IsInterface(t)
}
