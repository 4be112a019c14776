package stack

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrTruncated says that the text ends within a goroutine.
var ErrTruncated = errors.New("truncated")

// ErrNone says that no goroutine is in the text.
var ErrNone = errors.New("no goroutine in it")

// A Text is what was read.
type Text struct {
	Goroutines []Goroutine
	Profile    string // of a count: "goroutine", "goroutineleak"; "" of a dump
	Others     int    // dumps of the same text that are smaller, and not in Goroutines
}

// Parse reads a text. Where it holds several dumps, as a log of a program that was
// restarted, the largest counts, and of equal ones the last. The error is ErrNone, or
// wraps ErrTruncated; then the text holds what could be read.
func Parse(text string) (*Text, error) {
	out, err := parse(text)
	if err == ErrNone && strings.Contains(text, `]:\n`) { // quoted, as in a log of JSON
		return parse(unquote.Replace(text))
	}
	return out, err
}

var unquote = strings.NewReplacer(`"goroutine `, "\ngoroutine ", `\n`, "\n", `\t`, "\t", `\"`, `"`, `\\`, `\`)

func parse(text string) (*Text, error) {
	r := &reader{rest: text}
	for r.next() {
		switch {
		case r.countHeader():
		case r.header():
		}
	}
	r.endDump()
	out := r.best()
	switch {
	case r.count != nil:
		return r.count, r.countError()
	case out == nil:
		return &Text{}, ErrNone
	case r.truncated != "":
		return out, fmt.Errorf("%w: %s", ErrTruncated, r.truncated)
	}
	return out, nil
}

// A reader reads a text by lines.
type reader struct {
	rest   string
	line   string // the current one, without its end and what a log put before it
	full   string // the same with what a log put before it
	ended  bool   // the current line has an end
	prefix string // what a log put before the lines of the block under way
	again  bool   // the current line is to be read again

	dump  []Goroutine  // under way
	seen  map[int]bool // the goroutines in it
	dumps [][]Goroutine

	count     *Text // of a profile with debug=1
	total     int   // goroutines that it says it has
	truncated string
}

// next goes to the next line.
func (r *reader) next() bool {
	if r.again {
		r.again = false
		return true
	}
	if r.rest == "" {
		return false
	}
	r.full, r.rest, r.ended = strings.Cut(r.rest, "\n")
	r.full = strings.TrimSuffix(r.full, "\r")
	r.line = r.unprefixed(r.full)
	return true
}

// unprefixed is a line without what a log writes before each: a time, a name. What it
// wrote before the goroutine's header is dropped, or where that changes from line to
// line, as a time does, as many words.
func (r *reader) unprefixed(line string) string {
	if r.prefix == "" {
		return line
	}
	if rest, ok := strings.CutPrefix(line, r.prefix); ok {
		return rest
	}
	rest := line
	for range strings.Fields(r.prefix) {
		_, after, ok := strings.Cut(rest, " ")
		if !ok {
			return strings.TrimPrefix(line, strings.TrimRight(r.prefix, " \t"))
		}
		rest = strings.TrimLeft(after, " ")
	}
	return rest
}

const goroutineWord = "goroutine "

// header reads the block of a goroutine, if the line is the first of one.
func (r *reader) header() bool {
	at := strings.Index(r.full, goroutineWord)
	for at >= 0 {
		if g, ok := parseHeader(r.full[at:]); ok {
			r.prefix = r.full[:at]
			r.block(g)
			return true
		}
		next := strings.Index(r.full[at+1:], goroutineWord)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	switch {
	case strings.TrimSpace(r.line) == "":
	case !r.ended && strings.HasPrefix(r.line, goroutineWord):
		r.truncated = "it ends within the first line of a goroutine"
	default:
		r.endDump()
	}
	return false
}

// block reads the frames of a goroutine whose header was read.
func (r *reader) block(g Goroutine) {
	complete := r.frames(&g)
	if r.seen[g.ID] {
		prefix := r.prefix
		r.endDump()
		r.prefix = prefix
	}
	if r.seen == nil {
		r.seen = make(map[int]bool)
	}
	if g.ID > 0 { // 0 is a thread's own stack
		r.seen[g.ID] = true
		r.dump = append(r.dump, g)
	}
	if !complete && strings.TrimSpace(r.rest) == "" {
		r.truncated = fmt.Sprintf("it ends within goroutine %d", g.ID)
	}
}

// frames reads on to the end of the block, and reports whether it was there.
func (r *reader) frames(g *Goroutine) (complete bool) {
	elided := false
	for r.next() {
		line := strings.TrimRight(r.line, " ")
		switch {
		case line == "":
			return r.whole(g, elided)
		case strings.HasPrefix(line, "..."), strings.HasPrefix(line, "[originating from goroutine "):
			elided = true
		case strings.HasPrefix(line, "\t"): // "goroutine running on other thread; stack unavailable"
			elided = true
		default:
			creator := strings.HasPrefix(line, "created by ")
			f, parent, ok := parseFunc(line)
			if !ok && strings.HasPrefix(strings.TrimPrefix(r.rest, r.prefix), "\t") { // of C
				elided = r.next()
				continue
			}
			if !ok {
				r.again = true
				return r.whole(g, elided)
			}
			if !r.place(&f) {
				return false
			}
			g.add(f, creator, parent)
		}
	}
	return r.whole(g, elided)
}

// add puts a frame on the stack, or notes who created the goroutine. The stacks of a
// goroutine's ancestors (GODEBUG=tracebackancestors) follow its own.
func (g *Goroutine) add(f Frame, creator bool, parent int) {
	switch {
	case g.Creator != nil:
	case creator:
		g.Creator, g.Parent = &f, parent
	default:
		g.Stack = append(g.Stack, f)
	}
}

// whole reports whether a block can be all of it: whoever is not created by somebody
// runs main, or what is before main, or is a thread's own stack.
func (r *reader) whole(g *Goroutine, elided bool) bool {
	if g.Creator != nil || elided || g.ID == 0 {
		return true
	}
	if len(g.Stack) == 0 {
		return false
	}
	return slices.ContainsFunc(g.Stack, func(f Frame) bool { return f.Func == "main.main" || f.Func == "runtime.main" }) ||
		g.ID == 1 && strings.Contains(g.Stack[len(g.Stack)-1].Func, ".init")
}

// place reads the line that follows a function's, with its file and line.
func (r *reader) place(f *Frame) bool {
	if !r.next() {
		return false
	}
	text, ok := strings.CutPrefix(r.line, "\t")
	if !ok {
		text, ok = strings.CutPrefix(r.line, " ") // logs turn tabs into blanks
		text = strings.TrimLeft(text, " ")
	}
	if ok {
		f.File, f.Line, ok = parsePlace(text)
	}
	if !ok {
		r.again = true
	}
	return ok && (r.ended || strings.Contains(text, " +0x"))
}

// endDump notes that what follows belongs to another dump.
func (r *reader) endDump() {
	if len(r.dump) > 0 {
		r.dumps = append(r.dumps, r.dump)
		r.dump, r.seen = nil, nil
	}
	r.prefix = ""
}

// best is the largest dump, of equal ones the last.
func (r *reader) best() *Text {
	if len(r.dumps) == 0 {
		return nil
	}
	out := &Text{Others: len(r.dumps) - 1}
	for _, d := range r.dumps {
		if len(d) >= len(out.Goroutines) {
			out.Goroutines = d
		}
	}
	return out
}

// parseFunc parses the line of a function: "main.f(0x1, ...)", "main.f(...)", or
// "created by main.f in goroutine 7".
func parseFunc(line string) (f Frame, parent int, ok bool) {
	if name, isCreator := strings.CutPrefix(line, "created by "); isCreator {
		name, in, has := strings.Cut(name, " in goroutine ")
		if has {
			parent, _ = strconv.Atoi(in)
		}
		return Frame{Func: name}, parent, isName(name)
	}
	if !strings.HasSuffix(line, ")") {
		return f, 0, false
	}
	open := argumentsAt(line)
	if open <= 0 {
		return f, 0, false
	}
	return Frame{Func: line[:open]}, 0, isName(line[:open])
}

// argumentsAt is where the parenthesis of a call's arguments opens. Arguments hold no
// parentheses.
func argumentsAt(line string) int { return strings.LastIndexByte(line, '(') }

// isName reports whether a word can be the name of a function: a package, a dot, and
// what is in it. Type arguments may hold blanks.
func isName(name string) bool {
	if strings.HasPrefix(name, "runtime/") || name == "panic" || name == "_rt0_amd64" {
		return true
	}
	path, rest := Package(name)
	return path != "" && rest != "" && !strings.ContainsAny(path+rest, " \t\"=;,<>")
}

// parsePlace parses "/app/main.go:68 +0x1d fp=0x1 sp=0x2 pc=0x3".
func parsePlace(text string) (file string, line int, ok bool) {
	text = strings.TrimRight(text, " \r")
	if at := strings.Index(text, " +0x"); at >= 0 {
		text = text[:at]
	}
	if at := strings.Index(text, " fp=0x"); at >= 0 {
		text = text[:at]
	}
	colon := strings.LastIndexByte(text, ':')
	if colon <= 0 {
		return "", 0, false
	}
	line, err := strconv.Atoi(text[colon+1:])
	return text[:colon], line, err == nil && line >= 0
}
