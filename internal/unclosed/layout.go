// This file has what fixes need to know of a function, gathered once for all of its
// acquisitions.

package unclosed

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
)

// A memo is what was found out on behalf of some acquisition and may be asked again
// for another. To find it out anew takes time that is quadratic in what a function
// acquires.
type memo struct {
	outcomes map[*obligation.Site][]obligation.Outcome
	layouts  map[*obligation.Func]*layout
	contents map[*token.File][]byte
	names    map[*ast.File]map[string]bool

	callees  map[calleeKey]*reach
	decls    map[types.Object]*ast.FuncDecl
	results  map[types.Object]bool
	released map[string]map[*types.Var]bool // see releases
	blanks   map[string]int                 // see dropping
	deferred map[string]int                 // see deferCall
}

// newMemo is an empty memo, for one package.
func newMemo() *memo {
	return &memo{
		outcomes: make(map[*obligation.Site][]obligation.Outcome),
		layouts:  make(map[*obligation.Func]*layout),
		contents: make(map[*token.File][]byte),
		names:    make(map[*ast.File]map[string]bool),
		callees:  make(map[calleeKey]*reach),
		released: make(map[string]map[*types.Var]bool),
	}
}

// explore returns what becomes of the acquisition on each path: the engine's walk, once for
// each site.
func (a *acquisition) explore() []obligation.Outcome {
	outcomes, known := a.memo.outcomes[a.Site]
	if !known {
		outcomes = a.engine.Explore(a.Site)
		a.memo.outcomes[a.Site] = outcomes
	}
	return outcomes
}

// beside is another acquisition of the same function.
func (a *acquisition) beside(site *obligation.Site) *acquisition {
	other := &acquisition{Site: site, unit: a.unit, engine: a.engine, process: a.process, memo: a.memo}
	other.outcomes = other.explore()
	return other
}

// content returns what is in a file, nil where that is not what was analysed.
func (a *acquisition) content(tf *token.File) []byte {
	content, known := a.memo.contents[tf]
	if !known {
		// A file that has changed since, or that cgo has rewritten, has other offsets.
		if read, err := a.unit.Pass.ReadFile(tf.Name()); err == nil && len(read) == tf.Size() {
			content = read
		}
		a.memo.contents[tf] = content
	}
	return content
}

// namesIn returns all identifiers that occur in a file, whatever they mean.
func (a *acquisition) namesIn(f *ast.File) map[string]bool {
	names := a.memo.names[f]
	if names == nil {
		names = make(map[string]bool)
		for id := range syntax.All[*ast.Ident](f) {
			names[id.Name] = true
		}
		a.memo.names[f] = names
	}
	return names
}

// A layout is what fixes ask about a function, the same for each of its acquisitions.
type layout struct {
	statements map[*ast.CallExpr]ast.Stmt      // that are the call and nothing else
	rest       map[ast.Stmt][]ast.Stmt         // what follows a statement in its list
	changes    map[types.Object][]ast.Node     // what gives a variable a value, or takes its address
	idents     map[types.Object][]*ast.Ident   // in source order
	written    map[*ast.Ident]bool             // by an assignment
	inits      map[ast.Stmt]*ast.IfStmt        // what is the first part of an if
	names      map[string]bool                 // that occur
	numbered   map[string]int                  // how many numbers of a name have been tried
	defers     token.Pos                       // the last defer
	launches   bool                            // or jumps
	jumps      bool                            // by goto
	descriptor bool                            // is taken out of something
	releases   map[ast.Stmt][]*obligation.Site // see releasing
	dropped    map[*ast.CallExpr]bool          // calls whose result nobody looks at
	results    map[types.Object][]string       // methods on a variable whose result somebody does
	unsafe     map[*obligation.Site]string     // see unsafeToUndefer
	steps      []step                          // see work; nil until asked for
}

// layout returns the layout of the function that acquires.
func (a *acquisition) layout() *layout {
	l := a.memo.layouts[a.Func]
	if l == nil {
		l = &layout{
			statements: make(map[*ast.CallExpr]ast.Stmt),
			rest:       make(map[ast.Stmt][]ast.Stmt),
			changes:    make(map[types.Object][]ast.Node),
			idents:     make(map[types.Object][]*ast.Ident),
			written:    make(map[*ast.Ident]bool),
			inits:      make(map[ast.Stmt]*ast.IfStmt),
			names:      make(map[string]bool),
			numbered:   make(map[string]int),
			unsafe:     make(map[*obligation.Site]string),
			dropped:    make(map[*ast.CallExpr]bool),
			results:    make(map[types.Object][]string),
		}
		a.memo.layouts[a.Func] = l
		for n := range syntax.All[ast.Node](a.Func.Body) {
			l.visit(a, n)
		}
		for s := range syntax.Own[ast.Stmt](a.Func.Body) {
			l.visitOwn(s)
		}
		for _, list := range l.idents {
			slices.SortFunc(list, func(x, y *ast.Ident) int { return cmp.Compare(x.Pos(), y.Pos()) })
		}
	}
	return l
}

