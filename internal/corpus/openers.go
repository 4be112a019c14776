package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/tetherlint/tether/internal/syntax"
)

// knownOpeners prints how many of the locals that a call gives, and whose Close, or whose
// body's, the same function calls, are acquisitions in the snapshot: what a function closes
// it owns. It is counted by syntax alone, so that some need no close. Tests, generated
// files and what is vendored are left out.
func (c *corpus) knownOpeners(out io.Writer) error {
	repositories, _, err := c.read()
	if err != nil {
		return err
	}
	var known, all int
	for _, r := range repositories {
		s, err := readSnapshot(snapshotFile(c.audit, r.name))
		if err != nil {
			return err
		}
		k, n := 0, 0
		for _, module := range r.modules {
			err := eachSource(filepath.Join(c.dir, r.name), module, func(file string, fset *token.FileSet, f *ast.File) {
				for call := range closedLocals(f) {
					n++
					first, last := fset.Position(call.Pos()).Line, fset.Position(call.End()).Line
					for line := first; line <= last; line++ {
						if s.acquires(place{file, line}) {
							k++
							break
						}
					}
				}
			})
			if err != nil {
				return err
			}
		}
		fmt.Fprintf(out, "%-12s %4d of %4d\n", r.name, k, n)
		known, all = known+k, all+n
	}
	fmt.Fprintf(out, "%-12s %4d of %4d: %s\n", "all", known, all, percent(known, all))
	return nil
}

// acquires reports whether a snapshot has an acquisition at a place.
func (s snapshot) acquires(at place) bool {
	for _, a := range s[at] {
		if a.kind == "resource" {
			return true
		}
	}
	return false
}

// eachSource parses the files of a module of a checkout, those of modules below it apart.
func eachSource(checkout, module string, do func(file string, fset *token.FileSet, f *ast.File)) error {
	top := filepath.Join(checkout, module)
	return filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && path != top:
			if isModule(path) || name == "vendor" || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
				return filepath.SkipDir
			}
			return nil
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil || ast.IsGenerated(f) {
			return nil // what does not parse is not analysed either
		}
		file, err := filepath.Rel(checkout, path)
		do(filepath.ToSlash(file), fset, f)
		return err
	})
}

func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// closedLocals are the calls whose result a local is, or one of them, that the same
// function closes.
func closedLocals(f *ast.File) map[*ast.CallExpr]bool {
	found := map[*ast.CallExpr]bool{}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		closed := map[string]bool{}
		for call := range syntax.All[*ast.CallExpr](fn.Body) {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Close" && len(call.Args) == 0 {
				x := sel.X
				if body, ok := x.(*ast.SelectorExpr); ok && body.Sel.Name == "Body" {
					x = body.X
				}
				if id, ok := x.(*ast.Ident); ok {
					closed[id.Name] = true
				}
			}
		}
		for assign := range syntax.All[*ast.AssignStmt](fn.Body) {
			call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
			if !ok || assign.Tok != token.DEFINE || len(assign.Rhs) != 1 {
				continue
			}
			for _, l := range assign.Lhs {
				if id, ok := l.(*ast.Ident); ok && closed[id.Name] {
					found[call] = true
				}
			}
		}
	}
	return found
}
