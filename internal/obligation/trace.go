// This file tells walks in words, for whoever wants to know why the engine says what it says.

package obligation

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"go/types"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/cfg"

	"github.com/tetherlint/tether/internal/obligation/sym"
)

// A trace tells a walk in words: the blocks, what is known at the start of each, the
// nodes, and why a path ends. It is for whoever debugs a rule ("tether explain
// -trace"). The nil trace tells nothing.
type trace struct {
	w   *walk
	out io.Writer
	ids map[sym.Value]int // values are numbered as they are first told of
}

// traceOf is the trace of a walk from a site, nil where nobody asks for it. A site is
// traced once, however often it is walked.
func (e *Engine) traceOf(w *walk) *trace {
	if e.traceTo == nil || w.site == nil {
		return nil
	}
	out := e.traceTo(e.pass.Fset.Position(w.site.Pos()))
	key := fmt.Sprint(w.site.Pos(), w.site.Spec.Name, w.site.Spec.Release)
	if out == nil || e.traced[key] {
		return nil
	}
	e.traced[key] = true
	return &trace{w: w, out: out, ids: map[sym.Value]int{}}
}

// printf writes a line.
func (t *trace) printf(format string, args ...any) {
	fmt.Fprintf(t.out, format+"\n", args...)
}

// line is the line of a position.
func (t *trace) line(pos token.Pos) int { return t.w.eng.pass.Fset.Position(pos).Line }

// begin says what is followed.
func (t *trace) begin() {
	if t == nil {
		return
	}
	s := t.w.site
	name, what := s.Spec.Name, "the result"
	if name == "" {
		name = "a launch"
	}
	if s.Owner.Root != nil {
		what = s.Owner.Root.Name()
	}
	t.printf("walk from line %d: %s; %s is owed: %s", t.line(s.Pos()), name, what, strings.Join(s.Spec.Release, " or "))
}

// block says where the walk goes on, and what it knows there.
func (t *trace) block(p point) {
	if t == nil {
		return
	}
	t.printf("block %s: %s", t.name(p.block), strings.Join(t.known(p.state), "; "))
}

// name names a block by its number, its kind and a line.
func (t *trace) name(b *cfg.Block) string {
	s := fmt.Sprintf("%d (%s)", b.Index, b.Kind)
	if len(b.Nodes) > 0 {
		s += fmt.Sprintf(", line %d", t.line(b.Nodes[0].Pos()))
	} else if b.Stmt != nil {
		s += fmt.Sprintf(", of line %d", t.line(b.Stmt.Pos()))
	}
	return s
}

// node says what is interpreted.
func (t *trace) node(n ast.Node) {
	if t == nil {
		return
	}
	var b bytes.Buffer
	if err := printer.Fprint(&b, t.w.eng.pass.Fset, n); err != nil {
		return
	}
	text, rest, more := strings.Cut(b.String(), "\n")
	if more && rest != "" {
		text += " ..."
	}
	t.printf("    line %d: %s", t.line(n.Pos()), text)
}

// edge says that the state at the end of a block goes on to another.
func (t *trace) edge(to *cfg.Block, news bool) {
	switch {
	case t == nil:
	case news:
		t.printf("    -> block %s", t.name(to))
	default:
		t.printf("    -> block %s: nothing is new there", t.name(to))
	}
}

// end says how a path ends.
func (t *trace) end(o Outcome) {
	if t == nil {
		return
	}
	how := map[Kind]string{
		Released: "released", Deferred: "released by a deferred call", HandedOver: "handed over", Ended: "has ended by itself",
		Leaked: "still open at an exit", Reacquired: "acquired again while open", Unknown: "cannot be told", More: "enough paths leak",
	}[o.Kind]
	if o.may {
		how += " by a callee that may"
	}
	t.printf("    path ends: %s, line %d", how, t.line(o.Pos))
}

// vanish says that nothing is owed on a path.
func (t *trace) vanish() {
	if t != nil {
		t.printf("    path ends: nothing is owed here, or it cannot be taken")
	}
}

// spent says that the walk has given up.
func (t *trace) spent() {
	if t != nil {
		t.printf("    the budget is spent after %d steps: the answer is that nothing is known", t.w.steps)
	}
}

