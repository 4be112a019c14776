package handover

import (
	"context"
	"io"
	"os"
)

// Whoever implements an interface may keep what its methods are given, and ask it for more than
// the type of the parameter says.

type part interface{ Name() string }

type network interface {
	AddPart(part) error
	Use(any)
	Parse(io.Reader) error
	Debug(...any)
}

// GivenToMethod is how a host is given its transports.
func GivenToMethod(n network) error {
	f, err := os.Open("a")
	if err != nil {
		return err
	}
	if err := n.AddPart(f); err != nil {
		return err
	}
	return nil
}

// GivenAsAny is taken to be looked at.
func GivenAsAny(n network) error {
	f, err := os.Open("a") // want `f opened by os\.Open is not closed when GivenAsAny returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	n.Use(f)
	return nil
}

// GivenToValue is the same by a function value.
func GivenToValue(keep func(context.Context, part)) error {
	f, err := os.Open("a")
	if err != nil {
		return err
	}
	keep(context.TODO(), f)
	return nil
}

// GivenToRead is there to be read.
func GivenToRead(n network) error {
	f, err := os.Open("a") // want `f opened by os\.Open is not closed when GivenToRead returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return n.Parse(f)
}

// GivenToTell is only told of.
func GivenToTell(n network) error {
	f, err := os.Open("a") // want `f opened by os\.Open is not closed when GivenToTell returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	n.Debug(f)
	return nil
}

// GivenElsewhere loses it before it is given.
func GivenElsewhere(n network, ok bool) error {
	f, err := os.Open("a") // want `f opened by os\.Open is not closed when GivenElsewhere returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if !ok {
		return io.EOF
	}
	return n.AddPart(f)
}
