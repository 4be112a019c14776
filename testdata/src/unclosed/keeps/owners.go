package keeps

import (
	"archive/zip"
	"io"
	"net"
	"os"

	"example.com/unclosed/keeps/lg"
)

// Owners end by any method that releases what they hold.

func leaves(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	w := lg.Wrap(c)
	defer w.Leave()
	return w.Ping()
}

func aborts(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	w := lg.Wrap(c)
	if err := w.Ping(); err != nil {
		w.Abort()
		return err
	}
	return w.Leave()
}

func forgets(addr string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when forgets returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	w := lg.Wrap(c)
	if err := w.Ping(); err != nil {
		return err
	}
	return w.Leave()
}

func half(addr string) error {
	c, err := net.Dial("tcp", addr) // want `c opened by net\.Dial is not closed when half returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	w := lg.Wrap(c)
	defer w.Half()
	return w.Ping()
}

func dismissed(p string) error {
	var g lg.Group
	defer g.Dismiss()
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	g.Put(f)
	return nil
}

func gathered(p, q string) error {
	g := new(lg.Group)
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when gathered returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	g.Put(f)
	h, err := os.Open(q)
	if err != nil {
		return err
	}
	g.Put(h)
	return g.Dismiss()
}

// Releases as values.

func into(p string) (err error) {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer lg.Into(&err, lg.Closing(f))
	_, err = io.Copy(io.Discard, f)
	return err
}

func run(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	r := lg.Closing(f)
	_, err = io.Copy(io.Discard, f)
	if err != nil {
		r.Run()
		return err
	}
	return r.Run()
}

func runNothing(p string) (err error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when runNothing returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	defer lg.Into(&err, lg.Nothing(f))
	_, err = io.Copy(io.Discard, f)
	return err
}

func listed(p, q string) error {
	var undo []func() error
	defer func() {
		for _, u := range undo {
			u()
		}
	}()
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	undo = append(undo, f.Close)
	g, err := os.Open(q)
	if err != nil {
		return err
	}
	undo = append(undo, g.Close)
	_, err = io.Copy(io.Discard, io.MultiReader(f, g))
	return err
}

func keptForLater(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	lg.Later(f.Close)
	return nil
}

// What the resource gives out lives on it.

func members(p string) ([]*zip.File, error) {
	z, err := zip.OpenReader(p)
	if err != nil {
		return nil, err
	}
	return z.File, nil
}

func names(p string) (names []string, err error) {
	z, err := zip.OpenReader(p) // want `z opened by zip\.OpenReader is not closed when names returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	return names, nil
}

func reads(p string) (func([]byte) (int, error), error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return f.Read, nil
}

func describes(p string) (os.FileInfo, error) {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when describes returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return f.Stat()
}

func port() (net.Addr, error) {
	l, err := net.Listen("tcp", ":0") // want `l opened by net\.Listen is not closed when port returns.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	return l.Addr(), nil
}

// Closures that are only called take nothing.

func called(p string) error {
	f, err := os.Create(p) // want `f opened by os\.Create is not closed when called returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return lg.Call(func() error {
		_, err := f.WriteString("x")
		return err
	})
}

func calledAndClosed(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	return lg.Call(func() error { return f.Close() })
}

func calledLater(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	lg.Later(func() error { _, err := f.WriteString("x"); return err })
	return nil
}

// What was given out ends for itself, also in a callee.

func sum(t *lg.Tx) int {
	defer t.Close()
	return len(item(t).Value())
}

func item(t *lg.Tx) *lg.Item { return t.Get() }

func transactions(p string) (int, error) {
	d, err := lg.OpenDB(p) // want `d opened by lg\.OpenDB is not closed when transactions returns.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	t := d.Begin()
	defer t.Close()
	return sum(d.Begin()) + len(item(t).Value()), nil
}
