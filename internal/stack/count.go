package stack

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// countHeader reads a profile with debug=1, if the line is the first of one.
func (r *reader) countHeader() bool {
	at := strings.Index(r.line, " profile: total ")
	if at <= 0 || r.count != nil {
		return false
	}
	total, err := strconv.Atoi(strings.TrimSpace(r.line[at+len(" profile: total "):]))
	name := r.line[:at]
	if err != nil || strings.ContainsAny(name, " \t") {
		return false
	}
	r.count, r.total = &Text{Profile: name}, total
	var g *Goroutine
	for r.next() {
		r.countLine(&g)
	}
	return true
}

// countLine reads a line of the profile; g is the entry that it belongs to.
func (r *reader) countLine(g **Goroutine) {
	if number, _, ok := strings.Cut(r.line, " @"); ok {
		if n, err := strconv.Atoi(number); err == nil && n > 0 {
			r.count.Goroutines = append(r.count.Goroutines, Goroutine{Count: n, Leaked: r.count.Profile == LeakProfile})
			*g = &r.count.Goroutines[len(r.count.Goroutines)-1]
			return
		}
	}
	if *g == nil {
		return
	}
	if text, ok := strings.CutPrefix(r.line, "# labels: "); ok {
		_ = json.Unmarshal([]byte(text), &(*g).Labels) // labels help, and no more
		return
	}
	if text, ok := strings.CutPrefix(r.line, "#\t"); ok {
		if f, ok := parseCounted(text); ok {
			(*g).Stack = append((*g).Stack, f)
		}
	}
}

// LeakProfile is the name of the profile that holds none but leaked goroutines.
const LeakProfile = "goroutineleak"

// parseCounted parses "0x4755ee\tmain.f+0x5e\t\t/app/main.go:72".
func parseCounted(text string) (Frame, bool) {
	_, text, ok := strings.Cut(text, "\t")
	if !ok {
		return Frame{}, false
	}
	name, text, ok := strings.Cut(text, "\t")
	if !ok {
		return Frame{}, false
	}
	if at := strings.LastIndex(name, "+0x"); at > 0 {
		name = name[:at]
	}
	file, line, ok := parsePlace(strings.TrimLeft(text, "\t"))
	return Frame{Func: name, File: file, Line: line}, ok && Symbol(name) != ""
}

// countError compares what was read with what the profile said that it has.
func (r *reader) countError() error {
	got := 0
	for _, g := range r.count.Goroutines {
		got += g.Count
	}
	if got < r.total || got > 0 && !r.ended {
		return fmt.Errorf("%w: it says that it has %d goroutines, and holds %d", ErrTruncated, r.total, got)
	}
	return nil
}
