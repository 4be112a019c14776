// This file has what all queries of a package share: what it is made of, what has been found out
// so far, and steps.

package behaviour

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

// Config is what a Package is made of.
type Config struct {
	Fset    *token.FileSet
	Files   []*ast.File
	Pkg     *types.Package
	Info    *types.Info
	Helpers *catalog.Helpers // nil: the built-in ones
	Index   *syntax.Index    // of the files; nil: it is made here
}

// Beyond answers what this package cannot see for itself: what functions of other packages
// do. The engine of obligations does, by facts.
type Beyond interface {
	// MayReturn reports whether a call may come back.
	MayReturn(call *ast.CallExpr) bool
	// Behaviour is what a function of another package does with what it is given; nil
	// where that is not known.
	Behaviour(fn *types.Func) *Behaviour
}

// A Package answers questions about what the functions of one package do. It is not safe
// for concurrent use.
type Package struct {
	Config
	Beyond Beyond

	gathered *Gathering // built when first needed
	waits    *Waits
	flows    map[*syntax.Func]*Flow
	groups   *Aliases
	solver   solve.Solver[*syntax.Func, *Effects]
	ctx      map[types.Type]bool
	mentions map[mention]token.Pos         // see mentionedAt
	globals  map[*types.Package]*types.Var // each for all variables of another package

	waitersOf map[Inside][]string
	steps     int // left for the query under way
	taken     int // by all queries
}

// New returns the package that c is about.
func New(c Config, beyond Beyond) *Package {
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
	p := &Package{
		Config:   c,
		Beyond:   beyond,
		ctx:      make(map[types.Type]bool),
		mentions: make(map[mention]token.Pos),
		globals:  make(map[*types.Package]*types.Var),
		flows:    make(map[*syntax.Func]*Flow),

		waitersOf: make(map[Inside][]string),
	}
	p.solver = solve.Solver[*syntax.Func, *Effects]{Answer: p.compute, Start: noEffects, Equal: (*Effects).equal}
	return p
}

// Steps counts the steps of all queries so far: what the answers have cost, wherever they
// are asked for.
func (p *Package) Steps() int { return p.taken }

// Spend takes a step of the query at hand and reports whether there was one. Whoever gets none
// stops where it is, with what it has found.
func (p *Package) Spend() bool {
	p.steps--
	p.taken++
	return p.steps >= 0
}

// Begin gives the query at hand its steps.
func (p *Package) Begin() { p.steps = maxSteps }

// Aside gives steps to a query that another one asks, and returns what gives the other one its
// own back.
func (p *Package) Aside() (back func()) {
	left := p.steps
	p.steps = maxSteps
	return func() { p.steps = left }
}

// Exhausted reports whether the query at hand has spent its steps.
func (p *Package) Exhausted() bool { return p.steps < 0 }

// maxSteps bounds the work of one query: expressions followed, nodes looked at;
// what a function does has steps of its own, see compute. It is spent by odd code
// only; then what was found so far counts.
const maxSteps = 1 << 20
