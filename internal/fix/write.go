package fix

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aymanbagabas/go-udiff"
)

// Write writes the files and returns those that were written. A file is
// replaced as a whole or not at all; one that cannot be is named by an error and
// the others are written still.
func (p *Plan) Write() (written []File, errs []error) {
	for _, f := range p.Files {
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

// write replaces the file: a new one beside it takes its name. A link stays a
// link, and the file it names is replaced.
func (f *File) write() error {
	name, err := filepath.EvalSymlinks(f.Name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	// Renaming would get round a file that may not be written; whether it may is
	// for the system to say, which lets root write what others cannot.
	probe, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := probe.Close(); err != nil {
		return err
	}
	if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, f.Before) {
		return errors.Join(err, errors.New("it was changed while tether ran"))
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".tether-*.tmp")
	if err != nil {
		return err
	}
	_, err = temp.Write(f.After)
	err = errors.Join(err, temp.Chmod(info.Mode().Perm()), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err != nil {
		os.Remove(temp.Name())
	}
	return err
}

// Diff prints the plan as a unified diff, with names relative to dir.
func (p *Plan) Diff(w io.Writer, dir string) error {
	for _, f := range p.Files {
		name := f.Name
		if rel, err := filepath.Rel(dir, name); err == nil {
			name = rel
		}
		name = filepath.ToSlash(name)
		if _, err := io.WriteString(w, udiff.Unified("a/"+name, "b/"+name, string(f.Before), string(f.After))); err != nil {
			return err
		}
	}
	return nil
}
