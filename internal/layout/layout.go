// Package layout lays text out for somebody at a terminal: lines of a width, words
// not broken, columns that align, links, and Markdown as it is meant to look.
package layout

import (
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// terminal measures characters as terminals do, whatever the locale.
var terminal = func() *runewidth.Condition {
	c := runewidth.NewCondition()
	c.EastAsianWidth = false
	return c
}()

// Wrap yields the lines of text that is at most so many cells wide. Words are
// not broken: one that is wider has a line of its own.
func Wrap(text string, width int) iter.Seq[string] {
	return func(yield func(string) bool) {
		line := ""
		for word := range strings.FieldsSeq(text) {
			switch {
			case line == "":
				line = word
			case Cells(line)+1+Cells(word) <= width:
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

// Cells is how many cells of a terminal text takes; what paints it takes none.
func Cells(s string) int {
	if strings.Contains(s, "\x1b") {
		s = escapes.ReplaceAllString(s, "")
	}
	return terminal.StringWidth(s)
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m|\x1b\\]8;;[^\x1b]*\x1b\\\\")

// Pad fills text up to a width.
func Pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-Cells(s), 0))
}

// ClipLeft cuts text from the left, where what is at its end tells more, as in
// the name of a file.
func ClipLeft(s string, width int) string {
	if Cells(s) <= width {
		return s
	}
	for Cells(s) > width-1 && s != "" {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return "…" + s
}

// ClipRight cuts text from the right.
func ClipRight(s string, width int) string {
	if Cells(s) <= width {
		return s
	}
	for Cells(s) > width-1 && s != "" {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s + "…"
}

// Link makes text a link, for terminals that know the sequence OSC 8; others
// show the text.
func Link(url, text string) string { return "\x1b]8;;" + url + "\x1b\\" + text + "\x1b]8;;\x1b\\" }
