// This file words what messages say of an acquisition. Verbs come from the catalogue
// (rows.Words): a file is closed, a span ended, a context canceled.

package unclosed

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"github.com/tetherlint/tether/internal/catalog/rows"
	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
	"github.com/tetherlint/tether/internal/unit"
)

// words are how messages speak of a release.
type words struct {
	done       string // f is not DONE
	imperative string // close it
	remedy     string // defer f.Close() after the error check
}

// words chooses the remedy by what stands in the way of the plain one, a defer after the error
// check.
func (a *acquisition) words() words {
	w := words{}
	switch call := a.releaseCall(); {
	case a.name() == "" && !a.Spec.Global && len(a.Loops) > 0: // a defer would run when all iterations are over
		w.remedy = "bind it to a variable and release it before the iteration ends"
	case a.name() == "" && !a.Spec.Global:
		w.remedy = "bind it to a variable and defer its release"
	case a.has(obligation.HandedOver, obligation.More): // More: somewhere it may be
		w.remedy = "call " + call + " on that path"
	case a.contextLeaves():
		w.remedy = "call " + call + " on each path that returns nothing that uses the context"
	case len(a.Loops) > 0: // a defer would run when all iterations are over
		w.remedy = "call " + call + " before the iteration ends, on every path"
	case a.lateDefer() > 0 && a.errorVar() != nil:
		w.remedy = fmt.Sprintf("the defer at line %d comes too late: move it up to right after the error check", a.lateDefer())
	case a.lateDefer() > 0:
		w.remedy = fmt.Sprintf("the defer at line %d comes too late: move it up to right after this call", a.lateDefer())
	case a.errorVar() != nil:
		w.remedy = "defer " + call + " after the error check"
	default:
		w.remedy = "defer " + call + " right after this call"
	}
	done, do := rows.Words(a.Spec.Release)
	// It is the goroutine that a reader thinks of, and not some memory.
	if a.Spec.Runs && done == "released" {
		done, do = "ended", "end"
	}
	w.done, w.imperative = done, do+" it"
	return w
}

// lateDefer is the line of the one defer that does nothing but to release, and that stands
// behind every place where the function is left without: it is there, but too late. 0 for
// none:
//
//	st, err := f.Stat()
//	if err != nil {
//		return err
//	}
//	defer f.Close()
func (a *acquisition) lateDefer() int {
	var late *ast.DeferStmt
	for _, o := range a.outcomes {
		if o.Kind != obligation.Deferred {
			continue
		}
		if o.Defer == nil || late != nil && late != o.Defer {
			return 0
		}
		late = o.Defer
	}
	if late == nil || !a.isBare(late) {
		return 0
	}
	for _, o := range a.outcomes {
		if o.Kind == obligation.More || o.Kind == obligation.Leaked && (o.Launch.IsValid() || o.Pos > late.Pos()) {
			return 0
		}
	}
	return a.unit.Span(late.Pos(), late.Pos()).Line
}

// releaseCall spells the call that a defer would make: "f.Close()", "resp.Body.Close()",
// "cancel()", "syscall.Close(fd)"; with (...) where it takes arguments that nobody can guess.
func (a *acquisition) releaseCall() string {
	name := a.name()
	if a.Spec.Field != "" {
		name += "." + a.Spec.Field
	}
	args := "()"
	if sig := a.releaseSignature(); sig != nil && needsArguments(sig) {
		args = "(...)"
		if rows.Deferred(a.Spec.Release) == obligation.CallIt && sig.Params().Len() == 1 && types.Identical(sig.Params().At(0).Type(), types.Universe.Lookup("error").Type()) {
			args = "(nil)" // of a CancelCauseFunc: the cause is then context.Canceled
		}
	}
	switch release := rows.Deferred(a.Spec.Release); {
	case a.Spec.Global:
		return shortName(release) + "(...)"
	case rows.IsFunc(release):
		return shortName(release) + "(" + name + ")"
	case release == obligation.CallIt:
		return name + args
	default:
		return name + "." + release + args
	}
}

