// This file asks files that the pass does not have, tests and files of other builds and of
// other packages, what they set, for once.go and tree.go, and what they close, for endless.go.
// They are parsed once, and asked by name alone, but for what basebeside.go can tell: types would
// need the dependencies of another build. A name in common errs towards "set".

package vars

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// sets are what a file may set, by the names in what it sets.
type sets struct {
	marks    map[string]mark
	fields   map[string][]spelled // of what those are that are set
	declares spelledNames         // what the file itself declares, for the bases of those
	selected map[string][]string  // what is selected of it
	holders  map[string][]string  // of what holds a value of a type, anyOne for what has no name
	behind   []pointee            // what is set behind a pointer, which may be the struct of a field
	Broken   bool                 // it cannot be parsed: anything

	nils *nilsBeside // what it says about nil

	Mentioned map[string]bool
	Closes    bool // some channel, whichever

	// While it is looked at:
	apart  map[ast.Node]bool    // what has been counted, or holds a pointer
	fn     *ast.FuncDecl        // that of a test it is about
	around *ast.FuncDecl        // the same of any file
	copies []copied             // of what a pointer leads to, by variables of functions
	locals map[string][]spelled // what that declares; nil until asked for
	isTest bool
}

// A mark is how a name occurs in what a file sets.
type mark uint8

const (
	isNamed  mark = 1 << iota // selected or alone
	replaced                  // of these, what is assigned to: others are pointed to
	partly                    // some part of it is set, or of what it points to
	called                    // a method is called on it, which takes its address
)

func (s *sets) has(name string, m mark) bool { return s.marks[name]&m != 0 }

// SetBeside reports whether a file beside those of the pass, a test or one of another build,
// may set a variable or a field. Files that cgo has written stand elsewhere than that at hand.
func (r *Facts) SetBeside(v *types.Var) bool {
	if r.AtFile == nil {
		return true
	}
	set, known := r.besides[v]
	if !known {
		set = r.setBeside(v)
		r.besides[v] = set
	}
	return set
}

// setBeside looks at the files, one of which may say so.
func (r *Facts) setBeside(v *types.Var) bool {
	return r.setBesideIn(v, func(string) bool { return true })
}

// setBesideIn looks at some of them.
func (r *Facts) setBesideIn(v *types.Var, counts func(file string) bool) bool {
	var of []string // the names of its struct
	if v.IsField() {
		of = r.namesOf(r.StructOf(v))
	}
	return slices.ContainsFunc(r.FilesBeside(filepath.Dir(r.Pass.Fset.File(r.AtFile.FileStart).Name())), func(file string) bool {
		if !counts(file) {
			return false
		}
		s := r.SetsIn(file)
		return r.maySet(s, v) || slices.ContainsFunc(of, s.overwrites)
	})
}

