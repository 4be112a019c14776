// This file has what one walk over the package gathers, so that queries do not walk. What is
// kept is small: definitions of variables of types that can matter, and the places that wait,
// send, count, or pass a channel or a group on.

package behaviour

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

// A Def is one place where a variable, or a field, gets a value.
type Def struct {
	Value ast.Expr // nil: unknown, as its address is taken
	Index int      // which value of several
	Each  bool     // an element of value, in a range statement
	in    *syntax.Func
}

// A Gathering is what one walk over the package gathers for the queries.
type Gathering struct {
	info         *types.Info
	Defs         map[*types.Var][]Def
	Waits        []Use // receivers of Wait on a WaitGroup
	Recvs        []Receive
	RecvsIn      map[*syntax.Func][]Receive
	calls        []Calling // in functions
	Sends        []Sending // channels sent on
	Passed       []PassedOn
	Counts       map[*types.Var][]Use          // where a local group is counted on, see countOn
	Adds         map[*types.Var][]token.Pos    // where a group is counted on, by the last variable on the way
	GroupsPassed []PassedGroup                 // groups that are passed on
	Around       map[*ast.GoStmt]*ast.FuncType // the function around a go statement

	Launched map[*ast.FuncType]*ast.GoStmt // what launches a literal

	kept    map[*types.Var][]*types.Var // see Keepers
	methods map[string][]Use            // selectors of methods, by name; see MemberWaits
}

// Keepers returns by local variable the fields and package variables that it is
// assigned to.
func (ix *Gathering) Keepers() map[*types.Var][]*types.Var {
	if ix.kept != nil {
		return ix.kept
	}
	ix.kept = make(map[*types.Var][]*types.Var)
	for _, v := range ix.variables() {
		if !v.IsField() && !typesx.IsPackageVar(v) {
			continue
		}
		for _, d := range ix.Defs[v] {
			if id, ok := ast.Unparen(d.Value).(*ast.Ident); ok && !d.Each {
				if from, ok := ix.info.Uses[id].(*types.Var); ok && !from.IsField() && !typesx.IsPackageVar(from) {
					ix.kept[from] = append(ix.kept[from], v)
				}
			}
		}
	}
	return ix.kept
}

// variables are those that are assigned to, in the order of their declarations.
func (ix *Gathering) variables() []*types.Var {
	return slices.SortedFunc(maps.Keys(ix.Defs), inOrder)
}

// inOrder compares variables by their declarations. The positions of two packages
// say nothing of each other: they depend on which was read first.
func inOrder(v, w *types.Var) int {
	if p, q := v.Pkg(), w.Pkg(); p != q && p != nil && q != nil {
		return cmp.Compare(p.Path(), q.Path())
	}
	return cmp.Compare(v.Pos(), w.Pos())
}

// A Use is an expression that is waited on.
type Use struct {
	X  ast.Expr
	In *syntax.Func
}

// A Sending is a send on a channel.
type Sending struct {
	Use
	Loop ast.Stmt // the innermost around it in the function; nil if there is none
}

// A Receive is a receive from a channel, or a range over one.
type Receive struct {
	Use
	Loop   ast.Stmt        // the innermost around it in the function; nil if there is none
	Ranged *ast.RangeStmt  // the range
	clause *ast.CommClause // of the select whose arm the receive is
	Sel    *ast.SelectStmt
	value  bool // what is received has a name
}

// A Calling is a call in a function.
type Calling struct {
	call *ast.CallExpr
	in   *syntax.Func
	loop ast.Stmt // the innermost around it in the function
}

// A PassedOn is a call that passes a channel, or the address of a WaitGroup, on.
type PassedOn struct {
	Call *ast.CallExpr
	Arg  int
	loop ast.Stmt
	Use
}

// A PassedGroup is a call that passes a group on, or its address.
type PassedGroup struct {
	Call *ast.CallExpr
	Arg  int
	In   *syntax.Func
	Decl *ast.FuncDecl
	File *ast.File
}

// Gathered returns what there is to know of the package, which the first query makes.
func (p *Package) Gathered() *Gathering {
	if p.gathered != nil {
		return p.gathered
	}
	p.gathered = &Gathering{
		info:    p.Info,
		Around:  make(map[*ast.GoStmt]*ast.FuncType),
		Defs:    make(map[*types.Var][]Def),
		RecvsIn: make(map[*syntax.Func][]Receive),
		Counts:  make(map[*types.Var][]Use),
		Adds:    make(map[*types.Var][]token.Pos),

		Launched: make(map[*ast.FuncType]*ast.GoStmt),
	}
	for file := range p.InOrder() {
		for decl := range file.Children() {
			w := indexer{Gathering: p.gathered, p: p, file: file.Node().(*ast.File)}
			w.decl, _ = decl.Node().(*ast.FuncDecl)
			for w.cur = range decl.Preorder(indexed...) {
				w.add(w.cur.Node())
			}
		}
	}
	return p.gathered
}

// InOrder are the files of the package in their order, which the tree need not have.
func (p *Package) InOrder() iter.Seq[inspector.Cursor] {
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

// LastVar is the variable, or the field, that an expression names last; or nil.
func (p *Package) LastVar(x ast.Expr) *types.Var {
	var id *ast.Ident
	switch x := Unref(x).(type) {
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
