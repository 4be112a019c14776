package page

import (
	"html/template"
	"regexp"
	"strings"
)

// markdown renders the rules' documentation, of which it knows what they use:
// paragraphs, bold, code, lists, fenced code, links to the web. The heading is left
// out, for the page has its own.
func markdown(text string) template.HTML {
	var b strings.Builder
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); {
		line := lines[i]
		switch {
		case strings.HasPrefix(line, "```"):
			end := i + 1
			for end < len(lines) && !strings.HasPrefix(lines[end], "```") {
				end++
			}
			b.WriteString(`<pre class="src">` + template.HTMLEscapeString(strings.Join(lines[i+1:end], "\n")) + "</pre>")
			i = end + 1
		case strings.HasPrefix(line, "* "):
			b.WriteString("<ul>")
			for ; i < len(lines) && strings.HasPrefix(lines[i], "* "); i++ {
				b.WriteString("<li>" + inline(lines[i][2:]))
			}
			b.WriteString("</ul>")
		case strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "":
			i++
		default:
			end := i
			for end < len(lines) && strings.TrimSpace(lines[end]) != "" && !strings.HasPrefix(lines[end], "```") && !strings.HasPrefix(lines[end], "* ") {
				end++
			}
			b.WriteString("<p>" + inline(strings.Join(lines[i:end], " ")))
			i = end
		}
	}
	return template.HTML(b.String())
}

var (
	strong = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	away   = regexp.MustCompile(`\[([^\]]+)\]\((https://[^)\s"]+)\)`)
	here   = regexp.MustCompile(`\[([^\]]+)\]\([^)]*\)`)
)

// inline renders a paragraph. What is between backquotes is code, and nothing in it
// is anything else.
func inline(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "`") {
		part = template.HTMLEscapeString(part)
		if i%2 == 1 {
			b.WriteString("<code>" + part + "</code>")
			continue
		}
		part = strong.ReplaceAllString(part, "<strong>$1</strong>")
		part = away.ReplaceAllString(part, `<a href="$2" rel="noreferrer">$1</a>`)
		b.WriteString(here.ReplaceAllString(part, "$1"))
	}
	return b.String()
}
