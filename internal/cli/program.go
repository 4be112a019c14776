package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/unit"
)

// A program is the syntax of a program's own packages.
type program struct {
	files   map[string][]*ast.File     // by import path
	decls   map[string][]*ast.FuncDecl // by bare name, that of methods too
	reached map[string]bool            // names of functions that may be called
}

// readProgram parses a program; nil if it cannot.
func readProgram(p *driver.Program) *program {
	src := &program{files: make(map[string][]*ast.File), decls: make(map[string][]*ast.FuncDecl), reached: make(map[string]bool)}
	fset := token.NewFileSet()
	var roots []ast.Node
	for importPath, names := range p.Own {
		for _, name := range names {
			f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			if err != nil {
				return nil
			}
			src.files[importPath] = append(src.files[importPath], f)
			for _, d := range f.Decls {
				fn, isFunc := d.(*ast.FuncDecl)
				if !isFunc {
					roots = append(roots, d) // a variable may be set to what a function returns
					continue
				}
				src.decls[fn.Name.Name] = append(src.decls[fn.Name.Name], fn)
				if fn.Recv == nil && (fn.Name.Name == "init" || fn.Name.Name == "main" && importPath == p.ImportPath) {
					src.reached[fn.Name.Name] = true
					roots = append(roots, fn)
				}
			}
		}
	}
	src.reach(roots)
	return src
}

// reach notes the names that are mentioned in nodes, and in the functions of
// these names, and so on.
func (p *program) reach(nodes []ast.Node) {
	for len(nodes) > 0 {
		last := nodes[len(nodes)-1]
		nodes = nodes[:len(nodes)-1]
		if fn, ok := last.(*ast.FuncDecl); ok {
			if fn.Body == nil {
				continue
			}
			last = fn.Body // its own name is not mentioned by it
		}
		for id := range syntax.All[*ast.Ident](last) {
			if p.reached[id.Name] || p.decls[id.Name] == nil {
				continue
			}
			p.reached[id.Name] = true
			for _, fn := range p.decls[id.Name] {
				nodes = append(nodes, fn)
			}
		}
	}
}

// reaches reports whether a function of a name may be called; "" is the package's
// initialisation.
func (p *program) reaches(name string) bool { return name == "" || p.reached[name] }

// selects reports whether a file uses one of the functions of a package, or may.
func (p *program) selects(importPath string, functions ...string) bool {
	for _, files := range p.files {
		for _, f := range files {
			for _, name := range importedAs(f, importPath) {
				if name == "." || mentions(f, name, functions) {
					return true
				}
			}
		}
	}
	return false
}

// importedAs returns the names under which a file imports a package.
func importedAs(f *ast.File, importPath string) (names []string) {
	for _, spec := range f.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err != nil || p != importPath {
			continue
		}
		if spec.Name != nil {
			names = append(names, spec.Name.Name)
		} else {
			names = append(names, path.Base(importPath))
		}
	}
	return names
}

func mentions(f *ast.File, pkg string, functions []string) bool {
	return syntax.Any(f, func(sel *ast.SelectorExpr) bool { return selects(sel, pkg, functions...) })
}

// selects reports whether sel names one of the functions of a package.
func selects(sel *ast.SelectorExpr, pkg string, functions ...string) bool {
	x, isIdent := sel.X.(*ast.Ident)
	return isIdent && x.Name == pkg && slices.Contains(functions, sel.Sel.Name)
}

// neutral are the methods of groups that neither wait for what is launched nor
// hand the group to somebody who might.
var neutral = strings.Fields("Go TryGo GoWith Start StartWith Add Done SetLimit Defer Tasks Stats Healthy Handler Expvar")

// waiters returns the functions of a package that wait for a group, a field or
// variable of a name; known is false where something else becomes of it.
func (p *program) waiters(importPath, name string, waits []string) (list []*ast.FuncDecl, known bool) {
	known = true
	for _, f := range p.files[importPath] {
		for _, d := range f.Decls {
			fn, _ := d.(*ast.FuncDecl)
			groupUses(d, name, func(method string) {
				switch {
				case slices.Contains(neutral, method):
				case fn != nil && slices.Contains(waits, method):
					list = append(list, fn)
				default:
					known = false
				}
			})
		}
	}
	return list, known
}

// groupUses calls use with the method that is selected of each mention of a name
// in a declaration, or with "" where it is something else that is done with it.
// Declarations of the name and assignments to it are no mentions.
func groupUses(d ast.Decl, name string, use func(method string)) {
	var around []ast.Node
	ast.Inspect(d, func(n ast.Node) bool {
		if n == nil {
			around = around[:len(around)-1]
			return true
		}
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			if method, ok := usedAs(id, around); ok {
				use(method)
			}
		}
		around = append(around, n)
		return true
	})
}

func usedAs(id *ast.Ident, around []ast.Node) (method string, used bool) {
	var e ast.Expr = id
	for _, n := range slices.Backward(around) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if n.Sel == e { // s.wg, which stands for the group
				e = n
				continue
			}
			return n.Sel.Name, true
		case *ast.Field:
			return "", false
		case *ast.ValueSpec:
			return "", slices.Contains(n.Values, e)
		case *ast.KeyValueExpr:
			return "", n.Key != e
		case *ast.AssignStmt:
			return "", !slices.Contains(n.Lhs, e)
		}
		return "", true
	}
	return "", true
}

// bareName is the name of a function without its receiver.
func bareName(function string) string { return function[strings.LastIndexByte(function, '.')+1:] }

func declName(fn *ast.FuncDecl) string { return unit.FuncName(fn) }
