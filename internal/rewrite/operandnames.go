// This file names the variables that the operands of a launch are evaluated into, as a reader
// would: conn for s.conn, the parameter's name for next().

package rewrite

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/typesx"
)

// namesFor returns new variables for what an operand evaluates to.
func (e *editor) namesFor(i int, x ast.Expr, hoisted []ast.Expr) []string {
	// f(g()) with several results: a variable for each.
	if tuple, ok := e.r.TypeOf(x).(*types.Tuple); ok {
		var names []string
		for at := range tuple.Len() {
			names = append(names, e.src.Fresh(orElse(e.paramName(at), "arg"), e.stmt, e.r.Pass.Pkg))
		}
		return names
	}
	var name string
	var others []string
	from := x
	if i == 0 {
		name, from = e.functionName(x)
	} else {
		name = e.argumentName(i-1, x, hoisted)
		others = []string{source.SpelledName(x), e.paramName(i - 1)}
	}
	if name != "" && name != "_" && !e.isFree(name) && e.mayHide(name, hoisted) {
		e.src.Give(name, e.stmt)
		return []string{name}
	}
	return []string{e.r.tempName(e.src, e.stmt, from, append([]string{orElse(name, "arg")}, others...)...)}
}

// paramName is the name of the parameter that takes an argument of the launch: it says what the
// value is for. That of a variadic one is of a list, and says nothing of one of many.
func (e *editor) paramName(at int) string {
	sig, _ := e.r.TypeOf(e.stmt.Call.Fun).(*types.Signature)
	if sig == nil || sig.Params().Len() == 0 || sig.Variadic() && at >= sig.Params().Len()-1 && !e.stmt.Call.Ellipsis.IsValid() {
		return ""
	}
	return sig.Params().At(min(at, sig.Params().Len()-1)).Name()
}

// functionName is a name for the variable that a launched function is evaluated into, or the
// receiver of a method; from is which of the two it takes.
func (e *editor) functionName(x ast.Expr) (name string, from ast.Expr) {
	if recv := e.hoistedReceiver(x); recv != nil {
		return orElse(e.receiverName(recv), "run"), recv
	}
	name = orElse(source.SpelledName(x), "run")
	if sel, ok := ast.Unparen(x).(*ast.SelectorExpr); ok && !e.isFree(name) {
		if of := source.SpelledName(sel.X); of != "" { // connClose
			name = of + source.UpperFirst(sel.Sel.Name)
		}
	}
	return name, x
}

// receiverName is a name for the receiver of a launched method: how it is spelled, where that says
// something; else what the methods of its type call theirs, or the type.
//
//	go c.s.leave()    // sc := c.s, where its methods have (sc *shareConsumer)
//	go u.s.redraw()   // screen := u.s
//	go c.load().run() // session := c.load()
func (e *editor) receiverName(recv ast.Expr) string {
	name, of := source.SpelledName(recv), typesx.Named(e.r.TypeOf(recv))
	if _, isCall := ast.Unparen(recv).(*ast.CallExpr); isCall {
		return withoutVerb(name)
	}
	if len(name) > 2 || len(name) == 2 && e.isFree(name) || of == nil {
		return name
	}
	if called := e.r.calledInMethods(of); len(called) > 1 && e.isFree(called) {
		return called
	}
	return source.LowerFirst(of.Name())
}

// calledInMethods is what the methods of a type of the package call their receiver: cl of
// func (cl *Client) close().
func (r *Rewriter) calledInMethods(of *types.TypeName) string {
	if named, ok := of.Type().(*types.Named); ok && of.Pkg() == r.Pass.Pkg {
		for m := range named.Methods() {
			if name := m.Signature().Recv().Name(); name != "" && name != "_" {
				return name
			}
		}
	}
	return ""
}

// withoutVerb is the name of what a function gets, by that of the function: session of loadSession.
func withoutVerb(name string) string {
	for _, verb := range []string{"load", "get", "fetch", "find", "lookup", "make", "create", "open", "new", "current"} {
		if what, ok := strings.CutPrefix(name, verb); ok && len(what) > 2 && unicode.IsUpper(rune(what[0])) {
			return source.LowerFirst(what)
		}
	}
	return name
}

