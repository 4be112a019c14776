// This file finds out, once for a package, what all runs need to know: which nodes are around a
// use of something in sight (and so cannot be passed over), which variables loops count to, and
// which variables cannot be trusted to hold what the run has put there.

package stuck

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/obligation"
	"github.com/tetherlint/tether/internal/syntax"
)

// Config is what the analysis of a package is made of.
type Config struct {
	Files []*ast.File
	Index *syntax.Index // of Files
	Pkg   *types.Package
	Info  *types.Info

	// Reported are the files of which findings are reported: what others launch is not judged.
	Reported []*ast.File
	// Launched is the function that a call of a helper launches.
	Launched map[*ast.CallExpr]ast.Expr
	// Engine has the control-flow graphs, and is told what was done.
	Engine *obligation.Engine
}

// A program is what the machines run, and what is known of it before they do. Its maps are
// about the whole package and are only read once newProgram has returned, but for funcs,
// assigned, reaches and mentioned, which fill as functions are asked for.
type program struct {
	*sight
	funcs    map[ast.Node]*function
	relevant map[ast.Node]bool // nodes around a use of what is in sight
	launches map[ast.Node]bool // nodes around a launch
	counts   map[*types.Var]bool
	volatile map[*types.Var]bool // set by code that is not followed
	lent     map[*types.Var]bool // whose address is taken
	renamed  map[*types.Var]bool // and kept: see hasOtherName
	set      map[*types.Var]bool // assigned to after their declaration
	assigned map[ast.Stmt][]*types.Var
	settable map[*types.Var]bool // fields that something sets, see noteField
	reaches  map[ast.Stmt]*reach
	looking  map[*types.Func]bool // see looksOnly
	// mentioned are the variables from outside that literals use.
	mentioned map[*ast.FuncLit][]*types.Var
	older     []*ast.File // of before Go 1.22
}

// newProgram looks through the package. The order matters: what is in sight must be known
// before anything is marked as touching it.
func newProgram(c *Config) *program {
	p := &program{
		sight:    newSight(c),
		funcs:    map[ast.Node]*function{},
		relevant: map[ast.Node]bool{},
		launches: map[ast.Node]bool{},
		counts:   map[*types.Var]bool{},
		volatile: map[*types.Var]bool{},
		lent:     map[*types.Var]bool{},
		renamed:  map[*types.Var]bool{},
		set:      map[*types.Var]bool{},
		assigned: map[ast.Stmt][]*types.Var{},
		settable: map[*types.Var]bool{},
		reaches:  map[ast.Stmt]*reach{},
		looking:  map[*types.Func]bool{},

		mentioned: map[*ast.FuncLit][]*types.Var{},
		older:     c.olderFiles(),
	}
	// A map, in any order: marks are only ever added.
	for v := range p.uses {
		if p.inSight(v) {
			for _, use := range p.uses[v] {
				p.mark(use)
			}
		}
	}
	for _, made := range p.bare {
		p.mark(made)
	}
	p.gather()
	return p
}

// sharesTurns reports whether the turns of a loop share its variables, as they do before Go
// 1.22.
func (p *program) sharesTurns(loop ast.Stmt) bool {
	return slices.ContainsFunc(p.older, func(f *ast.File) bool { return f.FileStart <= loop.Pos() && loop.Pos() < f.FileEnd })
}

// olderFiles are those of a language version before Go 1.22; one that is not known is not.
func (c *Config) olderFiles() (older []*ast.File) {
	for _, f := range c.Files {
		v := c.Info.FileVersions[f]
		// A file may have a version of its own, by a build constraint.
		if v == "" {
			v = c.Pkg.GoVersion()
		}
		if v != "" && version.Compare(v, "go1.22") < 0 {
			older = append(older, f)
		}
	}
	return older
}

// mark notes what is around a use of something in sight, up to the file: each of these nodes is
// relevant, the functions among them touch it, and those from a launch outwards launch.
func (p *program) mark(use inspector.Cursor) {
	launched := false
	for cur := range use.Enclosing() {
		n := cur.Node()
		switch n := n.(type) {
		case *ast.GoStmt:
			launched = true
		// What a helper launches stands within its call.
		case *ast.CallExpr:
			launched = launched || p.Launched[n] != nil
		case *ast.FuncLit:
			p.touching[n] = true
		case *ast.FuncDecl:
			p.touching[n] = true
		}
		p.relevant[n] = true
		if launched {
			p.launches[n] = true
		}
	}
}

