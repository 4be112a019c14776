// Package notify launches what it embeds, and what others declare.
package notify

import (
	"net/http"

	"example.com/codebase/search"
)

type base struct{}

func (base) ping() {}

type hub struct {
	base
	http.Server
	on func()
}

func run(h *hub) {
	go h.ping()           // want `goroutine running base.ping .*\(detached\)`
	go h.ListenAndServe() // want `goroutine running \(\*http.Server\).ListenAndServe .*\(bound\)`
	go h.on()             // want `\(detached\)`
	go search.Index(nil)  // want `goroutine running search.Index .*\(detached\)`
	ping := h.ping
	go ping() // want `\(detached\)`
}
