// Package scratch gives directories, with what removes them.
package scratch

import "os"

type Remove func() error

type Maker struct{ root string }

// Dir gives no function where it fails.
func (m *Maker) Dir() (string, Remove, error) {
	d, err := os.MkdirTemp(m.root, "x")
	if err != nil {
		return "", nil, err
	}
	return d, func() error { return os.RemoveAll(d) }, nil
}

// Safe gives one that may be called in any case.
func (m *Maker) Safe() (string, func(), error) {
	d, err := os.MkdirTemp(m.root, "x")
	if err != nil {
		return "", func() {}, err
	}
	return d, func() { os.RemoveAll(d) }, nil
}
