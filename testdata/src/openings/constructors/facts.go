// Package constructors uses what is known of another package.
package constructors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"example.com/constructors/store"
)

func F1(p string) error {
	s, err := store.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return s.Put("x")
}

func F2(p string) error {
	s, err := store.OpenVal(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return s.Put("x")
}

func F3(p string) error {
	s, err := store.OpenNamed(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return s.Put("x")
}

// F4: opened in a method of what is returned.
func F4(p string) error {
	s, err := store.OpenInit(p)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Put("x")
}

func F5(p string) (string, error) {
	b, err := store.OpenBackend(p) // want "unclosed/leak"
	if err != nil {
		return "", err
	}
	return b.Get("x"), nil
}

// F6: may own nothing: not on every path.
func F6(p string) (string, error) {
	b, err := store.OpenAny(p)
	if err != nil {
		return "", err
	}
	return b.Get("x"), nil
}

// F7: shared.
func F7(p string) error {
	s, err := store.Shared(p)
	if err != nil {
		return err
	}
	return s.Put("x")
}

// F8: borrowed.
func F8(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	b := store.Borrow(f)
	return b.Close()
}

// F9: adopted and closed.
func F9(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	s := store.Adopt(f)
	defer s.Close()
	return s.Put("x")
}

// F10: adopted and dropped: reported at the original.
func F10(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	s := store.Adopt(f)
	return s.Put("x")
}

// F11: adopted, error path leaks f.
func F11(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	s, err := store.AdoptErr(f)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Put("x")
}

// F12: right.
func F12(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	s, err := store.AdoptErr(f)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	defer s.Close()
	return s.Put("x")
}

// F13: a lock that is never released.
func F13(p string) error {
	release, err := store.Lock(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	_ = release
	return nil
}

func F14(p string) error {
	release, err := store.Lock(p)
	if err != nil {
		return err
	}
	defer release()
	return nil
}

// F15: early return before release.
func F15(p string, n int) error {
	unlock, err := store.LockErr(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	if n == 0 {
		return errors.New("n")
	}
	return unlock()
}

func F16(ctx context.Context, u string) (int, error) {
	rc, err := store.Get(ctx, u) // want "unclosed/leak"
	if err != nil {
		return 0, err
	}
	b, err := io.ReadAll(rc)
	return len(b), err
}

func F17(ctx context.Context, u string) error {
	var v any
	return store.GetJSON(ctx, u, &v)
}

func F18(p string) ([]byte, error) {
	g, err := store.OpenGz(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(g)
}

func F19(p string) ([]byte, error) {
	g, err := store.OpenGz(p)
	if err != nil {
		return nil, err
	}
	defer g.Close()
	return io.ReadAll(g)
}

func F20(a, b string) error {
	p, err := store.DialPair(a, b) // want "unclosed/leak"
	if err != nil {
		return err
	}
	fmt.Println(p)
	return nil
}

func F21(a, b string) error {
	p, err := store.DialPair(a, b)
	if err != nil {
		return err
	}
	defer p.Stop()
	return nil
}

func F22(ps ...string) error {
	m, err := store.OpenMany(ps...) // want "unclosed/leak"
	if err != nil {
		return err
	}
	fmt.Println(m)
	return nil
}

func F23(dsn string) error {
	d, err := store.NewDB(dsn) // want "unclosed/leak"
	if err != nil {
		return err
	}
	return d.Ping()
}

func F24(p string) error {
	var s *store.Store
	if err := store.OpenOut(p, &s); err != nil { // want "unclosed/leak"
		return err
	}
	return s.Put("x")
}

func F25() error {
	f, cleanup, err := store.Temp()
	if err != nil {
		return err
	}
	defer cleanup()
	_, err = f.WriteString("x")
	return err
}

func F26() error {
	f, _, err := store.Temp() // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = f.WriteString("x")
	return err
}

func F27() error {
	f, _, err := store.Temp()
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString("x")
	return err
}

func F28(p string) error {
	return store.With(p, func(s *store.Store) error { return s.Put("x") })
}

func F29(addr string) error {
	s, err := store.NewServer(addr)
	if err != nil {
		return err
	}
	return s.Run()
}

func F29a(addr string) error {
	s, err := store.NewServer(addr)
	if err != nil {
		return err
	}
	return s.Start()
}

func F30(addr string) (string, error) {
	s, err := store.NewServer(addr) // want "unclosed/leak"
	if err != nil {
		return "", err
	}
	return s.Addr(), nil
}

func F31(a, b string) ([]byte, error) {
	f, err := store.Fallback(a, b) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func F32(d time.Duration) error {
	t := store.NewTimed(d) // want "unclosed/leak"
	return t.Err()
}

func F33(d time.Duration) error {
	t := store.NewTimed(d)
	defer t.Stop()
	return t.Err()
}

// F34: no evidence.
func F34(p string) ([]byte, error) {
	return io.ReadAll(store.NewLazy(p))
}

func F35(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer store.CloseAll(f)
	_, err = f.Stat()
	return err
}

func F36(p string) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	store.Drain(f)
	return nil
}

func F37(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	store.DrainClose(f)
	return nil
}

func F38(p string) (err error) {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer store.CloseCapture(&err, f)
	_, err = f.WriteString("x")
	return err
}

func F39(p string) {
	f, err := os.Open(p)
	if err != nil {
		store.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Stat(); err != nil {
		store.Fatal(err)
	}
}

func F40(p string) string {
	f := store.Must(os.Open(p)) // want "unclosed/leak"
	return f.Name()
}

func F41(p string) string {
	f := store.Must(os.Open(p))
	defer f.Close()
	return f.Name()
}

func F42(p string) error {
	return store.Must(store.Open(p)).Put("x") // want "unclosed/leak"
}

func F43(p string) {
	store.Open(p) // want "unclosed/discarded"
}

func F44(ps []string) error {
	for _, p := range ps {
		s, err := store.Open(p)
		if err != nil {
			return err
		}
		defer s.Close() // want "unclosed/defer-in-loop"
		if err := s.Put("x"); err != nil {
			return err
		}
	}
	return nil
}

// F45: a getter of a stored one: the store owns it.
func F45(s *store.Store) error {
	f := s.File()
	_, err := f.Stat()
	return err
}

type app struct {
	s  *store.Store
	db *store.DB
}

func newApp(p, dsn string) (*app, error) {
	s, err := store.Open(p) // want "unclosed/leak"
	if err != nil {
		return nil, err
	}
	db, err := store.NewDB(dsn)
	if err != nil {
		return nil, err
	}
	return &app{s, db}, nil
}

func newApp2(p, dsn string) (_ *app, err error) {
	a := new(app)
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	if a.s, err = store.Open(p); err != nil {
		return nil, err
	}
	if a.db, err = store.NewDB(dsn); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *app) close() {
	if a.s != nil {
		a.s.Close()
	}
	if a.db != nil {
		a.db.Close()
	}
}

func F46(p, dsn string) error {
	a, err := newApp(p, dsn)
	if err != nil {
		return err
	}
	defer a.close()
	return a.s.Put("x")
}
