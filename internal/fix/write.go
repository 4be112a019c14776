package fix

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tetherlint/tether/internal/atomicfile"
	"github.com/tetherlint/tether/internal/config"
)

// Write writes the files and returns those that were written. A file is
// replaced as a whole or not at all; one that cannot be is named by an error and
// the others are written still. What a killed run has left beside them is removed.
func (p *Plan) Write() (written []File, errs []error) {
	swept := make(map[string]bool)
	for _, f := range p.Files {
		if name, err := filepath.EvalSymlinks(f.Name); err == nil && !swept[filepath.Dir(name)] {
			swept[filepath.Dir(name)] = true
			atomicfile.Sweep(filepath.Dir(name))
		}
		if err := f.write(); err != nil {
			errs = append(errs, fmt.Errorf("%s: not written: %w", f.Name, plain(err)))
			continue
		}
		written = append(written, f)
	}
	return written, errs
}

// plain takes off the file's name, which the message has already.
func plain(err error) error {
	var pathErr *fs.PathError
	var linkErr *os.LinkError
	switch {
	case errors.As(err, &pathErr):
		return pathErr.Err
	case errors.As(err, &linkErr):
		return linkErr.Err
	}
	return err
}

// ErrChanged says that fixes were made for another content of the file.
var ErrChanged = errors.New("it was changed while tether ran")

// write replaces the file.
func (f *File) write() error {
	if now, err := os.ReadFile(f.Name); err != nil || !bytes.Equal(now, f.Before) {
		return errors.Join(err, ErrChanged)
	}
	return atomicfile.Write(f.Name, f.After, 0o666)
}

// Read reads a source that may be fixed: of the module that it is in.
func Read(name string) ([]byte, error) {
	if err := leavesModule(name); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// leavesModule returns an error for a file that is a link to one outside of the
// module that the link is in: whose that is, tether does not know.
func leavesModule(name string) error {
	target, err := filepath.EvalSymlinks(name)
	if err != nil {
		return plain(err)
	}
	root := config.ModuleRoot(filepath.Dir(name))
	if root == "" {
		root = filepath.Dir(name)
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return plain(err)
	}
	if rel, err := filepath.Rel(root, target); err != nil || !filepath.IsLocal(rel) {
		return fmt.Errorf("it is a link to %s, outside of the module", target)
	}
	return nil
}
