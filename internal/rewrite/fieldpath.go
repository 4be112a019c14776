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
	"go/token"
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
	base string       // the variable that this is called on, "" for anything else

	called bool // not launched itself, but called by what is
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

// variable is what the launcher calls the variable that a way starts from, where that has the same
// value there; "" for none.
func (l *launched) variable(id *ast.Ident) string {
	of := l.r.Pass.TypesInfo.Uses[id]
	switch {
	case l.recv != nil && of == l.recv:
		return l.base
	case l.called:
		return ""
	case isParamOf(l.r.Index.Func(l.node), of):
		return l.r.argumentFor(l.stmt, l.node, of)
	case l.recv != nil || l.r.Lookup(id.Name, l.stmt.Pos()) != of || !l.r.Fixed(id):
		return "" // of something that is not there, or may be another one
	}
	return id.Name
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
	if decl, isDecl := l.node.(*ast.FuncDecl); base == "" || isDecl && slices.Contains(l.r.Changers(field), ast.Decl(decl)) {
		return "", false
	}
	name = strings.Join(append(append([]string{base}, namesOf(w.fields)...), field.Name()), ".")
	switch {
	case l.r.IsComparedWithNil(field):
		return "", false // there may be none
	case len(w.fields) == 0 && l.called:
		return name, l.r.SetInMaking(field)
	case len(w.fields) == 0:
		return name, l.r.setByMakersOnly(field) || anyway && l.r.readAnyway(l.src, l.stmt, sel, name)
	}
	v, isVar := l.r.Lookup(base, l.stmt.Pos()).(*types.Var)
	if !isVar || !l.r.IsGivenAlways(field) || source.IsPointer(v.Type()) && !l.isThere(w.id, base) {
		return "", false
	}
	// Of a struct that is a part of another one it is given where that is.
	of := w.fields[len(w.fields)-1]
	if !source.IsPointer(of.Type()) && !l.r.IsGivenAlways(of) || !l.r.LeadsOn(append(vars.Path{v}, w.fields...), l.follows) {
		return "", false
	}
	return name, l.r.SetInMaking(field) || anyway && l.r.readAnyway(l.src, l.stmt, sel, name)
}

// isThere reports whether the variable that a way starts from is no nil pointer.
func (l *launched) isThere(id *ast.Ident, base string) bool {
	of := l.r.Pass.TypesInfo.Uses[id]
	if l.recv != nil && of == l.recv || isParamOf(l.r.Index.Func(l.node), of) {
		return base != "" // that has been asked
	}
	return l.r.isThereAt(l.stmt, id)
}

// isThereAt reports whether a variable of a launcher is no nil pointer.
func (r *Rewriter) isThereAt(stmt *ast.GoStmt, id *ast.Ident) bool {
	return r.NotNil(id) || r.isFollowed(stmt, id) || r.HasValue(id)
}

// isAll reports whether all that a path of the launcher leads to is there, as far as it follows that: else
// it would panic before the launch, and not behind it.
func (l *launched) isAll(sel *ast.SelectorExpr, base *ast.Ident) bool {
	p, ok := l.r.PathOf(sel.X)
	return ok && (!source.IsPointer(p[0].Type()) || l.isThere(base, base.Name)) && l.r.IsThere(p, l.follows)
}

// follows reports whether the body follows a pointer of the launcher whatever happens, so that it would
// panic there for a nil, and nothing recovers from that.
func (l *launched) follows(to vars.Path) bool {
	if l.called || l.r.recovers(l.body) {
		return false
	}
	defers := token.NoPos
	for d := range syntax.Own[*ast.DeferStmt](l.body) {
		if !l.r.IsBuiltin(d.Call, "close") && !defers.IsValid() { // what has a name may recover
			defers = d.Pos()
		}
	}
	return syntax.AnyOwn(l.body, func(sel *ast.SelectorExpr) bool {
		w, ok := l.wayTo(sel.X)
		if !ok || defers.IsValid() && defers < sel.Pos() || !slices.Equal(w.fields, to[1:]) {
			return false
		}
		if base := l.variable(w.id); base == "" || l.r.Lookup(base, l.stmt.Pos()) != to[0] {
			return false
		}
		at, found := l.r.Index.Find(sel)
		return found && l.r.followsBase(sel, at) && l.r.surely(l.body, sel)
	})
}

// namesOf are the names of fields.
func namesOf(fields []*types.Var) (names []string) {
	for _, f := range fields {
		names = append(names, f.Name())
	}
	return names
}
