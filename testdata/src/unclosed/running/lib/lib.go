// Package lib has a value behind which a goroutine runs.
package lib

// Poller polls until it is stopped.
type Poller struct {
	quit chan struct{}
	n    int
}

func New() *Poller {
	p := &Poller{quit: make(chan struct{})}
	go p.loop()
	return p
}

func (p *Poller) loop() {
	for {
		select {
		case <-p.quit:
			return
		default:
			p.n++
		}
	}
}

func (p *Poller) N() int { return p.n }

func (p *Poller) Stop() { close(p.quit) }
