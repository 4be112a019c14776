// This file looks at one use of a value at a time and decides what it means for a search: the
// value goes on to another name, a gate is opened by it, or nothing happens. A use that is none
// of these is not understood, and ends the search.

package hidden

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/typesx"
)

// use looks at what surrounds an expression that is the value, or of whose results number index
// is.
func (s *search) use(cur inspector.Cursor, index int, as aspect) {
	kind, i := cur.ParentEdge()
	parent := cur.Parent()
	switch kind {
	case edge.ParenExpr_X, edge.StarExpr_X, edge.TypeAssertExpr_X:
		s.use(parent, index, as)
	case edge.UnaryExpr_X:
		if parent.Node().(*ast.UnaryExpr).Op == token.AND {
			// The address of a channel or a function variable: whoever has it may do anything.
			if as != asOwner && as != asCloser {
				s.unknown = true
				return
			}
			s.use(parent, index, as)
		}
	case edge.AssignStmt_Rhs:
		a := parent.Node().(*ast.AssignStmt)
		if len(a.Rhs) == 1 {
			i = index
		}
		s.store(a.Lhs[i], as)
	case edge.ValueSpec_Values:
		spec := parent.Node().(*ast.ValueSpec)
		if len(spec.Values) == 1 {
			i = index
		}
		s.store(spec.Names[i], as)
	case edge.KeyValueExpr_Value:
		s.element(parent.Parent(), parent.Node().(*ast.KeyValueExpr).Key, as)
	case edge.CompositeLit_Elts:
		s.element(parent, nil, as, i)
	case edge.CallExpr_Fun:
		if as == asFunc {
			s.give(parent)
		}
	case edge.CallExpr_Args:
		s.argument(parent, i, as)
	case edge.SendStmt_Chan:
		// A send does not end a range.
		if as == asChan && !s.closing {
			s.give(cur)
		}
	case edge.ReturnStmt_Results:
		// return f() gives all that f gives.
		if parent.Node().(*ast.ReturnStmt).Results[0] == cur.Node() && len(parent.Node().(*ast.ReturnStmt).Results) == 1 {
			i = index
		}
		s.returns(parent, i, s.p.info.TypeOf(cur.Node().(ast.Expr)), as)
	case edge.SelectorExpr_X:
		s.selected(parent, as)
	// Called, compared, ranged over or assigned to it goes nowhere.
	case edge.DeferStmt_Call, edge.GoStmt_Call, edge.ExprStmt_X, edge.RangeStmt_X, edge.BinaryExpr_X, edge.BinaryExpr_Y,
		edge.AssignStmt_Lhs, edge.ValueSpec_Names, edge.Field_Names, edge.IfStmt_Cond, edge.IncDecStmt_X:
	default:
		s.unknown = true
	}
}

// store notes that the value is assigned to something. The blank identifier gets nothing; an
// element of a slice or a map is not followed:
//
//	c.quit = quit    // c has it, too
//	quits[id] = quit // who has it cannot be followed
func (s *search) store(to ast.Expr, as aspect) {
	root, fields, ok := s.p.spelled(to)
	switch {
	case !ok:
		if id := typesx.Ident(to); id == nil || id.Name != "_" {
			s.unknown = true
		}
	case len(fields) > 0:
		s.variable(fields[len(fields)-1], as)
		if within(to, s.f) { // else it is another value of the type
			s.ownerVar(root)
		}
	default:
		s.variable(root, as)
	}
}

// element notes that the value is given to a field in a struct literal, named by its key or by
// its index; then whoever has the struct has it.
func (s *search) element(lit inspector.Cursor, key ast.Expr, as aspect, index ...int) {
	st := typesx.Struct(s.p.info.TypeOf(lit.Node().(ast.Expr)))
	if st == nil {
		s.unknown = true
		return
	}
	var field *types.Var
	if id := typesx.Ident(key); id != nil {
		field, _ = s.p.info.Uses[id].(*types.Var)
	} else if len(index) > 0 && index[0] < st.NumFields() {
		field = st.Field(index[0])
	}
	if field == nil {
		s.unknown = true
		return
	}
	s.variable(field.Origin(), as)
	if k := (seen{lit.Node(), asOwner}); !s.seen[k] && within(lit.Node(), s.f) {
		s.seen[k] = true
		s.use(lit, 0, asOwner)
	}
}

