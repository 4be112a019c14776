package wrappers

import (
	"os"

	"example.com/unclosed/wrappers/fluent"
)

// A method of another package returns its receiver, or what it makes of it: what the
// receiver writes to goes along.

type fluentSink struct{ log *fluent.Logger }

func fluentByValue(path string) (fluent.Logger, error) {
	f, err := os.Create(path)
	if err != nil {
		return fluent.Logger{}, err
	}
	return fluent.New(f).Level(2), nil
}

func fluentChain(path string) (*fluentSink, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	l := fluent.New(f).Level(1).With().Str("a").Str("b").Logger()
	return &fluentSink{&l}, nil
}

func fluentClone(path string) (*fluent.Logger, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	l := fluent.New(f)
	return l.Clone(), nil
}

// What has only a number of it keeps nothing open.
func fluentStats(path string) (*fluent.Stats, error) {
	f, err := os.Create(path) // want `f opened by os.Create is not closed when fluentStats returns at line 47`
	if err != nil {
		return nil, err
	}
	l := fluent.New(f)
	return l.Stats(), nil
}

// Nor does what is dropped.
func fluentDropped(path string) error {
	f, err := os.Create(path) // want `not closed when fluentDropped returns`
	if err != nil {
		return err
	}
	_ = fluent.New(f).Level(2)
	return nil
}
