// This file asks whether a field may get another value between the statement that sets it, which
// justset.go finds, and the launch.
//
//	s.conn = conn
//	s.mu.Unlock() // whoever gets it now may set s.conn
//	go serve(s.conn)
//
// What other goroutines do meanwhile counts only where they and this one wait for each other:
// otherwise the launch itself would be a race.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
)

// A way is a stretch of a function that may run between a statement and the launch.
type way struct {
	fn       ast.Node
	from, to token.Pos
}

// wayFrom is the way from a statement to the launch: with the loops around the launch that the
// statement is not part of, since each turn comes there once more. What the launch evaluates is
// part of it. with has the statement as well: s.conn, conn = conn, next() changes conn.
func (r *Facts) wayFrom(by, at inspector.Cursor) (w, with way) {
	w = way{syntax.Function(at), by.Node().End(), r.At.End()}
	for outer := range at.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil), (*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		if n := outer.Node(); n == w.fn {
			break
		} else if !syntax.Encloses(n, by.Node().Pos()) {
			w.to = n.End()
		}
	}
	with = w
	with.from = by.Node().Pos()
	return w, with
}

// has reports whether a node is met on the way, at least in part.
func (w way) has(n ast.Node) bool { return w.from < n.End() && n.Pos() < w.to }

// changesOn reports whether a variable, or a field, may get another value on the way, or at a time
// that cannot be told.
func (r *Facts) changesOn(w way, v *types.Var) bool {
	return slices.ContainsFunc(r.ChangesOf(r.Source(r.AtFile), r.At, v), func(c *Change) bool {
		return c.Hidden || c.Elsewhere(r.At.Pos()) || w.has(c.At.Node())
	})
}

// keptOn reports whether nobody sets a field on the way: only the declaration around does so, which
// nothing on the way comes to, or nothing is called there.
func (r *Facts) keptOn(w way, field *types.Var, surely bool) bool {
	decl, _ := r.Source(r.AtFile).DeclAround(r.At).(*ast.FuncDecl)
	alone := decl != nil && !field.Exported() && !r.SetBeside(field) && (!surely || r.isPointedTo(field, nil)) &&
		!slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool { return d != decl })
	var again *callers
	if alone {
		fn, ok := r.Pass.TypesInfo.Defs[decl.Name].(*types.Func)
		if !ok {
			return false
		}
		again = r.callersOf(fn)
	}
	if surely && r.hasTwin(r.StructOf(field)) {
		return false
	}
	calls := &quiet{r: r, field: field, seen: make(map[*ast.FuncDecl]bool)}
	if again != nil {
		calls.names = again.names
	}
	for n := range r.running(w) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if !alone && slices.ContainsFunc(n.Lhs, r.mayOverwrite) {
				return false
			}
		case *ast.CallExpr:
			if r.Pass.TypesInfo.Types[n.Fun].IsType() || r.Pass.TypesInfo.Types[n.Fun].IsBuiltin() {
				continue
			}
			if !alone || r.comesTo(n, again) || surely && (again.taken || !calls.call(n, 0)) {
				return false
			}
		case *ast.UnaryExpr, *ast.SendStmt, *ast.SelectStmt, *ast.RangeStmt:
			if (surely || !alone) && r.MayWait(n) {
				return false
			}
		}
	}
	return true
}

// running yields what runs on the way: not what a go statement launches there, or what is deferred,
// nor the bodies of literals. What those statements evaluate is.
func (r *Facts) running(w way) iter.Seq[ast.Node] {
	apart := make(map[ast.Node]bool)
	beyond := func(n ast.Node) bool {
		if !w.has(n) {
			return true
		}
		_, isLit := n.(*ast.FuncLit)
		return isLit && n != w.fn
	}
	return func(yield func(ast.Node) bool) {
		for n := range syntax.Except[ast.Node](w.fn, beyond) {
			switch n := n.(type) {
			case *ast.GoStmt:
				apart[n.Call] = true
			case *ast.DeferStmt:
				apart[n.Call] = true
			}
			if !apart[n] && n.Pos() >= w.from && !yield(n) {
				return
			}
		}
	}
}

// mayOverwrite reports whether what is assigned to may be a whole struct, or something that a
// pointer leads to.
func (r *Facts) mayOverwrite(lhs ast.Expr) bool {
	switch ast.Unparen(lhs).(type) {
	case *ast.StarExpr, *ast.IndexExpr:
		return true
	}
	return hasParts(r.TypeOf(lhs))
}

// MayWait reports whether a statement or an operator waits for other goroutines, or a loop runs
// code that is not there.
func (r *Facts) MayWait(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		return n.Op == token.ARROW
	case *ast.RangeStmt:
		switch r.TypeOf(n.X).Underlying().(type) {
		case *types.Chan, *types.Signature:
			return true
		}
		return false
	}
	return true
}

// comesTo reports whether a call may come to the declaration around, which sets a field.
func (r *Facts) comesTo(call *ast.CallExpr, again *callers) bool {
	fn, _ := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	return again.unknown || fn != nil && again.fns[fn.Origin()]
}

// callers are the functions of the package that may come to another one, with that itself.
type callers struct {
	fns     map[*types.Func]bool
	names   map[string]bool
	taken   bool // one of them is used as a value, or by a literal that is one, or is launched
	unknown bool // there are too many
}

// maxCallers is how many are looked for: beyond that any function may be one.
const maxCallers = 100

// callersOf returns them, by who names whom.
func (r *Facts) callersOf(fn *types.Func) *callers {
	if known := r.calledBy[fn]; known != nil {
		return known
	}
	c := &callers{fns: make(map[*types.Func]bool), names: make(map[string]bool)}
	r.calledBy[fn] = c
	for todo := []*types.Func{fn}; len(todo) > 0 && !c.unknown; {
		callee := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if c.fns[callee] {
			continue
		}
		c.fns[callee], c.names[callee.Name()] = true, true
		uses := r.Index.Uses(callee)
		c.unknown = len(c.fns) > maxCallers || len(uses) > maxCallers
		for _, use := range uses {
			if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
				use = use.Parent()
			}
			use = syntax.Outermost(use)
			decl, isDecl := syntax.Function(use).(*ast.FuncDecl)
			c.taken = c.taken || !isDecl || use.ParentEdgeKind() != edge.CallExpr_Fun || use.Parent().ParentEdgeKind() == edge.GoStmt_Call
			for outer := range use.Enclosing((*ast.FuncDecl)(nil)) {
				decl = outer.Node().(*ast.FuncDecl)
			}
			if decl != nil {
				if caller, ok := r.Pass.TypesInfo.Defs[decl.Name].(*types.Func); ok {
					todo = append(todo, caller)
				}
			}
		}
	}
	return c
}
