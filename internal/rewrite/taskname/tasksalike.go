// This file tells tasks of one name apart: those of a file that are named after the function
// around go by the function value that they run.
//
//	go s.accept(l)   // "Server.accept"
//	...
//	go s.h(conn)     // in accept: "Server.accept: handle conn"
//	go onCreate(reg) // "Registrar.get: onCreate", for a name of two words says enough

package taskname

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/typesx"
)

// tellApart adds to a name that several tasks of a file have what each of them runs, where
// something says that.
func (r *Namer) tellApart(src *source.File) {
	alike := make(map[string][]*ast.GoStmt)
	for _, g := range src.Launches {
		alike[r.tasks[src][g]] = append(alike[r.tasks[src][g]], g)
	}
	for name, list := range alike {
		if len(list) < 2 {
			continue
		}
		list = r.byDifference(src, name, list)
		in := make(map[ast.Decl]int)
		for _, g := range list {
			in[src.DeclAround(g)]++
		}
		for _, g := range list {
			// In another function the function's own name is what differs. Beside each other they need
			// something more.
			beside := in[src.DeclAround(g)] > 1
			switch around := r.enclosingName(src, g); {
			case name == around && name != "main":
				if what := r.runs(g); what != "" {
					r.tasks[src][g] = r.joinedName(around, what)
				}
			case beside:
				r.tasks[src][g] = r.apart(src, g, name)
			}
		}
	}
}

// apart is what a task is called that has the name of another in its function: with the constant
// that it is given, or with what a comment says of it.
func (r *Namer) apart(src *source.File, g *ast.GoStmt, name string) string {
	around := r.enclosingName(src, g)
	switch with, quoted := r.constantOf(g); {
	case quoted: // a text says what it is about
		return r.joinedName(around, with)
	case with != "":
		return name + " " + with
	}
	if said := saidFirst(src, g); said != "" {
		return r.joinedName(around, said)
	}
	return name
}

// runs is the only function value that a launch runs, also in what it gives to another function.
func (r *Namer) runs(g *ast.GoStmt) (what string) {
	lit := source.LaunchedLiteral(g.Call)
	if lit == nil {
		return r.givenName(g.Call)
	}
	for call := range r.callsIn(g, lit) {
		if _, isVar := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Var); !isVar || r.isAside(call) || slices.ContainsFunc(call.Args, source.HasLiteral) {
			continue
		}
		// Several values say less than the function around.
		if what != "" { // one of several
			return ""
		}
		if what = r.givenName(call); what == "" {
			return ""
		}
	}
	return what
}

// callsIn yields the calls in a launched literal and in what it gives away, but not those of
// launches within.
func (r *Namer) callsIn(g *ast.GoStmt, lit *ast.FuncLit) func(yield func(*ast.CallExpr) bool) {
	return func(yield func(*ast.CallExpr) bool) {
		body, ok := r.Index.Find(lit.Body)
		if !ok {
			return
		}
		for c := range body.Preorder((*ast.CallExpr)(nil)) {
			if c.ParentEdgeKind() != edge.DeferStmt_Call && launchAround(c) == g && !yield(c.Node().(*ast.CallExpr)) {
				return
			}
		}
	}
}

// launchAround is the innermost go statement around a node.
func launchAround(c inspector.Cursor) *ast.GoStmt {
	for g := range c.Enclosing((*ast.GoStmt)(nil)) {
		return g.Node().(*ast.GoStmt)
	}
	return nil
}

// givenName names a call of a function value; by what it is given, where it is a letter or two.
func (r *Namer) givenName(call *ast.CallExpr) string {
	if name := r.valueName(call.Fun); name != "" {
		return name
	}
	for _, arg := range slices.Backward(call.Args) {
		if of := source.SelectedFrom(arg); len(of) > 2 && !typesx.IsContext(r.TypeOf(arg)) && !isManner(r.TypeOf(arg)) {
			return "handle " + of
		}
	}
	return ""
}

// isManner reports whether a value of a type says how or why something is done, and not with what:
// a number, a truth, an error.
func isManner(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsNumeric|types.IsBoolean) != 0 || typesx.IsError(t)
}

// isFieldOf reports whether a function is what a field holds.
func (r *Namer) isFieldOf(fun ast.Expr) bool {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	return ok && r.IsField(sel.Sel)
}

