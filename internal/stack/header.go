package stack

import (
	"strconv"
	"strings"
	"time"
)

// parseHeader parses the first line of a goroutine's block. The state stands in
// brackets, with what else is known of the goroutine behind commas; labels stand in
// the brackets as Go 1.26 writes them, and behind them since Go 1.27.
//
//	goroutine 7 gp=0x1 m=nil mp=0x2 [select, 3 minutes, locked to thread]:
//	goroutine 7 [chan receive (leaked) labels:{"task": "poller"}]:
//	goroutine 7 [chan receive (leaked)] {task: poller, url: "http://a"}:
func parseHeader(line string) (g Goroutine, ok bool) {
	rest, _ := strings.CutPrefix(line, goroutineWord)
	number, rest, ok := strings.Cut(rest, " ")
	if !ok {
		return g, false
	}
	id, err := strconv.Atoi(number)
	if err != nil || id < 0 {
		return g, false
	}
	rest = strings.TrimRight(rest, " \r")
	before, rest, ok := strings.Cut(rest, "[")
	if !ok || !isRegisters(before) || !strings.HasSuffix(rest, ":") {
		return g, false
	}
	rest = strings.TrimSuffix(rest, ":")
	g = Goroutine{Count: 1, ID: id}
	state, labels, ok := splitLabels(rest)
	if !ok {
		return g, false
	}
	g.Labels = parseLabels(labels)
	g.setState(state)
	return g, true
}

// isRegisters reports whether all that stands before the state is "gp=0x1 m=nil mp=0x2".
func isRegisters(words string) bool {
	for word := range strings.FieldsSeq(words) {
		if !strings.Contains(word, "=") {
			return false
		}
	}
	return true
}

// splitLabels splits what follows the bracket into the state and the labels.
func splitLabels(text string) (state, labels string, ok bool) {
	if at := strings.Index(text, " labels:{"); at >= 0 && strings.HasSuffix(text, "}]") { // Go 1.26
		return text[:at], text[at+len(" labels:{") : len(text)-2], true
	}
	state, rest, ok := strings.Cut(text, "]")
	if !ok || rest == "" {
		return state, "", ok
	}
	labels, ok = strings.CutPrefix(rest, " {")
	if !ok || !strings.HasSuffix(labels, "}") {
		return "", "", false
	}
	return state, strings.TrimSuffix(labels, "}"), true
}

// parseLabels parses "key: value, key: value", each quoted where it has to be. It stops
// at what it does not understand.
func parseLabels(text string) map[string]string {
	var labels map[string]string
	for text != "" {
		key, rest, ok := word(text)
		if !ok {
			break
		}
		if rest, ok = strings.CutPrefix(rest, ":"); !ok {
			break
		}
		value, rest, ok := word(strings.TrimPrefix(rest, " "))
		if !ok {
			break
		}
		if labels == nil {
			labels = make(map[string]string)
		}
		labels[key] = value
		if rest, ok = strings.CutPrefix(rest, ","); !ok {
			break
		}
		text = strings.TrimPrefix(rest, " ")
	}
	return labels
}

// word takes a key or a value off the text.
func word(text string) (w, rest string, ok bool) {
	if strings.HasPrefix(text, `"`) {
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return "", "", false
		}
		w, err = strconv.Unquote(quoted)
		return w, text[len(quoted):], err == nil
	}
	end := strings.IndexAny(text, ":,")
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:], true
}

// setState takes the state apart. What stands in parentheses may be behind any part.
func (g *Goroutine) setState(text string) {
	for i, part := range strings.Split(text, ", ") {
		part = g.marked(part)
		if i == 0 {
			g.State = part
			continue
		}
		if n, ok := strings.CutSuffix(part, " minutes"); ok {
			if minutes, err := strconv.Atoi(n); err == nil && minutes >= 0 && minutes < 1<<31 {
				g.Wait = time.Duration(minutes) * time.Minute
			}
		}
	}
}

// marked takes the marks off a part of the state, and notes what they say.
func (g *Goroutine) marked(part string) string {
	for {
		before, ok := strings.CutSuffix(part, " (leaked)")
		g.Leaked = g.Leaked || ok
		if !ok {
			before, ok = strings.CutSuffix(part, " (scan)")
		}
		if !ok {
			before, ok = strings.CutSuffix(part, " (durable)")
		}
		if !ok {
			return part
		}
		part = before
	}
}
