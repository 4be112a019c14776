package config

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/robustio"
)

// MaxFile is how large a file may be that is read only because it is there.
const MaxFile = 1 << 20

// The reasons why a file that is found in a repository is not opened. Whoever wrote
// the repository chose what it is: a link to a secret, whose content an error would
// quote, or a device without an end.
var (
	ErrLeaves     = errors.New("it is a link that leaves the repository")
	ErrNotRegular = errors.New("it is not a regular file")
	ErrTooLarge   = errors.New("it is larger than 1 MiB")
)

// ReadConfined reads a regular file of at most MaxFile bytes, which lies in the
// repository that its directory is in.
func ReadConfined(file string) ([]byte, error) {
	dir, err := filepath.EvalSymlinks(filepath.Dir(file))
	if err != nil {
		return nil, err
	}
	target, err := filepath.EvalSymlinks(file)
	if err != nil {
		return nil, err
	}
	if rel, err := filepath.Rel(Top(dir), target); err != nil || !filepath.IsLocal(rel) {
		return nil, &fs.PathError{Op: "open", Path: file, Err: ErrLeaves}
	}
	return ReadRegular(target)
}

// ReadRegular reads a regular file of at most MaxFile bytes, wherever it lies.
func ReadRegular(file string) ([]byte, error) {
	fail := func(err error) ([]byte, error) { return nil, &fs.PathError{Op: "open", Path: file, Err: err} }
	info, err := os.Stat(file) // before it is opened: to open a pipe waits for who writes
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() && !info.IsDir(): // of a directory the system says it
		return fail(ErrNotRegular)
	}
	f, err := os.Open(file)
	if err != nil && !os.IsNotExist(err) && robustio.IsEphemeralError(err) {
		_, _ = robustio.ReadFile(file) // Windows: until it has been replaced, or it is no use
		f, err = os.Open(file)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err == nil && len(src) > MaxFile {
		return fail(ErrTooLarge)
	}
	return src, err
}
