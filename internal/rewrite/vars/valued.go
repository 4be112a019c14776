// This file answers whether anything in the package says that a variable may be nil. A go statement
// whose receiver is a nil interface panics where it stands, and the call in the goroutine would
// panic there; a method value before the launch keeps that apart. For most variables it is noise:
//
//	func run(ctx context.Context, b beacon) {
//		go b.serve(ctx) // each caller gives a beacon: nothing says that there may be none
//	}
//
// What says so is a search for nil among all that a variable may have been given: literally, by what
// is compared with nil (compared.go), by lists and maps (elements.go), by callers (givers.go), by
// what functions return (results.go), or by a lookup that nobody checks (guards.go). What the package
// does in a way that is not understood may be nil; what comes from other packages is a value.

package vars

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/typesx"
)

// maxSources is how many expressions one search looks at: what is given from more may be nil.
const maxSources = 300

// HasValue reports whether nothing in the package says that a local variable or a field, an
// interface or a pointer, may be nil where it is used. A field that other packages can set may be.
func (r *Facts) HasValue(x ast.Expr) bool {
	var v *types.Var
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, _ = r.Pass.TypesInfo.Uses[x].(*types.Var)
	case *ast.SelectorExpr:
		if v, _ = r.Pass.TypesInfo.Uses[x.Sel].(*types.Var); v != nil && (!v.IsField() || v.Exported()) {
			return false
		}
	}
	return v != nil && (v.IsField() || r.FactsAbout(v) != nil) && r.hasValue(v, x.Pos(), false)
}

// fieldHasValue is HasValue for a field, whatever it is of.
func (r *Facts) fieldHasValue(field *types.Var) bool {
	return !field.Exported() && r.hasValue(field, token.NoPos, false)
}

// hasValue is asked of a variable where it is used, of a field wherever that is. surely says that what
// other packages give may be nil as well.
func (r *Facts) hasValue(v *types.Var, at token.Pos, surely bool) bool {
	if r.AtFile == nil {
		return false
	}
	// Of a parameter and of a field all uses are the same.
	known := r.nils().given
	if surely {
		known = r.nils().givenByAny
	}
	if isNil, asked := known[v]; asked {
		return !isNil
	}
	s := r.searchNil()
	s.surely = surely
	isNil := s.variable(v, at)
	if v.IsField() || r.Index.TakenBy(v) != nil {
		known[v] = isNil
	}
	return !isNil
}

// A nilSearch looks for a nil among what something may have been given.
type nilSearch struct {
	*Facts
	seen map[nilAt]bool // what has been asked: where it comes round to itself it adds nothing
	left int            // how much is still looked at

	surely bool // what other packages give may be nil
}

// searchNil begins a search.
func (r *Facts) searchNil() *nilSearch {
	return &nilSearch{Facts: r, seen: make(map[nilAt]bool), left: maxSources}
}

// A nilAt is a variable at a place, or the elements of one, or its keys.
type nilAt struct {
	v    *types.Var
	at   token.Pos
	keys bool
	with besides // what is known where at is a result
}

// over reports whether the search has taken too long.
func (s *nilSearch) over() bool {
	s.left--
	return s.left < 0
}

// variable reports whether a variable or a field may be nil where it is used.
func (s *nilSearch) variable(v *types.Var, at token.Pos) bool {
	key := nilAt{v: v, at: at}
	if s.seen[key] {
		return false
	}
	s.seen[key] = true
	// An error is nil most of the time; what sets another package's variables, or the fields of an
	// instance, is not found.
	if s.over() || v.Pkg() != s.Pass.Pkg || v.Origin() != v || typesx.IsError(v.Type()) || isTypeParam(v.Type()) || s.isCompared(v) {
		return true
	}
	return s.isZero(v) || s.changedToNil(v) || s.startsNil(v, at)
}

// isTypeParam reports whether a type is a type parameter.
func isTypeParam(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}

// changedToNil reports whether an assignment may set a variable or a field to nil. A lookup that is
// checked is so where it declares the variable: another value may come round the check.
func (s *nilSearch) changedToNil(v *types.Var) bool {
	if facts := s.FactsAbout(v); facts != nil && slices.ContainsFunc(facts.posts[v], func(c *Change) bool { return s.changesToNil(c, v) }) {
		return true
	}
	if !s.IsAssigned(v) {
		return false
	}
	return slices.ContainsFunc(s.Changers(v), func(d ast.Decl) bool {
		return slices.ContainsFunc(s.factsOf(s.fileOf(d), d).Changes[v], func(c *Change) bool { return s.changesToNil(c, v) })
	})
}

