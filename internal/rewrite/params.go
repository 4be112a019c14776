// This file removes the parameters of a launched literal: helpers take a function without them,
// or with a context only. Each parameter's value must be what the go statement evaluated.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
)

// bindings are what keeps the parameters of a launched literal bound to what the
// go statement evaluated, once the literal has none.
type bindings struct {
	hoist string // before the launch: i1, n1 := i, n
	bind  string // first in the body:   i, n := i1, n1

	renamed []analysis.TextEdit // where the body names what a parameter gets, instead
}

// bindings returns the bindings of the literal's parameters. A go statement
// evaluates its arguments at once; so what could have another value later, or
// does something, is evaluated into a variable before the launch:
//
//	go func(i, n int) { ... n *= n ... }(i, f(n))
//
//	i1, n1 := i, f(n)
//	wg.Go(func() { i, n := i1, n1; ... n *= n ... })
//
// Where nothing else has the parameter's name and the body does not change it, the
// variable before the launch takes it. A constant, and a variable that is never assigned again, need none; and where
// the parameter has its name and is not assigned either, the variable can take
// the parameter's place without further ado. It can under its own name, too, where the
// body names the parameter a few times only:
//
//	go func(idx int) { fill(idx) }(i)
//
//	wg.Go(func() { fill(i) })
//
// A parameter that goes with all that uses it needs none, and is given as gone.
func (r *Rewriter) bindings(src *source.File, stmt *ast.GoStmt, lit *ast.FuncLit, gone *types.Var) (b bindings, ok bool) {
	params, ok := r.params(lit)
	args := stmt.Call.Args
	if !ok || len(params) != len(args) || stmt.Call.Ellipsis.IsValid() {
		return b, false
	}
	// temps are declared before the launch, names in the body; values and from are what they get.
	var temps, values, names, from []string
	uses := r.uses(lit)
	for i, p := range params {
		if gone != nil && p.v == gone {
			continue
		}
		arg, stable := r.argument(src, stmt, args[i], p.v != nil && uses[p.v] == valueUsed)
		if p.v == nil || uses[p.v] == unused {
			// It may have to be evaluated for its effects, or be all that uses a variable or an import.
			if !stable || !r.dispensable(src, stmt, arg) {
				return b, false
			}
			continue
		}
		if uses[p.v] == assignedOnly {
			return b, false
		}
		if stable && r.takesPlace(p.v, arg) {
			continue
		}
		value := source.Text(arg)
		if value == "" || source.HasLiteral(arg) {
			return b, false
		}
		if !stable && !r.IsAssigned(p.v) && r.onlyIn(src, stmt, lit, p.v.Name()) {
			if value, ok = r.converted(value, arg, p); !ok {
				return b, false
			}
			temps, values = append(temps, p.v.Name()), append(values, value)
			continue
		}
		if !stable {
			temp := r.tempName(src, stmt, arg, p.v.Name(), source.SpelledName(arg))
			temps, values = append(temps, temp), append(values, value)
			value = temp
		}
		plain := value
		if value, ok = r.converted(value, arg, p); !ok {
			return b, false
		}
		if edits, ok := r.renames(src, stmt, lit, p.v, arg, plain); ok && value == plain {
			b.renamed = append(b.renamed, edits...)
			continue
		}
		names, from = append(names, p.v.Name()), append(from, value)
	}
	if len(temps) > 0 {
		b.hoist = assignment(temps, values)
	}
	if len(names) > 0 {
		b.bind = assignment(names, from)
	}
	return b, true
}

// argument returns an argument, or, where that is used, the variable that it has just been set to;
// stable reports whether it has the same value whenever it is evaluated.
func (r *Rewriter) argument(src *source.File, stmt *ast.GoStmt, arg ast.Expr, used bool) (_ ast.Expr, stable bool) {
	if r.Fixed(arg) {
		return arg, true
	}
	if local := r.keptLocalOf(src, stmt, arg); used && local != nil {
		return local, true
	}
	return arg, false
}

// onlyIn reports whether a name means nothing where a launch stands, and occurs in the block of that
// in the launched literal only: then the variable that is declared before the launch can have the
// parameter's name, and needs no other one in the body.
func (r *Rewriter) onlyIn(src *source.File, stmt *ast.GoStmt, lit *ast.FuncLit, name string) bool {
	if src.Taken[name] || !source.Free(name, r.Pass.Pkg) || r.Lookup(name, stmt.Pos()) != nil {
		return false
	}
	inside := 0
	for id := range src.LookedUp(lit) {
		if id.Name == name {
			inside++
		}
	}
	return inside == src.Occurs(name, stmt)
}

// assignment is a short declaration of some names.
func assignment(names, values []string) string {
	return strings.Join(names, ", ") + " := " + strings.Join(values, ", ")
}

