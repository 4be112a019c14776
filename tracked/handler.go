package tracked

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// pageRows is how many tasks the debug page shows when not told.
const pageRows = 1000

// page is what the handler shows; its fields are the JSON document.
type page struct {
	Group string  `json:"group,omitempty"`
	Stats Stats   `json:"stats"`
	Tasks []entry `json:"tasks"`
}

// entry is a live task on the page.
type entry struct {
	Info
	Age     float64 `json:"ageSeconds"`
	Problem string  `json:"problem,omitempty"` // why it is unhealthy
}

// Handler returns a page that shows the live tasks, oldest first, and in red
// those that are [Unhealthy]: as HTML for people, as JSON for programs that ask
// for it with "Accept: application/json" or "?format=json". "?sort=" takes age,
// name, site or state, "?limit=" the number of tasks shown; without it the HTML
// page shows the first 1000, and JSON all.
//
// The page shows the names of functions and files: serve it only where you serve
// net/http/pprof.
func (g *Group) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "tracked: only GET is allowed", http.StatusMethodNotAllowed)
			return
		}
		query := r.URL.Query()
		p := g.page()
		if err := p.sort(query.Get("sort")); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		limit, err := strconv.Atoi(cmp.Or(query.Get("limit"), "-1"))
		if err != nil {
			http.Error(w, "tracked: limit is not a number", http.StatusBadRequest)
			return
		}
		w.Header().Set("Vary", "Accept")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if wantsJSON(query, r.Header.Values("Accept")) {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			p.cut(limit)
			_ = json.NewEncoder(w).Encode(p) // the client has gone
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if limit < 0 {
			limit = pageRows
		}
		p.cut(limit)
		p.writeHTML(w, query.Get("sort"))
	})
}

func wantsJSON(query url.Values, accept []string) bool {
	if f := query.Get("format"); f != "" {
		return f == "json"
	}
	all := strings.Join(accept, ",")
	return strings.Contains(all, "json") && !strings.Contains(all, "text/html")
}

func (g *Group) page() page {
	p := page{Group: g.opts.Name, Stats: g.Stats(), Tasks: []entry{}}
	now := sinceEpoch()
	for _, t := range g.live() {
		if !t.is(flagEnded) {
			p.Tasks = append(p.Tasks, entry{t.info(now), (now - t.start).Seconds(), t.unhealthy(now)})
		}
	}
	return p
}

// sort orders the tasks, which come oldest first.
func (p page) sort(by string) error {
	var order func(a, b entry) int
	switch by {
	case "", "age":
		return nil
	case "name":
		order = func(a, b entry) int { return cmp.Compare(a.Name, b.Name) }
	case "state":
		order = func(a, b entry) int { return cmp.Compare(b.State, a.State) }
	case "site":
		order = func(a, b entry) int {
			return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
		}
	default:
		return fmt.Errorf("tracked: cannot sort by %q, only by age, name, site or state", by)
	}
	slices.SortStableFunc(p.Tasks, order)
	return nil
}

func (p *page) cut(limit int) {
	if limit >= 0 && limit < len(p.Tasks) {
		p.Tasks = p.Tasks[:limit]
	}
}
