package config

import (
	"os"
	"path/filepath"
	"sync"
)

// cache remembers what was found and read: the analyzers ask once per package,
// and a file does not change its meaning while the program runs.
var cache struct {
	sync.Mutex
	byDir  map[string]found
	byFile map[string]found
}

type found struct {
	config *Config
	err    error
}

// Find returns the config that governs the packages in dir, an absolute
// directory: the nearest .tether.yml on the way up to the root of the module,
// then of the repository, or the defaults. The error is of the kind that must
// end the program.
func Find(dir string) (*Config, error) {
	cache.Lock()
	defer cache.Unlock()
	if f, ok := cache.byDir[dir]; ok {
		return f.config, f.err
	}
	f := found{config: Default()}
	if file := Locate(dir); file != "" {
		var ok bool
		if f, ok = cache.byFile[file]; !ok {
			f.config, f.err = Read(file)
			remember(&cache.byFile, file, f)
		}
	}
	remember(&cache.byDir, dir, f)
	return f.config, f.err
}

func remember(m *map[string]found, key string, f found) {
	if *m == nil {
		*m = make(map[string]found)
	}
	(*m)[key] = f
}

// Locate returns the name of the file that Find reads for dir, or "".
func Locate(dir string) string {
	top := Top(dir)
	for {
		file := filepath.Join(dir, FileName)
		// One that cannot be examined is there, so that reading it fails aloud.
		if _, err := os.Lstat(file); !os.IsNotExist(err) {
			return file
		}
		parent := filepath.Dir(dir)
		if dir == top || parent == dir {
			return ""
		}
		dir = parent
	}
}

// Top is the last directory in which a config for dir is looked for: the root
// of the repository that holds dir's module, or where there is no repository
// the module's own root. A repository below the module's root (a submodule
// without a go.mod) does not count.
func Top(dir string) string {
	module := ModuleRoot(dir)
	start := module
	if start == "" {
		start = dir
	}
	if repository := upTo(start, ".git"); repository != "" {
		return repository
	}
	return start
}

// ModuleRoot is the directory of the go.mod that governs dir, or "".
func ModuleRoot(dir string) string { return upTo(dir, "go.mod") }

// upTo is the nearest directory, from dir upwards, that has an entry name, or "".
func upTo(dir, name string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}