// gather finds the variables that loops count to, those whose address is taken, and those that
// are set where nobody follows. A size of a channel and the argument of a group's Add are
// counts, too: they are compared with how often loops run.
func (p *program) gather() {
	types := []ast.Node{(*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.CallExpr)(nil), (*ast.UnaryExpr)(nil), (*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil)}
	for cur := range p.root.Preorder(types...) {
		switch n := cur.Node().(type) {
		case *ast.ForStmt:
			if n.Cond != nil && !p.asksAgain(n.Cond) {
				p.countsTo(n.Cond)
			}
		case *ast.RangeStmt:
			p.countsTo(n.X)
			p.setIn(cur, n.Key)
			p.setIn(cur, n.Value)
		case *ast.CallExpr:
			if p.isBuiltin(n, "make") && len(n.Args) > 1 {
				p.countsTo(n.Args[1])
			}
			// By its name only; a variable too many here costs a claim at most.
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Add" && len(n.Args) == 1 {
				p.countsTo(n.Args[0])
			}
		case *ast.UnaryExpr:
			if v := p.variable(n.X); n.Op == token.AND && v != nil && !v.IsField() {
				p.lent[v] = true
				p.renamed[v] = p.renamed[v] || hasOtherName(cur)
			} else if n.Op == token.AND {
				p.noteField(n.X)
			}
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				p.setIn(cur, l)
			}
		case *ast.IncDecStmt:
			p.setIn(cur, n.X)
		}
	}
}

// countsTo notes the integer variables of an expression. Those in a call do not count: its
// result is something else.
func (p *program) countsTo(x ast.Expr) {
	for id := range syntax.Except[*ast.Ident](x, isCall) {
		if v, ok := p.Info.ObjectOf(id).(*types.Var); ok && isInteger(v.Type()) {
			p.counts[v] = true
		}
	}
}

// isCall reports whether a node is one below which countsTo does not look.
func isCall(n ast.Node) bool {
	switch n.(type) {
	case *ast.CallExpr, *ast.FuncLit:
		return true
	}
	return false
}

// isInteger reports whether a type is one of integers.
func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// setIn notes an assignment to x, and makes the variable volatile where the assignment is in a
// literal that a run may not execute: one that is stored, returned, or given to somebody out of
// sight, or that does nothing in sight and so is passed over.
func (p *program) setIn(cur inspector.Cursor, x ast.Expr) {
	if x == nil {
		return
	}
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		p.noteField(x)
		return
	}
	v, ok := p.Info.Uses[id].(*types.Var)
	if !ok {
		return
	}
	p.set[v] = true
	for lit := range cur.Enclosing((*ast.FuncLit)(nil)) {
		l := lit.Node().(*ast.FuncLit)
		// The literal declares the variable itself; those around it do not matter.
		if syntax.Encloses(l, v.Pos()) {
			return
		}
		// It runs when somebody else says so: the variable may change at any time.
		if !p.touching[l] || !p.litInSight(lit) {
			p.volatile[v] = true
		}
	}
}

// isMap reports whether a type is one of maps. A map that is written to has another length, while
// a slice, whose element is, has not.
func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// assignedIn are the variables that a statement assigns to, those in literals included, by =,
// ++ or a range. Declarations in the statement do not count: nobody sees them behind it.
func (p *program) assignedIn(s ast.Stmt) []*types.Var {
	if vars, ok := p.assigned[s]; ok {
		return vars
	}
	var vars []*types.Var
	var note func(x ast.Expr)
	note = func(x ast.Expr) {
		switch x := ast.Unparen(x).(type) {
		case *ast.Ident:
			if v, ok := p.Info.Uses[x].(*types.Var); ok {
				vars = append(vars, v)
			}
		case *ast.IndexExpr:
			if isMap(p.Info.TypeOf(x.X)) {
				note(x.X) // it has more in it
			}
		}
	}
	for n := range syntax.All[ast.Stmt](s) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				note(l)
			}
		case *ast.IncDecStmt:
			note(n.X)
		case *ast.RangeStmt:
			if n.Key != nil {
				note(n.Key)
			}
			if n.Value != nil {
				note(n.Value)
			}
		}
	}
	p.assigned[s] = vars
	return vars
}
