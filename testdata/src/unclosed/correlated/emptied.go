package correlated

import (
	"errors"
	"os"
)

// A list that something is appended to is not empty: nothing of it is lost where it is.

var errNone = errors.New("none")

func NoneOpened(paths []string) error {
	var files []*os.File
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

func Fewer(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	files := []*os.File{f}
	if 1 > len(files) {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

func SomeOpened(path string) error {
	var files []*os.File
	if f, err := os.Open(path); err == nil {
		files = append(files, f)
	}
	if len(files) != 0 {
		for _, f := range files {
			f.Close()
		}
		return nil
	}
	return errNone
}

// Two are more than there may be.
func Pair(paths []string) error {
	var files []*os.File
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when Pair returns at line 70.*\(unclosed/leak\)`
		if err != nil {
			continue
		}
		files = append(files, f)
	}
	if len(files) < 2 {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

// The list is cut, so that it may be empty where one is left.
func Cut(paths []string) error {
	var files []*os.File
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when Cut returns.*\(unclosed/leak\)`
		if err != nil {
			continue
		}
		files = append(files, f)
	}
	files = files[:len(files)/2]
	if len(files) == 0 {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

// So is not what has been added to beside the file: a count, a set, a text, a list of names.

func Counted(paths []string) error {
	var files []*os.File
	n := 0
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		files = append(files, f)
		n++
	}
	if n == 0 {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

type tally struct{ opened int }

func (t *tally) CountedInField(p string) (err error) {
	var f *os.File
	if p != "" {
		if f, err = os.Open(p); err != nil {
			return err
		}
		t.opened++
	}
	if t.opened > 0 {
		return f.Close()
	}
	return nil
}

func InText(p string) (err error) {
	var f *os.File
	open := ""
	if p != "" {
		if f, err = os.Open(p); err != nil {
			return err
		}
		open += "," + p
	}
	if open != "" {
		return f.Close()
	}
	return nil
}

func NamesBeside(paths []string) {
	files := map[string]*os.File{}
	var names []string
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		names = append(names, p)
		files[p] = f
	}
	for _, name := range names {
		files[name].Close()
	}
}

// The second range is over what the first one is over, and so has an iteration.
func SameNames(paths []string) {
	files := map[string]*os.File{}
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		files[p] = f
	}
	for _, p := range paths {
		if f := files[p]; f != nil {
			f.Close()
		}
	}
}

// What was added may be nothing.
func AddedNothing(p string, buf []byte) error {
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when AddedNothing returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	total := 0
	n, _ := f.Read(buf)
	total += n
	if total == 0 {
		return errNone
	}
	return f.Close()
}

// What goes up goes down again.
func CountedDown(p string) error {
	n := 0
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when CountedDown returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	n++
	if cond() {
		n--
	}
	if n == 0 {
		return errNone
	}
	return f.Close()
}

// A count of what has failed says nothing of what has not.
func CountedFailures(paths []string) error {
	var files []*os.File
	bad := 0
	for _, p := range paths {
		f, err := os.Open(p) // want `f opened by os\.Open is not closed when CountedFailures returns.*\(unclosed/leak\)`
		if err != nil {
			bad++
			continue
		}
		files = append(files, f)
	}
	if bad > 0 {
		return errNone
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

// Bits are such a count: what has been set is set.

const (
	logFile = 1 << iota
	logSize
)

type bits uint8

func (b bits) has(bit bits) bool { return b&bit != 0 }

func BitSet(p, q string) (err error) {
	var f, g *os.File
	var open bits
	if p != "" {
		if f, err = os.Open(p); err != nil { // want `\(unclosed/undeferred\)`
			return err
		}
		open |= logFile
	}
	if q != "" {
		if g, err = os.Open(q); err == nil {
			open |= logSize
		}
	}
	if open&logSize != 0 {
		g.Close()
	}
	if open.has(logFile) {
		f.Close()
	}
	return nil
}

// One of the bits is asked for in another way than both.
func BitGiven(p string, flags int) (err error) {
	var f *os.File
	if flags&(logFile|logSize) == logFile|logSize {
		if f, err = os.Open(p); err != nil {
			return err
		}
	}
	if logSize&flags != 0 {
		f.Close()
	}
	return nil
}

// One of two bits is none in particular.
func BitOfTwo(p string, flags int) (err error) {
	var f *os.File
	if flags&(logFile|logSize) != 0 {
		if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed when BitOfTwo returns.*\(unclosed/leak\)`
			return err
		}
	}
	if flags&logSize != 0 {
		f.Close()
	}
	return nil
}

func BitOther(p string) (err error) {
	var f *os.File
	var open bits
	if p != "" {
		if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed when BitOther returns.*\(unclosed/leak\)`
			return err
		}
		open |= logFile
	}
	if open&logSize != 0 {
		f.Close()
	}
	return nil
}

func BitCleared(p string) (err error) {
	var f *os.File
	var open bits
	if p != "" {
		if f, err = os.Open(p); err != nil { // want `f opened by os\.Open is not closed when BitCleared returns.*\(unclosed/leak\)`
			return err
		}
		open |= logFile
	}
	if cond() {
		open &^= logFile
	}
	if open&logFile != 0 {
		f.Close()
	}
	return nil
}

// What is added may be nothing.
func MayAddNone(path string, extra int) error {
	mode := 0
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when MayAddNone returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	mode |= extra
	if mode == 0 {
		return nil
	}
	return f.Close()
}

// What may be nothing takes no bit away.
func AddsMore(path string, extra int) error {
	mode := extra
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	mode |= logFile
	mode |= extra
	if mode&logFile == 0 {
		return nil
	}
	return f.Close()
}

// One more than -1 is nothing.
func FromBelow(path string) error {
	tries := -1
	for {
		f, err := os.Open(path) // want `f opened by os\.Open is not closed before the next iteration opens another.*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		tries++
		if tries == 0 {
			continue
		}
		return f.Close()
	}
}

type score struct{ n int }

func (t *score) reset() { t.n = 0 }

func (t *score) more() { t.n++ }

func (t *score) Reset(path string) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when \(\*score\)\.Reset returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	t.n++
	t.reset()
	if t.n == 0 {
		return nil
	}
	return f.Close()
}

func (t *score) More(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	t.n++
	t.more()
	if t.n == 0 {
		return nil
	}
	return f.Close()
}
