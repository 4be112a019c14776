package misread

import "os"

// WhichIsHeld: on each path the variable holds another file.
func WhichIsHeld(b bool, p string) error {
	f, err := os.Open(p) // want "unclosed/undeferred"
	if err != nil {
		return err
	}
	g, err := os.Open(p + "2") // want "unclosed/undeferred"
	if err != nil {
		f.Close()
		return err
	}
	x := g
	if b {
		x = f
		g.Close()
	}
	if b {
		x.Close()
		return nil
	}
	f.Close()
	x.Close()
	return nil
}

// CloseUnrelated: a signal that has nothing to do with the file.
func CloseUnrelated(p string, done chan struct{}) error {
	f, err := os.Open(p) // want "unclosed/leak"
	if err != nil {
		return err
	}
	close(done)
	_, err = f.Stat()
	return err
}
