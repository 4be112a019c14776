// This file answers whether anybody sets an exported variable of an internal package. Only
// what stands below the parent of the element internal may import that, so it can be seen:
//
//	var Queue = newQueue()      // example.com/app/internal/jobs
//	go jobs.Queue.Add(id)       // nothing below example.com/app assigns to it: it moves as it is
//
// As elsewhere in this package files are asked by name alone, whatever their build constraints.

package vars

import (
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/tetherlint/tether/internal/rewrite/source"
)

// maxTree is how many files are looked at: beyond that nothing is known.
const maxTree = 5000

// neverSet reports whether an exported variable of a package has the value that it is declared
// with from the start of the program on: its package is internal to the module at hand, and
// no file of all that may import it assigns to a variable of its name, or points to it.
func (r *Facts) neverSet(v *types.Var) bool {
	if v.IsField() || !v.Exported() || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return false
	}
	never, known := r.once[v]
	if !known {
		never = !r.setInTree(v)
		r.once[v] = never
	}
	return never
}

// setInTree reports whether a file may set a variable, or whether that cannot be seen.
func (r *Facts) setInTree(v *types.Var) bool {
	pkg, _, _ := strings.Cut(v.Pkg().Path(), " ")
	at := source.InternalParent(pkg)
	if at < 0 || r.AtFile == nil {
		return true
	}
	m := r.ModuleOf(filepath.Dir(r.Pass.Fset.File(r.AtFile.FileStart).Name()))
	parent := strings.TrimSuffix(pkg[:at], "/")
	if m == nil || !source.Within(parent, m.Path) {
		return true
	}
	files, ok := r.filesBelow(filepath.Join(m.Dir, filepath.FromSlash(strings.TrimPrefix(parent, m.Path))))
	if !ok {
		return true
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return true
		}
		if !strings.Contains(string(content), v.Name()) {
			continue
		}
		if r.maySet(r.SetsIn(file), v) {
			return true
		}
	}
	return false
}

// filesBelow lists the Go files of a directory and those below it; ok is false where there
// are too many, or they cannot be read.
func (r *Facts) filesBelow(dir string) (files []string, ok bool) {
	if files, ok := r.trees[dir]; ok {
		return files, len(files) <= maxTree
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != dir && (d.Name() == "vendor" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_")):
			return filepath.SkipDir
		case strings.HasSuffix(name, ".go") && !d.IsDir():
			files = append(files, name)
		}
		if len(files) > maxTree {
			return filepath.SkipAll
		}
		return nil
	})
	if err != nil {
		return nil, false
	}
	r.trees[dir] = files
	return files, len(files) <= maxTree
}
