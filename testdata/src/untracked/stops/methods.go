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
