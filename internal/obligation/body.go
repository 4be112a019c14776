// This file has what is known of a function body before anybody walks it: its graph, tables
// from statements to what the graph loses, and answers that walks keep for one another.

package obligation

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
	"github.com/tetherlint/tether/internal/syntax"
)

// A Func is a function with a body: a declaration, or a literal, which is a
// function of its own.
type Func struct {
	Decl *ast.FuncDecl // the declaration that it is or is in; nil in a package-level initialiser
	Lit  *ast.FuncLit  // nil for the declaration itself
	Body *ast.BlockStmt
	Type *ast.FuncType

	eng      *Engine
	graph    *cfg.CFG
	settled  bool                                    // nothing will change the graph, see Engine.findNoReturn
	comms    map[ast.Node]*ast.CommClause            // statements of select arms
	tags     map[*ast.CaseClause]*ast.SwitchStmt     // clauses of switches with a tag
	assigns  map[*ast.CaseClause]*ast.TypeSwitchStmt // clauses of type switches
	counter  map[*types.Var]bool                     // variables that a loop counts
	loops    []ast.Stmt                              // also those in literals
	outer    map[ast.Stmt]bool                       // loops with others in them
	jumps    bool                                    // by goto
	assigned map[*types.Var][]token.Pos              // where variables are assigned to after their declaration
	before   map[*cfg.Block]*sym.State               // see walk.approach
	replayed map[*cfg.Block]point                    // see walk.replay
	outs     outs                                    // those met by walk.flood
	made     map[*types.Var][]ast.Node               // see Engine.madeAt
	senders  map[*types.Var][]ast.Node               // see Engine.senders
	bound    map[*types.Var]*ast.FuncLit             // see Engine.onlyLiteral
	uses     map[*ast.FuncLit]litUse                 // see Engine.useOf
	launched map[*ast.FuncLit]*litRuns               // see Engine.launchesOf
	indexed  map[*ast.BlockStmt][]ast.Expr           // see indexedIn

	derived  map[types.Object][]types.Object // see derivations
	compared map[*types.Var]bool             // variables and fields
	posts    map[*ast.IncDecStmt]*ast.ForStmt
	domains  map[*types.Var]*domain   // see walk.domain
	sizes    map[*ast.RangeStmt]int64 // see walk.size
	lengths  []*ast.CallExpr          // that are compared, see walk.learnLength

	comparedWith map[*types.Var][]int64    // the integers around those that a counter is compared with
	copies       map[*types.Var][]ast.Expr // variables that have been given the same value, see noteCopies
	measured     []measured                // and those that have been given a length
	asLong       *asLong                   // the same, see walk.lengths
	upwards      map[*types.Var]bool       // see Func.countsUp
	kept         map[*types.Var]bool       // variables of which an assignment may keep the value elsewhere
	growths      map[string][]growth       // see walk.added
	tellings     map[string][]telling      // see walk.tells
	counting     map[uint32]bool           // conditions on how much there is of something; true: on a growth
	asked        map[*types.Var]bool       // see asksAbout

	writing []*ast.FuncLit // see writers
	sharing []*types.Var   // see shared

	returning map[*cfg.Block]bool // see ReachesReturn
	numbers   *sym.Table
	places    []placed // the nodes of the graph, by position
	size      int      // how many there are

	// Steps taken by the walks that share a budget: those of rules, those that ask
	// whether launches are awaited, those that look for fresh results, those that look for evidence. Nobody's
	// depends on whether somebody else has asked before.
	steps, waitSteps, freshSteps, evidentSteps int
}

// A placed is a node of the graph and where in it; index -1 is the statement of a
// select arm, which happens on the way into its block.
type placed struct {
	node  ast.Node
	block *cfg.Block
	index int
}

// nodesAt returns the nodes of the graph that enclose a position.
func (f *Func) nodesAt(pos token.Pos) []placed {
	if f.places == nil {
		for _, b := range f.cfg().Blocks {
			for i, n := range b.Nodes {
				// The graph has the statements of all arms in front of the select, where none of them runs.
				if f.comms[n] == nil {
					f.places = append(f.places, placed{n, b, i})
				}
			}
			if clause, ok := b.Stmt.(*ast.CommClause); ok && b.Kind == cfg.KindSelectCaseBody && clause.Comm != nil {
				f.places = append(f.places, placed{clause.Comm, b, -1})
			}
		}
		slices.SortFunc(f.places, func(a, b placed) int { return cmp.Compare(a.node.Pos(), b.node.Pos()) })
	}
	// The nodes that enclose a position start before it, and not far.
	after, _ := slices.BinarySearchFunc(f.places, pos+1, func(p placed, pos token.Pos) int { return cmp.Compare(p.node.Pos(), pos) })
	var found []placed
	for i := after - 1; i >= max(0, after-nestedNodes); i-- {
		if syntax.Encloses(f.places[i].node, pos) {
			found = append(found, f.places[i])
		}
	}
	return found
}

