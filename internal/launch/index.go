package launch

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// A fn is a function with a body: declared, or a literal.
type fn struct {
	node    ast.Node // *ast.FuncDecl or *ast.FuncLit
	typ     *ast.FuncType
	body    *ast.BlockStmt
	obj     *types.Func  // of a declaration
	params  []*types.Var // the receiver first; nil where it has no name
	results []*types.Var
}

// declares tells whether v is declared in the function, parameters included.
func (f *fn) declares(v *types.Var) bool {
	return f != nil && f.node.Pos() <= v.Pos() && v.Pos() < f.node.End()
}

// param returns the index of v among the parameters, -1 if it is none.
func (f *fn) param(v *types.Var) int {
	if f == nil || v == nil {
		return -1
	}
	for i, q := range f.params {
		if q == v {
			return i
		}
	}
	return -1
}

// A def is one place where a variable, or a field, gets a value.
type def struct {
	value ast.Expr // nil: unknown, as its address is taken
	index int      // which value of several
	each  bool     // an element of value, in a range statement
	in    *fn
}

// An index is what one walk over the package gathers for the queries.
type index struct {
	info    *types.Info
	byType  map[*ast.FuncType]*fn
	byFunc  map[*types.Func]*fn
	defs    map[*types.Var][]def
	params  map[*types.Var]*fn
	waits   []use // receivers of Wait on a WaitGroup
	recvs   []receive
	recvsIn map[*fn][]receive
	calls   []calling // in functions
	sends   []use     // channels sent on
	passed  []passedOn
	counts  map[*types.Var][]use          // see addsItself
	lent    []lending                     // groups that are passed on
	around  map[*ast.GoStmt]*ast.FuncType // the function around a go statement

	launched map[*ast.FuncType]*ast.GoStmt // what launches a literal

	kept    map[*types.Var][]*types.Var // see keepers
	methods map[string][]use            // selectors of methods, by name; see memberWaits
}

// keepers returns by local variable the fields and package variables that it is
// assigned to.
func (ix *index) keepers() map[*types.Var][]*types.Var {
	if ix.kept != nil {
		return ix.kept
	}
	ix.kept = make(map[*types.Var][]*types.Var)
	for _, v := range ix.variables() {
		if !v.IsField() && !isPackageVar(v) {
			continue
		}
		for _, d := range ix.defs[v] {
			if id, ok := ast.Unparen(d.value).(*ast.Ident); ok && !d.each {
				if from, ok := ix.info.Uses[id].(*types.Var); ok && !from.IsField() && !isPackageVar(from) {
					ix.kept[from] = append(ix.kept[from], v)
				}
			}
		}
	}
	return ix.kept
}

// variables are those that are assigned to, in the order of their declarations.
func (ix *index) variables() []*types.Var {
	return slices.SortedFunc(maps.Keys(ix.defs), inOrder)
}

// inOrder compares variables by their declarations. The positions of two packages
// say nothing of each other: they depend on which was read first.
func inOrder(v, w *types.Var) int {
	if p, q := v.Pkg(), w.Pkg(); p != q && p != nil && q != nil {
		return cmp.Compare(p.Path(), q.Path())
	}
	return cmp.Compare(v.Pos(), w.Pos())
}

// A use is an expression that is waited on.
type use struct {
	x  ast.Expr
	in *fn
}

// A receive is a receive from a channel, or a range over one.
type receive struct {
	use
	loop   ast.Stmt        // the innermost around it in the function; nil if there is none
	ranged *ast.RangeStmt  // the range
	clause *ast.CommClause // of the select whose arm the receive is
	sel    *ast.SelectStmt
	value  bool // what is received has a name
}

// A calling is a call in a function.
type calling struct {
	call *ast.CallExpr
	in   *fn
	loop ast.Stmt // the innermost around it in the function
}

// A passedOn is a call that passes a channel, or the address of a WaitGroup, on.
type passedOn struct {
	call *ast.CallExpr
	arg  int
	loop ast.Stmt
	use
}

// A lending is a call that passes a group on, or its address.
type lending struct {
	call *ast.CallExpr
	arg  int
	in   *fn
	decl *ast.FuncDecl
	file *ast.File
}

// idx returns the index of the package.
func (p *Package) idx() *index {
	if p.index != nil {
		return p.index
	}
	p.index = &index{
		info:    p.Info,
		around:  make(map[*ast.GoStmt]*ast.FuncType),
		byType:  make(map[*ast.FuncType]*fn),
		byFunc:  make(map[*types.Func]*fn),
		defs:    make(map[*types.Var][]def),
		recvsIn: make(map[*fn][]receive),
		counts:  make(map[*types.Var][]use),

		launched: make(map[*ast.FuncType]*ast.GoStmt),
		params:   make(map[*types.Var]*fn),
	}
	for _, f := range p.Files {
		w := indexer{p: p, index: p.index}
		ast.Inspect(f, w.visit)
	}
	return p.index
}

