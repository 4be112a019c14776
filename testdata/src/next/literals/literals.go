// Package literals has composite literals whose keys are promoted fields, as Go 1.27
// lets them be.
package literals

import "os"

type base struct{ file *os.File }

type deeper struct{ base }

type holder struct {
	deeper
	name string
}

func (h *holder) Close() error { return h.file.Close() }

// newHolder hands the file over.
func newHolder(name string) (*holder, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &holder{file: f, name: name}, nil
}

func lost(name string) error {
	h, err := newHolder(name) // want `unclosed/leak`
	if err != nil {
		return err
	}
	println(h.name)
	return nil
}

func kept(name string) error {
	h, err := newHolder(name)
	if err != nil {
		return err
	}
	defer h.Close()
	println(h.name)
	return nil
}

// local closes what it put in by the promoted name, and by the whole path.
func local(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	h := holder{file: f}
	defer h.file.Close()
	println(h.name)
	return nil
}

func whole(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	h := holder{file: f}
	defer h.deeper.base.file.Close()
	println(h.name)
	return nil
}

func byMethod(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	h := &holder{name: name, file: f}
	defer h.Close()
	println(h.name)
	return nil
}

func dropped(name string) error {
	f, err := os.Open(name) // want `unclosed/leak`
	if err != nil {
		return err
	}
	h := holder{file: f}
	println(h.name)
	return nil
}

// pairs opens both at once.
func pairs(name string) error {
	h := holder{name: name}
	var err error
	h.file, err = os.Open(name) // want `unclosed/leak`
	if err != nil {
		return err
	}
	println(h.name)
	return nil
}
