// This file gathers what a package says about nil, for valued.go: what it compares with that, which
// structs it converts, and where it calls methods by interfaces. One walk answers for all of it.

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

// nils are what a package says about nil.
type nils struct {
	compared map[nilOf]bool
	made     map[*types.TypeName]bool // structs that are made by no literal
	returns  map[ast.Node][]*ast.ReturnStmt
	beside   []*nilsBeside       // by files; nil until asked for
	given    map[*types.Var]bool // whether a parameter may be nil

	givenByAny map[*types.Var]bool // the same where other packages may give that

	positional map[*types.Var][]ast.Expr     // what literals set fields to without their names
	converted  map[*types.Var]bool           // fields of structs that are taken for another one
	unnamed    []*types.Struct               // of literals
	dynamic    map[string][]inspector.Cursor // where methods of interfaces are named
	methods    map[string][]*syntax.Func     // that the package declares, by their names
	comparedBy map[*types.Var]bool           // what isCompared has found
}

// A nilOf is a variable, or what comes from it or from a function.
type nilOf struct {
	obj types.Object
	how comesAs
}

// A comesAs is how a value comes from something.
type comesAs uint8

const (
	asItself comesAs = iota
	itsElement
	itsResult
)

// maxOrigin is how far what is compared is followed to where it comes from.
const maxOrigin = 3

// compared reports whether something is compared with nil anywhere in the package.
func (r *Facts) compared(obj types.Object, how comesAs) bool {
	if r.nils().compared[nilOf{obj, how}] {
		return true
	}
	v, isVar := obj.(*types.Var)
	return isVar && v.IsField() && slices.ContainsFunc(r.nilsBeside(), func(n *nilsBeside) bool { return n.broken || n.fields[v.Name()] })
}

// IsGivenAlways reports whether a field is given a value wherever the package makes its struct, and the
// package compares it with nil nowhere.
func (r *Facts) IsGivenAlways(field *types.Var) bool {
	tn := r.StructOf(field)
	if tn == nil || r.IsComparedWithNil(field) {
		return false
	}
	lits := r.LiteralsOf(tn)
	return len(lits) > 0 && !slices.ContainsFunc(lits, func(c inspector.Cursor) bool {
		return !slices.ContainsFunc(c.Node().(*ast.CompositeLit).Elts, func(elt ast.Expr) bool {
			pair, ok := elt.(*ast.KeyValueExpr)
			return ok && r.Pass.TypesInfo.Uses[typesx.Ident(pair.Key)] == field && !r.Pass.TypesInfo.Types[pair.Value].IsNil()
		})
	})
}

// IsComparedWithNil reports whether the package compares a field with nil.
func (r *Facts) IsComparedWithNil(field *types.Var) bool {
	return r.nils().compared[nilOf{field, asItself}]
}

// isCompared reports whether a variable is compared with nil, or given to a function of the package
// that does so with what it is given.
func (r *Facts) isCompared(v *types.Var) bool {
	if r.compared(v, asItself) {
		return true
	}
	known := r.nils().comparedBy
	is, asked := known[v]
	if asked {
		return is
	}
	known[v] = false // where it comes round to itself it adds nothing
	s := r.searchNil()
	known[v] = slices.ContainsFunc(r.Index.Uses(v), func(use inspector.Cursor) bool {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		use = syntax.Outermost(use)
		if use.ParentEdgeKind() != edge.CallExpr_Args {
			return false
		}
		p := s.paramOf(use.Parent().Node().(*ast.CallExpr), use.ParentEdgeIndex())
		return p != nil && r.isCompared(p)
	})
	return known[v]
}

// nils are gathered when a launch asks for them.
func (r *Facts) nils() *nils {
	if r.saysNil != nil {
		return r.saysNil
	}
	n := &nils{
		compared: make(map[nilOf]bool), made: make(map[*types.TypeName]bool), returns: make(map[ast.Node][]*ast.ReturnStmt),
		given: make(map[*types.Var]bool), givenByAny: make(map[*types.Var]bool), positional: make(map[*types.Var][]ast.Expr), converted: make(map[*types.Var]bool),
		dynamic: make(map[string][]inspector.Cursor), methods: make(map[string][]*syntax.Func), comparedBy: make(map[*types.Var]bool),
	}
	r.saysNil = n
	for _, fn := range r.Index.Funcs() {
		if fn.Recv && fn.Obj != nil {
			n.methods[fn.Obj.Name()] = append(n.methods[fn.Obj.Name()], fn)
		}
	}
	for _, f := range r.Pass.Files {
		for c := range r.FileIn(f).Preorder((*ast.BinaryExpr)(nil), (*ast.CaseClause)(nil), (*ast.CallExpr)(nil), (*ast.CompositeLit)(nil), (*ast.SelectorExpr)(nil)) {
			switch x := c.Node().(type) {
			case *ast.BinaryExpr:
				n.compareBoth(r, x)
			case *ast.CaseClause:
				n.compareCase(r, c, x)
			case *ast.CallExpr:
				n.call(r, x)
			case *ast.CompositeLit:
				n.placed(r, x)
			case *ast.SelectorExpr:
				if fn, ok := r.Pass.TypesInfo.Uses[x.Sel].(*types.Func); ok && typesx.IsInterfaceMethod(fn) {
					n.dynamic[fn.Name()] = append(n.dynamic[fn.Name()], c.ChildAt(edge.SelectorExpr_Sel, -1))
				}
			}
		}
	}
	return n
}

