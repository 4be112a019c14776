package cli

import (
	"fmt"
	"io"
	"time"
)

// A progress shows on a terminal how far a long run is. Short runs show nothing.
type progress struct {
	w     io.Writer
	start time.Time
	last  time.Time
	shown bool
	part  string // of several modules, which one: "module 2 of 5: "
}

// The pauses before the first line and between lines.
const (
	progressDelay  = 700 * time.Millisecond
	progressPeriod = 100 * time.Millisecond
)

func (p *progress) show(done, total int) {
	p.say(fmt.Sprintf("%d of %s", done, count(total, "package")))
}

// load is shown while the go command lists the packages of one of several modules.
func (p *progress) load() {
	if p.part != "" {
		p.say("loading")
	}
}

func (p *progress) say(what string) {
	now := time.Now()
	if p.start.IsZero() {
		p.start = now
	}
	if now.Sub(p.start) < progressDelay || now.Sub(p.last) < progressPeriod {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.w, "\r\x1b[Ktether: %s%s", p.part, what)
}

// clear leaves the terminal as if nothing had been shown.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
