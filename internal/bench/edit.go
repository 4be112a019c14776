//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// edited returns a file of a package that no other imports, and one of that which most
// others import, among those that a pattern names.
func edited(dir, pattern string) (leaf, root string, err error) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Deps", pattern)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return "", "", fmt.Errorf("go list: %w", err)
	}
	files, importers := make(map[string]string), make(map[string]int)
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Dir string
			GoFiles, Deps   []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", "", err
		}
		if len(p.GoFiles) > 0 {
			files[p.ImportPath] = filepath.Join(p.Dir, p.GoFiles[0])
		}
		for _, dep := range p.Deps {
			importers[dep]++
		}
	}
	most := -1
	for path, file := range files {
		if n := importers[path]; n > most || n == most && file < root {
			most, root = n, file
		}
		if importers[path] == 0 && (leaf == "" || file < leaf) {
			leaf = file
		}
	}
	if leaf == "" || root == "" {
		return "", "", fmt.Errorf("%s names no packages with files", pattern)
	}
	return leaf, root, nil
}

// edit changes a file, or none, as the go command's -overlay has it: the checkout stays
// as it is. What is kept is kept under the flags too, so all of these runs have one. If
// the file is to be new, all is analysed as it was before that is measured.
func (b *bench) edit(file string, fresh bool) error {
	if fresh {
		if err := b.edit("", false); err != nil {
			return err
		}
		if _, err := measure(b.overlaid()); err != nil {
			return err
		}
	}
	replace := make(map[string]string)
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		replace[file] = b.path("edited.go")
		text = fmt.Appendf(text, "\n// Round %d.\n", b.round)
		if err := os.WriteFile(replace[file], text, 0o666); err != nil {
			return err
		}
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	return os.WriteFile(b.path("overlay.json"), list, 0o666)
}

// overlaid is a run of tether on what edit has changed.
func (b *bench) overlaid() *exec.Cmd {
	cmd := b.check("cache")
	flags := strings.TrimSpace(os.Getenv("GOFLAGS") + " -overlay=" + b.path("overlay.json"))
	cmd.Env = append(cmd.Env, "GOFLAGS="+flags)
	return cmd
}