// argument looks at what a call does with the value that is its argument i: a conversion passes
// it on, close opens a gate, a function of the package is looked into. Of other packages'
// functions only those are understood that cannot send or close (receive-only parameters) or
// only look:
//
//	close(quit)       // opens a gate
//	run(quit)         // is looked into
//	log.Print(quit)   // only looks
//	other.Watch(quit) // nobody knows
func (s *search) argument(call inspector.Cursor, i int, as aspect) {
	n := call.Node().(*ast.CallExpr)
	if s.p.info.Types[n.Fun].IsType() {
		s.use(call, 0, as)
		return
	}
	if b, ok := s.p.info.Uses[typesx.Ident(n.Fun)].(*types.Builtin); ok {
		switch b.Name() {
		case "close":
			if as == asChan {
				s.give(call)
			}
		case "len", "cap", "print", "println", "panic":
		default:
			s.unknown = true
		}
		return
	}
	t := s.p.resolve(n)
	// The receiver of a method value counts as the first parameter.
	if t.recv != nil {
		i++
	}
	switch {
	case t.fn != nil && i < len(t.fn.Params) && !t.variadic(i+1):
		s.passed(t.fn.Params[i], as)
	// A receive-only channel opens nothing.
	case as == asChan && t.obj != nil && i < len(n.Args) && isReceiveOnly(paramType(t.obj, i, t.recv != nil)):
	// signal.Notify sends, which opens a gate unless only a close does.
	case as == asChan && catalog.Notifies(t.obj):
		s.unknown = s.unknown || !s.closing
	case catalog.Looks(t.obj) && as != asFunc:
	case s.launches(n): // it waits for the value, and is not one to end it
	default:
		s.unknown = true
	}
}

// launches reports whether a call is the launch that the search is about.
func (s *search) launches(call *ast.CallExpr) bool {
	g, ok := s.at.(*ast.GoStmt)
	return s.at == call || ok && g.Call == call
}

// passed notes that the value is passed for a parameter. By a receive-only one nothing can be
// opened.
func (s *search) passed(v *types.Var, as aspect) {
	if v == nil || as == asChan && isReceiveOnly(v.Type()) {
		return
	}
	if k := (seen{v, as}); !s.seen[k] {
		s.seen[k] = true
		s.todo = append(s.todo, item{v, as})
	}
}

// paramType is the type of a parameter, counted from 0, or from 1 where a receiver is bound;
// nil of a variadic one.
func paramType(fn *types.Func, i int, bound bool) types.Type {
	if bound {
		i--
	}
	t, variadic := typesx.Param(fn.Signature(), i)
	if variadic {
		return nil
	}
	return t
}

// returns looks at who gets the value from a return statement: of the launching function its
// caller, which is what results is for. What another function returns goes to callers who are
// not followed:
//
//	return quit // the caller can close it
func (s *search) returns(ret inspector.Cursor, index int, t types.Type, as aspect) {
	f := s.p.around(ret)
	switch {
	case f == s.f:
		s.results = addInt(s.results, index+1)
	case as == asChan && (isReceiveOnly(t) || f.Obj != nil && index < f.Obj.Signature().Results().Len() && isReceiveOnly(f.Obj.Signature().Results().At(index).Type())):
	case s.seen[seen{f, as}]: // that is where it is from
	default:
		s.unknown = true
	}
}

// selected looks at a field or a method of the value. A field is found by its own name. A
// method that opens the gate is one of the givers; another of the package gets the value as its
// receiver; one called by an interface may be any of that name.
func (s *search) selected(cur inspector.Cursor, as aspect) {
	sel := s.p.info.Selections[cur.Node().(*ast.SelectorExpr)]
	if sel == nil || sel.Kind() == types.FieldVal {
		return
	}
	if as != asOwner && as != asCloser {
		return
	}
	call := cur.Parent()
	for call.Node() != nil && cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur, call = call, call.Parent()
	}
	m := sel.Obj().(*types.Func)
	called := cur.ParentEdgeKind() == edge.CallExpr_Fun
	switch fn := s.p.declared(m); {
	case as == asCloser && slices.Contains(s.methods, m.Name()):
		if !called {
			s.unknown = true // whoever gets it may call it
			return
		}
		s.give(call)
	case fn != nil && len(fn.Params) > 0:
		s.passed(fn.Params[0], as)
	case typesx.IsInterfaceMethod(m):
		s.methody = append(s.methody, m.Name())
	}
}

// give notes that the value is closed, sent on or called there. In a literal it depends on who
// runs that: the literal is followed as a function value in turn.
//
//	close(c.quit)
//	c.cancel()
//	c.conn.Close()
func (s *search) give(cur inspector.Cursor) {
	f := s.p.around(cur)
	if s.self != nil && within(cur.Node(), s.self) {
		s.unknown = true // the body lets itself go on
		return
	}
	if f == nil || f.Outer == nil && f.Obj == nil {
		s.unknown = true
		return
	}
	if f.Obj != nil {
		s.givers = append(s.givers, cur)
		return
	}
	if k := (seen{f.Node, asFunc}); !s.seen[k] {
		s.seen[k] = true
		if f.Cursor.ParentEdgeKind() == edge.CallExpr_Fun && f.Cursor.Parent().ParentEdgeKind() == edge.GoStmt_Call {
			s.unknown = true // another goroutine does
			return
		}
		s.use(f.Cursor, 0, asFunc)
	}
}
