// This file finds a context in a field for the handle of a launch: that which the body itself
// uses of what it belongs to, where no variable of the launcher is one.
//
//	func (s *syncer) start() {
//		go s.pump(files) // select { case out <- f: case <-s.ctx.Done(): }
//	}
//
//	task := tracked.Start(s.ctx, "syncer.pump")
//
// Nothing depends on the context of a handle, but reading a field must not be a race, and it
// should be there.

package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// fieldContext returns the only context in a field that a launched body waits for, or else that it
// uses, of a value which is the same at the launch, as the launcher writes it; "" where there is none,
// or several. anyway lets one count that others may set, and one side of the launch reads nevertheless.
func (r *Rewriter) fieldContext(src *source.File, stmt *ast.GoStmt, anyway bool) string {
	l := r.launchedAt(src, stmt)
	if l == nil {
		return ""
	}
	found := &fieldContexts{}
	found.look(l, anyway)
	if found.waits == nil && found.uses == nil && !anyway {
		found.lookIn(l, maxMethods)
	}
	return found.only()
}

// maxMethods is how many methods deep a context is looked for that a body hands on by its receiver.
const maxMethods = 2

// fieldContexts are the contexts in fields that a body names, as the launcher writes them: "" is one
// that it cannot.
type fieldContexts struct {
	waits, uses map[string]*fieldContext // hardly any body has one
}

// A fieldContext is one of them.
type fieldContext struct {
	field  *types.Var
	isRead bool // the launch may read it
}

// look adds what a body waits for and uses itself.
func (f *fieldContexts) look(l *launched, anyway bool) {
	for n := range syntax.All[ast.Node](l.body) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if of, ok := ast.Unparen(doneOf(n)).(*ast.SelectorExpr); ok && l.r.isContextField(l.r.Pass.TypesInfo.Uses[of.Sel]) {
				f.waits = l.addTo(f.waits, of, anyway)
			}
		case *ast.SelectorExpr:
			if l.r.isContextField(l.r.Pass.TypesInfo.Uses[n.Sel]) {
				f.uses = l.addTo(f.uses, n, anyway)
			}
		}
	}
}

// addTo adds what a selector names to some contexts.
func (l *launched) addTo(list map[string]*fieldContext, sel *ast.SelectorExpr, anyway bool) map[string]*fieldContext {
	if list == nil {
		list = make(map[string]*fieldContext)
	}
	name, isRead := l.contextBy(sel, anyway)
	if list[name] == nil {
		list[name] = &fieldContext{field: l.r.Pass.TypesInfo.Uses[sel.Sel].(*types.Var)}
	}
	list[name].isRead = list[name].isRead || isRead
	return list
}

// lookIn adds what the methods wait for that a body calls on a variable of the launcher, and those that
// they call on their receiver.
func (f *fieldContexts) lookIn(l *launched, depth int) {
	var further []*launched
	for called := range l.methods() {
		in := &fieldContexts{}
		in.look(called, false)
		for name, context := range in.waits {
			if f.waits == nil {
				f.waits = make(map[string]*fieldContext)
			}
			f.waits[name] = context
		}
		further = append(further, called)
	}
	for _, called := range further {
		if f.waits == nil && depth > 1 {
			f.lookIn(called, depth-1)
		}
	}
	f.dropParents(l.r)
}

// dropParents leaves out a context that another one is made of: it ends with that, which is narrower.
func (f *fieldContexts) dropParents(r *Rewriter) {
	for _, narrow := range f.waits {
		for name, context := range f.waits {
			if narrow != context && r.isMadeOf(narrow.field, context.field) {
				delete(f.waits, name)
			}
		}
	}
}

// only returns the one that the body waits for, or that it uses where it waits for none.
func (f *fieldContexts) only() string {
	of := f.uses
	if f.waits != nil {
		of = f.waits // it is what ends the task
	}
	for name, context := range of {
		if len(of) == 1 && context.isRead {
			return name
		}
	}
	return ""
}

