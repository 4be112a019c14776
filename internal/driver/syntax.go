package driver

import (
	"crypto/sha256"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"sync"
)

const parseMode = parser.ParseComments | parser.SkipObjectResolution

// A syntaxCache keeps the syntax of packages of which an editor has a file open: all
// files but the one that is edited are as they were.
//
// A file that is parsed anew takes the place of the old one among the positions of the
// run, for which room is left. So the files of a package are in one order, however
// often some of them were edited, and what depends on the order of positions does not
// depend on the past.
type syntaxCache struct {
	fset *token.FileSet

	mu    sync.Mutex
	dirs  map[string]bool // those of which files are kept
	files map[string]*keptFile
}

// A keptFile is the syntax of a file, in its room.
type keptFile struct {
	sum        digest
	syntax     *ast.File // nil where it does not parse
	base, room int
}

func newSyntaxCache(fset *token.FileSet) *syntaxCache {
	return &syntaxCache{fset: fset, dirs: make(map[string]bool), files: make(map[string]*keptFile)}
}

// keep says of which directories files are kept from now on.
func (c *syntaxCache) keep(files []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.dirs)
	for _, file := range files {
		c.dirs[filepath.Dir(file)] = true
	}
	for name, f := range c.files {
		if !c.dirs[filepath.Dir(name)] {
			c.drop(name, f)
		}
	}
}

func (c *syntaxCache) drop(name string, f *keptFile) {
	c.take(f)
	delete(c.files, name)
}

// take takes a file out of the file set.
func (c *syntaxCache) take(f *keptFile) {
	if f.syntax == nil {
		return
	}
	if tf := c.fset.File(f.syntax.FileStart); tf != nil {
		c.fset.RemoveFile(tf)
	}
	f.syntax = nil
}

// keeps reports whether the files of a directory are kept; the nil cache keeps none.
func (c *syntaxCache) keeps(dir string) bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dirs[dir]
}

// has reports whether a syntax tree is a kept one.
func (c *syntaxCache) has(f *ast.File) bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.files[c.fset.Position(f.FileStart).Filename]
	return kept != nil && kept.syntax == f
}

// fit makes sure that the texts of a package have room; else all get another place.
func (c *syntaxCache) fit(texts map[string][]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fits := true
	for name, text := range texts {
		if f := c.files[name]; f != nil && len(text) > f.room {
			fits = false
		}
	}
	for name := range texts {
		if f := c.files[name]; f != nil && !fits {
			c.drop(name, f)
		}
	}
}

// parse parses a file, unless its text is that of the kept one.
func (c *syntaxCache) parse(name string, text []byte) (*ast.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := digest(sha256.Sum256(text))
	f := c.files[name]
	if f == nil {
		f = c.reserve(len(text))
		c.files[name] = f
	}
	if f.syntax != nil && f.sum == sum {
		return f.syntax, nil
	}
	c.take(f)
	apart := token.NewFileSet()
	apart.AddFile("", -1, f.base-2) // so that the next file starts at base
	syntax, err := parser.ParseFile(apart, name, text, parseMode)
	if err != nil {
		return nil, err
	}
	c.fset.AddExistingFiles(apart.File(syntax.FileStart))
	f.sum, f.syntax = sum, syntax
	return syntax, nil
}

// reserve finds room for a file of a size, and for what may be written in it.
func (c *syntaxCache) reserve(size int) *keptFile {
	room := 2*size + 64<<10
	place := c.fset.AddFile("", -1, room)
	c.fset.RemoveFile(place)
	return &keptFile{base: max(place.Base(), 2), room: room}
}
