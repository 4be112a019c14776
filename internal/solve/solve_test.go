package solve_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tetherlint/tether/internal/solve"
)

// reach solves which letters a node of a graph reaches; bigger letters count.
func reach(graph map[rune]string, asked *int) *solve.Solver[rune, string] {
	s := &solve.Solver[rune, string]{
		Start: func(rune) string { return "" },
		Equal: func(a, b string) bool { return a == b },
	}
	s.Answer = func(r rune) string {
		*asked++
		found := map[rune]bool{}
		for _, to := range graph[r] {
			if to < 'a' {
				found[to] = true
				continue
			}
			for _, c := range s.Ask(to) {
				found[c] = true
			}
		}
		list := make([]rune, 0, len(found))
		for c := range found {
			list = append(list, c)
		}
		slices.Sort(list)
		return string(list)
	}
	return s
}

var graphs = map[string]map[rune]string{
	"chain":       {'a': "b", 'b': "cB", 'c': "C"},
	"self":        {'a': "aA"},
	"two":         {'a': "bA", 'b': "aB"},
	"ring":        {'a': "b", 'b': "c", 'c': "d", 'd': "e", 'e': "aE"},
	"two rings":   {'a': "bA", 'b': "ac", 'c': "dC", 'd': "c"},
	"nested":      {'a': "b", 'b': "cB", 'c': "bd", 'd': "aD"},
	"shared tail": {'a': "cA", 'b': "cB", 'c': "dC", 'd': "c"},
}

// wants are the letters that are reached, found the plain way.
func wants(graph map[rune]string, from rune) string {
	seen, todo := map[rune]bool{from: true}, []rune{from}
	for len(todo) > 0 {
		r := todo[0]
		todo = todo[1:]
		for _, to := range graph[r] {
			if !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	var list []rune
	for r := range seen {
		if r < 'a' {
			list = append(list, r)
		}
	}
	slices.Sort(list)
	return string(list)
}

// Whoever is asked first, each has the same answer, and it is right.
func TestOrder(t *testing.T) {
	for name, graph := range graphs {
		for first := range graph {
			s := reach(graph, new(int))
			s.Ask(first)
			for r := range graph {
				assert.Equal(t, wants(graph, r), s.Ask(r), "%s: %c, asked for after %c", name, r, first)
			}
		}
	}
}

// What depends on nobody that is open is answered once.
func TestOnce(t *testing.T) {
	asked := 0
	s := reach(graphs["chain"], &asked)
	s.Ask('a')
	s.Ask('b')
	assert.Equal(t, 3, asked)
	assert.Zero(t, s.Provisional())
}

// Answers that never settle end with what Settle says, for all of the component.
func TestNeverSettles(t *testing.T) {
	s := &solve.Solver[int, int]{
		Start:  func(int) int { return 0 },
		Settle: func(_, last int, found bool) int { return map[bool]int{true: last, false: -1}[found] },
		Equal:  func(a, b int) bool { return a == b },
	}
	s.Answer = func(q int) int {
		if q == 2 {
			return s.Ask(1)
		}
		return 1 - s.Ask(2)
	}
	assert.Equal(t, -1, s.Ask(2))
	assert.Equal(t, -1, s.Ask(1))
}

// Where the last word on an answer is another one, those that depend on it hear of it.
func TestSettleCorrects(t *testing.T) {
	s := &solve.Solver[rune, string]{
		Start: func(rune) string { return "?" },
		Settle: func(_ rune, last string, _ bool) string {
			if last == "?" {
				return "nothing"
			}
			return last
		},
		Equal: func(a, b string) bool { return a == b },
	}
	s.Answer = func(q rune) string { return s.Ask(map[rune]rune{'a': 'b', 'b': 'a', 'c': 'a'}[q]) }
	assert.Equal(t, "nothing", s.Ask('c'))
	assert.Equal(t, "nothing", s.Ask('b'))
}

// A guess stays where all of the component confirm it, whoever is asked first.
func TestGuess(t *testing.T) {
	// Does all that is called release? What releases on some path is guessed to on all.
	type answer struct{ some, all bool }
	calls := map[rune]string{
		'a': "Rb", 'b': "a", // releases, or calls who does
		'c': "Rd", 'd': "ce", 'e': "dN", // on one path nothing does
		'f': "fR",
		'g': "g",
	}
	for _, order := range []string{"abcdefg", "badcefg", "edcbagf"} {
		s := &solve.Solver[rune, answer]{
			Start: func(rune) answer { return answer{} },
			Guess: func(_ rune, last answer) answer { return answer{last.some, last.some} },
			Equal: func(a, b answer) bool { return a == b },
		}
		s.Answer = func(q rune) answer {
			sum := answer{false, true}
			for _, c := range calls[q] {
				of := answer{c == 'R', c == 'R'}
				if c >= 'a' {
					of = s.Ask(c)
				}
				sum = answer{sum.some || of.some, sum.all && of.all}
			}
			return sum
		}
		for _, q := range order {
			want := map[rune]answer{'a': {true, true}, 'b': {true, true}, 'f': {true, true}, 'g': {}}
			if w, ok := want[q]; ok {
				assert.Equal(t, w, s.Ask(q), "%c in %s", q, order)
			} else {
				assert.Equal(t, answer{some: true}, s.Ask(q), "%c in %s", q, order)
			}
		}
	}
}

// An answer that panics costs its own question, and nobody else's.
func TestPanic(t *testing.T) {
	broken := true
	s := &solve.Solver[rune, string]{
		Start: func(rune) string { return "" },
		Equal: func(a, b string) bool { return a == b },
	}
	s.Answer = func(q rune) string {
		switch q {
		case 'a':
			return s.Ask('b') + "a"
		case 'b':
			s.Ask('a')
			if broken {
				panic("boom")
			}
			return "b"
		}
		return s.Ask('b') + "c"
	}
	assert.Panics(t, func() { s.Ask('b') })
	assert.Empty(t, s.Ask('b'))
	assert.Equal(t, "c", s.Ask('c'))
	assert.Equal(t, "a", s.Ask('a'))
}
