package oracle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// prelude are the helpers of each generated package. None of them leaks.
const prelude = `package %s

import (
	"io"
	"runtime"

	"example.com/oracle/res"
)

var (
	_ = runtime.Goexit
	_ io.Closer
)

type box struct {
	n int
	r *res.R
}

type owner struct{ r *res.R }

func newOwner(site int) (*owner, error) {
	r, err := res.Open(site)
	if err != nil {
		return nil, err
	}
	return &owner{r: r}, nil
}

func (o *owner) Close() error {
	if o == nil {
		return nil
	}
	return o.r.Close()
}

func mk(site int) (*res.R, error) { return res.Open(site) }

func mkChecked(site, point int) (*res.R, error) {
	r, err := res.Open(site)
	if err != nil {
		return nil, err
	}
	if err := res.Err(point); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

func mkMaybe(site, point int) (*res.R, error) {
	if res.If(point) {
		return nil, nil
	}
	return res.Open(site)
}

func mkNamed(site, point int) (r *res.R, err error) {
	if r, err = res.Open(site); err != nil {
		return
	}
	defer func() {
		if err != nil {
			r.Close()
		}
	}()
	err = res.Err(point)
	return
}

func use(r *res.R) { _ = r.Name() }

func println0(string) {}

func run(f func()) { f() }

func runTwice(f func()) { f(); f() }

func closeIt(r *res.R) { r.Close() }

func closeErr(r *res.R) error { return r.Close() }

func closeNotNil(r *res.R) {
	if r != nil {
		r.Close()
	}
}

func closeAt(r **res.R) {
	if *r != nil {
		(*r).Close()
	}
}

func closeAll[C io.Closer](list ...C) {
	for _, c := range list {
		c.Close()
	}
}

func closeRec(r *res.R, n int) {
	if n == 0 {
		r.Close()
		return
	}
	closeRec2(r, n)
}

func closeRec2(r *res.R, n int) { closeRec3(r, n-1) }

func closeRec3(r *res.R, n int) { closeRec(r, n) }

func openInto(r **res.R, site int) (err error) {
	*r, err = res.Open(site)
	return err
}

type option[T any] struct {
	v  T
	ok bool
}

func some[T any](v T) option[T] { return option[T]{v, true} }

type code int

func maybeClose(r *res.R, point int) {
	if res.If(point) {
		r.Close()
	}
}

var kept []*res.R

func keep(r *res.R) {
	kept = append(kept[:0:0], r)
	res.Keep(r)
}

`

// A Module is a generated module: a package of functions, and a program that runs them.
type Module struct {
	Dir   string
	Funcs []*Func
	file  string
}

// Write generates n functions into a module in dir.
func Write(dir string, seed uint64, n int) (*Module, error) {
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "module"))); err != nil {
		return nil, err
	}
	m := &Module{Dir: dir, file: filepath.Join(dir, "gen", "gen.go")}
	number := 0
	next := func() int { number++; return number }
	var b strings.Builder
	fmt.Fprintf(&b, prelude, "gen")
	line := 1 + strings.Count(b.String(), "\n")
	for id := range n {
		f := generate(seed, id, line, next)
		m.Funcs = append(m.Funcs, f)
		b.WriteString(f.Source)
		line += strings.Count(f.Source, "\n")
	}
	files := map[string]string{m.file: b.String(), filepath.Join(dir, "gen", "table.go"): table("gen", m.Funcs), filepath.Join(dir, "main.go"): program}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return nil, err
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			return nil, err
		}
	}
	return m, nil
}

const program = `package main

import (
	"example.com/oracle/gen"
	"example.com/oracle/res"
)

func main() { res.Main(gen.Cases) }
`

// table is the list of cases. Whoever calls a function owns what it returns.
func table(pkg string, funcs []*Func) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport \"example.com/oracle/res\"\n\nvar Cases = []res.Case{\n", pkg)
	for _, f := range funcs {
		switch f.results {
		case opened, namedOpened:
			fmt.Fprintf(&b, "\t{%d, func() { r, _ := F%[1]d(); res.Keep(r) }},\n", f.ID)
		default:
			fmt.Fprintf(&b, "\t{%d, func() { F%[1]d() }},\n", f.ID)
		}
	}
	b.WriteString("}\n")
	return b.String()
}
