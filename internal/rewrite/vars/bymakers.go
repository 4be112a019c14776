// This file answers whether a field is set by those that make its struct alone, for fixed.go, though
// others may have that by then: none of them comes to the function that has the launch.
//
//	c := &conn{}
//	c.reader = newReader(c) // which keeps c, and launches nothing of it
//	...
//	func (c *conn) start() { go c.reader.read() } // fixed
//
// What others do meanwhile counts only where the maker waits for them: else the launch would race
// with it.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// setByMakers reports whether a field has got its value before the launch, by whoever has made its
// struct.
func (r *Facts) setByMakers(field *types.Var) bool {
	if r.At == nil || field.Pkg() != r.Pass.Pkg || field.Exported() && !field.Embedded() || !r.maySetOnce(field) {
		return false
	}
	around, ok := r.Source(r.AtFile).DeclAround(r.At).(*ast.FuncDecl)
	if !ok {
		return false
	}
	fn, ok := r.Pass.TypesInfo.Defs[around.Name].(*types.Func)
	if !ok {
		return false
	}
	// What nobody sets is what SetOnce is about, which asks who makes the struct.
	if len(r.Changers(field)) == 0 || slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool {
		return d == ast.Decl(around) || !r.setsItsOwn(d, field, false)
	}) {
		return false
	}
	again := r.callersOf(fn)
	if slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool { return r.launchesFirst(d, field, again) }) {
		return false
	}
	return r.isPointedTo(field, nil) && !r.SetBeside(field)
}

// launchesFirst reports whether a declaration that sets a field of what it makes may come to one of
// some functions with that before.
func (r *Facts) launchesFirst(d ast.Decl, field *types.Var, again *callers) bool {
	file := r.fileOf(d)
	if r.Source(file).HasGoto(d) {
		return true
	}
	return slices.ContainsFunc(r.factsOf(file, d).Changes[field], func(c *Change) bool {
		assign, ok := c.At.Node().(*ast.AssignStmt)
		if c.place(); !ok || c.in != nil || len(c.loops) > 0 {
			return true
		}
		given, isGiven := r.firstGiven(r.madeHere(assign, field), assign.End())
		if !isGiven {
			return false
		}
		return !r.staysAway(way{d, statementOf(given), assign.End()}, again, field)
	})
}

// statementOf is where the statement begins that has a node, outside of literals, or the loop around it,
// which comes to all of its body once more.
func statementOf(c inspector.Cursor) (pos token.Pos) {
	for outer := range c.Enclosing() {
		switch n := outer.Node().(type) {
		case *ast.FuncLit:
			pos = token.NoPos
		case *ast.ForStmt, *ast.RangeStmt:
			pos = n.Pos()
		case ast.Stmt:
			if !pos.IsValid() {
				pos = n.Pos()
			}
		}
	}
	return pos
}

// isFresh reports whether a local variable is declared by a call of a function of the package that
// returns what it makes by a literal, and gives it to nobody else.
func (r *Facts) isFresh(def inspector.Cursor) bool {
	assign, ok := def.Parent().Node().(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 {
		return false
	}
	call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(r.Pass.TypesInfo, call).(*types.Func)
	if fn == nil || fn.Pkg() != r.Pass.Pkg {
		return false
	}
	declared := r.Index.Declared(fn.Origin())
	// A deferred function may give a result that has a name another value.
	if declared == nil || declared.Body == nil || len(declared.Type.Results.List[0].Names) > 0 {
		return false
	}
	at := def.ParentEdgeIndex()
	returns := 0
	for ret := range syntax.Own[*ast.ReturnStmt](declared.Body) {
		if at >= len(ret.Results) {
			return false
		}
		if r.Pass.TypesInfo.Types[ret.Results[at]].IsNil() {
			continue
		}
		v, isVar := r.Pass.TypesInfo.Uses[typesx.Ident(ret.Results[at])].(*types.Var)
		if !isVar || !r.IsNotNil(v) || r.IsAssigned(v) || slices.Contains(declared.Params, v) || r.isKept(v, declared.Node) {
			return false
		}
		returns++
	}
	return returns > 0
}

// isKept reports whether others than the caller of a function may have what a variable points to
// that it returns.
func (r *Facts) isKept(v *types.Var, fn ast.Node) bool {
	return slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		isReturned := syntax.Outermost(use).ParentEdgeKind() == edge.ReturnStmt_Results && syntax.Function(use) == fn
		return !isReturned && r.gives(use)
	})
}

// staysAway reports whether nothing on a way comes to one of some functions, or waits for others
// that may: all that is called there can be followed to its end, and calls nothing by a value.
func (r *Facts) staysAway(w way, again *callers, field *types.Var) bool {
	if again.unknown || r.hasTwin(r.StructOf(field)) {
		return false
	}
	calls := &quiet{r: r, field: field, names: again.names, seen: make(map[*ast.FuncDecl]bool)}
	for n := range r.running(w) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if r.comesTo(n, again) || !calls.call(n, 0) {
				return false
			}
		case *ast.UnaryExpr, *ast.SendStmt, *ast.SelectStmt, *ast.RangeStmt:
			if r.MayWait(n) {
				return false
			}
		}
	}
	return true
}
