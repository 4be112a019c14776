package stops

import "time"

type poller struct{ quit chan struct{} }

func (p *poller) loop() {
	for {
		select {
		case <-p.quit:
			return
		case <-time.After(time.Second):
			work()
		}
	}
}

func (p *poller) stop() { close(p.quit) }

// A quit channel behind a method expression, a method value.
func (p *poller) start() {
	go (*poller).loop(p) // want `\(bound\)`
	loop := (*poller).loop
	go loop(p) // want `\(bound\)`
	run := p.loop
	go run() // want `\(bound\)`
}

// What a function of the package is given and calls is followed with the arguments that
// it gets there: of a method expression that is the receiver.
func (p *poller) startThrough() {
	go runWith((*poller).loop, p)               // want `\(bound\)`
	go runWith(func(q *poller) { q.loop() }, p) // want `\(bound\)`
	go runWith(func(*poller) { p.loop() }, p)   // want `\(bound\)`
	go runLater((*poller).loop, p)              // want `\(bound\)`
	go runOther((*poller).loop, p)              // want `\(detached\)`
}

func runWith(run func(*poller), p *poller)  { run(p) }
func runLater(run func(*poller), p *poller) { runWith(run, p) }

// runOther gives it another one.
func runOther(run func(*poller), p *poller) {
	p = &poller{quit: make(chan struct{})}
	run(p)
}
