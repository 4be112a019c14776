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
