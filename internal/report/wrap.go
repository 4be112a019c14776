package report

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// Wrap yields the lines of text that is at most so many cells wide. Words are
// not broken: one that is wider has a line of its own.
func Wrap(text string, width int) iter.Seq[string] {
	return func(yield func(string) bool) {
		line := ""
		for word := range strings.FieldsSeq(text) {
			switch {
			case line == "":
				line = word
			case cells(line)+1+cells(word) <= width:
				line += " " + word
			default:
				if !yield(line) {
					return
				}
				line = word
			}
		}
		if line != "" {
			yield(line)
		}
	}
}

// cells is how many cells of a terminal text takes.
func cells(s string) int { return terminal.StringWidth(s) }

// pad fills text up to a width.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-cells(s), 0))
}

// clipLeft cuts text from the left, where what is at its end tells more, as in
// the name of a file.
func clipLeft(s string, width int) string {
	if cells(s) <= width {
		return s
	}
	for cells(s) > width-1 && s != "" {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return "…" + s
}

// clip cuts text from the right.
func clip(s string, width int) string {
	if cells(s) <= width {
		return s
	}
	for cells(s) > width-1 && s != "" {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s + "…"
}
