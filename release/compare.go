package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// compare makes the release a second time, the binaries for the platforms again from a clone
// elsewhere and with an empty build cache, and fails where a byte differs.
func (r *release) compare(again []platform) error {
	elsewhere, err := os.MkdirTemp("", "release-again")
	if err != nil {
		return err
	}
	defer os.RemoveAll(elsewhere)
	clone := filepath.Join(elsewhere, "clone")
	if _, err := output(r.root, nil, "git", "clone", "--quiet", "--no-local", r.root, clone); err != nil {
		return err
	}
	commit, err := output(r.root, nil, "git", "rev-parse", "HEAD")
	if err != nil {
		return err
	}
	if _, err := output(clone, nil, "git", "checkout", "--quiet", "--detach", commit[:len(commit)-1]); err != nil {
		return err
	}
	t, err := openTree(clone)
	if err != nil {
		return err
	}
	t.cache = filepath.Join(elsewhere, "cache")
	second := &release{tree: t, out: filepath.Join(elsewhere, "dist"), work: filepath.Join(elsewhere, "work"), first: r, again: again}
	if err := second.make(); err != nil {
		return err
	}
	return same(r.out, second.out)
}

// same fails where two folders do not have the same files.
func same(a, b string) error {
	files, err := os.ReadDir(a)
	if err != nil {
		return err
	}
	others, err := os.ReadDir(b)
	if err != nil {
		return err
	}
	if len(files) != len(others) {
		return fmt.Errorf("the first build made %d files, the second %d", len(files), len(others))
	}
	for _, f := range files {
		first, err := checksum(filepath.Join(a, f.Name()))
		if err != nil {
			return err
		}
		second, err := checksum(filepath.Join(b, f.Name()))
		if err != nil {
			return err
		}
		if first != second {
			return fmt.Errorf("%s is not reproducible: two builds differ", f.Name())
		}
	}
	return nil
}
