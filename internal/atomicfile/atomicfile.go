// Package atomicfile writes files as a whole or not at all: a new file beside the old
// one takes its name.
//
// A process that is killed between the two leaves the new file behind. Its name
// tells which process it is, so that [Sweep] can remove the files of processes that
// are gone. Nothing better works on all systems: no signal handler runs on SIGKILL,
// and a file without a name, or in another directory, cannot take the place of one.
package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/rogpeppe/go-internal/robustio"
)

// Write replaces the content of a file, or makes it with the mode. A link stays a link,
// and the file it names is replaced; what is no regular file, as a device, is written to.
func Write(name string, content []byte, mode fs.FileMode) error {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	switch info, err := os.Stat(name); {
	case err == nil && !info.Mode().IsRegular():
		return os.WriteFile(name, content, mode)
	case err == nil:
		mode = info.Mode().Perm()
		// Renaming would get round a file that may not be written; whether it may is
		// for the system to say, which lets root write what others cannot.
		// Windows refuses what others have open, too; there the renaming will say it.
		probe, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err == nil {
			err = probe.Close()
		}
		if err != nil && (mode&0o200 == 0 || !robustio.IsEphemeralError(err)) {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	dir := filepath.Dir(name)
	temp, err := os.CreateTemp(dir, fmt.Sprintf(".tether-%d-*.tmp", os.Getpid()))
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			return &fs.PathError{Op: "write", Path: name, Err: path.Err} // not of a file that nobody knows
		}
		return err
	}
	_, err = temp.Write(content)
	err = errors.Join(err, temp.Chmod(mode), temp.Close())
	if err == nil {
		// Windows refuses while somebody reads the old one.
		err = robustio.Rename(temp.Name(), name)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

var temporary = regexp.MustCompile(`^\.tether-(?:(\d+)-)?\d+\.tmp$`)

// Sweep removes the new files that killed processes have left in a directory.
func Sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		m := temporary.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() {
			continue
		}
		if pid, err := strconv.Atoi(m[1]); err == nil && alive(pid) {
			continue
		}
		_ = os.Remove(filepath.Join(dir, e.Name()))
	}
}
