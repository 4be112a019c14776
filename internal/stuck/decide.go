package stuck

import (
	"go/ast"
	"slices"
)

// A question is what a branch asks of symbols.
type question struct {
	key    any   // the same for the same question
	family any   // the same for questions that do not contradict each other
	deps   []int // the symbols it is about
	usual  bool  // the answer of a run that goes its usual way

	// free says which answer tells nothing of anything else: that there is no error.
	free func(answer bool) bool
	at   ast.Node
}

// choose takes one of n ways; the first is the usual one.
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

// decide answers a question, as before where it was asked before. The run is given
// up where the answer may depend on another one.
func (m *machine) decide(q question) bool {
	if answer, ok := m.decided[q.key]; ok {
		return answer
	}
	for _, d := range q.deps {
		if family, ok := m.hot[d]; ok && family != q.family {
			m.lose()
			return q.usual
		}
	}
	answer := q.usual
	if m.choose(2) == 1 {
		answer = !answer
	}
	m.decided[q.key] = answer
	if q.free == nil || !q.free(answer) {
		for _, d := range q.deps {
			m.hot[d] = q.family
		}
	}
	m.took(q.at, answer)
	return answer
}

// heat marks symbols as decided by something that no question can be compared with.
func (m *machine) heat(by any, deps ...int) {
	for _, d := range deps {
		m.hot[d] = by
	}
}

// took notes an answer, or that a loop or an arm was taken, for the path.
func (m *machine) took(at ast.Node, answer bool) {
	if at != nil && m.current != nil {
		m.path = append(m.path, step{m.current.id, at, answer})
	}
}

// lose gives the run up: it may not be possible.
func (m *machine) lose() { m.lost = true }

type (
	nilKey   struct{ id int }
	trueKey  struct{ id int }
	equalKey struct {
		id   int
		text string
	}
	sameKey struct{ a, b int }
	lessKey struct {
		a, b string
		op   string
	}
	caseKey struct {
		id int
		at ast.Node
	}
	equalFamily struct{ id int }
)

// isNil asks whether a value is nil.
func (m *machine) isNil(v value, at ast.Node) truth {
	switch v := v.(type) {
	case nothing:
		return truth{holds: true}
	case *symbol:
		if v.nonNil {
			return truth{}
		}
		return truth{holds: m.decide(question{
			key: nilKey{v.id}, family: nilKey{v.id}, deps: v.deps, usual: v.isErr, at: at,
			free: func(isNil bool) bool { return isNil == v.isErr },
		})}
	case nil:
		m.lose()
	}
	return truth{}
}

// isTrue asks whether a boolean value is true.
func (m *machine) isTrue(v value, at ast.Node) truth {
	switch v := v.(type) {
	case truth:
		return v
	case *symbol:
		return truth{holds: m.decide(question{
			key: trueKey{v.id}, family: trueKey{v.id}, deps: v.deps, usual: v.isOk, at: at,
			free: func(holds bool) bool { return holds && v.isOk },
		})}
	}
	m.lose()
	return truth{}
}

// equals asks whether a symbol is equal to a constant: it is equal to one of them
// at most.
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

// taken is the number that a symbol is taken for.
func (m *machine) taken(s *symbol) number {
	for _, d := range s.deps {
		if family, ok := m.hot[d]; ok && family != any(countFamily) {
			m.lose()
		}
	}
	m.heat(countFamily, s.id)
	return number{m.k, []int{s.id}}
}

const countFamily = "count"

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
