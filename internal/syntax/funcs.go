// This file lists the functions and literals of a package, with their parameters.

package syntax

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

// A Func is a function of the package: declared, or a literal.
type Func struct {
	Node    ast.Node // *ast.FuncDecl or *ast.FuncLit
	Cursor  inspector.Cursor
	Type    *ast.FuncType
	Body    *ast.BlockStmt // nil where it is written in another language
	Obj     *types.Func    // nil of a literal
	Outer   *Func          // around a literal; nil at package level
	Recv    bool           // the first parameter is a receiver
	Params  []*types.Var   // the receiver first; nil where one has no name
	Results []*types.Var   // nil where one has no name
}

// Declares reports whether a variable is declared in the function, as a parameter too.
func (f *Func) Declares(v *types.Var) bool {
	return f != nil && f.Node.Pos() <= v.Pos() && v.Pos() < f.Node.End()
}

// ParamIndex returns the index of a variable among the parameters, -1 if it is none.
func (f *Func) ParamIndex(v *types.Var) int {
	if f == nil || v == nil {
		return -1
	}
	for i, p := range f.Params {
		if p == v {
			return i
		}
	}
	return -1
}

// functions are those of a package.
type functions struct {
	list     []*Func            // in the order of the tree
	byNode   map[ast.Node]*Func // by declaration or literal, and by type expression
	declared map[*types.Func]*Func
	takes    map[*types.Var]*Func
}

func newFunctions(root inspector.Cursor, info *types.Info) *functions {
	fs := &functions{
		byNode:   map[ast.Node]*Func{},
		declared: map[*types.Func]*Func{},
		takes:    map[*types.Var]*Func{},
	}
	for c := range root.Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		f := &Func{Node: c.Node(), Cursor: c}
		var recv *ast.FieldList
		switch n := c.Node().(type) {
		case *ast.FuncDecl:
			f.Type, f.Body, recv = n.Type, n.Body, n.Recv
			if f.Obj, _ = info.Defs[n.Name].(*types.Func); f.Obj != nil {
				fs.declared[f.Obj] = f
			}
		case *ast.FuncLit:
			f.Type, f.Body, f.Outer = n.Type, n.Body, fs.byNode[Function(c)]
		}
		f.Recv = recv != nil
		f.Params = append(variables(info, recv), variables(info, f.Type.Params)...)
		f.Results = variables(info, f.Type.Results)
		for _, v := range f.Params {
			if v != nil {
				fs.takes[v] = f
			}
		}
		fs.list = append(fs.list, f)
		fs.byNode[f.Node], fs.byNode[f.Type] = f, f
	}
	return fs
}

// variables are those that a list of parameters declares, nil where one has no name.
func variables(info *types.Info, fields *ast.FieldList) (vars []*types.Var) {
	if fields == nil {
		return nil
	}
	for _, field := range fields.List {
		if len(field.Names) == 0 {
			vars = append(vars, nil)
		}
		for _, name := range field.Names {
			v, _ := info.Defs[name].(*types.Var)
			vars = append(vars, v)
		}
	}
	return vars
}

// Funcs returns the functions of the package in the order of the source.
func (x *Index) Funcs() []*Func { return x.funcs().list }

// Func returns the function of a declaration, a literal, or the type expression of one;
// nil of other nodes.
func (x *Index) Func(n ast.Node) *Func { return x.funcs().byNode[n] }

// Declared returns a function of the package by its object, which may be an instance;
// nil of others.
func (x *Index) Declared(fn *types.Func) *Func {
	if fn == nil {
		return nil
	}
	return x.funcs().declared[fn.Origin()]
}

// TakenBy returns the function that has a variable as a parameter or receiver, or nil.
func (x *Index) TakenBy(v *types.Var) *Func { return x.funcs().takes[v] }

// FuncAt returns the innermost function at or around a cursor; nil at package level.
func (x *Index) FuncAt(c inspector.Cursor) *Func {
	switch c.Node().(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		return x.Func(c.Node())
	}
	return x.Func(Function(c))
}
