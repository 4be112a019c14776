// Package metrics has types that launch in their constructors.
package metrics

type stopped struct{ quit chan struct{} }

func newStopped() *stopped {
	s := &stopped{quit: make(chan struct{})}
	go s.loop() // want `\(bound\)`
	return s
}

func (s *stopped) loop() { <-s.quit }
func (s *stopped) Stop() { close(s.quit) }

type forever struct{ n int }

func newForever() *forever {
	f := &forever{}
	go f.loop() // want `\(detached\)`
	return f
}

func (f *forever) loop() {
	for {
		f.n++
	}
}
