package values

import "os"

// Who has the address of a variable finds there what is opened later.

func closeAt(ps ...**os.File) {
	for _, p := range ps {
		if *p != nil {
			(*p).Close()
		}
	}
}

func closeOneAt(p **os.File) {
	if *p != nil {
		(*p).Close()
	}
}

func AddressDeferred(p string) (err error) {
	var f *os.File
	defer closeOneAt(&f)
	f, err = os.Open(p)
	return err
}

func AddressesDeferred(p, q string) (err error) {
	var f, g *os.File
	defer closeAt(&f, &g)
	if f, err = os.Open(p); err != nil {
		return err
	}
	g, err = os.Open(q)
	return err
}

func AddressesListed(p, q string) (err error) {
	var f, g *os.File
	all := []**os.File{&f, &g}
	defer func() {
		for _, p := range all {
			if *p != nil {
				(*p).Close()
			}
		}
	}()
	if f, err = os.Open(p); err != nil {
		return err
	}
	g, err = os.Open(q)
	return err
}

type closerAt struct{ at **os.File }

func (c closerAt) Close() error { return (*c.at).Close() }

func AddressInStruct(p string) (err error) {
	var f *os.File
	c := closerAt{&f}
	f, err = os.Open(p)
	if err != nil {
		return err
	}
	return c.Close()
}

func AddressOfOther(p, q string) (err error) {
	var f, g *os.File
	defer closeOneAt(&f)
	if f, err = os.Open(p); err != nil {
		return err
	}
	g, err = os.Open(q) // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	println(g.Name())
	return nil
}

// AddressOfResult finds what the return has set.
func AddressOfResult(p string) (f *os.File, err error) {
	f, err = os.Open(p) // want `\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	defer closeOneAt(&f)
	if p == "" {
		return nil, os.ErrInvalid
	}
	return nil, f.Sync()
}

// Of a type of this package the helper is looked into.
type handle struct{ f *os.File }

func (h *handle) Close() error { return h.f.Close() }

func open(p string) (*handle, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return &handle{f}, nil
}

func closeHandle(h **handle) {
	if *h != nil {
		(*h).Close()
	}
}

func showHandle(h **handle) { println(*h) }

func AddressOfHandle(p string) error {
	h, err := open(p)
	if err != nil {
		return err
	}
	defer closeHandle(&h)
	return nil
}

func AddressShown(p string) error {
	h, err := open(p) // want `\(unclosed/leak\)`
	if err != nil {
		return err
	}
	showHandle(&h)
	return nil
}

// Converted is asked for its type.
func Converted(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	switch x := any(f).(type) {
	case *os.File:
		return x.Close()
	}
	return nil
}
