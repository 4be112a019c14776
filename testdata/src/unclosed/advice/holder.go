package advice

import "os"

type holder struct{ f *os.File }

// What holds a resource that no variable does is named.

func fieldOfLocal(p string) error {
	var t holder
	var err error
	t.f, err = os.Open(p) // want `no safe fix: t\.f is no variable of the function \(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = t.f.Stat()
	return err
}

func elementOfLocal(p string) error {
	var fs [2]*os.File
	var err error
	fs[0], err = os.Open(p) // want `no safe fix: an element of fs holds it, and no variable of the function \(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = fs[0].Stat()
	return err
}
