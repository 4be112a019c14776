package control

import "os"

// Exits leaves by three ways with the file open.
func Exits(path string, b []byte) (int, error) {
	f, err := os.Open(path) // want `f opened by os.Open is not closed when Exits returns at line 13, nor at lines 16 and 18; defer f.Close\(\) after the error check`
	if err != nil {
		return 0, err
	}
	n, err := f.Read(b)
	if err != nil {
		return n, err
	}
	if n == 0 {
		return 0, nil
	}
	return n, nil
}

// TwoExits closes it on one of three.
func TwoExits(path string, b []byte) (int, error) {
	f, err := os.Open(path) // want `is not closed when TwoExits returns at line 29, nor at line 32; `
	if err != nil {
		return 0, err
	}
	n, err := f.Read(b)
	if err != nil {
		return n, err
	}
	if n == 0 {
		return 0, nil
	}
	return n, f.Close()
}

// A defer is there, but behind a way out.
func Late(path string, dry bool) error {
	f, err := os.Open(path) // want `f opened by os.Open is not closed when Late returns at line 44; the defer at line 46 comes too late: move it up to right after the error check`
	if err != nil {
		return err
	}
	if dry {
		return nil
	}
	defer f.Close()
	_, err = f.Read(nil)
	return err
}

// A defer on one path only is not late.
func Some(path string, dry bool) error {
	f, err := os.Open(path) // want `f opened by os.Open is not closed when Some returns at line \d+; defer f.Close\(\) after the error check`
	if err != nil {
		return err
	}
	if dry {
		defer f.Close()
	}
	_, err = f.Read(nil)
	return err
}
