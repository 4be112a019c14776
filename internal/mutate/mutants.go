package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A mutant is a change of one condition, made by inserting text.
type mutant struct {
	file, function string
	line           int
	what, source   string
	inserts        []insert
	same           string // why nothing can notice it, by a comment
}

// An insert is text at an offset, in which # is the mutant's number. What encloses more
// opens first and closes last.
type insert struct {
	at     int
	text   string
	closes bool
	width  int // of what it encloses
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d: %s: %s: %s", m.file, m.line, m.function, m.what, m.source)
}

// collect finds the mutants of packages, by their folders.
func collect(pkgs []string) (list []mutant, err error) {
	for _, pkg := range pkgs {
		files, err := filepath.Glob(filepath.Join(pkg, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			more, err := inFile(file)
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no conditions in %v", pkgs)
	}
	return list, nil
}

// inFile finds the mutants of a file.
func inFile(file string) (list []mutant, err error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	defer func() { explain(list, f, fset) }()
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		offset := func(p token.Pos) int { return fset.Position(p).Offset }
		add := func(what string, of ast.Expr, parts ...ast.Expr) {
			m := mutant{file: file, function: fn.Name.Name, line: fset.Position(of.Pos()).Line, what: what, source: string(src[offset(of.Pos()):offset(of.End())])}
			for _, e := range parts {
				width := offset(e.End()) - offset(e.Pos())
				m.inserts = append(m.inserts,
					insert{offset(e.Pos()), "(mutantIs(#) != (", false, width},
					insert{offset(e.End()), "))", true, width})
			}
			list = append(list, m)
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.IfStmt:
				add("negated", n.Cond, n.Cond)
			case *ast.UnaryExpr:
				if n.Op == token.NOT {
					add("without its !", n, n)
				}
			case *ast.BinaryExpr:
				switch n.Op {
				case token.LAND, token.LOR: // by De Morgan's laws
					add("&& and || exchanged", n, n, n.X, n.Y)
				case token.LSS, token.LEQ, token.GTR, token.GEQ:
					if m, ok := offByOne(n, offset); ok {
						m.file, m.function, m.line, m.source = file, fn.Name.Name, fset.Position(n.Pos()).Line, string(src[offset(n.Pos()):offset(n.End())])
						list = append(list, m)
					}
				}
			case *ast.CaseClause: // of a switch without a tag is what the comparison shows
				for _, e := range n.List {
					if b, ok := e.(*ast.BinaryExpr); ok && b.Op != token.ADD && b.Op != token.OR {
						add("negated", e, e)
					}
				}
			}
			return true
		})
	}
	return list, nil
}

// explain gives mutants what the comment above their line says of their kind of change.
func explain(list []mutant, f *ast.File, fset *token.FileSet) {
	for _, group := range f.Comments {
		for _, c := range group.List {
			what, ok := strings.CutPrefix(c.Text, "//mutate:same ")
			if !ok {
				continue
			}
			change, why, _ := strings.Cut(what, ": ")
			for i, m := range list {
				if m.line == fset.Position(group.End()).Line+1 && m.what == change {
					list[i].same = why
				}
			}
		}
	}
}

// offByOne adds one to a length that is compared.
func offByOne(n *ast.BinaryExpr, offset func(token.Pos) int) (mutant, bool) {
	call, ok := n.X.(*ast.CallExpr)
	if !ok {
		return mutant{}, false
	}
	if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != "len" {
		return mutant{}, false
	}
	return mutant{what: "off by one", inserts: []insert{{offset(call.End()), " + mutantOne(#)", true, 0}}}, true
}

// choose picks n mutants, in the order of their places.
func choose(list []mutant, n int, seed uint64) []mutant {
	if n == 0 || n >= len(list) {
		return list
	}
	picked := rand.New(rand.NewPCG(seed, 0)).Perm(len(list))[:n]
	slices.Sort(picked)
	var chosen []mutant
	for _, i := range picked {
		chosen = append(chosen, list[i])
	}
	return chosen
}

// helpers is a file that each changed package gets.
const helpers = `package %s

import "github.com/tetherlint/tether/internal/mutate/active"

func mutantIs(n int) bool { return active.Mutant == n }

func mutantOne(n int) int {
	if active.Mutant == n {
		return 1
	}
	return 0
}
`

// writeOverlay writes the changed files, and returns the file that names them for the go
// command.
func writeOverlay(dir string, mutants []mutant) (string, error) {
	inserts := map[string][]insert{}
	for i, m := range mutants {
		for _, in := range m.inserts {
			in.text = strings.ReplaceAll(in.text, "#", fmt.Sprint(i+1))
			inserts[m.file] = append(inserts[m.file], in)
		}
	}
	replace := map[string]string{}
	put := func(name string, text []byte) error {
		name, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		to := replace[name]
		if to == "" {
			to = filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
			replace[name] = to
		}
		return os.WriteFile(to, text, 0o666)
	}
	for file, list := range inserts {
		src, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if err := put(file, apply(src, list)); err != nil {
			return "", err
		}
		if err := put(filepath.Join(filepath.Dir(file), "zz_mutant.go"), fmt.Appendf(nil, helpers, filepath.Base(filepath.Dir(file)))); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	return name, os.WriteFile(name, text, 0o666)
}

// apply makes the inserts: where several stand at one place, what closes comes first, the
// inner before the outer, and what opens last, the outer before the inner.
func apply(src []byte, list []insert) []byte {
	slices.SortStableFunc(list, func(a, b insert) int {
		switch {
		case a.at != b.at:
			return cmp.Compare(a.at, b.at)
		case a.closes != b.closes:
			return map[bool]int{true: -1, false: 1}[a.closes]
		case a.closes:
			return cmp.Compare(a.width, b.width)
		}
		return cmp.Compare(b.width, a.width)
	})
	var b bytes.Buffer
	last := 0
	for _, in := range list {
		b.Write(src[last:in.at])
		b.WriteString(in.text)
		last = in.at
	}
	b.Write(src[last:])
	return b.Bytes()
}
