// This file is about what a run cannot know: it chooses, and it must be possible to make all
// its choices together. The rule is that each symbol is asked one family of questions only. So
//
//	if n > 10 { ch <- n } // one goroutine
//	if n > 5 { <-ch }     // the other
//
// is no claim: the answers "yes" and "no" contradict each other, and to know that takes
// arithmetic. Two branches that ask err != nil of the same err are one question, with one
// answer. That gives claims away, and never makes a wrong one.

package stuck

import (
	"go/ast"
	"slices"
)

// A question is what a branch asks of symbols: whether one is nil, true, or equal to something.
type question struct {
	key any // the same for the same question
	// Whether x is "a" and whether x is "b" are one family: see equals. Others are each their
	// own.
	family any   // the same for questions that do not contradict each other
	deps   []int // the symbols it is about
	// The answer that is tried first: an error is nil, a comma-ok is true.
	usual bool // the answer of a run that goes its usual way

	// free reports whether an answer tells nothing of anything else. That there is no error
	// does not; that there is one says why, and may be told by the other results, too.
	free func(answer bool) bool
	// ofError: it is what an error is, of which it may be known that there is one.
	ofError bool
	// For the path that is shown with a claim.
	at ast.Node
}

// choose takes one of n ways; 0 is the usual one. The ways of a run are its trace. A script is
// the trace of an earlier run with its last way changed: the run repeats the script and is free
// after that, always in the usual way. So explore gets at each deviation of each run.
func (m *machine) choose(n int) int {
	if n <= 1 || m.lost {
		return 0
	}
	i := len(m.trace)
	way := 0
	if i < len(m.script) {
		way = min(m.script[i], n-1)
	}
	m.trace = append(m.trace, way)
	m.widths = append(m.widths, n)
	return way
}

// decide answers a question, as before where it was asked before. The run is given up where the
// answer may depend on another one: a symbol of it has been asked a question of another family.
func (m *machine) decide(q question) bool {
	if answer, ok := m.decided[q.key]; ok {
		return answer
	}
	for _, d := range q.deps {
		if family, ok := m.hot[d]; ok && family != q.family && !(q.ofError && family == any(nilKey{d}) && !m.decided[nilKey{d}]) {
			m.lose()
			return q.usual
		}
	}
	answer := q.usual
	if m.choose(2) == 1 {
		answer = !answer
	}
	m.decided[q.key] = answer
	// From here on the symbols stand for this answer.
	if q.free == nil || !q.free(answer) {
		for _, d := range q.deps {
			m.hot[d] = q.family
		}
	}
	m.took(q.at, answer)
	return answer
}

// heat marks symbols as decided by something that no question can be compared with: any
// question about them abandons the run from here on.
func (m *machine) heat(by any, deps ...int) {
	for _, d := range deps {
		m.hot[d] = by
	}
}

// took notes an answer, or that a loop or an arm was taken, for the path that a claim shows.
func (m *machine) took(at ast.Node, answer bool) {
	if at != nil && m.current != nil {
		m.path = append(m.path, step{m.current.id, at, answer})
	}
}

// lose gives the run up: it may not be possible, or it leads out of what is modelled. Its
// choices are still tried otherwise by explore.
func (m *machine) lose() { m.lost = true }

// The keys of questions. Two questions with equal keys have one answer in a run.
type (
	nilKey   struct{ id int }
	trueKey  struct{ id int }
	equalKey struct {
		id   int
		text string
	}
	sameKey struct{ a, b int }
	caseKey struct {
		id int
		at ast.Node
	}
	equalFamily struct{ id int }
)

// isNil asks whether a value is nil. An error usually is, anything else is not; each is free to
// be otherwise, where it is a symbol.
func (m *machine) isNil(v value, at ast.Node) truth {
	switch v := v.(type) {
	case nothing:
		return truth{holds: true}
	case list:
		if v.size.n == 0 {
			m.lose() // it may be empty or nil: both are a list without elements
		}
	case *symbol:
		if v.nonNil {
			return truth{}
		}
		return truth{holds: m.decide(question{
			key: nilKey{v.id}, family: nilKey{v.id}, deps: v.deps, usual: v.isErr, at: at,
			free: func(isNil bool) bool { return isNil == v.isErr },
		})}
	// A result that no value was ever given to.
	case nil:
		m.lose()
	}
	return truth{}
}

// isTrue asks whether a boolean value is true. The boolean of a comma-ok usually is, any other
// is not.
func (m *machine) isTrue(v value, at ast.Node) truth {
	switch v := v.(type) {
	case truth:
		return v
	case *symbol:
		return truth{holds: m.decide(question{
			key: trueKey{v.id}, family: trueKey{v.id}, deps: v.deps, usual: v.isOk, at: at, ofError: v.ofError,
			free: func(holds bool) bool { return holds && v.isOk },
		})}
	}
	m.lose()
	return truth{}
}

// equals asks whether a symbol is equal to a constant, which text is the exact form of. It is
// equal to one of them at most, so that a switch over strings takes one of its cases.
func (m *machine) equals(s *symbol, text string, at ast.Node) truth {
	key := equalKey{s.id, text}
	if other, ok := m.equal[s.id]; ok {
		return truth{holds: other == text}
	}
	holds := m.decide(question{key: key, family: equalFamily{s.id}, deps: s.deps, at: at})
	if holds {
		m.equal[s.id] = text
	}
	return truth{holds: holds}
}

// taken is the number that a symbol is taken for, m.k, where a loop counts to it. What has been
// asked about the symbol otherwise may contradict that: the run is given up.
func (m *machine) taken(s *symbol) number {
	for _, d := range s.deps {
		if family, ok := m.hot[d]; ok && family != any(countFamily) {
			m.lose()
		}
	}
	m.heat(countFamily, s.id)
	return number{m.k, []int{s.id}}
}

// countFamily is the family of being taken for a number.
const countFamily = "count"

// union is a set of symbols: a, and what b has besides. It shares b where a is empty; nobody
// writes to such a slice.
func union(a, b []int) []int {
	if len(a) == 0 {
		return b
	}
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
