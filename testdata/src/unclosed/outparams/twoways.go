package outparams

import (
	"database/sql"
	"io"
	"os"
)

// either gives a file or a database.
func either(c *io.Closer, path string, file bool) error {
	if file {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		*c = f
		return nil
	}
	db, err := sql.Open("x", path)
	if err != nil {
		return err
	}
	*c = db
	return nil
}

func EitherForgotten(path string, file bool) {
	var c io.Closer
	if err := either(&c, path, file); err != nil { // want `c opened by outparams\.either is not closed.*\(unclosed/leak\)`
		return
	}
	println("opened")
}

func EitherClosed(path string, file bool) {
	var c io.Closer
	if err := either(&c, path, file); err != nil {
		return
	}
	defer c.Close()
	println("opened")
}

// first opens the first file that is there.
func first(f **os.File, paths []string) error {
	if len(paths) == 0 {
		return os.ErrNotExist
	}
	opened, err := os.Open(paths[0])
	if err != nil {
		return first(f, paths[1:])
	}
	*f = opened
	return nil
}

func FirstForgotten(paths []string) string {
	var f *os.File
	if err := first(&f, paths); err != nil { // want `f opened by outparams\.first is not closed.*\(unclosed/leak\)`
		return ""
	}
	return f.Name()
}
