package correlated

import "os"

// By which of two parts a condition has held is not known where its paths have come together.

func ClauseOr(a, b bool, path string) error {
	var f *os.File
	var err error
	if a || b {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if !a && !b {
		return nil
	}
	return f.Close()
}

func ClauseAnd(a, b bool, path string) error {
	if a && b {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if a && b {
		return nil
	}
	return f.Close()
}

func ClauseDiffers(a, b bool, path string) error {
	var f *os.File
	var err error
	if a != b {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if a && !b || !a && b {
		return f.Close()
	}
	return nil
}

func ClauseOfComparisons(n int, mode, path string) error {
	if n < 3 && mode != "all" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if mode != "all" {
		if n < 3 {
			return nil
		}
	}
	return f.Close()
}

func ClauseChanged(a, b bool, path string) error {
	var f *os.File
	var err error
	if a || b {
		if f, err = os.Open(path); err != nil { // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
			return err
		}
		b = false
	}
	if !a && !b {
		return nil
	}
	return f.Close()
}

func ClauseHalf(a, b bool, path string) error {
	var f *os.File
	var err error
	if a || b {
		if f, err = os.Open(path); err != nil { // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
			return err
		}
	}
	if !a {
		return nil
	}
	return f.Close()
}

type perhaps struct {
	f  *os.File
	ok bool
}

func perhapsOf(f *os.File) perhaps { return perhaps{f, f != nil} }

// What the deferred call would release has been released by another way.
func ClauseBeforeDefer(paths []string) error {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		if o := perhapsOf(f); o.ok {
			o.f.Close()
		}
	}
	return nil
}

// A named result of a literal is zero until it is set.
func ClauseOfNamedResult(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	isFull := func() (full bool) { return }
	if isFull() {
		return nil
	}
	return f.Close()
}

func ClauseAgain(a, b bool, path string) error {
	if !(a && b) {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if a && b {
		return nil
	}
	return f.Close()
}

func ClauseNeither(a, b bool, path string) error {
	if a || b {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if !a && !b {
		return nil
	}
	return f.Close()
}

func ClauseNotBoth(a, b bool, path string) error {
	if a && b {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if a {
		return nil
	}
	return f.Close()
}

func ClauseSame(a, b bool, path string) error {
	if a != b {
		return nil
	}
	f, err := os.Open(path) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if a {
		return nil
	}
	return f.Close()
}

// ClauseBehind has more paths behind what it opens than are kept apart.
func ClauseBehind(a, b, c, d, e bool, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if a && b {
		return f.Close()
	}
	if c {
		work(entry{})
	}
	if d {
		work(entry{})
	}
	if e {
		work(entry{})
	}
	if c && d {
		work(entry{})
	}
	if a && b {
		return nil
	}
	return f.Close()
}
