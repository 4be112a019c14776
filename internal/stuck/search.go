// This file makes runs and reads claims off them.
//
// The search is breadth first over deviations: the usual run, then all runs that differ from it
// in one choice, and so on up to maxDeviations. A bug of this kind takes few unusual choices
// (an error, a timeout), and the first run that shows it is the one that is easiest to read.

package stuck

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/tetherlint/tether/internal/syntax"
)

// Bounds of the search for one function, in statements executed.
const (
	maxSearchSteps = 40_000
	maxDeviations  = 4
)

// A Kind is the operation that a goroutine is stuck at.
type Kind uint8

// The kinds.
const (
	Send Kind = iota
	Receive
	Range
	Select
)

// A Claim is a place at which a goroutine is stuck for ever, on the run that shows it.
type Claim struct {
	Kind     Kind
	At       ast.Node   // *ast.SendStmt, *ast.UnaryExpr, *ast.RangeStmt, *ast.SelectStmt
	Pos, End token.Pos  // the tokens that tell
	Chan     *types.Var // nil of a select
	Launch   ast.Node   // the go statement, or the call of the helper
	Root     ast.Node   // the function that makes the channel
	Made     token.Pos
	Leaves   token.Pos // where the launcher returns, or waits itself
	Waits    bool      // it waits itself
	Alone    bool      // the launcher is the goroutine itself
	Path     []Step
	Room     Room // of a send
}

// A Step is a choice on the way to it: which way a branch or a loop at At went (Answer: into
// it), or the clause of a select that was taken. Launcher reports whether it is the launching
// function's, rather than that of a goroutine it launched.
type Step struct {
	At       ast.Node
	Answer   bool
	Launcher bool
}

// Claims finds the stuck goroutines of a package, in the order of the source.
// An operation is claimed once, for the first function in which it gets stuck.
func Claims(c *Config) []*Claim {
	if !mayHave(c.Files) {
		return nil
	}
	p := newProgram(c)
	found := map[ast.Node]*Claim{}
	for _, root := range p.roots() {
		// What main leaves behind ends with the process.
		if !c.reports(root.fn.Pos()) || p.isMain(root.cur) {
			continue
		}
		c.Engine.Guard(root.fn.Pos(), func() {
			for _, claim := range p.search(root) {
				if found[claim.At] == nil {
					found[claim.At] = claim
				}
			}
		})
	}
	var all []*Claim
	for _, claim := range found {
		if claim.Kind == Send && claim.Chan != nil {
			claim.Room = p.room(claim.Chan)
		}
		all = append(all, claim)
	}
	slices.SortFunc(all, func(a, b *Claim) int { return cmp.Compare(a.Pos, b.Pos) })
	return all
}

// reports reports whether what is found at a place is reported.
func (c *Config) reports(at token.Pos) bool {
	return slices.ContainsFunc(c.Reported, func(f *ast.File) bool { return f.FileStart <= at && at < f.FileEnd })
}

// mayHave reports whether files mention a channel type at all. Most packages do not, and cost
// no more than this look.
func mayHave(files []*ast.File) bool {
	for _, f := range files {
		for range syntax.All[*ast.ChanType](f) {
			return true
		}
	}
	return false
}

// A root is a function that makes channels in sight: runs start there.
type root struct {
	fn    ast.Node
	cur   inspector.Cursor
	start ast.Node // what launches it itself, if that is in sight
}

// roots lists the functions that make channels in sight and can leave somebody stuck on them:
// they launch something that uses one, or give it to a function that does, or are goroutines
// themselves. A function that only makes and uses a channel by itself is a root too if it is a
// literal that is launched (fixture alone).
func (p *program) roots() []root {
	seen := map[ast.Node]bool{}
	var all []root
	for v, made := range p.made {
		if !p.inSight(v) {
			continue
		}
		for cur := range made.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
			n := cur.Node()
			if !seen[n] && (p.launches[n] || p.startedAt(cur) != nil || p.givesToLauncher(v, map[*types.Var]bool{})) {
				seen[n] = true
				all = append(all, root{n, cur, p.startedAt(cur)})
			}
			break
		}
	}
	// <-make(chan T) and the like.
	for _, made := range p.bare {
		for cur := range made.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
			if n := cur.Node(); !seen[n] && p.startedAt(cur) != nil {
				seen[n] = true
				all = append(all, root{n, cur, p.startedAt(cur)})
			}
			break
		}
	}
	slices.SortFunc(all, func(a, b root) int { return cmp.Compare(a.fn.Pos(), b.fn.Pos()) })
	return all
}

