package oracle

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// A Feature is something about a generated function or site by which limits tell
// whether they apply.
type Feature string

// A Site is an opener in a generated function.
type Site struct {
	ID, Func, Line int
	Features       map[Feature]bool
}

// A Defer is a deferred release, by its line, with the sites that it may be of.
type Defer struct {
	Line int
	of   *variable
}

// A Func is a generated function.
type Func struct {
	ID       int
	Source   string
	First    int // its line in the file
	Sites    []*Site
	Defers   []Defer
	Features map[Feature]bool
	results  results
}

// results are the kinds of signature that functions have.
type results int

const (
	noResult    results = iota
	plainError          // error
	namedError          // (err error)
	opened              // (*res.R, error)
	namedOpened         // (out *res.R, err error)
	literal             // of a function literal: no result
)

var signatures = [...]string{"()", "() error", "() (err error)", "() (*res.R, error)", "() (out *res.R, err error)"}

// kinds of variables.
type kind int

const (
	resource kind = iota // *res.R
	owner                // *owner
	failure              // error
	boolean              // bool
	word                 // string
	list                 // []*res.R
	boxed                // a box, whose field r is the resource
	counter              // the index of a loop
)

type variable struct {
	kind  kind
	name  string // as an expression: "r1", "b2.r"
	decl  string // what is declared: "b2" of "b2.r"
	sites []int
	feats []Feature
	ended bool // released or handed over, by a statement before
	used  bool // or need not be
	since int  // where it is declared in the text
}

// A gen writes one function.
type gen struct {
	*rand.Rand
	fn       *Func
	next     func() int // numbers of sites and points, unique in the file
	b        strings.Builder
	line     int
	depth    int // of indentation
	vars     []*variable
	scope    int  // the first of the variables of the innermost block
	literal  int  // the first of the variables of the innermost function literal
	given    bool // that literal does not run where it stands: it has a name, or is an argument
	inDefer  int  // the depth of the deferred literal under way, or 0
	guards   bool // a condition may have led out of it
	results  results
	loops    int // around, within the literal
	labels   []string
	budget   int
	names    int
	careful  bool // mostly releases what it opens
	returned bool // the statement just written leaves the block
}

// generate writes the function of a number, of which the first line is line.
func generate(seed uint64, id, line int, next func() int) *Func {
	g := &gen{Rand: rand.New(rand.NewPCG(seed, uint64(id))), next: next, line: line}
	g.fn = &Func{ID: id, First: line, Features: map[Feature]bool{}}
	g.results = results(g.IntN(int(literal)))
	g.fn.results = g.results
	g.budget = 3 + g.IntN(7)
	g.careful = g.IntN(4) != 0
	g.put("func F%d%s {", id, signatures[g.results])
	switch g.results {
	case namedError, namedOpened:
		g.vars = append(g.vars, &variable{kind: failure, name: "err", decl: "err", used: true})
	}
	if g.results == namedOpened {
		g.vars = append(g.vars, &variable{kind: resource, name: "out", decl: "out", used: true})
	}
	g.indented(func() {
		g.prologue()
		g.statements(3 + g.IntN(4))
		g.blanks(0)
		g.tidy(0)
		g.leave()
	})
	g.put("}")
	g.put("")
	g.fn.Source = g.b.String()
	return g.fn
}

// put writes a line.
func (g *gen) put(format string, args ...any) {
	if format != "" {
		g.b.WriteString(strings.Repeat("\t", g.depth))
		fmt.Fprintf(&g.b, format, args...)
	}
	g.b.WriteByte('\n')
	g.line++
	g.returned = false
}

func (g *gen) indented(f func()) {
	g.depth++
	f()
	g.depth--
}

// block writes the lines of a block, without its braces, in a scope of its own.
func (g *gen) block(f func()) {
	outer := g.scope
	g.scope = len(g.vars)
	g.indented(func() {
		f()
		if !g.returned {
			g.tidy(g.scope)
		}
		g.blanks(g.scope)
	})
	g.vars, g.scope = g.vars[:g.scope], outer
	g.returned = false
}

