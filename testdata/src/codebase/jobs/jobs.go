// Package jobs has worker pools.
package jobs

import "sync"

type job func()

type pool struct {
	queue chan job
	wg    sync.WaitGroup
}

func (p *pool) start(n int) {
	for range n {
		p.wg.Add(1)
		go p.worker() // want `\(joined\)`
	}
}

func (p *pool) worker() {
	defer p.wg.Done()
	for j := range p.queue {
		j()
	}
}

func (p *pool) stop() {
	close(p.queue)
	p.wg.Wait()
}

func local(jobs []job) {
	var wg sync.WaitGroup
	for _, j := range jobs {
		wg.Add(1)
		go func() { // want `\(joined\)`
			defer wg.Done()
			j()
		}()
	}
	wg.Wait()
}

func leaky(jobs []job) {
	var wg sync.WaitGroup
	for _, j := range jobs {
		if j == nil {
			return
		}
		wg.Add(1)
		go func() { // want `\(detached\)` `untracked/unwaited`
			defer wg.Done()
			j()
		}()
	}
	wg.Wait()
}

func unbounded(queue <-chan job) {
	go func() { // want `\(bound\)`
		for j := range queue {
			go j() // want `\(detached\)`
		}
	}()
}
