// This file is about variables that others write. A local one may be written by a function literal
// that somebody else runs, and through its address. What is known of it is void where that can
// happen: at the call that is given the literal or the address, and, where somebody has it for
// longer, at each call, send and receive from there on.
//
//	var inner error
//	run(func() { inner = work() })
//	if inner != nil {
//
// The resource, and what leads to it, stays where it is: that somebody has it is
// judged where it is given to him. So does a boolean or an error that the
// acquisition gave, unless the very call is given the way to change it.

package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// passedDisturbs voids what a call may write through its arguments, and what others
// may write while it runs.
func (w *walk) passedDisturbs(st *sym.State, call *ast.CallExpr, sig *types.Signature, fn sym.Value, args []sym.Value) {
	for i, a := range args {
		t := paramType(sig, i)
		w.writtenThrough(st, a, t == nil || !isStruct(t), maxDepth)
	}
	w.othersDisturb(st, call.Pos())
	w.calleeDisturbs(st, call)
	// A function in a variable may be any literal of the function that has been made by then.
	if k := w.Kind(fn); k == sym.Opaque && w.isLocalFunc(call) {
		for _, lit := range w.root.writers() {
			if lit.End() < call.Pos() {
				w.writesOf(st, lit, w.loseAll)
			}
		}
	}
}

// isLocalFunc reports whether a call is of a function that a local variable has, or
// a list: it may be any literal of the function.
//
//	fs := []func(){func() { err = work() }}
//	fs[0]() // may set err
func (w *walk) isLocalFunc(call *ast.CallExpr) bool {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		v, ok := w.info.Uses[f].(*types.Var)
		return ok && w.root.contains(v) && !w.root.isParam(v)
	case *ast.IndexExpr:
		return signatureOf(w.info.TypeOf(f.X)) == nil // or it is an instance of a function
	}
	return false
}

// writtenThrough voids what may be written by whoever is given a value. byRef says that a
// struct is not copied. depth bounds how far pointers are followed.
func (w *walk) writtenThrough(st *sym.State, v sym.Value, byRef bool, depth int) {
	if depth == 0 {
		return
	}
	info := w.Infos[v]
	switch info.Kind {
	case sym.Closure:
		w.writesOf(st, info.Lit, w.loseAll)
	case sym.Method:
		w.writtenThrough(st, info.Recv, true, depth-1)
	case sym.Address:
		w.loseAll(st, info.Var)
		w.writtenThrough(st, st.Variable(info.Var), true, depth-1)
	case sym.Object:
		for _, f := range w.Cells[v] {
			// A struct that is copied keeps its fields; what these lead to is shared.
			if val, _ := st.Cell(v, f); byRef && val < sym.Resource {
				st.SetCell(v, f, sym.Unknown)
			} else {
				w.writtenThrough(st, val, true, depth-1)
			}
		}
	}
}

// writesOf calls lose for the variables that a literal, or a closure that it has
// captured, may write.
func (w *walk) writesOf(st *sym.State, lit *ast.FuncLit, lose func(*sym.State, *types.Var)) {
	for _, v := range w.eng.writes(lit) {
		lose(st, v)
	}
	for _, v := range w.eng.captures(lit) {
		if val := st.Variable(v); w.Kind(val) == sym.Closure && w.Infos[val].Lit != lit && !syntax.Encloses(w.Infos[val].Lit, lit.Pos()) {
			for _, v := range w.eng.writes(w.Infos[val].Lit) {
				lose(st, v)
			}
		}
	}
}

// loseAll forgets what is known of a variable, but for the resource.
func (w *walk) loseAll(st *sym.State, v *types.Var) {
	if val := st.Variable(v); !w.relates(st, val) && w.Kind(val) != sym.Object {
		st.Set(v, sym.Unknown)
	}
}

// othersDisturb forgets what is known of the variables that somebody may write who
// has the address, or a literal that writes them, since before a place.
func (w *walk) othersDisturb(st *sym.State, pos token.Pos) {
	if len(w.outs.vars)+len(w.met.vars) == 0 {
		return
	}
	for _, v := range w.root.shared() {
		if val := st.Variable(v); w.isErr(val) || val == sym.Ok || val == sym.No {
			continue
		}
		writes := func(o out) bool { return !o.reads && w.eng.keepsOut(o, pos) }
		if slices.ContainsFunc(w.outs.vars[v], writes) || slices.ContainsFunc(w.met.vars[v], writes) {
			w.loseAll(st, v)
		}
	}
}