// nestedNodes bounds how many nodes may start between a node and a position in
// it: hardly any do, since the graph's nodes do not nest but for select arms.
const nestedNodes = 8

// table is the numbering of the function's values, which all its walks share.
func (f *Func) table() *sym.Table {
	if f.numbers == nil {
		f.numbers = sym.NewTable()
		f.cfg()
		f.numbers.Compared, f.numbers.Types = f.compared, f.eng.info
	}
	return f.numbers
}

// Node is the declaration or the literal.
func (f *Func) Node() ast.Node {
	if f.Lit != nil {
		return f.Lit
	}
	return f.Decl
}

// contains reports whether the variable is declared in the function, as a
// parameter, a result or a local.
func (f *Func) contains(v *types.Var) bool {
	n := f.Node()
	return syntax.Encloses(n, v.Pos())
}

// isParam reports whether a variable is a parameter, or the receiver.
func (f *Func) isParam(v *types.Var) bool {
	return syntax.Encloses(f.Type.Params, v.Pos()) || f.Lit == nil && f.Decl.Recv != nil && syntax.Encloses(f.Decl.Recv, v.Pos())
}

// Graph is the control-flow graph of a *ast.FuncDecl or *ast.FuncLit with a body.
func (e *Engine) Graph(fn ast.Node) *cfg.CFG {
	if lit, ok := fn.(*ast.FuncLit); ok {
		return e.literal(lit).cfg()
	}
	return e.function(fn.(*ast.FuncDecl)).cfg()
}

// cfg builds the control-flow graph and the tables that it lacks, once.
func (f *Func) cfg() *cfg.CFG {
	if f.graph == nil {
		f.build()
	}
	f.settled = true
	return f.graph
}

// build makes the graph. Which calls return must be known for that; see Engine.findNoReturn for
// functions that depend on themselves.
func (f *Func) build() {
	// It may be built more than once, as long as it is not known of all callees whether they
	// return: see findNoReturn.
	graph := cfg.New(f.Body, f.eng.MayReturn)
	f.graph, f.size, f.lengths = graph, 0, nil
	f.comms = map[ast.Node]*ast.CommClause{}
	f.tags = map[*ast.CaseClause]*ast.SwitchStmt{}
	f.assigns = map[*ast.CaseClause]*ast.TypeSwitchStmt{}
	f.assigned = map[*types.Var][]token.Pos{}
	f.counter = map[*types.Var]bool{}
	f.compared = map[*types.Var]bool{}
	f.posts = map[*ast.IncDecStmt]*ast.ForStmt{}
	f.comparedWith = map[*types.Var][]int64{}
	f.copies = map[*types.Var][]ast.Expr{}
	f.measured, f.asLong, f.upwards, f.loops = nil, nil, nil, nil
	f.outer = map[ast.Stmt]bool{}
	f.kept = map[*types.Var]bool{}
	for _, b := range f.graph.Blocks {
		f.size += len(b.Nodes)
	}
	f.scan()
}

// scan notes what the graph does not tell: which clause belongs to which statement, and what is
// assigned, compared and counted, in literals too.
func (f *Func) scan() {
	for n := range syntax.All[ast.Node](f.Body) {
		switch n := n.(type) {
		case *ast.CommClause:
			if n.Comm != nil {
				f.comms[n.Comm] = n
			}
		case *ast.SwitchStmt:
			if n.Tag != nil {
				f.noteCompared(n.Tag)
				for _, c := range n.Body.List {
					f.tags[c.(*ast.CaseClause)] = n
					for _, x := range c.(*ast.CaseClause).List {
						f.noteComparedWith(n.Tag, x)
					}
				}
			}
		case *ast.TypeSwitchStmt:
			for _, c := range n.Body.List {
				f.assigns[c.(*ast.CaseClause)] = n
			}
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				f.noteAssigned(l)
			}
			f.noteCopies(n)
		case *ast.BranchStmt:
			// A goto may go back like a loop, and make variables anew.
			f.jumps = f.jumps || n.Tok == token.GOTO
		case *ast.ForStmt:
			f.noteLoop(n)
			if post, ok := n.Post.(*ast.IncDecStmt); ok {
				f.posts[post] = n
				f.noteCounter(post.X)
			}
		case *ast.IncDecStmt:
			f.noteAssigned(n.X)
		case *ast.RangeStmt:
			f.noteLoop(n)
			f.noteAssigned(n.Key)
			f.noteCounter(n.Key)
			f.noteAssigned(n.Value)
		case *ast.BinaryExpr:
			switch n.Op {
			case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
				f.noteCompared(n.X)
				f.noteCompared(n.Y)
				f.noteLength(n)
				f.noteComparedWith(n.X, n.Y)
				f.noteComparedWith(n.Y, n.X)
			}
		case *ast.UnaryExpr:
			// Whoever has the address may assign.
			if n.Op == token.AND {
				f.noteAssigned(n.X)
			}
		}
	}
}

