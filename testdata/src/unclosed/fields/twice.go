package fields

import "os"

type one struct{ f *os.File }

// What a field has when another file is opened into it is lost.
func openedTwice(a, b string) (err error) {
	var o one
	o.f, err = os.Open(a) // want `o\.f opened by os\.Open is not closed when openedTwice returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if o.f, err = os.Open(b); err != nil {
		return err
	}
	return o.f.Close()
}

func closedBetween(a, b string) (err error) {
	var o one
	if o.f, err = os.Open(a); err != nil {
		return err
	}
	if err := o.f.Close(); err != nil {
		return err
	}
	if o.f, err = os.Open(b); err != nil {
		return err
	}
	return o.f.Close()
}

func keptElsewhere(a, b string) (err error) {
	var o one
	if o.f, err = os.Open(a); err != nil {
		return err
	}
	first := o.f
	defer first.Close()
	if o.f, err = os.Open(b); err != nil {
		return err
	}
	defer o.f.Close()
	return nil
}

// The deferred literal finds the second one.
func deferredBetween(a, b string) {
	var o one
	o.f, _ = os.Open(a) // want `o\.f opened by os\.Open is not closed when deferredBetween returns.*\(unclosed/leak\)`
	defer func() { o.f.Close() }()
	o.f, _ = os.Open(b)
}

func deferredAndClosed(a, b string) (err error) {
	var o one
	o.f, err = os.Open(a)
	if err != nil {
		return err
	}
	defer func() { o.f.Close() }()
	if err := o.f.Close(); err != nil {
		return err
	}
	o.f, err = os.Open(b)
	return err
}
