package correlated

import "os"

// A comparison that is kept in a variable is the one that stands elsewhere, where nothing in
// it changes.

func KeptNumber(path string, n int) (err error) {
	var f *os.File
	has := n > 0
	if has {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if n > 0 {
		return f.Close()
	}
	return nil
}

func KeptText(path, mode string) (err error) {
	var f *os.File
	reads := mode == "r" || mode == "rw"
	if reads {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if mode == "r" || mode == "rw" {
		return f.Close()
	}
	return nil
}

func KeptLength(path string, args []string) (err error) {
	var f *os.File
	if len(args) > 1 {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	none := !(len(args) > 1)
	if !none {
		return f.Close()
	}
	return nil
}

func KeptOther(path string, n, m int) (err error) {
	var f *os.File
	has := n > 0
	if has {
		if f, err = os.Open(path); err != nil { // want `f opened by os\.Open is not closed when KeptOther returns at line [0-9]+.*\(unclosed/leak\)`
			return err
		}
	}
	if m > 0 {
		return f.Close()
	}
	return nil
}

// KeptChanged changes what it has compared.
func KeptChanged(path string, n int) (err error) {
	var f *os.File
	has := n > 0
	n -= 2
	if has {
		if f, err = os.Open(path); err != nil { // want `f opened by os\.Open is not closed when KeptChanged returns at line [0-9]+.*\(unclosed/leak\)`
			return err
		}
	}
	if n > 0 {
		return f.Close()
	}
	return nil
}

// KeptElsewhere has it changed by a closure.
func KeptElsewhere(path string, n int, each func(func())) (err error) {
	var f *os.File
	has := n > 0
	each(func() { n-- })
	if has {
		if f, err = os.Open(path); err != nil { // want `f opened by os\.Open is not closed when KeptElsewhere returns at line [0-9]+.*\(unclosed/leak\)`
			return err
		}
	}
	if n > 0 {
		return f.Close()
	}
	return nil
}

// KeptOfIteration compares another number in each iteration.
func KeptOfIteration(path string, numbers func() int) (err error) {
	has := false
	for {
		var f *os.File
		n := numbers()
		if has {
			if f, err = os.Open(path); err != nil { // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
				return err
			}
		}
		if n > 0 && f != nil {
			f.Close()
		}
		has = n > 0
	}
}

// KeptOfCalls compares other operands in each call of the literal.
func KeptOfCalls(path string, n, m int) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when KeptOfCalls returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	is := func(n int) bool { return n > 1 }
	a := is(n)
	b := is(m)
	if a {
		f.Close()
	}
	if !b {
		return f.Close()
	}
	return nil
}
