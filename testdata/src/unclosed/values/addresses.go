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
