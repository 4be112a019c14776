// This file has what one walk over the package gathers, so that queries do not walk. What is
// kept is small: definitions of variables of types that can matter, and the places that wait,
// send, count, or pass a channel or a group on.

package launch

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"maps"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A def is one place where a variable, or a field, gets a value.
type def struct {
	value ast.Expr // nil: unknown, as its address is taken
	index int      // which value of several
	each  bool     // an element of value, in a range statement
	in    *syntax.Func
}

// An index is what one walk over the package gathers for the queries.
type index struct {
	info         *types.Info
	defs         map[*types.Var][]def
	waits        []use // receivers of Wait on a WaitGroup
	recvs        []receive
	recvsIn      map[*syntax.Func][]receive
	calls        []calling // in functions
	sends        []sending // channels sent on
	passed       []passedOn
	counts       map[*types.Var][]use          // see addsItself
	adds         map[*types.Var][]token.Pos    // where a group is counted on, by the last variable on the way
	groupsPassed []passedGroup                 // groups that are passed on
	around       map[*ast.GoStmt]*ast.FuncType // the function around a go statement

	launched map[*ast.FuncType]*ast.GoStmt // what launches a literal

	kept    map[*types.Var][]*types.Var // see keepers
	methods map[string][]use            // selectors of methods, by name; see memberWaits
}

// keepers returns by local variable the fields and package variables that it is
// assigned to.
func (ix *index) keepers() map[*types.Var][]*types.Var {
	if ix.kept != nil {
		return ix.kept
	}
	ix.kept = make(map[*types.Var][]*types.Var)
	for _, v := range ix.variables() {
		if !v.IsField() && !typesx.IsPackageVar(v) {
			continue
		}
		for _, d := range ix.defs[v] {
			if id, ok := ast.Unparen(d.value).(*ast.Ident); ok && !d.each {
				if from, ok := ix.info.Uses[id].(*types.Var); ok && !from.IsField() && !typesx.IsPackageVar(from) {
					ix.kept[from] = append(ix.kept[from], v)
				}
			}
		}
	}
	return ix.kept
}

// variables are those that are assigned to, in the order of their declarations.
func (ix *index) variables() []*types.Var {
	return slices.SortedFunc(maps.Keys(ix.defs), inOrder)
}

// inOrder compares variables by their declarations. The positions of two packages
// say nothing of each other: they depend on which was read first.
func inOrder(v, w *types.Var) int {
	if p, q := v.Pkg(), w.Pkg(); p != q && p != nil && q != nil {
		return cmp.Compare(p.Path(), q.Path())
	}
	return cmp.Compare(v.Pos(), w.Pos())
}

// A use is an expression that is waited on.
type use struct {
	x  ast.Expr
	in *syntax.Func
}

// A sending is a send on a channel.
type sending struct {
	use
	loop ast.Stmt // the innermost around it in the function; nil if there is none
}

// A receive is a receive from a channel, or a range over one.
type receive struct {
	use
	loop   ast.Stmt        // the innermost around it in the function; nil if there is none
	ranged *ast.RangeStmt  // the range
	clause *ast.CommClause // of the select whose arm the receive is
	sel    *ast.SelectStmt
	value  bool // what is received has a name
}

// A calling is a call in a function.
type calling struct {
	call *ast.CallExpr
	in   *syntax.Func
	loop ast.Stmt // the innermost around it in the function
}

// A passedOn is a call that passes a channel, or the address of a WaitGroup, on.
type passedOn struct {
	call *ast.CallExpr
	arg  int
	loop ast.Stmt
	use
}

// A passedGroup is a call that passes a group on, or its address.
type passedGroup struct {
	call *ast.CallExpr
	arg  int
	in   *syntax.Func
	decl *ast.FuncDecl
	file *ast.File
}

// idx returns the index of the package, which the first query makes.
func (p *base) idx() *index {
	if p.index != nil {
		return p.index
	}
	p.index = &index{
		info:    p.Info,
		around:  make(map[*ast.GoStmt]*ast.FuncType),
		defs:    make(map[*types.Var][]def),
		recvsIn: make(map[*syntax.Func][]receive),
		counts:  make(map[*types.Var][]use),
		adds:    make(map[*types.Var][]token.Pos),

		launched: make(map[*ast.FuncType]*ast.GoStmt),
	}
	for file := range p.files() {
		for decl := range file.Children() {
			w := indexer{index: p.index, p: p, file: file.Node().(*ast.File)}
			w.decl, _ = decl.Node().(*ast.FuncDecl)
			for w.cur = range decl.Preorder(indexed...) {
				w.add(w.cur.Node())
			}
		}
	}
	return p.index
}

// files are the files of the package in their order, which the tree need not have.
func (p *base) files() iter.Seq[inspector.Cursor] {
	cursors := make(map[ast.Node]inspector.Cursor)
	for cur := range p.Index.Root().Children() {
		cursors[cur.Node()] = cur
	}
	return func(yield func(inspector.Cursor) bool) {
		for _, f := range p.Files {
			if cur, ok := cursors[f]; ok && !yield(cur) {
				return
			}
		}
	}
}

// lastVar is the variable, or the field, that an expression names last; or nil.
func (p *base) lastVar(x ast.Expr) *types.Var {
	var id *ast.Ident
	switch x := unref(x).(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	default:
		return nil
	}
	v, _ := p.Info.Uses[id].(*types.Var)
	if v == nil {
		return nil
	}
	return v.Origin()
}

func encloses(n ast.Node, at token.Pos) bool { return n.Pos() <= at && at < n.End() }