// givesToLauncher reports whether a channel is given to a function that launches something
// which uses it, or gives it on to one.
func (p *program) givesToLauncher(v *types.Var, seen map[*types.Var]bool) bool {
	seen[v] = true
	for _, use := range p.uses[v] {
		if use.ParentEdgeKind() != edge.CallExpr_Args {
			continue
		}
		call := use.Parent().Node().(*ast.CallExpr)
		param := p.param(call, use.ParentEdgeIndex())
		if param == nil || seen[param] {
			continue
		}
		for _, at := range p.uses[param] {
			for cur := range at.Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
				if p.launches[cur.Node()] {
					return true
				}
			}
		}
		if p.givesToLauncher(param, seen) {
			return true
		}
	}
	return false
}

// startedAt is the go statement, or the call of a helper, that starts a literal where it is
// written; nil for a literal that is not launched there, and for declared functions, whose
// launches are not looked for.
func (p *program) startedAt(cur inspector.Cursor) ast.Node {
	lit, ok := cur.Node().(*ast.FuncLit)
	if !ok {
		return nil
	}
	call, ok := cur.Parent().Node().(*ast.CallExpr)
	if !ok {
		return nil
	}
	if run := p.Launched[call]; run == lit {
		return call
	}
	if start, ok := cur.Parent().Parent().Node().(*ast.GoStmt); ok && call.Fun == lit {
		return start
	}
	return nil
}

