package fix

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"
)

// Diff prints the plan as a unified diff, with names relative to dir.
func (p *Plan) Diff(w io.Writer, dir string) error {
	for _, f := range p.Files {
		name := f.Name
		if rel, err := filepath.Rel(dir, name); err == nil {
			name = rel
		}
		if _, err := io.WriteString(w, unified(filepath.ToSlash(name), string(f.Before), string(f.After))); err != nil {
			return err
		}
	}
	return nil
}

// unified is the diff of one file. The library leaves out of the numbers of new lines
// those that stand between two changes of one hunk, so they are counted here.
func unified(name, before, after string) string {
	diff := udiff.Unified("", "", before, after)
	_, diff, _ = strings.Cut(diff, "\n")
	_, diff, _ = strings.Cut(diff, "\n")
	var b strings.Builder
	fmt.Fprintf(&b, "--- %s\n+++ %s\n", label("a/"+name), label("b/"+name))
	more := 0 // lines that the new file has more, so far
	for line := range strings.Lines(diff) {
		if m := hunkHeader.FindStringSubmatch(line); m != nil {
			start, old, now := number(m[1], 0), number(m[2], 1), number(m[3], 1)
			from, to := start, start+more
			if old == 0 { // then the line before is named
				to++
			}
			if now == 0 {
				to--
			}
			line = fmt.Sprintf("@@ -%s +%s @@\n", stretch(from, old), stretch(to, now))
			more += now - old
		}
		b.WriteString(line)
	}
	return b.String()
}

// hunkHeader matches the head of a hunk; all other lines of a diff start otherwise.
var hunkHeader = regexp.MustCompile(`^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@\n$`)

func number(s string, missing int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return missing
}

func stretch(start, lines int) string {
	if lines == 1 {
		return strconv.Itoa(start)
	}
	return fmt.Sprintf("%d,%d", start, lines)
}

// label is a file's name as git writes it: one that could be misread is quoted, and
// after one with a space comes a tab, so that patch knows where it ends.
func label(name string) string {
	plain := !strings.ContainsFunc(name, func(r rune) bool { return r == '"' || r == '\\' || !strconv.IsPrint(r) })
	switch {
	case plain && strings.Contains(name, " "):
		return name + "\t"
	case plain:
		return name
	}
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range name {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case strconv.IsPrint(r) && r != '\ufffd':
			b.WriteRune(r)
		default: // the bytes in octal, as git does
			for j := i; j < i+runeLen(name[i:]); j++ {
				fmt.Fprintf(&b, `\%03o`, name[j])
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}

// runeLen is how many bytes the first character has; 1 for what is none.
func runeLen(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}
