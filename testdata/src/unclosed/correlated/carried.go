package correlated

import (
	"bufio"
	"io"
	"os"
	"strings"
)

// What one iteration has found is kept beside what the next one finds.

type entry struct {
	want bool
	name string
	kind int
}

func (*entry) next() *entry { return nil }

func check(s string) bool { return strings.HasPrefix(s, "+") }

func work(entry) error { return nil }

func CarriedFlag(lines []string) error {
	var f *os.File
	was := false
	for _, l := range lines {
		is := strings.HasPrefix(l, "+")
		if was && !is {
			f.Close()
		}
		if is && !was {
			var err error
			if f, err = os.Open(l); err != nil {
				return err
			}
		}
		was = is
	}
	if was {
		f.Close()
	}
	return nil
}

func CarriedDiffers(r *bufio.Scanner, path string) error {
	var f *os.File
	inside := false
	for r.Scan() {
		next := check(r.Text())
		if next != inside {
			if next {
				var err error
				f, err = os.Create(path)
				if err != nil {
					return err
				}
			} else {
				f.Close()
			}
		}
		inside = next
	}
	if inside {
		return f.Close()
	}
	return nil
}

func CarriedField(items []entry) error {
	var f *os.File
	open := false
	for _, it := range items {
		want := it.want
		switch {
		case want && !open:
			g, err := os.Open(it.name)
			if err != nil {
				return err
			}
			f = g
		case !want && open:
			f.Close()
			f = nil
		}
		open = want
	}
	if open {
		f.Close()
	}
	return nil
}

func CarriedComparison(items []entry) error {
	var prev bool
	var f *os.File
	for _, it := range items {
		cur := it.kind == 3
		if prev {
			f.Close()
		}
		if cur {
			var err error
			f, err = os.Open(it.name)
			if err != nil {
				return err
			}
		}
		prev = cur
	}
	if prev {
		f.Close()
	}
	return nil
}

func CarriedInField(items []entry) error {
	var s struct {
		on bool
		f  *os.File
	}
	for _, it := range items {
		on := it.kind > 3
		if s.on {
			s.f.Close()
		}
		if on {
			f, err := os.Open(it.name)
			if err != nil {
				return err
			}
			s.f = f
		}
		s.on = on
	}
	if s.on {
		s.f.Close()
	}
	return nil
}

func CarriedError(items []entry) (err error) {
	var last error
	for _, it := range items {
		e := work(it)
		if last == nil && e != nil {
			f, err := os.Open(it.name)
			if err != nil {
				return err
			}
			io.Copy(io.Discard, f)
			if last == nil {
				f.Close()
			}
		}
		last = e
	}
	return last
}

func CarriedPointer(items []*entry) error {
	var f *os.File
	var prev *entry
	for _, it := range items {
		next := it.next()
		if prev != nil {
			f.Close()
		}
		if next != nil {
			var err error
			f, err = os.Open(next.name)
			if err != nil {
				return err
			}
		}
		prev = next
	}
	if prev != nil {
		f.Close()
	}
	return nil
}

func CarriedEnd(r *bufio.Reader) error {
	var f *os.File
	had := false
	for {
		line, err := r.ReadString('\n')
		has := err == nil
		if had {
			f.Close()
		}
		if !has {
			return err
		}
		f, err = os.Open(line)
		if err != nil {
			return err
		}
		had = has
	}
}

func CarriedNegated(items []entry) error {
	var f *os.File
	closed := true
	for _, it := range items {
		off := check(it.name)
		if !closed {
			f.Close()
		}
		if !off {
			var err error
			f, err = os.Open(it.name)
			if err != nil {
				return err
			}
		}
		closed = off
	}
	if !closed {
		f.Close()
	}
	return nil
}

func CarriedBoth(items []entry) error {
	var f *os.File
	was := false
	for _, it := range items {
		is := check(it.name) && it.kind != 2
		if was {
			f.Close()
		}
		if is {
			var err error
			f, err = os.Open(it.name)
			if err != nil {
				return err
			}
		}
		was = is
	}
	if was {
		f.Close()
	}
	return nil
}