// valueName is the name of a variable or a field that has a function, or of where it comes
// from: h, ok := s.handlers[kind] is a handler. "" where neither says anything.
func (r *Namer) valueName(fun ast.Expr) string {
	switch x := ast.Unparen(fun).(type) {
	case *ast.Ident:
		v, isVar := r.Pass.TypesInfo.Uses[x].(*types.Var)
		if !isVar || len(x.Name) > 2 {
			return x.Name
		}
		def, ok := r.Index.Definition(v)
		if arg := r.argumentOf(def); ok && arg != nil {
			return source.SpelledName(arg)
		}
		if ok && def.ParentEdgeKind() == edge.RangeStmt_Value {
			return r.listName(def.Parent().Node().(*ast.RangeStmt).X)
		}
		if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
			return ""
		}
		assign := def.Parent().Node().(*ast.AssignStmt)
		from := assign.Rhs[min(def.ParentEdgeIndex(), len(assign.Rhs)-1)]
		switch ast.Unparen(from).(type) {
		case *ast.IndexExpr, *ast.SelectorExpr, *ast.CallExpr:
			if of := source.SpelledName(from); len(of) > 2 {
				return of
			}
		}
	case *ast.SelectorExpr:
		if len(x.Sel.Name) > 2 && r.IsField(x.Sel) {
			return x.Sel.Name
		}
	case *ast.StarExpr:
		return r.valueName(x.X)
	case *ast.IndexExpr: // one of several: (*j.listeners[i])()
		if of := source.SelectedFrom(x.X); len(of) > 2 {
			return of
		}
	}
	return ""
}

// listName is the name of a list of functions, or of the field that a variable of three letters has it
// from; "" for a letter or two.
func (r *Namer) listName(list ast.Expr) string {
	of := source.SelectedFrom(list)
	if id, isIdent := ast.Unparen(list).(*ast.Ident); isIdent && len(of) <= 4 {
		def, ok := r.Index.Definition(r.Pass.TypesInfo.Uses[id])
		if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
			return ""
		}
		assign := def.Parent().Node().(*ast.AssignStmt)
		of = source.SelectedFrom(assign.Rhs[min(def.ParentEdgeIndex(), len(assign.Rhs)-1)])
	}
	if len(of) <= 2 {
		return ""
	}
	return of
}

// argumentOf is what a launched literal is given for one of its parameters, nil for any other
// variable.
func (r *Namer) argumentOf(def inspector.Cursor) ast.Expr {
	if !def.Valid() || def.ParentEdgeKind() != edge.Field_Names {
		return nil
	}
	for lit := range def.Enclosing((*ast.FuncLit)(nil)) {
		call, ok := lit.Parent().Node().(*ast.CallExpr)
		if !ok || lit.ParentEdgeKind() != edge.CallExpr_Fun {
			return nil
		}
		at := 0
		for _, field := range lit.Node().(*ast.FuncLit).Type.Params.List {
			for _, name := range field.Names {
				if name == def.Node() && at < len(call.Args) {
					return call.Args[at]
				}
				at++
			}
		}
		return nil
	}
	return nil
}

// valueRun is the function value that a literal runs before it does something else: that is what it
// is there for, and what comes behind is about its end. "" where it runs none, or last.
func (r *Namer) valueRun(g *ast.GoStmt, steps []step) string {
	for i, s := range steps {
		if _, isVar := r.calleeOf(s.fun).(*types.Var); isVar && (s.plain && !s.turns && i < len(steps)-1 || len(steps) == 1) {
			return r.runs(g)
		}
	}
	return ""
}

// calleeOf is what a called expression names, nil for what it does not.
func (r *Namer) calleeOf(fun ast.Expr) types.Object {
	switch x := ast.Unparen(fun).(type) {
	case *ast.Ident:
		return r.Pass.TypesInfo.Uses[x]
	case *ast.SelectorExpr:
		return r.Pass.TypesInfo.Uses[x.Sel]
	}
	return nil
}

// isWords reports whether a name is more than one word: onCreate.
func isWords(name string) bool {
	return name != "" && strings.ContainsFunc(name[1:], unicode.IsUpper)
}

// constantOf is the constant that the only call of a launched literal is given last: SIGKILL, or
// a text of a few words.
func (r *Namer) constantOf(g *ast.GoStmt) (with string, quoted bool) {
	lit := source.LaunchedLiteral(g.Call)
	if lit == nil {
		return "", false
	}
	steps, _ := r.works(lit)
	// A launch within is a task of its own, and no step of this one.
	steps = slices.DeleteFunc(steps, func(s step) bool { return s.name == "" })
	if len(steps) != 1 {
		return "", false
	}
	for call := range r.callsIn(g, lit) {
		if call.Fun != steps[0].fun || len(call.Args) == 0 {
			continue
		}
		last := call.Args[len(call.Args)-1]
		v := r.Pass.TypesInfo.Types[last].Value
		if v != nil && v.Kind() == constant.String && plainWords.MatchString(constant.StringVal(v)) {
			return constant.StringVal(v), true
		}
		if of := source.SelectedFrom(last); v != nil && len(of) > 2 {
			return of, false
		}
	}
	return "", false
}