// dropping is what begins a statement that releases, and does not look at the error: "_ = "
// where most statements of the package that do so call the method that way.
func (a *acquisition) dropping() string {
	if !a.isHabit(&a.memo.blanks, func(s ast.Stmt) (method string, blank bool) {
		switch s := s.(type) {
		case *ast.ExprStmt:
			return methodOf(s.X), false
		case *ast.AssignStmt:
			return blankOf(s), true
		}
		return "", false
	}) {
		return ""
	}
	return "_ = "
}

// deferCall is the deferred release, in a literal that does not look at the error where most defers of
// the package are so.
func (a *acquisition) deferCall() string {
	if !a.isHabit(&a.memo.deferred, func(s ast.Stmt) (method string, blank bool) {
		d, ok := s.(*ast.DeferStmt)
		if !ok {
			return "", false
		}
		if lit, isLit := ast.Unparen(d.Call.Fun).(*ast.FuncLit); isLit && len(lit.Body.List) == 1 {
			assign, _ := lit.Body.List[0].(*ast.AssignStmt)
			return blankOf(assign), true
		}
		return methodOf(d.Call), false
	}) {
		return "defer " + a.releaseCall()
	}
	return "defer func() { _ = " + a.releaseCall() + " }()"
}

// isHabit reports whether most statements of the package which call the release, and of which kind says
// which method they call and whether they assign what that returns to the blank identifier, do so. They
// are counted once.
func (a *acquisition) isHabit(counted *map[string]int, kind func(ast.Stmt) (method string, blank bool)) bool {
	if *counted == nil {
		*counted = make(map[string]int)
		for _, file := range a.unit.Pass.Files {
			for s := range syntax.All[ast.Stmt](file) {
				if method, blank := kind(s); blank {
					(*counted)[method]++
				} else {
					(*counted)[method]--
				}
			}
		}
	}
	sig := a.releaseSignature()
	return sig != nil && sig.Results().Len() == 1 && (*counted)[rows.Deferred(a.Spec.Release)] > 0
}

// blankOf is the method that a statement calls only to assign what it returns to the blank identifier,
// or "".
func blankOf(assign *ast.AssignStmt) string {
	if assign == nil || len(assign.Lhs) != 1 {
		return ""
	}
	if id := typesx.Ident(assign.Lhs[0]); id == nil || id.Name != "_" {
		return ""
	}
	return methodOf(assign.Rhs[0])
}

// methodOf is the name of the method that an expression calls, or "".
func methodOf(x ast.Expr) string {
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			return sel.Sel.Name
		}
	}
	return ""
}

