// Package escaped stores resources in what somebody else has already.
package escaped

import (
	"context"
	"io"
	"net/http"
	"os"
)

// A sink has no release.
type sink struct{ out io.Writer }

func (s *sink) print(x string) { io.WriteString(s.out, x) }

var sinks []*sink

// Appended: what keeps it has escaped before.
func Appended(p string) error {
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

// Launched: a goroutine has it.
func Launched(p string) error {
	s := &sink{}
	go s.loop()
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// Unseen: somebody unseen got it.
func Unseen(p string, fn func(*sink)) error {
	s := &sink{}
	fn(s)
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// Handler: captured by a handler that stays.
func Handler(p string, mux *http.ServeMux) error {
	s := &sink{}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.print(r.URL.Path) })
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// LaunchedLiteral: captured by a goroutine literal.
func LaunchedLiteral(ctx context.Context, p string) error {
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

// LaunchedVar: a local variable that a goroutine has captured.
func LaunchedVar(ctx context.Context, p string) error {
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

// StoredClosure: a variable that a stored closure has captured.
type svc struct{ stop func() }

func StoredClosure(p string) (*svc, error) {
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

// GivenMap: a map made here, given to somebody before.
func GivenMap(ps []string, fn func(map[string]*os.File)) error {
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

// InParent: a parent struct has it.
type tree struct{ left *sink }

func InParent(t *tree, p string) error {
	s := &sink{}
	t.left = s
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// Sent: sent before.
func Sent(c chan *sink, p string) error {
	s := &sink{}
	c <- s
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// Cleaned: t.Cleanup before the open.
type cleaner interface{ Cleanup(func()) }

func Cleaned(t cleaner, p string) error {
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

func use(s *sink) { s.print("x") }

// Used: a callee that keeps nothing has nothing.
func Used(p string) error {
	s := &sink{}
	use(s)
	f, err := os.Create(p) // want `f opened by os\.Create is not closed when Used returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

func keep(s *sink) { sinks = append(sinks, s) }

func Kept(p string) error {
	s := &sink{}
	keep(s)
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	return nil
}

// ClosedAfterAll still closes it itself where it fails, and must.
func ClosedAfterAll(p string) error {
	s := &sink{}
	keep(s)
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	s.out = f
	if _, err := f.Stat(); err != nil {
		f.Close()
		return err
	}
	return nil
}

// InCallback: the callee calls the function, and keeps it not.
func InCallback(p string) error {
	var f *os.File
	each(func() {
		if f != nil {
			f.Sync()
		}
	})
	var err error
	f, err = os.Create(p) // want `f opened by os\.Create is not closed when InCallback returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func each(fn func()) { fn() }
