// Package lib has types that other packages know.
package lib

// want: exported.handle("exported")
// want: handle := unset.handle
// want: handle := plain.handle

// Server is known to other packages, which cannot set its field.
type Server struct{ handle func(string) }

func NewServer(show func(string)) *Server { return &Server{handle: show} }

func (exported *Server) Start() {
	go exported.handle("exported") // fix: yes
}

// Unset has a field that no literal sets.
type Unset struct{ handle func(string) }

func (unset *Unset) Start() {
	go unset.handle("unset") // fix: yes
}

// Plain is given out as it is.
type Plain struct{ handle func(string) }

func NewPlain(show func(string)) Plain { return Plain{handle: show} }

func (plain *Plain) Start() {
	go plain.handle("plain") // fix: yes
}
