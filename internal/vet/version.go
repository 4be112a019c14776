package vet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/dates"
)

// version is the answer to -V=full, in the form that the go command demands of a
// tool that is not of its own distribution. The part after buildID= becomes part
// of the key of everything that go vet keeps.
func version(program string) (string, error) {
	h := sha256.New()
	if err := hashExecutable(h); err != nil {
		return "", err
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	work := workFile(dir, os.Getenv("GOWORK"))
	hashFile(h, work, work) // which may lie outside of the trees
	for _, root := range roots(dir, work) {
		hashTree(h, root)
	}
	if some := scope(parentArgs(), dir, work); some != "" {
		fmt.Fprintf(h, "%s\x00", some)
	}
	name := strings.Join(strings.Fields(filepath.Base(program)), "-") // the answer is split at spaces
	return fmt.Sprintf("%s version devel comments-go-here buildID=%s", name, hex.EncodeToString(h.Sum(nil))), nil
}

func hashExecutable(h hash.Hash) error {
	name, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(h, f)
	return err
}

// roots are the trees whose configs the packages of a run may be governed by:
// the repository around dir and those of the modules of its workspace. We are
// asked in the user's directory, before the packages are known.
func roots(dir, work string) []string {
	list := []string{config.Top(dir)}
	for _, module := range workModules(work) {
		list = append(list, config.Top(module))
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(slices.Clone(list), func(dir string) bool {
		return slices.ContainsFunc(list, func(other string) bool {
			rel, err := filepath.Rel(other, dir)
			return err == nil && rel != "." && filepath.IsLocal(rel) // is hashed with the other
		})
	})
}

// workFile is the go.work in use, or "".
func workFile(dir, gowork string) string {
	switch {
	case gowork == "off":
		return ""
	case gowork != "":
		return gowork
	}
	for {
		file := filepath.Join(dir, "go.work")
		if _, err := os.Stat(file); err == nil {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// workModules are the directories of a workspace's modules.
func workModules(file string) (dirs []string) {
	data, err := config.ReadRegular(file)
	if err != nil {
		return nil // the go command will say so
	}
	work, err := modfile.ParseWork(file, data, nil)
	if err != nil {
		return nil
	}
	for _, use := range work.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(file), dir)
		}
		dirs = append(dirs, dir)
	}
	return dirs
}

// hashTree hashes the name and content of each file below root that decides
// what is reported. Names are relative, so that a checkout elsewhere with the
// same content has the same answer.
func hashTree(h hash.Hash, root string) {
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // unreadable for the go command too
		}
		rel, _ := filepath.Rel(root, path)
		if d.Name() == ".git" { // a repository's root is where the search for a config ends
			fmt.Fprintf(h, "%s\x00", filepath.ToSlash(rel))
		}
		if d.IsDir() {
			if path != root && slices.Contains([]string{"vendor", "testdata", ".git", "node_modules"}, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if slices.Contains([]string{config.FileName, "go.mod", "go.work"}, d.Name()) {
			hashFile(h, filepath.ToSlash(rel), path)
		}
		if d.Name() == config.FileName {
			for _, base := range config.ExtendedBy(path) {
				rel, _ := filepath.Rel(root, base)
				hashFile(h, filepath.ToSlash(rel), base)
			}
		}
		if strings.HasSuffix(d.Name(), ".go") {
			if content, err := os.ReadFile(path); err == nil && bytes.Contains(content, []byte("//tether:allow")) {
				fmt.Fprintf(h, "%s", dates.PassedIn(content))
			}
		}
		return nil
	})
}

// hashFile hashes a file's name and its content, or why it has none.
func hashFile(h hash.Hash, name, path string) {
	read := config.ReadRegular
	if filepath.Base(path) == config.FileName {
		read = config.ReadConfined
	}
	content, err := read(path)
	if err != nil {
		content = []byte(err.Error())
	}
	fmt.Fprintf(h, "%s\x00%d\x00%s%s", name, len(content), content, dates.PassedIn(content))
}
