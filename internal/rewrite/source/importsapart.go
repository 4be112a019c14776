// This file asks whether a team keeps the imports of its own module in groups of their own: of the
// files of the package, and where these say nothing, of those of packages nearby.

package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// mostNearby is how many files of other packages are read.
const mostNearby = 60

// enoughFiles is how many files that have both kinds of imports show what a team's habit is.
const enoughFiles = 5

// keepsApart reports whether the imports of the module are kept apart from those of others: most
// files that have both have a group of each.
func (r *Files) keepsApart(a *adder) bool {
	if a.own == nil {
		return false
	}
	apart, mixed := a.habits(r.Pass.Fset, r.Pass.Files)
	if apart+mixed > 0 {
		return apart > 2*mixed
	}
	left := mostNearby
	for dir := DirOf(a.src); left > 0 && Within(filepath.ToSlash(dir), filepath.ToSlash(a.own.Dir)); dir = filepath.Dir(dir) {
		for _, beside := range folders(dir) {
			fset := token.NewFileSet()
			moreApart, moreMixed := a.habits(fset, importsOf(fset, beside, &left))
			if apart, mixed = apart+moreApart, mixed+moreMixed; apart+mixed >= enoughFiles {
				return apart > 2*mixed
			}
		}
	}
	return apart > 2*mixed
}

// habits counts the files that have groups of imports of both kinds, and those that have a group which
// mixes them.
func (a *adder) habits(fset *token.FileSet, files []*ast.File) (apart, mixed int) {
	for _, f := range files {
		switch own, other, mixes := a.kinds(fset, f); {
		case mixes:
			mixed++
		case own && other:
			apart++
		}
	}
	return apart, mixed
}

// folders are a directory and those in it that may have packages, in their order.
func folders(dir string) []string {
	list := []string{dir}
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() && name != "vendor" && name != "testdata" && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_") {
			list = append(list, filepath.Join(dir, name))
		}
	}
	return list
}

// importsOf parses the imports of the files in a directory, and takes them off how many are left.
func importsOf(fset *token.FileSet, dir string, left *int) (files []*ast.File) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if *left == 0 || entry.IsDir() || !strings.HasSuffix(entry.Name(), ".go") {
			continue
		}
		*left--
		if f, err := parser.ParseFile(fset, filepath.Join(dir, entry.Name()), nil, parser.ImportsOnly); err == nil {
			files = append(files, f)
		}
	}
	return files
}
