// Command closememory lets memory of what a fix would close out of a function in many forms. What
// is read by then must not have been cleared.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"time"
)

// A mapping has memory that its Close clears, by a method of it.
type mapping struct {
	f      *os.File
	data   []byte
	chunks [][]byte
	index  map[string]int
	buf    *[]byte
	view   []byte // of data, which Close does not name
	head   header
}

type header struct {
	magic []byte
	n     int
}

func open(name string) (*mapping, error) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	data := []byte(" hello " + name + " ")
	buf := []byte(name)
	return &mapping{f, data, [][]byte{data[:3], data[3:]}, map[string]int{name: 1}, &buf, data, header{data[:2], 2}}, nil
}

func (m *mapping) Close() error {
	m.unmap()
	return m.f.Close()
}

func (m *mapping) unmap() {
	clear(m.data)
	clear(m.index)
	clear(*m.buf)
	for _, c := range m.chunks {
		clear(c)
	}
	m.head.n = 0
}

func (m *mapping) bytes() []byte { return m.data }

func (m *mapping) body() ([]byte, error) {
	if m.buf == nil {
		return nil, errors.New("no body")
	}
	return (*m.buf)[:2], nil
}

func (m *mapping) all() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, c := range m.chunks {
			if !yield(c) {
				return
			}
		}
	}
}

// A lease is given back by a function.
type lease struct {
	f    *os.File
	data []byte
	back func()
}

func borrow(name string) (*lease, error) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	data := []byte(name)
	return &lease{f, data, func() { clear(data) }}, nil
}

func (l *lease) Close() error {
	l.back()
	return l.f.Close()
}

// An owner has a mapping, and a view of it.
type owner struct {
	m    *mapping
	view []byte
}

func own(name string) (*owner, error) {
	m, err := open(name)
	if err != nil {
		return nil, err
	}
	return &owner{m, m.data}, nil
}

func (o *owner) Close() error { return o.m.Close() }

func owned() ([]byte, error) {
	o, err := own("owned") // fix: no
	if err != nil {
		return nil, err
	}
	return o.view, nil
}

func borrowed() ([]byte, error) {
	l, err := borrow("borrowed") // fix: no
	if err != nil {
		return nil, err
	}
	return l.data, nil
}

// A buffered file has a buffer, which its Close clears.
type buffered struct {
	f *os.File
	*bytes.Buffer
}

func openBuffered(name string) (*buffered, error) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	return &buffered{f, bytes.NewBufferString(name)}, nil
}

func (b *buffered) Close() error {
	clear(b.Buffer.Bytes())
	return b.f.Close()
}

func embedded() ([]byte, error) {
	b, err := openBuffered("embedded") // fix: no
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// text has its own.
func text() (string, error) {
	b, err := openBuffered("text") // fix: yes
	if err != nil {
		return "", err
	}
	b.WriteString(" and more")
	return b.String(), nil
}

func iterated() (out []byte, err error) {
	m, err := open("iterated") // fix: may
	if err != nil {
		return nil, err
	}
	for c := range m.all() {
		out = c
	}
	return out, nil
}

func collected() (list [][]byte, err error) {
	m, err := open("collected") // fix: no
	if err != nil {
		return nil, err
	}
	list = slices.AppendSeq(list, slices.Values(m.chunks))
	return list, nil
}

func expression() ([]byte, error) {
	m, err := open("expression") // fix: no
	if err != nil {
		return nil, err
	}
	return (*mapping).bytes(m), nil
}

func getter() ([]byte, error) {
	m, err := open("getter") // fix: no
	if err != nil {
		return nil, err
	}
	get := func() []byte { return m.data }
	return get(), nil
}

// A table is one of elements that are not known.
type table[T any] struct {
	f    *os.File
	rows []T
}

func openTable[T any](rows ...T) (*table[T], error) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	return &table[T]{f, rows}, nil
}

func (t *table[T]) Close() error {
	clear(t.rows)
	return t.f.Close()
}