// isParamOf reports whether an object is a parameter of a function.
func isParamOf(fn *syntax.Func, obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && fn != nil && fn.ParamIndex(v) >= 0
}

// launchedReceiver returns the receiver of a launched method, and the variable that the launcher
// calls it on, where that is one and has the value still.
func (r *Rewriter) launchedReceiver(stmt *ast.GoStmt) (recv types.Object, base *types.Var) {
	fn, isFunc := typeutil.Callee(r.Pass.TypesInfo, stmt.Call).(*types.Func)
	sel, isSel := ast.Unparen(stmt.Call.Fun).(*ast.SelectorExpr)
	if !isFunc || !isSel {
		return nil, nil
	}
	decl := r.DeclOf(fn.Origin())
	if decl == nil || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 {
		return nil, nil
	}
	recv = r.Pass.TypesInfo.Defs[decl.Recv.List[0].Names[0]]
	method := r.Pass.TypesInfo.Selections[sel]
	id, isIdent := ast.Unparen(sel.X).(*ast.Ident)
	if isIdent && method != nil && len(method.Index()) == 1 && r.Fixed(id) {
		base, _ = r.Pass.TypesInfo.Uses[id].(*types.Var)
	}
	return recv, base
}

// setByMakersOnly reports whether only functions that make a struct of its type set a field, and none a
// whole one, so that nobody sets it while a method reads it.
func (r *Rewriter) setByMakersOnly(field *types.Var) bool {
	tn := r.StructOf(field)
	return tn != nil && !r.SetBeside(field) && !r.IsReplaced(tn) && !slices.ContainsFunc(r.Changers(field), func(d ast.Decl) bool {
		return !syntax.Any(d, func(lit *ast.CompositeLit) bool { return typesx.Named(r.TypeOf(lit)) == tn })
	})
}

// waitsForSeveral reports whether what is launched waits for more than one context: then none of
// them is its own.
func (r *Rewriter) waitsForSeveral(stmt *ast.GoStmt) bool {
	body := r.LaunchedBody(stmt)
	if body == nil {
		return false
	}
	first := ""
	return syntax.Any(body, func(n *ast.UnaryExpr) bool {
		of := doneOf(n)
		if of == nil {
			return false
		}
		if first == "" {
			first = source.Text(of)
		}
		return source.Text(of) != first
	})
}

// innermostContext returns the innermost variable that is a context, of several in one scope the
// one that has got its value last, but none of several parameters: their callers know what each is
// for. ends lets one count that ends with the function, which may be made of either parameter.
func (r *Rewriter) innermostContext(src *source.File, stmt *ast.GoStmt, ends bool) (name string) {
	var best *types.Var
	var set token.Pos
	r.Visible(stmt.Pos(), typesx.IsContext, func(v *types.Var) bool {
		if best != nil && v.Parent() != best.Parent() {
			return false
		}
		if !r.givesContext(src, stmt, v) || !ends && r.endsWithFunction(src, v) {
			return true
		}
		at := v.Pos()
		r.values(src, v, func(s ast.Stmt, _ ast.Expr, _ int) {
			if s != nil && s.Pos() < stmt.Pos() {
				at = max(at, s.Pos())
			}
		})
		if best == nil || at > set {
			best, set, name = v, at, v.Name()
		}
		return true
	})
	if best != nil && (ends || r.IsParam(best)) && r.hasSeveralParams(stmt) {
		return ""
	}
	return name
}

// hasSeveralParams reports whether several parameters of the innermost function around that has any
// are contexts, those that are no candidates among them.
func (r *Rewriter) hasSeveralParams(stmt *ast.GoStmt) bool {
	var of *types.Scope
	params := 0
	r.Visible(stmt.Pos(), typesx.IsContext, func(v *types.Var) bool {
		if r.IsParam(v) {
			if of == nil {
				of = v.Parent()
			}
			if of == v.Parent() {
				params++
			}
		}
		return of == nil || of == v.Parent()
	})
	return params > 1
}
