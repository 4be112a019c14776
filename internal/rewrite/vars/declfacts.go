// This file gathers who changes which variable in a declaration. A go statement evaluates its
// operands at once; moved into a function they are evaluated later, which is the same only for
// what nothing changes in between. It is flow-insensitive but for positions.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/rewrite/source"
	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// declFacts are what is asked of a top-level declaration.
type declFacts struct {
	Changes map[*types.Var][]*Change // where variables and fields get a value by assignment
	posts   map[*types.Var][]*Change // what the post of a loop gives its variables, for the next turn
	zero    map[*types.Var]bool      // variables that are declared without a value
	notNil  map[*types.Var]bool      // receivers, and variables that start as a pointer to something new
	Reads   map[*types.Var]int       // how often the value of a variable is used
}

// A Change is a place where a variable gets a value.
type Change struct {
	At     inspector.Cursor
	Hidden bool // not by an assignment: its address is taken, a method may change it

	placed bool
	in     *ast.FuncLit // the innermost literal around it
	loops  []ast.Node   // those around it
}

// newDeclFacts is what is known of nothing.
func newDeclFacts() *declFacts {
	return &declFacts{Changes: make(map[*types.Var][]*Change), posts: make(map[*types.Var][]*Change), zero: make(map[*types.Var]bool), notNil: make(map[*types.Var]bool), Reads: make(map[*types.Var]int)}
}

// add records a change of a variable.
func (f *declFacts) add(v *types.Var, c Change) {
	kept := c // most are not, and cost nothing
	f.Changes[v] = append(f.Changes[v], &kept)
}

// declFacts gathers them, in one pass over the declaration.
func (r *Facts) declFacts(file *ast.File, d ast.Decl) *declFacts {
	f := newDeclFacts()
	written := make(map[*ast.Ident]bool)
	// A closure of an iteration has seen the next one's value before Go 1.22.
	oneForAll := !r.AtLeast(file, "go1.22") // turns of a loop share its variables
	inits := make(map[ast.Stmt]ast.Stmt)    // by the posts that change the variables of the next iteration
	root, ok := r.Index.Find(d)
	if !ok {
		return f
	}
	for c := range root.Preorder() {
		switch n := c.Node().(type) {
		case *ast.ForStmt:
			// The variables of a loop are new in each turn, and the post
			// statement changes those of the next.
			if init, ok := n.Init.(*ast.AssignStmt); ok && init.Tok == token.DEFINE && n.Post != nil && !oneForAll {
				inits[n.Post] = n.Init
			}
		case *ast.AssignStmt:
			r.assign(f, Change{At: c}, r.beside(f, c, inits[n], n.Lhs...)...)
			r.startsAs(f, n)
			markWritten(written, n)
		case *ast.Ident:
			if v, ok := r.Pass.TypesInfo.Uses[n].(*types.Var); ok && !written[n] {
				f.Reads[v]++
			}
		case *ast.IncDecStmt:
			r.assign(f, Change{At: c}, r.beside(f, c, inits[n], n.X)...)
		case *ast.RangeStmt:
			switch {
			case n.Tok == token.ASSIGN:
				r.assign(f, Change{At: c}, n.Key, n.Value)
			case oneForAll:
				r.changing(f, Change{At: c}, n.Key, n.Value)
			}
		case *ast.FuncDecl:
			r.receives(f, n)
		case *ast.ValueSpec:
			if len(n.Values) == 0 {
				r.declaredZero(f, n.Names...)
			}
		default:
			r.hiddenChanges(f, c)
		}
	}
	return f
}

// beside returns those of some expressions that are no variables which a statement declares, and
// records those that are as set by a post; all of them for no statement.
func (r *Facts) beside(f *declFacts, at inspector.Cursor, init ast.Stmt, list ...ast.Expr) (others []ast.Expr) {
	if init == nil {
		return list
	}
	for _, x := range list {
		if v, ok := r.Pass.TypesInfo.Uses[typesx.Ident(x)].(*types.Var); ok && syntax.Encloses(init, v.Pos()) {
			f.posts[v] = append(f.posts[v], &Change{At: at})
		} else {
			others = append(others, x)
		}
	}
	return others
}

// hiddenChanges records the variables that a node may change without an assignment.
func (r *Facts) hiddenChanges(f *declFacts, at inspector.Cursor) {
	c := Change{At: at, Hidden: true}
	switch n := at.Node().(type) {
	// A return may set them, with no assignment in sight.
	case *ast.FuncType:
		r.namedResults(f, at, n)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			r.assign(f, c, n.X)
		}
	case *ast.SliceExpr: // of an array it refers to the variable
		if _, ok := r.TypeOf(n.X).Underlying().(*types.Array); ok {
			r.assign(f, c, n.X)
		}
	case *ast.SelectorExpr:
		r.method(f, c, n)
	}
}

// ChangesOf returns where the declaration around a launch changes a variable.
func (r *Facts) ChangesOf(src *source.File, stmt *ast.GoStmt, v *types.Var) []*Change {
	return r.DeclFactsAround(src, stmt).Changes[v]
}

// Elsewhere reports whether a change stands in a literal that a position does not: it may
// happen on another goroutine, and at any time.
func (c *Change) Elsewhere(pos token.Pos) bool {
	c.place()
	return c.in != nil && (pos < c.in.Pos() || c.in.End() <= pos)
}

