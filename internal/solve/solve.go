// Package solve answers questions that depend on each other: what a function does
// depends on what the functions that it calls do.
//
// Questions are answered when they are asked, those that they depend on first.
// Questions that depend on each other (a strongly connected component, found as in
// Tarjan's algorithm) start with a given answer and are answered again, all from the
// answers of the round before, until nothing changes. So the answer to one does not
// depend on which of them was asked first.
package solve

// A Solver keeps the answers. It is not safe for concurrent use.
type Solver[Q comparable, A any] struct {
	// Answer finds an answer. It asks the solver for those that it depends on.
	Answer func(Q) A
	// Start is what is answered for a question that is being answered.
	Start func(Q) A
	// Guess returns an answer that would be better than the one of a component that nothing
	// changes any more. It stays as far as the answers that are found from it confirm it: so
	// what each path does can be said of functions that call each other. It may be nil.
	Guess func(q Q, last A) A
	// Settle returns the last word on a component whose answers are as given: found is
	// false where they still changed when the rounds were up. It may be nil.
	Settle func(q Q, last A, found bool) A
	Equal  func(a, b A) bool

	done   map[Q]A
	open   map[Q]*question[Q, A]
	stack  []*question[Q, A] // in the order in which they were opened
	under  *question[Q, A]   // the one that is being answered
	lowest int               // lowest place on the stack that it reaches
	hits   int
}

// A question is open: it is being answered, or its component is.
type question[Q comparable, A any] struct {
	q       Q
	place   int // on the stack
	answer  A   // of the round before
	next    A   // of this round
	askedBy map[*question[Q, A]]bool
	again   bool // what it depends on has changed
}

// rounds bounds how often a component is answered, beside once for each question in
// it: each round carries what one of them does to those that depend on it.
const rounds = 8

// Ask returns the answer to a question.
func (s *Solver[Q, A]) Ask(q Q) A {
	if a, ok := s.done[q]; ok {
		return a
	}
	open := s.open[q]
	if open == nil {
		if open = s.enter(q); s.open[q] != open {
			return s.done[q]
		}
	}
	s.hits++
	s.lowest = min(s.lowest, open.place)
	if s.under != nil {
		if open.askedBy == nil {
			open.askedBy = make(map[*question[Q, A]]bool)
		}
		open.askedBy[s.under] = true
	}
	return open.answer
}

// Provisional counts the answers given that are not the last word. Where a count has
// not changed, what was found in between can be kept.
func (s *Solver[Q, A]) Provisional() int { return s.hits }

// enter opens a question and answers it; it stays open as long as it depends on one
// that is.
func (s *Solver[Q, A]) enter(q Q) *question[Q, A] {
	if s.done == nil {
		s.done, s.open = make(map[Q]A), make(map[Q]*question[Q, A])
	}
	open := &question[Q, A]{q: q, place: len(s.stack), answer: s.Start(q)}
	s.open[q] = open
	s.stack = append(s.stack, open)
	under, lowest := s.under, s.lowest
	s.lowest = open.place
	finished := false
	defer func() {
		if s.under = under; !finished {
			s.abandon(open, lowest)
		}
	}()
	s.find(open)
	switch {
	case s.lowest < open.place: // of a component with one below
	case len(open.askedBy) == 0 && len(s.stack) == open.place+1:
		s.close(open.place, func(c *question[Q, A]) A { return c.next })
	default:
		s.settle(open.place, found)
	}
	s.lowest = min(s.lowest, lowest)
	if s.open[q] != open {
		s.lowest = lowest
	}
	finished = true
	return open
}

func (s *Solver[Q, A]) find(open *question[Q, A]) {
	s.under, open.again = open, false
	open.next = s.Answer(open.q)
}

// A stage is what has been done to the answers of a component before its rounds.
type stage uint8

const (
	found     stage = iota // they come from Start
	guessed                // and Guess has been asked
	corrected              // and Settle
)

// settle answers the questions from a place on until nothing changes. Where it turns
// out that they depend on one below, they start again with that one's component.
func (s *Solver[Q, A]) settle(from int, at stage) {
	for round := 0; s.take(from); round++ {
		if round == rounds+len(s.stack)-from {
			s.close(from, func(c *question[Q, A]) A { return s.settled(c, false) })
			return
		}
		for i := from; i < len(s.stack); i++ { // which may grow
			if s.stack[i].again {
				s.find(s.stack[i])
			}
		}
		if s.lowest < from {
			s.restart(from)
			return
		}
	}
	if at < guessed && s.guess(from) {
		s.settle(from, guessed)
		return
	}
	if at < corrected && s.correct(from) {
		s.settle(from, corrected)
		return
	}
	s.close(from, func(c *question[Q, A]) A { return c.answer })
}

// take makes this round's answers those of the round before, and reports whether
// any question must be answered again.
func (s *Solver[Q, A]) take(from int) (again bool) {
	for _, c := range s.stack[from:] {
		if !s.Equal(c.answer, c.next) {
			for asker := range c.askedBy {
				asker.again = true
			}
		}
		c.answer = c.next
	}
	for _, c := range s.stack[from:] {
		again = again || c.again
	}
	return again
}

// guess gives the questions from a place on better answers, and reports whether there are
// any. All are asked again then: a guess that nobody has confirmed is no answer.
func (s *Solver[Q, A]) guess(from int) (changed bool) {
	if s.Guess == nil {
		return false
	}
	for _, c := range s.stack[from:] {
		if a := s.Guess(c.q, c.answer); !s.Equal(a, c.answer) {
			c.next, changed = a, true
		}
	}
	for _, c := range s.stack[from:] {
		c.again = changed
	}
	return changed
}

// correct reports whether the last word on any answer is another one.
func (s *Solver[Q, A]) correct(from int) (changed bool) {
	for _, c := range s.stack[from:] {
		if a := s.settled(c, true); !s.Equal(a, c.answer) {
			c.next, changed = a, true
		}
	}
	return changed
}

func (s *Solver[Q, A]) settled(c *question[Q, A], found bool) A {
	if s.Settle == nil {
		return c.answer
	}
	return s.Settle(c.q, c.answer, found)
}

func (s *Solver[Q, A]) restart(from int) {
	for _, c := range s.stack[from:] {
		c.answer = s.Start(c.q)
		c.next, c.again = c.answer, true
	}
}

// close ends the questions from a place on.
func (s *Solver[Q, A]) close(from int, answer func(*question[Q, A]) A) {
	for _, c := range s.stack[from:] {
		s.done[c.q] = answer(c)
		delete(s.open, c.q)
	}
	clear(s.stack[from:])
	s.stack = s.stack[:from]
}

// abandon is for an Answer that panics: its question is not asked again, and those
// opened since are as if they had never been.
func (s *Solver[Q, A]) abandon(failed *question[Q, A], lowest int) {
	for _, c := range s.stack[failed.place:] {
		delete(s.open, c.q)
	}
	clear(s.stack[failed.place:])
	s.stack = s.stack[:failed.place]
	s.done[failed.q] = s.settled(failed, false)
	s.lowest = lowest
}
