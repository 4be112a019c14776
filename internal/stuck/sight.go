// This file finds the channels, functions and groups that nobody out of sight can have. Each
// use must be one that is understood (plain), and the literals that it is in must run where
// they can be followed (litInSight); a parameter that the value is bound to is judged by its
// own uses in turn.
//
//	ch := make(chan int)
//	produce(ch)        // in sight if produce only sends on its parameter
//	h.ch = ch          // not: whoever has h has it
//	return ch          // not
//	f := func() { <-ch }; mux.HandleFunc("/", f) // not: the mux may call f at any time

package stuck

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tetherlint/tether/internal/syntax"
	"github.com/tetherlint/tether/internal/typesx"
)

// A sight knows which variables of a package have all their uses in sight.
type sight struct {
	*Config
	root  inspector.Cursor
	decls map[*types.Func]*ast.FuncDecl

	uses map[*types.Var][]inspector.Cursor // of the variables that may matter
	defs map[*types.Var][]ast.Expr         // what they are given; nil where that is unknown
	made map[*types.Var]inspector.Cursor   // where a channel is made
	bare []inspector.Cursor                // channels that are made without a name
	late map[*types.Var]ast.Node           // the assignment that gives a variable its only value, see setLater

	whole map[*types.Var]bool // see inSight; false while it is being found out
	lits  map[*ast.FuncLit]bool

	touching map[ast.Node]bool // functions that use what is in sight
}

// newSight notes definitions and uses, in one pass. Only what newSight has noted can be in
// sight.
func newSight(c *Config) *sight {
	s := &sight{
		Config: c,
		root:   c.Index.Root(),
		decls:  map[*types.Func]*ast.FuncDecl{},

		uses: map[*types.Var][]inspector.Cursor{},
		defs: map[*types.Var][]ast.Expr{},
		made: map[*types.Var]inspector.Cursor{},
		late: map[*types.Var]ast.Node{},

		whole: map[*types.Var]bool{},
		lits:  map[*ast.FuncLit]bool{},

		touching: map[ast.Node]bool{},
	}
	for cur := range s.root.Preorder((*ast.FuncDecl)(nil), (*ast.CallExpr)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.FuncDecl:
			if fn, ok := c.Info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
				s.decls[fn] = n
			}
		case *ast.CallExpr:
			switch cur.ParentEdgeKind() {
			case edge.UnaryExpr_X, edge.SendStmt_Chan, edge.RangeStmt_X:
				if s.makesChannel(n) {
					s.bare = append(s.bare, cur)
				}
			}
		}
	}
	for _, obj := range c.Info.Defs {
		s.note(obj)
	}
	for _, obj := range c.Info.Implicits {
		s.note(obj)
	}
	return s
}

// note records the definition and the uses of a variable that may matter. A channel variable
// without a value counts as made: it is nil, and who waits on it waits for ever.
func (s *sight) note(obj types.Object) {
	v, ok := obj.(*types.Var)
	if !ok || !matters(v) || s.uses[v] != nil || s.defs[v] != nil {
		return
	}
	for _, cur := range s.Index.Names(v) {
		id := cur.Node().(*ast.Ident)
		if s.Info.Defs[id] == nil {
			s.uses[v] = append(s.uses[v], cur)
			continue
		}
		value := definition(cur, id)
		if assign := s.setLater(v, cur); assign != nil {
			value, s.late[v] = assign.Rhs[0], assign
		}
		s.defs[v] = append(s.defs[v], value)
		if s.makesChannel(value) || value == nil && chanElem(v.Type()) != nil && isNilVar(cur) {
			s.made[v] = cur
		}
	}
}

// matters reports whether a variable is a local one of a type that can take part: a
// channel, a function, a group.
func matters(v *types.Var) bool {
	if v.IsField() || v.Pkg() == nil || v.Parent() == v.Pkg().Scope() {
		return false
	}
	switch v.Type().Underlying().(type) {
	case *types.Chan, *types.Signature:
		return true
	}
	return isGroup(v.Type())
}

// isGroup reports whether a type is a WaitGroup or an errgroup.Group, or a pointer to one.
func isGroup(t types.Type) bool {
	return typesx.IsNamed(t, "sync", "WaitGroup") || typesx.IsNamed(t, "golang.org/x/sync/errgroup", "Group")
}

// makesChannel reports whether an expression is make(chan T) or make(chan T, n).
func (s *sight) makesChannel(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if x == nil || !ok || !s.isBuiltin(call, "make") {
		return false
	}
	_, ok = s.Info.TypeOf(call).Underlying().(*types.Chan)
	return ok
}

