package channels

// A lexer sends what it finds, and closes at the end: who takes one item waits for that.
type lexer struct {
	items chan int
	input []int
}

func lex(input []int) *lexer {
	l := &lexer{items: make(chan int), input: input}
	go l.run() // want `\(detached\)`
	return l
}

func (l *lexer) run() {
	defer close(l.items)
	for _, n := range l.input {
		l.emit(n)
	}
}

func (l *lexer) emit(n int) { l.items <- n }

func (l *lexer) next() int { return <-l.items }

// In a loop of its own.
type counter struct{ numbers chan int }

func (c *counter) start(max int) {
	go func() { // want `\(detached\)`
		defer close(c.numbers)
		for n := range max {
			c.numbers <- n
		}
	}()
}

func (c *counter) next() int { return <-c.numbers }

// Who takes all of it waits for the end.
type drained struct{ numbers chan int }

func (d *drained) start(max int) {
	go func() { // want `\(joined\)`
		defer close(d.numbers)
		for n := range max {
			d.numbers <- n
		}
	}()
}

func (d *drained) stop() {
	for range d.numbers {
	}
}

// One error, or none, and the close.
type worker struct{ failed chan error }

func (w *worker) start(work func() error) {
	go func() { // want `\(joined\)`
		defer close(w.failed)
		if err := work(); err != nil {
			w.failed <- err
		}
	}()
}

func (w *worker) wait() error { return <-w.failed }

// The same in a loop that the error ends.
type pipeline struct {
	failed chan error
	quit   chan struct{}
}

func (p *pipeline) start(work func() error) {
	go func() { // want `\(joined\)`
		defer close(p.failed)
		for {
			if err := work(); err != nil {
				p.failed <- err
				return
			}
			select {
			case <-p.quit:
				return
			default:
			}
		}
	}()
}

func (p *pipeline) stop() error {
	close(p.quit)
	return <-p.failed
}

// An error that does not end the loop.
type retrier struct{ failed chan error }

func (r *retrier) start(work func() error) {
	go func() { // want `\(detached\)`
		defer close(r.failed)
		for {
			if err := work(); err != nil {
				r.failed <- err
				continue
			}
			return
		}
	}()
}

func (r *retrier) stop() error { return <-r.failed }

// One after which there is work left.
type tidier struct{ failed chan error }

func (t *tidier) start(work func() error, tidy func()) {
	go func() { // want `\(detached\)`
		defer close(t.failed)
		for {
			if err := work(); err != nil {
				t.failed <- err
				tidy()
				return
			}
		}
	}()
}

func (t *tidier) stop() error { return <-t.failed }

// A loop that is left before the close has not waited for it.
func leavesBefore(vs []int, quit chan struct{}, use func(int) error) error {
	ch := make(chan int)
	go func() { // want `\(bound\)`
		defer close(ch)
		for _, v := range vs {
			select {
			case ch <- v:
			case <-quit:
				return
			}
		}
	}()
	for {
		v, ok := <-ch
		if !ok {
			return nil
		}
		if err := use(v); err != nil {
			return err
		}
	}
}

func leavesBySelect(vs []int, quit, other chan struct{}, use func(int) error) error {
	ch := make(chan int)
	go func() { // want `\(bound\)`
		defer close(ch)
		for _, v := range vs {
			select {
			case ch <- v:
			case <-quit:
				return
			}
		}
	}()
	for {
		select {
		case v, ok := <-ch:
			if !ok {
				return nil
			}
			if err := use(v); err != nil {
				return err
			}
		case <-other:
		}
	}
}

// Only the close leaves the loop.
func leavesBehind(vs []int, quit chan struct{}, use func(int) error) (err error) {
	ch := make(chan int)
	go func() { // want `\(joined\)`
		defer close(ch)
		for _, v := range vs {
			select {
			case ch <- v:
			case <-quit:
				return
			}
		}
	}()
	for {
		v, ok := <-ch
		if !ok {
			return err
		}
		err = use(v)
	}
}

// Nothing else comes from it.
func onlyClosed(quit chan struct{}) bool {
	ch := make(chan int)
	go func() { // want `\(joined\)`
		defer close(ch)
		<-quit
	}()
	if _, ok := <-ch; ok {
		return true
	}
	return false
}
