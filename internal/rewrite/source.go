package rewrite

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/tetherlint/tether/internal/unit"
)

// A source is what the rewriter knows of a file.
type source struct {
	file   *ast.File
	cgo    bool                     // imports "C": what is analysed may not be what is on the disk
	before map[*ast.GoStmt]ast.Stmt // the statement before each go statement in its list
	names  map[string]bool          // every name that occurs in the file, or that a fix has added
	decls  map[ast.Decl]*declFacts
}

// declFacts are what is asked of a top-level declaration.
type declFacts struct {
	assigned map[*types.Var]bool // variables and fields that get a value by assignment
	recovers bool                // there is a call of recover
	jumps    bool                // there is a goto
}

func (r *Rewriter) source(file *ast.File) *source {
	if s := r.files[file]; s != nil {
		return s
	}
	s := &source{
		file:   file,
		before: make(map[*ast.GoStmt]ast.Stmt),
		names:  make(map[string]bool),
		decls:  make(map[ast.Decl]*declFacts),
	}
	s.cgo = unit.RewrittenByCgo(file)
	for _, imp := range file.Imports {
		s.cgo = s.cgo || imp.Path.Value == `"C"`
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			s.list(n.List)
		case *ast.CaseClause:
			s.list(n.Body)
		case *ast.CommClause:
			s.list(n.Body)
		case *ast.Ident:
			s.names[n.Name] = true
		}
		return true
	})
	r.files[file] = s
	return s
}

func (s *source) list(list []ast.Stmt) {
	for i, stmt := range list {
		if g, ok := stmt.(*ast.GoStmt); ok && i > 0 {
			s.before[g] = list[i-1]
		}
	}
}

// decl returns the facts of the top-level declaration around a node.
func (s *source) decl(n ast.Node, r *Rewriter) *declFacts {
	i, ok := slices.BinarySearchFunc(s.file.Decls, n.Pos(), func(d ast.Decl, pos token.Pos) int {
		switch {
		case d.End() <= pos:
			return -1
		case d.Pos() > pos:
			return 1
		}
		return 0
	})
	if !ok {
		return &declFacts{assigned: make(map[*types.Var]bool), recovers: true, jumps: true}
	}
	d := s.file.Decls[i]
	facts := s.decls[d]
	if facts == nil {
		facts = r.declFacts(d)
		s.decls[d] = facts
	}
	return facts
}

func (r *Rewriter) declFacts(d ast.Node) *declFacts {
	f := &declFacts{assigned: make(map[*types.Var]bool)}
	posts := make(map[ast.Stmt]bool)
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			// The variables of a loop are new in each turn, and the post
			// statement changes those of the next.
			if init, ok := n.Init.(*ast.AssignStmt); ok && init.Tok == token.DEFINE && n.Post != nil {
				posts[n.Post] = true
			}
		case *ast.AssignStmt:
			if !posts[n] {
				r.assign(f, n.Lhs...)
			}
		case *ast.IncDecStmt:
			if !posts[n] {
				r.assign(f, n.X)
			}
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				r.assign(f, n.Key, n.Value)
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				r.assign(f, n.X)
			}
		case *ast.SliceExpr:
			r.assign(f, n.X)
		case *ast.SelectorExpr:
			r.method(f, n)
		case *ast.CallExpr:
			f.recovers = f.recovers || r.isRecover(n)
		case *ast.BranchStmt:
			f.jumps = f.jumps || n.Tok == token.GOTO
		}
		return true
	})
	return f
}

// method records that a method takes the address of what it is called on.
func (r *Rewriter) method(f *declFacts, n *ast.SelectorExpr) {
	sel := r.pass.TypesInfo.Selections[n]
	if sel == nil || sel.Kind() != types.MethodVal {
		return
	}
	fn, ok := sel.Obj().(*types.Func)
	if ok && isPointer(fn.Signature().Recv().Type()) && !r.isReference(n.X) {
		r.assign(f, n.X)
	}
}

// assign records the variables and fields that get a value, at least in part: an
// element of an array, or a field of a struct, is a part of it. A new variable of
// a short declaration is not among them: that is its only value until it gets
// another.
func (r *Rewriter) assign(f *declFacts, list ...ast.Expr) {
	for _, e := range list {
		switch e := e.(type) {
		case *ast.ParenExpr:
			r.assign(f, e.X)
		case *ast.Ident:
			if v, ok := r.pass.TypesInfo.Uses[e].(*types.Var); ok {
				f.assigned[v] = true
			}
		case *ast.SelectorExpr:
			r.assign(f, e.Sel)
			if !r.isReference(e.X) {
				r.assign(f, e.X)
			}
		case *ast.IndexExpr:
			if !r.isReference(e.X) {
				r.assign(f, e.X)
			}
		}
	}
}

// isReference tells whether what e leads to is not a part of the value of e.
func (r *Rewriter) isReference(e ast.Expr) bool {
	t := r.pass.TypesInfo.TypeOf(e)
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map:
		return true
	}
	return false
}

// packageFacts are what is asked of the whole package.
type packageFacts struct {
	assigned map[*types.Var]bool
	recovers map[*types.Func]bool
}

func (r *Rewriter) packageFacts() *packageFacts {
	if r.facts != nil {
		return r.facts
	}
	r.facts = &packageFacts{assigned: make(map[*types.Var]bool), recovers: make(map[*types.Func]bool)}
	for _, f := range r.pass.Files {
		src := r.source(f)
		for _, d := range f.Decls {
			facts := src.decls[d]
			if facts == nil {
				facts = r.declFacts(d)
				src.decls[d] = facts
			}
			for v := range facts.assigned {
				r.facts.assigned[v] = true
			}
			if fd, ok := d.(*ast.FuncDecl); ok && facts.recovers {
				if fn, ok := r.pass.TypesInfo.Defs[fd.Name].(*types.Func); ok {
					r.facts.recovers[fn] = true
				}
			}
		}
	}
	return r.facts
}

// fresh returns a name like the given one that the file does not have, and
// reserves it: the fixes of a file are applied together.
func (s *source) fresh(name string, pkg *types.Package) string {
	for i := 1; ; i++ {
		c := strings.TrimRight(name, "0123456789") + strconv.Itoa(i)
		if !s.names[c] && pkg.Scope().Lookup(c) == nil && types.Universe.Lookup(c) == nil {
			s.names[c] = true
			return c
		}
	}
}

// comment returns the first comment that starts in a stretch, nil if there is none.
func (s *source) comment(pos, end token.Pos) *ast.CommentGroup {
	i, _ := slices.BinarySearchFunc(s.file.Comments, pos, func(c *ast.CommentGroup, pos token.Pos) int {
		return int(c.Pos() - pos)
	})
	if i < len(s.file.Comments) && s.file.Comments[i].Pos() < end {
		return s.file.Comments[i]
	}
	return nil
}

// lastComment returns the end of the last comment in a stretch, or pos.
func (s *source) lastComment(pos, end token.Pos) token.Pos {
	for c := s.comment(pos, end); c != nil; c = s.comment(pos, end) {
		pos = c.End()
	}
	return pos
}

// text prints an expression on one line; "" where it needs several.
func text(e ast.Expr) string {
	var b bytes.Buffer
	if format.Node(&b, token.NewFileSet(), e) != nil || strings.Contains(b.String(), "\n") {
		return ""
	}
	return b.String()
}
