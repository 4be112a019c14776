package tracked

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
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
// The page tells function names and files: serve it where you serve
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

// The page is written by hand: html/template would keep the linker from dropping
// unused methods in every program that imports this package.
const pageHead = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>%[1]s</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em; color: #222; background: #fff }
table { border-collapse: collapse } th, td { padding: .2em 1em .2em 0; text-align: left; vertical-align: top }
th { border-bottom: 1px solid #999 } td.n { text-align: right; font-variant-numeric: tabular-nums }
code { font-size: 13px } a { color: inherit }
tr.unhealthy td { background: #fdd; color: #900 }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1c1c1c } tr.unhealthy td { background: #511; color: #fbb } }
</style></head><body>
<h1>%[1]s</h1>
<p>%[2]s</p>
`

func (p page) writeHTML(w io.Writer, sorted string) {
	title := strings.TrimSpace(p.Group + " tasks")
	s := p.Stats
	counts := fmt.Sprintf("%d live, of which %d unhealthy; %d started, %d failed, %d panicked, %d refused, %d restarts.",
		s.Live, s.Unhealthy, s.Started, s.Failed, s.Panicked, s.Refused, s.Restarted)
	var b strings.Builder
	fmt.Fprintf(&b, pageHead, html.EscapeString(title), counts)
	b.WriteString("<table><thead><tr>")
	for _, column := range []string{"name", "age", "state", "site"} {
		mark := ""
		if column == cmp.Or(sorted, "age") {
			mark = " ↓"
		}
		fmt.Fprintf(&b, `<th><a href="?sort=%[1]s">%[1]s</a>%[2]s</th>`, column, mark)
	}
	b.WriteString("<th>restarts</th></tr></thead><tbody>\n")
	for _, t := range p.Tasks {
		t.writeRow(&b)
	}
	b.WriteString("</tbody></table>\n")
	if rest := s.Live - int64(len(p.Tasks)); rest > 0 {
		fmt.Fprintf(&b, "<p>and %d more: <a href=\"?limit=%d\">show all</a></p>\n", rest, s.Live)
	}
	b.WriteString("<p><a href=\"?format=json\">JSON</a></p></body></html>\n")
	_, _ = io.WriteString(w, b.String()) // the client has gone
}

func (e entry) writeRow(b *strings.Builder) {
	age := time.Duration(e.Age * float64(time.Second)).Round(time.Millisecond)
	fmt.Fprintf(b, `<tr class="%s" title="%s"><td>%s</td><td class="n">%v</td><td>%s</td><td><code>%s:%d</code><br><code>%s</code></td><td class="n">%d</td></tr>`+"\n",
		e.State, html.EscapeString(e.Problem), html.EscapeString(e.Name), age, e.State,
		html.EscapeString(e.File), e.Line, html.EscapeString(e.Func), e.Restarts)
}
