// Command closeconstructors: what a constructor returns is closed where a later step
// fails, and there only.
package main

import (
	"errors"
	"fmt"
	"os"
)

// want: if err != nil { a.Close() return nil, err } p := &pair{a: a, b: b} if err := p.check
// want: a.Close() b.Close() return nil, err
// want: default: f.Close() return nil, errors.New("mode") }

type pair struct{ a, b *os.File }

func (p *pair) check(fail bool) error {
	if fail {
		return errors.New("fails")
	}
	return nil
}

func (p *pair) Close() error { return errors.Join(p.a.Close(), p.b.Close()) }

func newPair(x, y string, fail bool) (*pair, error) {
	a, err := os.Open(x) // fix: yes
	if err != nil {
		return nil, err
	}
	b, err := os.Open(y) // fix: yes
	if err != nil {
		return nil, err
	}
	p := &pair{a: a, b: b}
	if err := p.check(fail); err != nil {
		return nil, err
	}
	return p, nil
}

func modes(mode string) (*os.File, error) {
	f, err := os.Open("/dev/null") // fix: yes
	if err != nil {
		return nil, err
	}
	switch mode {
	case "":
		return f, nil
	case "x":
		_, err = f.Stat()
	default:
		return nil, errors.New("mode")
	}
	return f, err
}

// tells returns something that uses the file: it is closed after that.
// want: if fail { defer f.Close() return nil, stat(f) }
func tells(fail bool) (*os.File, error) {
	f, err := os.Open("/dev/null") // fix: yes
	if err != nil {
		return nil, err
	}
	if fail {
		return nil, stat(f)
	}
	return f, nil
}

func stat(f *os.File) error {
	_, err := f.Stat()
	return err
}

var registry []*os.File

// registers gives the file away before it fails.
func registers(fail, early bool) (*os.File, error) {
	f, err := os.Open("/dev/null") // fix: no
	if err != nil {
		return nil, err
	}
	if early {
		registry = append(registry, f)
	}
	if fail {
		return nil, errors.New("fails")
	}
	return f, nil
}

func main() {
	p, err := newPair("/dev/null", "/dev/zero", false)
	fmt.Println(err, p.Close())
	_, err = newPair("/dev/null", "/dev/zero", true) // fix: no
	fmt.Println(err)
	_, err = newPair("/dev/null", "/does/not/exist", true) // fix: no
	fmt.Println(err != nil)
	for _, mode := range []string{"", "x", "y"} {
		f, err := modes(mode)
		fmt.Println(err)
		if err == nil {
			fmt.Println(f.Close())
		}
	}
	_, err = tells(true) // fix: no
	fmt.Println(err)
	f, _ := tells(false)
	fmt.Println(f.Close())
	_, err = registers(true, true) // fix: no
	fmt.Println(err, registry[0].Close())
}
