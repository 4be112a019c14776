package launch

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/catalog"
	"github.com/tetherlint/tether/internal/solve"
	"github.com/tetherlint/tether/internal/syntax"
)

// baseConfig is what a Package is made of.
type baseConfig struct {
	Fset    *token.FileSet
	Files   []*ast.File
	Pkg     *types.Package
	Info    *types.Info
	Helpers *catalog.Helpers // nil: the built-in ones

	Beyond baseBeyond
	Index  *syntax.Index // of the files; nil: it is made here
}

// baseBeyond answers what this package cannot see for itself: what functions of other packages
// do. The engine of obligations does, by facts.
type baseBeyond interface {
	// MayReturn reports whether a call may come back.
	MayReturn(call *ast.CallExpr) bool
	// Behaviour is what a function of another package does with what it is given; nil
	// where that is not known.
	Behaviour(fn *types.Func) *Behaviour
}

// A base answers questions about what the functions of one package do. It is not safe
// for concurrent use.
type base struct {
	baseConfig

	index    *index // built when first needed
	waits    *packageWaits
	flows    map[*syntax.Func]*flow
	groups   *aliases
	solver   solve.Solver[*syntax.Func, *effects]
	ctx      map[types.Type]bool
	mentions map[mention]token.Pos         // see mentionedAt
	globals  map[*types.Package]*types.Var // each for all variables of another package

	waitersOf map[inside][]string
	steps     int // left for the query under way
	taken     int // by all queries
}

// newBase returns the package.
func newBase(c baseConfig) *base {
	// Of several launches into one group the first speaks for all, and hosts may hand
	// files over in any order.
	c.Files = slices.SortedFunc(slices.Values(c.Files), func(f, g *ast.File) int {
		return strings.Compare(c.Fset.PositionFor(f.FileStart, false).Filename, c.Fset.PositionFor(g.FileStart, false).Filename)
	})
	if c.Helpers == nil {
		c.Helpers = catalog.BuiltinHelpers()
	}
	if c.Index == nil {
		c.Index = syntax.New(c.Files, c.Info)
	}
	p := &base{
		baseConfig: c,
		ctx:        make(map[types.Type]bool),
		mentions:   make(map[mention]token.Pos),
		globals:    make(map[*types.Package]*types.Var),
		flows:      make(map[*syntax.Func]*flow),

		waitersOf: make(map[inside][]string),
	}
	p.solver = solve.Solver[*syntax.Func, *effects]{Answer: p.compute, Start: noEffects, Equal: (*effects).equal}
	return p
}

// Steps counts the steps of all queries so far: what the answers have cost, wherever they
// are asked for.
func (p *base) Steps() int { return p.taken }

// spend takes a step of the query at hand and reports whether there was one. Whoever gets none
// stops where it is, with what it has found.
func (p *base) spend() bool {
	p.steps--
	p.taken++
	return p.steps >= 0
}

// begin gives the query at hand its steps.
func (p *base) begin() { p.steps = maxSteps }

// aside gives steps to a query that another one asks, and returns what gives the other one its
// own back.
func (p *base) aside() (back func()) {
	left := p.steps
	p.steps = maxSteps
	return func() { p.steps = left }
}

// exhausted reports whether the query at hand has spent its steps.
func (p *base) exhausted() bool { return p.steps < 0 }

// maxSteps bounds the work of one query: expressions followed, nodes looked at;
// what a function does has steps of its own, see compute. It is spent by odd code
// only; then what was found so far counts.
const maxSteps = 1 << 20