// changesToNil reports whether one change may set a variable or a field to nil.
func (s *nilSearch) changesToNil(c *Change, v *types.Var) bool {
	assign, ok := c.At.Node().(*ast.AssignStmt)
	if !ok || c.Hidden {
		return true
	}
	if call, isCall := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr); len(assign.Lhs) != len(assign.Rhs) && isCall {
		i := slices.IndexFunc(assign.Lhs, func(lhs ast.Expr) bool { return s.names(lhs, v) })
		return i < 0 || s.result(call, i, v.Type(), alone)
	}
	if len(assign.Lhs) != len(assign.Rhs) {
		return true
	}
	for i, lhs := range assign.Lhs {
		if s.names(lhs, v) && s.value(assign.Rhs[i], v.Type()) {
			return true
		}
	}
	return false
}

// names reports whether an expression is a variable, or a field of that object.
func (s *nilSearch) names(x ast.Expr, v *types.Var) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return s.Pass.TypesInfo.ObjectOf(x) == v
	case *ast.SelectorExpr:
		return s.Pass.TypesInfo.Uses[x.Sel] == v
	}
	return false
}

// startsNil reports whether a variable may be nil by its declaration, a field by the literals of its
// struct.
func (s *nilSearch) startsNil(v *types.Var, at token.Pos) bool {
	if v.IsField() {
		return s.leftOut(v)
	}
	def, found := s.Index.Definition(v)
	if !found { // of a type switch
		return true
	}
	switch stmt := def.Parent().Node().(type) {
	case *ast.AssignStmt:
		return s.declaredAs(v, def, stmt, at)
	case *ast.ValueSpec:
		return len(stmt.Names) != len(stmt.Values) || s.value(stmt.Values[def.ParentEdgeIndex()], v.Type())
	case *ast.RangeStmt:
		return s.elements(stmt.X, def.ParentEdgeKind() == edge.RangeStmt_Key)
	case *ast.Field:
		if s.IsNotNil(v) {
			return s.mayBeNilReceiver(v)
		}
		return s.given(v, func(call *ast.CallExpr, at int) bool {
			return at >= len(call.Args) || isTuple(s.TypeOf(call.Args[at])) || s.value(call.Args[at], v.Type())
		})
	}
	return true
}

// leftOut reports whether a struct of the package may be made without a value for a field.
func (s *nilSearch) leftOut(field *types.Var) bool {
	tn := s.StructOf(field)
	if tn == nil || s.surely && s.isSetElsewhere(field, tn) || !s.isPointedTo(field, nil) || s.nils().made[tn] || s.isConverted(field) || s.leftOutBeside(tn, field) {
		return true
	}
	lits := s.LiteralsOf(tn)
	return len(lits) == 0 || slices.ContainsFunc(lits, func(c inspector.Cursor) bool {
		lit := c.Node().(*ast.CompositeLit)
		for i, elt := range lit.Elts {
			pair, isPair := elt.(*ast.KeyValueExpr)
			if isPair && s.names(pair.Key, field) {
				return s.value(pair.Value, field.Type())
			}
			if of, isStruct := tn.Type().Underlying().(*types.Struct); !isPair && isStruct && of.Field(i) == field {
				return s.value(elt, field.Type())
			}
		}
		return true
	})
}

// value reports whether an expression may be nil as a value of a type.
func (s *nilSearch) value(x ast.Expr, to types.Type) bool {
	if s.over() || s.Pass.TypesInfo.Types[x].IsNil() {
		return true
	}
	t := s.TypeOf(x)
	if isTypeParam(t) || isTuple(t) {
		return true
	}
	if types.IsInterface(to) && !types.IsInterface(t) {
		return false // of a nil pointer, too, it is an interface with a type
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := s.Pass.TypesInfo.Uses[x].(*types.Var)
		return !ok || s.variable(v, x.Pos())
	case *ast.SelectorExpr:
		v, ok := s.Pass.TypesInfo.Uses[x.Sel].(*types.Var)
		return !ok || s.variable(v, x.Pos())
	case *ast.UnaryExpr:
		return x.Op != token.AND
	case *ast.CompositeLit: // {} of a list of pointers
		return false
	case *ast.TypeAssertExpr: // it panics, but a nil pointer has a type
		return !types.IsInterface(t)
	case *ast.IndexExpr:
		_, isSlice := s.TypeOf(x.X).Underlying().(*types.Slice)
		return !isSlice || s.elements(x.X, false)
	case *ast.CallExpr:
		return s.result(x, 0, to, alone)
	}
	return true
}

// isTuple reports whether a type is that of several results.
func isTuple(t types.Type) bool {
	_, ok := t.(*types.Tuple)
	return ok
}
