package live

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/profile"
)

// A Gate says what a report is to be failed for.
type Gate struct {
	Leaked    bool // a goroutine has leaked
	Untracked bool // a goroutine stems from a launch that is not tracked
}

// GateWords are what may be asked for.
var GateWords = []string{"leaked", "untracked"}

// ParseGate reads words, separated by commas; nil stands for none.
func ParseGate(text string) (*Gate, error) {
	if text == "" {
		return nil, nil
	}
	g := new(Gate)
	for word := range strings.SplitSeq(text, ",") {
		switch strings.TrimSpace(word) {
		case "leaked":
			g.Leaked = true
		case "untracked":
			g.Untracked = true
		default:
			return nil, fmt.Errorf("want %s, not %q", strings.Join(GateWords, " or "), word)
		}
	}
	return g, nil
}

// Check reports whether the profile can answer what the gate asks: one that does not
// say which goroutines have leaked would let all of them pass. A text without a mark may be
// of a program in which nobody has looked; where its name does not tell, doubt says so.
func (g *Gate) Check(p *profile.Profile) (doubt string, err error) {
	if g == nil || !g.Leaked {
		return "", nil
	}
	_, leaked := p.Total()
	unmarked := p.Kind == profile.Dump && leaked == 0
	kind := string(p.Kind)
	switch {
	case p.Kind == profile.Goroutines, p.Kind == profile.Tasks:
	case unmarked && ofGoroutines(p.Name):
		kind = string(profile.Goroutines)
	case unmarked && !profile.IsURL(p.Name):
		return "no goroutine in it is marked as leaked, which says something only if it is of goroutineleak?debug=2", nil
	default:
		return "", nil
	}
	return "", fmt.Errorf("%s: -fail-on leaked: a %s profile does not say what has leaked; goroutineleak does (Go 1.27, or Go 1.26 with GOEXPERIMENT=goroutineleakprofile)", p.Name, kind)
}

// ofGoroutines reports whether a URL is that of the profile of all goroutines, which marks
// those that an earlier goroutineleak has found, and looks for none.
func ofGoroutines(name string) bool {
	u, err := url.Parse(name)
	return err == nil && profile.IsURL(name) && path.Base(u.Path) == string(profile.Goroutines)
}

// Failed returns those of the gate's words for which the report fails. Of two profiles
// what has grown counts, and in either case only rows that are large enough to be shown.
func (g *Gate) Failed(r *Report, least int) (words []string) {
	leaked, untracked := false, false
	for _, row := range r.Rows {
		if !r.shows(row, least) {
			continue
		}
		leaked = leaked || row.Now.Leaked > row.Before.Leaked
		untracked = untracked || row.Untracked() && row.Grown() > 0
	}
	if g.Leaked && leaked {
		words = append(words, "leaked")
	}
	if g.Untracked && untracked {
		words = append(words, "untracked")
	}
	return slices.Clip(words)
}

// shows reports whether a row is large enough to be shown: it has that many goroutines
// or, of two profiles, has grown by as many.
func (r *Report) shows(row *Row, least int) bool {
	if !r.Compares() {
		return row.Now.Live >= max(least, 1)
	}
	return max(row.Grown(), row.Now.Leaked-row.Before.Leaked) >= max(least, 1)
}
