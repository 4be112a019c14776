// This file asks whether a team keeps the imports of its own module in groups of their own, and where
// these stand: of the files of the package, and where these say nothing, of those of packages nearby.

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

// habits are how many files keep imports of the module and of others in groups of their own, how many
// of these have their own first, and how many have a group that mixes them.
type habits struct{ apart, ownFirst, mixed int }

// add counts files.
func (h *habits) add(a *adder, fset *token.FileSet, files []*ast.File) {
	for _, f := range files {
		switch k := a.kindsOf(fset, f); {
		case k.mixed:
			h.mixed++
		case k.own && k.other:
			h.apart++
			if k.ownFirst {
				h.ownFirst++
			}
		}
	}
}

// keptApart reports whether most files have a group of each.
func (h *habits) keptApart() bool { return h.apart > 2*h.mixed }

// importHabits asks the files of the package, and those nearby, for how imports are grouped.
func (r *Files) importHabits(a *adder) (h habits) {
	if a.own == nil {
		return h
	}
	if h.add(a, r.Pass.Fset, r.Pass.Files); h.apart+h.mixed > 0 {
		return h
	}
	left := mostNearby
	for dir := DirOf(a.src); left > 0 && Within(filepath.ToSlash(dir), filepath.ToSlash(a.own.Dir)); dir = filepath.Dir(dir) {
		for _, beside := range folders(dir) {
			fset := token.NewFileSet()
			if h.add(a, fset, importsOf(fset, beside, &left)); h.apart+h.mixed >= enoughFiles {
				return h
			}
		}
	}
	return h
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