func generic() ([]string, error) {
	t, err := openTable("a", "b") // fix: no
	if err != nil {
		return nil, err
	}
	return t.rows, nil
}

type result struct{ rows []byte }

func intoPointer() (*result, error) {
	m, err := open("intoPointer") // fix: no
	if err != nil {
		return nil, err
	}
	r := &result{}
	r.rows = m.data
	return r, nil
}

func intoElement() ([]result, error) {
	m, err := open("intoElement") // fix: no
	if err != nil {
		return nil, err
	}
	r := make([]result, 1)
	r[0].rows = m.bytes()
	return r, nil
}

func intoMap(key string) (map[string][]byte, error) {
	m, err := open("intoMap") // fix: no
	if err != nil {
		return nil, err
	}
	all := map[string][]byte{}
	all[key] = m.bytes()
	return all, nil
}

func intoResult() (r result, err error) {
	m, err := open("intoResult") // fix: no
	if err != nil {
		return r, err
	}
	r.rows = m.data
	return
}

func copiedList() ([][]byte, error) {
	m, err := open("copiedList") // fix: no
	if err != nil {
		return nil, err
	}
	list := make([][]byte, 1)
	copy(list, m.chunks)
	return list, nil
}

func element() ([]byte, error) {
	m, err := open("element") // fix: no
	if err != nil {
		return nil, err
	}
	return m.chunks[1], nil
}

func address() (*byte, error) {
	m, err := open("address") // fix: no
	if err != nil {
		return nil, err
	}
	return &m.data[1], nil
}

func beside() ([]byte, error) {
	m, err := open("beside") // fix: no
	if err != nil {
		return nil, err
	}
	return m.view, nil
}

func withError() ([]byte, error) {
	m, err := open("withError") // fix: no
	if err != nil {
		return nil, err
	}
	body, err := m.body()
	if err != nil {
		return nil, err
	}
	return body, nil
}

func converted() (json.RawMessage, error) {
	m, err := open("converted") // fix: no
	if err != nil {
		return nil, err
	}
	return json.RawMessage(m.bytes()), nil
}

func trimmed() ([]byte, error) {
	m, err := open("trimmed") // fix: no
	if err != nil {
		return nil, err
	}
	return bytes.TrimSpace(m.data), nil
}

func cut() ([]byte, error) {
	m, err := open("cut") // fix: no
	if err != nil {
		return nil, err
	}
	before, _, _ := bytes.Cut(m.bytes(), []byte("l"))
	return before, nil
}

func tail(b []byte) []byte { return b[2:] }

func sliced() ([]byte, error) {
	m, err := open("sliced") // fix: no
	if err != nil {
		return nil, err
	}
	return tail(m.data), nil
}

func reader() (io.Reader, error) {
	m, err := open("reader") // fix: no
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(m.data), nil
}

func declared() ([]byte, error) {
	m, err := open("declared") // fix: no
	if err != nil {
		return nil, err
	}
	var d = m.data
	return d, nil
}

func anything() (out any, err error) {
	m, err := open("anything") // fix: no
	if err != nil {
		return nil, err
	}
	var x any = m.index
	switch x := x.(type) {
	case map[string]int:
		out = x
	}
	return out, nil
}

func ranged() (out [][]byte, err error) {
	m, err := open("ranged") // fix: no
	if err != nil {
		return nil, err
	}
	for _, c := range m.chunks {
		out = append(out, c)
	}
	return out, nil
}

func literal() (func() string, error) {
	m, err := open("literal") // fix: no
	if err != nil {
		return nil, err
	}
	d := m.data
	return func() string { return string(d) }, nil
}

func launched(done chan<- string) error {
	m, err := open("launched") // fix: no
	if err != nil {
		return err
	}
	d := m.data
	go func() { // fix: may
		time.Sleep(10 * time.Millisecond)
		done <- string(d)
	}()
	return nil
}

