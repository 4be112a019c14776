package live

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/profile"
	"github.com/tetherlint/tether/internal/stack"
)

// Join makes the report of one profile, or of two, the earlier one first.
func Join(inv *Inventory, profiles ...*profile.Profile) *Report {
	r := &Report{Profiles: profiles}
	ix := newIndex(inv)
	b := builder{ix: ix, rows: make(map[string]*building)}
	for i, p := range profiles {
		last := i == len(profiles)-1
		for k := range p.Goroutines {
			b.add(&p.Goroutines[k], last)
		}
		if last {
			r.Now.Live, r.Now.Leaked = p.Total()
		} else {
			r.Before.Live, r.Before.Leaked = p.Total()
		}
	}
	r.Rows = b.finish()
	return r
}

// A builder gathers goroutines into rows.
type builder struct {
	ix   *index
	rows map[string]*building
}

// A building is a row under way.
type building struct {
	Row
	states map[string]*State
	places map[Place]*Place // by themselves, without counts
	tasks  map[string]int
}

// add puts a goroutine into its row; now says that it is of the later profile.
func (b *builder) add(g *stack.Goroutine, now bool) {
	row := b.row(g)
	c := &row.Before
	if now {
		c = &row.Now
	}
	c.Live += g.Count
	if g.Leaked {
		c.Leaked += g.Count
	}
	if !now {
		return
	}
	row.MaxWait, row.MaxAge = max(row.MaxWait, g.Wait), max(row.MaxAge, g.Age)
	if g.State != "" {
		s := row.states[g.State]
		if s == nil {
			s = &State{State: g.State}
			row.states[g.State] = s
		}
		s.Count, s.MaxWait = s.Count+g.Count, max(s.MaxWait, g.Wait)
	}
	if f, ok := innermost(g.Stack); ok {
		at := Place{State: g.State, Func: stack.Symbol(f.Func), File: b.ix.local(f), Line: f.Line}
		p := row.places[at]
		if p == nil {
			p = new(at)
			row.places[at] = p
		}
		p.Count, p.MaxWait = p.Count+g.Count, max(p.MaxWait, g.Wait)
	}
	if name := g.Labels[profile.TaskLabel]; name != "" {
		row.tasks[name] += g.Count
	}
}

// row returns the row that a goroutine belongs to.
func (b *builder) row(g *stack.Goroutine) *building {
	r := b.ix.origin(g)
	key := fmt.Sprintf("%s %s %s:%d %t", r.Origin, r.Func, r.File, r.Line, r.Runs)
	if r.Launch != nil {
		key = fmt.Sprintf("%s:%d", r.Launch.File, r.Launch.Offset)
		for _, l := range r.Others {
			key += fmt.Sprintf(" %s:%d", l.File, l.Offset)
		}
	}
	if known := b.rows[key]; known != nil {
		return known
	}
	row := &building{Row: r, states: make(map[string]*State), places: make(map[Place]*Place), tasks: make(map[string]int)}
	b.rows[key] = row
	return row
}

// innermost is the innermost frame that is not of the standard library, or of a stack
// of nothing else its root.
func innermost(frames []stack.Frame) (stack.Frame, bool) {
	for _, f := range frames {
		if !isStd(f.Func) {
			return f, true
		}
	}
	if len(frames) == 0 {
		return stack.Frame{}, false
	}
	return frames[len(frames)-1], true
}

// isStd reports whether a function is of the standard library: the first element of
// its import path has no dot, and it is not main.
func isStd(name string) bool {
	pkg, _ := stack.Package(name)
	first, _, _ := strings.Cut(pkg, "/")
	return pkg != "main" && !strings.Contains(first, ".")
}

// finish returns the rows in their order.
func (b *builder) finish() (rows []*Row) {
	for _, row := range b.rows {
		for _, s := range row.states {
			row.States = append(row.States, *s)
		}
		for _, p := range row.places {
			row.Places = append(row.Places, *p)
		}
		for name, n := range row.tasks {
			row.Tasks = append(row.Tasks, Task{name, n})
		}
		slices.SortFunc(row.States, func(a, b State) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.State, b.State)) })
		slices.SortFunc(row.Places, func(a, b Place) int {
			return cmp.Or(b.Count-a.Count, cmp.Compare(a.File, b.File), a.Line-b.Line, cmp.Compare(a.Func, b.Func), cmp.Compare(a.State, b.State))
		})
		slices.SortFunc(row.Tasks, func(a, b Task) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Name, b.Name)) })
		rows = append(rows, &row.Row)
	}
	slices.SortFunc(rows, order)
	return rows
}

var (
	origins = []Origin{Listed, Unlisted, Dependency, Standard, Program, Unknown}
	classes = []finding.Class{finding.Detached, finding.Bound, finding.Joined, finding.Tracked}
)

// order puts untracked launches first, and of these the ones with most leaked
// goroutines, that have grown most, with most live ones; then by class and place.
func order(a, b *Row) int {
	tracked := func(r *Row) int {
		if r.Class == finding.Tracked {
			return 1
		}
		return 0
	}
	return cmp.Or(
		slices.Index(origins, a.Origin)-slices.Index(origins, b.Origin),
		tracked(a)-tracked(b),
		cmp.Compare(a.Module, b.Module),
		b.Now.Leaked-a.Now.Leaked,
		b.Grown()-a.Grown(),
		b.Now.Live-a.Now.Live,
		slices.Index(classes, a.Class)-slices.Index(classes, b.Class),
		cmp.Compare(a.file(), b.file()), a.line()-b.line(), cmp.Compare(a.Func, b.Func),
	)
}

func (r *Row) file() string {
	if r.Launch != nil {
		return r.Launch.File
	}
	return r.File
}

func (r *Row) line() int {
	if r.Launch != nil {
		return r.Launch.Line
	}
	return r.Line
}
