package config

import (
	"os"
	"path/filepath"
	"sync"
)

// A Finder finds and reads configs, and remembers them: the analyzers ask once per
// package. What it has read it does not read again, so that a run has one config from
// its start to its end; whoever wants to see an edit takes a new one. The zero Finder
// reads what is on disk.
type Finder struct {
	// Read reads a file that was found; nil is [ReadConfined].
	Read func(file string) ([]byte, error)

	mu     sync.Mutex
	byDir  map[string]found
	byFile map[string]found
}

type found struct {
	config *Config
	err    error
}

// inProcess is for programs that run once.
var inProcess Finder

// Find is that of a Finder for the whole process.
func Find(dir string) (*Config, error) { return inProcess.Find(dir) }

// Find returns the config that governs the packages in dir, an absolute
// directory: the nearest .tether.yml on the way up to the root of the module,
// then of the repository, or the defaults. The error is of the kind that must
// end the program.
func (r *Finder) Find(dir string) (*Config, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f, ok := r.byDir[dir]; ok {
		return f.config, f.err
	}
	f := found{config: Default()}
	if file := Locate(dir); file != "" {
		var ok bool
		if f, ok = r.byFile[file]; !ok {
			open := r.Read
			if open == nil {
				open = ReadConfined
			}
			f.config, f.err = read(file, filepath.Dir(file), open)
			remember(&r.byFile, file, f)
		}
	}
	remember(&r.byDir, dir, f)
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