func timed(done chan<- string) error {
	m, err := open("timed") // fix: no
	if err != nil {
		return err
	}
	d := m.data
	time.AfterFunc(10*time.Millisecond, func() { done <- string(d) }) // fix: may
	return nil
}

type cache struct{ all map[string][]byte }

func (c *cache) put(key string, b []byte) { c.all[key] = b }

func cached(c *cache) error {
	m, err := open("cached") // fix: no
	if err != nil {
		return err
	}
	c.put("cached", m.data)
	return nil
}

func visited(visit func([]byte)) error {
	m, err := open("visited") // fix: no
	if err != nil {
		return err
	}
	visit(m.bytes())
	return nil
}

// A parseError reads what it is of when it is printed.
type parseError struct{ at []byte }

func (p *parseError) Error() string { return fmt.Sprintf("at %q", p.at) }

// failing has the memory in its error, and the resource in its result.
func failing(fail bool) (*mapping, error) {
	m, err := open("failing") // fix: no
	if err != nil {
		return nil, err
	}
	if fail {
		return nil, fmt.Errorf("failing: %w", &parseError{m.chunks[1][:3]})
	}
	return m, nil
}

// late closes on one path only.
func late() ([]byte, error) {
	m, err := open("late") // fix: no
	if err != nil {
		return nil, err
	}
	if d := m.chunks[1]; len(d) > 3 {
		return d, nil
	}
	defer m.Close()
	return nil, nil
}

// early makes a text of what has been cleared by then.
func early() (string, error) {
	m, err := open("early") // fix: no
	if err != nil {
		return "", err
	}
	d := m.data
	fmt.Printf("%q\n", d)
	m.Close()
	return string(d), nil
}

// cloned, counted and wrapped copy what they return.
func cloned() ([]byte, []byte, error) {
	m, err := open("cloned") // fix: yes
	if err != nil {
		return nil, nil, err
	}
	d := bytes.Clone(m.data)
	return d, append([]byte(nil), m.bytes()...), nil
}

func counted() (int, bool, error) {
	m, err := open("counted") // fix: yes
	if err != nil {
		return 0, false, err
	}
	n := 0
	for _, c := range m.chunks {
		n += len(bytes.TrimSpace(c)) + int(c[0])
	}
	return n, slices.Equal(m.view, m.bytes()), nil
}

func wrapped(w io.Writer) ([]byte, error) {
	m, err := open("wrapped") // fix: yes
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(m.data); err != nil {
		return nil, fmt.Errorf("writing %q: %w", m.data, err)
	}
	read, err := io.ReadAll(bytes.NewReader(m.data))
	return bytes.Join([][]byte{read, m.view}, nil), err
}

func main() {
	print(generic())
	p, _ := intoPointer()
	e, _ := intoElement()
	print(p.rows, e[0].rows)
	print(intoMap("key"))
	print(intoResult())
	print(copiedList())
	print(element())
	a, err := address()
	print(*a, err)
	for _, f := range []func() ([]byte, error){owned, borrowed, embedded, iterated, expression, getter, beside, withError, trimmed, cut, sliced, declared, late} {
		print(f())
	}
	print(converted())
	r, _ := reader()
	print(io.ReadAll(r))
	print(anything())
	print(ranged())
	print(collected())
	print(text())
	say, _ := literal()
	print(say())
	done := make(chan string)
	print(launched(done), <-done)
	print(timed(done), <-done)
	c := &cache{map[string][]byte{}}
	print(cached(c), c.all)
	var kept []byte
	print(visited(func(b []byte) { kept = b }), kept)
	if m, err := failing(true); err == nil {
		m.Close()
	} else {
		print(err)
	}
	print(early())
	print(cloned())
	print(counted())
	print(wrapped(io.Discard))
}

func print(values ...any) {
	for _, v := range values {
		if err, ok := v.(error); ok {
			v = err.Error()
		}
		fmt.Printf("%q ", v)
	}
	fmt.Println()
}