// isMain reports whether a function is main.main, or runs in it: where that returns,
// the process ends.
func (p *program) isMain(cur inspector.Cursor) bool {
	for {
		switch n := cur.Node().(type) {
		case *ast.FuncDecl:
			return n.Recv == nil && n.Name.Name == "main" && p.Pkg.Name() == "main"
		case *ast.FuncLit:
			call, ok := cur.Parent().Node().(*ast.CallExpr)
			// A literal that is kept or passed runs some time, perhaps elsewhere.
			if !ok || call.Fun != n {
				return false
			}
			if _, launched := cur.Parent().Parent().Node().(*ast.GoStmt); launched {
				return false
			}
		}
		found := false
		for outer := range cur.Parent().Enclosing((*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
			cur, found = outer, true
			break
		}
		if !found {
			return false
		}
	}
}

// search looks for claims in a function. Only those are kept that hold for two sizes of what is
// not known, 3 and 7: few enough to run, and not multiples of one another. What holds for one
// alone depends on a constant of the code, such as room for 5.
func (p *program) search(r root) []*Claim {
	few := p.explore(r, 3, nil)
	if len(few) == 0 {
		return nil
	}
	many := p.explore(r, 7, few)
	var both []*Claim
	for at, claim := range few {
		if many[at] != nil {
			both = append(both, claim)
		}
	}
	slices.SortFunc(both, func(a, b *Claim) int { return cmp.Compare(a.Pos, b.Pos) })
	return both
}

// explore makes runs, those that deviate least from the usual one first, and returns the claims
// by the operation. Of several runs with equally many deviations the claim is kept whose
// launcher leaves first in the source. With wanted it ends when all of those are found.
func (p *program) explore(r root, k int64, wanted map[ast.Node]*Claim) map[ast.Node]*Claim {
	type todo struct {
		script     []int
		deviations int
	}
	found, depth := map[ast.Node]*Claim{}, map[ast.Node]int{}
	// A queue: fewer deviations come before more.
	work := []todo{{}}
	steps := 0
	limit := maxSearchSteps
	// Loops are longer with the larger number.
	if wanted != nil {
		limit *= 2
	}
	for len(work) > 0 && steps < limit {
		t := work[0]
		work = work[1:]
		m := p.machine(r, k, t.script)
		m.run()
		steps += m.steps
		p.Engine.Spent(m.steps)
		// A lost run claims nothing, but its choices before it was lost are worth changing.
		if !m.lost {
			for _, claim := range m.claims(r) {
				old := found[claim.At]
				if old == nil || depth[claim.At] == t.deviations && claim.Leaves < old.Leaves {
					found[claim.At], depth[claim.At] = claim, t.deviations
				}
			}
		}
		if wanted != nil && hasAll(found, wanted) {
			break
		}
		if t.deviations == maxDeviations {
			continue
		}
		// What comes after the launch matters more than how the function got there.
		for i := len(m.trace) - 1; i >= len(t.script); i-- {
			for way := 1; way < m.widths[i]; way++ {
				script := append(slices.Clone(m.trace[:i]), way)
				work = append(work, todo{script, t.deviations + 1})
			}
		}
	}
	return found
}

// hasAll reports whether all that is wanted has been found.
func hasAll(found, wanted map[ast.Node]*Claim) bool {
	for at := range wanted {
		if found[at] == nil {
			return false
		}
	}
	return true
}

// machine is a run that is about to start in a root, with a script of choices to repeat.
func (p *program) machine(r root, k int64, script []int) *machine {
	m := &machine{
		prog: p, k: k, script: script,
		outer:   map[*types.Var]*cell{},
		memo:    map[any]*symbol{},
		stored:  map[fieldKey]value{},
		atomics: map[*types.Var]*atomicField{},
		asked:   map[string]asking{},
		decided: map[any]bool{},
		equal:   map[int]string{},
		hot:     map[int]any{},
	}
	launcher := &process{}
	m.procs = append(m.procs, launcher)
	m.enter(launcher, r.fn, nil, nil, nil)
	return m
}

// claims are the goroutines that a run leaves stuck when nothing can go on. Not claimed: a wait
// for a group, for it is its goroutines that are stuck; the launcher, unless it is itself a
// goroutine that the package launches; and what depends on numbers (certain).
func (m *machine) claims(r root) []*Claim {
	var all []*Claim
	launcher := m.procs[0]
	for _, p := range m.procs {
		launch := p.launch
		if p == launcher {
			launch = r.start // it is a goroutine itself
		}
		// A nil channel is claimed only of the goroutine that declares it: another may
		// be meant to be switched off.
		onNil := p.ch == nil && p.arms == nil
		if launch == nil || p.state != waiting || p.wait != nil || onNil && p != launcher || !m.sure(p) {
			continue
		}
		c := &Claim{At: p.op, Launch: launch, Root: r.fn, Leaves: launcher.leaves, Alone: p == launcher}
		if launcher.state != ended {
			c.Waits, c.Leaves = true, launcher.at()
		}
		switch op := p.op.(type) {
		case *ast.SendStmt:
			c.Kind, c.Pos, c.End = Send, op.Pos(), op.Arrow+token.Pos(len("<-"))
		case *ast.UnaryExpr:
			c.Kind, c.Pos, c.End = Receive, op.Pos(), op.End()
		case *ast.RangeStmt:
			c.Kind, c.Pos, c.End = Range, op.For, op.For+token.Pos(len("for"))
		case *ast.SelectStmt:
			c.Kind, c.Pos, c.End = Select, op.Select, op.Select+token.Pos(len("select"))
		default:
			continue
		}
		if p.ch != nil && p.ch.made != nil {
			c.Chan, c.Made = p.ch.made, p.ch.made.Pos()
		}
		for _, s := range m.path {
			c.Path = append(c.Path, Step{s.at, s.answer, s.proc == 0})
		}
		all = append(all, c)
	}
	return all
}

// at is where a process is: the node that it executes, or the last that it did.
func (p *process) at() token.Pos {
	f := p.top()
	if f.node < len(f.block.Nodes) {
		return f.block.Nodes[f.node].Pos()
	}
	return f.last
}
