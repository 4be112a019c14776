package values

import (
	"fmt"
	"io"
	"os"
)

// What is opened takes the place of what need not be closed; nobody closes either.
func InPlaceOf(path string) (err error) {
	out := os.Stdout
	if path != "" {
		out, err = os.Create(path) // want `out opened by os\.Create is not closed when InPlaceOf returns at line [0-9]+`
		if err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(out, "x")
	return err
}

// Which of the two it has where it is closed is not told.
func ClosedSometimes(path string, both bool) (err error) {
	out := os.Stdout
	if path != "" {
		out, err = os.Create(path)
		if err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(out, "x")
	if both {
		out.Close()
	}
	return err
}

func ClosedUnlessStdout(path string) error {
	var out io.WriteCloser = os.Stdout
	if path != "" {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		out = f
	}
	if out != os.Stdout {
		defer out.Close()
	}
	_, err := fmt.Fprintln(out, "x")
	return err
}

// Whoever gets it has it.
func GivenAway(path string) (io.Writer, error) {
	var out io.Writer = os.Stdout
	if path != "" {
		f, err := os.Create(path)
		if err != nil {
			return nil, err
		}
		out = f
	}
	return out, nil
}

// A pool may have given it, and gets it back.
func Pooled(path string, get func() *os.File, put func(*os.File)) (err error) {
	f := get()
	if f == nil {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	defer put(f)
	_, err = f.Stat()
	return err
}
