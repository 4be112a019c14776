package keeps

import (
	"context"
	"io"
	"net/http"
	"os"
)

var sinks []*sink

// K31: what keeps it has escaped before.
func K31(p string) error {
	s := &sink{}
	sinks = append(sinks, s)
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

func (s *sink) loop() {
	for {
		s.print("x")
	}
}

// K32: a goroutine has it.
func K32(p string) error {
	s := &sink{}
	go s.loop()
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// K33: somebody unseen got it.
func K33(p string, fn func(*sink)) error {
	s := &sink{}
	fn(s)
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// K34: captured by a handler that stays.
func K34(p string, mux *http.ServeMux) error {
	s := &sink{}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.print(r.URL.Path) })
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// K35: captured by a goroutine literal.
func K35(ctx context.Context, p string) error {
	s := &sink{}
	go func() {
		<-ctx.Done()
		if c, ok := s.out.(io.Closer); ok {
			c.Close()
		}
	}()
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// K36: a local variable that a goroutine has captured.
func K36(ctx context.Context, p string) error {
	var f *os.File
	go func() {
		<-ctx.Done()
		if f != nil {
			f.Close()
		}
	}()
	var err error
	f, err = os.Create(p)
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

// K37: a variable that a stored closure has captured.
type svc struct{ stop func() }

func K37(p string) (*svc, error) {
	var f *os.File
	s := &svc{stop: func() {
		if f != nil {
			f.Close()
		}
	}}
	var err error
	f, err = os.Create(p)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// K38: a map made here, given to somebody before.
func K38(ps []string, fn func(map[string]*os.File)) error {
	m := map[string]*os.File{}
	fn(m)
	for _, p := range ps {
		f, err := os.Create(p)
		if err != nil {
			return err
		}
		m[p] = f
	}
	return nil
}

// K39: a parent struct has it.
type tree struct{ left *sink }

func K39(t *tree, p string) error {
	s := &sink{}
	t.left = s
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// K40: sent before.
func K40(c chan *sink, p string) error {
	s := &sink{}
	c <- s
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// K41: t.Cleanup before the open.
type cleaner interface{ Cleanup(func()) }

func K41(t cleaner, p string) error {
	var f *os.File
	t.Cleanup(func() {
		if f != nil {
			f.Close()
		}
	})
	var err error
	f, err = os.Create(p)
	if err != nil {
		return err
	}
	return nil
}
