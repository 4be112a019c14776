// Command closelater loses a file before it is stored, launched or given away further down: there it is closed.
package main

import (
	"errors"
	"fmt"
	"os"
)

// want: f.Close() return nil, errBad
// want: g.Close() return errBad
// want: if fails { defer h.Close() n, err :=
// reject: if i == fails { defer turn.Close()
// reject: late.Close() return errBad

var errBad = errors.New("bad")

type owner struct{ files []*os.File }

func (o *owner) Close() {
	for _, f := range o.files {
		fmt.Println("closed", f.Close())
	}
}

// all has what it has opened closed if it fails.
func all(paths []string, bad int) (*owner, error) {
	var done bool
	o := &owner{}
	defer func() {
		if !done {
			o.Close()
		}
	}()
	for i, path := range paths {
		f, err := os.Open(path) // fix: yes
		if err != nil {
			return nil, err
		}
		if i == bad {
			return nil, errBad
		}
		o.files = append(o.files, f)
	}
	done = true
	return o, nil
}

var kept []*os.File

func keep(path string, bad bool) error {
	g, err := os.Open(path) // fix: yes
	if err != nil {
		return err
	}
	if bad {
		return errBad
	}
	kept = append(kept, g)
	return nil
}

// again comes back to the return once it has been kept.
func again(path string, bad int) error {
	late, err := os.Open(path) // fix: no
	if err != nil {
		return err
	}
	for i := range 3 {
		if i == bad {
			return errBad
		}
		if i == 1 {
			kept = append(kept, late)
		}
	}
	return nil
}

// branch has two ways out of what fails.
func branch(path string, fails bool) (*os.File, error) {
	h, err := os.Open(path) // fix: yes
	if err != nil {
		return nil, err
	}
	if fails {
		n, err := h.Read(make([]byte, 1))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.Name(), err)
		}
		return nil, fmt.Errorf("%t: %d", h.Name() == path, n)
	}
	return h, nil
}

// turns may go on from the branch.
func turns(path string, fails int) (*os.File, error) {
	turn, err := os.Open(path) // fix: may
	if err != nil {
		return nil, err
	}
	for i := range 2 {
		if i == fails {
			n, err := turn.Read(make([]byte, 1))
			if n == 1 && fails == 0 {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", turn.Name(), err)
			}
			return nil, fmt.Errorf("%t: %d", turn.Name() == path, n)
		}
	}
	return turn, nil
}

func main() {
	for fails := range 3 {
		turn, err := turns(os.Args[0], fails)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println("turned", turn.Close())
	}
	for _, fails := range []bool{true, false} {
		h, err := branch(os.Args[0], fails)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println("given", h.Close())
	}
	paths := []string{os.Args[0], os.Args[0]}
	for bad := range 3 {
		o, err := all(paths, bad)
		fmt.Println(err)
		if o != nil {
			o.Close()
		}
	}
	fmt.Println(keep(paths[0], true), keep(paths[0], false))
	for bad := range 4 {
		fmt.Println(again(paths[0], bad))
	}
	for _, f := range kept {
		fmt.Println("kept", f.Close())
	}
}