// A param is a parameter with the type that is written for it.
type param struct {
	v   *types.Var // nil for one without a name
	typ ast.Expr
}

// params returns the parameters of a literal that is not variadic.
func (r *Rewriter) params(lit *ast.FuncLit) ([]param, bool) {
	var list []param
	for _, field := range lit.Type.Params.List {
		if _, ok := field.Type.(*ast.Ellipsis); ok {
			return nil, false
		}
		if len(field.Names) == 0 {
			list = append(list, param{nil, field.Type})
		}
		for _, name := range field.Names {
			v, _ := r.Pass.TypesInfo.Defs[name].(*types.Var)
			if name.Name == "_" {
				v = nil
			}
			list = append(list, param{v, field.Type})
		}
	}
	return list, true
}

// uses returns how the literal's body uses variables: not at all, in assignments
// to them only, or for their value. For a parameter any will do, for a local
// variable only the last compiles.
func (r *Rewriter) uses(lit *ast.FuncLit) map[*types.Var]use {
	uses := make(map[*types.Var]use)
	changed := make(map[*ast.Ident]bool)
	for n := range syntax.All[ast.Node](lit.Body) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if id, ok := ast.Unparen(lhs).(*ast.Ident); ok {
					changed[id] = true
				}
			}
		case *ast.IncDecStmt:
			if id, ok := ast.Unparen(n.X).(*ast.Ident); ok {
				changed[id] = true
			}
		case *ast.Ident:
			v, ok := r.Pass.TypesInfo.Uses[n].(*types.Var)
			switch {
			case ok && changed[n]:
				uses[v] = max(uses[v], assignedOnly)
			case ok:
				uses[v] = valueUsed
			}
		}
	}
	return uses
}

// A use says how a variable is used, from not at all on.
type use int

const (
	unused use = iota
	assignedOnly
	valueUsed
)

// dispensable reports whether an argument can go, and what it names is used still.
func (r *Rewriter) dispensable(src *source.File, stmt *ast.GoStmt, arg ast.Expr) bool {
	switch arg := ast.Unparen(arg).(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		v, ok := r.Pass.TypesInfo.Uses[arg].(*types.Var)
		if !ok {
			return true // a constant
		}
		reads := r.DeclFactsAround(src, stmt).Reads
		if _, known := src.Dropped[arg]; !known {
			src.Dropped[arg] = v
			reads[v]-- // by this one no more
		}
		return reads[v] > 0
	}
	return false
}

// keepReads counts what a launch reads again, which stays as it is after all.
func (r *Rewriter) keepReads(src *source.File, stmt *ast.GoStmt) {
	for id, v := range src.Dropped {
		if syntax.Encloses(stmt, id.Pos()) {
			delete(src.Dropped, id)
			r.DeclFactsAround(src, stmt).Reads[v]++
		}
	}
}

// takesPlace reports whether the variable that is the argument can stand for the
// parameter: it has its name and its type, and the body does not change it.
func (r *Rewriter) takesPlace(p *types.Var, arg ast.Expr) bool {
	id, ok := ast.Unparen(arg).(*ast.Ident)
	if !ok || id.Name != p.Name() || r.IsAssigned(p) {
		return false
	}
	return types.Identical(r.Pass.TypesInfo.TypeOf(id), p.Type())
}

// converted returns the value as one of the parameter's type.
func (r *Rewriter) converted(value string, arg ast.Expr, p param) (string, bool) {
	tv := r.Pass.TypesInfo.Types[arg]
	if tv.Type == nil {
		return "", false
	}
	constant := tv.Value != nil || tv.IsNil()
	if !constant && types.Identical(tv.Type, p.v.Type()) {
		return value, true
	}
	if constant && r.isByDefault(arg, p.v.Type()) {
		return value, true
	}
	typ := source.Text(p.typ)
	if typ == "" {
		return "", false
	}
	switch ast.Unparen(p.typ).(type) {
	case *ast.StarExpr, *ast.FuncType, *ast.ChanType, *ast.ArrayType, *ast.InterfaceType, *ast.StructType, *ast.MapType:
		typ = "(" + typ + ")"
	}
	return typ + "(" + value + ")", true
}

// isByDefault reports whether a constant that declares a variable makes it one of the type.
func (r *Rewriter) isByDefault(arg ast.Expr, t types.Type) bool {
	switch arg := ast.Unparen(arg).(type) {
	case *ast.BasicLit:
		kinds := map[token.Token]types.BasicKind{
			token.INT: types.Int, token.FLOAT: types.Float64, token.IMAG: types.Complex128, token.CHAR: types.Rune, token.STRING: types.String,
		}
		return types.Identical(t, types.Typ[kinds[arg.Kind]])
	case *ast.Ident:
		c, ok := r.Pass.TypesInfo.Uses[arg].(*types.Const)
		return ok && types.Identical(t, types.Default(c.Type()))
	}
	return false
}
