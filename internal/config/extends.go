package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// extends reads the file that this one takes for its base, before anything of
// this one: what both say this one says, whatever the order of its keys.
func (s *schema) extends(n ast.Node) {
	e, ok := extended(n)
	if !ok {
		return
	}
	name, ok := s.text("extends", e.value)
	if !ok {
		return
	}
	if s.file == "" || s.file == InFlag || s.file == InOption {
		s.fail(e.value, "extends: only a file can extend another: write the entries out")
		return
	}
	base := within(s.file, name)
	if i := slices.Index(s.chain, base); i >= 0 {
		circle := append(slices.Clone(s.chain[i:]), base)
		for i, file := range circle {
			circle[i] = filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file)
		}
		s.fail(e.value, "extends: %s extends itself: %s", name, strings.Join(circle, " -> "))
		return
	}
	src, err := s.openExtended(base)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		s.fail(e.value, "extends: %s: %v", name, err)
		return
	}
	extending := s.reader
	s.reader, s.chain = reader{file: base, origin: base}, append(s.chain, base)
	s.config.Extended = append(s.config.Extended, base)
	s.document(src)
	extending.errs = append(extending.errs, s.errs...)
	s.reader, s.chain = extending, s.chain[:len(s.chain)-1]
}

// openExtended reads an extended file as the config itself was read: where that was
// found, the file lies in the same repository.
func (s *schema) openExtended(file string) ([]byte, error) {
	if s.config.root != "" {
		top, err := filepath.EvalSymlinks(Top(s.config.root))
		if err != nil {
			return nil, err
		}
		target, err := filepath.EvalSymlinks(file)
		if err != nil {
			return nil, err
		}
		if rel, err := filepath.Rel(top, target); err != nil || !filepath.IsLocal(rel) {
			return nil, &fs.PathError{Op: "open", Path: file, Err: errors.New("it is outside of the repository")}
		}
	}
	return s.open(file)
}

// within is a name as a config file means it: relative to its directory.
func within(file, name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(filepath.Dir(file), name)
}

// extended is the entry of a config that names its base.
func extended(n ast.Node) (e entry, ok bool) {
	m, isMap := n.(ast.MapNode)
	if !isMap {
		return e, false
	}
	for it := m.MapRange(); it.Next(); {
		if t := it.Key().GetToken(); t.Value == "extends" {
			return entry{t.Value, it.Value(), placeOf(t)}, true
		}
	}
	return e, false
}

// ExtendedBy returns the files that a config extends, as far as they can be read. What
// it says depends on them.
func ExtendedBy(file string) (list []string) {
	for {
		src, err := os.ReadFile(file)
		if err != nil || len(src) > MaxFile {
			return list
		}
		r := &reader{file: file}
		n := r.parse(src)
		if n == nil {
			return list
		}
		e, ok := extended(n)
		if !ok {
			return list
		}
		name, ok := r.text("extends", e.value)
		base := within(file, name)
		if !ok || slices.Contains(list, base) {
			return list
		}
		list, file = append(list, base), base
	}
}
