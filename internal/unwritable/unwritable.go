// Package unwritable makes files unwritable, for tests: also for root, who writes
// whatever the mode says and is stopped by a flag of the file system only.
package unwritable

import (
	"fmt"
	"os"
	"os/exec"
)

// Make makes a file unwritable and returns how to undo it. It fails where that
// cannot be had: for root on a file system without the flag.
func Make(file string) (undo func(), err error) {
	if err := os.Chmod(file, 0o444); err != nil {
		return nil, err
	}
	if os.Geteuid() != 0 {
		return func() {}, nil
	}
	if out, err := exec.Command("chattr", "+i", file).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("chattr: %w: %s", err, out)
	}
	return func() { _ = exec.Command("chattr", "-i", file).Run() }, nil
}