// noteLoop notes a loop; they come in the order of the text.
func (f *Func) noteLoop(loop ast.Stmt) {
	if last := len(f.loops) - 1; last >= 0 && syntax.Encloses(f.loops[last], loop.Pos()) {
		f.outer[f.loops[last]] = true
	}
	f.loops = append(f.loops, loop)
}

// noteCompared notes a variable or a field that a condition mentions. Constants are kept only
// of those.
func (f *Func) noteCompared(e ast.Expr) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := f.eng.info.Uses[e].(*types.Var); ok {
			f.compared[v] = true
		}
	case *ast.SelectorExpr:
		if v, ok := f.eng.info.Uses[e.Sel].(*types.Var); ok {
			f.compared[v] = true
		}
	}
}

// noteCounter notes a variable that a loop counts.
func (f *Func) noteCounter(e ast.Expr) {
	if id, ok := e.(*ast.Ident); ok {
		if v, ok := f.eng.info.ObjectOf(id).(*types.Var); ok {
			f.counter[v] = true
		}
	}
}

// counts reports whether a numbered condition mentions a loop counter.
func (f *Func) counts(condition uint32) bool {
	for v := range f.counter {
		if slices.Contains(f.table().ConditionsOn(v), condition) {
			return true
		}
	}
	return false
}

// redeclares reports whether a variable is in a loop, so that there may be several of
// it in one run of the function.
func (f *Func) redeclares(v *types.Var) bool {
	return f.jumps || slices.ContainsFunc(f.loops, func(loop ast.Stmt) bool { return syntax.Encloses(loop, v.Pos()) })
}

// noteAssigned notes where a variable or a field is assigned to, or its address taken.
func (f *Func) noteAssigned(e ast.Expr) {
	id, ok := e.(*ast.Ident)
	if sel, isField := e.(*ast.SelectorExpr); isField {
		id, ok = sel.Sel, true
	}
	if ok {
		if v, ok := f.eng.info.Uses[id].(*types.Var); ok {
			f.assigned[v] = append(f.assigned[v], id.Pos())
		}
	}
}

// indexedIn returns what a loop's body indexes, in the order of the source. It is
// asked each time a walk comes to the loop, so it looks into the body once only.
func (f *Func) indexedIn(body *ast.BlockStmt) []ast.Expr {
	list, known := f.indexed[body]
	if known {
		return list
	}
	if f.indexed == nil {
		f.indexed = map[*ast.BlockStmt][]ast.Expr{}
	}
	for e := range syntax.All[*ast.IndexExpr](body) {
		list = append(list, e.X)
	}
	f.indexed[body] = list
	return list
}

// results are the named results, in order; nil where they have no names.
func (f *Func) results() []*types.Var {
	if f.Type.Results == nil {
		return nil
	}
	var vars []*types.Var
	for _, field := range f.Type.Results.List {
		for _, name := range field.Names {
			v, _ := f.eng.info.Defs[name].(*types.Var)
			vars = append(vars, v) // nil for the blank one
		}
	}
	return vars
}

// literals returns the function literals written in the function itself.
func (f *Func) literals() []*ast.FuncLit {
	return slices.Collect(syntax.Own[*ast.FuncLit](f.Body))
}

// signature is the type of the function, or nil in ill-typed code.
func (f *Func) signature() *types.Signature {
	if f.Lit != nil {
		sig, _ := f.eng.info.TypeOf(f.Lit).(*types.Signature)
		return sig
	}
	if fn, ok := f.eng.info.Defs[f.Decl.Name].(*types.Func); ok {
		return fn.Signature()
	}
	return nil
}

// resultType returns the type of result i, or nil.
func (f *Func) resultType(i int) types.Type {
	if sig := f.signature(); sig != nil && i >= 0 && i < sig.Results().Len() {
		return sig.Results().At(i).Type()
	}
	return nil
}

// resultCount is how many results the function has.
func (f *Func) resultCount() int {
	if sig := f.signature(); sig != nil {
		return sig.Results().Len()
	}
	return 0
}
