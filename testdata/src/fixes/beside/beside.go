// Package beside launches with fields that its tests set, or parts of them.
package beside

type config struct{ name string }

type limits struct{ most int }

type server struct {
	conf    *config
	own     limits
	swapped *config
}

func newServer() *server {
	return &server{conf: new(config), own: limits{most: 1}, swapped: new(config)}
}

func with(*config)  {}
func within(limits) {}

// What is set of conf is behind its pointer, of own it is own.
func (s *server) start() {
	go with(s.conf)    // want `raw-go`
	go within(s.own)   // want `raw-go`
	go with(s.swapped) // want `raw-go`
}

type job interface{ run() }

// The test gives one of these nothing.
func launch(tested, other job) {
	go tested.run() // want `raw-go`
	go other.run()  // want `raw-go`
}

func (c *config) load() {}

type kept struct{ *config }

type reset struct{ *config }

// The test sets what reset embeds.
func (k *kept) start() { go k.load() } // want `raw-go`

func (r *reset) start() { go r.load() } // want `raw-go`