// argumentName is a name for the variable that an argument is evaluated into.
func (e *editor) argumentName(at int, x ast.Expr, hoisted []ast.Expr) string {
	name := source.SpelledName(x)
	if call, isCall := ast.Unparen(x).(*ast.CallExpr); isCall {
		if of := copiedBy(call); of != "" && !e.isFree(orElse(e.paramName(at), of)) {
			return of + "Copy"
		}
		name = withoutVerb(name)
	}
	if sel, ok := ast.Unparen(x).(*ast.SelectorExpr); ok && len(name) <= 2 && len(source.SelectedFrom(sel.X)) > 2 {
		name = source.LowerFirst(source.SelectedFrom(sel.X)) + source.UpperFirst(sel.Sel.Name) // repoID
	}
	name = e.argName(name, orElse(e.paramName(at), ""))
	if id, ok := ast.Unparen(x).(*ast.Ident); ok && e.mayHide(id.Name, hoisted) {
		name = id.Name
	}
	if typesx.IsContext(e.r.TypeOf(x)) {
		if param := e.paramName(at); len(param) > 1 && param != "ctx" && !e.isHelpers(x, hoisted) && (e.isFree(param) || e.mayHide(param, hoisted)) {
			return param // beside the context of the task
		}
		name = "ctx"
		if !e.isFree(name) && (!e.mayHide(name, hoisted) || e.src.LaunchesAfter(e.stmt)) {
			name = "taskCtx"
		}
	}
	return name
}

// copiedBy is the name of what a call only copies: state of state.Copy().
func copiedBy(call *ast.CallExpr) string {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || len(call.Args) > 0 || !slices.Contains([]string{"Copy", "Clone", "DeepCopy"}, sel.Sel.Name) {
		return ""
	}
	return source.LowerFirst(source.SelectedFrom(sel.X))
}

// isHelpers reports whether a context that is evaluated before the launch is the helper's as well.
func (e *editor) isHelpers(x ast.Expr, hoisted []ast.Expr) bool {
	if !slices.ContainsFunc(append([]string{e.after}, e.before...), func(arg string) bool { return strings.Contains(arg, hoistedContext) }) {
		return false
	}
	i := slices.IndexFunc(hoisted, func(of ast.Expr) bool { return e.r.isHoistedContext(e.src, e.stmt, of) })
	return i < 0 || hoisted[i] == x
}

// isFree reports whether a name means nothing where the launch stands.
func (e *editor) isFree(name string) bool { return e.src.IsFree(name, e.stmt, e.r.Pass.Pkg) }

// mayHide reports whether a variable before the launch may have a name that means something there,
// which no operand goes by.
func (e *editor) mayHide(name string, hoisted []ast.Expr) bool {
	return !slices.Contains(e.locals, name) && e.r.MayHide(e.src, e.stmt, name, hoisted)
}

// tempName names a variable that an expression is evaluated into before a launch: by the first
// name that is free. That of a variable which changes is thisOffset for offset; of anything
// else a number is the last resort.
func (r *Rewriter) tempName(src *source.File, stmt *ast.GoStmt, x ast.Expr, names ...string) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		if i := strings.LastIndexFunc(names[0], unicode.IsUpper); i > 0 && i+2 < len(names[0]) {
			names = append(names, source.LowerFirst(names[0][i:])) // state of progressState
		}
	case *ast.CallExpr: // requests of convertRequests
		made := source.SpelledName(x.Fun)
		if i := strings.IndexFunc(made, unicode.IsUpper); i > 0 && len(made) > i+2 {
			names = append(names, source.LowerFirst(made[i:]))
		}
	}
	if i := slices.IndexFunc(names, func(name string) bool { return len(name) > 1 }); i >= 0 {
		stem := source.UpperFirst(names[i])
		if does := nameOfLaunched(stmt); does != "" && src.IsGivenAround(names[i], stmt) {
			names = append(names, does+stem) // another launch has it: heartbeatConn
		}
		names = append(names, "this"+stem, "its"+stem, "other"+stem)
	}
	for _, name := range names {
		if name != "" && name != "_" && src.IsFree(name, stmt, r.Pass.Pkg) {
			src.Give(name, stmt)
			return name
		}
	}
	return src.Fresh(names[0], stmt, r.Pass.Pkg)
}

// nameOfLaunched is what a launched function is called, without what says that it is one: "" for a
// literal.
func nameOfLaunched(stmt *ast.GoStmt) string {
	name := source.SpelledName(stmt.Call.Fun)
	for _, kind := range []string{"Fn", "Func"} {
		name = strings.TrimSuffix(name, kind)
	}
	return name
}

// argName names the variable of an argument: by the parameter, unless that is a letter
// or is taken and what the argument is spelled as says more.
func (e *editor) argName(spelled, param string) string {
	free := func(name string) bool { return name != "" && e.isFree(name) }
	switch {
	case param == "", len(param) <= 2 && len(spelled) > 2 && free(spelled), !free(param) && free(spelled):
		return spelled
	}
	return param
}

// orElse is a name, or another one where that is none.
func orElse(name, other string) string {
	if name == "" || name == "_" {
		return other
	}
	return name
}
