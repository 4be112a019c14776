// This file has what fixes of a file ask about its text and its lists of statements.

package source

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// Files are the files of a package as fixes see them, and those beside them: of other builds, of
// its module, of what that requires. What is asked once is known then.
type Files struct {
	Pass   *analysis.Pass
	Config *config.Config
	Index  *syntax.Index
	files  map[*ast.File]*File

	modules map[string]*module     // by directory
	parsed  map[string][]*ast.File // packages of the module, by path
	beside  map[inDir]bool         // see declaredBeside
	deps    map[string]*types.Package
	scopes  map[token.Pos]*types.Scope
	vars    map[*types.Scope][]*types.Var
	decls   map[*types.Func]*ast.FuncDecl
	habits  *habits // how imports are grouped, see ImportEdits; nil until asked for
}

// New returns the files of the package of a pass, under its config.
func New(pass *analysis.Pass, c *config.Config, index *syntax.Index) *Files {
	return &Files{
		Pass:    pass,
		Index:   index,
		Config:  c,
		files:   make(map[*ast.File]*File),
		modules: make(map[string]*module),
		parsed:  make(map[string][]*ast.File),
		beside:  make(map[inDir]bool),
		scopes:  make(map[token.Pos]*types.Scope),
		vars:    make(map[*types.Scope][]*types.Var),
	}
}

// A File is what the rewriter knows of a file.
type File struct {
	File    *ast.File
	Cgo     bool                         // imports "C": what is analysed may not be what is on the disk
	Before  map[*ast.GoStmt]ast.Stmt     // the statement before each go statement in its list
	After   map[ast.Stmt]ast.Stmt        // the statement after each in its list
	Taken   map[string]bool              // names that fixes use for packages
	numbers map[numbered]int             // the last number that a name has got
	names   map[ast.Decl]map[string]bool // every name that occurs in a declaration

	places map[ast.Decl]map[string][]*ast.Ident         // and where, in their order
	lookup func(name string, at token.Pos) types.Object // what it means there
	within func(id *ast.Ident, at token.Pos) bool       // see isWithin

	given map[ast.Decl]map[string][]extent // names that fixes have added, and where

	keys map[*ast.Ident]bool // the names of fields in composite literals

	Dropped map[*ast.Ident]*types.Var // arguments that fixes leave out, see dispensable

	Redefined bool // nil or error means something else somewhere
	Launches  []*ast.GoStmt
	Labelled  map[ast.Stmt]bool
	Body      map[*ast.GoStmt]ast.Node  // the innermost function around
	Jumps     map[ast.Node][]jump       // the gotos of each function
	lastOf    map[*ast.GoStmt]token.Pos // the end of the list that a go statement stands in
	firstOf   map[*ast.GoStmt]token.Pos // and its start
	Content   []byte                    // nil where it is not what was analysed
	Token     *token.File               // without the adjustments of //line
	imports   map[string]*imported      // by path
	alike     bool                      // all fixes add the same
}

// Source is what is known of a file, once. The content is only used if its size is that of what
// was parsed.
func (r *Files) Source(file *ast.File) *File {
	if s := r.files[file]; s != nil {
		return s
	}
	s := &File{
		File:    file,
		Before:  make(map[*ast.GoStmt]ast.Stmt),
		After:   make(map[ast.Stmt]ast.Stmt),
		Taken:   r.reservedNames(),
		numbers: make(map[numbered]int),
		names:   make(map[ast.Decl]map[string]bool),
		places:  make(map[ast.Decl]map[string][]*ast.Ident),
		lookup:  r.Lookup,
		within:  r.isWithin,

		given:    make(map[ast.Decl]map[string][]extent),
		keys:     make(map[*ast.Ident]bool),
		Dropped:  make(map[*ast.Ident]*types.Var),
		Labelled: make(map[ast.Stmt]bool),
		Body:     make(map[*ast.GoStmt]ast.Node),
		Jumps:    make(map[ast.Node][]jump),
		lastOf:   make(map[*ast.GoStmt]token.Pos),
		firstOf:  make(map[*ast.GoStmt]token.Pos),
		imports:  make(map[string]*imported),
		Token:    r.Pass.Fset.File(file.FileStart),
	}
	// Edits are made by offsets: a file that has changed since must not get any.
	if content, err := r.Pass.ReadFile(s.Token.Name()); err == nil && len(content) == s.Token.Size() {
		s.Content = content
	}
	// What cgo has rewritten is not what is on the disk.
	s.Cgo = unit.RewrittenByCgo(file)
	for _, imp := range file.Imports {
		s.Cgo = s.Cgo || imp.Path.Value == `"C"`
	}
	r.scan(s)
	r.files[file] = s
	return s
}

// LaunchesAfter reports whether another launch of a declaration stands behind one: its fix may
// name what is in scope there.
func (s *File) LaunchesAfter(stmt *ast.GoStmt) bool {
	d := s.DeclAround(stmt)
	return slices.ContainsFunc(s.Launches, func(g *ast.GoStmt) bool { return g.Pos() > stmt.Pos() && s.DeclAround(g) == d })
}