// compareBoth notes what a comparison compares with nil.
func (n *nils) compareBoth(r *Facts, x *ast.BinaryExpr) {
	switch {
	case x.Op != token.EQL && x.Op != token.NEQ:
	case r.isNil(x.Y):
		n.compare(r, x.X, 0)
	case r.isNil(x.X):
		n.compare(r, x.Y, 0)
	}
}

// isNil reports whether an expression is nil, as it is or as a value of a type: I(nil).
func (r *Facts) isNil(x ast.Expr) bool {
	if r.Pass.TypesInfo.Types[x].IsNil() {
		return true
	}
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	return ok && r.Pass.TypesInfo.Types[call.Fun].IsType() && len(call.Args) == 1 && r.isNil(call.Args[0])
}

// compareCase notes what a switch with a nil among its cases is about.
func (n *nils) compareCase(r *Facts, c inspector.Cursor, clause *ast.CaseClause) {
	for _, x := range clause.List {
		if !r.isNil(x) {
			continue
		}
		switch stmt := c.Parent().Parent().Node().(type) {
		case *ast.SwitchStmt:
			if stmt.Tag != nil {
				n.compare(r, stmt.Tag, 0)
			}
		case *ast.TypeSwitchStmt:
			var guard ast.Expr
			switch assign := stmt.Assign.(type) {
			case *ast.ExprStmt:
				guard = assign.X
			case *ast.AssignStmt:
				guard = assign.Rhs[0]
			}
			if assertion, ok := ast.Unparen(guard).(*ast.TypeAssertExpr); ok {
				n.compare(r, assertion.X, 0)
			}
		}
	}
}

// compare notes that an expression is compared with nil, and what it comes from.
func (n *nils) compare(r *Facts, x ast.Expr, depth int) {
	if depth > maxOrigin || typesx.IsError(r.TypeOf(x)) {
		return
	}
	info := r.Pass.TypesInfo
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := info.Uses[x].(*types.Var)
		if !ok || n.compared[nilOf{v, asItself}] {
			return
		}
		n.compared[nilOf{v, asItself}] = true
		n.compareOrigin(r, v, depth)
	case *ast.SelectorExpr:
		n.compared[nilOf{originOf(info.Uses[x.Sel]), asItself}] = true
	case *ast.IndexExpr:
		n.compareElement(r, x.X)
	case *ast.UnaryExpr:
		if x.Op == token.ARROW {
			n.compareElement(r, x.X)
		}
	case *ast.TypeAssertExpr:
		n.compare(r, x.X, depth+1)
	case *ast.CallExpr:
		if info.Types[x.Fun].IsType() && len(x.Args) == 1 { // any(x)
			n.compare(r, x.Args[0], depth+1)
			return
		}
		if obj := typeutil.Callee(info, x); obj != nil {
			n.compared[nilOf{originOf(obj), itsResult}] = true
		}
	}
}

// compareOrigin notes what a variable that is compared is declared as.
func (n *nils) compareOrigin(r *Facts, v *types.Var, depth int) {
	def, found := r.Index.Definition(v)
	if !found {
		return
	}
	switch stmt := def.Parent().Node().(type) {
	case *ast.AssignStmt:
		n.compare(r, stmt.Rhs[min(def.ParentEdgeIndex(), len(stmt.Rhs)-1)], depth+1)
	case *ast.RangeStmt:
		if def.ParentEdgeKind() == edge.RangeStmt_Value {
			n.compareElement(r, stmt.X)
		}
	}
}

// compareElement notes that an element of a list, a map or a channel is compared.
func (n *nils) compareElement(r *Facts, of ast.Expr) {
	if obj := r.holder(of); obj != nil {
		n.compared[nilOf{originOf(obj), itsElement}] = true
	}
}

// holder is the variable, the field or the function that a list, a map or a channel comes from, nil
// for another expression.
func (r *Facts) holder(x ast.Expr) types.Object {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return r.Pass.TypesInfo.Uses[x]
	case *ast.SelectorExpr:
		return r.Pass.TypesInfo.Uses[x.Sel]
	case *ast.CallExpr:
		return typeutil.Callee(r.Pass.TypesInfo, x)
	}
	return nil
}

// originOf is what an instance of a generic function or type has its object from.
func originOf(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.Origin()
	case *types.Func:
		return obj.Origin()
	}
	return obj
}