func CarriedTogether(items []entry) error {
	var f *os.File
	is, was := false, false
	for _, it := range items {
		was, is = is, check(it.name)
		if was {
			f.Close()
		}
		if is {
			var err error
			f, err = os.Open(it.name)
			if err != nil {
				return err
			}
		}
	}
	if is {
		f.Close()
	}
	return nil
}

func CarriedToDefer(items []entry) error {
	var f *os.File
	was := false
	defer func() {
		if was {
			f.Close()
		}
	}()
	for _, it := range items {
		is := check(it.name)
		if was {
			f.Close()
		}
		was = false
		if is {
			var err error
			f, err = os.Open(it.name)
			if err != nil {
				return err
			}
		}
		was = is
	}
	return nil
}

func CarriedInt(items []entry) error {
	var f *os.File
	last := -1
	for _, it := range items {
		k := it.kind
		if k != last {
			if last == 1 {
				f.Close()
			}
			if k == 1 {
				var err error
				f, err = os.Open(it.name)
				if err != nil {
					return err
				}
			}
		}
		last = k
	}
	if last == 1 {
		f.Close()
	}
	return nil
}

func CarriedString(items []entry) error {
	var f *os.File
	last := ""
	for _, it := range items {
		n := it.name
		if last == "a" && n != "a" {
			f.Close()
		}
		if n == "a" && last != "a" {
			var err error
			f, err = os.Open(n)
			if err != nil {
				return err
			}
		}
		last = n
	}
	if last == "a" {
		f.Close()
	}
	return nil
}

func CarriedAssertion(items []any) error {
	var f *os.File
	was := false
	for _, it := range items {
		s, is := it.(string)
		if was {
			f.Close()
		}
		if is {
			var err error
			f, err = os.Open(s)
			if err != nil {
				return err
			}
		}
		was = is
	}
	if was {
		f.Close()
	}
	return nil
}

func CarriedMember(items []entry, m map[string]string) error {
	var f *os.File
	was := false
	for _, it := range items {
		s, is := m[it.name]
		if was {
			f.Close()
		}
		if is {
			var err error
			f, err = os.Open(s)
			if err != nil {
				return err
			}
		}
		was = is
	}
	if was {
		f.Close()
	}
	return nil
}

func CarriedLeaks(lines []string) error {
	var f *os.File
	was := false
	for _, l := range lines {
		is := strings.HasPrefix(l, "+")
		if was && !is {
			f.Close()
		}
		if is && !was {
			var err error
			if f, err = os.Open(l); err != nil { // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
				return err
			}
		}
		was = is
	}
	return nil
}

func CarriedSometimesLeaks(lines []string) error {
	was := false
	for _, l := range lines {
		is := strings.HasPrefix(l, "+")
		f, err := os.Open(l) // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if was {
			f.Close()
		}
		was = is
	}
	return nil
}

func CarriedTwice(entries []entry) error {
	var f *os.File
	var was, before bool
	for _, e := range entries {
		is := !was && !before && check(e.name)
		if before {
			f.Close()
		}
		if is {
			var err error
			if f, err = os.Open(e.name); err != nil {
				return err
			}
		}
		before = was
		was = is
	}
	if before || was {
		f.Close()
	}
	return nil
}

// By what a variable is, other than true, the loop knows whether something is open.

func CarriedKey(keys []string) error {
	var cur string
	var f *os.File
	for _, k := range keys {
		if k != cur {
			if cur != "" {
				f.Close()
			}
			var err error
			if f, err = os.Create(k); err != nil {
				return err
			}
			cur = k
		}
	}
	if cur != "" {
		return f.Close()
	}
	return nil
}

func CarriedDepth(tokens []string) error {
	depth := 0
	var f *os.File
	for _, t := range tokens {
		switch t {
		case "{":
			if depth == 0 {
				var err error
				if f, err = os.Create(t); err != nil {
					return err
				}
			}
			depth++
		case "}":
			if depth--; depth == 0 {
				if err := f.Close(); err != nil {
					return err
				}
			}
		}
	}
	if depth > 0 {
		f.Close()
		return io.ErrUnexpectedEOF
	}
	return nil
}