// calleeDisturbs voids what a function of this package assigns to, itself or in what it calls: a
// package variable, and a field of an object that has come to somebody else before.
//
//	l := newLog(&mode)
//	mode.full = false
//	l.write() // sets it
//	if mode.full {
func (w *walk) calleeDisturbs(st *sym.State, call *ast.CallExpr) {
	fn := typeutil.StaticCallee(w.info, call)
	if fn == nil || w.eng.declOf(fn) == nil {
		return
	}
	var objects []sym.Value
	for _, values := range []map[sym.Value][]out{w.outs.values, w.met.values} {
		for v, outs := range values {
			if w.Kind(v) == sym.Object && len(w.Cells[v]) > 0 && slices.ContainsFunc(outs, func(o out) bool { return !o.reads && o.pos < call.Pos() }) {
				objects = append(objects, v)
			}
		}
	}
	global := w.root.assignsGlobal()
	if len(objects) == 0 && !global && len(w.root.counting) == 0 {
		return
	}
	for _, a := range w.eng.assignsTo(fn.Origin()) {
		v := a.v
		w.voidCounts(st, a)
		if global && typesx.IsPackageVar(v) {
			w.loseAll(st, v)
		}
		for _, obj := range objects {
			if val, known := st.Cell(obj, v); known && v.IsField() && (val < sym.Resource || w.Kind(val) == sym.Literal) {
				st.SetCell(obj, v, sym.Unknown)
			}
		}
	}
}

// voidCounts forgets what the path knows of how much there is of something that a callee writes:
// that it is as much as it was at the launch, and, unless it only adds to it, that there is some.
func (w *walk) voidCounts(st *sym.State, a assignment) {
	for _, n := range w.ConditionsOn(a.v) {
		if grows, counts := w.root.counting[n]; counts && !(grows && a.adds) {
			st.Conds = st.Conds.Delete(n)
		}
	}
}

// assignsGlobal reports whether the function assigns to a package variable.
func (f *Func) assignsGlobal() bool {
	for v := range f.assigned {
		if typesx.IsPackageVar(v) {
			return true
		}
	}
	return false
}

// maxAssigners is in how many functions assignments are looked for: in more there may be others.
const maxAssigners = 64

// An assignment is of a field or a package variable. adds says that it is never less afterwards.
type assignment struct {
	v    *types.Var
	adds bool
}

// assignsTo are the fields and package variables to which a function of this package assigns, and
// what it calls, as far as that is seen: what is written through a pointer to one is not, nor what
// becomes of an element.
func (e *Engine) assignsTo(fn *types.Func) (list []assignment) {
	list, known := e.assigning[fn]
	if known {
		return list
	}
	note := func(x ast.Expr, adds bool) {
		id := typesx.Ident(x)
		if sel, ok := ast.Unparen(x).(*ast.SelectorExpr); ok {
			id = sel.Sel
		}
		if v, ok := e.info.ObjectOf(id).(*types.Var); ok && (v.IsField() || typesx.IsPackageVar(v)) && !slices.Contains(list, assignment{v, adds}) {
			list = append(list, assignment{v, adds})
		}
	}
	seen := map[*types.Func]bool{fn: true}
	for queue := []*types.Func{fn}; len(queue) > 0; queue = queue[1:] {
		decl := e.declOf(queue[0])
		if decl == nil {
			continue
		}
		for n := range syntax.All[ast.Node](decl.Body) {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, x := range n.Lhs {
					note(x, n.Tok == token.ADD_ASSIGN || n.Tok == token.OR_ASSIGN)
				}
			case *ast.IncDecStmt:
				note(n.X, n.Tok == token.INC)
			case *ast.RangeStmt:
				if n.Tok == token.ASSIGN {
					note(n.Key, false)
					note(n.Value, false)
				}
			case *ast.CallExpr:
				if callee := typeutil.StaticCallee(e.info, n); callee != nil && !seen[callee.Origin()] && len(seen) < maxAssigners {
					seen[callee.Origin()] = true
					queue = append(queue, callee.Origin())
				}
			}
		}
	}
	e.assigning[fn] = list
	return list
}

// writers are the literals in the function, which may write what they have captured.
func (f *Func) writers() []*ast.FuncLit {
	if f.writing == nil {
		f.writing = slices.AppendSeq([]*ast.FuncLit{}, syntax.All[*ast.FuncLit](f.Body))
	}
	return f.writing
}

// shared are the variables that a literal in the function writes, or of which the
// address is taken.
func (f *Func) shared() []*types.Var {
	if f.sharing == nil {
		f.sharing = []*types.Var{}
		add := func(v *types.Var) {
			if !slices.Contains(f.sharing, v) {
				f.sharing = append(f.sharing, v)
			}
		}
		for _, lit := range f.writers() {
			for _, v := range f.eng.writes(lit) {
				add(v)
			}
		}
		for u := range syntax.All[*ast.UnaryExpr](f.Body) {
			if u.Op == token.AND {
				add(f.eng.varOf(u.X))
			}
		}
	}
	return f.sharing
}

// writes are the captured variables that a literal assigns to, or whose address it
// takes:
//
//	func() { n++; err = work(); p = &q } // n, err and q
func (e *Engine) writes(lit *ast.FuncLit) []*types.Var {
	vars, known := e.written[lit]
	if known {
		return vars
	}
	add := func(x ast.Expr) {
		v := e.varOf(x)
		if v == nil {
			return
		}
		if syntax.Encloses(lit, v.Pos()) {
			return
		}
		if !slices.Contains(vars, v) {
			vars = append(vars, v)
		}
	}
	for n := range syntax.All[ast.Node](lit.Body) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				add(x)
			}
		case *ast.IncDecStmt:
			add(n.X)
		case *ast.RangeStmt:
			add(n.Key)
			add(n.Value)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				add(n.X)
			}
		}
	}
	e.written[lit] = vars
	return vars
}