// shortName is the name of a function without the path of its package.
func shortName(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// needsArguments reports whether a call without arguments would not compile.
func needsArguments(sig *types.Signature) bool {
	return sig.Params().Len() > 1 || sig.Params().Len() == 1 && !sig.Variadic()
}

// releaseSignature is the signature of what releaseCall calls, or nil.
func (a *acquisition) releaseSignature() *types.Signature {
	e := a.place()
	if e == nil {
		return nil
	}
	t := a.unit.Pass.TypesInfo.TypeOf(e)
	// The type of the variable, which may be an interface, and not of the value.
	if id, ok := e.(*ast.Ident); ok {
		if obj := a.unit.Pass.TypesInfo.ObjectOf(id); obj != nil {
			t = obj.Type()
		}
	}
	if t == nil {
		return nil
	}
	// The release is that of the field, as resp.Body.Close, and not of what the variable holds.
	if a.Spec.Field != "" {
		return nil
	}
	method := rows.Deferred(a.Spec.Release)
	if method == obligation.CallIt {
		sig, _ := t.Underlying().(*types.Signature)
		return sig
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, a.unit.Pass.Pkg, method)
	if fn, ok := obj.(*types.Func); ok {
		return fn.Signature()
	}
	return nil
}

// lacksRelease reports whether the release is a method that the type does not have, as a
// config may say: there is nothing to call.
func (a *acquisition) lacksRelease() bool {
	method := rows.Deferred(a.Spec.Release)
	id, ok := a.place().(*ast.Ident)
	if !ok || id.Name == "_" || a.Spec.Field != "" || a.Spec.Global || rows.IsFunc(method) {
		return false
	}
	v := a.unit.Pass.TypesInfo.ObjectOf(id)
	return v != nil && a.releaseSignature() == nil
}

// noSuchRelease is the reason for no fix that lacksRelease finds.
func (a *acquisition) noSuchRelease() string {
	return "its type has no method " + rows.Deferred(a.Spec.Release)
}

// keeper says of a resource that no variable of the function holds what does, as the reason
// for no fix:
//
//	s.conn, err = net.Dial("tcp", addr)
func (a *acquisition) keeper() string {
	switch x := a.place().(type) {
	case *ast.SelectorExpr:
		return types.ExprString(x) + " is no variable of the function"
	case *ast.IndexExpr:
		return "an element of " + types.ExprString(x.X) + " holds it, and no variable of the function"
	}
	return "no variable of the function holds it"
}

// place returns the expression that takes the resource, or nil: what stands on the left for the
// result, or the variable of an out-parameter.
func (a *acquisition) place() ast.Expr {
	if a.Spec.Out > 0 {
		return a.outPlace()
	}
	if a.Spec.Global {
		return nil
	}
	i := a.Spec.Results[0]
	switch s := a.Stmt.(type) {
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 && ast.Unparen(s.Rhs[0]) == a.Call && i < len(s.Lhs) {
			return s.Lhs[i]
		}
	case *ast.ValueSpec:
		if len(s.Values) == 1 && ast.Unparen(s.Values[0]) == a.Call && i < len(s.Names) {
			return s.Names[i]
		}
	}
	return nil
}

// outPlace returns the variable whose address the acquiring call is given.
func (a *acquisition) outPlace() ast.Expr {
	arg := ast.Unparen(a.Call.Args[a.Spec.Out-1])
	if u, ok := arg.(*ast.UnaryExpr); ok {
		return ast.Unparen(u.X)
	}
	return arg
}

// name is the variable that takes the resource, as it is written; "" for none.
func (a *acquisition) name() string {
	if a.bound != "" {
		return a.bound
	}
	if e := a.place(); e != nil {
		if s := types.ExprString(e); s != "_" {
			return s
		}
	}
	return ""
}

// subject is what messages call the resource.
func (a *acquisition) subject() string { return cmp.Or(a.name(), "it") }

// opened is what messages call the resource at first: by its name and its opener, or
// by that alone.
func (a *acquisition) opened() string {
	subject := "the result of " + a.Spec.Name
	if nth := a.blankResult(); nth != "" {
		subject = "the " + nth + " result of " + a.Spec.Name + ", dropped as _,"
	}
	if name := a.name(); name != "" {
		by := " opened by "
		if done, _ := rows.Words(a.Spec.Release); a.Spec.Runs || done != "closed" {
			by = " from "
		}
		subject = name + by + a.Spec.Name
	}
	if a.Spec.Runs {
		subject += ", which runs a goroutine,"
	}
	return subject
}

// blankResult says which result is assigned to _ where another of its type is not: the
// other end of a pipe.
//
//	r, _, err := os.Pipe() // the second
func (a *acquisition) blankResult() string {
	assign, ok := a.Stmt.(*ast.AssignStmt)
	results, several := a.unit.Pass.TypesInfo.TypeOf(a.Call).(*types.Tuple)
	if !ok || !several || a.Spec.Out > 0 || a.Spec.Global || len(assign.Lhs) != results.Len() {
		return ""
	}
	isBlank := func(i int) bool {
		id, ok := assign.Lhs[i].(*ast.Ident)
		return ok && id.Name == "_"
	}
	nth := a.Spec.Results[0]
	if nth > 2 || !isBlank(nth) {
		return ""
	}
	for i := range assign.Lhs {
		if !isBlank(i) && types.Identical(results.At(i).Type(), results.At(nth).Type()) {
			return [...]string{"first", "second", "third"}[nth]
		}
	}
	return ""
}

// function is what messages call the function that acquires.
func (a *acquisition) function() string {
	switch {
	case a.Func.Lit != nil:
		return "the function literal"
	case a.Func.Decl != nil:
		return unit.FuncName(a.Func.Decl)
	}
	return "the function"
}
