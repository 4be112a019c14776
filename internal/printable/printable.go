// Package printable makes text that others have written fit for terminals and logs:
// names of files, identifiers, reasons, what a config holds. A file's name may hold an
// escape sequence that commands a terminal, a newline that starts a command of a CI
// system, or a character that reverses the text after it, so that one reads something
// other than what is there. Formats for programs do not need it: they escape by their
// own rules.
package printable

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s in one line, what is not printable as an escape of Go.
func Line(s string) string { return escape(s, "") }

// Text is Line for text of several lines, in which newlines and tabs stay.
func Text(s string) string { return escape(s, "\n\t") }

// Short is Line, cut to about so many characters: a quote is to be recognised, and a
// file that is none of the user's not to be read in an error.
func Short(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "..."
	}
	return Line(s)
}

// Quote is Short in quotes.
func Quote(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "..."
	}
	return strconv.Quote(s)
}

func escape(s, keep string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return special(r, keep) }) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case !special(r, keep):
			b.WriteRune(r)
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < utf8.RuneSelf:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		s = s[size:]
	}
	return b.String()
}

// special reports whether a character is not shown as it is: controls, formats and
// bidirectional marks, surrogates, and bytes that are no character.
func special(r rune, keep string) bool {
	return r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) && !strings.ContainsRune(keep, r)
}

// A Writer writes text through Text.
type Writer struct{ To io.Writer }

func (w Writer) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.To, Text(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Unwrap returns the writer below, as it was given.
func Unwrap(w io.Writer) io.Writer {
	if p, ok := w.(Writer); ok {
		return p.To
	}
	return w
}
