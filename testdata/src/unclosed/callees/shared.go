package callees

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// output gives standard output, or a file of its own.
func output(name string) (*os.File, error) {
	switch name {
	case "", "-":
		return os.Stdout, nil
	}
	return os.Create(name)
}

func sharedLost(name string) error {
	w, err := output(name) // want `w opened by callees.output is not closed`
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, "x")
	return err
}

// The name tells which of the two it is.
func sharedByName(name string) error {
	w, err := output(name)
	if err != nil {
		return err
	}
	if name != "-" {
		defer w.Close()
	}
	_, err = fmt.Fprintln(w, "x")
	return err
}

func sharedByFlag(name string) (n int64, err error) {
	std := name == "" || name == "-"
	w, err := output(name)
	if err != nil {
		return 0, err
	}
	n, err = io.Copy(w, os.Stdin)
	if !std {
		err = errors.Join(err, w.Close())
	}
	return n, err
}

func sharedBySwitch(name string) error {
	w, err := output(name)
	if err != nil {
		return err
	}
	switch name {
	case "-":
	default:
		defer w.Close()
	}
	_, err = fmt.Fprintln(w, "x")
	return err
}

func sharedByOther(name string, keep bool) error {
	w, err := output(name) // want `w opened by callees.output is not closed`
	if err != nil {
		return err
	}
	if keep {
		return nil
	}
	return w.Close()
}