// place finds out where a change stands, which is asked of few.
func (c *Change) place() {
	if c.placed {
		return
	}
	c.placed = true
	for outer := range c.At.Enclosing((*ast.FuncLit)(nil), (*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		switch n := outer.Node().(type) {
		case *ast.FuncLit:
			if c.in == nil {
				c.in = n
			}
		default:
			c.loops = append(c.loops, n)
		}
	}
}

// markWritten marks the variables that an assignment sets without reading them.
func markWritten(written map[*ast.Ident]bool, n *ast.AssignStmt) {
	if n.Tok != token.ASSIGN {
		return
	}
	for _, lhs := range n.Lhs {
		if id, ok := ast.Unparen(lhs).(*ast.Ident); ok {
			written[id] = true
		}
	}
}

// receives records that the method's receiver has a value.
func (r *Facts) receives(f *declFacts, n *ast.FuncDecl) {
	if n.Recv == nil || len(n.Recv.List) != 1 || len(n.Recv.List[0].Names) != 1 {
		return
	}
	if v, ok := r.Pass.TypesInfo.Defs[n.Recv.List[0].Names[0]].(*types.Var); ok {
		f.notNil[v] = true
	}
}

// namedResults records the results that have names: a return of other values assigns to them.
// return c, nil leaves c as it is.
func (r *Facts) namedResults(f *declFacts, at inspector.Cursor, n *ast.FuncType) {
	if n.Results == nil {
		return
	}
	var names []*ast.Ident // one for each result, or none at all
	for _, field := range n.Results.List {
		names = append(names, field.Names...)
	}
	r.declaredZero(f, names...)
	for ret := range at.Parent().Preorder((*ast.ReturnStmt)(nil)) {
		if len(names) == 0 || syntax.Function(ret) != at.Parent().Node() {
			continue
		}
		values := ret.Node().(*ast.ReturnStmt).Results
		for i, name := range names {
			// What is returned as it is does not change.
			if len(values) == 0 || len(values) == len(names) && r.isVariable(values[i], name) {
				continue
			}
			r.changing(f, Change{At: ret}, name)
		}
	}
}

// isVariable reports whether an expression is the variable that a name declares.
func (r *Facts) isVariable(x ast.Expr, name *ast.Ident) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	return ok && r.Pass.TypesInfo.Uses[id] == r.Pass.TypesInfo.Defs[name]
}

// startsAs records the variables that a short declaration makes point to something new.
func (r *Facts) startsAs(f *declFacts, n *ast.AssignStmt) {
	if n.Tok != token.DEFINE || len(n.Lhs) != len(n.Rhs) {
		return
	}
	for i, rhs := range n.Rhs {
		made := false
		switch rhs := ast.Unparen(rhs).(type) {
		case *ast.UnaryExpr:
			_, isLit := ast.Unparen(rhs.X).(*ast.CompositeLit)
			made = rhs.Op == token.AND && isLit
		case *ast.CallExpr:
			made = r.IsBuiltin(rhs, "new")
		}
		if id, ok := n.Lhs[i].(*ast.Ident); ok && made {
			if v, ok := r.Pass.TypesInfo.Defs[id].(*types.Var); ok {
				f.notNil[v] = true
			}
		}
	}
}

// method records that a method takes the address of what it is called on.
func (r *Facts) method(f *declFacts, c Change, n *ast.SelectorExpr) {
	sel := r.Pass.TypesInfo.Selections[n]
	if sel == nil || sel.Kind() != types.MethodVal {
		return
	}
	fn, ok := sel.Obj().(*types.Func)
	// x.Method() is (&x).Method() then: it may set x, and may keep the address for later. That of an
	// embedded pointer has no address of x.
	if ok && !ThroughPointers(sel) && source.IsPointer(fn.Signature().Recv().Type()) && !r.IsReference(n.X) {
		r.assign(f, c, n.X)
	}
}

// assign records the variables and fields that get a value, at least in part: an
// element of an array, or a field of a struct, is a part of it. A new variable of
// a short declaration is not among them: that is its only value until it gets
// another.
func (r *Facts) assign(f *declFacts, c Change, list ...ast.Expr) {
	for _, e := range list {
		switch e := e.(type) {
		case *ast.ParenExpr:
			r.assign(f, c, e.X)
		case *ast.Ident:
			if v, ok := r.Pass.TypesInfo.Uses[e].(*types.Var); ok {
				f.add(v, c)
			}
		case *ast.SelectorExpr:
			// A field counts for itself, whatever it is of: two paths may lead to one struct.
			r.assign(f, c, e.Sel)
			if !r.IsReference(e.X) {
				r.assign(f, c, e.X)
			}
		case *ast.IndexExpr:
			if !r.IsReference(e.X) {
				r.assign(f, c, e.X)
			}
		}
	}
}

// declaredZero records variables that start without a value.
func (r *Facts) declaredZero(f *declFacts, names ...*ast.Ident) {
	for _, name := range names {
		if v, ok := r.Pass.TypesInfo.Defs[name].(*types.Var); ok {
			f.zero[v] = true
		}
	}
}

// changing records variables that change without an assignment that one can see.
func (r *Facts) changing(f *declFacts, c Change, list ...ast.Expr) {
	for _, e := range list {
		if id, ok := e.(*ast.Ident); ok {
			if v, ok := r.Pass.TypesInfo.Defs[id].(*types.Var); ok {
				f.add(v, c)
			}
		}
	}
}

// DeclFactsAround returns the facts of the top-level declaration around a node.
func (r *Facts) DeclFactsAround(s *source.File, n ast.Node) *declFacts {
	d := s.DeclAround(n)
	if d == nil {
		return newDeclFacts()
	}
	return r.factsOf(s.File, d)
}