// An indexer walks one file.
type indexer struct {
	*index
	p     *Package
	nodes []ast.Node
	fns   []*fn
	loops [][]ast.Stmt // the loops around, for each of fns
}

func (w *indexer) in() *fn {
	if len(w.fns) == 0 {
		return nil
	}
	return w.fns[len(w.fns)-1]
}

func (w *indexer) visit(n ast.Node) bool {
	if n == nil {
		last := len(w.nodes) - 1
		w.leave(w.nodes[last])
		w.nodes = w.nodes[:last]
		return true
	}
	w.nodes = append(w.nodes, n)
	switch n := n.(type) {
	case *ast.FuncDecl:
		w.enter(n, n.Type, n.Recv, n.Body)
	case *ast.FuncLit:
		w.enter(n, n.Type, nil, n.Body)
	case *ast.ForStmt:
		w.enterLoop(n)
	case *ast.RangeStmt:
		if isChan(w.p.Info.TypeOf(n.X)) && w.in() != nil {
			w.receives(receive{use: use{n.X, w.in()}, loop: w.loop(), ranged: n, value: isNamedVar(n.Key)})
		}
		w.enterLoop(n)
		w.assign(n.Key, def{value: n.X, index: 0, each: true})
		w.assign(n.Value, def{value: n.X, index: 1, each: true})
	case *ast.AssignStmt:
		if n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
			w.assignAll(n.Lhs, n.Rhs)
		}
	case *ast.ValueSpec:
		lhs := make([]ast.Expr, len(n.Names))
		for i, id := range n.Names {
			lhs[i] = id
		}
		w.assignAll(lhs, n.Values)
	case *ast.SendStmt:
		w.sends = append(w.sends, use{n.Chan, w.in()})
	case *ast.UnaryExpr:
		w.unary(n)
	case *ast.CompositeLit:
		w.composite(n)
	case *ast.TypeSwitchStmt:
		w.typeSwitch(n)
	case *ast.CallExpr:
		w.call(n)
	case *ast.GoStmt:
		if in := w.in(); in != nil {
			w.around[n] = in.typ
		}
		if lit, ok := ast.Unparen(n.Call.Fun).(*ast.FuncLit); ok {
			w.launched[lit.Type] = n
		}
	}
	return true
}

func (w *indexer) enter(n ast.Node, typ *ast.FuncType, recv *ast.FieldList, body *ast.BlockStmt) {
	f := &fn{node: n, typ: typ, body: body}
	if fd, ok := n.(*ast.FuncDecl); ok {
		if f.obj, _ = w.p.Info.Defs[fd.Name].(*types.Func); f.obj != nil {
			w.byFunc[f.obj] = f
		}
	}
	f.params = append(w.vars(recv), w.vars(typ.Params)...)
	f.results = w.vars(typ.Results)
	for _, v := range f.params {
		if v != nil {
			w.params[v] = f
		}
	}
	w.byType[typ] = f
	w.fns = append(w.fns, f)
	w.loops = append(w.loops, nil)
}

func (w *indexer) vars(list *ast.FieldList) []*types.Var {
	if list == nil {
		return nil
	}
	var vars []*types.Var
	for _, field := range list.List {
		if len(field.Names) == 0 {
			vars = append(vars, nil)
		}
		for _, name := range field.Names {
			v, _ := w.p.Info.Defs[name].(*types.Var)
			vars = append(vars, v)
		}
	}
	return vars
}

func (w *indexer) leave(n ast.Node) {
	switch n.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		w.fns = w.fns[:len(w.fns)-1]
		w.loops = w.loops[:len(w.loops)-1]
	case *ast.ForStmt, *ast.RangeStmt:
		if at := len(w.loops) - 1; at >= 0 {
			w.loops[at] = w.loops[at][:len(w.loops[at])-1]
		}
	}
}

func (w *indexer) enterLoop(loop ast.Stmt) {
	if at := len(w.loops) - 1; at >= 0 {
		w.loops[at] = append(w.loops[at], loop)
	}
}

// loop is the innermost loop of the function around the node at hand, or nil.
func (w *indexer) loop() ast.Stmt {
	if at := len(w.loops) - 1; at >= 0 && len(w.loops[at]) > 0 {
		return w.loops[at][len(w.loops[at])-1]
	}
	return nil
}

// isNamedVar reports whether what is assigned to x has a name there.
func isNamedVar(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return x != nil && !(ok && id.Name == "_")
}

func (w *indexer) receives(r receive) {
	w.recvs = append(w.recvs, r)
	w.recvsIn[r.in] = append(w.recvsIn[r.in], r)
}