// visit notes what counts in literals, too.
func (l *layout) visit(a *acquisition, n ast.Node) {
	switch n := n.(type) {
	case *ast.Ident:
		l.names[n.Name] = true
		if v := a.unit.Pass.TypesInfo.ObjectOf(n); v != nil {
			l.idents[v] = append(l.idents[v], n)
		}
	case *ast.IfStmt:
		if n.Init != nil {
			l.inits[n.Init] = n
		}
	case *ast.BlockStmt:
		l.list(n.List)
	case *ast.CaseClause:
		l.list(n.Body)
	case *ast.CommClause:
		l.list(n.Body)
	case *ast.ExprStmt:
		l.drop(n.X)
	case *ast.DeferStmt:
		l.drop(n.Call)
	case *ast.AssignStmt:
		blank := true
		// _ = f.Close() drops the error on purpose, and drops it all the same.
		for _, lhs := range n.Lhs {
			id, ok := lhs.(*ast.Ident)
			if ok {
				l.written[id] = true
				l.changed(a, n, id)
			}
			blank = blank && ok && id.Name == "_"
		}
		if blank {
			l.drop(n.Rhs[0])
		}
	case *ast.UnaryExpr:
		if id, ok := n.X.(*ast.Ident); ok && n.Op == token.AND {
			l.changed(a, n, id)
		}
	case *ast.GoStmt:
		l.launches = true
		l.drop(n.Call)
	case *ast.BranchStmt:
		l.jumps = l.jumps || n.Tok == token.GOTO
		// A goto may lead past what is deferred, as a goroutine may go on behind it.
		l.launches = l.launches || l.jumps
	case *ast.CallExpr:
		l.launches = l.launches || a.launchesByHelper(n)
		if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && !l.dropped[n] {
			v := a.unit.Pass.TypesInfo.ObjectOf(rootOf(sel.X))
			l.results[v] = append(l.results[v], sel.Sel.Name)
		}
	case *ast.SelectorExpr:
		l.descriptor = l.descriptor || n.Sel.Name == "Fd" || n.Sel.Name == "SyscallConn"
	}
}

// drop notes a call whose results nobody looks at.
func (l *layout) drop(x ast.Expr) {
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok {
		l.dropped[call] = true
	}
}

// rootOf is the variable at which a chain of fields begins, or nil.
func rootOf(x ast.Expr) *ast.Ident {
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.SelectorExpr:
			x = y.X
		case *ast.Ident:
			return y
		default:
			return nil
		}
	}
}

// usesReleaseError reports whether the error of any release of the resource is
// used, also of one that a path need not come to, as behind a loop that has read
// the rows to their end:
//
//	if err := rows.Close(); err != nil {
//		return err
//	}
func (a *acquisition) usesReleaseError() bool {
	root := rootOf(a.place())
	if root == nil {
		return false
	}
	v := a.unit.Pass.TypesInfo.ObjectOf(root)
	if a.assignedAgain(v) {
		return false // it may be of another resource
	}
	methods := a.layout().results[v]
	return slices.ContainsFunc(methods, func(m string) bool { return slices.Contains(a.Spec.Release, m) })
}

// list notes what follows each statement of a list.
func (l *layout) list(list []ast.Stmt) {
	for i, s := range list {
		l.rest[s] = list[i+1:]
	}
}

// changed notes that a node gives a variable a value, or takes its address.
func (l *layout) changed(a *acquisition, n ast.Node, id *ast.Ident) {
	v := a.unit.Pass.TypesInfo.ObjectOf(id)
	l.changes[v] = append(l.changes[v], n)
}

// visitOwn notes what counts in the function itself.
func (l *layout) visitOwn(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.DeferStmt:
		l.defers = n.Pos()
	case *ast.ExprStmt:
		if call, ok := n.X.(*ast.CallExpr); ok {
			l.statements[call] = n
		}
	case *ast.AssignStmt:
		if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
			id, isIdent := n.Lhs[0].(*ast.Ident)
			if call, ok := n.Rhs[0].(*ast.CallExpr); ok && isIdent && id.Name == "_" {
				l.statements[call] = n
			}
		}
	}
}

// firstAfter returns the first use of a variable behind a position, and whether that
// is an assignment; nil if there is none.
func (a *acquisition) firstAfter(v types.Object, pos token.Pos) (first *ast.Ident, written bool) {
	l := a.layout()
	list := l.idents[v]
	i, _ := slices.BinarySearchFunc(list, pos+1, func(id *ast.Ident, pos token.Pos) int { return cmp.Compare(id.Pos(), pos) })
	if i == len(list) {
		return nil, false
	}
	return list[i], l.written[list[i]]
}

// releasing returns the acquisitions that a statement releases, in source order: of undeferFix,
// which must know whose release stands behind one.
func (a *acquisition) releasing(s ast.Stmt) []*obligation.Site {
	l := a.layout()
	if l.releases == nil {
		l.releases = make(map[ast.Stmt][]*obligation.Site)
		for _, site := range a.engine.Sites(a.Func) {
			other := a.beside(site)
			if len(site.Spec.Results) > 1 || other.place() == nil {
				continue
			}
			for _, release := range other.explicit() {
				l.releases[release] = append(l.releases[release], site)
			}
		}
	}
	return l.releases[s]
}
