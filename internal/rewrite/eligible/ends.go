// This file proves that something ends, for fixes that add a wait: a function that waits for
// what waits for it would hang. It looks at all that may run, and believes nothing: the only
// functions of other packages that end are those of the catalogue (catalog.Ends).
//
//	go func() { sums[i] = sum(parts[i]) }() // ends
//	go func() { out <- v }()                // may wait for a receiver: not shown to end

package eligible

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
)

// Ends reports whether what a statement launches provably ends by itself. Anything
// that may go on or wait is taken to: a loop but over something finite, a channel
// operation, a call of something that is not known to end.
func (r *Checker) Ends(stmt *ast.GoStmt) bool {
	e := r.Ending()
	if lit, ok := stmt.Call.Fun.(*ast.FuncLit); ok {
		return e.All(lit.Body)
	}
	return e.Call(stmt.Call)
}

// An Ending is the question whether something ends.
type Ending struct {
	r *Checker
	// bodies is the contrary: whether something goes on. What calls itself may do so for ever.
	bodies *question
}

func (r *Checker) Ending() *Ending {
	e := &Ending{r: r}
	e.bodies = r.ask(func(body ast.Node) bool { return !e.All(body) }, true)
	return e
}

// All reports whether all that runs in a part of the code ends.
func (e *Ending) All(n ast.Node) bool { return !syntax.Any(n, e.goesOn) }

// goesOn reports whether a node, what is below it apart, may go on or wait.
func (e *Ending) goesOn(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ForStmt, *ast.SendStmt, *ast.SelectStmt, *ast.GoStmt:
		return true
	case *ast.RangeStmt:
		return !finite(e.r.Pass.TypesInfo.TypeOf(n.X))
	case *ast.BranchStmt:
		return n.Tok == token.GOTO
	case *ast.UnaryExpr:
		return n.Op == token.ARROW
	case *ast.CallExpr:
		return !e.Call(n)
	}
	return false
}

// finite reports whether a range over a type comes to an end by itself: of slices, arrays,
// maps, strings and integers, not of channels and functions.
func finite(t types.Type) bool {
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Array, *types.Map, *types.Basic:
		return true
	case *types.Pointer:
		_, ok := u.Elem().Underlying().(*types.Array)
		return ok
	}
	return false
}

// Call reports whether a call ends, its operands apart.
func (e *Ending) Call(call *ast.CallExpr) bool {
	if tv := e.r.Pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		id, _ := ast.Unparen(call.Fun).(*ast.Ident)
		return id == nil || id.Name != "print" && id.Name != "println" // they write
	}
	if _, isLit := ast.Unparen(call.Fun).(*ast.FuncLit); isLit {
		return true // its body is looked at where it stands
	}
	fn, ok := typeutil.Callee(e.r.Pass.TypesInfo, call).(*types.Func)
	if !ok || types.IsInterface(recvType(fn)) || e.embedsInterface(call) {
		return false
	}
	for _, arg := range call.Args { // what is given may be called
		_, isLit := ast.Unparen(arg).(*ast.FuncLit)
		if _, isFunc := e.r.TypeOf(arg).(*types.Signature); isFunc && !isLit {
			return false
		}
	}
	fn = fn.Origin()
	// Another package's function must be known to end, and must not call back.
	if fn.Pkg() != e.r.Pass.Pkg {
		return catalog.Ends(fn) && e.callsNobody(call, fn)
	}
	goesOn, declared := e.bodies.of(fn)
	return declared && !goesOn && !hasFuncParam(fn)
}

// recvType is the type of a method's receiver; an invalid one for functions.
func recvType(fn *types.Func) types.Type {
	if recv := fn.Signature().Recv(); recv != nil {
		return recv.Type()
	}
	return types.Typ[types.Invalid]
}

// hasFuncParam reports whether a function takes a function, which it may call.
func hasFuncParam(fn *types.Func) bool {
	for p := range fn.Signature().Params().Variables() {
		if _, ok := p.Type().Underlying().(*types.Signature); ok {
			return true
		}
	}
	return false
}

// callsNobody reports whether what a computing function is given has no methods that
// it could call: a Reader, a Less, a String. Text is formatted of plain values only.
func (e *Ending) callsNobody(call *ast.CallExpr, fn *types.Func) bool {
	sig, ok := e.r.Pass.TypesInfo.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		return false
	}
	inFmt := fn.Pkg().Path() == "fmt"
	sorts := fn.Pkg().Path() == "sort" && strings.HasPrefix(fn.Name(), "Slice")
	for i, arg := range call.Args {
		switch param := sig.Params().At(min(i, sig.Params().Len()-1)).Type(); {
		case inFmt && i == len(call.Args)-1 && call.Ellipsis.IsValid():
			return false
		case inFmt || types.IsInterface(param) && !sorts:
			if !plain(e.r.Pass.TypesInfo.TypeOf(arg)) {
				return false
			}
		case i > 0 && types.IsInterface(elem(param)):
			return false
		}
	}
	return true
}

// plain reports whether a type is a basic one without methods, or a list of such.
func plain(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return true
	case *types.Slice:
		return plain(t.Elem())
	case *types.Array:
		return plain(t.Elem())
	}
	return false
}

// elem is the element type of a slice; any other type itself.
func elem(t types.Type) types.Type {
	if list, ok := t.Underlying().(*types.Slice); ok {
		return list.Elem()
	}
	return t
}

// embedsInterface reports whether a method is selected from an embedded interface.
func (e *Ending) embedsInterface(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	selection := e.r.Pass.TypesInfo.Selections[sel]
	return selection != nil && (types.IsInterface(selection.Recv()) || len(selection.Index()) > 1 && vars.ThroughPointers(selection))
}