// receive is the receive at hand.
func (w *indexer) receive(ch ast.Expr) receive {
	r := receive{use: use{ch, w.in()}, loop: w.loop()}
	for i := len(w.nodes) - 2; i >= 2; i-- {
		switch n := w.nodes[i].(type) {
		case *ast.ParenExpr, *ast.ExprStmt:
			continue
		case *ast.AssignStmt:
			r.value = len(n.Rhs) == 1 && isNamedVar(n.Lhs[0])
			continue
		case *ast.CommClause:
			if n.Comm == w.nodes[i+1] {
				r.clause = n
				r.sel, _ = w.nodes[i-2].(*ast.SelectStmt)
			}
		}
		return r
	}
	return r
}

func (w *indexer) assignAll(lhs, rhs []ast.Expr) {
	for i, l := range lhs {
		switch {
		case len(rhs) == len(lhs):
			w.assign(l, def{value: rhs[i]})
		case len(rhs) == 1:
			w.assign(l, def{value: rhs[0], index: i})
		}
	}
}

// assign records that the variable or field that lhs denotes gets a value.
func (w *indexer) assign(lhs ast.Expr, d def) {
	var v *types.Var
	switch l := ast.Unparen(lhs).(type) {
	case *ast.Ident:
		v, _ = w.p.Info.ObjectOf(l).(*types.Var)
	case *ast.SelectorExpr:
		v, _ = w.p.Info.Uses[l.Sel].(*types.Var)
	}
	if v == nil || !followed(v.Type()) {
		return
	}
	d.in = w.in()
	w.defs[v.Origin()] = append(w.defs[v.Origin()], d)
}

// followed tells whether values of the type are worth following.
func followed(t types.Type) bool {
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Basic, *types.Map:
		return false
	}
	return true
}

func (w *indexer) unary(n *ast.UnaryExpr) {
	switch n.Op {
	case token.ARROW:
		if w.in() != nil {
			w.receives(w.receive(n.X))
		}
	case token.AND:
		if joinOf(w.p.Info.TypeOf(n.X)) != nil {
			w.countOn(n.X, use{in: w.in()})
		}
		// What has its address taken may get any value, except for what is used
		// by address in any case.
		if t := w.p.Info.TypeOf(n.X); t != nil {
			switch t.Underlying().(type) {
			case *types.Interface, *types.Chan, *types.Signature, *types.Pointer:
				w.assign(n.X, def{})
			}
		}
	}
}

func (w *indexer) composite(n *ast.CompositeLit) {
	st := structOf(w.p.Info.TypeOf(n)) // a pointer's, where an element leaves its type out
	if st == nil {
		return
	}
	for i, elt := range n.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			w.assign(kv.Key, def{value: kv.Value})
		} else if i < st.NumFields() && followed(st.Field(i).Type()) {
			v := st.Field(i).Origin()
			w.defs[v] = append(w.defs[v], def{value: elt, in: w.in()})
		}
	}
}

// typeSwitch records what the variable of each clause of v := x.(type) is.
func (w *indexer) typeSwitch(n *ast.TypeSwitchStmt) {
	assign, ok := n.Assign.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || n.Body == nil {
		return
	}
	for _, clause := range n.Body.List {
		if v, ok := w.p.Info.Implicits[clause].(*types.Var); ok && followed(v.Type()) {
			w.defs[v] = append(w.defs[v], def{value: assign.Rhs[0], in: w.in()})
		}
	}
}

func (w *indexer) call(n *ast.CallExpr) {
	if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
		switch fn := w.p.function(sel); {
		case awaits(fn):
			w.waits = append(w.waits, use{sel, w.in()})
			return
		case counts(fn):
			w.countOn(sel.X, use{sel, w.in()})
		}
	}
	if w.in() != nil {
		w.calls = append(w.calls, calling{n, w.in(), w.loop()})
	}
	for i, arg := range n.Args {
		t := w.p.Info.TypeOf(arg)
		group := joinOf(t) != nil
		if group {
			w.countOn(arg, use{in: w.in()})
		}
		if group || isChan(t) {
			w.passed = append(w.passed, passedOn{n, i, w.loop(), use{arg, w.in()}})
		}
		w.lend(n, i, arg)
	}
}

func (w *indexer) lend(n *ast.CallExpr, i int, arg ast.Expr) {
	t := w.p.Info.TypeOf(arg)
	if t == nil || w.p.Info.Types[n.Fun].IsType() {
		return
	}
	if name := named(t); name != nil && len(w.p.Helpers.GroupWaits(name)) > 0 {
		l := lending{call: n, arg: i, in: w.in()}
		l.file, _ = w.nodes[0].(*ast.File)
		l.decl, _ = w.nodes[1].(*ast.FuncDecl)
		w.lent = append(w.lent, l)
	}
}
