package unclosed

import (
	"embed"
	"go/ast"
	"go/types"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/unit"
)

// Docs has the documentation of each rule, as ID.md.
//
//go:embed *.md
var Docs embed.FS

// words are how messages speak of a release.
type words struct {
	done       string // f is not DONE
	imperative string // close it
	remedy     string // defer f.Close() after the error check
}

func (a *acquisition) words() words {
	w := words{}
	switch call := a.releaseCall(); {
	case a.name() == "":
		w.remedy = "bind it to a variable and defer its release"
	case a.has(obligation.HandedOver):
		w.remedy = "call " + call + " on that path"
	case a.errorVar() != nil:
		w.remedy = "defer " + call + " after the error check"
	default:
		w.remedy = "defer " + call + " right after it is acquired"
	}
	switch a.Spec.Release[0] {
	case obligation.CallIt:
		w.done, w.imperative = "called", "call it"
	case "Commit":
		w.done, w.imperative = "committed or rolled back", "end it"
	case "Flush":
		w.done, w.imperative = "flushed", "flush it"
	case "Stop":
		w.done, w.imperative = "stopped", "stop it"
	case "End":
		w.done, w.imperative = "ended", "end it"
	case "Release":
		w.done, w.imperative = "released", "release it"
	default:
		w.done, w.imperative = "closed", "close it"
	}
	return w
}

// releaseCall spells the call that a defer would make.
func (a *acquisition) releaseCall() string {
	name := a.name()
	if a.Spec.Field != "" {
		name += "." + a.Spec.Field
	}
	args := "()"
	if sig := a.releaseSignature(); sig != nil && sig.Params().Len() > 0 {
		args = "(...)"
	}
	switch method := a.Spec.Release[0]; method {
	case obligation.CallIt:
		return name + args
	case "Commit": // rolling back what is committed does nothing
		return name + ".Rollback" + args
	default:
		return name + "." + method + args
	}
}

// releaseSignature is the signature of what releaseCall calls, or nil.
func (a *acquisition) releaseSignature() *types.Signature {
	e := a.place()
	if e == nil {
		return nil
	}
	t := a.unit.Pass.TypesInfo.TypeOf(e)
	if id, ok := e.(*ast.Ident); ok {
		if obj := a.unit.Pass.TypesInfo.ObjectOf(id); obj != nil {
			t = obj.Type()
		}
	}
	if t == nil {
		return nil
	}
	if a.Spec.Field != "" {
		return nil
	}
	method := a.Spec.Release[0]
	if method == obligation.CallIt {
		sig, _ := t.Underlying().(*types.Signature)
		return sig
	}
	if method == "Commit" {
		method = "Rollback"
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, a.unit.Pass.Pkg, method)
	if fn, ok := obj.(*types.Func); ok {
		return fn.Signature()
	}
	return nil
}

// place returns the expression that takes the resource, or nil.
func (a *acquisition) place() ast.Expr {
	if a.Spec.Out > 0 {
		return a.outPlace()
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
	if e := a.place(); e != nil {
		if s := types.ExprString(e); s != "_" {
			return s
		}
	}
	return ""
}

// subject is what messages call the resource.
func (a *acquisition) subject() string {
	if name := a.name(); name != "" {
		return name
	}
	return "what was"
}

func (a *acquisition) function() string {
	switch {
	case a.Func.Lit != nil:
		return "the function literal"
	case a.Func.Decl != nil:
		return unit.FuncName(a.Func.Decl)
	}
	return "the function"
}
