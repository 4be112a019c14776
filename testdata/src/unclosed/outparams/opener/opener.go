// Package opener gives resources through pointers, for others to import.
package opener

import "os"

// Into opens a file into a variable of the caller's.
func Into(f **os.File, path string) error {
	opened, err := os.Open(path)
	if err != nil {
		return err
	}
	*f = opened
	return nil
}