// scan notes what stands where in the file.
func (r *Files) scan(s *File) {
	for c := range r.FileIn(s.File).Preorder() {
		switch n := c.Node().(type) {
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				if label, ok := r.Pass.TypesInfo.Uses[n.Label].(*types.Label); ok {
					fn := syntax.Function(c)
					s.Jumps[fn] = append(s.Jumps[fn], jump{n.Pos(), label.Pos()})
				}
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok && r.IsField(id) {
				s.keys[id] = true
			}
		case *ast.BlockStmt:
			s.list(n.List)
		case *ast.CaseClause:
			s.list(n.Body)
		case *ast.CommClause:
			s.list(n.Body)
		case *ast.LabeledStmt:
			// An edit that puts a statement before it would take the label from it.
			s.Labelled[n.Stmt] = true
		case *ast.GoStmt:
			s.Launches = append(s.Launches, n)
			s.Body[n] = syntax.Function(c)
		case *ast.Ident:
			s.Redefined = s.Redefined || (n.Name == "nil" || n.Name == "error") && r.Pass.TypesInfo.Defs[n] != nil
		}
	}
}

// FileIn returns a file of the package in the tree of all.
func (r *Files) FileIn(file *ast.File) inspector.Cursor {
	for c := range r.Index.Root().Children() {
		if c.Node() == file {
			return c
		}
	}
	return r.Index.Root()
}

// list notes the neighbours of the statements of a list.
func (s *File) list(list []ast.Stmt) {
	for i, stmt := range list {
		if i > 0 {
			s.After[list[i-1]] = stmt
		}
		if g, ok := stmt.(*ast.GoStmt); ok {
			s.firstOf[g], s.lastOf[g] = list[0].Pos(), list[len(list)-1].End()
			if i > 0 {
				s.Before[g] = list[i-1]
			}
		}
	}
}

// A jump is a goto and its label.
type jump struct{ from, to token.Pos }

// JumpedOver reports whether a goto leads over a go statement to a label behind it in
// the same list: no variable may be declared in between.
func (s *File) JumpedOver(g *ast.GoStmt) bool {
	return slices.ContainsFunc(s.Jumps[s.Body[g]], func(j jump) bool {
		return j.from < g.Pos() && g.Pos() < j.to && j.to < s.lastOf[g]
	})
}

// DeclAround returns the top-level declaration around a node, nil for none.
func (s *File) DeclAround(n ast.Node) ast.Decl { return DeclAt(s.File, n.Pos()) }

// DeclAt returns the top-level declaration at a position, nil for none. It is asked for each name
// of a launch, so the declarations, which are in order, are not gone through.
func DeclAt(file *ast.File, pos token.Pos) ast.Decl {
	i, ok := slices.BinarySearchFunc(file.Decls, pos, func(d ast.Decl, pos token.Pos) int {
		switch {
		case d.End() <= pos:
			return -1
		case d.Pos() > pos:
			return 1
		}
		return 0
	})
	if !ok {
		return nil
	}
	return file.Decls[i]
}

// IsReference reports whether what e leads to is not a part of the value of e: to assign to x[i]
// changes an array x, and leaves a slice x as it is.
func (r *Files) IsReference(e ast.Expr) bool {
	return typesx.IsReference(r.Pass.TypesInfo.TypeOf(e))
}

// Comment returns the first comment that starts in a stretch, nil if there is none.
func (s *File) Comment(pos, end token.Pos) *ast.CommentGroup {
	i, _ := slices.BinarySearchFunc(s.File.Comments, pos, func(c *ast.CommentGroup, pos token.Pos) int {
		return int(c.Pos() - pos)
	})
	if i < len(s.File.Comments) && s.File.Comments[i].Pos() < end {
		return s.File.Comments[i]
	}
	return nil
}

// LastComment returns the end of the last comment in a stretch, or pos.
func (s *File) LastComment(pos, end token.Pos) token.Pos {
	for c := s.Comment(pos, end); c != nil; c = s.Comment(pos, end) {
		pos = c.End()
	}
	return pos
}

// Text prints an expression on one line; "" where it needs several. It is written as gofmt would,
// since a fix must leave nothing for gofmt to do.
func Text(e ast.Expr) string {
	var b bytes.Buffer
	if format.Node(&b, token.NewFileSet(), e) != nil || strings.Contains(b.String(), "\n") {
		return ""
	}
	return b.String()
}

// HasGoto reports whether there is a goto in a function.
func (s *File) HasGoto(fn ast.Node) bool { return len(s.Jumps[fn]) > 0 }

// JumpsBack reports whether a goto of a function leads back over a position, to a label behind
// another one.
func (s *File) JumpsBack(fn ast.Node, over, behind token.Pos) bool {
	return slices.ContainsFunc(s.Jumps[fn], func(j jump) bool { return behind < j.to && j.to <= over && over < j.from })
}