// isBuiltin reports whether a call is of the builtin function of a name, and not of something
// that shadows it.
func (s *sight) isBuiltin(call *ast.CallExpr, name string) bool {
	return typesx.IsBuiltin(s.Info, call, name)
}

// inSight reports whether all uses of a variable are in sight: of a channel, a function that is
// only called or launched, a WaitGroup. The variable is defined once and never assigned again,
// so that it is one value.
func (s *sight) inSight(v *types.Var) bool {
	if whole, ok := s.whole[v]; ok {
		return whole
	}
	s.whole[v] = true // a function that passes it to itself does nothing new
	whole := len(s.defs[v]) == 1
	for _, use := range s.uses[v] {
		whole = whole && s.harmless(use, v)
	}
	s.whole[v] = whole
	return whole
}

// harmless reports whether one use of a variable keeps it in sight, and so do the
// literals around it.
func (s *sight) harmless(use inspector.Cursor, v *types.Var) bool {
	if !s.plain(use, v) {
		return false
	}
	// Each literal between the use and the declaration must run where it can be followed.
	for lit := range use.Enclosing((*ast.FuncLit)(nil)) {
		l := lit.Node().(*ast.FuncLit)
		// The literal declares the variable: those around it may run where they like.
		if syntax.Encloses(l, v.Pos()) {
			return true
		}
		if !s.litInSight(lit) {
			return false
		}
	}
	return true
}

// plain reports whether a use does nothing with the value that lets it out: for channels to
// send, receive, range, close, compare and ask for the length; for functions to call; and to
// give either to a function that keeps it in sight. Storing, returning, sending the channel
// itself and converting it to an interface are not plain.
func (s *sight) plain(use inspector.Cursor, v *types.Var) bool {
	cur := use
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	parent := cur.Parent().Node()
	switch v.Type().Underlying().(type) {
	case *types.Chan:
		switch cur.ParentEdgeKind() {
		case edge.SendStmt_Chan, edge.RangeStmt_X:
			return true
		case edge.UnaryExpr_X:
			return parent.(*ast.UnaryExpr).Op == token.ARROW
		case edge.BinaryExpr_X, edge.BinaryExpr_Y:
			return true // a comparison
		case edge.AssignStmt_Lhs:
			return parent == s.late[v]
		case edge.CallExpr_Args:
			call := parent.(*ast.CallExpr)
			if s.isBuiltin(call, "close") || s.isBuiltin(call, "len") || s.isBuiltin(call, "cap") {
				return true
			}
			return s.given(call, cur.ParentEdgeIndex())
		}
		return false
	case *types.Signature:
		switch cur.ParentEdgeKind() {
		case edge.CallExpr_Fun:
			return true
		case edge.CallExpr_Args:
			return s.given(parent.(*ast.CallExpr), cur.ParentEdgeIndex())
		}
		return false
	}
	return s.plainGroup(cur)
}

// plainGroup reports whether a use of a group calls a method that is modelled, or gives it to a
// function of the package, by value or by its address. TryGo and SetLimit of an errgroup are
// not modelled: a group with a limit can wait in Go.
func (s *sight) plainGroup(cur inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.SelectorExpr_X:
		sel := cur.Parent()
		return sel.ParentEdgeKind() == edge.CallExpr_Fun && s.isGroupMethod(sel.Parent().Node().(*ast.CallExpr))
	case edge.UnaryExpr_X:
		return s.plainGroup(cur.Parent())
	case edge.CallExpr_Args:
		return s.given(cur.Parent().Node().(*ast.CallExpr), cur.ParentEdgeIndex())
	}
	return false
}

// isGroupMethod reports whether a call is of any method of a WaitGroup, or of Go or Wait of an
// errgroup.
func (s *sight) isGroupMethod(call *ast.CallExpr) bool {
	fn, _ := typeutil.Callee(s.Info, call).(*types.Func)
	return fn != nil && (isWaitGroupMethod(fn) || isErrgroupMethod(fn) && (fn.Name() == "Go" || fn.Name() == "Wait"))
}

func isWaitGroupMethod(fn *types.Func) bool { return isMethodOf(fn, "sync", "WaitGroup") }
func isErrgroupMethod(fn *types.Func) bool {
	return isMethodOf(fn, "golang.org/x/sync/errgroup", "Group")
}

// isMethodOf reports whether a method is of the named type path.name or of its pointer.
func isMethodOf(fn *types.Func, path, name string) bool {
	recv := fn.Signature().Recv()
	return recv != nil && typesx.IsNamed(recv.Type(), path, name)
}

