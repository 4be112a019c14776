package handover

import (
	"io"
	"os"
)

// Where who implements an interface is in sight, and keeps what its method is given, so may the
// one that is called.

type loader interface {
	Load(io.Reader)
	Apply(io.Reader) error
	Skim(io.Reader) error
}

type keepsReader struct{ r io.Reader }

func (k *keepsReader) Load(r io.Reader)        { k.r = r }
func (k *keepsReader) Apply(r io.Reader) error { k.set(r); return nil }
func (k *keepsReader) Skim(r io.Reader) error  { _, err := r.Read(nil); return err }
func (k *keepsReader) set(r io.Reader)         { k.r = r }

type readsAll struct{}

func (readsAll) Load(r io.Reader)        { io.ReadAll(r) }
func (readsAll) Apply(r io.Reader) error { _, err := io.ReadAll(r); return err }
func (readsAll) Skim(r io.Reader) error  { return nil }

// Loaded is kept by one of two.
func Loaded(l loader) error {
	f, err := os.Open("a")
	if err != nil {
		return err
	}
	l.Load(f)
	return nil
}

// Applied is kept further in.
func Applied(l loader) error {
	f, err := os.Open("a")
	if err != nil {
		return err
	}
	return l.Apply(f)
}

// Skimmed is kept by none.
func Skimmed(l loader) error {
	f, err := os.Open("a") // want `f opened by os\.Open is not closed when Skimmed returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return l.Skim(f)
}
