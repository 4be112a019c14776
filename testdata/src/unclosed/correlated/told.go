package correlated

import (
	"bytes"
	"os"
	"sync/atomic"
)

// What a loop asks for its state, and what it is told in between.

const (
	isClosed int32 = iota
	isOpen
)

type stage struct{ v atomic.Int32 }

func (p *stage) Load() int32   { return p.v.Load() }
func (p *stage) Store(n int32) { p.v.Store(n) }

type stateful struct {
	phase stage
	ready atomic.Bool
	raw   int32
}

func (m *stateful) States(p string) {
	var f *os.File
	var err error
	for {
		switch m.phase.Load() {
		case isClosed:
			if f, err = os.Open(p); err != nil {
				return
			}
			m.phase.Store(isOpen)
		case isOpen:
			println(f.Name())
			f.Close()
			m.phase.Store(isClosed)
		default:
			f.Close()
			return
		}
	}
}

func (m *stateful) Flags(p string) {
	var f *os.File
	var err error
	for {
		if !m.ready.Load() {
			if f, err = os.Open(p); err != nil {
				return
			}
			m.ready.Store(true)
			continue
		}
		f.Close()
		m.ready.Store(false)
	}
}

func (m *stateful) Functions(p string) {
	var f *os.File
	var err error
	for {
		if atomic.LoadInt32(&m.raw) == isClosed {
			if f, err = os.Open(p); err != nil {
				return
			}
			atomic.StoreInt32(&m.raw, isOpen)
			continue
		}
		f.Close()
		atomic.StoreInt32(&m.raw, isClosed)
	}
}

// It is told that nothing is open.
func (m *stateful) Back(p string) {
	var f *os.File
	var err error
	for {
		switch m.phase.Load() {
		case isClosed:
			if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed before the next iteration opens another.*\(unclosed/leak\)`
				return
			}
			m.phase.Store(isOpen)
			if cond() {
				m.phase.Store(isClosed)
			}
		default:
			f.Close()
			return
		}
	}
}

// Another is told.
func (m *stateful) Other(p string, o *stateful) {
	var f *os.File
	var err error
	for {
		switch m.phase.Load() {
		case isClosed:
			if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed before the next iteration opens another.*\(unclosed/leak\)`
				return
			}
			o.phase.Store(isOpen)
		default:
			f.Close()
			return
		}
	}
}

// What is told to grow is not what says how long it is.
func grown(paths []string) error {
	var buf bytes.Buffer
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when grown returns`
		if err != nil {
			return err
		}
		buf.Grow(64)
		if buf.Len() == 0 {
			return nil
		}
		f.Close()
	}
	return nil
}
