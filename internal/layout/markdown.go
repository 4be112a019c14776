package layout

import (
	"regexp"
	"strings"
)

// Style is the escape codes in which parts of a text are shown; the zero Style
// shows plain text.
type Style struct{ Bold, Code, Faint string }

// Colors is the style of a terminal that shows colour.
var Colors = Style{Bold: "1", Code: "36", Faint: "2"}

func paint(code, s string) string {
	if code == "" || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// Markdown renders the Markdown of tether's own pages, as much of it as they use:
// headings, paragraphs, lists, blocks of code; in a line bold text, code and links.
func Markdown(source string, width int, style Style) string {
	m := &markdown{width: width, style: style}
	for line := range strings.SplitSeq(strings.TrimRight(source, "\n"), "\n") {
		m.line(line)
	}
	m.flush()
	return strings.TrimLeft(m.out.String(), "\n")
}

type markdown struct {
	out    strings.Builder
	width  int
	style  Style
	block  []string // lines of the paragraph or item so far
	indent string   // of its lines but the first
	lead   string   // before its first
	fenced bool
}

func (m *markdown) line(line string) {
	trimmed := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(trimmed, "```"):
		m.flush()
		m.fenced = !m.fenced
	case m.fenced:
		m.out.WriteString(strings.TrimRight("    "+m.code(strings.ReplaceAll(line, "\t", "    ")), " ") + "\n")
	case trimmed == "":
		m.flush()
		m.out.WriteString("\n")
	case strings.HasPrefix(trimmed, "<!--"):
	case strings.HasPrefix(trimmed, "#"):
		m.flush()
		m.out.WriteString(paint(m.style.Bold, strings.TrimSpace(strings.TrimLeft(trimmed, "#"))) + "\n")
	case strings.HasPrefix(trimmed, "* "), strings.HasPrefix(trimmed, "- "):
		m.flush()
		m.lead, m.indent = "  * ", "    "
		m.block = append(m.block, trimmed[2:])
	default:
		m.block = append(m.block, trimmed)
	}
}

func (m *markdown) code(s string) string { return paint(m.style.Code, s) }

// flush writes the paragraph or item that has ended.
func (m *markdown) flush() {
	lead := m.lead
	for line := range Wrap(m.spans(strings.Join(m.block, " ")), m.width-len(m.indent)) {
		m.out.WriteString(lead + line + "\n")
		lead = m.indent
	}
	m.block, m.lead, m.indent = nil, "", ""
}

var span = regexp.MustCompile("\\*\\*[^*]+\\*\\*|`[^`]+`|\\[[^\\]]+\\]\\([^)]+\\)")

// spans renders what is within a line. Each word is painted alone, so that lines
// can be broken between them.
func (m *markdown) spans(text string) string {
	return span.ReplaceAllStringFunc(text, func(s string) string {
		code := m.style.Bold
		switch s[0] {
		case '`':
			if m.style.Code == "" {
				return s
			}
			code, s = m.style.Code, strings.Trim(s, "`")
		case '[':
			name, target, _ := strings.Cut(s[1:len(s)-1], "](")
			if !strings.HasPrefix(target, "http") {
				return name
			}
			return name + " (" + target + ")"
		default:
			s = strings.Trim(s, "*")
		}
		words := strings.Fields(s)
		for i, w := range words {
			words[i] = paint(code, w)
		}
		return strings.Join(words, " ")
	})
}
