// This file looks at files that the pass does not have. An import must not have the name of
// anything that any file of the package declares, even one of another platform or a test: the
// package would no longer compile there.

package source

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// An inDir is a name in a directory.
type inDir struct{ dir, name string }

// declaredBeside reports whether a file beside those of the pass declares a name at its
// top: a test of the package, or one that is not of this build. No import may have
// such a name. Tests may be more than all else, so a file is parsed only where its
// text leaves a doubt.
func (r *Files) declaredBeside(src *File, name string) bool {
	key := inDir{DirOf(src), name}
	declared, known := r.beside[key]
	if known {
		return declared
	}
	declared = slices.ContainsFunc(r.FilesBeside(key.dir), func(file string) bool { return r.declaredIn(file, name) })
	r.beside[key] = declared
	return declared
}

// FilesBeside returns the Go files of a directory that the pass does not have.
func (r *Files) FilesBeside(dir string) (files []string) {
	own := make(map[string]bool, len(r.Pass.Files))
	for _, f := range r.Pass.Files {
		own[r.Pass.Fset.File(f.FileStart).Name()] = true
	}
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		file := filepath.Join(dir, entry.Name())
		if strings.HasSuffix(file, ".go") && !own[file] {
			files = append(files, file)
		}
	}
	return files
}

// declaredIn reports whether a file of the package declares a name at its top.
func (r *Files) declaredIn(file, name string) bool {
	content, err := os.ReadFile(file)
	// Most files do not have the name at all, and to look is much cheaper than to parse.
	if err != nil || !mayDeclare(content, name) {
		return false
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, content, parser.SkipObjectResolution)
	// A test of package x_test does not share the scope.
	if err != nil || f.Name.Name != r.Pass.Pkg.Name() {
		return false
	}
	for _, d := range f.Decls {
		if declares(d, name) {
			return true
		}
	}
	return false
}

// beforeName is what may stand before a name on the line on which it is declared at
// the top of a file: a keyword, other names, or nothing, as in a group; and what may
// hide one of these.
var beforeName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|;|\*/|\()\s*(?:(?:func|type|var|const)\s+)?(?:[\pL_][\pL\pN_]*\s*,\s*)*$`)
})

// mayDeclare reports whether a text has a name where it might be declared.
func mayDeclare(text []byte, name string) bool {
	line := 0 // where it starts
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte(name))
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(name)
		if nl := bytes.LastIndexByte(text[at:start], '\n'); nl >= 0 {
			line = at + nl + 1
		}
		used := end < len(text) && (text[end] == '.' || text[end] == '"' || inName(text[end]))
		if !used && beforeName().Match(text[line:start]) {
			return true
		}
		at = end
	}
}

// inName reports whether a byte can only be part of a name.
func inName(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '_'
}

// declares reports whether a top-level declaration declares a name; methods do not.
func declares(d ast.Decl, name string) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Recv == nil && d.Name.Name == name
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.Name == name {
					return true
				}
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					if id.Name == name {
						return true
					}
				}
			}
		}
	}
	return false
}
