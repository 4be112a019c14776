package iterations

import (
	"io"
	"os"
)

// Merge reads what it opens when all of it is open.
func Merge(paths []string, merge func([]io.Reader) error) error {
	var files []io.Reader
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		files = append(files, f)
	}
	return merge(files)
}

type named struct {
	name string
	file *os.File
}

// ByName has them in literals, as entries and in a field.
func ByName(paths []string, use func(map[string]named, []*named) error) error {
	byName := map[string]named{}
	var list struct{ all []*named }
	for i, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		if i%2 == 0 {
			byName[p] = named{p, f}
		} else {
			list.all = append(list.all, &named{name: p, file: f})
		}
	}
	return use(byName, list.all)
}

// OfIteration gathers nothing that outlives an iteration.
func OfIteration(groups [][]string, merge func([]io.Reader) error) error {
	for _, paths := range groups {
		var files []io.Reader
		for _, p := range paths {
			f, err := os.Open(p)
			if err != nil {
				return err
			}
			defer f.Close() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
			files = append(files, f)
		}
		if err := merge(files); err != nil {
			return err
		}
	}
	return nil
}

// Names keeps what it reads of the file, and not the file.
func Names(paths []string) (names []string, sizes map[string]int64, err error) {
	sizes = map[string]int64{}
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, nil, err
		}
		defer f.Close() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		names = append(names, f.Name())
		info, err := f.Stat()
		if err != nil {
			return nil, nil, err
		}
		sizes[p] = info.Size()
	}
	return names, sizes, nil
}

// Last has the last one only: the others stay open for nothing.
func (l *last) Last(paths []string, use func([]*os.File) error) error {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close() // want `f opened by os\.Open in a loop is closed by defer.*\(unclosed/defer-in-loop\)`
		l.files = append(l.files[:0], f)
	}
	return use(l.files)
}

type last struct{ files []*os.File }
