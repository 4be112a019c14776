// Command closekept: a callee keeps the file, so no deferred Close ends it.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sync"

	"example.com/fixruns/closekept/lib"
)

type sink interface{ Load(r io.Reader) }

type lazy struct{ r io.Reader }

func (l *lazy) Load(r io.Reader) { l.r = r }

type table map[string]io.Reader

func (t table) put(r io.Reader) { t["r"] = r }

type deep struct{ in *lazy }

var (
	kept  io.Reader
	chain []func() error
)

func keep(r io.Reader)         { kept = r }
func through(r io.Reader)      { keep(bufio.NewReader(r)) }
func fill(p *lazy, f *os.File) { p.r = f }

func byInterface(s sink) error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	s.Load(f)
	return nil
}

func byParameter(l *lazy) error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	fill(l, f)
	return nil
}

func byMap(t table) error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	t.put(f)
	return nil
}

func byGlobal() error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	through(f)
	return nil
}

func byPointer(d deep) error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	d.in.Load(f)
	return nil
}

func byLiteral(d *lazy) error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	set := func(r io.Reader) { d.r = r }
	set(f)
	return nil
}

func byLibrary(l *lib.Logger) (err error) {
	f, err := os.Create(os.DevNull) // fix: may
	if err != nil {
		return err
	}
	l.Redirect(f)
	return nil
}

func byLibraryFunction(l *lib.Logger) (err error) {
	f, err := os.Create(os.DevNull) // fix: may
	if err != nil {
		return err
	}
	lib.Attach(l, f)
	return nil
}

func byLibraryGlobal() (err error) {
	f, err := os.Create(os.DevNull) // fix: may
	if err != nil {
		return err
	}
	lib.Output(f)
	return nil
}

func byOnce(o *sync.Once, l *lazy) error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	o.Do(func() { l.r = f })
	return nil
}

func later(f func() error) { chain = append(chain, f) }

func byCallback() error {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return err
	}
	later(func() error { _, err := f.Read(make([]byte, 1)); return err })
	return nil
}

// borrowed keeps nothing.
func borrowed() (string, error) {
	f, err := os.Open("/dev/zero") // fix: may
	if err != nil {
		return "", err
	}
	l := &lazy{}
	l.Load(f)
	d := deep{new(lazy)}
	fill(d.in, f)
	b := make([]byte, 1)
	_, err = io.ReadFull(bufio.NewReader(l.r), b)
	return string(b), err
}

func reads(r io.Reader) {
	_, err := r.Read(make([]byte, 1))
	fmt.Println(err)
}

func main() {
	l := new(lazy)
	byInterface(l)
	reads(l.r)
	byParameter(l)
	reads(l.r)
	t := table{}
	byMap(t)
	reads(t["r"])
	byGlobal()
	reads(kept)
	d := deep{new(lazy)}
	byPointer(d)
	reads(d.in.r)
	byLiteral(l)
	reads(l.r)
	log := new(lib.Logger)
	byLibrary(log)
	fmt.Fprintln(log.W)
	byLibraryFunction(log)
	fmt.Println(fmt.Fprintln(log.W))
	byLibraryGlobal()
	fmt.Println(fmt.Fprintln(lib.Out))
	byOnce(new(sync.Once), l)
	reads(l.r)
	byCallback()
	fmt.Println(chain[0]())
	fmt.Println(borrowed())
}
