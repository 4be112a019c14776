// Package mapped has files of which parts of the memory can be had.
package mapped

import (
	"io"
	"os"
)

// A File is mapped into memory.
type File struct {
	Name string
	Raw  []byte
	data []byte
	f    *os.File
}

// Open maps a file.
func Open(name string) (*File, error) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	data := []byte(name)
	return &File{name, data, data, f}, nil
}

// Close unmaps it.
func (f *File) Close() error {
	d := f.data
	f.data = nil
	clear(d)
	return f.f.Close()
}

// Slice is a part of the file.
func (f *File) Slice(from, to int) []byte { return f.data[from:to] }

// Visit calls back with the file.
func (f *File) Visit(visit func(b []byte)) { visit(f.data) }

// ReadAt is of io.ReaderAt.
func (f *File) ReadAt(b []byte, at int64) (int, error) { return copy(b, f.data[at:]), nil }

// Size is how much there is.
func (f *File) Size() int { return len(f.data) }

// Head is a part of the file.
func Head(f *File) []byte { return f.data[:2] }

// Load reads all of something.
func Load(r io.ReaderAt, n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := r.ReadAt(b, 0)
	return b, err
}
