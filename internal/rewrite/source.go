// This file has what fixes of a file ask about its text and its lists of statements.

package rewrite

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
	"github.com/tetherlint/tether/internal/unit"
)

// A source is what the rewriter knows of a file.
type source struct {
	file    *ast.File
	cgo     bool                         // imports "C": what is analysed may not be what is on the disk
	before  map[*ast.GoStmt]ast.Stmt     // the statement before each go statement in its list
	after   map[ast.Stmt]ast.Stmt        // the statement after each in its list
	taken   map[string]bool              // names that fixes use for packages
	numbers map[numbered]int             // the last number that a name has got
	names   map[ast.Decl]map[string]bool // every name that occurs in a declaration, or that a fix has added to it
	occurs  map[ast.Decl]map[string]int  // how often each occurs there

	given map[ast.Decl]map[string][]extent // names that fixes have added, and where

	keys map[*ast.Ident]bool // the names of fields in composite literals

	dropped map[*ast.Ident]*types.Var // arguments that fixes leave out, see dispensable

	redefined bool // nil or error means something else somewhere
	launches  []*ast.GoStmt
	labelled  map[ast.Stmt]bool
	body      map[*ast.GoStmt]ast.Node  // the innermost function around
	jumps     map[ast.Node][]jump       // the gotos of each function
	lastOf    map[*ast.GoStmt]token.Pos // the end of the list that a go statement stands in
	firstOf   map[*ast.GoStmt]token.Pos // and its start
	content   []byte                    // nil where it is not what was analysed
	tf        *token.File               // without the adjustments of //line
	imports   map[string]*imported      // by path
	alike     bool                      // all fixes add the same
}

// source is what is known of a file, once. The content is only used if its size is that of what
// was parsed.
func (r *Files) source(file *ast.File) *source {
	if s := r.files[file]; s != nil {
		return s
	}
	s := &source{
		file:    file,
		before:  make(map[*ast.GoStmt]ast.Stmt),
		after:   make(map[ast.Stmt]ast.Stmt),
		taken:   r.reservedNames(),
		numbers: make(map[numbered]int),
		names:   make(map[ast.Decl]map[string]bool),
		occurs:  make(map[ast.Decl]map[string]int),

		given:    make(map[ast.Decl]map[string][]extent),
		keys:     make(map[*ast.Ident]bool),
		dropped:  make(map[*ast.Ident]*types.Var),
		labelled: make(map[ast.Stmt]bool),
		body:     make(map[*ast.GoStmt]ast.Node),
		jumps:    make(map[ast.Node][]jump),
		lastOf:   make(map[*ast.GoStmt]token.Pos),
		firstOf:  make(map[*ast.GoStmt]token.Pos),
		imports:  make(map[string]*imported),
		tf:       r.pass.Fset.File(file.FileStart),
	}
	// Edits are made by offsets: a file that has changed since must not get any.
	if content, err := r.pass.ReadFile(s.tf.Name()); err == nil && len(content) == s.tf.Size() {
		s.content = content
	}
	// What cgo has rewritten is not what is on the disk.
	s.cgo = unit.RewrittenByCgo(file)
	for _, imp := range file.Imports {
		s.cgo = s.cgo || imp.Path.Value == `"C"`
	}
	r.scan(s)
	r.files[file] = s
	return s
}

// launchesAfter reports whether another launch of a declaration stands behind one: its fix may
// name what is in scope there.
func (s *source) launchesAfter(stmt *ast.GoStmt) bool {
	d := s.declAround(stmt)
	return slices.ContainsFunc(s.launches, func(g *ast.GoStmt) bool { return g.Pos() > stmt.Pos() && s.declAround(g) == d })
}