// tidy releases, mostly, what the variables from the nth on hold.
func (g *gen) tidy(n int) {
	for _, v := range slices.Backward(g.vars[max(n, g.literal):]) {
		switch v.kind {
		case resource, owner, boxed:
			if g.careful && !v.ended && v.decl != "out" && g.IntN(8) != 0 {
				g.releases(v)
				g.put("%s.Close()", v.name)
			}
		}
	}
}

// declare adds a variable that the line before has declared.
func (g *gen) declare(v *variable) {
	v.since = g.b.Len()
	g.vars = append(g.vars, v)
}

// blanks uses the variables from the nth on that nobody has used.
func (g *gen) blanks(n int) {
	for _, v := range g.vars[n:] {
		if !v.used && !reads(g.b.String()[v.since:], v.decl) {
			g.put("_ = %s", v.decl)
		}
	}
}

// reads reports whether the text reads a variable.
func reads(text, name string) bool {
	for _, at := range regexp.MustCompile(`\b`+name+`\b`).FindAllStringIndex(text, -1) {
		if after := text[at[1]:]; !strings.HasPrefix(after, " =") && !strings.HasPrefix(after, ", err =") && !strings.HasPrefix(after, ", _ =") || strings.HasPrefix(after, " ==") {
			return true
		}
	}
	return false
}

// some writes a block of a few statements.
func (g *gen) some() {
	g.block(func() { g.statements(1 + g.IntN(3)) })
}

func (g *gen) name(prefix string) string {
	g.names++
	return fmt.Sprintf("%s%d", prefix, g.names)
}

func (g *gen) has(f Feature) { g.fn.Features[f] = true }

// one returns one of the strings.
func (g *gen) one(list ...string) string { return list[g.IntN(len(list))] }

// point is the number of a new decision.
func (g *gen) point() int { return g.next() }

// find returns a variable of a kind, a late one rather; or nil.
func (g *gen) find(kinds ...kind) *variable {
	var fits []*variable
	for _, v := range g.vars {
		for _, k := range kinds {
			if v.kind == k {
				fits = append(fits, v)
			}
		}
	}
	if len(fits) == 0 {
		return nil
	}
	v := fits[len(fits)-1]
	if g.IntN(3) == 0 {
		v = fits[g.IntN(len(fits))]
	}
	return v
}

// failed is an error that is in scope, or the one that all have.
func (g *gen) failed() string {
	if v := g.find(failure); v != nil {
		return v.name
	}
	return "res.Failed"
}

// leave writes a return that fits the signature.
func (g *gen) leave() {
	switch g.results {
	case noResult, literal:
		g.put("return")
	case plainError:
		g.put("return %s", g.one("nil", g.failed(), "res.Failed"))
	case namedError:
		if g.shadowed("err") {
			g.put("return %s", g.one("nil", g.failed()))
		} else {
			g.put("return%s", g.one("", " nil", " "+g.failed()))
		}
	case opened:
		g.returnOpened("")
	case namedOpened:
		if g.IntN(2) == 0 && !g.shadowed("err") {
			g.put("return")
		} else {
			g.returnOpened("")
		}
	}
	g.returned = true
}

// shadowed reports whether there are several variables of the name.
func (g *gen) shadowed(name string) bool {
	n := 0
	for _, v := range g.vars {
		if v.decl == name {
			n++
		}
	}
	return n > 1
}

func (g *gen) returnOpened(failed string) {
	v := g.find(resource)
	switch {
	case failed != "" || v == nil || g.IntN(3) == 0:
		g.put("return nil, %s", g.one(g.failed(), "res.Failed"))
	case g.IntN(4) == 0:
		g.put("return %s, %s", v.name, g.failed())
	default:
		g.put("return %s, nil", v.name)
	}
}

// failing writes what stands behind the failed opener of v.
func (g *gen) failing(v *variable) func() {
	return func() {
		was := v.ended
		v.ended = true // there is nothing
		g.fail()
		v.ended = was
	}
}

// fail writes a return as behind what failed.
func (g *gen) fail() {
	g.tidy(0)
	switch {
	case g.results == plainError || g.results == namedError:
		g.put("return %s", g.failed())
	case g.results == opened || g.results == namedOpened:
		g.returnOpened("failed")
	case g.loops > 0 && g.IntN(2) == 0:
		g.put("%s", g.one("continue", "break"))
	default:
		g.leave()
	}
	g.returned = true
}
