package config

import (
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// WorkFile is the go.work that the go command takes in a directory, "" for none. gowork is
// the value of GOWORK, as an absolute name where it is one.
func WorkFile(dir, gowork string) string {
	switch gowork {
	case "off":
		return ""
	case "":
		if dir = upTo(dir, "go.work"); dir == "" {
			return ""
		}
		return filepath.Join(dir, "go.work")
	}
	return gowork
}

// WorkModules are the directories of the modules that a go.work has. The error is a
// *fs.PathError where it cannot be read, and else what is wrong with it.
func WorkModules(file string) (dirs []string, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	work, err := modfile.ParseWork(file, text, nil)
	if err != nil {
		return nil, err
	}
	for _, use := range work.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(file), dir)
		}
		dirs = append(dirs, filepath.Clean(dir))
	}
	return dirs, nil
}
