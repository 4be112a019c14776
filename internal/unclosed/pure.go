// This file extends computed.go by code that computes: a hash that is summed up, an error that
// is wrapped. For something that is only read it does not matter whether it is closed before or
// after that. The functions that only compute are data (catalog.Computes).

package unclosed

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/syntax"
)

// purelyEnds reports whether the function ends after a statement with nothing in between
// but code that only computes. What is only read may stay open for so long: nobody else
// sees whether it is.
//
//	n, err := io.Copy(h, f)
//	-f.Close()
//	if err != nil {
//		return "", fmt.Errorf("hashing: %w", err)
//	}
//	return hex.EncodeToString(h.Sum(nil)), nil
func (a *acquisition) purelyEnds(s ast.Stmt) bool {
	rest, ok := a.layout().rest[s]
	if !ok || !a.isOnlyRead() {
		return false
	}
	p := &pure{info: a.unit.Pass.TypesInfo}
	releases := false // and those behind it, as has been looked at on its behalf
	for i, next := range rest {
		_, isCall := next.(*ast.ExprStmt)
		releases = releases || i == 0 && isCall && a.releasesEarlier(next)
		if !p.stmt(next) && !(releases && isCall) {
			return false
		}
		// The body of a response may be of the program's own making, and its Close may set what
		// is read here; so may what is launched.
		if (a.Spec.Field == "Body" && !a.isQuiet() || a.layout().launches) && !a.isSelfContained(next) {
			return false
		}
	}
	if len(rest) > 0 {
		if _, ok := rest[len(rest)-1].(*ast.ReturnStmt); ok {
			return true
		}
	}
	body := a.Func.Body.List
	return slices.Contains(body, s)
}

// isOnlyRead reports whether the resource is something that is read, and of which nobody
// else notices how long it is open: a file, the body of a response, rows.
func (a *acquisition) isOnlyRead() bool {
	return a.Spec.Reads || a.Spec.Field == "Body"
}

// isSelfContained reports whether a statement reads nothing that the release of a body of
// the program's own could change: local variables only, and of what is behind pointers the
// response itself.
//
//	return n, resp.Header.Get("ETag") // of the response itself
//	return n, cache.total             // the Close of a body may count
func (a *acquisition) isSelfContained(s ast.Stmt) bool {
	info := a.unit.Pass.TypesInfo
	return !syntax.Any(s, func(x ast.Expr) bool {
		switch x := x.(type) {
		case *ast.Ident:
			v, ok := info.Uses[x].(*types.Var)
			return ok && !v.IsField() && !a.isOf(a.place(), v) && !a.isPrivate(x)
		case *ast.SelectorExpr:
			sel := info.Selections[x]
			return sel != nil && sel.Kind() == types.FieldVal && sel.Indirect() && !a.isOf(x.X, info.ObjectOf(rootOf(a.place())))
		case *ast.StarExpr, *ast.IndexExpr:
			return true
		}
		return false
	})
}

// pure is the question whether code only computes, with what it has already.
type pure struct{ info *types.Info }

// stmts reports whether all statements only compute.
func (p *pure) stmts(list []ast.Stmt) bool {
	return !slices.ContainsFunc(list, func(s ast.Stmt) bool { return !p.stmt(s) })
}

// stmt reports whether a statement only computes: it returns, assigns to local variables, or
// branches. A loop does not, since it may take its time.
func (p *pure) stmt(s ast.Stmt) bool {
	switch s := s.(type) {
	case nil, *ast.EmptyStmt:
		return true
	case *ast.ReturnStmt:
		return p.exprs(s.Results)
	case *ast.AssignStmt:
		for _, lhs := range s.Lhs {
			if !p.isLocal(lhs) {
				return false
			}
		}
		return p.exprs(s.Rhs)
	case *ast.IfStmt:
		return p.stmt(s.Init) && p.expr(s.Cond) && p.stmts(s.Body.List) && p.stmt(s.Else)
	case *ast.BlockStmt:
		return p.stmts(s.List)
	case *ast.DeclStmt:
		decl, ok := s.Decl.(*ast.GenDecl)
		// A constant, and a type, compute nothing.
		if !ok || decl.Tok != token.VAR {
			return ok
		}
		for _, spec := range decl.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && !p.exprs(v.Values) {
				return false
			}
		}
		return true
	}
	return false
}

// isLocal reports whether a place is a variable of a function, or a field of a struct in
// one, or none at all.
func (p *pure) isLocal(place ast.Expr) bool {
	switch x := ast.Unparen(place).(type) {
	case *ast.Ident:
		v, ok := p.info.ObjectOf(x).(*types.Var)
		return x.Name == "_" || ok && v.Parent() != nil && v.Parent() != v.Pkg().Scope()
	case *ast.SelectorExpr:
		sel := p.info.Selections[x]
		return sel != nil && !sel.Indirect() && p.isLocal(x.X)
	}
	return false
}

// exprs reports whether all expressions only compute.
func (p *pure) exprs(list []ast.Expr) bool {
	return !slices.ContainsFunc(list, func(x ast.Expr) bool { return !p.expr(x) })
}

// expr reports whether an expression computes: it receives nothing, makes no literal of
// a function, and calls only what computes.
func (p *pure) expr(x ast.Expr) bool {
	return !syntax.Any(x, func(x ast.Expr) bool {
		switch x := x.(type) {
		case *ast.FuncLit:
			return true
		case *ast.UnaryExpr:
			return x.Op == token.ARROW
		case *ast.CallExpr:
			return !p.call(x)
		}
		return false
	})
}

// call reports whether a call only computes: a conversion, most builtins, a function of the
// catalogue that is given only data.
func (p *pure) call(call *ast.CallExpr) bool {
	tv := p.info.Types[call.Fun]
	if tv.IsType() {
		return true
	}
	if b, ok := typeutil.Callee(p.info, call).(*types.Builtin); ok {
		// Somebody notices these.
		return b.Name() != "panic" && b.Name() != "close" && b.Name() != "print" && b.Name() != "println" && b.Name() != "recover"
	}
	fn, ok := typeutil.Callee(p.info, call).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "fmt":
		// To format a value is to call its methods.
		return catalog.Computes(fn) && !slices.ContainsFunc(call.Args, func(x ast.Expr) bool { return !isText(p.info.TypeOf(x)) })
	case "bufio":
		return fn.FullName() == "(*bufio.Scanner).Err"
	case "io":
		if fn.FullName() != "(io.Writer).Write" { // what a hash is written by is not seen in its type
			return false
		}
		return p.isHash(call)
	}
	return catalog.Computes(fn) && !slices.ContainsFunc(call.Args, func(x ast.Expr) bool { return live(p.info.TypeOf(x), false) })
}

// isText reports whether formatting a value runs no method but that of an error.
func isText(t types.Type) bool {
	switch u := types.Unalias(t).(type) {
	case *types.Basic:
		return true
	case *types.Slice:
		return isText(u.Elem())
	case *types.Named:
		_, basic := u.Underlying().(*types.Basic)
		return u.String() == "error" || basic && u.NumMethods() == 0
	}
	return false
}

// isHash reports whether a method is called on a hash.
func (p *pure) isHash(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	t := p.info.TypeOf(sel.X)
	return t != nil && strings.HasPrefix(t.String(), "hash.Hash")
}
