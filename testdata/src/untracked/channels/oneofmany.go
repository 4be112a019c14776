package channels

// Receivers of a field, each of which takes one of many values, or the only one.

type pool struct{ res chan int }

func (p *pool) start(fs []func() int) {
	for _, f := range fs {
		go func() { // want `\(detached\)`
			p.res <- f()
		}()
	}
}

func (p *pool) next() int { return <-p.res }

type single struct{ res chan int }

func (p *single) start(f func() int) {
	go func() { // want `\(joined\)`
		p.res <- f()
	}()
}

func (p *single) wait() int { return <-p.res }

type job struct{ done chan struct{} }

// Each has a channel of its own.
func startAll(jobs []*job, run func(*job)) {
	for _, j := range jobs {
		go func() { // want `\(joined\)`
			run(j)
			j.done <- struct{}{}
		}()
	}
}

func (j *job) wait() { <-j.done }

// The loop ends with the launch.
type once struct{ res chan int }

func (o *once) start(fs []func() int) {
	for _, f := range fs {
		if f != nil {
			go func() { // want `\(joined\)`
				o.res <- f()
			}()
			return
		}
	}
}

func (o *once) wait() int { return <-o.res }

// Both launches run the function that one variable holds: the receive is of whoever is first.
func sameLiteral(a, b func() error) error {
	errs := make(chan error, 2)
	run := func(f func() error) { errs <- f() }
	go run(a) // want `\(detached\)`
	go run(b) // want `\(detached\)`
	return <-errs
}

func throughLiteral(a, b func() error) error {
	errs := make(chan error, 2)
	report := func(err error) { errs <- err }
	go func() { report(a()) }() // want `\(detached\)`
	go func() { report(b()) }() // want `\(detached\)`
	return <-errs
}

func sameLiteralBoth(a, b func() error) (error, error) {
	errs := make(chan error, 2)
	run := func(f func() error) { errs <- f() }
	go run(a) // want `\(joined\)`
	go run(b) // want `\(joined\)`
	return <-errs, <-errs
}

// The receive is of what is sent first, and the goroutine goes on.
func sendsTwice(f, g func() error) error {
	errs := make(chan error, 1)
	go func() { // want `\(detached\)`
		if err := f(); err != nil {
			errs <- err
		}
		errs <- g()
	}()
	return <-errs
}

func sendsEither(f, g func() error) error {
	errs := make(chan error, 1)
	go func() { // want `\(joined\)`
		if err := f(); err != nil {
			errs <- err
			return
		}
		errs <- g()
	}()
	return <-errs
}
