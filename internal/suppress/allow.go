package suppress

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/dates"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

// Prefix starts a directive. As with every directive of Go there is no space
// before it, and a space or nothing after it.
const Prefix = "//tether:allow"

// A Directive is one //tether:allow comment.
type Directive struct {
	Comment *ast.Comment
	Names   []Name
	Reason  string
	Until   string // the last day on which it counts; "" for ever
	Problem string // why it suppresses nothing, in the words of a message; "" if it may

	line int
}

// A Name is a rule in the list of a directive.
type Name struct {
	Text     string       // as it is written
	Rule     finding.Rule // "" if there is no such rule
	Pos, End token.Pos
}

// names reports whether the directive is in order and lists the rule.
func (d *Directive) names(rule finding.Rule) bool {
	if d.Problem == "" && !d.Expired() {
		for _, n := range d.Names {
			if n.Rule == rule {
				return true
			}
		}
	}
	return false
}

// Expired reports whether the day is over until which the directive counts.
func (d *Directive) Expired() bool { return dates.Passed(d.Until) }

// nearMiss is a comment that was meant for a directive: tether's name and a colon,
// and then what might be a word for this, or any word where it is written as a
// directive is.
var nearMiss = regexp.MustCompile(`^(?://|/\*)(?i:tether:[a-z]|\s+tether:\s?(?:allow|ignore|nolint|disable|suppress|skip|off)\b|tether:\s+(?:allow|ignore|nolint|disable|suppress|skip|off)\b)`)

// parse reads a comment; ok reports whether it is a directive at all.
func parse(c *ast.Comment) (d *Directive, ok bool) {
	d = &Directive{Comment: c}
	if word, _, _ := strings.Cut(strings.Map(blanks, c.Text), " "); word != Prefix {
		if !nearMiss.MatchString(c.Text) {
			return nil, false
		}
		d.Problem = "it is not spelt " + Prefix
		return d, true
	}
	s := scanner{text: own(c.Text), at: len(Prefix)}
	for more := true; more; {
		s.space()
		start := s.at
		word := s.word()
		rule, _ := rules.Lookup(word)
		d.Names = append(d.Names, Name{word, rule, c.Slash + token.Pos(start), c.Slash + token.Pos(s.at)})
		end := s.at
		s.space()
		if more = s.peek() == ','; more {
			s.at++
		} else {
			s.at = end
		}
	}
	d.Reason = reason(d.day(s.text[s.at:]))
	if d.Problem == "" {
		d.Problem = d.problem()
	}
	return d, true
}

func blanks(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// day takes the word that says until when the directive counts out of what follows
// its rules.
func (d *Directive) day(text string) string {
	for word := range strings.FieldsSeq(text) {
		date, ok := strings.CutPrefix(word, "until:")
		if !ok {
			continue
		}
		if err := dates.Check(date); err != nil {
			d.Problem = "until: " + err.Error()
		}
		d.Until = date
		return strings.Replace(text, word, "", 1)
	}
	return text
}

// reason is text that has a letter or a digit in it; other text is none.
func reason(text string) string {
	says := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if strings.IndexFunc(text, says) < 0 {
		return ""
	}
	return strings.TrimSpace(text)
}

// own is the text of a line comment up to a comment inside it, which is
// somebody else's. What is inside an address of the web is none.
func own(text string) string {
	for at := len("//"); ; at += len("//") {
		i := strings.Index(text[at:], "//")
		if i < 0 {
			return text
		}
		at += i
		if before, _ := utf8.DecodeLastRuneInString(text[:at]); unicode.IsSpace(before) {
			return text[:at]
		}
	}
}

func (d *Directive) problem() string {
	for _, n := range d.Names {
		switch {
		case n.Text == "" && len(d.Names) == 1:
			return "it names no rule"
		case n.Text == "":
			return "a rule is missing beside a comma"
		case n.Text == "untracked" || n.Text == "unclosed":
			return n.Text + " is an analyzer and no rule"
		case n.Rule == "":
			if near := nearest(n.Text); near != "" {
				return "there is no rule " + n.Text + " (did you mean " + string(near) + "?)"
			}
			return "there is no rule " + n.Text
		}
	}
	if d.Reason == "" {
		return "it gives no reason"
	}
	return ""
}

// nearest is the rule that was probably meant, or "".
func nearest(name string) finding.Rule {
	if _, id, ok := strings.Cut(name, "/"); ok { // of the other analyzer
		if rule, ok := rules.Lookup(id); ok {
			return rule
		}
	}
	return config.NearestRule(name)
}

// A scanner reads the text of a comment.
type scanner struct {
	text string
	at   int
}

// peek returns the next character, 0 at the end.
func (s *scanner) peek() rune {
	if s.at == len(s.text) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.at:])
	return r
}

func (s *scanner) space() { s.skip(unicode.IsSpace) }

func (s *scanner) word() string {
	start := s.at
	s.skip(func(r rune) bool { return r != ',' && !unicode.IsSpace(r) })
	return s.text[start:s.at]
}

func (s *scanner) skip(these func(rune) bool) {
	rest := strings.TrimLeftFunc(s.text[s.at:], these)
	s.at = len(s.text) - len(rest)
}
