package stuck

import "io"

// A channel in a field belongs to whoever has the struct.

type delegate struct {
	c chan io.Reader
	io.Reader
}

func (d *delegate) Read(p []byte) (int, error) {
	if d.Reader == nil {
		d.Reader = <-d.c
	}
	return d.Reader.Read(p)
}

func delegated(in io.Reader, ask func(io.Reader) error) error {
	d := &delegate{c: make(chan io.Reader)}
	quit := make(chan struct{})
	go func() {
		select {
		case d.c <- in:
		case <-quit:
			close(d.c)
		}
	}()
	if err := ask(struct{ io.Reader }{d}); err != nil {
		close(quit)
		return err
	}
	return nil
}

type inbox struct{ c chan int }

var inboxes []*inbox

func registered() int {
	var box inbox
	box.c = make(chan int)
	inboxes = append(inboxes, &box)
	out := make(chan int)
	go func() { out <- <-box.c }()
	return <-out
}
