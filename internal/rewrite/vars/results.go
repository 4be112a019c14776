// This file looks for nil among what functions of the package return, for valued.go. What is called
// has to be known: a function that is declared, and not generic. Of an interface's method those of
// that name which the package declares are asked. What other packages return is a value.

package vars

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A besides is what is known of the last result where another one is used.
type besides uint8

const (
	alone   besides = iota
	found           // it is true
	noError         // it is nil
)

// result reports whether a result of a call may be nil.
func (s *nilSearch) result(call *ast.CallExpr, i int, to types.Type, with besides) bool {
	info := s.Pass.TypesInfo
	if s.over() {
		return true
	}
	if info.Types[call.Fun].IsType() {
		return len(call.Args) != 1 || s.value(call.Args[0], to)
	}
	if info.Types[call.Fun].IsBuiltin() {
		return !s.IsBuiltin(call, "new")
	}
	fn, ok := typeutil.Callee(info, call).(*types.Func)
	outside := ok && fn.Pkg() != s.Pass.Pkg
	if !ok || isGenericFunc(fn) || s.compared(fn, itsResult) && !(outside && with == noError) {
		return true
	}
	if typesx.IsInterfaceMethod(fn) {
		return slices.ContainsFunc(s.nils().methods[fn.Name()], func(method *syntax.Func) bool {
			return isGenericFunc(method.Obj) || s.returns(method, i, to, with)
		})
	}
	return !outside && s.returns(s.Index.Declared(fn), i, to, with)
}

// isGenericFunc reports whether a function has type parameters, or its receiver has.
func isGenericFunc(fn *types.Func) bool {
	sig := fn.Origin().Signature()
	return sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0 || fn.Origin() != fn
}

// returns reports whether a function of the package returns what may be nil at a place, beside what
// is known of its last result.
func (s *nilSearch) returns(fn *syntax.Func, i int, to types.Type, with besides) bool {
	if fn == nil || fn.Body == nil || s.returnsByDefer(fn) {
		return true
	}
	n := s.nils()
	list, known := n.returns[fn.Node]
	if !known {
		for ret := range syntax.Own[*ast.ReturnStmt](fn.Body) {
			list = append(list, ret)
		}
		n.returns[fn.Node] = list
	}
	return slices.ContainsFunc(list, func(ret *ast.ReturnStmt) bool {
		if len(ret.Results) == 1 && isTuple(s.TypeOf(ret.Results[0])) { // return f()
			call, isCall := ast.Unparen(ret.Results[0]).(*ast.CallExpr)
			return !isCall || !s.seenReturn(ret, 0, with) && s.result(call, i, to, with)
		}
		if i >= len(ret.Results) { // by names
			return true
		}
		return !s.seenReturn(ret, i, with) && !s.contradicts(ret, with) && s.value(ret.Results[i], to)
	})
}

// seenReturn reports whether the search has come by a result before.
func (s *nilSearch) seenReturn(ret *ast.ReturnStmt, i int, with besides) bool {
	key := nilAt{at: ret.Results[i].Pos(), with: with}
	seen := s.seen[key]
	s.seen[key] = true
	return seen
}

// returnsByDefer reports whether something else than a return may say what a function returns: what
// it defers sets a result, or recovers, which leaves all of them unset.
func (s *nilSearch) returnsByDefer(fn *syntax.Func) bool {
	named := slices.ContainsFunc(fn.Results, func(v *types.Var) bool { return v != nil })
	return syntax.AnyOwn(fn.Body, func(deferred *ast.DeferStmt) bool {
		callee, ok := typeutil.Callee(s.Pass.TypesInfo, deferred.Call).(*types.Func)
		if !ok || named && len(deferred.Call.Args) > 0 {
			return true
		}
		if callee.Pkg() != s.Pass.Pkg {
			return false
		}
		decl := s.Index.Declared(callee)
		return decl == nil || decl.Body == nil || syntax.Any(decl.Body, func(call *ast.CallExpr) bool { return s.IsBuiltin(call, "recover") })
	})
}

// contradicts reports whether a return says something else of its last result than what is known.
func (s *nilSearch) contradicts(ret *ast.ReturnStmt, with besides) bool {
	last := ast.Unparen(ret.Results[len(ret.Results)-1])
	switch with {
	case found:
		is := s.Pass.TypesInfo.Types[last].Value
		return is != nil && is.Kind() == constant.Bool && !constant.BoolVal(is)
	case noError:
		return s.isError(last, ret)
	}
	return false
}

// isError reports whether an expression that is returned as an error is certainly one.
func (s *nilSearch) isError(x ast.Expr, ret *ast.ReturnStmt) bool {
	var v *types.Var
	switch x := x.(type) {
	case *ast.Ident:
		v, _ = s.Pass.TypesInfo.Uses[x].(*types.Var)
	case *ast.SelectorExpr:
		v, _ = s.Pass.TypesInfo.Uses[x.Sel].(*types.Var)
	}
	switch {
	case v == nil || v.IsField():
		// What has been asked before is asked again: here no nil is what has to be found.
		again := &nilSearch{Facts: s.Facts, seen: make(map[nilAt]bool), left: s.left}
		unset := again.value(x, s.TypeOf(x))
		s.left = again.left
		return !unset
	case v.Pkg() != s.Pass.Pkg:
		return true // io.EOF
	case v.Parent() == s.Pass.Pkg.Scope():
		def, ok := s.Index.Definition(v)
		if !ok || s.IsAssigned(v) {
			return false
		}
		spec, ok := def.Parent().Node().(*ast.ValueSpec)
		return ok && len(spec.Values) > 0
	}
	return s.comparedAround(v, ret)
}

// comparedAround reports whether a return is only reached where a variable has been found not to be
// nil, by a statement around.
func (s *nilSearch) comparedAround(v *types.Var, ret *ast.ReturnStmt) bool {
	c, ok := s.Index.Find(ret)
	if !ok {
		return false
	}
	for outer := range c.Enclosing((*ast.IfStmt)(nil), (*ast.CaseClause)(nil), (*ast.FuncLit)(nil)) {
		switch n := outer.Node().(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt:
			if syntax.Encloses(n.Body, ret.Pos()) && s.saysSet(n.Cond, v) {
				return true
			}
		case *ast.CaseClause:
			if stmt, isSwitch := outer.Parent().Parent().Node().(*ast.SwitchStmt); isSwitch && stmt.Tag == nil && len(n.List) == 1 && s.saysSet(n.List[0], v) {
				return true
			}
		}
	}
	return false
}

// saysSet reports whether a condition that is true says that a variable is not nil.
func (s *nilSearch) saysSet(cond ast.Expr, v *types.Var) bool {
	x, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if x.Op == token.LAND {
		return s.saysSet(x.X, v) || s.saysSet(x.Y, v)
	}
	return x.Op == token.NEQ && s.names(x.X, v) && s.isNil(x.Y)
}