func CarriedActive(entries []*entry) error {
	var active *entry
	var f *os.File
	for _, e := range entries {
		if active != nil && active != e {
			f.Close()
			active = nil
		}
		if active == nil {
			g, err := os.Open(e.name)
			if err != nil {
				return err
			}
			f, active = g, e
		}
	}
	if active != nil {
		f.Close()
	}
	return nil
}

func CarriedElse(ids []int) error {
	last := -1
	var f *os.File
	for _, id := range ids {
		if last < 0 {
			last = id
		} else {
			f.Close()
		}
		var err error
		if f, err = os.Open("log"); err != nil {
			return err
		}
		last = id
	}
	if last >= 0 {
		f.Close()
	}
	return nil
}

func CarriedNotAskedLeaks(keys []string) error {
	cur := ""
	for _, k := range keys {
		f, err := os.Create(k) // want `f opened by os\.Create is not closed .*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		if cur == k {
			continue
		}
		cur = k
		f.Close()
	}
	return nil
}

func CarriedOfIterationLeaks(keys []string) error {
	for _, k := range keys {
		f, err := os.Create(k) // want `f opened by os\.Create is not closed .*\(unclosed/leak\)`
		if err != nil {
			return err
		}
		n := len(k)
		if n > 3 {
			f.Close()
		}
	}
	return nil
}

func CarriedByGoto(lines []string) error {
	var f *os.File
	was, n := false, 0
next:
	is := strings.HasPrefix(lines[n], "+")
	if was && !is {
		f.Close()
	}
	if is && !was {
		var err error
		if f, err = os.Open(lines[n]); err != nil {
			return err
		}
	}
	was = is
	n++
	if n < len(lines) {
		goto next
	}
	if was {
		f.Close()
	}
	return nil
}

// CarriedOlder keeps what was before that, too.
func CarriedOlder(items []entry) error {
	var f *os.File
	was, older, oldest := false, false, false
	for _, it := range items {
		is := check(it.name)
		if oldest {
			f.Close()
		}
		if older {
			var err error
			if f, err = os.Open(it.name); err != nil {
				return err
			}
		}
		oldest = older
		older = was
		was = is
	}
	if oldest {
		f.Close()
	}
	return nil
}

// CarriedAndAsked asks what is where it should ask what was.
func CarriedAndAsked(items []entry) error {
	was := false
	for _, it := range items {
		is := check(it.name)
		var f *os.File
		if was {
			var err error
			if f, err = os.Open(it.name); err != nil { // want `f opened by os\.Open is not closed .*\(unclosed/leak\)`
				return err
			}
		}
		if is {
			f.Close()
		}
		was = is
	}
	return nil
}

// CarriedPart asks another error than that of which it keeps what it was.
func CarriedPart(path string, items []entry, on bool) error {
	f, err := os.Open(path) // want `f opened by os\.Open is not closed when CarriedPart returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	was := false
	for _, it := range items {
		e := work(it)
		if was {
			if e == nil {
				return nil
			}
			break
		}
		was = e != nil && on
	}
	return f.Close()
}

// CarriedPair has what was before that in two variables.
func CarriedPair(path string, items []entry) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	was, older, oldest, same := false, false, false, false
	for _, it := range items {
		is := check(it.name)
		oldest, same = older, older
		older = was
		was = is
	}
	if oldest {
		return f.Close()
	}
	if !same {
		return f.Close()
	}
	return nil
}

func CarriedFailure(items []entry) error {
	var f *os.File
	var last error
	for _, it := range items {
		e := work(it)
		if last != nil {
			f.Close()
		}
		if e != nil {
			var err error
			if f, err = os.Open(it.name); err != nil {
				return err
			}
		}
		last = e
	}
	if last != nil {
		f.Close()
	}
	return nil
}

// CarriedAtOnce is given to another variable before anybody asks.
func CarriedAtOnce(path string) (err error) {
	var f *os.File
	is := check(path)
	does := is
	if is {
		if f, err = os.Open(path); err != nil {
			return err
		}
	}
	if does {
		f.Close()
	}
	is = false
	return nil
}