// given reports whether argument i of a call goes to a function that can be seen and keeps it
// in sight, or is the function that a helper launches. Any function of another package could
// keep it.
func (s *sight) given(call *ast.CallExpr, i int) bool {
	if fn := s.Launched[call]; fn != nil && fn == call.Args[i] {
		return true
	}
	p := s.param(call, i)
	return p != nil && s.inSight(p)
}

// param is the parameter that argument i of a call is bound to, of a function of the package or
// a literal. It is nil where that is not known, of a variadic function, and of a parameter
// without a name.
func (s *sight) param(call *ast.CallExpr, i int) *types.Var {
	typ := s.calledType(call)
	if typ == nil || call.Ellipsis.IsValid() {
		return nil
	}
	at := 0
	for _, field := range typ.Params.List {
		if _, variadic := field.Type.(*ast.Ellipsis); variadic {
			return nil
		}
		for _, name := range field.Names {
			if at == i {
				v, _ := s.Info.Defs[name].(*types.Var)
				return v
			}
			at++
		}
		if len(field.Names) == 0 {
			at++
		}
	}
	return nil
}

// calledType is the type of the function that a call runs, as it is declared, with the names of
// its parameters; nil where the function cannot be seen.
func (s *sight) calledType(call *ast.CallExpr) *ast.FuncType {
	if lit := s.literalOf(call.Fun); lit != nil {
		return lit.Type
	}
	if decl := s.declared(call); decl != nil {
		return decl.Type
	}
	return nil
}

// literalOf is the literal that an expression is, or that the local variable it names is
// defined as. That the variable is not assigned again inSight has found out where it matters.
func (s *sight) literalOf(x ast.Expr) *ast.FuncLit {
	switch x := ast.Unparen(x).(type) {
	case *ast.FuncLit:
		return x
	case *ast.Ident:
		v, ok := s.Info.Uses[x].(*types.Var)
		if ok && len(s.defs[v]) == 1 && s.defs[v][0] != nil {
			lit, _ := ast.Unparen(s.defs[v][0]).(*ast.FuncLit)
			return lit
		}
	}
	return nil
}

// declared is the declaration of the function of the package that a call names, also by a local
// variable that has no other value. A method expression takes its receiver as an argument; it
// is not followed.
func (s *sight) declared(call *ast.CallExpr) *ast.FuncDecl {
	fun := ast.Unparen(call.Fun)
	if id, ok := fun.(*ast.Ident); ok {
		if v, ok := s.Info.Uses[id].(*types.Var); ok && len(s.defs[v]) == 1 && s.defs[v][0] != nil && s.inSight(v) {
			fun = ast.Unparen(s.defs[v][0])
		}
	}
	fn := typeutil.StaticCallee(s.Info, &ast.CallExpr{Fun: fun})
	if fn == nil || fn.Pkg() != s.Pkg {
		return nil
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok && s.Info.Selections[sel] != nil && s.Info.Selections[sel].Kind() != types.MethodVal {
		return nil
	}
	return s.decls[fn.Origin()]
}

// litInSight reports whether a literal is only called, deferred or launched, so that a run
// executes it whenever the program does.
func (s *sight) litInSight(cur inspector.Cursor) bool {
	lit := cur.Node().(*ast.FuncLit)
	if ok, known := s.lits[lit]; known {
		return ok
	}
	s.lits[lit] = true
	s.lits[lit] = s.runs(cur)
	return s.lits[lit]
}

// runs answers litInSight by what a literal is written in: it is called or launched there,
// given to a function that only calls it, or the value of a variable with such uses.
func (s *sight) runs(cur inspector.Cursor) bool {
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	i := cur.ParentEdgeIndex()
	var name *ast.Ident
	switch p := cur.Parent().Node().(type) {
	case *ast.CallExpr:
		if cur.ParentEdgeKind() == edge.CallExpr_Fun {
			return true
		}
		return s.given(p, i)
	case *ast.AssignStmt:
		if p.Tok == token.DEFINE && len(p.Lhs) == len(p.Rhs) {
			name, _ = p.Lhs[i].(*ast.Ident)
		}
	case *ast.ValueSpec:
		if len(p.Names) == len(p.Values) {
			name = p.Names[i]
		}
	}
	if name == nil {
		return false
	}
	v, ok := s.Info.Defs[name].(*types.Var)
	return ok && matters(v) && s.inSight(v)
}
