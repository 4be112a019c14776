// Package fields has types that hold a resource in one field and ask whether another
// one is nil: that says nothing of the resource.
package fields

import (
	"errors"
	"os"
)

var errBusy = errors.New("busy")

type reader struct{ f *os.File }

func (r *reader) Close() error { return r.f.Close() }

type source struct {
	f    *os.File
	cur  *reader
	next *reader
}

func (s *source) open() (*reader, error) {
	if s.cur != nil {
		return nil, errBusy
	}
	s.cur = &reader{s.f}
	return s.cur, nil
}

func Opened(p string) (*reader, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	s := &source{f: f}
	r, err := s.open()
	if err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

func (s *source) chosen() (*reader, error) {
	switch s.cur {
	case nil:
		s.cur = &reader{s.f}
	default:
		return nil, errBusy
	}
	return s.cur, nil
}

func Chosen(p string) (*reader, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	s := &source{f: f}
	r, err := s.chosen()
	if err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

func (s *source) lazily() *reader {
	if s.cur == nil {
		if s.next == nil {
			s.next = &reader{s.f}
		}
		s.cur = s.next
	}
	return s.cur
}

func Lazily(p string) (*reader, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	s := source{f: f}
	return s.lazily(), nil
}

var all []*source

func (s *source) register() {
	if c := s.cur; c == nil {
		all = append(all, s)
	}
}

func Registered(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	s := &source{f: f}
	s.register()
	return nil
}

func (s *source) close() {
	if s.cur != nil {
		s.cur.Close()
	}
	if s.f != nil {
		s.f.Close()
	}
}

func Closed(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	s := &source{f: f}
	defer s.close()
	return nil
}

func (s *source) busy() bool { return s.cur != nil }

func Asked(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when Asked returns at line.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	s := &source{f: f}
	if s.busy() {
		return errBusy
	}
	return f.Close()
}

func Listed(ps []string) error {
	files := make([]*os.File, len(ps))
	for i, p := range ps {
		f, err := os.Open(p)
		if err != nil {
			return closeAll(files)
		}
		files[i] = f
	}
	return closeAll(files)
}

func closeAll(files []*os.File) (err error) {
	for _, f := range files {
		if f == nil {
			continue
		}
		err = errors.Join(err, f.Close())
	}
	return err
}

type embeddedFile struct{ file *os.File }

type embedsFile struct {
	embeddedFile
	size int64
}

// spelledOut names the embedded struct where the assignment did not.
func spelledOut(name string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	e := embedsFile{size: 1}
	e.file = f
	defer e.embeddedFile.file.Close()
	return e.size, nil
}

// spelledShort is the other way round.
func spelledShort(name string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	e := embedsFile{size: 1}
	e.embeddedFile.file = f
	defer e.file.Close()
	return e.size, nil
}

func spelledInPart(name string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	e := embedsFile{embeddedFile: embeddedFile{f}, size: 1}
	defer e.file.Close()
	return e.size, nil
}

func spelledNever(name string) (int64, error) {
	f, err := os.Open(name) // want `unclosed/leak`
	if err != nil {
		return 0, err
	}
	e := embedsFile{size: 1}
	e.file = f
	return e.size, e.embeddedFile.file.Sync()
}