// scan notes what stands where in the file.
func (r *Files) scan(s *source) {
	for c := range r.fileIn(s.file).Preorder() {
		switch n := c.Node().(type) {
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				if label, ok := r.pass.TypesInfo.Uses[n.Label].(*types.Label); ok {
					fn := syntax.Function(c)
					s.jumps[fn] = append(s.jumps[fn], jump{n.Pos(), label.Pos()})
				}
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok && r.isField(id) {
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
			s.labelled[n.Stmt] = true
		case *ast.GoStmt:
			s.launches = append(s.launches, n)
			s.body[n] = syntax.Function(c)
		case *ast.Ident:
			s.redefined = s.redefined || (n.Name == "nil" || n.Name == "error") && r.pass.TypesInfo.Defs[n] != nil
		}
	}
}

// fileIn returns a file of the package in the tree of all.
func (r *Files) fileIn(file *ast.File) inspector.Cursor {
	for c := range r.index.Root().Children() {
		if c.Node() == file {
			return c
		}
	}
	return r.index.Root()
}

// list notes the neighbours of the statements of a list.
func (s *source) list(list []ast.Stmt) {
	for i, stmt := range list {
		if i > 0 {
			s.after[list[i-1]] = stmt
		}
		if g, ok := stmt.(*ast.GoStmt); ok {
			s.firstOf[g], s.lastOf[g] = list[0].Pos(), list[len(list)-1].End()
			if i > 0 {
				s.before[g] = list[i-1]
			}
		}
	}
}

// A jump is a goto and its label.
type jump struct{ from, to token.Pos }

// jumpedOver reports whether a goto leads over a go statement to a label behind it in
// the same list: no variable may be declared in between.
func (s *source) jumpedOver(g *ast.GoStmt) bool {
	return slices.ContainsFunc(s.jumps[s.body[g]], func(j jump) bool {
		return j.from < g.Pos() && g.Pos() < j.to && j.to < s.lastOf[g]
	})
}

// declAround returns the top-level declaration around a node, nil for none.
func (s *source) declAround(n ast.Node) ast.Decl { return declAt(s.file, n.Pos()) }

// declAt returns the top-level declaration at a position, nil for none. It is asked for each name
// of a launch, so the declarations, which are in order, are not gone through.
func declAt(file *ast.File, pos token.Pos) ast.Decl {
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

// isReference reports whether what e leads to is not a part of the value of e: to assign to x[i]
// changes an array x, and leaves a slice x as it is.
func (r *Files) isReference(e ast.Expr) bool {
	t := r.pass.TypesInfo.TypeOf(e)
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	// What these lead to is somewhere else; an array and a struct are copied with their parts.
	case *types.Pointer, *types.Slice, *types.Map:
		return true
	}
	return false
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

// text prints an expression on one line; "" where it needs several. It is written as gofmt would,
// since a fix must leave nothing for gofmt to do.
func text(e ast.Expr) string {
	var b bytes.Buffer
	if format.Node(&b, token.NewFileSet(), e) != nil || strings.Contains(b.String(), "\n") {
		return ""
	}
	return b.String()
}

type Files struct {
	pass   *analysis.Pass
	config *config.Config
	index  *syntax.Index
	files  map[*ast.File]*source

	modules map[string]*module     // by directory
	parsed  map[string][]*ast.File // packages of the module, by path
	beside  map[inDir]bool         // see declaredBeside
	deps    map[string]*types.Package
	scopes  map[token.Pos]*types.Scope
	vars    map[*types.Scope][]*types.Var
	decls   map[*types.Func]*ast.FuncDecl
}

// hasGoto reports whether there is a goto in a function.
func (s *source) hasGoto(fn ast.Node) bool { return len(s.jumps[fn]) > 0 }

func newFiles(pass *analysis.Pass, c *config.Config, index *syntax.Index) *Files {
	return &Files{
		pass:    pass,
		index:   index,
		config:  c,
		files:   make(map[*ast.File]*source),
		modules: make(map[string]*module),
		parsed:  make(map[string][]*ast.File),
		beside:  make(map[inDir]bool),
		scopes:  make(map[token.Pos]*types.Scope),
		vars:    make(map[*types.Scope][]*types.Var),
	}
}
