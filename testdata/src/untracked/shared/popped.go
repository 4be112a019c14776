package shared

// Streams are taken out of a list one by one, each waited for once: the method that waits
// is called again, but not on the same value.

type popped struct{ err chan error }

func (s *popped) start() {
	s.err = make(chan error, 1)
	go func() { // want `joined`
		work()
		s.err <- nil
	}()
}

func (s *popped) close() error { return <-s.err }

type streams struct{ all []*popped }

func (s *streams) add() {
	p := &popped{}
	p.start()
	s.all = append(s.all, p)
}

func (s *streams) pop() error {
	first := s.all[0]
	err := first.close()
	s.all = s.all[1:]
	return err
}

func (s *streams) closeAll() (err error) {
	for len(s.all) > 0 {
		err = s.pop()
	}
	return err
}

// Here it is the same one each time.
type polled struct{ next chan error }

func (s *polled) start() {
	s.next = make(chan error, 1)
	go func() { // want `nothing in sight awaits`
		work()
		s.next <- nil
	}()
}

func (s *polled) one() error { return <-s.next }

type poller struct{ from *polled }

func (p *poller) step() error { return p.from.one() }

func (p *poller) run() {
	for p.step() == nil {
		work()
	}
}