// SetsIn returns what a file sets, which is looked at once.
func (r *Facts) SetsIn(file string) *sets {
	s := r.bySets[file]
	if s == nil {
		s = &sets{
			marks: make(map[string]mark), fields: make(map[string][]spelled), holders: make(map[string][]string), apart: make(map[ast.Node]bool),
			selected: make(map[string][]string), nils: newNilsBeside(), Mentioned: make(map[string]bool), declares: newSpelledNames(),
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if s.Broken = err != nil; s.Broken {
			s.nils.broken = true
		} else {
			s.nils.gather(f)
			s.isTest = isTestOf(r.Pass.Pkg, file, f)
			s.gather(f)
			s.apart, s.fn, s.locals, s.around, s.copies = nil, nil, nil, nil, nil
		}
		r.bySets[file] = s
	}
	return s
}

// maySet reports whether a variable, or a field, may be set by a file. What is set behind a pointer
// may be the struct of the field.
func (r *Facts) maySet(s *sets, v *types.Var) bool {
	set := s.has(v.Name(), isNamed)
	if v.IsField() {
		set = r.setsBehind(s, v) || r.setsField(s, v)
	}
	_, pointer := v.Type().Underlying().(*types.Pointer)
	if s.Broken || set || pointer {
		return s.Broken || set
	}
	if types.IsInterface(v.Type()) { // which a type parameter is as well
		return v.IsField() && s.has(v.Name(), partly)
	}
	if parts := hasParts(v.Type()); parts && s.has(v.Name(), partly) || (parts || !v.IsField()) && s.has(v.Name(), called) {
		return true
	}
	// A method value takes the address, too.
	return slices.ContainsFunc(s.selected[v.Name()], func(name string) bool {
		return typesx.HasMethod(types.NewPointer(v.Type()), v.Pkg(), name)
	})
}

// hasParts reports whether a value changes when a part of it is set: v.conf.Name = "" leaves conf
// as it is where that is a pointer.
func hasParts(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// gather notes what a file assigns to, and of what it takes the address, as a call of a method
// may.
func (s *sets) gather(f *ast.File) {
	s.holdTop(f)
	for n := range syntax.All[ast.Node](f) {
		s.held(n)
		s.declare(n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			s.around = n
			if s.locals = nil; s.isTest {
				s.fn = n
			}
		case *ast.AssignStmt:
			s.holdAll(n.Lhs, n.Rhs)
			if n.Tok == token.DEFINE {
				s.redeclare(n)
				continue
			}
			for i, lhs := range n.Lhs {
				if star, ok := ast.Unparen(lhs).(*ast.StarExpr); ok && (len(n.Lhs) != len(n.Rhs) || mayBeStruct(n.Rhs[i])) {
					s.behind = append(s.behind, pointee{of: s.typesOf(star.X), pointed: true})
				}
				s.assign(lhs)
			}
		case *ast.Ident:
			s.Mentioned[n.Name] = true
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "close" {
				s.Closes = true
			}
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
				for id := range syntax.All[*ast.Ident](sel.X) {
					s.marks[id.Name] |= called
				}
			}
		case *ast.SelectorExpr:
			for id := range syntax.All[*ast.Ident](n.X) {
				s.selected[id.Name] = append(s.selected[id.Name], n.Sel.Name)
			}
		case *ast.SliceExpr: // of an array takes its address
			s.set(n.X)
		case *ast.IncDecStmt:
			s.set(n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND && !isLiteral(n.X) {
				s.set(n.X)
			}
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				s.assign(n.Key)
				s.assign(n.Value)
				if isStar(n.Key) || isStar(n.Value) {
					s.behind = append(s.behind, anyPointee)
				}
			}
		}
	}
	s.replaceCopies()
}

// isStar reports whether an expression is what a pointer leads to.
func isStar(x ast.Expr) bool {
	if x == nil {
		return false
	}
	_, ok := ast.Unparen(x).(*ast.StarExpr)
	return ok
}

// assign notes what is assigned to.
func (s *sets) assign(lhs ast.Expr) {
	switch n := ast.Unparen(lhs).(type) {
	case *ast.Ident:
		s.marks[n.Name] |= replaced
	case *ast.SelectorExpr:
		s.marks[n.Sel.Name] |= replaced
	}
	s.set(lhs)
}

// set notes what is set, and what it is a part of.
//
//	s.conf.hosts[i] = h // hosts and conf have a part that is set
//	s.conf = c          // conf is set
func (s *sets) set(x ast.Expr) {
	for whole := true; ; whole = false {
		switch n := x.(type) {
		case *ast.ParenExpr:
			s.set(n.X)
			return
		case *ast.SelectorExpr:
			if whole {
				s.setField(n)
			}
			s.note(n.Sel, whole)
			x = n.X
		case *ast.IndexExpr:
			x = n.X
		case *ast.StarExpr:
			x = n.X
		case *ast.Ident:
			s.note(n, whole)
			return
		default:
			return
		}
	}
}

// note notes that a name, or only a part of what has it, is set.
func (s *sets) note(id *ast.Ident, whole bool) {
	if whole {
		s.marks[id.Name] |= isNamed
	} else {
		s.marks[id.Name] |= partly
	}
}

// mayBeStruct reports whether an expression that is assigned to what is behind a pointer may be a
// struct: not a literal of a basic type, what is appended or made, a function, a pointer, or what
// an operator computes.
func mayBeStruct(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.BasicLit, *ast.FuncLit, *ast.BinaryExpr:
		return false
	case *ast.UnaryExpr:
		return x.Op == token.ARROW
	case *ast.CallExpr:
		id, ok := ast.Unparen(x.Fun).(*ast.Ident)
		return !ok || !slices.Contains([]string{"append", "make", "new", "len"}, id.Name)
	case *ast.CompositeLit:
		switch x.Type.(type) {
		case *ast.ArrayType, *ast.MapType:
			return false
		}
	case *ast.Ident:
		return !slices.Contains([]string{"true", "false", "nil"}, x.Name)
	}
	return true
}

// isLiteral: &T{name: v} takes the address of something new, not of what has the name.
func isLiteral(x ast.Expr) bool {
	_, ok := ast.Unparen(x).(*ast.CompositeLit)
	return ok
}