// numbered is a variable in the spelling of a condition, see condKey.
var numbered = regexp.MustCompile(`\$\d+`)

// known lists what a state knows that matters here.
func (t *trace) known(st *sym.State) []string {
	var facts []string
	if !st.Live {
		facts = append(facts, "not acquired yet")
	}
	for _, f := range []struct {
		is   bool
		text string
	}{
		{st.Checked, "the error has been looked at"}, {st.Risky, "something could have left the function"},
		{st.Idle, "nothing is launched yet"}, {st.Taken.IsValid(), "somebody out of sight may have taken it"},
		{st.Merged, "merged with a value of another owner"}, {st.Counted, "a loop counter has decided"},
	} {
		if f.is {
			facts = append(facts, f.text)
		}
	}
	name := t.names()
	st.Env.Each(func(n uint32, v sym.Value) bool {
		facts = append(facts, t.spell(name[n])+" is "+t.word(st, v))
		return true
	})
	st.Mem.Each(func(n uint32, v sym.Value) bool {
		facts = append(facts, t.spell(name[n])+" is "+t.word(st, v))
		return true
	})
	st.Conds.Each(func(n uint32, is bool) bool {
		cond := numbered.ReplaceAllStringFunc(t.spell(name[n]), func(s string) string {
			i, _ := strconv.Atoi(s[1:])
			return t.spell(name[uint32(i)])
		})
		facts = append(facts, fmt.Sprintf("%s is %t", cond, is))
		return true
	})
	for d := st.Defers; d != nil; d = d.Below {
		facts = append(facts, fmt.Sprintf("deferred at line %d", t.line(d.Stmt.Pos())))
	}
	slices.Sort(facts)
	return facts
}

// names are the variables, cells and conditions by their numbers.
func (t *trace) names() []any { return t.w.NumberedAs() }

// spell says what a number of a state stands for.
func (t *trace) spell(x any) string {
	switch x := x.(type) {
	case *types.Var:
		return x.Name()
	case string:
		return x
	case sym.Cell:
		if x.Field != nil {
			return fmt.Sprintf("field %s of value %d", x.Field.Name(), t.id(x.Of))
		}
		return fmt.Sprintf("an element of value %d", t.id(x.Of))
	}
	return fmt.Sprintf("%T", x)
}

// id is the number by which the trace calls a value.
func (t *trace) id(v sym.Value) int {
	if _, ok := t.ids[v]; !ok {
		t.ids[v] = len(t.ids) + 1
	}
	return t.ids[v]
}

// word says what a value is.
func (t *trace) word(st *sym.State, v sym.Value) string {
	if fixed, ok := map[sym.Value]string{
		sym.Unknown: "unknown", sym.Nil: "nil", sym.True: "true", sym.False: "false", sym.NonNil: "not nil", sym.Resource: "the resource",
		sym.Err: "its error", sym.Ok: "its ok", sym.No: "its not ok",
	}[v]; ok {
		return fixed + t.knowledge(st, v)
	}
	kind := [...]string{
		sym.Opaque: "value", sym.Object: "object", sym.Closure: "closure", sym.Method: "bound method", sym.Address: "address", sym.Wrapper: "wrapper", sym.Part: "part",
		sym.Verdict: "comparison", sym.Derived: "derived error", sym.Drains: "drain", sym.More: "more", sym.Fatal: "fatal error", sym.Implies: "assertion", sym.Combined: "condition", sym.Negated: "negation", sym.Comparison: "comparison",
	}
	word := "a value"
	if k := int(t.w.Kind(v)); k < len(kind) {
		word = kind[k]
	}
	word = fmt.Sprintf("%s %d", word, t.id(v))
	if st.IsHolder(v) {
		word += " that holds it"
	}
	return word + t.knowledge(st, v)
}

// knowledge says what a path has learned of a value.
func (t *trace) knowledge(st *sym.State, v sym.Value) string {
	return map[sym.Knowledge]string{sym.KnownNil: ", nil", sym.KnownNonNil: ", not nil", sym.KnownTrue: ", true", sym.KnownFalse: ", false"}[st.Knows(v)]
}
