// This file writes what a launched body names by a path of fields as the launcher names it:
//
//	func (s *source) start() {
//		go s.loop()
//	}
//
//	func (s *source) loop() {
//		sc := s.share.sc
//		<-sc.fm.ctx.Done() // s.share.sc.fm.ctx
//	}
//
// What the launcher evaluates then must be there already, and nobody may set it at the same time: see
// internal/rewrite/vars.

package rewrite

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/rewrite/vars"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A launched is what a go statement launches, with what its names mean for the launcher.
type launched struct {
	r    *Rewriter
	src  *source.File
	stmt *ast.GoStmt
	node ast.Node // the function or the literal
	body *ast.BlockStmt
	recv types.Object // the receiver of a method
	base *types.Var   // the variable that this is called on, nil for anything else

	by *launched // what is launched, where this is not, but called by it
}

// launchedAt returns what a go statement launches, nil where that is not there.
func (r *Rewriter) launchedAt(src *source.File, stmt *ast.GoStmt) *launched {
	node, body := r.Launched(stmt)
	if body == nil {
		return nil
	}
	l := &launched{r: r, src: src, stmt: stmt, node: node, body: body}
	l.recv, l.base = r.launchedReceiver(stmt)
	return l
}

// A way is how a body comes to a field: from a variable, by the fields behind that.
type way struct {
	id     *ast.Ident
	fields []*types.Var // all but the last one
}

// wayTo is the way to what a selector is of; a local variable that the body declares as such a way,
// and keeps, is followed.
func (l *launched) wayTo(x ast.Expr) (w way, ok bool) {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		if from := l.declaredAs(x); from != nil {
			return l.wayTo(from)
		}
		return way{id: x}, true
	case *ast.SelectorExpr:
		selection := l.r.Pass.TypesInfo.Selections[x]
		if selection == nil || selection.Kind() != types.FieldVal || len(selection.Index()) != 1 {
			return way{}, false
		}
		w, ok = l.wayTo(x.X)
		w.fields = append(w.fields, selection.Obj().(*types.Var))
		return w, ok
	}
	return way{}, false
}

// declaredAs is the path that a variable of the body is declared with, and has always.
func (l *launched) declaredAs(id *ast.Ident) ast.Expr {
	v, ok := l.r.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !syntax.Encloses(l.body, v.Pos()) || l.r.IsAssigned(v) {
		return nil
	}
	def, ok := l.r.Index.Definition(v)
	if !ok || def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return nil
	}
	assign := def.Parent().Node().(*ast.AssignStmt)
	if len(assign.Lhs) != len(assign.Rhs) {
		return nil
	}
	from, _ := ast.Unparen(assign.Rhs[def.ParentEdgeIndex()]).(*ast.SelectorExpr)
	if from == nil || !source.IsPointer(l.r.TypeOf(from)) {
		return nil
	}
	return from
}

// variable is the variable of the launcher that a way starts from, where that has the same value there;
// nil for none.
func (l *launched) variable(id *ast.Ident) *types.Var {
	of := l.r.Pass.TypesInfo.Uses[id]
	switch {
	case l.recv != nil && of == l.recv:
		return l.base
	case l.by != nil:
		return nil
	case isParamOf(l.r.Index.Func(l.node), of):
		return l.r.argumentFor(l.stmt, l.node, of)
	case l.recv != nil || l.r.Lookup(id.Name, l.stmt.Pos()) != of || !l.r.Fixed(id):
		return nil // of something that is not there, or may be another one
	}
	v, _ := of.(*types.Var)
	return v
}

// contextBy writes the context that a selector of the body names; "" where the launcher may not read
// that, or another one may be meant. anyway lets a field count that others set, and one side of the
// launch reads nevertheless.
func (l *launched) contextBy(sel *ast.SelectorExpr, anyway bool) (name string, isRead bool) {
	field := l.r.Pass.TypesInfo.Uses[sel.Sel].(*types.Var)
	w, ok := l.wayTo(sel.X)
	if !ok || !typesx.IsContext(field.Type()) {
		return "", false
	}
	base := l.variable(w.id)
	// It may set another one.
	if decl, isDecl := l.node.(*ast.FuncDecl); base == nil || isDecl && slices.Contains(l.r.Changers(field), ast.Decl(decl)) {
		return "", false
	}
	name = strings.Join(append(append([]string{base.Name()}, namesOf(w.fields)...), field.Name()), ".")
	switch {
	case l.r.IsComparedWithNil(field) || !l.isThere(base):
		return "", false // there may be none
	case len(w.fields) == 0 && l.by != nil:
		return name, l.r.SetInMaking(field)
	case len(w.fields) == 0:
		return name, l.r.setByMakersOnly(field) || anyway && l.r.readAnyway(l.src, l.stmt, sel, name)
	}
	if !l.r.IsGivenAlways(field) {
		return "", false
	}
	// Of a struct that is a part of another one it is given where that is.
	of := w.fields[len(w.fields)-1]
	if !source.IsPointer(of.Type()) && !l.r.IsGivenAlways(of) || !l.r.LeadsOn(append(vars.Path{base}, w.fields...), l.follows) {
		return "", false
	}
	return name, l.r.SetInMaking(field) || anyway && l.r.readAnyway(l.src, l.stmt, sel, name)
}

// isThere reports whether a variable of the launcher is no nil pointer, or the body would panic for that
// whatever happens.
func (l *launched) isThere(v *types.Var) bool {
	return !source.IsPointer(v.Type()) || l.r.isThereAt(l.stmt, v) || l.follows(vars.Path{v})
}

// isThereAt reports whether a variable of a launcher is no nil pointer.
func (r *Rewriter) isThereAt(stmt *ast.GoStmt, v *types.Var) bool {
	return r.IsSurelyThere(v) || r.isFollowed(stmt, v)
}

// isAll reports whether all that a path of the launcher leads to is there, as far as it follows that: else
// it would panic before the launch, and not behind it.
func (l *launched) isAll(sel *ast.SelectorExpr, base *ast.Ident) bool {
	p, ok := l.r.PathOf(sel.X)
	return ok && (l.isThere(p[0]) || l.r.HasValue(base)) && l.r.IsThere(p, l.follows)
}

// follows reports whether the body follows a pointer of the launcher whatever happens, so that it would
// panic there for a nil, and nothing recovers from that.
func (l *launched) follows(to vars.Path) bool {
	if l.by != nil {
		return l.by.follows(to)
	}
	return syntax.AnyOwn(l.body, func(sel *ast.SelectorExpr) bool {
		w, ok := l.wayTo(sel.X)
		if !ok || !slices.Equal(w.fields, to[1:]) || l.variable(w.id) != to[0] {
			return false
		}
		at, found := l.r.Index.Find(sel)
		return found && l.r.followsBase(sel, at) && l.r.surelyPanics(l.body, sel)
	})
}

// namesOf are the names of fields.
func namesOf(fields []*types.Var) (names []string) {
	for _, f := range fields {
		names = append(names, f.Name())
	}
	return names
}
